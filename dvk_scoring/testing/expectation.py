"""What a case beside a scheme may expect of a unit: how it is written, and what a result has of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import Final, Literal, TypeAlias

import attrs

from dvk_scoring.analysis.shown import section_points, shown_total, total_points
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.rulings import CRITERION, EFFECTS
from dvk_scoring.scheme.table import Table, refer, words_of
from dvk_scoring.scoring.result import Result, TitleWord, UnitResult, UnitState
from dvk_scoring.testing.case_file import NO_POINTS, decimal_of
from dvk_scoring.text import Text
from dvk_scoring.written import shown

What: TypeAlias = Literal[
    "points",
    "sections",
    "bonuses",
    "penalties",
    "bonus_counted",
    "penalty_counted",
    "total",
    "shown",
    "rank",
    "class",
    "state",
    "titles",
    "knock_outs",
    "holds",
    "unappraised",
]
NONE: Final = "none"
"""Written for no class, and shown for an empty list."""

OPEN: Final = "undecided"
"""Written for a class that what is not reported leaves open."""

STATES: Final = tuple(word for word in NO_POINTS if word != "error")
"""What may stand in place of points: a scheme whose denominator is an error is not scored at all."""

_MOST_RANKS: Final = 1_000_000
_SECTION: Final = Text(vi="nhóm tiêu chí", en="section")
_BONUS: Final = Text(vi="khoản điểm thưởng", en="bonus")
_PENALTY: Final = Text(vi="khoản điểm trừ", en="penalty")
_TITLE: Final = Text(vi="danh hiệu", en="title")
_KNOCK_OUT: Final = Text(vi="điều kiện loại trừ", en="knock-out")
FIGURE: Final = Text(vi="số liệu", en="figure")


@attrs.frozen
class Expectation:
    """One thing that a case expects of a unit.

    Attributes:
        unit: Id of the unit.
        what: The key it is written under.
        of: Id of the criterion, section, bonus, penalty or title; empty where it is the unit's own.
        expected: As written; the ids of a list sorted, ``none`` for an empty one.
        path: Where it stands in the file.
    """

    unit: str
    what: What
    of: str
    expected: str
    path: Path


def read_expectations(table: Table, scheme: Scheme, unit: str) -> Iterator[Expectation]:
    """Take what the table of a unit expects; what is wrong is told and left out."""
    known: tuple[tuple[What, Text, Collection[str]], ...] = (
        ("points", CRITERION, scheme.criteria),
        ("sections", _SECTION, scheme.sections),
        ("bonuses", _BONUS, scheme.bonuses),
        ("penalties", _PENALTY, scheme.penalties),
    )
    for what, kind, ids in known:
        inner = table.table(what)
        for key in inner.values if inner else ():
            if inner and refer(inner, key, ids, kind, key):
                states = STATES if what in ("points", "sections") else ()
                yield from _expected(inner, unit, what, key, _number(inner, key, states))
    singles: tuple[What, ...] = ("bonus_counted", "penalty_counted", "total", "shown")
    for what in singles:
        yield from _expected(table, unit, what, "", _number(table, what, ()))
    rank = table.whole("rank", 1, _MOST_RANKS)
    yield from _expected(table, unit, "rank", "", None if rank is None else str(rank))
    yield from _expected(table, unit, "class", "", table.choice("class", (*scheme.classes, NONE, OPEN)))
    yield from _expected(table, unit, "state", "", table.choice("state", words_of(UnitState)))
    yield from _titles(table, scheme, unit)
    yield from _lists(table, scheme, unit)


def _titles(table: Table, scheme: Scheme, unit: str) -> Iterator[Expectation]:
    inner = table.table("titles")
    for key in inner.values if inner else ():
        if inner and refer(inner, key, scheme.titles, _TITLE, key):
            yield from _expected(inner, unit, "titles", key, inner.choice(key, words_of(TitleWord)))


def _lists(table: Table, scheme: Scheme, unit: str) -> Iterator[Expectation]:
    lists: tuple[tuple[What, Text, Collection[str]], ...] = (
        ("knock_outs", _KNOCK_OUT, scheme.knock_outs),
        ("unappraised", FIGURE, scheme.figure_columns),
    )
    for what, kind, ids in lists:
        named = table.names(what)
        known = [refer(table, key, ids, kind, what, at) for at, key in enumerate(named or ())]
        if named is not None and all(known):
            yield from _expected(table, unit, what, "", _listed(named))
    held = table.names("holds")
    effects = [table.one_of(effect, EFFECTS, "holds", at) for at, effect in enumerate(held or ())]
    if held is not None and all(effects):
        yield from _expected(table, unit, "holds", "", _listed(held))


def _expected(table: Table, unit: str, what: What, of: str, expected: str | None) -> Iterator[Expectation]:
    if expected is not None:
        yield Expectation(unit, what, of, expected, (*table.path, of or what))


def _number(table: Table, key: str, words: Collection[str]) -> str | None:
    """Take points, quoted as they are printed or plain, or one of a few words instead."""
    raw = table.raw(key)
    if raw is None:
        return None
    if isinstance(raw, str) and (raw in words or decimal_of(raw) is not None):
        return raw
    if type(raw) in (int, Decimal):
        return f"{raw:f}" if isinstance(raw, Decimal) else str(raw)
    table.say("DVK-C331", key, value=raw if isinstance(raw, str) else shown(raw), known=", ".join(words))
    return None


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or NONE


@attrs.frozen
class Check:
    """An expectation held against a result: what was got, and whether that is what was expected."""

    expectation: Expectation
    got: str
    ok: bool


def check(result: Result, wanted: Expectation) -> Check:
    """Hold an expectation against a result; numbers are compared as numbers: ``5`` is ``5.00``."""
    unit = result.unit(wanted.unit)
    if wanted.what == "points":
        return _check_points(unit, wanted)
    got = _GOT[wanted.what](result, unit, wanted.of)
    return Check(wanted, got, _same(wanted.expected, got))


def _check_points(unit: UnitResult, wanted: Expectation) -> Check:
    """Hold points against points and a state against the state: a blank that counts as zero has both."""
    scored = unit.criteria[wanted.of]
    points = scored.state if scored.points is None else f"{scored.points:f}"
    if wanted.expected in STATES:
        return Check(wanted, scored.state if scored.state in STATES else points, scored.state == wanted.expected)
    return Check(wanted, points, _same(wanted.expected, points))


def _same(expected: str, got: str) -> bool:
    wanted, came = decimal_of(expected), decimal_of(got)
    return expected == got if wanted is None or came is None else wanted == came


def _section(result: Result, unit: UnitResult, section: str) -> str:
    points = section_points(result.scheme, unit, section)
    if points is not None:
        return f"{points:f}"
    return "not-assigned" if unit.sections[section][1] == 0 else "not-reported"


def _total(unit: UnitResult, total: Decimal | None) -> str:
    return unit.state if total is None else f"{total:f}"


_GOT: Final[Mapping[What, Callable[[Result, UnitResult, str], str]]] = {
    "sections": _section,
    "bonuses": lambda _, unit, of: f"{unit.bonuses[of].points:f}",
    "penalties": lambda _, unit, of: f"{unit.penalties[of].points:f}",
    "bonus_counted": lambda _, unit, __: f"{unit.bonus_counted:f}",
    "penalty_counted": lambda _, unit, __: f"{unit.penalty_counted:f}",
    "total": lambda _, unit, __: _total(unit, total_points(unit)),
    "shown": lambda _, unit, __: _total(unit, shown_total(unit)),
    "rank": lambda _, unit, __: unit.state if unit.rank is None else str(unit.rank),
    "class": lambda _, unit, __: OPEN if unit.class_open else unit.klass or NONE,
    "state": lambda _, unit, __: unit.state,
    "titles": lambda _, unit, of: unit.titles[of].word,
    "knock_outs": lambda _, unit, __: _listed(unit.knock_outs),
    "holds": lambda _, unit, __: _listed({effect for hold in unit.holds for effect in hold.effect}),
    "unappraised": lambda _, unit, __: _listed(unit.unappraised),
}
