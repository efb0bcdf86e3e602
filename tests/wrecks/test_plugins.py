"""Broken plugins: each gives its own message in both languages, none a traceback, and none spoils the others."""

from __future__ import annotations

import sys
from pathlib import Path

import attrs
import pytest

from dvk_scoring.criteria.find import FoundPlugin
from dvk_scoring.criteria.inspection import inspection_of
from dvk_scoring.criteria.load import load
from dvk_scoring.criteria.registry import InspectedPlugin, Registry
from dvk_scoring.problem import DvkError

GOOD = '''"""A plugin for tests."""
from dvk_scoring.api import *

class Told(Figures):
    done: Num = count(vi="Đã làm", en="Done", high=100, at_most="due")
    due: Num = count(vi="Phải làm", en="Due", high=100)

class Tuned(Params):
    share: Num = param("1", low="0", high="1", vi="Phần", en="Share")
    judges: int = setting(3, vi="Số giám khảo", en="Judges")

class Wreck(Criterion[Told, Tuned]):
    """Part done."""
    id = "wreck"
    title = Text(vi="Thử", en="Trial")
    source = Text(vi="tính tay", en="hand-worked")
    level = 2
    promises = (never_lowers(Text(vi="Làm thêm không bị trừ", en="Doing more never costs"), done=+1),)

    def score(self, figures, params):
        return params.share * ratio(figures.done, figures.due, when_empty=NOT_ASSIGNED)

@hookimpl
def dvk_criteria():
    return [Wreck]
'''


@attrs.frozen
class Breakage:
    """One way to break the good plugin, and what must be said of it."""

    code: str
    old: str
    new: str
    vi: str
    en: str


BREAKAGES = [
    Breakage(
        "DVK-C121",
        "    def score(self, figures, params):",
        "    def score(self, figures, params)",
        "Sai cú pháp Python: expected ':'.",
        "Not valid Python: expected ':'.",
    ),
    Breakage(
        "DVK-C122",
        "from dvk_scoring.api import *",
        "from dvk_scoring.api import *\nimport no_such_package.inside",
        "Plugin cần mô-đun “no_such_package”, nhưng mô-đun này chưa được cài.",
        "The plugin needs the module “no_such_package”, which is not installed.",
    ),
    Breakage(
        "DVK-C123",
        "class Told(Figures):",
        'raise RuntimeError("no licence")\nclass Told(Figures):',
        "Plugin dừng giữa chừng với RuntimeError: no licence",
        "The plugin failed with RuntimeError: no licence",
    ),
    Breakage(
        "DVK-C123",
        "class Told(Figures):",
        "raise SystemExit(3)\nclass Told(Figures):",
        "Plugin dừng giữa chừng với SystemExit: 3",
        "The plugin failed with SystemExit: 3",
    ),
    Breakage(
        "DVK-C123",
        "class Told(Figures):",
        "class Mute(Exception):\n    def __str__(self): raise ValueError\nraise Mute\nclass Told(Figures):",
        "Plugin dừng giữa chừng với Mute: Mute",
        "The plugin failed with Mute: Mute",
    ),
    Breakage(
        "DVK-C123",
        "    return [Wreck]",
        "    return [1 // 0]",
        "Plugin dừng giữa chừng với ZeroDivisionError: integer division or modulo by zero",
        "The plugin failed with ZeroDivisionError: integer division or modulo by zero",
    ),
    Breakage(
        "DVK-C123",
        "class Told(Figures):",
        "def deeper(): return deeper()\ndeeper()\nclass Told(Figures):",
        "Plugin dừng giữa chừng với RecursionError: maximum recursion depth exceeded",
        "The plugin failed with RecursionError: maximum recursion depth exceeded",
    ),
    Breakage(
        "DVK-C124",
        "@hookimpl\n",
        "",
        "Plugin không có hàm dvk_criteria.",
        "The plugin has no function dvk_criteria.",
    ),
    Breakage(
        "DVK-C125",
        "def dvk_criteria():",
        "def dvk_criterion():",
        "@hookimpl đứng trên “dvk_criterion”, nhưng hệ thống không hỏi hàm nào tên như vậy.",
        "@hookimpl marks “dvk_criterion”, but the host asks for no such function.",
    ),
    Breakage(
        "DVK-C126",
        "def dvk_criteria():",
        "def dvk_criteria(config):",
        "dvk_criteria không được nhận tham số.",
        "dvk_criteria must take no arguments.",
    ),
    Breakage(
        "DVK-C127",
        "    return [Wreck]",
        "    [Wreck]",
        "dvk_criteria phải trả về danh sách các lớp tiêu chí, không phải None.",
        "dvk_criteria must return a list of criterion classes, not None.",
    ),
    Breakage(
        "DVK-C127",
        "    return [Wreck]",
        "    return []",
        "dvk_criteria phải trả về danh sách các lớp tiêu chí, không phải [].",
        "dvk_criteria must return a list of criterion classes, not [].",
    ),
    Breakage(
        "DVK-C128",
        "    return [Wreck]",
        '    return ["wreck"]',
        "'wreck' không phải là một lớp tiêu chí.",
        "'wreck' is no criterion class.",
    ),
    Breakage(
        "DVK-C129",
        "    return [Wreck]",
        "    return [Wreck, Wreck]",
        "Plugin trả về tiêu chí “wreck” hai lần.",
        "The plugin offers the criterion “wreck” twice.",
    ),
    Breakage(
        "DVK-C141",
        'id = "wreck"',
        'id = "Tiêu chí"',
        "id của tiêu chí không dùng được: “Tiêu chí”.",
        "The id of the criterion cannot be used: “Tiêu chí”.",
    ),
    Breakage(
        "DVK-C141",
        '    id = "wreck"\n',
        "",
        "id của tiêu chí không dùng được: “”.",
        "The id of the criterion cannot be used: “”.",
    ),
    Breakage(
        "DVK-C142",
        'Text(vi="Thử", en="Trial")',
        'Text(vi=" ", en="Trial")',
        "Tiêu chí thiếu title bằng cả hai ngôn ngữ.",
        "The criterion lacks a title in both languages.",
    ),
    Breakage(
        "DVK-C143",
        '    source = Text(vi="tính tay", en="hand-worked")\n',
        "",
        "Tiêu chí thiếu nguồn (source) bằng cả hai ngôn ngữ.",
        "The criterion lacks a source in both languages.",
    ),
    Breakage(
        "DVK-C144",
        '    """Part done."""\n',
        "",
        "Tiêu chí thiếu lời mô tả (docstring).",
        "The criterion has no docstring.",
    ),
    Breakage(
        "DVK-C145",
        "level = 2",
        "level = 3",
        "Tiêu chí viết cho API mức 3; bản này hiểu mức 2.",
        "The criterion is written for API level 3; this version knows 2.",
    ),
    Breakage(
        "DVK-C146",
        "    level = 2",
        "    level = 2\n    range = scored_range(1, 0)",
        "range phải là một khoảng, cận dưới không lớn hơn cận trên.",
        "range must be a range whose low is not above its high.",
    ),
    Breakage(
        "DVK-C147",
        "    level = 2",
        '    level = 2\n    gives = "marks"',
        "gives = marks không có nghĩa.",
        "gives = marks means nothing.",
    ),
    Breakage(
        "DVK-C148",
        'en="Doing more never costs"), done=+1),)',
        'en="Doing more never costs"), done=+1))',
        "promises phải là một bộ gồm các cam kết.",
        "promises must be a tuple of promises.",
    ),
    Breakage(
        "DVK-C149",
        "class Wreck(Criterion[Told, Tuned]):",
        "class Wreck(Criterion):",
        "Lớp tiêu chí phải khai báo số liệu và tham số: Criterion[SốLiệu, ThamSố].",
        "The class must name its figures and params: Criterion[ItsFigures, ItsParams].",
    ),
    Breakage(
        "DVK-C149",
        "class Wreck(Criterion[Told, Tuned]):",
        "class Wreck(Criterion[Tuned, Told]):",
        "Lớp tiêu chí phải khai báo số liệu và tham số: Criterion[SốLiệu, ThamSố].",
        "The class must name its figures and params: Criterion[ItsFigures, ItsParams].",
    ),
    Breakage(
        "DVK-C150",
        "    def score(self, figures, params):",
        "    def scores(self, figures, params):",
        "Tiêu chí thiếu phương thức score.",
        "The criterion has no method score.",
    ),
    Breakage(
        "DVK-C151",
        "class Told(Figures):",
        "class Told(Figures):\n    late: Num",
        "“late” có kiểu nhưng không có khai báo.",
        "“late” has a type but no declaration.",
    ),
    Breakage(
        "DVK-C152",
        "        return params.share *",
        "        return figures.doen *",
        "score gây lỗi AttributeError: 'Told' object has no attribute 'doen'",
        "score failed with AttributeError: 'Told' object has no attribute 'doen'",
    ),
    Breakage(
        "DVK-C183",
        "        return params.share *",
        "        params.share *",
        "score trả về None, không phải công thức.",
        "score returned None, not a formula.",
    ),
    Breakage(
        "DVK-C153",
        'param("1", low="0", high="1"',
        'param("1.5", low="0", high="1"',
        "Tham số “share”: mặc định 1,5 nằm ngoài khoảng từ 0 đến 1.",
        "The param “share”: its default 1.5 is outside 0 to 1.",
    ),
    Breakage(
        "DVK-C154",
        'vi="Phải làm", en="Due"',
        'vi="Phải làm", en=""',
        "“due” thiếu nhãn ở ít nhất một ngôn ngữ.",
        "“due” lacks its label in at least one language.",
    ),
    Breakage(
        "DVK-C155",
        "class Tuned(Params):",
        '    marks: Many = each("judgs", mark(vi="{name}", en="{name}"))\n\nclass Tuned(Params):',
        "Số liệu “marks” dùng thiết lập “judgs”, nhưng không có thiết lập đó.",
        "The figure “marks” uses the setting “judgs”, which does not exist.",
    ),
    Breakage(
        "DVK-C156",
        'at_most="due"',
        'at_most="dues"',
        "Số liệu “done” bị giới hạn theo “dues”, nhưng tiêu chí không có số liệu đó.",
        "The figure “done” is bound by “dues”, which is no other figure of the criterion.",
    ),
    Breakage(
        "DVK-C156",
        'at_most="due"',
        'part_of="dues"',
        "Số liệu “done” bị giới hạn theo “dues”, nhưng tiêu chí không có số liệu đó.",
        "The figure “done” is bound by “dues”, which is no other figure of the criterion.",
    ),
    Breakage(
        "DVK-C185",
        'at_most="due"',
        'part_of="due", share="shares"',
        "Số liệu “done” là phần phải đạt theo tham số “shares”, nhưng không có tham số đó.",
        "The share that is asked of the figure “done” is the param “shares”, which does not exist.",
    ),
    Breakage(
        "DVK-C157",
        "done=+1),)",
        "doing=+1),)",
        "Một cam kết nêu số liệu “doing” không có trong tiêu chí.",
        "A promise names the figure “doing”, which the criterion lacks.",
    ),
    Breakage(
        "DVK-C158",
        "        return params.share *",
        "        from dvk_scoring.formula.tree import Figure\n        return Figure('others') * params.share *",
        "Công thức dùng “others” nhưng tiêu chí không khai báo.",
        "The formula uses “others”, which the criterion does not declare.",
    ),
    Breakage(
        "DVK-C159",
        'en="Due", high=100',
        'en="Due", high=-1',
        "Khai báo của số liệu “due” không dùng được: giá trị thấp nhất (0) lớn hơn cao nhất (-1).",
        "The declaration of the figure “due” cannot be used: its lowest value (0) is above its highest (-1).",
    ),
    Breakage(
        "DVK-C160",
        'high=100, at_most="due"',
        'high=100, plus=("due",)',
        "Số liệu “done” có plus nhưng không có at_most.",
        "The figure “done” has plus but no at_most.",
    ),
    Breakage(
        "DVK-C184",
        "class Tuned(Params):",
        '    value: Num = count(vi="Trị", en="Value", shared=True)\n\nclass Tuned(Params):',
        "Số liệu dùng chung không được có tên “value”: bảng số liệu nào cũng có thể có cột tên như vậy.",
        "A shared figure cannot be called “value”: any table of figures may have a column of that name.",
    ),
]


@pytest.fixture(autouse=True)
def nothing_left_behind() -> object:
    """A plugin, broken or not, leaves the search path as it was."""
    before = list(sys.path)
    yield
    assert sys.path == before


def put(folder: Path, name: str, source: str = GOOD) -> Path:
    """Write a plugin into a folder of plugins."""
    (folder / name).mkdir(parents=True)
    (folder / name / "criterion.py").write_text(source, encoding="utf-8")
    return folder / name


def inspected(registry: Registry, name: str) -> InspectedPlugin:
    return next(one for one in registry.inspect_all() if one.found.name == name and one.found.origin == "folder")


def refusal(registry: Registry, *names: str) -> list[str]:
    """Codes with which scoring refuses."""
    with pytest.raises(DvkError) as caught:
        registry.require(names)
    return [one.code for one in caught.value.problems]


def test_the_good_plugin_is_good(tmp_path: Path) -> None:
    put(tmp_path, "wreck")
    registry = Registry.of([tmp_path])
    assert inspected(registry, "wreck").state == "ready"
    assert registry.criterion("wreck").id == "wreck"


@pytest.mark.parametrize("one", BREAKAGES, ids=lambda one: f"{one.code}-{one.new.strip()[:30]!r}")
def test_a_broken_plugin_says_what_is_wrong(one: Breakage, tmp_path: Path) -> None:
    assert one.old in GOOD
    path = put(tmp_path, "wreck", GOOD.replace(one.old, one.new, 1))
    modules = set(sys.modules)
    registry = Registry.of([tmp_path])
    loaded = load(FoundPlugin("wreck", "folder", str(path / "criterion.py")))
    problems = inspection_of(loaded, 0).problems
    assert [(told.code, told.text("vi"), told.text("en")) for told in problems] == [(one.code, one.vi, one.en)]
    place = problems[0].place
    assert (place.file, place.plugin) == (str(path / "criterion.py"), "wreck")
    assert "Traceback" not in problems[0].in_("en")
    if one.code in {"DVK-C121", "DVK-C122"}:
        assert not {name for name in set(sys.modules) - modules if "wreck" in name}
    # All others are as healthy as ever, and scoring with them goes on.
    assert registry.criterion("pass-fail").id == "pass-fail"
    # What is wrong with one of two classes is only wrong with that one.
    if one.code not in {"DVK-C128", "DVK-C129"}:
        assert one.code in refusal(registry, "wreck", "pass-fail")


def test_a_mistake_in_the_formula_keeps_its_own_code(tmp_path: Path) -> None:
    put(tmp_path, "wreck", GOOD.replace("return params.share *", "return 0.5 *"))
    assert [one.code for one in inspected(Registry.of([tmp_path]), "wreck").problems] == ["DVK-F101"]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    source = GOOD.replace('    source = Text(vi="tính tay", en="hand-worked")\n', "").replace("done=+1", "doing=+1")
    put(tmp_path, "wreck", source.replace('    """Part done."""\n', ""))
    found = inspected(Registry.of([tmp_path]), "wreck")
    assert {one.code for one in found.problems} == {"DVK-C143", "DVK-C144", "DVK-C157"}


def test_the_line_of_a_mistake_is_told(tmp_path: Path) -> None:
    put(tmp_path, "wreck", GOOD.replace("class Told(Figures):", "value = {}['x']\nclass Told(Figures):"))
    assert inspected(Registry.of([tmp_path]), "wreck").problems[0].place.line == 4


def test_an_interrupt_by_the_user_goes_through(tmp_path: Path) -> None:
    put(tmp_path, "wreck", "raise KeyboardInterrupt")
    before = set(sys.modules)
    with pytest.raises(KeyboardInterrupt):
        Registry.of([tmp_path]).criterion("wreck")
    assert not [name for name in set(sys.modules) - before if name.startswith("dvk_plugin_wreck")]


def test_the_search_path_is_put_back(tmp_path: Path) -> None:
    put(tmp_path, "wreck", "import sys\nsys.path.insert(0, '/nowhere')\n" + GOOD)
    assert inspected(Registry.of([tmp_path]), "wreck").state == "ready"
    assert [
        one.code for one in load(FoundPlugin("wreck", "folder", str(tmp_path / "wreck" / "criterion.py"))).problems
    ] == ["DVK-C134"]
    assert "/nowhere" not in sys.path


def test_two_folders_with_one_name_clash(tmp_path: Path) -> None:
    here, there = put(tmp_path / "a", "wreck"), put(tmp_path / "b", "wreck")
    registry = Registry.of([tmp_path / "a", tmp_path / "b"])
    (told,) = registry.problems
    assert told.code == "DVK-C104"
    first, second = here / "criterion.py", there / "criterion.py"
    assert told.text("en") == f"Two plugins are named “wreck”: {second} and {first}."
    assert told.text("vi") == f"Hai plugin cùng tên “wreck”: {second} và {first}."
    states = [one.state for one in registry.inspect_all() if one.found.name == "wreck"]
    assert states == ["ready", "blocked"]
    assert refusal(registry, "wreck") == ["DVK-C104"]


def test_a_bundled_criterion_is_never_replaced(tmp_path: Path) -> None:
    put(tmp_path, "pass-fail", GOOD.replace('id = "wreck"', 'id = "pass-fail"'))
    assert refusal(Registry.of([tmp_path]), "pass-fail") == ["DVK-C104"]


def test_the_same_folder_twice_is_no_clash(tmp_path: Path) -> None:
    put(tmp_path, "wreck")
    registry = Registry.of([tmp_path, tmp_path])
    assert registry.problems == ()
    assert registry.criterion("wreck").id == "wreck"


def test_an_id_of_another_plugin_is_a_clash(tmp_path: Path) -> None:
    put(tmp_path, "other", GOOD.replace('id = "wreck"', 'id = "pass-fail"'))
    registry = Registry.of([tmp_path])
    found = inspected(registry, "other")
    assert (found.state, [one.code for one in found.problems]) == ("blocked", ["DVK-C109"])
    assert found.problems[0].text("en").startswith("The criterion “pass-fail” is offered twice: ")
    assert found.problems[0].text("vi").startswith("Tiêu chí “pass-fail” có ở hai nơi: ")
    # The plugin of that name is the one meant; the other is not even imported.
    assert registry.criterion("pass-fail").title.en == "Pass or fail"


def test_two_plugins_that_offer_one_id_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "one")
    put(tmp_path, "two")
    assert refusal(Registry.of([tmp_path]), "wreck") == ["DVK-C109"]


def test_a_plugin_that_lacks_the_criterion_of_its_name(tmp_path: Path) -> None:
    put(tmp_path, "other")
    with pytest.raises(DvkError) as caught:
        Registry.of([tmp_path]).criterion("other")
    (told,) = caught.value.problems
    assert told.code == "DVK-C108"
    assert told.text("vi") == "Plugin mang tên “other” nhưng không có tiêu chí “other”."
    assert told.text("en") == "The plugin is named “other” but offers no criterion “other”."
    assert told.hint("en") == "It offers: wreck."


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(DvkError) as caught:
        Registry.of().criterion("pass-fial")
    (told,) = caught.value.problems
    assert told.code == "DVK-C107"
    assert told.text("vi") == "Không có tiêu chí “pass-fial”."
    assert told.text("en") == "There is no criterion “pass-fial”."
    assert told.hint("en") == "Did you mean “pass-fail”?"


def test_an_unknown_id_also_tells_of_wrecks_that_may_have_it(tmp_path: Path) -> None:
    put(tmp_path, "broken", "import no_such_package")
    assert refusal(Registry.of([tmp_path]), "nobody-has-it") == ["DVK-C107", "DVK-C122"]


def test_a_wreck_is_no_matter_to_scoring_without_it(tmp_path: Path) -> None:
    put(tmp_path, "broken", f"open({str(tmp_path / 'ran')!r}, 'w').close()\nraise SystemExit")
    assert set(Registry.of([tmp_path]).require(["ratio", "pass-fail"])) == {"ratio", "pass-fail"}
    assert not (tmp_path / "ran").exists()


def test_a_bundled_folder_offers_exactly_its_own_criterion(tmp_path: Path) -> None:
    path = put(tmp_path, "mine") / "criterion.py"
    (told,) = load(FoundPlugin("mine", "bundled", str(path))).problems
    assert told.code == "DVK-C130"
    assert told.text("en") == "The folder “mine” must offer the one criterion “mine”, but offers: wreck."
    assert told.text("vi") == "Thư mục “mine” phải cung cấp đúng một tiêu chí “mine”, nhưng cung cấp: wreck."


@pytest.mark.parametrize(
    ("make", "code", "vi", "en"),
    [
        (lambda _: None, "DVK-C101", "Không có thư mục hay tệp này.", "There is no such folder or file."),
        (lambda path: path.mkdir(), "DVK-C102", "Ở đây không có plugin nào.", "There is no plugin here."),
        (lambda path: path.write_text("x"), "DVK-C102", "Ở đây không có plugin nào.", "There is no plugin here."),
        (
            lambda path: put(path, "wrong").joinpath("criterion.py").rename(path / "wrong" / "criteria.py"),
            "DVK-C105",
            "Thư mục “wrong” có mã Python nhưng không có criterion.py nên bị bỏ qua.",
            "The folder “wrong” holds Python but no criterion.py, and is passed over.",
        ),
        (
            lambda path: put(path, "Sai Tên"),
            "DVK-C106",
            "“Sai Tên” không dùng làm tên plugin được.",
            "“Sai Tên” cannot be the name of a plugin.",
        ),
    ],
)
def test_a_folder_that_holds_no_plugin(make: object, code: str, vi: str, en: str, tmp_path: Path) -> None:
    assert callable(make)
    make(tmp_path / "named")
    registry = Registry.of([tmp_path / "named"])
    assert [(one.code, one.text("vi"), one.text("en")) for one in registry.problems] == [(code, vi, en)]
    assert "pass-fail" in registry.ids()


def test_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused by the operating system; played here, since an administrator may read everything."""

    def refuse(path: Path) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "named").mkdir()
    monkeypatch.setattr(Path, "iterdir", refuse)
    told = [one for one in Registry.of([tmp_path / "named"]).problems if one.place.file == str(tmp_path / "named")]
    assert [one.code for one in told] == ["DVK-C103"]
    assert told[0].text("en") == "The folder cannot be read: permission is denied."
    assert told[0].text("vi") == "Không đọc được thư mục: không có quyền."
