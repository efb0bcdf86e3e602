"""Files are written aside, under a name of their own in the same folder, and moved into place in one step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dvk_scoring.problem import DvkError, Place, problem, system_reason


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give the name to write to; what is there when the block ends becomes ``path``, else nothing is left.

    Raises:
        DvkError: The system refuses.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise DvkError([problem("DVK-O203", Place(file=str(path)), reason=system_reason(error))]) from error
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
