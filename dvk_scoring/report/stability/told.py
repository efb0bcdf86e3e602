"""A study of stability in words and rows, in one language: what the terminal and the page both say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.analysis.stability import Stability, Turn, UnitStability, Weight
from dvk_scoring.catalogue import listed
from dvk_scoring.formula.show import show_number, show_points
from dvk_scoring.report.stability.words import WORDS
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.text import Language, Sayer
from dvk_scoring.unit_names import called

_SURE: Final = 3
"""Names that a sentence lists before it counts the others."""
NONE: Final = "–"


@attrs.frozen
class Rows:
    """A table: headings, and rows of texts; the first ``words`` columns are words, the others numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1


class Told:
    """Tells a study in one language."""

    def __init__(self, study: Stability, language: Language) -> None:
        """Keep both, and the names of units, criteria and titles."""
        self.study, self.language = study, language
        self.say = Sayer(WORDS, language, **entrant_words(study.result.scheme.entrant, language))
        result = study.result
        self.names = {unit.unit: unit.name or unit.unit for unit in study.units}
        self.criteria = {key: use.title.in_(language) for key, use in result.scheme.scored.items()}
        self.titles = {key: title.title.in_(language) for key, title in result.scheme.titles.items()}

    @property
    def title(self) -> str:
        """The title of the scheme."""
        return self.study.result.scheme.title.in_(self.language)

    @property
    def reach(self) -> str:
        """How far a weight is taken alone, in per cent."""
        return self.number(100 * self.study.spread.reach)

    def number(self, value: Fraction | int, places: int | None = None) -> str:
        """Write a number."""
        return show_number(Fraction(value), self.language, places)

    def some(self, value: Fraction | None, places: int) -> str:
        """Write a number, or that there is none."""
        return NONE if value is None else show_points(value, places, self.language)

    def percent(self, count: int) -> str:
        """Write a share of the draws in per cent with one decimal; what is not all or nothing is never said to be."""
        whole = self.study.draws
        if count in (0, whole):
            return self.number(100 if count else 0)
        return self.number(min(Fraction(999, 10), max(Fraction(1, 10), Fraction(100 * count, whole))), 1)

    def drawn(self) -> Iterator[str]:
        """Say what was drawn, line by line."""
        study, spread, say = self.study, self.study.spread, self.say
        if study.result.illustrative:
            yield say("sample")
        yield say("draws", draws=self.number(study.draws), seed=spread.seed)
        step = self.number(study.step)
        share = self.number(100 * spread.share)
        yield say(
            "way_none" if study.way is None else f"way_{study.way}",
            share=share,
            step=step,
            precision=self.number(spread.precision),
        )
        if spread.params:
            yield say("params" if study.params else "no_params", share=self.number(100 * spread.params))
        if spread.figures:
            yield say("figures", share=self.number(100 * spread.figures))
        if spread.judges:
            yield say("judges", count=spread.judges)
        if spread.keep:
            yield say("keep", criteria=listed([self.criteria[key] for key in spread.keep]))
        if study.refused:
            yield say("refused", count=self.number(study.refused))

    def summary(self) -> Iterator[str]:
        """Say the whole in a few sentences."""
        study, say = self.study, self.say
        draws = self.number(study.draws)
        if self.titles:
            yield say("same", share=self.percent(study.same), count=self.number(study.same), draws=draws)
        if study.shift is not None:
            yield say("shift", shift=self.some(study.shift, 2))
        if study.open:
            yield say("open", share=self.percent(study.open))
        if study.anew:
            yield say("anew", count=self.number(study.anew))
        for key, title in self.titles.items():
            yield from self._title(key, title)

    def _title(self, key: str, title: str) -> Iterator[str]:
        counts = {unit.unit: unit.titles[key].get("proposed", 0) for unit in self.study.units}
        sure = [unit for unit, count in counts.items() if count == self.study.draws]
        if sure:
            yield self.say("sure", title=title, names=self.some_names(sure))
        nearest = next((turn for turn in self.study.turns if turn.title == key), None)
        if nearest is not None:
            yield self.turn(nearest)
        elif any(weight.down is not None for weight in self.study.weights):
            yield self.say("no_turn", title=title)

    def some_names(self, units: Sequence[str]) -> str:
        """Name the first of several units, and count the rest."""
        shown = ", ".join(called(unit, self.names[unit]) for unit in units[:_SURE])
        return shown if len(units) <= _SURE else f"{shown} … (+{len(units) - _SURE})"

    def turn(self, turn: Turn) -> str:
        """Say at which weight a title turns, and what happens then."""
        return self.say(
            "hangs",
            title=self.titles[turn.title],
            criterion=self.criteria[turn.criterion],
            clusters=self.clusters(turn.kinds),
            weight=self.number(turn.weight),
            from_at=self.from_at(turn),
            what=self.happens(turn),
        )

    def from_at(self, turn: Turn) -> str:
        """Say from which weight on, upwards or downwards."""
        return self.say("upwards" if turn.at > turn.weight else "downwards", at=self.number(turn.at))

    def happens(self, turn: Turn) -> str:
        """Say whom a turn gives the title and whom it takes it from."""
        gains, losses, undecided = (self.some_names(units) for units in (turn.gains, turn.losses, turn.undecided))
        parts = []
        if turn.gains and turn.losses:
            parts.append(self.say("goes", gains=gains, losses=losses))
        elif turn.gains:
            parts.append(self.say("gains", gains=gains))
        elif turn.losses:
            parts.append(self.say("losses", losses=losses))
        if turn.undecided:
            parts.append(self.say("undecided", undecided=undecided))
        return "; ".join(parts) or self.say("settled")

    def clusters(self, kinds: Sequence[str]) -> str:
        """Name the clusters that are weighed alike, where not all are."""
        scheme = self.study.result.scheme
        if len(kinds) == len(scheme.kinds):
            return ""
        titles = [cluster.title.in_(self.language) for cluster in scheme.clusters.values() if cluster.kind in kinds]
        return f" ({listed(titles)})"

    def units(self) -> Rows:
        """Give a row for each unit: rank, interval, median."""
        say = self.say
        rows = [
            (self.names[unit.unit], NONE if unit.rank is None else str(unit.rank), self.interval(unit),
             NONE if unit.median is None else str(unit.median), *(self.held(unit, key) for key in self.titles))
            for unit in self.study.units
        ]  # fmt: skip
        return Rows((say("unit"), say("rank"), say("interval"), say("median"), *self.titles.values()), tuple(rows))

    def interval(self, unit: UnitStability) -> str:
        """Write the interval of a rank."""
        return NONE if unit.low is None else f"{unit.low}–{unit.high}"

    def held(self, unit: UnitStability, title: str) -> str:
        """Write how often a unit is proposed for a title, and how often it is undecided."""
        states = unit.titles[title]
        proposed = self.percent(states.get("proposed", 0))
        open_ = states.get("undecided", 0)
        return f"{proposed} +{self.percent(open_)}" if open_ else proposed

    def weights(self, weights: Sequence[Weight]) -> Rows:
        """Give a row for each weight of units that are weighed alike."""
        say, total = self.say, self.study.result.scheme.total
        known = {sensitivity.criterion: sensitivity for sensitivity in self.study.sensitivity}
        heads = [say("criterion"), say("weight"), say("nominal"), say("effective"), say("with_total")]
        heads += [say("lower", share=self.reach), say("higher", share=self.reach)]
        heads += [say("first"), say("total_index")] if known else []
        rows = []
        for weight in weights:
            row = [
                self.criteria[weight.criterion],
                self.number(weight.weight),
                self.number(100 * weight.weight / total, 1),
            ]
            row += [
                NONE if weight.effective is None else self.number(100 * weight.effective, 1),
                self.some(weight.with_total, 2),
            ]
            row += [self.some(weight.down, 2), self.some(weight.up, 2)] if weight.drawn else [say("held_fixed")] * 2
            if known:
                weighed = known.get(weight.criterion)
                row += [self.some(weighed.first, 4), self.some(weighed.total, 4)] if weighed else [NONE, NONE]
            rows.append(tuple(row))
        return Rows(tuple(heads), tuple(rows))

    def groups(self) -> Mapping[tuple[str, ...], list[Weight]]:
        """Give the weights of units that are weighed alike, together."""
        groups: dict[tuple[str, ...], list[Weight]] = {}
        for weight in self.study.weights:
            groups.setdefault(weight.kinds, []).append(weight)
        return groups

    def turns(self, most: int) -> Rows:
        """Give a row for each weight at which a title turns, the nearest first and no more than so many."""
        say = self.say
        rows = [
            (self.titles[turn.title], self.criteria[turn.criterion] + self.clusters(turn.kinds),
             self.number(turn.weight), self.from_at(turn), self.happens(turn))
            for turn in self.study.turns[:most]
        ]  # fmt: skip
        return Rows((say("title"), say("criterion"), say("weight"), say("at"), say("what")), tuple(rows), words=5)

    def more_turns(self, most: int) -> str:
        """Say how many turns lie farther away than those; nothing where there are none."""
        rest = len(self.study.turns) - most
        return self.say("more_turns", count=rest) if rest > 0 else ""

    def left_out(self) -> Rows:
        """Give a row for each criterion that is left out."""
        say = self.say
        rows = []
        for left in self.study.left_out:
            if left.problems:
                codes = listed(dict.fromkeys(each.code for each in left.problems))
                rows.append((self.criteria[left.criterion], say("cannot", codes=codes), NONE, NONE))
            else:
                names = self.some_names(left.titles) if left.titles else say("none")
                rows.append((self.criteria[left.criterion], names, self.some(left.shift, 2), str(left.moved)))
        return Rows((say("criterion"), say("changed"), say("moves"), say("moved")), tuple(rows), words=2)

    def together(self) -> Rows:
        """Give the correlations of each two criteria as a square."""
        keys = list(self.criteria)
        known = {(pair.one, pair.other): pair.correlation for pair in self.study.together}
        rows = tuple(
            (f"{at}. {self.criteria[key]}", *(self.some(known.get((other, key)), 2) if other in keys[: at - 1] else ""
                                              for other in keys[:-1]))
            for at, key in enumerate(keys, start=1)
        )  # fmt: skip
        return Rows((self.say("criterion"), *(str(at) for at in range(1, len(keys)))), rows)

    def panels(self) -> Iterator[tuple[str, Rows]]:
        """Give for each panel what is said of it, and a row for each judge."""
        say = self.say
        columns = self.study.result.figures.columns
        for panel in self.study.panels:
            rows = tuple(
                (columns[judge.figure].spec.label.in_(self.language), self.some(judge.severity, 2), str(judge.units))
                for judge in panel.judges
            )
            agreed = f"{say('agreement')}: {self.some(panel.agreement, 2)} ({say('marked')}: {panel.units})"
            heads = (say("judge"), say("severity"), say("marked"))
            yield f"{self.criteria.get(panel.criterion, panel.criterion)} – {agreed}", Rows(heads, rows)
