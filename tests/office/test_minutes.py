"""What minutes say of the meeting itself: who was there, how votes are counted, what the appraisal changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

from dvk_scoring.cli.entry import run
from dvk_scoring.report.documents.head import disagreements
from dvk_scoring.report.documents.letterhead import Letterhead, Member, Paper, read_letterhead
from dvk_scoring.report.documents.lines import HARD_SPACE, held
from dvk_scoring.report.documents.write import document_data, make_document
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.votes import Votes
from tests.samples import with_rules

Samples = Callable[[str], Result]
SCHEME: Final = "dan-van-kheo-2020"
MEETING: Final = """
[minutes]
number = "12"
present = 11
members = 15
guests = ["Đại diện Mặt trận Tổ quốc tỉnh", "Đại diện Ban Dân vận Tỉnh ủy"]
[[council]]
name = "Nguyễn Văn A"
role = "chair"
[[council]]
name = "Trần Thị B"
post = "Trưởng phòng"
absent = "đi công tác"
[[council]]
name = "Lê Văn C"
"""


def letterhead(text: str, folder: Path) -> Letterhead:
    path = folder / "letterhead.toml"
    path.write_text(text, encoding="utf-8")
    return read_letterhead(path)


def spaced(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_guests_and_who_was_absent_and_why_are_named(suffix: str, desk: Any, samples: Samples, tmp_path: Path) -> None:
    content = make_document(samples(SCHEME), "minutes", suffix, "vi", letterhead=letterhead(MEETING, tmp_path))
    read = desk.pdf(content) if suffix == ".pdf" else desk.docx(content)
    text = spaced(read.text)
    assert "Thành phần tham dự: 11/15 thành viên Hội đồng; vắng: 4" in text
    assert "Vắng mặt: Trần Thị B, Trưởng phòng (lý do: đi công tác)" in text
    assert "Khách mời: Đại diện Mặt trận Tổ quốc tỉnh; Đại diện Ban Dân vận Tỉnh ủy" in text
    if suffix == ".docx":  # who was absent has no line to sign
        (table,) = [one for one in read.tables if one[0][-1] == "Ký tên"]
        assert [row[1] for row in table[1:]] == ["Nguyễn Văn A", "Lê Văn C"]


def test_votes_have_room_to_be_written_as_a_part_of_all_members(samples: Samples, tmp_path: Path) -> None:
    head = letterhead(MEETING, tmp_path)
    data = document_data(samples(SCHEME), "minutes", "vi", "", head)
    assert {row["votes"] for one in data["titles"] for row in one["rows"]} == {"……/15\n……%"}
    blank = document_data(samples(SCHEME), "minutes", "vi", "", Letterhead())
    assert {row["votes"] for one in blank["titles"] for row in one["rows"]} == {"……/……\n……%"}
    # Of 15 who vote, three are named: who was not voted on is counted of the 15 as well.
    named = letterhead('[[council]]\nname = "A"\n[[council]]\nname = "B"\n[[council]]\nname = "C"\n', tmp_path)
    voted = document_data(attrs.evolve(samples(SCHEME), votes=Votes(15, 13, ())), "minutes", "vi", "", named)
    assert {row["votes"] for one in voted["titles"] for row in one["rows"]} == {"……/15\n……%"}


@pytest.mark.parametrize(
    ("head", "votes", "said"),
    [
        ("", Votes(13, 11, ()), "11/13 thành viên Hội đồng; vắng: 2"),
        ("", Votes(13, None, ()), "……/13 thành viên Hội đồng; vắng: ……"),
        ("[minutes]\nmembers = 13", Votes(13, 11, ()), "11/13 thành viên Hội đồng; vắng: 2"),
        ("[minutes]\npresent = 12\nmembers = 13", Votes(13, 11, ()), "12/13 thành viên Hội đồng; vắng: 1"),
        ("[minutes]\nmembers = 9", Votes(13, 11, ()), "……/9 thành viên Hội đồng; vắng: ……"),
        ('[[council]]\nname = "A"', Votes(13, 11, ()), "11/13 thành viên Hội đồng; vắng: 2"),
        ('[minutes]\npresent = 11\n[[council]]\nname = "A"', None, "11/1 thành viên Hội đồng; vắng: ……"),
        ('[[council]]\nname = "A"', None, "……/1 thành viên Hội đồng; vắng: ……"),
    ],
)
def test_who_was_there_is_taken_from_the_votes_where_the_letterhead_does_not_say(
    head: str, votes: Votes | None, said: str, samples: Samples, tmp_path: Path
) -> None:
    result = attrs.evolve(samples(SCHEME), votes=votes)
    assert document_data(result, "minutes", "vi", "", letterhead(head, tmp_path))["present"].endswith(said)


def test_who_attended_is_held_to_who_is_named(tmp_path: Path) -> None:
    head = letterhead(MEETING, tmp_path)
    (found,) = head.problems
    assert (found.code, found.severity, found.place.key) == ("DVK-O241", "warning", "minutes.present")
    assert "Tệp tiêu đề ghi 11 thành viên dự họp, nhưng dưới [[council]] có 2 người dự." in found.in_("vi")
    assert "The letterhead says that 11 members attended; those under [[council]] who did are 2." in found.in_("en")
    assert letterhead(MEETING.replace("present = 11", "present = 2"), tmp_path).problems == ()
    assert letterhead("[minutes]\npresent = 11", tmp_path).problems == ()  # nobody is named, nothing contradicts
    few = MEETING.replace("members = 15", "members = 2").replace("present = 11", "present = 2")
    (found,) = letterhead(few, tmp_path).problems
    assert found.code == "DVK-O242"
    assert "Tệp tiêu đề ghi hội đồng có 2 thành viên, nhưng nêu tên 3 người." in found.in_("vi")
    assert "The letterhead says that the council has 2 members, and names 3." in found.in_("en")


def test_the_letterhead_is_held_to_the_votes(tmp_path: Path) -> None:
    head = letterhead("[minutes]\nmembers = 14\npresent = 12\n", tmp_path)
    found = list(disagreements(head, Votes(15, 13, ()), "minutes"))
    assert [(one.code, one.severity, one.place.key) for one in found] == [
        ("DVK-O246", "warning", "minutes.members"),
        ("DVK-O246", "warning", "minutes.present"),
    ]
    assert "Tệp tiêu đề ghi 14 thành viên hội đồng, kết quả phiếu bầu ghi 15." in found[0].in_("vi")
    assert "The letterhead says 12 members present; the votes say 13." in found[1].in_("en")
    assert [one.code for one in disagreements(head, Votes(14, None, ()), "tally")] == []
    assert list(disagreements(head, Votes(15, 13, ()), "summary")) == []
    assert list(disagreements(head, None, "minutes")) == []


def test_who_was_not_there_neither_chairs_the_meeting_nor_signs_for_it(samples: Samples, tmp_path: Path) -> None:
    """Other papers are signed by the chair, who need not have been at the meeting."""
    head = letterhead(
        '[[council]]\nname = "A"\nrole = "chair"\nabsent = "đi công tác"\n'
        '[[council]]\nname = "B"\nrole = "deputy"\n[[council]]\nname = "C"\nrole = "secretary"\n',
        tmp_path,
    )
    result = with_rules(samples("stage-contest"))
    minutes, tally, summary = (document_data(result, kind, "vi", "", head) for kind in ("minutes", "tally", "summary"))
    assert minutes["chair_is"].startswith("Chủ tọa: ………")
    assert minutes["secretary_is"].endswith(": C")
    assert (minutes["chair"], tally["chair"], summary["chair"]) == ("", "", "A")


def test_the_command_warns_and_writes_all_the_same(
    desk: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letterhead(MEETING, tmp_path)
    path = tmp_path / "minutes.docx"
    words = ["--lang", "vi", "minutes", SCHEME, "--letterhead", str(tmp_path / "letterhead.toml"), "-o", str(path)]
    assert run(words) == 0
    assert path.is_file()
    assert "DVK-O241" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_the_annex_tells_every_figure_that_was_changed_and_by_how_much(
    suffix: str, desk: Any, samples: Samples
) -> None:
    result = samples(SCHEME)
    head = Letterhead(papers={"minutes": Paper(number="12", symbol="BB-HĐ")})
    content = make_document(result, "minutes", suffix, "vi", letterhead=head)
    text = spaced((desk.pdf(content) if suffix == ".pdf" else desk.docx(content)).text)
    assert "Phụ lục SỐ LIỆU ĐƯỢC THẨM ĐỊNH SỬA" in text
    assert "(Kèm theo Biên bản số 12/BB-HĐ ngày" in text
    rows = document_data(result, "minutes", "vi", "", head)["changes"]["rows"]
    gaps = list(result.figures.gaps.iter_rows(named=True))
    names = {one.unit: one.name for one in result.units}
    assert len(rows) == len(gaps) == 36
    assert f"- {len(gaps)} số liệu của {len({one['unit'] for one in gaps})} đơn vị, ghi tại Phụ lục" in text
    changes = sorted((names[one["unit"]], one["to_value"] - one["from_value"]) for one in gaps)
    told = sorted((row["unit"], int(row["by"].replace("−", "-").replace(".", ""))) for row in rows)
    assert told == changes  # every figure of the sample that was changed is a whole number
    if suffix == ".pdf":
        for row in rows:
            assert re.sub(r"\s", "", row["unit"] + row["figure"] + row["from"]) in re.sub(r"\s", "", text)


def test_without_changes_there_is_no_annex(desk: Any, samples: Samples) -> None:
    content = make_document(samples("stage-contest"), "minutes", ".pdf", "vi")
    assert "Phụ lục" not in desk.pdf(content).text


def test_the_annex_is_numbered_on_its_own_and_names_the_state_no_second_time(desk: Any, samples: Samples) -> None:
    for suffix in (".pdf", ".docx"):
        content = make_document(samples(SCHEME), "minutes", suffix, "vi")
        pdf = desk.pdf(content) if suffix == ".pdf" else desk.print_docx([content])[0]
        pages = [one.split() for one in pdf.layout.split("\f")[:-1]]
        start = next(at for at, page in enumerate(pages) if page[:2] == ["Phụ", "lục"])
        assert [page[0] for page in pages[start + 1 :]] == [str(no) for no in range(2, len(pages) - start + 1)]
        assert " ".join(" ".join(page) for page in pages).count("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hội đồng Thi đua - Khen thưởng", "Hội~đồng Thi~đua~- Khen~thưởng"),
        ("Công an tỉnh Ninh Thuận", "Công~an tỉnh Ninh~Thuận"),
        ("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG", "HỘI~ĐỒNG THI~ĐUA~- KHEN~THƯỞNG"),
        ("Ủy ban nhân dân thành phố Hồ Chí Minh", "Ủy~ban nhân~dân thành~phố Hồ~Chí~Minh"),
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở~Văn~hóa, Thể~thao và Du~lịch"),
        ("thi đua “Dân vận khéo” năm 2020", "thi~đua “Dân~vận~khéo” năm~2020"),
        ("CÔNG TY TNHH MỘT THÀNH VIÊN", "CÔNG TY TNHH MỘT THÀNH VIÊN"),
        ("Department of Home Affairs", "Department~of Home~Affairs"),
        ("", ""),
    ],
)
def test_lines_end_between_words_and_never_within_one(text: str, shown: str) -> None:
    assert held(text).replace(HARD_SPACE, "~") == shown
    assert held(text).replace(HARD_SPACE, " ") == text


def test_a_long_name_is_not_held_together_beyond_a_narrow_column() -> None:
    name = "Bộ Tư Lệnh Cảnh Sát Cơ Động Việt Nam Anh Hùng"
    assert all(len(part) <= 18 for part in held(name).split(" "))


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_no_word_of_the_head_is_parted(suffix: str, desk: Any, samples: Samples) -> None:
    head = Letterhead(
        superior="Ủy ban nhân dân tỉnh Ninh Thuận",
        issuer="Ban Chỉ đạo phong trào thi đua",
        council="Hội đồng Thi đua - Khen thưởng Công an tỉnh Ninh Thuận",
        members=(Member("A", "", "chair"),),
    )
    content = make_document(samples(SCHEME), "sheet", suffix, "vi", unit="huyen-f", letterhead=head)
    pdf = desk.pdf(content) if suffix == ".pdf" else desk.print_docx([content])[0]
    lines = [line.strip() for page in pdf.pages for line in page.splitlines()] if suffix == ".pdf" else []
    assert not [line for line in lines if re.search(r"(HỘI|THI|KHEN|CÔNG|NHÂN|PHONG)$", line)]


@pytest.mark.parametrize("count", [3, 13, 14, 15, 16, 25])
def test_signatures_have_the_last_members_on_their_page(count: int, desk: Any, samples: Samples) -> None:
    council = tuple(Member("…………", "Trưởng phòng", "chair" if at == 0 else "member") for at in range(count))
    result = samples("stage-contest")
    pages = desk.pdf(make_document(result, "minutes", ".pdf", "vi", letterhead=Letterhead(members=council))).pages
    (signed,) = [page for page in pages if "THƯ KÝ" in page]
    assert signed.count("Trưởng phòng") >= min(count, 3)


@pytest.mark.parametrize("kind", ["minutes", "summary", "table", "decision", "submission"])
def test_in_word_nothing_stands_after_the_row_of_signatures_that_could_fall_onto_a_page_of_its_own(
    kind: Any, desk: Any, samples: Samples
) -> None:
    import docx
    from docx.oxml.ns import qn

    result = samples("dan-van-kheo-2020")
    head = Letterhead(papers={kind: Paper(recipients=("Như trên", "Lưu: VT"))})
    document = docx.Document(BytesIO(make_document(result, kind, ".docx", "vi", letterhead=head)))
    (row,) = [one.rows[0] for one in document.tables if "Nơi nhận" in "".join(c.text for c in one.rows[0].cells)]
    assert "- Lưu: VT." in row.cells[0].text
    assert "SHA-256" in row.cells[0].text
    assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    assert all("SHA-256" not in one.text for one in document.paragraphs)


def test_minutes_say_what_a_knock_out_bars_and_what_it_keeps(samples: Samples) -> None:
    """The shipped scheme: ``effect = { class_at_most = "completed", title = "none" }`` and ``{ title = "none" }``."""
    result = samples(SCHEME)
    matters = document_data(result, "minutes", "vi", "", Letterhead())["matters"]
    (lines,) = [one["lines"] for one in matters if one["heading"].startswith("Điều kiện loại trừ")]
    told = {
        unit.name: next(line for line in lines if line.startswith(f"{unit.name}: "))
        for unit in result.units
        if unit.knock_outs
    }
    kept = "không đề nghị danh hiệu nào; điểm và hạng giữ nguyên."
    lowered = "xếp loại cao nhất là “Hoàn thành”; "
    disciplined = [unit.name for unit in result.units if "discipline" in " ".join(unit.knock_outs)]
    assert disciplined
    for name, line in told.items():
        assert line.endswith(f"; hậu quả: {lowered if name in disciplined else ''}{kept}")
