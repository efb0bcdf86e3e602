"""``dvk scheme new``: what it makes works at once, what cannot be made leaves nothing, and being asked is no pain."""

from __future__ import annotations

import io
import json
import os
import select
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli

from tests.cli.conftest import ROOT, Dvk

FILES = {"scheme.toml", "figures.csv", "cases.toml", "README.md", "scheme.schema.json"}
THREE = ("outreach=40", "admin-reform=30", "complaint-handling=30")
OWN = '''
from collections.abc import Sequence
from dvk_scoring.api import AnyCriterion, Criterion, Figures, Num, Params, Text, hookimpl, scored_range, yes_no


class Asked(Figures):
    held: Num = yes_no(vi="Có tổ chức", en="Held")


class Own(Criterion[Asked, Params]):
    """Held or not."""

    id = "{id}"
    level = 2
    title = Text(vi="Ngày hội toàn dân", en="Festival")
    source = Text(vi="Tự đặt ra để thử", en="Made up for a test")
    range = scored_range({range})

    def score(self, figures: Asked, params: Params) -> Num:
        return {formula}


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand it over."""
    return [Own]
'''


def files_in(folder: str | Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file()}


def scheme_of(folder: str | Path) -> dict[str, Any]:
    return tomli.loads((Path(folder) / "scheme.toml").read_text(encoding="utf-8"))


def weights_of(made: dict[str, Any]) -> dict[str, object]:
    return {key: use["weight"] for key, use in made["criteria"].items()}


def write_own(folder: str, name: str, span: str = "0, 1", formula: str = "figures.held") -> None:
    path = Path(folder) / name / "criterion.py"
    path.parent.mkdir(parents=True)
    path.write_text(OWN.replace("{id}", name).replace("{range}", span).replace("{formula}", formula), encoding="utf-8")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_commands_it_names_are_the_next_ones_and_work(dvk: Dvk, language: str) -> None:
    said = dvk("scheme", "new", "thi-dua-2026", *THREE, "--lang", language)
    assert (said.status, said.err) == (0, "")
    assert files_in("thi-dua-2026") == FILES
    assert said.out.splitlines()[0].endswith(": thi-dua-2026")
    named = [line.split() for line in said.out.splitlines() if line.startswith("  dvk ")]
    words_of = (["scheme", "check"], ["score"], ["scheme", "cases"])
    assert [words[1:] for words in named] == [[*words, "./thi-dua-2026"] for words in words_of]
    for _, *words in [*named, ["dvk", "scheme", "lint", "./thi-dua-2026", "--sample"]]:
        done = dvk(*words, "--lang", "en")
        assert (done.status, done.err) == (0, ""), words
    assert "Nothing to remark." in done.out
    scored = dvk("score", "./thi-dua-2026", "--lang", "en").out
    assert "ILLUSTRATIVE: sample figures that ship with the scheme, of no real unit." in scored
    assert "Nothing was odd." in scored


def test_what_is_given_stands_in_the_scheme(dvk: Dvk) -> None:
    nfd = unicodedata.normalize("NFD", "Thi đua “Dân vận khéo”")
    words = ["so-1", "outreach=12,5", "media", "ratio", "pass-fail=+1", "per-occurrence=-2"]
    options = ["--title-vi", nfd, "--title-en", "The movement", "--total", "50", "--no-classes", "--flags", "2"]
    clusters = ["--cluster", "c1=Cụm 1", "--cluster", "Cụm miền núi", "--valid", "2026-01-01..2026-06-30"]
    assert dvk("scheme", "new", *words, *options, *clusters, "-o", "a folder").status == 0
    made = scheme_of("a folder/so-1")
    assert made["scheme"]["title"] == {"vi": "Thi đua “Dân vận khéo”", "en": "The movement"}
    assert made["scheme"]["total"] == 50
    assert weights_of(made) == {"outreach": 12.5, "media": 19, "ratio": 18.5}
    assert made["bonuses"]["pass-fail"]["cap"] == 1
    assert made["penalties"]["per-occurrence"]["cap"] == 2
    assert made["clusters"] == {"c1": {"title": "Cụm 1"}, "cum-mien-nui": {"title": "Cụm miền núi"}}
    assert "classes" not in made
    assert made["titles"]["flag"]["quota"]["count"] == 2
    assert "legal_basis" not in made["scheme"]
    for words in (["scheme", "check"], ["score"], ["scheme", "cases"], ["scheme", "docs"]):
        done = dvk(*words, "a folder/so-1")
        assert done.status == 0, done


def test_an_editor_can_check_what_was_made_with_the_schema_beside_it(dvk: Dvk) -> None:
    dvk("scheme", "new", "x", "outreach=60", "panel", "per-occurrence=-3")
    schema = json.loads(Path("x/scheme.schema.json").read_text(encoding="utf-8"))
    made = tomli.loads(Path("x/scheme.toml").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(made, default=str)))
    made["criteria"]["outreach"]["wieght"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(made, default=str)))


def test_criteria_of_ones_own_are_named_as_seen_from_the_scheme(dvk: Dvk) -> None:
    write_own("mine/plugins", "festival")
    said = dvk(
        "scheme", "new", "x", "festival=40", "outreach", "--plugins-dir", "mine/plugins", "-o", "made", "--lang", "en"
    )
    assert (said.status, said.err) == (0, "")
    assert scheme_of("made/x")["scheme"]["plugins"] == ["../../mine/plugins"]
    for words in (["scheme", "check"], ["score"], ["scheme", "cases"]):
        done = dvk(*words, "made/x", "--lang", "en")
        assert (done.status, done.err) == (0, ""), done
    assert '"festival"' in Path("made/x/scheme.schema.json").read_text(encoding="utf-8")


def test_nothing_is_overwritten_unless_forced_and_nothing_else_is_touched(dvk: Dvk) -> None:
    folder = Path("x")
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "scheme.toml").write_text("mine", encoding="utf-8")
    refused = dvk("scheme", "new", "x", "outreach", "--lang", "en")
    assert (refused.status, refused.out) == (3, "")
    assert refused.err == (
        "DVK-O705 x: Files are there already and are kept: scheme.toml.\n"
        "    → Choose another name, another folder with -o, or add --force to overwrite them.\n"
    )
    assert files_in(".") == {"x/notes.txt", "x/scheme.toml"}
    assert dvk("scheme", "new", "x", "outreach", "--force").status == 0
    assert files_in(".") == {f"x/{name}" for name in FILES | {"notes.txt"}}
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert dvk("scheme", "check", "./x").status == 0


def test_what_the_system_refuses_leaves_nothing(dvk: Dvk) -> None:
    Path("x").write_text("a file", encoding="utf-8")
    for words in (["x", "outreach"], ["y", "outreach", "-o", "x"]):
        said = dvk("scheme", "new", *words)
        assert (said.status, said.out) == (3, "")
        assert said.err.startswith("DVK-O203 ")
    assert [path.name for path in Path().iterdir()] == ["x"]


REFUSED = {
    "Thi_Đua outreach": (
        "DVK-O721: “Thi_Đua” không dùng làm mã bảng điểm được.\n    → Thử “thi-dua”.\n",
        "DVK-O721: “Thi_Đua” cannot be the id of a scheme.\n    → Try “thi-dua”.\n",
    ),
    "2026 outreach": (
        ("DVK-O721: “2026” không dùng làm mã bảng điểm được.\n"
        "    → Dùng chữ thường a-z, chữ số và gạch nối, bắt đầu bằng chữ, nhiều nhất 40 ký tự: thi-dua-2026.\n"),
        ("DVK-O721: “2026” cannot be the id of a scheme.\n"
        "    → Use lower-case a-z, digits and hyphens, a letter first, at most 40 characters: thi-dua-2026.\n"),
    ),
    "stage-contest outreach": (
        ("DVK-O722: Đã có bảng điểm đi kèm chương trình mang mã “stage-contest”.\n"
        '    → Đặt mã khác; muốn bắt đầu từ bảng điểm đó thì ghi extends = "stage-contest" '
        "trong bảng điểm của mình.\n"),
        ("DVK-O722: A scheme that ships with the program has the id “stage-contest”.\n"
        '    → Choose another id; to start from that scheme, write extends = "stage-contest" in one of your own.\n'),
    ),
    "x outreach --title-en=\\ --title-vi=Tên": (
        ("DVK-O704: Tên ghi ở --title-en không dùng được: “\\”.\n"
        '    → Viết trên một dòng, từ 1 đến 80 ký tự, không có dấu " và dấu \\.\n'),
        ("DVK-O704: The title given with --title-en cannot be used: “\\”.\n"
        '    → Write one line of 1 to 80 characters, without " and \\.\n'),
    ),
    "x outreach --cluster Cum_1=A --cluster 12": (
        ('DVK-O724: “12” không dùng làm mã cụm được.\n'
        '    → Ghi mã trước dấu bằng, chỉ gồm a-z, chữ số và gạch nối: --cluster "cum-1=Cụm 1".\n'
        "DVK-O724: “Cum_1” không dùng làm mã cụm được.\n    → Thử “cum-1”.\n"),
        ('DVK-O724: “12” cannot be the id of a cluster.\n'
        '    → Write the id before the equals sign, of a-z, digits and hyphens: --cluster "c1=Cluster 1".\n'
        "DVK-O724: “Cum_1” cannot be the id of a cluster.\n    → Try “cum-1”.\n"),
    ),
    "x outreach=40 outreach --cluster a --cluster a=b": (
        ("DVK-O725: Cụm “a” được nêu hai lần.\n"
        '    → Đặt cho mỗi cụm một mã khác nhau: --cluster "cum-1=Cụm 1".\n'
        "DVK-O725: Tiêu chí “outreach” được nêu hai lần.\n"
        "    → Chỉ nêu một lần. Muốn dùng một tiêu chí hai lần thì tạo xong, chép khối của nó trong scheme.toml, "
        'đặt mã khác và ghi plugin = "outreach".\n'),
        ("DVK-O725: The cluster “a” is named twice.\n"
        '    → Give each cluster an id of its own: --cluster "c1=Cluster 1".\n'
        "DVK-O725: The criterion “outreach” is named twice.\n"
        "    → Name it once. To use a criterion twice, copy its block in scheme.toml afterwards, under another id and "
        'with plugin = "outreach".\n'),
    ),
    "x outreach=nhiều": (
        ("DVK-O726: Điểm của “outreach” không đọc được: “nhiều”.\n"
        "    → Viết một số lớn hơn 0, nhiều nhất hai chữ số thập phân, như outreach=40; outreach=+3 là điểm thưởng, "
        "outreach=-3 là điểm trừ.\n"),
        ("DVK-O726: The points of “outreach” cannot be read: “nhiều”.\n"
        "    → Write a number above 0 with at most two decimals, such as outreach=40; outreach=+3 is a bonus, "
        "outreach=-3 a penalty.\n"),
    ),
    "x outreach=40 media=50.5": (
        ("DVK-O727: Điểm các tiêu chí cộng lại là 90,5, mà tổng phải là 100: thiếu 9,5.\n"
        "    → Sửa điểm, bỏ điểm của một tiêu chí để nó nhận phần còn lại, hoặc đổi tổng: --total 90.5.\n"),
        ("DVK-O727: The points of the criteria add up to 90.5 and not to 100: 9.5 too few.\n"
        "    → Mend them, leave those of one criterion out so that it takes the rest, or change the total: "
        "--total 90.5.\n"),
    ),
    "x outreach=70 media=50 per-occurrence=30": (
        ("DVK-O727: Điểm các tiêu chí cộng lại là 120, mà tổng phải là 100: thừa 20.\n"
        "    → Sửa điểm, bỏ điểm của một tiêu chí để nó nhận phần còn lại, hoặc đổi tổng: --total 120.\n"),
        ("DVK-O727: The points of the criteria add up to 120 and not to 100: 20 too many.\n"
        "    → Mend them, leave those of one criterion out so that it takes the rest, or change the total: "
        "--total 120.\n"),
    ),
    "x outreach=99.5 media ratio": (
        ("DVK-O728: Đã cho 99,5 trên 100 điểm, còn 0,5: không đủ để chia cho media, ratio.\n"
        "    → Bớt điểm đã cho, hoặc tăng tổng bằng --total. Mỗi tiêu chí được ít nhất nửa điểm.\n"),
        ("DVK-O728: 99.5 of 100 points are given, 0.5 are left: too few to share among media, ratio.\n"
        "    → Give fewer points, or raise the total with --total. Each criterion has half a point at least.\n"),
    ),
    "x per-occurrence outreach=-3": (
        ("DVK-O730: Chỉ có điểm thưởng, điểm trừ, chưa có tiêu chí nào tính vào tổng điểm.\n"
        "    → Thêm ít nhất một tiêu chí có mức tối đa: dvk plugins list.\n"),
        ("DVK-O730: There are only bonuses and penalties, and no criterion that counts towards the total.\n"
        "    → Add one or more that have a maximum: dvk plugins list.\n"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_refused_says_why_and_makes_nothing(dvk: Dvk, words: str) -> None:
    for language, told in zip(("vi", "en"), REFUSED[words], strict=True):
        said = dvk("scheme", "new", *words.split(" "), "--lang", language)
        assert (said.status, said.out, said.err) == (3, "", told)
    assert list(Path().iterdir()) == []


def test_points_below_nothing_are_refused_with_advice(dvk: Dvk) -> None:
    write_own("mine", "both-ways", "-1, 1", "2 * figures.held - 1")
    said = dvk("scheme", "new", "x", "outreach", "both-ways=+5", "--plugins-dir", "mine", "--lang", "en")
    assert said.status == 3
    assert said.err == (
        "DVK-O729 criterion both-ways: The criterion “both-ways” may give from -1 to 1: a bonus or penalty is never "
        "below 0, and a criterion has a lowest.\n"
        "    → Take another one; its author can make two of it, one to add and one to take.\n"
    )
    said = dvk("scheme", "new", "x", "outreach", "both-ways=+5", "--plugins-dir", "mine", "--lang", "vi")
    assert said.err == (
        "DVK-O729 tiêu chí both-ways: Tiêu chí “both-ways” có thể cho từ -1 đến 1: điểm thưởng, điểm trừ không được "
        "âm, tiêu chí phải có mức thấp nhất.\n"
        "    → Chọn tiêu chí khác; người viết plugin có thể tách thành hai: một để thưởng, một để trừ.\n"
    )
    assert not Path("x").exists()


def test_criteria_that_do_not_go_together_are_told_by_the_key_and_leave_nothing(dvk: Dvk) -> None:
    for name, high in (("one", "10"), ("other", "20")):
        write_own("mine", name)
        path = Path("mine", name, "criterion.py")
        shared = f'count(vi="Dân số", en="People", shared=True, high={high})'
        text = path.read_text(encoding="utf-8").replace('yes_no(vi="Có tổ chức", en="Held")', shared)
        text = text.replace("yes_no\n", "yes_no, count, ratio\n").replace(
            "figures.held", f"ratio(figures.held, {high}, when_empty=0)"
        )
        path.write_text(text, encoding="utf-8")
    said = dvk("scheme", "new", "x", "one", "other", "--plugins-dir", "mine", "--lang", "en")
    assert (said.status, said.out) == (3, "")
    assert said.err.startswith("DVK-S141 x/scheme.toml, key criteria.other: ".replace("/", os.sep)), said.err
    assert [path.name for path in Path().iterdir()] == ["mine"]


def test_all_that_is_wrong_is_told_at_once(dvk: Dvk) -> None:
    broken = Path("mine/broken/criterion.py")
    broken.parent.mkdir(parents=True)
    broken.write_text("def", encoding="utf-8")
    Path("Out").mkdir()
    (Path("Out") / "scheme.toml").touch()
    words = ["outrech", "broken", "media=x", "ratio", "ratio", "--plugins-dir", "mine", "--plugins-dir", "none"]
    said = dvk("scheme", "new", "Out", *words, "--lang", "en")
    assert said.status == 3
    codes = sorted(line.split()[0].rstrip(":") for line in said.err.splitlines() if line.startswith("DVK-"))
    assert codes == sorted(["DVK-C101", "DVK-C107", "DVK-C121", "DVK-O705", "DVK-O721", "DVK-O725", "DVK-O726"]), (
        said.err
    )
    assert "Did you mean “outreach”?" in said.err


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (
            ["x"],
            (
                "DVK-O103: Còn thiếu CRITERION[=POINTS]....\n    → Ví dụ: dvk scheme new x outreach=40 media (các tiêu "
                "chí: dvk plugins list). Thêm --ask để được hỏi từng bước.\n"
            ),
            (
                "DVK-O103: CRITERION[=POINTS]... is missing.\n    → For example: dvk scheme new x outreach=40 media "
                "(the criteria: dvk plugins list). Add --ask to be asked step by step.\n"
            ),
        ),
    ],
)
def test_a_slip_on_the_line_is_told(dvk: Dvk, words: list[str], vi: str, en: str) -> None:
    for language, told in (("vi", vi), ("en", en)):
        said = dvk("scheme", "new", *words, "--lang", language)
        assert (said.status, said.out) == (2, "")
        assert said.err.startswith(told)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value", "vi", "en"),
    [
        ("--total", "0", "Viết một số từ 1 đến 1000000.", "Write a number from 1 to 1000000."),
        (
            "--valid",
            "2026-06-30..2026-01-01",
            "Viết 2026, hoặc 2026-01-01..2026-06-30: ngày đầu trước ngày cuối.",
            "Write 2026, or 2026-01-01..2026-06-30: the first day before the last.",
        ),
        ("--flags", "101", "Viết một số từ 0 đến 100.", "Write a number from 0 to 100."),
    ],
)
def test_an_option_that_is_not_read_is_told_with_all_else(dvk: Dvk, option: str, value: str, vi: str, en: str) -> None:
    """The name is one of a shipped scheme, and there is no such criterion: all three are told at once.

    Without a total nothing is said of the points.
    """
    for language, told in (
        ("vi", f"DVK-O732: Giá trị “{value}” của {option} không dùng được.\n    → {vi}\n"),
        ("en", f"DVK-O732: The value “{value}” of {option} cannot be used.\n    → {en}\n"),
    ):
        points = "outreech=40" if option == "--total" else "outreech=100"
        said = dvk("scheme", "new", "stage-contest", points, option, value, "--lang", language)
        assert (said.status, said.out) == (3, "")
        assert told in said.err
        assert {"DVK-O722:", "DVK-O732:", "DVK-C107"} == {word for word in said.err.split() if word.startswith("DVK-")}
    assert dvk("scheme", "new", "x", "outreach", "--ask", option, value).status == 3
    assert list(Path().iterdir()) == []


ANSWERS = {
    language: ["", "Thi đua “Dân vận khéo”", "", "Thi đua", "thi-dua-26", "26", "2026", words[0], "100",
               "1 99", "outrech", "per-occurrence", "outreach, admin-reform;media per-occurrence", "200", "40", "", "x",
               words[1], "abc",
               words[2], words[3], "50", words[4], words[5], "", words[6], "12", "Cụm 1, Cụm miền núi", "?", "", "-1",
               "2"]
    for language, words in {
        "vi": ("một trăm", "trừ", "2,5", "không", "30,5", "t", "c"),
        "en": ("a hundred", "p", "2.5", "n", "30.5", "b", "y"),
    }.items()
}  # fmt: skip
CORRECTED = {
    "vi": [
        "Cần một câu trả lời.",
        "“Thi đua” không dùng làm mã bảng điểm được. Thử “thi-dua”.",
        "Viết một năm như 2026, hoặc 2026-01-01..2026-06-30.",
        "Viết một số từ 1 đến 1000000.",
        "“99”: chỉ có số từ 1 đến 28.",
        "Không có tiêu chí “outrech”. Có phải là “outreach”?",
        (
            "Chỉ có điểm thưởng, điểm trừ, chưa có tiêu chí nào tính vào tổng điểm. "
            "Thêm ít nhất một tiêu chí có mức tối đa: dvk plugins list."
        ),
        "Viết một số, nhiều nhất 99: còn 2 tiêu chí nữa.",
        "Trả lời t (thưởng) hoặc r (trừ).",
        "Viết một số lớn hơn 0.",
        "Mỗi cụm cần một tên có chữ cái, khác nhau: Cụm 1, Cụm 2.",
        "Trả lời c (có) hoặc k (không).",
        "Viết một số từ 0 đến 100.",
    ],
    "en": [
        "An answer is needed.",
        "“Thi đua” cannot be the id of a scheme. Try “thi-dua”.",
        "Write a year, or 2026-01-01..2026-06-30.",
        "Write a number from 1 to 1000000.",
        "“99”: there are numbers 1 to 28.",
        "There is no criterion “outrech”. Did you mean “outreach”?",
        (
            "There are only bonuses and penalties, and no criterion that counts towards the total. "
            "Add one or more that have a maximum: dvk plugins list."
        ),
        "Write a number, 99 at most: 2 more criteria are to come.",
        "Answer b (bonus) or p (penalty).",
        "Write a number above 0.",
        "Each cluster needs a name with letters of its own: Cluster 1, Cluster 2.",
        "Answer y (yes) or n (no).",
        "Write a number from 0 to 100.",
    ],
}


def hold_to_answers(folder: Path) -> None:
    """What the answers come to, in either language."""
    assert files_in(folder) == {f"thi-dua-26/{name}" for name in FILES}
    made = scheme_of(folder / "thi-dua-26")
    assert made["scheme"]["title"] == "Thi đua “Dân vận khéo”"
    assert made["scheme"]["valid"]["from"].isoformat() == "2026-01-01"
    assert weights_of(made) == {"outreach": 50, "admin-reform": 30.5, "media": 19.5}
    assert made["bonuses"]["per-occurrence"]["cap"] == 5
    assert list(made["clusters"]) == ["cum-1", "cum-mien-nui"]
    assert len(made["classes"]) == 4
    assert made["titles"]["flag"]["quota"]["count"] == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_wrong_answer_is_told_and_asked_again(dvk: Dvk, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*ANSWERS[language], ""])))
    said = dvk("scheme", "new", "--ask", "--lang", language)
    assert said.status == 0, said.err
    told = [line.partition("→ ")[2] for line in said.err.splitlines() if "→ " in line]
    assert told == CORRECTED[language]
    hold_to_answers(Path())


def test_what_the_line_says_is_not_asked(dvk: Dvk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n" * 4))
    given = [
        "x",
        "outreach",
        "media=30",
        "--title-vi",
        "Tên",
        "--title-en",
        "Name",
        "--total",
        "100",
        "--valid",
        "2026",
    ]
    said = dvk("scheme", "new", *given, "--no-classes", "--flags", "0", "--ask", "--lang", "en")
    assert said.status == 0, said.err
    asked = [line.partition(" (")[0] for line in said.err.splitlines() if line.endswith(": ")]
    assert asked == ["Are these points right?", "Clusters, with commas between them"]
    assert "  Outreach: 70 (what is left)" in said.err
    assert weights_of(scheme_of("x")) == {"outreach": 70, "media": 30}


@pytest.mark.parametrize(
    "given", [["stage-contest"], ["x", "outreach=120", "media"], ["x", "--cluster", "1"], ["there"], ["x", "outrech"]]
)
def test_what_is_wrong_on_the_line_is_told_before_anything_is_asked(
    dvk: Dvk, given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("there").mkdir()
    Path("there/scheme.toml").touch()
    monkeypatch.setattr("sys.stdin", io.StringIO("\n" * 30))
    said = dvk("scheme", "new", *given, "--ask")
    assert said.status == 3
    assert said.err.startswith("DVK-")
    assert files_in(".") == {"there/scheme.toml"}


@pytest.mark.parametrize(("language", "told"), [("vi", "Đã dừng, chưa tạo gì."), ("en", "Stopped; nothing was made.")])
def test_the_end_of_the_input_leaves_nothing_and_says_so(
    dvk: Dvk, language: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Thi đua\n\n"))
    said = dvk("scheme", "new", "--ask", "--lang", language)
    assert (said.status, said.out) == (130, "")
    assert said.err.splitlines()[-1] == told
    assert list(Path().iterdir()) == []


# A session leader that opens a terminal has it as its own, so that Ctrl-C reaches it.
IN_TERMINAL = "import os, sys; os.open(os.ttyname(0), os.O_RDWR); from dvk_scoring.cli import main; sys.exit(main())"


class Terminal:
    """A real terminal with the command in it."""

    def __init__(self, folder: Path, *words: str, language: str) -> None:
        pty = pytest.importorskip("pty")
        self.end, own = pty.openpty()
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "DVK_", "PYTHON"))
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", IN_TERMINAL, *words],
            cwd=folder,
            env={**kept, "PYTHONPATH": str(ROOT), "DVK_LANG": language, "PYTHONUTF8": "1", "TERM": "xterm"},
            stdin=own,
            stdout=own,
            stderr=own,
            start_new_session=True,
        )
        os.close(own)
        self.seen = ""
        self.new = b""

    def read_until_asked(self) -> None:
        """Read until it waits for an answer, or is gone."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if not select.select([self.end], [], [], 0.1)[0]:
                if self.new.endswith(b": "):
                    break
                continue
            try:
                self.new += os.read(self.end, 65536)
            except OSError:  # the other end is closed
                break
        self.seen += self.new.decode()
        self.new = b""

    def type(self, keys: str) -> None:
        """Type keys where it asks."""
        self.read_until_asked()
        os.write(self.end, keys.encode())

    def press(self, key: str) -> None:
        """Press a key where it asks, and again where nothing comes of it: Python misses Ctrl-C just before it reads."""
        self.read_until_asked()
        for _ in range(5):
            os.write(self.end, key.encode())
            if select.select([self.end], [], [], 5)[0]:
                return

    def leave(self) -> int:
        """Read to the end and give the exit status."""
        self.read_until_asked()
        os.close(self.end)
        return self.process.wait(60)


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals")
def test_a_person_at_a_terminal_is_asked_without_asking_for_it(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "scheme", "new", language="vi")
    for answer in ANSWERS["vi"]:
        terminal.type(unicodedata.normalize("NFD", answer) + "\r")
    assert terminal.leave() == 0, terminal.seen
    assert [one for one in CORRECTED["vi"] if one not in terminal.seen.replace("\r\n", "\n")] == []
    assert "  dvk scheme cases ./thi-dua-26" in terminal.seen
    hold_to_answers(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_who_leaves_a_terminal_leaves_nothing_behind(key: str, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "scheme", "new", language="en")
    terminal.type("Thi đua\r")
    terminal.press(key)
    assert terminal.leave() == 130
    assert terminal.seen.replace("\r\n", "\n").endswith("\nStopped; nothing was made.\n")
    assert list(tmp_path.iterdir()) == []
