"""What a new scheme is wished to hold, as it was written; and all that cannot be granted, told at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Literal

import attrs

from dvk_scoring.criteria.find import ID_PATTERN
from dvk_scoring.problem import Problem, problem
from dvk_scoring.scaffold.names import LONGEST_NAME, LONGEST_TITLE, is_plain, nearest_name
from dvk_scoring.scheme.form.frame import LARGEST_TOTAL
from dvk_scoring.scheme.shipped import shipped_files
from dvk_scoring.text import Text

Sign = Literal["", "+", "-"]
MOST_FLAGS: Final = 100
_POINTS: Final = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d{1,7})(?:[.,](?P<rest>\d{1,2}))?", re.ASCII)
_CLUSTER: Final = Text(vi="Cụm", en="The cluster")
_CRITERION: Final = Text(vi="Tiêu chí", en="The criterion")
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")


@attrs.frozen
class Points:
    """Points as written after a criterion; ``sign``: beside the total, as a bonus (+) or a penalty (-)."""

    value: Fraction
    sign: Sign = ""

    @classmethod
    def read(cls, written: str) -> Points | None:
        """Read ``40``, ``12.5``, ``12,5``, ``+3``, ``-3``; None for anything else and for 0."""
        match = _POINTS.fullmatch(written.strip())
        if match is None:
            return None
        value = Fraction(f"{match['whole']}.{match['rest'] or 0}")
        sign: Sign = "+" if match["sign"] == "+" else "-" if match["sign"] == "-" else ""
        return cls(value, sign) if value else None


@attrs.frozen
class WantedCriterion:
    """A criterion that was asked for: its id, and its points as written, None where they are left open."""

    id: str
    written: str | None = None

    @classmethod
    def read(cls, word: str) -> WantedCriterion:
        """Read ``outreach`` or ``outreach=40``."""
        name, sign, written = word.partition("=")
        return cls(name.strip(), written.strip() if sign else None)

    @property
    def points(self) -> Points | None:
        """Its points; None where they are open or cannot be read."""
        return None if self.written is None else Points.read(self.written)


@attrs.frozen
class WantedCluster:
    """A cluster that was asked for."""

    id: str
    title: Text

    @classmethod
    def read(cls, word: str) -> WantedCluster:
        """Read ``c1``, ``c1=Cụm 1``, or a title alone, which makes its own id."""
        name, sign, title = (part.strip() for part in word.partition("="))
        return cls(name if sign else nearest_name(name), Text.same(title if sign else name))


@attrs.frozen
class SchemeWish:
    """What a new scheme is wished to hold.

    Attributes:
        id: Its id and the name of its folder: ``thi-dua-2026``.
        title: What people read.
        criteria: In their order.
        total: What the criteria add up to.
        clusters: None: all units are ranked together.
        period: First and last day; None: left open.
        folders: Folders of plugins that the scheme names.
        classes: Classes are proposed.
        flags: How many flags are proposed in each cluster; 0: no titles at all.
        unread: What is wrong with options that could not be read; the usual stands in their place here.
    """

    id: str
    title: Text
    criteria: tuple[WantedCriterion, ...]
    total: Fraction = Fraction(100)
    clusters: tuple[WantedCluster, ...] = ()
    period: tuple[date, date] | None = None
    folders: tuple[Path, ...] = ()
    classes: bool = True
    flags: int = 1
    unread: tuple[Problem, ...] = ()

    @property
    def total_is_unread(self) -> bool:
        """Tell whether a total was written that could not be read."""
        return any(fault.args["option"] == "--total" for fault in self.unread)

    def problems(self) -> Iterator[Problem]:
        """Tell all that is wrong with options, names, titles and how points are written."""
        yield from self.unread
        yield from name_problems(self.id)
        title = self.title
        if title.vi == title.en:
            yield from title_problems(title.vi, "--title-vi, --title-en")
        else:
            yield from title_problems(title.vi, "--title-vi")
            yield from title_problems(title.en, "--title-en")
        for cluster in self.clusters:
            yield from title_problems(cluster.title.vi, "--cluster")
            if ID_PATTERN.fullmatch(cluster.id) is None:
                yield problem("DVK-O724", cluster=cluster.id or cluster.title.vi, nearest=nearest_name(cluster.id))
        for name in _twice(each.id for each in self.clusters):
            yield problem("DVK-O725", what=_CLUSTER, id=name, plugin="")
        for name in _twice(criterion.id for criterion in self.criteria):
            yield problem("DVK-O725", what=_CRITERION, id=name, plugin=name)
        for criterion in self.criteria:
            if criterion.written is not None and criterion.points is None:
                yield problem("DVK-O726", id=criterion.id, written=criterion.written)


def name_problems(name: str) -> Iterator[Problem]:
    """Tell why a scheme cannot have this name."""
    if ID_PATTERN.fullmatch(name) is None or len(name) > LONGEST_NAME:
        yield problem("DVK-O721", name=name, nearest=nearest_name(name), most=LONGEST_NAME)
    elif name in shipped_files():
        yield problem("DVK-O722", name=name)


def title_problems(title: str, option: str) -> Iterator[Problem]:
    """Tell why a title cannot be written as it is."""
    if not is_plain(title):
        yield problem("DVK-O704", option=option, title=title, most=LONGEST_TITLE)


def read_total(written: str) -> Fraction | None:
    """Read a total: a number from 1 to 1,000,000 with at most two decimals; None for anything else."""
    points = Points.read(written)
    if points is None or points.sign or not 1 <= points.value <= LARGEST_TOTAL:
        return None
    return points.value


def read_flags(written: str) -> int | None:
    """Read how many flags: a whole number from 0 to 100; None for anything else."""
    return int(written) if re.fullmatch(r"[0-9]{1,3}", written.strip()) and int(written) <= MOST_FLAGS else None


def read_period(written: str) -> tuple[date, date] | None:
    """Read a year, or two days with two dots between them; None for anything else."""
    first, dots, last = (part.strip() for part in written.partition(".."))
    try:
        if not dots:
            return whole_year(int(first)) if re.fullmatch(r"[0-9]{4}", first) else None
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return days if days[0] <= days[1] else None


READERS: Final[Mapping[str, tuple[Callable[[str], object], Text]]] = {
    "total": (
        read_total,
        Text(vi=f"Viết một số từ 1 đến {LARGEST_TOTAL}.", en=f"Write a number from 1 to {LARGEST_TOTAL}."),
    ),
    "valid": (
        read_period,
        Text(
            vi="Viết 2026, hoặc 2026-01-01..2026-06-30: ngày đầu trước ngày cuối.",
            en="Write 2026, or 2026-01-01..2026-06-30: the first day before the last.",
        ),
    ),
    "flags": (
        read_flags,
        Text(vi=f"Viết một số từ 0 đến {MOST_FLAGS}.", en=f"Write a number from 0 to {MOST_FLAGS}."),
    ),
}
"""Options of which not every text can be read: how, and what they take."""


def read_options(written: Mapping[str, str | None]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Read the options of ``READERS``; what cannot be read is None, and told."""
    read = {key: None if text is None else READERS[key][0](text) for key, text in written.items()}
    return read, tuple(
        problem("DVK-O732", option=f"--{key}", value=text, expected=READERS[key][1])
        for key, text in written.items()
        if text is not None and read[key] is None
    )


def year_in(name: str) -> int | None:
    """Give the year that a name speaks of, ``thi-dua-2026``; None where it names none, or several."""
    years = set(_YEAR.findall(name))
    return int(years.pop()) if len(years) == 1 else None


def whole_year(year: int) -> tuple[date, date]:
    """Give the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def _twice(names: Iterator[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
