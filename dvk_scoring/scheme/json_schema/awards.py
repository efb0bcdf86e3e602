"""Schemas of ``[knock_outs]``, ``[ranking]``, ``[classes]``, ``[titles]``: their forms, and the rules across keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.criteria.json_schema import Schema, formed, refused
from dvk_scoring.scheme.form import awards as form
from dvk_scoring.scheme.form.texts import meaning
from dvk_scoring.scheme.json_schema.shapes import entries_of, entry, keys, listed, table, table_of, words
from dvk_scoring.scheme.read_conditions import CLASS_AT_LEAST, EVERY, FEWEST_OF_ANY
from dvk_scoring.scheme.read_quotas import AND_ABOVE, COMMITTEE, OF_TITLES
from dvk_scoring.scheme.table import ID, PERCENT

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


def knock_outs() -> Schema:
    """Make ``[knock_outs]``."""
    effect = {**table_of(form.EffectKeys), "minProperties": 1}
    return entries_of(form.KnockOutKeys, {"when": _condition(), "effect": effect})


def ranking() -> Schema:
    """Make ``[ranking]``."""
    return table_of(form.RankingKeys, {"break": listed(_step())})


def classes() -> Schema:
    """Make ``[classes]``."""
    either: Schema = {"if": {"not": {"required": ["from"]}}, "then": {"required": ["to"]}}
    return entries_of(form.ClassKeys, {"requires": listed(_condition()), "quota": _class_quota()}, either)


def titles() -> Schema:
    """Make ``[titles]``."""
    return entries_of(form.TitleKeys, {"requires": listed(_requirement()), "quota": _quota(), "vote": _vote()})


def _bounded(made: Schema) -> Schema:
    """Demand one of the bounds of a condition."""
    return {**made, "if": {"not": {"required": ["at_least"]}}, "then": {"required": ["at_most"]}}


def _condition(further: Mapping[str, Schema] | None = None) -> Schema:
    """Make a condition on one quantity, or ``any`` of several, which then stands alone."""
    known = {**(further or {}), **keys(form.TestKeys, {"of": _OF_TEST, "any": _any()})}
    alone = refused(vi="Không đi cùng any", en="Not together with any")
    return {
        **table(known),
        "if": {"required": ["any"]},
        "then": {"properties": dict.fromkeys((key for key in known if key != "any"), alone)},
        "else": _bounded({"required": ["of"]}),
    }


def _any() -> Schema:
    plain = keys(form.TestKeys, {"of": _OF_TEST})
    del plain["any"]
    return {**listed(_bounded(table(plain, "of"))), "minItems": FEWEST_OF_ANY}


def _requirement() -> Schema:
    """Make what a title may require: a condition, or a lowest class alone."""
    alone = refused(vi="Không đi cùng class_at_least", en="Not together with class_at_least")
    made = _condition(keys(form.RequirementKeys))
    choice = {key: made.pop(key) for key in ("if", "then", "else")}
    others = dict.fromkeys(keys(form.TestKeys), alone)
    return {**made, "if": {"required": [CLASS_AT_LEAST]}, "then": {"properties": others}, "else": choice}


def _step() -> Schema:
    alone = refused(vi="Không đi cùng by = committee", en="Not together with by = committee")
    either = refused(vi="Chỉ một trong hai: prefer hoặc at_least", en="Either prefer or at_least, not both")
    return {
        **table_of(form.StepKeys, {"by": _BY_STEP}),
        "if": {"properties": {"by": {"const": COMMITTEE}}, "required": ["by"]},
        "then": {"properties": dict.fromkeys(("prefer", "at_least", "absent"), alone)},
        "else": {"dependencies": {"prefer": {"properties": {"at_least": either}}}},
    }


def _vote() -> Schema:
    part: Schema = {
        "type": ["number", "string"],
        "exclusiveMinimum": 0,
        "maximum": 1,
        **formed(
            rf"^\s*(?:{PERCENT.pattern}|{form.PART_FORM})\s*$",
            vi='Cần phần trăm như "80%", hoặc phân số như "2/3"',
            en='A percentage such as "80%", or a fraction such as "2/3"',
        ),
    }
    return entry(keys(form.VoteKeys, {"at_least": part}), "at_least")


def _class_quota() -> Schema:
    """Make the quota of a class, which takes nothing that only a title needs."""
    made = _quota()
    known = {key: schema for key, schema in made["properties"].items() if key not in OF_TITLES}
    tie = words({COMMITTEE: meaning(form.QuotaKeys.tie, COMMITTEE)})
    return {**made, **table({**known, "tie": {**known["tie"], **tie}})}


def _quota() -> Schema:
    either = refused(vi="Chỉ một trong hai: count hoặc share", en="Either count or share, not both")
    of_share = refused(vi="Chỉ đi cùng share, không đi cùng count", en="Goes with share, not with count")
    return {
        **table_of(form.QuotaKeys, {"of": _OF_QUOTA}),
        "dependencies": {"count": {"properties": dict.fromkeys(("of", "round", "at_least"), of_share)}},
        "if": {"required": ["share"]},
        "then": {"properties": {"count": either}},
        "else": {"required": ["count"]},
    }
