"""Points from the criteria to the total, and the conditions that look at them: a part of the oracle, see ``law``."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tests.truth.law_written import EVERYWHERE, Data, Written, amount, remembered
from tests.truth.plugin import KP, Cell, rounded

Open = bool | None
"""What is not yet decided is ``None``, where ``True`` is "surely" and ``False`` "surely not"."""
Part = tuple[Fraction, Fraction, Fraction, Fraction]
"""Base, what could be had, bonus, penalty."""
NOTHING: Part = (Fraction(0), Fraction(0), Fraction(0), Fraction(0))


def all_of(values: Iterable[Open]) -> Open:
    found = list(values)
    return False if False in found else None if None in found else True


def any_of(values: Iterable[Open]) -> Open:
    found = list(values)
    return True if True in found else None if None in found else False


def opposite(value: Open) -> Open:
    return None if value is None else not value


def limited(part: Part, limits: Data) -> Part:
    """Take from bonus or penalty what lies outside of the limits; what was earned is never touched."""
    base, of, bonus, penalty = part
    if "points" not in limits:
        return part
    low, high = (Fraction(one) for one in limits["points"])
    reached = base + bonus - penalty
    over, under = max(reached - high, Fraction(0)), max(low - reached, Fraction(0))
    return base, of, max(bonus - over, Fraction(0)), max(penalty - under, Fraction(0))


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
    """Add up; the noughts, which are many, are passed over, since fractions are slow."""
    base, of, bonus, penalty = (sum(filter(None, each), Fraction(0)) for each in zip(NOTHING, *parts, strict=True))
    return base, of, bonus, penalty


class Points(Written):
    """What a unit has, and what holds of it."""

    @remembered
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
        points = scored if change is None else min(max(scored + change, min(scored, zero)), max(scored, full))
        return {"scored": scored, "points": points, "of": weight}

    @remembered
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
        if self.counts_nowhere(unit, to):
            found["bonuses"] = Fraction(0)  # a criterion that does not count; a penalty counts all the same
        return Fraction(0), Fraction(0), found["bonuses"], found["penalties"]

    @remembered
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
        return base + bonus - penalty + self.change_within(unit, key)

    def change_within(self, unit: str, key: str) -> Fraction:
        """Give what rulings change in a section and in those within."""
        deeper = [one for one, declared in self.table("sections").items() if declared.get("section") == key]
        return self.change(unit, f"sections.{key}") + sum(
            (self.change_within(unit, one) for one in deeper), Fraction(0)
        )

    @remembered
    def sums(self, unit: str) -> Part:
        """Give base, what could be had, bonus and penalty of all."""
        parts = [self.part(unit, one) for one in self.parts(None, self.kind(unit))]
        return capped(added([*parts, self.adjustments(unit, "total")]), self.scheme.get("limits", {}))

    @remembered
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
            found = min(max(found, low), high)
        return found

    # ---- quantities and conditions

    def figure_of(self, of: str) -> str | None:
        """Give the column that a quantity is, None where it is points."""
        place, _, rest = of.partition(".")
        return rest if place == "figures" or (place == "criteria" and "." in rest) else None

    def quantity(self, unit: str, of: str, share: bool = False) -> tuple[Cell, bool]:
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
            inside = (one for one in self.table("criteria") if self.lies_in(f"criteria.{one}", of))
            if could == 0 or all(self.state(unit, one) == "not-assigned" for one in inside):
                return KP, False
            return (base / could if share else self.section_points(unit, key)), self.blank_inside(unit, of, share)
        sums = self.sums(unit)
        found = {"total": self.total(unit), "bonuses": sums[2], "penalties": sums[3]}[of]
        return found, self.blank_inside(unit, of, share)

    def figure(self, unit: str, of: str, column: str) -> Cell:
        """Give a figure of a unit or a criterion; what its kind lacks, or what was ruled out, is not assigned."""
        if of.startswith("figures."):
            # what criteria share, a kind has that has one of them; the oracle is asked of such alone
            lacks = not self.applies(self.table("figures").get(column, {}), self.kind(unit))
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
        if whole in (part, "total"):
            return True
        place, _, key = part.partition(".")
        above = self.table(place).get(key, {}).get("section") if place in ("criteria", "sections") else None
        return above is not None and self.lies_in(f"sections.{above}", whole)

    def blank_inside(self, unit: str, of: str, share: bool) -> bool:
        """Tell whether points would be more, were all reported; a penalty makes them fewer and is looked at alone."""
        blank = {role: [key for key in self.table(role) if self.score(unit, role, key) is None] for role in EVERYWHERE}
        if of == "penalties":
            return bool(blank[of])
        if of == "bonuses":
            targets = (self.table("bonuses")[key].get("to", "total") for key in blank[of])
            return not all(self.counts_nowhere(unit, part) for part in targets)
        inside = [f"criteria.{key}" for key in blank["criteria"] if not self.only_breaks_ties(key)]
        inside += [] if share else [self.table("bonuses")[key].get("to", "total") for key in blank["bonuses"]]
        inside = [part for part in inside if not self.counts_nowhere(unit, part)]
        return any(self.lies_in(part, of) for part in inside)

    def counts_nowhere(self, unit: str, part: str) -> bool:
        """Tell a criterion that is no part of what the unit could have: no bonus to it counts."""
        return part.startswith("criteria.") and self.criterion(unit, part.split(".", 1)[1])["of"] == 0

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
