"""What headings of tables from elsewhere are called in the scheme, and which columns are none of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

import attrs


def plainly(heading: str) -> str:
    """Write a heading as it is compared: in NFC, one blank between words, without capital letters."""
    return " ".join(unicodedata.normalize("NFC", heading).split()).casefold()


def _by_words(headings: Mapping[str, str]) -> dict[str, str]:
    return {plainly(heading): name for heading, name in headings.items()}


def _words(headings: Iterable[str]) -> frozenset[str]:
    return frozenset(map(plainly, headings))


@attrs.frozen
class Columns:
    """``[columns]``.

    Attributes:
        headings: Heading → column of the scheme: ``unit``, ``name``, ``records.over``.
        ignored: Headings of columns that are not read.
        spelled: Both, by their words → as they were written.

    Headings are told by their words: blanks, line breaks and capital letters do not matter.
    """

    headings: Mapping[str, str] = attrs.field(factory=dict, converter=_by_words, hash=False)
    ignored: frozenset[str] = attrs.field(factory=frozenset, converter=_words)
    spelled: Mapping[str, str] = attrs.field(factory=dict, converter=_by_words, eq=False)

    def called(self, heading: str) -> str | None:
        """Give what a heading is called in the scheme: itself unless told otherwise; None: the column is not read."""
        if not self.headings and not self.ignored:
            return heading
        plain = plainly(heading)
        return None if plain in self.ignored else self.headings.get(plain, heading)

    def beside(self, other: Columns) -> Columns:
        """Join two; what ``other`` says prevails."""
        headings = {
            **{heading: name for heading, name in self.headings.items() if heading not in other.ignored},
            **other.headings,
        }
        ignored = (self.ignored - other.headings.keys()) | other.ignored
        return Columns(headings, ignored, {**self.spelled, **other.spelled})
