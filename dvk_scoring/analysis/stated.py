"""What of a scheme has a state in each unit: criteria, bonuses, penalties, and figures that conditions look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs
import narwhals as nw

from dvk_scoring.analysis.following import applies
from dvk_scoring.formula import names
from dvk_scoring.formula.state import State
from dvk_scoring.law.conditions import figure_of, tests_of
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language, Text

_LACKS: Final = Text(vi="{titles} chưa báo cáo", en="{titles} not reported")
_HANGS: Final = Text(vi="còn tùy số liệu của {entrant} khác", en="hangs on what others have not reported")
_FIGURE: Final = Text(vi="Số liệu “{figure}”", en="Figure “{figure}”")
_FIGURE_OF: Final = Text(vi="Số liệu “{figure}” của “{owner}”", en="Figure “{figure}” of “{owner}”")


@attrs.frozen
class Stated:
    """Something with a state: the output column of it, how it is called, and the clusters that have it."""

    column: str
    title: Text
    clusters: tuple[str, ...]

    def units(self, frame: nw.DataFrame[Any], state: State) -> list[str]:
        """Give the ids of the units in which it is in a state."""
        there = frame[self.column] == int(state)
        if not there.any():
            return []
        return [str(unit) for unit in frame["unit"].filter(there & frame["cluster"].is_in(self.clusters)).to_list()]


def stated(result: Result) -> Iterator[Stated]:
    """Give everything with a state, in the order of the scheme."""
    scheme = result.scheme
    for owners in (scheme.criteria, scheme.bonuses, scheme.penalties):
        for key, owner in owners.items():
            clusters = tuple(cluster for cluster in scheme.clusters if applies(scheme, owner, cluster))
            yield Stated(names.state(key), owner.title, clusters)
    for of in result.plan.figures:
        yield Stated(names.figure(of), _figure_title(scheme, of), tuple(scheme.clusters))


def told_open(result: Result, units: Sequence[str], language: Language) -> Iterator[tuple[str, str]]:
    """Tell of units of which something is open what is not reported of them; if nothing, it hangs on other units."""
    lacking: dict[str, list[str]] = {unit: [] for unit in units}
    rows = result.frame.filter(nw.col("unit").is_in(units))
    settling = _settling(result.scheme)
    for part in (each for each in stated(result) if lacking and each.column in settling):
        for unit in part.units(rows, State.NOT_REPORTED):
            lacking[unit].append(part.title.in_(language))
    for unit, titles in lacking.items():
        entrant = result.scheme.entrant.in_(language)
        yield unit, (_LACKS if titles else _HANGS).in_(language).format(titles=", ".join(titles), entrant=entrant)


def _settling(scheme: Scheme) -> set[str]:
    """Give the columns of what class and titles may wait for: a bonus never, nor what serves tie-breaks alone."""
    looked_at = {single.of for test, _ in tests_of(scheme) for single in test.single}
    return {*map(names.state, (*scheme.scored, *scheme.penalties)), *map(names.figure, looked_at)}


def _figure_title(scheme: Scheme, of: str) -> Text:
    figure = figure_of(scheme, of)
    assert figure is not None, of
    _, spec, criterion = figure
    owner = Text.same("") if criterion is None else scheme.criteria[criterion].title
    template = _FIGURE if criterion is None else _FIGURE_OF
    return Text(
        vi=template.vi.format(figure=spec.label.vi, owner=owner.vi),
        en=template.en.format(figure=spec.label.en, owner=owner.en),
    )
