"""A trial written as an entry of ``cases.toml``, as a person would write it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dvk_scoring.criteria.criterion import params_class
from dvk_scoring.criteria.decide import WEIGHT
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.testing.cases import shown_outcome, shown_points
from dvk_scoring.testing.generate import Cell
from dvk_scoring.testing.trial import WEIGHT_TRIED, Trial
from dvk_scoring.text import Text
from dvk_scoring.written import plain

PLACES: Final = (2, 6, 12)
Expected = Fraction | str
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_WORKING: Final = Text(
    vi="Chưa ai tính tay; điểm ghi ở trên là theo {by}. Hãy tính lại rồi viết cách tính vào đây.",
    en="Nobody has worked this by hand; the points above are those of {by}. Work it out, then write it here.",
)
BY_REFERENCE: Final = Text(vi="cách tính chuẩn bằng phân số", en="the reference reader, in fractions")
BY_LAW: Final = Text(vi="điều kiện bị vi phạm", en="the law that was broken")


def case_entry(trial: Trial, name: Text, by: Text, expected: Mapping[int, Expected] | None = None) -> str:
    """Write the entry.

    Args:
        trial: Units, params and settings.
        name: What the case shows.
        by: Whose points they are.
        expected: Place of a unit → its points, or the state it must have; the others get the reference's.
    """
    wanted, places = _points(trial, expected or {})
    clusters = trial.data.clusters if len(set(trial.data.clusters)) > 1 else ()
    lines = ["[[cases]]", f"name = {toml(name)}", 'source = "dvk plugins test"', f"weight = {plain(WEIGHT_TRIED)}"]
    lines += [f"places = {places}"] if places != PLACES[0] else []
    params = _params(trial)
    lines += [f"params = {toml(params)}"] if params else []
    lines.append("units = [")
    for at, row in enumerate(trial.data.rows):
        cluster = f"cluster = {toml(clusters[at])}, " if clusters else ""
        figures = ", ".join(f"{_key(spec.name)} = {_cell(spec, row[spec.name])}" for spec in trial.built.figures)
        lines.append(f'  {{ unit = "u{at + 1}", {cluster}figures = {{ {figures} }}, points = "{wanted[at]}" }},')
    told = Text(vi=_WORKING.vi.format(by=by.vi), en=_WORKING.en.format(by=by.en))
    return "\n".join([*lines, "]", f"working = {toml(told)}", ""])


def _points(trial: Trial, expected: Mapping[int, Expected]) -> tuple[list[str], int]:
    """Write the points with as many decimals as it takes to see where the law and the reference differ."""
    outcomes = trial.outcomes()
    for places in PLACES:
        got = [shown_outcome(outcome, trial.factor, places) for outcome in outcomes]
        wanted = list(got)
        for at, value in expected.items():
            wanted[at] = shown_points(value, places) if isinstance(value, Fraction) else value
        if not expected or wanted != got:
            break
    return wanted, places


def _params(trial: Trial) -> dict[str, object]:
    """Give the params and settings that are not at their default."""
    declared = params_class(trial.built.criterion).dvk_settings
    params: dict[str, object] = {
        spec.name: trial.params[spec.name] for spec in trial.built.params if trial.params[spec.name] != spec.default
    }
    settings = {
        name: value
        for name, value in trial.built.settings.items()
        if name != WEIGHT and value != declared[name].default
    }
    return {**params, **settings}


def _cell(spec: FigureSpec, cell: Cell) -> str:
    if isinstance(cell, State):
        return '"KP"' if cell is State.NOT_ASSIGNED else '""'
    if spec.choices:
        return toml(spec.choices[int(cell)][0])
    return toml(bool(cell)) if spec.kind == "yes-no" else plain(cell)


def toml(value: object) -> str:
    """Write a value as TOML does.

    Raises:
        TypeError: TOML has no such value.
    """
    match value:
        case bool():
            return str(value).lower()
        case int() | Decimal():
            return str(value)
        case Fraction():
            return plain(value)
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Text():
            return f"{{ vi = {toml(value.vi)}, en = {toml(value.en)} }}"
        case Mapping():
            inside = ", ".join(f"{_key(str(key))} = {toml(part)}" for key, part in value.items())
            return f"{{ {inside} }}"
        case Sequence():
            return f"[{', '.join(toml(part) for part in value)}]"
    raise TypeError(value)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)
