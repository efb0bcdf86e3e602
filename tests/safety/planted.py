"""Two gardens of the same texts: in one each text is hostile in every language that an output could obey, in the other
each is harmless. What is made of both must have the same shape, and hold every text as it was planted.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.figures.apostrophes import harmless

BASE: Final = Path(__file__).parent / "canary"
PAGE_END: Final = "⏎"
NAME: Final = re.compile(r"qk(\d+)q", re.IGNORECASE)
"""What every planted text has in it: its number."""
# How a text begins decides what a cell, a line or a quotation takes it for; each text begins in one of these ways.
_BEGINNINGS: Final = (
    *("=1+1", "+1", "-1", "@SUM(1)", "'=1", '"=1"', ";=1", "{{ 7 * 7 }}", "{% raw %}", "{#", "${1}", "%d", "{x}", "# "),
    *("1. ", "- ", "> ", "| a", "```", "---", "===", "*x*", "[red]x", "&R&8", "&#61;1", "<i>", "<!--", "]]>", "$y$"),
    *("\\z", "\\u001b[31m", "//", "/*", "~~x~~", "www.z.vn", "a@b.vn", ":smile:", "%(v)s", "12"),
)
_BODY: Final = (
    "{{ 1300 + 37 }} {% for a in b %} {_{ c }_} #d $e$ @f <g> </script> &amp; *h* `i` [j](k:l) | \\u \\n %s {w} ;=1 "
    "&A&8 _x0041_ https://y.vn [bold]1 z"
)
_SHORT: Final = "{{7*7}} #d $e$ <g>"
_UNITS: Final = 5
_FIGURES: Final = (
    *("discipline", "songs.due", "songs.done", "songs.share", "songs.plan", "songs.kind"),
    *("list.items.one", "list.items.two", "mark.points", "rescue.times", "late.times"),
)
# A row a unit: the first strikes the knock-out, the last two are equal.
_ROWS: Final = (
    (1, 10, 9, 90, "yes", "a", "yes", "yes", 25, 1, 1),
    (0, 10, 8, 80, "yes", "b", "yes", "no", 20, 0, 2),
    (0, 10, 10, 70, "no", "a", "no", "no", 15, 3, 0),
    (0, 10, 7, 60, "yes", "b", "yes", "yes", 22, 0, 0),
    (0, 10, 7, 60, "yes", "b", "yes", "yes", 22, 0, 0),
)


@attrs.frozen
class Garden:
    """Input files with planted texts.

    Attributes:
        folder: Where they are.
        hostile: Whether the texts are hostile.
        texts: What was planted: number → text.
        units: Ids of the units.
        names: Their names.
        reasons: Of the appraisal.
    """

    folder: Path
    hostile: bool
    texts: dict[int, str]
    units: list[str]
    names: list[str]
    reasons: list[str]

    def file(self, name: str) -> str:
        """Give the path of a file."""
        return str(self.folder / name)

    @property
    def figures(self) -> str:
        """A file with a hostile name, as long as a system allows none of its own signs."""
        return self.file("figures.csv")

    @property
    def appraisal(self) -> str:
        return str(next(self.folder.glob("*qk*.csv")))


def plant(folder: Path, *, hostile: bool) -> Garden:
    """Write the input files, a planted text for every "~", a short one for every "~~"."""
    texts: dict[int, str] = {}

    def text(body: str = _BODY) -> str:
        number = _first(hostile=hostile) + len(texts)
        beginning = _BEGINNINGS[number % len(_BEGINNINGS)] if hostile else "x"
        texts[number] = f"{beginning} qk{number}q {body if hostile else 'w'}"
        return texts[number]

    units, names, reasons = ([text() for _ in range(_UNITS)] for _ in range(3))
    garden = Garden(folder, hostile, texts, units, names, reasons)

    def fill(source: str) -> str:
        source = re.sub("^#.*\n", "", source)
        planted = re.sub('"~"', lambda _: json.dumps(text()), source)
        planted = re.sub('"~~"', lambda _: json.dumps(text(_SHORT)), planted)
        return re.sub('"<(\\d)>"', lambda found: json.dumps(units[int(found[1]) - 1]), planted)

    for name in ("scheme.toml", "rulings.toml", "letterhead.toml", "cases.toml"):
        (folder / name).write_text(fill((BASE / name).read_text(encoding="utf-8")), encoding="utf-8")
    plugin = folder / "plugins" / "canary-songs"
    plugin.mkdir(parents=True)
    source = (BASE / "criterion.py.txt").read_text(encoding="utf-8")
    (plugin / "criterion.py").write_text(fill(source), encoding="utf-8")
    (folder / "appeals.toml").write_text(fill((BASE / "appeals.toml").read_text(encoding="utf-8")), encoding="utf-8")
    _write(folder / "figures.csv", _wide(garden))
    _write(folder / "units.csv", [row[:3] for row in _wide(garden)])
    number = _first(hostile=hostile) + len(texts)
    texts[number] = f"@ qk{number}q {{{{ 7*7 }}}} #h $a$ &amp; <b> '=1;=2" if hostile else f"x qk{number}q"
    _write(folder / f"{texts[number]}.csv", _long(garden))
    return garden


def _first(*, hostile: bool) -> int:
    """Give the first number: a text and its harmless counterpart are a thousand apart."""
    return 1 if hostile else 1001


def _wide(garden: Garden) -> list[list[object]]:
    rows: list[list[object]] = [["unit", "name", "cluster", "voice", *_FIGURES]]
    for place, row in enumerate(_ROWS):
        cluster = "lowland" if place < 3 else "upland"
        rows.append([garden.units[place], garden.names[place], cluster, "claimed", *row])
    return rows


def _long(garden: Garden) -> list[list[object]]:
    rows: list[list[object]] = [["unit", "figure", "value", "voice", "reason", "evidence"]]
    for place, row in enumerate(_ROWS):
        reason = garden.reasons[place]
        changed = {"mark.points": row[8] - 1}
        rows += [
            [garden.units[place], figure, changed.get(figure, value), "final", reason, reason]
            for figure, value in zip(_FIGURES, row, strict=True)
            if not (place == 2 and figure == "songs.share")  # left as it was claimed
        ]
    return rows


def _write(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([harmless(one) if isinstance(one, str) else one for one in row] for row in rows)


def bare(text: str) -> str:
    """Leave blanks and capitals out: lines are wrapped, and a few words are set in capitals."""
    return re.sub(r"\s+", "", text).casefold()


def found_in(shown: Iterable[str], planted: Mapping[int, str]) -> set[int]:
    """Give the numbers of the planted texts that stand in what is shown, each as it was planted.

    A text that is cut short must say so by ``…``; one that a page parts goes on in the next one, which follows.
    """
    found: set[int] = set()
    for one in map(bare, shown):
        for name in NAME.finditer(one):
            number = int(name[1])
            before, after = bare(planted[number]).split(name[0])
            # What stands before the name is looked at from the name outwards, as what stands after it.
            for out, whole in ((one[: name.start()][::-1], before[::-1]), (one[name.end() :], after)):
                assert out.startswith(whole) or _parted(out, whole) or _cut(out, whole), (planted[number], one)
            found.add(number)
    return found


def _parted(shown: str, planted: str) -> bool:
    """Tell whether the text goes on behind what stands at the end of one page and at the begin of another."""
    same = next((at for at, (one, other) in enumerate(zip(shown, planted, strict=False)) if one != other), len(shown))
    here, *later = shown[same:].split(PAGE_END)
    return bool(later) and planted[same:] in here + later[0]


def _cut(shown: str, planted: str) -> bool:
    end = shown.find("…")
    return end >= 0 and planted.startswith(shown[:end])
