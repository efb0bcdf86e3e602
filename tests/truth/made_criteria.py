"""Plugins with settings, made at random, and values for their figures: few, so that units tie."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.truth.plugin import Cell, Plugin
from tests.truth.plugins import PLUGINS
from tests.truth.plugins_movement import MOVEMENT

F = Fraction
USUAL = ("direct", "direct", "ratio", "ratio", "pass-fail", "scale", "per-occurrence")
OTHERS = tuple(name for name in PLUGINS if name not in USUAL)
NEVER_ADJUST = ("min-max", "target")
"""Those that look across units: what they look at are units that are ranked, and for that criteria must be there."""

FEW: Mapping[str, Sequence[Fraction | int]] = {
    "over": [0, 1, 1, 2, 3],
    "under": [3, 3, 3, 4, 6, 7, 0],
    "passed": [0, 1, 1],
    "times": [0, 1, 2, 3, 5],
    "items": [0, 1, 1],
    "actual": [0, 3, 4, 6, 6, 9],
    "target": [0, 3, 4, 6],
    "results": [0, F(7, 2), 10, F(25, 2), 20],
    "population": [0, 10, 20],
    "reached": [0, 3, 5, 10],
    "staff": [0, 10, 50],
    "satisfaction": [80, F(185, 2)],
    "sheets": [10, 30, 31],
}
WHOLE = [0, 4, 4, 6, 7]
SMALL = [0, 1, 1, 2, 3]


class CriterionMaker:
    """Chooses plugins and their settings."""

    def __init__(self, draw: random.Random, *, negative: bool) -> None:
        self.draw, self.negative = draw, negative

    def pick(self, of: Sequence[Any]) -> Any:
        return self.draw.choice(list(of))

    def plugin(self, never: Collection[str]) -> str:
        of = OTHERS if self.draw.random() < 0.4 else USUAL
        found: str = self.pick([one for one in of if one not in never])
        return found

    def settings(self, plugin: str, weight: int) -> dict[str, Any]:
        made: Callable[[int], dict[str, Any]] | None = getattr(self, plugin.replace("-", "_"), None)
        return {} if made is None else made(weight)

    def scale(self, weight: int) -> dict[str, Any]:
        return {"low": 0, "high": self.pick([3, 4, 10]), "places": 1}

    def per_occurrence(self, weight: int) -> dict[str, Any]:
        return {"each": self.pick([F(1, 4), F(1, 2), F(1), F(max(1, weight // 4))])}

    def ratio(self, weight: int) -> dict[str, Any]:
        if self.draw.random() < 0.7:
            return {}
        return {"goal": F(9, 10), "floor_rate": F(1, 2), "scale": self.pick(["from-zero", "from-floor"])}

    def plus_minus(self, weight: int) -> dict[str, Any]:
        return {"start": weight // 2, "add": self.pick([1, F(1, 2)]), "subtract": self.pick([1, 2, F(3, 2)]), "low": 0}

    def bands(self, weight: int) -> dict[str, Any]:
        lowest = self.pick([0, F(-1, 10)]) if self.negative else 0
        if self.draw.random() < 0.3:
            steps = [{"to": 0, "score": 1}, {"to": 1, "score": "5/6"}, {"to": 2, "score": F(1, 2)}]
            return {"down": steps, "above": lowest, "high": 10, "places": 1}
        steps = [{"from": 1, "score": F(2, 5)}, {"from": F(3, 2), "score": "2/3"}, {"from": 2, "score": 1}]
        return {"steps": steps, "below": lowest, "high": 10, "places": 1}

    def checklist(self, weight: int) -> dict[str, Any]:
        found: dict[str, Any] = {"items": ["x", "y", "z"]}
        return {**found, "item_weights": {"x": 3, "z": F(1, 2)}} if self.draw.random() < 0.5 else found

    def judging(self) -> dict[str, Any]:
        """Choose a rule for marks, and how many of them there must be."""
        found: dict[str, Any] = {"judges": self.pick([3, 4]), "rule": self.pick(["mean", "median", "trimmed"])}
        found["fewest"] = 3 if found["rule"] == "trimmed" else self.pick([1, 2, 3])
        if self.draw.random() < 0.3:
            found["decimals"] = self.pick([0, 1, 2])
        return found

    def panel(self, weight: int) -> dict[str, Any]:
        return self.judging()

    def panel_items(self, weight: int) -> dict[str, Any]:
        found = {**self.judging(), "judges": 3, "items": ["x", "y"], "first": self.pick(["items", "judges"])}
        return {**found, "factors": {"x": F(167, 100)}} if self.draw.random() < 0.5 else found

    def attempts(self, weight: int) -> dict[str, Any]:
        """Criteria with attempts read the same columns, and so agree on what may stand in them."""
        found: dict[str, Any] = {"take": self.pick(["best", "sum", "mean", "place"]), "high": 10}
        found["prefer"] = self.pick(["high", "low"])
        if found["take"] == "place":
            found["place"] = self.pick([1, 2, 3])
        elif found["take"] in ("sum", "mean"):
            found |= self.pick([{}, {"best": 2}, {"discard": 1, "fewest": 2}, {"fewest": 3}])
        return found

    def formula_table(self, weight: int) -> dict[str, Any]:
        events = {
            "run": {"a": F(1, 10), "b": 18, "c": 2, "better": "less"},
            "jump": {"a": F(13, 100), "b": 2, "c": 1, "better": "more"},
        }
        return {"events": events, "missing": self.pick(["zero", "not-reported"]), "decimals": self.pick([0, 1])}

    def goalposts(self, weight: int) -> dict[str, Any]:
        indicators = {
            "life": {"low": 1, "high": 3},
            "school": {"low": 0, "high": 7, "dimension": "learned"},
            "faults": {"low": 3, "high": 0, "dimension": "learned"},
        }
        found: dict[str, Any] = {"indicators": indicators, "most": 100}
        if self.draw.random() < 0.5:
            return {**found, "weights": {"learned": F(5, 2)}}
        return {**found, "mean": "geometric", "decimals": self.pick([2, 6])}

    def min_max(self, weight: int) -> dict[str, Any]:
        found = {"prefer": self.pick(["high", "low"]), "over": self.pick(["cluster", "all"]), "high": 100}
        return {**found, "flat": self.pick(["all", "none", "not-assigned"])}

    def target(self, weight: int) -> dict[str, Any]:
        return {"without_target": self.pick(["share-of-best", "not-assigned"])}

    def models(self, weight: int) -> dict[str, Any]:
        return {"months": self.pick([[6], [3, 6]])}

    def outreach(self, weight: int) -> dict[str, Any]:
        return {"forms": {"x": "X", "y": "Y"}, "crowd": 2, "forms_goal": 2}


def values_of(one: Mapping[str, Any], figure: str) -> Sequence[Fraction | int]:
    """Give what a figure may be."""
    plugin, name = one["plugin"], figure.partition(".")[0]
    if plugin == "direct":
        weight = one.get("weight", one.get("cap"))
        most = F(min(weight.values()) if isinstance(weight, Mapping) else weight)
        parts = F(1, 4), F(1, 3), F(1, 2), F(7, 8)
        return [0, *(F(round(most * part * 20), 20) for part in parts), most]
    if plugin == "scale":
        return [one["params"]["low"], 1, F(3, 2), 2, one["params"]["high"]]
    if plugin in ("bands", "min-max"):
        return [0, 1, F(3, 2), 2, 3]
    if name == "marks":
        return [4, 7, 7, 8, 9] if plugin == "attempts" else [6, 7, F(15, 2), 8, F(37, 4)]
    if plugin in MOVEMENT and figure not in FEW:
        wholes = {parts[0] for parts in PLUGINS[plugin].parts}
        return WHOLE if figure in wholes or figure.endswith(("planned", "required", "each")) else SMALL
    return FEW.get(name, SMALL)


def fitted(plugin: Plugin, key: str, row: Mapping[str, Cell]) -> dict[str, Cell]:
    """Cut what is larger than the whole it is a part of; give what was cut."""
    found: dict[str, Cell] = {}
    for whole, *parts in plugin.parts:
        left = {**row, **found}.get(f"{key}.{whole}")
        for part in (f"{key}.{one}" for one in parts):
            cell = {**row, **found}.get(part)
            if isinstance(left, Fraction) and isinstance(cell, Fraction):
                if cell > left:
                    found[part] = left
                left -= min(cell, left)
    return found
