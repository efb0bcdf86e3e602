"""A process that tries cases within a limit of memory: numbers in, outcomes out, a line each.

Whoever started it sees which case it was at when it died or went silent.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
from pathlib import Path

MOST_MEMORY = 3 << 30


def main() -> None:
    """Read lines of ``subject number``; answer each with what came of it."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    gc.set_threshold(20_000, 20, 100)  # as tests/conftest.py has it
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    from tests.fuzz.cases import spoiled, try_case
    from tests.fuzz.subjects import subjects

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for line in sys.stdin:
            subject, number = line.split()
            tried = try_case(subjects()[subject], spoiled(subject, int(number)), Path(folder) / "spoiled")
            sys.stdout.write(json.dumps([tried.outcome, tried.seconds, tried.told]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
