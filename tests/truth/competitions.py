"""Whole competitions, made at random from a seed: a scheme, figures, rulings, with much that is missing or tied.

Marks are of few values, so that totals tie across the cuts of quotas. Everything the law speaks of has a feature, and a
run may be held to some of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

from tests.truth.law import Law
from tests.truth.made import Made, as_rulings, document
from tests.truth.made_awards import AwardMaker
from tests.truth.made_schemes import DAY, EVERY, PLAIN, whole
from tests.truth.plugins import KP, PLUGINS, Cell

__all__ = ["EVERY", "PLAIN", "make"]

FEW = {"over": [0, 1, 1, 2, 3], "under": [3, 3, 3, 4, 6, 7, 0], "passed": [0, 1, 1], "times": [0, 1, 2, 3, 5]}
"""Values of figures, few of them, so that units tie."""


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
        scheme = document(self.scheme)
        columns = self.columns()
        cells = self.rows(units, columns)
        rulings = self.rulings(units, clusters)
        made = Made(self.name, scheme, as_rulings(rulings), tuple(columns), clusters, cells)
        cells |= self.suited(made)
        made = Made(self.name, scheme, as_rulings(rulings), tuple(columns), clusters, cells)
        if self.has("ties", 0.6):
            rulings += self.ties(Law(made.read()))
            made = Made(self.name, scheme, as_rulings(rulings), tuple(columns), clusters, cells)
        return made

    # ---- figures

    def columns(self) -> dict[str, Callable[[], Fraction]]:
        """Give each column with what draws a value of it."""
        found: dict[str, Callable[[], Fraction]] = {}
        for key, one in self.scheme["figures"].items():
            values = {"count": [0, 0, 1, 2], "percent": [40, 50, 60, 70, 85], "yes-no": [0, 1]}[one["type"]]
            found[key] = self.drawn(values)
        for role in ("criteria", "bonuses", "penalties"):
            for key, one in self.scheme[role].items():
                for figure in PLUGINS[one["plugin"]].figures:
                    found[f"{key}.{figure}"] = self.drawn(self.values(one, figure))
        return found

    def drawn(self, values: Sequence[Fraction | int]) -> Callable[[], Fraction]:
        few = self.random.sample(list(values), min(len(values), self.random.choice([2, 3, 3, 5])))
        return lambda: Fraction(self.random.choice(few))

    def values(self, one: Mapping[str, Any], figure: str) -> Sequence[Fraction | int]:
        if figure == "points":
            weight = one.get("weight", one.get("cap"))
            most = Fraction(min(weight.values()) if isinstance(weight, Mapping) else weight)
            parts = Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(7, 8)
            return [0, *(Fraction(round(most * part * 20), 20) for part in parts), most]
        if figure == "value":
            return [one["params"]["low"], 1, Fraction(3, 2), 2, one["params"]["high"]]
        return FEW[figure]

    def rows(self, units: Sequence[str], columns: Mapping[str, Callable[[], Fraction]]) -> dict[str, dict[str, Cell]]:
        """Draw the rows: in many competitions from a few that are drawn once, so that units tie."""
        few = [self.cells(columns) for _ in range(self.random.randint(1, 1 + len(units) // 2))]
        alike = self.random.choice([0, 0, 0.5, 0.8, 0.95])
        found = {}
        for unit in units:
            row = dict(self.pick(few)) if self.random.random() < alike else self.cells(columns)
            for column in columns if self.random.random() < 0.4 else ():
                if self.random.random() < 1 / len(columns):
                    row |= {column: self.cells({column: columns[column]})[column]}
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

    def suited(self, made: Made) -> dict[str, dict[str, Cell]]:
        """Empty the cells of what a unit's kind does not have."""
        law = Law(made.read())
        found = {}
        for unit, row in made.cells.items():
            kept: dict[str, Cell] = dict(row)
            kind = law.kind(unit)
            for column in row:
                place, _, _ = column.partition(".")
                role = next(
                    (role for role in ("criteria", "bonuses", "penalties") if place in self.scheme[role]), "figures"
                )
                if not law.applies(self.scheme[role][place], kind):
                    kept[column] = None
            found[unit] = kept
        return found

    # ---- rulings

    def rulings(self, units: Sequence[str], clusters: Mapping[str, str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        number = max(1, min(4, len(units) // 3))
        for unit in self.random.sample(list(units), number) if self.has("holds", 0.35) else ():
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
        for unit in self.random.sample(list(units), number) if self.has("not-assigned", 0.25) else ():
            kind = self.scheme.get("clusters", {}).get(clusters[unit], {}).get("kind", "unit")
            own = [key for key, one in self.scheme["criteria"].items() if kind in one.get("applies_to", [kind])]
            if own:
                found.append({"unit": unit, "not_assigned": f"criteria.{self.pick(own)}", "date": DAY})
        if self.has("out", 0.15):
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
            if 1 < len(group) < 40 and self.random.random() < 0.5:
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


def make(seed: int, features: Collection[str] = EVERY, size: int | None = None) -> Made:
    """Make the competition of a seed."""
    return Maker(seed, features, size).make()
