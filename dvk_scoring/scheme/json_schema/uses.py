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
    Schema,
    closed,
    figure_labels,
    figures_schema,
    formed,
    params_schema,
    refused,
)
from dvk_scoring.scheme.form.texts import about, meaning
from dvk_scoring.scheme.form.uses import ADJUSTMENTS, FORMS, TIE_BREAK, Role, SectionKeys, UseKeys
from dvk_scoring.scheme.json_schema.frame import NARROWED, inner_limits, narrowed, own_rounding
from dvk_scoring.scheme.json_schema.shapes import FILLED, entries_of, entry, keys, said, tables, words
from dvk_scoring.scheme.table import HARD, ID
from dvk_scoring.text import LANGUAGES, Text

ROLES: Final[Sequence[Role]] = ("criteria", *ADJUSTMENTS)


@attrs.frozen
class Plugins:
    """The plugins that a scheme may use.

    Attributes:
        criteria: By id, in order.
        whole: These are all; else plugins that could not be loaded may offer others, and any id passes.
        named: What one scheme calls its criteria, bonuses and penalties: role → key → plugin.
    """

    criteria: Mapping[str, AnyCriterion] = attrs.field(hash=False)
    whole: bool = True
    named: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict, hash=False)

    @property
    def titles(self) -> dict[str, Text]:
        """Id → title."""
        return {key: criterion.title for key, criterion in self.criteria.items()}

    def definitions(self) -> dict[str, Schema]:
        """Give the schemas that others refer to, by name."""
        params = {key: params_schema(criterion) for key, criterion in self.criteria.items()}
        labels = {key: figure_labels(criterion) for key, criterion in self.criteria.items()}
        schemas = narrowed()
        for key, criterion in self.criteria.items():
            schemas[f"params-{key}"] = params[key]
            schemas[f"figures-{key}"] = figures_schema(criterion, NARROWED)
            schemas[f"of-{key}"] = {"properties": _refer(f"params-{key}", f"figures-{key}")}
            schemas[f"hint-{key}"] = _hint(key, criterion, params[key], labels[key])
        told = {key: _descriptions(schema["properties"]) for key, schema in params.items()}
        return {
            **schemas,
            "params": said({"type": "object", "patternProperties": _of_any(told)}, meaning(UseKeys.params)),
            "figures": said({"type": "object", "patternProperties": _of_any(labels)}, meaning(UseKeys.figures)),
        }


def sections() -> Schema:
    """Make ``[sections]``."""
    return entries_of(SectionKeys, {"weight": _WEIGHT, "limits": inner_limits()})


def uses(role: Role, plugins: Plugins) -> Schema:
    """Make ``[criteria]``, ``[bonuses]`` or ``[penalties]``."""
    named = {key: name for key, name in plugins.named.get(role, {}).items() if name in plugins.criteria}
    hints = {
        key: {"$ref": f"#/definitions/hint-{name}"}
        for key, name in ({criterion: criterion for criterion in plugins.criteria} | named).items()
    }
    return tables(_use(role, plugins), hints)


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
    return tables({"type": "object"}, by_plugin) if not plugins.whole else closed(by_plugin)


def _use(role: Role, plugins: Plugins) -> Schema:
    form = FORMS[role]
    inner = {
        "plugin": words(plugins.titles) if plugins.whole else FILLED,
        "weight": _ANY_WEIGHT if role == "criteria" else _WEIGHT,
        "rounding": own_rounding(),
        "limits": inner_limits(),
        "to": {"type": "string", **_TARGET},
    }
    made = {
        **entry(keys(form, inner) | _refer("params", "figures")),
        **(_without_points() if role == "criteria" else {}),
    }
    # Under `dependencies` every condition may take for granted that `plugin` is there.
    by_plugin = [
        {"if": {"properties": {"plugin": {"const": key}}}, "then": {"$ref": f"#/definitions/of-{key}"}}
        for key in plugins.criteria
    ]
    return said({**made, "dependencies": {**made["dependencies"], "plugin": {"allOf": by_plugin}}}, about(form))


def _without_points() -> Schema:
    """Tell what a criterion that serves tie-breaks alone may not have, and what weight all others must have."""
    alone = refused(vi=f"Không đi cùng for = {TIE_BREAK}", en=f"Not together with for = {TIE_BREAK}")
    return {
        "if": {"required": ["for"]},
        "then": {"properties": {"weight": {"type": "number", "maximum": 0}, "section": alone, "limits": alone}},
        "else": {"properties": {"weight": _WEIGHT}, "required": ["weight"]},
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


def _refer(params: str, figures: str) -> dict[str, Schema]:
    return {"params": {"$ref": f"#/definitions/{params}"}, "figures": {"$ref": f"#/definitions/{figures}"}}


def _hint(key: str, criterion: AnyCriterion, params: Schema, labels: Mapping[str, Text]) -> Schema:
    """Tell editors what to offer under a key that is the id of a plugin; nothing is demanded here.

    For what the key is scored by is only known when the whole entry is: ``plugin`` may name another one.
    """
    shown = {
        name: {part: schema[part] for part in ("title", "description", "default") if part in schema}
        for name, schema in params["properties"].items()
    }
    offered = {name: schema if "default" in schema else {**schema, "type": _ANY_TYPE} for name, schema in shown.items()}
    figures = {name: {"description": text} for name, text in labels.items()}
    return said(
        {"properties": {"params": {"properties": offered}, "figures": {"properties": figures}}},
        Text(
            vi=f"{criterion.title.vi}: plugin {key}, trừ khi `plugin` nêu plugin khác.",
            en=f"{criterion.title.en}: the plugin {key}, unless `plugin` names another one.",
        ),
    )


def _descriptions(schemas: Mapping[str, Schema]) -> dict[str, Text]:
    return {name: schema["description"] for name, schema in schemas.items()}


def _of_any(told: Mapping[str, Mapping[str, Text]]) -> dict[str, Schema]:
    """Tell editors what each name means to each plugin that has it, for who points at it.

    As patterns, since names among ``properties`` would be offered to criteria of every plugin.
    """
    by_name: dict[str, list[tuple[str, Text]]] = {}
    for key, texts in told.items():
        for name, text in texts.items():
            by_name.setdefault(name, []).append((key, text))
    return {f"^{re.escape(name)}$": {"description": _lines(several)} for name, several in by_name.items()}


def _lines(told: Sequence[tuple[str, Text]]) -> Text:
    vi, en = ("\n\n".join(f"{key}: {text.in_(language)}" for key, text in told) for language in LANGUAGES)
    return Text(vi=vi, en=en)
