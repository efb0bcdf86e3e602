"""What comes from foreign code, written down: whatever an object does when it is asked to write itself."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_OWN_MODULE = re.compile(r"\bdvk_plugin_\w+\.")
"""The module of a plugin in a folder, as the host calls it: it means nothing to the plugin's author."""


class EndedError(RuntimeError):
    """Foreign code raised what asks a whole program to end, such as ``SystemExit``: that is its cause."""


@contextlib.contextmanager
def contained() -> Iterator[None]:
    """Run foreign code that may raise anything: what is no ordinary error becomes one, but for Ctrl-C.

    Raises:
        EndedError: It raised what asks a whole program to end.
    """
    try:
        yield
    except (Exception, KeyboardInterrupt):
        raise
    except BaseException as error:
        message = f"{type(error).__name__}: {written_error(error)}"
        raise EndedError(message) from error


def raised(error: BaseException) -> BaseException:
    """Give what foreign code raised itself."""
    return error.__cause__ or error if isinstance(error, EndedError) else error


def written_error(error: BaseException) -> str:
    """Write what an error says; one that cannot even say that is named by its class."""
    try:
        return _OWN_MODULE.sub("", str(error)) or type(error).__name__
    except Exception:  # noqa: BLE001 - foreign code may raise anything
        return type(error).__name__


def written(value: object) -> str:
    """Write a value as Python shows it, without addresses; one that cannot be shown is named by its class."""
    try:
        return _OWN_MODULE.sub("", _ADDRESS.sub("", repr(value)))
    except Exception:  # noqa: BLE001 - foreign code may raise anything
        return type(value).__name__


def said(value: object) -> str:
    """Write a value as text; one that cannot be is named by its class."""
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - foreign code may raise anything
        return type(value).__name__
