"""A ladder: from this value on, this part of the points."""

from collections.abc import Sequence
from decimal import Decimal
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
    decimal,
    hookimpl,
    setting,
    setting_error,
    setting_of,
)

Step = TypedDict("Step", {"from": Decimal, "score": Decimal})

USUAL: tuple[Step, ...] = (
    {"from": Decimal(50), "score": Decimal("0.5")},
    {"from": Decimal(70), "score": Decimal("0.7")},
    {"from": Decimal(80), "score": Decimal("0.8")},
    {"from": Decimal(90), "score": Decimal(1)},
)


class BandsFigures(Figures):
    value: Num = decimal(
        vi="Giá trị", en="Value", places=setting_of("places"), low=setting_of("low"), high=setting_of("high")
    )


class BandsParams(Params):
    steps: tuple[Step, ...] = setting(
        USUAL,
        vi="Các bậc: từ giá trị (from) nào được phần điểm (score, 0 đến 1) nào; mốc tăng dần",
        en="The ladder: from which value (from) which part of the points (score, 0 to 1); values rise",
    )
    below: Decimal = setting(Decimal(0), vi="Phần điểm khi dưới bậc đầu", en="Part of the points under the first step")
    places: int = setting(2, low=0, high=17, vi="Số chữ số thập phân của giá trị", en="Decimals of the value")
    low: Decimal = setting(Decimal(0), vi="Giá trị thấp nhất", en="Lowest value")
    high: Decimal = setting(Decimal(1_000_000), vi="Giá trị cao nhất", en="Highest value")


class Bands(Criterion[BandsFigures, BandsParams]):
    """The part of the points that belongs to the band in which the value lies."""

    id = "bands"
    level = 2
    title = Text(vi="Theo bậc", en="Bands")
    source = Text(
        vi="Thang bậc thường gặp trong bảng điểm thi đua: “từ … đến dưới …”, như "
        "2,5 tốt; 2,0 đủ; 1,0 một phần; 0 không làm",
        en="Usual ladders of emulation rubrics: “from … to under …”, as 2.5 well, 2.0 full, 1.0 partly, 0 none",
    )

    def score(self, figures: BandsFigures, params: BandsParams) -> Num:
        steps = [(step["from"], step["score"]) for step in params.steps]
        if not steps:
            raise setting_error("steps", vi="cần ít nhất một bậc.", en="at least one step is needed.")
        if any(later <= earlier for (earlier, _), (later, _) in pairwise(steps)):
            raise setting_error("steps", vi="các mốc from phải tăng dần.", en="the values of from must rise.")
        if not all(0 <= score <= 1 for score in (params.below, *(score for _, score in steps))):
            raise setting_error(
                "steps", vi="score và below phải từ 0 đến 1.", en="score and below must be from 0 to 1."
            )
        return bands(figures.value, steps, below=params.below)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Bands]
