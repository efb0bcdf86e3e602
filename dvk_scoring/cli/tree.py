"""Every command, known without importing one: where it is made, what it is for, and what it was called before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.cli.language import Language

_COMMANDS: Final[Mapping[str, Mapping[str, tuple[str, str, str]]]] = {
    "": {
        "demo": ("demo", "Tính thử số liệu mẫu và xem kết quả.", "Score sample figures and look at the result."),
        "score": ("score", "Tính điểm, xếp hạng, đề nghị danh hiệu.", "Score, rank and propose titles."),
        "explain": ("explain", "Giải thích từng điểm của một đơn vị.", "Explain every point of one unit."),
        "what-if": (
            "what_if",
            "Thử đổi một chỗ xem ai đổi hạng, danh hiệu.",
            "Try a change: whose rank, title change.",
        ),
        "compare": (
            "compare",
            "So sánh hai kết quả, vì sao khác nhau.",
            "Compare two results: who moved, and why.",
        ),
        "stability": (
            "stability",
            "Xem hạng, danh hiệu vững đến đâu khi điểm tối đa đổi.",
            "See how sure ranks and titles are.",
        ),
        "minutes": ("minutes", "Làm biên bản họp hội đồng.", "Make the council's minutes."),
        "tally": ("tally", "Làm biên bản kiểm phiếu.", "Make the minutes of the counting of votes."),
        "appeals": ("appeals", "Theo dõi, trả lời kiến nghị về điểm.", "Follow and answer appeals against points."),
        "sheet": ("sheet", "Làm phiếu điểm của một đơn vị.", "Make the score sheet of one unit."),
        "table": ("table", "Làm bảng điểm chi tiết, mọi tiêu chí, mọi đơn vị.", "Make the table of every point."),
        "summary": ("summary", "Làm bảng tổng hợp điểm.", "Make the summary table of points."),
        "seal": ("seal", "Niêm phong kết quả để ai cũng kiểm tra được.", "Seal a result that anybody can check."),
        "verify": ("verify", "Kiểm tra một bản niêm phong.", "Check a seal, or a unit's proof."),
        "archive": ("archive", "Giữ các bản niêm phong qua các năm.", "Keep seals over the years."),
        "publish": ("publish", "Làm bản công khai của kết quả.", "Make the public edition of a result."),
        "submission": ("submission", "Làm dự thảo tờ trình.", "Make the draft of the submission."),
        "decision": (
            "decision",
            "Làm dự thảo quyết định và danh sách.",
            "Make the draft of the decision and its list.",
        ),
        "form": ("form", "Làm phiếu để đơn vị ghi số liệu.", "Make forms for units to fill in."),
        "collect": ("collect", "Thu phiếu gửi về thành bảng số liệu.", "Collect returned forms into figures."),
        "remind": ("remind", "Đôn đốc đơn vị chưa gửi phiếu.", "Write to units whose forms are still out."),
        "scheme": ("scheme", "Liệt kê, tạo, kiểm tra, so sánh bảng điểm.", "List, make, check and compare schemes."),
        "plugins": (
            "plugins",
            "Liệt kê, xem, thử, tạo plugin tiêu chí.",
            "List, show, test and make plugins of criteria.",
        ),
        "explain-code": ("explain_code", "Nói rõ một mã lỗi nghĩa là gì.", "Say what the code of a problem means."),
    },
    "archive": {
        "add": ("archive_add", "Đưa một bản niêm phong vào kho.", "Add a seal to an archive."),
        "check": ("archive_check", "Kiểm tra kho và nhật ký.", "Check an archive and its log."),
    },
    "scheme": {
        "list": ("scheme_list", "Liệt kê các bảng điểm có sẵn.", "List the schemes that come with it."),
        "new": ("scheme_new", "Tạo một bảng điểm để sửa thành của mình.", "Make a new scheme to change into your own."),
        "import": (
            "scheme_import",
            "Lấy bảng tiêu chí trong Excel thành bảng điểm.",
            "Take a rubric in Excel as a scheme.",
        ),
        "edit": ("scheme_edit", "Sửa bảng điểm, quyết định bằng Excel.", "Edit a scheme or rulings as a workbook."),
        "check": ("scheme_check", "Kiểm tra và chứng minh một bảng điểm.", "Check and prove a scheme."),
        "cases": ("scheme_cases", "Chạy các ví dụ viết cạnh bảng điểm.", "Run the worked cases beside a scheme."),
        "lint": ("scheme_lint", "Rà soát bảng điểm và đưa lời khuyên.", "Review a scheme and give advice."),
        "docs": ("scheme_docs", "Nói lại bảng điểm bằng lời, thành văn bản.", "Tell a scheme in words, as a document."),
        "schema": ("scheme_schema", "Tạo lược đồ cho trình soạn thảo.", "Make the schema that editors check with."),
        "diff": ("scheme_diff", "So sánh hai bảng điểm.", "Compare two schemes."),
    },
    "plugins": {
        "list": ("plugins_list", "Liệt kê plugin: mã, nguồn, trạng thái.", "List plugins: id, origin, state."),
        "show": (
            "plugins_show",
            "Xem một tiêu chí: công thức, số liệu, tham số.",
            "Show a criterion: formula, figures, params.",
        ),
        "new": ("plugins_new", "Tạo một plugin để sửa thành của mình.", "Make a new plugin to change into your own."),
        "check": (
            "plugins_check",
            "Tìm thấy gì ở đâu, sai gì, cần làm gì.",
            "What was found where, what is wrong, what to do.",
        ),
        "try": ("plugins_try", "Tính thử một tiêu chí với vài số liệu.", "Try a criterion on a few figures."),
        "test": ("plugins_test", "Thử tiêu chí theo bộ điều kiện chung.", "Hold criteria to the contract."),
    },
}
"""Group → command → module in this folder, and what the list says of it; the group without a name is ``dvk`` itself."""

_MOVED: Final[Mapping[str, Mapping[str, str]]] = {
    "": {"schemes": "scheme list", "check": "scheme check", "cases": "scheme cases"},
    "plugins": {"why": "check", "doctor": "check"},
}
"""Group → old name → the words of the command that does it now. Old names are taken for one version."""


def homes_in(group: str, language: Language) -> dict[str, tuple[str, str]]:
    """Give the commands of a group in the order of a first use: module and summary."""
    vi = language == "vi"
    return {
        name: (f"dvk_scoring.cli.{home}", told if vi else en) for name, (home, told, en) in _COMMANDS[group].items()
    }


def moved_in(group: str) -> Mapping[str, str]:
    """Give the old names of a group."""
    return _MOVED.get(group, {})


def commands_called(name: str) -> list[str]:
    """Give the commands of this name in any group, each with all its words: ``scheme list``, ``plugins list``."""
    called = [f"{group} {name}".lstrip() for group, commands in _COMMANDS.items() if name in commands]
    called += [f"{group} {moved[name]}".lstrip() for group, moved in _MOVED.items() if name in moved]
    return list(dict.fromkeys(called))


def names() -> list[str]:
    """Give the names of all commands of all groups without their groups, and the old ones."""
    return list(dict.fromkeys(name for group in (*_COMMANDS.values(), *_MOVED.values()) for name in group))
