"""Lines of a working: how one is written and numbered, and what is said of a unit that has no score."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.exact import Trace
from dvk_scoring.formula.missing import Gone, Missing, blamed
from dvk_scoring.formula.phrases import Phrases
from dvk_scoring.formula.show import is_short, show_fraction, show_number, show_result
from dvk_scoring.formula.state import State
from dvk_scoring.formula.vocabulary import LINES
from dvk_scoring.text import Language, capital, filled

Leaf: TypeAlias = t.Number | t.Figure | t.Attribute | t.Param


@attrs.frozen
class Term:
    """What stands in a line for a part: a symbol (label, line, number) and its number, ``printed`` itself or about."""

    symbol: str
    shown: str
    printed: bool = True

    @property
    def equals(self) -> str:
        """The sign between the symbol and what is printed for it."""
        return "=" if self.printed else "≈"

    @property
    def both(self) -> str:
        """The symbol with what is printed for it, one of them where they are the same."""
        shown = self.shown[1:-1] if self.shown.startswith("(-") else self.shown
        return shown if self.symbol == self.shown else f"{self.symbol} {self.equals} {shown}"


class NoValue(Exception):  # noqa: N818 - it is no error: the lines written so far say why there is no number
    """A part that was reached has no value."""


class Lines(ABC):
    """The lines of a working as far as they are written, and what stands for a part in those that follow."""

    def __init__(self, trace: Trace, phrases: Phrases, unit_names: Mapping[str, str]) -> None:
        """Keep what is told, and what it is told with."""
        self.lines: list[str] = []
        self._root = trace
        self._phrases = phrases
        self._language: Language = phrases.language
        self._unit_names = unit_names
        self._traces = _by_node(trace)
        self._uses = Counter(part.node for whole in self._traces.values() for part in whole.parts)
        self._terms: dict[t.Num, Term] = {}

    def _say_missing(self) -> bool:
        """Write what is missing of the figures; tell whether the unit has no score because of it."""
        if self._root.own is State.OK:
            return False
        gone = self._root.own is State.NOT_ASSIGNED
        assert isinstance(self._root.node, t.Num)
        missing = Missing(_OneUnit(), self._lacking)
        for node in blamed(self._root.node, missing):
            marks = node if isinstance(node, t.Marks) else None
            if marks is None and self._traces[node].state is self._root.own:
                self._write("kp" if gone else "blank", label=self._phrases.say(node))
            elif marks is not None and gone:
                for part in (number for number in marks.of if missing.of(number).kp):
                    self._write("kp", label=self._phrases.say(part))
            elif marks is not None and missing.of(marks).blank:
                self._write("few", given=sum(map(missing.there, marks.of)), fewest=marks.fewest)
        self._write("not_reported" if not gone else "not_assigned" if self.lines else "by_rule")
        return True

    def _lacking(self, node: t.Figure | t.Attribute) -> Gone[bool]:
        state = self._traces[node].state
        return Gone(state is State.NOT_ASSIGNED, state is State.NOT_REPORTED)

    # lines

    def _say(self, key: str, **values: object) -> str:
        return filled(LINES[key], self._language, **values)

    def _write(self, key: str, **values: object) -> None:
        self.lines.append(capital(self._say(key, **values)))

    def _shown(self, value: Fraction) -> str:
        text = show_number(value, self._language)
        return f"({text})" if value < 0 else text

    def _value(self, node: t.Num) -> Fraction:
        value = self._traces[node].value
        if isinstance(value, Fraction):
            return value
        raise NoValue

    def _line(self, node: t.Num, text: str) -> Term:
        """Write one line; from now on its number stands for the part."""
        self.lines.append(capital(text))
        symbol = f"({len(self.lines)})"
        self._phrases.names[node] = symbol
        return self._symbol(symbol, self._value(node))

    def _symbol(self, symbol: str, value: Fraction) -> Term:
        return Term(symbol, self._shown(value), is_short(value))

    def _computed(self, node: t.Num, inside: Term) -> Term:
        """Write an operation: symbols = numbers = result."""
        result = show_result(self._value(node), self._language, of_printed=inside.printed)
        again = inside.shown == inside.symbol or result == f"= {inside.shown}"
        shown = "" if again else f" {inside.equals} {inside.shown}"
        return self._line(node, f"{inside.symbol}{shown} {result}")

    def _operation(self, node: t.Num, text: str, result: str | None = None) -> Term:
        """Write an operation in words → result."""
        return self._line(node, f"{text} → {result or show_fraction(self._value(node), self._language)}")

    def _taken(self, whole: t.Num, why: str, branch: t.Num) -> Term:
        """Write why a branch was taken, then the branch."""
        if isinstance(branch, Leaf) or branch in self._terms:
            return self._line(whole, self._say("because", why=why, value=self._term(branch).both))
        self._write("because_so", why=why)
        term = self._term(branch)
        self._phrases.names[whole] = term.symbol
        return term

    @abstractmethod
    def _term(self, node: t.Num) -> Term:
        """Give what stands for a part, its own lines written first."""


def joined(terms: Sequence[Term], write: Callable[[Sequence[str]], str]) -> Term:
    """Write an operation, once with the symbols of its parts and once with their numbers."""
    symbols, shown = [term.symbol for term in terms], [term.shown for term in terms]
    return Term(write(symbols), write(shown), all(term.printed for term in terms))


def _by_node(trace: Trace) -> dict[t.Num | t.Cond, Trace]:
    """Give every part of a working by its node, parts before wholes."""
    traces: dict[t.Num | t.Cond, Trace] = {}
    stack = [(trace, False)]
    while stack:
        current, ready = stack.pop()
        if current.node in traces:
            continue
        if ready:
            traces[current.node] = current
        else:
            stack.append((current, True))
            stack += [(part, False) for part in reversed(current.parts)]
    return traces


class _OneUnit:
    """Yes and no of one unit."""

    def constant(self, *, holds: bool) -> bool:
        return holds

    def any(self, of: Sequence[bool]) -> bool:
        return any(of)

    def all(self, of: Sequence[bool]) -> bool:
        return all(of)

    def not_(self, of: bool) -> bool:  # noqa: FBT001 - it is the yes or no itself
        return not of

    def fewer(self, of: Sequence[bool], than: int) -> bool:
        return sum(of) < than
