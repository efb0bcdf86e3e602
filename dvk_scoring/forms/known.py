"""What is known before a form goes out: the units, the figures that are set already, and what earlier voices said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.figures.opened import open_table
from dvk_scoring.figures.read import read_figures
from dvk_scoring.figures.table import DecimalMark
from dvk_scoring.forms import words
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Language

# A form is made before all is reported: columns and cells that nobody has filled in are no news.
_NO_NEWS = frozenset({"DVK-D317", "DVK-D319", "DVK-D320", "DVK-D321", "DVK-D503", "DVK-D504", "DVK-D505", "DVK-D506"})
Values = Mapping[str, int | None]


@attrs.frozen
class KnownUnit:
    """A unit, and what is known of it.

    Attributes:
        unit, name, cluster: Who it is.
        given: Column → value × 10^places (None: not assigned) that is set already and not asked for.
        earlier: Likewise, what stands after the voice before the form's.
        evidence: Column → what the unit rests it on, as tables of one row a figure tell.
    """

    unit: str
    name: str
    cluster: str
    given: Values = attrs.field(factory=dict, hash=False)
    earlier: Values = attrs.field(factory=dict, hash=False)
    evidence: Mapping[str, str] = attrs.field(factory=dict, hash=False)


def read_units(
    scheme: Scheme, units: Path | None, earlier: Sequence[Path], voice: str, mark: DecimalMark
) -> tuple[tuple[KnownUnit, ...], tuple[Problem, ...]]:
    """Read the units that forms are for, and what is known of them.

    Args:
        scheme: What is asked for.
        units: File of units: ``unit, name, cluster``, and figures that are set already, without a voice.
        earlier: Files of figures that earlier voices reported.
        voice: The form's voice, empty: none.
        mark: Decimal mark of text cells.

    Raises:
        DvkError: All that is wrong with the files, at once.
    """
    paths = [*([units] if units is not None else []), *earlier]
    if not paths:
        return (), ()
    lenient = attrs.evolve(scheme, not_reported="not-ranked", unappraised="warn")
    everything = read_figures(lenient, paths, decimal=mark)
    given: Mapping[str, Values] = {}
    if units is not None and "voice" not in open_table(units, mark, scheme.columns).frame.columns:
        given = _values(read_figures(lenient, [units], decimal=mark))
    told = _values(everything, _voice_before(scheme, everything, voice)) if earlier else {}
    rests = _evidence(scheme, earlier, mark)
    known = [
        KnownUnit(unit, name, cluster, given.get(unit, {}), told.get(unit, {}), rests.get(unit, {}))
        for unit, name, cluster in everything.frame.select("unit", "name", "cluster").iter_rows()
    ]
    return tuple(known), tuple(problem for problem in everything.problems if problem.code not in _NO_NEWS)


def _voice_before(scheme: Scheme, figures: FigureSet, voice: str) -> str | None:
    """Give the latest voice before ``voice`` whose standing is kept apart; None: all that stands."""
    before = scheme.voices[: scheme.voices.index(voice)] if voice else scheme.voices
    return next((spoken for spoken in reversed(before) if spoken in figures.voices), None)


def _evidence(scheme: Scheme, earlier: Sequence[Path], mark: DecimalMark) -> Mapping[str, Mapping[str, str]]:
    """Give unit → column → its evidence; where several voices name one, that of the last file and row."""
    evidence: dict[str, dict[str, str]] = {}
    for path in earlier:
        frame = open_table(path, mark, scheme.columns).frame
        if {"unit", "figure", "evidence"} <= set(frame.columns):
            for row in frame.select("unit", "figure", "evidence").iter_rows():
                unit, figure, told = ("" if cell is None else " ".join(str(cell).split()) for cell in row)
                if told:
                    evidence.setdefault(unit, {})[figure] = told
    return evidence


def _values(figures: FigureSet, voice: str | None = None) -> Mapping[str, Values]:
    frame = figures.frame if voice is None else figures.voices[voice]
    values: dict[str, Values] = {}
    for row in frame.iter_rows(named=True):
        values[row["unit"]] = {
            name: row[name]
            for name in figures.columns
            if name in row and (row[name] is not None or row.get(kp_flag(name)) == 1)
        }
    return values


def shown_value(value: int | None, spec: FigureSpec, language: Language) -> str | Decimal:
    """Write a value as the form does: a number, or the text of an answer.

    Missing:
        None is “not assigned”.
    """
    if value is None:
        return words.KP
    if spec.kind == "yes-no":
        return (words.YES if value else words.NO).in_(language)
    if spec.kind == "choice":
        return spec.choices[value][1].in_(language)
    return Decimal(value).scaleb(-spec.places)
