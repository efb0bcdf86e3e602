"""The cases of the law that are worked by hand, see ``data/law_cases.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.truth.made import Made, as_rulings
from tests.truth.plugin import KP, Cell

_FILE = Path(__file__).parent / "data" / "law_cases.toml"
CASES = tomllib.loads(_FILE.read_text(encoding="utf-8"), parse_float=Decimal)["cases"]


def read_cell(text: str) -> Cell:
    return None if text == "" else KP if text == KP else Fraction({"yes": "1", "no": "0"}.get(text, text))


def case_made(case: Mapping[str, Any]) -> Made:
    rows = [[cell.strip() for cell in line.split(",")] for line in case["figures"].strip().splitlines()]
    heading, *rest = rows
    columns = [name for name in heading if name not in ("unit", "cluster")]
    cells = {
        row[0]: {name: read_cell(cell) for name, cell in zip(heading, row, strict=True) if name in columns}
        for row in rest
    }
    at = heading.index("cluster") if "cluster" in heading else None
    clusters = {row[0]: "all" if at is None else row[at] for row in rest}
    acts = [{"date": "2026-12-01", **one} for one in case.get("rulings", ())]
    rulings = as_rulings(acts).replace('date = "2026-12-01"', "date = 2026-12-01")
    return Made(case["what"], case["scheme"], rulings, tuple(columns), clusters, cells)
