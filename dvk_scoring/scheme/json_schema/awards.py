"""The schemas of ``[knock_outs]``, ``[ranking]``, ``[classes]`` and ``[titles]``."""

from __future__ import annotations

from collections.abc import Mapping
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
from dvk_scoring.scheme.model import (
    Absent,
    Held,
    MeasuredAs,
    Quota,
    QuotaRounding,
    QuotaTie,
    Ranking,
    Test,
    TieBreak,
    Ties,
    Within,
)
from dvk_scoring.scheme.read_conditions import CLASS_AT_LEAST, EVERY, FEWEST_OF_ANY
from dvk_scoring.scheme.read_quotas import AND_ABOVE, COMMITTEE, MOST_UNITS, OF_TITLES
from dvk_scoring.scheme.table import ID
from dvk_scoring.text import Text

_ID: Final = ID.pattern
_QUANTITIES: Final = rf"total|bonuses|penalties|sections\.{_ID}|(?:criteria|figures)\.{_ID}(?:\..+)?"
"""What a condition may look at; a figure's own name may hold dots, that of a shared one too: ``figures.marks.6``."""

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


_PREFER: Final = {
    "high": Text(vi="Cao hơn thì đứng trước.", en="The higher is better."),
    "low": Text(vi="Thấp hơn thì đứng trước.", en="The lower is better."),
}


def knock_outs() -> Schema:
    """Make ``[knock_outs]``."""
    keys = {
        "when": said(
            _condition(),
            vi="Khi nào bị xét: một điều kiện trên một đại lượng của đơn vị, hoặc `any`: một trong nhiều điều kiện.",
            en="When it strikes: a condition on one quantity of the unit, or `any`: one of several.",
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
        "prefer": said(
            words(_PREFER, Prefer),
            vi="Tổng điểm cao (`high`) hay thấp (`low`) là tốt hơn.",
            en="Whether a `high` or a `low` total is better.",
            default=usual.prefer,
        ),
        "ties": said(
            words(
                {
                    "shared": Text(vi="1-2-2-4.", en="1-2-2-4."),
                    "dense": Text(vi="1-2-2-3.", en="1-2-2-3."),
                    "final": Text(vi="1-2-2-4, và đồng hạng là kết quả.", en="1-2-2-4, and shared ranks stay."),
                },
                Ties,
            ),
            vi="Đồng hạng thì tính hạng sau thế nào: `shared` 1-2-2-4, `dense` 1-2-2-3, `final` 1-2-2-4 và đồng hạng "
            "là kết quả cuối cùng.",
            en="How equal ranks count: `shared` 1-2-2-4, `dense` 1-2-2-3, `final` 1-2-2-4 where shared ranks are the "
            "result.",
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
        "to": said(
            AMOUNT,
            vi="Tổng điểm cao nhất, thay cho `from` khi tổng điểm thấp là tốt hơn (`ranking.prefer`).",
            en="Highest total, in place of `from` where a low total is better (`ranking.prefer`).",
        ),
        "requires": said(
            listed(_condition()),
            vi="Các điều kiện phải đạt cùng lúc.",
            en="Conditions that must all hold.",
        ),
        "quota": _class_quota(),
    }
    either: Schema = {"if": {"not": {"required": ["from"]}}, "then": {"required": ["to"]}}
    one = said({**entry(keys, "title"), **either}, vi="Một loại.", en="A class.")
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
        "after": said(
            NAMES,
            vi="Mã các danh hiệu đứng trước: chỗ mà chúng dùng quá chỉ tiêu thì ở đây không còn.",
            en="Ids of earlier titles: places that those used beyond their quotas are gone here.",
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


def _condition(further: Mapping[str, Schema] | None = None) -> Schema:
    """Make a condition on one quantity, or ``any`` of several, which then stands alone."""
    plain = _test()
    keys = {**(further or {}), **plain, "any": _any()}
    alone = refused(vi="Không đi cùng any", en="Not together with any")
    return {
        **table(keys),
        "if": {"required": ["any"]},
        "then": {"properties": dict.fromkeys((key for key in keys if key != "any"), alone)},
        "else": _bounded({"required": ["of"]}),
    }


def _any() -> Schema:
    return said(
        {**listed(_bounded(table(_test(), "of"))), "minItems": FEWEST_OF_ANY},
        vi="Từ hai điều kiện trở lên, chỉ cần một điều kiện đạt; đứng một mình.",
        en="Two or more conditions, of which one is enough; alone.",
    )


def _requirement() -> Schema:
    """Make what a title may require: a condition, or a lowest class alone."""
    lowest = said(IDENTITY, vi="Từ loại này trở lên; đứng một mình.", en="This class or a better one; alone.")
    alone = refused(vi="Không đi cùng class_at_least", en="Not together with class_at_least")
    made = _condition({CLASS_AT_LEAST: lowest})
    choice = {key: made.pop(key) for key in ("if", "then", "else")}
    others = dict.fromkeys((*_test(), "any"), alone)
    return {**made, "if": {"required": [CLASS_AT_LEAST]}, "then": {"properties": others}, "else": choice}


def _step() -> Schema:
    usual = TieBreak("")
    keys = {
        "by": said(
            _BY_STEP,
            vi="Đại lượng như trong điều kiện (trừ `every …`), hoặc `committee`: hội đồng quyết định.",
            en="A quantity as in a condition, without `every …`, or the `committee`.",
        ),
        "prefer": said(
            words(_PREFER, Prefer),
            vi="Cao hơn (`high`) hay thấp hơn (`low`) là tốt.",
            en="Whether `high` or `low` is better.",
            default=usual.prefer,
        ),
        "at_least": said(
            AMOUNT,
            vi="Thay cho `prefer`: đạt mức này thì đứng trước.",
            en="In place of `prefer`: those that reach it come first.",
        ),
        "absent": said(
            words(
                {
                    "below": Text(vi="Đứng dưới.", en="Below those that have it."),
                    "above": Text(vi="Đứng trên.", en="Above those that have it."),
                },
                Absent,
            ),
            vi="Đơn vị không có đại lượng này đứng dưới (`below`) hay đứng trên (`above`).",
            en="Where a unit stands that does not have the quantity: `below` or `above`.",
            default=usual.absent,
        ),
    }
    alone = refused(vi="Không đi cùng by = committee", en="Not together with by = committee")
    either = refused(vi="Chỉ một trong hai: prefer hoặc at_least", en="Either prefer or at_least, not both")
    return {
        **table(keys, "by"),
        "if": {"properties": {"by": {"const": COMMITTEE}}, "required": ["by"]},
        "then": {"properties": dict.fromkeys(("prefer", "at_least", "absent"), alone)},
        "else": {"dependencies": {"prefer": {"properties": {"at_least": either}}}},
    }


def _class_quota() -> Schema:
    """Make the quota of a class, which takes nothing that only a title needs."""
    made = _quota(vi="Chỉ tiêu của loại này. Không ghi: không giới hạn.", en="How many. Left out: no limit.")
    keys = {key: one for key, one in made["properties"].items() if key not in OF_TITLES}
    tie = words({COMMITTEE: Text(vi="Hội đồng quyết định.", en="The committee decides.")})
    return {**made, **table({**keys, "tie": {**keys["tie"], **tie}})}


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
            words(
                {
                    COMMITTEE: Text(vi="Hội đồng quyết định.", en="The committee decides."),
                    "share": Text(vi="Tất cả các đơn vị bằng nhau đều được.", en="All of the tied get it."),
                },
                QuotaTie,
            ),
            vi="Bằng nhau ở chỗ cắt: chờ hội đồng (`committee`), hoặc tất cả đều được (`share`, danh hiệu).",
            en="A tie across the cut: it waits for the `committee`, or all get it (`share`, titles).",
            default=usual.tie,
        ),
        "in_all": said(
            whole(1, MOST_UNITS),
            vi="Trong số đơn vị thuộc chỉ tiêu của các cụm, lấy chung nhiều nhất bao nhiêu (danh hiệu).",
            en="Of those within the quotas of their clusters, no more than so many over all (titles).",
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
