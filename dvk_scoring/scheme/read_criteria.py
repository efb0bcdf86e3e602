"""Sections, criteria, bonuses and penalties as written: their plugins are not looked at yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

import attrs

from dvk_scoring.catalogue import listed
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.form.frame import FileKeys
from dvk_scoring.scheme.form.uses import (
    ADJUSTMENTS,
    AdjustmentKeys,
    CriterionKeys,
    Role,
    SectionKeys,
    UseKeys,
)
from dvk_scoring.scheme.model import Closing, Limits, Rounding, Section
from dvk_scoring.scheme.read_frame import KIND, read_closing, read_kinds, read_limits
from dvk_scoring.scheme.table import TABLE, Table, refer
from dvk_scoring.text import Text

SECTION = Text(vi="nhóm", en="section")
TARGET = Text(vi="nơi cộng, trừ điểm", en="place for the points")
DEEPEST_SECTION = 50
"""Sections within sections: rubrics have three or four levels."""


@attrs.frozen
class ReadUse:
    """A criterion, bonus or penalty as written.

    Attributes:
        table: Where it stands; ``params`` and ``figures`` are still to be read.
        role: Which of the three tables it is in.
        title: None: the plugin's.
        kinds: Kinds of unit it applies to.
        all_kinds: No ``applies_to`` is written.
        weight: Kind → weight as written; None when it is missing or wrong.
        section, to, cap: Where it belongs; ``section`` for criteria, the others for bonuses and penalties.
        closing: How its points are rounded, None: not at all.
        tie_break: A criterion that serves tie-breaks alone.
    """

    table: Table = attrs.field(hash=False, eq=False)
    role: Role
    title: Text | None
    no: str
    plugin: str
    kinds: tuple[str, ...]
    all_kinds: bool
    weight: Mapping[str, Fraction] | None = attrs.field(hash=False)
    section: str | None
    to: str
    cap: Fraction | None
    limits: Limits
    source: Text | None
    closing: Closing | None
    tie_break: bool = False

    @property
    def id(self) -> str:
        """Its key."""
        return self.table.name


@attrs.frozen
class ReadUses:
    """Sections, and all that plugins score in them.

    Attributes:
        weighed: Every weight could be read and every section be found: it makes sense to add up.
    """

    sections: Mapping[str, Section] = attrs.field(hash=False)
    criteria: tuple[ReadUse, ...]
    bonuses: tuple[ReadUse, ...]
    penalties: tuple[ReadUse, ...]
    weighed: bool

    @property
    def all(self) -> tuple[ReadUse, ...]:
        """Criteria, bonuses and penalties."""
        return self.criteria + self.bonuses + self.penalties


def read_uses(root: Table, kinds: Sequence[str], rounding: Rounding) -> ReadUses:
    """Read ``[sections]``, ``[criteria]``, ``[bonuses]`` and ``[penalties]``."""
    before = len(root.reading.problems)
    sections = read_sections(root, kinds)
    criteria = read_criteria(root, kinds, sections, rounding)
    weighed = not any(_unsettles(problem) for problem in root.reading.problems[before:])
    targets = dict.fromkeys(("total", *(f"sections.{key}" for key in sections)), True)
    targets |= {f"criteria.{use.id}": not use.tie_break for use in criteria}
    bonuses, penalties = (read_adjustments(root, role, kinds, targets, rounding) for role in ADJUSTMENTS)
    uses = ReadUses(sections, tuple(criteria), tuple(bonuses), tuple(penalties), weighed)
    seen: dict[str, ReadUse] = {}
    for use in uses.all:
        first = seen.setdefault(use.id, use)
        if first is not use:
            use.table.say("DVK-S146", id=use.id, role=first.role)
    return uses


def _unsettles(problem: Problem) -> bool:
    """Tell whether a problem leaves a weight or a section open, so that sums would only confuse."""
    keys = (problem.place.key or "").split(".")
    return len(keys) < 3 or bool({"weight", "section"} & {*keys[2:]})


def read_sections(root: Table, kinds: Sequence[str]) -> dict[str, Section]:
    """Read ``[sections]``; weights are as written."""
    tables = list(FileKeys.sections.take(root))
    known = dict.fromkeys(table.name for table in tables)
    sections: dict[str, Section] = {}
    for table in tables:
        parent = SectionKeys.section.take(table) or None
        if parent is not None and not refer(table, parent, known, SECTION, "section"):
            parent = None
        sections[table.name] = Section(
            id=table.name,
            title=SectionKeys.title.take(table),
            no=SectionKeys.no.take(table),
            parent=parent,
            weight=read_weight(table, kinds, kinds, every=False),
            limits=read_limits(table),
        )
        table.close()
    return _with_depth(root, sections)


def _with_depth(root: Table, sections: dict[str, Section]) -> dict[str, Section]:
    """Refuse sections that lie in themselves, or deeper than anybody could follow; then none lies in another."""
    depths: dict[str | None, int] = {None: 0}
    for key in sections:
        # Up to the first whose depth is known; each section is passed once.
        above: dict[str, None] = {}
        outer: str | None = key
        while outer is not None and outer not in depths and outer not in above:
            above[outer] = None
            outer = sections[outer].parent
        if outer in above:
            circle = [*above][[*above].index(outer) :]
            root.say("DVK-S132", "sections", outer, "section", circle=listed([*circle, outer], " → "))
            return {name: attrs.evolve(section, parent=None) for name, section in sections.items()}
        depths |= {name: depth for depth, name in enumerate(reversed(above), start=depths[outer] + 1)}
        if depths[key] > DEEPEST_SECTION:
            root.say("DVK-S191", "sections", key, "section", section=key, depth=depths[key], most=DEEPEST_SECTION)
            return {name: attrs.evolve(section, parent=None) for name, section in sections.items()}
    return sections


def read_criteria(root: Table, kinds: Sequence[str], sections: Collection[str], rounding: Rounding) -> list[ReadUse]:
    """Read ``[criteria]``."""
    uses, before = [], len(root.reading.problems)
    for table in FileKeys.criteria.take(root):
        if CriterionKeys.for_.take(table):
            uses.append(_read_tie_break(table, kinds, rounding))
            continue
        section = CriterionKeys.section.take(table) or None
        if section is not None and not refer(table, section, sections, SECTION, "section"):
            section = None
        use = _read_use(table, "criteria", kinds, rounding, section=section)
        if "weight" not in table:
            table.say("DVK-S133")
        uses.append(use)
    if not uses and len(root.reading.problems) == before:
        root.say("DVK-S123", key="criteria", expected=TABLE)
    return uses


def _read_tie_break(table: Table, kinds: Sequence[str], rounding: Rounding) -> ReadUse:
    """Read a criterion that gives no points; a weight of 0 may be written."""
    for key in ("weight", "section", "limits"):
        raw = table.raw(key)
        if raw is not None and (key != "weight" or raw != 0 or isinstance(raw, bool)):
            table.say("DVK-S175", key, key=key)
    return attrs.evolve(_read_use(table, "criteria", kinds, rounding, scored=False), tie_break=True)


def read_adjustments(
    root: Table, role: Role, kinds: Sequence[str], targets: Mapping[str, bool], rounding: Rounding
) -> list[ReadUse]:
    """Read ``[bonuses]`` or ``[penalties]``; ``targets`` are what ``to`` may name, and whether it has points."""
    uses = []
    for table in root.named(role):
        to = AdjustmentKeys.to.take(table)
        if not refer(table, to, targets, TARGET, "to"):
            to = "total"
        elif not targets[to]:
            table.say("DVK-S176", "to", criterion=to.removeprefix("criteria."))
        uses.append(_read_use(table, role, kinds, rounding, to=to, cap=AdjustmentKeys.cap.take(table)))
    return uses


def _read_use(
    table: Table,
    role: Role,
    kinds: Sequence[str],
    rounding: Rounding,
    *,
    section: str | None = None,
    to: str = "total",
    cap: Fraction | None = None,
    scored: bool = True,
) -> ReadUse:
    named = read_kinds(table, kinds)
    asked = tuple(kinds) if named is None else named
    return ReadUse(
        table=table,
        role=role,
        title=UseKeys.title.take(table),
        no=UseKeys.no.take(table),
        plugin=UseKeys.plugin.take(table) or table.name,
        kinds=asked,
        all_kinds=named is None,
        weight=read_weight(table, asked, kinds, every=True) if scored else dict.fromkeys(asked, Fraction(0)),
        section=section,
        to=to,
        cap=cap,
        limits=read_limits(table) if role == "criteria" and scored else Limits(),
        source=UseKeys.source.take(table),
        closing=read_closing(table, rounding),
    )


def read_weight(table: Table, own: Sequence[str], kinds: Sequence[str], *, every: bool) -> dict[str, Fraction] | None:
    """Read ``weight``: one number for every kind of ``own``, or a table kind → number.

    Args:
        table: The section or criterion.
        own: Kinds that it applies to.
        kinds: All kinds of the scheme.
        every: The table must name every kind of ``own``.
    """
    raw = UseKeys.weight.take(table)
    if raw is None:
        return None
    if not isinstance(raw, dict):
        made = _weight(table, raw, "weight")
        return None if made is None else dict.fromkeys(own, made)
    weights: dict[str, Fraction | None] = {}
    for kind, value in raw.items():
        if not refer(table, kind, kinds, KIND, "weight", kind):
            weights[kind] = None
        elif kind not in own:
            table.say("DVK-S135", "weight", kind, kind=kind)
            weights[kind] = None
        else:
            weights[kind] = _weight(table, value, "weight", kind)
    missing = [kind for kind in own if kind not in weights] if every else []
    if missing:
        table.say("DVK-S134", "weight", kinds=listed(missing))
    good = {kind: value for kind, value in weights.items() if value is not None}
    return None if missing or len(good) < len(weights) else good


def _weight(table: Table, raw: object, *key: str) -> Fraction | None:
    made = table.as_number(raw, *key, low=0)
    if made == 0:
        table.say("DVK-S136", *key)
        return None
    return made
