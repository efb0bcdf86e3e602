"""What people read of an import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.text import Text

SIDES: Final[Mapping[str, Text]] = {
    "bonuses": Text(vi="điểm thưởng", en="bonus"),
    "penalties": Text(vi="điểm trừ", en="penalty"),
    "criteria": Text(vi="tiêu chí", en="criterion"),
}
SECTION: Final = Text(vi="nhóm", en="section")
COUNTS: Final[Mapping[str, Text]] = {
    "bonuses": Text(vi=", {count} điểm thưởng", en=", bonuses {count}"),
    "penalties": Text(vi=", {count} điểm trừ", en=", penalties {count}"),
}
TAKEN: Final = Text(
    vi="Trang “{sheet}”: {criteria} tiêu chí{beside}, {sections} nhóm, tổng {total} điểm",
    en="Sheet “{sheet}”: criteria {criteria}{beside}, sections {sections}, {total} {total:point|points} in all",
)
UNITS: Final = Text(
    vi="Trang “{sheet}”: {units} đơn vị, {columns} cột điểm",
    en="Sheet “{sheet}”: units {units}, columns of points {columns}",
)
REMARK: Final = Text(
    vi="Lấy từ {file}, trang “{sheet}”. Mọi tiêu chí nhận điểm chấm sẵn (plugin direct).\n"
    "Xếp loại, danh hiệu chưa có: thêm vào.",
    en="Taken from {file}, sheet “{sheet}”. Every criterion takes points as given (plugin direct).\n"
    "Classes and titles are yours to add.",
)
POINTS: Final = Text(vi="{most} điểm", en="{most} {most:point|points}")
