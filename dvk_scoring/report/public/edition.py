"""What the public edition says, taken from a result: of what is left out, nothing is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import attrs

from dvk_scoring.analysis.shown import added_points, criterion_points, section_points, shown_total
from dvk_scoring.arguments import RESULT, check_arguments
from dvk_scoring.report.notes import note_on_scaling, notes_on, notes_on_parts
from dvk_scoring.report.public.protect import protected, told_by_total
from dvk_scoring.report.public.small import Cell, Cells, Shown, is_count, shown_cells
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.public import left_out
from dvk_scoring.scoring.places import shown_places
from dvk_scoring.scoring.result import Result, TitleWord, UnitResult, UnitState
from dvk_scoring.scoring.stamp import Stamp
from dvk_scoring.text import Text

TitleSaid = Literal["proposed", "reserve", "undecided", "undecided-reserve", "no"]
PartState = Literal["ok", "not-reported", "not-assigned"]


@attrs.frozen
class ShownPart:
    """Points that are shown.

    Attributes:
        key: ``sections.ID``, ``criteria.ID``, ``bonuses`` or ``penalties``.
        no: Printed number.
        title: Empty of bonuses and penalties.
        tie_break: It gives no points.
    """

    key: str
    no: str = ""
    title: Text = attrs.field(factory=lambda: Text.same(""))
    tie_break: bool = False


@attrs.frozen
class Row:
    """One unit.

    Attributes:
        total: As it is printed; None: it has none.
        klass: Id of the class, None: none, or it waits.
        class_open: The class is not decided yet.
        titles: Title → what is proposed.
        points, states: Of the parts that are shown.
        figures: Of the figures that are shown.
    """

    unit: str
    name: str
    cluster: str
    state: UnitState
    rank: int | None
    tied: bool
    total: Decimal | None
    klass: str | None
    class_open: bool
    titles: Mapping[str, TitleSaid] = attrs.field(hash=False)
    points: Mapping[str, Decimal | None] = attrs.field(hash=False)
    states: Mapping[str, PartState] = attrs.field(hash=False)
    figures: Mapping[str, Cell] = attrs.field(hash=False)


@attrs.frozen
class Edition:
    """A result as the public may see it.

    Attributes:
        clusters: Id → title, of those that have units.
        classes, titles: Id → title; None: they are left out.
        parts: Columns of points.
        figures: Figures that are shown.
        totals: Cluster (and "" for all) → figure → its sum, None where that would tell a number that is withheld.
        small_cells: Counts below this are withheld.
        notes: What must be known of totals and ranks to read them.
        stamp: Of its seal, or of that of the full result; None: none is printed.
    """

    id: str
    title: Text
    entrant: Text
    valid_from: date | None
    valid_to: date | None
    as_of: date | None
    sample: bool
    illustrative: bool
    places: int
    together: bool
    clusters: Mapping[str, Text] = attrs.field(hash=False)
    classes: Mapping[str, Text] | None = attrs.field(hash=False)
    titles: Mapping[str, Text] | None = attrs.field(hash=False)
    parts: tuple[ShownPart, ...]
    figures: tuple[Shown, ...]
    totals: Mapping[str, Mapping[str, Fraction | None]] = attrs.field(hash=False)
    small_cells: int
    notes: tuple[Text, ...]
    rows: tuple[Row, ...]
    stamp: Stamp | None = None


def make_edition(result: Result) -> Edition:
    """Take what may be shown.

    Args:
        result: A scored competition.

    Raises:
        DvkError: It is a trial.
    """
    check_arguments(result=(result, RESULT))
    result.refuse_trial()
    scheme = result.scheme
    left, cells = _to_protect(result)
    hidden = protected(result, left, cells)
    parts = tuple(_parts(scheme, hidden))
    added = any(part.key in ("bonuses", "penalties") for part in parts)
    criteria = {key for key in scheme.scored if f"criteria.{key}" not in hidden}
    used = {unit.cluster for unit in result.units}
    clusters = {key: cluster.title for key, cluster in scheme.clusters.items() if key in used}
    return Edition(
        id=scheme.id,
        title=scheme.title,
        entrant=scheme.entrant,
        valid_from=scheme.valid_from,
        valid_to=scheme.valid_to,
        as_of=result.as_of,
        sample=result.sample,
        illustrative=result.illustrative,
        places=shown_places(scheme),
        together=scheme.ranking.within == "all",
        clusters=clusters,
        classes=None if "classes" in hidden else {key: class_.title for key, class_ in scheme.classes.items()},
        titles=None if "titles" in hidden else {key: title.title for key, title in scheme.titles.items()},
        parts=parts,
        figures=cells.heads,
        totals=dict(_totals(result, cells, clusters)),
        small_cells=scheme.public.small_cells,
        notes=(*notes_on(scheme), *(notes_on_parts(scheme) if added else ()), *note_on_scaling(result, criteria)),
        rows=tuple(_row(scheme, unit, parts, cells, hidden) for unit in result.units),
        stamp=result.stamp,
    )


def hidden_parts(result: Result) -> set[str]:
    """Give all that is left out of this result's edition: what the scheme leaves out, and what would tell it."""
    return protected(result, *_to_protect(result))


def told_anyway(result: Result) -> Mapping[str, int]:
    """Give the left-out points that the totals tell all the same, as ``told_by_total`` does."""
    return told_by_total(result, *_to_protect(result))


def _to_protect(result: Result) -> tuple[set[str], Cells]:
    cells = shown_cells(result)
    return {*left_out(result.scheme), *(f"criteria.{key}" for key in cells.telling)}, cells


def _parts(scheme: Scheme, hidden: set[str]) -> Iterator[ShownPart]:
    for key, section in scheme.sections.items():
        if f"sections.{key}" not in hidden:
            yield ShownPart(f"sections.{key}", section.no, section.title)
    for key, use in scheme.criteria.items():
        if f"criteria.{key}" not in hidden:
            yield ShownPart(f"criteria.{key}", use.no, use.title, use.tie_break)
    for name, ones in (("bonuses", scheme.bonuses), ("penalties", scheme.penalties)):
        if ones and name not in hidden:
            yield ShownPart(name)


def _row(scheme: Scheme, unit: UnitResult, parts: tuple[ShownPart, ...], cells: Cells, hidden: set[str]) -> Row:
    by_part = {part.key: _part(scheme, unit, part.key) for part in parts}
    waits = any("class" in hold.effect for hold in unit.holds)
    classes = bool(scheme.classes) and "classes" not in hidden
    return Row(
        unit=unit.unit,
        name=unit.name,
        cluster=unit.cluster,
        state=unit.state,
        rank=unit.rank,
        tied=unit.tied,
        total=shown_total(unit),
        klass=unit.klass if classes and not waits else None,
        class_open=classes and (waits or unit.class_open),
        titles={} if "titles" in hidden else {key: _said(title.word) for key, title in unit.titles.items()},
        points={key: points for key, (_, points) in by_part.items()},
        states={key: state for key, (state, _) in by_part.items()},
        figures=cells.rows.get(unit.unit, {}),
    )


def _said(word: TitleWord) -> TitleSaid:
    """Say what is proposed; that a unit is on hold is nobody's business but the committee's."""
    return "undecided" if word == "held" else word


def _part(scheme: Scheme, unit: UnitResult, key: str) -> tuple[PartState, Decimal | None]:
    head, _, name = key.partition(".")
    if head == "criteria":
        result = unit.criteria.get(name)
        return ("not-assigned", None) if result is None else (result.state, criterion_points(result))
    if head == "sections":
        points = section_points(scheme, unit, name)
    elif head == "bonuses":
        points = added_points(unit.bonuses, unit.bonus_counted)
    else:
        points = added_points(unit.penalties, unit.penalty_counted)
    return "ok", points


def _totals(
    result: Result, cells: Cells, clusters: Mapping[str, Text]
) -> Iterator[tuple[str, Mapping[str, Fraction | None]]]:
    """Add up the counts that are shown, cluster by cluster and in all."""
    counts = [head.of for head in cells.heads if is_count(head.spec)]
    for cluster in ("", *clusters) if counts else ():
        units = [unit.unit for unit in result.units if cluster in ("", unit.cluster)]
        yield cluster, {of: cells.total(of, units) for of in counts}
