"""The law of a scheme, told once more: slowly, in fractions, one method a rule, and from the documentation alone.

It imports nothing of the product. A scheme and its rulings are plain TOML data, a cell is a number, ``None`` (blank) or
``"KP"``. What is not yet decided is ``None`` where ``True`` is "surely" and ``False`` is "surely not".
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from typing import Any, Literal

from tests.truth.plugins import KP, PLUGINS, Cell, panel_marks

Data = Mapping[str, Any]
Open = bool | None
Part = tuple[Fraction, Fraction, Fraction, Fraction]
"""Base, what could be had, bonus, penalty."""
NOTHING: Part = (Fraction(0), Fraction(0), Fraction(0), Fraction(0))
EVERYWHERE = ("criteria", "bonuses", "penalties")


@dataclass(frozen=True, eq=False)
class Competition:
    """Scheme and rulings as data; cluster and cells by unit; ``given``: scores of criteria whose plugin is not known."""

    scheme: Data
    clusters: Mapping[str, str]
    cells: Mapping[str, Mapping[str, Cell]]
    rulings: Sequence[Data] = ()
    given: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)


def all_of(values: Iterable[Open]) -> Open:
    found = list(values)
    return False if False in found else None if None in found else True


def any_of(values: Iterable[Open]) -> Open:
    found = list(values)
    return True if True in found else None if None in found else False


def opposite(value: Open) -> Open:
    return None if value is None else not value


def rounded(value: Fraction, places: int | None, mode: str) -> Fraction:
    """Round by magnitude, but for floor and ceiling."""
    if places is None:
        return value
    scaled = value * 10**places
    if mode in ("floor", "ceiling"):
        return Fraction(math.floor(scaled) if mode == "floor" else math.ceil(scaled), 10**places)
    whole, rest = divmod(abs(scaled), 1)
    half = Fraction(1, 2)
    up = {
        "down": False,
        "up": rest > 0,
        "half-up": rest >= half,
        "half-even": rest > half or (rest == half and whole % 2 == 1),
    }[mode]
    return Fraction(int(whole) + up, 10**places) * (-1 if value < 0 else 1)


def amount(written: Any, whole: Fraction) -> Fraction:
    """Take a number, or a percentage of something."""
    return Fraction(str(written).rstrip("% ")) / 100 * whole if isinstance(written, str) else Fraction(written)


def limited(part: Part, limits: Data) -> Part:
    """Take from bonus or penalty what lies outside of the limits; what was earned is never touched."""
    base, of, bonus, penalty = part
    if "points" not in limits:
        return part
    low, high = (Fraction(one) for one in limits["points"])
    reached = base + bonus - penalty
    return (base, of, max(bonus - max(reached - high, 0), 0), max(penalty - max(low - reached, 0), 0))


def capped(part: Part, limits: Data) -> Part:
    base, of, bonus, penalty = part
    most_bonus, most_penalty = (limits.get(key) for key in ("bonus", "penalty"))
    return (
        base,
        of,
        bonus if most_bonus is None else min(bonus, Fraction(most_bonus)),
        penalty if most_penalty is None else min(penalty, Fraction(most_penalty)),
    )


def added(parts: Iterable[Part]) -> Part:
    base, of, bonus, penalty = NOTHING
    for one in parts:
        base, of, bonus, penalty = base + one[0], of + one[1], bonus + one[2], penalty + one[3]
    return base, of, bonus, penalty


class Crowd:
    """How many stand above a level, or at it and above."""

    def __init__(self, levels: Iterable[int]) -> None:
        self.levels = sorted(levels)

    def __len__(self) -> int:
        return len(self.levels)

    def above(self, level: int) -> int:
        return len(self.levels) - bisect_right(self.levels, level)

    def from_(self, level: int) -> int:
        return len(self.levels) - bisect_left(self.levels, level)


@dataclass
class TitleOutcome:
    """``got``, ``state``, and the bars of each unit; ``sure`` and ``possible``: who competes."""

    got: dict[str, Open] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    bars: dict[str, dict[str, Open]] = field(default_factory=dict)
    sure: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)
    working: dict[str, str] = field(default_factory=dict)


class Law:
    """A competition, and what the law says of it."""

    def __init__(self, competition: Competition) -> None:
        self.competition = competition
        self.data = competition.scheme
        self.scheme: Data = self.data["scheme"]
        self.clusters: Data = self.data.get("clusters") or {"all": {}}
        self.units = list(competition.clusters)
        self.whole = Fraction(self.scheme.get("total", 100))
        self.not_assigned: str = self.scheme.get("not_assigned", "leaves-total")
        self.not_reported: str = self.scheme.get("not_reported", "error")
        self.ranking: Data = self.data.get("ranking", {})
        self.low_wins = self.ranking.get("prefer", "high") == "low"
        for name in ("kind", "weights", "score", "part", "criterion", "state", "quantity", "missing"):
            setattr(self, name, cache(getattr(self, name)))

    # ---- what is written

    def table(self, name: str) -> Data:
        found: Data = self.data.get(name, {})
        return found

    def kind(self, unit: str) -> str:
        return str(self.clusters[self.competition.clusters[unit]].get("kind", "unit"))

    def applies(self, one: Data, kind: str) -> bool:
        return "applies_to" not in one or kind in one["applies_to"]

    def only_breaks_ties(self, key: str) -> bool:
        return bool(self.table("criteria")[key].get("for") == "tie-break")

    def scored_criteria(self) -> list[str]:
        return [key for key in self.table("criteria") if not self.only_breaks_ties(key)]

    def rounding(self, level: Literal["criterion", "section", "total"]) -> tuple[int | None, str]:
        """Give places and mode of a level."""
        table = self.scheme.get("rounding", {"criterion": 2, "total": 2})
        mode = table.get("mode", "half-up")
        places = table.get(level, 2 if level == "total" else "none")
        return None if places == "none" else places, mode.get(level, "half-up") if isinstance(mode, dict) else mode

    def closing(self, one: Data) -> tuple[int | None, str]:
        """Give places and mode of a criterion, bonus or penalty: its own, over the scheme's."""
        places, mode = self.rounding("criterion")
        own = one.get("rounding", {})
        said = own.get("places", places)
        return None if said == "none" else said, own.get("mode", mode)

    def acts(self, act: str) -> list[Data]:
        return [one for one in self.competition.rulings if act in one]

    def named(self, ruling: Data) -> list[str]:
        return list(ruling["units"]) if "units" in ruling else [ruling["unit"]]

    def ruled(self, unit: str, act: str, of: str) -> bool:
        return any(one[act] == of and unit in self.named(one) for one in self.acts(act))

    @cached_property
    def changes(self) -> dict[tuple[str, str], Fraction]:
        """Add up the changes of points that were ruled, by unit and place."""
        found: dict[tuple[str, str], Fraction] = {}
        for one in self.acts("points"):
            for unit in self.named(one):
                at = unit, one["points"]["of"]
                found[at] = found.get(at, Fraction(0)) + Fraction(one["points"]["change"])
        return found

    def change(self, unit: str, of: str) -> Fraction:
        return self.changes.get((unit, of), Fraction(0))

    @cached_property
    def day(self) -> date | None:
        return self.scheme.get("valid", {}).get("to")

    @cached_property
    def held(self) -> dict[str, set[str]]:
        """Give the holds in force: begun by the day of scoring, and not released since."""
        found: dict[str, set[str]] = {}
        for one in sorted(self.competition.rulings, key=lambda ruling: ruling["date"]):
            if self.day is not None and one["date"] > self.day:
                continue
            for unit in self.named(one):
                if "hold" in one:
                    found.setdefault(unit, set()).update(one["hold"]["effect"])
                elif "release" in one:
                    found.pop(unit, None)
        return found

    # ---- weights

    def has(self, kind: str, criterion: str) -> bool:
        one = self.table("criteria")[criterion]
        return self.applies(one, kind)

    def parts(self, section: str | None, kind: str) -> list[str]:
        """Give what lies directly in a section: sections, then the criteria that a kind has."""
        inner = [f"sections.{key}" for key, one in self.table("sections").items() if one.get("section") == section]
        own = [key for key in self.scored_criteria() if self.table("criteria")[key].get("section") == section]
        return inner + [f"criteria.{key}" for key in own if self.has(kind, key)]

    def written(self, part: str, kind: str) -> Fraction:
        """Give the weight that stands in the scheme; a section without one is the sum of its parts."""
        place, _, key = part.partition(".")
        weight = self.table(place)[key].get("weight")
        if isinstance(weight, Mapping):
            weight = weight.get(kind)
        if weight is not None:
            return Fraction(weight)
        return sum((self.written(one, kind) for one in self.parts(key, kind)), Fraction(0))

    def weights(self, kind: str) -> dict[str, Fraction]:
        """Give the points of every part of a kind."""
        found: dict[str, Fraction] = {}
        left: list[tuple[str | None, Fraction]] = [(None, self.whole)]
        while left:
            section, points = left.pop()
            parts = self.parts(section, kind)
            shares = {part: self.written(part, kind) for part in parts}
            if self.scheme.get("weights", "points") == "relative":
                shares |= self.apportioned({part: one for part, one in shares.items() if one}, points, kind)
            found.update(shares)
            left += [(part.partition(".")[2], shares[part]) for part in parts if part.startswith("sections.")]
        return found

    def grain(self, part: str, kind: str) -> int | None:
        """Give the places to which a part is rounded: of a section, the coarsest of all that lies in it."""
        place, _, key = part.partition(".")
        if place == "criteria":
            return self.closing(self.table("criteria")[key])[0]
        inside = [self.grain(one, kind) for one in self.parts(key, kind)] + [self.rounding("section")[0]]
        return min((one for one in inside if one is not None), default=None)

    def apportioned(self, written: Mapping[str, Fraction], points: Fraction, kind: str) -> dict[str, Fraction]:
        """Share points by weight; parts that are rounded get whole grains, by largest remainder."""
        exact = {part: points * one / sum(written.values()) for part, one in written.items()}
        grains = {part: places for part in written if (places := self.grain(part, kind)) is not None}
        if not grains:
            return exact
        unit = Fraction(1, 10 ** min(grains.values()))
        shares = {part: exact[part] // unit * unit for part in grains}
        units = math.floor(sum(exact[part] for part in grains) / unit + Fraction(1, 2))
        spare = units - int(sum(shares.values()) / unit)
        order = sorted(grains, key=lambda part: shares[part] - exact[part])  # stable: of equal ones the first written
        for part in order[:spare]:
            shares[part] += unit
        left = {part: written[part] for part in written if part not in grains}
        rest = points - units * unit
        shares |= {part: rest * one / sum(left.values()) for part, one in left.items()}
        return {part: shares[part] for part in written}

    # ---- scores

    def cell(self, unit: str, column: str) -> Cell:
        """Give a cell; a figure may say what a blank counts as."""
        found = self.competition.cells[unit].get(column)
        if found is None:
            place, _, figure = column.partition(".")
            declared = self.table("figures").get(column, {})
            for role in EVERYWHERE if figure else ():
                declared = self.table(role).get(place, {}).get("figures", {}).get(figure, declared)
            return Fraction(declared["blank"]) if "blank" in declared else None
        return found

    def params(self, one: Data, key: str, unit: str) -> dict[str, Any]:
        """Give params and settings: the plugin's defaults of the scheme, then its own, for the cluster and the day."""
        found = {**self.table("defaults").get(one.get("plugin", key), {}), **one.get("params", {})}
        for name, value in found.items():
            if isinstance(value, Mapping) and self.competition.clusters[unit] in value:
                found[name] = value[self.competition.clusters[unit]]
            if isinstance(value, list) and value and isinstance(value[0], Mapping) and "value" in value[0]:
                begun = [entry for entry in value if self.day is None or entry["from"] <= self.day]
                found[name] = max(begun, key=lambda entry: entry["from"])["value"]
        return found

    def gives_points(self, role: str, key: str) -> bool:
        one = self.table(role)[key]
        return one.get("plugin", key) in PLUGINS and PLUGINS[one.get("plugin", key)].gives_points

    def uses(self, unit: str, role: str, key: str) -> bool:
        """Tell whether the unit's kind has a criterion, bonus or penalty, and the criterion that it counts in."""
        one = self.table(role)[key]
        to = one.get("to", "total")
        if role != "criteria" and to.startswith("criteria.") and not self.has(self.kind(unit), to.split(".", 1)[1]):
            return False
        return self.applies(one, self.kind(unit))

    def columns(self, unit: str, role: str, key: str) -> list[str]:
        one = self.table(role)[key]
        plugin = PLUGINS.get(one.get("plugin", key))
        if plugin is None:
            return []
        return [f"{key}.{name}" for name in (plugin.figures or panel_marks(self.params(one, key, unit)))]

    def score(self, unit: str, role: str, key: str) -> Cell:
        """Give what the plugin says: a score or points, blank, or not assigned. KP comes before blank."""
        one = self.table(role)[key]
        if not self.uses(unit, role, key) or (
            role == "criteria" and self.ruled(unit, "not_assigned", f"criteria.{key}")
        ):
            return KP
        if key in self.competition.given:
            return self.competition.given[key][unit]
        plugin = PLUGINS[one.get("plugin", key)]
        cells = {column.split(".", 1)[1]: self.cell(unit, column) for column in self.columns(unit, role, key)}
        if plugin.figures and KP in cells.values():
            return KP
        if plugin.figures and None in cells.values():
            return None
        most = (
            one.get("weight", one.get("cap"))
            if role != "criteria"
            else self.weights(self.kind(unit)).get(f"criteria.{key}")
        )
        return plugin.score(cells, self.params(one, key, unit), None if most is None else Fraction(most))

    def state(self, unit: str, criterion: str) -> str:
        found = self.score(unit, "criteria", criterion)
        return "not-reported" if found is None else "not-assigned" if found == KP else "ok"

    # ---- points

    def criterion(self, unit: str, key: str) -> dict[str, Fraction]:
        """Give points before and after rulings, and what could be had."""
        one = self.table("criteria")[key]
        weight = self.weights(self.kind(unit)).get(f"criteria.{key}", Fraction(0))
        full = rounded(weight, *self.closing(one))
        score, zero = self.score(unit, "criteria", key), Fraction(0)
        if score == KP:
            points = full if self.not_assigned == "full" else zero
            return {"scored": points, "points": points, "of": zero if "leaves" in self.not_assigned else weight}
        if score is None:
            return {"scored": zero, "points": zero, "of": weight}
        assert isinstance(score, Fraction)
        scored = rounded(score * (1 if self.gives_points("criteria", key) else weight), *self.closing(one))
        change = self.changes.get((unit, f"criteria.{key}"))
        points = scored if change is None else min(max(scored + change, zero), max(scored, full))
        return {"scored": scored, "points": points, "of": weight}

    def adjustment(self, unit: str, role: str, key: str) -> Fraction:
        """Give the points of a bonus or a penalty by itself."""
        one = self.table(role)[key]
        score = self.score(unit, role, key)
        if score is None or score == KP:
            return Fraction(0)
        assert isinstance(score, Fraction)
        factor = Fraction(1) if self.gives_points(role, key) else Fraction(one.get("weight", one.get("cap")))
        points = rounded(score * factor, *self.closing(one))
        return min(points, Fraction(one["cap"])) if "cap" in one else points

    def adjustments(self, unit: str, to: str) -> Part:
        """Add up bonuses and penalties that go to one place."""
        found = {
            role: sum(
                (
                    self.adjustment(unit, role, key)
                    for key, one in self.table(role).items()
                    if one.get("to", "total") == to
                ),
                Fraction(0),
            )
            for role in ("bonuses", "penalties")
        }
        if to.startswith("criteria.") and self.criterion(unit, to.split(".", 1)[1])["of"] == 0:
            found["bonuses"] = Fraction(0)  # a criterion that does not count; a penalty counts all the same
        return Fraction(0), Fraction(0), found["bonuses"], found["penalties"]

    def part(self, unit: str, name: str) -> Part:
        """Give base, what could be had, bonus and penalty of a criterion or a section, after its limits."""
        place, _, key = name.partition(".")
        limits = self.table(place)[key].get("limits", {})
        kind = self.kind(unit)
        if place == "criteria":
            own = self.criterion(unit, key)
            made = added([(own["points"], own["of"], Fraction(0), Fraction(0)), self.adjustments(unit, name)])
            return limited(capped(made, limits), limits)
        parts = self.parts(key, kind)
        base, of, bonus, penalty = capped(
            added([*(self.part(unit, one) for one in parts), self.adjustments(unit, name)]), limits
        )
        full = sum((self.weights(kind)[one] for one in parts), Fraction(0))
        if self.not_assigned == "leaves-section" and of not in (0, full):
            base, of = base * full / of, full
        return limited((rounded(base, *self.rounding("section")), of, bonus, penalty), limits)

    def section_points(self, unit: str, key: str) -> Fraction:
        base, _, bonus, penalty = self.part(unit, f"sections.{key}")
        return base + bonus - penalty + self.change(unit, f"sections.{key}")

    def sums(self, unit: str) -> Part:
        """Give base, what could be had, bonus and penalty of all."""
        parts = [self.part(unit, one) for one in self.parts(None, self.kind(unit))]
        return capped(added([*parts, self.adjustments(unit, "total")]), self.scheme.get("limits", {}))

    def total(self, unit: str) -> Fraction:
        base, of, bonus, penalty = self.sums(unit)
        places, mode = self.rounding("total")
        if self.not_assigned == "leaves-total" and of not in (0, self.whole):
            base = base * self.whole / of
        ruled = sum((self.change(unit, f"sections.{key}") for key in self.table("sections")), Fraction(0))
        found = rounded(base, places, mode) + bonus - penalty + ruled + self.change(unit, "total")
        found = rounded(found, places, mode)
        if "total" in self.scheme.get("limits", {}):
            low, high = (Fraction(one) for one in self.scheme["limits"]["total"])
            found = min(max(found, rounded(low, places, "ceiling")), rounded(high, places, "floor"))
        return found

    # ---- quantities and conditions

    def figure_of(self, of: str) -> str | None:
        """Give the column that a quantity is, None where it is points."""
        place, _, rest = of.partition(".")
        return rest if place == "figures" or (place == "criteria" and "." in rest) else None

    def quantity(self, unit: str, of: str, share: bool = False) -> tuple[Cell, bool]:  # noqa: FBT001, FBT002 - a key of a cache
        """Give a quantity, and whether something blank lies in it, which counted 0."""
        place, _, key = of.partition(".")
        column = self.figure_of(of)
        if column is not None:
            return self.figure(unit, of, column), False
        if place == "criteria":
            if self.only_breaks_ties(key):
                return self.breaks_ties_by(unit, key), False
            own = self.criterion(unit, key)
            if self.state(unit, key) == "not-assigned":
                return KP, False
            return (own["points"] / own["of"] if share else own["points"]), self.state(unit, key) == "not-reported"
        if place == "sections":
            base, could, _, _ = self.part(unit, of)
            if could == 0:
                return KP, False
            return (base / could if share else self.section_points(unit, key)), self.blank_inside(unit, of, share)
        sums = self.sums(unit)
        found = {"total": self.total(unit), "bonuses": sums[2], "penalties": sums[3]}[of]
        return found, self.blank_inside(unit, of, share)

    def figure(self, unit: str, of: str, column: str) -> Cell:
        """Give a figure of a unit or a criterion; what its kind lacks, or what was ruled out, is not assigned."""
        if of.startswith("figures."):
            lacks = not self.applies(self.table("figures")[column], self.kind(unit))
        else:
            criterion = column.split(".", 1)[0]
            lacks = not self.has(self.kind(unit), criterion) or self.ruled(
                unit, "not_assigned", f"criteria.{criterion}"
            )
        return KP if lacks else self.cell(unit, column)

    def breaks_ties_by(self, unit: str, criterion: str) -> Cell:
        found = self.score(unit, "criteria", criterion)
        return (
            rounded(found, *self.closing(self.table("criteria")[criterion])) if isinstance(found, Fraction) else found
        )

    def lies_in(self, part: str, whole: str) -> bool:
        """Tell whether a part is a section or lies in it, however deep."""
        if part == whole or whole == "total":
            return True
        place, _, key = part.partition(".")
        above = self.table(place).get(key, {}).get("section") if place in ("criteria", "sections") else None
        return above is not None and self.lies_in(f"sections.{above}", whole)

    def blank_inside(self, unit: str, of: str, share: bool) -> bool:  # noqa: FBT001 - as in quantity
        blank = {role: [key for key in self.table(role) if self.score(unit, role, key) is None] for role in EVERYWHERE}
        if of in ("bonuses", "penalties"):
            return bool(blank[of])
        inside = [f"criteria.{key}" for key in blank["criteria"] if not self.only_breaks_ties(key)]
        for role in () if share else ("bonuses", "penalties"):
            inside += [self.table(role)[key].get("to", "total") for key in blank[role]]
        return any(self.lies_in(part, of) for part in inside)

    def bounds(self, of: str, condition: Data) -> tuple[bool, Fraction | None, Fraction | None]:
        """Tell whether a condition looks at a share, and give its bounds."""
        percent = any(isinstance(condition.get(key), str) for key in ("at_least", "at_most"))
        parted = of.startswith(("every ", "criteria.", "sections.")) and self.figure_of(of) is None
        share = condition.get("as") == "share" or (percent and parted)
        column = self.figure_of(of)
        whole = Fraction(1)
        if of == "total":
            whole = self.whole
        elif column is not None and self.table("figures").get(column, {}).get("type") == "percent":
            whole = Fraction(100)
        low, high = (None if key not in condition else amount(condition[key], whole) for key in ("at_least", "at_most"))
        if of == "total" and condition.get("as") == "share":
            low, high = (
                None if key not in condition else amount(condition[key], Fraction(1)) * self.whole
                for key in ("at_least", "at_most")
            )
        return share and parted, low, high

    def holds(self, unit: str, condition: Data, *, knock_out: bool) -> Open:
        if "any" in condition:
            return any_of(self.holds(unit, one, knock_out=knock_out) for one in condition["any"])
        of = condition["of"]
        if not of.startswith("every "):
            return self.holds_of(unit, of, condition, knock_out=knock_out)
        if of == "every section":
            parts = [one for one in self.parts(None, self.kind(unit)) if one.startswith("sections.")]
        else:
            parts = [f"criteria.{key}" for key in self.scored_criteria()]
        had = [part for part in parts if self.quantity(unit, part)[0] != KP]
        return all_of(self.holds_of(unit, one, condition, knock_out=knock_out) for one in had) if had else not knock_out

    def holds_of(self, unit: str, of: str, condition: Data, *, knock_out: bool) -> Open:
        """Hold a condition against one quantity. What rests on a blank is never decided in the unit's favour."""
        share, low, high = self.bounds(of, condition)
        value, blank = self.quantity(unit, of, share)
        if value == KP:
            return not knock_out
        if value is None:
            return None
        assert isinstance(value, Fraction)
        inside = (low is None or value >= low) and (high is None or value <= high)
        could_turn = (low if knock_out else high) is not None
        return None if blank and could_turn and inside != knock_out else inside

    def strikes(self, unit: str, key: str) -> Open:
        one = self.table("knock_outs")[key]
        return self.applies(one, self.kind(unit)) and self.holds(unit, one["when"], knock_out=True)

    # ---- who is ranked

    def conditions(self, unit: str) -> Iterable[Data]:
        """Give every condition that is asked of a unit: of none that is out of competition."""
        if not self.competes(unit):
            return []
        kind = self.kind(unit)
        asked = [one["when"] for one in self.table("knock_outs").values() if self.applies(one, kind)]
        for owner in [*self.table("classes").values(), *self.table("titles").values()]:
            asked += [
                one for one in owner.get("requires", ()) if "class_at_least" not in one and self.applies(owner, kind)
            ]
        return [plain for one in asked for plain in one.get("any", [one])]

    def missing(self, unit: str) -> frozenset[str]:
        """Give the cells that ``not_reported`` speaks of, but for those that only a tie-break reads."""
        found: set[str] = set()
        for role in EVERYWHERE:
            for key in self.scored_criteria() if role == "criteria" else self.table(role):
                if self.score(unit, role, key) is None:
                    found |= {one for one in self.columns(unit, role, key) if self.cell(unit, one) is None} or {
                        f"{key}.?"
                    }
        for one in self.conditions(unit):
            column = self.figure_of(one["of"])
            if column is not None and self.quantity(unit, one["of"])[0] is None:
                found.add(column)
        return frozenset(found)

    def missing_in_ties(self, unit: str) -> set[str]:
        found: set[str] = set()
        for step in self.ranking.get("break", ()) if self.competes(unit) else ():
            column = self.figure_of(step["by"])
            if column is not None and self.quantity(unit, step["by"])[0] is None:
                found.add(column)
            criterion = step["by"].removeprefix("criteria.")
            if criterion in self.table("criteria") and self.only_breaks_ties(criterion):
                blank = self.score(unit, "criteria", criterion) is None
                columns = self.columns(unit, "criteria", criterion) if blank else []
                found |= {one for one in columns if self.cell(unit, one) is None}
        return found

    @cached_property
    def refused(self) -> set[tuple[str, str]]:
        """Give unit and column of every cell without which nothing is scored."""
        if self.not_reported != "error":
            return set()
        return {(unit, one) for unit in self.units for one in self.missing(unit) | self.missing_in_ties(unit)}

    def competes(self, unit: str) -> bool:
        cluster = self.clusters[self.competition.clusters[unit]]
        return cluster.get("ranked", True) and not self.ruled(unit, "out_of", "competition")

    def standing(self, unit: str) -> str:
        """Tell whether a unit is ranked, not ranked, or out of competition."""
        whole = self.sums(unit)[1] > 0 and not (self.not_reported == "not-ranked" and self.missing(unit))
        return "not-ranked" if not whole else "ranked" if self.competes(unit) else "out"

    @cached_property
    def ranked(self) -> list[str]:
        return [unit for unit in self.units if self.standing(unit) == "ranked"]

    # ---- ranks

    def key(self, unit: str) -> tuple[Fraction, ...]:
        """Give what a unit is ordered by before the committee: the more the better, all along."""
        found = [-self.total(unit) if self.low_wins else self.total(unit)]
        for step in self.ranking.get("break", ()):
            if step["by"] != "committee":
                found += self.step(unit, step)
        return tuple(found)

    def step(self, unit: str, step: Data) -> tuple[Fraction, ...]:
        value, blank = self.quantity(unit, step["by"])
        above = step.get("absent", "below") == "above"
        if step["by"].startswith("criteria.") and blank:
            value = None
        if value is None or value == KP:
            return (Fraction(above),) if "at_least" in step else (Fraction(above), Fraction(0))
        assert isinstance(value, Fraction)
        if "at_least" in step:
            _, low, _ = self.bounds(step["by"], {"at_least": step["at_least"]})
            assert low is not None
            return (Fraction(value >= low),)
        return Fraction(not above), -value if step.get("prefer", "high") == "low" else value

    def scope(self, unit: str, per: str) -> str:
        """Name whom a unit is compared with: those of its cluster, or all."""
        return self.competition.clusters[unit] if per == "cluster" else "*"

    @cached_property
    def within(self) -> str:
        return str(self.ranking.get("within", "cluster"))

    @cached_property
    def quotas(self) -> list[Data]:
        owners = [*self.table("classes").values(), *self.table("titles").values()]
        return [one["quota"] for one in owners if "quota" in one]

    @cached_property
    def keys(self) -> dict[str, tuple[Fraction, ...]]:
        return {unit: self.key(unit) for unit in self.ranked}

    def group(self, unit: str, per: str) -> set[str]:
        """Give all who are tied with a unit before the committee."""
        scope = self.scope(unit, per)
        return {one for one in self.ranked if self.keys[one] == self.keys[unit] and self.scope(one, per) == scope}

    @cached_property
    def order(self) -> dict[str, dict[str, int]]:
        """Give, for each scope, the places that a ruling gave among the tied."""
        across = self.within == "all" or any(one.get("per") == "all" or "in_all" in one for one in self.quotas)
        found: dict[str, dict[str, int]] = {one: {} for one in [*self.clusters, "*"]}
        for ruling in self.acts("tie"):
            named = self.named(ruling)
            places = {unit: -at for at, unit in enumerate(named)}
            if not set(named) <= set(self.ranked):
                continue
            if across and set(named) == self.group(named[0], "all"):
                for scope in found:
                    found[scope] |= {
                        unit: at for unit, at in places.items() if scope in ("*", self.scope(unit, "cluster"))
                    }
            elif set(named) == self.group(named[0], "cluster"):
                found[self.scope(named[0], "cluster")] |= places
        return found

    @cached_property
    def refused_ties(self) -> list[list[str]]:
        """Give the rulings on ties that do not name a whole group."""
        ruled = {unit for places in self.order.values() for unit in places}
        return [self.named(one) for one in self.acts("tie") if not set(self.named(one)) <= ruled]

    @cached_property
    def levels(self) -> dict[str, dict[str, int]]:
        """Give, for each scope, a number by which its units stand: higher is better, equal is tied."""
        found = {}
        for scope in [*self.clusters, "*"]:
            full = {
                one: (self.keys[one], self.order[scope].get(one, 0))
                for one in self.ranked
                if scope in ("*", self.scope(one, "cluster"))
            }
            numbers = {key: at for at, key in enumerate(sorted(set(full.values())))}
            found[scope] = {unit: numbers[key] for unit, key in full.items()}
        return found

    @cached_property
    def ranks(self) -> dict[str, tuple[int, bool]]:
        """Give rank, and whether the committee has yet to rule on a tie."""
        ties = self.ranking.get("ties", "shared")
        found = {}
        stands: dict[str, list[Any]] = {}
        own: dict[str, Any] = {}
        for unit in self.ranked:
            scope = self.scope(unit, self.within)
            own[unit] = self.keys[unit] if ties == "final" else self.levels[scope][unit]
            stands.setdefault(scope, []).append(own[unit])
        counted = {
            scope: Counter(sorted(set(all_) if ties == "dense" else all_, reverse=True))
            for scope, all_ in stands.items()
        }
        before: dict[str, dict[Any, int]] = {}
        for scope, counter in counted.items():
            passed = 0
            for key, number in counter.items():
                before.setdefault(scope, {})[key] = passed
                passed += number
        tied = {scope: Counter(all_) for scope, all_ in stands.items()}
        for unit in self.ranked:
            scope = self.scope(unit, self.within)
            found[unit] = 1 + before[scope][own[unit]], ties != "final" and tied[scope][own[unit]] > 1
        return found

    # ---- classes

    def blank_penalty(self, unit: str) -> bool:
        return any(self.score(unit, "penalties", key) is None for key in self.table("penalties"))

    def reaches(self, unit: str, klass: str) -> Open:
        """Tell whether a unit reaches a class: total, conditions, knock-outs."""
        one = self.table("classes")[klass]
        total = self.total(unit)
        enough = total <= amount(one["to"], self.whole) if self.low_wins else total >= amount(one["from"], self.whole)
        found = all_of(
            [
                enough,
                *(self.holds(unit, condition, knock_out=False) for condition in one.get("requires", ())),
                *(opposite(self.strikes(unit, key)) for key in self.table("knock_outs") if self.bars_class(key, klass)),
            ]
        )
        return None if found and self.blank_penalty(unit) else found

    def bars_class(self, knock_out: str, klass: str) -> bool:
        effect = self.table("knock_outs")[knock_out]["effect"]
        best_first = list(self.table("classes"))
        highest = effect.get("class_at_most")
        return "class" in effect or (highest is not None and best_first.index(klass) < best_first.index(highest))

    @cached_property
    def reached(self) -> dict[str, dict[str, Open]]:
        return {unit: {key: self.reaches(unit, key) for key in self.table("classes")} for unit in self.ranked}

    def number(self, quota: Data, among: int, counted: int) -> int:
        """Give how many a quota lets in: of so many who are eligible, or of so many whom it counts."""
        if "count" in quota:
            return int(quota["count"])
        part = amount(quota.get("share", 1), Fraction(1)) * (
            among if quota.get("of", "eligible") == "eligible" else counted
        )
        how = quota.get("round", "down")
        number = {"down": math.floor(part), "up": math.ceil(part), "half-up": math.floor(part + Fraction(1, 2))}[how]
        return max(int(quota.get("at_least", 0)), number)

    def counted(self, quota: Data, scope: str, classes: Mapping[str, Mapping[str, Open]]) -> dict[str, int]:
        """Give the fewest and the most whom ``of`` counts: ranked units, or those of a class and above."""
        of = quota.get("of", "eligible")
        group = [unit for unit in self.ranked if scope in ("*", self.scope(unit, "cluster"))]
        if not of.endswith(" and above"):
            return {"worst": len(group), "best": len(group)}
        standing = [self.at_least(classes[unit], of.removesuffix(" and above")) for unit in group]
        return {"worst": standing.count(True), "best": len(standing) - standing.count(False)}

    def at_least(self, classes: Mapping[str, Open], lowest: str) -> Open:
        """Tell whether one of the classes, down to the lowest, is a unit's."""
        best_first = list(classes)
        return any_of(classes[key] for key in best_first[: best_first.index(lowest) + 1])

    @cached_property
    def given(self) -> dict[str, dict[str, Open]]:
        """Give, class by class and best first, who gets it."""
        found: dict[str, dict[str, Open]] = {unit: {} for unit in self.ranked}
        for key, one in self.table("classes").items():
            members = {
                unit: all_of([self.reached[unit][key], opposite(any_of(found[unit].values()))]) for unit in self.ranked
            }
            inside = self.within_class(one["quota"], members) if "quota" in one else dict.fromkeys(self.ranked, True)
            for unit in self.ranked:
                found[unit][key] = all_of([members[unit], inside[unit]])
        return found

    def within_class(self, quota: Data, members: Mapping[str, Open]) -> dict[str, Open]:
        found: dict[str, Open] = {}
        per = quota.get("per", "cluster")
        for scope in dict.fromkeys(self.scope(unit, per) for unit in self.ranked):
            level = self.levels[scope]
            group = [unit for unit in self.ranked if self.scope(unit, per) == scope]
            sure = Crowd(level[unit] for unit in group if members[unit] is True)
            open_ = Crowd(level[unit] for unit in group if members[unit] is None)
            counted = self.counted(quota, scope, self.reached)
            for unit in group:
                at, mine = level[unit], members[unit]
                worst = sure.from_(at) + open_.from_(at)
                best = sure.from_(at) + (mine is None)
                fewest = self.number(quota, len(sure) + open_.from_(at), counted["worst"])
                below = len(open_) - open_.from_(at)
                most = self.number(quota, len(sure) + below + (mine is None), counted["best"])
                found[unit] = True if worst <= fewest else None if best <= most else False
        return found

    def klass(self, unit: str) -> tuple[str | None, bool]:
        """Give the class, and whether it is decided."""
        for key, one in self.given[unit].items():
            if one is not False:
                return (key, True) if one else (None, False)
        return None, True

    # ---- titles

    def bars(self, unit: str, key: str, earlier: Mapping[str, TitleOutcome]) -> dict[str, Open]:
        """Give the bars of a title in the order of the law, and whether they hold."""
        one = self.table("titles")[key]
        if unit not in self.keys:
            return {"not ranked": True}
        found: dict[str, Open] = {"kind": not self.applies(one, self.kind(unit))}
        for name, knock_out in self.table("knock_outs").items():
            barred = knock_out["effect"].get("title", ())
            if barred == "none" or key in barred or "none" in barred:
                found[f"knock_outs.{name}"] = self.strikes(unit, name)
        requires = one.get("requires", ())
        for condition in requires:
            if "class_at_least" in condition:
                found["class_at_least"] = opposite(self.at_least(self.given[unit], condition["class_at_least"]))
        for at, condition in enumerate((each for each in requires if "class_at_least" not in each), 1):
            found[f"requires.{at}"] = opposite(self.holds(unit, condition, knock_out=False))
        found |= {f"not_with.{other}": earlier[other].got[unit] for other in one.get("not_with", ())}
        return found

    @cached_property
    def titles(self) -> dict[str, TitleOutcome]:
        found: dict[str, TitleOutcome] = {}
        for key in self.table("titles"):
            found[key] = self.title(key, found)
        return found

    def title(self, key: str, earlier: Mapping[str, TitleOutcome]) -> TitleOutcome:
        """Tell who is proposed for a title: surely, possibly, or not."""
        quota = self.table("titles")[key].get("quota", {})
        made = TitleOutcome(bars={unit: self.bars(unit, key, earlier) for unit in self.units})
        eligible = {unit: opposite(any_of(bars.values())) for unit, bars in made.bars.items()}
        for unit in self.ranked:
            if eligible[unit] and (self.blank_penalty(unit) or unit in self.held):
                eligible[unit] = None
        passes = {unit for unit in self.held if quota.get("held", "keeps-place") == "passes"}
        made.possible = {unit for unit in self.ranked if eligible[unit] is not False} - passes
        made.sure = {unit for unit in made.possible if eligible[unit]}
        places, surely = self.first_stage(key, quota, made, earlier), made.sure
        if "in_all" in quota:
            places, surely = self.second_stage(quota, made, places)
        reserve = quota.get("reserve", 0)
        for unit in self.units:
            if unit not in places:
                made.got[unit] = False
                waits = unit in passes and eligible[unit] is not False
                made.state[unit] = "held" if waits else "no"
                continue
            worst, fewest, best, most = places[unit]
            made.working[unit] = f"place {best} to {worst}, of {most} to {fewest}"
            sure = unit in surely
            made.got[unit] = True if sure and worst <= fewest else None if best <= most else False
            if unit in self.held:
                made.state[unit] = "held" if best <= most + reserve else "no"
            elif made.got[unit] is not False:
                made.state[unit] = "proposed" if made.got[unit] else "undecided"
            elif sure and worst <= fewest + reserve:
                made.state[unit] = "reserve"
            else:
                made.state[unit] = "undecided" if best <= most + reserve else "no"
        return made

    def first_stage(
        self, key: str, quota: Data, made: TitleOutcome, earlier: Mapping[str, TitleOutcome]
    ) -> dict[str, tuple[int, int, int, int]]:
        """Give worst place and fewest who get it, best place and most who get it, of each who may be eligible."""
        per, shares = quota.get("per", "cluster"), quota.get("tie") == "share"
        found = {}
        for scope in dict.fromkeys(self.scope(unit, per) for unit in self.ranked):
            level = self.levels[scope]
            group = {unit for unit in made.possible if self.scope(unit, per) == scope}
            sure = Crowd(level[unit] for unit in group & made.sure)
            open_ = Crowd(level[unit] for unit in group - made.sure)
            counted = self.counted(quota, scope, self.given)
            least, most_gone = self.surplus(self.table("titles")[key].get("after", ()), scope, earlier)
            for unit in group:
                at, mine = level[unit], unit not in made.sure
                before = sure.above(at) + open_.above(at) if shares else sure.from_(at) + open_.from_(at) - 1
                of_worst = len(sure) + (open_.above(at) + mine if shares else open_.from_(at))
                of_best = len(sure) + len(open_) - open_.above(at)
                fewest = max(0, self.number(quota, of_worst, counted["worst"]) - most_gone)
                most = max(0, self.number(quota, of_best, counted["best"]) - least)
                found[unit] = 1 + before, fewest, 1 + sure.above(at), most
        return found

    def surplus(self, after: Sequence[str], scope: str, earlier: Mapping[str, TitleOutcome]) -> tuple[int, int]:
        """Give the fewest and the most places that earlier titles used beyond their quotas."""
        least = most = 0
        for key in after:
            quota = self.table("titles")[key].get("quota", {})
            one = earlier[key]
            inside = {unit for unit in self.ranked if scope in ("*", self.scope(unit, "cluster"))}
            counted = self.counted(quota, scope, self.given)
            got = [one.got[unit] for unit in inside]
            least += got.count(True) - self.number(quota, len(one.possible & inside), counted["best"])
            most += len(got) - got.count(False) - self.number(quota, len(one.sure & inside), counted["worst"])
        return max(0, least), max(0, most)

    def second_stage(
        self, quota: Data, made: TitleOutcome, first: Mapping[str, tuple[int, int, int, int]]
    ) -> tuple[dict[str, tuple[int, int, int, int]], set[str]]:
        """Of those within their cluster's quota, the best over all clusters; and who is surely among those."""
        level, number = self.levels["*"], quota["in_all"]
        possible = {unit for unit, (_, _, best, most) in first.items() if best <= most}
        sure = {unit for unit in possible & made.sure if first[unit][0] <= first[unit][1]}
        all_sure, everyone = Crowd(level[unit] for unit in sure), Crowd(level[unit] for unit in possible)
        found = {}
        for unit in possible:
            at = level[unit]
            before = everyone.above(at) if quota.get("tie") == "share" else everyone.from_(at) - 1
            found[unit] = 1 + before, number, 1 + all_sure.above(at), number
        return found, sure

    # ---- a page for whoever looks into a difference

    def told(self, unit: str) -> str:
        """Tell the working of one unit."""
        lines = [
            f"{unit}: cluster {self.competition.clusters[unit]}, {self.standing(unit)}, missing {sorted(self.missing(unit))}"
        ]
        lines += [
            f"  {key}: {self.state(unit, key)} {show(self.criterion(unit, key))}" for key in self.scored_criteria()
        ]
        for role in ("bonuses", "penalties"):
            lines += [f"  {role}.{key}: {show(self.adjustment(unit, role, key))}" for key in self.table(role)]
        lines += [f"  sections.{key}: {show(self.part(unit, f'sections.{key}'))}" for key in self.table("sections")]
        lines += [f"  sums: {show(self.sums(unit))}, total {show(self.total(unit))}"]
        lines += [f"  knock-out {key}: {self.strikes(unit, key)}" for key in self.table("knock_outs")]
        if unit in self.keys:
            lines += [f"  key {show(self.keys[unit])}, rank {self.ranks[unit]}, reached {self.reached[unit]}"]
            lines += [f"  given {self.given[unit]}, held {sorted(self.held.get(unit, ()))}"]
        for key, one in self.titles.items():
            bars = {
                name: "surely" if held else "possibly" for name, held in one.bars[unit].items() if held is not False
            }
            lines += [f"  title {key}: {one.state[unit]}, {one.working.get(unit, '')} bars {bars}"]
        return "\n".join(lines)


def show(value: Any) -> str:
    """Write numbers as people do."""
    if isinstance(value, Fraction):
        return f"{float(value):.6g}" if value.denominator != 1 else str(value.numerator)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {show(one)}" for key, one in value.items())
    return f"({', '.join(show(one) for one in value)})" if isinstance(value, tuple) else str(value)
