"""Shares of which nothing is left once they are rounded: classes and titles that nobody of a group can have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from dvk_scoring.formula import names
from dvk_scoring.law.titles import NO
from dvk_scoring.scheme.model import Quota
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Text

if TYPE_CHECKING:  # where no share is at stake, nothing is told of the law
    from dvk_scoring.analysis.reason import Reasons

_MOST: Final = 1_000
"""Units of a group that is looked at: of more, no share that anybody would write rounds to nothing."""
_MOST_IN_ALL: Final = 20_000
"""Units of a result that is looked at: of more, the law would be read again for longer than they are scored."""


NO_PLACES: Final = Text(
    vi="Tỷ lệ làm tròn còn 0 nên không {entrant} nào được", en="Shares rounded to 0, so that nobody has a place"
)
"""What such a list is called."""


def no_places(result: Result, reasons: Callable[[], Reasons]) -> Iterator[str]:
    """Tell each class and title of which a group has no places though units of it are eligible: a line a group.

    ``reasons`` are asked for only where a unit was kept from its class, or nobody of a group has a title; of results of
    many units nothing is told, and explanations alone say it.
    """
    if len(result.frame) > _MOST_IN_ALL:
        return
    for part, named, quota, rows in _barred(result):
        for unit, cluster in _one_of_each(rows, quota).iter_rows():
            races = reasons().races
            kind, _, key = part.partition(".")
            titles = result.scheme.titles
            race = races.klass(unit, key, quota) if kind == "classes" else races.title(unit, titles[key])
            if race.count and races.quota_ends(unit, part, quota) == (0, 0):
                language = reasons().language
                where = [result.scheme.clusters[cluster].title.in_(language)] if quota.per == "cluster" else []
                yield f"{', '.join([named.in_(language), *where])}: {races.share(unit, part, quota)}"


def _one_of_each(rows: nw.DataFrame[Any], quota: Quota) -> nw.DataFrame[Any]:
    """Give ``unit`` and ``cluster`` of the first of each group of few units."""
    rows = rows.select("unit", "cluster")
    if quota.per == "all":
        return rows.head(1 if len(rows) <= _MOST else 0)
    counts = rows.group_by("cluster").agg(nw.len().alias("count"))
    few = counts.filter(nw.col("count") <= _MOST)["cluster"].to_list()
    return rows.filter(nw.col("cluster").is_in(few)).unique("cluster", keep="first", maintain_order=True)


def _barred(result: Result) -> Iterator[tuple[str, Text, Quota, nw.DataFrame[Any]]]:
    """Give each class and title with a share for quota, and the units that its share may have left without."""
    scheme, frame = result.scheme, result.frame
    for at, class_ in enumerate(scheme.classes.values(), 1):
        if _is_share(class_.quota):
            assert class_.quota is not None
            rows = frame.filter(nw.col("class_natural") == at, nw.col("class") != at)
            yield f"classes.{class_.id}", class_.title, class_.quota, rows
    for key, title in scheme.titles.items():
        quota = title.quota
        if _is_share(quota):
            given = frame.filter(nw.col(names.title(key)) != NO)["cluster"].unique().to_list()
            over = quota.per == "cluster"
            rows = frame.filter("ranked").filter(~nw.col("cluster").is_in(given)) if over else frame.filter("ranked")
            if over or not given:
                yield f"titles.{key}", title.title, quota, rows


def _is_share(quota: Quota | None) -> bool:
    return quota is not None and quota.share is not None and not quota.at_least
