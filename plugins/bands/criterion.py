"""A ladder: from this value on, this part of the points; or up to this value, where less is better."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TypedDict

from dvk_scoring.api import (
    AnyCriterion,
    Criterion,
    Figures,
    Num,
    Params,
    Text,
    bands,
    choose,
    decimal,
    hookimpl,
    scored_range,
    setting,
    setting_error,
    setting_of,
)

Step = TypedDict("Step", {"from": Decimal, "score": Fraction})


class Down(TypedDict):
    to: Decimal
    score: Fraction


USUAL: tuple[Step, ...] = (
    {"from": Decimal(50), "score": Fraction(1, 2)},
    {"from": Decimal(70), "score": Fraction(7, 10)},
    {"from": Decimal(80), "score": Fraction(8, 10)},
    {"from": Decimal(90), "score": Fraction(1)},
)
NONE: tuple[Down, ...] = ()


class BandsFigures(Figures):
    value: Num = decimal(
        vi="Giá trị", en="Value", places=setting_of("places"), low=setting_of("low"), high=setting_of("high")
    )


class BandsParams(Params):
    steps: tuple[Step, ...] = setting(
        USUAL,
        vi="Các bậc: từ giá trị (from) nào được phần điểm (score, -1 đến 1) nào; mốc tăng dần",
        en="The ladder: from which value (from) which part of the points (score, -1 to 1); values rise",
        help_vi='Phần điểm có thể viết thành phân số: score = "5/6".',
        help_en='A part of the points may be written as a fraction: score = "5/6".',
    )
    below: Fraction = setting(
        Fraction(0), vi="Phần điểm khi dưới bậc đầu", en="Part of the points under the first step"
    )
    down: tuple[Down, ...] = setting(
        NONE,
        vi="Thay cho steps khi càng ít càng tốt: đến hết giá trị (to) nào được phần điểm nào; mốc tăng dần",
        en="In place of steps where less is better: up to which value (to), itself included, which part; values rise",
    )
    above: Fraction = setting(
        Fraction(0), vi="Với down: phần điểm khi trên bậc cuối", en="With down: part above the last"
    )
    places: int = setting(2, low=0, high=17, vi="Số chữ số thập phân của giá trị", en="Decimals of the value")
    low: Decimal = setting(Decimal(0), vi="Giá trị thấp nhất", en="Lowest value")
    high: Decimal = setting(Decimal(1_000_000), vi="Giá trị cao nhất", en="Highest value")


class Bands(Criterion[BandsFigures, BandsParams]):
    """The part of the points that belongs to the band in which the value lies; it may be below nought."""

    id = "bands"
    title = Text(vi="Theo bậc", en="Bands")
    source = Text(
        vi="Thang bậc thường gặp trong bảng điểm thi đua: “từ … đến dưới …”, như "
        "2,5 tốt; 2,0 đủ; 1,0 một phần; 0 không làm",
        en="Usual ladders of emulation rubrics: “from … to under …”, as 2.5 well, 2.0 full, 1.0 partly, 0 none",
    )
    range = scored_range(-1, 1)

    def score(self, figures: BandsFigures, params: BandsParams) -> Num:
        if params.down:
            ends = [(step["to"], step["score"]) for step in params.down]
            _refuse("down", ends, params.above)
            cases = [(figures.value <= end, score) for end, score in ends]
            return choose(*cases, otherwise=params.above)
        steps = [(step["from"], step["score"]) for step in params.steps]
        if not steps:
            raise setting_error("steps", vi="cần ít nhất một bậc.", en="at least one step is needed.")
        _refuse("steps", steps, params.below)
        return bands(figures.value, steps, below=params.below)


def _refuse(name: str, steps: Sequence[tuple[Decimal, Fraction]], besides: Fraction) -> None:
    if any(later <= earlier for (earlier, _), (later, _) in pairwise(steps)):
        raise setting_error(name, vi="các mốc phải tăng dần.", en="its values must rise.")
    if not all(-1 <= score <= 1 for score in (besides, *(score for _, score in steps))):
        raise setting_error(name, vi="phần điểm phải từ -1 đến 1.", en="parts of the points must be from -1 to 1.")


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Bands]
