"""Reads the equations of a printed explanation as someone with a calculator does, and tells which are false."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import TypeAlias

from dvk_scoring.analysis.paragraph import rounding_words
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.text import Language

Interval: TypeAlias = "tuple[Fraction, Fraction]"
MODES: tuple[RoundMode, ...] = ("half-up", "half-even", "down", "up", "floor", "ceiling")
_BETWEEN = ("+", "−", "×", "÷", "/")
LAST = Fraction(1, 2 * 10**6)
"""What is printed about is printed to 6 decimals."""
NUMBER = r"\d+(?:[.,]\d+)*"
KINDS = {
    "reference": r"\(\d+\)",
    "number": f"{NUMBER}%?",
    "sign": r"[-+−×÷/()]",
    "relation": "[=≈<>≤≥]",
    "space": " +",
    "word": ".",
}
TOKENS = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in KINDS.items()))
EXACTLY = re.compile(rf"≈ (-?{NUMBER}) \((?:đúng:|exactly) ([^)]+)\)")


def value(text: str, language: Language) -> Fraction:
    """Read a number as it is printed."""
    thousands, mark = (".", ",") if language == "vi" else (",", ".")
    return Fraction(text.replace(thousands, "").replace(mark, ".").replace("−", "-"))


def falsehoods(line: str, language: Language) -> tuple[int, list[str]]:
    """Count the equations of a line, and give those that are false as printed."""
    found, wrong = 0, []
    tokens = [(one.lastgroup or "", one.group()) for one in TOKENS.finditer(line) if one.lastgroup != "space"]
    for place, (kind, relation) in enumerate(tokens):
        if kind == "relation":
            left, right = side(tokens, place, -1), side(tokens, place, 1)
            if left and right:
                found += 1
                if not holds(left, relation, right, language):
                    wrong.append(f"{' '.join(left)} {relation} {' '.join(right)}")
    for about, exact in EXACTLY.findall(line):
        found += 1
        if abs(value(about, language) - fraction(exact, language)) > LAST:
            wrong.append(f"{about} is not about {exact}")
    for told in roundings(line, language):
        found += 1
        wrong += told
    return found, wrong


def fraction(text: str, language: Language) -> Fraction:
    over, _, under = text.partition("/")
    return value(over, language) / (value(under, language) if under else 1)


def side(tokens: Sequence[tuple[str, str]], place: int, step: int) -> list[str]:
    """Give the numbers and signs on one side of a relation, none where something else stands among them."""
    found: list[str] = []
    place += step
    while 0 <= place < len(tokens) and tokens[place][0] in ("number", "sign"):
        found.append(tokens[place][1])
        place += step
    beside = tokens[place][0] if 0 <= place < len(tokens) else ""
    if step < 0:
        found.reverse()
    bracket, end = ("(", 0) if step < 0 else (")", -1)
    if step > 0 and found[-1:] == ["("]:  # a remark follows
        del found[-1]
    while found and found[end] == bracket and found.count("(") != found.count(")"):
        del found[end]
    whole = beside != "reference" and found.count("(") == found.count(")")
    return found if whole and found and found[end] not in _BETWEEN else []


def holds(left: Sequence[str], relation: str, right: Sequence[str], language: Language) -> bool:
    """Tell whether a relation is true of what is printed; about: within the last decimal of each number."""
    if relation == "≈":
        ours, theirs = (Reader(one, language, LAST).read() for one in (left, right))
        return ours[0] <= theirs[1] and theirs[0] <= ours[1]
    (one, _), (other, _) = (Reader(text, language, Fraction(0)).read() for text in (left, right))
    return {"=": one == other, "<": one < other, ">": one > other, "≤": one <= other, "≥": one >= other}[relation]


class Reader:
    """Computes a sum of products over intervals."""

    def __init__(self, tokens: Sequence[str], language: Language, last: Fraction) -> None:
        self.tokens, self.language, self.last = list(tokens), language, last

    def read(self) -> Interval:
        found = self.sum()
        assert not self.tokens, self.tokens
        return found

    def taken(self, *signs: str) -> str:
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in signs else ""

    def sum(self) -> Interval:
        low, high = self.product()
        while sign := self.taken("+", "−", "-"):
            one, other = self.product()
            low, high = (low + one, high + other) if sign == "+" else (low - other, high - one)
        return low, high

    def product(self) -> Interval:
        found = self.atom()
        while sign := self.taken("×", "÷", "/"):
            other = self.atom()
            if sign != "×":
                assert other[0] > 0 or other[1] < 0, "a division by what may be 0"
                other = (1 / other[1], 1 / other[0])
            ends = [one * two for one in found for two in other]
            found = (min(ends), max(ends))
        return found

    def atom(self) -> Interval:
        if self.taken("("):
            found = self.sum()
            assert self.taken(")")
            return found
        if self.taken("-", "−"):
            low, high = self.atom()
            return -high, -low
        text = self.tokens.pop(0)
        number = value(text.rstrip("%"), self.language)
        return number - self.last, number + self.last


def roundings(line: str, language: Language) -> Iterator[list[str]]:
    """Hold every rounding that a line tells against the number before it."""
    words, told, turned = rounded(language)
    found = [(how, before, exact, after) for before, exact, how, after in told.findall(line)]
    for how, before, exact, after in found + turned.findall(line):
        number = fraction(exact or before, language)
        same = any(round_fraction(number, places, mode) == value(after, language) for places, mode in words[how])
        yield [] if same else [f"{before} {exact} {how} is not {after}"]


@cache
def rounded(language: Language) -> tuple[dict[str, list[tuple[int, RoundMode]]], re.Pattern[str], re.Pattern[str]]:
    """Give what is said of a rounding, and what it means."""
    words: dict[str, list[tuple[int, RoundMode]]] = {}
    for places in range(13):
        for mode in MODES:
            words.setdefault(rounding_words(places, mode, language), []).append((places, mode))
    any_of = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    exactly = r"(?: \((?:đúng:|exactly) ([^)]+)\))?"
    before, after = f"(-?{NUMBER}){exactly}", rf"(-?{NUMBER})(?![\d/])"
    told = re.compile(f"{before}, ({any_of}): {after}")
    return words, told, re.compile(f"({any_of}): (?:≈ )?{before} → {after}")
