"""States of units, criteria and titles (``scoring.result``) in words: said in one way wherever a result is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.text import Text

UNIT: Final[Mapping[str, Text]] = {
    "ranked": Text(vi="được xếp hạng", en="ranked"),
    "not-ranked": Text(vi="chưa xếp hạng", en="not ranked"),
    "out": Text(vi="không tham gia xếp hạng", en="out of competition"),
}
YES_NO: Final[Mapping[bool, Text]] = {True: Text(vi="có", en="yes"), False: Text(vi="không", en="no")}
CRITERION: Final[Mapping[str, Text]] = {
    "ok": Text(vi="đã chấm", en="scored"),
    "not-reported": Text(vi="chưa báo cáo", en="not reported"),
    "not-assigned": Text(vi="không phân công (KP)", en="not assigned"),
}
TITLE: Final[Mapping[str, Text]] = {
    "proposed": Text(vi="đề nghị", en="proposed"),
    "reserve": Text(vi="dự bị", en="reserve"),
    "undecided": Text(vi="chưa quyết định", en="undecided"),
    "undecided-reserve": Text(vi="dự bị chưa quyết định", en="reserve undecided"),
    "held": Text(vi="chưa xét", en="on hold"),
    "no": Text(vi="không đề nghị", en="not proposed"),
}
LOW_FIRST: Final = Text(vi="Tổng điểm thấp hơn thì xếp trên.", en="The lower total ranks first.")
VOTED: Final[Mapping[bool, Text]] = {
    True: Text(vi="đủ phiếu", en="voted"),
    False: Text(vi="không đủ phiếu", en="not voted"),
}
"""What came of the council's vote on a title."""
CLASS_OPEN: Final = Text(vi="chưa xác định", en="undecided")
"""In place of a class that something not reported leaves open."""
ON_HOLD: Final = Text(vi="chưa xét", en="on hold")
"""Beside a class that a ruling holds back."""
