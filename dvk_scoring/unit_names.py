"""What units are called in texts: by their names where these are known, with the ids behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain, islice
from typing import Final

import attrs

from dvk_scoring.text import clipped

_ROOM: Final = 180
"""Characters that a list of units takes up in a message, about."""
_LONGEST: Final = 100
"""Characters of a name that a message shows."""


def called(unit: str, name: str) -> str:
    """Call a unit by its name, with the id behind; a unit without a name has its id for one.

    Example:
        >>> called("huyen-a", "Công an huyện A"), called("huyen-a", "huyen-a"), called("huyen-a", "")
        ('Công an huyện A (huyen-a)', 'huyen-a', 'huyen-a')
    """
    return unit if name in ("", unit) else f"{name} ({unit})"


def called_briefly(unit: str, name: str) -> str:
    """Call a unit as ``called`` does, by the beginning of a name that is too long for a message."""
    return called(unit, clipped(name, _LONGEST))


@attrs.frozen
class Units:
    """Units that a problem names.

    Attributes:
        ids: Who they are: all, or as many as are worth a list.
        count: How many there are.
        starts: Where in ``ids`` another group of them begins, such as another tie.
        names: Id → name, as far as somebody knew; the same units are the same with and without.
    """

    ids: tuple[str, ...]
    count: int
    starts: frozenset[int] = frozenset()
    names: Mapping[str, str] = attrs.field(factory=dict, eq=False, repr=False)

    @classmethod
    def of(cls, ids: Iterable[str], count: int | None = None) -> Units:
        """Take the units of a list; ``count``: how many there are, where only some are given."""
        several = tuple(ids)
        return cls(several, len(several) if count is None else count)

    @classmethod
    def grouped(cls, groups: Sequence[Sequence[str]], count: int, most: int) -> Units:
        """Take the first units of several lists, of ``count`` in all: a semicolon parts the lists."""
        ids = tuple(islice(chain.from_iterable(groups), most))
        return cls(ids, count, frozenset(at for at in accumulate(map(len, groups)) if at < len(ids)))

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.ids)

    def __str__(self) -> str:
        """List them, as many as a message has room for, and say how many more there are."""
        shown: list[str] = []
        room = _ROOM
        for at, unit in enumerate(self.ids):
            told = called_briefly(unit, self.names.get(unit, ""))
            room -= len(told) + 2
            if shown and room < 0:
                break
            shown.append(f"{'; ' if at in self.starts else ', '}{told}")
        left = self.count - len(shown)
        return "".join(shown)[2:] + (f", … (+{left})" if left else "")
