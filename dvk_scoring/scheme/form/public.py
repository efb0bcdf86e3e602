"""Keys of ``[public]``."""

from __future__ import annotations

from dvk_scoring.scheme.form import key

MOST_SMALL = 1_000


class PublicKeys:
    leaves_out = key.names()
    shows = key.names()
    small_cells = key.whole(0, MOST_SMALL, 5)
