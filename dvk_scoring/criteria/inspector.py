"""Looking at plugins in a process of their own, with a time limit: whatever they do, the asking process lives.

A protection against accidents, not against malice: a plugin's code still runs with the rights of the user.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from threading import Thread
from typing import Final, Self

from dvk_scoring.criteria.find import FoundPlugin
from dvk_scoring.criteria.inspection import Inspection, read_inspection
from dvk_scoring.problem import problem, system_reason
from dvk_scoring.text import Text

LIMIT: Final = 5
LIMIT_VARIABLE: Final = "DVK_PLUGINS_LIMIT"
WORKER: Final = "dvk_scoring.criteria.worker"
_LONGEST_LIMIT: Final = 3600
_START: Final = 60  # seconds for Python itself to start, on a machine that is busy


def time_limit() -> int:
    """Give the seconds that a plugin has: ``DVK_PLUGINS_LIMIT``, else 5."""
    written = os.environ.get(LIMIT_VARIABLE, "")
    return int(written) if is_limit(written) else LIMIT


def is_limit(written: str) -> bool:
    """Tell whether a text is a number of seconds that may be a limit."""
    return written.isascii() and written.isdecimal() and 0 < int(written[:5]) < _LONGEST_LIMIT


def inspect_plugins(
    plugins: Sequence[FoundPlugin], seconds: int | None = None, *, worker: str = WORKER
) -> list[Inspection]:
    """Look at plugins in order; one that ends or outstays its process is told so, the rest goes on in a new one.

    Args:
        plugins: What to look at.
        seconds: What each has; else ``time_limit()``.
        worker: The module that looks.
    """
    limit = seconds or time_limit()
    done: list[Inspection] = []
    alone = False
    while len(done) < len(plugins):
        rest = plugins[len(done) :]
        try:
            with _Worker(rest[:1] if alone else rest, worker) as process:
                seen = list(process.answers(limit))
        except OSError as error:
            return done + [_failed(plugin, "DVK-C133", reason=system_reason(error)) for plugin in rest]
        done += seen
        if len(seen) == (1 if alone else len(rest)):
            alone = False
        elif process.late:
            done.append(_failed(rest[len(seen)], "DVK-C132", seconds=limit))
            alone = False
        elif process.spoilt:
            done.append(_failed(rest[len(seen)], "DVK-C138"))
            alone = False
        elif seen or not alone:
            alone = True  # it may have died of what an earlier plugin left behind: ask the next by itself
        else:
            done.append(_failed(rest[0], "DVK-C131", how=_ending(process.status)))
            alone = False
    return done


class _Worker:
    """One worker process and what it answers."""

    def __init__(self, plugins: Sequence[FoundPlugin], module: str) -> None:
        self._plugins, self._module = plugins, module
        self.late, self.spoilt, self.status = False, False, 0
        self._lines: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> Self:
        path = os.pathsep.join(os.path.abspath(folder) for folder in sys.path)  # noqa: PTH100 - "" is the current folder
        self._process = subprocess.Popen(  # noqa: S603 - a module of ours
            [sys.executable, "-P", "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        with contextlib.suppress(BrokenPipeError):
            self._send()
        return self

    def _send(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(self._asked())
        self._process.stdin.close()

    def _asked(self) -> bytes:
        return json.dumps(
            [
                {
                    "name": plugin.name,
                    "origin": plugin.origin,
                    "location": plugin.location,
                    "entry": None if plugin.entry is None else [plugin.entry.name, plugin.entry.value],
                }
                for plugin in self._plugins
            ]
        ).encode()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.decode("ascii", "replace"))
        self._lines.put(None)

    def answers(self, limit: int) -> Iterator[Inspection]:
        """Give what it answers, as long as it does so in time."""
        for at in range(len(self._plugins) + 1):
            try:
                line = self._lines.get(timeout=limit if at else _START)
            except queue.Empty:
                self.late = True
                return
            if line is None:
                self.status = self._process.wait()
                return
            if not at:
                continue
            try:
                inspection = read_inspection(line)
            except (ValueError, TypeError, KeyError):  # a plugin wrote into the answers
                self.spoilt = True
                return
            yield inspection

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):  # with what its plugins started
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        self._reader.join(timeout=1)
        assert self._process.stdout is not None
        self._process.stdout.close()


def _failed(plugin: FoundPlugin, code: str, **args: object) -> Inspection:
    return Inspection(problems=(problem(code, plugin.place, **args),))


def _ending(status: int) -> Text:
    if status >= 0:
        return Text(vi=f"mã thoát {status}", en=f"exit status {status}")
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = str(-status)
    return Text(vi=f"tín hiệu {name}", en=f"signal {name}")
