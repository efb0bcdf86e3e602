"""A task, or a problem that was found, as bytes: for the way between processes."""

from __future__ import annotations

import io
import pickle
from functools import lru_cache
from typing import Any

from dvk_scoring.criteria.criterion import Criterion


class _Sealer(pickle.Pickler):
    """Leaves the classes of criteria out: on an executor nobody calls them, and they may come from any folder."""

    def persistent_id(self, obj: Any) -> str | None:
        return obj.id if isinstance(obj, type) and issubclass(obj, Criterion) else None


class _Opener(pickle.Unpickler):
    def persistent_load(self, pid: Any) -> Any:  # noqa: ARG002 - what stands for a class that nobody calls
        return Criterion


def seal(thing: object) -> bytes:
    """Write a task, or what it found, for the way between driver and executors."""
    out = io.BytesIO()
    _Sealer(out).dump(thing)
    return out.getvalue()


@lru_cache(8)
def opened(sealed: bytes) -> Any:
    """Read what ``seal`` wrote in this very run."""
    return _Opener(io.BytesIO(sealed)).load()
