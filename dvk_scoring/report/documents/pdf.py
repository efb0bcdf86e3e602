"""A document as PDF: a Typst template, the data, the font that ships with the package, and nothing of the machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

from dvk_scoring.problem import DvkError, Place, problem
from dvk_scoring.report.documents.letterhead import Kind

_FONTS: Final = ("Regular", "Bold", "Italic", "BoldItalic")
_BESIDE: Final = (".typ", ".png", ".svg", ".jpg", ".jpeg")
_LARGEST: Final = 5_000_000
_PACKAGE: Final = re.compile(r"""["']@[\w-]+/""")
_MAIN: Final = "main.typ"


def make_pdf(kind: Kind, data: Mapping[str, Any], template: Path | None) -> bytes:
    """Set a document; the same data and template give the same bytes on every machine.

    Raises:
        DvkError: Typst or the font is missing, a character has no glyph, or the template cannot be used.
    """
    try:
        import typst
    except ImportError:
        raise DvkError([problem("DVK-O221", library="typst")]) from None
    fonts = font_folder()
    check_characters(data, fonts)
    shared = {"office.typ": _read_shipped("office.typ")}
    files = {**shared, **({_MAIN: shipped_template(kind)} if template is None else _own(template))}
    files["data.json"] = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    try:
        return bytes(typst.compile(files, font_paths=[str(fonts)], ignore_system_fonts=True, timestamp=0))
    except typst.TypstError as error:
        if template is None:
            raise
        place = Place(file=str(template), line=_line(error.diagnostic))
        raise DvkError([problem("DVK-O224", place, reason=_first_line(error))]) from error


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


def check_characters(data: Mapping[str, Any], fonts: Path) -> None:
    """See that the font has every character: an empty box in a document to sign helps nobody.

    Raises:
        DvkError: Some characters have no glyph; they are named with a text they stand in.
    """
    try:
        from fontTools.ttLib import TTFont
    except ImportError:
        raise DvkError([problem("DVK-O221", library="fonttools")]) from None
    known: set[int] | None = None
    for style in _FONTS:
        with TTFont(fonts / _file_name(style), lazy=True) as font:
            own = set(font.getBestCmap())
        known = own if known is None else known & own
    lacking: dict[str, str] = {}
    for text in _texts(data):
        for character in text:
            if ord(character) not in (known or set()) and character not in "\n\t":
                lacking.setdefault(character, text)
    if lacking:
        problems = [
            problem("DVK-O223", character=one, point=f"U+{ord(one):04X}", text=text) for one, text in lacking.items()
        ]
        raise DvkError(problems)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def shipped_template(kind: Kind) -> bytes:
    """Give the Typst template that ships with the package."""
    return _read_shipped(f"{kind}.typ")


def _read_shipped(name: str) -> bytes:
    return (resources.files(__package__) / "templates" / name).read_bytes()


def _own(template: Path) -> dict[str, bytes]:
    """Read a template and what lies beside it that it may use; it is shown no other file.

    Raises:
        DvkError: It cannot be read, or asks for a package from the network.
    """
    place = Place(file=str(template))
    try:
        main = template.read_bytes()
        beside = [one for one in sorted(template.parent.iterdir()) if one.suffix.lower() in _BESIDE and one.is_file()]
        files = {one.name: one.read_bytes() for one in beside if one.stat().st_size <= _LARGEST}
    except OSError as error:
        raise DvkError([problem("DVK-O225", place, reason=error.strerror or str(error))]) from error
    for name, content in {**files, _MAIN: main}.items():
        if name.endswith(".typ") and _PACKAGE.search(content.decode(errors="replace")):
            raise DvkError(
                [problem("DVK-O226", Place(file=str(template.with_name(name) if name != _MAIN else template)))]
            )
    return {**files, _MAIN: main}


def _line(diagnostic: str) -> int | None:
    found = re.search(rf"{_MAIN}:(\d+):\d+", diagnostic)
    return int(found[1]) if found else None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
