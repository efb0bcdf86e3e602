"""XML of unknown origin, looked at element by element: UTF-8, no document type, nothing held in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO, Any, TypeAlias
from xml.parsers import expat

Begins: TypeAlias = "Callable[[str, Mapping[str, str]], None]"


class DamagedMarkupError(Exception):
    """The XML is damaged, or holds what no spreadsheet program writes."""


def parser_of(begins: Begins) -> Any:
    """Make a parser that tells of each element's beginning, by its name as it is written, with its prefix.

    What the reader of cells takes for nothing though it is something is refused: another encoding, sections of CDATA.
    """
    parser = expat.ParserCreate("UTF-8")

    def refuse(*_: object) -> None:
        raise DamagedMarkupError("DOCTYPE, CDATA")

    parser.StartElementHandler = begins
    parser.StartDoctypeDeclHandler = refuse
    parser.StartCdataSectionHandler = refuse
    parser.buffer_text = True
    return parser


def by_local_name(begins: Begins) -> Begins:
    """Tell of elements by their names without prefix."""
    return lambda name, attributes: begins(name.rpartition(":")[2], attributes)


def look_through(source: IO[bytes], parser: Any) -> None:
    """Parse a whole part.

    Raises:
        DamagedMarkupError: It is no well-formed XML of that kind.
    """
    start = source.read(4)
    if b"\0" in start or start.startswith((b"\xfe\xff", b"\xff\xfe")):
        raise DamagedMarkupError("UTF-16")
    try:
        parser.Parse(start)
        parser.ParseFile(source)
    except expat.ExpatError as error:
        raise DamagedMarkupError(str(error)) from None
