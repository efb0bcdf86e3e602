"""What is printed of a seal on papers, pages and sheets that tell its result."""

from __future__ import annotations

import attrs


@attrs.frozen
class Stamp:
    """The fingerprint of a seal: ``short`` for people, ``code`` for a QR code."""

    short: str
    code: str
