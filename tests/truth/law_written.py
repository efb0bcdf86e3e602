"""What a scheme and its rulings say, and the scores of criteria: the ground of the oracle, see ``law``."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache, cached_property, wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from tests.truth.plugin import KP, Cell, Cells, Plugin
from tests.truth.plugins import PLUGINS

Data = Mapping[str, Any]
EVERYWHERE = ("criteria", "bonuses", "penalties")


def texts_in(data: Any) -> Iterator[str]:
    """Give every text in data."""
    for one in data.values() if isinstance(data, Mapping) else data if isinstance(data, list) else ():
        yield from texts_in(one)
    if isinstance(data, str):
        yield data


@dataclass(frozen=True, eq=False)
class Competition:
    """Scheme and rulings as data; cluster and cells by unit; ``claimed``: what a first voice said, before the cells."""

    scheme: Data
    clusters: Mapping[str, str]
    cells: Mapping[str, Mapping[str, Cell]]
    rulings: Sequence[Data] = ()
    claimed: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)


Of = ParamSpec("Of")
Found = TypeVar("Found")


def remembered(work: Callable[Concatenate[Any, Of], Found]) -> Callable[Concatenate[Any, Of], Found]:
    """Work out a thing about a unit once."""

    @wraps(work)
    def asked(self: Any, /, *of: Of.args, **named: Of.kwargs) -> Found:
        known: dict[object, Found] = self.__dict__.setdefault(f"known {work.__name__}", {})
        if of not in known:
            known[of] = work(self, *of, **named)
        return known[of]

    return asked


def amount(written: Any, whole: Fraction) -> Fraction:
    """Take a number, or a percentage of something."""
    return Fraction(str(written).rstrip("% ")) / 100 * whole if isinstance(written, str) else Fraction(written)


class Written:
    """A competition as it is written."""

    def __init__(self, competition: Competition) -> None:
        self.competition = competition
        self.data = competition.scheme
        self.scheme: Data = self.data["scheme"]
        self.clusters: Data = self.data.get("clusters") or {"all": {}}
        self.units = list(competition.clusters)
        self.whole = Fraction(self.scheme.get("total", 100))
        self.not_assigned: str = self.scheme.get("not_assigned", "leaves-total")
        self.not_reported: str = self.scheme.get("not_reported", "error")
        self.when_unappraised: str = self.scheme.get("unappraised", "warn")
        self.ranking: Data = self.data.get("ranking", {})
        self.low_wins = self.ranking.get("prefer", "high") == "low"
        for name in ("kind", "weights", "score", "part", "criterion", "state", "quantity", "missing"):
            setattr(self, name, cache(getattr(self, name)))

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
        last: date | None = self.scheme.get("valid", {}).get("to")
        return last

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
        if found is None and self.when_unappraised != "not-reported":
            found = self.competition.claimed.get(unit, {}).get(column)
        return self.blank_as(column) if found is None else found

    def blank_as(self, column: str) -> Fraction | None:
        """Give what a blank of a column counts as, if it says so."""
        place, _, figure = column.partition(".")
        declared = self.table("figures").get(column, {})
        for role in EVERYWHERE if figure else ():
            declared = self.table(role).get(place, {}).get("figures", {}).get(figure, declared)
        return Fraction(declared["blank"]) if "blank" in declared else None

    @cached_property
    def unappraised(self) -> set[tuple[str, str]]:
        """Give the cells that only the first voice spoke of."""
        return {
            (unit, column)
            for unit, row in self.competition.claimed.items()
            for column, cell in row.items()
            if cell is not None and self.competition.cells[unit].get(column) is None
        }

    @cached_property
    def waiting(self) -> set[tuple[str, str]]:
        """Give those of them that anything still reads for the unit under the rulings: a result counts these."""
        looked = {*texts_in([self.table(name) for name in ("knock_outs", "classes", "titles", "ranking")])}
        return {(unit, column) for unit, column in self.unappraised if self._waits(unit, column, looked)}

    def _waits(self, unit: str, column: str, looked: set[str]) -> bool:
        place, _, figure = column.partition(".")
        if figure and any(place in self.table(role) for role in EVERYWHERE):  # else it is one of a shared list
            return not self.ruled(unit, "not_assigned", f"criteria.{place}")
        readers = [
            (role, key)
            for role in EVERYWHERE
            for key in self.table(role)
            if column in self.columns(unit, role, key).values()
            and (role != "criteria" or self.has(self.kind(unit), key))
        ]
        left = [one for one in readers if not self.ruled(unit, "not_assigned", ".".join(one))]
        return f"figures.{column}" in looked or not readers or bool(left)

    @cached_property
    def must_be_appraised(self) -> set[str]:
        """Give the columns of which a claim cannot count as not reported, since nothing is missing without it."""
        if self.when_unappraised != "not-reported":
            return set()
        found = {column for _, column in self.unappraised if self.blank_as(column) is not None}
        for unit, column in self.unappraised:
            for role in EVERYWHERE:
                for key in self.table(role):
                    own = self.columns(unit, role, key).values()
                    found |= (
                        {column} & {*own} if self.plugin(role, key).optional(self.params(unit, role, key)) else set()
                    )
        return found

    @remembered
    def params(self, unit: str, role: str, key: str) -> dict[str, Any]:
        """Give params and settings: the plugin's defaults of the scheme, then its own, for the cluster and the day."""
        one = self.table(role)[key]
        found = {**self.table("defaults").get(one.get("plugin", key), {}), **one.get("params", {})}
        for name, value in found.items():
            if isinstance(value, Mapping) and self.competition.clusters[unit] in value:
                found[name] = value[self.competition.clusters[unit]]
            if isinstance(value, list) and value and isinstance(value[0], Mapping) and "value" in value[0]:
                begun = [entry for entry in value if self.day is None or entry["from"] <= self.day]
                found[name] = max(begun, key=lambda entry: entry["from"])["value"]
        return found

    def plugin(self, role: str, key: str) -> Plugin:
        one = self.table(role)[key]
        return PLUGINS[one.get("plugin", key)]

    def gives_points(self, role: str, key: str) -> bool:
        return self.plugin(role, key).gives_points

    def uses(self, unit: str, role: str, key: str) -> bool:
        """Tell whether the unit's kind has a criterion, bonus or penalty, and the criterion that it counts in."""
        one = self.table(role)[key]
        to = one.get("to", "total")
        if role != "criteria" and to.startswith("criteria.") and not self.has(self.kind(unit), to.split(".", 1)[1]):
            return False
        return self.applies(one, self.kind(unit))

    @remembered
    def columns(self, unit: str, role: str, key: str) -> dict[str, str]:
        """Give the column of each figure."""
        plugin = self.plugin(role, key)
        return {name: plugin.column(key, name) for name in plugin.names(self.params(unit, role, key))}

    @remembered
    def reported(self, unit: str, role: str, key: str) -> Mapping[str, Cell] | Cell:
        """Give the cells that the plugin reads; KP or blank where it is not the unit's, or needs what is not there."""
        if not self.uses(unit, role, key) or (
            role == "criteria" and self.ruled(unit, "not_assigned", f"criteria.{key}")
        ):
            return KP
        found = {name: self.cell(unit, column) for name, column in self.columns(unit, role, key).items()}
        if self.plugin(role, key).optional(self.params(unit, role, key)):
            return found
        return KP if KP in found.values() else None if None in found.values() else found

    @remembered
    def score(self, unit: str, role: str, key: str) -> Cell:
        """Give what the plugin says: a score or points, blank, or not assigned. KP comes before blank."""
        one, plugin, cells = self.table(role)[key], self.plugin(role, key), self.reported(unit, role, key)
        if not isinstance(cells, Mapping):
            return cells
        most = (
            one.get("weight", one.get("cap"))
            if role != "criteria"
            else self.weights(self.kind(unit)).get(f"criteria.{key}")
        )
        settings = self.params(unit, role, key)
        weight = None if most is None else Fraction(most)
        if plugin.across is None:
            return plugin.score(cells, settings, weight)
        scope = None if plugin.across(settings) == "all" else self.competition.clusters[unit]
        return plugin.score(cells, settings, weight, self.beside(role, key, scope))

    @remembered
    def beside(self, role: str, key: str, scope: str | None) -> list[Cells]:
        """Give the cells of all units that are compared, where they are there: of a cluster, or of all (None)."""
        inside = [unit for unit in self.units if scope in (None, self.competition.clusters[unit])]
        found = (self.reported(unit, role, key) for unit in inside if self.compared(unit))
        return [cells for cells in found if isinstance(cells, Mapping)]

    def compared(self, unit: str) -> bool:
        """Tell whether a unit counts in what is taken across units."""
        raise NotImplementedError

    def is_blank(self, unit: str, role: str, key: str) -> bool:
        """Tell whether something is not reported; whatever other units have, that is seen of its own cells."""
        if self.plugin(role, key).across is None:
            return self.score(unit, role, key) is None
        return self.reported(unit, role, key) is None

    def state(self, unit: str, criterion: str) -> str:
        found = self.score(unit, "criteria", criterion)
        return "not-reported" if found is None else "not-assigned" if found == KP else "ok"
