"""Two published tables, each shipped as a scheme: the engine's totals and ranks against the publisher's."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from dvk_scoring.run import load_scheme, read_sample, score
from dvk_scoring.scoring.result import Result

CONFIGS = Path(__file__).parents[2] / "configs"
TIERS = {
    "Excellent": "excellent",
    "High": "high",
    "Mid-high": "mid-high",
    "Mid-low": "mid-low",
    "Low": "low",
    "Very low": "very-low",
}


def scored(name: str) -> Result:
    scheme = load_scheme(name)
    return score(scheme, read_sample(scheme), sample=True)


def published(name: str) -> list[dict[str, str]]:
    """Rows as published, by the id that the figures give them: both files are in the same order."""
    with (CONFIGS / name / "figures.csv").open(encoding="utf-8") as figures:
        units = [row["unit"] for row in csv.DictReader(figures)]
    with (CONFIGS / name / "published.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    return [{**row, "unit": unit} for unit, row in zip(units, rows, strict=True)]


def totals(result: Result) -> dict[str, Decimal]:
    places = result.scheme.rounding.total
    frame = result.frame
    return {
        unit: Decimal(total).scaleb(-places)
        for unit, total in zip(frame["unit"].to_list(), frame["total"].to_list(), strict=True)
    }


def test_pci_2013_every_total_rank_and_tier() -> None:
    result, rows = scored("pci-2013"), published("pci-2013")
    assert len(rows) == 63
    found = totals(result)
    for row in rows:
        # The published inputs are rounded to six decimals, the published total to five.
        assert abs(found[row["unit"]] - Decimal(row["pci_official"])) <= Decimal("0.00001"), row["unit"]
    frame = result.frame
    ranks = dict(zip(frame["unit"].to_list(), frame["rank"].to_list(), strict=True))
    assert ranks == {row["unit"]: int(row["rank_official"]) for row in rows}
    order = list(result.scheme.classes)
    classes = {
        unit: order[index - 1] for unit, index in zip(frame["unit"].to_list(), frame["class"].to_list(), strict=True)
    }
    assert classes == {row["unit"]: TIERS[row["tier_official"]] for row in rows}


def test_the_2016_every_total() -> None:
    rows = published("the-2016")
    assert len(rows) == 195
    found = totals(scored("the-2016"))
    for row in rows:
        # The publisher added up unrounded pillars: 30 % of five errors of up to 0.05, and the total's own rounding.
        assert abs(found[row["unit"]] - Decimal(row["total_official"])) <= Decimal("0.08"), row["unit"]


@pytest.mark.parametrize("name", ["pci-2013", "the-2016"])
def test_figures_are_the_published_ones(name: str) -> None:
    with (CONFIGS / name / "figures.csv").open(encoding="utf-8") as figures:
        for row, original in zip(csv.DictReader(figures), published(name), strict=True):
            for column, value in row.items():
                if column.endswith(".value"):
                    assert value == original[column.removesuffix(".value").replace("-", "_")]
