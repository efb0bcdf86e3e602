"""A document as PDF: a Typst template, the data, the font that ships with the package, and nothing of the machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from dvk_scoring.extras import needs
from dvk_scoring.problem import DvkError, Place, not_opened, problem
from dvk_scoring.report.documents.letterhead import Kind

_FONTS: Final = ("Regular", "Bold", "Italic", "BoldItalic")
_BESIDE: Final = (".typ", ".png", ".svg", ".jpg", ".jpeg")
_LARGEST: Final = 5_000_000
_PACKAGE: Final = re.compile(r"""["']@[\w-]+/""")
_MAIN: Final = "main.typ"


def make_pdf(kind: Kind, papers: Sequence[Mapping[str, Any]], template: Path | None) -> bytes:
    """Set papers of one kind, one after the other; the same data and template give the same bytes on every machine.

    Raises:
        DvkError: Typst or the font is missing, a character has no glyph, or the template cannot be used.
    """
    with needs("office", "typst"):
        import typst
    fonts = font_folder()
    check_characters(papers, fonts)
    shared = {"office.typ": _read_shipped("office.typ")}
    files = {**shared, **({_MAIN: shipped_template(kind)} if template is None else _own_template(template))}
    with _set_out(files, papers) as (root, main):
        try:
            return bytes(
                typst.compile(
                    main,
                    root=root,
                    font_paths=[str(fonts)],
                    ignore_system_fonts=True,
                    timestamp=0,
                    sys_inputs={"papers": str(len(papers))},
                )
            )
        except typst.TypstError as error:
            if template is None:
                raise
            place = Place(file=str(template), line=_line(error.diagnostic))
            raise DvkError([problem("DVK-O224", place, reason=_first_line(error))]) from error


@contextmanager
def _set_out(files: Mapping[str, bytes], papers: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Path, Path]]:
    """Lay the template and what it may use beside each paper's data, in a folder that is gone afterwards.

    Yields:
        The folder, and the file in it that has all papers: the template itself where there is one paper.
    """
    with TemporaryDirectory() as folder:
        root = Path(folder)
        homes = [root] if len(papers) == 1 else [root / str(place) for place in range(len(papers))]
        for home, data in zip(homes, papers, strict=True):
            home.mkdir(exist_ok=True)
            for name, content in files.items():
                (home / name).write_bytes(content)
            (home / "data.json").write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        if len(papers) > 1:
            title = json.dumps(papers[0]["title"], ensure_ascii=False)
            lines = [
                f"#set document(title: {title}, date: none)",
                *(f'#include "{path.name}/{_MAIN}"' for path in homes),
            ]
            (root / _MAIN).write_text("\n".join(lines), encoding="utf-8")
        yield root, root / _MAIN


def font_folder(folder: Path | None = None) -> Path:
    """Give the folder of the font that ships with the package, or see that another folder has it.

    Raises:
        DvkError: Some of it is missing.
    """
    folder = folder or Path(str(resources.files(__package__) / "fonts"))
    missing = [name for name in map(_file_name, _FONTS) if not (folder / name).is_file()]
    if missing:
        raise DvkError([problem("DVK-O222", Place(file=str(folder)), missing=", ".join(missing))])
    return folder


def _file_name(style: str) -> str:
    return f"LiberationSerif-{style}.ttf"


def check_characters(papers: Sequence[Mapping[str, Any]], fonts: Path) -> None:
    """See that the font has every character: an empty box in a document to sign helps nobody.

    Raises:
        DvkError: The library that reads fonts is missing, or some characters have no glyph; they are named with a text
            they stand in.
    """
    with needs("office", "fonttools"):
        import fontTools.ttLib  # noqa: F401 - asked for before what is known already is given
    known = _characters(fonts)
    lacking: dict[str, str] = {}
    for text in _texts(list(papers)):
        for character in text:
            if ord(character) not in known and character not in "\n\t":
                lacking.setdefault(character, text)
    if lacking:
        problems = [
            problem("DVK-O223", character=sign, point=f"U+{ord(sign):04X}", text=text) for sign, text in lacking.items()
        ]
        raise DvkError(problems)


@cache
def _characters(fonts: Path) -> frozenset[int]:
    """Give what every style of the font has a glyph for."""
    from fontTools.ttLib import TTFont

    known: set[int] | None = None
    for style in _FONTS:
        with TTFont(fonts / _file_name(style), lazy=True) as font:
            characters = set(font.getBestCmap())
        known = characters if known is None else known & characters
    return frozenset(known or ())


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def shipped_template(kind: Kind) -> bytes:
    """Give the Typst template that ships with the package."""
    return _read_shipped(f"{kind}.typ")


def _read_shipped(name: str) -> bytes:
    return (resources.files(__package__) / "templates" / name).read_bytes()


def _own_template(template: Path) -> dict[str, bytes]:
    """Read a template and what lies beside it that it may use; it is shown no other file.

    Raises:
        DvkError: It cannot be read, or asks for a package from the network.
    """
    try:
        main = template.read_bytes()
        beside = [
            path for path in sorted(template.parent.iterdir()) if path.suffix.lower() in _BESIDE and path.is_file()
        ]
        files = {path.name: path.read_bytes() for path in beside if path.stat().st_size <= _LARGEST}
    except OSError as error:
        raise DvkError([not_opened(str(template), error)]) from error
    for name, content in {**files, _MAIN: main}.items():
        if name.endswith(".typ") and _PACKAGE.search(content.decode(errors="replace")):
            raise DvkError(
                [problem("DVK-O226", Place(file=str(template.with_name(name) if name != _MAIN else template)))]
            )
    return {**files, _MAIN: main}


def _line(diagnostic: str) -> int | None:
    match = re.search(rf"{_MAIN}:(\d+):\d+", diagnostic)
    return int(match[1]) if match else None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
