"""Every shipped scheme on the figures that ship with it, against a table kept beside this file.

A table holds what a committee reads first: place, total, class and titles. Every point of the invented samples was once
recomputed from the figures apart from this package, and two units of each are worked out in the scheme's README.
``DVK_WRITE_GOLDEN=1`` writes the tables anew; what then changes is to be explained like any change of results.
"""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from dvk_scoring.run import load_scheme, prove
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scoring.result import Result, UnitResult
from tests.samples import score_sample

HERE = Path(__file__).parent
IDS = [one.id for one in find_shipped()]
HEADINGS = ("unit", "cluster", "rank", "tied", "total", "class", "titles")


def line_of(unit: UnitResult) -> dict[str, str]:
    """Write a unit as a line of the table; a title says its state unless it is not had at all."""
    titles = [f"{key}:{one.state}" for key, one in unit.titles.items() if one.state != "no"]
    return {
        "unit": unit.unit,
        "cluster": unit.cluster,
        "rank": "" if unit.rank is None else str(unit.rank),
        "tied": "tied" if unit.tied else "",
        "total": str(unit.total),
        "class": unit.klass or "",
        "titles": " ".join(titles),
    }


def table_of(result: Result) -> str:
    """Write a result as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADINGS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(line_of(unit) for unit in result.units)
    return out.getvalue()


@pytest.mark.parametrize("scheme_id", IDS)
def test_sample_scores_as_kept(scheme_id: str) -> None:
    found = table_of(score_sample(scheme_id))
    kept = HERE / f"{scheme_id}.csv"
    if os.environ.get("DVK_WRITE_GOLDEN") == "1":
        kept.write_text(found, encoding="utf-8")
    assert found.splitlines() == kept.read_text(encoding="utf-8").splitlines()


def test_every_table_has_its_scheme() -> None:
    assert sorted(IDS) == sorted(path.stem for path in HERE.glob("*.csv"))


@pytest.mark.parametrize("scheme_id", IDS)
def test_scheme_is_proved_and_raises_no_doubt(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    assert scheme.problems == ()
    assert prove(scheme).fits_columns


# Worked out by hand in the scheme's README: total, and the points of criteria (- where one is not assigned).
BY_HAND: tuple[tuple[str, str, str, str], ...] = (
    (
        "dan-van-kheo-2020",
        "phong-10",
        "95.52",
        """
        advisory 12.81 coordination 9.18 outreach 13.44 media 8.00 admin-reform - complaint-handling 10.52
        grassroots-democracy 7.75 social-work 8.00 models 7.40
        """,
    ),
    (
        "dan-van-kheo-2020",
        "huyen-f",
        "87.87",
        """
        advisory 7.86 coordination 6.59 outreach 5.81 security-movement 9.09 media 5.00 admin-reform 12.91
        complaint-handling 10.96 grassroots-democracy 5.88 community-affairs 5.00 social-work 6.00 key-communes
        3.40 new-rural 2.67 models 5.70
        """,
    ),
    (
        "key-communes-2020",
        "xa-04",
        "92.32",
        """
        key-communes 25.00 new-rural - security-movement 20.00 community-affairs 11.25 outreach 7.03
        grassroots-democracy 8.00 models 6.77
        """,
    ),
    (
        "key-communes-2020",
        "xa-17",
        "78.15",
        """
        key-communes 25.00 new-rural 0.00 security-movement 18.60 community-affairs 12.00 outreach 9.25
        grassroots-democracy 6.53 models 6.77
        """,
    ),
    (
        "public-service-766",
        "co-quan-02",
        "90.83",
        """
        published 6.00 complete 6.00 synchronised 5.62 in-time 19.46 files-digital 7.56 results-digital 6.97
        reused 3.95 lodged-online 10.10 paid-online 7.33 feedback-in-time 6.00 feedback-content 5.84
        procedures-content 6.00
        """,
    ),
    (
        "public-service-766",
        "co-quan-05",
        "86.34",
        """
        published 6.00 complete 5.61 synchronised 5.68 in-time 19.53 files-digital 7.07 results-digital 6.50
        reused 3.71 lodged-online 9.05 paid-online 7.09 feedback-in-time - feedback-content - procedures-content
        5.74
        """,
    ),
    (
        "stage-contest",
        "doi-8",
        "86.75",
        """
        greeting 17.250 skit 41.250 quiz 26.250
        """,
    ),
    (
        "stage-contest",
        "doi-2",
        "88.09",
        """
        greeting 17.125 skit 42.813 quiz 26.250
        """,
    ),
    (
        "commune-police",
        "xa-12",
        "923.82",
        """
        sec-mediated 25.00 crime-reports-settled 19.91 order-data 9.91 order-fire-visits 10.00 movement-groups
        9.00 sec-ad-hoc 9.00 advice-records 9.50 host 10.00 advice-given 16.00
        """,
    ),
    (
        "commune-police",
        "xa-05",
        "820.47",
        """
        sec-mediated 13.10 crime-reports-settled 17.27 order-data 9.40 order-fire-visits - movement-groups 5.00
        """,
    ),
)


@pytest.mark.parametrize(("scheme_id", "unit", "total", "points"), BY_HAND)
def test_units_worked_by_hand(scheme_id: str, unit: str, total: str, points: str) -> None:
    found = score_sample(scheme_id).unit(unit)
    assert str(found.total) == total
    words = points.split()
    for criterion, expected in zip(words[::2], words[1::2], strict=True):
        counted = found.criteria[criterion].points
        assert ("-" if counted is None else str(counted)) == expected, criterion
