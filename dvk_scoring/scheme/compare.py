"""Two schemes compared as they were read: what is there in one alone, and what has another value.

By the loaded model: comments, the order of keys and ``extends`` make no difference. What is named is compared by id.
Left out is what no result depends on: the file, its digest, the sample, and the problems found. Headings of tables are
compared by themselves: they decide what is read, and no rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias, cast

import attrs

from dvk_scoring.criteria.decide import WEIGHT
from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.formula.tree import Num
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.scheme.model import Adjustment, Closing, CriterionUse, Decided, Rounding, Scheme, Test, TieBreak
from dvk_scoring.scheme.vote import Vote
from dvk_scoring.text import Text


class Absence(Enum):
    """What stands for a value where there is none."""

    ABSENT = "absent"


ABSENT: Final = Absence.ABSENT
Path: TypeAlias = "tuple[str, ...]"
ORDER: Final = "order"
"""Last part of the path of a change of order alone."""
_SKIPPED: Final[Mapping[type, frozenset[str]]] = {
    Scheme: frozenset({"path", "hash", "as_of", "columns", "sample", "problems"}),
    CriterionUse: frozenset({"id", "by_kind", "figures"}),
    Adjustment: frozenset({"id", "decided", "figures"}),
    Rounding: frozenset({"guard"}),
    FigureSpec: frozenset({"named"}),
}
_IGNORED: Final[Path] = ("columns", "ignore")
_WHOLE: Final = (Text, Test, TieBreak, Num, Closing, Vote)
_NAMED: Final = frozenset(
    {"clusters", "figures", "sections", "criteria", "bonuses", "penalties", "knock_outs", "classes", "titles"}
)


@attrs.frozen
class Change:
    """One thing that differs.

    Attributes:
        path: Where: ``("criteria", "outreach", "weight", "district")``; of a change of order it ends in ``order``.
        old: Value in the first scheme; ``ABSENT`` where it has none.
        new: Value in the second.
    """

    path: Path
    old: Any
    new: Any

    @property
    def kind(self) -> Literal["added", "removed", "changed", "order"]:
        """Tell what sort of change it is."""
        if self.path[1:] == (ORDER,) and isinstance(self.old, tuple):  # and no thing whose id is this word
            return "order"
        return "added" if self.old is ABSENT else "removed" if self.new is ABSENT else "changed"


def compare_schemes(old: Scheme, new: Scheme) -> tuple[Change, ...]:
    """Give all changes from one scheme to another, in the order of the first, what is new in the second behind it."""
    # A voice that is new or gone is told with the voices themselves; its title changes nothing more.
    changes = (
        change for change in _changes((), old, new) if change.path[0] != "voice_titles" or change.kind == "changed"
    )
    usual = (old.rounding.usual, new.rounding.usual)
    return tuple(change for change in changes if change.path[2:] != ("closing",) or (change.old, change.new) != usual)


def compare_columns(old: Columns, new: Columns) -> tuple[Change, ...]:
    """Give all changes of ``[columns]``: for each column of the scheme its headings, then the headings not read.

    By their words, as they are read; told as they were written.
    """
    before, after = _headings(old), _headings(new)
    paths = sorted({**before, **after}, key=lambda path: path == _IGNORED)
    pairs = ((path, before.get(path, {}), after.get(path, {})) for path in paths)
    return tuple(
        Change(path, tuple(one.values()) or ABSENT, tuple(other.values()) or ABSENT)
        for path, one, other in pairs
        if one.keys() != other.keys()
    )


def _headings(columns: Columns) -> dict[Path, dict[str, str]]:
    """Give the headings of each column, and those that are not read: by their words, as they were written."""
    headings: dict[Path, dict[str, str]] = {}
    for heading, name in columns.headings.items():
        headings.setdefault(("columns", "headings", name), {})[heading] = columns.spelled.get(heading, heading)
    headings[_IGNORED] = {ignored: columns.spelled.get(ignored, ignored) for ignored in sorted(columns.ignored)}
    return headings


def _changes(path: Path, old: object, new: object) -> Iterator[Change]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _between(path, old, new)
    elif attrs.has(type(old)) and type(old) is type(new) and not isinstance(old, _WHOLE):
        yield from _between(path, _fields(old), _fields(new))
    elif old != new:
        yield Change(path, old, new)


def _between(path: Path, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[Change]:
    for key in [*old, *(key for key in new if key not in old)]:
        deeper = (*path, str(key))
        one, other = old.get(key, ABSENT), new.get(key, ABSENT)
        if one is ABSENT or other is ABSENT:
            yield Change(deeper, one, other)
        else:
            yield from _explained(deeper, one, other)
    if path and path[-1] in _NAMED and len(path) == 1:
        before, after = [key for key in old if key in new], [key for key in new if key in old]
        if before != after:
            yield Change((*path, ORDER), tuple(before), tuple(after))


def _explained(path: Path, old: object, new: object) -> Iterator[Change]:
    """Leave out what follows from another change of the same criterion.

    That is what its weight does inside the plugin; and where the plugin is another one, each param that went or came.
    """
    changes = list(_changes(path, old, new))
    shaped = {kind for change in changes for kind in _reweighed(change, old, new)}
    replaced = any(change.path[len(path) :] == ("plugin",) for change in changes)
    for change in changes:
        below = change.path[len(path) :]
        if replaced and below[0] in ("params", "dated", "settings"):
            continue
        follows = below[:1] == ("formula",) and below[1:] and below[1] in shaped
        if not follows and not (shaped and _is_bound_by_weight(below, old, new)):
            yield change


def _reweighed(change: Change, old: object, new: object) -> Iterator[str]:
    """Give the kinds for which one and the same plugin was shaped by another weight."""
    if change.path[2:3] not in (("weight",), ("cap",), ("factor",)):
        return
    befores, afters = _by_kind(old), _by_kind(new)
    for kind, before in befores.items():
        after = afters.get(kind)
        if after is not None and before.plugin == after.plugin:
            settings = before.built.settings, after.built.settings
            if WEIGHT in settings[0] and settings[0][WEIGHT] != settings[1].get(WEIGHT):
                yield kind


def _is_bound_by_weight(below: Path, old: object, new: object) -> bool:
    """Tell whether the highest value of a figure was the weight and still is."""
    if len(below) != 3 or below[0] != "figures" or below[2] != "high":
        return False

    def bound(of: object) -> bool:
        weights = [cast("Fraction | None", decided.built.settings.get(WEIGHT)) for decided in _by_kind(of).values()]
        highs = [spec.high for spec in cast("CriterionUse | Adjustment", of).figures if spec.name == below[1]]
        return highs == [max((weight for weight in weights if weight is not None), default=None)]

    return bound(old) and bound(new)


def _by_kind(part: object) -> Mapping[str, Decided]:
    if isinstance(part, CriterionUse):
        return part.by_kind
    return {"": part.decided} if isinstance(part, Adjustment) else {}


def _fields(part: object) -> Mapping[str, object]:
    """Give the fields that are compared; a criterion's plugin as what it was decided to be."""
    kept = _SKIPPED.get(type(part), frozenset({"id"} if hasattr(part, "id") and not isinstance(part, Scheme) else ()))
    names = [field.name for field in attrs.fields(cast("type[attrs.AttrsInstance]", type(part)))]
    fields: dict[str, object] = {name: getattr(part, name) for name in names if name not in kept}
    if isinstance(part, CriterionUse | Adjustment):
        fields |= _decision(part.figures, _by_kind(part))
    return fields


def _decision(figures: tuple[FigureSpec, ...], by_kind: Mapping[str, Decided]) -> dict[str, object]:
    """Give what was decided of a plugin: figures of the criterion's own, params, settings, formula by kind."""
    decision: dict[str, object] = {"figures": {spec.name: spec for spec in figures if not spec.shared}}
    if by_kind:
        decided = next(iter(by_kind.values()))
        settings = {key: value for key, value in decided.built.settings.items() if key != WEIGHT}
        decision |= {"plugin": decided.plugin, "params": decided.params, "dated": decided.dated, "settings": settings}
    decision["formula"] = {kind: decided.built.tree for kind, decided in by_kind.items()}
    return decision
