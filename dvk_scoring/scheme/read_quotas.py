"""Quotas: how many may have a class or a title, counted where, and what a tie or a hold does to them."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import islice
from typing import Literal

from dvk_scoring.scheme.model import Held, Quota, QuotaRounding, QuotaTie, Within
from dvk_scoring.scheme.table import Percent, Table, words_of

COMMITTEE: Literal["committee"] = "committee"
SHARE: Literal["share"] = "share"
AND_ABOVE = re.compile(r"(\S+) and above")
MOST_UNITS = 1_000_000
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
        table.say("DVK-S186", "tie")
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
    share = table.amount("share")
    part = share.share if isinstance(share, Percent) else share
    if part is not None and part > 1:
        table.say("DVK-S153", "share", value=table.values["share"])
    count = table.whole("count", 0, MOST_UNITS)
    if ("share" in table) == ("count" in table):
        table.say("DVK-S160")
    of, of_class = _read_of(table, classes)
    at_least, reserve = table.whole("at_least", 0, MOST_UNITS), table.whole("reserve", 0, MOST_UNITS)
    made = Quota(
        count=count,
        share=part,
        of=of,
        of_class=of_class,
        per=table.choice("per", words_of(Within), "cluster"),
        round=table.choice("round", words_of(QuotaRounding), "down"),
        at_least=at_least or 0,
        reserve=reserve or 0,
        held=table.choice("held", words_of(Held), "keeps-place"),
        tie=table.choice("tie", words_of(QuotaTie), COMMITTEE),
        in_all=table.whole("in_all", 1, MOST_UNITS),
    )
    if count is not None:
        for key in ("of", "round", "at_least"):
            if key in table:
                table.say("DVK-S161", key, key=key)
    table.close()
    return made


def _read_of(table: Table, classes: Collection[str]) -> tuple[Literal["eligible", "ranked", "class"], str | None]:
    of = table.words("of", "eligible")
    found = AND_ABOVE.fullmatch(of)
    if found is not None and found[1] in classes:
        return "class", found[1]
    if of not in ("eligible", "ranked"):
        some = (f"{one} and above" for one in islice(classes, MOST_OFFERED))
        table.one_of(of, ["eligible", "ranked", *some], "of")
    return ("ranked" if of == "ranked" else "eligible"), None
