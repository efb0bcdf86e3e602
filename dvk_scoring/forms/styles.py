"""The looks of a form: few colours, one meaning each; readable on paper without any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dvk_scoring.forms.heights import row_height, text_height

FONT: Final = "Times New Roman"
SIZE: Final = 12
HOW: Final = 10
SMALL: Final = 9.5
_INK, _QUIET, _RULE = "#1F2933", "#5F6B76", "#B8C0C8"
_INPUT, _SECTION, _GROUP = "#FFF8DC", "#DCE6F0", "#EDF2F7"
_BOX: Final = {"border": 1, "border_color": _RULE, "valign": "vcenter"}
_WRAPPED: Final = {**_BOX, "text_wrap": True}
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 15, "align": "center", "valign": "vcenter"},
    "subtitle": {"font_size": 13, "align": "center", "valign": "vcenter", "text_wrap": True},
    "who": {"bold": True, "valign": "vcenter", "shrink": True},
    "when": {"valign": "vcenter", "text_wrap": True},
    "guide": {"italic": True, "valign": "vcenter", "text_wrap": True, "font_color": _QUIET},
    "heading": {"bold": True, "font_size": 13, "valign": "vcenter", "text_wrap": True},
    "note": {"italic": True, "valign": "vcenter", "font_color": _QUIET, "font_size": HOW, "text_wrap": True},
    "counter": {"bold": True, "valign": "vcenter"},
    "head": {**_WRAPPED, "bold": True, "align": "center", "bg_color": _SECTION},
    "criterion": {**_WRAPPED, "bold": True},
    "criterion note": {**_WRAPPED, "italic": True, "align": "center", "font_color": _QUIET},
    "figure": {**_WRAPPED, "indent": 1},
    "how": {**_WRAPPED, "align": "center", "font_color": _QUIET, "font_size": HOW},
    "input": {**_BOX, "align": "right", "indent": 1, "bg_color": _INPUT, "locked": False},
    "answer": {**_BOX, "align": "center", "bg_color": _INPUT, "locked": False},
    "text": {**_WRAPPED, "bg_color": _INPUT, "locked": False, "num_format": "@", "font_size": HOW},
    "field": {**_WRAPPED, "bg_color": _INPUT, "locked": False, "num_format": "@"},
    "given": {**_BOX, "align": "right", "indent": 1, "font_color": _QUIET},
    "given text": {**_BOX, "align": "center", "font_color": _QUIET, "text_wrap": True},
    "told": {**_WRAPPED, "font_color": _QUIET, "font_size": HOW},
    "locked": {**_BOX},
    "none": {**_BOX, "bg_color": "#E4E7EB"},
    "column group": {**_WRAPPED, "bold": True, "align": "center", "font_size": HOW, "bg_color": _SECTION},
    "column": {**_WRAPPED, "bold": True, "align": "center", "font_size": HOW, "bg_color": _GROUP},
    "column shown": {**_WRAPPED, "italic": True, "align": "center", "font_size": HOW, "font_color": _QUIET},
    "row": {**_WRAPPED, "font_size": HOW},
    "row no": {**_BOX, "align": "center", "font_size": HOW, "font_color": _QUIET},
    "check": {**_WRAPPED, "align": "center", "font_color": _QUIET, "font_size": HOW},
    "plain": {},
    "small": {"italic": True, "font_size": SMALL, "font_color": _QUIET},
    "loud": {"bold": True, "font_color": "#9C0006", "bg_color": "#FFC7CE"},
    "fine": {"font_color": "#1B7F4B"},
    "wait": {"font_color": "#9A6700"},
    "open": {"bg_color": "#FFF2B3"},
    "day": {"italic": True, "align": "center"},
    "sign": {"bold": True, "align": "center"},
    "index": {**_BOX, "font_color": "#1B4F8A", "underline": 1},
    "cell": {**_WRAPPED},
}
# Looks of a conditional format say only what changes.
_PARTIAL: Final = frozenset({"loud", "fine", "wait", "open"})


class Styles:
    """The formats of one workbook, each made the first time it is asked for."""

    def __init__(self, book: Any) -> None:
        """Take a workbook of XlsxWriter."""
        self._book = book
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Give a format: ``section0`` by depth, ``section0 note`` for its points, ``given 2`` by places."""
        if name not in self._made:
            looks = _looks(name)
            basis = {} if name in _PARTIAL else {"font_name": FONT, "font_size": SIZE, "font_color": _INK}
            self._made[name] = self._book.add_format({**basis, **looks})
        return self._made[name]


def height_across(text: str, name: str, room: float, least: float) -> float:
    """Give the height of a row that holds a text of these looks in so many points; ``least`` where a line will do."""
    looks = _looks(name)
    size = looks.get("font_size", SIZE)
    drawn = text_height(text, size, room, bold=looks.get("bold", False), italic=looks.get("italic", False))
    return least if drawn <= text_height("", size, room) else max(least, row_height(drawn))


def _looks(name: str) -> Mapping[str, Any]:
    if name.startswith("section"):
        return _section(name)
    given, _, places = name.partition(" ")
    if given == "given" and places.isdecimal():
        decimals = f".{'0' * int(places)}" if int(places) else ""
        return {**_LOOKS["given"], "num_format": f"#,##0{decimals}"}
    return _LOOKS[name]


def _section(name: str) -> Mapping[str, Any]:
    top = name.startswith("section0")
    looks = {**_WRAPPED, "bold": True, "bg_color": _SECTION if top else _GROUP}
    return {**looks, "bold": False, "italic": True, "align": "center"} if name.endswith("note") else looks
