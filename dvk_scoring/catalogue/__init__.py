"""The texts of all codes, and how values are written into them.

They live apart from the codes, in ``FAMILY.toml``, so that both languages stay whole::

    [DVK-S101]
    severity = "error"                      # error | warning | note
    example = '''colour = "red"'''          # optional, the same in both languages
    [DVK-S101.vi]
    text = "Không có khóa “{key}” ở đây."   # one line; {name} takes the problem's args, {name:code} as files write them
    hint = "Có phải là “{nearest}”?"        # used when all its names have a non-empty value ...
    hint_else = "Các khóa dùng được: {known}."  # ... else this one, else no hint
    hint_cell = "…"                         # in place of both where the key stands in a cell; text_cell likewise
    cause = "…"                             # for dvk explain-code
    mend = "…"
    [DVK-S101.en]
    ...
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final

from dvk_scoring.text import Language, Text, agreeing, spelled
from dvk_scoring.unit_names import Units
from dvk_scoring.written import Plain

LONGEST: Final = 200
"""Characters of a value that a message shows."""
FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "S": ("scheme",),
    "L": ("lint",),
    "R": ("rulings",),
    "F": ("formula", "proof"),
    "C": ("criteria", "cases", "contract"),
    "D": ("figures",),
    "E": ("engine",),
    "O": ("output", "forms", "scaffold", "editing", "compare", "stability"),
    "V": ("seal",),
}
"""Letter of a code → files of its texts."""


@cache
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """Read the texts of all codes, by code."""
    return dict(sorted(entry for letter in FAMILIES for entry in _family(letter).items()))


@cache
def _family(letter: str) -> Mapping[str, Mapping[str, Any]]:
    """Read the texts of the codes with a letter: a run that has a warning of figures waits for no other texts."""
    import tomli

    folder = resources.files(__name__)
    texts = [(folder / f"{name}.toml").read_text(encoding="utf-8") for name in FAMILIES[letter]]
    return {code: entry for text in texts for code, entry in tomli.loads(text).items()}


def entry_of(code: str) -> Mapping[str, Any]:
    """Give what the catalogue says of a code.

    Raises:
        KeyError: It has no such code.
    """
    return _family(code[4:5])[code]


def listed(names: Iterable[object], separator: str = ", ") -> str:
    """Join names for a message, no more of them than it can show."""
    shown: list[str] = []
    room = LONGEST
    for name in names:
        shown.append(str(name))
        room -= len(shown[-1]) + len(separator)
        if room < 0:
            break
    return separator.join(shown)


def can_fill(template: str, args: Mapping[str, object]) -> bool:
    """Tell whether everything that a template names has a value that is not empty."""
    names = [name for _, name, _, _ in string.Formatter().parse(template) if name]
    return all(bool(told) if isinstance(told := args.get(name), Units) else told not in (None, "") for name in names)


def fill(template: str, args: Mapping[str, object], language: Language) -> str:
    """Write values into a template."""
    words = {name: in_words(value, language) for name, value in args.items()} if "|" in template else {}
    return agreeing(template, words).format_map({name: _Shown(value, language) for name, value in args.items()})


class _Shown:
    """A value in a message: as people write it, or with ``{name:code}`` as files and command lines do."""

    def __init__(self, value: object, language: Language) -> None:
        self.value, self.language = value, language

    def __format__(self, form: str) -> str:
        return on_one_line(self.value if form == "code" else in_words(self.value, self.language), self.language)


def in_words(value: object, language: Language) -> object:
    """Write a value in a language: texts, days, numbers."""
    if isinstance(value, Text):
        return value.in_(language)
    if language == "vi" and isinstance(value, Plain | Decimal):
        return str(value).replace(".", ",")
    return f"{value:%d/%m/%Y}" if language == "vi" and isinstance(value, date) else value


def on_one_line(value: object, language: Language) -> str:
    """Write a value on one line, without control or direction-changing characters, shortened when huge."""
    text = spelled(str(value)[: LONGEST + 1], language)
    return text if len(text) <= LONGEST else _shortened(text[: LONGEST - 1])


def _shortened(text: str) -> str:
    """End a text that is too long behind one of the things it lists, else in the middle."""
    ends = [at for at in range(len(text) // 2, len(text)) if text.startswith(", ", at)]
    whole = [at for at in ends if text.count("“", 0, at) == text.count("”", 0, at)]
    return f"{text[: whole[-1]]}, …" if whole else f"{text}…"
