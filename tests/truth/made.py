"""A made competition, as text and as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tests.truth.law import Competition
from tests.truth.plugin import Cell


@dataclass(frozen=True)
class Made:
    """A competition as files hold it, and as the oracle reads it."""

    name: str
    scheme: str
    rulings: str
    columns: tuple[str, ...]
    clusters: Mapping[str, str]
    cells: Mapping[str, Mapping[str, Cell]]
    claimed: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    """What a first voice said, where there are two."""

    def read(self) -> Competition:
        """Read scheme and rulings as data."""
        rulings = parsed(self.rulings).get("rulings", [])
        return Competition(parsed(self.scheme), self.clusters, self.cells, rulings, self.claimed)

    def csv(self) -> str:
        """Write the figures as a wide table."""
        voices = {"claimed": self.claimed, "final": self.cells} if self.claimed else {"": self.cells}
        rows = [("unit", "cluster", *(["voice"] if self.claimed else []), *self.columns)]
        for voice, cells in voices.items():
            for unit, cluster in self.clusters.items():
                said = [voice] if voice else []
                rows.append((unit, cluster, *said, *(written(cells[unit].get(column)) for column in self.columns)))
        return "\n".join(",".join(row) for row in rows) + "\n"

    def told(self) -> str:
        """Give all of it as text."""
        return f"# {self.name}\n{self.scheme}\n{self.rulings}\n{self.csv()}"


@lru_cache(maxsize=4)
def parsed(text: str) -> Mapping[str, Any]:
    """Read TOML, once while a competition is being made: the oracle is asked of it several times."""
    return tomllib.loads(text, parse_float=Decimal)


def written(cell: Cell) -> str:
    return "" if cell is None else cell if isinstance(cell, str) else decimal(cell)


def decimal(number: Fraction) -> str:
    """Write a number that has finitely many decimals."""
    return format(Decimal(number.numerator) / Decimal(number.denominator), "f")


def toml(value: Any) -> str:
    """Write a value of TOML on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return decimal(value)
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
    return f"[{', '.join(toml(one) for one in value)}]" if isinstance(value, list | tuple) else str(value)


def document(data: Mapping[str, Mapping[str, Any]]) -> str:
    """Write a scheme: each table with one line a key."""
    tables = [
        f"[{name}]\n" + "".join(f"{key} = {toml(one)}\n" for key, one in table.items())
        for name, table in data.items()
        if table
    ]
    return "\n".join(tables)


def as_rulings(rulings: Sequence[Mapping[str, Any]]) -> str:
    """Write a rulings file."""
    acts = [{**one, "reason": "Reason", "ref": f"R-{at}"} for at, one in enumerate(rulings, 1)]
    return "\n".join("[[rulings]]\n" + "".join(f"{key} = {toml(one)}\n" for key, one in act.items()) for act in acts)
