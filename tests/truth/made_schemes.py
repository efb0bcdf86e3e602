"""Schemes made at random: what is scored, see ``competitions``."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from tests.truth.law import Competition, Law
from tests.truth.made_criteria import NEVER_ADJUST, OTHERS, USUAL, CriterionMaker
from tests.truth.plugins import PLUGINS

PLAIN = frozenset(
    [
        "blank",
        "kp",
        "kinds",
        "clusters",
        "sections",
        "relative",
        "modes",
        "unrounded",
        "limits",
        "bonuses",
        "penalties",
        "figures",
        "knock-outs",
        "classes",
        "class-quotas",
        "requires",
        "titles",
        "quotas",
        "not-with",
        "holds",
        "points",
        "not-assigned",
        "ties",
        "tie-breaks",
        "within-all",
        "dense",
        "params",
    ]
)
LATER = frozenset(
    [
        "mode-by-level",
        "own-rounding",
        "tie-break-criterion",
        "out",
        "prefer-low",
        "final",
        "absent-above",
        "any",
        "share-ties",
        "in-all",
        "after",
        "blank-is",
        "shown",
        "odd-ties",
        "others",
        "voices",
    ]
)
EVERY = PLAIN | LATER
MODES = ("half-up", "half-even", "down", "up", "floor", "ceiling")
DAY = date(2026, 12, 31)


def whole(value: Any) -> Any:
    """Take away the decimals of a number, or of all numbers in something."""
    if isinstance(value, Mapping):
        return {key: whole(one) for key, one in value.items()}
    return [whole(one) for one in value] if isinstance(value, list) else Fraction(value // 1)


class SchemeMaker:
    """Makes sections, criteria, bonuses, penalties and figures."""

    def __init__(
        self,
        seed: int,
        features: Collection[str] = EVERY,
        size: int | None = None,
        many: Mapping[str, int] | None = None,
    ) -> None:
        self.name = f"seed {seed}, size {size}"
        self.many = many or {}
        self.random = random.Random(seed)
        self.features = features
        self.size = size or self.random.choice((2, 3, 4, 5, 5, 6, 7, 8, 9, 12))
        self.scheme: dict[str, dict[str, Any]] = {}

    def has(self, feature: str, chance: float = 0.5) -> bool:
        return self.random.random() < chance and feature in self.features

    def number(self, of: str, most: int, chance: float = 1) -> int:
        """Choose how many there are of something: as many as were asked for, else a few or none."""
        if of in self.many:
            return self.many[of]
        return self.random.randint(1, most) if chance == 1 or self.has(of, chance) else 0

    def some(self, of: Sequence[Any], at_least: int = 1) -> list[Any]:
        chosen = self.random.sample(list(of), self.random.randint(min(at_least, len(of)), len(of)))
        return [one for one in of if one in chosen]

    def pick(self, of: Sequence[Any]) -> Any:
        return self.random.choice(list(of))

    def rounding(self) -> dict[str, Any]:
        places = [0, 1, 2, 2, 3]
        rounding: dict[str, Any] = {"total": self.pick(places)}
        for level, chance in (("criterion", 0.35), ("section", 0.7)):
            rounding[level] = "none" if self.has("unrounded", chance) else self.pick(places)
        if self.has("mode-by-level", 0.4):
            rounding["mode"] = {level: self.pick(MODES) for level in self.some(("criterion", "section", "total"))}
        elif self.has("modes", 0.7):
            rounding["mode"] = self.pick(MODES)
        if self.has("shown", 0.2):
            rounding["shown"] = self.random.randint(0, rounding["total"])
        return rounding

    def frame(self) -> None:
        rounding = self.rounding()
        self.total = 1000 if "criteria" in self.many else self.pick([10, 20, 100, 100, 1000])
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
            if rounding["total"] == 0 and "total" in frame["limits"]:
                frame["limits"]["total"] = whole(frame["limits"]["total"])
        if self.random.random() < 0.5:
            frame["valid"] = {"to": DAY}
        self.scheme["scheme"] = frame
        self.clusters()

    def clusters(self) -> None:
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
        for at in range(self.number("sections", 5, 0.7)):
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
        ids = [f"a{at}" for at in range(self.number("criteria", 6))]
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
            found["extra"] = {**self.scorer(3, ("direct", *NEVER_ADJUST)), "title": "Extra", "for": "tie-break"}
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
        one: dict[str, Any] = self.scorer(min(by_kind.values()), ("direct",) if relative else (), by_kind)
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
            own = {key: said[key] for key in self.some(list(said))}
            if own.get("places", self.scheme["scheme"].get("rounding", {"criterion": 2})["criterion"]) == "none":
                own = {"places": "none"}  # what is not rounded has no mode
            one["rounding"] = own
            if own.get("places") == 0:  # what is held against whole points is written in whole points
                one |= {key: whole(one[key]) for key in ("cap", "limits") if key in one}

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

    def scorer(
        self, weight: int, never: Collection[str] = (), kinds: Collection[str] = (), *, negative: bool = True
    ) -> dict[str, Any]:
        """Choose a plugin and its settings."""
        frame = self.scheme["scheme"]
        maker = CriterionMaker(
            self.random, negative=negative and "zero" not in (frame["not_assigned"], frame["not_reported"])
        )
        never = (*never, *(() if "others" in self.features else OTHERS))
        plugin = maker.plugin(never)
        params = maker.settings(plugin, weight)
        if plugin == "per-occurrence" and kinds and self.has("params", 0.2) and "clusters" in self.scheme:
            params["each"] = {
                cluster: maker.per_occurrence(weight)["each"]
                for cluster, one in self.scheme["clusters"].items()
                if one["kind"] in kinds
            }
        return {"plugin": plugin, **({"params": params} if params else {})}

    def adjustments(self) -> None:
        for role, letter in (("bonuses", "b"), ("penalties", "p")):
            found: dict[str, dict[str, Any]] = {}
            for at in range(self.number(role, 3, 0.6)):
                one = self.scorer(4, NEVER_ADJUST, negative=False)
                one["title"] = f"{role} {at}"
                places = ["total", *(f"sections.{key}" for key in self.scheme["sections"])]
                places += [f"criteria.{key}" for key, use in self.scheme["criteria"].items() if "for" not in use]
                one["to"] = self.pick(places)
                if one["plugin"] == "per-occurrence":
                    one["params"] = {"each": self.pick([Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(2)])}
                counts = one["plugin"] in ("per-occurrence", "attempts")
                if not counts or self.random.random() < 0.6:
                    one["cap"] = self.step(1, 5)
                if not counts and self.random.random() < 0.3:
                    one["weight"] = self.random.randint(1, 5)
                self.applies(one)
                self.own_rounding(one)
                if one["plugin"] in USUAL and self.has("blank-is", 0.2):
                    figure = PLUGINS[one["plugin"]].names({})[0]
                    one["figures"] = {figure: {"blank": 0 if one["plugin"] != "pass-fail" else self.pick([0, 1])}}
                found[f"{letter}{at}"] = one
            self.scheme[role] = found

    def figures(self) -> None:
        found: dict[str, dict[str, Any]] = {}
        for at in range(self.number("figures", 3, 0.6)):
            one: dict[str, Any] = {"type": self.pick(["count", "percent", "yes-no"]), "title": f"F {at}"}
            self.applies(one)
            if self.has("blank-is", 0.2):
                one["blank"] = self.pick([0, 1])
            found[f"f{at}"] = one
        self.scheme["figures"] = found
