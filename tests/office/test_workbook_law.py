"""The law in a workbook: whatever a scheme says, the recalculated cells hold what the engine found."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from dvk_scoring.formula.names import HOLD_CLASS, HOLD_TITLES, TIE
from dvk_scoring.problem import DvkError
from dvk_scoring.report.workbook.build import Built, build_workbook
from dvk_scoring.report.workbook.headings import heading_of, heading_text, pattern_of
from dvk_scoring.report.workbook.write import paint_workbook
from dvk_scoring.run import load_scheme, read_figures, read_rulings, score
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scoring.result import Result
from dvk_scoring.testing.recalculated import engine_differences
from tests.office.recalculated import recalculated
from tests.office.test_workbook import check
from tests.properties.test_laws import SCHEME, figures_of, made_rows
from tests.truth.competitions import EVERY, make
from tests.truth.differences import score_made

CASES = Path(__file__).parents[1] / "truth" / "data" / "cases"
UNITS, SIZE = 1_000, 40
DAY = date(2026, 12, 1)


def small_cases() -> dict[str, Result]:
    """Score every small case with every file of figures that fits its scheme."""
    found = {}
    for path in sorted(CASES.glob("*/*.toml")):
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


def made(folder: Path, units: int, size: int) -> dict[str, Result]:
    """Score made competitions until there are so many units; some of them have what the law calls open."""
    found: dict[str, Result] = {}
    for seed in range(10_000):
        if sum(len(one.units) for one in found.values()) >= units:
            break
        try:
            found[f"seed-{seed}"] = score_made(make(seed, EVERY, size), folder, "exact")
        except DvkError:  # what it lacks is an error
            continue
    return found


@pytest.mark.slow
def test_the_small_cases_of_the_law(tmp_path: Path) -> None:
    """Params by cluster where a kind lacks the criterion (67), penalties to such a criterion (68), thirds (17, 66) …"""
    results = small_cases()
    assert {"17", "66", "67", "68", "69", "72"} <= {name[:2] for name in results}
    check(results, tmp_path, "en")


def test_a_full_weight_is_rounded_as_the_criterion(tmp_path: Path) -> None:
    folder = next(CASES.glob("72-*"))
    scheme = load_scheme(folder / "s.toml")
    built = build_workbook(score(scheme, read_figures(scheme, [folder / "f.csv"])), "en")
    # 50.6 and 49.4 rounded down to whole points: 50 + 49
    assert built.standing.column("total").values == [Fraction(99), Fraction(99)]


@pytest.mark.slow
def test_a_thousand_units_of_made_competitions(tmp_path: Path) -> None:
    results = made(tmp_path, UNITS, SIZE)
    seen: Counter[str] = Counter()
    for result in results.values():
        seen["unrounded"] += result.scheme.rounding.criterion is None
        seen["shares"] += any(one.quota.tie == "share" for one in result.scheme.titles.values())
        for unit in result.units:
            seen["open class"] += unit.class_open
            seen[unit.state] += 1
            seen.update(title.word for title in unit.titles.values())
    wanted = {"unrounded", "shares", "open class", "out", "not-ranked", "held", "reserve", "undecided"}
    assert {name: seen[name] for name in wanted if not seen[name]} == {}
    check(results, tmp_path, "en")


def test_the_cells_of_made_competitions_hold_what_the_engine_found(tmp_path: Path) -> None:
    for name, result in made(tmp_path, 300, 6).items():
        assert list(engine_differences(build_workbook(result, "vi")))[:5] == [], name


def test_every_column_has_a_heading(tmp_path: Path) -> None:
    """In both languages; a definition that has none of its own stands inside what reads it."""
    patterns: set[str] = set()
    for result in made(tmp_path, 400, 6).values():
        for language in ("vi", "en"):
            built = build_workbook(result, language)
            definitions = built.standing.definitions
            for name in definitions.named:
                shown = definitions.shown_name(name)
                assert heading_of(shown) is not None, name
                assert heading_text(built.book, definitions.law.sheet, shown)
                patterns.add(pattern_of(shown))
    assert {"titles.*.competes.taken.*", "classes.*.member", "sections.*.scaled", "titles.*.within"} <= patterns


def test_what_is_typed_among_the_rulings_moves_the_result(tmp_path: Path) -> None:
    """An order in a tie and a hold, typed where nothing was ruled: as if the committee had ruled so."""
    import openpyxl

    rows = made_rows(3, 30)
    before = score(SCHEME, figures_of(rows))
    first = next(unit for unit in before.units if unit.tied)
    tied = [one.unit for one in before.units if one.tied and (one.cluster, one.rank) == (first.cluster, first.rank)]
    held = next(unit.unit for unit in before.units if unit.titles["flag"].state == "proposed")
    rulings = (
        Ruling(tuple(reversed(tied)), "tie", "Reason", DAY, "R-1"),
        Ruling((held,), "hold", "Reason", DAY, "R-2", effect=("class", "titles")),
    )
    built = build_workbook(before, "en")
    paint_workbook(built, tmp_path / "before.xlsx")
    book = openpyxl.load_workbook(tmp_path / "before.xlsx")
    places = {unit.unit: 7 + at for at, unit in enumerate(built.book.units)}
    for place, one in enumerate(tied, start=1):
        _type(book, built, TIE, places[one], place)
    for name in (HOLD_CLASS, HOLD_TITLES):
        _type(book, built, name, places[held], 1)
    book.save(tmp_path / "typed.xlsx")
    (found,) = recalculated([tmp_path / "typed.xlsx"], tmp_path)
    cells = openpyxl.load_workbook(found, data_only=True)
    after = score(SCHEME, figures_of(rows), rulings)
    assert [one.rank for one in after.units] != [one.rank for one in before.units]
    for unit in after.units:
        for name, wanted in {
            "rank": unit.rank or "not ranked",
            "class": [None, *SCHEME.classes].index(unit.klass),
            **{f"titles.{key}.state": built.book.title_state(one.word) for key, one in unit.titles.items()},
        }.items():
            column = built.standing.column(name)
            assert cells[column.sheet.name].cell(places[unit.unit], column.index + 1).value == wanted, (unit.unit, name)


def _type(book: object, built: Built, name: str, row: int, value: int) -> None:
    column = built.standing.definitions.translator.inputs.ruled[name]
    book[column.sheet.name].cell(row, column.index + 1).value = value  # type: ignore[index]  # openpyxl has no types
