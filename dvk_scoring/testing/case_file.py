"""Worked cases of a criterion, read from its ``cases.toml``: figures in, points out, and the working by hand.

The shape, told in full in docs/cases.md::

    [[cases]]
    name = { vi = "…", en = "…" }
    source = "hand-worked"               # or the article or publication it illustrates
    weight = 15
    params = { reversal = 0.5 }          # over the defaults; params and settings alike
    units = [ { unit = "A", figures = { due = 9, in_time = 8 }, points = "13.33" } ]
    working = { vi = "8/9 × 15 = 13,333… → 13,33", en = "8/9 × 15 = 13.333… → 13.33" }
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias, TypedDict, cast

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion, BuiltCriterion, build
from dvk_scoring.criteria.decide import WEIGHT, ParamValue, decide
from dvk_scoring.criteria.setting_types import Misfit, exact_number, fit
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem
from dvk_scoring.scheme.document import Document, place_of, read_document
from dvk_scoring.scheme.keys import Path as KeyPath
from dvk_scoring.text import Text
from dvk_scoring.written import shown

NO_POINTS = ("not-assigned", "not-reported", "error")
BLANK = ""
NOT_ASSIGNED_MARKS = ("KP", "-")
ONE_CLUSTER = "cluster"

Figure = Fraction | State
FlatFigure: TypeAlias = "tuple[tuple[str, ...], tuple[str | int, ...], object]"


class _RawUnit(TypedDict, total=False):
    unit: str
    cluster: str
    figures: Mapping[str, Any]
    points: str
    assigned: bool
    ranked: bool


class _RawCase(TypedDict, total=False):
    name: Text
    source: str
    weight: Decimal
    places: int
    params: Mapping[str, Any]
    units: tuple[_RawUnit, ...]
    working: Text


class _RawFile(TypedDict):
    cases: tuple[_RawCase, ...]


_UNIT_NEEDS = ("unit", "figures", "points")
_CASE_NEEDS = ("name", "source", "weight", "units", "working")


@attrs.frozen
class CaseUnit:
    """One unit of a case.

    Attributes:
        unit: Its id.
        cluster: Its cluster.
        figures: Name → value or state.
        points: A decimal as printed, or ``not-assigned``, ``not-reported`` or ``error``.
        place: Where it stands: file and line.
        assigned: The criterion is assigned to it.
        ranked: It is in competition.
    """

    unit: str
    cluster: str
    figures: Mapping[str, Figure] = attrs.field(hash=False)
    points: str
    place: Place
    assigned: bool = True
    ranked: bool = True


@attrs.frozen
class Case:
    """A worked case: the criterion built with its settings, the params, the units and what each must get.

    Attributes:
        name: What it shows.
        source: The article or publication it illustrates, or ``hand-worked``.
        weight: Points at most.
        places: Decimals that points are rounded to, half-up.
        built: The criterion for the settings of the case.
        params: The params, by name.
        units: The units, one cluster unless said.
        working: How a person gets there by hand.
    """

    name: Text
    source: str
    weight: Fraction
    places: int
    built: BuiltCriterion
    params: Mapping[str, ParamValue] = attrs.field(hash=False)
    units: tuple[CaseUnit, ...]
    working: Text


def read_cases(criterion: AnyCriterion, path: Path) -> tuple[Case, ...]:
    """Read the cases of a criterion.

    Raises:
        DvkError: The file cannot be read, or something in it does not fit the criterion; all of it at once.
        FormulaError: The criterion cannot be built for the settings of a case.
    """
    document = read_document(str(path))
    raw, misfits = fit(_RawFile, document.values)
    reader = _Reader(criterion, document)
    problems = [reader.misfit(misfit) for misfit in misfits]
    cases: list[Case] = []
    if not problems:
        for index, table in enumerate(cast("_RawFile", raw)["cases"]):
            cases += reader.case(f"cases.{index}", table)
        problems = reader.problems
    if has_errors(problems):
        raise DvkError(problems)
    return tuple(cases)


class _Reader:
    """Makes cases of what the file says, and gathers what does not fit."""

    def __init__(self, criterion: AnyCriterion, document: Document) -> None:
        self.criterion = criterion
        self.document = document
        self.problems: list[Problem] = []

    def place(self, key: str) -> Place:
        """Give the place of a key such as ``cases.0.units.1``; a number is an element of a list where there is one."""
        path: KeyPath = ()
        for part in key.split("."):
            inside = (*path, int(part)) if part.isdecimal() else ()
            path = inside if inside in self.document.places else (*path, part)
        return place_of(self.document.places, self.document.file, path)

    def misfit(self, misfit: Misfit) -> Problem:
        return problem(misfit.code, self.place(".".join(misfit.path)), **misfit.args)

    def case(self, where: str, raw: _RawCase) -> list[Case]:
        """Make one case; none when it lacks something that is needed to go on."""
        if not self._has(_CASE_NEEDS, raw, where):
            return []
        whole = [unit for at, unit in enumerate(raw["units"]) if self._has(_UNIT_NEEDS, unit, f"{where}.units.{at}")]
        clusters = dict.fromkeys(unit.get("cluster", ONE_CLUSTER) for unit in whole)
        params = raw.get("params", {})
        made = decide(self.criterion, params, lambda key: self.place(f"{where}.params.{key}"), clusters, None)
        self.problems += made.problems
        if made.problems or len(whole) < len(raw["units"]):
            return []
        weight = Fraction(raw["weight"])
        settings = {**made.settings, **({WEIGHT: weight} if WEIGHT in made.settings else {})}
        built = build(self.criterion, settings)
        units = tuple(self._unit(f"{where}.units.{index}", unit, built) for index, unit in enumerate(whole))
        self._texts(where, raw)
        return [
            Case(raw["name"], raw["source"], weight, raw.get("places", 2), built, made.params, units, raw["working"])
        ]

    def _has(self, needed: Sequence[str], raw: Mapping[str, Any], where: str) -> bool:
        missing = [key for key in needed if key not in raw]
        self.problems += [problem("DVK-S123", self.place(where), key=key, known=", ".join(needed)) for key in missing]
        return not missing

    def _texts(self, where: str, raw: _RawCase) -> None:
        for key, text in (("name", raw["name"]), ("working", raw["working"])):
            if not text.vi.strip() or not text.en.strip():
                self.problems.append(problem("DVK-C202", self.place(f"{where}.{key}")))
        if not raw["source"].strip():
            self.problems.append(problem("DVK-C202", self.place(f"{where}.source")))

    def _unit(self, where: str, raw: _RawUnit, built: BuiltCriterion) -> CaseUnit:
        if raw["points"] not in NO_POINTS and decimal_of(raw["points"]) is None:
            self.problems.append(problem("DVK-C203", self.place(f"{where}.points"), value=raw["points"]))
        given = {".".join(name): value for name, _, value in flat_figures(raw["figures"])}
        known = [spec.name for spec in built.figures]
        for name in given:
            if name not in known:
                args = {"figure": name, "nearest": nearest(name, known), "known": ", ".join(known)}
                self.problems.append(problem("DVK-C204", self.place(f"{where}.figures"), **args))
        figures: dict[str, Figure] = {}
        for spec in built.figures:
            if spec.name not in given:
                self.problems.append(problem("DVK-C205", self.place(f"{where}.figures"), figure=spec.name))
                continue
            value = figure_value(spec, given[spec.name])
            if value is None:
                args = {"figure": spec.name, "value": shown(given[spec.name])}
                self.problems.append(problem("DVK-C206", self.place(f"{where}.figures.{spec.name}"), **args))
                continue
            figures[spec.name] = value
        self._bound(where, built.figures, figures)
        cluster = raw.get("cluster", ONE_CLUSTER)
        assigned, ranked = raw.get("assigned", True), raw.get("ranked", True)
        place = attrs.evolve(self.place(where), key=None)
        return CaseUnit(raw["unit"], cluster, figures, raw["points"], place, assigned, ranked)

    def _bound(self, where: str, specs: Sequence[FigureSpec], figures: Mapping[str, Figure]) -> None:
        for spec in specs:
            parts = [figures.get(name) for name in (spec.name, *spec.plus)]
            most = figures.get(spec.at_most) if spec.at_most else None
            numbers = [part for part in parts if isinstance(part, Fraction)]
            if isinstance(most, Fraction) and len(numbers) == len(parts) and sum(numbers) > most:
                args = {"figure": " + ".join((spec.name, *spec.plus)), "most": spec.at_most}
                self.problems.append(problem("DVK-C207", self.place(f"{where}.figures"), **args))


def flat_figures(figures: Mapping[str, Any]) -> Iterator[FlatFigure]:
    """Give each figure that tables and lists hold: the parts of its name, the path to it, its value.

    Example:
        >>> [name for name, _, _ in flat_figures({"marks": [8, 9], "forms": {"leaflet": 3}})]
        [('marks', '1'), ('marks', '2'), ('forms', 'leaflet')]
    """
    for key, value in figures.items():
        yield from _flat((key,), (key,), value)


def _flat(name: tuple[str, ...], path: tuple[str | int, ...], value: object) -> Iterator[FlatFigure]:
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _flat((*name, str(index + 1)), (*path, index), item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flat((*name, str(key)), (*path, str(key)), item)
    else:
        yield name, path, value


def figure_value(spec: FigureSpec, raw: object) -> Figure | None:
    """Give the value of a figure, or its state; None when it does not fit what the figure declares."""
    if raw == BLANK:
        return State.NOT_REPORTED
    if raw in NOT_ASSIGNED_MARKS:
        return State.NOT_ASSIGNED
    choices = [name for name, _ in spec.choices]
    if isinstance(raw, str) and raw in choices:
        return Fraction(choices.index(raw))
    value = Fraction(raw) if isinstance(raw, bool) and spec.kind == "yes-no" else exact_number(raw)
    if value is None or spec.choices or not spec.low <= value <= spec.high:
        return None
    on_step = spec.step is None or ((value - spec.low) / spec.step).denominator == 1
    return value if on_step and (value * 10**spec.places).denominator == 1 else None


def decimal_of(written: str) -> Fraction | None:
    """Give the Fraction of a plain decimal such as ``13.33``; None for anything else."""
    body = written.removeprefix("-").replace(".", "", 1)
    return Fraction(written) if body.isascii() and body.isdigit() and not written.endswith(".") else None
