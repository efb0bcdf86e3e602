"""What is made of the totals: knock-outs, ranking, classes and titles."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Literal

import attrs

from dvk_scoring.formula.tree import Prefer
from dvk_scoring.scheme.form import awards as form
from dvk_scoring.scheme.form.frame import FileKeys
from dvk_scoring.scheme.form.key import Key
from dvk_scoring.scheme.model import Class, KnockOut, Quota, Ranking, Test, TieBreak, Title
from dvk_scoring.scheme.read_conditions import (
    CLASS_AT_LEAST,
    NO_TEST,
    QUANTITY,
    Names,
    check_reach,
    read_bound,
    read_condition,
)
from dvk_scoring.scheme.read_frame import read_kinds
from dvk_scoring.scheme.read_quotas import COMMITTEE, SHARE, read_class_quota, read_title_quota
from dvk_scoring.scheme.slips import share_meant
from dvk_scoring.scheme.table import Percent, Table, refer
from dvk_scoring.scheme.vote import Vote
from dvk_scoring.text import Text
from dvk_scoring.written import shown

CLASS = Text(vi="loại", en="class")
TITLE = Text(vi="danh hiệu", en="title")
EARLIER_TITLE = Text(vi="danh hiệu đứng trước", en="earlier title")


def read_knock_outs(
    root: Table, names: Names, classes: Collection[str], titles: Collection[str]
) -> dict[str, KnockOut]:
    """Read ``[knock_outs]``."""
    knock_outs: dict[str, KnockOut] = {}
    for table in FileKeys.knock_outs.take(root):
        when = form.KnockOutKeys.when.take(table)
        reason = form.KnockOutKeys.reason.take(table)
        kinds = read_kinds(table, names.kinds)
        knock_outs[table.name] = attrs.evolve(
            _read_effect(table, classes, titles),
            title=form.KnockOutKeys.title.take(table) or reason,
            when=read_condition(when, names, kinds) if when else NO_TEST,
            reason=reason,
            applies_to=kinds,
        )
        table.close()
    return knock_outs


def _read_effect(table: Table, classes: Collection[str], titles: Collection[str]) -> KnockOut:
    """Read ``effect``; the other parts of the knock-out are not filled in yet."""
    bare = KnockOut(table.name, Text.same(""), NO_TEST, Text.same(""))
    effect = form.KnockOutKeys.effect.take(table)
    if effect is None:
        return bare
    highest = form.EffectKeys.class_at_most.take(effect) or None
    if highest is not None:
        refer(effect, highest, classes, CLASS, "class_at_most")
    barred: tuple[str, ...] | Literal["all"] = ()
    named = form.EffectKeys.title.take(effect)
    if named == (form.NONE,):
        barred = "all"
    elif named:
        barred = tuple(title for title in named if refer(effect, title, [form.NONE, *titles], TITLE, "title"))
    bars_class = form.EffectKeys.class_.take(effect) == form.NONE
    made = attrs.evolve(bare, class_at_most=highest, bars_class=bars_class, bars_titles=barred)
    if not effect.values:
        effect.say("DVK-S154")
    effect.close()
    return made


def read_ranking(root: Table, names: Names) -> Ranking:
    """Read ``[ranking]``; a chain that does not end with the committee gets it as its last step."""
    table = FileKeys.ranking.take(root)
    if table is None:
        return Ranking()
    chain: list[TieBreak] = []
    for step in form.RankingKeys.break_.take(table):
        if chain and chain[-1].by == COMMITTEE:
            step.say("DVK-S155")
        chain.append(_read_step(step, names))
    if all(step.by != COMMITTEE for step in chain):
        if "break" in table:
            table.say("DVK-S156", "break")
        chain.append(TieBreak(COMMITTEE))
    made = Ranking(
        within=form.RankingKeys.within.take(table),
        prefer=form.RankingKeys.prefer.take(table),
        ties=form.RankingKeys.ties.take(table),
        tie_break=tuple(chain),
    )
    table.close()
    return made


def _read_step(table: Table, names: Names) -> TieBreak:
    by = form.StepKeys.by.take(table)
    good = by == COMMITTEE or names.serves_ties(by)
    if by and not good:
        good = refer(table, by, names.quantities, QUANTITY, "by")
    prefer, bound = form.StepKeys.prefer.take(table), form.StepKeys.at_least.take(table)
    absent = form.StepKeys.absent.take(table)
    if by == COMMITTEE and len(table.values) > 1:
        table.say("DVK-S157")
    elif "prefer" in table and "at_least" in table:
        table.say("DVK-S158")
    elif good and isinstance(bound, Percent) and names.has_share(by):
        # A tie-break looks at points: a share would need to say of which kind's weight.
        table.say("DVK-S151", "at_least", of=by)
    table.close()
    if not good:
        return TieBreak("total")
    if names.has_share(by) and isinstance(bound, Percent):
        bound = None
    made = TieBreak(by, prefer, read_bound(table, names, "at_least", by, bound, share=False), absent)
    if "prefer" not in table and by != COMMITTEE and not names.serves_ties(by):
        check_reach(table, names, Test(by, at_least=made.at_least), names.kinds)
    return made


def read_classes(root: Table, names: Names, prefer: Prefer) -> dict[str, Class]:
    """Read ``[classes]``, best first; where a low total is better each says ``to`` in place of ``from``."""
    own, other = form.ClassKeys.from_, form.ClassKeys.to
    if prefer == "low":
        own, other = other, own
    key = own.name
    tables = list(FileKeys.classes.take(root))
    known = dict.fromkeys(table.name for table in tables)
    classes: dict[str, Class] = {}
    before: Class | None = None
    for table in tables:
        start = own.take(table)
        if table.raw(other.name) is not None:
            table.say("DVK-S180" if prefer == "high" else "DVK-S181", other.name, ranking=prefer)
        elif key not in table:
            table.say("DVK-S123", key=key, expected=Text.same('"90%", 90'))
        points = start.share * names.total if isinstance(start, Percent) else start
        requires, _ = _read_requires(table, names, None, None)
        quota = form.ClassKeys.quota.take(table)
        classes[table.name] = Class(
            id=table.name,
            title=form.ClassKeys.title.take(table),
            start=Fraction(0) if points is None else points,
            requires=requires,
            quota=None if quota is None else read_class_quota(quota, known),
        )
        table.close()
        if before is not None and points is not None and key in table:
            if prefer == "high" and points >= before.start:
                table.say("DVK-S159", key, before=before.id)
            elif prefer == "low" and points <= before.start:
                table.say("DVK-S182", key, before=before.id)
        before = before if points is None else classes[table.name]
    return classes


def read_titles(root: Table, names: Names, classes: Collection[str]) -> dict[str, Title]:
    """Read ``[titles]``, in the order they are given."""
    titles: dict[str, Title] = {}
    for table in FileKeys.titles.take(root):
        applies_to = read_kinds(table, names.kinds)
        requires, at_least = _read_requires(table, names, classes, applies_to)
        quota, vote = form.TitleKeys.quota.take(table), form.TitleKeys.vote.take(table)
        excluded, after = (_read_earlier(table, key, titles) for key in (form.TitleKeys.not_with, form.TitleKeys.after))
        titles[table.name] = Title(
            id=table.name,
            title=form.TitleKeys.title.take(table),
            class_at_least=at_least,
            requires=requires,
            quota=Quota(share=Fraction(1)) if quota is None else read_title_quota(quota, classes),
            not_with=excluded,
            applies_to=applies_to,
            after=after,
            vote=None if vote is None else _read_vote(vote),
        )
        table.close()
        _check_after(table, titles[table.name], titles)
    return titles


def _read_vote(table: Table) -> Vote | None:
    """Read ``vote``; None where it asks for nothing that a vote could be."""
    of, part = form.VoteKeys.of.take(table), form.VoteKeys.at_least.take(table)
    if part is not None and not 0 < part <= 1:
        raw = table.values["at_least"]
        table.say("DVK-S241", "at_least", value=shown(raw), meant=share_meant(raw))
    table.close()
    return None if part is None else Vote(of, part)


MOST_EARLIER = 100
"""Titles that one may name: of each that is open it is counted who stands before each unit."""


def _read_earlier(table: Table, key: Key[tuple[str, ...] | None], titles: Mapping[str, Title]) -> tuple[str, ...]:
    """Read ids of titles that stand before this one."""
    named = key.take(table) or ()
    if len(named) > MOST_EARLIER:
        table.say("DVK-S208", key.name, count=len(named), most=MOST_EARLIER)
        return ()
    return tuple(id_ for index, id_ in enumerate(named) if refer(table, id_, titles, EARLIER_TITLE, key.name, index))


def _check_after(table: Table, title: Title, titles: Mapping[str, Title]) -> None:
    """Hold ``after`` against the quotas of the titles that it names: counted alike, and their places may be shared."""
    if not title.after:
        return
    for index, earlier in enumerate(title.after):
        if titles[earlier].quota.per != title.quota.per:
            table.say("DVK-S183", "after", index, title=earlier, per=titles[earlier].quota.per, own=title.quota.per)
    if all(titles[other].quota.tie != SHARE for other in title.after):
        table.say("DVK-S184", "after")


def _read_requires(
    table: Table, names: Names, classes: Collection[str] | None, kinds: Sequence[str] | None
) -> tuple[tuple[Test, ...], str | None]:
    """Read ``requires``: conditions, and where ``classes`` are given a lowest class."""
    tests: list[Test] = []
    lowest: str | None = None
    for requirement in form.TitleKeys.requires.take(table):
        if CLASS_AT_LEAST not in requirement or classes is None:
            tests.append(read_condition(requirement, names, kinds))
            continue
        named = form.RequirementKeys.class_at_least.take(requirement)
        if refer(requirement, named, classes, CLASS, CLASS_AT_LEAST):
            if lowest is not None:
                requirement.say("DVK-S129", CLASS_AT_LEAST, value=CLASS_AT_LEAST)
            lowest = named
        requirement.close()
    return tuple(tests), lowest
