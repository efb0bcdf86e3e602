"""Where lines may end: never within a word of several syllables that a name is made of."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

HARD_SPACE: Final = "\u00a0"
_LONGEST: Final = 18
"""Letters that are held together at most, so that a narrow column never overflows."""
_QUOTED: Final = re.compile("“[^“”]{1,22}”")
_BEFORE_NUMBERS: Final = ("năm", "tháng", "ngày", "quý", "số", "khóa", "tập", "phần", "cụm", "khối", "hạng")
_PAIRS: Final = (
    *("nhân dân", "thi đua", "khen thưởng", "hội đồng", "công an", "ủy ban", "phong trào", "tổng hợp", "kết quả"),
    *("đơn vị", "chủ tịch", "giám đốc", "thường trực", "tổ quốc", "dân vận", "quần chúng", "đồng bằng", "ven biển"),
    *("miền núi", "thành phố", "thị xã", "thị trấn", "tổ chức", "cán bộ", "nghiệp vụ", "hành chính", "cải cách"),
)
"""Words of two syllables that stand in names in small letters, or wholly in capitals."""


def held(text: str) -> str:
    """Put hard spaces into a name where no line may end.

    A word that begins with a capital takes the syllable after it with it, since only the first of ``Hội đồng`` has one,
    and all that follow with capitals of their own, as in ``Ninh Thuận``; so do the words of a list, what stands in
    quotes, a number what it is the number of, and a dash what is before it.
    """
    words = text.split(" ")
    made = words[0]
    group = len(words[0])
    taken = False  # the small syllable that belongs to a capital is taken
    for before, word in pairwise(words):
        joined = _belong(before, word, taken=taken)
        taken = joined and word[:1].islower() and before[:1].isupper()
        group = group + 1 + len(word) if joined else len(word)
        if joined and group > _LONGEST:
            joined, group = False, len(word)
        made += (HARD_SPACE if joined else " ") + word
    return _QUOTED.sub(
        lambda quoted: quoted[0].replace(" ", HARD_SPACE), made.replace(f"{HARD_SPACE}-{HARD_SPACE}", f"{HARD_SPACE}- ")
    )


def _belong(before: str, word: str, *, taken: bool) -> bool:
    """Tell whether no line may end between two words."""
    pair = f"{before} {word}".lower().strip("“”,.;:()")
    if word in ("-", "–") or pair in _PAIRS or (before.lower() in _BEFORE_NUMBERS and word[:1].isdigit()):
        return True
    if before[-1:] in ",.;:)”-–" or before.isupper():
        return False
    if before[:1].isupper() and word[:1].isupper() and not word.isupper():
        return True
    return before[:1].isupper() and word[:1].islower() and not taken
