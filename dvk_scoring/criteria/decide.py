"""A scheme's ``params`` table held against what the criterion declares: settings made, params exact."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import TypeAlias

import attrs

from dvk_scoring.catalogue import listed
from dvk_scoring.criteria.criterion import AnyCriterion, params_class
from dvk_scoring.criteria.figures import SettingSpec
from dvk_scoring.criteria.setting_types import exact_number, fit
from dvk_scoring.formula.symbols import ParamSpec
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.text import Text
from dvk_scoring.written import plain, shown, with_numbers

WEIGHT = "weight"
PlaceOf: TypeAlias = Callable[[str], Place]
ParamValue: TypeAlias = "Fraction | Mapping[str, Fraction]"


@attrs.frozen
class Decided:
    """What a scheme decided about one use of a criterion.

    Attributes:
        settings: Every setting, by name; the default where the scheme says nothing.
        params: Every param, by name: one number, or one for each cluster.
        dated: Params with dated entries, by name: day from which → value, earliest first.
        problems: What is wrong; with errors, settings and params hold the defaults in place of what was wrong.
    """

    settings: Mapping[str, object] = attrs.field(hash=False)
    params: Mapping[str, ParamValue] = attrs.field(hash=False)
    dated: Mapping[str, Mapping[date, ParamValue]] = attrs.field(hash=False)
    problems: tuple[Problem, ...]


def decide(
    criterion: AnyCriterion,
    raw: Mapping[str, object],
    place: PlaceOf,
    clusters: Collection[str],
    as_of: date | None,
) -> Decided:
    """Check a ``params`` table and make its values.

    A param may be a number, a table ``{cluster = number}`` naming every cluster, or a list of dated entries
    ``[{from = 2025-01-01, value = ...}]`` whose last one begun by ``as_of`` holds. The setting ``weight`` is never
    written in ``params``: the scheme gives it the criterion's weight.

    Args:
        criterion: The criterion class.
        raw: The table as tomli read it with ``parse_float=Decimal``.
        place: Gives the place of a key path below the table: ``steps.2.from``.
        clusters: Ids of the clusters that the criterion is used in.
        as_of: The day that dated entries are read for.
    """
    declared = params_class(criterion)
    settings: dict[str, object] = {name: spec.default for name, spec in declared.dvk_settings.items()}
    params: dict[str, ParamValue] = {name: spec.default for name, spec in declared.dvk_params.items()}
    known = [name for name in (*declared.dvk_params, *declared.dvk_settings) if name != WEIGHT]
    dated: dict[str, Mapping[date, ParamValue]] = {}
    problems: list[Problem] = []
    for key, value in raw.items():
        if key in declared.dvk_params and isinstance(value, list | tuple):
            dated[key], faults = _dated(declared.dvk_params[key], value, place, clusters, as_of)
            params[key] = _in_force(dated[key], as_of, params[key])
        elif key in declared.dvk_params:
            made, faults = _by_cluster(declared.dvk_params[key], value, place, key, clusters)
            params[key] = made if made is not None else params[key]
        elif key in known:
            fitted, misfits = fit(declared.dvk_settings[key].annotation, value, (key,))
            faults = [problem(misfit.code, place(".".join(misfit.path)), **misfit.args) for misfit in misfits]
            if not faults and not declared.dvk_settings[key].allows(fitted):
                faults = [_out_of_bounds(declared.dvk_settings[key], value, place(key))]
            settings[key] = settings[key] if faults else fitted
        elif key == WEIGHT and key in settings:
            faults = [problem("DVK-C312", place(key))]
        else:
            faults = [problem("DVK-S121", place(key), key=key, nearest=nearest(key, known), known=listed(known))]
        problems += faults
    return Decided(settings, params, dated, tuple(problems))


def _out_of_bounds(spec: SettingSpec, value: object, place: Place) -> Problem:
    low, high = (with_numbers("" if end is None else plain(end)) for end in (spec.low, spec.high))
    if spec.low is None:
        text = Text(vi=f"không quá {high.vi}", en=f"at most {high.en}")
    elif spec.high is None:
        text = Text(vi=f"từ {low.vi} trở lên", en=f"{low.en} or more")
    else:
        text = Text(vi=f"từ {low.vi} đến {high.vi}", en=f"from {low.en} to {high.en}")
    return problem("DVK-C168", place, setting=spec.name, bounds=text, value=shown(value))


def _dated(
    spec: ParamSpec,
    raw: list[object] | tuple[object, ...],
    place: PlaceOf,
    clusters: Collection[str],
    as_of: date | None,
) -> tuple[dict[date, ParamValue], list[Problem]]:
    entries, problems = _dated_entries(spec, raw, place)
    if problems:
        return {}, problems
    # Every entry is checked, also those that do not hold today: a slip in next year's would stay hidden for a year.
    values = {day: _by_cluster(spec, value, place, where, clusters) for day, (value, where) in entries.items()}
    problems = [fault for _, faults in values.values() for fault in faults]
    if not any(as_of is not None and day <= as_of for day in values):
        args = {"key": spec.name, "as_of": as_of or "", "first": min(values, default="")}
        problems.append(problem("DVK-C307", place(spec.name), **args))
    return {day: made for day in sorted(values) if (made := values[day][0]) is not None}, problems


def _in_force(dated: Mapping[date, ParamValue], as_of: date | None, default: ParamValue) -> ParamValue:
    """Give the value of the last entry begun by ``as_of``; the default where none has."""
    begun = [day for day in dated if as_of is not None and day <= as_of]
    return dated[max(begun)] if begun else default


def _dated_entries(
    spec: ParamSpec, raw: list[object] | tuple[object, ...], place: PlaceOf
) -> tuple[dict[date, tuple[object, str]], list[Problem]]:
    entries: dict[date, tuple[object, str]] = {}
    problems: list[Problem] = []
    for index, entry in enumerate(raw):
        where = f"{spec.name}.{index}"
        day = entry.get("from") if isinstance(entry, Mapping) and set(entry) == {"from", "value"} else None
        if not isinstance(day, date) or isinstance(day, datetime) or not isinstance(entry, Mapping):
            problems.append(problem("DVK-C306", place(where), key=spec.name, value=shown(entry)))
        elif day in entries:
            problems.append(problem("DVK-C308", place(where), key=spec.name, day=day))
        else:
            entries[day] = (entry["value"], f"{where}.value")
    return entries, problems


def _by_cluster(
    spec: ParamSpec, raw: object, place: PlaceOf, where: str, clusters: Collection[str]
) -> tuple[ParamValue | None, list[Problem]]:
    if not isinstance(raw, Mapping):
        return _number(spec, raw, place(where))
    values: dict[str, Fraction] = {}
    problems: list[Problem] = []
    for cluster, value in raw.items():
        if cluster not in clusters:
            close = nearest(str(cluster), clusters)
            args = {"cluster": cluster, "nearest": close, "known": listed(clusters)}
            problems.append(problem("DVK-C304", place(f"{where}.{cluster}"), **args))
            continue
        made, faults = _number(spec, value, place(f"{where}.{cluster}"))
        problems += faults
        if made is not None:
            values[cluster] = made
    missing = [cluster for cluster in clusters if cluster not in raw]
    if missing:
        problems.append(problem("DVK-C305", place(where), key=spec.name, missing=listed(missing)))
    return (None if problems else values), problems


def _number(spec: ParamSpec, raw: object, place: Place) -> tuple[Fraction | None, list[Problem]]:
    value = exact_number(raw, quoted=True)
    if value is None:
        return None, [problem("DVK-C302", place, key=spec.name, value=shown(raw))]
    if not spec.low <= value <= spec.high:
        args = {"key": spec.name, "value": shown(raw), "low": plain(spec.low), "high": plain(spec.high)}
        return None, [problem("DVK-C303", place, **args)]
    return value, []
