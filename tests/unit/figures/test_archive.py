"""Archives that two readers would read differently, and those that unfold: one reading of each, within bounds."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from dvk_scoring.figures.opened import open_table
from dvk_scoring.figures.table import Table
from dvk_scoring.figures.workbook import open_workbook
from dvk_scoring.problem import DvkError
from tests import made_ods

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# A cell that would make a range of 17 thousand million cells.
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def sheet(inside: str) -> str:
    return f"<worksheet><sheetData>{inside}</sheetData></worksheet>"


def table(name: str, *more: str) -> str:
    """A table of one unit, its name in inline text."""
    cells = [f'<c t="inlineStr"><is><t>{one}</t></is></c>' for one in ("unit", name)]
    return sheet(f"<row>{cells[0]}</row><row>{cells[1]}</row>{''.join(more)}")


def book(sheets: str, more: str = "") -> str:
    return f'<workbook xmlns:r="{OFFICE}" xmlns:x="x"><sheets>{sheets}</sheets>{more}</workbook>'


def relations(**targets: str) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/worksheet" Target="{one}"/>' for key, one in targets.items()
    )
    return f"<Relationships>{inside}</Relationships>"


PLAIN: Mapping[str, str] = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": relations(r="xl/workbook.xml").replace("/worksheet", "/officeDocument"),
    "xl/workbook.xml": book('<sheet name="A" r:id="a"/>'),
    "xl/_rels/workbook.xml.rels": relations(a="worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": table("u1"),
}


def archive(*parts: tuple[str, str], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack the parts of a plain workbook and others, which may have the same names."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", packed) as new:
        warnings.simplefilter("ignore")
        for name, content in (*((one, PLAIN[one]) for one in PLAIN if one not in dict(parts)), *parts):
            new.writestr(name, content)
    return out.getvalue()


def opened(tmp_path: Path, content: bytes, name: str = "f.xlsx") -> Table:
    path = tmp_path / name
    path.write_bytes(content)
    return open_table(path, "point")


def refused(tmp_path: Path, content: bytes, name: str = "f.xlsx") -> list[str]:
    with pytest.raises(DvkError) as caught:
        opened(tmp_path, content, name)
    return [one.code for one in caught.value.problems]


def test_a_plain_one_is_read(tmp_path: Path) -> None:
    assert opened(tmp_path, archive()).frame["unit"].to_list() == ["u1"]


def test_of_parts_with_one_name_the_one_that_was_looked_at_is_read(tmp_path: Path) -> None:
    name = "xl/worksheets/sheet1.xml"
    assert opened(tmp_path, archive((name, sheet(FAR)), (name, table("u2")))).frame["unit"].to_list() == ["u2"]
    assert refused(tmp_path, archive((name, table("u2")), (name, sheet(FAR)))) == ["DVK-D122"]
    capital = ("xl/Worksheets/Sheet1.xml", table("u3"))
    assert opened(tmp_path, archive((name, sheet(FAR)), capital)).frame["unit"].to_list() == ["u3"]


@pytest.mark.parametrize(
    "entry",
    ['<sheet name="A" x:id="a" r:id="b"/><sheet name="B" r:id="b"/>', '<sheet name="A" r:id="a" x:id="b"/>'],
)
def test_a_sheet_that_names_two_parts_is_the_one_that_was_looked_at(tmp_path: Path, entry: str) -> None:
    content = archive(
        ("xl/workbook.xml", book(entry)),
        ("xl/_rels/workbook.xml.rels", relations(a="worksheets/sheet1.xml", b="worksheets/sheet2.xml")),
        ("xl/worksheets/sheet2.xml", sheet(FAR)),
    )
    assert opened(tmp_path, content).frame["unit"].to_list() == ["u1"]


def test_a_part_that_is_read_as_two_sheets_is_damage(tmp_path: Path) -> None:
    entries = "".join(f'<sheet name="S{at}" r:id="a"/>' for at in range(1_000))
    assert refused(tmp_path, archive(("xl/workbook.xml", book(entries)))) == ["DVK-D107"]


def test_sheets_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(
        archive(
            ("xl/workbook.xml", book('<sheet name="A" r:id="a"/><sheet name="A" r:id="b"/>')),
            ("xl/_rels/workbook.xml.rels", relations(a="worksheets/sheet1.xml", b="/xl/worksheets/sheet2.xml")),
            ("xl/worksheets/sheet2.xml", table("u2")),
        )
    )
    found = open_workbook(path)
    assert [found.read(one).rows[1] for one in found.sheets] == [["u1"], ["u2"]]


def test_names_and_dates_survive_the_packing(tmp_path: Path) -> None:
    row = '<row><c s="1"><v>1</v></c></row>'
    path = tmp_path / "f.xlsx"
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    for old in ("0", "1"):
        entry = book('<sheet name="Quý &amp; &lt;1&gt;" r:id="a"/>', f'<workbookPr date1904="{old}"/>')
        path.write_bytes(
            archive(("xl/workbook.xml", entry), ("xl/styles.xml", styles), ("xl/worksheets/sheet1.xml", sheet(row)))
        )
        found = open_workbook(path)
        assert [one.name for one in found.sheets] == ["Quý & <1>"]
        assert found.read(found.sheets[0]).rows[0][0].year == (1904 if old == "1" else 1900)


@pytest.mark.parametrize("name", ["f.xlsx", "f.ods"])
def test_a_part_before_the_file_is_damage(tmp_path: Path, name: str) -> None:
    content = archive() if name == "f.xlsx" else made_ods.ods(made_ods.sheet(made_ods.row(["unit"])))
    at = content.rindex(b"PK\5\6") + 16  # where the archive says that its list of parts begins
    begin = int.from_bytes(content[at : at + 4], "little")
    content = content[:at] + (begin + 400).to_bytes(4, "little") + content[at + 4 :]
    assert refused(tmp_path, content, name) == ["DVK-D107"]


@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        ([("xl/styles.xml", f"<styleSheet><cellXfs>{'<xf/>' * 200_001}</cellXfs></styleSheet>")], ["DVK-D107"]),
        ([("xl/styles.xml", f"<styleSheet>{'<a>' * 5_000_000}</styleSheet>")], ["DVK-D107"]),
        ([("xl/workbook.xml", book("".join(f'<sheet name="{at}" r:id="a"/>' for at in range(10_002))))], ["DVK-D107"]),
        ([("xl/worksheets/sheet1.xml", sheet("<row/>" * 4_000_000))], ["DVK-D139"]),
        ([("xl/media/image1.png", "x" * 20_000_000)], ["DVK-D139"]),
        ([("xl/worksheets/sheet1.xml", "<a " + "x" * 6_000_000)], ["DVK-D107"]),
        ([("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]>' + PLAIN["xl/workbook.xml"])], ["DVK-D107"]),
        ([("xl/_rels/workbook.xml.rels", "")], ["DVK-D107"]),
        ([("xl/worksheets/sheet1.xml", "")], ["DVK-D107"]),
    ],
    ids=["styles", "deep", "sheets", "rows", "picture", "tag", "entities", "relations", "blank"],
)
def test_what_no_program_packs_is_refused(tmp_path: Path, parts: list[tuple[str, str]], codes: list[str]) -> None:
    assert refused(tmp_path, archive(*parts)) == codes


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_no_office_program_has_is_refused(tmp_path: Path, packed: int) -> None:
    """A workbook is stored or deflated (ISO/IEC 29500-2, annex B); of the others nothing is unfolded."""
    assert opened(tmp_path, archive(packed=zipfile.ZIP_STORED)).frame["unit"].to_list() == ["u1"]
    assert refused(tmp_path, archive(packed=packed)) == ["DVK-D107"]


def test_parts_that_are_not_read_may_be_damaged(tmp_path: Path) -> None:
    content = archive(("xl/media/image1.png", "picture"))
    spoiled = content.replace(b"picture", b"pictuer", 1) if b"picture" in content else content
    assert opened(tmp_path, spoiled).frame["unit"].to_list() == ["u1"]
