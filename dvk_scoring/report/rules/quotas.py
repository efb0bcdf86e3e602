"""How many may have a class or title, and what a vote on it takes, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dvk_scoring.formula.show import is_short
from dvk_scoring.report.rules.teller import Teller
from dvk_scoring.scheme.form.awards import QuotaKeys, VoteKeys
from dvk_scoring.scheme.model import Quota
from dvk_scoring.scheme.vote import Vote
from dvk_scoring.text import Text

_SAID: Final[Mapping[str, Text]] = {
    "everybody": Text(vi="tất cả {entrant} đủ điều kiện", en="everybody who is eligible"),
    "count": Text(vi="{count} {entrant}{per}", en="{count}{per}"),
    "share": Text(vi="{share} số {entrant} {of}{per}, {rounded}", en="{share} of those {of}{per}, {rounded}"),
    "part": Text(vi="ít nhất {part}", en="at least {part}"),
    "reserve": Text(vi="thêm {reserve} dự bị", en="{reserve} more in reserve"),
    "in_all": Text(
        vi="chung tất cả các cụm, khối thì lấy nhiều nhất {most} trong số đó",
        en="of these no more than {most} over all clusters",
    ),
}


def tell_quota(teller: Teller, quota: Quota, *, title: bool = False) -> str:
    """Tell how many, of whom, rounded how; of a title also what a tie and a hold do to it."""
    return "; ".join(_parts(teller, quota, title=title))


def tell_vote(teller: Teller, vote: Vote) -> str:
    """Tell how many must be for a title, and of whom."""
    percent = 100 * vote.at_least
    part = teller.show(vote.at_least, share=True) if is_short(percent) else str(vote.at_least)
    return teller.rule(VoteKeys.of, vote.of, part=_SAID["part"].in_(teller.language).format(part=part))


def _parts(teller: Teller, quota: Quota, *, title: bool) -> Iterator[str]:
    entrant = teller.text(teller.scheme.entrant)

    def say(key: str, **values: object) -> str:
        return _SAID[key].in_(teller.language).format(entrant=entrant, **values)

    if quota.count is not None:
        yield say("count", count=quota.count, per=teller.rule(QuotaKeys.per, quota.per))
    elif quota.is_all:
        yield say("everybody")
    else:
        share, per = teller.show(quota.share, share=True), teller.rule(QuotaKeys.per, quota.per)
        rounded = teller.rule(QuotaKeys.round, quota.round)
        yield say("share", share=share, of=teller.basis(quota), per=per, rounded=rounded)
    yield from teller.at_least(quota)
    if quota.in_all is not None:
        yield say("in_all", most=quota.in_all)
    if title:
        if quota.reserve:
            yield say("reserve", reserve=quota.reserve)
        if not quota.is_all:
            yield teller.rule(QuotaKeys.tie, quota.tie)
        yield teller.rule(QuotaKeys.held, quota.held)
