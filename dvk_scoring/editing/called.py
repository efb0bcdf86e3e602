"""What messages of an edited workbook call the parts of a scheme: as its sheets do, by their titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from dvk_scoring.editing.offered import Offered, title_of, with_id
from dvk_scoring.editing.toml import value_at
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.form import frame, uses
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import LANGUAGES, Text, joined

_USES: Final = tuple(uses.FORMS)
_TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "section": ("sections",),
    "circle": ("sections",),
    "klass": ("classes",),
    "before": ("classes",),
    "title": ("titles",),
    "criterion": ("criteria",),
    "id": _USES,
    "other": _USES,
    "cluster": ("clusters",),
    "missing": ("clusters",),
    "parts": ("sections", "criteria"),
}
"""What a message says → the tables of what it names there."""
_TAKEN: Final = frozenset({"DVK-S130", "DVK-S146"})
"""What tells of an id itself."""
_USUAL: Final = frame.ClusterKeys.kind.default
_OF_BLANKS: Final = Text(
    vi=f"{_USUAL} (của cụm để trống cột “Loại”)", en=f"{_USUAL} (of clusters whose “Kind” is blank)"
)
_ID: Final = re.compile(r"(?<![^\s“])[a-z][a-z0-9-]*(?![^\s;,”])")
_FIGURE: Final = re.compile(r"(?:(\w+)\.([\w-]+)\.)?figures\.([\w-]+)")


@attrs.frozen
class Called:
    """The parts of a scheme by their ids.

    Attributes:
        offered: What its cells offer.
        titles: Table → id → title, as the edited workbook has it.
    """

    offered: Offered
    titles: Mapping[str, Mapping[str, Text]] = attrs.field(hash=False)

    @classmethod
    def of(cls, scheme: Scheme, values: Mapping[str, Any]) -> Called:
        """Look up titles.

        Args:
            scheme: The scheme the workbook was made from.
            values: Keys and values as they would be.
        """
        titles: dict[str, dict[str, Text]] = {}
        for table in (*_USES, "sections", "classes", "titles", "clusters"):
            now = values.get(table)
            titles[table] = {name: part.title for name, part in getattr(scheme, table).items()}
            for name in now if isinstance(now, Mapping) else ():
                title = title_of(value_at(now, (name, "title")))
                if title is not None:
                    titles[table][name] = title
        return cls(Offered.of(scheme), titles)

    def said(self, problem: Problem) -> dict[str, object]:
        """Give what a problem says, with titles in place of ids."""
        return {name: self._said(problem, name, value) for name, value in problem.args.items()}

    def _said(self, problem: Problem, name: str, value: object) -> object:
        if problem.code in _TAKEN or not isinstance(value, str | Text):
            return value
        if name in ("kind", "kinds"):
            return self._kinds(str(value).split(", "))
        if (
            name in ("known", "nearest")
            and isinstance(value, str)
            and not (problem.place.key or "").startswith("public")
        ):
            return self._listed(value.split(", "))
        if name == "of" and isinstance(value, str):
            return self.offered.quantities.get(value, value)
        if name == "figure" and isinstance(value, str):
            return self._figure(problem.place.key or "", value)
        known = {key: title for table in _TABLES.get(name, ()) for key, title in self.titles[table].items()}
        return _titled(value, known) if known else value

    def _kinds(self, kinds: Sequence[str]) -> Text:
        known = self.offered.kinds
        told = (_OF_BLANKS if kind == _USUAL and kind not in known else self.offered.kind(kind) for kind in kinds)
        return joined(told, "; ")

    def _listed(self, names: Sequence[str]) -> Text | str:
        """Call what may be chosen as the list of its cell does."""
        offered = self.offered.quantities
        if not {*names} & {*offered}:
            return ", ".join(names)
        return joined([offered.get(name, Text.same(name)) for name in names], "; ")

    def _figure(self, key: str, name: str) -> object:
        parts = _FIGURE.match(key)
        if parts is None or parts[3] != name:
            return name
        shared = self.offered.scheme.figures.get(name)
        if parts[1] is None:
            return name if shared is None else with_id(shared.label, name)
        return self.offered.figure((parts[1], parts[2], "figures", name))


def _titled(value: str | Text, known: Mapping[str, Text]) -> Text:
    """Put titles in the place of the ids that a text names."""
    text = Text.same(value) if isinstance(value, str) else value
    vi, en = (
        _ID.sub(lambda match: known[match[0]].in_(language) if match[0] in known else match[0], text.in_(language))  # noqa: B023
        for language in LANGUAGES
    )
    return Text(vi=vi, en=en)
