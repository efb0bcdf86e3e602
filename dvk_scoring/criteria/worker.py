"""The process in which plugins are looked at: ``python -P -m dvk_scoring.criteria.worker``, plugins on stdin.

It answers with a line when it has started and one for each plugin, in order. Before anything foreign runs, the answers
get a descriptor of their own and the three standard ones lead nowhere: what a plugin prints or reads spoils nothing.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib import metadata
from typing import Any, TypeAlias

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.criteria.find import GROUP, FoundPlugin
from dvk_scoring.criteria.imports import imports_told
from dvk_scoring.criteria.inspection import Inspection, ProvedCriterion, inspection_of, write_inspection
from dvk_scoring.criteria.load import LoadedPlugin, load, wreck
from dvk_scoring.problem import Problem, has_errors, problem

Prove: TypeAlias = "Callable[[AnyCriterion, FoundPlugin], ProvedCriterion | Sequence[Problem]]"


def main(prove: Prove | None = None) -> None:
    """Look at the plugins asked for, and prove what they offer when there is something that does.

    Args:
        prove: Proves one healthy criterion, or tells why it cannot be.
    """
    asked = json.loads(sys.stdin.buffer.read())
    answers = os.dup(1)  # not inherited by programs that a plugin may start
    for descriptor, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        nowhere = os.open(os.devnull, mode)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
    _answer(answers, "{}")
    for request in asked:
        _answer(answers, write_inspection(_look(_plugin_of(**request), prove)))
    os._exit(0)  # threads and exit handlers of plugins are not waited for


def _answer(descriptor: int, line: str) -> None:
    left = f"{line}\n".encode("ascii")
    while left:
        left = left[os.write(descriptor, left) :]


def _plugin_of(name: str, origin: Any, location: str, entry: list[str] | None) -> FoundPlugin:
    point = None if entry is None else metadata.EntryPoint(entry[0], entry[1], GROUP)
    return FoundPlugin(name, origin, location, point)


def _look(plugin: FoundPlugin, prove: Prove | None) -> Inspection:
    began, before = time.perf_counter_ns(), frozenset(sys.modules)
    try:
        loaded = load(plugin)
        inspection = inspection_of(loaded, (time.perf_counter_ns() - began) // 1_000_000)
        told = [*inspection.problems, *imports_told(plugin, frozenset(sys.modules) - before)]
        proofs = [] if prove is None else [prove(criterion, plugin) for criterion in _healthy(loaded)]
    except KeyboardInterrupt:  # the user's own ends the asking process, not this one
        return Inspection(problems=(problem("DVK-C123", plugin.place, kind="KeyboardInterrupt", reason="…"),))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - foreign code may raise anything
        return Inspection(problems=(wreck(plugin, error),))
    for answer in proofs:
        told += [] if isinstance(answer, ProvedCriterion) else answer
    proved = tuple(proof for proof in proofs if isinstance(proof, ProvedCriterion))
    return attrs.evolve(inspection, problems=tuple(told), proofs=proved)


def _healthy(loaded: LoadedPlugin) -> list[AnyCriterion]:
    return [criterion for key, criterion in loaded.criteria.items() if not has_errors(loaded.faults[key])]


if __name__ == "__main__":
    main()
