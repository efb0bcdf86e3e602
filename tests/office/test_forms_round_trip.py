"""Every shipped scheme: forms made, filled in, saved by LibreOffice, collected and scored as its sample is."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from dvk_scoring import load_scheme, read_figures, read_rulings, read_sample, score
from dvk_scoring.forms.collect import collect_forms
from dvk_scoring.forms.collected import CollectOrder
from dvk_scoring.forms.long_table import TableOrder, write_collected
from dvk_scoring.forms.make import FormOrder, make_forms
from dvk_scoring.problem import has_errors
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scoring.result import Result
from tests.depth import DEEP
from tests.office.conftest import converted
from tests.office.filled import Values, fill, values_of
from tests.samples import score_sample

pytestmark = pytest.mark.xdist_group("forms")  # it is made once, not in each process

SHIPPED = [one.id for one in find_shipped() if one.has_sample and (DEEP or one.id not in {"pci-2013", "the-2016"})]
"""In quick runs without those of many units, whose figures are decimals alone; others have some too."""
# Of one scheme as ODS too: LibreOffice takes minutes to write the forms of all of them in its own format.
SAVED = [*(("xlsx", one) for one in SHIPPED), ("ods", "stage-contest")]


@attrs.frozen
class Round:
    """Forms of one sort, on their way out and back."""

    scheme: Scheme
    units: Path
    order: FormOrder
    values: Values
    path: Path
    cells: int = 0

    def saved(self, kind: str) -> Path:
        return self.path.parent / "saved" / self.path.with_suffix(f".{kind}").name


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Round]]:
    """All forms of all shipped schemes, filled in with the samples and saved by LibreOffice, in one start a kind."""
    folder = tmp_path_factory.mktemp("forms")
    made = {scheme: [_made(one) for one in _planned(scheme, folder)] for scheme in SHIPPED}
    for kind in ("xlsx", "ods"):
        saved = [one for name, those in made.items() if (kind, name) in SAVED for one in those]
        converted([one.path for one in saved], folder / "saved", kind)
    return made


def _planned(scheme_id: str, folder: Path) -> Iterator[Round]:
    """Units and committee where there are no voices; else the first voice, and the last beside all that came before."""
    scheme = load_scheme(scheme_id)
    assert scheme.sample is not None
    sample = read_sample(scheme)
    names = list(scheme.figure_columns)
    files = {
        Path(scheme.path).parent / name: voice for name in scheme.sample.figures for voice in [_voice(scheme, name)]
    }
    units = _units(scheme, next(iter(files)), folder)
    prevailing = values_of(sample.frame, names)
    if not scheme.voices:
        asked = {spec.by for spec, _ in scheme.figure_columns.values()}
        for by in sorted(asked):
            order = FormOrder(scheme, units=units, committee=by == "committee")
            yield Round(scheme, units, order, prevailing, folder / f"{scheme_id}-{by}.xlsx")
        return
    for at, voice in enumerate((scheme.voices[0], scheme.voices[-1])):
        earlier = tuple(path for path, spoken in files.items() if at and spoken in scheme.voices[:-1])
        order = FormOrder(scheme, voice=voice if at else "", units=units, earlier=earlier)
        values = values_of(sample.voices[voice], names)
        yield Round(scheme, units, order, values, folder / f"{scheme_id}-{voice}.xlsx")


def _voice(scheme: Scheme, name: str) -> str:
    with (Path(scheme.path).parent / name).open(encoding="utf-8", newline="") as file:
        return str(next(csv.DictReader(file)).get("voice", ""))


def _units(scheme: Scheme, first: Path, folder: Path) -> Path:
    """Give the sample's own list of units, or write one when all its files are figures."""
    if scheme.voices:
        return first
    path = folder / f"{scheme.id}-units.csv"
    frame = read_sample(scheme).frame.select("unit", "name", "cluster")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([frame.columns, *frame.iter_rows()])
    return path


def _made(one: Round) -> Round:
    make_forms(one.order, one.path)
    return attrs.evolve(one, cells=fill(one.path, one.scheme, one.values, _unit))


def _unit(sheet: Any) -> str:
    return str(json.loads(sheet["A1"].value)["unit"])


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "scheme_id"), SAVED)
def test_forms_score_as_the_figures_they_were_filled_in_with(
    rounds: dict[str, list[Round]], kind: str, scheme_id: str, tmp_path: Path
) -> None:
    paths = [rounds[scheme_id][0].units]
    for at, one in enumerate(rounds[scheme_id]):
        collected = collect_forms(CollectOrder(one.scheme, (one.saved(kind),), units=one.units))
        assert not has_errors(collected.problems), [str(each.in_("en")) for each in collected.problems][:3]
        assert collected.count == one.cells > 0
        paths.append(tmp_path / f"{at}.csv")
        write_collected(collected, TableOrder(paths[-1]))
    again = _scored(rounds[scheme_id][0].scheme, paths)
    expected = score_sample(scheme_id)
    assert _rows(again) == _rows(expected)
    assert {"evidence"} <= set(paths[1].read_text(encoding="utf-8").splitlines()[0].split(","))


def _scored(scheme: Scheme, paths: list[Path]) -> Result:
    figures = read_figures(scheme, paths)
    if scheme.sample is None or scheme.sample.rulings is None:
        return score(scheme, figures)
    rulings, _ = read_rulings(scheme, figures, Path(scheme.path).parent / scheme.sample.rulings)
    return score(scheme, figures, rulings)


def _rows(result: Result) -> dict[str, dict[str, Any]]:
    """Give all that was computed of each unit."""
    kept = [name for name in result.frame.columns if name != "order"]
    return {row["unit"]: {name: row[name] for name in kept} for row in result.frame.iter_rows(named=True)}
