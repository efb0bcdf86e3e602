"""The working of one unit, line by line, as one would do it with a calculator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.cells import kept_marks
from dvk_scoring.formula.exact import Trace
from dvk_scoring.formula.lines import Leaf, Lines, NoValue, Term, joined
from dvk_scoring.formula.phrases import SIGNS, Phrases, join_terms
from dvk_scoring.formula.shapes import bound_of, clip_of, factors_of, single_of, terms_of
from dvk_scoring.formula.show import is_short, show_apart, show_exact, show_fraction, show_result
from dvk_scoring.formula.symbols import FigureSpec, ParamSpec
from dvk_scoring.formula.vocabulary import ROUNDED
from dvk_scoring.formula.walk import children
from dvk_scoring.text import Language, capital

_MOST_INSIDE: Final = 4
_MOST_WHY: Final = 3
_MOST_BEST: Final = 3
_MOST_VALUES: Final = 15


def tell_trace(
    trace: Trace,
    specs: Sequence[FigureSpec],
    language: Language,
    params: Mapping[str, ParamSpec] | None = None,
    unit_names: Mapping[str, str] | None = None,
) -> list[str]:
    """Tell the working of one unit in numbered lines; ``(2)`` in a line is the number that line 2 gave.

    Args:
        trace: The working.
        specs: The criterion's figures.
        language: ``vi`` or ``en``.
        params: The criterion's params, told by label.
        unit_names: Id of a unit → its name, for the units that set a value across a cluster.
    """
    follower = _Follower(trace, Phrases(specs, language, params, defaults=False), unit_names or {})
    follower.follow()
    return [f"{index}. {line}" for index, line in enumerate(follower.lines, start=1)]


class _Follower(Lines):
    """Writes the lines. Each part that was reached is written once, after the parts it needs."""

    def follow(self) -> None:
        """Write all lines of the formula."""
        if self._say_missing():
            return
        assert isinstance(self._root.node, t.Num)
        try:
            term = self._term(self._root.node)
        except NoValue:
            self._write("error" if self._root.error is not None else "not_assigned")
            return
        if not self.lines:
            self.lines.append(term.both)

    # parts

    def _term(self, node: t.Num) -> Term:
        """Give what stands for a part, its own lines written first."""
        if node not in self._terms:
            self._terms[node] = self._made(node)
        return self._terms[node]

    def _made(self, node: t.Num) -> Term:
        if isinstance(node, t.Number):
            shown = self._phrases.number(node.value)
            shown = f"({shown})" if "/" in shown or node.value < 0 else shown
            return Term(shown, shown)
        if isinstance(node, t.Figure | t.Attribute | t.Param):
            return self._symbol(self._phrases.symbol(node), self._value(node))
        only = single_of(node)
        if only is not node:
            return self._term(only)
        if isinstance(node, t.Add | t.Subtract):
            return self._computed(node, self._sum(node))
        if isinstance(node, t.Multiply):
            return self._computed(node, self._product(node))
        return self._written(node)

    def _written(self, node: t.Num) -> Term:
        match node:
            case t.Ratio():
                return self._ratio(node)
            case t.Least() | t.Greatest():
                return self._bounded(node)
            case t.Choose():
                return self._choose(node)
            case t.Bands():
                return self._bands(node)
            case t.Across():
                return self._across(node)
            case t.Rescale() | t.ShareOfBest():
                return self._share(node)
            case t.Marks():
                return self._marks(node)
            case t.Titled():
                return self._titled(node)
            case t.Absent():
                raise NoValue
        return self._measured(node)

    def _titled(self, node: t.Titled) -> Term:
        """Put the name of a part before the line in which it was found; from then on the name stands for it."""
        before = len(self.lines)
        inside, title = self._term(node.of), self._phrases.title(node)
        if len(self.lines) > before and inside.symbol == f"({len(self.lines)})":
            self.lines[-1] = f"{title}: {self.lines[-1]}"
        else:
            self.lines.append(f"{title} = {inside.both}")
        self._phrases.names[node] = title
        return self._symbol(title, self._value(node))

    def _alone(self, node: t.Num) -> bool:
        """Tell whether a part may be written inside the line of the only part that uses it."""
        return self._uses[node] <= 1 and node not in self._terms

    def _sum(self, node: t.Num) -> Term:
        signs, parts = zip(*terms_of(node), strict=True)
        terms = [
            self._product(part) if isinstance(part, t.Multiply) and self._alone(part) else self._term(part)
            for part in parts
        ]
        return joined(terms, lambda texts: join_terms(signs, texts, self._language))

    def _product(self, node: t.Num) -> Term:
        return joined([self._grouped(factor) for factor in factors_of(node)], " × ".join)

    def _grouped(self, node: t.Num) -> Term:
        """Give a part of a product or division: a short sum or product of plain things stands in brackets."""
        parts = _plain_parts(node) if self._alone(node) else []
        if 1 < len(parts) <= _MOST_INSIDE and all(
            isinstance(part, Leaf) or part in self._phrases.names for part in parts
        ):
            inside = self._product(node) if isinstance(node, t.Multiply) else self._sum(node)
            return self._symbol(f"({inside.symbol})", self._value(node))
        return self._term(node)

    def _ratio(self, node: t.Ratio) -> Term:
        if self._value(node.under) == 0:
            return self._empty(node, node.when_empty, self._say("zero", what=self._phrases.say(node.under)))
        inside = isinstance(node.over, t.Multiply) and self._alone(node.over)
        over = self._product(node.over) if inside else self._grouped(node.over)
        under = self._grouped(node.under)
        return self._computed(node, joined([over, under], " ÷ ".join))

    def _empty(self, node: t.Num, meaning: t.Num | t.Empty, why: str) -> Term:
        if isinstance(meaning, t.Num):
            return self._taken(node, why, meaning)
        self.lines.append(capital(why))
        raise NoValue

    def _bounded(self, node: t.Least | t.Greatest) -> Term:
        held = clip_of(node)
        if held is not None:
            return self._clip(node, held)
        terms = [self._term(part) for part in node.of]
        least = isinstance(node, t.Least)
        bound = bound_of(node)
        if bound is None:
            listed = "; ".join(term.both for term in terms)
            return self._operation(node, self._say("least" if least else "greatest", of=listed))
        inner, other = (self._term(part) for part in bound)
        if self._value(bound[0]) == self._value(node):
            return inner
        return self._operation(node, self._say("at_most" if least else "no_less", value=inner.both, bound=other.both))

    def _clip(self, node: t.Num, held: tuple[t.Num, t.Num, t.Num]) -> Term:
        value, low, high = (self._term(part) for part in held)
        if self._value(held[0]) == self._value(node):
            return value
        return self._operation(node, self._say("clip", value=value.both, low=low.both, high=high.both))

    # branches

    def _choose(self, node: t.Choose) -> Term:
        whys: list[str] = []
        for case in node.cases:
            holds = self._holds(case.when)
            whys.append(self._why(case.when, holds=holds))
            if holds:
                why = whys[-1:] if len(whys) > _MOST_WHY else whys
                return self._taken(node, self._phrases.word("and").join(why), case.then)
        why = [self._say("no_case")] if len(whys) > _MOST_WHY else whys
        return self._taken(node, self._phrases.word("and").join(why), node.otherwise)

    def _holds(self, condition: t.Cond) -> bool:
        """Tell whether a condition holds, the lines of its numbers written first."""
        for part in _numbers_of(condition):
            self._term(part)
        value = self._traces[condition].value
        if isinstance(value, bool):
            return value
        raise NoValue

    def _why(self, condition: t.Cond, *, holds: bool) -> str:
        """Write why a condition holds or does not: of several parts, only one that decides."""
        facts: dict[tuple[t.Cond, bool], None] = {}
        stack = [(condition, holds)]
        seen = set(stack)
        while stack:
            current, yes = stack.pop()
            parts: list[tuple[t.Cond, bool]] = []
            if isinstance(current, t.Not):
                parts = [(current.of, not yes)]
            elif isinstance(current, t.Or if yes else t.And):
                parts = [next((part, yes) for part in current.of if self._traces[part].value is yes)]
            elif isinstance(current, t.And | t.Or):
                parts = [(part, yes) for part in current.of]
            else:
                facts[current, yes] = None
            stack += [part for part in reversed(parts) if part not in seen]
            seen.update(parts)
        return self._phrases.word("and").join(
            self._phrases.holds(fact, yes=yes, beside=self._beside) for fact, yes in facts
        )

    def _beside(self, op: t.CompareOp, left: t.Num, right: t.Num) -> str:
        terms = [self._term(left), self._term(right)]
        if all(term.symbol == term.shown for term in terms):
            return ""
        if op == "==" and terms[1].symbol == terms[1].shown:  # “A” = 0 says what A is
            return ""
        one, other = show_apart(self._value(left), self._value(right), self._language)
        return f" ({one} {SIGNS[op]} {other})"

    def _bands(self, node: t.Bands) -> Term:
        term = self._term(node.value)
        starts = [self._value(band.start) for band in node.steps]
        index = next((place for place in range(len(starts), 0, -1) if self._value(node.value) >= starts[place - 1]), 0)
        why = self._say("band", value=term.both, where=self._phrases.band(node, index))
        return self._taken(node, why, node.steps[index - 1].then if index else node.below)

    # across units

    def _across(self, node: t.Across) -> Term:
        trace = self._traces[node]
        if node.kind == "rank":
            return self._rank(node, trace)
        what = self._phrases.unnamed(node)[1]
        values = [value for _, value in trace.members]
        if not values and node.kind not in ("sum", "count"):
            return self._empty(node, node.when_empty, self._say("no_unit", what=what))
        value = show_fraction(self._value(node), self._language)
        match node.kind:
            case "highest" | "lowest":
                best = self._names(unit for unit, number in trace.members if number == trace.value)
                return self._operation(node, what, self._say("best", value=value, best=best, count=len(values)))
            case "mean":
                whole = sum(values, Fraction(0))
                result = show_result(self._value(node), self._language, of_printed=is_short(whole))
                return self._operation(node, what, f"{self._shown(whole)} ÷ {len(values)} {result}")
        return self._operation(
            node, what, self._say("of_units", value=value, count=len(values)) if node.kind == "sum" else value
        )

    def _names(self, units: Iterable[str]) -> str:
        names = [self._unit_names.get(unit, unit) for unit in units]
        return ", ".join(names[:_MOST_BEST]) + (", …" if len(names) > _MOST_BEST else "")

    def _rank(self, node: t.Across, trace: Trace) -> Term:
        if not trace.counted:
            return self._empty(node, node.when_empty, self._say("not_counted", what=self._phrases.say(node.value)))
        self._term(node.value)
        value = show_fraction(self._value(node), self._language)
        return self._operation(
            node, self._phrases.unnamed(node)[1], self._say("of_units", value=value, count=len(trace.members))
        )

    def _share(self, node: t.Rescale | t.ShareOfBest) -> Term:
        trace, meaning = self._traces[node], node.when_flat if isinstance(node, t.Rescale) else node.when_empty
        if node.among is not None and not self._holds(node.among):
            return self._empty(node, meaning, self._say("not_counted", what=self._phrases.say(node.value)))
        term = self._term(node.value)
        values = [value for _, value in trace.members]
        if not values:
            return self._empty(node, meaning, self._say("no_unit", what=self._phrases.unnamed(node)[1]))
        over, under, written = self._divided(node, term, min(values), max(values))
        what = self._phrases.unnamed(node)[1]
        if under == 0:
            if isinstance(node, t.ShareOfBest) and node.prefer == "low":
                return self._operation(node, what)
            return self._empty(node, meaning, self._say("flat"))
        if over / under != self._value(node):
            low, high = self._shown(Fraction(0)), self._shown(Fraction(1))
            return self._operation(node, f"{what}: {self._say('clip', value=written, low=low, high=high)}")
        printed = all(map(is_short, (self._value(node.value), min(values), max(values))))
        return self._line(node, f"{what}: {written} {show_result(over / under, self._language, of_printed=printed)}")

    def _divided(
        self, node: t.Rescale | t.ShareOfBest, term: Term, low: Fraction, high: Fraction
    ) -> tuple[Fraction, Fraction, str]:
        """Give what is divided by what, and how that is written."""
        value, bottom, top = self._value(node.value), self._shown(low), self._shown(high)
        if isinstance(node, t.ShareOfBest):
            if node.prefer == "high":
                return value, high, f"{term.shown} ÷ {top}"
            return low, value, f"{bottom} ÷ {term.shown}"
        if node.prefer == "high":
            return value - low, high - low, f"({term.shown} − {bottom}) ÷ ({top} − {bottom})"
        return high - value, high - low, f"({top} − {term.shown}) ÷ ({top} − {bottom})"

    # several figures, and what is measured

    def _marks(self, node: t.Marks) -> Term:
        computed = not all(isinstance(number, Leaf) for number in node.of)
        terms = [self._term(number).both for number in self._marks_given(node)] if computed else []
        marks = sorted(map(self._value, self._marks_given(node)))
        if node.kind == "count":
            return self._operation(node, self._say("marks_count", count=len(node.of)))
        if node.kind == "place" and len(marks) < (node.best or 1):
            return self._empty(node, node.when_fewer, self._say("few_marks", count=len(marks), place=node.best))
        if len(marks) < node.fewest:
            self._write("few", given=len(marks), fewest=node.fewest)
            raise NoValue
        listed = "; ".join(terms) if terms else self._listed(marks)
        if node.kind in ("median", "place"):
            key = "best" if node.kind == "place" and node.best == 1 else node.kind
            text = self._say(f"marks_{key}", count=len(marks), marks=listed, place=node.best)
            low = node.kind == "place" and node.prefer == "low"
            return self._operation(node, text + (self._phrases.word("low_first") if low else ""))
        kept = kept_marks(node, marks)
        text = self._say(f"marks_{node.kind}", count=len(kept))
        left = _without(marks, kept)
        if left:
            text += self._say("dropped", dropped=self._listed(left))
        if len(kept) == 1:
            return self._operation(node, text)
        whole = " + ".join(self._shown(mark) for mark in kept)
        whole = f"({whole}) ÷ {len(kept)}" if node.kind == "mean" else whole
        result = show_result(self._value(node), self._language, of_printed=all(map(is_short, kept)))
        return self._line(node, f"{text}: {whole} {result}")

    def _marks_given(self, node: t.Marks) -> list[t.Num]:
        return [number for number in node.of if isinstance(self._traces[number].value, Fraction)]

    def _listed(self, values: Sequence[Fraction]) -> str:
        texts = [self._shown(value) for value in values]
        return "; ".join(texts if len(texts) <= _MOST_VALUES else [*texts[:_MOST_VALUES], "…"])

    def _measured(self, node: t.Num) -> Term:
        match node:
            case t.CountOf(of, at_least):
                bound = self._term(at_least)
                values = self._listed([self._value(number) for number in of])
                return self._operation(node, self._say("count_of", at_least=bound.both, count=len(of), values=values))
            case t.Round(value, places, mode):
                term = self._term(value)
                if self._value(value) == self._value(node):
                    return term
                said = ROUNDED[mode].in_(self._language).format(value=term.both, places=self._phrases.places(places))
                return self._operation(node, said, show_exact(self._value(node), self._language))
            case t.Absolute(value):
                term = self._term(value)
                self._phrases.names.setdefault(value, term.both)
                return self._operation(node, self._phrases.unnamed(node)[1])
            case t.Power(value, _) | t.Log(value, _):
                term = self._term(value)
                self._phrases.names.setdefault(value, term.both)
                return self._operation(node, self._phrases.unnamed(node)[1])
        message = f"{type(node).__name__} is no node of a formula"
        raise TypeError(message)


def _plain_parts(node: t.Num) -> list[t.Num]:
    if isinstance(node, t.Add | t.Subtract):
        return [part for _, part in terms_of(node)]
    return factors_of(node) if isinstance(node, t.Multiply) else []


def _numbers_of(condition: t.Cond) -> list[t.Num]:
    """Give the numbers that a condition compares, each once, in the order in which they are read."""
    numbers: dict[t.Num, None] = {}
    seen: set[t.Cond] = set()
    stack = [condition]
    while stack:
        current = stack.pop()
        if isinstance(current, t.Compare):
            numbers |= {current.left: None, current.right: None}
        elif current not in seen:
            seen.add(current)
            stack += [part for part in reversed(children(current)) if isinstance(part, t.Cond)]
    return list(numbers)


def _without(marks: Sequence[Fraction], kept: Sequence[Fraction]) -> list[Fraction]:
    """Give the marks that are left out."""
    left = Counter(marks) - Counter(kept)
    return sorted(left.elements())
