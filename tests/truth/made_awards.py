"""Schemes made at random: ranking, classes and titles, see ``competitions``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.truth.made_schemes import SchemeMaker
from tests.truth.plugins import PLUGINS


class AwardMaker(SchemeMaker):
    """Makes conditions, knock-outs, classes, titles and the ranking."""

    def quantities(self) -> list[str]:
        criteria = self.scheme["criteria"]
        found = ["total", "bonuses", "penalties", *(f"sections.{key}" for key in self.scheme["sections"])]
        found += [f"criteria.{key}" for key, one in criteria.items() if "for" not in one]
        found += [f"figures.{key}" for key in self.scheme["figures"]] * 3
        names = [
            f"criteria.{key}.{figure}"
            for key, one in criteria.items()
            for figure in PLUGINS[one["plugin"]].names(one.get("params", {}))
            if not PLUGINS[one["plugin"]].shared(figure)
        ]
        return found + self.random.sample(names, min(2, len(names)))

    def bound(self, of: str) -> Any:
        """Choose a bound that some units reach and others do not."""
        place, _, key = of.partition(".")
        if place == "figures":
            return {"count": 1, "percent": self.pick(["50%", 50, "70%"]), "yes-no": 1}[
                self.scheme["figures"][key]["type"]
            ]
        if of.count(".") >= 2:
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
        elif self.random.random() < 0.1 and key == "at_least" and of.count(".") >= 2:
            found["at_most"] = 6
        return found

    def awards(self) -> None:
        frame = self.scheme["scheme"]
        self.low_wins = self.has("prefer-low", 0.3) and "zero" not in (frame["not_assigned"], frame["not_reported"])
        starts = sorted(self.random.sample([0, 20, 40, 50, 60, 75, 80, 90, 100], self.random.randint(1, 4)))
        names = [f"g{at}" for at in range(len(starts))] if self.has("classes", 0.7) else []
        classes: dict[str, dict[str, Any]] = {}
        for name, start in zip(names, starts if self.low_wins else starts[::-1], strict=False):
            at = self.pick([f"{start}%", Fraction(self.total * start, 100)])
            classes[name] = {"title": name, "to" if self.low_wins else "from": at}
            requires = self.requires()
            if requires:
                classes[name]["requires"] = requires
            if self.has("class-quotas", 0.4):
                classes[name]["quota"] = self.quota(names)
        titles: dict[str, dict[str, Any]] = {}
        for at in range(self.number("titles", 3, 0.85)):
            titles[f"t{at}"] = self.title(at, names, titles)
        self.scheme["knock_outs"] = {
            f"n{at}": self.knock_out(names, list(titles)) for at in range(self.number("knock-outs", 2, 0.45))
        }
        self.scheme["classes"], self.scheme["titles"] = classes, titles

    def requires(self) -> list[dict[str, Any]]:
        """Make conditions; of many, most are such as nearly all meet."""
        number = self.number("requires", 2, 0.35)
        return [
            {"of": self.pick(self.quantities()), "at_least": 0} if number > 2 and at % 50 else self.condition()
            for at in range(number)
        ]

    def title(self, at: int, classes: Sequence[str], titles: Mapping[str, Any]) -> dict[str, Any]:
        one: dict[str, Any] = {"title": f"T {at}"}
        requires = []
        if classes and self.random.random() < 0.4:
            requires.append({"class_at_least": self.pick(classes)})
        requires += self.requires()
        if requires:
            one["requires"] = requires
        if self.random.random() < 0.9:
            one["quota"] = self.quota(classes, title=True)
        if titles and self.has("not-with", 0.6):
            one["not_with"] = self.some(list(titles)[-3:])
        alike = [
            key
            for key, other in titles.items()
            if other.get("quota", {}).get("per") == one.get("quota", {}).get("per")
            and "quota" in other
            and "in_all" not in other["quota"]
        ]
        if alike and "quota" in one and "in_all" not in one["quota"] and self.has("after", 0.5):
            one["after"] = self.some(alike[-3:])
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
            if one["per"] == "cluster" and "tie" not in one and self.has("in-all", 0.2):
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
        chain = self.chain()
        if chain:
            one["break"] = [*chain, {"by": "committee"}]
        if one:
            self.scheme["ranking"] = one

    def chain(self) -> list[dict[str, Any]]:
        """Make the steps of the tie-breaks, but for the committee."""
        chain: list[dict[str, Any]] = []
        for _ in range(self.number("tie-breaks", 3, 0.6)):
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
        return chain
