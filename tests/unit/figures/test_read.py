"""Reading figures: states, voices, gaps, kinds of unit, several files, and the shape of what comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import narwhals as nw
import openpyxl
import polars as pl
import pytest

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.figures.ledger import Ledger
from dvk_scoring.figures.read import read_figures
from dvk_scoring.figures.table import LIMIT, DecimalMark
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.model import Ranking, Scheme, TieBreak
from dvk_scoring.text import Text

Make = Callable[..., Scheme]
TWO = ("claimed", "appraised")
THREE = ("claimed", "appraised", "final")


def column(frame: nw.DataFrame[Any], name: str) -> list[Any]:
    return frame[name].to_list()


def codes(problems: Any) -> set[str]:
    return {one.code for one in problems}


def test_the_frame_has_the_promised_shape(reader: Any, make_scheme: Make) -> None:
    figures = reader.read(
        make_scheme(), "unit,cluster,population,service.rate,panel.marks.1\nu2,wards,5,12.5,KP\nu1,wards,,,9.5\n"
    )
    frame = figures.frame
    assert frame.columns[:5] == ["unit", "name", "cluster", "order", "population"]
    assert column(frame, "unit") == ["u2", "u1"]
    assert column(frame, "name") == ["u2", "u1"]
    assert column(frame, "order") == [0, 1]
    assert column(frame, "service.rate") == [1250, None]
    assert column(frame, "panel.marks.1") == [None, 950]
    assert column(frame, "panel.marks.1?") == [1, 0]
    schema = frame.schema
    assert schema["panel.marks.1?"] == nw.Int8
    assert all(schema[name] == nw.Int64 for name in ("order", *figures.columns))
    assert [name for name in frame.columns if name.endswith("?")] == ["panel.marks.1?"]


def test_every_column_is_there_with_what_the_data_hold(reader: Any, make_scheme: Make) -> None:
    figures = reader.read(make_scheme(), "unit,cluster,population,service.rate\nu1,wards,5,12.5\nu2,wards,7,\n")
    population, rate, due = (figures.columns[name] for name in ("population", "service.rate", "cases.due"))
    assert (population.has_blank, population.has_kp, population.low, population.high) == (False, False, 5, 7)
    assert (rate.has_blank, rate.low, rate.high, rate.criterion) == (True, 1250, 1250, "service")
    assert (due.has_blank, due.low, due.high) == (True, 0, 0)
    assert column(figures.frame, "cases.due") == [None, None]


@pytest.mark.parametrize("text", ["KP", "kp", " Kp ", "-", "–", "—"])
def test_not_assigned_is_written_in_several_ways(reader: Any, narrow_scheme: Make, text: str) -> None:
    figures = reader.read(narrow_scheme(), f"unit,cluster,population\nu1,wards,{text}\nu2,wards,0\n")
    assert column(figures.frame, "population") == [None, 0]
    assert column(figures.frame, "population?") == [1, 0]


def test_a_later_voice_prevails_and_a_blank_leaves_the_earlier(reader: Any, narrow_scheme: Make) -> None:
    figures = reader.read(
        narrow_scheme(voices=THREE),
        "unit,cluster,voice,population\n"
        "u1,wards,claimed,10\nu2,wards,claimed,20\nu3,wards,claimed,30\n"
        "u1,,appraised,9\nu2,,appraised,\nu3,,appraised,KP\n"
        "u1,,final,8\nu3,,final,\n",
    )
    assert column(figures.frame, "population") == [8, 20, None]
    assert column(figures.frame, "population?") == [0, 0, 1]
    assert list(figures.voices) == list(THREE)
    assert column(figures.voices["claimed"], "population") == [10, 20, 30]
    assert column(figures.voices["appraised"], "population") == [9, 20, None]
    assert figures.voices["claimed"].columns == figures.frame.columns
    assert (figures.columns["population"].low, figures.columns["population"].high) == (8, 30)
    assert list(figures.unappraised.iter_rows()) == [("u2", "population", "claimed")]
    assert list(figures.gaps.drop("reason").iter_rows()) == [
        ("u1", "population", "claimed", "appraised", 10, 9),
        ("u3", "population", "claimed", "appraised", 30, None),
        ("u1", "population", "appraised", "final", 9, 8),
    ]


def test_a_gap_has_the_reason_of_the_later_voice(reader: Any, narrow_scheme: Make) -> None:
    figures = reader.read(
        narrow_scheme(voices=TWO),
        "unit,cluster,figure,voice,value,reason\n"
        "u1,wards,population,claimed,10,theo sổ\nu1,wards,population,appraised,9,đếm trùng một hộ\n"
        "u2,wards,population,claimed,5,\nu2,wards,population,appraised,5,khớp\n",
    )
    assert list(figures.gaps.iter_rows()) == [("u1", "population", "claimed", "appraised", 10, 9, "đếm trùng một hộ")]


def test_changes_are_listed_as_the_scheme_has_them_whatever_files_tell_them(reader: Any, make_scheme: Make) -> None:
    scheme = make_scheme(voices=TWO)
    claimed = "unit,cluster,voice,population\nu1,wards,claimed,10\nu2,wards,claimed,20\n"
    later = "unit,cluster,voice,population\nu2,wards,appraised,19\n"
    cases = (
        "unit,cluster,voice,cases.late,cases.due,cases.in_time\n"
        "u1,wards,claimed,4,9,5\nu1,wards,appraised,5,9,4\nu2,wards,claimed,4,9,5\nu2,wards,appraised,3,8,5\n"
    )
    files = ((claimed, later, cases), (cases, later, claimed), (claimed, cases, later))
    several = [reader.read(scheme, *tables).gaps.to_native() for tables in files]
    assert list(several[0].select("figure", "unit").iter_rows()) == [
        ("population", "u2"),
        ("cases.due", "u2"),
        ("cases.in_time", "u1"),
        ("cases.late", "u1"),
        ("cases.late", "u2"),
    ]
    assert all(other.equals(several[0]) for other in several)


@pytest.mark.parametrize(("said", "agrees"), [("201", True), ("201.0", False), ("KP", False), ("202", False)])
@pytest.mark.parametrize("voice", ["claimed", "appraised"])
def test_a_voice_that_says_again_what_is_known_without_one_agrees(
    reader: Any, narrow_scheme: Make, voice: str, said: str, agrees: bool
) -> None:
    """The appraisal's form shows what the committee set beforehand, and asks for it again."""
    known = "unit,cluster,population\nu1,wards,7\nu2,wards,201\n"
    found = reader.problems(narrow_scheme(voices=TWO), known, f"unit,voice,population\nu2,{voice},{said}\n")
    refused = {"DVK-D303"} if said == "201.0" else {"DVK-D410"}
    assert codes(found) == (set() if agrees else refused)
    if agrees:
        figures = reader.read(narrow_scheme(voices=TWO), known, f"unit,voice,population\nu2,{voice},{said}\n")
        assert figures.frame["population"].to_list() == [7, 201]
        assert (len(figures.gaps), len(figures.unappraised)) == (0, 0)


def test_a_blank_that_the_appraisal_filled_in_is_told(reader: Any, narrow_scheme: Make) -> None:
    figures = reader.read(
        narrow_scheme(voices=TWO),
        "unit,cluster,voice,population\nu1,wards,claimed,\nu2,wards,claimed,5\nu3,wards,claimed,KP\n"
        "u1,,appraised,9\nu2,,appraised,6\nu3,,appraised,3\nu4,wards,appraised,KP\n",
    )
    told = [one for one in figures.problems if one.code == "DVK-D508"]
    assert [one.place.unit for one in told] == ["u1", "u4"]
    assert figures.gaps["unit"].to_list() == ["u2", "u3"]


@pytest.mark.parametrize("policy", ["warn", "not-reported", "error"])
def test_a_cell_that_could_not_be_read_is_no_silence(reader: Any, narrow_scheme: Make, policy: str) -> None:
    """u1 claimed something and u4 was appraised: only their cells are wrong. u2 and u3 are what is told besides."""
    told = reader.problems(
        narrow_scheme(voices=TWO, unappraised=policy),
        "unit,cluster,voice,population\nu1,wards,claimed,many\nu2,wards,claimed,\nu3,wards,claimed,7\n"
        "u4,wards,claimed,8\nu1,,appraised,9\nu2,,appraised,6\nu4,,appraised,few\n",
    )
    units = {one.code: one.args.get("units", one.place.unit) for one in told if one.code != "DVK-D301"}
    unappraised = {"warn": "DVK-D504", "not-reported": "DVK-D506", "error": "DVK-D505"}[policy]
    assert [one.place.unit for one in told if one.code == "DVK-D301"] == ["u1", "u4"]
    assert (units["DVK-D508"], units[unappraised]) == ("u2", 1)


@pytest.mark.parametrize(
    ("voices", "files", "told"),
    [
        # Figures of the unit itself are facts, the committee's are its own; a blank says nothing.
        (TWO, ["unit,cluster,population,cases.missed,cases.due\nu1,wards,7,1,\n"], None),
        (TWO, ["unit,cluster,voice,cases.due\nu1,wards,claimed,7\n"], None),
        ((), ["unit,cluster,cases.due\nu1,wards,7\n"], None),
        (("final",), ["unit,cluster,cases.due\nu1,wards,7\n"], None),
        (TWO, ["unit,cluster,cases.due,service.rate\nu1,wards,7,KP\nu2,wards,,1\nu3,wards,,\n"], (3, 2, True)),
        (TWO, ["unit,cluster,figure,value\nu1,wards,cases.due,7\nu1,,service.rate,1\nu1,,population,3"], (2, 1, True)),
        (TWO, ["unit,cluster,cases.due\nu1,wards,7\n", "unit,service.rate\nu1,1\n"], (2, 1, False)),
        (TWO, ["unit,cluster,cases.due\nu1,wards,7\n", "unit,voice,service.rate\nu1,claimed,1\n"], (1, 1, True)),
    ],
)  # fmt: skip
def test_what_units_report_without_a_voice_is_told_once(
    reader: Any, make_scheme: Make, voices: tuple[str, ...], files: list[str], told: tuple[int, int, bool] | None
) -> None:
    scheme = make_scheme(voices=voices)
    figures = reader.read(scheme, *files)
    notes = [one for one in figures.problems if one.code == "DVK-D509"]
    found = [(one.args["count"], one.args["units"], one.place.file is not None) for one in notes]
    assert found == ([] if told is None else [told])
    # What was read once and is held in memory, whoever said it, is no claim anew.
    assert "DVK-D509" not in codes(Ledger.of(scheme, figures).figures().problems)


@pytest.mark.parametrize(
    ("policy", "code", "stands"),
    [("warn", "DVK-D504", 10), ("not-reported", "DVK-D506", None), ("error", "DVK-D505", 0)],
)
def test_claims_alone_are_unappraised(
    reader: Any, narrow_scheme: Make, policy: str, code: str, stands: int | None
) -> None:
    scheme, text = narrow_scheme(voices=TWO, unappraised=policy), "unit,cluster,voice,population\nu1,wards,claimed,10\n"
    (told,) = reader.problems(scheme, text)
    assert told.code == code
    if policy == "error":
        return
    figures = reader.read(scheme, text)
    assert figures.voices == {}
    assert len(figures.unappraised) == 1
    assert column(figures.frame, "population") == [stands]


def test_what_names_no_voice_is_known_to_all_of_them(reader: Any, make_scheme: Make) -> None:
    figures = reader.read(
        make_scheme(voices=TWO),
        "unit,cluster,population\nu1,wards,10\n",
        "unit,voice,cases.due\nu1,claimed,3\nu1,appraised,2\n",
    )
    assert [column(frame, "population") for frame in figures.voices.values()] == [[10], [10]]
    assert len(figures.unappraised) == 0


def test_unappraised_may_count_as_not_reported(reader: Any, narrow_scheme: Make) -> None:
    text = (
        "unit,cluster,voice,population\nu1,wards,claimed,10\nu1,,appraised,9\nu2,wards,claimed,KP\nu3,wards,claimed,5\n"
    )
    figures = reader.read(narrow_scheme(voices=TWO, unappraised="not-reported"), text)
    assert column(figures.frame, "population") == [9, None, None]
    assert column(figures.frame, "population?") == [0, 0, 0]
    assert figures.columns["population"].has_blank
    assert column(figures.voices["claimed"], "population") == [10, None, 5]
    assert codes(figures.problems) == {"DVK-D503", "DVK-D506"}


def test_a_wrong_claim_is_an_error_even_when_it_was_corrected(reader: Any, narrow_scheme: Make) -> None:
    text = "unit,cluster,voice,population\nu1,wards,claimed,-1\nu1,,appraised,1\n"
    (one,) = reader.problems(narrow_scheme(voices=TWO), text)
    assert (one.code, one.place.line, one.place.unit) == ("DVK-D312", 2, "u1")


def test_a_wrong_claim_that_stands_is_told_once(reader: Any, narrow_scheme: Make) -> None:
    text = "unit,cluster,voice,population\nu1,wards,claimed,-1\nu1,,appraised,\nu2,wards,appraised,1\n"
    found = [one.code for one in reader.problems(narrow_scheme(voices=TWO), text)]
    assert found.count("DVK-D312") == 1


def test_what_does_not_apply_to_a_kind_does_not_count(reader: Any, make_scheme: Make) -> None:
    rows = "u1,departments,90,1\nu2,wards,50,2\nu3,departments,KP,3\nu4,departments,,3\n"
    text = "unit,cluster,service.rate,cases.due\n" + rows
    figures = reader.read(make_scheme(), text)
    assert column(figures.frame, "service.rate") == [None, 5000, None, None]
    assert (figures.columns["service.rate"].low, figures.columns["service.rate"].high) == (5000, 5000)
    warned = [one.place.unit for one in figures.problems if one.code == "DVK-D315"]
    assert warned == ["u1"]


def test_not_reported_is_asked_only_where_the_criterion_applies(reader: Any, make_scheme: Make) -> None:
    header = (
        "unit,cluster,population,discipline,cases.due,cases.in_time,cases.late,cases.missed,service.rate,service.area,"
        "service.open,service.level,panel.marks.1,panel.marks.2,extra.missed"
    )
    text = f"{header}\nu1,wards,1,0,5,5,0,,50,1,yes,low,5,,\nu2,departments,1,0,KP,KP,KP,,,,,,5,5,\n"
    figures = reader.read(make_scheme(not_reported="error"), text)
    assert figures.problems == ()


def test_files_make_one_set(reader: Any, make_scheme: Make) -> None:
    figures = reader.read(
        make_scheme(),
        "unit,name,cluster\nu2,Hai,departments\nu1,Một,wards\n",
        "unit;population\nu1;10\nu2;20\n",
        "unit\tfigure\tvalue\nu1\tcases.due\t3\nu2\tcases.due\tKP\nu1\tservice.level\tCao\n",
        "unit,population,cases.due\nu1,,\n",
    )
    assert column(figures.frame, "unit") == ["u2", "u1"]
    assert column(figures.frame, "population") == [20, 10]
    assert column(figures.frame, "cases.due?") == [1, 0]
    assert column(figures.frame, "service.level") == [None, 2]
    assert [(one.kind, one.rows, len(one.sha256)) for one in figures.files] == [
        ("csv", 2, 64), ("csv", 2, 64), ("csv", 3, 64), ("csv", 1, 64),
    ]  # fmt: skip


def test_a_decimal_mark_is_declared_by_file(reader: Any, make_scheme: Make) -> None:
    point = reader.write("unit,cluster,service.rate\nu1,wards,12.5\n", "a.csv")
    comma = reader.write("unit;cluster;service.rate\nu2;wards;12,5 %\n", "b.csv")
    by_path: dict[Path, DecimalMark] = {comma: "comma"}
    by_text: dict[str, DecimalMark] = {str(comma): "comma"}
    for figures in (
        read_figures(make_scheme(), [point, comma], decimal=by_path),
        read_figures(make_scheme(), [point, comma], decimal=by_text),
    ):
        assert column(figures.frame, "service.rate") == [1250, 1250]


def test_lines_are_those_of_the_file_across_quotes_and_blank_lines(reader: Any, narrow_scheme: Make) -> None:
    text = 'unit,name,cluster,population\n\nu1,"Phường\nMột",wards,1\n,,,\n"u2",Hai,wards,x\n'
    (one,) = reader.problems(narrow_scheme(), text)
    assert one.place.line == 6
    figures = reader.read(narrow_scheme(), text.replace("x", "2"))
    assert column(figures.frame, "name") == ["Phường Một", "Hai"]


def test_ids_and_names_are_trimmed_and_composed(reader: Any, narrow_scheme: Make) -> None:
    text = "unit,name,cluster,population\n pho\u031b\u0300 ,Phu\u031bo\u031b\u0300ng ,wards, 1 \n"
    frame = reader.read(narrow_scheme(), text).frame
    assert (frame["unit"].item(), frame["name"].item()) == ("phờ", "Phường")


def test_the_only_cluster_needs_no_column(reader: Any, narrow_scheme: Make) -> None:
    scheme = narrow_scheme()
    only = {"wards": scheme.clusters["wards"]}
    assert column(reader.read(narrow_scheme(clusters=only), "unit,population\nu1,1\n").frame, "cluster") == ["wards"]


def test_a_workbook_is_read_from_its_sheet_of_figures(tmp_path: Path, narrow_scheme: Make) -> None:
    book = openpyxl.Workbook()
    book.active.append(["ghi chú"])
    page = book.create_sheet("Figures")
    for row in (
        (None,),
        ("unit", "cluster", "population", None),
        (101, "wards", 3.0, None),
        (None,),
        (102.0, "wards", "KP", None),
    ):
        page.append(row)
    path = tmp_path / "so lieu.data"
    book.save(path)
    figures = read_figures(narrow_scheme(), [path])
    assert column(figures.frame, "unit") == ["101", "102"]
    assert column(figures.frame, "population") == [3, None]
    page["C3"] = -3
    book.save(path)
    with pytest.raises(DvkError) as caught:
        read_figures(narrow_scheme(), [path])
    (one,) = caught.value.problems
    assert (one.place.sheet, one.place.cell) == ("Figures", "C3")


def test_parquet_is_read_whatever_its_types(tmp_path: Path, make_scheme: Make) -> None:
    frame = pl.DataFrame(
        {
            "unit": pl.Series(["u1", "u2"], dtype=pl.Categorical),
            "cluster": ["wards", "wards"],
            "population": pl.Series([1, None], dtype=pl.UInt64),
            "cases.due": pl.Series([5, 6], dtype=pl.Int8),
            "cases.in_time": pl.Series([1.0, 2.0], dtype=pl.Float32),
            "service.area": pl.Series([3, 4], dtype=pl.Int16),
            "service.rate": pl.Series(["12.50", "13.00"]).cast(pl.Decimal(10, 4)),
            "service.open": [True, None],
            "service.level": ["Cao", "low"],
            "discipline": pl.Series([None, None], dtype=pl.Null),
        }
    )
    path = tmp_path / "figures.parquet"
    frame.write_parquet(path)
    figures = read_figures(make_scheme(), [path])
    expected = {
        "unit": ["u1", "u2"], "population": [1, None], "cases.due": [5, 6], "cases.in_time": [1, 2],
        "service.area": [3000, 4000], "service.rate": [1250, 1300], "service.open": [1, None],
        "service.level": [2, 0], "discipline": [None, None],
    }  # fmt: skip
    assert {name: column(figures.frame, name) for name in expected} == expected


def test_a_column_of_yes_and_no_that_was_read_has_its_blanks_told(tmp_path: Path, make_scheme: Make) -> None:
    """More cells than are listed are told of it (DVK-D315), and yet none of them is one that could not be read."""
    others = LIMIT + 1
    frame = {
        "unit": ["ward", *(f"d{at}" for at in range(others))],
        "cluster": ["wards", *["departments"] * others],
        "service.open": [None, *[True] * others],
    }
    path = tmp_path / "figures.parquet"
    pl.DataFrame(frame).write_parquet(path)
    with pytest.raises(DvkError) as caught:
        read_figures(make_scheme(not_reported="error"), [path])
    found = [one for one in caught.value.problems if one.place.header == "service.open"]
    assert Counter(one.code for one in found) == {"DVK-D315": LIMIT, "DVK-D399": 1, "DVK-D319": 1}
    assert [one.place.unit for one in found if one.code == "DVK-D319"] == ["ward"]


def test_units_of_unlike_order_and_files_keep_their_figures(reader: Any, make_scheme: Make) -> None:
    """Joins do not mix rows up: 500 units over three files in three orders."""
    ids = [f"u{at:03}" for at in range(500)]
    units = "unit,cluster\n" + "".join(f"{one},wards\n" for one in reversed(ids))
    first = "unit,population\n" + "".join(f"{one},{int(one[1:])}\n" for one in ids)
    other = "unit,figure,value\n" + "".join(f"{one},cases.due,{int(one[1:]) * 2}\n" for one in ids[::2] + ids[1::2])
    frame = reader.read(make_scheme(), units, first, other).frame
    assert column(frame, "unit") == list(reversed(ids))
    assert column(frame, "population") == list(range(499, -1, -1))
    assert column(frame, "cases.due") == list(range(998, -1, -2))


def test_all_errors_come_at_once(reader: Any, make_scheme: Make) -> None:
    found = reader.problems(
        make_scheme(),
        "unit,cluster,population,phone\nu1,wards,x,\nu2,nowhere,-1,\n",
        "unit,cases.due,cases.in_time\nu1,1,2\nu3,1,1\n",
        "\0",
    )
    assert codes(one for one in found if one.severity == "error") >= {"DVK-D301", "DVK-D205", "DVK-D105"}


def test_errors_of_whole_files_come_at_once(reader: Any, make_scheme: Make) -> None:
    found = reader.problems(
        make_scheme(),
        "unit,cluster,population,phone\nu1,wards,x,\nu2,nowhere,-1,\n",
        "unit,cases.due,cases.in_time\nu1,1,2\nu3,1,1\n",
    )
    errors = codes(one for one in found if one.severity == "error")
    assert errors == {"DVK-D301", "DVK-D205", "DVK-D404", "DVK-D406", "DVK-D312", "DVK-D314"}


def test_after_a_file_that_is_named_twice_the_others_are_read(reader: Any, make_scheme: Make) -> None:
    twice, other = reader.write("unit,cluster\nu1,wards\n"), reader.write("\0", "other.csv")
    with pytest.raises(DvkError) as caught:
        read_figures(make_scheme(), [twice, twice, other])
    assert codes(caught.value.problems) == {"DVK-D119", "DVK-D105"}


def test_columns_that_somebody_else_asks_for_are_passed_over(narrow_scheme: Make, reader: Any) -> None:
    """Wide and long alike, as when two versions of a scheme are compared on the same figures."""
    tables = ("unit,name,cluster,population,gone.count\na,A,wards,5,7\n", "unit,figure,value\na,gone.other,7\n")
    read = reader.read(narrow_scheme(), *tables, besides=["gone.count", "gone.other"])
    assert list(read.columns) == ["population"]
    found = reader.problems(narrow_scheme(), *tables, besides=["gone.count"])
    assert [one.args["name"] for one in found if one.code == "DVK-D204"] == ["gone.other"]


def test_blanks_beside_a_cell_that_cannot_be_read_are_told_too(reader: Any, narrow_scheme: Make) -> None:
    scheme = narrow_scheme(not_reported="error", ranking=Ranking(tie_break=(TieBreak("figures.population"),)))
    found = reader.problems(scheme, "unit,cluster,population\nu1,wards,many\nu2,wards,\nu3,wards,1\n")
    assert [(one.code, one.place.unit) for one in found] == [("DVK-D301", "u1"), ("DVK-D319", "u2")]


def test_a_column_that_no_unit_there_needs_may_be_missing(reader: Any, make_scheme: Make) -> None:
    """Departments have no satisfaction; a table of theirs alone need not have the column."""
    scheme = make_scheme(not_reported="error")
    for cluster, severity in (("departments", "warning"), ("wards", "error")):
        found = reader.problems(scheme, f"unit,cluster,population\nu1,{cluster},1\n")
        missing = next(one for one in found if one.code == "DVK-D320" and one.place.header == "service.rate")
        assert missing.severity == severity


def test_many_units_are_read_as_few_are(reader: Any, make_scheme: Make) -> None:
    """Beyond 200,000 cells figures are looked at in blocks: the same three units again and again stay the same."""
    spoken = (
        ("u1", "claimed", "5,10,9,12.5,KP"),
        ("u2", "claimed", "6,20,,0.25,1.125"),
        ("u3", "claimed", ",8,8,KP,3"),
        ("u1", "appraised", "4,,8,KP,1.5"),
        ("u2", "appraised", "6,21,KP,,"),
    )

    def read(times: int) -> FigureSet:
        rows = (f"{unit}-{at},wards,{voice},{cells}" for unit, voice, cells in spoken for at in range(times))
        head = "unit,cluster,voice,population,cases.due,cases.in_time,service.rate,service.area"
        found: FigureSet = reader.read(make_scheme(voices=TWO), "\n".join([head, *rows, ""]))
        return found

    few, many, times = read(1), read(20_000), 20_000
    assert column(few.frame, "service.area") == [1500, 1125, 3000]
    for small, large in zip((few.frame, *few.voices.values()), (many.frame, *many.voices.values()), strict=True):
        assert large.columns == small.columns
        for name in large.columns[4:]:
            assert column(large, name) == [one for one in column(small, name) for _ in range(times)]
    changed = ["figure", "from_voice", "to_voice", "from_value", "to_value"]
    assert set(many.gaps.select(changed).iter_rows()) == set(few.gaps.select(changed).iter_rows())
    assert (len(many.gaps), len(many.unappraised)) == (len(few.gaps) * times, len(few.unappraised) * times)


@pytest.mark.parametrize("headings", [("area", "share"), ("share", "area")])
def test_a_percent_sign_is_read_by_the_figures_own_measure(
    reader: Any, make_scheme: Make, headings: tuple[str, str]
) -> None:
    """85% of a ratio is 0.85; a decimal that measures no part has no percents, whichever column stands first."""
    area = FigureSpec("area", "decimal", Text(vi="Diện tích", en="Area"), places=2)
    share = FigureSpec("share", "decimal", Text(vi="Tỉ lệ", en="Share"), places=2, measure="ratio")
    scheme = attrs.evolve(make_scheme(), figures={"area": area, "share": share})

    def table(**cells: str) -> str:
        return f"unit,cluster,{','.join(headings)}\nu1,wards,{','.join(cells[one] for one in headings)}\n"

    assert column(reader.read(scheme, table(area="5.25", share="85%")).frame, "share") == [85]
    wrong = [one for one in reader.problems(scheme, table(area="85%", share="0.5")) if one.severity == "error"]
    assert [(one.code, one.place.header) for one in wrong] == [("DVK-D304", "area")]
