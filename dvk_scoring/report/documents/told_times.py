"""Times of day and days as people write them in words, and which of them there are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LEAP: Final = 2000
"""A year for days that are written without one: a 29th of February is let be."""
_CLOCK: Final = re.compile(
    r"(?<![\d.,:/-])(?P<hour>\d{1,3})\s*"
    r"(?:(?:giờ|[hg](?![^\W\d]))(?:\s*(?P<minute>\d{1,3})(?![\d.,:/-]))?|[:.](?P<after>\d{2,3})(?![\d.,/-]))",
    re.IGNORECASE,
)
_DAYS: Final = (
    re.compile(r"(?<![\d/.-])(?P<day>\d{1,3})(?P<mark>[/.-])(?P<month>\d{1,3})(?P=mark)(?P<year>\d{4})(?![\d/.-])"),
    re.compile(r"(?<![\d/.-])(?P<year>\d{4})-(?P<month>\d{1,3})-(?P<day>\d{1,3})(?![\d/.-])"),
    re.compile(
        r"(?<!\d)(?P<day>\d{1,3})\s+tháng\s+(?P<month>\d{1,3})(?!\d)(?:\s+năm\s+(?P<year>\d{4})(?!\d))?", re.IGNORECASE
    ),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,3}})\s+(?P<month>{'|'.join(MONTHS)})(?:\s+(?P<year>\d{{4}})(?!\d))?", re.IGNORECASE
    ),
)


def impossible_times(words: str) -> list[str]:
    """Give the times of day and the days in words that there are not, as they are written: ``25:70``, ``31/02/2026``.

    ``24 giờ`` ends a day and is one. What is written in another way is not known, and let be.
    """
    return [*_clocks(words), *_days(words)]


def _clocks(words: str) -> Iterator[str]:
    for match in _CLOCK.finditer(words):
        hour, minute = int(match["hour"]), int(match["minute"] or match["after"] or 0)
        if minute > 59 or hour > 24 or (hour == 24 and minute):
            yield match[0].strip()


def _days(words: str) -> Iterator[str]:
    for pattern in _DAYS:
        for match in pattern.finditer(words):
            month = match["month"]
            number = int(month) if month.isdecimal() else MONTHS.index(month.capitalize()) + 1
            try:
                date(int(match["year"] or _LEAP), number, int(match["day"]))
            except ValueError:
                yield match[0].strip()
