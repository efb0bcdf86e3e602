"""A result as it is compared, scored now or read from a file: what each unit has, and what its parts are called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias

import attrs

from dvk_scoring.analysis.shown import total_points
from dvk_scoring.scheme.form.frame import ENTRANT
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
from dvk_scoring.scoring.places import most_places
from dvk_scoring.scoring.result import AddedResult, Result, TitleWord, UnitResult, UnitState
from dvk_scoring.text import Text

Points: TypeAlias = "Decimal | None"
TABLES: Final = ("clusters", "criteria", "bonuses", "penalties", "knock_outs", "classes", "titles")
"""Parts of a scheme that have a title."""


@attrs.frozen
class Standing:
    """What one unit has in a result.

    Attributes:
        unit, name, cluster: Who it is.
        state: Ranked, not ranked, or out of competition.
        total: None: something that it needs is missing, so that there is no total.
        rank, klass: None: none.
        class_open: What is not reported leaves it open which class it has.
        class_held: A hold in force lets the class wait that it has, or may have.
        titles: Title → what comes of it.
        points: Criterion → points; None: it does not count.
        bonuses, penalties: Points of each.
        knock_outs: Ids of those that struck.
        lacking: Criteria that are not reported.
    """

    unit: str
    name: str
    cluster: str
    state: UnitState
    total: Points
    rank: int | None
    klass: str | None
    class_open: bool
    class_held: bool
    titles: Mapping[str, TitleWord] = attrs.field(hash=False)
    points: Mapping[str, Points] = attrs.field(hash=False)
    bonuses: Mapping[str, Decimal] = attrs.field(hash=False)
    penalties: Mapping[str, Decimal] = attrs.field(hash=False)
    knock_outs: tuple[str, ...]
    lacking: tuple[str, ...]

    @classmethod
    def of(cls, unit: UnitResult) -> Standing:
        """Take it from a unit that was scored."""
        return cls(
            unit=unit.unit,
            name=unit.name,
            cluster=unit.cluster,
            state=unit.state,
            total=total_points(unit),
            rank=unit.rank,
            klass=unit.klass,
            class_open=unit.class_open,
            class_held=class_waits(unit.klass, [hold.effect for hold in unit.holds], is_open=unit.class_open),
            titles={key: title.word for key, title in unit.titles.items()},
            points={key: criterion.points for key, criterion in unit.criteria.items()},
            bonuses=_added(unit.bonuses),
            penalties=_added(unit.penalties),
            knock_outs=unit.knock_outs,
            lacking=tuple(key for key, criterion in unit.criteria.items() if criterion.state == "not-reported"),
        )


@attrs.frozen
class ResultNames:
    """What the parts of a result are called.

    Attributes:
        id, title: Of the scheme.
        together: All units are ranked in one list, whatever their cluster.
        total_places, point_places: Decimals of totals, and of points of criteria, bonuses and penalties.
        parts: Table (``criteria``) → id → title, with its printed number before it.
        entrant: What is scored; a file of a result does not say it.
    """

    id: str
    title: Text
    together: bool
    total_places: int
    point_places: int
    parts: Mapping[str, Mapping[str, Text]] = attrs.field(hash=False)
    entrant: Text = ENTRANT

    @classmethod
    def of(cls, scheme: Scheme) -> ResultNames:
        """Take them from a scheme."""
        parts = {table: {key: _titled(part) for key, part in getattr(scheme, table).items()} for table in TABLES}
        within = scheme.ranking.within == "all"
        return cls(scheme.id, scheme.title, within, scheme.rounding.total, most_places(scheme), parts, scheme.entrant)


def class_waits(klass: str | None, holds: Iterable[Collection[str]], *, is_open: bool) -> bool:
    """Tell whether holds, each with what it lets wait, keep a unit from its class; who has none waits for none."""
    return (is_open or klass is not None) and any("class" in effect for effect in holds)


def standings_of(result: Result) -> dict[str, Standing]:
    """Give what each unit has, in the order of the result."""
    return {unit.unit: Standing.of(unit) for unit in result.units}


def numbered(no: str | None, title: Text) -> Text:
    """Put a printed number before a title."""
    return Text(vi=f"{no}. {title.vi}", en=f"{no}. {title.en}") if no else title


def _titled(part: Any) -> Text:
    title: Text = part.title
    return numbered(part.no, title) if isinstance(part, CriterionUse | Adjustment) else title


def _added(given: Mapping[str, AddedResult]) -> dict[str, Decimal]:
    return {key: result.points for key, result in given.items()}
