"""Weights that add up: for every kind of unit, parts to their section, sections and criteria to the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from dvk_scoring.criteria.decide import plain
from dvk_scoring.scheme.model import Section
from dvk_scoring.scheme.read_criteria import ReadUse
from dvk_scoring.scheme.table import Reading

ByKind = Mapping[str, Fraction]


@attrs.frozen
class AddedUp:
    """Points of every criterion and section, by id and kind of unit."""

    criteria: Mapping[str, ByKind] = attrs.field(hash=False)
    sections: Mapping[str, ByKind] = attrs.field(hash=False)


@attrs.frozen
class Tree:
    """Sections and criteria with what lies directly in each; None is the top."""

    sections: Mapping[str, Section] = attrs.field(hash=False)
    uses: Mapping[str, ReadUse] = attrs.field(hash=False)

    def parts(self, section: str | None) -> list[str]:
        """Give the keys, ``sections.ID`` and ``criteria.ID``, directly in a section."""
        inner = [f"sections.{key}" for key, one in self.sections.items() if one.parent == section]
        return inner + [f"criteria.{key}" for key, one in self.uses.items() if one.section == section]

    def written(self, part: str, kind: str) -> Fraction | None:
        """Give the weight written for a part, None when a section has none for this kind."""
        place, _, key = part.partition(".")
        if place == "sections":
            weight = self.sections[key].weight
            return None if weight is None else weight.get(kind)
        weight = self.uses[key].weight
        return Fraction(0) if weight is None else weight.get(kind, Fraction(0))

    def sum(self, part: str, kind: str) -> Fraction:
        """Add up what lies in a part, however deep, taking sections without weight as the sum of their parts."""
        written = self.written(part, kind)
        return self.sum_of_parts(part.partition(".")[2], kind) if written is None else written

    def sum_of_parts(self, section: str | None, kind: str) -> Fraction:
        """Add up what lies directly in a section."""
        return sum((self.sum(part, kind) for part in self.parts(section)), Fraction(0))


def add_up(reading: Reading, tree: Tree, total: Fraction, kinds: Sequence[str]) -> AddedUp:
    """Take weights as points and hold them against their section and the total; tell what does not add up."""
    for key, section in tree.sections.items():
        if section.weight is not None:
            sums = {kind: (tree.sum_of_parts(key, kind), wanted) for kind, wanted in section.weight.items()}
            path = ("sections", key, "weight")
            for kind in [kind for kind, (got, _) in sums.items() if got == 0]:
                reading.say("DVK-S139", path, kind=kind)
                del sums[kind]
            _tell(reading, "DVK-S137", path, sums, section=key)
    _tell(reading, "DVK-S138", ("scheme", "total"), {kind: (tree.sum_of_parts(None, kind), total) for kind in kinds})
    return AddedUp(
        {key: use.weight or {} for key, use in tree.uses.items()},
        {key: {kind: tree.sum(f"sections.{key}", kind) for kind in kinds} for key in tree.sections},
    )


def _tell(
    reading: Reading, code: str, path: tuple[str, ...], sums: Mapping[str, tuple[Fraction, Fraction]], **args: object
) -> None:
    """Tell of sums that are wrong: one problem for all kinds of unit that are wrong alike."""
    alike: dict[tuple[Fraction, Fraction], list[str]] = {}
    for kind, (got, wanted) in sums.items():
        if got != wanted:
            alike.setdefault((got, wanted), []).append(kind)
    for (got, wanted), kinds in alike.items():
        shown = {"got": plain(got), "wanted": plain(wanted), "kinds": ", ".join(kinds)}
        too = {"over": plain(got - wanted)} if got > wanted else {"short": plain(wanted - got)}
        reading.say(code, path, **shown, **too, **args)


def scale(reading: Reading, tree: Tree, total: Fraction, kinds: Sequence[str]) -> AddedUp:
    """Take weights as relative: the parts of a section share its points, and the top parts the total, exactly."""
    criteria: dict[str, dict[str, Fraction]] = {key: {} for key in tree.uses}
    sections: dict[str, dict[str, Fraction]] = {key: {} for key in tree.sections}
    for kind in kinds:
        left: list[tuple[str | None, Fraction]] = [(None, total)]
        while left:
            section, points = left.pop()
            whole = tree.sum_of_parts(section, kind)
            if whole == 0:
                if section is None or points:
                    path = ("scheme", "total") if section is None else ("sections", section, "weight")
                    reading.say("DVK-S139", path, kind=kind)
                continue
            for part in tree.parts(section):
                place, _, key = part.partition(".")
                share = points * tree.sum(part, kind) / whole
                if place == "sections":
                    sections[key][kind] = share
                    left.append((key, share))
                elif kind in (tree.uses[key].weight or {}):
                    criteria[key][kind] = share
    sums = {kind: tree.sum_of_parts(None, kind) for kind in kinds}
    if any(one != total for one in sums.values()):
        shown = ", ".join(dict.fromkeys(plain(one) for one in sums.values()))
        reading.say("DVK-S140", ("scheme", "weights"), sum=shown, total=plain(total))
    return AddedUp(criteria, sections)
