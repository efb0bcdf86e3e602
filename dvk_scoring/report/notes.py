"""What must be known of totals and ranks to read them, said in one way wherever a result is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from dvk_scoring.formula.show import show_number
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.state_words import LOW_FIRST
from dvk_scoring.text import LANGUAGES, Text

_SHORTER: Final = Text(
    vi="Tổng điểm in {shown} chữ số thập phân; xếp hạng theo đủ {total} chữ số.",
    en="Decimals of the total in print: {shown}; ranks are taken from all {total}.",
)
_IN_PARTS: Final = Text(
    vi="Điểm thưởng, điểm trừ tính vào phần nào thì đã nằm trong điểm của phần đó.",
    en="A bonus or penalty that is counted in a part is in the points of that part already.",
)

SCALED: Final = Text(
    vi="{Entrant} có phần không phân công được quy về {whole} điểm.",
    en="Where part is not assigned, the total is scaled to {whole} points.",
)


def notes_on(scheme: Scheme) -> Iterator[Text]:
    """Say where a low total is better, and where totals are printed shorter than they are."""
    rounding = scheme.rounding
    if not scheme.ranking.high:
        yield LOW_FIRST
    if rounding.shown is not None and rounding.shown < rounding.total:
        places = {"shown": rounding.shown, "total": rounding.total}
        yield Text(vi=_SHORTER.vi.format(**places), en=_SHORTER.en.format(**places))


def note_on_scaling(result: Result, among: Collection[str]) -> Iterator[Text]:
    """Say that totals are scaled, where one of these criteria is not assigned to a unit."""
    scheme, units = result.scheme, result.units
    left = (one.state == "not-assigned" for unit in units for key, one in unit.criteria.items() if key in among)
    if scheme.not_assigned == "leaves-total" and any(left):
        vi, en = (
            SCALED.in_(language).format(
                whole=show_number(scheme.total, language), **entrant_words(scheme.entrant, language)
            )
            for language in LANGUAGES
        )
        yield Text(vi=vi, en=en)


def notes_on_parts(scheme: Scheme) -> Iterator[Text]:
    """Say why points of parts, bonuses and penalties that stand beside each other do not add up to the total."""
    if any(one.to != "total" for one in scheme.adjustments.values()):
        yield _IN_PARTS
