"""What is odd in a scheme that is whole: dates, gaps between classes, quotas that give nobody, empty sections.

That ranges, widths and roundings hold is proved from the formulas, by ``dvk check``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dvk_scoring.criteria.decide import plain
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.model import Limits, Quota, Scheme
from dvk_scoring.scheme.table import Reading

USUAL_CLUSTER = 7
"""Units of an ordinary cluster: eleven of fifteen clusters of one province had 7 or 8."""


def check_scheme(reading: Reading, scheme: Scheme) -> None:
    """Tell what is odd, and refuse points with more decimals than the rounding keeps."""
    _check_dates(reading, scheme)
    _check_sections(reading, scheme)
    _check_classes(reading, scheme)
    _check_quotas(reading, scheme)
    _check_low(reading, scheme)
    for path, value in _points_written(scheme):
        places = scheme.rounding.closing
        if value is not None and (value * 10**places).denominator != 1:
            reading.say("DVK-S162", path, value=plain(value), places=places)


def _check_dates(reading: Reading, scheme: Scheme) -> None:
    day = scheme.as_of
    if day is None:
        return
    if (scheme.valid_from and day < scheme.valid_from) or (scheme.valid_to and day > scheme.valid_to):
        args = {"as_of": day, "first": scheme.valid_from or "…", "last": scheme.valid_to or "…"}
        reading.say("DVK-S163", ("scheme", "valid"), **args)
    for index, basis in enumerate(scheme.legal_basis):
        path = ("scheme", "legal_basis", index)
        if basis.end is not None and basis.end < day:
            reading.say("DVK-S164", path, text=basis.text, end=basis.end, as_of=day)
        elif basis.start is not None and basis.start > day:
            reading.say("DVK-S165", path, text=basis.text, start=basis.start, as_of=day)


def _check_sections(reading: Reading, scheme: Scheme) -> None:
    used = {use.section for use in scheme.criteria.values()} | {one.parent for one in scheme.sections.values()}
    for key in scheme.sections:
        if key not in used:
            reading.say("DVK-S166", ("sections", key), section=key)
    if scheme.not_assigned == "leaves-section":
        for key, use in scheme.criteria.items():
            if use.section is None:
                reading.say("DVK-S171", ("criteria", key), criterion=key)


def _check_classes(reading: Reading, scheme: Scheme) -> None:
    classes = list(scheme.classes.values())
    if not classes:
        return
    lowest = classes[-1]
    floor = scheme.limits.low or Fraction(0)
    if lowest.start > floor:
        reading.say("DVK-S167", ("classes", lowest.id, "from"), klass=lowest.id, start=plain(lowest.start))
    most = scheme.limits.high
    for one in classes:
        if one.start > scheme.total and (not scheme.bonuses or (most is not None and one.start > most)):
            reading.say("DVK-S168", ("classes", one.id, "from"), klass=one.id, start=plain(one.start))


def _check_low(reading: Reading, scheme: Scheme) -> None:
    """Refuse that nothing at all is the best total there is: what is absent is never the better answer."""
    if scheme.ranking.prefer == "low":
        for key, policy in (("not_reported", scheme.not_reported), ("not_assigned", scheme.not_assigned)):
            if policy == "zero":
                reading.say("DVK-S199", ("scheme", key), key=key)


def _check_quotas(reading: Reading, scheme: Scheme) -> None:
    quotas: list[tuple[Path, Quota | None]] = [
        (("classes", key, "quota"), one.quota) for key, one in scheme.classes.items()
    ]
    quotas += [(("titles", key, "quota"), one.quota) for key, one in scheme.titles.items()]
    for path, quota in quotas:
        if quota is None or quota.share is None or quota.per != "cluster" or quota.round == "up" or quota.at_least:
            continue
        part = quota.share * USUAL_CLUSTER
        if part < (Fraction(1, 2) if quota.round == "half-up" else 1):
            reading.say("DVK-S169", path, units=USUAL_CLUSTER, part=plain(part))


def _points_written(scheme: Scheme) -> Iterator[tuple[Path, Fraction | None]]:
    """Give the points that are written beside weights: they are added to rounded points, and so must fit them."""
    yield from _limits(("scheme", "limits"), scheme.limits, "total")
    for key, section in scheme.sections.items():
        yield from _limits(("sections", key, "limits"), section.limits, "points")
    for key, use in scheme.criteria.items():
        yield from _limits(("criteria", key, "limits"), use.limits, "points")
    for role, found in (("bonuses", scheme.bonuses), ("penalties", scheme.penalties)):
        for key, one in found.items():
            yield (role, key, "cap"), one.cap


def _limits(path: Path, limits: Limits, points: str) -> Iterator[tuple[Path, Fraction | None]]:
    yield (*path, "bonus"), limits.bonus
    yield (*path, "penalty"), limits.penalty
    yield (*path, points), limits.low
    yield (*path, points), limits.high
