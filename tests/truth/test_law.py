"""The product held against the oracle of the law, and the oracle against every outcome of what is open."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring.engines import EngineName
from dvk_scoring.problem import DvkError
from dvk_scoring.run import load_scheme, read_rulings, read_sample
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scoring.result import Result
from tests.depth import drawn
from tests.truth.competitions import EVERY, make
from tests.truth.differences import Read, all_differences, read_made, unit_differences
from tests.truth.law import Competition, Law
from tests.truth.law_written import EVERYWHERE
from tests.truth.made import Made
from tests.truth.outcomes import MOST, contradictions, decided, number_of_ways, settled_and_not_told
from tests.truth.plugin import KP, Cell
from tests.truth.plugins import PLUGINS
from tests.truth.run_law import hold
from tests.truth.worked import CASES, case_made

HERE = Path(__file__).parent
CONFIGS = HERE.parents[1] / "configs"


@pytest.mark.slow
def test_units_of_made_competitions() -> None:
    tally = hold(drawn(3_500, 11_000), seed=1)
    assert tally.competitions > drawn(60, 200)
    assert not tally.kinds, "\n".join([tally.told(), *tally.examples])


def test_made_competitions_have_all_that_the_oracle_knows() -> None:
    bundled = {path.name for path in (CONFIGS.parent / "plugins").iterdir() if (path / "criterion.py").is_file()}
    assert set(PLUGINS) == bundled
    used, policies = Counter[str](), Counter[str]()
    for seed in range(300):
        made = make(seed)
        data = tomllib.loads(made.scheme, parse_float=Decimal)
        used.update(one["plugin"] for role in EVERYWHERE for one in data.get(role, {}).values())
        law = Law(made.read())
        policies[law.when_unappraised] += bool(law.unappraised)
    assert set(used) == bundled, "some plugin is never used"
    assert set(policies) == {"warn", "error", "not-reported"}
    assert min(policies.values()) > 0, policies


def tiny() -> Iterator[tuple[int, Made, Law]]:
    """Give competitions of so few units that all outcomes of their open decisions can be gone through."""
    for seed in range(900):
        made = make(seed, EVERY - {"blank"}, 2 + seed % 6)
        law = Law(made.read())
        if not law.refused and law.table("titles") and decided(law) and 1 < number_of_ways(law) < MOST:
            yield seed, made, law


def test_what_is_called_settled_is_so_in_every_outcome() -> None:
    looked_at, undecided, missed = 0, 0, list[str]()
    for seed, made, law in tiny():
        looked_at += 1
        found = contradictions(law)
        assert not found, "\n".join([*found, *(law.told(unit) for unit in law.units), made.told()])
        undecided += sum(state == "undecided" for one in law.titles.values() for state in one.state.values())
        missed += [f"seed {seed}: {one}" for one in settled_and_not_told(law)]
    assert looked_at > 200
    # Fewest and most are bounds: of some that are undecided, all ways together would settle it. They are few.
    assert undecided > 100
    assert len(missed) <= undecided // 20, missed


# ---- cases worked by hand


def said(law: Law, unit: str, what: str) -> Any:
    """Give what a case names: ``total``, ``rank``, ``class``, ``title.ID``, ``points.ID``, ``section.ID`` …"""
    place, _, key = what.partition(".")
    if place in ("rank", "tied", "class"):
        if unit not in law.ranks:
            return law.standing(unit)
        klass, settled = law.klass(unit)
        return {"rank": law.ranks[unit][0], "tied": law.ranks[unit][1], "class": klass if settled else "undecided"}[
            place
        ]
    of: Mapping[str, Callable[[], Any]] = {
        "total": lambda: law.total(unit),
        "bonus": lambda: law.sums(unit)[2],
        "penalty": lambda: law.sums(unit)[3],
        "points": lambda: law.criterion(unit, key)["points"],
        "section": lambda: law.section_points(unit, key),
        "of": lambda: law.part(unit, f"sections.{key}")[1],
        "weight": lambda: law.weights(law.kind(unit))[key],
        "title": lambda: law.titles[key].state[unit],
    }
    return of[place]()


def wanted(value: Any) -> Any:
    if isinstance(value, str) and "/" in value:
        return Fraction(value)
    return value if isinstance(value, bool | str) else Fraction(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_case_by_the_oracle(case: Mapping[str, Any]) -> None:
    law = Law(case_made(case).read())
    if "refused" in case:
        assert sorted(" ".join(one) for one in law.refused) == sorted(case["refused"])
        return
    assert [" ".join(sorted(one)) for one in law.refused_ties] == case.get("refused_ties", [])
    for unit, values in case.get("right", {}).items():
        for what, value in values.items():
            assert said(law, unit, what) == wanted(value), f"{unit} {what}\n{law.told(unit)}"


HELD: Sequence[tuple[Mapping[str, Any], tuple[EngineName, ...]]] = [
    *((case, ("exact", "polars")) for case in CASES),
    *((case, ("duckdb",)) for case in CASES[::3]),  # every node is held on DuckDB elsewhere; here it takes longest
]


@pytest.mark.parametrize(("case", "engines"), HELD, ids=[f"{case['what']}-{' and '.join(on)}" for case, on in HELD])
def test_case_by_the_product(case: Mapping[str, Any], engines: Sequence[EngineName], tmp_path: Path) -> None:
    made = case_made(case)
    if case.get("refused_ties"):
        read = read_made(made, tmp_path)
        for engine in engines:
            with pytest.raises(DvkError):
                read.score(engine)
        return
    law = Law(made.read())
    for engine, found in zip(engines, all_differences(made, law, tmp_path, engines), strict=True):
        assert not found, "\n".join(f"{engine}: {one.unit} {one.told}" for one in found)


# ---- what is shipped


def shipped_cells(result: Result) -> dict[str, dict[str, Cell]]:
    """Take the prevailing cells as they were read: the reader of files has tests of its own."""
    frame = result.figures.frame
    found: dict[str, dict[str, Cell]] = {}
    for row in frame.iter_rows(named=True):
        cells: dict[str, Cell] = {}
        for name, column in result.figures.columns.items():
            if row.get(f"{name}?"):
                cells[name] = KP
            elif row[name] is None:
                cells[name] = column.spec.blank
            else:
                cells[name] = Fraction(row[name], 10**column.spec.places)
        found[row["unit"]] = cells
    return found


@pytest.mark.parametrize("engines", [("exact", "polars"), ("duckdb",)], ids=" and ".join)
@pytest.mark.parametrize("name", sorted(path.name for path in CONFIGS.iterdir() if (path / "scheme.toml").is_file()))
def test_shipped_scheme(name: str, engines: Sequence[EngineName]) -> None:
    data = tomllib.loads((CONFIGS / name / "scheme.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    scheme = load_scheme(name)
    figures = read_sample(scheme)
    rulings: tuple[Ruling, ...] = ()
    acts: list[Any] = []
    if scheme.sample is not None and scheme.sample.rulings is not None:
        path = CONFIGS / name / scheme.sample.rulings
        rulings = read_rulings(scheme, figures, path)[0]
        acts = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["rulings"]
    read = Read.of(scheme, figures, rulings)
    results = [read.score(engine) for engine in engines]
    clusters = {unit.unit: unit.cluster for unit in results[0].units}
    law = Law(Competition(data, clusters, shipped_cells(results[0]), acts))
    for result in results:
        found = [one for unit in result.units for one in unit_differences(law, unit)]
        assert not found, "\n".join(f"{one.unit} {one.told}" for one in found)
