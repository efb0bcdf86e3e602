"""A scheme as one program: its law as steps, and the outputs by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from threading import RLock
from typing import Any, Final

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.figure_set import FigureColumn
from dvk_scoring.formula import names
from dvk_scoring.formula.across import looks_across
from dvk_scoring.formula.lower import Column
from dvk_scoring.formula.program import Plan, Program, Ref
from dvk_scoring.formula.state import State
from dvk_scoring.formula.tree import ZERO, Cond, FormulaError, Num
from dvk_scoring.law.build import Law, law_of
from dvk_scoring.law.conditions import FigureQuantities
from dvk_scoring.law.points import changes
from dvk_scoring.law.sheet import Bounds, possibly
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scoring.lowering import LawLowering
from dvk_scoring.scoring.places import PRINTED_PLACES
from dvk_scoring.scoring.scores import ScorePlan

WIDEST_COLUMNS: Final = 127
_MOST_KEPT: Final = 4
"""Of one scheme: a person who tries something has one or two."""
_PLANNING: Final = RLock()
"""Plans of everything and of voices share a program, which grows as they are made."""
_CLASS_FLAGS: Final = {"class_open": "class.open", "class_cut": "class.cut"}


@attrs.frozen
class Output:
    """An output column: value = factor × whole number (÷ the column ``under``, when there is one).

    Attributes:
        definition: The definition of the law that it gives, empty: none.
        rounded: It gives it only as it is printed: the number itself is no decimal.
    """

    name: str
    factor: Fraction = Fraction(1)
    under: str | None = None
    definition: str = ""
    rounded: bool = False


@attrs.frozen
class PointsProof:
    """What is proved of a criterion, bonus or penalty before any data: range of its points, bits, places or None."""

    id: str
    low: Fraction
    high: Fraction
    bits: int
    places: int | None


@attrs.frozen
class ScoringPlan:
    """A scheme ready to run.

    Attributes:
        plan: Program and outputs.
        outputs: What each output column means, by name.
        bits: Bits of the widest step.
        proofs: Of criteria, in the scheme's order.
        adjustments: Of bonuses, then penalties.
        bounds: What the points of criteria, bonuses and penalties cannot leave.
        law: The definitions that it runs.
        figures: Figures that conditions and tie-breaks look at, by their name there; each has a column of its state.
    """

    plan: Plan
    outputs: Mapping[str, Output]
    bits: int
    proofs: tuple[PointsProof, ...]
    adjustments: tuple[PointsProof, ...]
    bounds: Mapping[str, Bounds]
    law: Law = attrs.field(eq=False, repr=False)
    figures: tuple[str, ...] = ()

    @property
    def fits_columns(self) -> bool:
        """Tell whether 128 bits hold every step."""
        return self.bits <= WIDEST_COLUMNS

    def always(self, output: str) -> int | None:
        """Give the number that an output has for every unit, known before any figures; None: it hangs on them."""
        program, ref = self.plan.program, self.plan.outputs[output]
        return program[ref].low if program.is_const(ref) else None


def declared_columns(scheme: Scheme) -> dict[str, Column]:
    """Give every figure column with its declared bounds, blanks and "not assigned" allowed: for the check."""
    columns: dict[str, Column] = {}

    def take(name: str, spec: FigureSpec) -> None:
        scale = 10**spec.places
        low, high = int(spec.low * scale), int(spec.high * scale)
        if name in columns:
            low, high = min(low, columns[name].low), max(high, columns[name].high)
        columns[name] = Column(name, low, high)

    for owner in scheme.uses:
        for spec in owner.figures:
            take(spec.column(owner.id), spec)
    for name, spec in scheme.figures.items():
        take(name, spec)
    return columns


def data_columns(columns: Mapping[str, FigureColumn]) -> dict[str, Column]:
    """Give every figure column with the bounds that the data really has: narrower than declared, never wider."""
    return {
        name: Column(name, column.low, column.high, blanks=column.has_blank or column.has_kp, kps=column.has_kp)
        for name, column in columns.items()
    }


class Planner:
    """Builds the program of a scheme.

    Args:
        scheme: A checked scheme.
        columns: Every figure column, with the bounds of the declared range or of the data.
        rulings: Acts in force.
        scores: Also give the exact score of each criterion.
        bounds: What is proved of the points on these columns already.
        base: What planned everything on these columns: the criteria are taken over from it as far as they are the same.
    """

    def __init__(
        self,
        scheme: Scheme,
        columns: Mapping[str, Column],
        rulings: Sequence[Ruling] = (),
        *,
        scores: bool = True,
        bounds: Mapping[str, Bounds] | None = None,
        base: Planner | None = None,
    ) -> None:
        """Start a program, or go on with that of the base."""
        self.scheme, self.columns, self.rulings, self.scores = scheme, columns, rulings, scores
        self.bounds, self.base = bounds, base
        self.p: Program = Program() if base is None else base.p
        self.lowered: tuple[Law, LawLowering] | None = None
        self.outputs: dict[str, Output] = {}
        self.refs: dict[str, Ref] = {}

    def plan(self) -> ScoringPlan:
        """Plan everything.

        Raises:
            DvkError: A formula's range cannot be proved; all such criteria at once.
        """
        return self._plan(whole=True)

    def plan_criteria(self) -> ScoringPlan:
        """Plan the points of criteria alone: a criterion on its own, what a voice says."""
        return self._plan(whole=False)

    def plan_nodes(self, law: Law, nodes: Sequence[Num | Cond]) -> Plan:
        """Plan whole numbers and conditions of a law; each output is named by its place."""
        lowering = LawLowering(self.p, self.scheme, self.columns, self._scores()[0])
        lowering.lower(law.sheet)
        for place, node in enumerate(nodes):
            ref = lowering.value(node).numerator if isinstance(node, Num) else lowering.truth(node).holds
            self.refs[str(place)] = ref
        return Plan(self.p, self.refs)

    def _plan(self, *, whole: bool) -> ScoringPlan:
        known = None if self.base is None else self.base.lowered
        plans, bounds = self._scores() if known is None or self.bounds is None else (known[1].scores, self.bounds)
        law = law_of(self.scheme, self.rulings, bounds, whole=whole)
        lowering = LawLowering(self.p, self.scheme, self.columns, plans)
        if known is not None:
            lowering.take_over(known[1], _same_criteria(law, known[0]))
        lowering.lower(law.sheet)
        self.lowered = law, lowering
        if lowering.errors:
            raise DvkError([self._wrong(role, key, error) for (role, key), error in lowering.errors.items()])
        self._put_criteria(lowering)
        if law.quantities is not None:
            self._put_rest(lowering, law.quantities)
        proofs = [self._proof(lowering, f"criteria.{key}.before", key, bounds) for key in self.scheme.criteria]
        added = [
            self._proof(lowering, f"{word}.{key}.points", key, bounds)
            for word, declared in (("bonuses", self.scheme.bonuses), ("penalties", self.scheme.penalties))
            for key in (declared if whole else ())
        ]
        plan = Plan(self.p, self.refs)
        bits = self.p.widest(*self.refs.values())
        figures = () if law.quantities is None else tuple(law.quantities.looked_at())
        return ScoringPlan(plan, self.outputs, bits, tuple(proofs), tuple(added), bounds, law, figures)

    def _scores(self) -> tuple[dict[str, ScorePlan], Mapping[str, Bounds]]:
        """Lower what plugins ask for, and prove what they give."""
        plans: dict[str, ScorePlan] = {}
        bounds: dict[str, Bounds] = {}
        problems: list[Problem] = []
        scheme = self.scheme
        for role, owners in (
            ("criteria", scheme.criteria),
            ("bonuses", scheme.bonuses),
            ("penalties", scheme.penalties),
        ):
            for key, owner in owners.items():
                try:
                    plans[key] = ScorePlan(self.p, scheme, owner, self.columns)
                    bounds[key] = plans[key].bounds() if self.bounds is None else self.bounds[key]
                except FormulaError as error:
                    problems.append(self._wrong(role, key, error))
        if problems:
            raise DvkError(problems)
        return plans, bounds

    def _wrong(self, role: str, key: str, error: FormulaError) -> Problem:
        return problem(error.code, Place(file=self.scheme.path, key=f"{role}.{key}", criterion=key), **error.args_)

    def _proof(self, lowering: LawLowering, name: str, key: str, bounds: Mapping[str, Bounds]) -> PointsProof:
        value = lowering.numbers[name]
        low, high = bounds[key]
        if high is None:
            high = self.p[value.numerator].high * value.factor
        owner = next(
            table[key] for table in (self.scheme.criteria, self.scheme.bonuses, self.scheme.penalties) if key in table
        )
        places = None if owner.closing is None else owner.closing.places
        return PointsProof(key, low, high, self.p.widest(value.numerator), places)

    def _put(self, output: Output, ref: Ref) -> None:
        self.refs[output.name] = ref
        self.outputs[output.name] = output

    def _number(self, lowering: LawLowering, name: str, definition: str) -> None:
        """Put a number out: exactly where it is a decimal, else as it is printed; 0 where the law leaves it out."""
        value = lowering.numbers.get(definition) or lowering.value(ZERO)
        number, factor = value.numerator, value.factor
        rounded = bool(value.denominators) or not _is_decimal(factor)
        if rounded:
            number, factor = lowering.round(value, PRINTED_PLACES, "half-up"), Fraction(1, 10**PRINTED_PLACES)
        elif factor.denominator == 1:  # a class, a place, a quota is read as it stands
            number, factor = self.p.mul(number, self.p.const(factor.numerator)), Fraction(1)
        self._put(Output(name, factor, None, definition, rounded), number)

    def _state(self, name: str, blank: Ref, absent: Ref) -> None:
        p = self.p
        blank_, absent_, ok = (p.const(int(state)) for state in (State.NOT_REPORTED, State.NOT_ASSIGNED, State.OK))
        self._put(Output(name), p.when(blank, blank_, p.when(absent, absent_, ok)))

    def _fault(self, lowering: LawLowering, key: str, part: str) -> None:
        """Tell where a formula calls the figures an error: also of who is not ranked, for points are shown of all."""
        p, fault = self.p, lowering.score(key).fault
        if fault != p.no:
            assigned, blank = (lowering.conditions[f"{part}.{condition}"] for condition in ("assigned", "blank"))
            self._put(
                Output(names.fault(key)), p.all([fault, assigned, p.not_(blank), p.not_(lowering.scores[key].kp)])
            )

    def _put_criteria(self, lowering: LawLowering) -> None:
        changed = changes(self.rulings)
        for key, use in self.scheme.criteria.items():
            part = f"criteria.{key}"
            p, blank = self.p, lowering.conditions[f"{part}.blank"]
            self._state(names.state(key), blank, p.not_(lowering.conditions[f"{part}.ok"]))
            self._number(lowering, names.points(key), f"{part}.before" if use.tie_break else f"{part}.base")
            if part in changed:
                self._number(lowering, names.before(key), f"{part}.before")
            score = lowering.score(key)
            self._fault(lowering, key, part)
            if self.scores:
                under = lowering.product(score.denominators)
                self._put(Output(names.under(key)), under)
                self._put(Output(names.score(key), score.factor, names.under(key)), score.numerator)

    def _put_rest(self, lowering: LawLowering, quantities: FigureQuantities) -> None:
        scheme = self.scheme
        definitions = {names.bonus(key): f"bonuses.{key}.points" for key in scheme.bonuses}
        definitions |= {names.penalty(key): f"penalties.{key}.points" for key in scheme.penalties}
        for key in scheme.sections:
            definitions |= {names.section(key): f"sections.{key}.points", names.section_of(key): f"sections.{key}.of"}
        definitions |= {"base": "total.sum", "bonuses": "total.bonus", "penalties": "total.penalty"}
        definitions |= {"assigned_weight": "total.of_sum", "total": "total", "rank": "rank"}
        if "place.before" in lowering.numbers:
            definitions["place_before"] = "place.before"
        chain = [name for name in lowering.numbers if name.startswith("chain.")]
        absent = (lowering.numbers[name].numerator for name in chain if name.endswith(".has"))
        if not all(self.p.is_const(ref) for ref in absent):  # then it is told which ties an absent quantity decided
            definitions |= {name: name for name in chain}
        definitions |= {"class": "class", "class_natural": "class.natural"}
        for key in scheme.titles:
            title = f"titles.{key}"
            definitions |= {names.title(key): f"{title}.state", names.place(key): f"{title}.place"}
            least = f"{title}.quota"
            definitions[names.quota(key)] = possibly(least) if possibly(least) in lowering.numbers else least
        for name, definition in definitions.items():
            self._number(lowering, name, definition)
        for word, declared in (("bonuses", scheme.bonuses), ("penalties", scheme.penalties)):
            for key in declared:
                ok, blank = (lowering.conditions[f"{word}.{key}.{condition}"] for condition in ("ok", "blank"))
                self._state(names.state(key), blank, self.p.not_(ok))
                self._fault(lowering, key, f"{word}.{key}")
        for of, conditions in quantities.looked_at().items():
            blank, kp = (lowering.truth(condition).holds for condition in conditions)
            self._state(names.figure(of), blank, kp)
        flags = {flag: flag for flag in ("competes", "missing", "compared", "ranked", "tied")}
        flags |= {name: condition for name, condition in _CLASS_FLAGS.items() if condition in lowering.conditions}
        flags |= {names.knock_out(key): f"knock_outs.{key}" for key in scheme.knock_outs}
        for name, definition in flags.items():
            self._put(Output(name, definition=definition), lowering.conditions[definition])


class Plans:
    """The plans of a competition, made when they are asked for: of everything, and of what each voice says.

    Plans on the declared bounds serve any figures of the scheme; those on the bounds of some figures are narrower. What
    one run leaves for the next is ``kept`` with them.

    Args:
        scheme: A checked scheme.
        columns: Every figure column, with the bounds of the declared range or of the data.
        rulings: Acts in force.
        scores: Also give the exact score of each criterion.
        only: Outputs that the plan of everything gives, beside those that tell whether figures can be scored at all;
            left out: all.
    """

    def __init__(
        self,
        scheme: Scheme,
        columns: Mapping[str, Column],
        rulings: Sequence[Ruling] = (),
        *,
        scores: bool = True,
        only: Collection[str] = (),
    ) -> None:
        """Plan nothing yet."""
        self.scheme, self.rulings, self._only = scheme, tuple(rulings), only
        self.kept: dict[str, Any] = {}
        self._made = _made_for(scheme, columns, self.rulings, scores=scores)

    def serve(self, scheme: Scheme, rulings: Sequence[Ruling]) -> bool:
        """Tell whether they were made for this very scheme under these rulings."""
        return self.scheme is scheme and self.rulings == tuple(rulings)

    @property
    def whole(self) -> ScoringPlan:
        """The plan of everything.

        Raises:
            DvkError: A formula's range cannot be proved; all such criteria at once.
        """
        with _PLANNING:
            return self._whole

    @cached_property
    def _whole(self) -> ScoringPlan:
        whole = self._made.whole
        if not self._only or self.scheme.not_reported == "error":  # then every state tells of marks that are too few
            return whole
        refs = whole.plan.outputs.items()
        kept = {name: ref for name, ref in refs if name in self._only or names.fault_of(name) is not None}
        return attrs.evolve(whole, plan=Plan(whole.plan.program, kept))

    def of_voice(self, *, last: bool) -> ScoringPlan:
        """Plan what a voice says of criteria, once for all voices but the last, and for that one."""
        with _PLANNING:
            return self._made.of_voice(last=last)


class _Made:
    """Finished plans: they never change, and serve every run on the same columns under the same rulings."""

    def __init__(
        self, scheme: Scheme, columns: Mapping[str, Column], rulings: Sequence[Ruling], *, scores: bool
    ) -> None:
        self._scheme, self._columns, self._rulings, self._scores = scheme, columns, rulings, scores
        self._voices: dict[bool, ScoringPlan] = {}

    @cached_property
    def _planned(self) -> tuple[Planner, ScoringPlan]:
        planner = Planner(self._scheme, self._columns, self._rulings, scores=self._scores)
        return planner, planner.plan()

    @property
    def whole(self) -> ScoringPlan:
        return self._planned[1]

    def of_voice(self, *, last: bool) -> ScoringPlan:
        if last not in self._voices:
            uses, (planner, whole) = self._scheme.criteria.values(), self._planned
            across = any(looks_across(decided.built.tree) for use in uses for decided in use.by_kind.values())
            base = None if across else planner  # who else is compared may differ between voices
            planner = voice_planner(self._scheme, self._columns, self._rulings, whole.bounds, last=last, base=base)
            self._voices[last] = planner.plan_criteria()
        return self._voices[last]


def _made_for(scheme: Scheme, columns: Mapping[str, Column], rulings: tuple[Ruling, ...], *, scores: bool) -> _Made:
    """Give the plans for these columns and rulings: those that the scheme keeps, if it was scored with them lately."""
    key = tuple(columns.items()), rulings, scores
    with _PLANNING:
        made = scheme.plans.pop(key, None)
        if not isinstance(made, _Made):
            made = _Made(scheme, columns, rulings, scores=scores)
        scheme.plans[key] = made
        for oldest in [*scheme.plans][:-_MOST_KEPT]:
            del scheme.plans[oldest]
    return made


def voice_planner(
    scheme: Scheme,
    columns: Mapping[str, Column],
    rulings: Sequence[Ruling],
    bounds: Mapping[str, Bounds],
    *,
    last: bool,
    base: Planner | None = None,
) -> Planner:
    """Give what plans the figures of a voice: no ruling on points acts there, for these change only what counts.

    What a voice before the last leaves blank another may still say: no unit lacks it yet, and so all of them count in
    what is taken across units. Under ``zero`` nobody lacks anything; its points of what is blank are never read.
    """
    acts = [ruling for ruling in rulings if ruling.act != "points"]
    if not last:
        scheme = attrs.evolve(scheme, not_reported="zero")
    return Planner(scheme, columns, acts, scores=False, bounds=bounds, base=base)


def _same_criteria(law: Law, other: Law) -> list[str]:
    """Name the definitions of criteria that are the same in two laws; one rests on those of its criterion before it."""
    same: list[str] = []
    differ: set[str] = set()
    for definition in law.sheet:
        if not definition.part.startswith("criteria.") or definition.part in differ:
            continue
        if definition.name in other.sheet and other.sheet[definition.name] == definition:
            same.append(definition.name)
        else:
            differ.add(definition.part)
    return same


def _is_decimal(factor: Fraction) -> bool:
    """Tell whether a number of these is written with an end: nothing but 2 and 5 divides it."""
    under = factor.denominator
    for prime in (2, 5):
        while under % prime == 0:
            under //= prime
    return under == 1
