"""Whose form it is: by id, by name where the list of units has just one of that name, or as the unit wrote it."""

from __future__ import annotations

from collections.abc import Mapping

from dvk_scoring.figures.alike import looks_of, without_zeros
from dvk_scoring.forms.known import KnownUnit
from dvk_scoring.forms.returned import UnitReturn
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Problem, problem
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import ids_called
from dvk_scoring.unit_names import Units


def find_unit(
    returned: UnitReturn, scheme: Scheme, listed: Mapping[str, KnownUnit] | None
) -> tuple[KnownUnit | None, list[Problem]]:
    """Find the unit of a return, or say why it cannot be told.

    Args:
        returned: What came back.
        scheme: Whose clusters count.
        listed: The units by id; None: there is no list, and every unit is taken as it says.
    """
    if not returned.unit:
        return None, [problem("DVK-O515", returned.unit_place)]
    if listed is None:
        cluster, faults = _cluster(returned, scheme)
        return (None if cluster is None else KnownUnit(returned.unit, returned.name or returned.unit, cluster)), faults
    unit = listed.get(returned.unit) or _by_name(returned, listed)
    if unit is None:
        close = _looking_like(returned.unit, listed) or nearest(returned.unit, listed)
        return None, [
            problem("DVK-O514", returned.unit_place, unit=returned.unit, nearest=Units.of(filter(None, [close])))
        ]
    return unit, []


def _looking_like(unit: str, listed: Mapping[str, KnownUnit]) -> str:
    """Give the id of the list that a person would take for this one, by id or name, or that lacks its zeros alone."""
    for bare in (looks_of, without_zeros):
        wanted = bare(unit)
        for known in listed.values():
            if wanted in (bare(known.unit), bare(known.name)):
                return known.unit
    return ""


def _by_name(returned: UnitReturn, listed: Mapping[str, KnownUnit]) -> KnownUnit | None:
    """Find a unit by its name; a form says its id itself, so that only tables made by hand are asked."""
    told = {text.casefold() for text in (returned.unit, returned.name) if text}
    those = [each for each in listed.values() if each.name.casefold() in told]
    return those[0] if len(those) == 1 and not returned.kind else None


def _cluster(returned: UnitReturn, scheme: Scheme) -> tuple[str | None, list[Problem]]:
    """Find the cluster by id or title; a table by hand may leave it to the list of units that is scored with it."""
    clusters = scheme.clusters
    if not returned.cluster and (len(clusters) == 1 or not returned.kind):
        return (next(iter(clusters)) if len(clusters) == 1 else ""), []
    titles = {text.casefold(): each.id for each in clusters.values() for text in (each.title.vi, each.title.en)}
    cluster = returned.cluster if returned.cluster in clusters else titles.get(returned.cluster.casefold())
    if cluster is None:
        known = ids_called({each.id: each.title for each in clusters.values()})
        return None, [problem("DVK-O516", returned.unit_place, unit=returned.unit, value=returned.cluster, known=known)]
    return cluster, []
