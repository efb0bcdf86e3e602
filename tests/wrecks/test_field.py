"""Tables as they come from spreadsheets, exports and joined files: read right, or told where they are not.

The files in ``field/`` were made for this purpose; what is right was worked out by hand, in the comments.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from dvk_scoring import load_scheme, read_figures
from dvk_scoring.problem import DvkError, Problem

FIELD = Path(__file__).with_name("field")


def problems(case: str, *files: str, scheme: str = "scheme.toml") -> Sequence[Problem]:
    """What reading says of the files of a case."""
    folder = FIELD / case
    path = folder / scheme if (folder / scheme).exists() else FIELD / scheme
    try:
        return read_figures(load_scheme(path), [folder / one for one in files]).problems
    except DvkError as error:
        return error.problems


def told(found: Sequence[Problem]) -> list[tuple[str, str | None, str | None]]:
    return [(one.code, one.place.unit, one.place.header) for one in found]


def test_a_blank_figure_that_conditions_look_at_is_refused_by_name() -> None:
    case = "blank-figure-of-conditions"
    cells = [("DVK-D319", "a", "discipline"), ("DVK-D319", "a", "satisfied")]
    assert told(problems(case, "figures.csv", scheme="error.toml")) == cells
    assert told(problems(case, "kp.csv", scheme="error.toml")) == []
    for policy in ("not-ranked.toml", "zero.toml"):
        assert told(problems(case, "figures.csv", scheme=policy)) == []


def test_a_missing_column_that_conditions_look_at_is_refused() -> None:
    case = "blank-figure-of-conditions"
    columns = [("DVK-D320", None, "discipline"), ("DVK-D320", None, "satisfied")]
    for policy, severity in (("error", "error"), ("not-ranked", "warning"), ("zero", "warning")):
        found = problems(case, "nocol.csv", scheme=f"{policy}.toml")
        assert told(found) == columns
        assert {one.severity for one in found} == {severity}


def test_only_the_blank_is_refused_not_what_is_not_assigned() -> None:
    found = problems("blank-figure-passes-a-condition", "f.csv", scheme="s.toml")
    assert told(found) == [("DVK-D319", "b", "satisfied")]
    assert found[0].place.line == 3


@pytest.mark.parametrize("file", ["f.csv", "f2.csv"])
def test_what_does_not_apply_to_a_kind_is_not_missing(file: str) -> None:
    assert {one.code for one in problems("figure-that-does-not-apply", file, scheme="s.toml")} <= {"DVK-D315"}
