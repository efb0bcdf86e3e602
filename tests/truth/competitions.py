"""Whole competitions, made at random from a seed: a scheme, figures, rulings, with much that is missing or tied.

Marks are of few values, so that totals tie across the cuts of quotas. Everything the law speaks of has a feature, and a
run may be held to some of them.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.truth.law import Competition, Law
from tests.truth.plugins import KP, PLUGINS, Cell

PLAIN = frozenset(
    {
        "blank", "kp", "kinds", "clusters", "sections", "relative", "modes", "unrounded", "limits", "bonuses", "penalties",
        "figures", "knock-outs", "classes", "class-quotas", "requires", "titles", "quotas", "not-with", "holds", "points",
        "not-assigned", "ties", "tie-breaks", "within-all", "dense", "params",
    }
)  # fmt: skip
LATER = frozenset(
    {
        "mode-by-level", "own-rounding", "tie-break-criterion", "out", "prefer-low", "final", "absent-above", "any",
        "share-ties", "in-all", "after", "blank-is", "shown",
    }
)  # fmt: skip
EVERY = PLAIN | LATER
MODES = ("half-up", "half-even", "down", "up", "floor", "ceiling")
DAY = date(2026, 12, 31)


@dataclass(frozen=True)
class Made:
    """A competition as files hold it, and as the oracle reads it."""

    name: str
    scheme: str
    rulings: str
    columns: tuple[str, ...]
    clusters: Mapping[str, str]
    cells: Mapping[str, Mapping[str, Cell]]

    def read(self) -> Competition:
        """Read scheme and rulings as data."""
        rulings = tomllib.loads(self.rulings, parse_float=Decimal).get("rulings", [])
        return Competition(tomllib.loads(self.scheme, parse_float=Decimal), self.clusters, self.cells, rulings)

    def csv(self) -> str:
        """Write the figures as a wide table."""
        rows = [("unit", "cluster", *self.columns)]
        for unit, cluster in self.clusters.items():
            rows.append((unit, cluster, *(written(self.cells[unit].get(column)) for column in self.columns)))
        return "\n".join(",".join(row) for row in rows) + "\n"

    def told(self) -> str:
        """Give all of it as text."""
        return f"# {self.name}\n{self.scheme}\n{self.rulings}\n{self.csv()}"


def written(cell: Cell) -> str:
    return "" if cell is None else cell if isinstance(cell, str) else decimal(cell)


def decimal(number: Fraction) -> str:
    """Write a number that has finitely many decimals."""
    return format(Decimal(number.numerator) / Decimal(number.denominator), "f")


def toml(value: Any) -> str:
    """Write a value of TOML on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return decimal(value)
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
    return f"[{', '.join(toml(one) for one in value)}]" if isinstance(value, list | tuple) else str(value)


def document(data: Mapping[str, Mapping[str, Any]]) -> str:
    """Write a scheme: each table with one line a key."""
    tables = [
        f"[{name}]\n" + "".join(f"{key} = {toml(one)}\n" for key, one in table.items())
        for name, table in data.items()
        if table
    ]
    return "\n".join(tables)


class Maker:
    """Makes one competition."""

    def __init__(self, seed: int, features: Collection[str] = EVERY, size: int | None = None) -> None:
        self.name = f"seed {seed}, size {size}"
        self.random = random.Random(seed)
        self.features = features
        self.size = size or self.random.choice((2, 3, 4, 5, 5, 6, 7, 8, 9, 12))
        self.scheme: dict[str, dict[str, Any]] = {}

    def has(self, feature: str, chance: float = 0.5) -> bool:
        return self.random.random() < chance and feature in self.features

    def some(self, of: Sequence[Any], at_least: int = 1) -> list[Any]:
        chosen = self.random.sample(list(of), self.random.randint(min(at_least, len(of)), len(of)))
        return [one for one in of if one in chosen]

    def pick(self, of: Sequence[Any]) -> Any:
        return self.random.choice(list(of))

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
        clusters = {unit: self.pick(self.scheme.get("clusters") or ["all"]) for unit in units}
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

    # ---- the scheme

    def frame(self) -> None:
        places = [0, 1, 2, 2, 3]
        rounding: dict[str, Any] = {"total": self.pick([0, 1, 2, 2, 3])}
        for level in ("criterion", "section"):
            unrounded = "unrounded" in self.features and self.random.random() < (0.35 if level == "criterion" else 0.7)
            rounding[level] = "none" if unrounded else self.pick(places)
        if self.has("mode-by-level", 0.4):
            rounding["mode"] = {level: self.pick(MODES) for level in self.some(("criterion", "section", "total"))}
        elif self.has("modes", 0.7):
            rounding["mode"] = self.pick(MODES)
        if self.has("shown", 0.2):
            rounding["shown"] = self.random.randint(0, rounding["total"])
        self.total = self.pick([10, 20, 100, 100, 1000])
        self.grid = 0 if rounding["criterion"] == 0 else 1
        frame: dict[str, Any] = {
            "id": "made",
            "title": "Made",
            "total": self.total,
            "not_assigned": self.pick(["leaves-total", "leaves-section", "full", "zero"]),
            "not_reported": self.pick(["error", "not-ranked", "not-ranked", "zero", "zero"]),
        }
        if self.random.random() < 0.9:
            frame["rounding"] = rounding
        if self.has("relative", 0.3):
            frame["weights"] = "relative"
        if self.has("limits", 0.5):
            frame["limits"] = self.limits("total", self.total)
        if self.random.random() < 0.5:
            frame["valid"] = {"to": DAY}
        self.scheme["scheme"] = frame
        if self.has("clusters", 0.6):
            names = [f"c{at}" for at in range(1, self.random.randint(2, 3) + 1)]
            self.kinds = ["k1", "k2"][: 2 if self.has("kinds", 0.6) else 1]
            self.scheme["clusters"] = {name: {"title": name, "kind": self.pick(self.kinds)} for name in names}
            self.kinds = list(dict.fromkeys(one["kind"] for one in self.scheme["clusters"].values()))
            if self.has("out", 0.25):
                self.scheme["clusters"][names[-1]]["ranked"] = False
        else:
            self.kinds = ["unit"]

    def step(self, low: float, high: float) -> Fraction:
        """Draw points on the grid that bounds may be written on."""
        return (
            Fraction(self.random.randint(int(low) * 2, max(int(low), int(high)) * 2), 2)
            if self.grid
            else Fraction(self.random.randint(int(low), max(int(low), int(high))))
        )

    def limits(self, points: str, weight: float) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key in self.some(("bonus", "penalty", points), 1):
            if key in ("bonus", "penalty"):
                found[key] = self.step(0, max(2, weight // 10))
            else:
                low = self.pick([Fraction(0), Fraction(0), self.step(0, weight // 3)])
                found[key] = [low, low + self.step(weight // 2, weight + 2)]
        return found

    def groups(self) -> None:
        """Make sections, up to four deep."""
        sections: dict[str, dict[str, Any]] = {}
        for at in range(self.random.randint(1, 5) if self.has("sections", 0.7) else 0):
            one: dict[str, Any] = {"title": f"S {at}"}
            inside = [key for key in sections if self.depth(sections, key) < 4]
            if inside and self.random.random() < 0.5:
                one["section"] = self.pick(inside)
            sections[f"s{at}"] = one
        self.scheme["sections"] = sections

    def depth(self, sections: Mapping[str, Any], key: str) -> int:
        above = sections[key].get("section")
        return 1 if above is None else 1 + self.depth(sections, above)

    def applies(self, one: dict[str, Any], chance: float = 0.3) -> None:
        if len(self.kinds) > 1 and self.random.random() < chance:
            one["applies_to"] = [self.pick(self.kinds)]

    def criteria(self) -> None:
        """Make criteria whose weights add up for each kind; what no kind has is left out."""
        ids = [f"a{at}" for at in range(self.random.randint(1, 6))]
        relative = self.scheme["scheme"].get("weights") == "relative"
        weights: dict[str, dict[str, int]] = {key: {} for key in ids}
        for kind in self.kinds:
            own = self.some(ids, max(1, len(ids) - 2)) if len(self.kinds) > 1 else ids
            if relative:
                parts = [self.pick([1, 1, 2, 3, 5]) for _ in own]
            else:
                cuts = sorted(self.random.sample(range(1, self.total), len(own) - 1))
                parts = [high - low for low, high in zip([0, *cuts], [*cuts, self.total], strict=True)]
            for key, part in zip(own, parts, strict=True):
                weights[key][kind] = part
        found: dict[str, dict[str, Any]] = {}
        for key in ids:
            by_kind = weights[key]
            if by_kind:
                found[key] = self.criterion(key, by_kind, relative=relative)
        if self.has("tie-break-criterion", 0.3):
            found["extra"] = {**self.scorer(3, "direct" if relative else None), "title": "Extra", "for": "tie-break"}
            if found["extra"]["plugin"] == "direct":
                found["extra"]["plugin"] = "per-occurrence"
            self.own_rounding(found["extra"])
            self.applies(found["extra"], 0.2)
        self.scheme["criteria"] = found
        self.weigh_sections(relative=relative)
        while relative and any(0 in self.shares(kind) for kind in self.kinds):
            self.total *= 10  # no part may be rounded to nothing
            self.scheme["scheme"]["total"] = self.total

    def shares(self, kind: str) -> list[Fraction]:
        law = Law(Competition(self.scheme, {}, {}))
        return [points for part, points in law.weights(kind).items() if law.written(part, kind)]

    def criterion(self, key: str, by_kind: Mapping[str, int], *, relative: bool) -> dict[str, Any]:
        one: dict[str, Any] = self.scorer(min(by_kind.values()), "direct" if relative else None, by_kind)
        one["title"] = key
        same = len(set(by_kind.values())) == 1
        one["weight"] = next(iter(by_kind.values())) if same else dict(by_kind)
        if set(by_kind) != set(self.kinds):
            one["applies_to"] = list(by_kind)
        if self.scheme["sections"] and self.random.random() < 0.85:
            one["section"] = self.pick(list(self.scheme["sections"]))
        if self.has("limits", 0.25):
            one["limits"] = self.limits("points", min(by_kind.values()) if not relative else self.total // 4)
        self.own_rounding(one)
        return one

    def own_rounding(self, one: dict[str, Any]) -> None:
        if self.has("own-rounding", 0.2):
            said = {"places": self.pick(["none", 0, 1, 2, 4]), "mode": self.pick(MODES)}
            one["rounding"] = {key: said[key] for key in self.some(list(said))}

    def weigh_sections(self, *, relative: bool) -> None:
        """Write the weight of some sections: in points what lies in them, else anything, where a kind has something."""
        law = Law(Competition(self.scheme, {}, {}))
        empty = [
            key
            for key in self.scheme["sections"]
            if all(law.written(f"sections.{key}", kind) == 0 for kind in self.kinds)
        ]
        sums = {
            key: {kind: law.written(f"sections.{key}", kind) for kind in self.kinds} for key in self.scheme["sections"]
        }
        for key, by_kind in sums.items():
            if key in empty:
                self.scheme["sections"][key]["title"] += " (empty)"
            elif self.random.random() < 0.4:
                weights = {kind: self.pick([1, 2, 3]) if relative else one for kind, one in by_kind.items() if one}
                same = len(set(weights.values())) == 1 and set(weights) == set(self.kinds)
                self.scheme["sections"][key]["weight"] = next(iter(weights.values())) if same else weights
            if key not in empty and self.has("limits", 0.35):
                size = self.total // 3 if relative else min((one for one in by_kind.values() if one), default=4)
                self.scheme["sections"][key]["limits"] = self.limits("points", float(size))

    def scorer(self, weight: int, never: str | None = None, kinds: Collection[str] = ()) -> dict[str, Any]:
        """Choose a plugin and its settings."""
        plugin = self.pick(
            [
                one
                for one in ("direct", "direct", "ratio", "ratio", "pass-fail", "scale", "per-occurrence")
                if one != never
            ]
        )
        params: dict[str, Any] = {}
        if plugin == "scale":
            params = {"low": 0, "high": self.pick([3, 4, 10]), "places": 1}
        if plugin == "per-occurrence":
            each = [Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(max(1, weight // 4))]
            params = {"each": self.pick(each)}
            if kinds and self.has("params", 0.2) and "clusters" in self.scheme:
                params["each"] = {
                    cluster: self.pick(each) for cluster, one in self.scheme["clusters"].items() if one["kind"] in kinds
                }
        if plugin == "ratio" and self.has("params", 0.3):
            params = {
                "goal": Fraction(9, 10),
                "floor_rate": Fraction(1, 2),
                "scale": self.pick(["from-zero", "from-floor"]),
            }
        return {"plugin": plugin, **({"params": params} if params else {})}

    def adjustments(self) -> None:
        for role, letter in (("bonuses", "b"), ("penalties", "p")):
            found: dict[str, dict[str, Any]] = {}
            for at in range(self.random.randint(1, 3) if self.has(role, 0.6) else 0):
                one = self.scorer(4)
                one["title"] = f"{role} {at}"
                places = ["total", *(f"sections.{key}" for key in self.scheme["sections"])]
                places += [f"criteria.{key}" for key, use in self.scheme["criteria"].items() if "for" not in use]
                one["to"] = self.pick(places)
                if one["plugin"] == "per-occurrence":
                    one["params"] = {"each": self.pick([Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(2)])}
                if one["plugin"] != "per-occurrence" or self.random.random() < 0.6:
                    one["cap"] = self.step(1, 5)
                if one["plugin"] != "per-occurrence" and self.random.random() < 0.3:
                    one["weight"] = self.random.randint(1, 5)
                self.applies(one)
                self.own_rounding(one)
                if self.has("blank-is", 0.2):
                    figure = PLUGINS[one["plugin"]].figures[0]
                    one["figures"] = {figure: {"blank": 0 if one["plugin"] != "pass-fail" else self.pick([0, 1])}}
                found[f"{letter}{at}"] = one
            self.scheme[role] = found

    def figures(self) -> None:
        found: dict[str, dict[str, Any]] = {}
        for at in range(self.random.randint(1, 3) if self.has("figures", 0.6) else 0):
            one: dict[str, Any] = {"type": self.pick(["count", "percent", "yes-no"]), "title": f"F {at}"}
            self.applies(one)
            if self.has("blank-is", 0.2):
                one["blank"] = self.pick([0, 1])
            found[f"f{at}"] = one
        self.scheme["figures"] = found

    # ---- conditions, classes, titles, ranking

    def quantities(self) -> list[str]:
        criteria = self.scheme["criteria"]
        found = ["total", "bonuses", "penalties", *(f"sections.{key}" for key in self.scheme["sections"])]
        found += [f"criteria.{key}" for key, one in criteria.items() if "for" not in one]
        found += [f"figures.{key}" for key in self.scheme["figures"]] * 3
        names = [
            f"criteria.{key}.{figure}" for key, one in criteria.items() for figure in PLUGINS[one["plugin"]].figures
        ]
        return found + self.random.sample(names, min(2, len(names)))

    def bound(self, of: str) -> Any:
        """Choose a bound that some units reach and others do not."""
        place, _, key = of.partition(".")
        if place == "figures":
            return {"count": 1, "percent": self.pick(["50%", 50, "70%"]), "yes-no": 1}[
                self.scheme["figures"][key]["type"]
            ]
        if of.count(".") == 2:
            return self.pick([1, 2, 3])
        if of in ("bonuses", "penalties"):
            return self.pick([Fraction(1, 2), 1, 2])
        if of == "total":
            return self.pick(["50%", "60%", self.total * 3 // 4])
        if of.startswith("every") or self.random.random() < 0.6:
            return self.pick(["25%", "50%", "75%", "100%"])
        return self.pick([1, 2, 5, self.total // 10])

    def condition(self, *, every: bool = True) -> dict[str, Any]:
        if self.has("any", 0.15):
            return {"any": [self.plain(every=every) for _ in range(self.random.randint(2, 3))]}
        return self.plain(every=every)

    def plain(self, *, every: bool) -> dict[str, Any]:
        of = self.pick(self.quantities() + (["every section", "every criterion"] * 2 if every else []))
        if of == "every section" and not self.scheme["sections"]:
            of = "total"
        key = self.pick(["at_least", "at_least", "at_most"])
        found = {"of": of, key: self.bound(of)}
        if of.startswith(("criteria.", "sections.", "every")) and of.count(".") < 2 and self.random.random() < 0.2:
            found = {"of": of, "as": "share", key: self.pick([Fraction(1, 4), Fraction(1, 2), "75%"])}
        elif self.random.random() < 0.1 and key == "at_least" and of.count(".") == 2:
            found["at_most"] = 6
        return found

    def awards(self) -> None:
        self.low_wins = self.has("prefer-low", 0.15)
        starts = sorted(self.random.sample([0, 20, 40, 50, 60, 75, 80, 90, 100], self.random.randint(1, 4)))
        names = [f"g{at}" for at in range(len(starts))] if self.has("classes", 0.7) else []
        classes: dict[str, dict[str, Any]] = {}
        for name, start in zip(names, starts if self.low_wins else starts[::-1], strict=False):
            at = self.pick([f"{start}%", Fraction(self.total * start, 100)])
            classes[name] = {"title": name, "to" if self.low_wins else "from": at}
            if self.has("requires", 0.35):
                classes[name]["requires"] = [self.condition() for _ in range(self.random.randint(1, 2))]
            if self.has("class-quotas", 0.4):
                classes[name]["quota"] = self.quota(names)
        titles: dict[str, dict[str, Any]] = {}
        for at in range(self.random.randint(1, 3) if self.has("titles", 0.85) else 0):
            titles[f"t{at}"] = self.title(at, names, titles)
        self.scheme["knock_outs"] = {
            f"n{at}": self.knock_out(names, list(titles))
            for at in range(self.random.randint(1, 2) if self.has("knock-outs", 0.45) else 0)
        }
        self.scheme["classes"], self.scheme["titles"] = classes, titles

    def title(self, at: int, classes: Sequence[str], titles: Mapping[str, Any]) -> dict[str, Any]:
        one: dict[str, Any] = {"title": f"T {at}"}
        requires = []
        if classes and self.random.random() < 0.4:
            requires.append({"class_at_least": self.pick(classes)})
        if self.has("requires", 0.35):
            requires += [self.condition() for _ in range(self.random.randint(1, 2))]
        if requires:
            one["requires"] = requires
        if self.random.random() < 0.9:
            one["quota"] = self.quota(classes, title=True)
        if titles and self.has("not-with", 0.6):
            one["not_with"] = self.some(list(titles))
        alike = [
            key
            for key, other in titles.items()
            if other.get("quota", {}).get("per") == one.get("quota", {}).get("per")
            and "quota" in other
            and "in_all" not in other["quota"]
        ]
        if alike and "quota" in one and "in_all" not in one["quota"] and self.has("after", 0.5):
            one["after"] = self.some(alike)
        self.applies(one)
        return one

    def quota(self, classes: Sequence[str], *, title: bool = False) -> dict[str, Any]:
        one: dict[str, Any] = {"per": self.pick(["cluster", "cluster", "all"])}
        if self.random.random() < 0.5 or "quotas" not in self.features:
            one["count"] = self.pick([1, 1, 2, 3])
        else:
            one["share"] = self.pick(["10%", "20%", "25%", "50%", "50%", "70%"])
            one["of"] = self.pick(["eligible", "ranked", *(f"{name} and above" for name in classes)])
            one["round"] = self.pick(["down", "up", "half-up"])
            if self.random.random() < 0.3:
                one["at_least"] = self.pick([1, 2])
        if title:
            if self.random.random() < 0.4:
                one["reserve"] = self.pick([1, 2])
            one["held"] = self.pick(["keeps-place", "keeps-place", "passes"])
            if self.has("share-ties", 0.3):
                one["tie"] = "share"
            if one["per"] == "cluster" and self.has("in-all", 0.2):
                one["in_all"] = self.pick([1, 2, 3])
        return one

    def knock_out(self, classes: Sequence[str], titles: Sequence[str]) -> dict[str, Any]:
        effects: list[dict[str, Any]] = [{"title": "none"}]
        if titles:
            effects.append({"title": [self.pick(titles)]})
        if classes:
            effects += [
                {"class": "none"},
                {"class_at_most": self.pick(classes)},
                {"class_at_most": self.pick(classes), "title": "none"},
            ]
        one = {"when": self.condition(every=False), "effect": self.pick(effects), "reason": "Reason"}
        self.applies(one)
        return one

    def ranking(self) -> None:
        one: dict[str, Any] = {}
        if self.has("within-all", 0.35):
            one["within"] = "all"
        if self.has("dense", 0.25):
            one["ties"] = "dense"
        elif self.has("final", 0.2):
            one["ties"] = "final"
        if self.low_wins:
            one["prefer"] = "low"
        chain: list[dict[str, Any]] = []
        for _ in range(self.random.randint(1, 3) if self.has("tie-breaks", 0.6) else 0):
            step: dict[str, Any] = {"by": self.pick(self.quantities()[1:])}
            bound = self.bound(step["by"])
            plain = step["by"].startswith("figures.") or not isinstance(bound, str)
            if plain and self.random.random() < 0.3:
                step["at_least"] = bound
            else:
                step["prefer"] = self.pick(["high", "low"])
            if self.has("absent-above", 0.3):
                step["absent"] = self.pick(["above", "below"])
            chain.append(step)
        if "extra" in self.scheme["criteria"]:
            chain.insert(0, {"by": "criteria.extra", "prefer": self.pick(["high", "low"])})
        if chain:
            one["break"] = [*chain, {"by": "committee"}]
        if one:
            self.scheme["ranking"] = one

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
                    found[f"{key}.{figure}"] = self.drawn(self.values(role, one, figure))
        return found

    def drawn(self, values: Sequence[Fraction | int]) -> Callable[[], Fraction]:
        few = self.random.sample(list(values), min(len(values), self.random.choice([2, 3, 3, 5])))
        return lambda: Fraction(self.random.choice(few))

    def values(self, role: str, one: Mapping[str, Any], figure: str) -> list[Fraction | int]:
        if figure == "points":
            weight = one.get("weight", one.get("cap"))
            most = Fraction(min(weight.values()) if isinstance(weight, Mapping) else weight)
            return [
                0,
                *(
                    Fraction(round(most * part * 20, 0), 20)
                    for part in (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(7, 8))
                ),
                most,
            ]
        if figure == "value":
            return [one["params"]["low"], 1, Fraction(3, 2), 2, one["params"]["high"]]
        return {"over": [0, 1, 1, 2, 3], "under": [3, 3, 3, 4, 6, 7, 0], "passed": [0, 1, 1], "times": [0, 1, 2, 3, 5]}[
            figure
        ]

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
                place, dot, _ = column.partition(".")
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
            change = self.step(1, 6) * self.pick([1, -1, -1])
            found.append({"unit": unit, "points": {"of": self.pick(places), "change": change}, "date": DAY})
        for unit in self.random.sample(list(units), number) if self.has("not-assigned", 0.25) else ():
            kind = self.scheme.get("clusters", {}).get(clusters[unit], {}).get("kind", "unit")
            own = [key for key, one in self.scheme["criteria"].items() if kind in one.get("applies_to", [kind])]
            if own:
                found.append({"unit": unit, "not_assigned": f"criteria.{self.pick(own)}", "date": DAY})
        if self.has("out", 0.15):
            found.append({"unit": self.pick(units), "out_of": "competition", "date": DAY})
        return found

    def ties(self, law: Law) -> list[dict[str, Any]]:
        """Rule on some ties, each by its whole group."""
        if law.refused:
            return []
        found: list[dict[str, Any]] = []
        across = law.within == "all" or any(one.get("per") == "all" or "in_all" in one for one in law.quotas)
        per = "all" if across and self.random.random() < 0.7 else "cluster"
        if per == "all" and law.within == "cluster" and "in-all" not in self.features:
            per = "cluster"
        for group in dict.fromkeys(frozenset(law.group(unit, per)) for unit in law.ranked):
            if 1 < len(group) < 40 and self.random.random() < 0.5:
                named = sorted(group)
                self.random.shuffle(named)
                found.append({"units": named, "tie": "ranking", "date": DAY})
        return found[:20]


def as_rulings(rulings: Sequence[Mapping[str, Any]]) -> str:
    """Write a rulings file."""
    acts = [{**one, "reason": "Reason", "ref": f"R-{at}"} for at, one in enumerate(rulings, 1)]
    return "\n".join("[[rulings]]\n" + "".join(f"{key} = {toml(one)}\n" for key, one in act.items()) for act in acts)


def make(seed: int, features: Collection[str] = EVERY, size: int | None = None) -> Made:
    """Make the competition of a seed."""
    return Maker(seed, features, size).make()
