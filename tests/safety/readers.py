"""What stands in an output, read by other programs than those that wrote it, and the shape of the output without it."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import zipfile
import zlib
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import attrs

from dvk_scoring.seal.canonical import parsed
from dvk_scoring.seal.sealed import read_seal
from tests.office.conftest import program
from tests.safety.planted import PAGE_END

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS: Final = {f"{_WORD}br": "\n", f"{_WORD}tab": "\t"}


@attrs.frozen
class Read:
    """What is shown, text by text, and everything else that the output consists of."""

    texts: list[str]
    shape: Any


def read(path: Path) -> Read:
    """Read a file by its suffix."""
    return _READERS[path.suffix](path)


def _docx(path: Path) -> Read:
    texts, shape = [], {}
    with zipfile.ZipFile(path) as archive:
        for name in (name for name in archive.namelist() if name.endswith((".xml", ".rels"))):
            part = _part(archive.read(name), every=name.startswith("docProps/"))
            shape[name] = part.shape
            texts += part.texts
    return Read(texts, shape)


@cache
def _part(content: bytes, *, every: bool) -> Read:
    """Read a part of a Word file, once where many files have the same; ``every``: texts beside those of paragraphs."""
    root = ET.fromstring(content)
    # How often a text breaks its lines is no part of the shape.
    shape = Counter(one.tag for one in root.iter() if one.tag not in (*_BREAKS, f"{_WORD}t"))
    paragraphs = root.iter(f"{_WORD}p")
    texts = ["".join(_BREAKS.get(one.tag, one.text or "") for one in each.iter()) for each in paragraphs]
    return Read([*texts, *((one.text or "" for one in root.iter()) if every else ())], shape)


def _pdf(path: Path) -> Read:
    def run(*command: str) -> str:
        done = subprocess.run([*command], capture_output=True, encoding="utf-8", check=True, timeout=60)
        return done.stdout

    pages = run(program("pdftotext"), "-raw", str(path), "-").split("\f")
    told = {line.partition(":")[0]: line.partition(":")[2].strip() for line in run("pdfinfo", str(path)).splitlines()}
    shape = {key: told.get(key) for key in ("JavaScript", "Form", "Encrypted", "Page size")}
    links = run("pdfinfo", "-url", str(path)).splitlines()[1:]
    return Read([PAGE_END.join(pages), told["Title"]], {**shape, "links": links})


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self.path: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags[tag, tuple(sorted(name for name, _ in attributes))] += 1
        self.path.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.path:
            while self.path.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        (self.scripts if self.path and self.path[-1] in ("script", "style") else self.texts).append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def _html(path: Path) -> Read:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    data = [one for one in page.scripts if one.startswith("{")]
    texts = page.texts
    for block in data:
        told = json.loads(block)
        packed = told.pop("told")
        texts += _strings(told)
        for language in ("vi", "en"):
            texts += [
                text for one in packed[language] for text in _strings(json.loads(zlib.decompress(b64decode(one))))
            ]
    return Read(texts, (page.tags, [one for one in page.scripts if one not in data]))


def _xlsx(path: Path) -> Read:
    import openpyxl

    book = openpyxl.load_workbook(path)
    texts: list[str] = [book.properties.title or ""]
    shape: dict[str, Any] = {"names": sorted(book.defined_names), "sheets": len(book.worksheets)}
    for place, sheet in enumerate(book.worksheets):
        formulas = []
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            if cell.data_type == "f":
                formulas.append((cell.coordinate, cell.value))
            elif isinstance(cell.value, str) and cell.value.startswith('{"dvk-form"'):
                texts += _strings(json.loads(cell.value))
            elif isinstance(cell.value, str):
                texts.append(cell.value)
        rules = [(one.sqref, one.type, one.formula1) for one in sheet.data_validations.dataValidation]
        for one in sheet.data_validations.dataValidation:
            texts += filter(None, (one.promptTitle, one.prompt, one.errorTitle, one.error))
        links = [
            (cell.coordinate, cell.hyperlink.target) for row in sheet.iter_rows() for cell in row if cell.hyperlink
        ]
        texts += [_footer(sheet.oddFooter.left.text), _footer(sheet.oddFooter.right.text)]
        merged = sorted({(one.min_row, one.max_row) for one in sheet.merged_cells.ranges})  # pages cut them across
        shape[str(place)] = (formulas, sorted(map(str, rules)), links, merged)
    # openpyxl leaves this escape of an escape in texts of several looks.
    return Read([one.replace("_x005F_x0041_", "_x0041_") for one in texts], shape)


def _footer(text: str | None) -> str:
    return (text or "").replace("&&", "&")


def _csv(path: Path) -> Read:
    """Read CSV as it is, and as Excel reads it where its region cuts lines at semicolons: no cell begins a formula."""
    content = path.read_text(encoding="utf-8")
    rows = list(csv.reader(content.splitlines()))
    for cell in (cell for row in (*rows, *csv.reader(content.splitlines(), delimiter=";")) for cell in row):
        assert not re.match(r"\s*[=+@]|\s*-(?!\d+$)", cell), cell
    # An apostrophe before what would be a formula is the sign that is documented.
    texts = [re.sub(r"""(^|(?<=[;"]))(\s*)'(?='*[=+\-@])""", r"\2", cell) for row in rows for cell in row]
    return Read(texts, [len(row) for row in rows])


def _json(path: Path) -> Read:
    value = json.loads(path.read_text(encoding="utf-8"))
    return Read(list(_strings(value)), _form(value))


def _seal(path: Path) -> Read:
    """Read what a seal says; its inputs lie in it as they were."""
    seal = read_seal(path)
    return Read(list(_strings(parsed(seal.said))), _form(parsed(seal.said)))


def _form(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _form(one) for key, one in value.items() if "qk" not in key}
    return [_form(one) for one in value] if isinstance(value, list) else type(value).__name__


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from value
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _parquet(path: Path) -> Read:
    import polars as pl

    frame = pl.read_parquet(path)
    return Read([one for row in frame.iter_rows() for one in row if isinstance(one, str)], frame.schema)


def _markdown(path: Path) -> Read:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt().enable(["table", "strikethrough"]).parse(path.read_text(encoding="utf-8"))
    shape = [token.type for token in tokens]
    texts = []
    for token in (token for token in tokens if token.type == "inline"):
        inside = token.children or []
        shape += [child.type for child in inside if child.type not in ("text", "text_special")]
        texts.append("".join(child.content for child in inside))
    return Read(texts, shape)


def _screen(path: Path) -> Read:
    shown = path.read_bytes().decode()
    odd = re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", shown)
    assert not odd, odd
    return Read([shown], None)


_READERS: Final[Mapping[str, Callable[[Path], Read]]] = {
    ".docx": _docx,
    ".pdf": _pdf,
    ".html": _html,
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".json": _json,
    ".parquet": _parquet,
    ".md": _markdown,
    ".screen": _screen,
    ".dvk": _seal,
}
