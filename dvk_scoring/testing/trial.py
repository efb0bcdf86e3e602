"""Units drawn by Hypothesis from what a criterion declares, and shrunk by it to the fewest and smallest that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion, BuiltCriterion, build, params_class
from dvk_scoring.criteria.decide import WEIGHT
from dvk_scoring.formula.exact import Outcome, UnitFigures, score_units
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec, ParamSpec
from dvk_scoring.formula.tree import Number
from dvk_scoring.formula.walk import walk
from dvk_scoring.testing.generate import Cell, Generated, step_of, steps_of, wholes_first
from dvk_scoring.testing.needed import require
from dvk_scoring.testing.single import Single, single

if TYPE_CHECKING:
    from hypothesis import settings
    from hypothesis.strategies import DrawFn, SearchStrategy

CLUSTERS: Final = ("c1", "c2", "c3")
WEIGHT_TRIED: Final = Fraction(15)
"""Points at most, in every trial."""
_MOST_UNITS: Final = 5
_SIZES: Final = (1, 2, 3, 5, 12, 100, 10_000, 10**12)
_MOST_STEPS: Final = 10**12
_MOST_PLACES: Final = 12
_QUARTERS: Final = (1, 2, 3)


@attrs.frozen
class Trial:
    """Units of one criterion: what is scored, and what a failure shrinks to.

    Attributes:
        built: The criterion with its settings.
        params: Value of each param, the same for all units.
        data: The units: cluster and figures of each.
    """

    built: BuiltCriterion
    params: Mapping[str, Fraction] = attrs.field(hash=False)
    data: Generated = attrs.field(hash=False)

    @property
    def factor(self) -> Fraction:
        """What a score is multiplied by to give points."""
        return WEIGHT_TRIED if self.built.criterion.gives == "score" else Fraction(1)

    def units(self) -> list[UnitFigures]:
        """Write the units for the reference reader."""
        return self.data.units(self.built.figures, self.params)

    def outcomes(self) -> list[Outcome]:
        """Score the units with the reference reader."""
        return score_units(self.built.tree, self.built.figures, self.units())

    def single(self) -> Single:
        """Make a scheme of the criterion alone, for the other readers."""
        made = dict(self.built.settings)
        return single(self.built.criterion, weight=WEIGHT_TRIED, settings=made, params=self.params, clusters=CLUSTERS)

    def taking(self, places: Sequence[int]) -> Trial:
        """Give the trial with these units only, in this order."""
        clusters = tuple(self.data.clusters[place] for place in places)
        return attrs.evolve(self, data=Generated(clusters, tuple(self.data.rows[place] for place in places)))


def build_tried(criterion: AnyCriterion, settings: Mapping[str, object] | None = None) -> BuiltCriterion:
    """Build a criterion for a trial; one that asks for its weight is given it.

    Raises:
        FormulaError: The author's formula is wrong.
    """
    weighed = {WEIGHT: WEIGHT_TRIED} if WEIGHT in params_class(criterion).dvk_settings else {}
    return build(criterion, {**(settings or {}), **weighed})


def units_of(
    criterion: AnyCriterion,
    *,
    settings: Mapping[str, object] | None = None,
    gaps: bool = True,
    most: int = _MOST_UNITS,
) -> SearchStrategy[Trial]:
    """Give a Hypothesis strategy of units in clusters, for properties of one's own.

    Figures keep to what is declared: range, places, step, ``at_most`` with ``plus``, choices. The ends, zero, the
    numbers that stand in the formula and their neighbours come up often. Params stand at their default, at an end or
    between. Units are dealt out to three clusters, so that some have one unit and some none.

    Args:
        criterion: The criterion.
        settings: Over its defaults.
        gaps: Also blanks and "not assigned" (KP).
        most: Units at most.

    Raises:
        DvkError: Hypothesis is not installed.
    """
    return trials((build_tried(criterion, settings),), gaps=gaps, most=most)


def trials(shapes: Sequence[BuiltCriterion], *, gaps: bool = True, most: int = _MOST_UNITS) -> SearchStrategy[Trial]:
    """Give the strategy of ``units_of`` for a criterion built with several settings; the first is the simplest."""
    require("hypothesis")
    from hypothesis import strategies as st

    @st.composite
    def trial(draw: DrawFn) -> Trial:
        built = draw(st.sampled_from(shapes))
        params = {spec.name: draw(st.sampled_from(_param_values(spec))) for spec in built.params}
        known = sorted({node.value for node in walk(built.tree) if isinstance(node, Number)} | set(params.values()))
        row = _row(built.figures, known, gaps=gaps)
        units = draw(st.lists(st.tuples(st.sampled_from(CLUSTERS), row), min_size=1, max_size=most))
        return Trial(
            built, params, Generated(tuple(cluster for cluster, _ in units), tuple(cells for _, cells in units))
        )

    return trial()


def draw_trials(strategy: SearchStrategy[Trial], examples: int, seed: int) -> list[Trial]:
    """Draw trials; the same seed draws the same."""
    drawn: list[Trial] = []
    _each(strategy, drawn.append, examples, seed)
    return drawn


def smallest(strategy: SearchStrategy[Trial], fails: Callable[[Trial], bool], examples: int, seed: int) -> Trial | None:
    """Give the simplest trial that fails, None when none does; the same seed gives the same."""
    last: list[Trial] = []

    def look(trial: Trial) -> None:
        if fails(trial):
            last[:] = [trial]
            raise _FoundError

    try:
        _each(strategy, look, examples, seed)
    except _FoundError:
        return fewest(last[0], fails)
    return None


def fewest(trial: Trial, fails: Callable[[Trial], bool]) -> Trial:
    """Leave out every unit without which it fails all the same."""
    for place in reversed(range(len(trial.data.rows))):
        others = trial.taking([other for other in range(len(trial.data.rows)) if other != place])
        if others.data.rows and fails(others):
            trial = others
    return trial


class _FoundError(Exception):
    """Tells Hypothesis that a trial fails."""


def _each(strategy: SearchStrategy[Trial], look: Callable[[Trial], object], examples: int, seed: int) -> None:
    import hypothesis

    @hypothesis.settings(_settings(examples))
    @hypothesis.seed(seed)
    @hypothesis.given(strategy)
    def run(trial: Trial) -> None:
        look(trial)

    with _nothing_on_disk():
        run()


@contextmanager
def _nothing_on_disk() -> Iterator[None]:
    """Keep what Hypothesis stores out of the author's folder, then let it store again where it did."""
    from hypothesis import configuration

    before = configuration.storage_directory(intent_to_write=False)
    with TemporaryDirectory() as folder:
        configuration.set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(_home(before))


def _home(folder: object) -> Path:
    """Give the folder itself; what Hypothesis calls a storage directory was a plain path once."""
    home = getattr(folder, "home_directory", folder)
    assert isinstance(home, Path)
    return home


def _settings(examples: int) -> settings:
    """Nothing is kept on disk, nothing depends on the clock."""
    from hypothesis import HealthCheck, Phase, settings

    return settings(
        max_examples=examples,
        database=None,
        deadline=None,
        print_blob=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )


def _param_values(spec: ParamSpec) -> list[Fraction]:
    """Give the default, the ends and some between, as far as a person could write them as decimals."""
    between = [spec.low + (spec.high - spec.low) * Fraction(quarter, 4) for quarter in _QUARTERS]
    tried = [value for value in (spec.low, spec.high, *between) if (value * 10**_MOST_PLACES).denominator == 1]
    return list(dict.fromkeys((spec.default, *tried)))


def _row(specs: Sequence[FigureSpec], known: Sequence[Fraction], *, gaps: bool) -> SearchStrategy[Mapping[str, Cell]]:
    from hypothesis import strategies as st

    order, names = wholes_first(specs), [spec.name for spec in specs]

    @st.composite
    def row(draw: DrawFn) -> Mapping[str, Cell]:
        # Every value is held to one size, so that a unit shrinks as a whole: what bounds another goes down with it.
        size = draw(st.sampled_from(_SIZES))
        values: dict[str, Fraction] = {}
        for spec in order:
            values[spec.name] = draw(_value(spec, min(size, steps_of(spec, values)), known))
        cells: dict[str, Cell] = {name: values[name] for name in names}
        gap = draw(st.sampled_from((None, None, None, None, State.NOT_REPORTED, State.NOT_ASSIGNED))) if gaps else None
        if gap is not None and names:
            for name in draw(st.lists(st.sampled_from(names), min_size=1, unique=True)):
                cells[name] = gap
        return cells

    return row()


def _value(spec: FigureSpec, steps: int, known: Sequence[Fraction]) -> SearchStrategy[Fraction]:
    """Take few steps from the lowest value, any number of them, all, or those near a number of the formula."""
    from hypothesis import strategies as st

    unit = step_of(spec)
    near = {int((value - spec.low) / unit) + aside for value in (Fraction(0), *known) for aside in (-1, 0, 1)}
    marked = sorted(step for step in near if 0 <= step <= steps)
    taken: list[SearchStrategy[int]] = [st.integers(0, steps), st.just(_MOST_STEPS)]
    if marked:
        taken.append(st.sampled_from(marked))
    chosen: SearchStrategy[Any] = st.one_of(taken)
    return chosen.map(lambda count: spec.low + min(count, steps) * unit)
