"""A comparison in words: what was replayed, what could not be, and a paragraph a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeVar

from dvk_scoring.analysis.causes import CAUSES, Cause, ComparedResults, ComparedUnit, Step
from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.analysis.standing import Standing
from dvk_scoring.analysis.trial import FigureChange
from dvk_scoring.formula.show import show_signed
from dvk_scoring.report.changes.told import tell_changes
from dvk_scoring.report.changes.units import UnitRows
from dvk_scoring.report.one_line import OneLine
from dvk_scoring.scoring.state_words import TITLE
from dvk_scoring.text import Language, Sayer, Text, capital
from dvk_scoring.unit_names import called

T = TypeVar("T")
_HEADS: Final[Mapping[Cause, Text]] = {
    "left": Text(vi="thôi tham gia", en="left"),
    "came": Text(vi="mới tham gia", en="came"),
    "rulings": Text(vi="quyết định", en="rulings"),
}
_SAID: Final[Mapping[str, Text]] = {
    "order": Text(
        vi="Nguyên nhân, thay lần lượt theo thứ tự này rồi tính lại: {causes}.",
        en="Causes, replaced one after the other in this order and scored each time: {causes}.",
    ),
    "none": Text(vi="Không nguyên nhân nào khác nhau.", en="No cause differs."),
    "together": Text(
        vi="Không tách được {causes}: giữa hai bên không có cuộc thi đua nào tính điểm được. {reason}",
        en="Not told apart: {causes}. There is no competition between them that could be scored. {reason}",
    ),
    "not_replayed": Text(
        vi="Không có đủ bảng điểm, số liệu của cả hai bên để tính lại: không biết nguyên nhân nào làm đổi bao nhiêu.",
        en="Without the inputs of both sides nothing is replayed: how much came by which cause is unknown.",
    ),
    "day": Text(vi="ngày tính", en="day of scoring"),
    "differ": Text(vi="Khác nhau: {causes}.", en="What differs: {causes}."),
    "unknown": Text(vi="Không biết có khác nhau không: {causes}.", en="Not known whether it differs: {causes}."),
    "and": Text(vi=" và ", en=" and "),
    "total_same": Text(vi="Tổng điểm vẫn là {value}{parts}.", en="The total stays {value}{parts}."),
    "total": Text(vi="Tổng điểm {old} → {new}{change}{parts}.", en="Total {old} → {new}{change}{parts}."),
    "rank_same": Text(vi="Vẫn hạng {value}{parts}.", en="The rank stays {value}{parts}."),
    "rank": Text(vi="Hạng {old} → {new}{parts}.", en="Rank {old} → {new}{parts}."),
    "rank_none": Text(vi="Không có hạng ({value}){parts}.", en="No rank ({value}){parts}."),
    "total_none": Text(vi="Không có tổng điểm{parts}.", en="No total{parts}."),
    "class_none": Text(vi="Không được xếp loại{parts}.", en="No class{parts}."),
    "class_same": Text(vi="Xếp loại vẫn là {value}{parts}.", en="The class stays {value}{parts}."),
    "class": Text(vi="Xếp loại: {old} → {new}{parts}.", en="Class: {old} → {new}{parts}."),
    "title": Text(vi="“{name}”: {old} → {new}{parts}.", en="“{name}”: {old} → {new}{parts}."),
    "title_same": Text(vi="“{name}” vẫn là: {value}{parts}.", en="“{name}” stays: {value}{parts}."),
    "cluster": Text(vi="Chuyển cụm, khối: {old} → {new}.", en="Cluster: {old} → {new}."),
    "was": Text(vi="Trước đây mang mã {id}.", en="Its id was {id}."),
    "points": Text(vi="{name}: {old} → {new}{parts}.", en="{name}: {old} → {new}{parts}."),
    "points_same": Text(vi="{name}: vẫn {value}{parts}.", en="{name}: {value} as before{parts}."),
    "bonus": Text(vi="Thưởng “{name}”", en="Bonus “{name}”"),
    "penalty": Text(vi="Trừ “{name}”", en="Penalty “{name}”"),
    "criterion": Text(vi="“{name}”", en="“{name}”"),
    "figure": Text(vi="Số liệu {name} {old} → {new}.", en="Figure {name} {old} → {new}."),
    "parts": Text(vi=" ({parts})", en=" ({parts})"),
    "part": Text(vi="{causes} {change}", en="{causes} {change}"),
    "regrouped": Text(vi="{old} thành {new}", en="{old} became {new}"),
    "placed": Text(vi="{unit}, tổng điểm {total}, hạng {rank}", en="{unit}, total {total}, rank {rank}"),
}


class ComparedTeller:
    """Tells of one comparison in one language.

    Attributes:
        rows: What differs of a unit, as a row.
        awards: ``class`` and ``titles``, as far as either result has any.
    """

    def __init__(self, compared: ComparedResults, language: Language) -> None:
        """Keep what both call their parts."""
        self.compared, self.language = compared, language
        self.rows = UnitRows(compared.old.names, compared.new.names, language)
        self.places = max(compared.old.names.total_places, compared.new.names.total_places)
        self.point_places = max(compared.old.names.point_places, compared.new.names.point_places)
        self.say = Sayer(_SAID, language)
        tables = {"class": "classes", "titles": "titles"}
        named = (compared.old.names.parts, compared.new.names.parts)
        self.awards = [key for key, table in tables.items() if any(parts[table] for parts in named)]
        result = compared.new.result
        self._lines = None if result is None else OneLine(result, language)

    def causes(self, causes: Sequence[Cause]) -> str:
        """Name causes; several are one step."""
        return self.say("and").join(map(self._called, causes))

    def _called(self, cause: Cause) -> str:
        """Name a cause; of one scheme only the day can differ on which its dated entries are read."""
        one, other = self.compared.old.made, self.compared.new.made
        by_day = cause == "scheme" and one.scheme == other.scheme and one.as_of != other.as_of
        return self.say("day") if by_day else CAUSES[cause].in_(self.language)

    def basis(self) -> list[str]:
        """Say what was replayed in which order, and what could not be."""
        compared = self.compared
        if not compared.replayed:
            lines = [self.say("not_replayed")]
            for key, causes in (("differ", compared.differ), ("unknown", compared.unknown)):
                lines += [self.say(key, causes=self._listed(causes))] if causes else []
            return lines
        if not compared.steps:
            return [self.say("none")]
        told = [self.say("order", causes="; ".join(self.causes(step.causes) for step in compared.steps))]
        return [*told, *map(self._together, (step for step in compared.steps if step.problems))]

    def _together(self, step: Step) -> str:
        reason = step.problems[0].in_(self.language).split("\n")[0]
        return self.say("together", causes=self._listed(step.causes), reason=reason)

    def _listed(self, causes: Sequence[Cause]) -> str:
        return ", ".join(map(self._called, causes))

    def scheme(self) -> list[tuple[str, str]]:
        """Tell what changed of the scheme, each with what it belongs to before it."""
        if self.compared.scheme is None:
            return []
        return [(change.heading, change.text) for change in tell_changes(self.compared.scheme, self.language)]

    def rulings(self) -> tuple[list[str], list[str]]:
        """Tell the acts that the old result alone has, and those that the new one alone has."""
        if self.compared.rulings is None:
            return [], []
        both = [
            [
                f"{OneLine(side.result, self.language).act(act)} – {act.reason}"
                for act in acts
                if side.result is not None
            ]
            for side, acts in zip((self.compared.old, self.compared.new), self.compared.rulings, strict=True)
        ]
        return both[0], both[1]

    def placed(self, unit: Standing) -> str:
        """Tell where a unit of one side stands."""
        rank = self.rows.rank(unit.rank, unit.state)
        return self.say("placed", unit=called(unit.unit, unit.name), total=self.total(unit.total), rank=rank)

    def regrouped(self) -> list[str]:
        """Tell the units that were merged or split, side by side."""
        return [
            self.say(
                "regrouped", old=" + ".join(map(self.placed, group.old)), new=" + ".join(map(self.placed, group.new))
            )
            for group in self.compared.regrouped
        ]

    def total(self, value: Decimal | None) -> str:
        """Write a total."""
        return self.rows.points(value, self.places)

    def paragraph(self, unit: ComparedUnit) -> Paragraph:
        """Tell all that there is to tell of a unit; sentences."""
        return Paragraph(called(unit.change.unit, unit.change.name), tuple(self._sentences(unit)))

    def _sentences(self, unit: ComparedUnit) -> Iterator[str]:
        if unit.was != unit.change.unit:
            yield self.say("was", id=unit.was)
        if unit.cluster[0] != unit.cluster[1]:
            old, new = (self.rows.title("clusters", cluster) for cluster in unit.cluster)
            yield self.say("cluster", old=old, new=new)
        yield self._total(unit)
        ranks = unit.values(lambda standing: self.rows.rank(standing.rank, standing.state))
        none = unit.path[0].rank is None and unit.path[-1].rank is None and ranks[0] == ranks[-1]
        yield self._told("rank", ranks, same="rank_none" if none else "rank_same")
        yield from self._awards(unit)
        for word, table, of in (("criterion", "criteria", "points"), ("bonus", "bonuses", "bonuses"),
                                ("penalty", "penalties", "penalties")):  # fmt: skip
            yield from self._points(unit, word, table, of)
        yield from map(self._figure, unit.figures)

    def _total(self, unit: ComparedUnit) -> str:
        values = unit.values(lambda standing: standing.total)
        parts = self._parts(values, self.places, self.total)
        old, new = self.total(values[0]), self.total(values[-1])
        if values[0] == values[-1]:
            return self.say("total_none" if values[0] is None else "total_same", value=new, parts=parts)
        alone = len(self._moves(values)) == 1 and bool(parts)  # then its part is the whole change
        first, last = values[0], values[-1]
        change = "" if first is None or last is None or alone else f" ({self.signed(last - first, self.places)})"
        return self.say("total", old=old, new=new, change=change, parts=parts)

    def _awards(self, unit: ComparedUnit) -> Iterator[str]:
        classes = unit.values(
            lambda standing: self.rows.klass(standing.klass, standing.class_open, standing.class_held)
        )
        if "class" in self.awards:
            last = unit.path[-1]
            none = classes[0] == classes[-1] and last.klass is None and not last.class_open
            yield self._told("class", classes, same="class_none" if none else None)
        for key in dict.fromkeys(key for standing in unit.path for key in standing.titles):
            words = [standing.titles.get(key, "no") for standing in unit.path]
            if len(set(words)) > 1:
                said = tuple(TITLE[word].in_(self.language) for word in words)
                yield self._told("title", said, name=self.rows.title("titles", key))

    def _told(self, key: str, values: Sequence[str], same: str | None = None, **named: str) -> str:
        moves = [f"{cause}: {old} → {new}" for cause, old, new in self._moves(values)]
        parts = self.say("parts", parts="; ".join(moves)) if len(moves) > 1 else self._single(values)
        if values[0] == values[-1]:
            return self.say(same or f"{key}_same", value=values[-1], parts=parts, **named)
        return self.say(key, old=values[0], new=values[-1], parts=parts, **named)

    def _single(self, values: Sequence[object]) -> str:
        """Name the one cause of a change; nothing where none was replayed."""
        causes = [cause for cause, _, _ in self._moves(values) if cause]
        return self.say("parts", parts=causes[0]) if causes else ""

    def _moves(self, values: Sequence[T]) -> list[tuple[str, T, T]]:
        """Give the steps at which something changes: causes, before, after."""
        steps = zip(self.compared.steps, values, values[1:], strict=False)
        return [(self.causes(step.causes), old, new) for step, old, new in steps if old != new]

    def _parts(self, values: Sequence[Decimal | None], places: int, show: Callable[[Decimal | None], str]) -> str:
        moves = self._moves(values)
        if not any(cause for cause, _, _ in moves):
            return ""
        if len(moves) == 1 and None in moves[0][1:]:
            return self.say("parts", parts=moves[0][0])
        told = [
            f"{cause}: {show(old)} → {show(new)}"
            if old is None or new is None
            else self.say("part", causes=cause, change=self.signed(new - old, places))
            for cause, old, new in moves
        ]
        return ": " + "; ".join(told)

    def heading(self, causes: Sequence[Cause]) -> str:
        """Name a step at the head of a column, where a word must do."""
        told = self.say("and").join(
            _HEADS[cause].in_(self.language) if cause in _HEADS else self._called(cause) for cause in causes
        )
        return capital(told)

    def parts(self, unit: ComparedUnit) -> list[str]:
        """Give what each step made of the total and, in brackets, of the rank; blank where it made nothing of them."""
        return [
            " ".join(filter(None, (self._part(old.total, new.total), self._step_rank(old, new))))
            for step, old, new in zip(self.compared.steps, unit.path, unit.path[1:], strict=False)
            if step.causes
        ]

    def _part(self, old: Decimal | None, new: Decimal | None) -> str:
        if old == new:
            return ""
        if old is None or new is None:
            return f"{self.total(old)} → {self.total(new)}"
        return self.signed(new - old, self.places)

    def _step_rank(self, old: Standing, new: Standing) -> str:
        ranks = [self.rows.rank(standing.rank, standing.state) for standing in (old, new)]
        return "" if ranks[0] == ranks[1] else f"({ranks[0]} → {ranks[1]})"

    def signed(self, value: Decimal, places: int) -> str:
        """Write a part with its sign, and all the decimals it has."""
        exponent = value.as_tuple().exponent
        return show_signed(value, self.language, max(places, -exponent if isinstance(exponent, int) else 0))

    def _points(self, unit: ComparedUnit, word: str, table: str, of: str) -> Iterator[str]:
        def show(value: Decimal | None) -> str:
            return self.rows.points(value, self.point_places)

        for key in dict.fromkeys(key for standing in unit.path for key in getattr(standing, of)):
            values = [getattr(standing, of).get(key) for standing in unit.path]
            if len({value or None for value in values}) > 1 if of != "points" else len(set(values)) > 1:
                parts = self._parts(values, self.point_places, show)
                name = self.say(word, name=self.rows.title(table, key))
                if values[0] == values[-1]:
                    yield self.say("points_same", name=name, value=show(values[-1]), parts=parts)
                else:
                    yield self.say("points", name=name, old=show(values[0]), new=show(values[-1]), parts=parts)

    def _figure(self, change: FigureChange) -> str:
        assert self._lines is not None
        spec = self._lines.result.figures.columns[change.column].spec
        old, new = (self._lines.cell(value, spec, kp=kp) for value, kp in (change.old, change.new))
        return self.say("figure", name=self._lines.figure(change.column), old=old, new=new)
