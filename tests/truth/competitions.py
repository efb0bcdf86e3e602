"""Whole competitions, made at random from a seed: a scheme, figures, rulings, with much that is missing or tied.

Marks are of few values, so that totals tie across the cuts of quotas. Everything the law speaks of has a feature, and a
run may be held to some of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from tests.truth.law import Law
from tests.truth.law_written import EVERYWHERE
from tests.truth.made import Made, as_rulings, document
from tests.truth.made_awards import AwardMaker
from tests.truth.made_criteria import fitted, values_of
from tests.truth.made_schemes import DAY, EVERY, PLAIN, whole
from tests.truth.plugin import KP, Cell, Plugin
from tests.truth.plugins import PLUGINS

__all__ = ["EVERY", "PLAIN", "make"]

POLICIES = ("warn", "warn", "not-reported", "not-reported", "error")


@dataclass(frozen=True)
class User:
    """A criterion, bonus or penalty: what is said of it, and its column by figure."""

    key: str
    said: Mapping[str, Any]
    plugin: Plugin
    columns: Mapping[str, str]


class Maker(AwardMaker):
    """Makes one competition."""

    def make(self) -> Made:
        """Make scheme, figures and rulings; ties are ruled last, of units that are tied."""
        self.frame()
        self.groups()
        self.criteria()
        self.adjustments()
        self.figures()
        self.awards()
        self.ranking()
        units = [f"u{at}" for at in range(1, self.size + 1)]
        clusters = {unit: self.pick(list(self.scheme.get("clusters", {})) or ["all"]) for unit in units}
        if self.has("voices", 0.25):
            self.scheme["scheme"] |= {"voices": ["claimed", "final"], "unappraised": self.pick(POLICIES)}
        scheme = document(self.scheme)
        columns = self.columns()
        cells = self.rows(units, columns)
        rulings = self.rulings(units, clusters)
        claimed = self.claims(cells, columns)
        made = Made(self.name, scheme, as_rulings(rulings), tuple(columns), clusters, cells, claimed)
        made = replace(made, cells=self.suited(made, cells), claimed=self.suited(made, claimed))
        if self.has("ties", 0.6):
            rulings += self.ties(Law(made.read()))
            made = replace(made, rulings=as_rulings(rulings))
        return made

    # ---- figures

    def columns(self) -> dict[str, Callable[[], Fraction]]:
        """Give each column with what draws a value of it."""
        found: dict[str, Callable[[], Fraction]] = {}
        for key, one in self.scheme["figures"].items():
            values = {"count": [0, 0, 1, 2], "percent": [40, 50, 60, 70, 85], "yes-no": [0, 1]}[one["type"]]
            found[key] = self.drawn(values)
        for one in self.users():
            for figure, column in one.columns.items():
                found[column] = self.drawn(values_of(one.said, figure))
        return found

    def users(self) -> Iterator[User]:
        """Give criteria, bonuses and penalties, with their columns."""
        for key, one in (item for role in EVERYWHERE for item in self.scheme[role].items()):
            plugin = PLUGINS[one["plugin"]]
            names = plugin.names(one.get("params", {}))
            yield User(key, one, plugin, {name: plugin.column(key, name) for name in names})

    def drawn(self, values: Sequence[Fraction | int]) -> Callable[[], Fraction]:
        few = self.random.sample(list(values), min(len(values), self.random.choice([2, 3, 3, 5])))
        return lambda: Fraction(self.random.choice(few))

    def rows(self, units: Sequence[str], columns: Mapping[str, Callable[[], Fraction]]) -> dict[str, dict[str, Cell]]:
        """Draw the rows: in many competitions from a few that are drawn once, so that units tie."""
        few = [self.cells(columns) for _ in range(self.number("rows", 1 + len(units) // 2))]
        alike = 1 if "tied" in self.many else self.random.choice([0, 0, 0.5, 0.8, 0.95])
        found = {}
        for unit in units:
            row = dict(self.pick(few)) if self.random.random() < alike else self.cells(columns)
            for column in columns if alike < 1 and self.random.random() < 0.4 else ():
                if self.random.random() < 1 / len(columns):
                    row |= {column: self.cells({column: columns[column]})[column]}
            for one in self.users():
                row |= fitted(one.plugin, one.key, row)
            found[unit] = row
        return found

    def cells(self, columns: Mapping[str, Callable[[], Fraction]]) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        error = self.scheme["scheme"]["not_reported"] == "error"
        blank = self.random.choice([0, 0, 0.05, 0.15]) * (0.1 if error else 1)
        kp = self.random.choice([0, 0.05, 0.2])
        for column, draw in columns.items():
            one: Cell = draw()
            if self.has("blank", blank):
                one = None
            elif self.has("kp", kp):
                one = KP
            found[column] = one
        return found

    def claims(
        self, cells: dict[str, dict[str, Cell]], columns: Mapping[str, Callable[[], Fraction]]
    ) -> dict[str, dict[str, Cell]]:
        """Let every unit claim something, where there are two voices, and take away what was not appraised."""
        policy = self.scheme["scheme"].get("unappraised")
        if policy is None:
            return {}
        strict = "error" in (policy, self.scheme["scheme"]["not_reported"])
        share = self.random.choice([0, 0, 0.02] if strict else [0, 0.05, 0.3])
        claimed = self.rows(list(cells), columns)
        # A claim that is not reported, where a blank counts as a number, is refused: so of a few alone.
        kept = self.counting_blanks() if policy == "not-reported" and self.has("voices", 0.9) else ()
        for unit, row in cells.items():
            row.update((column, None) for column in columns if column not in kept and self.random.random() < share)
            # What was claimed stands beside what was appraised: a part of either is at most the whole of either.
            for one in self.users():
                stands = {column: claimed[unit][column] if cell is None else cell for column, cell in row.items()}
                row.update(fitted(one.plugin, one.key, stands))
        return claimed

    def counting_blanks(self) -> set[str]:
        """Give the columns that say what a blank counts as, or may be left out."""
        found = {column for column, one in self.scheme["figures"].items() if "blank" in one}
        for one in self.users():
            found |= {one.columns[figure] for figure, told in one.said.get("figures", {}).items() if "blank" in told}
            found |= set(one.columns.values()) if one.plugin.optional(one.said.get("params", {})) else set()
        return found

    def suited(self, made: Made, cells: Mapping[str, Mapping[str, Cell]]) -> dict[str, dict[str, Cell]]:
        """Empty the cells of what a unit's kind does not have."""
        law, owners = Law(made.read()), dict[str, list[Mapping[str, Any]]]()
        for one in self.users():
            for column in one.columns.values():
                owners.setdefault(column, []).append(one.said)
        owners |= {key: [one] for key, one in self.scheme["figures"].items()}
        return {
            unit: {
                column: cell if any(law.applies(one, law.kind(unit)) for one in owners[column]) else None
                for column, cell in row.items()
            }
            for unit, row in cells.items()
        }

    # ---- rulings

    def rulings(self, units: Sequence[str], clusters: Mapping[str, str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        number = self.many.get("rulings", max(1, min(4, len(units) // 3)))
        held = self.random.sample(list(units), number) if self.has("holds", 0.35) else []
        if number > 100:  # so many are named by one act
            found += [{"units": held, "hold": {"effect": ["titles"]}, "date": DAY}] if held else []
            held = []
        for unit in held:
            day = DAY - timedelta(days=self.random.choice([30, 20, 10, -5]))
            found.append({"unit": unit, "hold": {"effect": self.some(["class", "titles"])}, "date": day})
            if self.random.random() < 0.3:
                found.append({"unit": unit, "release": "hold", "date": day + timedelta(days=7)})
        places = ["total", *(f"sections.{key}" for key in self.scheme["sections"])]
        places += [f"criteria.{key}" for key, one in self.scheme["criteria"].items() if "for" not in one] * 2
        for unit in self.random.sample(list(units), number) if self.has("points", 0.35) else ():
            of, change = self.pick(places), self.step(1, 6) * self.pick([1, -1, -1])
            own = self.scheme["criteria"].get(of.removeprefix("criteria."), {}).get("rounding", {})
            change = whole(change) if own.get("places") == 0 else change  # points in whole points change by such
            found.append({"unit": unit, "points": {"of": of, "change": change}, "date": DAY})
        # Where a blank is an error, the reader of figures asks also for what a ruling excuses: it knows none.
        asked = self.scheme["scheme"]["not_reported"] == "error"
        for unit in self.random.sample(list(units), number) if self.has("not-assigned", 0.25) and not asked else ():
            kind = self.scheme.get("clusters", {}).get(clusters[unit], {}).get("kind", "unit")
            own = [key for key, one in self.scheme["criteria"].items() if kind in one.get("applies_to", [kind])]
            if own:
                found.append({"unit": unit, "not_assigned": f"criteria.{self.pick(own)}", "date": DAY})
        if self.has("out", 0.15) and not asked:
            found.append({"unit": self.pick(units), "out_of": "competition", "date": DAY})
        return found

    def ties(self, law: Law) -> list[dict[str, Any]]:
        """Rule on some ties, each by its whole group; seldom one more is named, who is not tied, or one is left out."""
        if law.refused:
            return []
        found: list[dict[str, Any]] = []
        across = law.within == "all" or any(one.get("per") == "all" or "in_all" in one for one in law.quotas)
        per = "all" if law.within == "all" or (across and self.random.random() < 0.7) else "cluster"
        for group in dict.fromkeys(frozenset(law.group(unit, per)) for unit in law.ranked):
            if 1 < len(group) < self.many.get("tied", 40) and self.random.random() < 0.5:
                named = sorted(group)
                self.random.shuffle(named)
                found.append({"units": named, "tie": "ranking", "date": DAY})
        found = found[:20]
        if found and self.has("odd-ties", 0.1):
            one, taken = self.pick(found)["units"], {unit for ruling in found for unit in ruling["units"]}
            near = {law.scope(unit, "all" if across else "cluster") for unit in one}
            others = [
                unit
                for unit in law.units
                if unit not in taken and law.scope(unit, "all" if across else "cluster") in near
            ]
            if others and self.random.random() < 0.6:
                one.insert(self.random.randint(0, len(one)), self.pick(others))
            elif len(one) > 2:
                one.pop()
        return found


def make(
    seed: int, features: Collection[str] = EVERY, size: int | None = None, many: Mapping[str, int] | None = None
) -> Made:
    """Make the competition of a seed; ``many``: how many of some things, in the place of a few."""
    return Maker(seed, features, size, many).make()
