"""Public functions given something of another kind: refused in words at the door, nothing done, all at once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import dvk_scoring as dvk
from dvk_scoring.analysis.explain import explain
from dvk_scoring.problem import DvkError
from dvk_scoring.report.documents.write import write_document
from dvk_scoring.report.public.edition import make_edition
from dvk_scoring.report.public.write import write_edition
from dvk_scoring.scoring.read_votes import with_votes
from dvk_scoring.scoring.result import Result

SCHEME = """
[scheme]
id = "doors"
title = "Doors"
voices = ["self", "office"]
[criteria]
share = { plugin = "ratio", weight = 60, title = "Share" }
mark = { plugin = "direct", weight = 30, title = "Mark" }
fee = { plugin = "pass-fail", weight = 10, title = "Fee" }
"""
FIGURES = "unit,share.over,share.under,mark.points,fee.passed\na,8,9,12.5,yes\nb,3,4,20,no\n"


@pytest.fixture
def result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(tmp_path)
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    Path("figures.csv").write_text(FIGURES, encoding="utf-8")
    scheme = dvk.load_scheme("scheme.toml")
    return dvk.score(scheme, dvk.read_figures(scheme, "figures.csv"))


Call = Callable[[Result, Any], object]
CALLS: dict[str, tuple[Call, list[str]]] = {
    "a day as a text": (lambda _, d: d.load_scheme("scheme.toml", as_of="2026-01-01"), ["as_of"]),
    "a day with a time": (lambda r, d: d.score(r.scheme, r.figures, as_of=datetime(2026, 1, 1, tzinfo=UTC)), ["as_of"]),
    "a scheme by number, one folder": (lambda _, d: d.load_scheme(7, plugins="plugins"), ["plugins", "source"]),
    "a path for a scheme": (lambda _, d: d.read_figures("scheme.toml", "figures.csv"), ["scheme"]),
    "a mark by its sign": (lambda r, d: d.read_figures(r.scheme, "figures.csv", decimal=","), ["decimal"]),
    "no frame": (lambda r, d: d.read_figures(r.scheme, 5), ["source"]),
    "a path for figures": (lambda r, d: d.score(r.scheme, "figures.csv"), ["figures"]),
    "both that read_rulings gives": (
        lambda r, d: d.score(r.scheme, r.figures, d.read_rulings(r.scheme, r.figures, [])),
        ["rulings"],
    ),
    "one act": (lambda r, d: d.read_rulings(r.scheme, r.figures, {"unit": "a"}), ["source"]),
    "plans for a path": (lambda _, d: d.plans_for("scheme.toml"), ["scheme"]),
    "no sample": (lambda _, d: d.read_sample(None), ["scheme"]),
    "figures to compare": (lambda r, d: d.compare(r.figures, 5), ["new", "old"]),
    "a float for a tolerance": (lambda r, d: d.compare_table(r, "table.csv", tolerance=0.01), ["tolerance"]),
    "a change without its value": (lambda r, d: d.what_if(r, ["criteria.mark.weight"]), ["changes"]),
    "a text for what is left out": (lambda r, d: d.what_if(r, without="criteria.mark"), ["without"]),
    "flips of a number": (lambda r, d: d.find_flips(r, "flag", 1), ["unit"]),
    "a spread by its number": (lambda r, d: d.stability(r, 100, sobol=1.5), ["sobol", "spread"]),
    "a result for a study": (lambda r, d: d.write_stability(r, "study.html"), ["study"]),
    "a scheme for a result": (lambda r, d: d.result_frame(r.scheme), ["result"]),
    "a folder for a scheme": (lambda _, d: d.score_folder("scheme.toml", "in", 5), ["scheme", "target"]),
    "an unknown language": (lambda r, d: d.write_result(r, "result.json", "fr"), ["language"]),
    "a schema in no language": (lambda _, d: d.scheme_schema(language="fr"), ["language"]),
    "an explanation of a number": (lambda r, _: explain(r, 1, None, "en"), ["unit_id"]),  # type: ignore[arg-type]
    "units without clusters": (lambda r, d: d.Ledger(r.scheme, {"a": "Xã A"}), ["source"]),
    "a ledger of a mark by its sign": (lambda r, d: d.Ledger(r.scheme, "figures.csv", decimal=","), ["decimal"]),
    "a float in a cell": (lambda r, d: d.Ledger(r.scheme, "figures.csv").put("a", "mark.points", 12.5), ["text"]),
    "a cell of a number": (
        lambda r, d: d.Ledger(r.scheme, "figures.csv").put(1, "mark.points", [], 2, reason=3),
        ["reason", "text", "unit", "voice"],
    ),
    "a way that is none": (lambda _, d: d.Spread(way="shar"), ["way"]),
    "a spread of texts": (
        lambda _, d: d.Spread(draws="10", seed=1.5, share="1/5", judges="3", keep="records", precision=10.5),
        ["draws", "judges", "keep", "precision", "seed", "share"],
    ),
    "a spread of floats": (lambda _, d: d.Spread(draws=10.0, share=0.2, figures=0.1), ["draws", "figures", "share"]),
    "plans and an engine by number": (
        lambda r, d: d.score(r.scheme, r.figures, plans=3, engine_name=4),
        ["engine_name", "plans"],
    ),
    "plugins of one side": (lambda r, d: d.compare(r, r, plugins=([],)), ["plugins"]),
    "plugins of no side": (lambda r, d: d.compare(r, r, plugins=None), ["plugins"]),
    "a tolerance that is no number": (
        lambda r, d: d.compare_table(r, "t.csv", tolerance=Decimal("NaN")),
        ["tolerance"],
    ),
    "a tolerance without end": (lambda r, d: d.compare_table(r, "t.csv", tolerance=Decimal("Inf")), ["tolerance"]),
    "a tolerance below 0": (lambda r, d: d.compare_table(r, "t.csv", tolerance=-1), ["tolerance"]),
    "a ledger of nobody": (lambda r, d: d.Ledger(r.scheme, {}), ["source"]),
    "a ledger of no file": (lambda r, d: d.Ledger(r.scheme, []), ["source"]),
    "a ledger of a frame": (lambda r, d: d.Ledger(r.scheme, r.figures.frame.to_native()), ["source"]),
    "acts that are gone through but once": (lambda r, d: d.score(r.scheme, r.figures, iter([])), ["rulings"]),
    "a float in an act": (
        lambda r, d: d.read_rulings(r.scheme, r.figures, [{"unit": "a", "points": {"of": "total", "change": -0.5}}]),
        ["source[0]['points']['change']"],
    ),
    "floats in changes": (
        lambda r, d: d.what_if(r, {"criteria.mark.weight": 59.5, "a.mark.points": 0.1 + 0.2}),
        ["changes['a.mark.points']", "changes['criteria.mark.weight']"],
    ),
    "an edition of a scheme": (lambda r, _: make_edition(r.scheme), ["result"]),  # type: ignore[arg-type]
    "a result for an edition": (lambda r, _: write_edition(r, "public.html"), ["edition"]),  # type: ignore[arg-type]
    "a paper that is none, a path for a letterhead": (
        lambda r, _: write_document(r, "minute", "minutes.docx", letterhead="nope.toml"),  # type: ignore[arg-type]
        ["kind", "letterhead"],
    ),
    "votes by number": (lambda r, _: with_votes(r, 3), ["path"]),  # type: ignore[arg-type]
}


@pytest.mark.parametrize(("call", "names"), CALLS.values(), ids=CALLS)
def test_what_is_of_another_kind_is_refused_in_words(result: Result, call: Call, names: list[str]) -> None:
    before = sorted(Path().iterdir())
    with pytest.raises(DvkError) as refused:
        call(result, dvk)
    assert [(one.code, one.args["name"]) for one in refused.value.problems] == [("DVK-E114", name) for name in names]
    assert sorted(Path().iterdir()) == before


def taken() -> Iterator[tuple[Callable[..., Any], str]]:
    """Give each public function, and the ledger, with each argument that is more than yes or no."""
    named: list[Any] = [getattr(dvk, name) for name in dvk.__all__]
    told: list[Any] = [explain, make_edition, write_edition, write_document, with_votes]
    for one in [*filter(inspect.isfunction, named), *told, dvk.Ledger, dvk.Ledger.put, dvk.Spread]:
        for name, each in inspect.signature(one).parameters.items():
            later = (one, name) == (dvk.read_figures, "source")  # what is no frame is told where frames are loaded
            if name != "self" and each.annotation not in ("bool", bool) and not later:
                yield one, name


@pytest.mark.parametrize(
    ("function", "name"), [pytest.param(*one, id=f"{one[0].__name__}-{one[1]}") for one in taken()]
)
def test_no_argument_of_a_public_function_goes_unlooked_at(function: Callable[..., object], name: str) -> None:
    """Whatever the others are: what is wrong is told at once, so that the argument of another kind is among it."""
    required = [
        key
        for key, each in inspect.signature(function).parameters.items()
        if each.default is inspect.Parameter.empty or key == name
    ]
    with pytest.raises(DvkError) as refused:
        function(**dict.fromkeys(required, object()))
    assert name in {one.args["name"] for one in refused.value.problems}


def test_an_exact_number_of_any_kind_says_how_far_is_drawn() -> None:
    """A fifth, as a decimal and as a fraction; a list of ids is kept as they are."""
    assert dvk.Spread(share=Decimal("0.2"), params=1, keep=["mark"]) == dvk.Spread(
        share=Fraction(1, 5), params=Fraction(1), keep=("mark",)
    )


def test_the_message_says_what_is_taken_and_what_was_given(result: Result) -> None:
    with pytest.raises(DvkError) as refused:
        dvk.load_scheme("scheme.toml", as_of="2026-01-01")  # type: ignore[arg-type]
    (told,) = refused.value.problems
    assert told.in_("en") == (
        "DVK-E114: The argument as_of must be a day: datetime.date, such as date(2026, 12, 31); it is '2026-01-01'.\n"
        "    → Mend the argument as_of where the function is called."
    )
    assert told.in_("vi") == (
        "DVK-E114: Đối số as_of phải là một ngày: datetime.date, như date(2026, 12, 31); đã nhận '2026-01-01'.\n"
        "    → Sửa đối số as_of ở chỗ gọi hàm."
    )
    with pytest.raises(DvkError) as refused:
        dvk.Ledger(result.scheme, "figures.csv").put("a", "mark.points", 12.5)  # type: ignore[arg-type]
    assert '(a float is not exact: write "12.5"); it is 12.5.' in refused.value.problems[0].text("en")


@pytest.mark.parametrize("decimal", ["point", "comma"])
def test_numbers_of_python_are_put_as_they_are(result: Result, decimal: Any) -> None:
    """12.5 of 30 points as a Decimal, 8 of 9 as whole numbers: what a file with the same cells says."""
    ledger = dvk.Ledger(result.scheme, {"a": ("Xã A", "all"), "b": ("Xã B", "all")}, decimal=decimal)
    wanted: dict[tuple[str, str], Any] = {
        ("a", "share.over"): 8, ("a", "share.under"): 9, ("a", "mark.points"): Decimal("12.5"),
        ("b", "share.over"): 3, ("b", "share.under"): 4, ("b", "mark.points"): 20,
        ("a", "fee.passed"): True, ("b", "fee.passed"): False,
    }  # fmt: skip
    for (unit, figure), value in wanted.items():
        assert ledger.put(unit, figure, value) == ()
    again = dvk.score(result.scheme, ledger.figures())
    assert [unit.criteria["share"].score for unit in again.units] == [Fraction(8, 9), Fraction(3, 4)]
    assert [unit.total for unit in again.units] == [unit.total for unit in result.units]
    (told,) = ledger.put("a", "mark.points", Decimal("NaN"))
    assert told.code == "DVK-D305"


def test_a_figure_in_a_voice_and_without_is_told_in_words_of_a_ledger(result: Result) -> None:
    ledger = dvk.Ledger(result.scheme, {"a": ("Xã A", "all"), "b": ("Xã B", "all")})
    ledger.put("a", "mark.points", 5)
    ledger.put("a", "mark.points", 6, "office")
    ledger.put("b", "mark.points", 7)
    ledger.put("b", "mark.points", 7, "self")  # says the same
    with pytest.raises(DvkError) as refused:
        ledger.figures()
    (told,) = refused.value.problems
    assert told.in_("en") == (
        "DVK-D413 column mark.points, unit Xã A (a): This figure of the unit is put both in the voice “office” and "
        "without a voice, and the two differ.\n"
        '    → Take one away: put(unit, figure, None, "office") takes that of the voice, put(unit, figure, None) the '
        "other."
    )
    assert told.in_("vi").startswith(
        "DVK-D413 cột mark.points, đơn vị Xã A (a): Số liệu này của đơn vị vừa được ghi ở bước chấm “office”, vừa "
        "được ghi không có bước chấm, và hai số khác nhau."
    )
    ledger.put("a", "mark.points", None)
    assert "DVK-D413" not in {one.code for one in _refused(ledger)}


def _refused(ledger: dvk.Ledger) -> tuple[dvk.Problem, ...]:
    try:
        return ledger.figures().problems
    except DvkError as error:
        return error.problems
