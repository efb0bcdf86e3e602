"""What a committee reads in Vietnamese is in words: no key or id of the code, no decimal point, no date of a computer.

Every shipped scheme, every paper. Ids of units, of the scheme and of its files are names that people gave; what stands
in a paper besides is looked at word by word.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import attrs
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from dvk_scoring import load_scheme, read_sample
from dvk_scoring.criteria.criterion import figures_class, params_class
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.scheme.form.key import keys_of
from dvk_scoring.scheme.form.tables import TABLES
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.text import Text
from tests.cli.conftest import Dvk
from tests.depth import DEEP

LONG: Final = frozenset({"commune-police", "key-communes-2020", "the-2016"})
"""What makes its papers long is that there is much of it: units, or criteria of sorts that others have too."""
SHIPPED: Final = [one.id for one in find_shipped() if DEEP or one.id not in LONG]
EVERY_SCHEME: Final = pytest.mark.parametrize(
    "scheme_id", [pytest.param(one, marks=pytest.mark.xdist_group(f"papers-{one}")) for one in SHIPPED]
)
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VOID: Final = frozenset({"meta", "br", "img", "input", "link", "hr", "path", "circle", "rect", "line", "col"})
EXCEPTIONS: Final[Mapping[str, str]] = {
    "to": "large, in Vietnamese",
    "no": "full, in Vietnamese",
    "dvk": "the program",
    "score": "dvk score: the command that a note of the workbook names",
    "dvk-scoring": "the program, with its version, at the foot of papers",
}
"""Words that are also keys, and why they may stand."""
OLD_NAMES: Final = ("Tử số", "Mẫu số", "Giá trị", "Số lần")
"""What generic plugins call their figures: every shipped scheme has names of its own for them."""


def code_words() -> set[str]:
    """Every key, word, and id of plugins, figures, params and settings."""
    registry = Registry.of()
    found = {"polars", "duckdb", "exact", "None", "True", "False"}
    for form in TABLES:
        for name, key in keys_of(form).items():
            found |= {name, key.field, *key.words}
    for one in map(registry.criterion, registry.ids()):
        figures, params = figures_class(one).dvk_declared, params_class(one)
        found |= {one.id, *figures, *params.dvk_params, *params.dvk_settings}
    return found


def ids_of(scheme: Scheme) -> set[str]:
    """Every id that a scheme gives, and the columns of its figures."""
    tables = (scheme.clusters, scheme.sections, scheme.criteria, scheme.bonuses, scheme.penalties, scheme.knock_outs)
    named = {key for table in (*tables, scheme.classes, scheme.titles, scheme.figures) for key in table}
    return {*named, *scheme.voices, *scheme.kinds, *scheme.figure_columns}


def own_words(value: Any) -> Iterator[str]:
    """Give the Vietnamese texts of a scheme: what its author wrote stands as it is."""
    if isinstance(value, Text):
        yield value.vi
    elif isinstance(value, str):
        return
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from own_words(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from own_words(one)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from own_words(getattr(value, field.name))


class _Page(HTMLParser):
    """The texts of a page that a reader of Vietnamese sees, and its blocks of data."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.data: list[str] = []
        self._open: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append((tag, dict(attributes).get("lang")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self._open}
        if tags & {"script", "style"}:
            self.data += [data] if data.startswith("{") else []
        elif next((one for _, one in reversed(self._open) if one), "vi") == "vi":
            self.texts.append(data)


def html_texts(path: Path) -> list[str]:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    texts = page.texts
    for block in map(json.loads, page.data):
        texts += [re.sub(r"\{\w+\}", "", text) for text in block["words"]["vi"].values()]
        for packed in block["told"]["vi"]:
            texts += strings(json.loads(zlib.decompress(b64decode(packed))))
    return texts


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def docx_texts(path: Path) -> list[str]:
    """The paragraphs of the document, its header and its foot."""
    texts: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in (
            one for one in archive.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", one)
        ):
            paragraphs = ET.fromstring(archive.read(name)).iter(f"{_WORD}p")
            texts += ["".join(one.text or "" for one in each.iter(f"{_WORD}t")) for each in paragraphs]
    return texts


def xlsx_texts(path: Path) -> list[str]:
    """The visible texts of a workbook but for its line of codes and its names of formulas, which are set small."""
    texts: list[str] = []
    formulas, values = (openpyxl.load_workbook(path, data_only=only) for only in (False, True))
    for sheet in (one for one in formulas.worksheets if one.sheet_state == "visible"):
        spans = [(one.min, one.max) for one in sheet.column_dimensions.values() if one.hidden]
        hidden = {column for first, last in spans for column in range(first, last + 1)}
        texts.append(sheet.title)
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            shown = values[sheet.title][f"{get_column_letter(cell.column)}{cell.row}"].value
            if cell.column in hidden or sheet.row_dimensions[cell.row].hidden or not isinstance(shown, str):
                continue
            if shown not in formulas.defined_names and not (cell.font.sz < 8 and re.fullmatch(r"[\w.-]+", shown)):
                texts.append(shown)
        for one in sheet.data_validations.dataValidation:
            texts += filter(None, (one.promptTitle, one.prompt, one.errorTitle, one.error))
    return texts


_MADE: Final[dict[str, Mapping[str, list[str]]]] = {}
_READERS: Final = {".html": html_texts, ".docx": docx_texts, ".xlsx": xlsx_texts}


@pytest.fixture
def papers(dvk: Dvk, scheme_id: str) -> Mapping[str, list[str]]:
    """Make every paper of a scheme in Vietnamese, and read it; once for all that look at them."""
    if scheme_id not in _MADE:
        _MADE[scheme_id] = make_papers(dvk, scheme_id)
    return _MADE[scheme_id]


_NONE: Final = ("DVK-O502", "DVK-O245")
"""Where units report nothing, or no title is voted on, there is no such paper."""


def make_papers(dvk: Dvk, scheme_id: str) -> Mapping[str, list[str]]:
    unit = str(read_sample(load_scheme(scheme_id)).frame["unit"][0])
    for line in (
        f"scheme docs {scheme_id} -o rules.docx -o rules.html",
        f"form {scheme_id} -o form.xlsx",
        f"form {scheme_id} --committee -o form-committee.xlsx",
        f"score {scheme_id} --quiet -o workbook.xlsx -o report.html",
        f"minutes {scheme_id} -o minutes.docx",
        f"summary {scheme_id} -o summary.docx",
        f"table {scheme_id} -o table.docx",
        f"tally {scheme_id} -o tally.docx",
        f"submission {scheme_id} -o submission.docx",
        f"decision {scheme_id} -o decision.docx",
        f"sheet {scheme_id} --unit {unit} -o sheet.docx",
    ):
        said = dvk(*line.split(), "--lang", "vi")
        assert said.status == 0 or any(one in said.err for one in _NONE), said.err
    found = {one.name: _READERS[one.suffix](one) for one in Path().iterdir() if one.suffix in _READERS}
    explained = dvk("explain", scheme_id, "--unit", unit, "--lang", "vi").out
    return {**found, "explanation": explained.splitlines()}


@EVERY_SCHEME
def test_papers_are_in_words(papers: Mapping[str, list[str]], scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    frame = read_sample(scheme).frame
    given = {*frame["unit"].to_list(), *frame["name"].to_list(), scheme.id}
    written = sorted({*own_words(scheme), *(one.text for one in scheme.legal_basis), *given}, key=len, reverse=True)
    numbers = {one.no for table in (scheme.sections, scheme.criteria) for one in table.values()}
    codes = code_words() | ids_of(scheme)
    wrong: list[tuple[str, str, str]] = []
    for paper, texts in papers.items():
        for text in dict.fromkeys(texts):
            wrong += [(paper, one, text.strip()[:120]) for one in strange(text, written, codes) if one not in numbers]
    assert wrong == []


def strange(text: str, written: list[str], codes: set[str]) -> Iterator[str]:
    """Give what of a text is code: a key, an id, a number or a day as computers write them."""
    rest = text
    for own in written:
        rest = rest.replace(own, " ")
    rest = re.sub(r"dvk-scoring [\d.]+\d|DVK-[A-Z]\d{3}|\b[\w-]+\.(csv|toml|xlsx)\b|[0-9a-f]{16,64}", " ", rest)
    for found in re.finditer(r"(?<![\w.-])[A-Za-z_][\w.-]*", rest):
        word = found[0].rstrip(".-")
        if word.isascii() and word not in EXCEPTIONS and (word in codes or re.search(r"[a-z][-_.][a-z0-9]", word)):
            yield word
    yield from re.findall(r"\d{4}-\d\d-\d\d", rest)
    yield from re.findall(r"(?<![\d.,])(?:\d+\.\d{1,2}|0\.\d+)(?![\d.])", rest)


@EVERY_SCHEME
def test_papers_call_figures_by_the_names_of_the_scheme(papers: Mapping[str, list[str]]) -> None:
    for paper, texts in papers.items():
        assert [
            text
            for text in texts
            if any(f"“{one}”" in text or (text.strip() == one and "form" in paper) for one in OLD_NAMES)
        ] == [], paper


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tính vào total", ["total"]),
        ("với prefer = low", ["prefer", "low"]),
        ("cột admin-reform.due", ["admin-reform.due"]),
        ("8.5 điểm", ["8.5"]),
        ("từ ngày 2026-01-31", ["2026-01-31"]),
        ("8,5 điểm; 1.000 hộ; ngày 31/01/2026; bản 1.000.000; Dân vận to", []),
    ],
)
def test_what_is_code_is_seen(text: str, found: list[str]) -> None:
    assert [*strange(text, [], code_words())] == found
