"""What the appraisal changed of the figures, and by how much: rows for an annex of the minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from dvk_scoring.analysis.shown import show_figure
from dvk_scoring.formula.show import show_signed
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.report.documents.figures import Shown
from dvk_scoring.report.documents.widths import Column, forced
from dvk_scoring.report.one_line import OneLine

WIDTH = 160
"""Width between the margins of A4, in mm."""
_LETTERS = 10
_TEXTS = ("unit", "figure", "who", "why")
"""Columns that stay on one line as far as there is room."""
_TIED = 4
"""Rows at the end that stay together."""


def changes_data(shown: Shown) -> dict[str, Any]:
    """Give the rows, a figure each in the order of the result, and the widths of their columns in mm."""
    changed = list(_rows(shown))
    rows = [{"no": str(at), **row, "kept": 0 < len(changed) - at < _TIED} for at, row in enumerate(changed, start=1)]
    names = ("no", "unit", "figure", "from", "to", "by", "who", "why")
    heads = {"who": "who_changed", "why": "why_changed", "figure": "figure_changed", "by": "changed_by"}
    shown_names = [
        name
        for name in names
        if name in ("no", "unit", "figure", "from", "to", "by") or any(row[name] for row in changed)
    ]
    titles = {
        name: shown.say({"from": "from_value", "to": "to_value"}.get(name, heads.get(name, name))) for name in names
    }
    columns = [Column(titles[name], [str(row[name]) for row in rows], whole=name in _TEXTS) for name in shown_names]
    widths = forced(columns, WIDTH, _LETTERS) if rows else []
    return {
        "columns": [
            {"key": key, "title": titles[key], "width": width} for key, width in zip(shown_names, widths, strict=False)
        ],
        "rows": rows,
    }


def _rows(shown: Shown) -> Iterator[dict[str, str]]:
    order = {unit.unit: at for at, unit in enumerate(shown.result.units)}
    gaps = list(shown.result.figures.gaps.iter_rows(named=True))
    lines = OneLine(shown.result, shown.language)
    for row in sorted(gaps, key=lambda gap: order.get(gap["unit"], len(order))):
        yield _row(shown, lines, row)


def _row(shown: Shown, lines: OneLine, row: Mapping[str, Any]) -> dict[str, str]:
    spec = shown.result.figures.columns[row["figure"]].spec
    titles, voice = shown.scheme.voice_titles, row["to_voice"]
    before, after = row["from_value"], row["to_value"]
    return {
        "unit": shown.names.get(row["unit"], row["unit"]),
        "figure": lines.figure(row["figure"]),
        "from": _figure(shown, before, spec),
        "to": _figure(shown, after, spec),
        "by": _difference(shown, before, after, spec),
        "who": (titles[voice].in_(shown.language) if voice in titles else voice)
        if len(shown.scheme.voices) > 2
        else "",
        "why": row["reason"] or "",
    }


def _figure(shown: Shown, value: int | None, spec: FigureSpec) -> str:
    if value is None:
        return shown.say("not-assigned")
    return show_figure(spec, Fraction(value, 10**spec.places), shown.language)


def _difference(shown: Shown, before: int | None, after: int | None, spec: FigureSpec) -> str:
    """Write by how much; nothing where one of them is no number."""
    if before is None or after is None or spec.kind == "yes-no" or spec.choices:
        return ""
    return show_signed(Fraction(after - before, 10**spec.places), shown.language)
