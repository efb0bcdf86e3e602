"""What people read in a workbook of a scheme or of rulings, beside what the form of a scheme says of its keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from dvk_scoring import text as plain_text
from dvk_scoring.editing.cells import NONE
from dvk_scoring.scheme import quantity_words
from dvk_scoring.text import Text

NOT_ROUNDED: Final = NONE
ALL_TITLES: Final = Text(vi="mọi danh hiệu", en="all titles")
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
AFTER: Final = Text(vi="Đứng sau", en="Comes after")
AFTER_HELP: Final = Text(
    vi="Dòng mới đứng ngay sau mục này. Để trống: đứng cuối.",
    en="The new row comes right behind this one. Blank: it comes last.",
)
AT_FIRST: Final = Text(vi="(đứng đầu)", en="(before all)")
OF: Final = Text(vi="Của", en="Of")
OF_HELP: Final = Text(
    vi="Chọn trong danh sách, hoặc ghi mã của mục vừa thêm ở trang kia.",
    en="Choose from the list, or write the id of what was just added on its sheet.",
)
OWNERS: Final[Mapping[str, Text]] = {
    "classes": Text(vi="Xếp loại", en="Class"),
    "titles": Text(vi="Danh hiệu", en="Title"),
    "knock_outs": Text(vi="Loại trừ", en="Knock-out"),
}
GROUP: Final = Text(vi="Đủ một trong nhóm", en="One of group")
GROUP_HELP: Final = Text(
    vi="Để trống: điều kiện bắt buộc. Các dòng cùng ghi một chữ hay số: chỉ cần đạt một trong các điều kiện đó.",
    en="Blank: the condition must be met. Rows with the same letter or number here: one of them is enough.",
)
ID_HELP: Final = Text(
    vi="Mã của mục mới: a-z, 0-9 và dấu -, không dấu. Để trống: lấy theo tên.",
    en="The id of what is new: a-z, 0-9 and hyphens. Blank: made of the title.",
)
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
    vi="Chỉ sửa ô nền vàng. Để trống: không ghi, theo mặc định.",
    en="Edit yellow cells only. Blank: not said, the default holds.",
)
_ADDED: Final = Text(
    vi="Thêm: ghi vào các dòng trống bên dưới. Bỏ: xóa trắng mọi ô vàng của dòng.",
    en="To add one, fill an empty row below. To take one out, empty all yellow cells of its row.",
)
_NO_MORE: Final = Text(
    vi="Bỏ: xóa trắng mọi ô vàng của dòng. Mục mới cần cách chấm nên thêm trong tệp TOML (`dvk scheme new` có mẫu để "
    "chép).",
    en="To take one out, empty all yellow cells of its row. A new one needs a plugin: it is added to the TOML file "
    "(`dvk scheme new` makes some to copy).",
)
_NOT_ROWS: Final = Text(
    vi="Mọi số liệu của các tiêu chí đã có sẵn ở đây; ô trống thì gọi như cách chấm đặt tên.",
    en="All figures of the criteria are here; where a cell is blank, it is as the plugin calls it.",
)


def _guided(more: Text) -> Text:
    return Text(vi=f"{GUIDE.vi} {more.vi}", en=f"{GUIDE.en} {more.en}")


_ORDERED: Final = Text(
    vi=f"{_ADDED.vi} Dòng mới đứng cuối; muốn đứng chỗ khác thì chọn ở cột “{AFTER.vi}”.",
    en=f"{_ADDED.en} A new row comes last, or where the column “{AFTER.en}” says.",
)
GUIDES: Final[Mapping[str, Text]] = {
    "scheme.legal_basis[]": _guided(_ADDED),
    "clusters.ID": _guided(_ORDERED),
    "sections.ID": _guided(_ORDERED),
    "criteria.ID": _guided(_NO_MORE),
    "bonuses.ID": _guided(_NO_MORE),
    "penalties.ID": _guided(_NO_MORE),
    "figures.ID": _guided(_ADDED),
    "criteria.ID.figures.FIGURE": _guided(_NOT_ROWS),
    "knock_outs.ID": _guided(_ORDERED),
    "ranking.break[]": _guided(
        Text(
            vi=f"{_ADDED.vi} Dòng mới đứng trước bước của hội đồng.",
            en=f"{_ADDED.en} A new row comes before the step of the committee.",
        )
    ),
    "classes.ID": _guided(_ORDERED),
    "titles.ID": _guided(_ORDERED),
    "classes.ID.requires[]": _guided(
        Text(
            vi=f"{_ADDED.vi} Mọi dòng của một danh hiệu, một loại đều phải đạt; các dòng cùng nhóm thì đủ một dòng.",
            en=f"{_ADDED.en} All rows of a title or class must be met; of those of one group one is enough.",
        )
    ),
}
"""Sheet → how it is edited."""
VOICES: Final = Text(vi="Bước chấm", en="Voices")
VOICES_GUIDE: Final = _guided(
    Text(
        vi=f"{_ADDED.vi} Bước sau thay bước trước; bước mới đứng cuối, hoặc ở chỗ chọn ở cột “{AFTER.vi}”.",
        en=f"{_ADDED.en} A later voice prevails; a new one comes last, or where the column “{AFTER.en}” says.",
    )
)
RULINGS_GUIDE: Final = Text(
    vi="Mỗi dòng một quyết định, sửa ở ô nền vàng; ghi thêm vào các dòng trống bên dưới. Xóa hết các ô của một dòng là "
    "bỏ quyết định đó.",
    en="A row a ruling, edited in the yellow cells; more go into the empty rows below. To take a ruling out, empty all "
    "its cells.",
)
KINDS: Final[Mapping[str, Text]] = {
    "scheme": Text(vi="bảng điểm", en="a scheme"),
    "rulings": Text(vi="quyết định", en="rulings"),
    "votes": Text(vi="phiếu bầu", en="votes"),
    "letterhead": Text(vi="tệp tiêu đề", en="a letterhead"),
}
"""What a workbook is made from → how that is called."""
RULINGS_TITLE: Final = Text(vi="Quyết định", en="Rulings")
NUMBER: Final = Text(vi="TT", en="No.")
RULINGS: Final[Mapping[str, Text]] = {
    "units": Text(vi="{Entrant} (mã)", en="{Entrant} (id)"),
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
        vi="Mã {entrant} như trong bảng số liệu; nhiều {entrant} cách nhau bằng dấu phẩy. Bằng điểm: {entrant} hơn ghi "
        "trước.",
        en="The id as in the figures; several with commas between. Of a tie the better {entrant} comes first.",
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
COMMITTEE: Final = Text(vi="Hội đồng quyết định", en="The committee decides")
TYPE: Final = Text(vi="Loại số liệu", en="Kind of figure")
TYPE_HELP: Final = Text(vi="Số liệu mới là số đếm, phần trăm, số lẻ hay câu trả lời.", en="What the new figure is.")
PARAM_HELP: Final = Text(vi="Chọn tham số mà dòng này nói đến.", en="Choose the param that this row is of.")
FIGURE: Final = Text(vi="Số liệu", en="Figure")
CLUSTER: Final = Text(vi="Cụm", en="Cluster")
DATED_SHEET: Final = Text(vi="Tham số theo cụm, ngày", en="Params by cluster or day")
DATED: Final[Mapping[str, Text]] = {
    "from": Text(vi="Từ ngày", en="From day"),
    "value": Text(vi="Giá trị", en="Value"),
}
DATED_HELP: Final[Mapping[str, Text]] = {
    "from": Text(vi="Ngày giá trị này bắt đầu có hiệu lực.", en="The day from which the value holds."),
    "value": Text(vi="Giá trị từ ngày đó, hoặc của cụm đó.", en="The value from that day on, or of that cluster."),
}
CLUSTER_HELP: Final = Text(
    vi="Chọn cụm mà giá trị này áp dụng, hoặc ghi tên cụm vừa thêm. Theo ngày thì để trống.",
    en="Choose the cluster that the value is for, or write the title of a new one. Blank where it goes by day.",
)
DATED_GUIDE: Final = Text(
    vi="Chỉ sửa ô nền vàng. Thêm: chọn tham số ở dòng trống, ghi cụm hoặc ngày, rồi ghi giá trị; theo cụm thì mỗi cụm "
    "một dòng. Tham số đang có một giá trị chung thì xóa trắng giá trị ấy ở trang Tham số. Bỏ: xóa trắng các ô vàng "
    "của dòng.",
    en="Edit yellow cells only. To add one, choose the param in an empty row and write the cluster or the day, and the "
    "value; by cluster, each cluster has a row. Where the param has one value for all, empty that on the sheet Params. "
    "To take one out, empty its yellow cells.",
)
HEADINGS: Final = Text(vi="Tên cột của tệp khác", en="Headings elsewhere")
HEADING: Final = Text(vi="Tên cột trong tệp của chương trình khác", en="Heading in the other program's table")
MEANS: Final = Text(vi="Là cột", en="Is the column")
MEANS_HELP: Final = Text(
    vi="Mã cột trong bảng số liệu, như unit hay tieu-chi.so-lieu.",
    en="The column of figures, as unit or criterion.figure.",
)
HEADINGS_GUIDE: Final = Text(
    vi="Chỉ sửa ô nền vàng. Thêm: ghi tên cột và mã cột vào dòng trống. Bỏ: xóa trắng ô vàng của dòng.",
    en="Edit yellow cells only. To add one, write heading and column into an empty row. To take one out, empty its "
    "yellow cell.",
)
ELSEWHERE: Final = Text(vi="Không sửa ở đây", en="Not edited here")
ELSEWHERE_GUIDE: Final = Text(
    vi="Những điều bảng điểm có ghi mà sổ tính này chỉ cho xem. Cách sửa ghi ở cột cuối.",
    en="What the scheme says and this workbook only shows. The last column tells where it is changed.",
)
KEY: Final = Text(vi="Khóa trong tệp TOML", en="Key in the TOML file")
WHY: Final = Text(vi="Sửa thế nào", en="How it is changed")
_WHY: Final[Mapping[str, Text]] = {
    "id": Text(
        vi="Phiếu số liệu, kết quả đã lưu nhận ra bảng điểm bằng mã này: sửa trong tệp TOML khi bắt đầu bảng điểm mới.",
        en="Forms and results know the scheme by it: change it in the TOML file, where a new scheme begins.",
    ),
    "extends": Text(vi="Bảng điểm gốc: sửa trong tệp TOML.", en="The scheme that is extended: in the TOML file."),
    "plugins": Text(
        vi="Thư mục cách chấm riêng: sửa trong tệp TOML.", en="Folders of plugins of one's own: in the TOML file."
    ),
    "guard": Text(
        vi="Chỉ đổi tốc độ tính, không đổi kết quả: sửa trong tệp TOML.",
        en="It changes speed and no result: in the TOML file.",
    ),
}
_ANYTHING: Final = Text(
    vi="Giá trị không ghi gọn vào ô được: sửa trong tệp TOML.",
    en="No value for a cell: it is changed in the TOML file.",
)


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


OVER_ALL: Final[Mapping[str, Text]] = {key: capital(text) for key, text in quantity_words.OVER_ALL.items()}


def in_english(title: Text) -> Text:
    """Head the English words of a text."""
    return Text(vi=f"{title.vi} bằng tiếng Anh (trống: như bên)", en=f"{title.en} in English (blank: the same)")


def ends(title: Text) -> tuple[Text, Text]:
    """Head the two ends of a range."""
    return (
        Text(vi=f"{title.vi}: thấp nhất", en=f"{title.en}: lowest"),
        Text(vi=f"{title.vi}: cao nhất", en=f"{title.en}: highest"),
    )


def of_kind(title: Text, kind: Text) -> Text:
    """Head the weight of one kind of unit."""
    return Text(vi=f"{title.vi}: loại {kind.vi}", en=f"{title.en}: {kind.en}")


def all_uses(title: Text) -> Text:
    """Name a plugin in place of one of its uses."""
    return Text(vi=f"Mọi tiêu chí chấm bằng {title.vi}", en=f"All scored by {title.en}")


def figure(title: Text, name: str) -> Text:
    """Offer a figure of the unit itself."""
    return Text(vi=f"Số liệu: {title.vi} ({name})", en=f"Figure: {title.en} ({name})")


def and_above(title: Text, name: str) -> Text:
    """Offer the units of a class and of the better ones."""
    return Text(vi=f"từ loại {title.vi} trở lên ({name})", en=f"{title.en} and above ({name})")


def beside(owner: Text, label: Text) -> Text:
    """Name a param by what it is of, or what a condition belongs to by its kind."""
    return Text(vi=f"{owner.vi}: {label.vi}", en=f"{owner.en}: {label.en}")


def why(table: str, key: str) -> Text:
    """Say how something is changed that a workbook only shows."""
    return _WHY.get(table, _WHY.get(key, _ANYTHING))


def setting(label: Text) -> Text:
    """Tell of a sheet what it is the table of, and how it is edited."""
    return Text(vi=f"{label.vi}. {GUIDE.vi} {_ADDED.vi}", en=f"{label.en}. {GUIDE.en} {_ADDED.en}")


def short(label: Text) -> Text:
    """Call a sheet by what its setting is called, cut behind a word."""
    return Text(vi=_cut(label.vi), en=_cut(label.en))


def _cut(label: str) -> str:
    name = re.sub(r"[\[\]:*?/\\']", " ", re.split(r"[,;:(]", label)[0]).strip()
    return name if len(name) <= _LONGEST else name[:_LONGEST].rpartition(" ")[0] or name[:_LONGEST]


_LONGEST: Final = 28
_INNER: Final[Mapping[str, Text]] = {
    "from": Text(vi="từ", en="from"),
    "to": Text(vi="đến", en="to"),
    "value": Text(vi="giá trị", en="value"),
    "points": Text(vi="điểm", en="points"),
    "title": Text(vi="tên", en="title"),
    "weight": Text(vi="trọng số", en="weight"),
    "low": Text(vi="thấp nhất", en="lowest"),
    "high": Text(vi="cao nhất", en="highest"),
}


def inner(key: str) -> Text:
    """Head a column of a setting that is a table: in code style what only its plugin names."""
    return capital(_INNER.get(key, Text.same(f"`{key}`")))


def told(meaning: Text) -> Text:
    """Say what a key means to who has cells before them: without what TOML alone needs."""
    return Text(vi=_bare(meaning.vi), en=_bare(meaning.en))


def _bare(meaning: str) -> str:
    plain = re.sub(r"[:;,] (?:một chuỗi chữ|one text|a text),? (?:hoặc|or) \{[^}]*\}", "", meaning)
    return plain.replace('"', "").replace("`", "")
