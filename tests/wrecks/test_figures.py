"""Broken files of figures, and every message they must give, in both languages.

The messages are kept in ``figures.toml`` beside this file; ``DVK_WRITE_GOLDEN=1`` writes it anew, and what then
changes in it is to be read like any text that goes to a user.
"""

from __future__ import annotations

import io
import os
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import tomli
import xlsxwriter

from dvk_scoring.catalogue import catalogue
from dvk_scoring.criteria.criterion import build
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.figures.read import read_figures
from dvk_scoring.problem import DvkError, Problem, grouped
from dvk_scoring.scheme.model import CriterionUse, Decided, Scheme
from dvk_scoring.text import Text

MESSAGES = Path(__file__).with_name("figures.toml")
Make = Callable[..., Scheme]
UNITS = "unit,name,cluster\nu1,Phường Một,wards\nu2,Phường Hai,wards\n"
TWO = {"voices": ("claimed", "appraised")}


@attrs.frozen
class Wreck:
    """Files, the scheme's changes and the decimal mark they are read with; ``whole``: read with the full scheme,
    whose other columns are then missing: told of only when ``missing``. ``named``: the paths, where not the files."""

    files: Mapping[str, str | bytes]
    scheme: Mapping[str, Any] = attrs.field(factory=dict)
    decimal: str = "point"
    whole: bool = False
    missing: bool = False
    named: Sequence[str] = ()


def table(header: str, *rows: str) -> str:
    return "\n".join((header, *rows)) + "\n"


def rate_of_two() -> Mapping[str, Any]:
    """Give the change of a scheme by which it has a criterion of the plugin ``ratio``, called as nothing is told."""
    decided = Decided("ratio", build(Registry.of().criterion("ratio")), {"goal": Fraction(1)})
    weight, by_kind = {"ward": Fraction(100)}, {"ward": decided}
    use = CriterionUse("records", Text.same("Records"), "", None, weight, by_kind, decided.built.figures, None)
    return {"criteria": {"records": use}, "figures": {}}


def csv(header: str, *rows: str, **more: Any) -> Wreck:
    return Wreck({"figures.csv": table(header, *rows)}, **more)


def sheet(*rows: Sequence[Any], title: str = "figures", errors: Mapping[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(list(row))
    for cell, value in (errors or {}).items():
        page[cell].value, page[cell].data_type = value, "e"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(source: bytes, part: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            if one.filename != part:
                new.writestr(zipfile.ZipInfo(one.filename), old.read(one.filename))
        new.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def dressed(change: Callable[[Any], object], *rows: Sequence[Any]) -> bytes:
    """Give a workbook that was changed after its rows were written; ``change`` takes its first sheet."""
    book = openpyxl.Workbook()
    book.active.title = "figures"
    for row in rows or (["unit", "cluster", "population"], ["u1", "wards", 100], ["u2", "wards", 200]):
        book.active.append(list(row))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def computed(results: Mapping[str, str], *, calculation: str = 'fullCalcOnLoad="1"') -> bytes:
    """Give a workbook whose formulas have these stored results."""
    source = dressed(lambda page: [page.__setitem__(cell, "=1") for cell in results])
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(source)) as old:
        xml, book = old.read(part).decode(), old.read("xl/workbook.xml").decode()
    for cell, result in results.items():
        begin = xml.index(f'<c r="{cell}"')
        end = xml.index("</c>", begin)
        xml = f'{xml[:begin]}<c r="{cell}"><f>1</f><v>{result}</v>{xml[end:]}'
    asked = re.sub(r"<calcPr[^>]*>", f"<calcPr {calculation}/>", book)
    return rezipped(rezipped(source, part, xml.encode()), "xl/workbook.xml", asked.encode())


def unfolding() -> bytes:
    """Give a small workbook whose 101 cells say the same million letters."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("figures").write_column(0, 0, ["unit", *["x"] * 101])
    book.close()
    with zipfile.ZipFile(out) as old:
        strings = old.read("xl/sharedStrings.xml")
    return rezipped(
        out.getvalue(), "xl/sharedStrings.xml", strings.replace(b"<t>x</t>", b"<t>" + b"x" * 1_000_000 + b"</t>")
    )


def unfolding_parquet() -> bytes:
    """Give a small Parquet file of 2,000 rows that say the same million letters."""
    out = io.BytesIO()
    units = pa.DictionaryArray.from_arrays(pa.array([0] * 2_000, pa.int32()), pa.array(["x" * 1_000_000]))
    pq.write_table(pa.table({"unit": units}), out, store_schema=False)
    return out.getvalue()


def several(**states: str) -> bytes:
    """Give a workbook with sheets of these states, each with a table of its own unit."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for at, (title, state) in enumerate(states.items()):
        page = book.create_sheet(title)
        page.sheet_state = state
        page.append(["unit", "cluster", "population"])
        page.append([f"u{at}", "wards", 100])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_cover(page: Any) -> None:
    page.title = "Quý I"
    page.parent.create_sheet("Bìa").append(["BÁO CÁO"])


def as_text(page: Any) -> None:
    page["C2"].value, page["C2"].data_type = "=50+50", "s"


def hide(page: Any) -> None:
    page.row_dimensions[3].hidden = True
    page.column_dimensions["C"].hidden = True


def stray_cell() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["unit", "population"])
    page["XFD1048576"] = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb(sizes: int) -> bytes:
    """Give a workbook whose directory says that its sheet unpacks to ``sizes`` bytes."""
    plain = sheet(["unit"], ["u1"])
    at = plain.rindex(b"PK\x01\x02")
    while b"sheet1.xml" not in plain[at : at + 90]:
        at = plain.rindex(b"PK\x01\x02", 0, at)
    return plain[:at] + plain[at : at + 24] + struct.pack("<I", sizes) + plain[at + 28 :]


def parquet(**columns: Any) -> bytes:
    out = io.BytesIO()
    pl.DataFrame(columns).write_parquet(out)
    return out.getvalue()


PLAIN = "unit,name,cluster,population"
ROWS = ("u1,Phường Một,wards,100", "u2,Phường Hai,wards,200")
FULL = (
    "unit,name,cluster,population,discipline,cases.due,cases.in_time,cases.late,cases.missed,service.rate,service.area,"
    "service.open,service.level,panel.marks.1,panel.marks.2,extra.missed"
)
LONG = "unit,figure,value"

SHEETS = several(Bia="visible", figures="hidden", Nhap="veryHidden")
WRECKS: dict[str, Wreck] = {
    "hidden-rows-and-columns": Wreck({"figures.xlsx": dressed(hide)}),
    "merged-cells": Wreck(
        {
            "figures.xlsx": dressed(
                lambda page: [page.merge_cells(one) for one in ("B2:B3", "C2:C3", "A4:C4")],
                ["unit", "cluster", "population"],
                ["u1", "wards", 100],
                ["u2", None, None],
                ["Ghi chú: đến 30/11"],
            )
        }
    ),
    "merged-headings": Wreck(
        {"figures.xlsx": dressed(lambda page: page.merge_cells("B1:C1"), ["unit", "Số"], [None, "a", "b"])}
    ),
    "title-in-merged-cells": Wreck(
        {"figures.xlsx": dressed(lambda page: page.merge_cells("A1:C1"), ["BẢNG"], ["unit", "cluster"], ["u1", "x"])}
    ),
    "format-that-tells-two-ways": Wreck(
        {"figures.xlsx": dressed(lambda page: setattr(page["C2"], "number_format", "[<1]0%;0"))}
    ),
    "percent-format": Wreck({"figures.xlsx": dressed(lambda page: setattr(page["C2"], "number_format", "0.0%"))}),
    "hidden-sheet-of-that-name": Wreck({"figures.xlsx": SHEETS}),
    "hidden-sheet-named": Wreck({"figures.xlsx": SHEETS}, named=["figures.xlsx#Nhap"]),
    "several-sheets": Wreck({"figures.xlsx": several(Bia="visible", Quy="visible", Nhap="hidden")}),
    "several-sheets-one-table": Wreck({"figures.xlsx": dressed(with_cover)}),
    "sheet-unknown": Wreck({"figures.xlsx": SHEETS}, named=["figures.xlsx#Bai"]),
    "another-separator-than-is-named": csv("sep=;", PLAIN, *ROWS),
    "sheet-of-a-csv": Wreck({"figures.csv": table(PLAIN, *ROWS)}, named=["figures.csv#figures"]),
    "results-never-computed": Wreck({"figures.xlsx": computed({"C2": "0", "C3": "7"})}),
    "results-computed-by-hand": Wreck({"figures.xlsx": computed({"C2": "0"}, calculation='calcMode="manual"')}),
    "part-that-unfolds": Wreck(
        {"figures.xlsx": rezipped(sheet(["unit"]), "xl/worksheets/sheet1.xml", b"<row/>" * 3_000_000)}
    ),
    "texts-that-unfold": Wreck({"figures.xlsx": unfolding()}),
    "texts-that-unfold-parquet": Wreck({"figures.parquet": unfolding_parquet()}),
    "columns-beyond-count": csv("unit" + ",x" * 16_384, "u1"),
    "rows-numbered": csv(",unit,cluster,population", "0,u1,wards,1", "1,u2,wards,2"),
    "rows-numbered-xlsx": Wreck(
        {"figures.xlsx": dressed(lambda _: None, [None, "unit", "cluster", "population"], [1, "u1", "wards", 5])}
    ),
    "pandas-index": Wreck(
        {"figures.parquet": parquet(unit=["u1"], cluster=["wards"], population=[1], __index_level_0__=[7])}
    ),
    "pandas-index-is-the-unit": Wreck(
        {"figures.parquet": parquet(cluster=["wards"], population=[1], __index_level_0__=["u1"])}
    ),
    "narrow-floats": Wreck(
        {
            "figures.parquet": parquet(
                unit=["u1", "u2", "u3"],
                cluster=["wards"] * 3,
                **{"service.area": pl.Series([4999.5, 91.3, 5000000.5], dtype=pl.Float32)},
                population=pl.Series([16777215, 16777216, 1], dtype=pl.Float32),
            )
        },
        whole=True,
    ),
    "headings-repeated": csv(PLAIN, ROWS[0], "\ufeff" + PLAIN, ROWS[1]),
    "totals-and-notes": csv(
        PLAIN, *ROWS, "Tổng cộng,,,300", "TỔNG CỘNG TOÀN TỈNH,,,300", "* Ghi chú: đến 30/11,,,", "Người lập biểu,,,"
    ),
    "leading-zeros": Wreck(
        {
            "a.csv": table("unit,name,cluster", "001,Một,wards", "002,Hai,wards"),
            "b.csv": table("unit,population", "1,5"),
        }
    ),
    "missing-file": Wreck({"missing.csv": b""}),
    "no-file": Wreck({}),
    "file-twice": Wreck({"figures.csv": table(PLAIN, *ROWS), "figures.csv ": b""}),
    "empty": Wreck({"figures.csv": b""}),
    "only-blank-lines": Wreck({"figures.csv": b"\n  \n\n"}),
    "only-delimiters": Wreck({"figures.csv": b",,;\n,,\n"}),
    "only-quoted-blanks": Wreck({"figures.csv": b'"",""\n" ",\n'}),
    "header-only": csv(PLAIN),
    "header-and-blank-rows": csv(PLAIN, ",,,", " , ,,"),
    "windows-1258": Wreck({"figures.csv": b"unit,name,cluster\nu1,X,wards\nu2,Ph\xfd\xf5\xccng,wards\n"}),
    "latin-1": Wreck({"figures.csv": "unit,name,cluster\nu1,Ph\xe9,wards\n".encode("latin-1")}),
    "utf-16": Wreck({"figures.csv": table(PLAIN, *ROWS).encode("utf-16")}),
    "cut-inside-a-letter": Wreck({"figures.csv": UNITS.encode()[:-20] + "ườ".encode()[:-1]}),
    "text-called-a-workbook": Wreck({"figures.xlsx": "Báo cáo quý I\n"}),
    "text-without-units-called-a-workbook": Wreck({"figures.xls": "Báo cáo,quý I\n1,2\n"}),
    "utf-16-called-a-workbook": Wreck({"figures.xls": "unit\tname\nu1\tA\n".encode("utf-16")}),
    "a-web-page-called-a-workbook": Wreck({"figures.xls": "\ufeff<!DOCTYPE html>\n<table><td>unit</td></table>\n"}),
    "zero-bytes": Wreck({"figures.csv": b"unit,name\nu1,\x00\n"}),
    "old-xls": Wreck({"figures.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}),
    "zip-but-no-workbook": Wreck({"figures.xlsx": b"PK\x05\x06" + bytes(18)}),
    "truncated-xlsx": Wreck({"figures.xlsx": sheet(["unit"], ["u1"])[:900]}),
    "xlsx-with-broken-sheet": Wreck(
        {"figures.xlsx": rezipped(sheet(["unit"], ["u1"]), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>")}
    ),
    "xlsx-without-its-sheet": Wreck(
        {"figures.xlsx": rezipped(sheet(["unit"], ["u1"]), "xl/_rels/workbook.xml.rels", b"<Relationships/>")}
    ),
    "zip-bomb": Wreck({"figures.xlsx": bomb(2**31)}),
    "stray-cell": Wreck({"figures.xlsx": stray_cell()}),
    "empty-sheet": Wreck({"figures.xlsx": sheet()}),
    "sheet-with-headings-only": Wreck({"figures.xlsx": sheet(["unit", "name"])}),
    "error-cell": Wreck(
        {"figures.xlsx": sheet(["unit", "cluster", "population"], ["u1", "wards", 1], errors={"C2": "#DIV/0!"})}
    ),
    "error-cell-among-other-slips": Wreck(
        {
            "figures.xlsx": sheet(
                ["unit", "cluster", "population"],
                ["u1", "wards", 1],
                ["u2", "wrads", "many"],
                ["=A1", "wards", 2],
                errors={"C2": "#DIV/0!"},
            )
        }
    ),
    "formula-never-computed": Wreck(
        {"figures.xlsx": sheet(["unit", "cluster", "population"], ["u1", "wards", "=1+1"])}
    ),
    "title-above-headings": Wreck(
        {"figures.xlsx": sheet(["BẢNG SỐ LIỆU NĂM 2025"], ["unit", "cluster"], ["u1", "wards"])}
    ),
    "dates": Wreck(
        {
            "figures.xlsx": sheet(
                ["unit", "cluster", "population"],
                ["u1", "wards", date(2026, 2, 1)],
                [date(2026, 1, 2), "wards", time(3, 4)],
            )
        }
    ),
    "truncated-parquet": Wreck({"figures.parquet": parquet(unit=["u1"], cluster=["wards"], population=[1])[:-30]}),
    "parquet-of-dates": Wreck(
        {"figures.parquet": parquet(unit=["u1"], cluster=["wards"], population=[date(2026, 1, 2)])}
    ),
    "parquet-of-floats": Wreck(
        {
            "figures.parquet": parquet(
                unit=["u1", "u2", "u3", "u4"],
                cluster=["wards"] * 4,
                population=[1.5, float("nan"), float("inf"), 1e300],
            )
        }
    ),
    "parquet-without-rows": Wreck(
        {"figures.parquet": parquet(unit=pl.Series([], dtype=pl.String), population=pl.Series([], dtype=pl.Int64))}
    ),
    "ragged": csv(PLAIN, ROWS[0], "u2,Phường 2, Quận 3,wards,200", "u3,Phường Ba"),
    "ragged-among-other-slips": csv(PLAIN, ROWS[0], "u2,Phường 2, Quận 3,wards,200", "", "u3,Phường Ba,wards,many"),
    "quote-not-closed": csv(PLAIN, ROWS[0], 'u2,"Phường Hai,wards,200', "u3,Phường Ba,wards,300"),
    "text-after-quote": csv(PLAIN, ROWS[0], 'u2,"Phường" Hai,wards,200'),
    "huge-cell": csv(PLAIN, ROWS[0], "u2," + "x" * 200_000 + ",wards,200"),
    "no-unit-column": csv("ma,name,cluster,population", *ROWS),
    "heading-twice": csv("unit,name,cluster,population, population", "u1,Phường Một,wards,1,2"),
    "heading-missing": csv("unit,name,,population", *ROWS),
    "unknown-column": csv("unit,name,cluster,populaton,colour", "u1,Phường Một,wards,100,red"),
    "people-vi": csv("unit,cluster,Họ và tên,Số CCCD,địa chỉ,SĐT,ngày_sinh,tôn giáo,bút tích", "u1,wards,,,,,,,"),
    "people-en": csv(
        "unit,cluster,fullName,id_number,home address,phone,e-mail,date of birth,ethnicity", "u1,wards,,,,,,,"
    ),
    "people-in-long-table": csv(LONG, "u1,ho ten nguoi khieu nai,A", "u1,population,5"),
    "voice-without-voices": csv("unit,cluster,voice,population", "u1,wards,claimed,1"),
    "long-without-value": csv("unit,figure,cluster,so", "u1,population,wards,1"),
    "long-with-wide-column": csv("unit,figure,value,cluster,population", "u1,population,1,wards,2"),
    "long-unknown-figure": csv("unit,cluster,figure,value", "u1,wards,populaton,1", "u1,wards,,2"),
    "evidence-with-identity": csv(
        "unit,cluster,figure,value,reason,evidence",
        "u1,wards,population,1,Theo ông 079123456789,",
        "u2,wards,population,1,,Gọi 0912 345 678",
    ),
    "not-numbers": csv(
        "unit,cluster,population",
        "u1,wards,khoảng 20",
        "u2,wards,1 234",
        "u3,wards,N/A",
        "u4,wards,#N/A",
        "u5,wards,0x1F",
    ),
    "comma-in-a-point-file": csv("unit,cluster,service.rate", 'u1,wards,"12,5"', 'u2,wards,"1,234"', whole=True),
    "point-in-a-comma-file": csv(
        "unit;cluster;service.rate", "u1;wards;12.5", "u2;wards;95,5", whole=True, decimal="comma"
    ),
    "too-many-places": csv("unit,cluster,population,service.rate", "u1,wards,1.000,12.345", whole=True),
    "percent-sign": csv("unit,cluster,population,service.rate", "u1,wards,5%,95.5 %", whole=True),
    "exponents": csv("unit,cluster,population", "u1,wards,1e99999999", "u2,wards,NaN", "u3,wards,-inf", "u4,wards,1E5"),
    "full-width-digits": csv("unit,cluster,population", "u1,wards,１２", "u2,wards,١٢"),
    "too-long": csv("unit,cluster,population", "u1,wards," + "9" * 5000, "u2,wards,1234567890123456789"),
    "not-yes-or-no": csv("unit,cluster,service.open", "u1,wards,maybe", "u2,wards,2", whole=True),
    "not-a-choice": csv("unit,cluster,service.level", "u1,wards,hihg", "u2,wards,7", whole=True),
    "out-of-range": csv("unit,cluster,population,service.rate", "u1,wards,-5,100.01", "u2,wards,1000001,0", whole=True),
    "mark-out-of-range": csv("unit,cluster,panel.marks.1", "u1,wards,-1", "u2,wards,10.5", whole=True),
    "off-the-step": csv("unit,cluster,panel.marks.1", "u1,wards,9.25", "u2,wards,9.5", whole=True),
    "more-than-the-whole": csv(
        "unit,cluster,cases.due,cases.in_time,cases.late",
        "u1,wards,5,6,",
        "u2,wards,5,3,3",
        "u3,wards,5,3,2",
        whole=True,
    ),
    "folder-of-parquet": Wreck({"so-lieu/part-0.parquet": parquet(unit=["u1"], population=[1])}, named=("so-lieu",)),
    "folder-of-other-files": Wreck({"so-lieu/a.csv": UNITS}, named=("so-lieu",)),
    "folder-in-folders": Wreck(
        {"so-lieu/cluster=wards/p.parquet": parquet(unit=["u1"], population=[1])}, named=("so-lieu",)
    ),
    "part-above-its-whole": csv(
        "unit,name,cluster,records.over,records.under",
        "u1,Xã 1,wards,3646,3591",
        "u2,Xã 2,wards,3591,3591",
        scheme=rate_of_two(),
    ),
    "figure-of-another-kind": csv("unit,cluster,service.rate", "u1,departments,50", "u2,wards,60", whole=True),
    "ratio-among-percents": csv(
        "unit,cluster,service.rate", *(f"u{at},wards,{90 + at}" for at in range(8)), "u9,wards,0.95", whole=True
    ),
    "percents-as-ratios": csv("unit,cluster,service.rate", *(f"u{at},wards,0.9{at}" for at in range(8)), whole=True),
    "formula-as-text": Wreck(
        {"figures.xlsx": dressed(as_text)},
    ),
    "half-percent": csv(
        "unit,cluster,service.rate", "u1,wards,95%", "u2,wards,0.92", "u3,wards,90%", "u4,wards,0", whole=True
    ),
    "ids-that-look-alike": Wreck(
        {
            "a.csv": table(PLAIN, "Đ1,Đội 1,wards,1", "xã 2,Hai,wards,2", "p-3,Ba,wards,3", "Tổ 1 12,Bốn,wards,3"),
            "b.csv": table("unit,discipline", "Ð1,1", "xã\u00a02,2", "p–3,3", "Tổ 11 2,0"),
        },
        whole=True,
    ),
    "columns-numbered": csv(PLAIN, "A,B,1,2", *ROWS),
    "columns-numbered-in-brackets": csv(PLAIN, "(1),(2),(3),(4)", *ROWS),
    "totals-in-the-name": csv(PLAIN, *ROWS, "TC,Tổng cộng,wards,300", "x,Ghi chú: đến 30/11,wards,"),
    "totals-of-clusters": csv(PLAIN, *ROWS, "CỘNG CỤM 1,,wards,300", "Chú thích: quý IV,,wards,"),
    "nothing-but-an-id": csv(PLAIN, *ROWS, "Ngày 30 tháng 11 năm 2026,,,", "u9,Chín,wards,", "TRƯỞNG PHÒNG,,,"),
    "name-for-an-id": Wreck(
        {
            "a.csv": table("unit,name,cluster", "u1,Xã Một,wards", "u2,Xã Hai,wards"),
            "b.csv": table("unit,population", "xã  hai,5"),
        }
    ),
    "zeros-behind": Wreck(
        {
            "a.csv": table("unit,name,cluster", "007,Một,wards", "8,Hai,wards"),
            "b.csv": table("unit,population", "7.0,5", "8,0"),
        }
    ),
    "sheets-with-units": Wreck({"figures.xlsx": several(figures="visible", Quy="visible", Cu="hidden")}),
    "not-reported": csv(
        FULL,
        "u1,wards,wards,1,,10,9,1,,50,1,x,low,,,0",
        "u2,,departments,1,,KP,,,,,,,,5,5,0",
        "u3,,departments,1,,9,,1,,,,,,5,5,0",
        scheme={"not_reported": "error"},
        whole=True,
    ),
    "columns-missing": csv("unit,cluster,cases.due", "u1,wards,1", whole=True, missing=True),
    "columns-missing-error": csv(
        "unit,cluster,cases.due", "u1,wards,1", whole=True, missing=True, scheme={"not_reported": "error"}
    ),
    "unit-blank": csv(PLAIN, *ROWS, ",Tổng cộng,,300"),
    "unit-twice": csv(PLAIN, *ROWS, " u1 ,Phường Một,wards,101"),
    "figure-twice": csv(
        "unit,cluster,figure,value", "u1,wards,population,1", "u2,wards,population,2", "u1,wards,population,3"
    ),
    "figure-in-two-files": Wreck({"a.csv": table(PLAIN, *ROWS), "b.csv": table("unit,population", "u2,201")}),
    "figure-with-and-without-voice": Wreck(
        {"a.csv": table(PLAIN, *ROWS), "b.csv": table("unit,voice,population", "u2,claimed,201")}, scheme=TWO
    ),
    "voice-unknown-beside-another": Wreck(
        {
            "a.csv": table("unit,cluster,voice,population", "u1,wards,claimed,1"),
            "b.csv": table("unit,voice,population", "u1,rechecked,2"),
        },
        scheme=TWO,
    ),
    "cluster-unknown": csv(PLAIN, "u1,Phường Một,ward,100", "u2,Phường Hai,xyzzy,200"),
    "cluster-missing": Wreck({"a.csv": UNITS, "b.csv": table("unit,population", "u1,1", "u3,3")}),
    "cluster-differs": Wreck(
        {"a.csv": UNITS, "b.csv": table("unit,cluster,name,population", "u1,departments,Phường 1,1")}
    ),
    "ids-alike": csv(PLAIN, "U1,Một,wards,1", "u1,Một,wards,2"),
    "hidden-characters": csv(PLAIN, "u\u200b1,Phường\u202eMột,wards,1", "u\x072,Hai,wards,2"),
    "hidden-in-reasons": csv(
        "unit,cluster,figure,value,reason,evidence",
        "u1,wards,population,1,a\x1b[31mb,BB\x9b1",
        "u2,wards,population,2,soft\u00adhyphen,\uffff",
        'u3,wards,population,3,"two\nlines are fine",and a\u00a0blank',
    ),
    "voice-unknown": csv("unit,cluster,voice,population", "u1,wards,claimd,1", "u2,wards,,1", scheme=TWO),
    "voice-unknown-of-a-unit-in-two-rows": csv(
        "unit,cluster,voice,population", "u1,wards,claimd,1", "u1,wards,claimd,1", "u2,wards,claimd,1", scheme=TWO
    ),
    "voice-unknown-beside-a-known-one": csv(
        "unit,cluster,voice,population", "u1,wards,claimed,1", "u1,wards,judged,1", "u2,wards,claimed,1", scheme=TWO
    ),
    "only-the-unit-says": csv(
        "unit,cluster,voice,population,panel.marks.1",
        "u1,wards,claimed,KP,5",
        "u1,,appraised,,5",
        "u2,wards,claimed,7,",
        scheme=TWO,
        whole=True,
    ),
    "blank-filled-in-later": csv(
        "unit,cluster,voice,population", "u1,wards,claimed,", "u1,,appraised,9", "u2,wards,claimed,5", scheme=TWO
    ),
    "claims-without-a-voice": csv(
        "unit,cluster,population,cases.due,cases.missed,service.rate",
        "u1,wards,100,12,1,KP",
        "u2,wards,200,7,,",
        scheme=TWO,
        whole=True,
    ),
    "unappraised-error": csv(
        "unit,cluster,voice,population",
        "u1,wards,claimed,1",
        "u1,,appraised,1",
        "u2,wards,claimed,7",
        scheme={**TWO, "unappraised": "error"},
    ),
    "unappraised-not-reported": csv(
        "unit,cluster,voice,population",
        "u1,wards,claimed,1",
        "u1,,appraised,1",
        "u2,wards,claimed,7",
        scheme={**TWO, "unappraised": "not-reported"},
    ),
    "unappraised-blank-is-a-number": csv(
        "unit,cluster,voice,cases.missed",
        "u1,wards,claimed,1",
        "u1,,appraised,1",
        "u2,wards,claimed,7",
        scheme={**TWO, "unappraised": "not-reported"},
        whole=True,
    ),
}


def problems_of(wreck: Wreck, folder: Path, make: Make, narrow: Make) -> Sequence[Problem]:
    """Read the files from ``folder``, which is the current one, so that messages name them alone."""
    for name, content in wreck.files.items():
        if content or name.startswith("figures"):
            (folder / name.strip()).parent.mkdir(parents=True, exist_ok=True)
            (folder / name.strip()).write_bytes(content.encode() if isinstance(content, str) else content)
    scheme = (make if wreck.whole else narrow)(**wreck.scheme)
    paths = [Path(name.strip()) for name in wreck.named or wreck.files]
    if not wreck.files.get("figures.csv ", b"x"):
        (folder / "figures.csv").write_bytes(UNITS.encode())
    try:
        found = read_figures(scheme, paths, decimal=wreck.decimal).problems  # type: ignore[arg-type]
    except DvkError as error:
        found = error.problems
    return found if wreck.missing else [one for one in found if one.code not in ("DVK-D320", "DVK-D321")]


def messages() -> dict[str, dict[str, list[str]]]:
    return tomli.loads(MESSAGES.read_text(encoding="utf-8")) if MESSAGES.exists() else {}


def written(found: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    out = []
    for name, texts in found.items():
        out.append(f"[{name}]")
        for language, lines in texts.items():
            quoted = [line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for line in lines]
            out += [f"{language} = [", *(f'    "{line}",' for line in quoted), "]"]
        out.append("")
    return "\n".join(out)


@pytest.mark.parametrize("name", WRECKS)
def test_each_wreck_gives_its_messages(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_scheme: Make, narrow_scheme: Make
) -> None:
    monkeypatch.chdir(tmp_path)
    found = problems_of(WRECKS[name], tmp_path, make_scheme, narrow_scheme)
    said = {language: [one.in_(language) for one in found] for language in ("vi", "en")}
    if os.environ.get("DVK_WRITE_GOLDEN"):
        kept = messages()
        kept[name] = said
        MESSAGES.write_text(written({key: kept[key] for key in WRECKS if key in kept}), encoding="utf-8")
    assert said == messages()[name]


def test_every_code_of_the_family_is_provoked() -> None:
    said = " ".join(line for texts in messages().values() for line in texts["en"])
    codes = [code for code in catalogue() if code.startswith("DVK-D")]
    # See test_beyond_a_thousand_cells; what editing tells of files that are no workbooks; ledgers in test_arguments.
    assert [code for code in codes if code not in said] == ["DVK-D149", "DVK-D399", "DVK-D413"]


def test_beyond_a_thousand_cells_of_a_column_the_rest_is_counted(reader: Any, narrow_scheme: Make) -> None:
    found = reader.problems(
        narrow_scheme(), table("unit,cluster,population", *(f"u{at},wards,?" for at in range(1_045)))
    )
    assert [one.code for one in found] == ["DVK-D301"] * 1_000 + ["DVK-D399"]
    rest = found[-1]
    assert (rest.text("vi"), rest.args["count"]) == (
        "Còn 45 chỗ nữa cùng loại DVK-D301, không liệt kê ở đây.",
        45,
    )
    assert rest.text("en") == "And 45 more like DVK-D301, not listed here."
    (told,) = grouped(found)
    assert told.count == 1_045


def test_no_message_is_kept_for_a_wreck_that_is_gone() -> None:
    assert set(messages()) == set(WRECKS)


@pytest.mark.parametrize("seed", range(60))
def test_random_bytes_never_crash(seed: int, tmp_path: Path, narrow_scheme: Make) -> None:
    chance = random.Random(seed)
    heads = (b"", b"PAR1", b"PK\x03\x04", b"unit,cluster,population\n", b"unit\tcluster\n", b"\xef\xbb\xbf")
    path = tmp_path / "random"
    path.write_bytes(heads[seed % len(heads)] + chance.randbytes(chance.randrange(1, 4000)))
    with pytest.raises(DvkError):
        read_figures(narrow_scheme(), [path])


@pytest.mark.parametrize("seed", range(60))
def test_damaged_files_never_crash(seed: int, tmp_path: Path, narrow_scheme: Make) -> None:
    chance = random.Random(seed)
    good = (
        parquet(unit=[f"u{at}" for at in range(50)], cluster=["wards"] * 50, population=list(range(50))),
        sheet(["unit", "cluster", "population"], *([f"u{at}", "wards", at] for at in range(50))),
        table(PLAIN, *ROWS * 20).encode(),
    )[seed % 3]
    spoiled = bytearray(good)
    for _ in range(chance.randrange(1, 20)):
        spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
    path = tmp_path / "spoiled"
    path.write_bytes(bytes(spoiled[: chance.randrange(len(spoiled) // 2, len(spoiled) + 1)]))
    try:
        read_figures(narrow_scheme(), [path])
    except DvkError as error:
        assert error.problems  # noqa: PT017 - a spoiled byte may well leave a readable file


def test_an_archive_that_understates_its_size_is_refused(tmp_path: Path, narrow_scheme: Make) -> None:
    """What unpacks to more than the directory says fails its checksum before any reader meets it."""
    path = tmp_path / "lying.xlsx"
    path.write_bytes(bomb(10))
    with pytest.raises(DvkError) as caught:
        read_figures(narrow_scheme(), [path])
    assert [one.code for one in caught.value.problems] == ["DVK-D107"]


def test_a_deep_bomb_is_never_unpacked(tmp_path: Path, narrow_scheme: Make) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(600)), packer.flush()])
    assert len(packed) < 1_000_000
    path = tmp_path / "bomb.xlsx"
    name = b"xl/workbook.xml"
    size = 600 << 20
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), size, len(name), 0) + name
    central = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), size, len(name), 0, 0, 0, 0, 0, 0
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central) + len(name), len(local) + len(packed), 0)
    path.write_bytes(local + packed + central + name + end)
    with pytest.raises(DvkError) as caught:
        read_figures(narrow_scheme(), [path])
    assert [one.code for one in caught.value.problems] == ["DVK-D108"]
