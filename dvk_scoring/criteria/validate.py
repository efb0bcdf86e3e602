"""Whether a criterion class declares all that it must, and builds with its default settings; every fault is told."""

from __future__ import annotations

import inspect
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import attrs

from dvk_scoring.catalogue import catalogue
from dvk_scoring.criteria.criterion import (
    LEVEL,
    AnyCriterion,
    BuiltCriterion,
    Gives,
    Never,
    Promise,
    Range,
    ReturnedError,
    build,
    figures_class,
    params_class,
)
from dvk_scoring.criteria.declared import wrong_figure, wrong_promise
from dvk_scoring.criteria.figures import Figures, Params, Setting
from dvk_scoring.criteria.find import ID_PATTERN, FoundPlugin
from dvk_scoring.criteria.foreign import raised, said, written, written_error
from dvk_scoring.criteria.remedies import remedy_of, remedy_of_return
from dvk_scoring.formula.names import TAKEN
from dvk_scoring.formula.tree import Attribute, Figure, FormulaError, Param
from dvk_scoring.formula.walk import walk
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.text import Text, odd_character
from dvk_scoring.written import plain

INCOMPATIBLE = "DVK-C145"
LONGEST_ID = 60


def validate(criterion: AnyCriterion, plugin: FoundPlugin) -> tuple[str | None, list[Problem]]:
    """Check a criterion class; give its id (None when it has no usable one) and all that is wrong with it."""
    name = getattr(criterion, "id", None)
    usable = name if isinstance(name, str) and ID_PATTERN.fullmatch(name) else None
    place = attrs.evolve(plugin.place, criterion=usable or criterion.__name__)
    problems = (
        []
        if usable
        else [
            problem("DVK-C141", place, value=name if isinstance(name, str) else "" if name is None else written(name))
        ]
    )
    if usable and len(usable) > LONGEST_ID:
        problems.append(problem("DVK-C165", place, size=len(usable), most=LONGEST_ID))
    problems += _described(criterion, place)
    problems += _declared(criterion, plugin, place)
    return usable, problems


def _described(criterion: AnyCriterion, place: Place) -> Iterator[Problem]:
    title, source = getattr(criterion, "title", None), getattr(criterion, "source", None)
    if not _whole(title):
        yield problem("DVK-C142", place)
    elif not _printable(title):
        yield problem("DVK-C166", place, name="title")
    if not _whole(source):
        yield problem("DVK-C143", place)
    elif not _printable(source):
        yield problem("DVK-C166", place, name="source")
    if not (criterion.__doc__ or "").strip():
        yield problem("DVK-C144", place)
    if criterion.level != LEVEL:
        yield problem(INCOMPATIBLE, place, level=said(criterion.level), known=LEVEL)
    if not _is_range(criterion.range):
        yield problem("DVK-C146", place)
    if criterion.gives not in get_args(Gives):
        yield problem("DVK-C147", place, value=said(criterion.gives))


def _declared(criterion: AnyCriterion, plugin: FoundPlugin, place: Place) -> list[Problem]:
    try:
        figures: type[object] = figures_class(criterion)
        params: type[object] = params_class(criterion)
    except TypeError:
        return [problem("DVK-C149", place)]
    if not issubclass(figures, Figures) or not issubclass(params, Params):
        return [problem("DVK-C149", place)]
    problems = [*_params(params, place), *_figures(figures, params, place)]
    if inspect.isabstract(criterion):
        problems.append(problem("DVK-C150", place))
    if problems:
        return problems
    built = _built(criterion, place)
    if isinstance(built, Problem):
        return [built]
    if plugin.origin != "bundled":  # the package's own are built twice by its tests
        again = _built(criterion, place)
        if isinstance(again, Problem) or walk(again.tree) != walk(built.tree):
            return [problem("DVK-C164", place)]
    return [*_specs(built, place), *_symbols(built, place), *_promises(built, place)]


def _built(criterion: AnyCriterion, place: Place) -> BuiltCriterion | Problem:
    try:
        return build(criterion)
    except FormulaError as error:
        where = _line_of(error, criterion, place)
        if error.code in catalogue():
            return problem(error.code, where, **error.args_)
        return problem("DVK-C152", where, kind=error.code, reason=written_error(error))
    except ReturnedError as error:
        where = attrs.evolve(place, line=_line_of_score(criterion))
        return problem("DVK-C183", where, value=written(error.value), remedy=remedy_of_return(error.value))
    except Exception as error:  # noqa: BLE001 - foreign code may raise anything
        where = _line_of(error, criterion, attrs.evolve(place, line=_line_of_score(criterion)))
        cause = raised(error)
        args = {"kind": type(cause).__name__, "reason": written_error(cause), "remedy": remedy_of(error, criterion)}
        return problem("DVK-C152", where, **args)


def _line_of_score(criterion: AnyCriterion) -> int | None:
    """Give the line of the author's file at which ``score`` begins."""
    code = getattr(criterion.score, "__code__", None)
    file = getattr(sys.modules.get(criterion.__module__), "__file__", None)
    return code.co_firstlineno if code is not None and code.co_filename == file else None


def _line_of(error: Exception, criterion: AnyCriterion, place: Place) -> Place:
    """Give the place with the line of the author's file that raised, the innermost one; without, the place itself."""
    file = getattr(sys.modules.get(criterion.__module__), "__file__", None)
    calls = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in calls if frame.f_code.co_filename == file]
    if file is None or not lines:
        return place
    same = place.file is not None and Path(place.file).resolve() == Path(file).resolve()
    return attrs.evolve(place, file=place.file if same else file, line=lines[-1])


def _params(params: type[Params], place: Place) -> Iterator[Problem]:
    yield from _bare(params, {*params.dvk_params, *params.dvk_settings}, place)
    for name, param in params.dvk_params.items():
        if not param.low <= param.default <= param.high:
            args = {"name": name, "value": plain(param.default), "low": plain(param.low), "high": plain(param.high)}
            yield problem("DVK-C153", place, **args)
        yield from _labelled(name, (param.label,), place)
    for name, setting in params.dvk_settings.items():
        if not setting.allows(setting.default):
            low, high = ("…" if end is None else plain(end) for end in (setting.low, setting.high))
            yield problem("DVK-C153", place, name=name, value=str(setting.default), low=low, high=high)
        yield from _labelled(name, (setting.label,), place)


def _figures(figures: type[Figures], params: type[Params], place: Place) -> Iterator[Problem]:
    yield from _bare(figures, set(figures.dvk_declared), place)
    for name, declared in figures.dvk_declared.items():
        yield from _labelled(name, (declared.label, *(text for _, text in declared.choices)), place)
        if declared.help is not None and not _printable(declared.help, lines=True):
            yield problem("DVK-C166", place, name=name)
        yield from wrong_figure(name, declared, place)
        used = [getattr(declared, field.name) for field in attrs.fields(type(declared))]
        wanted = [key for value in used if isinstance(value, Setting) for key in value.names] + list(declared.each)
        for setting in wanted:
            if setting not in params.dvk_settings:
                close = nearest(setting, list(params.dvk_settings))
                yield problem("DVK-C155", place, name=name, setting=setting, nearest=close)


def _labelled(name: str, texts: Iterable[object], place: Place) -> Iterator[Problem]:
    texts = list(texts)
    if not all(_whole(text) for text in texts):
        yield problem("DVK-C154", place, name=name)
    elif not all(_printable(text) for text in texts):
        yield problem("DVK-C166", place, name=name)


def _bare(declared: type[Any], known: set[str], place: Place) -> Iterator[Problem]:
    for field in attrs.fields(declared) if attrs.has(declared) else ():
        if field.name not in known:
            yield problem("DVK-C151", place, name=field.name)


def _specs(built: BuiltCriterion, place: Place) -> Iterator[Problem]:
    known = [spec.name for spec in built.figures]
    params = [param.name for param in built.params]
    for spec in built.figures:
        if spec.shared and spec.name in TAKEN:
            yield problem("DVK-C184", place, name=spec.name)
        part = built.parts.get(spec.name)
        for other in (*([spec.at_most] if spec.at_most else ()), *spec.plus, *([part.whole] if part else ())):
            if other not in known or other == spec.name:
                yield problem("DVK-C156", place, name=spec.name, other=other, nearest=nearest(other, known))
        if spec.plus and not spec.at_most:
            yield problem("DVK-C160", place, name=spec.name)
        if part and part.share is not None and part.share not in params:
            yield problem("DVK-C185", place, name=spec.name, param=part.share, nearest=nearest(part.share, params))


def _symbols(built: BuiltCriterion, place: Place) -> Iterator[Problem]:
    unshared = {spec.name for spec in built.figures if not spec.shared}
    shared = {spec.name for spec in built.figures if spec.shared}
    params = {spec.name for spec in built.params}
    known: Mapping[type[object], set[str]] = {Figure: unshared, Attribute: shared, Param: params}
    for node in walk(built.tree):
        if isinstance(node, Figure | Attribute | Param) and node.name not in known[type(node)]:
            yield problem("DVK-C158", place, name=node.name)


def _promises(built: BuiltCriterion, place: Place) -> Iterator[Problem]:
    promises: object = built.criterion.promises
    if not isinstance(promises, tuple) or not all(map(_is_promise, promises)):
        yield problem("DVK-C148", place)
        return
    known = [spec.name for spec in built.figures]
    for promise in promises:
        yield from _labelled("promises", (promise.text,), place)
        yield from wrong_promise(promise, known, place)


def _is_promise(value: object) -> bool:
    if not isinstance(value, Promise):
        return False
    changes: object = value.changes
    return isinstance(changes, Mapping) and value.never in get_args(Never)


def _is_range(value: object) -> bool:
    return isinstance(value, Range) and (value.low is None or value.high is None or value.low <= value.high)


def _whole(text: object) -> bool:
    return isinstance(text, Text) and bool(text.vi.strip()) and bool(text.en.strip())


def _printable(text: object, *, lines: bool = False) -> bool:
    """Tell whether a text holds no odd character: in a terminal one could clear the screen or colour it."""
    return isinstance(text, Text) and not odd_character(text.vi + text.en, lines=lines)
