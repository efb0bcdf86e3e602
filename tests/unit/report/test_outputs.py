"""What is written: the documented keys and columns, the same numbers in each form, whole files or none."""

from __future__ import annotations

import csv
import json
import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring import (
    DvkError,
    read_figures,
    result_frame,
    score,
    write_result,
)
from dvk_scoring.report.json import json_lines
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scoring.result import Result
from tests.samples import score_sample

SHIPPED = [one.id for one in find_shipped()]
DOCS = (Path(__file__).parents[3] / "docs" / "outputs.md").read_text(encoding="utf-8")
TABLES = [re.split(r"\n\n(?!\|)", part)[0] for part in DOCS.split("| --- | --- |")[1:]]
TOP, UNIT, TABLE, *_, TEXTS = TABLES
UNIT_KEYS = {
    "unit", "name", "cluster", "state", "total", "rank", "tied", "class", "class_open", "titles", "criteria",
    "sections", "bonuses", "penalties", "bonus_counted", "penalty_counted", "exact", "knock_outs", "holds",
    "unappraised", "assigned_weight", "figures",
}  # fmt: skip


def as_json(result: Result) -> Any:
    return json.loads("".join(json_lines(result, "en")))


def named(table: str) -> set[str]:
    """The keys of a table of the page: what stands in code in its first column."""
    return {key for line in table.strip().splitlines() for key in re.findall(r"`([^`]+)`", line.split("|")[1])}


@pytest.mark.parametrize("scheme", SHIPPED)
def test_the_json_has_the_documented_keys(scheme: str) -> None:
    written = as_json(score_sample(scheme))
    assert list(written) == ["scheme", "provenance", "units", "problems"]
    assert set(written) == named(TOP)
    assert {key for unit in written["units"] for key in unit} == UNIT_KEYS == named(UNIT) - {"shown"}
    for key in ("scheme", "provenance"):
        (line,) = [line for line in TOP.splitlines() if line.startswith(f"| `{key}`")]
        assert set(written[key]) <= set(re.findall(r"`([^`]+)`", line))
    for unit in written["units"]:
        assert {key for one in unit["criteria"].values() for key in one} == {
            "state",
            "score",
            "points",
            "points_by_voice",
            "change",
        }
        for added in (*unit["bonuses"].values(), *unit["penalties"].values()):
            assert set(added) == {"state", "points"}
        assert {one["state"] for one in unit["titles"].values()} <= {"proposed", "reserve", "undecided", "held", "no"}
        assert all(one["reason"] for one in unit["titles"].values())


@pytest.mark.parametrize("scheme", SHIPPED)
def test_no_number_is_a_float(scheme: str) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    json.loads("".join(json_lines(score_sample(scheme), "vi")), parse_float=refuse)


@pytest.mark.parametrize("scheme", SHIPPED)
def test_the_table_has_the_documented_columns_and_exact_types(scheme: str) -> None:
    result = score_sample(scheme)
    frame = result_frame(result).to_native()
    assert isinstance(frame, pl.DataFrame)
    shown = {name.split(".")[0] for name in frame.columns}
    documented = {name.split(".")[0] for name in named(TABLE)}
    assert shown <= documented
    assert documented - shown <= {"section", "title", "shown", "class_open", "vote"}
    for name, kind in frame.schema.items():
        if name.startswith(("points.", "section.")) or name in ("total", "bonuses", "penalties"):
            assert isinstance(kind, pl.Decimal), name
        assert not kind.is_float(), name


@pytest.mark.parametrize("scheme", SHIPPED)
def test_every_form_says_the_same(scheme: str, tmp_path: Path) -> None:
    result = score_sample(scheme)
    for suffix in ("json", "csv", "parquet"):
        write_result(result, tmp_path / f"r.{suffix}")
    units = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["units"]
    parquet = pl.read_parquet(tmp_path / "r.parquet").rows(named=True)
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(units) == len(rows) == len(parquet) == len(result.frame)
    for unit, row, line in zip(units, rows, parquet, strict=True):
        assert row["unit"] == line["unit"] == unit["unit"]
        assert row["sample"] == line["sample"] == ("illustrative" if result.illustrative else "sample")
        for key in ("rank", "total", "class"):
            assert row[key] == ("" if unit[key] is None else str(unit[key]))
            assert line[key] == (Decimal(unit[key]) if key == "total" and unit[key] is not None else unit[key])
        for key, one in unit["criteria"].items():
            assert row[f"state.{key}"] == line[f"state.{key}"] == one["state"]
            assert row[f"points.{key}"] == ("" if one["points"] is None else one["points"])
        for key, one in unit["titles"].items():
            assert row[f"title.{key}"] == line[f"title.{key}"] == one["state"]
        for key, one in unit["sections"].items():
            assert line[f"section.{key}"] == (None if one["points"] is None else Decimal(one["points"]))


HEAD, *ROWS = (
    (Path(score_sample("stage-contest").scheme.path).parent / "marks.csv").read_text(encoding="utf-8").splitlines()
)


@settings(max_examples=5)
@given(st.permutations(ROWS), st.integers(1, len(ROWS) - 1))
def test_the_same_bytes_for_rows_in_any_order_and_in_several_files(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("files")
    scheme = score_sample("stage-contest").scheme

    def written(*parts: list[str]) -> Any:
        paths = []
        for number, part in enumerate(parts):
            paths.append(folder / f"{number}.csv")
            paths[-1].write_text("\n".join([HEAD, *part]) + "\n", encoding="utf-8")
        return "".join(json_lines(score(scheme, read_figures(scheme, paths)), "vi"))

    straight = written(ROWS)
    assert written(rows) == straight
    parts = json.loads(written(rows[:cut], rows[cut:]))
    whole = json.loads(straight)
    assert parts["provenance"].pop("files") != whole["provenance"].pop("files")
    assert parts == whole


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_name_of_a_csv_is_a_formula(sign: str, tmp_path: Path) -> None:
    shipped = score_sample("stage-contest")
    evil = f'{sign}HYPERLINK("http://example.org";"x")'
    names = [evil, *shipped.frame["name"].to_list()[1:]]
    result = attrs.evolve(shipped, frame=shipped.frame.with_columns(nw.new_series("name", names, backend="polars")))
    for suffix in ("csv", "json", "parquet"):
        write_result(result, tmp_path / f"r.{suffix}")
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        rows = [row["name"] for row in csv.DictReader(file)]
    assert rows == [f"'{evil}", *names[1:]]
    assert pl.read_parquet(tmp_path / "r.parquet")["name"].to_list() == names
    units = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["units"]
    assert [unit["name"] for unit in units] == names


@pytest.mark.parametrize("suffix", ["json", "csv", "parquet"])
@pytest.mark.parametrize(
    ("place", "code", "vi"),
    [
        ("kept.{}", "DVK-O202", "Tệp đã có; không ghi đè."),
        ("nowhere/r.{}", "DVK-O203", "Không ghi được tệp: không có tệp hoặc thư mục này."),
        ("file/r.{}", "DVK-O203", "Không ghi được tệp: không có tệp hoặc thư mục này."),
        ("taken.{}", "DVK-O202", "Tệp đã có; không ghi đè."),
    ],
)
def test_what_cannot_be_written_is_refused_and_kept(
    suffix: str, place: str, code: str, vi: str, tmp_path: Path
) -> None:
    (tmp_path / f"kept.{suffix}").write_text("kept", encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / f"taken.{suffix}").mkdir()
    before = {one: one.is_dir() or one.read_bytes() for one in tmp_path.rglob("*")}
    with pytest.raises(DvkError) as error:
        write_result(score_sample("stage-contest"), tmp_path / place.format(suffix), "vi")
    (told,) = error.value.problems
    assert (told.code, told.text("vi")) == (code, vi)
    assert told.text("en") != vi
    assert {one: one.is_dir() or one.read_bytes() for one in tmp_path.rglob("*")} == before


@pytest.mark.parametrize("suffix", ["json", "csv", "parquet"])
def test_a_folder_in_the_place_of_a_file_stays_even_by_force(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"r.{suffix}").mkdir()
    with pytest.raises(DvkError) as error:
        write_result(score_sample("stage-contest"), tmp_path / f"r.{suffix}", force=True)
    assert [one.code for one in error.value.problems] == ["DVK-O203"]
    assert [one.name for one in tmp_path.iterdir()] == [f"r.{suffix}"]


@pytest.mark.parametrize("suffix", ["json", "csv", "parquet"])
@pytest.mark.parametrize(
    ("device", "reason"),
    [("/dev/full", "full"), ("/proc", "no such file or folder")],
    ids=["full disk", "read-only folder"],
)
def test_errors_of_the_real_system_are_problems(device: str, reason: str, suffix: str, tmp_path: Path) -> None:
    """Nothing is made up here: the kernel itself says that there is no room, or that nothing can be made there."""
    if not Path(device).exists():
        pytest.skip(f"{device} is of Linux")
    if device == "/proc":
        path = Path(device) / f"r.{suffix}"
    else:
        path = tmp_path / f"r.{suffix}"
        (tmp_path / f".{path.name}.{os.getpid()}.tmp").symlink_to(device)
    with pytest.raises(DvkError) as error:
        write_result(score_sample("stage-contest"), path)
    (told,) = error.value.problems
    assert told.code == "DVK-O203"
    assert reason in told.text("en")
    assert list(tmp_path.iterdir()) == []


def test_by_force_the_new_file_takes_the_place(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text("old", encoding="utf-8")
    write_result(score_sample("stage-contest"), path, force=True)
    assert json.loads(path.read_text(encoding="utf-8"))["scheme"]["id"] == "stage-contest"
    assert list(tmp_path.iterdir()) == [path]


def test_figures_of_one_s_own_are_no_sample(tmp_path: Path) -> None:
    shipped = score_sample("stage-contest")
    own = attrs.evolve(shipped, sample=False)
    assert "sample" not in result_frame(own).columns
    assert as_json(own)["provenance"]["illustrative"] is False


def test_a_file_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = score_sample("stage-contest")

    def half(*_: object) -> None:
        (tmp_path / "half").write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    path = tmp_path / "r.json"
    path.write_text("kept", encoding="utf-8")
    monkeypatch.setattr("dvk_scoring.report.json.write_json", half)
    with pytest.raises(DvkError) as error:
        write_result(result, path, "vi", force=True)
    (told,) = error.value.problems
    assert told.code == "DVK-O203"
    assert told.text("vi") == "Không ghi được tệp: ổ đĩa đã đầy."
    assert told.text("en") == "The file cannot be written: the disk is full."
    assert path.read_text(encoding="utf-8") == "kept"
    assert {one.name for one in tmp_path.iterdir()} == {"r.json", "half"}


def test_an_interrupted_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: Result, path: Path, __: str) -> None:
        path.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr("dvk_scoring.report.json.write_json", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_result(score_sample("stage-contest"), tmp_path / "r.json")
    assert list(tmp_path.iterdir()) == []


def test_the_vietnamese_page_names_the_same_keys() -> None:
    page = (Path(__file__).parents[3] / "docs" / "outputs.vi.md").read_text(encoding="utf-8")
    tables = [re.split(r"\n\n(?!\|)", part)[0] for part in page.split("| --- | --- |")[1:]]
    assert [_cells(table) for table in tables] == [_cells(table) for table in TABLES]


def _cells(table: str) -> list[list[str]]:
    """Give what stands in code in each row, in the order of the page."""
    return [re.findall(r"`([^`]+)`", line) for line in table.strip().splitlines()]
