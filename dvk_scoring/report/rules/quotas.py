"""How many may have a class or title, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dvk_scoring.report.rules.teller import Teller
from dvk_scoring.scheme.model import Quota
from dvk_scoring.text import Text

_SAID: Final[Mapping[str, Text]] = {
    "everybody": Text(vi="tất cả {entrant} đủ điều kiện", en="everybody who is eligible"),
    "count": Text(vi="{count} {entrant}{per}", en="{count}{per}"),
    "share": Text(vi="{share} số {entrant} {of}{per}, {rounded}", en="{share} of those {of}{per}, {rounded}"),
    "eligible": Text(vi="đủ điều kiện", en="eligible"),
    "ranked": Text(vi="được xếp hạng", en="ranked"),
    "class": Text(vi="xếp loại từ “{name}” trở lên", en="of the class “{name}” or better"),
    "cluster": Text(vi=" trong mỗi cụm, khối", en=" in each cluster"),
    "all": Text(vi=" trong toàn bộ", en=" over all"),
    "down": Text(vi="làm tròn xuống", en="rounded down"),
    "up": Text(vi="làm tròn lên", en="rounded up"),
    "half-up": Text(vi="làm tròn (từ một nửa trở lên thì tăng một)", en="rounded (a half goes up)"),
    "at_least": Text(vi="ít nhất {least}", en="at least {least}"),
    "reserve": Text(vi="thêm {reserve} dự bị", en="{reserve} more in reserve"),
    "in_all": Text(
        vi="chung tất cả các cụm, khối thì lấy nhiều nhất {most} trong số đó",
        en="of these no more than {most} over all clusters",
    ),
    "share_tie": Text(
        vi="những {entrant} bằng nhau đứng ở chỗ cắt thì tất cả đều được",
        en="all of those tied across the cut get it",
    ),
    "tie": Text(
        vi="những {entrant} bằng nhau đứng ở chỗ cắt thì chưa đề nghị, chờ hội đồng quyết định",
        en="of those tied across the cut none is proposed until the committee rules",
    ),
    "keeps-place": Text(vi="{entrant} đang chưa xét vẫn giữ suất của mình", en="who is on hold keeps the place"),
    "passes": Text(
        vi="{entrant} đang chưa xét không giữ suất, suất chuyển cho {entrant} sau",
        en="who is on hold does not keep the place: it passes to the next",
    ),
}


def tell_quota(teller: Teller, quota: Quota, *, title: bool = False) -> str:
    """Tell how many, of whom, rounded how; of a title also what a tie and a hold do to it."""
    return "; ".join(_parts(teller, quota, title=title))


def _parts(teller: Teller, quota: Quota, *, title: bool) -> Iterator[str]:
    entrant = teller.text(teller.scheme.entrant)

    def say(key: str, **values: object) -> str:
        return _SAID[key].in_(teller.language).format(entrant=entrant, **values)

    if quota.count is not None:
        yield say("count", count=quota.count, per=say(quota.per))
    elif quota.share == 1 and quota.of == "eligible":
        yield say("everybody")
    else:
        klass = "" if quota.of_class is None else teller.text(teller.scheme.classes[quota.of_class].title)
        of, rounded, share = say(quota.of, name=klass), say(quota.round), teller.show(quota.share, share=True)
        yield say("share", share=share, of=of, per=say(quota.per), rounded=rounded)
    if quota.at_least:
        yield say("at_least", least=quota.at_least)
    if quota.in_all is not None:
        yield say("in_all", most=quota.in_all)
    if title:
        if quota.reserve:
            yield say("reserve", reserve=quota.reserve)
        if quota.count is not None or quota.share != 1 or quota.of != "eligible":
            yield say("share_tie" if quota.tie == "share" else "tie")
        yield say(quota.held)
