"""The fingerprint of a seal as a QR code: as a picture for Word, as a drawing for pages and PDF."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from segno import QRCode

_BORDER: Final = 4
"""Modules of quiet around it, as ISO/IEC 18004 asks."""
_PIXELS: Final = 8


def _made(code: str) -> QRCode:
    import segno

    return segno.make_qr(code, error="m", boost_error=False)


def qr_svg(code: str) -> str:
    """Draw it as an SVG element, black on white; the same text each time."""
    return str(_made(code).svg_inline(border=_BORDER, light="#fff", omitsize=True, svgclass="qr", lineclass=None))


def qr_png(code: str) -> bytes:
    """Draw it as a picture; the same bytes each time."""
    out = BytesIO()
    _made(code).save(out, kind="png", scale=_PIXELS, border=_BORDER)
    return out.getvalue()
