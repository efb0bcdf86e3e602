"""What a run gives: the output columns, and each unit as a value for tables, files and explanations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Literal

import attrs
import narwhals as nw

from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.formula.columns import ROW
from dvk_scoring.formula.state import State
from dvk_scoring.law import titles
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scoring.plan import Output, ScoringPlan

TitleState = Literal["proposed", "reserve", "undecided", "held", "no"]
UnitState = Literal["ranked", "not-ranked", "out"]
CriterionState = Literal["ok", "not-reported", "not-assigned"]
TITLE_STATES: Final[Mapping[int, TitleState]] = {
    titles.NO: "no",
    titles.PROPOSED: "proposed",
    titles.RESERVE: "reserve",
    titles.UNDECIDED: "undecided",
    titles.HELD: "held",
    titles.UNDECIDED_RESERVE: "undecided",
}
_STATES: Final[Mapping[int, CriterionState]] = {
    int(State.OK): "ok",
    int(State.NOT_REPORTED): "not-reported",
    int(State.NOT_ASSIGNED): "not-assigned",
}


@attrs.frozen
class CriterionResult:
    """One criterion of one unit.

    Attributes:
        state: ok, not-reported or not-assigned.
        score: Exact score (or points, when the plugin gives points) before weight and rounding; None unless ok.
        points: Points that count, None when the criterion does not count for the unit (not assigned and left out).
        points_by_voice: Voice → points; empty unless several voices speak.
    """

    state: CriterionState
    score: Fraction | None
    points: Decimal | None
    points_by_voice: Mapping[str, Decimal | None] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class TitleResult:
    """One title for one unit.

    Attributes:
        state: What comes of it.
        for_reserve: What is undecided is a place in reserve alone.
        place: Best place that it can have among those who compete, 0: it does not compete.
        quota: The most places there can be.
    """

    state: TitleState
    for_reserve: bool
    place: int
    quota: int


@attrs.frozen
class UnitResult:
    """One unit. Points are decimals with the places of their level; ``rank`` None: not ranked.

    ``class_open``: a figure that is not reported leaves it open which class the unit has; ``klass`` is None then.
    """

    unit: str
    name: str
    cluster: str
    state: UnitState
    base: Decimal
    total: Decimal
    rank: int | None
    tied: bool
    klass: str | None
    natural_class: str | None
    class_open: bool
    titles: Mapping[str, TitleResult] = attrs.field(hash=False)
    criteria: Mapping[str, CriterionResult] = attrs.field(hash=False)
    sections: Mapping[str, tuple[Decimal, Fraction]] = attrs.field(hash=False)
    bonuses: Mapping[str, Decimal] = attrs.field(hash=False)
    penalties: Mapping[str, Decimal] = attrs.field(hash=False)
    bonus_counted: Decimal
    penalty_counted: Decimal
    knock_outs: tuple[str, ...]
    holds: tuple[Ruling, ...]
    unappraised: tuple[str, ...]
    assigned_weight: Fraction


@attrs.frozen
class Result:
    """A scored competition.

    Attributes:
        scheme, figures, rulings: What it was made from.
        frame: One row a unit in the order of the result (cluster, rank, id; units not ranked last): ``unit``, ``name``,
            ``cluster``, then the whole-number columns of ``plan.outputs``.
        by_voice: Earlier and last voice → frame of ``state:ID`` and ``points:ID``, rows as in ``frame``.
        voice_outputs: What the columns of these frames mean; empty where no voice spoke before the last.
        plan: The program and what its columns mean.
        engine: Engine that ran it.
        as_of: The day it was scored for.
        sample: The figures are the sample that ships with the scheme.
        problems: Warnings and notes of scheme, figures, rulings and run.
    """

    scheme: Scheme
    figures: FigureSet
    rulings: tuple[Ruling, ...]
    frame: nw.DataFrame[Any]
    by_voice: Mapping[str, nw.DataFrame[Any]]
    plan: ScoringPlan
    engine: str
    as_of: date | None
    sample: bool
    problems: tuple[Problem, ...]
    voice_outputs: Mapping[str, Output] = attrs.field(factory=dict)

    @cached_property
    def units(self) -> tuple[UnitResult, ...]:
        """Every unit as a value, in the order of the result; for reports, not for millions of units."""
        return tuple(self.iterate())

    def iterate(self) -> Iterator[UnitResult]:
        """Give the units one after the other."""
        yield from self._read(slice(None))

    def unit(self, unit: str) -> UnitResult:
        """Give one unit.

        Raises:
            KeyError: There is no such unit.
        """
        places = self.frame.select("unit").with_row_index(ROW).filter(nw.col("unit") == unit)[ROW].to_list()
        for place in places:
            return next(self._read(slice(place, place + 1)))
        raise KeyError(unit)

    def _read(self, rows: slice) -> Iterator[UnitResult]:
        voices = {voice: frame[rows].rows(named=True) for voice, frame in self.by_voice.items()}
        unappraised: dict[str, list[str]] = {}
        for row in self.figures.unappraised.rows(named=True):
            unappraised.setdefault(row["unit"], []).append(row["figure"])
        for index, row in enumerate(self.frame[rows].iter_rows(named=True)):
            yield _Reader(self, row, {voice: own[index] for voice, own in voices.items()}).unit(unappraised)

    @property
    def illustrative(self) -> bool:
        """Tell whether the figures are invented ones that ship with the scheme."""
        return self.sample and self.scheme.sample is not None and self.scheme.sample.illustrative


class _Reader:
    """Reads one row of the output columns."""

    def __init__(self, result: Result, row: Mapping[str, Any], voices: Mapping[str, Mapping[str, Any]]) -> None:
        self.result, self.scheme, self.row, self.voices = result, result.scheme, row, voices
        self.closing = result.scheme.rounding.closing

    def unit(self, unappraised: Mapping[str, list[str]]) -> UnitResult:
        row, scheme = self.row, self.scheme
        classes = [None, *scheme.classes]
        here = str(row["unit"])
        return UnitResult(
            unit=here,
            name=str(row["name"]),
            cluster=str(row["cluster"]),
            state="ranked" if row["ranked"] else "not-ranked" if row["competes"] else "out",
            base=self.decimal("base", self.closing),
            total=self.decimal("total", scheme.rounding.total),
            rank=int(row["rank"]) if row["ranked"] else None,
            tied=bool(row["tied"]),
            klass=classes[int(row["class"])],
            natural_class=classes[int(row["class_natural"])],
            class_open=bool(row["class_open"]),
            titles={key: self._title(key) for key in scheme.titles},
            criteria={key: self._criterion(key) for key, use in scheme.criteria.items() if self._applies(key)},
            sections={key: self._section(key) for key in scheme.sections},
            bonuses={key: self.decimal(f"bonus:{key}", self.closing) for key in scheme.bonuses},
            penalties={key: self.decimal(f"penalty:{key}", self.closing) for key in scheme.penalties},
            bonus_counted=self.decimal("bonuses", self.closing),
            penalty_counted=self.decimal("penalties", self.closing),
            knock_outs=tuple(key for key in scheme.knock_outs if row[f"knock_out:{key}"]),
            holds=tuple(one for one in self.result.rulings if one.act == "hold" and here in one.units),
            unappraised=tuple(unappraised.get(here, ())),
            assigned_weight=self.fraction("assigned_weight"),
        )

    def fraction(self, name: str) -> Fraction:
        return _value(self.result.plan.outputs[name], self.row)

    def decimal(self, name: str, places: int) -> Decimal:
        return self._decimal(self.fraction(name), places)

    @staticmethod
    def _decimal(value: Fraction, places: int) -> Decimal:
        scaled = value * 10**places
        while scaled.denominator != 1:  # more decimals than the level keeps: show them all, never cut
            places += 1
            scaled = value * 10**places
        return Decimal(scaled.numerator).scaleb(-places)

    def _applies(self, key: str) -> bool:
        kind = self.scheme.clusters[str(self.row["cluster"])].kind
        return kind in self.scheme.criteria[key].weight

    def _title(self, key: str) -> TitleResult:
        row = self.row
        state = int(row[f"title:{key}"])
        place = int(row[f"place:{key}"]) if row["ranked"] else 0
        return TitleResult(TITLE_STATES[state], state == titles.UNDECIDED_RESERVE, place, int(row[f"quota:{key}"]))

    def _criterion(self, key: str) -> CriterionResult:
        state = _STATES[int(self.row[f"state:{key}"])]
        score = self.fraction(f"score:{key}") if state == "ok" and f"score:{key}" in self.row else None
        said = self.result.voice_outputs
        by_voice = {voice: self._points(key, row, said) for voice, row in self.voices.items()}
        return CriterionResult(state, score, self._points(key, self.row, self.result.plan.outputs), by_voice)

    def _points(self, key: str, row: Mapping[str, Any], outputs: Mapping[str, Output]) -> Decimal | None:
        state = _STATES[int(row[f"state:{key}"])]
        left_out = self.scheme.not_assigned in ("leaves-total", "leaves-section")
        if (state == "not-assigned" and left_out) or (state == "not-reported" and self.scheme.not_reported != "zero"):
            return None
        return self._decimal(_value(outputs[f"points:{key}"], row), self.closing)

    def _section(self, key: str) -> tuple[Decimal, Fraction]:
        places = self.closing if self.scheme.rounding.section is None else self.scheme.rounding.section
        return self.decimal(f"section:{key}", places), self.fraction(f"section_of:{key}")


def _value(output: Output, row: Mapping[str, Any]) -> Fraction:
    return output.factor * int(row[output.name]) / (int(row[output.under]) if output.under else 1)
