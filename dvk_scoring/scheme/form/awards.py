"""Keys of ``[knock_outs]``, ``[ranking]``, ``[classes]`` and ``[titles]``."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

from dvk_scoring.formula.tree import Prefer
from dvk_scoring.scheme.form import key
from dvk_scoring.scheme.form.frame import APPLIES_TO, TITLE
from dvk_scoring.scheme.form.key import Key
from dvk_scoring.scheme.model import Absent, Held, MeasuredAs, QuotaOf, QuotaRounding, QuotaTie, Ties, Within
from dvk_scoring.scheme.table import Percent, Table, words_of
from dvk_scoring.scheme.vote import VoteOf
from dvk_scoring.text import Text

MOST_UNITS = 1_000_000
NONE: Literal["none"] = "none"


class KnockOutKeys:
    when = key.table(needed=True)
    effect = key.table(needed=True)
    reason = key.text()
    title = key.text_or_none()
    applies_to = APPLIES_TO


class EffectKeys:
    class_at_most = key.identity()
    class_: Key[Literal["none"] | None] = key.words(Literal["none"], field="bars_class")
    title = key.names(field="bars_titles")


class TestKeys:
    of = key.string(None)
    as_: Key[MeasuredAs] = key.words(MeasuredAs, "points")
    at_least = key.amount()
    at_most = key.amount()
    any = key.items()


class RequirementKeys:
    class_at_least = key.identity()


class RankingKeys:
    within: Key[Within] = key.words(Within, "cluster")
    prefer: Key[Prefer] = key.words(Prefer, "high")
    ties: Key[Ties] = key.words(Ties, "shared")
    break_ = key.items(field="tie_break")


class StepKeys:
    by = key.string(None)
    prefer: Key[Prefer] = key.words(Prefer, "high")
    at_least = key.amount()
    absent: Key[Absent] = key.words(Absent, "below")


class ClassKeys:
    title = TITLE
    from_ = key.amount(field="start")
    to = key.amount()
    requires = key.items()
    quota = key.table()


class TitleKeys:
    title = TITLE
    requires = key.items()
    quota = key.table()
    not_with = key.names()
    after = key.names()
    vote = key.table()
    applies_to = APPLIES_TO


_PART = re.compile(r"(\d{1,6})/(\d{1,6})")
PART_FORM = r"\d{1,6}/[1-9]\d{0,5}"
"""A part written as a fraction, as in ``"2/3"``."""


def _majority(table: Table, name: str) -> Fraction | None:
    """Take the part of a vote: a number, a percentage or a fraction; it must be there."""
    raw = table.values.get(name)
    part = _PART.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if part is not None and int(part[2]):
        table.raw(name)
        return Fraction(int(part[1]), int(part[2]))
    if name not in table:
        table.say("DVK-S123", key=name, expected=Text.same('"80%", "2/3"'))
    made = table.share(name)
    return made.share if isinstance(made, Percent) else made


class VoteKeys:
    of: Key[VoteOf] = key.words(VoteOf, "all members")
    at_least = Key("majority", _majority, needed=True)


class QuotaKeys:
    count = key.whole(0, MOST_UNITS)
    share = key.share()
    of = key.string("eligible", senses=words_of(QuotaOf))
    per: Key[Within] = key.words(Within, "cluster")
    round: Key[QuotaRounding] = key.words(QuotaRounding, "down")
    at_least = key.whole(0, MOST_UNITS, 0)
    reserve = key.whole(0, MOST_UNITS, 0)
    held: Key[Held] = key.words(Held, "keeps-place")
    tie: Key[QuotaTie] = key.words(QuotaTie, "committee")
    in_all = key.whole(1, MOST_UNITS)
