"""Every reader gives the numbers of the reference: the engines, and a sheet that LibreOffice has recalculated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from dvk_scoring.criteria.criterion import BuiltCriterion
from dvk_scoring.report.workbook.build import Built, build_workbook
from dvk_scoring.report.workbook.write import paint_workbook
from dvk_scoring.run import score
from dvk_scoring.testing.bench import Bench, NotRun, Scored
from dvk_scoring.testing.checks.check import NO_NUMBER, Check, Found, shown, told
from dvk_scoring.testing.entry import BY_REFERENCE
from dvk_scoring.testing.generate import generate
from dvk_scoring.testing.recalculated import (
    NoOfficeError,
    differences,
    engine_differences,
    figure_set,
    generated_columns,
    require_writer,
)
from dvk_scoring.testing.single import Points
from dvk_scoring.testing.trial import CLUSTERS, Trial
from dvk_scoring.text import Text

ROWS: Final = 40


def _engines(bench: Bench) -> Found:
    """Hold the engines to a few trials, and to many made-up units at once."""
    for scored in bench.scored:
        name = _differing(bench, scored)
        if name is not None:
            return _engine_failure(bench, scored.trial, name)
    return []


def _engine_failure(bench: Bench, trial: Trial, name: str) -> Found:
    trial = bench.smallest(lambda other: _differing(bench, bench.score(other), (name,)) is not None) or trial
    single = trial.single()
    wanted, got = single.reference(trial.data), bench.readers[name](single, single.plan(), trial.data)
    index = next(at for at, pair in enumerate(zip(wanted, got, strict=True)) if pair[0] != pair[1])
    came = (_came(wanted[index]), _came(got[index]))
    title = Text(vi=f"Máy tính điểm {name} cho điểm khác", en=f"The engine {name} gives other points")
    return [shown(bench, "DVK-C428", trial, index, name=title, by=BY_REFERENCE, came=came, engine=name)]


def _came(points: Points) -> Text:
    return NO_NUMBER if points[1] is None else Text.same(str(points[1]))


def _differing(bench: Bench, scored: Scored, names: tuple[str, ...] = ()) -> str | None:
    """Give the first engine that does not give what the reference gives."""
    single, plan, data = scored.single, scored.plan, scored.trial.data
    wanted = single.reference(data)
    for name in names or tuple(bench.readers):
        fits = plan.fits_columns or name == "exact"
        if fits and (scored.points if name == "polars" else bench.readers[name](single, plan, data)) != wanted:
            return name
    return None


def sheet_differences(benches: Mapping[str, Bench], folder: Path) -> dict[str, list[str]]:
    """Score made-up units of each criterion, write workbooks, have all recalculated in one start, and compare.

    Returns:
        Name → every cell that differs, and every value that is not the engine's.

    Raises:
        NoOfficeError: Nothing here can write workbooks, or recalculate them.
    """
    require_writer()
    built: dict[str, Built] = {}
    by_name: dict[str, list[str]] = {}
    for name, bench in benches.items():
        shape = bench.shapes[0]
        trial = _scorable(bench, shape)
        single, data = trial.single(), trial.data
        columns = generated_columns(single.id, shape.figures, data)
        built[name] = build_workbook(score(single.scheme, figure_set(columns, data.clusters)), "en")
        by_name[name] = list(engine_differences(built[name]))
        paint_workbook(built[name], folder / f"{name}.xlsx")
    recalculate = next(iter(benches.values())).recalculate
    found = recalculate([folder / f"{name}.xlsx" for name in built], folder)
    for name, sheets in zip(built, found, strict=True):
        by_name[name] += differences(built[name], sheets)
    return by_name


def _scorable(bench: Bench, shape: BuiltCriterion) -> Trial:
    """Make units up, without those that the formula calls an error: a run with any of them is refused as a whole."""
    params = {spec.name: spec.default for spec in shape.params}
    trial = Trial(shape, params, generate(shape.figures, ROWS, seed=bench.seed, clusters=CLUSTERS))
    while True:
        outcomes = bench.evaluated(trial).outcomes
        places = [place for place, outcome in enumerate(outcomes) if outcome.error is None]
        if len(places) == len(outcomes):
            return trial
        trial = trial.taking(places)  # what is taken across units may be an error now for one that had a number


def _sheet(bench: Bench) -> Found:
    with TemporaryDirectory() as folder:
        try:
            wrong = sheet_differences({bench.subject.id: bench}, Path(folder))[bench.subject.id]
        except NoOfficeError as error:
            return NotRun(error.reason)
    return [told(bench, "DVK-C429", cell=wrong[0], count=len(wrong))] if wrong else []


_NEEDS: Final = ("declared", "columns", "rounding", "range", "empty")
ENGINES: Final = Check(
    "engines",
    Text(
        vi="Mọi máy tính điểm cho đúng điểm của cách tính chuẩn bằng phân số.",
        en="Every engine gives the points of the reference reader, in fractions.",
    ),
    Text(
        vi="Đây thường là lỗi của chương trình: gửi ca thử kèm theo cho người giữ mã nguồn.",
        en="This is most likely a fault of the program: send the case to its maintainers.",
    ),
    _engines,
    _NEEDS,
)
SHEET: Final = Check(
    "sheet",
    Text(
        vi="Bảng tính do LibreOffice tính lại cho đúng từng ô.",
        en="The workbook, recalculated by LibreOffice, agrees cell by cell.",
    ),
    Text(
        vi="Đây thường là lỗi của chương trình: gửi ô và công thức cho người giữ mã nguồn.",
        en="This is most likely a fault of the program: send cell and formula to its maintainers.",
    ),
    _sheet,
    _NEEDS,
)
