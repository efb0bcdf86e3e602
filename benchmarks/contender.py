"""One step of the benchmarks in a process of its own: `python -m benchmarks.contender NAME SOURCE TARGET`.

Prints one line of JSON: the seconds of the job once its libraries are loaded, those of the processors for it, and the
highest memory of the process.
"""

import importlib
import json
import resource
import sys
import time
from pathlib import Path
from typing import Final

BASELINE: Final = "polars-floats"
CONTENDERS: Final = {
    BASELINE: "benchmarks.rivals.polars_floats:score",
    "polars-floats-rounded-total": "benchmarks.rivals.polars_floats:score_with_care",
    "engine": "benchmarks.engine:score",
    "duckdb-floats": "benchmarks.rivals.duckdb_floats:score",
    "numpy-floats": "benchmarks.rivals.numpy_floats:score",
    "pandas-floats": "benchmarks.rivals.pandas_floats:score",
    "scikit-criteria": "benchmarks.rivals.scikit_criteria:score",
    "pymcdm": "benchmarks.rivals.pymcdm_floats:score",
}
PARTS: Final = {
    "polars-floats-streamed": "benchmarks.rivals.polars_floats:score_parts",
    "engine-parts": "benchmarks.engine:score_parts",
}
"""From a folder to a folder; the first is the baseline."""
REFERENCE: Final = "reference"
STEPS: Final = {**CONTENDERS, **PARTS, REFERENCE: "benchmarks.reference:write_reference"}


def peak_megabytes() -> float:
    """The highest resident memory of this process; on Linux without what the process that started it held."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Load the step, start the clock, do it."""
    name, source, target = sys.argv[1:]
    module, function = STEPS[name].split(":")
    step = getattr(importlib.import_module(module), function)
    start, used = time.perf_counter(), time.process_time()
    step(Path(source), Path(target))
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    print(json.dumps({"seconds": seconds, "processor": processor, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    main()
