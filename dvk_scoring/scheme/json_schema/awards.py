"""The schemas of ``[knock_outs]``, ``[ranking]``, ``[classes]`` and ``[titles]``."""

from __future__ import annotations

from typing import Final

from dvk_scoring.criteria.json_schema import Schema, formed, refused
from dvk_scoring.formula.tree import Prefer
from dvk_scoring.scheme.json_schema.frame import APPLIES_TO, TITLE
from dvk_scoring.scheme.json_schema.shapes import (
    AMOUNT,
    IDENTITY,
    NAMES,
    SHARE,
    TEXT,
    entry,
    listed,
    said,
    table,
    tables,
    whole,
    words,
)
from dvk_scoring.scheme.model import Held, MeasuredAs, Quota, QuotaRounding, Ranking, Test, TieBreak, Ties, Within
from dvk_scoring.scheme.read_awards import AND_ABOVE, COMMITTEE, EVERY, MOST_UNITS
from dvk_scoring.scheme.table import ID
from dvk_scoring.text import Text

_ID: Final = ID.pattern
_QUANTITIES: Final = rf"total|bonuses|penalties|(?:sections|figures)\.{_ID}|criteria\.{_ID}(?:\..+)?"
"""What a condition may look at; a figure's own name may hold dots."""

_NAMED: Final = "total, bonuses, penalties, sections.ID, criteria.ID, criteria.ID.FIGURE, figures.ID"
_OF_TEST: Final[Schema] = {
    "type": "string",
    **formed(
        f"^(?:{'|'.join(EVERY)}|{_QUANTITIES})$",
        vi=f"Không có đại lượng này. Có: {_NAMED}, {', '.join(EVERY)}",
        en=f"There is no such quantity. Known: {_NAMED}, {', '.join(EVERY)}",
    ),
}
_BY_STEP: Final[Schema] = {
    "type": "string",
    **formed(
        f"^(?:{COMMITTEE}|{_QUANTITIES})$",
        vi=f"Không có đại lượng này. Có: {_NAMED}, {COMMITTEE}",
        en=f"There is no such quantity. Known: {_NAMED}, {COMMITTEE}",
    ),
}
_OF_QUOTA: Final[Schema] = {
    "type": "string",
    **formed(
        f"^(?:eligible|ranked|{AND_ABOVE.pattern})$",
        vi="Cần eligible, ranked, hoặc “LOẠI and above”",
        en="eligible, ranked, or “CLASS and above”",
    ),
}
_PER: Final = {
    "cluster": Text(vi="Trong từng cụm.", en="In each cluster."),
    "all": Text(vi="Toàn bộ các đơn vị.", en="All units together."),
}


def knock_outs() -> Schema:
    """Make ``[knock_outs]``."""
    keys = {
        "when": said(
            _bounded(table(_test(), "of")),
            vi="Khi nào bị xét: một điều kiện trên một đại lượng của đơn vị.",
            en="When it strikes: a condition on one quantity of the unit.",
        ),
        "effect": _effect(),
        "reason": said(TEXT, vi="Lý do, có trong kết quả.", en="Why; it stands in the result."),
        "title": said(TEXT, vi="Tên gọi in ra. Không ghi: lý do.", en="What people read. Left out: the reason."),
        "applies_to": APPLIES_TO,
    }
    one = said(entry(keys, "when", "effect", "reason"), vi="Một điều kiện loại trừ.", en="A knock-out.")
    return said(
        tables(one),
        vi="Các điều kiện loại trừ, theo mã: không đổi điểm và hạng, chỉ chặn xếp loại hoặc danh hiệu.",
        en="Faults that bar a class or titles, by id; points and ranks stay as they are.",
    )


def ranking() -> Schema:
    """Make ``[ranking]``."""
    usual = Ranking()
    keys = {
        "within": said(
            words(_PER, Within),
            vi="Xếp hạng trong từng cụm (`cluster`) hay chung toàn bộ (`all`).",
            en="Where ranks are taken: in each `cluster`, or over `all` units.",
            default=usual.within,
        ),
        "ties": said(
            words({"shared": Text(vi="1-2-2-4.", en="1-2-2-4."), "dense": Text(vi="1-2-2-3.", en="1-2-2-3.")}, Ties),
            vi="Đồng hạng thì tính hạng sau thế nào: `shared` 1-2-2-4, `dense` 1-2-2-3.",
            en="How equal ranks count: `shared` 1-2-2-4, `dense` 1-2-2-3.",
            default=usual.ties,
        ),
        "break": said(
            listed(_step()),
            vi="Các tiêu chí phụ khi bằng điểm, xét lần lượt; bước cuối luôn là hội đồng.",
            en="Tie-breaks, step by step; the last step is always the committee.",
        ),
    }
    return said(table(keys), vi="Cách xếp hạng.", en="How units are ranked.")


def classes() -> Schema:
    """Make ``[classes]``."""
    keys = {
        "title": TITLE,
        "from": said(
            AMOUNT,
            vi='Tổng điểm thấp nhất: số điểm, hoặc phần trăm của `total` như "90%".',
            en='Lowest total: points, or a percentage of `total` such as "90%".',
        ),
        "requires": said(
            listed(_bounded(table(_test(), "of"))),
            vi="Các điều kiện phải đạt cùng lúc.",
            en="Conditions that must all hold.",
        ),
        "quota": _quota(vi="Chỉ tiêu của loại này. Không ghi: không giới hạn.", en="How many. Left out: no limit."),
    }
    one = said(entry(keys, "title", "from"), vi="Một loại.", en="A class.")
    return said(tables(one), vi="Các loại, từ cao xuống thấp.", en="The classes, best first.")


def titles() -> Schema:
    """Make ``[titles]``."""
    keys = {
        "title": TITLE,
        "requires": said(
            listed(_requirement()),
            vi="Các điều kiện phải đạt cùng lúc; `class_at_least`: từ loại này trở lên.",
            en="Conditions that must all hold; `class_at_least`: this class or a better one.",
        ),
        "quota": _quota(
            vi="Chỉ tiêu. Không ghi: mọi đơn vị đủ điều kiện.", en="How many. Left out: all who are eligible."
        ),
        "not_with": said(
            NAMES,
            vi="Mã các danh hiệu đứng trước: đã được đề nghị một trong số đó thì không xét.",
            en="Ids of earlier titles: who is proposed for one of these is not eligible.",
        ),
        "applies_to": APPLIES_TO,
    }
    one = said(entry(keys, "title"), vi="Một danh hiệu.", en="A title.")
    return said(tables(one), vi="Các danh hiệu, theo thứ tự xét.", en="The titles, in the order they are given.")


def _effect() -> Schema:
    keys = {
        "class_at_most": said(IDENTITY, vi="Không được loại nào cao hơn loại này.", en="No class above this one."),
        "class": said(
            words({"none": Text(vi="Không xếp loại.", en="No class at all.")}),
            vi="`none`: không xếp loại.",
            en="`none`: no class at all.",
        ),
        "title": said(
            NAMES,
            vi="`none`: không danh hiệu nào; hoặc mã các danh hiệu không được xét.",
            en="`none`: no title; or the ids of titles that are barred.",
        ),
    }
    return said(
        {**table(keys), "minProperties": 1},
        vi="Hệ quả: chặn xếp loại, chặn danh hiệu, hoặc cả hai.",
        en="What it bars: a class, titles, or both.",
    )


def _test() -> dict[str, Schema]:
    """Give the keys of a condition."""
    meanings = {
        "points": Text(vi="Số điểm.", en="Points."),
        "share": Text(vi="Phần đạt được trên phần có thể đạt.", en="The share of what could be had."),
    }
    return {
        "of": said(
            _OF_TEST,
            vi="Đại lượng: `total`, `bonuses`, `penalties`, `sections.ID`, `criteria.ID`, `figures.ID`, "
            "`criteria.ID.FIGURE`, `every section`, `every criterion`.",
            en="A quantity: `total`, `bonuses`, `penalties`, `sections.ID`, `criteria.ID`, `figures.ID`, "
            "`criteria.ID.FIGURE`, `every section`, `every criterion`.",
        ),
        "as": said(
            words(meanings, MeasuredAs),
            vi="Tính bằng điểm (`points`), hay phần đạt được trên phần có thể đạt (`share`, 0 đến 1 hoặc phần trăm).",
            en="In `points`, or as the `share` of what could be had, 0 to 1 or a percentage.",
            default="share" if Test("").share else "points",
        ),
        "at_least": said(AMOUNT, vi='Ít nhất: một số, hoặc "60%".', en='Lowest that passes: a number, or "60%".'),
        "at_most": said(AMOUNT, vi='Nhiều nhất: một số, hoặc "60%".', en='Highest that passes: a number, or "60%".'),
    }


def _bounded(made: Schema) -> Schema:
    """Demand one of the bounds of a condition."""
    return {**made, "if": {"not": {"required": ["at_least"]}}, "then": {"required": ["at_most"]}}


def _requirement() -> Schema:
    """Make what a title may require: a condition, or a lowest class alone."""
    lowest = said(IDENTITY, vi="Từ loại này trở lên; đứng một mình.", en="This class or a better one; alone.")
    keys = _test()
    alone = refused(vi="Không đi cùng class_at_least", en="Not together with class_at_least")
    return {
        **table({"class_at_least": lowest, **keys}),
        "if": {"required": ["class_at_least"]},
        "then": {"properties": dict.fromkeys(keys, alone)},
        "else": _bounded({"required": ["of"]}),
    }


def _step() -> Schema:
    usual = TieBreak("")
    keys = {
        "by": said(
            _BY_STEP,
            vi="Đại lượng như trong điều kiện (trừ `every …`), hoặc `committee`: hội đồng quyết định.",
            en="A quantity as in a condition, without `every …`, or the `committee`.",
        ),
        "prefer": said(
            words(
                {
                    "high": Text(vi="Cao hơn thì đứng trước.", en="The higher is better."),
                    "low": Text(vi="Thấp hơn thì đứng trước.", en="The lower is better."),
                },
                Prefer,
            ),
            vi="Cao hơn (`high`) hay thấp hơn (`low`) là tốt.",
            en="Whether `high` or `low` is better.",
            default=usual.prefer,
        ),
        "at_least": said(
            AMOUNT,
            vi="Thay cho `prefer`: đạt mức này thì đứng trước.",
            en="In place of `prefer`: those that reach it come first.",
        ),
    }
    alone = refused(vi="Không đi cùng by = committee", en="Not together with by = committee")
    either = refused(vi="Chỉ một trong hai: prefer hoặc at_least", en="Either prefer or at_least, not both")
    return {
        **table(keys, "by"),
        "if": {"properties": {"by": {"const": COMMITTEE}}, "required": ["by"]},
        "then": {"properties": dict.fromkeys(("prefer", "at_least"), alone)},
        "else": {"dependencies": {"prefer": {"properties": {"at_least": either}}}},
    }


def _quota(*, vi: str, en: str) -> Schema:
    usual = Quota()
    roundings = {
        "down": Text(vi="Bỏ phần lẻ.", en="Down."),
        "up": Text(vi="Luôn làm tròn lên.", en="Up."),
        "half-up": Text(vi="Nửa đơn vị làm tròn lên.", en="Half up."),
    }
    held = {
        "keeps-place": Text(vi="Đơn vị chưa xét giữ chỗ, không ai được đôn lên.", en="It keeps its place."),
        "passes": Text(vi="Đơn vị chưa xét nhường chỗ cho đơn vị sau.", en="It passes its place on."),
    }
    units = whole(0, MOST_UNITS)
    keys = {
        "count": said(units, vi="Số lượng cố định.", en="A fixed number."),
        "share": said(SHARE, vi='Tỷ lệ, đến 100%: "20%" hoặc 0.2.', en='A share, up to 100%: "20%" or 0.2.'),
        "of": said(
            _OF_QUOTA,
            vi="Tỷ lệ tính trên ai: `eligible` đủ điều kiện, `ranked` được xếp hạng, `LOẠI and above` từ loại đó lên.",
            en="Of whom the share is taken: `eligible`, `ranked`, or `CLASS and above`.",
            default=usual.of,
        ),
        "per": said(
            words(_PER, Within),
            vi="Theo từng cụm (`cluster`) hay chung toàn bộ (`all`).",
            en="In each `cluster`, or of `all` units.",
            default=usual.per,
        ),
        "round": said(
            words(roundings, QuotaRounding),
            vi="Làm tròn tỷ lệ thành số đơn vị.",
            en="How the share becomes a number.",
            default=usual.round,
        ),
        "at_least": said(
            units,
            vi="Ít nhất bao nhiêu, nếu có đơn vị đủ điều kiện.",
            en="Never fewer than this, when any is eligible.",
            default=usual.at_least,
        ),
        "reserve": said(
            units,
            vi="Thêm bao nhiêu đơn vị dự bị (danh hiệu).",
            en="How many more are named in reserve (titles).",
            default=usual.reserve,
        ),
        "held": said(
            words(held, Held),
            vi="Đơn vị chưa xét giữ chỗ (`keeps-place`) hay nhường chỗ (`passes`) (danh hiệu).",
            en="A unit on hold `keeps-place`, or `passes` it on (titles).",
            default=usual.held,
        ),
        "tie": said(
            words({COMMITTEE: Text(vi="Hội đồng quyết định.", en="The committee decides.")}),
            vi="Bằng nhau ở chỗ cắt: chỉ có một cách là `committee`, ghi ra để ai đọc cũng rõ.",
            en="A tie across the cut: `committee` is the only way there is, written so that the rule can be read.",
            default=COMMITTEE,
        ),
    }
    either = refused(vi="Chỉ một trong hai: count hoặc share", en="Either count or share, not both")
    of_share = refused(vi="Chỉ đi cùng share, không đi cùng count", en="Goes with share, not with count")
    made = {
        **table(keys),
        "dependencies": {"count": {"properties": dict.fromkeys(("of", "round", "at_least"), of_share)}},
        "if": {"required": ["share"]},
        "then": {"properties": {"count": either}},
        "else": {"required": ["count"]},
    }
    return said(made, vi=vi, en=en)
