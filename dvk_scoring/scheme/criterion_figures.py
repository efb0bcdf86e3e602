"""The figures of a criterion, bonus or penalty as its scheme names and bounds them, over what the plugin declares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, Final, Literal

import attrs

from dvk_scoring.catalogue import listed
from dvk_scoring.criteria.criterion import BuiltCriterion, figures_class
from dvk_scoring.criteria.figure_specs import column_labels
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.nearest import nearest
from dvk_scoring.scheme.form.frame import NarrowedKeys
from dvk_scoring.scheme.read_frame import ANSWERS, narrow
from dvk_scoring.scheme.table import Table
from dvk_scoring.text import Language, Text

FIGURE: Final = Text(vi="số liệu", en="figure")
Naming = Literal["title", "help", "by", "at_most"]
_FIELDS: Final[Mapping[Naming, str]] = {"title": "label", "help": "help", "by": "by", "at_most": "at_most"}
"""What a scheme says of a figure → the field that holds it."""
_SHARED: Final = Text(
    vi="số liệu này là của đơn vị, dùng chung cho nhiều tiêu chí",
    en="this figure is the unit's, and shared by criteria",
)
_SELF: Final = Text(vi="đó là chính số liệu này", en="that is this figure itself")
_ANSWER: Final = Text(vi="đó là câu trả lời, không phải con số", en="that is an answer and no number")


class Narrowed:
    """The figures of a criterion with the titles and the ranges that its scheme writes.

    Args:
        table: ``figures`` of the criterion in the scheme.
        builds: Each build of the plugin. A mark may go up to the weight, and so be different for each build; decimals
            are the same in all, since all builds read the same column.
    """

    def __init__(self, table: Table | None, builds: Sequence[BuiltCriterion]) -> None:
        self._built = builds[0]
        self._variants = [{spec.name: spec for spec in built.figures} for built in builds]
        self._origins: dict[tuple[str, Naming], Table] = {}
        if table is not None:
            self._read(table)
        for name in self._variants[0]:
            places = max(specs[name].places for specs in self._variants)
            self._change(name, partial(attrs.evolve, places=places))

    def variants(self) -> list[tuple[FigureSpec, ...]]:
        """Give the figures of each build."""
        return [tuple(specs.values()) for specs in self._variants]

    def widest(self) -> tuple[FigureSpec, ...]:
        """Give the figures with ranges that hold those of every build."""
        return tuple(_joined([specs[name] for specs in self._variants]) for name in self._variants[0])

    @property
    def _specs(self) -> Mapping[str, FigureSpec]:
        """The figures of the first build: their names and titles are the same in all."""
        return self._variants[0]

    def _read(self, table: Table) -> None:
        many: dict[str, list[str]] = {}
        for name, spec in self._specs.items():
            if spec.many is not None:
                many.setdefault(spec.many, []).append(name)
        known = [*self._specs]
        for name in table.values:
            inner = table.table(name)
            if inner is None:
                continue
            if name in self._specs:
                self._take(inner, [name])
            elif name in many:
                self._take(inner, many[name])
            else:
                table.say("DVK-S131", name, what=FIGURE, value=name, nearest=nearest(name, known), known=listed(known))
        self._refuse_alike()
        self._refuse_circles()

    def _take(self, table: Table, names: Sequence[str]) -> None:
        """Take what one table says of a figure, or of all columns of one."""
        measure = NarrowedKeys.measure.take(table)
        top = NarrowedKeys.at_most.take(table)
        highest = "at_most" if isinstance(top, Fraction) else "high"
        if highest == "at_most" and "high" in table:
            table.raw("high")
            table.say("DVK-S210", "at_most", figure=table.name, key="at_most", other="high")
        for name in names:
            self._change(name, lambda spec: attrs.evolve(narrow(table, spec, highest), measure=measure or spec.measure))
        self._name(table, names)
        if top is not None and self._specs[names[0]].kind in ANSWERS:
            table.say("DVK-S143", "at_most", figure=table.name)
        elif isinstance(top, str):
            self._bound(table, names, top)
        elif top is not None:
            for name in (name for name in names if not self._specs[name].shared):
                self._change(name, lambda spec: attrs.evolve(spec, named=spec.named | {"at_most"}))
        inside = {name.removeprefix(f"{table.name}."): name for name in names if name != table.name}
        table.close({member: Text.same(f'figures."{name}"') for member, name in inside.items()})

    def _name(self, table: Table, names: Sequence[str]) -> None:
        """Take what figures are called, what help they have and who reports them."""
        title = NarrowedKeys.title.take(table)
        if title is not None:
            labels = self._labels(names[0], title)
            for name in names:
                self._say(table, "title", name, labels[name])
        said: dict[Naming, object] = {"help": NarrowedKeys.help.take(table), "by": NarrowedKeys.by.take(table)}
        for key, value in said.items():
            for name in names if value is not None else ():
                self._say(table, key, name, value)

    def _labels(self, name: str, title: Text) -> Mapping[str, Text]:
        figure = self._specs[name].many or name
        declared = figures_class(self._built.criterion).dvk_declared[figure]
        return column_labels(figure, declared, self._built.settings, title)

    def _say(self, table: Table, key: Naming, name: str, value: object) -> None:
        """Let the scheme say something of a figure, once: of all columns together, or of each by itself."""
        first = self._origins.setdefault((name, key), table)
        if first is not table:
            table.say("DVK-S210", key, figure=name, key=key, other=f"figures.{first.name}")
            return
        said: dict[str, Any] = {_FIELDS[key]: value}
        self._change(name, lambda spec: attrs.evolve(spec, **said, named=spec.named | {_FIELDS[key]}))

    def _bound(self, table: Table, names: Sequence[str], top: str) -> None:
        """Let figures be no more than another one: of many columns, each no more than the one of its own name."""
        known = [name for name, spec in self._specs.items() if name not in names and spec.kind not in ANSWERS]
        wrong: dict[Text, None] = {}
        for name in names:
            target = self._target(name, top)
            if target is None:
                near = nearest(top, known)
                table.say("DVK-S131", "at_most", what=FIGURE, value=top, nearest=near, known=listed(known))
                return
            reason = self._unbindable(self._specs[name], self._specs[target])
            if reason is None:
                self._say(table, "at_most", name, target)
            else:
                wrong[reason] = None
        for reason in wrong:
            table.say("DVK-S211", "at_most", figure=table.name, top=top, reason=reason)

    def _target(self, name: str, top: str) -> str | None:
        if top in self._specs:
            return top
        same = f"{top}{name.removeprefix(self._specs[name].many or name)}"
        return same if same in self._specs and self._specs[same].many == top else None

    def _unbindable(self, spec: FigureSpec, top: FigureSpec) -> Text | None:
        """Tell why a figure cannot be held to another one; what the plugin demands it may prove its points by."""
        if spec.shared:
            return _SHARED
        if spec.name == top.name:
            return _SELF
        if top.kind in ANSWERS:
            return _ANSWER
        demanded = spec.at_most is not None and (spec.name, "at_most") not in self._origins
        if demanded and (spec.at_most != top.name or spec.plus):
            rule = f"{' + '.join((spec.name, *spec.plus))} ≤ {spec.at_most}"
            return Text(vi=f"plugin đã quy định {rule}", en=f"the plugin demands {rule}")
        return None

    def _refuse_alike(self) -> None:
        """Refuse titles of the scheme by which two figures of one criterion could not be told apart."""
        called: dict[tuple[Language, str], list[str]] = {}
        for name, spec in self._specs.items():
            for read in _read_as(spec.label):
                called.setdefault(read, []).append(name)
        told: set[str] = set()
        for name, table in self._tables("title"):
            label = self._specs[name].label
            alike = max((called[read] for read in _read_as(label)), key=len)
            if len(alike) > 1 and not told.intersection(alike):
                table.say("DVK-S209", "title", title=label, figures=listed(alike))
                told.update(alike)

    def _refuse_circles(self) -> None:
        """Refuse figures each of which is no more than the next, and the last no more than the first."""
        told: set[str] = set()
        for name, table in self._tables("at_most"):
            circle = [name]
            while (above := self._specs[circle[-1]].at_most) is not None and above not in circle:
                circle.append(above)
            if above == name and not told.intersection(circle):
                reason = Text.same(" ≤ ".join((*circle, name)))
                table.say("DVK-S211", "at_most", figure=name, top=self._specs[name].at_most, reason=reason)
                told.update(circle)

    def _tables(self, key: Naming) -> Iterator[tuple[str, Table]]:
        """Give the figures of which the scheme says this, and where."""
        return ((name, table) for (name, owner), table in self._origins.items() if owner == key)

    def _change(self, name: str, change: Callable[[FigureSpec], FigureSpec]) -> None:
        for specs in self._variants:
            specs[name] = change(specs[name])


def _read_as(title: Text) -> tuple[tuple[Language, str], ...]:
    """Give a title as it is read in each language."""
    return ("vi", title.vi.casefold()), ("en", title.en.casefold())


def _joined(same: Sequence[FigureSpec]) -> FigureSpec:
    return attrs.evolve(same[0], low=min(spec.low for spec in same), high=max(spec.high for spec in same))
