"""Where a key belongs that was written in another table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from dvk_scoring.scheme.form.frame import FileKeys
from dvk_scoring.scheme.form.key import Key, keys_of
from dvk_scoring.scheme.form.tables import TABLES
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.table import Home
from dvk_scoring.text import Text

_SHAPES: Final[Mapping[str, tuple[type, ...]]] = {
    "text": (str,),
    "string": (str,),
    "identity": (str,),
    "flag": (bool,),
    "whole": (int,),
    "number": (int, Decimal),
    "amount": (int, Decimal, str),
    "share": (int, Decimal, str),
    "places": (int,),
    "name-or-number": (str, int, Decimal),
    "pair": (list,),
    "names": (list, str),
    "some-names": (list, str),
    "table": (dict,),
    "items": (list,),
    "named": (dict,),
}
"""What a value of each kind of key looks like; of a kind that is not here, anything."""


def home_of(key: str, value: object, path: Path) -> Home | None:
    """Tell where a key belongs that the table at ``path`` does not have: below it, else around it, else anywhere."""
    homes = [(place, item) for form, places in TABLES.items() if (item := keys_of(form).get(key)) for place in places]
    if not homes:
        return None
    fitting = [(place, other) for place, other in homes if _fits(other, value)]
    places = [place for place, _ in fitting or homes]
    return Home(_told(_nearest(places, path), key), fits=bool(fitting))


def _fits(key: Key[Any], value: object) -> bool:
    if key.words:
        return value in key.words
    shapes = _SHAPES.get(key.kind)
    both = key.kind == "text" and isinstance(value, dict) and {*value} <= {"vi", "en"}
    return both or shapes is None or (isinstance(value, shapes) and (not isinstance(value, bool) or bool in shapes))


def _nearest(places: list[str], path: Path) -> list[str]:
    """Give those of the places that lie in the table or around it, the nearest; where none does, all."""
    parts = {place: _parts(place) for place in places}
    below = [place for place, home in parts.items() if len(home) > len(path) == _shared(home, path)]
    around = [place for place, home in parts.items() if len(home) == _shared(home, path)]
    if below:
        return [place for place in below if len(parts[place]) == min(len(parts[other]) for other in below)]
    return [max(around, key=lambda place: len(parts[place]))] if around else places


def _parts(place: str) -> list[str]:
    return [] if place in TABLES[FileKeys] else place.replace("[]", ".[]").split(".")


def _shared(home: list[str], path: Path) -> int:
    """Count the parts that a place and a path begin with alike: ``ID`` and ``FIGURE`` stand for any name."""
    count = 0
    for part, written in zip(home, path, strict=False):
        if part != written and not part.isupper() and not (part == "[]" and isinstance(written, int)):
            break
        count += 1
    return count


def _told(places: list[str], key: str) -> Text:
    if places[0] in TABLES[FileKeys]:
        return Text(vi=f"[{key}], một bảng riêng", en=f"[{key}], a table of its own")
    return Text.same(", ".join(places))
