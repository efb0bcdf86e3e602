"""The JSON Schema (draft-07) of scheme files, made of the model, the readers' own bounds and the installed criteria.

An editor checks, completes and explains a scheme with it while it is written. It knows one file and its form: that
weights add up, that a name is there, what another file brings, only ``dvk scheme check`` can tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from dvk_scoring.arguments import FOLDERS, LANGUAGE, PATH, check_arguments
from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.criteria.json_schema import Schema, list_definitions
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.problem import DvkError, Problem, has_errors, problem
from dvk_scoring.scheme.form.columns import ColumnsKeys
from dvk_scoring.scheme.form.frame import FileKeys
from dvk_scoring.scheme.form.public import PublicKeys
from dvk_scoring.scheme.json_schema import awards, frame, uses
from dvk_scoring.scheme.json_schema.extended import split
from dvk_scoring.scheme.json_schema.shapes import FILLED, keys, table, table_of
from dvk_scoring.scheme.json_schema.uses import ROLES, Plugins
from dvk_scoring.scheme.read import named_plugins
from dvk_scoring.text import Language, Text

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
_EXTENDING: Final[Schema] = {
    "anyOf": [
        {"required": ["extends"]},
        {"required": ["scheme"], "properties": {"scheme": {"type": "object", "required": ["extends"]}}},
    ]
}


def scheme_schema(
    plugins: Registry | Iterable[str | Path] = (), language: Language = "en", *, scheme: str | Path | None = None
) -> dict[str, object]:
    """Make the schema of scheme files: what each key may hold, with the params of the plugins that are there.

    Plugins that cannot be loaded are left out, and ``left_out`` tells which; their params then pass unchecked.

    Args:
        plugins: Folders of plugins besides the bundled and the installed ones, or a registry of all.
        language: Language of titles and descriptions.
        scheme: A scheme for whose criteria the params of the plugins that they name are offered too. To editors the
            name of a criterion is all there is: they do not look at what ``plugin`` says.

    Raises:
        DvkError: There is no such scheme, or it is not TOML.
    """
    check_arguments(plugins=(plugins, FOLDERS), language=(language, LANGUAGE), scheme=(scheme, PATH.or_none()))
    registry = plugins if isinstance(plugins, Registry) else Registry.of(plugins)
    named = {} if scheme is None else named_plugins(scheme)
    usable = Plugins(_criteria(registry), whole=not left_out(registry), named=named)
    return {"$schema": DIALECT, **_in_language(_scheme_file(usable), language)}


def schema_text(
    plugins: Registry | Iterable[str | Path] = (), language: Language = "en", *, scheme: str | Path | None = None
) -> str:
    """Write the schema of scheme files as the text of a JSON file."""
    return json.dumps(scheme_schema(plugins, language, scheme=scheme), ensure_ascii=False, indent=2) + "\n"


def left_out(registry: Registry) -> tuple[Problem, ...]:
    """Tell, as warnings, which plugins are left out of the schema; one that the user blocks is none of them."""
    problems: list[Problem] = []
    for plugin in registry.inspect_all():
        if has_errors(plugin.problems) and plugin.found.name not in registry.blocked:
            codes = dict.fromkeys(told.code for told in plugin.problems if told.severity == "error")
            problems.append(problem("DVK-O731", plugin.found.place, name=plugin.found.name, codes=", ".join(codes)))
    return tuple(problems)


def _criteria(registry: Registry) -> dict[str, AnyCriterion]:
    """Load what was seen to be loadable; a criterion that is not healthy is left out, others of its plugin are not."""
    criteria: dict[str, AnyCriterion] = {}
    for plugin in registry.inspect_all():
        for key in plugin.criteria if plugin.found.name not in registry.blocked else ():
            try:
                criteria.setdefault(key, registry.criterion(key))
            except DvkError:
                continue  # `left_out` tells of its plugin
    return criteria


def _scheme_file(plugins: Plugins) -> Schema:
    definitions: dict[str, tuple[Schema, Schema]] = {}
    for name, schema in plugins.definitions().items():
        demanding = {key for key, (_, demands) in definitions.items() if demands}
        definitions[name] = split(schema, demanding)
    demanding = {key for key, (_, demands) in definitions.items() if demands}
    whole = table(_parts(plugins), "scheme", "criteria")
    loose, demands = split(whole, demanding)
    # Also a file that extends another one has an id of its own.
    loose["required"] = ["scheme"]
    loose["properties"]["scheme"]["required"] = ["id"]
    for role in ROLES:
        of_plugins = uses.demanded_of_uses(role, plugins)
        demands["properties"][role] = {"allOf": [demands["properties"][role], *split(of_plugins, demanding)]}
    return {
        "title": Text(vi="Bảng điểm", en="Scheme"),
        "description": Text(
            vi="Bảng điểm thi đua: chấm những gì, bao nhiêu điểm, xếp hạng và đề nghị ra sao.",
            en="A scheme: what is scored, for how many points, and how units are ranked and proposed for titles.",
        ),
        **loose,
        "if": _EXTENDING,
        "else": {"$ref": "#/definitions/whole"},
        "definitions": {
            **list_definitions(),
            **{name: parted for name, (parted, _) in definitions.items()},
            **{f"whole-{name}": definitions[name][1] for name in definitions if name in demanding},
            "whole": demands,
        },
    }


def _parts(plugins: Plugins) -> Mapping[str, Schema]:
    """Give the top tables of a file, in the order in which one reads them."""
    made: dict[str, Schema] = {
        "scheme": frame.scheme_table(),
        "clusters": frame.clusters(),
        "figures": frame.figures(),
        "sections": uses.sections(),
        "defaults": uses.defaults(plugins),
        **{role: uses.uses(role, plugins) for role in ROLES},
        "knock_outs": awards.knock_outs(),
        "ranking": awards.ranking(),
        "classes": awards.classes(),
        "titles": awards.titles(),
        "public": table_of(PublicKeys),
        "columns": table_of(ColumnsKeys, {"headings": {"type": "object", "additionalProperties": FILLED}}),
        "sample": frame.sample(),
    }
    made["criteria"]["minProperties"] = 1
    return keys(FileKeys, made)


def _in_language(schema: Any, language: Language) -> Any:
    """Put every text of a schema into one language."""
    if isinstance(schema, Text):
        return schema.in_(language)
    if isinstance(schema, Mapping):
        return {key: _in_language(part, language) for key, part in schema.items()}
    if isinstance(schema, list):
        return [_in_language(part, language) for part in schema]
    return schema
