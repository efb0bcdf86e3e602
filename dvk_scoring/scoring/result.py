"""What a run gives: the output columns, and each unit as a value for tables, files and explanations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Literal

import attrs
import narwhals as nw

from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.formula import names
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.state import State
from dvk_scoring.law import titles
from dvk_scoring.naming import unknown_unit
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Ruling, Scheme
from dvk_scoring.scoring.places import most_places, own_places, section_places, shown_places
from dvk_scoring.scoring.plan import Output, ScoringPlan
from dvk_scoring.scoring.stamp import Stamp
from dvk_scoring.scoring.votes import Votes

TitleState = Literal["proposed", "reserve", "undecided", "held", "no"]
TitleWord = Literal["proposed", "reserve", "undecided", "undecided-reserve", "held", "no"]
"""A title's state in files: what is undecided of a place in reserve alone has a word of its own."""
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
TITLE_WORDS: Final[Mapping[int, TitleWord]] = {**TITLE_STATES, titles.UNDECIDED_RESERVE: "undecided-reserve"}
CRITERION_STATES: Final[Mapping[int, CriterionState]] = {
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
        change: What the council's rulings changed of them, None where there is no such ruling or nothing to change.
        points_by_voice: Voice → points as that voice has them, which no ruling changes; None where it has none, leaves
            blank what another may still say, or its figures are an error to the formula; empty unless several speak.
        states_by_voice: Voice → state as that voice has it: tells why its points are None.
    """

    state: CriterionState
    score: Fraction | None
    points: Decimal | None
    change: Decimal | None = None
    points_by_voice: Mapping[str, Decimal | None] = attrs.field(factory=dict, hash=False)
    states_by_voice: Mapping[str, CriterionState] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class AddedResult:
    """One bonus or penalty of one unit.

    Attributes:
        state: ok, not-reported or not-assigned; the last also where the unit's kind does not have it.
        points: Its points, 0 unless ok.
    """

    state: CriterionState
    points: Decimal


@attrs.frozen
class TitleResult:
    """One title for one unit.

    Attributes:
        state: What comes of it.
        for_reserve: What is undecided is a place in reserve alone.
        place: Best place that it can have among those who compete; it means nothing where the unit does not.
        quota: The most places there can be.
    """

    state: TitleState
    for_reserve: bool
    place: int
    quota: int

    @property
    def word(self) -> TitleWord:
        """The state in one word."""
        return "undecided-reserve" if self.for_reserve else self.state


@attrs.frozen
class UnitResult:
    """One unit. Points are decimals with the places of their level; ``rank`` None: it has none.

    Attributes:
        state: ``ranked``, ``not-ranked``, or ``out`` of competition: with points and total, and no rank.
        whole: Something is assigned and nothing that it needs is missing, so that its total says something.
        total: The total, by which units are ranked.
        shown: The total as tables print it: with fewer decimals where the scheme says so.
        class_open: A figure that is not reported leaves it open which class the unit has; ``klass`` is None then.
        class_cut: It has a lower class because the quota of a better one cuts through a tie.
        figures: States of the figures that conditions and tie-breaks look at, by their name there.
    """

    unit: str
    name: str
    cluster: str
    state: UnitState
    whole: bool
    base: Decimal
    total: Decimal
    shown: Decimal
    rank: int | None
    tied: bool
    klass: str | None
    natural_class: str | None
    class_open: bool
    class_cut: bool
    titles: Mapping[str, TitleResult] = attrs.field(hash=False)
    criteria: Mapping[str, CriterionResult] = attrs.field(hash=False)
    sections: Mapping[str, tuple[Decimal, Fraction]] = attrs.field(hash=False)
    bonuses: Mapping[str, AddedResult] = attrs.field(hash=False)
    penalties: Mapping[str, AddedResult] = attrs.field(hash=False)
    figures: Mapping[str, CriterionState] = attrs.field(hash=False)
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
        voice_outputs: Voice → what the columns of its frame mean; empty where no voice spoke before the last.
        plan: The program and what its columns mean.
        engine: Engine that ran it.
        as_of: The day it was scored for.
        sample: The figures are the sample that ships with the scheme.
        problems: Warnings and notes of scheme, figures, rulings and run.
        votes: What the council's votes came to; None: there are none yet.
        stamp: Of the seal that it was sealed with, to be printed; None: none is.
        trial: It answers what if, and is told beside a result; as one it is written nowhere.
        waiting: The rows of ``figures.unappraised`` that rulings leave to be appraised.
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
    voice_outputs: Mapping[str, Mapping[str, Output]] = attrs.field(factory=dict)
    votes: Votes | None = None
    stamp: Stamp | None = None
    trial: bool = False
    waiting: nw.DataFrame[Any] = attrs.field(
        default=attrs.Factory(lambda self: self.figures.unappraised, takes_self=True), repr=False
    )

    @cached_property
    def units(self) -> tuple[UnitResult, ...]:
        """Every unit as a value, in the order of the result; for reports, not for millions of units."""
        return tuple(self.iterate())

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Id → name of every unit; for many questions about few units, not for millions."""
        return self.figures.names

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What those who ask a result more than once keep with it."""
        return {}

    def iterate(self, among: Collection[str] | None = None) -> Iterator[UnitResult]:
        """Give the units one after the other; ``among``: only these."""
        if among is None:
            yield from self._read(slice(None))
            return
        for place, unit in enumerate(self.frame["unit"].to_list()):
            if unit in among:
                yield from self._read(slice(place, place + 1))

    def unit(self, unit: str) -> UnitResult:
        """Give one unit.

        Raises:
            DvkError: There is none; the nearest known id is named.
        """
        for result in self.iterate((unit,)):
            return result
        raise DvkError([unknown_unit(unit, self.names)])

    def _read(self, rows: slice) -> Iterator[UnitResult]:
        voices = {voice: frame[rows].rows(named=True) for voice, frame in self.by_voice.items()}
        unappraised: dict[str, list[str]] = {}
        for row in self.waiting.rows(named=True):
            unappraised.setdefault(row["unit"], []).append(row["figure"])
        for index, row in enumerate(self.frame[rows].iter_rows(named=True)):
            yield _Reader(self, row, {voice: lines[index] for voice, lines in voices.items()}).unit(unappraised)

    def refuse_trial(self) -> None:
        """See that it may be written as a result.

        Raises:
            DvkError: It is a trial.
        """
        if self.trial:
            raise DvkError([problem("DVK-O756", Place(file=self.scheme.path))])

    @property
    def illustrative(self) -> bool:
        """Tell whether the figures are invented ones that ship with the scheme."""
        return self.sample and self.scheme.sample is not None and self.scheme.sample.illustrative


class _Reader:
    """Reads one row of the output columns."""

    def __init__(self, result: Result, row: Mapping[str, Any], voices: Mapping[str, Mapping[str, Any]]) -> None:
        self.result, self.scheme, self.row, self.voices = result, result.scheme, row, voices
        self.places, self.last = most_places(self.scheme), ("", *voices)[-1]

    def unit(self, unappraised: Mapping[str, list[str]]) -> UnitResult:
        row, scheme = self.row, self.scheme
        classes = [None, *scheme.classes]
        unit = str(row["unit"])
        total, assigned = self.fraction("total"), self.fraction("assigned_weight")
        return UnitResult(
            unit=unit,
            name=str(row["name"]),
            cluster=str(row["cluster"]),
            state="ranked" if row["ranked"] else "not-ranked" if row["competes"] else "out",
            whole=not row["missing"] and assigned > 0,
            base=self.decimal("base", self.places),
            total=_decimal(total, scheme.rounding.total),
            shown=_decimal(round_fraction(total, shown_places(scheme), "half-up"), shown_places(scheme)),
            rank=int(row["rank"]) if row["ranked"] else None,
            tied=bool(row["tied"]),
            klass=classes[int(row["class"])],
            natural_class=classes[int(row["class_natural"])],
            class_open=bool(row["class_open"]),
            class_cut=bool(row.get("class_cut")),
            titles={key: self._title(key) for key in scheme.titles},
            criteria={key: self._criterion(use) for key, use in scheme.criteria.items() if self._applies(use)},
            sections={key: self._section(key) for key in scheme.sections},
            bonuses={key: self._added(bonus, names.bonus(key)) for key, bonus in scheme.bonuses.items()},
            penalties={key: self._added(penalty, names.penalty(key)) for key, penalty in scheme.penalties.items()},
            figures={of: self._state(names.figure(of)) for of in self.result.plan.figures},
            bonus_counted=self.decimal("bonuses", self.places),
            penalty_counted=self.decimal("penalties", self.places),
            knock_outs=tuple(key for key in scheme.knock_outs if row[names.knock_out(key)]),
            holds=tuple(ruling for ruling in self.result.rulings if ruling.act == "hold" and unit in ruling.units),
            unappraised=tuple(unappraised.get(unit, ())),
            assigned_weight=assigned,
        )

    def fraction(self, name: str) -> Fraction:
        return _value(self.result.plan.outputs[name], self.row)

    def decimal(self, name: str, places: int) -> Decimal:
        return _decimal(self.fraction(name), places)

    def _applies(self, use: CriterionUse) -> bool:
        return self.scheme.clusters[str(self.row["cluster"])].kind in use.weight

    def _state(self, column: str) -> CriterionState:
        return CRITERION_STATES[int(self.row[column])]

    def _added(self, adjustment: Adjustment, column: str) -> AddedResult:
        return AddedResult(self._state(names.state(adjustment.id)), self.decimal(column, own_places(adjustment)))

    def _title(self, key: str) -> TitleResult:
        row = self.row
        state = int(row[names.title(key)])
        place = int(row[names.place(key)]) if row["ranked"] else 0
        quota = int(row[names.quota(key)])
        return TitleResult(TITLE_STATES[state], state == titles.UNDECIDED_RESERVE, place, quota)

    def _criterion(self, use: CriterionUse) -> CriterionResult:
        key, row = use.id, self.row
        state = self._state(names.state(key))
        score = self.fraction(names.score(key)) if state == "ok" and names.score(key) in row else None
        change = None
        if state == "ok" and names.before(key) in row and self._is_changed(key):
            change = _decimal(self.fraction(names.points(key)) - self.fraction(names.before(key)), own_places(use))
        by_voice = {voice: self._said(use, voice, said) for voice, said in self.voices.items()}
        states = {voice: CRITERION_STATES[int(said[names.state(key)])] for voice, said in self.voices.items()}
        return CriterionResult(state, score, self._points(use, row, self.result.plan.outputs), change, by_voice, states)

    def _said(self, use: CriterionUse, voice: str, row: Mapping[str, Any]) -> Decimal | None:
        """Give the points of a voice; what one before the last leaves blank is not 0, for another may still say it."""
        blank = CRITERION_STATES[int(row[names.state(use.id)])] == "not-reported"
        if row.get(names.fault(use.id)) or (blank and voice != self.last):
            return None
        return self._points(use, row, self.result.voice_outputs[voice])

    def _is_changed(self, key: str) -> bool:
        acts = (ruling for ruling in self.result.rulings if ruling.act == "points" and ruling.of == f"criteria.{key}")
        return any(self.row["unit"] in act.units for act in acts)

    def _points(self, use: CriterionUse, row: Mapping[str, Any], outputs: Mapping[str, Output]) -> Decimal | None:
        state = CRITERION_STATES[int(row[names.state(use.id)])]
        left_out = self.scheme.not_assigned in ("leaves-total", "leaves-section")
        if (state == "not-assigned" and left_out) or (state == "not-reported" and self.scheme.not_reported != "zero"):
            return None
        return _decimal(_value(outputs[names.points(use.id)], row), own_places(use))

    def _section(self, key: str) -> tuple[Decimal, Fraction]:
        points = self.decimal(names.section(key), section_places(self.scheme))
        return points, self.fraction(names.section_of(key))


def _decimal(value: Fraction, places: int) -> Decimal:
    """Write a number as a decimal; one with more decimals than its level keeps is shown with all of them, never cut."""
    scaled = value * 10**places
    while scaled.denominator != 1:
        places += 1
        scaled = value * 10**places
    return Decimal(scaled.numerator).scaleb(-places)


def _value(output: Output, row: Mapping[str, Any]) -> Fraction:
    return output.factor * int(row[output.name]) / (int(row[output.under]) if output.under else 1)
