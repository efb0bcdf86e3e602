"""Units in problems: their names are put in once, by whoever knows them."""

from datetime import date
from pathlib import Path

import pytest

from dvk_scoring import load_scheme, read_figures, read_rulings, score
from dvk_scoring.naming import named, naming, unknown_unit
from dvk_scoring.problem import DvkError, Place, problem, sort_problems
from dvk_scoring.unit_names import Units

SCHEME = '[scheme]\nid = "s"\ntitle = "S"\n[criteria]\na = { plugin = "direct", title = "Sổ", weight = 100 }\n'
FIGURES = "unit,name,cluster,a.points\nxa-1,Xã Một,all,50\nxa-2,Xã Hai,all,50\nxa-3,xa-3,all,7\n"


def told(text: str) -> object:
    return problem("DVK-O526", count=2, total=9, units=text).text("vi")


def test_who_is_known_is_called_by_name_and_who_is_not_by_id() -> None:
    one = problem("DVK-R104", Place(unit="xa-1"), unit="xa-2", day=date(2026, 11, 30))
    found = named([one], {"xa-1": "Xã Một", "xa-3": "Xã Ba"})
    assert [each.place.in_("vi") for each in found] == ["đơn vị Xã Một (xa-1)"]
    assert found[0].text("en").startswith("Unit “xa-2” ")
    assert named(found, {"xa-2": "Xã Hai"})[0].text("en").startswith("Unit “Xã Hai (xa-2)” ")
    assert named([one], {}) == (one,)


def test_names_move_no_problem_and_make_none_another() -> None:
    """Problems stand by id; the same one with and without a name is one."""
    plain = [problem("DVK-D319", Place(unit=unit, header="x"), label="?") for unit in ("a", "b")]
    turned = named(plain, {"a": "Z", "b": "Y"})
    assert [one.place.unit for one in sort_problems(turned[::-1])] == ["a", "b"]
    assert len(sort_problems([*plain, *turned])) == 2


def test_only_who_is_asked_for_is_looked_up() -> None:
    asked: list[set[str]] = []

    def names(units: object) -> dict[str, str]:
        assert isinstance(units, set)
        asked.append(units)
        return {}

    named([problem("DVK-D118")], names)
    assert not asked
    named([problem("DVK-E106", Place(unit="a"), units=Units.of(["b", "c"], 70))], names)
    assert asked == [{"a", "b", "c"}]


def test_a_list_has_as_many_as_there_is_room_for() -> None:
    many = Units.of([f"xa-{at:03}" for at in range(200)], 1_000)
    (one,) = named([problem("DVK-E106", units=many)], {f"xa-{at:03}": f"Công an xã số {at}" for at in range(200)})
    text = str(one.args["units"])
    assert text.startswith("Công an xã số 0 (xa-000), Công an xã số 1 (xa-001), ")
    shown = text.count("(xa-")
    assert (len(text) <= 200, text.endswith(f", … (+{1_000 - shown})")) == (True, True)
    assert one.text("en").count("(xa-") == shown  # nothing is cut a second time
    long = named([problem("DVK-D319", Place(unit="x", header="h"), label="?")], {"x": "Đ" * 300})[0].place.in_("vi")
    assert long.endswith("Đ… (x)")


def test_problems_that_end_a_run_are_named_too() -> None:
    with pytest.raises(DvkError) as caught, naming({"a": "Xã A"}):
        raise DvkError([problem("DVK-D319", Place(unit="a", header="h"), label="?")])
    assert caught.value.problems[0].place.in_("en") == "column h, unit Xã A (a)"


def test_who_writes_a_name_is_told_the_id() -> None:
    names = {"xa-1": "Xã Một", "xa-2": "Xã Hai"}
    assert unknown_unit("Xã Hai", names).hint("vi") == "Có phải là “Xã Hai (xa-2)”?"
    assert unknown_unit("xa-11", names).hint("vi") == "Có phải là “Xã Một (xa-1)”?"
    assert unknown_unit("?", names).hint("en") == "Units: Xã Một (xa-1), Xã Hai (xa-2)."


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    Path("figures.csv").write_text(FIGURES, encoding="utf-8")
    return tmp_path


def test_figures_rulings_and_results_call_units_by_name(files: Path) -> None:
    scheme = load_scheme("scheme.toml")
    Path("wrong.csv").write_text(FIGURES.replace("Xã Hai,all,50", "Xã Hai,all,năm"), encoding="utf-8")
    with pytest.raises(DvkError) as wrong:
        read_figures(scheme, "wrong.csv")
    assert [one.place.in_("vi") for one in wrong.value.problems] == ["wrong.csv:3, cột a.points, đơn vị Xã Hai (xa-2)"]
    figures = read_figures(scheme, "figures.csv")
    act = {"unit": "xa-2", "release": "hold", "reason": "…", "date": date(2026, 1, 2), "ref": "QĐ 1"}
    with pytest.raises(DvkError) as ruled:
        read_rulings(scheme, figures, [act])
    assert [one.text("vi").partition("không")[0] for one in ruled.value.problems] == ["Đơn vị “Xã Hai (xa-2)” "]
    tie = {**act, "units": ["xa-2", "xa-3"], "tie": "ranking"}
    rulings, _ = read_rulings(scheme, figures, [{key: tie[key] for key in ("units", "tie", "reason", "date", "ref")}])
    with pytest.raises(DvkError) as lacking:
        score(scheme, figures, rulings)
    assert lacking.value.problems[0].text("en") == (
        "Ruling QĐ 1 orders Xã Hai (xa-2), xa-3, but not all that are tied with them: Xã Một (xa-1) is missing."
    )
    result = score(scheme, figures)
    (tied,) = [one for one in result.problems if one.code == "DVK-E106"]
    assert tied.text("vi").endswith(": Xã Một (xa-1), Xã Hai (xa-2).")
    with pytest.raises(DvkError) as unknown:
        result.unit("xa-11")
    assert unknown.value.problems[0].hint("en") == "Is “Xã Một (xa-1)” meant?"
