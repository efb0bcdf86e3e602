"""A new scheme onto the disk: checked, scored and worked out where it is made, and only then moved into place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.run import load_scheme, prove, read_figures, score
from dvk_scoring.scaffold.onto_disk import made_aside, refuse_to_overwrite, write_files
from dvk_scoring.scaffold.scheme.cases import write_cases
from dvk_scoring.scaffold.scheme.plan import plan_uses
from dvk_scoring.scaffold.scheme.render import SchemeWriter
from dvk_scoring.scaffold.scheme.sample import sample_cells, sample_units, write_sample
from dvk_scoring.scaffold.scheme.wish import SchemeWish
from dvk_scoring.scheme.json_schema import schema_text
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Language

SCHEME: Final = "scheme.toml"
FIGURES: Final = "figures.csv"
CASES: Final = "cases.toml"
README: Final = "README.md"
SCHEMA: Final = "scheme.schema.json"
FILES: Final = (SCHEME, FIGURES, CASES, README, SCHEMA)


def make_scheme(
    wish: SchemeWish, folder: Path, language: Language, *, force: bool = False, registry: Registry | None = None
) -> tuple[Path, ...]:
    """Make a new scheme in a folder of its own inside ``folder``.

    Args:
        wish: What it holds.
        folder: Where its folder is made; made itself if it is not there.
        language: The language of its remarks.
        force: Write over files of the same names; other files of the folder stay.
        registry: The plugins that are there, those of the wish's folders among them; looked for when left out.

    Returns:
        The files, in the order in which one reads them.

    Raises:
        DvkError: The wish cannot be granted, files are there already, the system refuses; the first two all at once.
    """
    target = folder / wish.id
    registry = registry or Registry.of(wish.folders)
    problems = refuse_to_overwrite(target, FILES, force=force)
    try:
        uses = plan_uses(wish, registry)
    except DvkError as error:
        problems += error.problems
    if problems:
        raise DvkError(problems)
    writer = SchemeWriter(wish, uses, target, language)
    with made_aside(target) as aside:
        write_files({SCHEME: writer.scheme(), README: writer.readme()}, aside)
        scheme = _checked(aside, target)
        units = sample_units(scheme)
        cells = sample_cells(scheme, units)
        write_files({FIGURES: write_sample(scheme, units, cells, language)}, aside)
        result = score(scheme, read_figures(scheme, [aside / FIGURES]), engine_name="exact", sample=True)
        schema = schema_text(registry, language, scheme=aside / SCHEME)
        write_files({CASES: write_cases(result, cells, language), SCHEMA: schema}, aside)
    return tuple(target / name for name in FILES)


def _checked(aside: Path, target: Path) -> Scheme:
    """Load and prove what was written: criteria that are healthy each may still not go together."""
    try:
        scheme = load_scheme(aside / SCHEME)
        prove(scheme)
    except DvkError as error:
        raise DvkError(_placed(error.problems, aside, target)) from error
    return scheme


def _placed(problems: Sequence[Problem], aside: Path, target: Path) -> list[Problem]:
    """Tell of the file that was to be, by its key: the one that was looked at is gone when this is read."""
    made, wanted = str(aside / SCHEME), str(target / SCHEME)
    return [
        attrs.evolve(problem, place=attrs.evolve(problem.place, file=wanted, line=None, column=None))
        if problem.place.file == made
        else problem
        for problem in problems
    ]
