"""What the kit needs beyond the package itself: the extra ``testing``, looked for only when something is run."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from dvk_scoring.extras import lacking
from dvk_scoring.problem import DvkError

EXTRA: Final = "testing"


def require(*modules: str) -> None:
    """See that libraries of the extra ``testing`` are installed.

    Raises:
        DvkError: One is not; the message has the line that installs it.
    """
    missing = [lacking(EXTRA, name) for name in modules if find_spec(name) is None]
    if missing:
        raise DvkError(missing)
