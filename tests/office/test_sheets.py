"""Score sheets of all units at once: into a folder, into one file, and nothing where one of them cannot be made."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from dvk_scoring.cli.entry import run
from dvk_scoring.problem import DvkError
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.order import Order
from dvk_scoring.report.documents.write import make_document, sheet_papers
from dvk_scoring.scoring.result import Result

Samples = Callable[[str], Result]
SCHEME = "stage-contest"
SOME = 7
"""Sheets in one file that are enough to see each begin on a page of its own; some take more than one."""
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def all_sheets(result: Result, *outputs: Path, most: int | None = None, **options: Any) -> list[Path]:
    units = [one.unit for one in result.units[:most]]
    return Order("sheet", outputs, **options).write(sheet_papers(result, units, "vi", Letterhead()), units)


def test_a_folder_gets_the_file_of_each_unit_named_by_its_id(desk: Any, samples: Samples, tmp_path: Path) -> None:
    result = samples(SCHEME)
    folder = tmp_path / "phieu"
    written = all_sheets(result, folder, forms=(".pdf", ".docx"))
    names = {f"{one.unit}{suffix}" for one in result.units for suffix in (".pdf", ".docx")}
    assert {one.name for one in folder.iterdir()} == names == {one.name for one in written}
    for unit in result.units:
        for suffix in (".pdf", ".docx"):
            alone = make_document(result, "sheet", suffix, "vi", unit=unit.unit)
            assert (folder / f"{unit.unit}{suffix}").read_bytes() == alone


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_one_file_has_every_sheet_from_a_page_of_its_own_on(
    suffix: str, desk: Any, samples: Samples, tmp_path: Path
) -> None:
    result = samples("dan-van-kheo-2020")
    path = tmp_path / f"all{suffix}"
    all_sheets(result, path, most=SOME)
    pdf = desk.pdf(path.read_bytes()) if suffix == ".pdf" else desk.print_docx([path.read_bytes()])[0]
    pages = [one.split() for one in pdf.layout.split("\f")[:-1]]
    starts = [" ".join(page) for page in pages if NATION in " ".join(page)]
    assert len(starts) == SOME
    for unit, page in zip(result.units[:SOME], starts, strict=True):
        assert f"Đơn vị: {unit.name} Cụm" in page
    assert len(pages) > SOME
    number = 0
    for page in pages:  # numbered from 1 in each sheet, and the first page shows none
        number = 1 if NATION in " ".join(page) else number + 1
        assert (page[0] == str(number)) is (number > 1)
    signed = [one.partition("ĐẠI DIỆN ĐƠN VỊ")[0] for one in pdf.layout.split("\f") if "ĐẠI DIỆN ĐƠN VỊ" in one]
    assert len(signed) == SOME
    assert all(re.search(r"^ *- ", above, re.MULTILINE) for above in signed)  # what is signed begins above it


def test_all_that_cannot_be_made_is_told_at_once_and_nothing_is_written(
    desk: Any, samples: Samples, tmp_path: Path
) -> None:
    result = samples(SCHEME)
    units = [one.unit for one in result.units]
    papers = sheet_papers(result, units, "vi", Letterhead())
    papers[0] = {**papers[0], "unit_is": "Đội 一"}
    papers[2] = {**papers[2], "unit_is": "Đội 二"}
    with pytest.raises(DvkError) as caught:
        Order("sheet", (tmp_path / "phieu",)).write(papers, units)
    assert [one.code for one in caught.value.problems] == ["DVK-O223", "DVK-O223"]
    assert list(tmp_path.rglob("*")) == []
    with pytest.raises(DvkError) as caught:
        sheet_papers(result, ["doi-x", units[0], "doi-y"], "vi", Letterhead())
    assert len(caught.value.problems) == 2


def test_files_that_are_there_are_told_at_once_and_kept(desk: Any, samples: Samples, tmp_path: Path) -> None:
    result = samples(SCHEME)
    folder = tmp_path / "phieu"
    folder.mkdir()
    for unit in result.units[:2]:
        (folder / f"{unit.unit}.pdf").write_text("kept")
    with pytest.raises(DvkError) as caught:
        all_sheets(result, folder)
    assert [one.code for one in caught.value.problems] == ["DVK-O202", "DVK-O202"]
    assert sorted(one.read_text() for one in folder.iterdir()) == ["kept", "kept"]
    all_sheets(result, folder, force=True)
    assert len(list(folder.iterdir())) == len(result.units)


def test_a_template_of_ones_own_makes_every_sheet(desk: Any, samples: Samples, tmp_path: Path) -> None:
    result = samples(SCHEME)
    own = tmp_path / "own.typ"
    own.write_text('#import "office.typ": *\n#show: paper\n#data.unit.name = #data.total')
    path = tmp_path / "all.pdf"
    all_sheets(result, path, templates=(own,))
    papers = sheet_papers(result, [one.unit for one in result.units], "vi", Letterhead())
    pages = [" ".join(page.split()) for page in desk.pdf(path.read_bytes()).pages]
    assert pages == [f"{one['unit']['name']} = {one['total']} {one['note']}" for one in papers]


def test_a_word_template_makes_one_sheet_a_file(desk: Any, samples: Samples, tmp_path: Path) -> None:
    from docx import Document

    result, own = samples(SCHEME), tmp_path / "own.docx"
    document = Document()
    document.add_paragraph("{{ unit.name }}")
    document.save(str(own))
    all_sheets(result, tmp_path / "phieu", templates=(own,), forms=(".docx",))
    assert desk.docx((tmp_path / "phieu/doi-1.docx").read_bytes()).paragraphs == ["Đội 1"]
    with pytest.raises(DvkError) as caught:
        all_sheets(result, tmp_path / "all.docx", templates=(own,))
    (found,) = caught.value.problems
    assert (found.code, found.place.file) == ("DVK-O230", str(own))
    told = "Mẫu .docx riêng làm được mỗi tệp một văn bản, không làm được nhiều văn bản trong một tệp."
    assert found.text("vi") == told
    assert "Ghi vào thư mục, mỗi đơn vị một tệp: --all -o THƯ-MỤC/ --as docx; hoặc" in found.in_("vi")
    assert "A .docx template of one's own makes one paper a file, not several in one file." in found.in_("en")
    assert "Write to a folder, a file for each unit: --all -o FOLDER/ --as docx; or" in found.in_("en")


def test_names_that_no_disk_takes_are_written_otherwise_and_never_twice(
    desk: Any, samples: Samples, tmp_path: Path
) -> None:
    result = samples(SCHEME)
    papers = sheet_papers(result, [one.unit for one in result.units[:3]], "vi", Letterhead())
    Order("sheet", (tmp_path / "phieu",)).write(papers, ["a/b", "a_b", "A_B"])
    assert sorted(one.name for one in (tmp_path / "phieu").iterdir()) == ["A_B~3.pdf", "a_b.pdf", "a_b~2.pdf"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-o", "a.pdf"], "DVK-O103: --unit"),
        (["--all", "--unit", "doi-1", "-o", "a.pdf"], "DVK-O104: The value of --unit cannot be used"),
        (["--all", "--as", "docx", "-o", "a.pdf"], "DVK-O108: The option --as does nothing here"),
        (["--unit", "doi-1", "--as", "docx", "-o", "a"], "DVK-O108: The option --as does nothing here"),
        (["--unit", "doi-1", "-o", "a"], "DVK-O247"),
        (["--all", "-o", "a", "--template", "own.docx"], "→ Add --as docx to write the folder with it."),
        (["--all", "--as", "docx", "-o", "a", "--template", "own.typ"], "→ Add --as pdf to write the folder with it."),
    ],
)
def test_what_does_not_go_together_is_refused(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["--lang", "en", "sheet", SCHEME, *words]) != 0
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_makes_them_all(
    desk: Any, samples: Samples, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["--lang", "vi", "sheet", SCHEME, "--all", "-o", "phieu/", "-o", "all.docx"]) == 0
    assert len(list((tmp_path / "phieu").glob("*.pdf"))) == len(samples(SCHEME).units)
    assert capsys.readouterr().out.splitlines()[-1] == "Đã ghi: all.docx"
    assert attrs.fields(Order).forms.default == (".pdf",)


ADDED = """
[scheme]
id = "added"
title = "Added"
not_reported = "zero"
[criteria]
a = { plugin = "direct", weight = 100, title = "A" }
[bonuses]
helped = { plugin = "per-occurrence", cap = 2, params = { each = 0.5 }, title = "Times helped" }
tasks = { plugin = "ratio", to = "criteria.a", weight = 3, rounding = { places = 1 }, title = "Tasks" }
[penalties]
late = { plugin = "per-occurrence", params = { each = 0.5 }, title = "Times late" }
conduct = { plugin = "per-occurrence", params = { each = 2 }, title = "Breaches" }
"""


TASKS = [
    "Numerator: 2; Denominator: 3 (the committee's)",
    "1. “Numerator” ÷ “Denominator” = 2 ÷ 3 ≈ 0.666667 (exactly 2/3)",
    (
        "2. Because (1) ≥ “Rate under which nothing is earned” (0.666667 ≥ 0) and (1) < “Rate that earns all” "
        "(0.666667 < 1): compute as follows"
    ),
    "3. (1) ÷ “Rate that earns all” ≈ 0.666667 ÷ 1 ≈ 0.666667 (exactly 2/3)",
    "2/3 × 3 = 2.0",
    "counted in the criterion “A”",
]


def test_bonuses_and_penalties_have_figures_and_working_as_criteria_do(tmp_path: Path) -> None:
    """0.5 × 5 is 2.5, of which 2 may be; 2 of 3 by 3 is 2; 0.5 × 3 is 1.5; of conduct nothing is reported."""
    from dvk_scoring import load_scheme, read_figures, score
    from dvk_scoring.report.documents.sheet import sheet_data

    (tmp_path / "s.toml").write_text(ADDED, encoding="utf-8")
    (tmp_path / "f.csv").write_text(
        "unit,a.points,helped.times,tasks.over,tasks.under,late.times,conduct.times\nu1,90,5,2,3,3,\n", encoding="utf-8"
    )
    scheme = load_scheme(tmp_path / "s.toml")
    result = score(scheme, read_figures(scheme, tmp_path / "f.csv"))
    rows = {row["title"]: row for row in sheet_data(result, "u1", Letterhead(), "en")["rows"]}
    assert {title: (row["points"], row["told"]) for title, row in rows.items() if row["kind"] != "section"} == {
        "A": ("90.00", ["Points given: 90", "Points = 90.00"]),
        "Times helped": (
            "2.00",
            [
                "Times: 5 (the committee's)",
                "1. Because “Most points (0: no cap)” = 0: compute as follows",
                "2. “Points each time” × “Times” = 0.5 × 5 = 2.5",
                "3. (2) = 2.5 but at most 2 → 2",
            ],
        ),
        "Tasks": ("2.0", TASKS),
        "Times late": ("−1.50", ["Times: 3 (the committee's)", "“Points each time” × “Times” = 0.5 × 3 = 1.5"]),
        "Breaches": ("not reported", ["Times: not reported (the committee's)", "It costs nothing for now."]),
    }
    vi = {row["title"]: row["told"] for row in sheet_data(result, "u1", Letterhead(), "vi")["rows"]}
    assert vi["Times late"] == ["Số lần: 3 (hội đồng)", "“Điểm mỗi lần” × “Số lần” = 0,5 × 3 = 1,5"]


def test_a_bonus_to_what_is_not_assigned_is_told_not_to_count(tmp_path: Path) -> None:
    """5 × 0.5, at most 2, count in the total; the 2 to the criterion, which is KP, count nowhere: 40 of 40, and 2."""
    from dvk_scoring import load_scheme, read_figures, score
    from dvk_scoring.report.documents.sheet import sheet_data

    text = ADDED.replace("weight = 100", "weight = 60").replace(
        "[bonuses]", 'c = { plugin = "direct", weight = 40 }\n[bonuses]'
    )
    (tmp_path / "s.toml").write_text(text, encoding="utf-8")
    columns = "unit,a.points,c.points,helped.times,tasks.over,tasks.under,late.times,conduct.times"
    (tmp_path / "f.csv").write_text(f"{columns}\nu1,KP,40,5,2,3,0,0\n", encoding="utf-8")
    scheme = load_scheme(tmp_path / "s.toml")
    result = score(scheme, read_figures(scheme, tmp_path / "f.csv"))
    assert str(result.units[0].total) == "102.00"
    rows = {row["title"]: row for row in sheet_data(result, "u1", Letterhead(), "en")["rows"]}
    assert rows["Bonuses"]["points"] == "2.00"
    assert rows["Tasks"]["told"][-1] == "does not count: the criterion “A” is not assigned"
