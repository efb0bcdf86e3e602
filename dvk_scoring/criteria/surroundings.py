"""What all code of the process shares, put back after a plugin was imported; what it changed is named."""

from __future__ import annotations

import builtins
import decimal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout


@contextmanager
def surroundings_kept() -> Iterator[list[str]]:
    """Put back the search path, the environment, the decimal context and the builtins, whatever happens inside.

    What is printed goes to stderr: stdout belongs to what the user asked for. The list that is given is filled, on
    leaving, with the names of what was changed.
    """
    changed: list[str] = []
    path, environment, names = list(sys.path), dict(os.environ), dict(vars(builtins))
    context = decimal.getcontext().copy()
    try:
        with redirect_stdout(sys.stderr):
            yield changed
    finally:
        if sys.path != path:
            changed.append("sys.path")
            sys.path[:] = path
        if dict(os.environ) != environment:
            changed.append("os.environ")
            os.environ.clear()
            os.environ.update(environment)
        if repr(decimal.getcontext()) != repr(context):
            changed.append("decimal.getcontext()")
            decimal.setcontext(context)
        if vars(builtins) != names:
            changed.append("builtins")
            vars(builtins).update(names)  # first: nothing works without them
            for name in vars(builtins).keys() - names.keys():
                delattr(builtins, name)
