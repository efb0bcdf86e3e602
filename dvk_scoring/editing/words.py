"""What people read in a workbook of a scheme or of rulings, beside what the form of a scheme says of its keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring import text as plain_text
from dvk_scoring.editing.cells import NONE
from dvk_scoring.text import Text

NOT_ROUNDED: Final = NONE
GENERAL: Final = Text(vi="Chung", en="General")
PARAMS: Final = Text(vi="Tham số", en="Params")
SHEETS: Final[Mapping[str, Text]] = {
    "scheme.legal_basis[]": Text(vi="Căn cứ", en="Legal basis"),
    "clusters.ID": Text(vi="Cụm, khối", en="Clusters"),
    "sections.ID": Text(vi="Nhóm tiêu chí", en="Sections"),
    "criteria.ID": Text(vi="Tiêu chí", en="Criteria"),
    "bonuses.ID": Text(vi="Điểm thưởng", en="Bonuses"),
    "penalties.ID": Text(vi="Điểm trừ", en="Penalties"),
    "figures.ID": Text(vi="Số liệu chung", en="Figures of the unit"),
    "criteria.ID.figures.FIGURE": Text(vi="Số liệu của tiêu chí", en="Figures of criteria"),
    "knock_outs.ID": Text(vi="Điều kiện loại trừ", en="Knock-outs"),
    "ranking.break[]": Text(vi="Tiêu chí phụ", en="Tie-breaks"),
    "classes.ID": Text(vi="Xếp loại", en="Classes"),
    "titles.ID": Text(vi="Danh hiệu", en="Titles"),
    "classes.ID.requires[]": Text(vi="Điều kiện xét", en="Requirements"),
}
"""Place of rows → what the sheet is called, in the order of the sheets."""
ID: Final = Text(vi="Mã", en="Id")
PRINTED: Final = Text(vi="Tên đang in", en="Printed as")
PLUGIN: Final = Text(vi="Cách chấm", en="How it is scored")
WHAT: Final = Text(vi="Quy định", en="What")
VALUE: Final = Text(vi="Giá trị", en="Value")
VALUES: Final = (
    Text(vi="Giá trị, hoặc từ", en="Value, or from"),
    Text(vi="Bằng tiếng Anh, hoặc đến", en="In English, or to"),
)
WHERE: Final = Text(vi="Của", en="Of")
PARAM: Final = Text(vi="Tham số", en="Param")
USUAL: Final = Text(vi="Nếu để trống", en="Where left blank")
GUIDE: Final = Text(
    vi="Chỉ sửa ô nền vàng. Để trống: không ghi, theo mặc định. Không thêm, xóa, đổi mã dòng: việc đó làm trong tệp "
    "TOML.",
    en="Edit yellow cells only. Blank: not said, the default holds. Rows are not added, removed or renamed here: "
    "that is done in the TOML file.",
)
RULINGS_GUIDE: Final = Text(
    vi="Mỗi dòng một quyết định, sửa ở ô nền vàng; ghi thêm vào các dòng trống bên dưới. Xóa hết các ô của một dòng là "
    "bỏ quyết định đó.",
    en="A row a ruling, edited in the yellow cells; more go into the empty rows below. To take a ruling out, empty all "
    "its cells.",
)
RULINGS_TITLE: Final = Text(vi="Quyết định", en="Rulings")
NUMBER: Final = Text(vi="TT", en="No.")
RULINGS: Final[Mapping[str, Text]] = {
    "units": Text(vi="Đơn vị (mã)", en="Unit (id)"),
    "act": Text(vi="Quyết định gì", en="What is ruled"),
    "of": Text(vi="Đối với", en="On"),
    "change": Text(vi="Cộng, trừ điểm", en="Points, more or less"),
    "effect": Text(vi="Chưa xét gì", en="What is held"),
    "reason": Text(vi="Lý do", en="Reason"),
    "date": Text(vi="Ngày", en="Date"),
    "ref": Text(vi="Số văn bản", en="Paper"),
}
RULINGS_HELP: Final[Mapping[str, Text]] = {
    "units": Text(
        vi="Mã đơn vị như trong bảng số liệu; nhiều đơn vị cách nhau bằng dấu phẩy. Bằng điểm: đơn vị hơn ghi trước.",
        en="The id as in the figures; several with commas between. Of a tie the better unit comes first.",
    ),
    "of": Text(
        vi="Tiêu chí không phân công, hoặc nơi cộng, trừ điểm. Quyết định khác: để trống.",
        en="The criterion that is not assigned, or where points change. Else blank.",
    ),
    "change": Text(vi="Số điểm cộng (2) hoặc trừ (-2).", en="Points added (2) or taken (-2)."),
    "effect": Text(vi="xếp loại, danh hiệu, hoặc cả hai.", en="class, titles, or both."),
}
ACTS: Final[Mapping[str, Text]] = {
    "hold": Text(vi="chưa xét", en="hold"),
    "release": Text(vi="xét lại bình thường", en="release of a hold"),
    "tie": Text(vi="xếp thứ tự khi bằng điểm", en="order of a tie"),
    "not_assigned": Text(vi="không phân công (KP)", en="not assigned"),
    "points": Text(vi="cộng, trừ điểm", en="change of points"),
    "out_of": Text(vi="không dự thi đua", en="out of competition"),
}
EFFECTS: Final[Mapping[str, Text]] = {
    "class": Text(vi="xếp loại", en="class"),
    "titles": Text(vi="danh hiệu", en="titles"),
}
TOTAL: Final = Text(vi="Tổng điểm", en="The total")


def criterion(title: Text, name: str) -> Text:
    """Offer a criterion."""
    return Text(vi=f"Tiêu chí: {title.vi} ({name})", en=f"Criterion: {title.en} ({name})")


def section(title: Text, name: str) -> Text:
    """Offer a section."""
    return Text(vi=f"Nhóm: {title.vi} ({name})", en=f"Section: {title.en} ({name})")


def ruling_gone(number: int, units: str) -> Text:
    """Tell of a ruling that is taken out."""
    return Text(vi=f"Bỏ quyết định {number} ({units})", en=f"Ruling {number} taken out ({units})")


def ruling_new(number: int, units: str) -> Text:
    """Tell of a ruling that is new."""
    return Text(vi=f"Thêm quyết định {number} ({units})", en=f"Ruling {number} is new ({units})")


def ruling_changed(number: int, units: str) -> Text:
    """Tell of a ruling that says something else."""
    return Text(vi=f"Sửa quyết định {number} ({units})", en=f"Ruling {number} changed ({units})")


def capital(text: Text) -> Text:
    """Begin a text with a capital letter."""
    return Text(vi=plain_text.capital(text.vi), en=plain_text.capital(text.en))


def in_english(title: Text) -> Text:
    """Head the English words of a text."""
    return Text(vi=f"{title.vi} bằng tiếng Anh (trống: như bên)", en=f"{title.en} in English (blank: the same)")


def ends(title: Text) -> tuple[Text, Text]:
    """Head the two ends of a range."""
    return (
        Text(vi=f"{title.vi}: thấp nhất", en=f"{title.en}: lowest"),
        Text(vi=f"{title.vi}: cao nhất", en=f"{title.en}: highest"),
    )


def of_kind(title: Text, kind: str) -> Text:
    """Head the weight of one kind of unit."""
    return Text(vi=f"{title.vi}: loại {kind}", en=f"{title.en}: {kind}")


def all_uses(title: Text) -> Text:
    """Name a plugin in place of one of its uses."""
    return Text(vi=f"Mọi tiêu chí chấm bằng {title.vi}", en=f"All scored by {title.en}")
