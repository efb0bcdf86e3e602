"""Which columns a scheme asks for, and which kinds of unit each belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
from dvk_scoring.text import Text, ids_called, joined

SHOWN = ("unit", "name", "cluster", "reason", "evidence")
"""Columns of free text: it stands in outputs as it came."""


def figure_titles(scheme: Scheme, column: str, spec: FigureSpec) -> tuple[Text | None, Text]:
    """Name a figure by two titles: of its criterion, bonus or penalty (None: it is the unit's own), and its own."""
    owner, dot, _ = column.partition(".")
    for owners in (scheme.criteria, scheme.bonuses, scheme.penalties) if dot and not spec.shared else ():
        if owner in owners:
            return owners[owner].title, spec.label
    return None, spec.label


def figure_title(scheme: Scheme, column: str) -> Text:
    """Call a figure by the titles of its criterion and of itself; one that the scheme does not have, by its column."""
    columns = scheme.figure_columns
    if column not in columns:
        return Text.same(column)
    return joined((title for title in figure_titles(scheme, column, columns[column][0]) if title is not None), ": ")


def voices_called(scheme: Scheme) -> Text:
    """List the voices for who has to write one, with their titles."""
    return ids_called({voice: scheme.voice_titles.get(voice, Text.same(voice)) for voice in scheme.voices})


@attrs.frozen
class Reader:
    """Something that reads figures.

    Attributes:
        columns: What it cannot do without. Left out: what a formula says itself of a blank (the marks of a panel, of
            which some are enough). If one of them is not assigned to a unit, the unit lacks none of the others.
        clusters: Column → the clusters of whose units it must be reported. Left out: columns that declare what a blank
            counts as.
    """

    columns: tuple[str, ...]
    clusters: Mapping[str, frozenset[str]]


def readers(scheme: Scheme) -> list[Reader]:
    """Give all that reads figures.

    Criteria, bonuses and penalties compute with them. Knock-outs, conditions of classes and titles and tie-breaks look
    at them, for the units that are in competition; so do criteria that serve tie-breaks alone.
    """
    every = frozenset(scheme.kinds)
    competing = frozenset(cluster.id for cluster in scheme.clusters.values() if cluster.ranked)
    columns, having = scheme.figure_columns, column_kinds(scheme)
    breaking = scheme.criteria.keys() - scheme.scored.keys()

    def reader(names: Sequence[str], kinds: Iterable[str], among: Collection[str]) -> Reader:
        clusters: dict[str, frozenset[str]] = {}
        for name in names:
            concerned = having.get(name, every).intersection(kinds)
            of = frozenset(
                cluster.id for cluster in scheme.clusters.values() if cluster.id in among and cluster.kind in concerned
            )
            if of and columns[name][0].blank is None:
                clusters[name] = of
        return Reader(tuple(names), clusters)

    gathered: list[Reader] = []
    for owner, kinds, specs in _owners(scheme):
        names = [spec.column(owner) for spec in specs if not spec.optional]
        gathered.append(reader(names, kinds, competing if owner in breaking else scheme.clusters))
    for of, kinds in _looked_at(scheme):
        name = of.removeprefix("figures.").removeprefix("criteria.")
        if name in columns:
            gathered.append(reader([name], kinds, competing))
    return gathered


def needed_columns(scheme: Scheme) -> Mapping[str, frozenset[str]]:
    """Give of each column the clusters whose units must report it, since something that concerns them reads it."""
    needed: dict[str, frozenset[str]] = {}
    for reader in readers(scheme):
        for name, clusters in reader.clusters.items():
            needed[name] = needed.get(name, frozenset()).union(clusters)
    return needed


def column_kinds(scheme: Scheme) -> Mapping[str, frozenset[str]]:
    """Give the kinds of unit that have each column; a column of every kind is left out."""
    every = frozenset(scheme.kinds)
    by_column: dict[str, frozenset[str]] = {name: frozenset(kinds) for name, kinds in scheme.figures_apply.items()}
    for owner, kinds, specs in _owners(scheme):
        by_column |= {spec.column(owner): frozenset(kinds) for spec in specs if not spec.shared}
    return {name: kinds & every for name, kinds in by_column.items() if kinds & every != every}


def meant_parts(scheme: Scheme) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Give the figures that are parts of others by their plugin, though its formula takes more than the whole.

    Returns:
        Column → column of the whole, and the clusters of whose units that holds. Left out: a figure of which the
        scheme says itself what it may not exceed, clusters whose params ask for more than the whole, and those whose
        kind does not have it.
    """
    columns, kinds = scheme.figure_columns, column_kinds(scheme)
    parts: dict[str, tuple[str, frozenset[str]]] = {}
    for owner in scheme.uses:
        for name, part in owner.decided.built.parts.items():
            column, whole = sibling(name, owner.id, columns), sibling(part.whole, owner.id, columns)
            if column is None or whole is None or "at_most" in columns[column][0].named:
                continue
            asked = owner.decided.params.get(part.share or "", 1)
            by_cluster = asked if isinstance(asked, Mapping) else dict.fromkeys(scheme.clusters, asked)
            has = kinds.get(column, scheme.kinds)
            within = (key for key, share in by_cluster.items() if share <= 1 and scheme.clusters[key].kind in has)
            if clusters := frozenset(within):
                parts[column] = whole, clusters
    return parts


def sibling(name: str, criterion: str | None, columns: Mapping[str, object]) -> str | None:
    """Give the column that a figure of ``criterion`` calls ``name``, or None when there is none."""
    column = f"{criterion}.{name}"
    if column in columns:
        return column
    return name if name in columns else None


def limit_of(
    spec: FigureSpec, criterion: str | None, columns: Mapping[str, object]
) -> tuple[tuple[str, ...], str] | None:
    """Give the columns counted beside a figure, and that which they may not exceed with it; None: there is none."""
    top = None if spec.at_most is None else sibling(spec.at_most, criterion, columns)
    if top is None:
        return None
    beside = (sibling(name, criterion, columns) for name in spec.plus)
    return tuple(column for column in beside if column is not None), top


def kinds_of(scheme: Scheme, owner: CriterionUse | Adjustment) -> Collection[str]:
    """Give the kinds of unit that have a criterion, or a bonus or penalty and what it counts in."""
    if isinstance(owner, CriterionUse):
        return owner.weight
    head, _, target = owner.to.partition(".")
    # A kind that lacks the criterion has nothing that this could count in.
    has = scheme.criteria[target].weight if head == "criteria" else scheme.kinds
    return [kind for kind in _kinds(scheme, owner.applies_to) if kind in has]


def _owners(scheme: Scheme) -> list[tuple[str, Collection[str], tuple[FigureSpec, ...]]]:
    """Give what computes with figures: its id, the kinds of unit that have it, its figures."""
    return [(owner.id, kinds_of(scheme, owner), owner.figures) for owner in scheme.uses]


def looked_at(scheme: Scheme) -> frozenset[str]:
    """Give the columns that decide on a class, a title or a rank by themselves, whatever becomes of their criterion."""
    quantities = (of.removeprefix("figures.").removeprefix("criteria.") for of, _ in _looked_at(scheme))
    return frozenset(quantities).intersection(scheme.figure_columns)


def _looked_at(scheme: Scheme) -> Iterator[tuple[str, Collection[str]]]:
    """Give each quantity that decides on a class, a title or a rank, with the kinds of unit that it decides for."""
    for knock_out in scheme.knock_outs.values():
        for single in knock_out.when.single:
            yield single.of, _kinds(scheme, knock_out.applies_to)
    for title in scheme.titles.values():
        for single in (each for test in title.requires for each in test.single):
            yield single.of, _kinds(scheme, title.applies_to)
    for single in (each for klass in scheme.classes.values() for test in klass.requires for each in test.single):
        yield single.of, scheme.kinds
    for step in scheme.ranking.tie_break:
        yield step.by, scheme.kinds


def _kinds(scheme: Scheme, applies_to: tuple[str, ...] | None) -> Collection[str]:
    return scheme.kinds if applies_to is None else applies_to
