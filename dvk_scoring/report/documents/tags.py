"""The data of a paper as the tags of a Word template: where a name stands in place of what it will be filled with.

A paper is written from its data. A template that somebody makes their own of is written by the same steps from tags,
so that nothing of any scheme or unit ever stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import attrs


@attrs.frozen
class Tag:
    """A name of the data, ``row.total``; the empty one is the data itself."""

    path: str = ""

    def __getitem__(self, key: str | int) -> Tag:
        """Give what stands below it."""
        if isinstance(key, int):
            return Tag(f"{self.path}[{key}]")
        return Tag(f"{self.path}.{key}" if self.path else key)

    def __str__(self) -> str:
        """Write what is replaced when the template is filled."""
        return f"{{{{ {self.path} }}}}"


Said: TypeAlias = str | Tag


def joined(texts: Sequence[str] | Tag, between: str) -> Said:
    """Join texts, or write the tag that will."""
    return Tag(f"{texts.path} | join({between!r})") if isinstance(texts, Tag) else between.join(texts)


def capitals(text: Said) -> Said:
    """Write a text in capitals, or the tag that will."""
    return Tag(f"{text.path} | upper") if isinstance(text, Tag) else text.upper()
