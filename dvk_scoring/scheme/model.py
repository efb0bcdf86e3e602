"""What a scheme says, as values: the types that reading fills and scoring reads. Ids are keys, file order is kept."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

import attrs

from dvk_scoring.criteria.criterion import BuiltCriterion
from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.formula.bounds import proved, values_of
from dvk_scoring.formula.intervals import Interval
from dvk_scoring.formula.tree import Prefer, RoundMode
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.scheme.public import Public
from dvk_scoring.scheme.vote import Vote
from dvk_scoring.text import Text

Weights = Literal["points", "relative"]
NotAssigned = Literal["leaves-total", "leaves-section", "full", "zero"]
NotReported = Literal["error", "zero", "not-ranked"]
Unappraised = Literal["warn", "error", "not-reported"]
Ties = Literal["shared", "dense", "final"]
Within = Literal["cluster", "all"]
MeasuredAs = Literal["points", "share"]
QuotaOf = Literal["eligible", "ranked", "class"]
QuotaRounding = Literal["down", "up", "half-up"]
QuotaTie = Literal["committee", "share"]
Held = Literal["keeps-place", "passes"]
Absent = Literal["below", "above"]
_NEVER_NEGATIVE: Final[Mapping[str, RoundMode]] = {"down": "floor", "up": "ceiling"}
"""Plainer modes that do the same to what is never negative."""


@attrs.frozen
class LegalBasis:
    """A text the scheme rests on, and when it is in force (ends inclusive; None is open)."""

    text: str
    start: date | None = None
    end: date | None = None


@attrs.frozen
class Closing:
    """How a number is rounded: to so many decimals, in this mode."""

    places: int
    mode: RoundMode = "half-up"


@attrs.frozen
class Rounding:
    """Decimals kept at each level; a level that keeps no number of them stays exact until the next that does.

    Attributes:
        criterion: Places of a criterion's points (also of each bonus and penalty) unless it says its own; None: exact.
        section: Places of a section's points; None: exact.
        total: Places of the total.
        mode: Mode of criteria, bonuses and penalties.
        section_mode, total_mode: Modes of the other levels.
        guard: Places to which sums that are too wide are carried before a row in doubt is computed exactly, 9 to 12:
            a matter of speed that no result shows.
        shown: Places of the total in print, None: all that it has.
    """

    criterion: int | None = 2
    section: int | None = None
    total: int = 2
    mode: RoundMode = "half-up"
    guard: int = 9
    section_mode: RoundMode = "half-up"
    total_mode: RoundMode = "half-up"
    shown: int | None = None

    @property
    def usual(self) -> Closing | None:
        """How criteria, bonuses and penalties are rounded that do not say it themselves; None: not at all."""
        return None if self.criterion is None else Closing(self.criterion, self.mode)

    @property
    def of_section(self) -> Closing | None:
        """How points of sections are rounded; None: not at all."""
        return None if self.section is None else Closing(self.section, self.section_mode)

    @property
    def of_total(self) -> Closing:
        """How the total is rounded."""
        return Closing(self.total, self.total_mode)

    @property
    def closing(self) -> int:
        """Places at which every criterion's points close."""
        return self.guard if self.criterion is None else self.criterion


@attrs.frozen
class Limits:
    """Most bonus and most penalty that count (None: no limit), and lowest and highest points after both."""

    bonus: Fraction | None = None
    penalty: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


@attrs.frozen
class Cluster:
    """Units ranked together. ``kind`` decides weights and what applies; not ``ranked``: out of competition."""

    id: str
    title: Text
    kind: str
    ranked: bool = True


@attrs.frozen
class Section:
    """A group of criteria. ``weight`` by kind of unit (in points of the scheme's total), None: the sum of its parts."""

    id: str
    title: Text
    no: str = ""
    parent: str | None = None
    weight: Mapping[str, Fraction] | None = attrs.field(default=None, hash=False)
    limits: Limits = Limits()


@attrs.frozen(cache_hash=True)
class Decided:
    """A plugin with the scheme's params and settings.

    Attributes:
        plugin: Id of the criterion class.
        built: Formula and figures for these settings (``weight`` setting included where the class has one).
        params: Param name → one number, or cluster id → number.
        dated: Of params with dated entries: day from which → value, earliest first; ``params`` has the one in force.
    """

    plugin: str
    built: BuiltCriterion
    params: Mapping[str, Fraction | Mapping[str, Fraction]] = attrs.field(hash=False)
    dated: Mapping[str, Mapping[date, Fraction | Mapping[str, Fraction]]] = attrs.field(factory=dict, hash=False)

    @cached_property
    def proved(self) -> Interval:
        """The range of its formula over the declared figures."""
        return proved(self.built.tree, self.built.figures, tuple(values_of(self.params).items()))

    def points(self, weight: Fraction) -> Interval:
        """Give the proved range of its points over the declared figures, before they are rounded."""
        times = Fraction(1) if self.built.criterion.gives == "points" else weight
        low, high = (None if end is None else end * times for end in (self.proved.low, self.proved.high))
        return Interval(low, high)


@attrs.frozen
class CriterionUse:
    """A criterion of the scheme: one leaf.

    Attributes:
        id: Key in the scheme; figures' columns are ``id.figure``.
        no: Printed number.
        section: Id of its section, None: directly under the total.
        weight: Kind of unit → points, already scaled when weights are relative. A kind it does not apply to is absent.
        by_kind: Kind → plugin decided for that kind's weight (one object for all unless the weight is a setting).
        figures: Its figures as declared, named and narrowed as the scheme says.
        source: The article that the scheme says it follows, None: it says none.
        closing: How its points are rounded, None: not at all.
        tie_break: It gives no points and serves tie-breaks alone; every kind that has it stands in ``weight`` with 0.
    """

    id: str
    title: Text
    no: str
    section: str | None
    weight: Mapping[str, Fraction] = attrs.field(hash=False)
    by_kind: Mapping[str, Decided] = attrs.field(hash=False)
    figures: tuple[FigureSpec, ...]
    source: Text | None
    limits: Limits = Limits()
    closing: Closing | None = Closing(2)
    tie_break: bool = False

    @property
    def decided(self) -> Decided:
        """The plugin as it is decided for the first kind: what hangs on no weight is the same for all."""
        return next(iter(self.by_kind.values()))


@attrs.frozen
class Adjustment:
    """A bonus or a penalty: a plugin that gives points ≥ 0, added or taken away.

    Attributes:
        to: ``criteria.ID``, ``sections.ID`` or ``total``.
        cap: Most points of this one (None: none).
        factor: Points per score of the plugin (1 when the plugin gives points).
        source: The article that the scheme says it follows, None: it says none.
        closing: How its points are rounded, None: not at all.
    """

    id: str
    title: Text
    no: str
    to: str
    cap: Fraction | None
    factor: Fraction
    applies_to: tuple[str, ...] | None
    decided: Decided
    figures: tuple[FigureSpec, ...]
    source: Text | None = None
    closing: Closing | None = Closing(2)


@attrs.frozen
class Test:
    """A condition on one quantity of a unit: ``low`` ≤ quantity (and ≤ ``high``); used by knock-outs and requirements.

    Attributes:
        of: ``figures.ID``, ``criteria.ID``, ``sections.ID``, ``criteria.ID.FIGURE``, ``total``, ``bonuses``,
            ``penalties``, ``every section``, ``every criterion``.
        share: The quantity is its share (0..1) of what could be had (criteria and sections only; bonuses are left out).
        at_least: Lowest value that passes, None: open.
        at_most: Highest value that passes, None: open.
        any: Several conditions of which one is enough; nothing else is said then, and ``of`` is empty.
    """

    of: str
    share: bool = False
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    any: tuple[Test, ...] = ()

    @property
    def single(self) -> tuple[Test, ...]:
        """The conditions on one quantity that it is made of: itself, or those of which one is enough."""
        return self.any or (self,)


@attrs.frozen
class KnockOut:
    """A fault that bars. ``class_at_most``: id of a class; ``bars_class``: none at all; ``bars_titles``: ids or all."""

    id: str
    title: Text
    when: Test
    reason: Text
    class_at_most: str | None = None
    bars_class: bool = False
    bars_titles: tuple[str, ...] | Literal["all"] = ()
    applies_to: tuple[str, ...] | None = None


@attrs.frozen
class TieBreak:
    """One step of the chain. ``by``: as in ``Test.of`` or ``committee``; with ``at_least``: yes/no, yes the better.

    ``absent``: where a unit stands that does not have the quantity.
    """

    by: str
    prefer: Prefer = "high"
    at_least: Fraction | None = None
    absent: Absent = "below"

    @property
    def is_ruled(self) -> bool:
        """Whether the committee decides it."""
        return self.by == "committee"


@attrs.frozen
class Ranking:
    """Where ranks are taken, how ties count, and how they are broken; ``prefer``: the total that is better.

    The chain ends with the committee; with ``ties`` "final" its order serves quotas alone, and shared ranks stay.
    """

    within: Within = "cluster"
    ties: Ties = "shared"
    tie_break: tuple[TieBreak, ...] = (TieBreak("committee"),)
    prefer: Prefer = "high"

    @property
    def is_final(self) -> bool:
        """Whether shared ranks are the result."""
        return self.ties == "final"

    @property
    def high(self) -> bool:
        """Whether a high total is the better one."""
        return self.prefer == "high"


@attrs.frozen
class Quota:
    """How many may have it.

    Attributes:
        count: A fixed number, or None.
        share: A share (0..1) of ``of``, or None.
        of: ``eligible`` (those who meet the requirements), ``ranked`` (all ranked units), or ``class``.
        of_class: The class when ``of`` is ``class``: that class and all above it.
        per: ``cluster`` or ``all``.
        round: How the share becomes a whole number.
        at_least: Never fewer than this (when any is eligible).
        reserve: How many more are named in reserve.
        held: A held unit ``keeps-place`` or ``passes``.
        tie: Units tied across the cut wait for the ``committee``, or ``share``: all of them are within.
        in_all: Of those within the quota of their cluster, no more than this many over all clusters.
    """

    count: int | None = None
    share: Fraction | None = None
    of: QuotaOf = "eligible"
    of_class: str | None = None
    per: Within = "cluster"
    round: QuotaRounding = "down"
    at_least: int = 0
    reserve: int = 0
    held: Held = "keeps-place"
    tie: QuotaTie = "committee"
    in_all: int | None = None

    @property
    def is_all(self) -> bool:
        """Whether there is a place for everybody who is eligible."""
        return self.share == 1 and self.of == "eligible"

    @property
    def mode(self) -> RoundMode:
        """How a formula rounds the share, which is never negative."""
        return _NEVER_NEGATIVE.get(self.round, self.round)

    @property
    def keeps_place(self) -> bool:
        """Whether the place of a unit on hold is kept."""
        return self.held == "keeps-place"

    @property
    def shares(self) -> bool:
        """Whether all who tie across the cut are within."""
        return self.tie == "share"


@attrs.frozen
class Class:
    """A class, best first in the scheme.

    ``start``: lowest total that reaches it, in points of the scheme's total; the highest where a low total is better.
    """

    id: str
    title: Text
    start: Fraction
    requires: tuple[Test, ...] = ()
    quota: Quota | None = None


@attrs.frozen
class Title:
    """A title. ``class_at_least`` and ``requires`` must all hold; ``not_with``: earlier titles that exclude it.

    ``quota``: everybody who is eligible unless said. ``after``: earlier titles whose shared places are gone here.
    ``vote``: what the council's vote on it asks for; None: no votes are counted.
    """

    id: str
    title: Text
    class_at_least: str | None = None
    requires: tuple[Test, ...] = ()
    quota: Quota = Quota(share=Fraction(1))
    not_with: tuple[str, ...] = ()
    applies_to: tuple[str, ...] | None = None
    after: tuple[str, ...] = ()
    vote: Vote | None = None


@attrs.frozen
class Sample:
    """Figures that ship with a scheme. ``illustrative``: invented; ``source``: where published figures come from."""

    figures: tuple[str, ...]
    rulings: str | None = None
    illustrative: bool = True
    source: Text | None = None


@attrs.frozen
class Scheme:
    """A whole scheme, checked: everything it names exists.

    Attributes:
        path: The file it was read from.
        hash: SHA-256 of the bytes of the file and of those it extends, hex.
        total: What the weights of each kind of unit add up to.
        figures: Figures of the unit itself, by column name (declared in the scheme or shared by a criterion).
        figures_apply: Figure id → kinds that have it (absent: all).
        as_of: The day dated params were read for.
        problems: Warnings and notes found while it was read.
    """

    id: str
    title: Text
    path: str
    hash: str
    entrant: Text
    valid_from: date | None
    valid_to: date | None
    as_of: date | None
    legal_basis: tuple[LegalBasis, ...]
    total: Fraction
    weights: Weights
    rounding: Rounding
    limits: Limits
    not_assigned: NotAssigned
    not_reported: NotReported
    unappraised: Unappraised
    voices: tuple[str, ...]
    clusters: Mapping[str, Cluster] = attrs.field(hash=False)
    figures: Mapping[str, FigureSpec] = attrs.field(hash=False)
    figures_apply: Mapping[str, tuple[str, ...]] = attrs.field(hash=False)
    sections: Mapping[str, Section] = attrs.field(hash=False)
    criteria: Mapping[str, CriterionUse] = attrs.field(hash=False)
    bonuses: Mapping[str, Adjustment] = attrs.field(hash=False)
    penalties: Mapping[str, Adjustment] = attrs.field(hash=False)
    knock_outs: Mapping[str, KnockOut] = attrs.field(hash=False)
    ranking: Ranking
    classes: Mapping[str, Class] = attrs.field(hash=False)
    titles: Mapping[str, Title] = attrs.field(hash=False)
    sample: Sample | None = None
    voice_titles: Mapping[str, Text] = attrs.field(factory=dict, hash=False)
    public: Public = attrs.field(factory=Public)
    columns: Columns = attrs.field(factory=Columns)
    problems: tuple[Problem, ...] = ()

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of unit, in the order the clusters name them."""
        return tuple(dict.fromkeys(cluster.kind for cluster in self.clusters.values()))

    @property
    def adjustments(self) -> Mapping[str, Adjustment]:
        """Bonuses and penalties, by id."""
        return {**self.bonuses, **self.penalties}

    @property
    def uses(self) -> tuple[CriterionUse | Adjustment, ...]:
        """What gives or takes points: criteria, bonuses, penalties."""
        return (*self.criteria.values(), *self.adjustments.values())

    @cached_property
    def figure_columns(self) -> Mapping[str, tuple[FigureSpec, str | None]]:
        """Every column of figures: name → (declaration, id of its criterion, bonus or penalty).

        A shared figure and a figure of the unit itself are named without a dot and have no criterion.
        """
        columns: dict[str, tuple[FigureSpec, str | None]] = {name: (spec, None) for name, spec in self.figures.items()}
        for use in self.uses:
            for spec in use.figures:
                columns.setdefault(spec.column(use.id), (spec, None if spec.shared else use.id))
        return columns

    @cached_property
    def plans(self) -> dict[Hashable, object]:
        """The plans that it was last scored with, by what they are for; they go when the scheme does."""
        return {}

    @property
    def sample_figures(self) -> tuple[Path, ...]:
        """The files of figures that it ships."""
        return tuple(Path(self.path).parent / name for name in self.sample.figures) if self.sample else ()

    @property
    def sample_rulings(self) -> Path | None:
        """The file of rulings that it ships."""
        name = self.sample.rulings if self.sample else None
        return None if name is None else Path(self.path).parent / name

    @cached_property
    def scored(self) -> Mapping[str, CriterionUse]:
        """The criteria that give points, by id: without those that serve tie-breaks alone."""
        return {key: use for key, use in self.criteria.items() if not use.tie_break}


@attrs.frozen
class Ruling:
    """One act of the committee about one unit (or several that tied).

    Attributes:
        units: Ids; best first for a tie.
        act: ``hold``, ``release``, ``tie``, ``not-assigned``, ``points`` or ``out`` (of competition).
        effect: For a hold: which of ``class``, ``titles`` it keeps back.
        of: For not-assigned and points: ``criteria.ID`` (points also ``sections.ID`` or ``total``).
        change: For points: added (negative: taken).
        reason, day, ref: Why, when, and the paper's number.
        file, line: The rulings file, as the user gave it, and the line in it.
    """

    units: tuple[str, ...]
    act: Literal["hold", "release", "tie", "not-assigned", "points", "out"]
    reason: str
    day: date
    ref: str
    effect: tuple[str, ...] = ()
    of: str | None = None
    change: Fraction = Fraction(0)
    file: str | None = None
    line: int | None = None
