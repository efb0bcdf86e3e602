"""How sure a result is: the same competition drawn many times, each time scored as ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.analysis.stability import (
    LeftOut,
    Sensitivity,
    Spread,
    Stability,
    Weight,
)
from dvk_scoring.arguments import FOLDERS, NAME, RESULT, SPREAD, WHOLE, check_arguments
from dvk_scoring.catalogue import listed
from dvk_scoring.engines import EngineName
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, problem, sort_problems
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scoring.result import Result
from dvk_scoring.studies.between import effective, panels, together
from dvk_scoring.studies.draws import Draws
from dvk_scoring.studies.field import Competition, Field, lacking
from dvk_scoring.studies.laid import Laid, Panel, can_spare, panels_of, tried_params
from dvk_scoring.studies.order import Order
from dvk_scoring.studies.sobol import check_library, sobol_indices
from dvk_scoring.studies.tally import Placing, Tally, Ties, mean, placing_of, placings, wanted
from dvk_scoring.studies.turns import find_turns
from dvk_scoring.studies.weights import Weights
from dvk_scoring.text import Text
from dvk_scoring.trials import result_without
from dvk_scoring.written import plain, with_numbers

MOST_DRAWS: Final = 100_000
MOST_PRECISION: Final = 1_000_000
MOST_SOBOL: Final = 4096


def stability(
    result: Result,
    spread: Spread | None = None,
    *,
    sobol: int = 0,
    engine_name: EngineName | None = None,
    plugins: Sequence[Path] = (),
) -> Stability:
    """Study how sure a result is: draw weights, params, figures and judges, and score each draw as ever.

    Draws are whole numbers from the first (weights in steps of a stated grid) and each is scored exactly, all side by
    side in one frame: the same seed gives the same numbers on every machine and engine. What is undecided in a draw is
    counted as that; it is never guessed.

    Args:
        result: A scored competition.
        spread: What is drawn and how far; left out: 1,000 draws of weights up to a fifth more or less.
        sobol: Rows of the sample that Sobol indices of weights are estimated from, a power of two up to 4,096, each up
            to ``share`` of the spread more or less (a fifth where weights are not drawn so); 0: none. Needs SALib.
        engine_name: Where it runs; the digits are the same.
        plugins: Folders of plugins besides those that the scheme names.

    Units:
        Ranks and mean shifts are places; weights are points of the scheme's total.

    Missing:
        Units without a rank in a draw count in none of its ranks. Draws that a formula calls an error are counted as
        refused.

    Raises:
        DvkError: All that is wrong with the spread; nothing can be drawn; a formula's range cannot be proved over all
            that would be drawn; SALib is not installed.

    Source:
        OECD and JRC, Handbook on constructing composite indicators (2008), step 7; Saisana, Saltelli and Tarantola,
        Uncertainty and sensitivity analysis techniques as tools for the quality assessment of composite indicators,
        Journal of the Royal Statistical Society A 168 (2005): ranks under drawn weights, mean shift in rank, Sobol
        indices of it, a criterion left out.
    """
    check_arguments(
        result=(result, RESULT),
        spread=(spread, SPREAD.or_none()),
        sobol=(sobol, WHOLE),
        engine_name=(engine_name, NAME.or_none()),
        plugins=(plugins, FOLDERS),
    )
    return Study(result, spread or Spread(), sobol, engine_name, plugins).told()


class Study:
    """One study, step by step."""

    def __init__(
        self,
        result: Result,
        spread: Spread,
        sobol: int = 0,
        engine_name: EngineName | None = None,
        plugins: Sequence[Path] = (),
    ) -> None:
        """Look at what can be drawn.

        Raises:
            DvkError: All that is wrong with what is asked.
        """
        self.result, self.spread, self.sobol, self.plugins = result, spread, sobol, plugins
        scheme = result.scheme
        self.weights = Weights.of(scheme, spread.keep)
        self.way = spread.way if self.weights.vary else None
        self.problems: list[Problem] = []
        wrong = [*_wrong(spread, sobol), *self._unknown()]
        if wrong:
            raise DvkError(wrong)
        if sobol:
            check_library()
        self.params = tried_params(scheme, spread.params)
        self.order = Order.of(scheme, self.params)
        self.kept, self.crossed = 0, list[str]()
        self.laid = Laid.of(result, self._panels())
        self._check()
        # Weights that stay are those of the scheme to the last digit, of which a grid has but the nearest.
        drawn = attrs.evolve(self.weights, drawn=()) if spread.way is None else self.weights
        self.field = Field(result, drawn, self.params, self.laid.ranges(spread.figures, spread.judges), engine_name)
        self._weighed = Field(result, self.weights, engine_name=engine_name) if spread.way is None else self.field
        self.base = placing_of(result, self.field.units)
        self.ties = Ties(result, self.field.units, self.field.frame["cluster"].to_list(), result.rulings)
        self.anew = 0

    def _unknown(self) -> Iterator[Problem]:
        scored = self.result.scheme.scored
        for key in self.spread.keep:
            if key not in scored:
                yield problem("DVK-O854", criterion=key, nearest=nearest(key, scored), known=listed(scored))

    def _panels(self) -> Mapping[str, Panel]:
        """Give the panels of which judges can be left out, and note the others.

        Raises:
            DvkError: There is none.
        """
        if not self.spread.judges:
            return {}
        by_criterion = panels_of(self.result)
        count = self.spread.judges
        spared = {key: panel for key, panel in by_criterion.items() if can_spare(self.result, key, panel, count)}
        short = named_criteria(self.result.scheme, (key for key in by_criterion if key not in spared))
        if not spared:
            raise DvkError([problem("DVK-O855", judges=count, criteria=short if by_criterion else "")])
        if len(spared) < len(by_criterion):
            self.problems.append(problem("DVK-O858", judges=count, criteria=short))
        return spared

    def _check(self) -> None:
        scheme, spread = self.result.scheme, self.spread
        fixed = [key for key in scheme.scored if key not in self.weights.drawn and key not in spread.keep]
        place, stay = Place(file=scheme.path), named_criteria(scheme, fixed)
        if fixed:
            self.problems.append(problem("DVK-O857", place, criteria=stay))
        if not (self.way is not None or self.params or spread.figures or self.laid.panels):
            asked = fixed and spread.way is not None
            raise DvkError([problem("DVK-O863", place, criteria=stay) if asked else problem("DVK-O853")])
        step = self.weights.step
        odd = [group for group in self.weights.groups if self.weights.to_share(group) % step]
        if odd:
            raise DvkError([problem("DVK-O859", step=str(step), sum=str(self.weights.to_share(odd[0])))])

    def told(self) -> Stability:
        """Do all of it."""
        tally, refused = Tally(self.result, self.base, self.field.units), 0
        for placing in self._placings(self.field, self.drawn(), self.spread.draws):
            if placing is None:
                refused += 1
            else:
                tally.add(placing)
        anew = self.anew
        if not tally.draws:
            raise DvkError([problem("DVK-O860", draws=refused)])
        turns = find_turns(self.weights, self.base, self.field.units, self._sure) if self.weights.vary else []
        result = self.result
        return Stability(
            result=result,
            spread=self.spread,
            way=self.way,
            step=self.weights.step,
            params=len(self.params),
            draws=tally.draws,
            refused=refused,
            same=tally.same,
            open=tally.open,
            anew=anew,
            kept=self.kept,
            shift=mean(tally.shifts),
            units=tally.told(),
            weights=tuple(self._weights()),
            turns=tuple(turns),
            left_out=tuple(self._without(key) for key in result.scheme.scored) if len(result.scheme.scored) > 1 else (),
            sensitivity=tuple(self._sensitivity()),
            together=together(result),
            panels=panels(result),
            problems=sort_problems([*self.problems, *self._told_kept()]),
        )

    def _told_kept(self) -> Iterator[Problem]:
        if self.kept:
            criteria = named_criteria(self.result.scheme, self.crossed)
            yield problem("DVK-O862", count=self.kept, draws=self.spread.draws, criteria=criteria)

    def drawn(self) -> Iterator[Competition]:
        """Draw the competitions: what is drawn of one thing does not hang on whether others are drawn."""
        spread, seed = self.spread, self.spread.seed
        self.kept, self.crossed = 0, []
        weights, params, figures, judges = (Draws(seed, of) for of in ("weights", "params", "figures", "judges"))
        for _ in range(spread.draws):
            tried = self.weights.draw(spread, weights)
            drawn = {param.column: params.between(param.low, param.high) for param in self.params}
            ordered, crossed = self.order.kept(drawn)
            if crossed:
                self.kept += 1
                self.crossed += (bound.criterion for bound in crossed if bound.criterion not in self.crossed)
            laid = self.laid.drawn(spread.figures, figures) if spread.figures else {}
            yield Competition(tried, ordered, self.laid.without_judges(laid, spread.judges, judges))

    def _placings(self, field: Field, competitions: Iterable[Competition], count: int) -> Iterator[Placing | None]:
        """Score competitions; None: one that a formula calls an error."""
        asked = [*wanted(self.result), *self.ties.wanted]
        for scored in field.scored(competitions, count, self.result.rulings, asked):
            placed: list[Placing | None] = list(placings(scored, self.result))
            broken: dict[tuple[Ruling, ...], list[int]] = {}
            for at in range(scored.count):
                if acts := self.ties.broken(scored, at):
                    broken.setdefault(acts, []).append(at)
            for acts, places in broken.items():
                self.anew += len(places)
                again = [scored.competitions[at] for at in places]
                kept = [ruling for ruling in self.result.rulings if ruling not in acts]
                anew = field.scored(again, len(again), kept, wanted(self.result))
                others = (placing for part in anew for placing in placings(part, self.result))
                for at, placing in zip(places, others, strict=True):
                    placed[at] = placing
            for at in range(scored.count):
                yield None if lacking(scored, at) else placed[at]

    def _sure(self, competitions: Sequence[Competition]) -> Iterator[Placing]:
        """Score competitions that differ in weights alone, which no formula reads."""
        laid = (attrs.evolve(each, params=self.order.still) for each in competitions)
        for placing in self._placings(self._weighed, laid, len(competitions)):
            assert placing is not None
            yield placing

    def _weights(self) -> Iterator[Weight]:
        """Tell of each weight, with the mean shift where it alone is the least and the most of the share."""
        weights, reach = self.weights, self.spread.reach
        ways = (1 - reach, 1 + reach) if weights.vary else ()
        asked = [(key, way) for key in weights.drawn for way in ways]
        placed = self._sure([Competition(weights.tried({key: factor})) for key, factor in asked])
        placing = dict(zip(asked, placed, strict=True))
        for group in weights.groups:
            known = effective(self.result, group)
            rows = {row for row, kind in enumerate(self.field.kinds) if kind in group.kinds}
            for key, points in group.weights.items():
                apart = [mean([placing[key, way].shift(self.base, rows)]) for way in ways if key in weights.drawn]
                down, up = apart or (None, None)
                share, with_total = known[key]
                yield Weight(key, group.kinds, points, key in weights.drawn, share, with_total, down, up)

    def _without(self, key: str) -> LeftOut:
        """Leave a criterion out, as ``what_if`` does; the other weights keep their proportion."""
        relative = {} if self.result.scheme.weights == "relative" else {"scheme.weights": "relative"}
        try:
            scored = result_without(self.result, relative, without=[f"criteria.{key}"], plugins=self.plugins)
        except DvkError as error:
            return LeftOut(key, None, 0, (), tuple(fault for fault in error.problems if fault.severity == "error"))
        after = placing_of(scored, self.field.units)
        moved = sum(1 for a, b in zip(self.base.ranks, after.ranks, strict=True) if a != b)
        others = [
            unit
            for row, unit in enumerate(self.field.units)
            if any(states[row] != after.titles[title][row] for title, states in self.base.titles.items())
        ]
        return LeftOut(key, mean([after.shift(self.base)]), moved, tuple(others))

    def _sensitivity(self) -> Iterator[Sensitivity]:
        weights, reach = self.weights, self.spread.reach
        if not self.sobol or not weights.vary:
            return

        def answers(rows: Sequence[Sequence[Fraction]]) -> list[Fraction]:
            factors = [
                {key: 1 + reach * (2 * number - 1) for key, number in zip(weights.drawn, row, strict=True)}
                for row in rows
            ]
            scored = self._sure([Competition(weights.tried(factor)) for factor in factors])
            return [mean([placing.shift(self.base)]) or Fraction(0) for placing in scored]

        pairs = sobol_indices(len(weights.drawn), self.sobol, answers)
        for key, (first, total) in zip(weights.drawn, pairs, strict=True):
            yield Sensitivity(key, first, total)


def named_criteria(scheme: Scheme, keys: Iterable[str]) -> Text:
    """List criteria by title, each with its id behind."""
    titles = [(scheme.criteria[key].title, key) for key in keys]
    vi, en = (listed(f"{title.in_(language)} ({key})" for title, key in titles) for language in ("vi", "en"))
    return Text(vi=vi, en=en)


def _wrong(spread: Spread, sobol: int) -> Iterator[Problem]:
    """Tell of what lies out of its range."""
    numbers = (
        ("--draws", spread.draws, 1, MOST_DRAWS),
        ("--weights dirichlet:N", spread.precision, 1, MOST_PRECISION),
        ("--judges", spread.judges, 0, MOST_DRAWS),
    )
    for what, number, low, high in numbers:
        if not low <= number <= high:
            yield problem("DVK-O851", what=what, got=number, low=low, high=high)
    if sobol and not (2 <= sobol <= MOST_SOBOL and sobol & (sobol - 1) == 0):
        yield problem("DVK-O861", got=sobol, most=MOST_SOBOL)
    shares = {"--params": spread.params, "--uncertainty": spread.figures}
    if spread.way == "share":
        shares["--weights"] = spread.share
    for what, got in shares.items():
        if not 0 <= got <= 1 or (what == "--weights" and got == 0):
            yield problem("DVK-O852", what=what, got=with_numbers(f"{plain(100 * got)}%"))
