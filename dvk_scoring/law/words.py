"""What definitions of the law are called, in both languages, by their names without ids and numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeVar

import attrs

from dvk_scoring.law.sheet import surely
from dvk_scoring.text import Text

T = TypeVar("T")
EITHER: Final = ".either"
"""In the name of what holds of a class however ties across the cut of a quota are ruled."""
_OWN: Final = re.compile(r"^(criteria|bonuses|penalties|sections|knock_outs|classes|titles)\.([^.]+)")
_INDEX: Final = re.compile(r"\.(\d+)(?=\.|$)")
_HEAD: Final = re.compile(r"^(total|\w+\.\*)\.")
_OTHER: Final = re.compile(r"\.(apart|not_with)\.([^.]+)$")
_BEFORE_IT: Final = Text(vi="Số đơn vị đứng trước có {title}: ít nhất", en="How many before it have {title}: at least")
_BEFORE_IT_MOST: Final = Text(
    vi="Số đơn vị đứng trước có {title}: nhiều nhất", en="How many before it have {title}: at most"
)
_LEVEL_WITH_IT: Final = Text(
    vi="Số đơn vị đứng trước hoặc bằng có {title}: ít nhất",
    en="How many before it, or equal to it, have {title}: at least",
)
_SAYS: Final[Mapping[str, Text]] = {
    "criteria.*.before": Text(vi="Điểm tính được", en="Points computed"),
    "criteria.*.base": Text(vi="Điểm", en="Points"),
    "*.of": Text(vi="Điểm tối đa được tính", en="Weight that counts"),
    "*.reached": Text(vi="Điểm cả thưởng, trừ", en="Points with bonus and penalty"),
    "*.bonus": Text(vi="Thưởng được tính", en="Bonus that counts"),
    "*.penalty": Text(vi="Trừ được tính", en="Penalty that counts"),
    "*.points": Text(vi="Điểm", en="Points"),
    "*.sum": Text(vi="Cộng điểm các tiêu chí", en="Sum of the criteria"),
    "*.of_sum": Text(vi="Điểm tối đa được tính", en="Weight that counts"),
    "*.full": Text(vi="Điểm cao nhất", en="Highest points"),
    "*.bonus_given": Text(vi="Thưởng, chưa giới hạn", en="Bonus before limits"),
    "*.penalty_given": Text(vi="Trừ, chưa giới hạn", en="Penalty before limits"),
    "*.scaled": Text(vi="Quy đổi về điểm tối đa", en="Scaled to the full weight"),
    "*.base": Text(vi="Đã làm tròn", en="Rounded"),
    "sections.*.points": Text(vi="Cộng {title}", en="Sum of {title}"),
    "*.with": Text(vi="Cộng, chưa giới hạn", en="Sum before limits"),
    "total": Text(vi="Tổng điểm", en="Total"),
    "unknown_cost": Text(vi="Có khoản trừ chưa báo cáo (1)", en="A penalty is not reported (1)"),
    "competes": Text(vi="Tham gia xếp hạng (1)", en="In competition (1)"),
    "compared": Text(vi="Được so, xếp hạng (1)", en="Compared and ranked (1)"),
    "ranked": Text(vi="Được xếp hạng (1)", en="Ranked (1)"),
    "chain.#.has": Text(vi="Tiêu chí phụ {index}: {what}, có số để so (1)", en="Tie-break {index}: {what}, there (1)"),
    "chain.#.value": Text(vi="Tiêu chí phụ {index}: {what}", en="Tie-break {index}: {what}"),
    "chain.#.reaches": Text(
        vi="Tiêu chí phụ {index}: {what}, đạt mức (1)", en="Tie-break {index}: {what}, reached (1)"
    ),
    "ruled": Text(vi="Quyết định của hội đồng khi bằng điểm", en="The council's ruling on the tie"),
    "ruled.all": Text(
        vi="Quyết định của hội đồng khi bằng điểm giữa các cụm", en="The council's ruling on the tie across clusters"
    ),
    "order.before": Text(vi="Thứ tự trước quyết định của hội đồng", en="Order before the council's rulings"),
    "order": Text(vi="Thứ tự chung", en="Order over all"),
    "order.all": Text(vi="Thứ tự giữa các cụm", en="Order across clusters"),
    "rank": Text(vi="Hạng", en="Rank"),
    "tied": Text(vi="Bằng điểm (1)", en="Tied (1)"),
    "knock_outs.*": Text(vi="Không xét: {title} (1)", en="Knock-out: {title} (1)"),
    "*.requires.#": Text(vi="{title}: đạt yêu cầu {index} (1)", en="{title}: meets requirement {index} (1)"),
    "classes.*.reached": Text(vi="Đạt {title} (1)", en="Reaches {title} (1)"),
    "*.member": Text(vi="Đang ở {title} (1)", en="In {title} (1)"),
    "*.member.open": Text(vi="Chưa chắc ở {title} (1)", en="May be in {title} (1)"),
    "*.basis": Text(vi="Tính vào chỉ tiêu (1)", en="Counts for the quota (1)"),
    "*.last": Text(vi="Thứ tự cuối nhóm bằng nhau", en="Last place of the tie"),
    "*.quota": Text(vi="Chỉ tiêu", en="Quota"),
    "*.given": Text(vi="Xếp {title} (1)", en="Has {title} (1)"),
    "class.best": Text(vi="Loại cao nhất có thể (số)", en="Best class there can be (number)"),
    "class.natural": Text(vi="Loại theo điểm (số)", en="Class by points (number)"),
    "class": Text(vi="Loại (số)", en="Class (number)"),
    "class.open": Text(vi="Chưa xác định được loại (1)", en="Class undecided (1)"),
    "*.bar.requires.#": Text(vi="Không đạt yêu cầu {index} (1)", en="Requirement {index} not met (1)"),
    "*.eligible": Text(vi="Đủ điều kiện (1)", en="Eligible (1)"),
    "*.competes": Text(vi="Được xếp thứ tự (1)", en="Competes (1)"),
    "*.competes.open": Text(vi="Chưa chắc được xếp thứ tự (1)", en="May compete (1)"),
    "*.candidates": Text(vi="Dự xét nếu không có danh hiệu khác (1)", en="Would compete without another title (1)"),
    "*.rivals": Text(
        vi="Dự xét một danh hiệu loại trừ danh hiệu này (1)", en="May have a title that excludes this one (1)"
    ),
    "titles.*.before": Text(
        vi="Số đơn vị như vậy đứng trước hoặc bằng", en="How many of these stand before it, or equal to it"
    ),
    "*.taken.cluster": _BEFORE_IT,
    "*.taken.all": _BEFORE_IT,
    "*.taken.cluster.tied": _LEVEL_WITH_IT,
    "*.taken.all.tied": _LEVEL_WITH_IT,
    "*.competes.apart": Text(
        vi="Có thể đạt danh hiệu khác, không dự xét ở đây (1)",
        en="May have another title, and does not compete here (1)",
    ),
    "*.competes.apart.*": Text(
        vi="Có thể đạt {other}, không dự xét ở đây (1)", en="May have {other}, and does not compete here (1)"
    ),
    "*.place": Text(vi="Thứ tự", en="Place"),
    "*.within": Text(vi="Trong chỉ tiêu của cụm (1)", en="Within the cluster's quota (1)"),
    "*.within.open": Text(vi="Chưa chắc trong chỉ tiêu của cụm (1)", en="May be within the cluster's quota (1)"),
    "*.place.all": Text(vi="Thứ tự giữa các cụm", en="Place across clusters"),
    "*.last.all": Text(vi="Thứ tự cuối nhóm bằng nhau giữa các cụm", en="Last place of the tie across clusters"),
    "*.got": Text(vi="Trong chỉ tiêu (1)", en="Within the quota (1)"),
    "*.reserve": Text(vi="Trong chỉ tiêu và dự bị (1)", en="Within the quota and the reserve (1)"),
    "*.state": Text(vi="Đề nghị", en="Proposal"),
}
"""Definition, ids as *, numbers as # → what it is called; what several kinds of parts have begins with *."""

_OPEN: Final[Mapping[str, tuple[Text, ...]]] = {
    "*.last": (
        Text(vi="Thứ tự thấp nhất có thể", en="Worst place there can be"),
        Text(vi="Thứ tự cao nhất có thể", en="Best place there can be"),
    ),
    "*.quota": (Text(vi="Chỉ tiêu ít nhất", en="Fewest places"), Text(vi="Chỉ tiêu nhiều nhất", en="Most places")),
    "*.place": (Text(vi="Thứ tự cao nhất có thể", en="Best place there can be"),),
    "*.place.all": (Text(vi="Thứ tự cao nhất có thể giữa các cụm", en="Best place there can be across clusters"),),
    "*.last.all": (Text(vi="Thứ tự thấp nhất có thể giữa các cụm", en="Worst place there can be across clusters"),),
    "*.taken.cluster": (_BEFORE_IT, _BEFORE_IT_MOST),
    "*.taken.all": (_BEFORE_IT, _BEFORE_IT_MOST),
}
"""What the lowest and the highest that a number may be are called, where it is open who is counted."""


@attrs.frozen
class TakenApart:
    """The name of a definition, or the key of a written number.

    Attributes:
        pattern: The name with ids as ``*`` and numbers as ``#``.
        own: What it belongs to, ``classes.good``; empty where that is no named thing.
        index: The number in it.
        other: The id of the other title that it is about, or empty.
        either: It holds of a class however ties are ruled.
    """

    pattern: str
    own: str
    index: int | None
    other: str
    either: bool

    @property
    def says(self) -> Text | None:
        """What it is called, with ``{title}``, ``{index}``, ``{what}``, ``{other}``; None: it is shown by no name."""
        return self.look_up(_SAYS)

    @property
    def says_open(self) -> tuple[Text, ...] | None:
        """What its lowest and its highest are called where it is open; None: as it is, surely and possibly."""
        return self.look_up(_OPEN)

    def look_up(self, table: Mapping[str, T]) -> T | None:
        """Look up what belongs to the pattern, or to what several kinds of parts have."""
        own = table.get(self.pattern)
        return table.get(_HEAD.sub("*.", self.pattern)) if own is None else own


def take_apart(name: str) -> TakenApart:
    """Take a name apart, of what surely holds or of what may."""
    name = surely(name)
    plain = name.replace(f"{EITHER}.", ".")
    own, index, other = _OWN.match(name), _INDEX.search(name), _OTHER.search(name)
    return TakenApart(
        pattern=_OTHER.sub(r".\1.*", _INDEX.sub(".#", _OWN.sub(r"\1.*", plain))),
        own=own[0] if own else "",
        index=int(index[1]) if index else None,
        other=other[2] if other else "",
        either=plain != name,
    )
