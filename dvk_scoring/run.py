"""The whole flow on one page: scheme and figures in, an explained, exact ranking out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import attrs
import narwhals as nw

from dvk_scoring.arguments import (
    ACTS,
    DAY,
    FIGURES,
    FOLDERS,
    MARKS,
    NAME,
    NAMES,
    PATH,
    PLANS,
    RULINGS,
    SCHEME,
    check_arguments,
)
from dvk_scoring.catalogue import listed
from dvk_scoring.engines import EngineName, engine
from dvk_scoring.engines.voices import Voice, beside_units, in_order, last_counts, run_voices
from dvk_scoring.formula import names
from dvk_scoring.formula.columns import CLUSTER, ROW
from dvk_scoring.formula.program import MOST_ROWS
from dvk_scoring.formula.state import State
from dvk_scoring.formula.words import tell_errors
from dvk_scoring.naming import named, naming
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem, sort_problems
from dvk_scoring.scheme.read import load_scheme as load_scheme_file
from dvk_scoring.scheme.rulings import in_force, load_rulings
from dvk_scoring.scoring.places import breaks_ties
from dvk_scoring.scoring.plan import Plans, ScoringPlan, data_columns, declared_columns
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.ruled import check_ties, first_of, with_rulings
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from dvk_scoring.criteria.criterion import BuiltCriterion
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.figures.figure_set import FigureSet
    from dvk_scoring.scheme.model import Ruling, Scheme

MOST_EXACT = 20_000
FEW = 1_000
DecimalMark = Literal["point", "comma"]


def load_scheme(source: str | Path, *, as_of: date | None = None, plugins: Sequence[Path] | Registry = ()) -> Scheme:
    """Read and check a scheme, by path or by the id of a shipped one.

    A text with a slash in it, or that ends in ``.toml``, is a path, as is every ``Path``; other texts are ids.
    ``plugins``: folders of plugins besides those that the scheme names, or plugins that were looked at before.

    Raises:
        DvkError: All that is wrong with it, at once.
    """
    check_arguments(source=(source, PATH), as_of=(as_of, DAY.or_none()), plugins=(plugins, FOLDERS))
    scheme, problems = load_scheme_file(source, as_of=as_of, plugins=plugins)
    return attrs.evolve(scheme, problems=problems)


def read_figures(
    scheme: Scheme,
    source: str | Path | Any | Sequence[str | Path | Any],
    *,
    decimal: DecimalMark | Mapping[str, DecimalMark] = "point",
    besides: Collection[str] = (),
    columns: str | Path | None = None,
) -> FigureSet:
    """Read and check the figures of a competition: CSV, XLSX, ODS, Parquet, frames; wide or long; one or several.

    Args:
        scheme: What is asked for.
        source: A path or a frame, or several of them. A frame is one that Narwhals knows (Polars, pandas, PyArrow,
            DuckDB); it is held to the same as a file with the same cells.
        decimal: The decimal mark of text, for all or by path.
        besides: Columns that may be there though the scheme does not ask for them; they are not read.
        columns: A TOML file whose ``[columns]`` says what headings are called in the scheme, besides its own.

    Raises:
        DvkError: All that is wrong with them, at once.
    """
    check_arguments(
        scheme=(scheme, SCHEME), decimal=(decimal, MARKS), besides=(besides, NAMES), columns=(columns, PATH.or_none())
    )
    from dvk_scoring.figures.read import read_figures as read_figure_files  # it loads Polars, which a scheme needs not

    several = list(source) if isinstance(source, list | tuple) else [source]
    sources = [Path(given) if isinstance(given, str | Path) else given for given in several]
    return read_figure_files(scheme_with_columns(scheme, columns), sources, decimal=decimal, besides=besides)


def scheme_with_columns(scheme: Scheme, path: str | Path | None) -> Scheme:
    """Give a scheme with the headings of a file of ``[columns]`` besides its own; those of the file prevail.

    Raises:
        DvkError: All that is wrong with the file, at once.
    """
    if path is None:
        return scheme
    from dvk_scoring.scheme.read_columns import load_columns

    return attrs.evolve(scheme, columns=scheme.columns.beside(load_columns(path)))


def read_sample(scheme: Scheme) -> FigureSet:
    """Read the figures that ship with a scheme.

    Raises:
        DvkError: It ships none, or they are wrong.
    """
    check_arguments(scheme=(scheme, SCHEME))
    if scheme.sample is None:
        raise DvkError([problem("DVK-E102", Place(file=scheme.path), scheme=scheme.id, path=scheme.path)])
    return read_figures(scheme, scheme.sample_figures)


def read_rulings(
    scheme: Scheme,
    figures: FigureSet,
    source: str | Path | Sequence[Mapping[str, object]],
    *,
    besides: Sequence[Ruling] = (),
) -> tuple[tuple[Ruling, ...], tuple[Problem, ...]]:
    """Read the committee's rulings about units of these figures: a TOML file, or the keys and values of each act.

    ``besides``: acts that stand already, so that a hold among them can be released.

    Raises:
        DvkError: All that is wrong with them, at once.
    """
    check_arguments(
        scheme=(scheme, SCHEME), figures=(figures, FIGURES), source=(source, ACTS), besides=(besides, RULINGS)
    )
    with naming(figures.names_of):
        rulings, problems = load_rulings(source, scheme, figures.clusters, besides=besides)
    return rulings, named(problems, figures.names_of)


def score(
    scheme: Scheme,
    figures: FigureSet,
    rulings: Sequence[Ruling] = (),
    *,
    engine_name: EngineName | None = None,
    as_of: date | None = None,
    scores: bool = True,
    ordered: bool = True,
    voices: bool = True,
    sample: bool = False,
    plans: Plans | None = None,
) -> Result:
    """Score a competition.

    Args:
        scheme: A checked scheme.
        figures: Checked figures.
        rulings: The committee's acts, in any order.
        engine_name: Where it runs; left out: ``exact`` for up to 1,000 units, ``polars`` for more. A plan that 128 bits
            cannot hold goes to ``exact`` by itself, with a note.
        as_of: The day that decides which holds are in force; the scheme's last day unless said.
        scores: Keep each criterion's exact score beside its points.
        ordered: Sort the result by cluster, rank and id. Without, the units keep the order of the figures, which for
            millions of units saves more time than the scoring takes.
        voices: Also score the criteria as each voice has them.
        sample: The figures are those that ship with the scheme.
        plans: Those of ``plans_for``, made once for many sets of figures; under other rulings they are made anew.

    Raises:
        DvkError: A formula's range cannot be proved, an empty denominator is an error, marks are too few where that is
                one, claims that the scheme refuses are open (D505), the plan is too wide, there are more units than
                that is proved for, or the figures were read for another scheme.
    """
    check_arguments(
        scheme=(scheme, SCHEME),
        figures=(figures, FIGURES),
        rulings=(rulings, RULINGS),
        engine_name=(engine_name, NAME.or_none()),
        as_of=(as_of, DAY.or_none()),
        plans=(plans, PLANS.or_none()),
    )
    if len(figures.frame) > MOST_ROWS:
        raise DvkError([problem("DVK-E108", units=len(figures.frame), most=MOST_ROWS)])
    if lacking := [name for name in scheme.figure_columns if name not in figures.columns]:
        raise DvkError([problem("DVK-E112", columns=listed(lacking))])
    day = as_of or scheme.as_of
    acts = in_force(rulings, day)
    if plans is None or not plans.serve(scheme, acts):
        plans = Plans(scheme, data_columns(figures.columns), acts, scores=scores)
    problems, waiting = _answered(scheme, figures, acts)
    if has_errors(problems):
        raise DvkError(named(problems, figures.names_of))
    frame = with_rulings(figures.frame.with_row_index(ROW), acts)
    with naming(figures.names_of):
        outputs, chosen, notes = run_plans(plans, frame, engine_name)
    joined = beside_units(frame, outputs)
    result = Result(
        scheme=scheme,
        figures=figures,
        rulings=acts,
        frame=in_order(scheme, joined) if ordered else joined,
        by_voice={},
        plan=plans.whole,
        engine=chosen,
        as_of=day,
        sample=sample,
        problems=(),
        waiting=waiting,
    )
    with naming(figures.names_of):
        problems = (*scheme.problems, *problems, *notes, *check_ties(result))
    said = _voices(result, plans, chosen) if voices else []
    return attrs.evolve(
        result,
        by_voice={voice.name: voice.frame.drop("name", CLUSTER) for voice in said},
        voice_outputs={voice.name: voice.plan.outputs for voice in said},
        problems=sort_problems(named(problems, figures.names_of)),
    )


def run_plans(
    plans: Plans, frame: nw.DataFrame[Any], engine_name: EngineName | None = None
) -> tuple[nw.DataFrame[Any], EngineName, list[Problem]]:
    """Run the plan of everything on figures with rulings beside them: outputs by row, the engine, notes.

    Raises:
        DvkError: As ``score`` does, but for what rulings on ties say.
    """
    chosen, notes = engine_for(plans.whole, engine_name, len(frame))
    outputs = plans.kept.setdefault(chosen, engine(chosen)).run(plans.whole.plan, frame)
    _refuse_faults(plans.whole, plans.scheme, frame, outputs)
    return outputs, chosen, notes


def plans_for(scheme: Scheme, rulings: Sequence[Ruling] = (), *, as_of: date | None = None) -> Plans:
    """Prepare to score any figures of a scheme: the plans hold for the whole declared ranges."""
    check_arguments(scheme=(scheme, SCHEME), rulings=(rulings, RULINGS), as_of=(as_of, DAY.or_none()))
    return Plans(scheme, declared_columns(scheme), in_force(rulings, as_of or scheme.as_of))


def prove(scheme: Scheme) -> ScoringPlan:
    """Prove a scheme before any data: ranges, widths, roundings over the declared figures.

    Raises:
        DvkError: What cannot be proved.
    """
    return plans_for(scheme).whole


def _answered(
    scheme: Scheme, figures: FigureSet, acts: Sequence[Ruling]
) -> tuple[Sequence[Problem], nw.DataFrame[Any]]:
    """Give the problems of the figures that no ruling answers, and the claims that still wait for an appraisal."""
    if not acts or not figures.problems:
        return figures.problems, figures.unappraised
    from dvk_scoring.figures.reported import left_open  # it loads Polars, as reading the figures did

    return left_open(figures, acts, scheme)


def engine_for(plan: ScoringPlan, wanted: EngineName | None, units: int) -> tuple[EngineName, list[Problem]]:
    """Give the engine that a plan runs on, as wanted or as suits so many units; and what there is to tell of it.

    Raises:
        DvkError: Only the exact engine could run it, and there are too many units for that.
    """
    if wanted == "exact" or not plan.fits_columns:
        if units > MOST_EXACT:
            raise DvkError([problem("DVK-E103", bits=plan.bits, units=units, most=MOST_EXACT)])
        notes = [] if wanted == "exact" else [problem("DVK-E104", bits=plan.bits)]
        return "exact", notes
    # For few units, Python's whole numbers are through before columns are set up; the digits are the same.
    return wanted or ("exact" if units <= FEW else "polars"), []


def _refuse_faults(plan: ScoringPlan, scheme: Scheme, frame: nw.DataFrame[Any], outputs: nw.DataFrame[Any]) -> None:
    from dvk_scoring.figures.table import LIMIT, more_than  # it loads Polars, as reading the figures did

    problems: list[Problem] = []
    for name in outputs.columns:
        criterion = names.fault_of(name)
        if criterion is not None and outputs[name].any():
            wrong = frame.select("unit", "cluster").filter(outputs[name].to_list())
            problems += [fault_problem(scheme, name, *row) for row in wrong.head(LIMIT).iter_rows()]
            problems += more_than(len(wrong), scheme.path, code="DVK-E105")
    problems += _too_few(plan, scheme, frame, outputs) if scheme.not_reported == "error" else ()
    if problems:
        raise DvkError(problems)


def _too_few(
    plan: ScoringPlan, scheme: Scheme, frame: nw.DataFrame[Any], outputs: nw.DataFrame[Any]
) -> Iterator[Problem]:
    """Name what lacks marks: cells that must be there were named as they were read, of others some are enough."""
    for owner in scheme.uses:
        if plan.always(names.state(owner.id)) not in (None, State.NOT_REPORTED):
            continue
        lacks = outputs[names.state(owner.id)] == State.NOT_REPORTED
        lacks = lacks & outputs["competes"] if breaks_ties(owner) else lacks
        if lacks.any():  # nearly always not: a list of millions of answers takes longer than the scoring
            place, units = Place(file=scheme.path, criterion=owner.id), frame["unit"].filter(lacks.to_list())
            yield problem("DVK-E111", place, title=owner.title, units=first_of(units))


def fault_problem(scheme: Scheme, column: str, unit: str, cluster: str) -> Problem:
    """Tell of a unit whose figures a formula calls an error; ``column``: of the faults of what has that formula."""
    criterion = names.fault_of(column) or ""
    place = Place(file=scheme.path, unit=unit, criterion=criterion)
    use = scheme.criteria.get(criterion)
    beside = scheme.adjustments
    decided = beside[criterion].decided if use is None else use.by_kind[scheme.clusters[cluster].kind]
    title = beside[criterion].title if use is None else use.title
    return problem("DVK-E105", place, title=title, when=_error_of(decided.built))


def _error_of(built: BuiltCriterion) -> Text:
    """Tell when a formula calls the figures of a unit an error."""
    params = {param.name: param for param in built.params}
    return Text(
        vi=tell_errors(built.tree, built.figures, "vi", params), en=tell_errors(built.tree, built.figures, "en", params)
    )


def _voices(result: Result, plans: Plans, chosen: EngineName) -> list[Voice]:
    """Score the criteria of each voice, in the result's order of units."""
    if not result.figures.voices:
        return []
    counts = last_counts(result)
    voices = list(run_voices(engine(chosen), lambda last: plans.of_voice(last=last), result, but_last=counts))
    if counts:
        made = (name(key) for key in result.scheme.criteria for name in (names.state, names.points, names.fault))
        frame = result.frame.select("unit", "name", CLUSTER, *(name for name in made if name in plans.whole.outputs))
        *_, last = result.figures.voices
        voices.append(Voice(last, last=True, plan=plans.whole, frame=frame))
    return voices
