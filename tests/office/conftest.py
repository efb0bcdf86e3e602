"""Documents and workbooks read back by other programs: Poppler, LibreOffice, python-docx.

Where one of them is missing, the tests are skipped and say what to install; under ``CI`` they fail.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import attrs
import pytest

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.scoring.result import Result
from tests.samples import score_sample

_PACKAGES = {"pdftotext": "poppler-utils", "pdffonts": "poppler-utils", "soffice": "libreoffice-writer"}


def missing(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{what}; under CI documents must be read back")
    pytest.skip(what)


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        missing(f"{name} is not installed. Debian and Ubuntu: apt-get install {_PACKAGES[name]}")
    return found


def converted(paths: Sequence[Path], folder: Path, kind: str, profile: Path | None = None) -> list[Path]:
    """Have LibreOffice open files and save them as another kind, in one start; ``profile``: its own settings."""
    own = f"-env:UserInstallation=file://{profile or f'{folder}-profile'}"
    _run(program("soffice"), own, "--headless", "--convert-to", kind, "--outdir", folder, *paths)
    saved = [folder / f"{path.stem}.{kind}" for path in paths]
    if not all(path.is_file() for path in saved):
        missing("LibreOffice lacks a part. Debian and Ubuntu: apt-get install libreoffice-writer libreoffice-calc")
    return saved


def need(*libraries: str) -> None:
    for name in libraries:
        if find_spec(name) is None:
            missing(f"{name} is not installed: pip install -r requirements/dev.txt")


@attrs.frozen
class Word:
    """A word on a page: where it begins and ends, in points."""

    page: int
    left: float
    right: float
    top: float
    bottom: float
    text: str


@attrs.frozen
class Pdf:
    """A PDF as Poppler reads it. ``width``, ``height``: of a page, in points."""

    path: Path

    @property
    def pages(self) -> list[str]:
        """The text of each page, in the order in which it was set."""
        return _run(program("pdftotext"), "-raw", self.path, "-").split("\f")[:-1]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @property
    def layout(self) -> str:
        """The text as it lies on the pages, line by line."""
        return _run(program("pdftotext"), "-layout", self.path, "-")

    @property
    def fonts(self) -> list[list[str]]:
        """One row a font: its name, …, embedded, subset, Unicode, object, generation."""
        return [line.split() for line in _run(program("pdffonts"), self.path).splitlines()[2:]]

    def words(self) -> Iterator[tuple[float, float, Word]]:
        """Give width and height of the page, and the word on it."""
        page, width, height = 0, 0.0, 0.0
        for line in _run(program("pdftotext"), "-bbox", self.path, "-").splitlines():
            if found := re.search(r'<page width="([\d.]+)" height="([\d.]+)"', line):
                page, width, height = page + 1, float(found[1]), float(found[2])
            elif found := re.search(r'xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*)</word>', line):
                left, top, right, bottom = (float(found[at]) for at in range(1, 5))
                yield width, height, Word(page, left, right, top, bottom, found[5])


@attrs.frozen
class Docx:
    """A Word file as python-docx reads it."""

    document: Any

    @property
    def paragraphs(self) -> list[str]:
        return [one.text for one in self.document.paragraphs]

    @property
    def tables(self) -> list[list[list[str]]]:
        return [[[cell.text for cell in row.cells] for row in table.rows] for table in self.document.tables]

    @property
    def text(self) -> str:
        cells = ["\n".join(row) for table in self.tables for row in table]
        return "\n".join([*self.paragraphs, *cells])


@attrs.frozen
class Desk:
    """Where documents are read. ``folder``: a folder of the test's own."""

    folder: Path

    def pdf(self, content: bytes, name: str = "read.pdf") -> Pdf:
        path = self.folder / name
        path.write_bytes(content)
        return Pdf(path)

    def docx(self, content: bytes) -> Docx:
        from docx import Document

        return Docx(Document(BytesIO(content)))

    def print_docx(self, contents: Sequence[bytes]) -> list[Pdf]:
        """Have LibreOffice print Word files, in one start."""
        paths = [self.folder / f"printed-{at}.docx" for at in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        return [Pdf(printed) for printed in converted(paths, self.folder, "pdf", self.folder / "profile")]


def _run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(one) for one in command], capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    need("typst", "docx", "docxtpl", "fontTools")
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def samples() -> Any:
    return score_sample


@pytest.fixture
def renamed(tmp_path: Path) -> Any:
    """Score the stage contest with other names of its teams, as a committee's own figures."""

    def rename(name: str) -> Result:
        import csv

        scheme = load_scheme("stage-contest")
        source = Path(scheme.path).parent / "marks.csv"
        with source.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        path = tmp_path / "renamed.csv"
        with path.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows({**row, "name": name} for row in rows)
        return score(scheme, read_figures(scheme, [path]))

    return rename
