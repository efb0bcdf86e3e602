"""What is odd in a scheme that is whole: dates, gaps between classes, quotas that give nobody, empty sections.

That ranges, widths and roundings hold is proved from the formulas, by ``dvk scheme check``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from dvk_scoring.catalogue import listed
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.model import Adjustment, Closing, CriterionUse, Limits, Quota, Scheme, Section
from dvk_scoring.scheme.table import Reading
from dvk_scoring.written import plain

USUAL_CLUSTER = 7
"""Units of an ordinary cluster: eleven of fifteen clusters of one province had 7 or 8."""


def check_scheme(reading: Reading, scheme: Scheme) -> None:
    """Tell what is odd, and refuse points with more decimals than the rounding keeps."""
    _check_dates(reading, scheme)
    _check_sections(reading, scheme)
    _check_classes(reading, scheme)
    _check_quotas(reading, scheme)
    _check_adjustments(reading, scheme)
    _check_bounds(reading, scheme)
    _check_low(reading, scheme)
    for path, value, closing in _points_written(scheme):
        if value is not None and not fits(value, closing):
            level = "total" if path == ("scheme", "limits", "total") else "criterion"
            reading.say("DVK-S162", path, value=plain(value), places=closing and closing.places, level=level)
    if scheme.weights == "points":
        _check_decimals(reading, scheme)


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
    used = {use.section for use in scheme.criteria.values()} | {section.parent for section in scheme.sections.values()}
    for key in scheme.sections:
        if key not in used:
            reading.say("DVK-S166", ("sections", key), section=key)
    if scheme.not_assigned == "leaves-section":
        for key, use in scheme.criteria.items():
            if use.section is None and not use.tie_break:
                reading.say("DVK-S171", ("criteria", key), criterion=key)


def _check_classes(reading: Reading, scheme: Scheme) -> None:
    classes = list(scheme.classes.values())
    if not classes:
        return
    lowest = classes[-1]
    floor = scheme.limits.low or Fraction(0)
    most = scheme.limits.high
    if not scheme.ranking.high:
        ceiling = scheme.total if most is None else most
        if lowest.start < ceiling:
            reading.say("DVK-S203", ("classes", lowest.id, "to"), klass=lowest.id, end=plain(lowest.start))
        return
    if lowest.start > floor:
        args = {
            "klass": lowest.id,
            "start": plain(lowest.start),
            "floor": "" if _may_be_below_zero(scheme) else plain(floor),
        }
        reading.say("DVK-S167", ("classes", lowest.id, "from"), **args)
    for class_ in classes:
        if class_.start > scheme.total and (not scheme.bonuses or (most is not None and class_.start > most)):
            reading.say("DVK-S168", ("classes", class_.id, "from"), klass=class_.id, start=plain(class_.start))


def _may_be_below_zero(scheme: Scheme) -> bool:
    """Tell whether a total may lie below 0, where no class begins."""
    low = scheme.limits.low
    return bool(scheme.penalties) or any(_below_zero(scheme)) if low is None else low < 0


def _check_quotas(reading: Reading, scheme: Scheme) -> None:
    quotas: list[tuple[Path, Quota | None]] = [
        (("classes", key, "quota"), class_.quota) for key, class_ in scheme.classes.items()
    ]
    quotas += [(("titles", key, "quota"), title.quota) for key, title in scheme.titles.items()]
    for path, quota in quotas:
        if quota is None or quota.share is None or quota.per != "cluster" or quota.at_least:
            continue
        part = quota.share * USUAL_CLUSTER
        if not round_fraction(part, 0, quota.mode):
            reading.say("DVK-S169", path, units=USUAL_CLUSTER, part=plain(part))


def _check_adjustments(reading: Reading, scheme: Scheme) -> None:
    """Tell of units for which a bonus or penalty counts nowhere, since their kind lacks the criterion it belongs to."""
    for role, adjustments in _adjustments(scheme).items():
        for key, adjustment in adjustments.items():
            use = (
                scheme.criteria.get(adjustment.to.removeprefix("criteria."))
                if adjustment.to.startswith("criteria.")
                else None
            )
            kinds = scheme.kinds if adjustment.applies_to is None else adjustment.applies_to
            without = [kind for kind in kinds if use is not None and kind not in use.weight]
            if use is not None and without:
                having = [kind for kind in kinds if kind in use.weight]
                args = {"kinds": listed(without), "criterion": use.id, "having": listed(f'"{kind}"' for kind in having)}
                reading.say("DVK-S195", (role, key, "to"), **args)


def _check_bounds(reading: Reading, scheme: Scheme) -> None:
    """Warn of limits of points that points which were earned may lie beyond: only bonuses and penalties are cut."""
    parts: dict[str, Mapping[str, CriterionUse] | Mapping[str, Section]]
    parts = {"sections": scheme.sections, "criteria": scheme.criteria}
    for place, declared in parts.items():
        for key, part in declared.items():
            path, limits = (place, key, "limits", "points"), part.limits
            most = max((part.weight or {}).values(), default=Fraction(0))
            if limits.high is not None and limits.high < most:
                reading.say("DVK-S196", path, high=plain(limits.high), most=plain(most))
            if limits.low is not None and limits.low > 0:
                reading.say("DVK-S197", path, low=plain(limits.low))


def _check_low(reading: Reading, scheme: Scheme) -> None:
    """Tell what turns round where a low total is better; where that is better than what it stands for, 0 is refused."""
    low = not scheme.ranking.high
    for key in scheme.penalties if low else ():
        reading.say("DVK-S201", ("penalties", key))
    for key, policy, others in (
        ("not_reported", scheme.not_reported, '"error", "not-ranked"'),
        ("not_assigned", scheme.not_assigned, '"leaves-total", "leaves-section"'),
    ):
        if policy != "zero":
            continue
        if low:
            reading.say("DVK-S202", ("scheme", key), key=key, others=others)
        for criterion, least in _below_zero(scheme):
            reading.say("DVK-S207", ("criteria", criterion), key=key, others=others, low=plain(least))


def _below_zero(scheme: Scheme) -> Iterator[tuple[str, Fraction]]:
    """Give the criteria whose points may be negative, and the lowest there may be."""
    for key, use in scheme.criteria.items():
        least = Fraction(0)
        for kind, weight in (use.weight or {}).items():
            decided = use.by_kind[kind]
            declared = decided.built.criterion.range.low
            if declared is not None and declared < 0:  # else there is nothing to prove
                least = min(least, decided.points(weight).low or least)
        if least < 0:
            yield key, least


def _check_decimals(reading: Reading, scheme: Scheme) -> None:
    """Warn of weights that full marks would not give, since they are rounded to fewer decimals."""
    for key, use in scheme.criteria.items():
        _check_weight(reading, ("criteria", key, "weight"), (use.weight or {}).values(), use.closing)
    rounding = scheme.rounding
    for key, section in scheme.sections.items():
        _check_weight(reading, ("sections", key, "weight"), (section.weight or {}).values(), rounding.of_section)
    _check_weight(reading, ("scheme", "total"), [scheme.total], rounding.of_total)


def _check_weight(reading: Reading, path: Path, weights: Iterable[Fraction], closing: Closing | None) -> None:
    finer = next((weight for weight in weights if not fits(weight, closing)), None)
    if finer is not None and closing is not None:
        full = plain(round_fraction(finer, closing.places, closing.mode))
        reading.say("DVK-S198", path, weight=plain(finer), places=closing.places, full=full)


def fits(value: Fraction, closing: Closing | None) -> bool:
    """Tell whether a number has no more decimals than it is rounded to."""
    return closing is None or (value * 10**closing.places).denominator == 1


def _adjustments(scheme: Scheme) -> Mapping[str, Mapping[str, Adjustment]]:
    return {"bonuses": scheme.bonuses, "penalties": scheme.penalties}


def _points_written(scheme: Scheme) -> Iterator[tuple[Path, Fraction | None, Closing | None]]:
    """Give the points that are written beside weights: they are added to rounded points, and so must fit them.

    The ends of the total stand in its place, and so must fit the total.
    """
    usual, total = scheme.rounding.usual, scheme.rounding.of_total
    yield from _limits(("scheme", "limits"), scheme.limits, "total", usual, total)
    for key, section in scheme.sections.items():
        yield from _limits(("sections", key, "limits"), section.limits, "points", usual, usual)
    for key, use in scheme.criteria.items():
        yield from _limits(("criteria", key, "limits"), use.limits, "points", use.closing, use.closing)
    for role, adjustments in _adjustments(scheme).items():
        for key, adjustment in adjustments.items():
            yield (role, key, "cap"), adjustment.cap, adjustment.closing


def _limits(
    path: Path, limits: Limits, points: str, closing: Closing | None, ends: Closing | None
) -> Iterator[tuple[Path, Fraction | None, Closing | None]]:
    yield (*path, "bonus"), limits.bonus, closing
    yield (*path, "penalty"), limits.penalty, closing
    yield (*path, points), limits.low, ends
    yield (*path, points), limits.high, ends
