"""A rate of two figures against a goal."""

from collections.abc import Sequence
from typing import Literal

from dvk_scoring.api import (
    NOT_ASSIGNED,
    AnyCriterion,
    Criterion,
    Figures,
    Num,
    Params,
    Text,
    choose,
    clip,
    decimal,
    hookimpl,
    param,
    ratio,
    setting,
    setting_of,
)


class RatioFigures(Figures):
    over: Num = decimal(
        vi="Tử số",
        en="Numerator",
        places=setting_of("places"),
        part_of="under",
        share="goal",
        help_vi="Phần đã làm được; nếu tỷ lệ càng thấp càng tốt thì là phần sai sót.",
        help_en="The part that was done; where the lower rate is the better one, the part that went wrong.",
    )
    under: Num = decimal(
        vi="Mẫu số",
        en="Denominator",
        places=setting_of("places"),
        by="committee",
        help_vi="Toàn bộ số phải làm, kể cả việc chưa làm.",
        help_en="All there was to do, undone tasks too.",
    )


class RatioParams(Params):
    goal: Num = param("1", low="0.000001", high="1000000", vi="Tỷ lệ đạt điểm tối đa", en="Rate that earns all")
    floor_rate: Num = param(
        "0", low="0", high="1000000", vi="Dưới tỷ lệ này được 0", en="Rate under which nothing is earned"
    )
    prefer: Literal["high", "low"] = setting(
        "high",
        vi="high: tử số càng cao càng tốt; low: càng thấp càng tốt (chấm phần không sai sót, 1 − tử/mẫu)",
        en="high: the more the better; low: the less the better (the part without fault, 1 − rate, is scored)",
    )
    scale: Literal["from-zero", "from-floor"] = setting(
        "from-zero",
        vi="from-zero: tỷ lệ chia cho mức đạt tối đa; from-floor: tính từ mức sàn lên mức tối đa",
        en="from-zero: the rate over the goal; from-floor: how far it is from the floor to the goal",
    )
    places: int = setting(0, low=0, high=17, vi="Số chữ số thập phân của hai số liệu", en="Decimals of both figures")


class Ratio(Criterion[RatioFigures, RatioParams]):
    """Part of the whole, against the part that earns all; nothing under the floor."""

    id = "ratio"
    title = Text(vi="Tỷ lệ hoàn thành", en="Rate against a goal")
    source = Text(
        vi="Cách chấm thường gặp trong các bộ chỉ số cải cách hành chính (Quyết định 876/QĐ-BNV năm "
        "2022): tỷ lệ × điểm tối đa, dưới mức sàn thì không có điểm",
        en="Usual in administrative-reform indices (Decision 876/QĐ-BNV 2022): rate × points, nothing under a floor",
    )

    def score(self, figures: RatioFigures, params: RatioParams) -> Num:
        reported = ratio(figures.over, figures.under, when_empty=NOT_ASSIGNED)
        rate = reported if params.prefer == "high" else clip(1 - reported, 0, 1)
        start = params.floor_rate if params.scale == "from-floor" else 0
        part = ratio(rate - start, params.goal - start, when_empty=1)
        return choose((rate < params.floor_rate, 0), (rate >= params.goal, 1), otherwise=clip(part, 0, 1))


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Ratio]
