"""Changes between two schemes in words, gathered by what they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import attrs

from dvk_scoring.analysis.compare import Difference
from dvk_scoring.criteria.criterion import params_class
from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.report.changes.labels import FIGURE_KEYS, KEYS, THINGS
from dvk_scoring.report.changes.values import Values
from dvk_scoring.report.rules.teller import Teller
from dvk_scoring.scheme.compare import ABSENT, Change, Path
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Decided, Scheme, Section
from dvk_scoring.text import Language, Sayer, Text

_SAID: Final[Mapping[str, Text]] = {
    "scheme": Text(vi="Quy định chung", en="In general"),
    "thing": Text(vi="{what} “{name}” ({key})", en="{what} “{name}” ({key})"),
    "changed": Text(vi="{label}: {old} → {new}", en="{label}: {old} → {new}"),
    "long": Text(vi="{label}:\n  trước: {old}\n  sau: {new}", en="{label}:\n  before: {old}\n  after: {new}"),
    "of_this_kind": Text(vi="loại {kind}", en="{kind}"),
    "added": Text(vi="thêm mới{more}", en="added{more}"),
    "removed": Text(vi="bỏ{more}", en="removed{more}"),
    "weight": Text(vi=", điểm tối đa {weight}", en=", {weight} {weight:point|points}"),
    "order": Text(
        vi="{what}: in theo thứ tự khác ({new}; trước đây {old})",
        en="{what}: printed in another order ({new}; was {old})",
    ),
    "other": Text(vi="{label} (bản tiếng Anh): “{old}” → “{new}”", en="{label} (in Vietnamese): “{old}” → “{new}”"),
    "exactly": Text(vi="{label}: {old} → {new} (chênh lệch rất nhỏ)", en="{label}: {old} → {new} (very close)"),
    "of_figure": Text(vi="số liệu “{name}”: {label}", en="the figure “{name}”: {label}"),
    "figure": Text(vi="số liệu “{name}”", en="the figure “{name}”"),
    "named": Text(vi="{label} “{name}”", en="{label} “{name}”"),
    "of_cluster": Text(vi="{label}, cụm “{name}”", en="{label}, cluster “{name}”"),
    "since": Text(vi="{label} từ ngày {day}", en="{label} since {day}"),
    "of_kind": Text(vi="{label}, {kind}", en="{label}, {kind}"),
    "part": Text(vi="{label}, mục {name}", en="{label}, {name}"),
}

_LONGEST: Final = 110
"""Characters of a change that are still read in one line."""


@attrs.frozen
class ToldChange:
    """A change in words: what it belongs to, and what is different."""

    change: Change
    heading: str
    text: str


def tell_changes(difference: Difference, language: Language) -> tuple[ToldChange, ...]:
    """Tell the changes from one scheme to another, in their order."""
    told = _Changes(difference.old, difference.new, language)
    return tuple(ToldChange(change, told.heading(change), told.text(change)) for change in difference.changes)


class _KindsById(Teller):
    """Names kinds as the schemes write them: what is compared is what an administrator wrote."""

    def kind(self, kind: str) -> str:
        return _SAID["of_this_kind"].in_(self.language).format(kind=kind)


class _Changes:
    """Tells changes; what only one scheme has is named by that one."""

    def __init__(self, old: Scheme, new: Scheme, language: Language) -> None:
        self.language = language
        self.say = Sayer(_SAID, self.language)
        self.old, self.new = (Values(_KindsById(scheme, language)) for scheme in (old, new))

    def heading(self, change: Change) -> str:
        """Name what a change belongs to."""
        path = change.path
        if path[0] not in THINGS or len(path) < 2 or change.kind == "order":
            return self.say("scheme")
        what, key = THINGS[path[0]].in_(self.language), path[1]
        values = self.new if key in getattr(self.new.scheme, path[0]) else self.old
        thing = getattr(values.scheme, path[0])[key]
        numbered = isinstance(thing, CriterionUse | Adjustment | Section)
        name = values.teller.titled(thing) if numbered else values.teller.text(_title(thing))
        return self.say("thing", what=what, name=name, key=key)

    def text(self, change: Change) -> str:
        """Say what is different."""
        path = change.path
        if change.kind == "order":
            what = THINGS[path[0]].in_(self.language)
            return self.say("order", what=what, old=", ".join(change.old), new=", ".join(change.new))
        if path[0] in THINGS and len(path) == 2:
            return self.say(change.kind, more=self._more(change))
        label = self._label(path)
        if change.kind != "changed" and "figures" in path[2:3]:
            return f"{label}: {self.say(change.kind, more='')}"
        old, new = self.old.tell(path, change.old), self.new.tell(path, change.new)
        if old == new:
            return self._alike(label, change)
        told = self.say("changed", label=label, old=old, new=new)
        return told if len(told) <= _LONGEST else self.say("long", label=label, old=old, new=new)

    def _more(self, change: Change) -> str:
        values = self.old if change.new is ABSENT else self.new
        use = change.old if change.new is ABSENT else change.new
        if not isinstance(use, CriterionUse):
            return ""
        return self.say("weight", weight=values.teller.by_kind(use.weight))

    def _alike(self, label: str, change: Change) -> str:
        """Tell a change that the words of this language do not show."""
        if isinstance(change.old, Text) and isinstance(change.new, Text):
            other: Language = "en" if self.language == "vi" else "vi"
            return self.say("other", label=label, old=change.old.in_(other), new=change.new.in_(other))
        return self.say("exactly", label=label, old=change.old, new=change.new)

    def _label(self, path: Path) -> str:
        """Name a key; params, settings and figures by their own labels."""
        if path[0] == "figures":
            return self._word(FIGURE_KEYS, path[2])
        if path[0] not in THINGS:
            return self._of_scheme(path)
        key, *rest = path[2:]
        if key == "figures":
            return self._figure(path, rest)
        if key in ("params", "dated", "settings"):
            return self._declared(path, key, rest)
        if key in ("weight", "formula"):
            label = self._word(KEYS, key)
            one_kind = len(self.new.scheme.kinds) == len(self.old.scheme.kinds) == 1
            return (
                label
                if not rest or not rest[0] or one_kind
                else self.say("of_kind", label=label, kind=self.new.teller.kind(rest[0]))
            )
        return self._word(KEYS, ".".join((key, *rest)))

    def _word(self, words: Mapping[str, Text], key: str) -> str:
        return words[key].in_(self.language)

    def _of_scheme(self, path: Path) -> str:
        if path[:2] == ("columns", "headings"):
            return self.say("named", label=self._word(KEYS, path[1]), name=path[2])
        if path[0] == "columns":
            return self._word(KEYS, path[1])
        if path[0] in ("voice_titles", "figures_apply"):
            return self.say("part", label=self._word(KEYS, path[0]), name=path[1])
        return self._word(KEYS, ".".join(path))

    def _figure(self, path: Path, rest: Sequence[str]) -> str:
        specs = [spec for values in (self.new, self.old) for spec in _figures(values.scheme, path)]
        name = next(self.new.teller.text(spec.label) for spec in specs if spec.name == rest[0])
        if len(rest) == 1:
            return self.say("figure", name=name)
        return self.say("of_figure", name=name, label=self._word(FIGURE_KEYS, rest[1]))

    def _declared(self, path: Path, key: str, rest: Sequence[str]) -> str:
        """Name a param or setting by its label, then its day, its cluster, its own part."""
        spec = next(
            declared
            for values in (self.new, self.old)
            for decided in _decided(values.scheme, path)
            if (declared := _spec(decided, key, rest[0])) is not None
        )
        label = self.say("named", label=self._word(KEYS, key), name=self.new.teller.text(spec))
        more = list(rest[1:])
        if key == "dated" and more:
            label = self.say("since", label=label, day=self.new.teller.day(date.fromisoformat(more.pop(0))))
        for part in more:
            cluster = self.new.scheme.clusters.get(part) or self.old.scheme.clusters.get(part)
            if key != "settings" and cluster is not None:
                label = self.say("of_cluster", label=label, name=self.new.teller.text(cluster.title))
            else:
                label = self.say("part", label=label, name=part)
        return label


def _title(thing: object) -> Text:
    title = getattr(thing, "title", None)
    return title if isinstance(title, Text) else thing.label  # type: ignore[attr-defined]  # else it is a figure


def _uses(scheme: Scheme, path: Path) -> list[CriterionUse | Adjustment]:
    use = getattr(scheme, path[0]).get(path[1])
    return [] if use is None else [use]


def _figures(scheme: Scheme, path: Path) -> list[FigureSpec]:
    return [spec for use in _uses(scheme, path) for spec in use.figures]


def _decided(scheme: Scheme, path: Path) -> list[Decided]:
    decided: list[Decided] = []
    for use in _uses(scheme, path):
        decided += use.by_kind.values() if isinstance(use, CriterionUse) else [use.decided]
    return decided


def _spec(decided: Decided, key: str, name: str) -> Text | None:
    declared = params_class(decided.built.criterion)
    spec = (declared.dvk_settings if key == "settings" else declared.dvk_params).get(name)
    return None if spec is None else spec.label
