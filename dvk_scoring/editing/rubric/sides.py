"""Which rows of a rubric are beside its total: what gives points on top, and what takes points away."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

from dvk_scoring.editing.rubric.headings import unmarked

Side = Literal["criteria", "bonuses", "penalties"]
# Whole words, as they are written with marks; a title without any is compared without them.
_ANYWHERE: Final = {
    "penalties": r"điểm trừ|điểm phạt|phạt điểm|penalt\w*|deduct\w*",
    "bonuses": r"điểm thưởng|điểm cộng|điểm khuyến khích|điểm ưu tiên|bonus\w*",
}
# Words that stand in sentences too, and name a row only where it begins or ends with them.
_AT_AN_END: Final = {
    "penalties": r"(?:bị |giảm )?trừ điểm|giảm trừ|(?<!không )bị trừ",
    "bonuses": r"(?:được )?cộng điểm|thưởng điểm|(?<!không )được cộng",
}
_ALONE: Final = {"penalties": "phạt|trừ", "bonuses": "thưởng|cộng thêm"}
_NOT: Final = r"(?<!không )(?<!không bị )(?<!không được )"


def sides_of(title: str) -> set[Side]:
    """Tell of which sides beside the total a title speaks; none: it is within the total."""
    whole, outside = _plain(title.replace("(", " ").replace(")", " ")), _plain(re.sub(r"\([^)]*\)", " ", title))
    bare = whole.isascii()
    never = unmarked(_NOT) if bare else _NOT
    spoken: set[Side] = set()
    sides: tuple[Side, ...] = ("bonuses", "penalties")
    for side in sides:
        anywhere, end, alone = (
            unmarked(words) if bare else words for words in (_ANYWHERE[side], _AT_AN_END[side], _ALONE[side])
        )
        if (
            re.search(rf"{never}\b(?:{anywhere})\b", whole)
            or re.match(rf"(?:{end})\b", outside)
            or re.search(rf"{never}\b(?:{end})$", outside)
            or re.fullmatch(rf"(?:{alone})", outside)
        ):
            spoken.add(side)
    return spoken


def _plain(text: str) -> str:
    small = unicodedata.normalize("NFC", text.lower())
    return re.sub(r"[\s/,;:.–*-]+", " ", small).strip()
