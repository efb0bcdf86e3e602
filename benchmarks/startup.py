"""How long the command line takes to say its help, beside an interpreter that does nothing."""

import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median

import attrs

HELP = ("-c", "from dvk_scoring.cli import main; main(['--help'])")
NOTHING = ("-c", "pass")


@attrs.frozen
class Startup:
    """Medians in seconds; none where there is no command line yet."""

    bare: float
    help: float | None

    def sentence(self) -> str:
        """What was measured, in words."""
        if self.help is None:
            return "`dvk --help` did not run here."
        helped, bare = self.help * 1000, self.bare * 1000
        return f"`dvk --help` takes {helped:.0f} ms, of which {bare:.0f} ms are the start of Python itself."


def measure_startup(*, rounds: int) -> Startup:
    """Start both in turn, and take the medians."""
    bare, helped = [], []
    for _ in range(rounds):
        bare.append(_seconds(NOTHING))
        helped.append(_seconds(HELP))
    ran = [seconds for seconds in helped if seconds is not None]
    return Startup(bare=median(filter(None, bare)), help=median(ran) if ran else None)


def _seconds(arguments: Sequence[str]) -> float | None:
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
    return None if done.returncode else time.perf_counter() - start
