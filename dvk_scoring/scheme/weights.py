"""Weights that add up: for every kind of unit, parts to their section, sections and criteria to the total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import floor

import attrs

from dvk_scoring.catalogue import LONGEST, listed
from dvk_scoring.formula.rounding import apportion
from dvk_scoring.scheme.model import Section
from dvk_scoring.scheme.read_criteria import ReadUse
from dvk_scoring.scheme.table import Reading
from dvk_scoring.text import Text, joined
from dvk_scoring.unit_names import called
from dvk_scoring.written import plain, with_numbers

ByKind = Mapping[str, Fraction]
ZERO = Fraction(0)


@attrs.frozen
class AddedUp:
    """Points of every criterion and section, by id and kind of unit."""

    criteria: Mapping[str, ByKind] = attrs.field(hash=False)
    sections: Mapping[str, ByKind] = attrs.field(hash=False)


class Tree:
    """Sections and criteria with what lies directly in each; None is the top.

    Args:
        sections: Sections by id, none of them in a circle.
        uses: Criteria that give points, by id.
        kinds: Kinds of unit.
        rounded: Places to which the points of every section are rounded, None: they are not.
    """

    def __init__(
        self, sections: Mapping[str, Section], uses: Mapping[str, ReadUse], kinds: Sequence[str], rounded: int | None
    ) -> None:
        """Look at every part once: sections that lie in others come before these."""
        self.sections, self.uses, self.kinds, self._rounded = sections, uses, kinds, rounded
        self.parts: dict[str | None, list[str]] = {None: []}
        self.parts |= {key: [] for key in sections}
        for name, section in sections.items():
            self.parts[section.parent].append(f"sections.{name}")
        for name, use in uses.items():
            self.parts[use.section].append(f"criteria.{name}")
        self.down: list[str | None] = [None]
        for within in self.down:
            self.down += (key for part in self.parts[within] if (key := _section(part)) is not None)
        self._sums: dict[tuple[str | None, str], Fraction] = {}
        self._grains: dict[tuple[str | None, str], int | None] = {}
        for within in reversed(self.down):
            for kind in kinds:
                self._sums[within, kind] = sum((self.weight(part, kind) for part in self.parts[within]), ZERO)
                grains = [self.grain(part, kind) for part in self.parts[within]]
                self._grains[within, kind] = _coarsest([*grains, self._rounded])

    def weight(self, part: str, kind: str) -> Fraction:
        """Give the weight of a part for a kind; a section for which none is written is the sum of its parts."""
        key = _section(part)
        if key is None:
            return (self.uses[part.removeprefix("criteria.")].weight or {}).get(kind, ZERO)
        written = (self.sections[key].weight or {}).get(kind)
        return self._sums[key, kind] if written is None else written

    def sum_of_parts(self, section: str | None, kind: str) -> Fraction:
        """Add up what lies directly in a section."""
        return self._sums[section, kind]

    def title(self, part: str) -> Text | None:
        """Give the title that is written of a part, None: it has that of its plugin."""
        key = _section(part)
        return self.uses[part.removeprefix("criteria.")].title if key is None else self.sections[key].title

    def grain(self, part: str, kind: str) -> int | None:
        """Give the places to which a part is rounded, of a section the fewest of all that lies in it; None: exact."""
        key = _section(part)
        if key is not None:
            return self._grains[key, kind]
        use = self.uses[part.removeprefix("criteria.")]
        return None if use.closing is None or kind not in (use.weight or {}) else use.closing.places


def _section(part: str) -> str | None:
    place, _, key = part.partition(".")
    return key if place == "sections" else None


def _coarsest(grains: Sequence[int | None]) -> int | None:
    return min((grain for grain in grains if grain is not None), default=None)


def add_up(reading: Reading, tree: Tree, total: Fraction) -> AddedUp:
    """Take weights as points and hold them against their section and the total; tell what does not add up."""
    for key, section in tree.sections.items():
        if section.weight is not None:
            sums = {kind: (tree.sum_of_parts(key, kind), wanted) for kind, wanted in section.weight.items()}
            _tell(reading, "DVK-S137", ("sections", key, "weight"), sums, tree=tree, section=key)
    whole = {kind: (tree.sum_of_parts(None, kind), total) for kind in tree.kinds}
    _tell(reading, "DVK-S138", ("scheme", "total"), whole, tree=tree, section=None)
    return AddedUp(
        {key: use.weight or {} for key, use in tree.uses.items()},
        {key: {kind: tree.weight(f"sections.{key}", kind) for kind in tree.kinds} for key in tree.sections},
    )


def _tell(
    reading: Reading,
    code: str,
    path: tuple[str, ...],
    sums: Mapping[str, tuple[Fraction, Fraction]],
    *,
    tree: Tree,
    section: str | None,
) -> None:
    """Tell of sums that are wrong, and what was added up; one problem for all kinds of unit that are wrong alike.

    A kind of unit for which there is nothing to add up is told so.
    """
    if _kind_is_open(reading):
        return
    alike: dict[tuple[Fraction, Fraction], list[str]] = {}
    for kind, (got, wanted) in sums.items():
        if got == 0:
            reading.say("DVK-S139", path, kind=kind)
        elif got != wanted:
            alike.setdefault((got, wanted), []).append(kind)
    for (got, wanted), kinds in alike.items():
        parts = {part: [plain(tree.weight(part, kind)) for kind in kinds] for part in tree.parts[section]}
        told = {"got": plain(got), "wanted": plain(wanted), "kinds": listed(kinds), **_in_words(tree, parts)}
        too = {"over": plain(got - wanted)} if got > wanted else {"short": plain(wanted - got)}
        within = {} if section is None else {"section": section, "title": tree.sections[section].title}
        reading.say(code, path, **told, **too, **within)


def _kind_is_open(reading: Reading) -> bool:
    """Tell whether a kind of unit is misspelt, so that nobody can tell for whom there is what."""
    return any(
        problem.code == "DVK-S131" and ".applies_to" in (problem.place.key or "") for problem in reading.problems
    )


def _in_words(tree: Tree, parts: Mapping[str, Iterable[str]]) -> dict[str, Text]:
    """List parts with their weights: ``parts`` by their ids, ``named`` by their titles with the ids behind.

    Where titles leave no room for all of them, ``named`` has the ids too: a sum is followed only where it is whole.
    """
    ids = {part: part.partition(".")[2] for part in parts}
    weights = {part: " / ".join(dict.fromkeys(each)) for part, each in parts.items()}
    by_id = with_numbers(listed(f"{ids[part]} {weight}" for part, weight in weights.items()))
    said = []
    for part, weight in weights.items():
        title, number = tree.title(part) or Text.same(ids[part]), with_numbers(weight)
        vi, en = called(ids[part], title.vi), called(ids[part], title.en)
        said.append(Text(vi=f"{vi} {number.vi}", en=f"{en} {number.en}"))
    named = joined(said, "; ")
    return {"parts": by_id, "named": named if max(len(named.vi), len(named.en)) <= LONGEST else by_id}


def scale(reading: Reading, tree: Tree, total: Fraction) -> AddedUp:
    """Take weights as relative: the parts of a section share its points, and the top parts the total.

    What is not rounded has exactly its share. What is rounded has a whole number of its last decimals, so that full
    marks add up once they are rounded: the largest remainders are rounded up, of equal ones those that stand first.
    """
    apportioned: dict[str, dict[str, Fraction]] = {f"sections.{key}": {} for key in tree.sections}
    apportioned |= {f"criteria.{key}": {} for key in tree.uses}
    exact: dict[tuple[str, str], Fraction] = {}
    for kind in tree.kinds:
        for section in tree.down:
            points = total if section is None else apportioned[f"sections.{section}"].get(kind, ZERO)
            whole = tree.sum_of_parts(section, kind)
            if whole == 0 and (section is None or points) and not _kind_is_open(reading):
                path = ("scheme", "total") if section is None else ("sections", section, "weight")
                reading.say("DVK-S139", path, kind=kind)
            for part, share in _share(reading, tree, section, kind, points).items() if whole else ():
                apportioned[part][kind] = share
                exact[part, kind] = points * tree.weight(part, kind) / whole
    _tell_shares(reading, tree, total, apportioned, exact)
    return AddedUp(
        {key: apportioned[f"criteria.{key}"] for key in tree.uses},
        {key: apportioned[f"sections.{key}"] for key in tree.sections},
    )


def _tell_shares(
    reading: Reading,
    tree: Tree,
    total: Fraction,
    apportioned: Mapping[str, ByKind],
    exact: Mapping[tuple[str, str], Fraction],
) -> None:
    """Tell what became of the weights: parts to which nothing is left, the sum, and what was apportioned."""
    nothing: dict[tuple[str, Fraction], list[str]] = {}
    for (part, kind), share in exact.items():
        if apportioned[part][kind] <= 0:
            nothing.setdefault((part, share), []).append(kind)
    for (part, share), kinds in nothing.items():
        place, _, key = part.partition(".")
        reading.say("DVK-S194", (place, key, "weight"), kinds=listed(kinds), share=plain(share))
    sums = dict.fromkeys(tree.sum_of_parts(None, kind) for kind in tree.kinds)
    if any(added != total for added in sums):
        reading.say("DVK-S140", ("scheme", "weights"), sum=with_numbers(listed(map(plain, sums))), total=plain(total))
    if not nothing and any(apportioned[part][kind] != share for (part, kind), share in exact.items()):
        shares = {f"criteria.{key}": map(plain, apportioned[f"criteria.{key}"].values()) for key in tree.uses}
        reading.say("DVK-S192", ("scheme", "weights"), **_in_words(tree, shares))


def _share(reading: Reading, tree: Tree, section: str | None, kind: str, points: Fraction) -> dict[str, Fraction]:
    """Share the points of a section among those of its parts that this kind of unit has."""
    weights = {part: weight for part in tree.parts[section] if (weight := tree.weight(part, kind))}
    exact = {part: points * weight / tree.sum_of_parts(section, kind) for part, weight in weights.items()}
    grains = {part: grain for part in weights if (grain := tree.grain(part, kind)) is not None}
    if not grains:
        return exact
    places = min(grains.values())
    whole = {part: exact[part] * 10**places for part in grains}
    most = floor(sum(whole.values()) + Fraction(1, 2))
    units = apportion(whole, most)
    rest = points - Fraction(most, 10**places)
    if rest and len(grains) == len(weights):
        reading.say("DVK-S193", ("scheme", "total"), total=plain(points), places=places)
    others = sum((weight for part, weight in weights.items() if part not in grains), ZERO)
    return {
        part: Fraction(units[part], 10**places) if part in grains else rest * weight / others
        for part, weight in weights.items()
    }
