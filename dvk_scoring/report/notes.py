"""What must be known of totals and ranks to read them, said in one way wherever a result is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.state_words import LOW_FIRST
from dvk_scoring.text import Text

_SHORTER: Final = Text(
    vi="Tổng điểm in {shown} chữ số thập phân; xếp hạng theo đủ {total} chữ số.",
    en="Decimals of the total in print: {shown}; ranks are taken from all {total}.",
)
_IN_PARTS: Final = Text(
    vi="Điểm thưởng, điểm trừ tính vào phần nào thì đã nằm trong điểm của phần đó.",
    en="A bonus or penalty that is counted in a part is in the points of that part already.",
)


def notes_on(scheme: Scheme) -> Iterator[Text]:
    """Say where a low total is better, and where totals are printed shorter than they are."""
    rounding = scheme.rounding
    if not scheme.ranking.high:
        yield LOW_FIRST
    if rounding.shown is not None and rounding.shown < rounding.total:
        places = {"shown": rounding.shown, "total": rounding.total}
        yield Text(vi=_SHORTER.vi.format(**places), en=_SHORTER.en.format(**places))


def notes_on_parts(scheme: Scheme) -> Iterator[Text]:
    """Say why points of parts, bonuses and penalties that stand beside each other do not add up to the total."""
    if any(one.to != "total" for one in scheme.adjustments.values()):
        yield _IN_PARTS
