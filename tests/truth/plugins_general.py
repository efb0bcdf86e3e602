"""The criteria for any contest, each by the formula that its README publishes.

Of ``formula-table`` only whole powers are worked out, of ``goalposts`` no logarithms.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from tests.truth.plugin import (
    KP,
    ONE,
    ZERO,
    Cell,
    Cells,
    Numbers,
    Plugin,
    Settings,
    Weight,
    held_between,
    mean,
    rounded,
)


def at_most(points: Fraction, weight: Weight) -> Fraction:
    return points if weight is None else min(points, weight)


def direct(cells: Numbers, settings: Settings, weight: Weight) -> Cell:
    return cells["points"]


def ratio(cells: Numbers, settings: Settings, weight: Weight) -> Cell:
    """Nothing under the floor, all from the goal on, in proportion between; an empty base is not assigned."""
    if cells["under"] == 0:
        return KP
    rate = cells["over"] / cells["under"]
    if settings.get("prefer") == "low":
        rate = held_between(1 - rate, 0, 1)
    goal, floor = Fraction(settings.get("goal", 1)), Fraction(settings.get("floor_rate", 0))
    start = floor if settings.get("scale") == "from-floor" else ZERO
    if rate < floor:
        return ZERO
    return ONE if rate >= goal else held_between((rate - start) / (goal - start), 0, 1)


def per_occurrence(cells: Numbers, settings: Settings, weight: Weight) -> Cell:
    """So many points each, up to a cap (0: none), and up to the weight where there is one."""
    cap = Fraction(settings.get("cap", 0))
    points = Fraction(settings.get("each", 1)) * cells["times"]
    return at_most(min(points, cap) if cap else points, weight)


def pass_fail(cells: Numbers, settings: Settings, weight: Weight) -> Cell:
    return cells["passed"]


def scale(cells: Numbers, settings: Settings, weight: Weight) -> Cell:
    low, high = Fraction(settings.get("low", 0)), Fraction(settings.get("high", 100))
    return (cells["value"] - low) / (high - low)


def plus_minus(cells: Numbers, settings: Settings, weight: Weight) -> Cell:
    start, low = Fraction(settings.get("start", 0)), Fraction(settings.get("low", 0))
    add, subtract = Fraction(settings.get("add", 1)), Fraction(settings.get("subtract", 1))
    points = start + add * cells["merits"] - subtract * cells["faults"]
    return min(max(points, low), Fraction(100) if weight is None else weight)


def bands(cells: Numbers, settings: Settings, weight: Weight) -> Cell:
    """Take the last step whose ``from`` is reached; of a ladder that goes down, the first whose ``to`` is not past."""
    if "down" in settings:
        fitting = [one["score"] for one in settings["down"] if cells["value"] <= Fraction(one["to"])]
        return Fraction(fitting[0] if fitting else settings.get("above", 0))
    reached = [one["score"] for one in settings["steps"] if cells["value"] >= Fraction(one["from"])]
    return Fraction(reached[-1] if reached else settings.get("below", 0))


def checklist(cells: Numbers, settings: Settings, weight: Weight) -> Cell:
    weights = {name: Fraction(settings.get("item_weights", {}).get(name, 1)) for name in settings["items"]}
    done = sum((one * cells[f"items.{name}"] for name, one in weights.items()), ZERO)
    return done / sum(weights.values())


# ---- marks that were given


def given(marks: Iterable[Cell], fewest: int) -> list[Fraction] | str | None:
    """Give the marks there are, lowest first; too few are a blank, none but KP is not assigned."""
    cells = list(marks)
    found = sorted(cell for cell in cells if isinstance(cell, Fraction))
    if all(cell == KP for cell in cells):
        return KP
    return None if len(found) < fewest else found


def judged(marks: Iterable[Cell], settings: Settings) -> Cell:
    """Give mean or median of the marks given, rounded where it is said."""
    found = given(marks, settings.get("fewest", 3))
    if not isinstance(found, list):
        return found
    rule, count = settings.get("rule", "trimmed"), len(found)
    if rule == "median":
        taken = mean(found[(count - 1) // 2 : count // 2 + 1])
    else:
        drop = settings.get("drop", 1) if rule == "trimmed" else 0
        taken = mean(found[drop : count - drop])
    return rounded(taken, settings.get("decimals"), "half-up")


def all_or_none(cells: Iterable[Cell]) -> list[Fraction] | str | None:
    """Give numbers that must all be there; KP comes before blank."""
    found = list(cells)
    numbers = [cell for cell in found if isinstance(cell, Fraction)]
    return numbers if len(numbers) == len(found) else KP if KP in found else None


def weighed(factors: Sequence[Fraction], cells: Iterable[Cell]) -> Cell:
    found = all_or_none(cells)
    if not isinstance(found, list):
        return found
    return sum((factor * one for factor, one in zip(factors, found, strict=True)), ZERO)


def judges(settings: Settings) -> list[int]:
    return list(range(1, settings.get("judges", 5) + 1))


def panel(cells: Cells, settings: Settings, weight: Weight) -> Cell:
    found = judged(cells.values(), settings)
    return min(ONE, found / Fraction(settings.get("high", 10))) if isinstance(found, Fraction) else found


def panel_items(cells: Cells, settings: Settings, weight: Weight) -> Cell:
    """Of each item the mean over the judges, or the mean of the judges' totals, where each has marked all items."""
    items = list(settings["items"])
    factors = [Fraction(settings.get("factors", {}).get(item, 1)) for item in items]
    rows = [[cells[f"marks.{judge}.{item}"] for item in items] for judge in judges(settings)]
    if settings.get("first", "items") == "judges":
        found = judged([weighed(factors, row) for row in rows], settings)
    else:
        found = weighed(factors, [judged(column, settings) for column in zip(*rows, strict=True)])
    most = Fraction(settings.get("high", 10)) * sum(factors)
    return min(ONE, found / most) if isinstance(found, Fraction) else found


def attempts(cells: Cells, settings: Settings, weight: Weight) -> Cell:
    """The best, or the best but so many, which is not assigned where there are fewer; sum or mean without the worst."""
    found = given(cells.values(), settings.get("fewest", 1))
    if not isinstance(found, list):
        return found
    best_first = found[::-1] if settings.get("prefer", "high") == "high" else found
    take = settings.get("take", "best")
    if take in ("best", "place"):
        place = settings.get("place", 2) if take == "place" else 1
        return at_most(best_first[place - 1], weight) if len(found) >= place else KP
    kept = best_first[: settings.get("best", len(found) - settings.get("discard", 0))]
    return at_most(sum(kept, ZERO) if take == "sum" else mean(kept), weight)


def formula_table(cells: Cells, settings: Settings, weight: Weight) -> Cell:
    """Add up a × (beyond b)^c of each event, each cut down; c is whole here."""
    assert all(int(event["c"]) == event["c"] for event in settings["events"].values())
    points: list[Cell] = []
    for key, event in settings["events"].items():
        result = cells[f"results.{key}"]
        if isinstance(result, Fraction):
            b = Fraction(event["b"])
            beyond = max(b - result if event["better"] == "less" else result - b, ZERO)
            earned = Fraction(event["a"]) * beyond ** int(event["c"])
            points.append(rounded(earned, settings.get("decimals", 0), "floor"))
        else:
            points.append(result)
    found = given(points, 1) if settings.get("missing") == "zero" else all_or_none(points)
    return at_most(sum(found, ZERO), weight) if isinstance(found, list) else found


def goalposts(cells: Numbers, settings: Settings, weight: Weight) -> Cell:
    """Give the mean of dimensions by their weights; a geometric one only of two that weigh the same."""
    assert all("scale" not in one for one in settings["indicators"].values())
    dimensions: dict[str, list[Fraction]] = {}
    for key, one in settings["indicators"].items():
        low, high = Fraction(one["low"]), Fraction(one["high"])
        index = held_between((cells[f"values.{key}"] - low) / (high - low), 0, 1)
        dimensions.setdefault(one.get("dimension", key), []).append(index)
    weights = [Fraction(settings.get("weights", {}).get(key, 1)) for key in dimensions]
    parts = [mean(inside) for inside in dimensions.values()]
    if settings.get("mean", "arithmetic") == "arithmetic":
        return sum((one * part for one, part in zip(weights, parts, strict=True)), ZERO) / sum(weights)
    first, second = parts
    decimals = settings.get("decimals", 6)
    # The root times 10^decimals, rounded half up: half of one more than the double of it, both cut down.
    doubled = math.isqrt(math.floor(4 * first * second * 100**decimals))
    return Fraction((doubled + 1) // 2, 10**decimals)


# ---- what looks at other units


def min_max(cells: Numbers, settings: Settings, weight: Weight, others: Sequence[Numbers]) -> Cell:
    values = [one["value"] for one in others]
    low, high = min(values, default=ZERO), max(values, default=ZERO)
    if low == high:
        return {"all": ONE, "none": ZERO}.get(settings.get("flat", "not-assigned"), KP)
    gained = cells["value"] - low if settings.get("prefer", "high") == "high" else high - cells["value"]
    return held_between(gained / (high - low), 0, 1)


def target(cells: Numbers, settings: Settings, weight: Weight, others: Sequence[Numbers]) -> Cell:
    """Half at the target, all for the leader, in between by the excess; without target, by the best of those."""
    if cells["target"] == 0:
        if settings.get("without_target") == "not-assigned":
            return KP
        best = max((one["actual"] for one in others if one["target"] == 0), default=ZERO)
        return held_between(cells["actual"] / best, 0, 1) if best else ZERO
    done = cells["actual"] / cells["target"]
    if done <= 1:
        return done / 2
    lead = max([done, *(one["actual"] / one["target"] for one in others if one["target"])])
    return (1 + (done - 1) / (lead - 1)) / 2


def listed(prefix: str, setting: str) -> Callable[[Settings], tuple[str, ...]]:
    return lambda settings: tuple(f"{prefix}.{name}" for name in settings[setting])


def always(_: Settings) -> bool:
    return True


GENERAL: Mapping[str, Plugin] = {
    "direct": Plugin(("points",), direct, gives_points=True),
    "ratio": Plugin(("over", "under"), ratio),
    "per-occurrence": Plugin(("times",), per_occurrence, gives_points=True),
    "pass-fail": Plugin(("passed",), pass_fail),
    "scale": Plugin(("value",), scale),
    "plus-minus": Plugin(("merits", "faults"), plus_minus, gives_points=True),
    "bands": Plugin(("value",), bands),
    "checklist": Plugin(listed("items", "items"), checklist),
    "panel": Plugin(lambda settings: tuple(f"marks.{one}" for one in judges(settings)), panel, optional=always),
    "panel-items": Plugin(
        lambda settings: tuple(f"marks.{one}.{item}" for one in judges(settings) for item in settings["items"]),
        panel_items,
        optional=always,
    ),
    "attempts": Plugin(
        lambda settings: tuple(f"marks.{one}" for one in range(1, settings.get("attempts", 3) + 1)),
        attempts,
        gives_points=True,
        optional=always,
        shared=lambda _: True,
    ),
    "formula-table": Plugin(
        listed("results", "events"),
        formula_table,
        gives_points=True,
        optional=lambda settings: settings.get("missing") == "zero",
    ),
    "goalposts": Plugin(listed("values", "indicators"), goalposts),
    "min-max": Plugin(("value",), min_max, across=lambda settings: str(settings.get("over", "cluster"))),
    "target": Plugin(("actual", "target"), target, across=lambda _: "cluster"),
}
