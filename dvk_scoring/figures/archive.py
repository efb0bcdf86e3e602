"""The archive that a workbook is, looked at and packed anew before any foreign reader meets it.

The new archive holds only the parts that cells are read from, byte for byte those that were looked at, and tells of its
sheets in one way: two readers of a damaged or forged archive may well find different parts under a name.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

import attrs

from dvk_scoring.figures.file_kinds import NO_BOOK, unreadable
from dvk_scoring.figures.markup import Begins, DamagedMarkupError, Markup, by_local_name
from dvk_scoring.figures.number_format import NumberFormat
from dvk_scoring.problem import DvkError, Place, library_reason, problem
from dvk_scoring.text import visible

DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    DamagedMarkupError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
)
"""What comes of an archive that is damaged, or whose parts are."""
_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_STYLES: Final = "xl/styles.xml"
_STRINGS: Final = "xl/sharedstrings.xml"
_NAMESPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORKSHEET: Final = "/worksheet"
_STYLE_GROUPS: Final = frozenset({"numFmts", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"})
_BUILT_IN: Final = {"9": "0%", "10": "0.00%"}
_YES: Final = ("1", "true")
_NO: Final = ("0", "false")
_BLOCK: Final = 1 << 20
# Markup is packed to a tenth or a thirtieth; a part that unfolds to more than this was made to do so.
_UNFOLDED: Final = 200
_FREE_BYTES: Final = 16 * 1024 * 1024
# More than any spreadsheet program takes: shared strings hold some four tags each.
_MOST_ELEMENTS: Final = 12_000_000
_MOST_NAMES: Final = 200_000
_MOST_SHEETS: Final = 10_000


@attrs.frozen
class SheetEntry:
    """A sheet: its name, whether people do not see it, and its number in the archive that was packed anew, from 0."""

    name: str
    hidden: bool
    number: int

    @property
    def part(self) -> str:
        """Its part of that archive."""
        return f"xl/worksheets/sheet{self.number}.xml"


@attrs.frozen
class Archive:
    """What a workbook's archive holds.

    Attributes:
        packed: The bytes of the archive that was packed anew.
        sheets: In the workbook's order.
        formats: Number of a cell's style → its number format, of those that tell something.
        stale: The stored results of formulas need not be those of today: it is computed by hand only.
        uncomputed: They were never computed: it asks for that when it is opened.
        size_of_strings: Bytes of the shared strings.
    """

    packed: bytes
    sheets: tuple[SheetEntry, ...]
    formats: Mapping[str, NumberFormat]
    stale: bool
    uncomputed: bool
    size_of_strings: int
    _opened: zipfile.ZipFile

    def part(self, name: str) -> IO[bytes]:
        """Open a part."""
        return self._opened.open(name)

    def lengths_of_strings(self) -> Sequence[int]:
        """Give the length of each shared string."""
        lengths: list[int] = []
        markup = Markup(by_local_name(lambda name, _: lengths.append(0) if name == "si" else None))

        def count(text: str) -> None:
            if lengths:
                lengths[-1] += len(text)

        markup.parser.CharacterDataHandler = count
        with self.part("xl/sharedStrings.xml") as source:
            markup.look_through(source)
        return lengths


def unzip(path: Path) -> zipfile.ZipFile:
    """Open an archive.

    Raises:
        BadZipFile: It is none, or a part is said to begin before the file does.
        OSError: It cannot be read.
    """
    archive = zipfile.ZipFile(path)
    if any(member.header_offset < 0 for member in archive.infolist()):
        archive.close()
        raise zipfile.BadZipFile("Bad offset of a part")
    return archive


def open_archive(path: Path, most_bytes: int) -> Archive:
    """Look at a workbook's archive, within bounds, and pack anew what cells are read from.

    Raises:
        DvkError: It is damaged, too large, or no workbook.
    """
    place = Place(file=visible(str(path)))
    try:
        with unzip(path) as archive:
            parts = {member.filename.casefold(): member for member in archive.infolist()}
            check_unfolding(archive, most_bytes, place)
            if _WORKBOOK not in parts:
                raise DvkError([unreadable(place, NO_BOOK)])
            book = _Book(archive, parts)
            packed = book.packed()
            size = parts[_STRINGS].file_size if _STRINGS in parts else 0
            opened = zipfile.ZipFile(io.BytesIO(packed))
            return Archive(packed, book.sheets, book.formats(), book.stale, book.uncomputed, size, opened)
    except DAMAGED as error:
        raise DvkError([problem("DVK-D107", place, reason=library_reason(str(error)))]) from None


def check_unfolding(archive: zipfile.ZipFile, most_bytes: int, place: Place) -> None:
    """Refuse an archive that unfolds beyond bounds, before any of it is unfolded.

    Raises:
        DvkError: It does.
    """
    if sum(member.file_size for member in archive.infolist()) > most_bytes:
        raise DvkError([problem("DVK-D108", place, most=most_bytes // 1024 // 1024)])
    for member in archive.infolist():
        if member.file_size > max(_UNFOLDED * member.compress_size, _FREE_BYTES):
            size = member.file_size // 1024 // 1024
            raise DvkError([problem("DVK-D139", place, part=member.filename, size=size)])


class _Book:
    """What the parts around the sheets say."""

    def __init__(self, archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]) -> None:
        self.stale = self.uncomputed = False
        self._from_1904 = "0"
        self._archive, self._parts = archive, parts
        self._targets: dict[str, str] = {}
        self._sheets: list[tuple[SheetEntry, str]] = []
        self._look(_RELATIONS, self._relation)
        self._look(_WORKBOOK, self._element)
        self.sheets = tuple(entry for entry, _ in self._sheets)
        if not self.sheets or len({part for _, part in self._sheets}) < len(self._sheets):
            raise DamagedMarkupError("xl/worksheets")

    def packed(self) -> bytes:
        """Pack the parts that cells are read from."""
        packed = io.BytesIO()
        sheets = "".join(
            f'<sheet name="{sheet.number}" sheetId="{sheet.number + 1}" r:id="r{sheet.number}"/>'
            for sheet in self.sheets
        )
        inside = {f"r{sheet.number}": ("worksheet", sheet.part) for sheet in self.sheets}
        inside |= {"s": ("styles", "xl/styles.xml"), "t": ("sharedStrings", "xl/sharedStrings.xml")}
        workbook = (
            f'<workbook xmlns="{_NAMESPACE}" xmlns:r="{_OFFICE}"><workbookPr date1904="{self._from_1904}"/>'
            f"<sheets>{sheets}</sheets></workbook>"
        )
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
            new.writestr("_rels/.rels", _relations({"r": ("officeDocument", _WORKBOOK)}))
            new.writestr(_WORKBOOK, workbook)
            new.writestr(_RELATIONS, _relations(inside))
            for part, to in ((_STYLES, "xl/styles.xml"), (_STRINGS, "xl/sharedStrings.xml")):
                if part in self._parts:
                    self._copy(part, new, to)
            for entry, part in self._sheets:
                self._copy(part, new, entry.part)
        return packed.getvalue()

    def _copy(self, part: str, new: zipfile.ZipFile, to: str) -> None:
        elements = 0
        with self._open(part) as source, new.open(zipfile.ZipInfo(to), "w") as target:
            while block := source.read(_BLOCK):
                target.write(block)
                elements += block.count(b"<")
        if part == _STRINGS and elements > _MOST_ELEMENTS:
            raise DamagedMarkupError(f"{to}: {elements}")

    def formats(self) -> Mapping[str, NumberFormat]:
        """Give the number formats of styles that tell something."""
        codes, uses = dict(_BUILT_IN), list[str]()
        group = ""

        def look(name: str, attributes: Mapping[str, str]) -> None:
            nonlocal group
            if name in _STYLE_GROUPS:
                group = name
            elif name == "numFmt" and group == "numFmts":
                codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif name == "xf" and group == "cellXfs":
                uses.append(attributes.get("numFmtId", ""))
            if len(uses) + len(codes) > _MOST_NAMES:
                raise DamagedMarkupError(_STYLES)

        self._look(_STYLES, look)
        telling = {key: made for key, code in codes.items() if (made := NumberFormat(code)).tells}
        return {str(at): telling[use] for at, use in enumerate(uses) if use in telling}

    def _look(self, part: str, begins: Begins) -> None:
        if part in self._parts:
            with self._open(part) as source:
                Markup(by_local_name(begins)).look_through(source)

    def _open(self, part: str) -> IO[bytes]:
        """Open a part, by its name without capital letters."""
        entry = self._parts.get(part)
        if entry is None or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DamagedMarkupError(part)
        return self._archive.open(entry)

    def _relation(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", _WORKSHEET).endswith(_WORKSHEET):
            target = attributes.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            self._targets[attributes.get("Id", "")] = part.casefold()
        if len(self._targets) > _MOST_NAMES:
            raise DamagedMarkupError(_RELATIONS)

    def _element(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            part = self._targets.get(next((value for key, value in attributes.items() if key.endswith(":id")), ""))
            hidden = attributes.get("state", "visible") != "visible"
            if part is not None:
                self._sheets.append((SheetEntry(attributes.get("name", ""), hidden, len(self._sheets)), part))
            if len(self._sheets) > _MOST_SHEETS:
                raise DamagedMarkupError(_WORKBOOK)
        elif name == "workbookPr":
            self._from_1904 = "1" if attributes.get("date1904") in _YES else "0"
        elif name == "calcPr":
            self.uncomputed = attributes.get("fullCalcOnLoad") in _YES
            self.stale = attributes.get("calcMode") == "manual" or attributes.get("calcCompleted") in _NO


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """Write relations: id → kind and part."""
    relations = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="/{part}"/>' for key, (kind, part) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>'
