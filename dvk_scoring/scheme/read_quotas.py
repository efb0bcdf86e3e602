"""Quotas: how many may have a class or a title, counted where, and what a tie or a hold does to them."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import islice
from typing import Literal

from dvk_scoring.scheme.form.awards import QuotaKeys
from dvk_scoring.scheme.model import Quota
from dvk_scoring.scheme.slips import share_meant
from dvk_scoring.scheme.table import Percent, Table

COMMITTEE: Literal["committee"] = "committee"
SHARE: Literal["share"] = "share"
AND_ABOVE = re.compile(r"(\S+) and above")
MOST_OFFERED = 100
"""Words that are offered in place of one that is not known."""
OF_TITLES = ("reserve", "held", "in_all")
"""What only the quota of a title may say: for it alone places are kept, named in reserve or taken together."""


def read_class_quota(table: Table, classes: Collection[str]) -> Quota:
    """Read the quota of a class, which takes nothing that only a vote on titles needs."""
    for key in OF_TITLES:
        if key in table:
            table.say("DVK-S185", key, key=key)
    if table.values.get("tie") == SHARE:
        table.say("DVK-S185", "tie", key=f'tie = "{SHARE}"')
    return read_quota(table, classes)


def read_title_quota(table: Table, classes: Collection[str]) -> Quota:
    """Read the quota of a title."""
    made = read_quota(table, classes)
    if made.in_all is not None and made.per == "all":
        table.say("DVK-S187", "in_all")
    elif made.in_all is not None and made.tie == SHARE:
        table.say("DVK-S188", "in_all")
    return made


def read_quota(table: Table, classes: Collection[str]) -> Quota:
    """Read ``quota``: a count or a share, of whom, per what, and how it becomes a whole number."""
    share = QuotaKeys.share.take(table)
    part = share.share if isinstance(share, Percent) else share
    if part is not None and part > 1:
        table.say("DVK-S153", "share", value=table.values["share"], meant=share_meant(table.values["share"]))
    count = QuotaKeys.count.take(table)
    if ("share" in table) == ("count" in table):
        table.say("DVK-S160")
    of, of_class = _read_of(table, classes)
    made = Quota(
        count=count,
        share=part,
        of=of,
        of_class=of_class,
        at_least=QuotaKeys.at_least.take(table),
        reserve=QuotaKeys.reserve.take(table),
        per=QuotaKeys.per.take(table),
        round=QuotaKeys.round.take(table),
        held=QuotaKeys.held.take(table),
        tie=QuotaKeys.tie.take(table),
        in_all=QuotaKeys.in_all.take(table),
    )
    if count is not None:
        for key in ("of", "round", "at_least"):
            if key in table:
                table.say("DVK-S161", key, key=key)
    table.close()
    return made


def _read_of(table: Table, classes: Collection[str]) -> tuple[Literal["eligible", "ranked", "class"], str | None]:
    of = QuotaKeys.of.take(table)
    above = AND_ABOVE.fullmatch(of)
    if above is not None and above[1] in classes:
        return "class", above[1]
    if of not in ("eligible", "ranked"):
        some = (f"{class_} and above" for class_ in islice(classes, MOST_OFFERED))
        table.one_of(of, ["eligible", "ranked", *some], "of")
    return ("ranked" if of == "ranked" else "eligible"), None
