"""Units whose result changed, as rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from dvk_scoring.analysis.compare import Both, UnitChange
from dvk_scoring.analysis.paragraph import show_closed
from dvk_scoring.analysis.standing import ResultNames
from dvk_scoring.analysis.trial import Trial
from dvk_scoring.report.one_line import OneLine
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scoring.result import UnitState
from dvk_scoring.scoring.state_words import CLASS_OPEN, ON_HOLD, TITLE, UNIT
from dvk_scoring.text import Language, Sayer, Text

_SAID: Final[Mapping[str, Text]] = {
    "none": Text(vi="không", en="none"),
    "bonus": Text(vi="thưởng “{name}” {change}", en="bonus “{name}” {change}"),
    "penalty": Text(vi="trừ “{name}” {change}", en="penalty “{name}” {change}"),
    "criterion": Text(vi="“{name}” {change}", en="“{name}” {change}"),
    "title": Text(vi="“{name}” {change}", en="“{name}” {change}"),
    "struck": Text(vi="loại trừ: {names}", en="knocked out: {names}"),
    "spared": Text(vi="không còn loại trừ: {names}", en="no longer knocked out: {names}"),
    "adding": Text(vi="cách cộng, làm tròn hoặc giới hạn tổng điểm", en="how points are added up, rounded or limited"),
    "held": Text(vi="chưa xét xếp loại", en="the class is on hold"),
    "held_no_more": Text(vi="xét xếp loại lại bình thường", en="the class is on hold no longer"),
    "lacking": Text(vi="chưa báo cáo {names}", en="{names} not reported"),
    "lacking_no_more": Text(vi="không còn thiếu {names}", en="{names} no longer missing"),
    "more": Text(vi="… và {count} nữa", en="… and {count} more"),
    "own": Text(vi="số liệu của chính {entrant}", en="figures of its own"),
    "others": Text(
        vi="{entrant} khác, hoặc quy định xếp hạng, xếp loại, danh hiệu",
        en="other {entrants}, or how they are ranked, classed and titled",
    ),
}

_MOST: Final = 4
"""Reasons that one row tells."""


@attrs.frozen
class UnitRow:
    """A unit as a row: what is the same stands once, what changed as ``old → new``."""

    unit: str
    name: str
    cluster: str
    total: str
    rank: str
    klass: str
    titles: str
    because: str


class UnitRows:
    """Makes rows of changed units; names come from the result that has them, the newer first."""

    def __init__(self, old: ResultNames, new: ResultNames, language: Language, trial: Trial | None = None) -> None:
        """Keep what both call their parts, and the trial of which the rows are, if of one."""
        self.old, self.new, self.language, self.trial = old, new, language, trial
        self._say = Sayer(_SAID, self.language, **entrant_words(new.entrant, language))

    def row(self, unit: UnitChange) -> UnitRow:
        """Make one row."""
        places = max(self.old.total_places, self.new.total_places)
        total = self._both(unit.total, lambda value: self.points(value, places))
        return UnitRow(
            unit=unit.unit,
            name=unit.name,
            cluster=self.title("clusters", unit.cluster),
            total=total,
            rank=self._both(_together(unit.rank, unit.state), lambda own: self.rank(*own)),
            klass=self._both(_together(unit.klass, unit.class_open, unit.class_held), lambda own: self.klass(*own)),
            titles="; ".join(self._titles(unit)),
            because="; ".join(self._because(unit)),
        )

    def _both(self, pair: Both[Any], show: Callable[[Any], str]) -> str:
        old, new = map(show, pair)
        return new if pair[0] == pair[1] else f"{old} → {new}"

    def rank(self, rank: int | None, state: UnitState) -> str:
        """Write a rank, or why there is none."""
        return UNIT[state].in_(self.language) if rank is None else str(rank)

    def klass(self, klass: str | None, is_open: bool, is_held: bool) -> str:  # noqa: FBT001 - parts of a triple
        """Write a class, none, or that it is undecided; and that it is on hold."""
        if is_open:
            name = CLASS_OPEN.in_(self.language)
        else:
            name = self._say("none") if klass is None else self.title("classes", klass)
        return f"{name} ({ON_HOLD.in_(self.language)})" if is_held else name

    def points(self, value: Decimal | None, places: int) -> str:
        """Write points with the decimals of their level; what is missing is no zero."""
        return "–" if value is None else show_closed(value, places, self.language)

    def title(self, table: str, key: str) -> str:
        """Name a part of a result; one of which neither has the name, by its id."""
        new, old = self.new.parts[table], self.old.parts[table]
        return (new.get(key) or old.get(key) or Text.same(key)).in_(self.language)

    def _titles(self, unit: UnitChange) -> Iterator[str]:
        for key, pair in unit.titles.items():
            change = self._both(pair, lambda state: TITLE[state or "no"].in_(self.language))
            if pair not in ((None, "no"), ("no", None)):
                yield self._say("title", name=self.title("titles", key), change=change)

    def _because(self, unit: UnitChange) -> Iterator[str]:
        """Name what the unit's own change comes from: what it lacks, what struck it, then the largest differences.

        A ruling that is tried is named where no points of a criterion show it.
        """
        acts = self._acts(unit.unit)
        told = [
            *self._class_change(unit),
            *self._named("lacking", "lacking_no_more", "criteria", unit.lacking),
            *self._named("struck", "spared", "knock_outs", unit.knock_outs),
            *self._deeds(act for act in acts if act.act == "points" and not str(act.of).startswith("criteria.")),
            *self._differences(unit),
        ]
        told = told or self._deeds(acts) or self._own_figures(unit.unit)
        yield from told[:_MOST]
        if len(told) > _MOST:
            yield self._say("more", count=len(told) - _MOST)
        if not told:
            yield self._say("adding" if unit.total[0] != unit.total[1] else "others")

    def _acts(self, unit: str) -> list[Ruling]:
        """Give the rulings on a unit that are tried and in force."""
        if self.trial is None:
            return []
        return [act for act in self.trial.rulings if unit in act.units and act in self.trial.after.rulings]

    def _deeds(self, acts: Iterable[Ruling]) -> list[str]:
        return [] if self.trial is None else [OneLine(self.trial.after, self.language).deed(act) for act in acts]

    def _own_figures(self, unit: str) -> list[str]:
        """Say that figures of the unit were changed: a condition or a tie-break may look at them."""
        changed = () if self.trial is None else self.trial.figures
        return [self._say("own")] if any(cell.unit == unit for cell in changed) else []

    def _class_change(self, unit: UnitChange) -> Iterator[str]:
        before, after = unit.class_held
        if before != after:
            yield self._say("held" if after else "held_no_more")

    def _named(self, new: str, gone: str, table: str, keys: Both[tuple[str, ...]]) -> Iterator[str]:
        for word, own, other in ((new, keys[1], keys[0]), (gone, keys[0], keys[1])):
            names = [f"“{self.title(table, key)}”" for key in own if key not in other]
            if names:
                yield self._say(word, names=", ".join(names))

    def _differences(self, unit: UnitChange) -> list[str]:
        places = max(self.old.point_places, self.new.point_places)
        differences: list[tuple[Decimal, str]] = []
        for word, table, pairs in (
            ("criterion", "criteria", unit.points),
            ("bonus", "bonuses", unit.bonuses),
            ("penalty", "penalties", unit.penalties),
        ):
            for key, pair in pairs.items():
                change = self._both(pair, lambda value: self.points(value, places))
                size = abs((pair[1] or Decimal(0)) - (pair[0] or Decimal(0)))
                differences.append((size, self._say(word, name=self.title(table, key), change=change)))
        return [told for _, told in sorted(differences, key=lambda pair: -pair[0])]


def _together(*pairs: Both[Any]) -> Both[tuple[Any, ...]]:
    """Put several pairs together: what is before of each, and what is after."""
    before, after = zip(*pairs, strict=True)
    return before, after
