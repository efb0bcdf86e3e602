"""A part of a formula as a phrase of Vietnamese or English, figures and params by their labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Final

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.shapes import bound_of, clip_of, factors_of, single_of, terms_of
from dvk_scoring.formula.show import show_decimals, show_exact
from dvk_scoring.formula.symbols import FigureSpec, ParamSpec
from dvk_scoring.formula.vocabulary import PLACES, ROUNDED, SENTENCES, WHOLE, WORDS
from dvk_scoring.text import Language

SENTENCE, SUM, PRODUCT, ATOM = range(4)
MOST_LISTED: Final = 6
_MOST_PARTS: Final = 1_000
_MOST_PARTS_WHOLE: Final = 20_000
_CUT: Final = "…"
Beside = Callable[[t.CompareOp, t.Num, t.Num], str]
SIGNS: Final = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}
_OPPOSITE: Final[Mapping[t.CompareOp, t.CompareOp]] = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==",
}  # fmt: skip
_ANSWERS: Final[Mapping[tuple[t.CompareOp, Fraction], str]] = {
    **dict.fromkeys([("==", Fraction(1)), (">=", Fraction(1)), (">", Fraction(0)), ("!=", Fraction(0))], "yes"),
    **dict.fromkeys([("==", Fraction(0)), ("<", Fraction(1)), ("<=", Fraction(0)), ("!=", Fraction(1))], "no"),
}


class Phrases:
    """Writes parts of one criterion's formula in one language."""

    def __init__(
        self,
        specs: Sequence[FigureSpec],
        language: Language,
        params: Mapping[str, ParamSpec] | None,
        *,
        defaults: bool = True,
        values: Mapping[str, str] | None = None,
        whole: bool = False,
    ) -> None:
        """Keep the labels; ``names`` holds the parts that were given a letter or a line of their own.

        ``defaults``: a param is followed by its default, or by what ``values`` says of it. ``whole``: long lists and
        sums are not cut in the middle.
        """
        self.language: Language = language
        self.specs = {spec.name: spec for spec in specs}
        self.params = params or {}
        self.names: dict[t.Num | t.Cond, str] = {}
        self.defaults = defaults
        self.values = values or {}
        self.whole = whole
        self._open = self._left = 0

    def word(self, key: str, **values: object) -> str:
        """Fill one of the words."""
        return WORDS[key].in_(self.language).format(**values)

    def number(self, value: Fraction) -> str:
        """Write a number of the formula."""
        return show_exact(value, self.language)

    def symbol(self, node: t.Figure | t.Attribute | t.Param) -> str:
        """Write the label of a figure or param in quotes."""
        declared = (self.params if isinstance(node, t.Param) else self.specs).get(node.name)
        quoted = self.word("quoted", label=node.name if declared is None else declared.label.in_(self.language))
        if self.defaults and isinstance(declared, ParamSpec):
            return f"{quoted} ({self.values.get(node.name) or self.number(declared.default)})"
        return quoted

    def say(self, node: t.Num, need: int = SENTENCE) -> str:
        """Write a number; in brackets where it would not hold together as a part of what stands around it."""
        if node in self.names:
            return self.names[node]
        if isinstance(node, t.Titled):
            return self.title(node)
        level, text = self.unnamed(node)
        return f"({text})" if level < need else text

    def title(self, node: t.Titled) -> str:
        """Write the name of a part that has one."""
        return self.word("quoted", label=node.title.in_(self.language))

    def unnamed(self, node: t.Num) -> tuple[int, str]:
        """Write a number itself, even when it has a name, with the strength of what holds it together.

        What would have no end, for the parts of its parts are used many times over and have no names, is cut.
        """
        with self._counted() as goes_on:
            return self._unnamed(node) if goes_on else (ATOM, _CUT)

    @contextmanager
    def _counted(self) -> Iterator[bool]:
        """Count a part of what is being written; tell whether it may still be written."""
        if self._open == 0:
            self._left = _MOST_PARTS_WHOLE if self.whole else _MOST_PARTS
        self._left -= 1
        self._open += 1
        try:
            yield self._left >= 0
        finally:
            self._open -= 1

    def _unnamed(self, node: t.Num) -> tuple[int, str]:  # noqa: C901 - one line a kind of node, the set is closed
        if isinstance(node, t.Titled):
            return self.unnamed(node.of)
        only = single_of(node)
        if only is not node:
            return (ATOM, self.names[only]) if only in self.names else self._unnamed(only)
        match node:
            case t.Number(value):
                text = self.number(value)
                return PRODUCT if "/" in text else ATOM, text
            case t.Figure() | t.Attribute() | t.Param():
                return ATOM, self.symbol(node)
            case t.Add() | t.Subtract():
                return SUM, self._sum(node)
            case t.Multiply():
                return PRODUCT, " × ".join(self.say(factor, PRODUCT) for factor in factors_of(node))
            case t.Ratio(over, under):
                return PRODUCT, f"{self.say(over, PRODUCT)} ÷ {self.say(under, ATOM)}"
            case t.Least() | t.Greatest():
                return SENTENCE, self._bounded(node)
            case t.Choose() | t.Bands():
                return SENTENCE, self._branches(node)
            case t.Across() | t.Rescale() | t.ShareOfBest():
                return SENTENCE, self._across(node)
        return SENTENCE, self._measured(node)

    def listed(self, nodes: Sequence[t.Num]) -> str:
        """Write several numbers beside each other, a long list cut in the middle."""
        texts = [self.say(node, SUM) for node in nodes]
        if len(texts) > MOST_LISTED and not self.whole:
            texts = [*texts[:2], self.word("more", count=len(texts)), texts[-1]]
        return "; ".join(texts)

    def _sum(self, node: t.Num) -> str:
        terms = terms_of(node)
        signs, texts = [sign for sign, _ in terms], [self.say(part, PRODUCT) for _, part in terms]
        return join_terms(signs, texts, self.language, whole=self.whole)

    def _bounded(self, node: t.Least | t.Greatest) -> str:
        held = clip_of(node)
        if held is not None:
            value, low, high = (self.say(part, SUM) for part in held)
            return self.word("clip", value=value, low=low, high=high)
        bound = bound_of(node)
        if bound is not None:
            key = "at_most" if isinstance(node, t.Least) else "no_less"
            return self.word(key, value=self.say(bound[0], SUM), bound=self.say(bound[1], SUM))
        return self.word("least" if isinstance(node, t.Least) else "greatest", of=self.listed(node.of))

    def _branches(self, node: t.Choose | t.Bands) -> str:
        if isinstance(node, t.Choose):
            cases = [
                self.word("case", when=self.holds(case.when), then=self.say(case.then, SUM)) for case in node.cases
            ]
            return "; ".join([*cases, self.word("otherwise", then=self.say(node.otherwise, SUM))])
        thens = [node.below, *(band.then for band in node.steps)]
        steps = [
            self.word("band", where=self.band(node, index), then=self.say(then, SUM))
            for index, then in enumerate(thens)
        ]
        return self.word("bands", value=self.say(node.value, SUM), steps="; ".join(steps))

    def band(self, node: t.Bands, index: int) -> str:
        """Write where a band lies: 0 is under the first start."""
        starts = [self.say(band.start, SUM) for band in node.steps]
        if index == 0:
            return self.word("below", start=starts[0])
        if index == len(starts):
            return self.word("from", start=starts[-1])
        return self.word("between", start=starts[index - 1], end=starts[index])

    def _across(self, node: t.Across | t.Rescale | t.ShareOfBest) -> str:
        key = across_key(node)
        text = self.word(key, value=self.say(node.value, ATOM), over=self.word(node.over))
        if node.prefer == "low" and key in ("rank", "rescale"):
            text += self.word("low_first")
        return text if node.among is None else text + self.word("among", among=self.holds(node.among))

    def _measured(self, node: t.Num) -> str:
        match node:
            case t.Round(value, places, mode):
                return ROUNDED[mode].in_(self.language).format(value=self.say(value, SUM), places=self.places(places))
            case t.Power(base, exponent) if exponent.numerator == 1 and exponent != 1:
                key = "square_root" if exponent.denominator == 2 else "root"
                return self.word(key, degree=exponent.denominator, value=self.say(base, ATOM))
            case t.Power(base, exponent):
                return self.word("power", exponent=self.number(exponent), value=self.say(base, ATOM))
            case t.Log(value, None):
                return self.word("ln", value=self.say(value, ATOM))
            case t.Log(value, base) if base is not None:
                return self.word("log", base=self.number(base), value=self.say(value, ATOM))
            case t.Marks():
                return self._marks(node)
            case t.Absolute(of):
                return self.word("absolute", value=self.say(of, ATOM))
            case t.Absent(meaning):
                return SENTENCES[meaning.value].in_(self.language)
            case t.CountOf(of, at_least):
                return self.word("count_of", at_least=self.say(at_least, SUM), of=self.listed(of))
        message = f"{type(node).__name__} is no node of a formula"
        raise TypeError(message)

    def _marks(self, node: t.Marks) -> str:
        key = node.kind if node.kind != "place" else "best" if node.best == 1 else "place"
        text = self.word(f"marks_{key}", of=self.listed(node.of), place=node.best)
        text += self.dropped(node)
        if node.best is not None and node.kind != "place":
            text += self.word("only_best", best=node.best)
        return text + (self.word("low_first") if node.best is not None and node.prefer == "low" else "")

    def dropped(self, node: t.Marks) -> str:
        """Write how many of the lowest and highest marks are left out; nothing where none are."""
        if node.low and node.high:
            return self.word("drop_both", low=node.low, high=node.high)
        if node.low or node.high:
            return self.word("drop_low" if node.low else "drop_high", drop=node.low or node.high)
        return ""

    def places(self, places: int) -> str:
        """Write to how many decimals."""
        return (PLACES if places else WHOLE).in_(self.language).format(places=places, decimals=show_decimals(places))

    # conditions

    def holds(self, condition: t.Cond, *, yes: bool = True, beside: Beside | None = None) -> str:
        """Write a condition, or its contrary; ``beside`` may add to each comparison of numbers."""
        if condition in self.names:
            return self.word("is_so" if yes else "is_not_so", name=self.names[condition])
        return self.says(condition, yes=yes, beside=beside)

    def says(self, condition: t.Cond, *, yes: bool = True, beside: Beside | None = None) -> str:
        """Write what a condition says, even when it has a name."""
        with self._counted() as goes_on:
            return self._condition(condition, yes=yes, beside=beside) if goes_on else _CUT

    def _condition(self, condition: t.Cond, *, yes: bool, beside: Beside | None) -> str:
        match condition:
            case t.Given(of):
                return self.word("given" if yes else "not_given", label=self.symbol(of))
            case t.Compare(op, left, right):
                shown = op if yes else _OPPOSITE[op]
                answer = self._answer(shown, left, right)
                text = f"{self.say(left, SUM)} {SIGNS[shown]} {self.say(right, SUM)}"
                return answer or text + ("" if beside is None else beside(shown, left, right))
            case t.Not(of):
                return self.holds(of, yes=not yes, beside=beside)
            case t.And(of) | t.Or(of):
                word = "and" if isinstance(condition, t.And) == yes else "or"
                texts = [(part, self.holds(part, yes=yes, beside=beside)) for part in of]
                nested = [
                    f"({text})" if self._join_word(part, yes=yes) not in (None, word) else text for part, text in texts
                ]
                return self.word(word).join(nested)
        message = f"{type(condition).__name__} is no condition of a formula"
        raise TypeError(message)

    def _join_word(self, condition: t.Cond, *, yes: bool) -> str | None:
        """Give the word that joins the parts of a condition, or of its contrary; None when none are joined here."""
        while isinstance(condition, t.Not):
            condition, yes = condition.of, not yes
        if isinstance(condition, t.And | t.Or) and condition not in self.names:
            return "and" if isinstance(condition, t.And) == yes else "or"
        return None

    def _answer(self, op: t.CompareOp, left: t.Num, right: t.Num) -> str | None:
        """Write a comparison of a yes/no figure or a choice with a written answer, None for any other."""
        spec = self.specs.get(left.name) if isinstance(left, t.Figure | t.Attribute) else None
        if spec is None or not isinstance(left, t.Figure | t.Attribute) or not isinstance(right, t.Number):
            return None
        if spec.kind == "yes-no":
            key = _ANSWERS.get((op, right.value))
            return None if key is None else self.word(key, label=self.symbol(left))
        if spec.kind == "choice" and right.value.denominator == 1 and 0 <= right.value < len(spec.choices):
            answer = self.word("quoted", label=spec.choices[int(right.value)][1].in_(self.language))
            return f"{self.symbol(left)} {SIGNS[op]} {answer}"
        return None


def join_terms(signs: Sequence[str], texts: Sequence[str], language: Language, *, whole: bool = False) -> str:
    """Write a sum; a long one is cut in the middle unless the ``whole`` is wanted."""
    first = texts[0] if signs[0] == "+" else f"-{texts[0]}"
    rest = [f" {'+' if sign == '+' else '−'} {text}" for sign, text in zip(signs[1:], texts[1:], strict=True)]
    if len(rest) >= 2 * MOST_LISTED and not whole:
        rest = [rest[0], " + " + WORDS["more"].in_(language).format(count=len(texts)), rest[-1]]
    return first + "".join(rest)


def across_key(node: t.Across | t.Rescale | t.ShareOfBest) -> str:
    """Give the word for a value taken across."""
    if isinstance(node, t.Across):
        return "mean_across" if node.kind == "mean" else node.kind
    return "rescale" if isinstance(node, t.Rescale) else f"share_{node.prefer}"
