"""A competition of one criterion: made in memory, scored by every reader, compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import narwhals as nw

from dvk_scoring.criteria.criterion import AnyCriterion, build, params_class
from dvk_scoring.engines import EngineName, engine
from dvk_scoring.formula import names
from dvk_scoring.formula.columns import CLUSTER, ROW
from dvk_scoring.formula.exact import score_units
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.state import State
from dvk_scoring.scheme.model import Closing, Cluster, CriterionUse, Decided, Limits, Ranking, Rounding, Scheme
from dvk_scoring.scoring.plan import Planner, ScoringPlan, declared_columns
from dvk_scoring.scoring.scores import held_to_range, points_range
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from dvk_scoring.testing.generate import Generated

KIND = "unit"
Points = tuple[State, "Fraction | None"]
"""State and points; None where the formula calls the figures an error: a real run is refused then (DVK-E105)."""


@attrs.frozen
class Single:
    """One criterion in a scheme of its own.

    Attributes:
        scheme: The scheme; its only criterion has the criterion's id.
        decided: The criterion with its settings and params.
        weight: Its weight.
    """

    scheme: Scheme
    decided: Decided
    weight: Fraction

    @property
    def id(self) -> str:
        """Id of the criterion."""
        return self.decided.plugin

    def plan(self) -> ScoringPlan:
        """Prove and plan it over the declared ranges."""
        return Planner(self.scheme, declared_columns(self.scheme)).plan_criteria()

    def reference(self, data: Generated) -> list[Points]:
        """Score with the reference reader: state and rounded points of each unit, none where there is an error."""
        numbers = {name: value for name, value in self.decided.params.items() if isinstance(value, Fraction)}
        built, closing = self.decided.built, self.scheme.criteria[self.id].closing
        assert closing is not None, "a criterion on its own is rounded"
        tree = held_to_range(built.tree, points_range(self.decided, self.weight))
        times = Fraction(1) if built.criterion.gives == "points" else self.weight
        scored: list[Points] = []
        for outcome in score_units(tree, built.figures, data.units(built.figures, numbers)):
            value = Fraction(0) if outcome.value is None else outcome.value * times
            points = round_fraction(value, closing.places, closing.mode)
            scored.append((outcome.state, None if outcome.error is not None else points))
        return scored

    def run(self, name: EngineName, data: Generated, plan: ScoringPlan | None = None) -> list[Points]:
        """Score on an engine: state and points of each unit."""
        plan = plan or self.plan()
        outputs = engine(name).run(plan.plan, self.frame(data))
        states, points = outputs[names.state(self.id)].to_list(), outputs[names.points(self.id)].to_list()
        fault = names.fault(self.id)
        faults = outputs[fault].to_list() if fault in plan.outputs else [False] * len(states)
        factor = plan.outputs[names.points(self.id)].factor
        return [
            (State.OK, None) if wrong else (State(int(state)), int(value) * factor)
            for state, value, wrong in zip(states, points, faults, strict=True)
        ]

    def frame(self, data: Generated) -> nw.DataFrame[Any]:
        """Write the units as the frame that engines take."""
        columns: dict[str, Sequence[object]] = {ROW: list(range(len(data.rows))), CLUSTER: list(data.clusters)}
        for spec in self.decided.built.figures:
            name = spec.column(self.id)
            columns[name] = data.scaled(spec)
            columns[kp_flag(name)] = data.kp(spec)
        schema = {name: nw.String if name == CLUSTER else nw.Int64 for name in columns}
        return nw.from_dict(dict(columns), schema, backend="polars")


def single(
    criterion: AnyCriterion,
    *,
    weight: Fraction | int = 15,
    settings: Mapping[str, object] | None = None,
    params: Mapping[str, Fraction] | None = None,
    clusters: Sequence[str] = ("c1", "c2", "c3"),
    places: int = 2,
) -> Single:
    """Make a scheme of one criterion.

    Raises:
        FormulaError: The author's formula is wrong.
    """
    of = Fraction(weight)
    chosen = dict(settings or {})
    if "weight" in params_class(criterion).dvk_settings:
        chosen["weight"] = of
    built = build(criterion, chosen)
    numbers = {spec.name: spec.default for spec in built.params} | dict(params or {})
    decided, source = Decided(criterion.id, built, numbers), criterion.source
    use = CriterionUse(
        id=criterion.id,
        title=criterion.title,
        no="",
        section=None,
        weight={KIND: of},
        by_kind={KIND: decided},
        figures=built.figures,
        source=source,
        closing=Closing(places),
    )
    scheme = Scheme(
        id="single",
        title=criterion.title,
        path="single.toml",
        hash="",
        entrant=Text(vi="đơn vị", en="unit"),
        valid_from=None,
        valid_to=None,
        as_of=None,
        legal_basis=(),
        total=of,
        weights="points",
        rounding=Rounding(criterion=places, total=places),
        limits=Limits(),
        not_assigned="leaves-total",
        not_reported="not-ranked",
        unappraised="warn",
        voices=(),
        clusters={key: Cluster(key, Text.same(key), KIND) for key in clusters},
        figures={spec.name: spec for spec in built.figures if spec.shared},
        figures_apply={},
        sections={},
        criteria={criterion.id: use},
        bonuses={},
        penalties={},
        knock_outs={},
        ranking=Ranking(),
        classes={},
        titles={},
    )
    return Single(scheme, decided, of)
