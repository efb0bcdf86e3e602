"""Templates of one's own, the same bytes every time, and what is said when a document cannot be made."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from dvk_scoring.cli.entry import run
from dvk_scoring.problem import DvkError
from dvk_scoring.report.documents.letterhead import Kind
from dvk_scoring.report.documents.pdf import font_folder
from dvk_scoring.report.documents.write import KINDS, make_document, write_document, write_template
from dvk_scoring.scoring.result import Result
from tests.samples import with_rules

Samples = Callable[[str], Result]
ROOT = Path(__file__).parents[2]
SCHEME = "stage-contest"
DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)  # one grey point, as PNG
MAKE = """
import hashlib, sys
from dvk_scoring import load_scheme, read_sample, score
from dvk_scoring.report.documents.write import make_document
from tests.samples import with_rules
scheme = load_scheme("stage-contest")
result = with_rules(score(scheme, read_sample(scheme), sample=True))
for kind in ("minutes", "sheet", "summary", "tally"):
    for suffix in (".docx", ".pdf"):
        unit = "doi-1" if kind == "sheet" else ""
        print(hashlib.sha256(make_document(result, kind, suffix, "vi", unit=unit)).hexdigest())
"""


def problems(make: Callable[[], object]) -> list[str]:
    with pytest.raises(DvkError) as caught:
        make()
    return [one.code for one in caught.value.problems]


def make(result: Result, kind: Kind, suffix: str, template: Path | None = None) -> bytes:
    return make_document(result, kind, suffix, "vi", unit="doi-1" if kind == "sheet" else "", template=template)


def test_other_days_places_and_orders_of_hashes_give_the_same_bytes(desk: Any) -> None:
    def start(**environment: str) -> str:
        kept = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        return subprocess.run([sys.executable, "-c", MAKE], env=kept, capture_output=True, text=True, check=True).stdout

    first = start(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    second = start(PYTHONHASHSEED="2", TZ="Asia/Ho_Chi_Minh", LC_ALL="C")
    assert len(set(first.split())) == 8
    assert first == second


def _parts(content: bytes) -> dict[str, list[tuple[str, dict[str, str], str]]]:
    """Give the elements of each page part of a Word file, but for empty texts; docxtpl says that all blanks count.

    Widths are left out: a paper fits its columns to its data, a template suits all.
    """
    found = {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in (name for name in archive.namelist() if re.fullmatch(r"word/\w+\.xml", name)):
            found[name] = [
                (
                    one.tag,
                    {key: value for key, value in one.items() if not key.endswith(("}space", "}w"))},
                    one.text or "",
                )
                for one in ET.fromstring(archive.read(name)).iter()
                if one.text or not one.tag.endswith("}t")
            ]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_taken_out_makes_the_same_document(kind: Kind, desk: Any, samples: Samples, tmp_path: Path) -> None:
    result = with_rules(samples(SCHEME))
    for taken, suffix in (("own.docx", ".docx"), ("own.typ", ".pdf")):
        path = tmp_path / taken
        write_template(result, kind, path, "vi", unit="doi-1" if kind == "sheet" else "")
        made, filled = make(result, kind, suffix), make(result, kind, suffix, path)
        assert (_parts(made) == _parts(filled)) if suffix == ".docx" else (made == filled)


def test_a_word_template_of_ones_own_is_filled(desk: Any, samples: Samples, tmp_path: Path) -> None:
    from docx import Document

    own = Document()
    own.add_paragraph("Trích: {{ scheme.title }} – {{ clusters[0].rows[0].name }} {{ clusters[0].rows[0].total }}")
    path = tmp_path / "own.docx"
    own.save(str(path))
    document = desk.docx(make(samples(SCHEME), "summary", ".docx", path))
    assert document.paragraphs == ["Trích: Hội thi “Dân vận khéo” – Đội 6 90,85"]


def test_a_word_template_of_ones_own_makes_nothing_of_what_it_is_given(
    desk: Any, renamed: Samples, tmp_path: Path
) -> None:
    from docx import Document

    name = "{{ 7 * 7 }} {_{ a }_} {_% b %_} {% raw %} <w:p/> &amp; \\u0007"
    own = Document()
    own.add_paragraph("{{ clusters[0].rows[0].name }}{% for row in clusters[0].rows[1:2] %}|{{ row.name }}{% endfor %}")
    path = tmp_path / "own.docx"
    own.save(str(path))
    assert desk.docx(make(renamed(name), "summary", ".docx", path)).paragraphs == [f"{name}|{name}"]


def test_a_typst_template_of_ones_own_may_use_what_lies_beside_it(desk: Any, samples: Samples, tmp_path: Path) -> None:
    (tmp_path / "parts.typ").write_text("#let total(row) = row.name + ': ' + row.total".replace("'", '"'))
    (tmp_path / "dot.png").write_bytes(DOT)
    (tmp_path / "sign.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>')
    path = tmp_path / "own.typ"
    path.write_text(
        '#import "office.typ": data\n#import "parts.typ": total\n'
        '#image("sign.svg")\n#image("dot.png")\n#total(data.clusters.at(0).rows.at(0))\n'
    )
    assert "Đội 6: 90,85" in desk.pdf(make(samples(SCHEME), "summary", ".pdf", path)).text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("#let x = data.untis", ("DVK-O224", 1)),
        ('#import "office.typ": data\n\n#data.untis', ("DVK-O224", 3)),
        ("#let x = (", ("DVK-O224", 1)),
        ('#read("/etc/passwd")', ("DVK-O224", 1)),
        ('#image("../../../etc/hostname")', ("DVK-O224", 1)),
        ('#import "@preview/cetz:0.3.0": *', ("DVK-O226", None)),
    ],
)
def test_a_broken_typst_template_is_told_with_its_line(
    content: str, told: tuple[str, int | None], desk: Any, samples: Samples, tmp_path: Path
) -> None:
    path = tmp_path / "own.typ"
    path.write_text(content)
    with pytest.raises(DvkError) as caught:
        make(samples(SCHEME), "minutes", ".pdf", path)
    (found,) = caught.value.problems
    assert ((found.code, found.place.line), found.place.file) == (told, str(path))


@pytest.mark.parametrize(
    "text",
    ["{{ untis }}", "{{ title", "{% for one in clusters %}", "{{ ''.__class__.__mro__ }}", "{{ clusters[99].title }}"],
)
def test_a_broken_word_template_is_told(text: str, desk: Any, samples: Samples, tmp_path: Path) -> None:
    from docx import Document

    own = Document()
    own.add_paragraph(text)
    path = tmp_path / "own.docx"
    own.save(str(path))
    assert problems(lambda: make(samples(SCHEME), "minutes", ".docx", path)) == ["DVK-O224"]


def test_templates_that_are_none_are_told(desk: Any, samples: Samples, tmp_path: Path) -> None:
    result = samples(SCHEME)
    renamed = tmp_path / "old.docx"
    renamed.write_bytes(b"\xd0\xcf\x11\xe0 an old .doc")
    table = tmp_path / "table.docx"
    with zipfile.ZipFile(table, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert problems(lambda: make(result, "minutes", ".docx", renamed)) == ["DVK-O228"]
    assert problems(lambda: make(result, "minutes", ".docx", table)) == ["DVK-O224"]
    assert problems(lambda: make(result, "minutes", ".docx", tmp_path / "none.docx")) == ["DVK-S101"]
    assert problems(lambda: make(result, "minutes", ".pdf", tmp_path / "none.typ")) == ["DVK-S101"]
    assert problems(lambda: make(result, "minutes", ".pdf", tmp_path)) == ["DVK-S101"]


@pytest.mark.parametrize(
    ("library", "suffix", "own"),
    [("typst", ".pdf", ""), ("fontTools.ttLib", ".pdf", ""), ("docx", ".docx", ""), ("docxtpl", ".docx", "own.docx")],
)
def test_a_library_that_is_missing_is_named(
    library: str, suffix: str, own: str, *, desk: Any, samples: Samples, monkeypatch: Any, tmp_path: Path
) -> None:
    for name in ("layout", "paper", "page"):  # they may have been imported with the library before
        monkeypatch.delitem(sys.modules, f"dvk_scoring.report.documents.{name}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(DvkError) as caught:
        make(samples(SCHEME), "minutes", suffix, tmp_path / own if own else None)
    (found,) = caught.value.problems
    assert found.code == "DVK-E101"
    assert library.partition(".")[0].lower() in found.in_("vi")
    assert "dvk-scoring[office]" in found.in_("en")


def test_the_font_is_there_with_its_licence_or_is_missed_by_name(tmp_path: Path) -> None:
    folder = font_folder()
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text(encoding="utf-8")
    (tmp_path / "LiberationSerif-Regular.ttf").write_bytes(b"")
    with pytest.raises(DvkError) as caught:
        font_folder(tmp_path)
    (found,) = caught.value.problems
    assert found.code == "DVK-O222"
    assert "LiberationSerif-Bold.ttf" in found.in_("vi")
    assert "LiberationSerif-Regular.ttf" not in found.in_("vi")


def test_the_font_has_every_vietnamese_letter(desk: Any) -> None:
    from fontTools.ttLib import TTFont

    letters = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    for path in font_folder().glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            known = font.getBestCmap()
        assert {one for one in letters + letters.upper() + "“”–…≈×÷−≤≥" if ord(one) not in known} == set(), path.name


def test_a_file_that_is_there_is_kept_unless_asked(desk: Any, samples: Samples, tmp_path: Path) -> None:
    path = tmp_path / "minutes.pdf"
    path.write_bytes(b"signed")
    assert problems(lambda: write_document(samples(SCHEME), "minutes", path)) == ["DVK-O202"]
    assert path.read_bytes() == b"signed"
    write_document(samples(SCHEME), "minutes", path, force=True)
    assert path.read_bytes().startswith(b"%PDF")
    assert [one.name for one in tmp_path.iterdir()] == ["minutes.pdf"]


def test_word_files_bear_no_moment_and_no_author(desk: Any, samples: Samples) -> None:
    with zipfile.ZipFile(BytesIO(make(samples(SCHEME), "minutes", ".docx"))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"python-docx" not in archive.read("docProps/core.xml")


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class TestCommands:
    def test_a_document_goes_to_the_files_that_are_named(
        self, desk: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        word, pdf = tmp_path / "a.docx", tmp_path / "b.pdf"
        assert run(["minutes", SCHEME, "-o", str(word), "-o", str(pdf), "--lang", "vi"]) == 0
        assert capsys.readouterr().out == f"Đã ghi: {word}\nĐã ghi: {pdf}\n"
        assert "BIÊN BẢN" in desk.docx(word.read_bytes()).text
        assert hashlib.sha256(pdf.read_bytes()).digest() != hashlib.sha256(word.read_bytes()).digest()

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (["minutes", SCHEME], "DVK-O229"),
            (["minutes", SCHEME, "-o", "x.odt"], "DVK-O201"),
            (["minutes", SCHEME, "-o", "x.pdf", "-o", "x.pdf"], "DVK-O204"),
            (["minutes", SCHEME, "--write-template", "x.pdf"], "DVK-O201"),
            (["sheet", SCHEME, "--unit", "doi-99", "-o", "x.pdf"], "DVK-O301"),
            (["summary", SCHEME, "-o", "x.pdf", "--template", "own.docx"], "DVK-O227"),
            (["summary", SCHEME, "-o", "x.pdf", "--template", "own.odt"], "DVK-O227"),
            (["summary", SCHEME, "-o", "x.pdf", "--template", "a.typ", "--template", "b.typ"], "DVK-O227"),
            (["summary", SCHEME, "-o", "x.pdf", "--letterhead", "none.toml"], "DVK-S101"),
            (["summary", SCHEME, "-o", "none/x.pdf"], "DVK-O203"),
        ],
    )
    @pytest.mark.usefixtures("desk", "empty_folder")
    def test_what_cannot_be_made_is_told(
        self, words: list[str], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(words) == 3
        assert code in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []

    def test_a_sheet_needs_its_unit(self, desk: Any, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["sheet", SCHEME, "-o", "x.pdf"]) == 2
        assert "DVK-O103" in capsys.readouterr().err

    def test_a_template_is_taken_out(self, desk: Any, tmp_path: Path) -> None:
        path = tmp_path / "own.docx"
        assert run(["summary", SCHEME, "--write-template", str(path)]) == 0
        assert "{%tr for row in cluster.rows %}" in desk.docx(path.read_bytes()).text
