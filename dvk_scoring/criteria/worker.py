"""The process in which plugins are looked at: ``python -P -m dvk_scoring.criteria.worker``, plugins on stdin.

It answers with a line when it has started and one for each plugin, in order. Before anything foreign runs, the answers
get a descriptor of their own and the three standard ones lead nowhere: what a plugin prints or reads spoils nothing.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import metadata
from typing import Any

from dvk_scoring.criteria.find import GROUP, FoundPlugin
from dvk_scoring.criteria.inspection import Inspection, inspection_of, write_inspection
from dvk_scoring.criteria.load import load
from dvk_scoring.problem import problem


def main() -> None:
    """Look at the plugins asked for."""
    asked = json.loads(sys.stdin.buffer.read())
    answers = os.dup(1)  # not inherited by programs that a plugin may start
    for descriptor, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        nowhere = os.open(os.devnull, mode)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
    _answer(answers, "{}")
    for one in asked:
        _answer(answers, write_inspection(_look(_found(**one))))
    os._exit(0)  # threads and exit handlers of plugins are not waited for


def _answer(descriptor: int, line: str) -> None:
    left = f"{line}\n".encode("ascii")
    while left:
        left = left[os.write(descriptor, left) :]


def _found(name: str, origin: Any, location: str, entry: list[str] | None) -> FoundPlugin:
    point = None if entry is None else metadata.EntryPoint(entry[0], entry[1], GROUP)
    return FoundPlugin(name, origin, location, point)


def _look(found: FoundPlugin) -> Inspection:
    began = time.perf_counter_ns()
    try:
        loaded = load(found)
    except KeyboardInterrupt:  # the user's own ends the asking process, not this one
        return Inspection(problems=(problem("DVK-C123", found.place, kind="KeyboardInterrupt", reason="…"),))
    return inspection_of(loaded, (time.perf_counter_ns() - began) // 1_000_000)


if __name__ == "__main__":
    main()
