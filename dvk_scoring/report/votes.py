"""What the council's votes came to, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from dvk_scoring.formula.show import show_number
from dvk_scoring.scheme.vote import VoteOf
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.state_words import VOTED
from dvk_scoring.scoring.votes import Ballot, in_reserve
from dvk_scoring.text import Language, Text
from dvk_scoring.unit_names import called

_OF: Final[Mapping[VoteOf, Text]] = {
    "all members": Text(vi="thành viên", en="members"),
    "present": Text(vi="người có mặt", en="present"),
    "valid": Text(vi="phiếu hợp lệ", en="valid votes"),
}
_SAID: Final[Mapping[str, Text]] = {
    "numbers": Text(vi="{given}/{base} {of}, {percent}%", en="{given}/{base} {of}, {percent}%"),
    "vote": Text(vi="{title}: {unit} – {voted}, {numbers}", en="{title}: {unit} – {voted}, {numbers}"),
    "reserve": Text(vi="{title}: dự bị {units}", en="{title}: in reserve {units}"),
}

PLACES_FREE: Final = Text(
    vi="Không đủ phiếu; có dự bị, hội đồng quyết định", en="Not voted; there is a reserve, and the council decides"
)
"""What ``tell_reserves`` lists is headed by."""


def tell_numbers(ballot: Ballot, language: Language) -> str:
    """Tell the votes for a unit of those that are counted; the percentage is cut, so that it reaches no bound alone.

    Example:
        ``12/15 members, 80.0%``
    """
    of = _OF[ballot.vote.of].in_(language)
    return (
        _SAID["numbers"]
        .in_(language)
        .format(given=ballot.given, base=ballot.base, of=of, percent=_percent(ballot, language))
    )


def tell_part(ballot: Ballot, language: Language) -> str:
    """Tell the same in short: ``12/15, 80.0%``."""
    return f"{ballot.given}/{ballot.base}, {_percent(ballot, language)}%"


def _percent(ballot: Ballot, language: Language) -> str:
    """Write the percentage with one decimal, cut: what is shown as 80.0 is 80 at least."""
    return show_number(Fraction(ballot.part * 1000 // 1, 10), language, 1)


def tell_votes(result: Result, language: Language) -> Iterator[str]:
    """Tell each vote, title by title in the order of the result."""
    for key, title in result.scheme.titles.items():
        votes = {} if result.votes is None else {ballot.unit: ballot for ballot in result.votes.on(key)}
        for unit in result.units if votes else ():
            ballot = votes.get(unit.unit)
            if ballot is not None:
                voted, numbers = VOTED[ballot.voted].in_(language), tell_numbers(ballot, language)
                name = title.title.in_(language)
                yield (
                    _SAID["vote"]
                    .in_(language)
                    .format(title=name, unit=called(unit.unit, unit.name), voted=voted, numbers=numbers)
                )


def tell_reserves(result: Result, language: Language) -> Iterator[str]:
    """Name who is in reserve where a unit that was proposed is not voted: whether one moves up the council decides."""
    for key, title in result.scheme.titles.items():
        units = ", ".join(called(unit.unit, unit.name) for unit in in_reserve(result, key))
        if units:
            yield _SAID["reserve"].in_(language).format(title=title.title.in_(language), units=units)


def voted_word(result: Result, unit: str, title: str, language: Language) -> list[str]:
    """Give one word for what came of the vote on a unit; none where there was none."""
    ballot = None if result.votes is None else result.votes.ballot(unit, title)
    return [] if ballot is None else [VOTED[ballot.voted].in_(language)]
