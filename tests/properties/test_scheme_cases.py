"""A unit of a case is scored as the same figures in a file are, whatever they are."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring.run import load_scheme, read_figures, score
from dvk_scoring.scoring.result import Result
from dvk_scoring.testing.scheme_cases import run_scheme_cases
from dvk_scoring.written import plain
from tests.depth import drawn

SCHEME = load_scheme("stage-contest")
COLUMNS = SCHEME.figure_columns
Units = dict[str, tuple[str, ...]]


def cells(name: str) -> st.SearchStrategy[str]:
    """Cells that a figure takes: values on its step, yes and no, blank, not assigned."""
    spec = COLUMNS[name][0]
    states = st.sampled_from(["", "KP"])
    if spec.kind == "yes-no":
        return st.one_of(st.sampled_from(["0", "1"]), states)
    step = Fraction(1, 10**spec.places) if spec.step is None else spec.step
    values = st.integers(0, min(int((spec.high - spec.low) / step), 40))
    return st.one_of(values.map(lambda at: plain(spec.low + at * step)), states)


UNITS = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]), st.tuples(*(cells(name) for name in COLUMNS)), min_size=1
)


def of_file(units: Units, folder: Path) -> Result:
    lines = [",".join(["unit", *COLUMNS]), *(",".join([unit, *row]) for unit, row in units.items())]
    path = folder / "figures.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return score(SCHEME, read_figures(SCHEME, [path]))


def of_case(units: Units, folder: Path) -> Result:
    lines = ["[[cases]]", 'name = "a"', 'article = "b"']
    for unit, row in units.items():
        lines += ["[[cases.units]]", f'unit = "{unit}"', 'state = "ranked"']
        for name, cell in zip(COLUMNS, row, strict=True):
            lines.append(f"figures.{name} = {cell if cell[:1].isdigit() else repr(cell)}")
    path = folder / "cases.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (found,) = run_scheme_cases(SCHEME, path)
    return found.result


@settings(max_examples=drawn(10, 25))
@given(UNITS)
def test_a_case_scores_as_the_same_figures_in_a_file(units: Units) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        assert of_case(units, folder).units == of_file(units, folder).units
