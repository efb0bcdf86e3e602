"""Figures put into a ledger cell by cell are those of files with the same cells, and so is all that is told of them."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dvk_scoring import DvkError, Ledger, Problem, load_scheme, plans_for, read_figures, score
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.scheme.model import Scheme
from tests.conftest import make
from tests.depth import drawn

UNITS = {
    "u1": ("Phường Một", "wards"),
    "u2": ("Phường Hai", "wards"),
    "v1": ("Phòng Một", "departments"),
    "v2": ("Phòng Hai", "departments"),
}
VOICES = (None, "claimed", "appraised", "council")
FIGURES = ("cases.due", "cases.in_time", "cases.late", "cases.missed", "population", "service.rate", "service.open",
           "service.level", "panel.marks.1", "extra.missed")  # fmt: skip
TEXTS = ("", "", "0", "1", "3", "3", "12", "KP", "-", "x3", "7.5", "7,5", "yes", "no", "low", "mid", "-2", "999999999",
         "  4 ", "1e3", "4%", "01/02/2026")  # fmt: skip
Put = tuple[str, str, str, str | None]
SCHEME = make(voices=VOICES[1:])
ARGS_OF_FILES = {"file", "first", "other", "line"}
IN_FILES = {"DVK-D413": "DVK-D410"}
"""What a ledger tells in its own words → the code for files."""
puts = st.lists(
    st.tuples(
        st.sampled_from([*UNITS]),
        st.sampled_from(FIGURES),
        st.sampled_from(TEXTS),
        st.sampled_from((*VOICES, *VOICES[1:])),
    ),
    max_size=60,
)


def told(problems: Sequence[Problem]) -> list[tuple[str, ...]]:
    """What is told, but for where it stands in a file: the same of a cell in two files is told once."""

    def values(one: Problem) -> str:
        return str(sorted((key, str(value)) for key, value in one.args.items() if key not in ARGS_OF_FILES))

    return sorted({
        (IN_FILES.get(one.code, one.code), one.severity, one.place.header or "", one.place.unit or "",
         one.place.criterion or "", values(one) if one.code not in IN_FILES else "[]")
        for one in problems
    })  # fmt: skip


def files(cells: Sequence[Put], folder: Path) -> list[Path]:
    """Write what was put last into each cell: a file for each voice, of the columns that the ledger has there."""
    last = {(voice, figure, unit): text for unit, figure, text, voice in cells}
    spoken = [voice for voice in VOICES if any(one == voice for one, _, _ in last)] or [None]
    unvoiced = {figure for voice, figure, _ in last if voice is None} if len(spoken) > 1 else set[str]()
    paths = []
    for at, voice in enumerate(spoken):
        own = {figure for one, figure, _ in last if one == voice}
        others = voice is not None or not unvoiced
        kept = [one for one in SCHEME.figure_columns if one in own or (others and one not in unvoiced)]
        paths.append(folder / f"{at}.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["unit", "name", "cluster", *(["voice"] if voice else []), *kept])
            for unit, (name, cluster) in UNITS.items():
                texts = [last.get((voice, figure, unit), "") for figure in kept]
                writer.writerow([unit, name, cluster, *([voice] if voice else []), *texts])
    return paths


def read_or_refused(read: Callable[[], FigureSet]) -> FigureSet | tuple[Problem, ...]:
    try:
        return read()
    except DvkError as error:
        return error.problems


def table(frame: Any) -> pl.DataFrame:
    found: pl.DataFrame = frame.to_native()
    return found


@pytest.mark.parametrize("policy", ["not-ranked", "error"])
@pytest.mark.parametrize("unappraised", ["warn", "error", "not-reported"])
@settings(max_examples=drawn(8, 25))
@given(cells=puts)
@example(cells=[])
@example(cells=[("u1", "cases.due", "12", "claimed"), ("u1", "cases.due", "9", "appraised")])
@example(cells=[("u1", "cases.missed", "1", "claimed"), ("u2", "cases.due", "9", "appraised")])
@example(cells=[("u1", "service.rate", "4%", "council"), ("u2", "service.rate", "1", "council")])
@example(cells=[("u1", "service.rate", "4%", "council"), ("u2", "service.rate", "1", "claimed")])
@example(cells=[("u1", "population", "12", None), ("u1", "population", "9", "appraised")])
def test_what_is_put_is_what_is_read(policy: str, unappraised: str, cells: list[Put]) -> None:
    scheme = make(voices=VOICES[1:], not_reported=policy, unappraised=unappraised)
    ledger = Ledger(scheme, UNITS)
    for unit, figure, text, voice in cells:
        ledger.put(unit, figure, text, voice)
    with tempfile.TemporaryDirectory() as folder:
        paths = files(cells, Path(folder))
        read = read_or_refused(lambda: read_figures(scheme, paths))
    put = read_or_refused(ledger.figures)
    if isinstance(read, tuple) or isinstance(put, tuple):
        assert isinstance(read, tuple)
        assert isinstance(put, tuple)
        assert told(put) == told(read)
        return
    assert told(put.problems) == told(read.problems)
    assert table(put.frame).equals(table(read.frame))
    assert put.columns == read.columns
    assert put.voices.keys() == read.voices.keys()
    assert all(table(put.voices[one]).equals(table(read.voices[one])) for one in read.voices)
    assert table(put.gaps).drop("reason").equals(table(read.gaps).drop("reason"))
    assert table(put.unappraised).sort("unit", "figure").equals(table(read.unappraised).sort("unit", "figure"))


def shipped() -> tuple[Scheme, list[Path]]:
    scheme = load_scheme("dan-van-kheo-2020")
    assert scheme.sample is not None
    return scheme, [Path(scheme.path).parent / name for name in scheme.sample.figures]


def test_a_ledger_begins_with_files_and_keeps_their_reasons() -> None:
    scheme, paths = shipped()
    read, put = read_figures(scheme, paths), Ledger(scheme, paths).figures()
    assert table(put.gaps).equals(table(read.gaps))
    assert table(read.gaps)["reason"].drop_nulls().len() > 0
    assert table(put.frame).equals(table(read.frame))
    assert put.problems == read.problems


def test_one_figure_changed_is_scored_as_if_it_had_been_read() -> None:
    """Plans made once on the declared bounds serve every state of the ledger; what is taken back is as it was."""
    scheme, paths = shipped()
    ledger, plans = Ledger(scheme, paths), plans_for(scheme)
    before = score(scheme, read_figures(scheme, paths))
    unit = next(one.unit for one in reversed(before.units) if 0 < (one.criteria["media"].score or 0) < 1)
    held = table(ledger.figures().frame).filter(pl.col("unit") == unit)["media.own"].item()
    assert ledger.put(unit, "media.own", "40", "final", reason="Counted again") == ()
    after = score(scheme, ledger.figures(), plans=plans, voices=False)
    assert after.unit(unit).criteria["media"].score != before.unit(unit).criteria["media"].score
    assert {one.unit: one.criteria["media"].score for one in after.units if one.unit != unit} == {
        one.unit: one.criteria["media"].score for one in before.units if one.unit != unit
    }
    gaps = table(ledger.figures().gaps).filter((pl.col("unit") == unit) & (pl.col("figure") == "media.own"))
    assert gaps["reason"].to_list() == ["Counted again"]
    ledger.put(unit, "media.own", str(held), "final")
    again = score(scheme, ledger.figures(), plans=plans)
    assert [(one.unit, one.total, one.rank) for one in again.units] == [
        (one.unit, one.total, one.rank) for one in before.units
    ]


def test_what_is_not_there_is_told_at_once_and_nothing_is_written() -> None:
    ledger = Ledger(SCHEME, UNITS)
    with pytest.raises(DvkError) as refused:
        ledger.put("u3", "cases.dew", "1", "claimd")
    assert [one.code for one in refused.value.problems] == ["DVK-O301", "DVK-D204", "DVK-D501"]
    with pytest.raises(DvkError) as hidden:
        ledger.put("u1", "cases.due", "1", "claimed", reason="a\u001b[31mb")
    assert [one.code for one in hidden.value.problems] == ["DVK-D408"]
    with pytest.raises(DvkError) as silent:
        Ledger(make(), UNITS).put("u1", "cases.due", "1", "claimed")
    assert [one.code for one in silent.value.problems] == ["DVK-D206"]
    assert table(ledger.figures().frame)["cases.due"].null_count() == len(UNITS)


def test_a_cell_that_cannot_be_read_is_told_until_it_is_mended() -> None:
    ledger = Ledger(make(), UNITS)
    (wrong,) = ledger.put("u1", "cases.due", "x3")
    assert wrong.code == "DVK-D301"
    with pytest.raises(DvkError) as refused:
        ledger.figures()
    assert wrong in refused.value.problems
    assert ledger.put("u1", "cases.due", "3") == ()
    assert table(ledger.figures().frame)["cases.due"].to_list() == [3, None, None, None]


def test_units_are_held_to_the_scheme() -> None:
    with pytest.raises(DvkError) as refused:
        Ledger(make(), {"u1": ("Phường Một", "nowhere")})
    assert [one.code for one in refused.value.problems] == ["DVK-D404"]
