"""What all code of the process shares, put back after a plugin was imported; what it changed is named."""

from __future__ import annotations

import builtins
import contextlib
import decimal
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from typing import Any

import attrs

OWN_MODULES = "dvk_plugin_"
"""What the modules of plugins in folders are called: loading one again replaces it, and nobody shares it."""


@attrs.frozen
class _Shared:
    """One thing that is shared: its name, whether it is still as it was, and how it is put back."""

    name: str
    same: Callable[[], bool]
    put_back: Callable[[], object]


class _Aside(io.TextIOBase):
    """What is printed, on stderr; to close it closes nothing that others need."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


@contextmanager
def surroundings_kept() -> Iterator[list[str]]:
    """Put back what all code shares, whatever happens inside: search path, environment, builtins, and the like.

    What is printed goes to stderr: stdout belongs to what the user asked for. The list that is given is filled, on
    leaving, with the names of what was changed.
    """
    changed: list[str] = []
    shared = [_builtins(), *_of_sys(), *_of_the_process()]  # first: nothing works without the builtins
    try:
        with redirect_stdout(_Aside()):
            yield changed
    finally:
        for part in shared:
            if not part.same():
                changed.append(part.name)
                part.put_back()


def _builtins() -> _Shared:
    names = dict(vars(builtins))

    def put_back() -> None:
        vars(builtins).update(names)
        for name in vars(builtins).keys() - names.keys():
            delattr(builtins, name)

    return _Shared("builtins", lambda: vars(builtins) == names, put_back)


def _of_sys() -> Iterator[_Shared]:
    modules = {name: module for name, module in sys.modules.items() if not name.startswith(OWN_MODULES)}
    limit = sys.getrecursionlimit()
    yield _listed("sys.path", sys.path, partial(setattr, sys, "path"), lambda: sys.path)
    yield _listed("sys.meta_path", sys.meta_path, partial(setattr, sys, "meta_path"), lambda: sys.meta_path)
    # New modules are what importing is for; one that was there is shared.
    yield _Shared(
        "sys.modules",
        lambda: all(sys.modules.get(name) is module for name, module in modules.items()),
        partial(sys.modules.update, modules),
    )
    yield _Shared(
        "sys.setrecursionlimit", lambda: sys.getrecursionlimit() == limit, partial(sys.setrecursionlimit, limit)
    )
    yield from (_attribute(name) for name in ("stdin", "stderr", "excepthook"))


def _listed(name: str, shared: list[Any], put: Callable[[list[Any]], None], now: Callable[[], list[Any]]) -> _Shared:
    """Keep a list: others hold the very object, so its contents are put back too."""
    kept = list(shared)

    def put_back() -> None:
        shared[:] = kept
        put(shared)

    return _Shared(name, lambda: now() is shared and shared == kept, put_back)


def _attribute(name: str) -> _Shared:
    value = getattr(sys, name)
    return _Shared(f"sys.{name}", lambda: getattr(sys, name) is value, partial(setattr, sys, name, value))


def _of_the_process() -> Iterator[_Shared]:
    environment, context, folder = dict(os.environ), decimal.getcontext().copy(), _folder()

    def restore_environment() -> None:
        os.environ.clear()
        os.environ.update(environment)

    yield _Shared("os.environ", lambda: dict(os.environ) == environment, restore_environment)
    yield _Shared(
        "decimal.getcontext()",
        lambda: repr(decimal.getcontext()) == repr(context),
        partial(decimal.setcontext, context),
    )
    yield _Shared("os.getcwd()", lambda: _folder() == folder, partial(_enter, folder))


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109 - Path.cwd() would be a Path of what is only handed back
    except OSError:  # it was removed under our feet
        return None


def _enter(folder: str | None) -> Any:
    if folder is not None:
        with contextlib.suppress(OSError):
            os.chdir(folder)
