"""The looks of the workbook: yellow may be changed, everything else follows; readable on paper without colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from dvk_scoring.spreadsheet import number_format
from dvk_scoring.text import Language

FONT: Final = "Times New Roman"
SIZE: Final = 11
SMALL: Final = 8.5
_INK, _QUIET, _RULE = "#1F2933", "#5F6B76", "#B8C0C8"
_BOX: Final = {"border": 1, "border_color": _RULE, "valign": "vcenter"}
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "note": {"italic": True, "font_color": _QUIET, "valign": "vcenter"},
    "warning": {"bold": True, "font_color": "#9C0006", "valign": "vcenter"},
    "group": {**_BOX, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#DCE6F0"},
    "head": {**_BOX, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#EDF2F7", "font_size": 10},
    "head step": {**_BOX, "text_wrap": True, "align": "center", "bg_color": "#F7F9FB", "font_size": 9},
    "key": {**_BOX, "font_color": _QUIET, "font_size": 7.5, "align": "center", "text_wrap": True},
    "row": {**_BOX, "align": "center", "font_color": _QUIET},
    "name": {**_BOX, "text_wrap": True},
    "small": {**_BOX, "font_color": _QUIET, "font_size": SMALL},
    "input": {**_BOX, "bg_color": "#FFF8DC", "align": "right", "indent": 1, "locked": False},
    "earlier": {**_BOX, "font_color": _QUIET, "bg_color": "#F0F0F0", "align": "right"},
    "figure": {**_BOX, "font_color": _QUIET, "align": "right"},
    "state": {**_BOX, "align": "center", "font_size": 9},
    "step": {**_BOX, "align": "right"},
    "step points": {**_BOX, "align": "right"},
    "weight": {**_BOX, "font_color": _QUIET, "align": "right"},
    "number": {**_BOX, "align": "right"},
    "points": {**_BOX, "align": "right", "shrink": True},
    "sum": {**_BOX, "align": "right", "bold": True},
    "points sum": {**_BOX, "shrink": True, "align": "right", "bold": True, "bg_color": "#F2F6FA"},
    "total": {**_BOX, "shrink": True, "align": "right", "bold": True, "bg_color": "#E8F0E4"},
    "rank": {**_BOX, "shrink": True, "align": "center", "bold": True, "bg_color": "#E8F0E4"},
    "class": {**_BOX, "align": "center", "text_wrap": True},
    "text": {"text_wrap": True, "valign": "top"},
    "middle": {**_BOX, "align": "center", "font_color": _QUIET},
    "cell": {**_BOX, "text_wrap": True},
    "link": {**_BOX, "font_color": "#1B4F8A", "underline": 1},
}
_PARTIAL: Final[Mapping[str, Mapping[str, Any]]] = {
    "missing": {"font_color": "#9C0006", "bg_color": "#FFC7CE"},
    "apart": {"font_color": "#5F6B76", "italic": True},
}
WIDTHS: Final[Mapping[str, float]] = {
    "row": 5,
    "name": 24,
    "small": 9,
    "input": 11,
    "earlier": 11,
    "figure": 11,
    "state": 13,
    "step": 13,
    "step points": 10,
    "weight": 10,
    "class": 16,
    "rank": 13,
    "total": 10,
}


@attrs.frozen
class Look:
    """A look with its number format; ``quoted``: a text that begins like a formula and must never become one."""

    name: str
    number: str = ""
    quoted: bool = False


class Looks:
    """The formats of one workbook, each made the first time it is asked for."""

    def __init__(self, book: Any, language: Language) -> None:
        """Take a workbook of XlsxWriter."""
        self._book, self._language = book, language
        self._made: dict[Look, Any] = {}

    def number(self, places: int | None) -> str:
        """Write a number format: the language's own decimal mark, four places where none are said."""
        return number_format(self._language, 4 if places is None else places)

    def partial(self, name: str) -> Any:
        """Give the format of a conditional format, which says only what changes."""
        look = Look(f"partial {name}")
        if look not in self._made:
            self._made[look] = self._book.add_format(dict(_PARTIAL[name]))
        return self._made[look]

    def __call__(self, name: str, *, number: str = "", quoted: bool = False) -> Any:
        """Give a format."""
        look = Look(name, number, quoted)
        if look not in self._made:
            options: dict[str, Any] = {"font_name": FONT, "font_size": SIZE, "font_color": _INK, **_LOOKS[name]}
            if number:
                options["num_format"] = number
            if quoted:
                options["quote_prefix"] = True
            self._made[look] = self._book.add_format(options)
        return self._made[look]
