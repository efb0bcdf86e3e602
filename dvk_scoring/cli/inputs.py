"""From the words of a command line to a result: scheme, figures, rulings, score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import attrs

from dvk_scoring.cli.lazy import refuse_sample
from dvk_scoring.cli.options import DecimalOf, marks
from dvk_scoring.cli.waiting import Waiting
from dvk_scoring.engines import EngineName
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.problem import Problem, sort_problems
from dvk_scoring.run import load_scheme, read_figures, read_rulings, read_sample, scheme_with_columns, score
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Text

_READING = Text(vi="Đang đọc số liệu…", en="Reading the figures…")
_SCORING = Text(vi="Đang tính điểm…", en="Scoring…")


@attrs.frozen
class Inputs:
    """What a command line names.

    Attributes:
        scheme: Path or id.
        figures: Files; none: the scheme's sample, with the rulings that ship with it.
        rulings: File of rulings, or None.
        decimal: File (empty: all) and decimal mark.
        as_of: Day, or None: the scheme's last.
        engine: Where it runs, or None: the one that suits the number of units.
        plugins: Folders of plugins.
        votes: File of the council's votes, or None.
        columns: File of headings from elsewhere, or None.
    """

    scheme: str
    figures: tuple[str, ...] = ()
    rulings: Path | None = None
    decimal: tuple[DecimalOf, ...] = ()
    as_of: date | None = None
    engine: EngineName | None = None
    plugins: tuple[Path, ...] = ()
    votes: Path | None = None
    columns: Path | None = None


@attrs.frozen
class Gathered:
    """What a command line names, read: all that is scored; ``problems``: what was odd about the rulings."""

    scheme: Scheme
    figures: FigureSet
    rulings: Sequence[Ruling]
    sample: bool
    problems: Sequence[Problem]


def gathered(inputs: Inputs, waiting: Waiting, scheme: Scheme | None = None) -> Gathered:
    """Load and read; ``scheme``: the one of ``inputs``, where it is loaded already.

    Raises:
        DvkError: All that is wrong, at the first step that cannot go on.
    """
    scheme = scheme or load_scheme(inputs.scheme, as_of=inputs.as_of, plugins=inputs.plugins)
    scheme = scheme_with_columns(scheme, inputs.columns)
    waiting.say(_READING)
    sample, decimal = not inputs.figures, marks(inputs.decimal, inputs.figures)
    if sample:
        refuse_sample(scheme.sample_figures)
    figures = read_sample(scheme) if sample else read_figures(scheme, inputs.figures, decimal=decimal)
    path = rulings_file(inputs, scheme)
    rulings: Sequence[Ruling] = ()
    problems: Sequence[Problem] = ()
    if path is not None:
        rulings, problems = read_rulings(scheme, figures, path)
    return Gathered(scheme, figures, rulings, sample, problems)


def scored(inputs: Inputs, waiting: Waiting, scheme: Scheme | None = None) -> Result:
    """Load, read and score; ``scheme`` as in ``gathered``.

    Raises:
        DvkError: All that is wrong, at the first step that cannot go on.
    """
    read = gathered(inputs, waiting, scheme)
    waiting.say(_SCORING)
    result = score(
        read.scheme, read.figures, read.rulings, engine_name=inputs.engine, as_of=inputs.as_of, sample=read.sample
    )
    result = attrs.evolve(result, problems=sort_problems([*result.problems, *read.problems]))
    if inputs.votes is None:
        return result
    from dvk_scoring.scoring.read_votes import with_votes

    return with_votes(result, inputs.votes)


def stamped(result: Result, seal: Path | None, *, tells_votes: bool = False, is_public: bool = False) -> Result:
    """Give a result with the fingerprint of its seal, where a seal is named; the rest as in ``with_stamp``.

    Raises:
        DvkError: Something is wrong with the seal, or it is of another result.
    """
    if seal is None:
        return result
    from dvk_scoring.seal.stamp import with_stamp

    return with_stamp(result, seal, tells_votes=tells_votes, is_public=is_public)


def rulings_file(inputs: Inputs, scheme: Scheme) -> Path | None:
    """Give the file of rulings: the one that is named, else that of the sample where the sample is scored."""
    return inputs.rulings or (None if inputs.figures else scheme.sample_rulings)
