"""What stands around the criteria: ``[scheme]``, ``[clusters]``, ``[figures]`` of the unit itself, ``[sample]``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.formula.names import TAKEN
from dvk_scoring.formula.symbols import FigureKind, FigureSpec
from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.document import is_there
from dvk_scoring.scheme.form import frame as form
from dvk_scoring.scheme.form.key import Ends, Key
from dvk_scoring.scheme.model import (
    Closing,
    Cluster,
    LegalBasis,
    Limits,
    NotAssigned,
    NotReported,
    Rounding,
    Sample,
    Unappraised,
    Weights,
)
from dvk_scoring.scheme.table import HARD, Table, check_id, refer
from dvk_scoring.text import Text
from dvk_scoring.written import plain

KIND = Text(vi="loại đơn vị", en="kind of unit")
LONE_CLUSTER = Cluster("all", Text(vi="Tất cả", en="All"), "unit")
"""Where every unit is ranked when a scheme names no clusters."""

MOST_KINDS = 100
"""Kinds of unit: a province has three or four."""

HALF_UP: RoundMode = "half-up"
LEVELS = (form.LevelKeys.criterion, form.LevelKeys.section, form.LevelKeys.total)
"""What may be rounded in a mode of its own."""


@attrs.frozen
class Frame:
    """What ``[scheme]`` says, and the folders of plugins that it names."""

    id: str
    title: Text
    entrant: Text
    valid_from: date | None
    valid_to: date | None
    legal_basis: tuple[LegalBasis, ...]
    total: Fraction
    weights: Weights
    rounding: Rounding
    limits: Limits
    not_assigned: NotAssigned
    not_reported: NotReported
    unappraised: Unappraised
    voices: Mapping[str, Text] = attrs.field(hash=False)
    folders: tuple[Path, ...]


def read_frame(root: Table) -> Frame:
    """Read ``[scheme]``."""
    table = form.FileKeys.scheme.take(root)
    if table is None:  # no table, which has been told
        table = Table(root.reading, ("scheme",), {"id": "x", "title": "x"})
    root.raw("extends")
    table.raw("extends")
    total = form.SchemeKeys.total.take(table)
    first, last = _read_span(form.SchemeKeys.valid.take(table))
    folder = Path(root.reading.document.file).parent
    frame = Frame(
        id=form.SchemeKeys.id.take(table),
        title=form.SchemeKeys.title.take(table),
        entrant=form.SchemeKeys.entrant.take(table),
        valid_from=first,
        valid_to=last,
        legal_basis=tuple(_read_basis(basis) for basis in form.SchemeKeys.legal_basis.take(table)),
        total=total,
        weights=form.SchemeKeys.weights.take(table),
        rounding=_read_rounding(form.SchemeKeys.rounding.take(table)),
        limits=read_limits(table, form.LimitsKeys.total),
        not_assigned=form.SchemeKeys.not_assigned.take(table),
        not_reported=form.SchemeKeys.not_reported.take(table),
        unappraised=form.SchemeKeys.unappraised.take(table),
        voices=_read_voices(table),
        folders=tuple(folder / name for name in form.SchemeKeys.plugins.take(table) or ()),
    )
    table.close()
    return frame


def read_limits(table: Table, points: Key[Ends] = form.InnerLimitsKeys.points) -> Limits:
    """Read ``limits``; ``points`` is the key of the lowest and highest points after bonus and penalty."""
    limits = form.SchemeKeys.limits.take(table)
    if limits is None:
        return Limits()
    low, high = points.take(limits)
    made = Limits(form.LimitsKeys.bonus.take(limits), form.LimitsKeys.penalty.take(limits), low, high)
    limits.close()
    return made


def read_clusters(root: Table) -> dict[str, Cluster]:
    """Read ``[clusters]``; without them every unit is in one.

    Raises:
        DvkError: There are too many kinds of unit to go on.
    """
    clusters: dict[str, Cluster] = {}
    for table in form.FileKeys.clusters.take(root):
        kind = form.ClusterKeys.kind.take(table)
        check_id(table.reading, (*table.path, "kind"), kind)
        ranked = form.ClusterKeys.ranked.take(table)
        clusters[table.name] = Cluster(table.name, form.ClusterKeys.title.take(table), kind, ranked)
        table.close()
    kinds = {cluster.kind for cluster in clusters.values()}
    if len(kinds) > MOST_KINDS:
        # Every weight and every proof is by kind, so that the rest cannot be read in any decent time.
        root.say("DVK-S205", "clusters", count=len(kinds), most=MOST_KINDS)
        raise DvkError(root.reading.problems)
    return clusters or {LONE_CLUSTER.id: LONE_CLUSTER}


def read_kinds(table: Table, kinds: Sequence[str]) -> tuple[str, ...] | None:
    """Read ``applies_to``: kinds of unit; None when it says nothing."""
    named = form.APPLIES_TO.take(table)
    if named is None:
        return None
    if not named:
        table.say("DVK-S124", "applies_to")
    return tuple(kind for index, kind in enumerate(named) if refer(table, kind, kinds, KIND, "applies_to", index))


_USUAL: Final[Mapping[form.FigureType, tuple[FigureKind, int, int]]] = {
    "count": ("count", 1_000_000, 0),
    "percent": ("decimal", 100, 2),
    "decimal": ("decimal", 1_000_000, 2),
    "yes-no": ("yes-no", 1, 0),
}
"""Type of a figure → its kind, its highest value and its decimals unless said; the lowest is 0."""


def read_figures(root: Table, kinds: Sequence[str]) -> tuple[dict[str, FigureSpec], dict[str, tuple[str, ...]]]:
    """Read ``[figures]`` of the unit itself, and which kinds of unit have each."""
    specs: dict[str, FigureSpec] = {}
    apply: dict[str, tuple[str, ...]] = {}
    for table in form.FileKeys.figures.take(root):
        specs[table.name] = _read_figure(table)
        if table.name in TAKEN:
            table.say("DVK-S213", name=table.name)
        kinds_of_this = read_kinds(table, kinds)
        if kinds_of_this is not None:
            apply[table.name] = kinds_of_this
        table.close()
    return specs, apply


def _read_figure(table: Table) -> FigureSpec:
    word = form.FigureKeys.type.take(table) or "count"
    kind, high, places = _USUAL[word]
    bounds = FigureSpec(
        name=table.name,
        kind=kind,
        label=form.FigureKeys.title.take(table),
        low=Fraction(0),
        high=Fraction(high),
        places=places,
        by=form.FigureKeys.by.take(table),
        help=form.FigureKeys.help.take(table),
        shared=True,
        measure="percent" if word == "percent" else None,
    )
    return narrow(table, bounds)


ANSWERS: Final = ("yes-no", "choice")
"""Kinds of figure that have no range."""


def narrow(table: Table, spec: FigureSpec, highest: str = "high") -> FigureSpec:
    """Take ``low``, ``high``, ``places`` and ``blank`` of a figure from its table, over those that it has.

    Args:
        table: What the scheme writes of it.
        spec: The figure so far.
        highest: The key that gives its highest value.
    """
    if spec.kind in ANSWERS:
        for key in ("low", "high", "places"):
            if table.raw(key) is not None:
                table.say("DVK-S143", key, figure=spec.name)
        return _with_blank(table, spec)
    whole = spec.kind == "count"
    places = table.whole("places", 0, 0 if whole else form.MOST_PLACES)
    low = table.number("low", 0 if whole else -HARD, HARD)
    high = table.number(highest, 0 if whole else -HARD, HARD)
    made = attrs.evolve(
        spec,
        places=spec.places if places is None else places,
        low=spec.low if low is None else low,
        high=spec.high if high is None else high,
    )
    if made.low > made.high:
        table.say("DVK-S127", low=str(made.low), high=str(made.high))
        table.raw("blank")
        return spec
    for key, bound in (("low", low), (highest, high)):
        if bound is not None and (bound * 10**made.places).denominator != 1:
            table.say("DVK-S144", key, places=made.places)
    return _with_blank(table, made)


def _with_blank(table: Table, spec: FigureSpec) -> FigureSpec:
    """Take ``blank``: what a blank cell counts as, which must be a value that the figure may have."""
    raw = table.raw("blank")
    value = spec.blank
    if spec.kind == "yes-no" and (isinstance(raw, bool) or raw in ("yes", "no")):
        value = Fraction(raw in (True, "yes"))
    elif spec.kind == "choice":
        ids = [key for key, _ in spec.choices]
        chosen = table.choice("blank", ids)
        value = value if chosen is None else Fraction(ids.index(chosen))
    elif raw is not None:
        value = table.as_number(raw, "blank")
    if value is not None and not _may_be(spec, value):
        table.say("DVK-S174", *(["blank"] if raw is not None else []), value=plain(value), figure=spec.name)
        value = None
    return attrs.evolve(spec, blank=value)


def _may_be(spec: FigureSpec, value: Fraction) -> bool:
    """Tell whether a figure may have a value: in its range, on its decimals and its step."""
    steps = Fraction(0) if spec.step is None else (value - spec.low) / spec.step
    whole = (value * 10**spec.places).denominator == 1 and steps.denominator == 1
    return whole and spec.low <= value <= spec.high


def read_sample(root: Table) -> Sample | None:
    """Read ``[sample]``; its files stand beside the scheme."""
    table = form.FileKeys.sample.take(root)
    if table is None:
        return None
    folder = Path(root.reading.document.file).parent
    figures = form.SampleKeys.figures.take(table)
    if figures is None and "figures" not in table:
        table.say("DVK-S123", key="figures", expected=Text.same('["figures.csv"]'))
    rulings = form.SampleKeys.rulings.take(table) or None
    for index, file in enumerate(figures or ()):
        if not is_there(folder / file):
            table.say("DVK-S145", "figures", index, file=file)
    if rulings is not None and not is_there(folder / rulings):
        table.say("DVK-S145", "rulings", file=rulings)
    source = form.SampleKeys.source.take(table)
    made = Sample(figures or (), rulings, form.SampleKeys.illustrative.take(table), source)
    table.close()
    return made


def _read_span(table: Table | None) -> tuple[date | None, date | None]:
    """Read ``{from, to}``: both days are in it."""
    if table is None:
        return None, None
    first, last = _days(table)
    table.close()
    return first, last


def _days(table: Table) -> tuple[date | None, date | None]:
    first, last = form.ValidKeys.from_.take(table), form.ValidKeys.to.take(table)
    if first is not None and last is not None and first > last:
        table.say("DVK-S127", low=first, high=last)
    return first, last


def _read_basis(table: Table) -> LegalBasis:
    first, last = _days(table)
    made = LegalBasis(form.BasisKeys.text.take(table), first, last)
    table.close()
    return made


def _read_rounding(table: Table | None) -> Rounding:
    """Read ``rounding``; a level that the table leaves out is not rounded, the total always is."""
    if table is None:
        return Rounding()
    total, guard = form.RoundingKeys.total.take(table), form.RoundingKeys.guard.take(table)
    criterion_mode, section_mode, total_mode = _read_modes(table)
    shown = form.RoundingKeys.shown.take(table)
    made = Rounding(
        criterion=form.RoundingKeys.criterion.take(table),
        section=form.RoundingKeys.section.take(table),
        total=total,
        mode=criterion_mode,
        guard=guard,
        section_mode=section_mode,
        total_mode=total_mode,
        shown=None if shown == total else shown,
    )
    if shown is not None and shown > total:
        table.say("DVK-S190", "shown", shown=shown, total=total)
    table.close()
    return made


def _read_modes(table: Table) -> tuple[RoundMode, ...]:
    """Read ``mode``: one for all levels, or a table level → mode."""
    if not isinstance(table.values.get("mode"), dict):
        return (form.OwnRoundingKeys.mode.take(table) or HALF_UP,) * len(LEVELS)
    modes = table.table("mode")
    assert modes is not None
    made = tuple(level.take(modes) or HALF_UP for level in LEVELS)
    modes.close()
    return made


def read_closing(table: Table, usual: Rounding) -> Closing | None:
    """Read ``rounding`` of a criterion, bonus or penalty: what it leaves out is as the scheme rounds criteria."""
    rounding = form.SchemeKeys.rounding.take(table)
    if rounding is None:
        return usual.usual
    written = form.OwnRoundingKeys.places.take(rounding)
    # What is wrong about places has been told: the mode is then as good as it was.
    places = written if "places" in rounding else usual.criterion
    mode = form.OwnRoundingKeys.mode.take(rounding) or usual.mode
    if "mode" in rounding and places is None and rounding.values.get("places", form.NO_PLACES) == form.NO_PLACES:
        rounding.say("DVK-S173", "mode", mode=mode)
    rounding.close()
    return None if places is None else Closing(places, mode)


def _read_voices(table: Table) -> dict[str, Text]:
    """Read ``voices``: a list of ids, or a table id → title, in the order they speak."""
    if isinstance(table.values.get("voices"), dict):
        voices = table.table("voices")
        assert voices is not None
        for name in voices.values:
            check_id(table.reading, (*voices.path, name), name)
        return {name: voices.text(name) for name in voices.values}
    names = table.names("voices") or ()
    for name in names:
        check_id(table.reading, (*table.path, "voices"), name)
    return {name: Text.same(name) for name in names}
