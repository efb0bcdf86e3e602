"""What is known of a plugin after a look at it, and how that crosses from another process as one line of JSON."""

from __future__ import annotations

import json
import time
from typing import Any, Final

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.criteria.find import FoundPlugin
from dvk_scoring.criteria.foreign import said
from dvk_scoring.criteria.load import LoadedPlugin, load
from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.text import Text

_LONGEST: Final = 1000  # of a value inside a message: a plugin may raise with a megabyte of text


@attrs.frozen
class OfferedCriterion:
    """A criterion as its plugin describes it, healthy or not.

    Attributes:
        id: Its id.
        title: Its title, or None when it has none that can be read.
        level: The API level it was written for, as written.
    """

    id: str
    title: Text | None
    level: str


@attrs.frozen
class ProvedCriterion:
    """What is proved of a criterion by itself, with default settings and params.

    Attributes:
        id: Its id.
        weight: The weight taken as an example.
        low: Fewest points, as a fraction.
        high: Most points, as a fraction.
        bits: Bits of the widest step.
        divisions: Divisions in its formula.
        roundings: Where its formula rounds: places and mode of each.
    """

    id: str
    weight: str
    low: str
    high: str
    bits: int
    divisions: int
    roundings: tuple[tuple[int, RoundMode], ...] = ()


@attrs.frozen
class Inspection:
    """A plugin looked at.

    Attributes:
        criteria: What it offers, in its own order.
        problems: All that is wrong with it or its criteria.
        milliseconds: Time to import and check it, or None when that did not end.
        proofs: What is proved of its criteria, when the worker does that.
    """

    criteria: tuple[OfferedCriterion, ...] = ()
    problems: tuple[Problem, ...] = ()
    milliseconds: int | None = None
    proofs: tuple[ProvedCriterion, ...] = ()


def inspected_here(plugin: FoundPlugin) -> Inspection:
    """Look at a plugin in this process: one that ships with the package needs no other, which takes longer to start."""
    began = time.perf_counter_ns()
    return inspection_of(load(plugin), (time.perf_counter_ns() - began) // 1_000_000)


def inspection_of(loaded: LoadedPlugin, milliseconds: int) -> Inspection:
    """Describe a loaded plugin without its code."""
    told = (*loaded.problems, *(fault for faults in loaded.faults.values() for fault in faults))
    return Inspection(tuple(_offered(key, criterion) for key, criterion in loaded.criteria.items()), told, milliseconds)


def _offered(name: str, criterion: AnyCriterion) -> OfferedCriterion:
    title = getattr(criterion, "title", None)
    return OfferedCriterion(name, title if isinstance(title, Text) else None, said(criterion.level)[:20])


def write_inspection(inspection: Inspection) -> str:
    """Write an inspection as one line of ASCII."""
    return json.dumps(
        {
            "criteria": [[each.id, _written(each.title), each.level] for each in inspection.criteria],
            "problems": [
                {
                    "code": each.code,
                    "place": attrs.asdict(each.place),
                    "args": {key: _written(value) for key, value in each.args.items()},
                }
                for each in inspection.problems
            ],
            "milliseconds": inspection.milliseconds,
            "proofs": [attrs.asdict(each) for each in inspection.proofs],
        }
    )


def read_inspection(line: str) -> Inspection:
    """Read what ``write_inspection`` wrote."""
    raw: dict[str, Any] = json.loads(line)
    problems = [
        problem(fault["code"], Place(**fault["place"]), **{key: _read(value) for key, value in fault["args"].items()})
        for fault in raw["problems"]
    ]
    criteria = [OfferedCriterion(name, _title(title), level) for name, title, level in raw["criteria"]]
    proofs = [_proof(**proof) for proof in raw["proofs"]]
    return Inspection(tuple(criteria), tuple(problems), raw["milliseconds"], tuple(proofs))


def _proof(roundings: list[tuple[int, RoundMode]], **rest: Any) -> ProvedCriterion:
    return ProvedCriterion(roundings=tuple((places, mode) for places, mode in roundings), **rest)


def _written(value: object) -> object:
    if isinstance(value, Text):
        return {"vi": value.vi[:_LONGEST], "en": value.en[:_LONGEST]}
    return value if isinstance(value, int | None) else said(value)[:_LONGEST]


def _read(value: object) -> object:
    return Text(**value) if isinstance(value, dict) else value


def _title(value: dict[str, str] | None) -> Text | None:
    return None if value is None else Text(**value)
