"""What each key of a scheme is called where a change of it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.scheme.form.awards import QuotaKeys, RankingKeys
from dvk_scoring.scheme.form.frame import FileKeys, LimitsKeys, RoundingKeys
from dvk_scoring.scheme.form.key import form_name, keys_of
from dvk_scoring.scheme.form.public import PublicKeys
from dvk_scoring.scheme.form.tables import TABLES
from dvk_scoring.scheme.form.texts import label
from dvk_scoring.text import Text

_INNER: Final = (LimitsKeys, PublicKeys, QuotaKeys, RankingKeys, RoundingKeys)
"""Tables whose changes are told key by key at what they belong to."""


def _labels(form: type) -> dict[str, Text]:
    within = f"{form_name(form)}." if form in _INNER else ""
    return {within + key.field: told for key in keys_of(form).values() if (told := label(key))}


THINGS: Final[Mapping[str, Text]] = _labels(FileKeys)
"""Tables of named things."""

KEYS: Final[Mapping[str, Text]] = {
    **{key: told for form in TABLES if form is not FileKeys for key, told in _labels(form).items()},
    "rounding.section_mode": Text(vi="kiểu làm tròn của điểm nhóm", en="way of rounding of a section"),
    "rounding.total_mode": Text(vi="kiểu làm tròn của tổng điểm", en="way of rounding of the total"),
    "limits.low": Text(vi="điểm thấp nhất sau thưởng, trừ", en="lowest points after bonuses and penalties"),
    "limits.high": Text(vi="điểm cao nhất sau thưởng, trừ", en="highest points after bonuses and penalties"),
    "voice_titles": Text(vi="tên bước chấm", en="title of a voice"),
    "figures_apply": Text(vi="số liệu chỉ dành cho", en="kinds that have the figure"),
    "dated": Text(vi="tham số theo ngày", en="dated param"),
    "settings": Text(vi="thiết lập", en="setting"),
    "formula": Text(vi="cách tính", en="how it is computed"),
    "factor": Text(vi="nhân với", en="multiplied by"),
    "quota.of_class": Text(vi="số lượng (tính trên loại)", en="quota (share of the class)"),
}
"""Keys of the scheme and of named things, and what is made of them; ``a.b`` for a key of a table."""

FIGURE_KEYS: Final[Mapping[str, Text]] = {
    "name": Text(vi="mã", en="id"),
    "kind": Text(vi="kiểu", en="type"),
    "label": Text(vi="tên", en="title"),
    "low": Text(vi="thấp nhất", en="lowest"),
    "high": Text(vi="cao nhất", en="highest"),
    "places": Text(vi="số lẻ", en="decimals"),
    "step": Text(vi="bước", en="step"),
    "choices": Text(vi="các mục chọn", en="choices"),
    "by": Text(vi="bên báo cáo", en="reported by"),
    "shared": Text(vi="dùng chung", en="shared"),
    "at_most": Text(vi="không lớn hơn", en="no more than"),
    "plus": Text(vi="cộng với", en="together with"),
    "measure": Text(vi="đơn vị đo", en="measure"),
    "blank": Text(vi="ô trống được tính là", en="a blank counts as"),
    "counts": Text(vi="loại việc được đếm", en="what is counted"),
    "many": Text(vi="thuộc dãy", en="one of"),
    "help": Text(vi="hướng dẫn ghi", en="help"),
    "optional": Text(vi="được để trống", en="may be left blank"),
}
"""What a figure declares."""

WORDS: Final[Mapping[str, Text]] = {
    **{
        word: told
        for form in TABLES
        for key in keys_of(form).values()
        for word in key.senses
        if (told := label(key, word))
    },
    "choice": Text(vi="chọn một", en="choice"),
    "mark": Text(vi="điểm chấm", en="mark"),
    "complaints": Text(vi="khiếu nại", en="complaints"),
    "denunciations": Text(vi="tố cáo", en="denunciations"),
    "information": Text(vi="tin báo", en="information"),
    "arrests": Text(vi="bắt giữ", en="arrests"),
    "watched": Text(vi="người bị theo dõi", en="people watched"),
}
"""Words that a scheme chooses from."""
FREE: Final = frozenset({"id", "no", "plugin", "kind", "name", "at_most", "many", "settings"})
"""Keys whose words are ids or a plugin's own: they are never looked up in ``WORDS``, but for a figure's type."""
