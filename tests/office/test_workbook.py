"""The workbook, recalculated by LibreOffice with every cached result made wrong first: no cell differs."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.problem import DvkError
from dvk_scoring.report.workbook.build import Built, build_workbook
from dvk_scoring.report.workbook.write import paint_workbook, write_workbook
from dvk_scoring.run import load_scheme, read_figures, score
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Limits, Quota, Ranking, Rounding, Scheme, TieBreak, Title
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scoring.result import Result
from dvk_scoring.testing.generate import generate
from dvk_scoring.testing.recalculated import differences, engine_differences, figure_set, generated_columns
from tests.depth import drawn
from tests.office.recalculated import recalculated
from tests.properties.test_laws import SCHEME, made_rows
from tests.properties.test_laws import run as run_rows
from tests.samples import score_sample

SHIPPED = [one.id for one in find_shipped() if one.has_sample]
IDS = sorted(Registry.of().ids())
MADE = 1_000


def check(results: Mapping[str, Result], folder: Path, language: Any = "vi") -> dict[str, Built]:
    """Write, poison, recalculate and compare several workbooks in one start of LibreOffice; give what was written."""
    built: dict[str, Built] = {}
    paths = []
    for name, result in results.items():
        built[name] = build_workbook(result, language)
        assert list(engine_differences(built[name]))[:5] == [], name
        paths.append(folder / f"{name}.xlsx")
        paint_workbook(built[name], paths[-1])
    found = recalculated(paths, folder)
    for name, sheets in zip(results, found, strict=True):
        wrong = list(differences(built[name], sheets))
        assert wrong[:5] == [], f"{name}: {len(wrong)} cells"
    return built


def owners(scheme: Scheme) -> list[CriterionUse | Adjustment]:
    return [*scheme.criteria.values(), *scheme.bonuses.values(), *scheme.penalties.values()]


def made_up(scheme: Scheme, rows: int, *, seed: int, blanks: float = 0.004) -> FigureSet:
    """Make up figures for every criterion, bonus and penalty of a scheme."""
    columns: dict[str, tuple[FigureSpec, str | None, Sequence[Fraction | State]]] = {}
    clusters: Sequence[str] = ()
    for at, owner in enumerate(owners(scheme)):
        data = generate(owner.figures, rows, seed=seed + at, clusters=tuple(scheme.clusters), blanks=blanks)
        clusters = clusters or data.clusters
        columns |= generated_columns(owner.id, owner.figures, data)
    for name, spec in scheme.figures.items():
        if name not in columns:
            data = generate([spec], rows, seed=seed, blanks=0)
            columns |= generated_columns("", [attrs.evolve(spec, shared=True)], data)
    return figure_set(columns, clusters)


@pytest.mark.slow
def test_every_shipped_scheme(tmp_path: Path) -> None:
    assert len(SHIPPED) >= 7
    check({name: score_sample(name) for name in SHIPPED}, tmp_path)


@pytest.mark.slow
def test_made_up_units_of_the_movement(tmp_path: Path) -> None:
    """With blanks and what is not assigned. Each bundled criterion alone: test_contract_sheets."""
    scheme = load_scheme("dan-van-kheo-2020")
    check({"whole": score(scheme, made_up(scheme, drawn(100, 300), seed=11))}, tmp_path)


POLICIES: Mapping[str, Scheme] = {
    **{
        policy: attrs.evolve(SCHEME, not_assigned=policy)
        for policy in ("leaves-total", "leaves-section", "full", "zero")
    },
    "blanks-are-zero": attrs.evolve(SCHEME, not_reported="zero", not_assigned="zero"),
    "dense-over-all": attrs.evolve(
        SCHEME, ranking=Ranking(within="all", ties="dense", tie_break=(TieBreak("sections.s"), TieBreak("committee")))
    ),
    "rounded-sections": attrs.evolve(SCHEME, rounding=Rounding(criterion=2, section=1, total=0)),
    "half-even": attrs.evolve(SCHEME, rounding=Rounding(criterion=1, section=0, total=0, mode="half-even")),
    "down": attrs.evolve(SCHEME, rounding=Rounding(criterion=1, total=0, mode="down")),
    "up": attrs.evolve(SCHEME, rounding=Rounding(criterion=1, total=0, mode="up")),
    "floor": attrs.evolve(SCHEME, rounding=Rounding(criterion=1, total=0, mode="floor")),
    "ceiling": attrs.evolve(SCHEME, rounding=Rounding(criterion=1, total=0, mode="ceiling")),
    "guard": attrs.evolve(SCHEME, rounding=Rounding(criterion=None, total=3), not_assigned="leaves-section"),
    "limits": attrs.evolve(
        SCHEME,
        limits=Limits(bonus=Fraction(6), penalty=Fraction(2), low=Fraction(10), high=Fraction(100)),
        sections={"s": attrs.evolve(SCHEME.sections["s"], limits=Limits(bonus=Fraction(3), high=Fraction(40)))},
        criteria={**SCHEME.criteria, "a": attrs.evolve(SCHEME.criteria["a"], limits=Limits(high=Fraction(21)))},
    ),
    "quotas": attrs.evolve(
        SCHEME,
        titles={
            "flag": Title("flag", SCHEME.title, quota=Quota(share=Fraction(1, 5), of="class", of_class="good",
                          per="all", round="half-up", at_least=1, reserve=2, held="passes")),
            "merit": Title("merit", SCHEME.title, quota=Quota(share=Fraction(1, 3), of="ranked", round="up"),
                           not_with=("flag",)),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(POLICIES))
def test_the_cells_hold_what_the_engine_found(name: str) -> None:
    """The same without LibreOffice, for many made-up committees: the cached results are the engine's."""
    for seed in range(drawn(2, 4)):
        built = build_workbook(run_rows(made_rows(seed, 30), POLICIES[name]), "vi")
        assert list(engine_differences(built))[:5] == [], seed


def test_changed_figures_move_the_ranking(tmp_path: Path) -> None:
    """What a committee member types is what the engine would have been given."""
    import openpyxl

    rows = made_rows(3, 20)
    first = build_workbook(run_rows(rows), "vi")
    path = tmp_path / "before.xlsx"
    write_workbook(run_rows(rows), path, "vi")
    order = {unit.unit: at for at, unit in enumerate(first.book.units)}
    draw = random.Random(5)
    changed = []
    book = openpyxl.load_workbook(path)
    sheet = book["Số liệu"]
    columns = {column.key: column.index for column in first.book.sheets[0].columns}
    for row in rows:
        due = draw.choice((0, 4, 12))
        new = {**row, "a.due": due, "a.done": draw.randint(0, due), "idea.times": draw.choice((0, 5))}
        changed.append(new)
        for key in ("a.due", "a.done", "idea.times"):
            sheet.cell(7 + order[str(row["unit"])], columns[key] + 1).value = new[key]
    book.save(tmp_path / "changed.xlsx")
    (found,) = recalculated([tmp_path / "changed.xlsx"], tmp_path)
    wanted = {unit.unit: unit for unit in run_rows(changed).units}
    assert {unit.unit: unit.rank for unit in run_rows(rows).units} != {key: unit.rank for key, unit in wanted.items()}
    for unit, at in order.items():

        def held(name: str, at: int = at) -> object:
            column = first.standing.column(name)
            return found[column.sheet.name][6 + at][column.index]

        one = wanted[unit]
        if one.rank is not None:
            assert held("total") == float(one.total)
        assert held("rank") == (one.rank or "chưa xếp hạng")
        assert held("titles.flag.state") == first.book.title_state(one.titles["flag"].word)


def test_a_cluster_out_of_competition_is_compared_with_nobody_where_blanks_are_zero(tmp_path: Path) -> None:
    """Worked by hand: among 5 and 10 the lowest is 5, the highest 10; the 30.5 and the 1 do not count."""
    (tmp_path / "s.toml").write_text(
        """
        [scheme]
        id = "s"
        title = "S"
        not_reported = "zero"
        [clusters]
        c1 = { title = "C1" }
        c2 = { title = "C2", ranked = false }
        [criteria]
        a = { plugin = "min-max", weight = 20, title = "A", params = { over = "all" } }
        b = { plugin = "direct", weight = 80, title = "B" }
        """,
        "utf-8",
    )
    figures = tmp_path / "f.csv"
    figures.write_text("unit,cluster,a.value,b.points\nu1,c1,5,20\nu2,c1,10,1\nu3,c2,30.5,10\nu4,c2,1,10\n", "utf-8")
    scheme = load_scheme(tmp_path / "s.toml")
    result = score(scheme, read_figures(scheme, [figures]))
    found = [(one.unit, one.rank, str(one.total)) for one in result.units if one.state == "ranked"]
    assert found == [("u2", 1, "21.00"), ("u1", 2, "20.00")]
    check({"out": result}, tmp_path, "en")


def test_without_xlsxwriter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(DvkError) as caught:
        write_workbook(run_rows(made_rows(1, 3)), tmp_path / "x.xlsx", "vi")
    assert [one.code for one in caught.value.problems] == ["DVK-E101"]
    assert 'pip install "dvk-scoring[office]"' in caught.value.problems[0].in_("vi")
    assert not (tmp_path / "x.xlsx").exists()


def test_too_many_units(tmp_path: Path) -> None:
    result = run_rows([{**made_rows(1, 1)[0], "unit": f"u{index}"} for index in range(5_001)])
    with pytest.raises(DvkError) as caught:
        write_workbook(result, tmp_path / "x.xlsx", "vi")
    assert [one.code for one in caught.value.problems] == ["DVK-O403"]
    assert "5001 đơn vị là quá nhiều" in caught.value.problems[0].in_("vi")
