"""The schemas of ``[sections]``, ``[criteria]``, ``[bonuses]``, ``[penalties]`` and ``[defaults]``.

What may stand in ``params`` and ``figures`` depends on the plugin. One schema for all criteria tells their keys and,
to editors, every param that any plugin has; what each plugin really takes is demanded where the plugin is known: where
``plugin`` names it, and in a scheme that extends none also by the key itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.criteria.json_schema import (
    LANGUAGES,
    Schema,
    closed,
    figure_labels,
    figures_schema,
    formed,
    params_schema,
    refused,
)
from dvk_scoring.scheme.json_schema.frame import APPLIES_TO, NARROWED, TITLE, limits, narrowed, own_rounding
from dvk_scoring.scheme.json_schema.shapes import (
    FILLED,
    FROM_ZERO,
    IDENTITY,
    TEXT,
    entry,
    said,
    tables,
    words,
)
from dvk_scoring.scheme.read_criteria import ADJUSTMENTS, TIE_BREAK, Role
from dvk_scoring.scheme.table import HARD, ID
from dvk_scoring.text import Text

ROLES: Final[Sequence[Role]] = ("criteria", *ADJUSTMENTS)
_SECTION: Final = said(
    IDENTITY,
    vi="Mã nhóm tiêu chí chứa mục này. Không ghi: bậc trên cùng.",
    en="Id of the section that it lies in. Left out: the top.",
)
_NO: Final = said(FILLED, vi='Số thứ tự in ra: "I.1".', en='Printed number: "I.1".')


@attrs.frozen
class Plugins:
    """The plugins that a scheme may use.

    Attributes:
        criteria: By id, in order.
        whole: These are all; else plugins that could not be loaded may offer others, and any id passes.
    """

    criteria: Mapping[str, AnyCriterion] = attrs.field(hash=False)
    whole: bool = True

    @property
    def titles(self) -> dict[str, Text]:
        """Id → title."""
        return {key: one.title for key, one in self.criteria.items()}

    def definitions(self) -> dict[str, Schema]:
        """Give the schemas that others refer to, by name."""
        params = {key: params_schema(one) for key, one in self.criteria.items()}
        labels = {key: figure_labels(one) for key, one in self.criteria.items()}
        found = narrowed()
        for key, one in self.criteria.items():
            found[f"params-{key}"] = params[key]
            found[f"figures-{key}"] = figures_schema(one, NARROWED)
            found[f"of-{key}"] = {"properties": _refer(f"params-{key}", f"figures-{key}")}
            found[f"hint-{key}"] = _hint(key, one, params[key], labels[key])
        told = {key: _descriptions(one["properties"]) for key, one in params.items()}
        return {
            **found,
            "params": said(
                {"type": "object", "patternProperties": _of_any(told)},
                vi="Tham số và thiết lập của plugin; xem `dvk plugins show ID`. Không ghi: mặc định của plugin.",
                en="Params and settings of the plugin; see `dvk plugins show ID`. Left out: its defaults.",
            ),
            "figures": said(
                {"type": "object", "patternProperties": _of_any(labels)},
                vi="Thu hẹp khoảng giá trị của số liệu, theo tên số liệu.",
                en="Narrower ranges of its figures, by name.",
            ),
        }


def sections() -> Schema:
    """Make ``[sections]``."""
    keys = {
        "title": TITLE,
        "no": _NO,
        "section": _SECTION,
        "weight": said(
            _WEIGHT,
            vi="Điểm tối đa của nhóm: một số, hoặc bảng loại đơn vị → số. Không ghi: tổng các phần.",
            en="What its parts add up to: a number, or a table kind → number. Left out: the sum of its parts.",
        ),
        "limits": limits("points", vi="Giới hạn trong nhóm.", en="Limits in the section."),
    }
    one = said(entry(keys, "title"), vi="Một nhóm tiêu chí.", en="A section: a group of criteria.")
    return said(
        tables(one),
        vi="Các nhóm tiêu chí, theo mã; lồng bao nhiêu bậc cũng được.",
        en="Groups of criteria, by id, as deep as you like.",
    )


def uses(role: Role, plugins: Plugins) -> Schema:
    """Make ``[criteria]``, ``[bonuses]`` or ``[penalties]``."""
    told = {
        "criteria": Text(vi="Các tiêu chí được chấm, theo mã.", en="What is scored, by id."),
        "bonuses": Text(vi="Các mục điểm thưởng, theo mã.", en="Points added, by id."),
        "penalties": Text(vi="Các mục điểm trừ, theo mã.", en="Points taken, by id."),
    }[role]
    named = {key: {"$ref": f"#/definitions/hint-{key}"} for key in plugins.criteria}
    return {"description": told, **tables(_use(role, plugins), named)}


def demanded_of_uses(role: Role, plugins: Plugins) -> Schema:
    """Give what holds for criteria of a scheme that extends none: there the key is the plugin unless one is named."""
    # What serves tie-breaks alone has no weight.
    weight: Schema = {"if": {"not": {"required": ["for"]}}, "then": {"required": ["weight"]}}
    demanded: Schema = {"allOf": [weight]} if role == "criteria" else {}
    by_key = {
        key: {**demanded, "if": {"not": {"required": ["plugin"]}}, "then": {"$ref": f"#/definitions/of-{key}"}}
        for key in plugins.criteria
    }
    others = {**demanded, **({"required": ["plugin"]} if plugins.whole else {})}
    return {"properties": by_key, "additionalProperties": others}


def defaults(plugins: Plugins) -> Schema:
    """Make ``[defaults]``."""
    by_plugin = {key: {"$ref": f"#/definitions/params-{key}"} for key in plugins.criteria}
    return said(
        tables({"type": "object"}, by_plugin) if not plugins.whole else closed(by_plugin),
        vi="Tham số chung cho mọi tiêu chí của một plugin, theo mã plugin; tiêu chí ghi khác thì theo tiêu chí.",
        en="Params for all criteria of a plugin, by its id; what a criterion says prevails.",
    )


def _use(role: Role, plugins: Plugins) -> Schema:
    keys = _scored(role, plugins) | (_own_of_criterion() if role == "criteria" else _own_of_adjustment())
    about = {
        "criteria": Text(vi="Một tiêu chí.", en="A criterion."),
        "bonuses": Text(vi="Một mục điểm thưởng.", en="A bonus."),
        "penalties": Text(vi="Một mục điểm trừ.", en="A penalty."),
    }[role]
    made = {**entry(keys), **(_without_points() if role == "criteria" else {})}
    # Under `dependencies` every condition may take for granted that `plugin` is there.
    by_plugin = [
        {"if": {"properties": {"plugin": {"const": key}}}, "then": {"$ref": f"#/definitions/of-{key}"}}
        for key in plugins.criteria
    ]
    return {"description": about, **made, "dependencies": {**made["dependencies"], "plugin": {"allOf": by_plugin}}}


def _scored(role: Role, plugins: Plugins) -> dict[str, Schema]:
    """Give the keys that criteria, bonuses and penalties have in common."""
    return {
        "plugin": _plugin(plugins),
        "title": said(
            TEXT,
            vi='Tên gọi in ra: một chuỗi chữ, hoặc { vi = "…", en = "…" }. Không ghi: tên của plugin.',
            en='What people read: one text, or { vi = "…", en = "…" }. Left out: the plugin\'s title.',
        ),
        "no": _NO,
        "weight": said(
            _ANY_WEIGHT if role == "criteria" else _WEIGHT,
            vi="Điểm tối đa: một số lớn hơn 0, hoặc bảng loại đơn vị → số."
            if role == "criteria"
            else "Mức đạt 1 đáng bao nhiêu điểm. Không ghi: bằng `cap`.",
            en="Most points: a number above 0, or a table kind → number."
            if role == "criteria"
            else "What a score of 1 is worth. Left out: the `cap`.",
        ),
        "applies_to": APPLIES_TO,
        **_refer("params", "figures"),
        "source": said(
            TEXT,
            vi="Quy định làm căn cứ, có trong phần giải thích. Không ghi: căn cứ của plugin.",
            en="The rule that it follows, shown in the explanation. Left out: the plugin's.",
        ),
        "rounding": own_rounding(),
    }


def _own_of_criterion() -> dict[str, Schema]:
    inner = limits("points", vi="Giới hạn của tiêu chí.", en="Limits of the criterion.")
    purpose = said(
        words({TIE_BREAK: Text(vi="Chỉ dùng trong `ranking.break`.", en="For `ranking.break` alone.")}),
        vi="`tie-break`: tiêu chí không cho điểm, không có điểm tối đa, chỉ dùng trong `ranking.break`.",
        en="`tie-break`: it gives no points, has no weight, and serves `ranking.break` alone.",
    )
    return {"for": purpose, "section": _SECTION, "limits": inner}


def _without_points() -> Schema:
    """Tell what a criterion that serves tie-breaks alone may not have, and what weight all others must have."""
    alone = refused(vi=f"Không đi cùng for = {TIE_BREAK}", en=f"Not together with for = {TIE_BREAK}")
    return {
        "if": {"required": ["for"]},
        "then": {"properties": {"weight": {"type": "number", "maximum": 0}, "section": alone, "limits": alone}},
        "else": {"properties": {"weight": _WEIGHT}, "required": ["weight"]},
    }


def _own_of_adjustment() -> dict[str, Schema]:
    return {
        "to": said(
            {"type": "string", **_TARGET},
            vi="Tính vào đâu: `total`, `sections.ID` hoặc `criteria.ID`.",
            en="Where it counts: `total`, `sections.ID` or `criteria.ID`.",
            default="total",
        ),
        "cap": said(FROM_ZERO, vi="Nhiều nhất bao nhiêu điểm.", en="Most points of this one."),
    }


_TARGET: Final = formed(
    rf"^(?:total|(?:sections|criteria)\.{ID.pattern})$",
    vi="Cần total, sections.ID hoặc criteria.ID",
    en="total, sections.ID or criteria.ID",
)
_ANY_TYPE: Final = ["number", "string", "boolean", "array", "object"]
_POSITIVE: Final[Schema] = {"type": "number", "exclusiveMinimum": 0, "maximum": HARD}
_ANY_WEIGHT: Final[Schema] = {"type": ["number", "object"], "minimum": 0, "maximum": HARD}
_WEIGHT: Final[Schema] = {**_POSITIVE, "type": ["number", "object"], "additionalProperties": _POSITIVE}


def _plugin(plugins: Plugins) -> Schema:
    return said(
        words(plugins.titles) if plugins.whole else FILLED,
        vi="Plugin chấm mục này; xem `dvk plugins list`. Không ghi: plugin có mã bằng chính khóa này.",
        en="The plugin that scores it; see `dvk plugins list`. Left out: the one whose id is the key itself.",
    )


def _refer(params: str, figures: str) -> dict[str, Schema]:
    return {"params": {"$ref": f"#/definitions/{params}"}, "figures": {"$ref": f"#/definitions/{figures}"}}


def _hint(key: str, criterion: AnyCriterion, params: Schema, labels: Mapping[str, Text]) -> Schema:
    """Tell editors what to offer under a key that is the id of a plugin; nothing is demanded here.

    For what the key is scored by is only known when the whole entry is: ``plugin`` may name another one.
    """
    shown = {
        name: {part: one[part] for part in ("title", "description", "default") if part in one}
        for name, one in params["properties"].items()
    }
    offered = {name: one if "default" in one else {**one, "type": _ANY_TYPE} for name, one in shown.items()}
    figures = {name: {"description": text} for name, text in labels.items()}
    return said(
        {"properties": {"params": {"properties": offered}, "figures": {"properties": figures}}},
        vi=f"{criterion.title.vi}: plugin {key}, trừ khi `plugin` nêu plugin khác.",
        en=f"{criterion.title.en}: the plugin {key}, unless `plugin` names another one.",
    )


def _descriptions(schemas: Mapping[str, Schema]) -> dict[str, Text]:
    return {name: one["description"] for name, one in schemas.items()}


def _of_any(told: Mapping[str, Mapping[str, Text]]) -> dict[str, Schema]:
    """Tell editors what each name means to each plugin that has it, for who points at it.

    As patterns, since names among ``properties`` would be offered to criteria of every plugin.
    """
    by_name: dict[str, list[tuple[str, Text]]] = {}
    for key, texts in told.items():
        for name, text in texts.items():
            by_name.setdefault(name, []).append((key, text))
    return {f"^{re.escape(name)}$": {"description": _lines(found)} for name, found in by_name.items()}


def _lines(told: Sequence[tuple[str, Text]]) -> Text:
    vi, en = ("\n\n".join(f"{key}: {text.in_(language)}" for key, text in told) for language in LANGUAGES)
    return Text(vi=vi, en=en)
