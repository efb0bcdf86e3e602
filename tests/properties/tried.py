"""What tests of trials have in common: figures as a file, and results as they are written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import attrs
import polars as pl

from dvk_scoring import DvkError, Result
from dvk_scoring.report.json import json_lines
from dvk_scoring.scheme.shipped import find_shipped
from tests.depth import drawn

T = TypeVar("T")
SHIPPED = [one.id for one in find_shipped() if one.has_sample]
TRIALS = int(os.environ.get("DVK_TRIALS", drawn(3, 6)))
"""Generated trials of each scheme; by hand as many as there is time for."""
UNTOLD = {"DVK-D509", "DVK-O753", "DVK-E104"}
"""What is told of a file that names no voice, which figures held in memory are not; of a trial alone; and of the engine
that plans for any figures need, where those for the figures at hand need less.
"""


def as_file(result: Result, cells: dict[tuple[str, str], str], path: Path) -> Path:
    """Write the figures as they prevail, with some cells changed, as one table of texts."""
    frame: pl.DataFrame = result.figures.frame.to_native()
    texts: dict[str, list[str]] = {name: frame[name].to_list() for name in ("unit", "name", "cluster")}
    for name, column in result.figures.columns.items():
        flags = frame[f"{name}?"].to_list() if f"{name}?" in frame.columns else [0] * len(frame)
        scale = 10**column.spec.places
        texts[name] = [
            cells.get(
                (unit, name), "KP" if kp else "" if value is None else cell_text(value, scale, column.spec.choices)
            )
            for unit, value, kp in zip(texts["unit"], frame[name].to_list(), flags, strict=True)
        ]
    pl.DataFrame(texts).write_csv(path)
    return path


def cell_text(value: int, scale: int, choices: Any) -> str:
    if choices:
        return str(choices[value][0])
    whole, rest = divmod(abs(value), scale)
    decimals = f".{rest:0{len(str(scale)) - 1}}".rstrip("0").rstrip(".") if scale > 1 else ""
    return f"{'-' if value < 0 else ''}{whole}{decimals}"


def written(result: Result) -> bytes:
    """The result as it is written, without files, lines, the order and the digest that these give: a trial reads none.

    No writer takes a trial: its mark is taken off here, to see that all the rest is the same.
    """
    figures = attrs.evolve(result.figures, files=())
    problems = [
        attrs.evolve(one, place=attrs.evolve(one.place, file=None, line=None))
        for one in result.problems
        if one.code not in UNTOLD
    ]
    scheme = attrs.evolve(result.scheme, hash="")
    bare = attrs.evolve(result, scheme=scheme, figures=figures, problems=tuple(sorted(problems, key=str)), trial=False)
    return "".join("".join(json_lines(bare, language)) for language in ("vi", "en")).encode()


def made_or_refused(make: Callable[[], T]) -> T | set[str]:
    """Give what is made, or the codes of what is wrong."""
    try:
        return make()
    except DvkError as error:
        return {one.code for one in error.problems} - UNTOLD
