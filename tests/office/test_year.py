"""A secretary's whole year in one folder: forms out and back, appraisal, rulings, votes, papers, and the next scheme.

All through the command line, in Vietnamese, with LibreOffice where a clerk has Excel. Units and figures are invented.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest

from dvk_scoring.cli.entry import run
from tests.office import year
from tests.office.conftest import Docx, Pdf, converted, need
from tests.office.filled import role_columns, rows_of
from tests.office.spoiled import KINDS, Desk

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("year")]

LETTERHEAD = """\
[agency]
superior = "Công an tỉnh T"
issuer = "Phòng Công tác chính trị"
council = "Hội đồng Thi đua - Khen thưởng"
place = "Tỉnh T"

[form]
to = "Phòng Công tác chính trị"
deadline = 2027-12-01

[reminder]
date = 2027-12-03
deadline = 2027-12-10
telephone = "069 000 000"

[minutes]
number = "02"
symbol = "BB-HĐTĐKT"
date = 2027-12-22
members = 13

[submission]
to = "Giám đốc Công an tỉnh T"

[decision]
signer = "Giám đốc"

[[council]]
name = "…………"
role = "chair"
"""
RULINGS = """\
[[rulings]]
unit = "phong-10"
not_assigned = "criteria.admin-reform"
reason = "Không có thủ tục hành chính phục vụ người dân"
date = 2027-01-15
ref = "KH-02"

[[rulings]]
unit = "huyen-11"
hold = { effect = ["class", "titles"] }
reason = "Đang xác minh đơn phản ánh"
date = 2027-12-10
ref = "BB-01"

[[rulings]]
units = ["huyen-05", "huyen-01", "huyen-14"]
tie = "ranking"
reason = "Phiếu kín, 11/13 tổng số thành viên hội đồng"
date = 2027-12-22
ref = "BB-02"

[[rulings]]
units = ["huyen-29", "huyen-16"]
tie = "ranking"
reason = "Phiếu kín, 10/13 tổng số thành viên hội đồng"
date = 2027-12-22
ref = "BB-02"
"""
NEXT = """\
extends = "dvk-2027.toml"

[scheme]
id = "dvk-2028"
title = "Thi đua “Dân vận khéo” năm 2028"
valid = { from = 2028-01-01, to = 2028-12-31 }

[titles.merit]
quota = { count = 3, per = "cluster", tie = "committee", held = "keeps-place", reserve = 1 }
"""
SCHEME, UNITS = "dvk-2027.toml", ("--units", "don-vi.csv")
FIGURES = ("don-vi.csv", "mau-so.csv", "tu-cham.csv", "chinh-thuc.csv", "bo-sung.csv")
BLANK = ("phong-05", "phong-10")
"""Good forms with blanks: what is not these units' task."""


@attrs.frozen
class Said:
    """What a command left behind."""

    status: int
    text: str


class Office:
    """The folder of the year, and what was said in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: dict[str, Said] = {}

    def dvk(self, *words: str, name: str = "") -> Said:
        printed = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(printed):
            status = run([*words, "--lang", "vi"])
        self.said[name or words[0]] = Said(status, printed.getvalue())
        return self.said[name or words[0]]

    def save(self, path: Path, kind: str, folder: Path) -> Path:
        """Have LibreOffice save a file as another kind."""
        return self.save_all([path], kind, folder)[0]

    def save_all(self, paths: Sequence[Path], kind: str, folder: Path) -> list[Path]:
        """Have it save several in one start."""
        return converted(paths, folder, kind, self.folder.parent / "profile")


def reported() -> dict[str, dict[str, str]]:
    """Give unit → column → what it reports; who reports nothing of a figure leaves its cell blank."""
    common = {"women-share", "population", "staff"}
    claimed, about = year.figures("claimed.csv"), year.figures("units.csv")
    return {
        unit: {name: value for name, value in {**about[unit], **own}.items() if name in common or "." in name}
        for unit, own in claimed.items()
    }


def appraised() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Give what the council changes, and why: what it changed in the sample."""
    claimed = year.figures("claimed.csv")
    with (year.SAMPLE / "changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    changes: dict[str, dict[str, str]] = {}
    reasons: dict[str, dict[str, str]] = {}
    for unit in year.units():
        for row in (row for row in rows if row["unit"] == unit.like and row["figure"] in claimed[unit.id]):
            changes.setdefault(unit.id, {})[row["figure"]] = row["value"]
            reasons.setdefault(unit.id, {})[row["figure"]] = row["reason"]
    return changes, reasons


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Live through the year once."""
    need("typst", "docx", "docxtpl", "xlsxwriter", "openpyxl")
    folder = tmp_path_factory.mktemp("nam") / "Thi đua 2027"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "160")
        made = Office(folder)
        _send(made)
        _receive(made)
        _appraise(made)
        _decide(made)
        _write(made)
        yield made


def _send(office: Office) -> None:
    before = '\n[figures.women-share]\ntitle = "Cán bộ nữ (%)"\n'
    Path("truoc.toml").write_text(year.SCHEME + before, encoding="utf-8")
    Path(SCHEME).write_text(year.SCHEME, encoding="utf-8")
    Path("tieu-de.toml").write_text(LETTERHEAD, encoding="utf-8")
    rows = [(one.id, one.name, one.cluster) for one in year.units()]
    year.write_csv(Path("don-vi.csv"), [("unit", "name", "cluster"), *rows])
    office.dvk("scheme", "check", SCHEME, name="check")
    head = ("--letterhead", "tieu-de.toml")
    office.dvk("form", SCHEME, *UNITS, *head, "-o", "phieu", name="forms")
    office.dvk("form", "truoc.toml", *UNITS, *head, "-o", "truoc", name="forms before")
    office.dvk("form", SCHEME, *UNITS, *head, "--committee", "-o", "hoi-dong.xlsx", name="committee's forms")
    Path(SCHEME).write_text(f"# Sửa lời chú sau khi gửi phiếu.\n{year.SCHEME}", encoding="utf-8")


def _receive(office: Office) -> None:
    own = reported()
    for path in Path("phieu").glob("*.xlsx"):
        year.fill_in(path, own)
    Path("gui-ve").mkdir()
    units = sorted(year.units(), key=lambda one: one.id)
    for unit, kind in zip(units, KINDS.values(), strict=False):
        good = Path("phieu") / f"{unit.id}.xlsx"
        if kind is KINDS["old form"]:
            year.fill_in(Path("truoc") / good.name, own)
            (Path("truoc") / good.name).rename(good.with_name("before.xlsx"))
        kind.spoil(Desk(unit.id, unit.name, good, Path("gui-ve"), own[unit.id], office.save))
    office.save_all([Path("phieu") / f"{one.id}.xlsx" for one in units[len(KINDS) :]], "xlsx", Path("gui-ve"))
    collected = ("collect", SCHEME, "gui-ve", *UNITS, "-o", "tho.csv")
    office.dvk(*collected, "--missing", "thieu.csv", name="first collect")
    office.dvk(*collected, "--force", "--json", name="first collect as JSON")
    head = ("--letterhead", "tieu-de.toml")
    office.dvk("remind", SCHEME, "gui-ve", *UNITS, *head, "-o", "don-doc.docx")
    (Path("phieu") / "before.xlsx").unlink()
    office.dvk("collect", SCHEME, "phieu", *UNITS, "-o", "tu-cham.csv", name="second collect")


def _appraise(office: Office) -> None:
    final, about = year.figures("final.csv"), year.figures("units.csv")
    year.fill_in(Path("hoi-dong.xlsx"), {unit: {**final[unit], **about[unit]} for unit in final})
    office.dvk("collect", SCHEME, "hoi-dong.xlsx", "--committee", *UNITS, "-o", "mau-so.csv", name="committee's")
    earlier = ("--earlier", "tu-cham.csv", "--earlier", "mau-so.csv")
    office.dvk("form", SCHEME, *UNITS, "--voice", "final", *earlier, "-o", "tham-dinh.xlsx", name="later forms")
    changes, reasons = appraised()
    year.fill_in(Path("tham-dinh.xlsx"), changes, agree=True, changes=reasons)
    office.dvk("collect", SCHEME, "tham-dinh.xlsx", "--voice", "final", *UNITS, "-o", "chinh-thuc.csv", name="final")
    office.dvk("score", SCHEME, *FIGURES[:-1], name="first score")


def _decide(office: Office) -> None:
    Path("quyet-dinh.toml").write_text(RULINGS, encoding="utf-8")
    late = {"huyen-12": {"sessions": 21, "reached": 900}, "huyen-25": {"reached": 900}}
    rows = [
        (unit, f"outreach.{name}", value, voice, "")
        for unit, ones in late.items()
        for name, value in ones.items()
        for voice in ("claimed", "final")
    ]
    year.write_csv(Path("bo-sung.csv"), [("unit", "figure", "value", "voice", "reason"), *rows])
    scored = (SCHEME, *FIGURES, "--rulings", "quyet-dinh.toml")
    office.dvk("score", *scored, "-o", "ket-qua.json", "-o", "ket-qua.xlsx")
    office.dvk("tally", *scored, "--letterhead", "tieu-de.toml", "-o", "kiem-phieu.docx")
    told = json.loads(Path("ket-qua.json").read_text(encoding="utf-8"))
    wanted = [
        (title, unit["unit"])
        for unit in told["units"]
        for title, one in unit["titles"].items()
        if one["state"] == "proposed"
    ]
    votes = [
        (*one, 11, 11, 11, 10 if at % 3 == 0 else 11, *((13, 11) if not at else ("", "")))
        for at, one in enumerate(wanted)
    ]
    heads = ("title", "unit", "issued", "returned", "valid", "for", "members", "present")
    year.write_csv(Path("phieu.csv"), [heads, *votes])


def _write(office: Office) -> None:
    scored = (SCHEME, *FIGURES, "--rulings", "quyet-dinh.toml")
    head, votes = ("--letterhead", "tieu-de.toml"), ("--votes", "phieu.csv")
    office.dvk("score", *scored, *votes, "-o", "sau-bieu-quyet.html", name="score with votes")
    office.dvk("minutes", *scored, *votes, *head, "-o", "bien-ban.docx")
    office.dvk("summary", *scored, *head, "-o", "tong-hop.pdf")
    office.dvk("table", *scored, *head, "-o", "chi-tiet.xlsx")
    office.dvk("sheet", *scored, *head, "--unit", "huyen-05", "-o", "huyen-05.docx")
    office.dvk("submission", *scored, *votes, *head, "-o", "to-trinh.docx")
    office.dvk("decision", *scored, *votes, *head, "-o", "quyet-dinh.docx")
    office.dvk("publish", *scored, "-o", "cong-khai.html")
    Path("dvk-2028.toml").write_text(NEXT, encoding="utf-8")
    figures = [word for one in FIGURES for word in ("--figures", one)]
    office.dvk("scheme", "diff", SCHEME, "dvk-2028.toml", *figures, name="next year")


def places(unit: str) -> dict[str, str]:
    """Give the cells that the expected messages name."""
    sheet = openpyxl.load_workbook(Path("phieu") / f"{unit}.xlsx").worksheets[0]
    letters = {role: sheet.cell(1, column).column_letter for role, column in role_columns(sheet).items()}
    rows = rows_of(sheet)
    cells = {name: f"{letters['value']}{row}" for name, row in rows.items()}
    return {**cells, "evidence": f"{letters['evidence']}{rows['media.own']}"}


def filled(text: str, cells: Mapping[str, str], unit: str) -> str:
    return re.sub(r"\{([^}]+)\}", lambda found: unit if found[1] == "unit" else cells[found[1]], text)


def test_every_spoiled_return_is_told_by_its_place_and_nothing_else_is(office: Office) -> None:
    told = json.loads(office.said["first collect as JSON"].text)["problems"]
    found: list[tuple[str, str, str]] = []
    for one in told:
        place = one["place"]
        where = place.get("cell") or (str(place["line"]) if place.get("line") else "")
        found.append((one["code"], Path(place.get("file") or "").name, where))
    units = sorted(year.units(), key=lambda one: one.id)
    wanted = [("DVK-O526", "", "")]
    for unit, kind in zip(units, KINDS.values(), strict=False):
        cells = places(unit.id)
        wanted += [(code, filled(file, cells, unit.id), filled(cell, cells, unit.id)) for code, file, cell in kind.told]
    wanted += [("DVK-O525", f"{unit}.xlsx", "") for unit in BLANK]
    assert sorted(found) == sorted(wanted)


def test_what_is_taken_is_what_was_reported(office: Office) -> None:
    """Units and figures that were set aside are missing; no figure is another one, and no unit more."""
    units, own = sorted(year.units(), key=lambda one: one.id), reported()
    wanted: dict[str, dict[str, str]] = {}
    for unit, kind in zip(units, KINDS.values(), strict=False):
        if kind.lost is not None:
            kept = kind.other or own[unit.id].keys() - set(kind.lost)
            wanted[unit.id] = {name: own[unit.id][name] for name in kept}
    wanted |= {unit.id: own[unit.id] for unit in units[len(KINDS) :]}
    assert numbers(taken("tho.csv")) == numbers(wanted)
    assert numbers(taken("tu-cham.csv")) == numbers(own)
    with Path("thieu.csv").open(encoding="utf-8", newline="") as file:
        assert sorted(row["unit"] for row in csv.DictReader(file)) == sorted(own.keys() - wanted.keys())


def taken(name: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with Path(name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["unit"], {})[row["figure"]] = row["value"]
    return found


def numbers(figures: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Write figures alike: 28.0 is 28."""
    return {unit: {name: value.removesuffix(".0") for name, value in own.items()} for unit, own in figures.items()}


def test_every_command_of_the_year_succeeds(office: Office) -> None:
    told = {name: said.status for name, said in office.said.items() if said.status != 0}
    assert told == {"first collect": 3, "first collect as JSON": 3}
    assert "40/40" in office.said["second collect"].text
    assert "→" not in office.said["committee's"].text.replace("→ Không có thì ghi 0", "")


def test_minutes_have_who_was_there_from_the_votes(office: Office) -> None:
    """The letterhead says that there are 13 members, the file of votes that 11 of them were there."""
    assert "Thành phần tham dự: 11/13 thành viên Hội đồng; vắng: 2" in paragraphs("bien-ban.docx")


def test_letters_go_to_whom_collecting_misses(office: Office) -> None:
    missing = taken_names("thieu.csv")
    text = "\n".join(paragraphs("don-doc.docx"))
    assert re.findall(r"Kính gửi: (.*)", text) == missing
    assert text.count("10 tháng 12 năm 2027") == text.count("069 000 000") == len(missing)


def taken_names(name: str) -> list[str]:
    with Path(name).open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


def test_forms_say_where_they_go_and_how_they_are_signed(office: Office) -> None:
    sheet = openpyxl.load_workbook("phieu/huyen-01.xlsx").worksheets[0]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert "Gửi về: Phòng Công tác chính trị     Hạn gửi: 01/12/2027" in texts
    assert {"(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)"} <= set(texts)


def test_no_heading_ends_a_page_of_a_form(office: Office) -> None:
    for name in ("phieu/huyen-01.xlsx", "phieu/phong-01.xlsx"):
        sheet = openpyxl.load_workbook(name).worksheets[0]
        ends = [one.id for one in sheet.row_breaks.brk]
        assert ends
        for row in ends:  # Excel's id of a break is the row above it
            assert sheet.cell(row, 1).value, f"{name}: row {row} is a heading"
        last = max(row for row in rows_of(sheet).values())
        assert ends[-1] < last


PAPERS = ("bien-ban.docx", "to-trinh.docx", "quyet-dinh.docx", "huyen-05.docx", "kiem-phieu.docx", "don-doc.docx")
IDS = re.compile(r"\b(?:huyen|phong)-[0-9]{2}\b")
POINT = re.compile(r"(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}(?![0-9.])")
ISO = re.compile(r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b")


@pytest.mark.parametrize("name", PAPERS)
def test_papers_name_units_and_write_numbers_and_days_as_an_office_does(office: Office, name: str) -> None:
    lines = [line for line in paragraphs(name) if "SHA-256" not in line]
    assert [line for line in lines if POINT.search(line) or ISO.search(line)] == []
    alone = [line for line in lines if IDS.search(re.sub(r"\S+ \((?:huyen|phong)-[0-9]{2}\)", "", line))]
    assert alone == []


def test_drafts_after_the_vote_list_whom_the_council_voted_for(office: Office) -> None:
    names = {one.id: one.name for one in year.units()}
    with Path("phieu.csv").open(encoding="utf-8", newline="") as file:
        votes = [(names[row["unit"]], int(row["for"])) for row in csv.DictReader(file)]
    passed = {name for name, given in votes if given * 100 >= 80 * 13}
    failed = {name for name, _ in votes} - passed
    assert passed
    assert failed
    for paper in ("to-trinh.docx", "quyet-dinh.docx"):
        cells = set(table_cells(paper))
        assert passed <= cells
        assert not failed & cells
        assert "dự bị" not in cells
    assert f"gồm {len(passed)} đơn vị" in "\n".join(paragraphs("quyet-dinh.docx"))
    assert failed <= set(table_cells("bien-ban.docx"))


def test_a_public_edition_has_nothing_of_what_is_on_hold(office: Office) -> None:
    text = Path("cong-khai.html").read_text(encoding="utf-8")
    assert "Công an huyện H" in text
    for inner in ("phản ánh", "BB-01", "chưa xét", "kỷ luật"):
        assert inner not in text


def test_the_workbook_prints_on_few_pages(office: Office) -> None:
    """Forty units fit one page down; a sheet is one page, or few beside each other where its columns need them."""
    pages = Pdf(office.save(Path("ket-qua.xlsx"), "pdf", Path())).layout.split("\f")[:-1]
    sheets = Counter(re.sub(r"\s+[0-9]+/[0-9]+$", "", page.strip().splitlines()[-1]) for page in pages)
    assert sheets["Kết quả"] == sheets["Quyết định"] == 1
    assert sheets["Số liệu"] <= 6
    assert max(count for name, count in sheets.items() if name != "Số liệu") <= 3
    assert len(pages) <= 42


def test_next_year_says_what_changes_for_whom(office: Office) -> None:
    text = office.said["next year"].text
    assert "Thi đua “Dân vận khéo” năm 2028" in text
    assert re.search(r"Kết quả thay đổi: [1-9][0-9]* trên 40 đơn vị", text)


def paragraphs(name: str) -> list[str]:
    """Give the texts of a Word file, of tables too."""
    return [one.replace("\xa0", " ") for one in (*paper(name).paragraphs, *table_cells(name))]


def table_cells(name: str) -> list[str]:
    return [cell for table in paper(name).tables for row in table for cell in row]


def paper(name: str) -> Docx:
    import docx

    return Docx(docx.Document(name))


def test_the_year_in_numbers(office: Office) -> None:
    """Commands, messages and pages; of commands one is given twice and one for another scheme's sake."""
    assert len(office.said) == 23
    told = {name: len(re.findall(r"DVK-[A-Z][0-9]+", said.text)) for name, said in office.said.items()}
    assert {name: count for name, count in told.items() if count} == {
        "first collect": 28, "first collect as JSON": 28, "remind": 13, "second collect": 4,
        "committee's": 1, "final": 1, "first score": 1, "score": 2, "score with votes": 2,
    }  # fmt: skip
    most = {**dict(zip(PAPERS, (9, 2, 3, 4, 2, 8), strict=True)), "chi-tiet.xlsx": 6, "tong-hop.pdf": 3}
    made = office.save_all([Path(name) for name in most if not name.endswith("pdf")], "pdf", Path("so-trang"))
    pages = [Pdf(path).layout.count("\f") for path in (*made, Path("tong-hop.pdf"))]
    assert [(name, count) for (name, limit), count in zip(most.items(), pages, strict=True) if count > limit] == []
