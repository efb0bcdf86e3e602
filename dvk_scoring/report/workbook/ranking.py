"""From totals to ranks, classes and titles, as ``scoring.rank`` and ``scoring.award``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.formula import grid as g
from dvk_scoring.report.workbook.inputs import Inputs, title_of
from dvk_scoring.report.workbook.totals import Part, Totals

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book
    from dvk_scoring.scheme.model import Class, KnockOut, Quota, Test, TieBreak, Title

_NEAR: Final = "1E-9"


@attrs.frozen
class Awards:
    """The columns of the result.

    Attributes:
        total: The total where the unit is ranked.
        ranked, order, rank, tied: 1 or 0, place over all, rank, 1 or 0.
        klass, class_title: Number of the class, its title.
        titles: Id → proposal in words.
    """

    total: g.Column
    ranked: g.Column
    order: g.Column
    rank: g.Column
    tied: g.Column
    chain: tuple[g.Column, ...]
    natural: g.Column | None
    klass: g.Column | None
    class_title: g.Column | None
    knock_outs: Mapping[str, g.Column]
    titles: Mapping[str, g.Column]
    places: Mapping[str, g.Column]
    quotas: Mapping[str, g.Column]


@attrs.frozen
class Quantity:
    """A quantity a test looks at; ``there`` None: every unit has it; ``base`` and ``of`` for shares."""

    value: g.Expr
    there: g.Expr | None
    step: Fraction
    base: g.Expr | None = None
    of: g.Expr | None = None


class Ranking:
    """Builds the columns of the ranking."""

    def __init__(self, book: Book, inputs: Inputs, totals: Totals, compared: g.Column | None) -> None:
        """Start the sheet."""
        self.book, self.inputs, self.totals, self.scheme = book, inputs, totals, book.scheme
        self.sheet = book.sheet(book.say("ranking"), book.say("ranking_title"))
        tests = [] if compared is None else [g.compare("=", compared.ref, g.number(1))]
        tests.append(g.compare(">", totals.of, g.number(0)))
        self.ranked = self._flag("ranked", g.all_of(tests))
        self.order: g.Column | None = None
        self.places = {key: Fraction(place) for place, key in enumerate(self.scheme.classes, start=1)}

    def _add(self, key: str, expr: g.Cells, group: str = "", **values: object) -> g.Column:
        return self.sheet.add(self.book.say(key, **values), expr, group=group, places=0)

    def _flag(self, key: str, test: g.Expr, group: str = "", **values: object) -> g.Column:
        return self._add(key, g.one_if(test), group, **values)

    def _where_ranked(self, expr: g.Expr) -> g.Expr:
        return g.choose(is_one(self.ranked), expr, g.word(""))

    def build(self) -> Awards:
        """Write ranks, then classes, then titles."""
        places = self.scheme.rounding.total
        total = self.sheet.add(
            self.book.say("total"), self._where_ranked(self.totals.total.ref), places=places, look="total"
        )
        chain = tuple(self._chain(index, step) for index, step in enumerate(self.scheme.ranking.tie_break))
        self.order = self._order(total, chain)
        rank, tied = self._ranks(self.order)
        struck = {key: self._strikes(fault) for key, fault in self.scheme.knock_outs.items()}
        natural, klass, class_title = self._classes(struck)
        titles: dict[str, g.Column] = {}
        first: dict[str, g.Column] = {}
        quotas: dict[str, g.Column] = {}
        takes_part: dict[str, g.Expr] = {}
        for key, title in self.scheme.titles.items():
            titles[key], first[key], quotas[key] = self._title(title, struck, klass, takes_part)
            takes_part[key] = self._takes_part(titles[key], first[key], quotas[key])
        return Awards(
            total,
            self.ranked,
            self.order,
            rank,
            tied,
            chain,
            natural,
            klass,
            class_title,
            struck,
            titles,
            first,
            quotas,
        )

    # ranks

    def _chain(self, index: int, step: TieBreak) -> g.Column:
        what = self.book.say("committee") if step.by == "committee" else self._named(step.by)
        if step.by == "committee":
            value: g.Expr = self.inputs.tie.number
        else:
            quantity = self._quantity(step.by)
            value = quantity.value
            if step.at_least is not None:
                bound = self._bound(f"tie_break.{index + 1}", what, step.at_least)
                value = self._there(quantity, g.one_if(g.compare(">=", value, bound)), g.number(0))
            else:
                if step.prefer == "low":
                    value = g.multiply(g.number(-1), value)
                value = self._there(quantity, value, g.number(self._lowest(index, quantity)))
        places = (
            0 if step.by == "committee" or step.at_least is not None else self._decimals(self._quantity(step.by).step)
        )
        title = self.book.say("tie_break", index=index + 1, what=what)
        return self.sheet.add(title, self._where_ranked(value), places=places)

    @staticmethod
    def _decimals(step: Fraction) -> int:
        return next(place for place in range(20) if (step * 10**place).denominator == 1)

    def _lowest(self, index: int, quantity: Quantity) -> Fraction:
        """Give the key of a unit that lacks the quantity: the lowest there can be."""
        plan = self.book.result.plan.plan
        return plan.program[plan.outputs[f"chain:{index}"]].low * quantity.step

    @staticmethod
    def _there(quantity: Quantity, then: g.Expr, otherwise: g.Expr) -> g.Expr:
        return then if quantity.there is None else g.choose(quantity.there, then, otherwise)

    def _order(self, total: g.Column, chain: Sequence[g.Column]) -> g.Column:
        """Count who is better, key after key: equal order is tied."""
        keys = [total, *chain]
        parts: list[g.Expr] = [g.number(1)]
        for place, key in enumerate(keys):
            equal = [g.Criterion(one, "=", one.ref) for one in keys[:place]]
            parts.append(g.count_where(*equal, g.Criterion(key, ">", key.ref)))
        return self._add("order", self._where_ranked(g.add(*parts)))

    def _within(self) -> list[g.Criterion]:
        return self._per(self.scheme.ranking.within)

    def _per(self, over: str) -> list[g.Criterion]:
        cluster = self.book.cluster
        return [g.Criterion(cluster, "=", cluster.ref)] if over == "cluster" else []

    def _ranks(self, order: g.Column) -> tuple[g.Column, g.Column]:
        within = self._within()
        before = g.Criterion(order, "<", order.ref)
        same = g.Criterion(order, "=", order.ref)
        if self.scheme.ranking.ties == "dense":
            first = g.compare("=", g.count_where(*within, same, down_to_own=True), g.number(1))
            leads = self._add("first_of_tie", self._where_ranked(g.one_if(first)))
            place = g.count_where(*within, g.Criterion(leads, "=", g.number(1)), before)
        else:
            place = g.count_where(*within, before)
        expr = self._where_ranked(g.add(g.number(1), place))
        rank = self.sheet.add(self.book.say("rank"), expr, places=0, look="rank")
        tied = g.one_if(g.compare(">", g.count_where(*within, same), g.number(1)))
        return rank, self._add("tied", g.choose(is_one(self.ranked), tied, g.number(0)))

    # quantities and tests

    def _named(self, of: str, *, share: bool = False) -> str:
        book = self.book
        head, _, rest = of.partition(".")
        if of in ("total", "bonuses", "penalties"):
            name = book.say(f"quantity_{of}")
        elif of.startswith("every "):
            name = book.say(of)
        elif head == "sections":
            section = self.scheme.sections[rest]
            name = f"{section.no} {section.title.in_(book.language)}".strip()
        elif head == "criteria" and "." not in rest:
            name = title_of(book, rest)
        else:
            name = self.inputs.specs[rest].label.in_(book.language)
        return book.say("share_of", what=name) if share else name

    def _quantity(self, of: str) -> Quantity:
        head, _, rest = of.partition(".")
        totals, outputs = self.totals, self.book.result.plan.outputs
        if of in ("total", "bonuses", "penalties"):
            column = {"total": totals.total, "bonuses": totals.bonus, "penalties": totals.penalty}[of]
            return Quantity(column.number, None, outputs[of].factor)
        if head == "figures" or "." in rest:
            column = self.inputs.figures[rest]
            return Quantity(column.ref, g.is_number(column), Fraction(1, 10 ** self.inputs.specs[rest].places))
        part = (totals.criteria if head == "criteria" else totals.sections)[rest]
        name = f"points:{rest}" if head == "criteria" else f"section:{rest}"
        of_ = self._of(part)
        return Quantity(part.points, g.compare(">", of_, g.number(0)), outputs[name].factor, g.sum_of(part.bases), of_)

    @staticmethod
    def _of(part: Part) -> g.Expr:
        return g.sum_of(part.counted) if part.counted else g.add(*part.weights)

    def _bound(self, name: str, label: str, value: Fraction) -> g.Expr:
        return self.book.parameter(name, label, self.book.say("ranking"), value)

    def _passes(self, test: Test, name: str, *, absent: bool) -> g.Expr:
        """Write 1 where a test passes; ``absent`` is what it says where the unit does not have the quantity."""
        book = self.book
        label = self._named(test.of, share=test.share)
        low = test.at_least
        lower = None if low is None else self._bound(f"{name}.from", book.say("at_least", what=label), low)
        high = test.at_most
        upper = None if high is None else self._bound(f"{name}.to", book.say("at_most", what=label), high)
        found = []
        for of in self._names(test.of):
            quantity = self._quantity(of)
            tests = [self._side(">=", quantity, lower, test)] if lower is not None else []
            tests += [self._side("<=", quantity, upper, test)] if upper is not None else []
            inside = g.one_if(g.all_of(tests)) if tests else g.number(1)
            found.append(self._there(quantity, inside, g.number(int(absent))))
        return found[0] if len(found) == 1 else g.least(*found)

    @staticmethod
    def _side(op: str, quantity: Quantity, bound: g.Expr, test: Test) -> g.Expr:
        if not test.share:
            return g.compare(op, quantity.value, bound)
        assert quantity.base is not None
        assert quantity.of is not None
        return g.near(op, quantity.base, g.multiply(bound, quantity.of), _NEAR)

    def _names(self, of: str) -> list[str]:
        if of == "every section":
            return [f"sections.{key}" for key, section in self.scheme.sections.items() if section.parent is None]
        return [f"criteria.{key}" for key in self.scheme.criteria] if of == "every criterion" else [of]

    def _kinds(self, kinds: Sequence[str] | None, expr: g.Expr) -> g.Cells:
        """Write an expression for some kinds of unit, 0 for the others."""
        if kinds is None:
            return expr
        return [expr if kind in kinds else g.number(0) for kind in self.book.kinds]

    def _strikes(self, fault: KnockOut) -> g.Column:
        expr = self._passes(fault.when, f"knock_out.{fault.id}", absent=False)
        return self._add("knock_out", self._kinds(fault.applies_to, expr), title=fault.title.in_(self.book.language))

    # classes

    def _classes(self, struck: Mapping[str, g.Column]) -> tuple[g.Column | None, g.Column | None, g.Column | None]:
        if not self.scheme.classes:
            return None, None, None
        reach = [self._reaches(one, struck) for one in self.scheme.classes.values()]
        natural = klass = self._add("natural", self._first(reach, 0))
        for one in self.scheme.classes.values():
            if one.quota is not None:
                klass = self._cut(one, klass, natural, reach)
        number = self._add("class_no", klass.ref)
        return natural, number, self._class_title(number)

    def _class_title(self, klass: g.Column) -> g.Column:
        """Look the title up in the list of the parameters' sheet."""
        titles = [one.title.in_(self.book.language) for one in self.scheme.classes.values()]

        def value(row: int) -> g.Value:
            place = int(g.number_of(klass.values[row]))
            return titles[place - 1] if place else ""

        def write(row: int, here: g.Sheet) -> str:
            own = klass.at(row, here)
            return f'IF({own}=0,"",INDEX(class.titles,{own}))'

        return self.sheet.add(self.book.say("class"), g.Expr(write, value, texts=True), look="class")

    def _reaches(self, one: Class, struck: Mapping[str, g.Column]) -> g.Column:
        book, label = self.book, one.title.in_(self.book.language)
        start = self.book.parameter(f"class.{one.id}.from", book.say("class_from"), label, one.start)
        tests = [g.compare(">=", self.totals.total.ref, start)]
        for index, test in enumerate(one.requires, start=1):
            passes = self._passes(test, f"class.{one.id}.requires_{index}", absent=True)
            tests.append(g.compare("=", passes, g.number(1)))
        for key, fault in self.scheme.knock_outs.items():
            at_most = None if fault.class_at_most is None else self.places[fault.class_at_most]
            if fault.bars_class or (at_most is not None and self.places[one.id] < at_most):
                tests.append(g.compare("=", struck[key].ref, g.number(0)))
        expr = g.choose(is_one(self.ranked), g.one_if(g.all_of(tests)), g.number(0))
        return self._add("reaches", expr, title=label)

    @staticmethod
    def _first(reach: Sequence[g.Column], after: int) -> g.Expr:
        """The first class after a place that the unit reaches, 0: none."""
        result = g.number(0)
        for place in range(len(reach), after, -1):
            result = g.choose(is_one(reach[place - 1]), g.number(place), result)
        return result

    def _cut(self, one: Class, klass: g.Column, natural: g.Column, reach: Sequence[g.Column]) -> g.Column:
        """Put units beyond the quota of a class into the next class they reach."""
        quota, place = one.quota, int(self.places[one.id])
        assert quota is not None
        label = one.title.in_(self.book.language)
        here = self._flag("here", g.compare("=", klass.ref, g.number(place)), title=label)
        allowed = self._allowed(f"class.{one.id}", quota, here, natural, label)
        last = self._placed(here, quota, label, first=False)
        over = g.compare("<", allowed.ref, last.number)
        expr = g.choose(is_one(here), g.choose(over, self._first(reach, place), klass.ref), klass.ref)
        return self._add("after_quota", expr, title=label)

    # quotas

    def _allowed(self, name: str, quota: Quota, eligible: g.Column, klass: g.Column | None, label: str) -> g.Column:
        book = self.book
        if quota.count is not None:
            count = book.parameter(f"{name}.quota", book.say("quota_count"), label, Fraction(quota.count))
            return self._add("quota", count, label)
        basis = self._basis(quota, eligible, klass, label)
        share = book.parameter(f"{name}.share", book.say("quota_share"), label, quota.share or Fraction(0))
        wanted = g.multiply(g.count_where(*self._per(quota.per), g.Criterion(basis, "=", g.number(1))), share)
        mode = {"down": "floor", "up": "ceiling", "half-up": "half-up+"}[quota.round]
        number = g.rounded(wanted, 0, mode, _NEAR, _ROUNDERS[quota.round])
        if quota.at_least:
            least = book.parameter(f"{name}.at_least", book.say("quota_least"), label, Fraction(quota.at_least))
            number = g.greatest(number, least)
        return self._add("quota", number, label)

    def _basis(self, quota: Quota, eligible: g.Column, klass: g.Column | None, label: str) -> g.Column:
        if quota.of == "eligible":
            return eligible
        if quota.of == "ranked":
            return self.ranked
        assert klass is not None
        return self._flag("basis", self._in_class(klass, quota.of_class or ""), label)

    def _in_class(self, klass: g.Column, top: str) -> g.Expr:
        return g.all_of(
            [g.compare(">", klass.ref, g.number(0)), g.compare("<=", klass.ref, g.number(self.places[top]))]
        )

    def _placed(self, among: g.Column, quota: Quota, label: str, *, first: bool) -> g.Column:
        """Give the first or last place of the tie a unit is in, among those that compete; empty for the others."""
        assert self.order is not None
        order = self.order
        criteria = [*self._per(quota.per), g.Criterion(among, "=", g.number(1))]
        count = g.count_where(*criteria, g.Criterion(order, "<" if first else "<=", order.ref))
        expr = g.add(g.number(1), count) if first else count
        return self._add("first" if first else "last", g.choose(is_one(among), expr, g.word("")), label)

    # titles

    def _title(
        self, title: Title, struck: Mapping[str, g.Column], klass: g.Column | None, earlier: Mapping[str, g.Expr]
    ) -> tuple[g.Column, g.Column, g.Column]:
        book, quota, label = self.book, title.quota, title.title.in_(self.book.language)
        eligible = self._eligible(title, struck, klass, earlier, label)
        competes = eligible
        holds = [g.compare("=", one.number, g.number(1)) for one in (self.inputs.hold_class, self.inputs.hold_titles)]
        held = g.any_of(holds)
        if quota.held == "passes":
            free = g.all_of([is_one(eligible), g.not_(held)])
            competes = self._flag("competes", free, label)
        allowed = self._allowed(f"title.{title.id}", quota, competes, klass, label)
        first, last = (self._placed(competes, quota, label, first=one) for one in (True, False))
        reserve = allowed.ref
        if quota.reserve:
            more = book.parameter(
                f"title.{title.id}.reserve", book.say("quota_reserve"), label, Fraction(quota.reserve)
            )
            reserve = g.add(allowed.ref, more)
        state = g.word(book.say("no"))
        steps = [(last, reserve, "reserve"), (first, allowed.ref, "undecided"), (last, allowed.ref, "proposed")]
        if quota.reserve:
            steps.insert(0, (first, reserve, "undecided"))
        else:
            steps = steps[1:]
        for place, bound, key in steps:
            state = g.choose(g.compare("<=", place.number, bound), g.word(book.say(key)), state)
        state = g.choose(held, g.word(book.say("held")), state)
        state = g.choose(is_one(eligible), state, g.word(book.say("no")))
        return self.sheet.add(book.say("proposal"), state, group=label, look="class"), first, allowed

    def _takes_part(self, state: g.Column, first: g.Column, allowed: g.Column) -> g.Expr:
        """Tell whether a unit has, or may yet have, one of a title's places: a tie across the reserve gives none."""
        proposed, undecided, held = (g.is_word(state, self.book.say(one)) for one in ("proposed", "undecided", "held"))
        return g.any_of([proposed, held, g.all_of([undecided, g.compare("<=", first.number, allowed.ref)])])

    def _eligible(
        self,
        title: Title,
        struck: Mapping[str, g.Column],
        klass: g.Column | None,
        earlier: Mapping[str, g.Expr],
        label: str,
    ) -> g.Column:
        tests = [is_one(self.ranked)]
        for key, fault in self.scheme.knock_outs.items():
            if fault.bars_titles == "all" or title.id in fault.bars_titles:
                tests.append(g.compare("=", struck[key].ref, g.number(0)))
        if title.class_at_least is not None and klass is not None:
            tests.append(self._in_class(klass, title.class_at_least))
        for index, test in enumerate(title.requires, start=1):
            passes = self._passes(test, f"title.{title.id}.requires_{index}", absent=True)
            tests.append(g.compare("=", passes, g.number(1)))
        tests += [g.not_(earlier[key]) for key in title.not_with]
        return self._add("eligible", self._kinds(title.applies_to, g.one_if(g.all_of(tests))), label)


def is_one(column: g.Column) -> g.Expr:
    """Tell whether a cell holds 1."""
    return g.compare("=", column.ref, g.number(1))


def _half_up(value: Fraction) -> Fraction:
    return Fraction((2 * value + 1) // 2)


_ROUNDERS: Final = {
    "down": lambda value: Fraction(value // 1),
    "up": lambda value: Fraction(-(-value // 1)),
    "half-up": _half_up,
}
