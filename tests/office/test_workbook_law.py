"""The law in a workbook: whatever a scheme says, the recalculated cells hold what the engine found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.names import HOLD_CLASS, HOLD_TITLES, TIE
from dvk_scoring.formula.walk import walk
from dvk_scoring.law.words import take_apart
from dvk_scoring.problem import DvkError
from dvk_scoring.report.workbook.build import Built, build_workbook
from dvk_scoring.report.workbook.headings import heading_of
from dvk_scoring.report.workbook.write import paint_workbook
from dvk_scoring.run import load_scheme, read_figures, read_rulings, score
from dvk_scoring.scheme.model import Quota, Ruling
from dvk_scoring.scoring.result import Result
from dvk_scoring.testing.recalculated import Sheets, engine_differences
from tests.depth import drawn
from tests.office.recalculated import recalculated
from tests.office.test_workbook import check
from tests.properties.test_laws import SCHEME, figures_of, made_rows
from tests.truth.competitions import EVERY, make
from tests.truth.differences import score_made
from tests.truth.worked import case_made
from tests.unit.report.test_told_states import GAPS, MISSING

CASES = Path(__file__).parents[1] / "truth" / "data" / "cases"
FIRST, UNITS, SIZE = drawn(61, 0), drawn(250, 650), 25
"""From this seed on they have all that a formula and a result can have."""
OTHERS = 78
"""The first seed of those that are smaller."""
OF_MARKS = ("attempts", "panel", "panel-items", "formula-table", "goalposts", "min-max")
"""Plugins of whose formulas the others have little: each competition has one of them."""
NAMES = ("total", "rank", "class", "titles.flag.state", "titles.merit.state")
DAY = date(2026, 12, 1)
WHETHER = '''
"""A requirement that was met, or not, or of which nothing is known."""

from dvk_scoring.api import Criterion, Figures, Num, Params, Text, given, hookimpl, named, when, yes_no


class Known(Figures):
    passed: Num = yes_no(vi="Đạt", en="Met")


class Whether(Criterion[Known, Params]):
    """Half where nothing is known."""

    id, level = "whether", 2
    title = source = Text(vi="Đạt hay không", en="Whether it is met")

    def score(self, figures: Known, params: Params) -> Num:
        known = when(given(figures.passed), figures.passed, "0.5")
        return named(Text(vi="Kể cả khi chưa rõ", en="Known or not"), known)


@hookimpl
def dvk_criteria():
    return [Whether]
'''
"""In the place of ``pass-fail``: no plugin that comes with the program asks whether a figure is given."""


def small_cases(*numbers: str) -> dict[str, Result]:
    """Score small cases, each with every file of figures that fits its scheme."""
    found = {}
    for path in sorted(one for number in numbers for one in CASES.glob(f"{number}-*/*.toml")):
        for figures in sorted(path.parent.glob("*.csv")):
            try:
                scheme = load_scheme(path)
                read = read_figures(scheme, [figures])
                acts = sorted(path.parent.glob("rul*.toml"))
                rulings = read_rulings(scheme, read, acts[0])[0] if acts else ()
                found[f"{path.parent.name[:2]}-{path.stem}-{figures.stem}"] = score(scheme, read, rulings)
            except DvkError:  # a file of rulings, figures of another scheme, or what the case is about
                continue
    return found


LIMITED = {
    "what": "22.5 leaves 0.4174 of a bonus beside 22.0826; the doubles of 22.5 - 22.0826 are not the nearest to it",
    "scheme": """
[scheme]
id = "limited"
title = "Limited"
total = 30
rounding = { criterion = 4, total = 4 }
[criteria]
a = { plugin = "direct", weight = 30, title = "A", params = { places = 4 }, limits = { points = [0, 22.5] } }
[bonuses]
b = { plugin = "direct", weight = 1, title = "B", to = "criteria.a", cap = 1, params = { places = 4 } }
""",
    "figures": """
unit, a.points, b.points
x, 22.0826, 1
y, 22.0826, 0.4174
""",
}


def made(folder: Path, units: int, size: int, first: int = 0) -> dict[str, Result]:
    """Score made competitions until there are so many units; some of them have what the law calls open."""
    found: dict[str, Result] = {}
    (folder / "own" / "whether").mkdir(parents=True)
    (folder / "own" / "whether" / "criterion.py").write_text(WHETHER, encoding="utf-8")
    for seed in range(first, 10_000):
        if sum(len(one.units) for one in found.values()) >= units:
            break
        one = make(seed, EVERY, size)
        if not any(f'"{plugin}"' in one.scheme for plugin in OF_MARKS):
            continue
        scheme = one.scheme.replace("[scheme]\n", '[scheme]\nplugins = ["own"]\n', 1)
        one = replace(one, scheme=scheme.replace('plugin = "pass-fail"', 'plugin = "whether"'))
        try:
            found[f"seed-{seed}"] = score_made(one, folder, "exact")
        except DvkError:  # what it lacks is an error
            continue
    return found


@pytest.mark.slow
def test_the_small_cases_of_the_law(tmp_path: Path) -> None:
    """Thirds (17, 66), twelve decimals (04), params by cluster (67, 69), a kind that lacks a criterion (67, 68) …"""
    numbers = ("04", "17", "66", "67", "68", "69", "72")
    results = small_cases(*numbers)
    assert {name[:2] for name in results} == set(numbers)
    results["limited"] = score_made(case_made(LIMITED), tmp_path, "exact")
    assert [str(unit.bonus_counted) for unit in results["limited"].units] == ["0.4174", "0.4174"]
    check(results, tmp_path, "en")


def test_a_full_weight_is_rounded_as_the_criterion(tmp_path: Path) -> None:
    folder = next(CASES.glob("72-*"))
    scheme = load_scheme(folder / "s.toml")
    built = build_workbook(score(scheme, read_figures(scheme, [folder / "f.csv"])), "en")
    # 50.6 and 49.4 rounded down to whole points: 50 + 49
    assert built.standing.column("total").values == [Fraction(99), Fraction(99)]


def kind_of(node: t.Num | t.Cond) -> str:
    """Name a node of a formula, and of marks what is taken of them."""
    if not isinstance(node, t.Marks):
        return type(node).__name__
    return f"{node.kind}, cut" if node.low or node.high else node.kind


@pytest.mark.slow
def test_units_of_made_competitions(tmp_path: Path) -> None:
    results = made(tmp_path, UNITS, SIZE, FIRST)
    seen: Counter[str] = Counter()
    for result in results.values():
        scheme = result.scheme
        seen["unrounded"] += scheme.rounding.criterion is None
        decided = [one for use in scheme.criteria.values() for one in use.by_kind.values()]
        decided += [one.decided for one in (*scheme.bonuses.values(), *scheme.penalties.values())]
        seen.update(kind_of(node) for one in decided for node in walk(one.built.tree))
        for unit in result.units:
            seen["open class"] += unit.class_open
            seen[unit.state] += 1
            for key, title in unit.titles.items():
                shares = scheme.titles[key].quota.tie == "share"
                seen[f"{title.word}, shares" if shares else title.word] += 1
    wanted = {"unrounded", "open class", "out", "not-ranked", "held", "reserve", "undecided", "undecided, shares"}
    wanted |= {"Given", "Titled", "Rescale", "place", "mean", "mean, cut", "median", "proposed, shares"}
    assert {name: seen[name] for name in wanted if not seen[name]} == {}
    for built in check(results, tmp_path, "en").values():
        assert [one for one in headings(built) if heading_of(one) is None] == []


def headings(built: Built) -> list[str]:
    """Give the definitions that have a column, each as it is headed."""
    definitions = built.standing.definitions
    return [definitions.shown_name(one) for one in definitions.named]


def test_the_cells_of_more_made_competitions_hold_what_the_engine_found(tmp_path: Path) -> None:
    """And every column has a heading of its own: a definition without one stands inside what reads it."""
    patterns: set[str] = set()
    for name, result in made(tmp_path, 150, 6, OTHERS).items():
        built = build_workbook(result, "vi")
        assert list(engine_differences(built))[:5] == [], name
        assert [one for one in headings(built) if heading_of(one) is None] == []
        patterns.update(take_apart(one).pattern for one in headings(built))
    assert {"titles.*.taken.cluster", "classes.*.member", "sections.*.scaled", "titles.*.within"} <= patterns


def test_no_0_stands_on_the_list_for_a_bonus_or_penalty_that_is_not_reported(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(MISSING, encoding="utf-8")
    (tmp_path / "f.csv").write_text(GAPS, encoding="utf-8")
    scheme = load_scheme(tmp_path / "s.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "f.csv"]))
    check({"missing": result}, tmp_path, "en")
    built = build_workbook(result, "en")
    columns = {column.title: column.values for column in built.list.columns}
    assert columns["Unit"] == ["A", "B", "C", "D"]
    assert columns["Bonus that counts"] == [1, 0, "not reported", 0]
    assert columns["Penalty that counts"] == [2, "not reported", 0, 0]
    states = next(one for one in built.book.sheets if one.name == "States")
    assert states.note.endswith("“not reported”: it counts 0 points.")


def test_what_is_typed_moves_the_result(tmp_path: Path) -> None:
    """An order in a tie and a hold where nothing was ruled, and numbers of the scheme: as if all of it had been so."""
    rows = made_rows(3, 30)
    before = score(SCHEME, figures_of(rows))
    first = next(unit for unit in before.units if unit.tied)
    tied = [one.unit for one in before.units if one.tied and (one.cluster, one.rank) == (first.cluster, first.rank)]
    held = next(unit.unit for unit in before.units if unit.titles["flag"].state == "proposed")
    rulings = (
        Ruling(tuple(reversed(tied)), "tie", "Reason", DAY, "R-1"),
        Ruling((held,), "hold", "Reason", DAY, "R-2", effect=("class", "titles")),
    )
    scheme = attrs.evolve(
        SCHEME,
        criteria={**SCHEME.criteria, "a": attrs.evolve(SCHEME.criteria["a"], weight={"unit": Fraction("12.25")})},
        bonuses={**SCHEME.bonuses, "idea": attrs.evolve(SCHEME.bonuses["idea"], cap=Fraction("1.125"))},
        limits=attrs.evolve(SCHEME.limits, high=Fraction(70)),
        classes={**SCHEME.classes, "good": attrs.evolve(SCHEME.classes["good"], start=Fraction(55))},
        titles={**SCHEME.titles, "merit": attrs.evolve(SCHEME.titles["merit"], quota=Quota(count=3))},
    )
    numbers = {"weight.a": 12.25, "cap.idea": 1.125, "scheme.limits.high": 70, "classes.good.from": 55}
    numbers["titles.merit.quota.count"] = 3
    built = build_workbook(before, "en")
    paint_workbook(built, tmp_path / "before.xlsx")
    source = tmp_path / "before.xlsx"
    ruled = Typed(tied, held).into(built, source, tmp_path / "ruled.xlsx")
    changed = Typed((), held, numbers).into(built, source, tmp_path / "changed.xlsx")
    first_found, second_found = recalculated([ruled, changed], tmp_path)
    assert told(first_found, built) == wanted(built, score(SCHEME, figures_of(rows), rulings))
    assert told(second_found, built) == wanted(built, score(scheme, figures_of(rows), rulings[1:]))
    assert wanted(built, before) != told(first_found, built) != told(second_found, built)


@attrs.frozen
class Typed:
    """What a clerk types: an order among tied units, the last of them first, a hold, numbers of the scheme."""

    tied: Sequence[str]
    held: str
    numbers: Mapping[str, float] = attrs.field(factory=dict)

    def into(self, built: Built, source: Path, path: Path) -> Path:
        """Type it into a copy."""
        import openpyxl

        book = openpyxl.load_workbook(source)
        places = {unit.unit: 7 + at for at, unit in enumerate(built.book.units)}
        cells = [(TIE, unit, place) for place, unit in enumerate(self.tied, start=1)]
        cells += [(name, self.held, 1) for name in (HOLD_CLASS, HOLD_TITLES)]
        for name, unit, value in cells:
            column = built.standing.definitions.translator.inputs.ruled[name]
            book[column.sheet.name].cell(places[unit], column.index + 1).value = value
        for name, number in self.numbers.items():
            book[built.book.say("params")].cell(4 + list(built.book.parameters).index(name), 3).value = number
        book.save(path)
        return path


def told(sheets: Sheets, built: Built) -> dict[str, list[object]]:
    """Read what a workbook says of each unit."""
    columns = [built.standing.column(name) for name in NAMES]
    found = {}
    for at, unit in enumerate(built.book.units):
        values = [sheets[one.sheet.name][6 + at][one.index] for one in columns]
        found[unit.unit] = [values[0] if isinstance(values[0], float | int) else None, *values[1:]]
    return found


def wanted(built: Built, result: Result) -> dict[str, list[object]]:
    """Give what the engine says of each unit, as a workbook would."""
    classes = [None, *result.scheme.classes]
    return {
        unit.unit: [
            None if unit.rank is None else float(unit.total),
            unit.rank or "not ranked",
            classes.index(unit.klass),
            *(built.book.title_state(unit.titles[key].word) for key in ("flag", "merit")),
        ]
        for unit in result.units
    }
