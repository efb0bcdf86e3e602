"""Criteria with their plugins: params and settings decided, figures narrowed, formulas built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion, build, params_class
from dvk_scoring.criteria.decide import WEIGHT, decide
from dvk_scoring.criteria.decide import Decided as DecidedParams
from dvk_scoring.criteria.foreign import raised
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import FormulaError
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.criterion_figures import Narrowed
from dvk_scoring.scheme.form.frame import FileKeys
from dvk_scoring.scheme.form.key import keys_of
from dvk_scoring.scheme.form.uses import FORMS, UseKeys
from dvk_scoring.scheme.model import Adjustment, Cluster, CriterionUse, Decided
from dvk_scoring.scheme.read_criteria import ReadUse
from dvk_scoring.scheme.table import Reading, Table
from dvk_scoring.text import Text
from dvk_scoring.written import plain

PARAMS = "params"


def find_classes(reading: Reading, uses: Iterable[ReadUse], registry: Registry) -> dict[str, AnyCriterion]:
    """Load the plugins that a scheme names; one that is missing or not healthy is told where it is first named."""
    classes: dict[str, AnyCriterion] = {}
    first = {use.plugin: use for use in reversed(list(uses))}
    for name, use in first.items():
        try:
            classes[name] = registry.criterion(name)
            reading.note(*registry.warnings(name))
        except DvkError as error:
            key = (*use.table.path, "plugin") if "plugin" in use.table else use.table.path
            place = reading.place(key)
            reading.note(
                *(attrs.evolve(fault, place=place) if fault.place.file is None else fault for fault in error.problems)
            )
    return classes


@attrs.frozen
class Decider:
    """What deciding needs besides the criterion itself.

    Attributes:
        classes: Plugins by id.
        defaults: ``[defaults]``, by plugin.
        clusters: Clusters of the scheme.
        as_of: The day that dated params are read for.
    """

    reading: Reading = attrs.field(eq=False)
    classes: Mapping[str, AnyCriterion] = attrs.field(hash=False)
    defaults: Mapping[str, Table] = attrs.field(hash=False, eq=False)
    clusters: Mapping[str, Cluster] = attrs.field(hash=False)
    as_of: date | None
    _by_kinds: dict[tuple[str, ...], Mapping[str, None]] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def decide_criteria(
        self, uses: Sequence[ReadUse], weights: Mapping[str, Mapping[str, Fraction]]
    ) -> list[CriterionUse]:
        """Decide criteria with their weights by id and kind; those that cannot be decided are told and left out."""
        return [made for use in uses if (made := self._criterion(use, weights[use.id])) is not None]

    def decide_adjustments(self, uses: Sequence[ReadUse]) -> list[Adjustment]:
        """Decide bonuses or penalties; those that cannot be decided are told and left out."""
        return [made for use in uses if (made := self._adjustment(use)) is not None]

    def _criterion(self, use: ReadUse, weight: Mapping[str, Fraction]) -> CriterionUse | None:
        # What serves tie-breaks alone has no points to keep within a weight, nor a weight to shape its formula by.
        made = self._decide(use, dict.fromkeys(weight) if use.tie_break else weight)
        if made is None:
            return None
        if not use.tie_break:
            _check_range(use, self.classes[use.plugin], weight)
        by_kind, figures = made
        return CriterionUse(
            id=use.id,
            title=use.title or self.classes[use.plugin].title,
            no=use.no,
            section=use.section,
            weight=weight,
            by_kind=by_kind,
            figures=figures,
            limits=use.limits,
            source=use.source,
            closing=use.closing,
            tie_break=use.tie_break,
        )

    def _adjustment(self, use: ReadUse) -> Adjustment | None:
        weight = use.weight
        if weight is None and use.cap is not None:
            weight = dict.fromkeys(use.kinds, use.cap)
        klass = self.classes.get(use.plugin)
        if klass is not None and _needs_cap(klass) and not {"weight", "cap"} & use.table.values.keys():
            use.table.say("DVK-S147", plugin=use.plugin)
        if weight is not None and len(set(weight.values())) > 1:
            use.table.say("DVK-S148", "weight")
        made = self._decide(use, weight or dict.fromkeys(use.kinds))
        if made is None or klass is None:
            return None
        by_kind, figures = made
        return Adjustment(
            id=use.id,
            title=use.title or klass.title,
            no=use.no,
            to=use.to,
            cap=use.cap,
            factor=Fraction(1)
            if klass.gives == "points" or weight is None
            else next(iter(weight.values()), Fraction(1)),
            applies_to=None if use.all_kinds else use.kinds,
            decided=next(iter(by_kind.values())),
            figures=figures,
            source=use.source,
            closing=use.closing,
        )

    def _decide(
        self, use: ReadUse, weight: Mapping[str, Fraction] | Mapping[str, None]
    ) -> tuple[dict[str, Decided], tuple[FigureSpec, ...]] | None:
        """Decide once for all kinds, or once a kind where the plugin shapes its formula by the weight."""
        params = UseKeys.params.take(use.table)
        figures = UseKeys.figures.take(use.table)
        klass = self.classes.get(use.plugin)
        declared = () if klass is None else (*params_class(klass).dvk_params, *params_class(klass).dvk_settings)
        use.table.close(dict.fromkeys(declared, Text.same(f"{use.role}.{use.id}.{PARAMS}")))
        if klass is None:
            return None
        raw, origins = self._raw(use, params)
        clusters = self._clusters_of(use.kinds)
        decided = decide(klass, raw, lambda key: self._place(use, origins, key), clusters, self.as_of)
        self.reading.note(*(_at_home(use, fault) for fault in decided.problems))
        if not weight:
            return None
        by_weight = WEIGHT in params_class(klass).dvk_settings
        built: dict[Fraction | None, Decided] = {}
        for value in dict.fromkeys(weight.values()) if by_weight else [None]:
            settings = dict(decided.settings) if value is None else {**decided.settings, WEIGHT: value}
            made = self._build(use, klass, settings, decided)
            if made is None:
                return None
            built[value] = made
        narrowed = Narrowed(figures, [shaped.built for shaped in built.values()])
        finished = {
            key: attrs.evolve(shaped, built=attrs.evolve(shaped.built, figures=variant))
            for (key, shaped), variant in zip(built.items(), narrowed.variants(), strict=True)
        }
        return {kind: finished[value if by_weight else None] for kind, value in weight.items()}, narrowed.widest()

    def _clusters_of(self, kinds: tuple[str, ...]) -> Mapping[str, None]:
        if kinds not in self._by_kinds:
            known = {*kinds}
            self._by_kinds[kinds] = {key: None for key, cluster in self.clusters.items() if cluster.kind in known}
        return self._by_kinds[kinds]

    def _raw(self, use: ReadUse, params: Table | None) -> tuple[dict[str, object], dict[str, Table]]:
        """Lay the criterion's params over the defaults of its plugin; tell which table each key is from."""
        raw: dict[str, object] = {}
        origins: dict[str, Table] = {}
        for table in (self.defaults.get(use.plugin), params):
            for key, value in (table.values if table else {}).items():
                raw[key] = value
                origins[key] = table or use.table
        return raw, origins

    def _place(self, use: ReadUse, origins: Mapping[str, Table], key: str) -> Place:
        parts = key.split(".")
        origin = origins.get(parts[0])
        path = (*origin.path, *parts) if origin else (*use.table.path, PARAMS)
        places = self.reading.document.places
        for index, part in enumerate(path):
            # A number below a key is an element of a list, unless a table really has such a key.
            if isinstance(part, str) and part.isdecimal() and path[: index + 1] not in places:
                path = (*path[:index], int(part), *path[index + 1 :])
        return self.reading.place(path)

    def _build(
        self, use: ReadUse, klass: AnyCriterion, settings: Mapping[str, object], chosen: DecidedParams
    ) -> Decided | None:
        try:
            return Decided(use.plugin, build(klass, settings), chosen.params, chosen.dated)
        except FormulaError as error:
            self.reading.say(error.code, use.table.path, **error.args_)
        except Exception as error:  # noqa: BLE001 - an author's code may raise anything
            told = raised(error)
            use.table.say("DVK-S149", plugin=use.plugin, error=f"{type(told).__name__}: {told}")
        return None


def _at_home(use: ReadUse, fault: Problem) -> Problem:
    """Send a key that the plugin does not know, and its criterion does, to the criterion."""
    key = fault.args.get("key")
    if fault.code != "DVK-S121" or key not in keys_of(FORMS[use.role]):
        return fault
    return problem("DVK-S189", fault.place, key=key, home=f"{use.role}.{use.id}", known=fault.args["known"])


def _check_range(use: ReadUse, klass: AnyCriterion, weight: Mapping[str, Fraction]) -> None:
    """Refuse a plugin as a criterion when it has no lowest score, or may go beyond the weight: that is for bonuses."""
    low, high = klass.range.low, klass.range.high
    most = min(weight.values(), default=Fraction(1)) if klass.gives == "points" else Fraction(1)
    unbound = high is None and klass.gives == "score"
    if low is None or unbound or (high not in (None, 1) and high > most):
        shown = ["…" if end is None else plain(end) for end in (low, high)]
        use.table.say("DVK-S170", plugin=use.plugin, low=shown[0], high=shown[1], most=plain(most))


def _needs_cap(klass: AnyCriterion) -> bool:
    """Tell whether a plugin makes no points without a weight; one whose setting ``weight`` is None by default does."""
    weight = params_class(klass).dvk_settings.get(WEIGHT)
    return klass.gives == "score" or (weight is not None and weight.default is not None)


def read_defaults(root: Table, uses: Sequence[ReadUse]) -> dict[str, Table]:
    """Read ``[defaults]``: params for every criterion of a plugin."""
    used = list(dict.fromkeys(use.plugin for use in uses))
    tables = {}
    for table in FileKeys.defaults.take(root):
        if table.name not in used:
            table.say("DVK-S150", plugin=table.name, nearest=nearest(table.name, used))
        tables[table.name] = table
    return tables
