"""XML of unknown origin, looked at element by element: UTF-8, no document type, nothing held in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import IO, Any, Final, TypeAlias
from xml.parsers import expat

Begins: TypeAlias = "Callable[[str, Mapping[str, str]], None]"
_BLOCK: Final = 1 << 20
_LONGEST: Final = 4 * _BLOCK
_DEEPEST: Final = 1_000


class DamagedMarkupError(Exception):
    """The XML is damaged, or holds what no spreadsheet program writes."""


class Markup:
    """A parser that tells of each element's beginning, by its name as it is written, with its prefix.

    What the reader of cells takes for nothing though it is something is refused: another encoding, sections of CDATA.
    So is what costs a parser memory or time out of proportion: elements within each other without end, tags of
    megabytes.

    Attributes:
        parser: Takes further handlers; one for the end of elements must call ``ended`` with their name.
        ended: Counts the elements that ended.
    """

    def __init__(self, begins: Begins) -> None:
        self.parser: Any = expat.ParserCreate("UTF-8")
        self._ends = count()
        self._deep = 0
        self.ended: Callable[[str], object] = partial(next, self._ends)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = begins
        self.parser.EndElementHandler = self.ended
        self.parser.CommentHandler = self._comment
        self.parser.StartDoctypeDeclHandler = self.parser.StartCdataSectionHandler = _refuse

    def look_through(self, source: IO[bytes]) -> None:
        """Parse a whole part.

        Raises:
            DamagedMarkupError: It is no well-formed XML of that kind.
        """
        try:
            self._parse(source)
        except expat.ExpatError as error:
            raise DamagedMarkupError(str(error)) from None

    def _parse(self, source: IO[bytes]) -> None:
        told, looks = 0, 0
        while block := source.read(_BLOCK):
            if not told and (b"\0" in block[:4] or block.startswith((b"\xfe\xff", b"\xff\xfe"))):
                raise DamagedMarkupError("UTF-16")
            told += len(block)
            # A tag begins with "<" and nothing else does, save comments; the parser tells only where elements end.
            self._deep += block.count(b"<") - block.count(b"</")
            self.parser.Parse(block)
            looks += 1
            if self._deep - (next(self._ends) + 1 - looks) > _DEEPEST + looks:
                raise DamagedMarkupError("<<<")
            if told - self.parser.CurrentByteIndex > _LONGEST:
                raise DamagedMarkupError(f"> {_LONGEST >> 20} MiB")
        self.parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keywords

    def _comment(self, text: str) -> None:
        self._deep += text.count("</") - text.count("<") - 1


def by_local_name(begins: Begins) -> Begins:
    """Tell of elements by their names without prefix."""
    return lambda name, attributes: begins(name.rpartition(":")[2], attributes)


def _refuse(*_: object) -> None:
    raise DamagedMarkupError("DOCTYPE, CDATA")
