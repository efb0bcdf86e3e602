"""What the product says of a made competition, held against the oracle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from dvk_scoring.engines import EngineName
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.run import load_scheme, read_figures, read_rulings, score
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scheme.rulings import in_force
from dvk_scoring.scoring.plan import Plans, data_columns
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.unit_names import Units
from tests.truth.law import Law
from tests.truth.made import Made

ENGINES: tuple[EngineName, ...] = ("exact", "polars", "duckdb")
"""Those that start at once; Spark is held to Polars in tests/equality."""
NOT_REPORTED = "DVK-D319"
MORE_LIKE_IT = "DVK-D399"
TOO_FEW = "DVK-E111"
UNAPPRAISED = {"warn": "DVK-D504", "error": "DVK-D505", "not-reported": "DVK-D506"}
MUST_BE_APPRAISED = "DVK-D507"
PART_OF_A_TIE = "DVK-R121"
SHOWN = 9
"""Decimals to which points are shown that nothing rounds."""


@dataclass(frozen=True)
class Difference:
    """Something of which the two say different things."""

    kind: str
    unit: str
    told: str


@dataclass(frozen=True)
class Read:
    """A competition as the product read it: once for all engines."""

    scheme: Scheme
    figures: FigureSet
    rulings: Sequence[Ruling]
    plans: Plans

    @classmethod
    def of(cls, scheme: Scheme, figures: FigureSet, rulings: Sequence[Ruling]) -> Read:
        """Plan what was read."""
        acts = in_force(rulings, scheme.as_of)
        return cls(scheme, figures, rulings, Plans(scheme, data_columns(figures.columns), acts))

    def score(self, engine: EngineName) -> Result:
        """Score it.

        Raises:
            DvkError: The product refuses it.
        """
        return score(self.scheme, self.figures, self.rulings, engine_name=engine, plans=self.plans)


def read_made(made: Made, folder: Path) -> Read:
    """Read a competition from its files.

    Raises:
        DvkError: The product refuses it.
    """
    for name, text in (("scheme.toml", made.scheme), ("figures.csv", made.csv()), ("rulings.toml", made.rulings)):
        (folder / name).write_text(text, encoding="utf-8")
    scheme = load_scheme(folder / "scheme.toml")
    figures = read_figures(scheme, [folder / "figures.csv"])
    rulings = read_rulings(scheme, figures, folder / "rulings.toml")[0] if made.rulings else ()
    return Read.of(scheme, figures, rulings)


def score_made(made: Made, folder: Path, engine: EngineName) -> Result:
    """Read and score a competition.

    Raises:
        DvkError: The product refuses it.
    """
    return read_made(made, folder).score(engine)


def differences(made: Made, law: Law, folder: Path, engine: EngineName) -> list[Difference]:
    """Read and score a competition and give all of which product and oracle say different things."""
    return next(all_differences(made, law, folder, [engine]))


def all_differences(made: Made, law: Law, folder: Path, engines: Iterable[EngineName]) -> Iterator[list[Difference]]:
    """Give the same of several engines, for which it is read once."""
    try:
        read = read_made(made, folder)
    except DvkError as error:
        yield from (refused(law, error.problems) for _ in engines)
    else:
        yield from (_differences(read, law, engine) for engine in engines)


def _differences(read: Read, law: Law, engine: EngineName) -> list[Difference]:
    try:
        result = read.score(engine)
    except DvkError as error:
        return refused(law, error.problems)
    unread = law.must_be_appraised or (law.waiting and law.when_unappraised == "error")
    if law.refused or law.refused_ties or unread:
        return [Difference("not refused", "", f"cells {sorted(law.refused)}, ties {law.refused_ties}")]
    wrong = unappraised(law, result.problems, law.waiting)
    return wrong or [one for unit in result.units for one in unit_differences(law, unit)]


def refused(law: Law, problems: Sequence[Problem]) -> list[Difference]:
    """Compare why a competition was refused: cells without which nothing is scored, else rulings on parts of ties."""
    cells = {(one.place.unit, one.place.header) for one in problems if one.code == NOT_REPORTED}
    # The reader of figures tells it with what else it finds, and knows of no ruling; else it is told of what is scored.
    as_read = any(one.code in (NOT_REPORTED, MUST_BE_APPRAISED) for one in problems)
    claims = law.unappraised if as_read else law.waiting
    wrong = unappraised(law, problems, claims) if as_read or law.when_unappraised == "error" else []
    if wrong:
        return wrong
    too_few = [one for one in problems if one.code == TOO_FEW]
    if too_few:
        lacking = {(unit, f"{one.place.criterion}.?") for one in too_few for unit in _units(one).ids}
        several = any(_units(one).count > len(_units(one).ids) for one in too_few)
        if several or lacking == law.refused:
            return []
        return [Difference("refused others", "", f"marks {sorted(lacking)}, not {sorted(law.refused)}")]
    ties = sorted(", ".join(_units(one).ids) for one in problems if one.code == PART_OF_A_TIE)
    known = (NOT_REPORTED, MORE_LIKE_IT, PART_OF_A_TIE, MUST_BE_APPRAISED, UNAPPRAISED["error"])
    others = [one for one in problems if one.severity == "error" and one.code not in known]
    if others:
        return [Difference(f"refused {others[0].code}", "", "; ".join(one.in_("en") for one in others))]
    unread = {one.place.header for one in problems if one.code == MUST_BE_APPRAISED}
    if unread != law.must_be_appraised:
        return [Difference("refused others", "", f"columns {unread}, not {law.must_be_appraised}")]
    cut = any(one.code == MORE_LIKE_IT for one in problems)
    named = {one for one in law.refused if not one[1].endswith(".?")}
    if not (cells <= named if cut else cells == named):
        return [Difference("refused other cells", "", f"cells {sorted(map(str, cells))}, not {sorted(law.refused)}")]
    # What is told before anything is scored leaves nothing to be ranked.
    stopped = law.refused or unread or (law.when_unappraised == "error" and law.waiting)
    wanted = [] if stopped else sorted(", ".join(one) for one in law.refused_ties)
    return [] if ties == wanted else [Difference("refused other ties", "", f"ties {ties}, not {wanted}")]


def _units(one: Problem) -> Units:
    units = one.args["units"]
    assert isinstance(units, Units)
    return units


def unappraised(law: Law, problems: Sequence[Problem], claims: Collection[tuple[str, str]]) -> list[Difference]:
    """Compare how many cells, of how many units, are told to be claimed and not appraised, and by which code."""
    told = [(one.code, one.args["count"], one.args["units"]) for one in problems if one.code in UNAPPRAISED.values()]
    units = {unit for unit, _ in claims}
    if law.must_be_appraised:
        return [] if not told else [Difference("unappraised", "", f"{told}, though some must be appraised")]
    wanted = [(UNAPPRAISED[law.when_unappraised], len(claims), len(units))] if units else []
    return [] if told == wanted else [Difference("unappraised", "", f"{told}, by the law {wanted}")]


def unit_differences(law: Law, found: UnitResult) -> Iterator[Difference]:
    """Compare one unit, from the criteria up."""
    for kind, wanted, got in pairs(law, found):
        if not same(wanted, got):
            yield Difference(kind.partition(":")[0], found.unit, f"{kind}: {got}, by the law {wanted}")


def pairs(law: Law, found: UnitResult) -> Iterator[tuple[str, Any, Any]]:
    """Give what the law says beside what was found."""
    unit = found.unit
    standing = law.standing(unit)
    for key, criterion in found.criteria.items():
        if law.only_breaks_ties(key):
            continue
        yield f"criterion state:{key}", law.state(unit, key), criterion.state
        if criterion.points is not None:
            yield f"criterion points:{key}", law.criterion(unit, key)["points"], criterion.points
    for role, points in (("bonuses", found.bonuses), ("penalties", found.penalties)):
        for key, one in points.items():
            if law.uses(unit, role, key):
                yield f"{role}:{key}", law.adjustment(unit, role, key), one.points
    yield "state", standing, found.state
    if standing != "not-ranked" and not (law.not_reported == "not-ranked" and law.missing(unit)):
        for key, (section, of) in found.sections.items():
            yield f"section points:{key}", law.section_points(unit, key), section
            yield f"section of:{key}", law.part(unit, f"sections.{key}")[1], of
        _, could, bonus, penalty = law.sums(unit)
        yield "could be had", could, found.assigned_weight
        yield "bonus counted", bonus, found.bonus_counted
        yield "penalty counted", penalty, found.penalty_counted
        yield "total", law.total(unit), found.total
    yield from awards(law, found, standing)


def awards(law: Law, found: UnitResult, standing: str) -> Iterator[tuple[str, Any, Any]]:
    """Give rank, class and titles, as the law has them and as they were found."""
    unit = found.unit
    if standing == "ranked":
        yield "knock-outs", tuple(key for key in law.table("knock_outs") if law.strikes(unit, key)), found.knock_outs
        yield "rank", law.ranks[unit][0], found.rank
        yield "tied", law.ranks[unit][1], found.tied
        if "class" not in law.held.get(unit, ()):  # that one waits; whether it is shown is a matter of the tables
            klass, settled = law.klass(unit)
            yield "class", (klass, not settled), (found.klass, found.class_open)
    else:
        yield "rank", None, found.rank
        yield "class", None, found.klass
    for key, title in law.titles.items():
        yield f"title:{key}", title.state[unit], found.titles[key].state


def same(wanted: Any, got: Any) -> bool:
    """Compare exactly; where a number of points has no end in decimals, to the last decimal that is shown."""
    if not isinstance(wanted, Fraction) or (wanted * 10**SHOWN).denominator == 1:
        return bool(wanted == (Fraction(got) if isinstance(got, Decimal) else got))
    shown = int(got.as_tuple().exponent) if isinstance(got, Decimal) else -SHOWN
    return abs(wanted - Fraction(got)) <= Fraction(10) ** shown / 2
