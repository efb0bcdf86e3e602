"""A value on a fixed scale: an index, a rate or a survey's result that others have measured."""

from collections.abc import Sequence
from decimal import Decimal

from dvk_scoring.api import (
    AnyCriterion,
    Criterion,
    Figures,
    Num,
    Params,
    Text,
    decimal,
    hookimpl,
    never_lowers,
    never_raises,
    ratio,
    setting,
    setting_error,
    setting_of,
)


class ScaleFigures(Figures):
    value: Num = decimal(
        vi="Giá trị",
        en="Value",
        places=setting_of("places"),
        low=setting_of("low", "high", take=min),
        high=setting_of("low", "high", take=max),
        by="committee",
    )


class ScaleParams(Params):
    low: Decimal = setting(
        Decimal(0),
        vi="Đầu 0 điểm của thang",
        en="End of the scale with no points",
        help_vi="Lớn hơn high khi giá trị càng thấp càng tốt: low = 30, high = 5.",
        help_en="Above high where less is better: low = 30, high = 5.",
    )
    high: Decimal = setting(Decimal(100), vi="Đầu được điểm tối đa của thang", en="End of the scale with all points")
    places: int = setting(2, low=0, high=17, vi="Số chữ số thập phân của giá trị", en="Decimals of the value")


class Scale(Criterion[ScaleFigures, ScaleParams]):
    """How far along its scale the value lies; the scale may be read from either end."""

    id = "scale"
    title = Text(vi="Giá trị trên thang đo", en="Value on a scale")
    source = Text(
        vi="Chỉ số năng lực cạnh tranh cấp tỉnh (PCI) năm 2013 (VCCI): các chỉ số "
        "thành phần từ 0 đến 10, nhân trọng số rồi cộng lại",
        en="Provincial Competitiveness Index 2013 (VCCI): sub-indices of 0 to 10, weighted and added up",
    )
    promises = (
        never_lowers(
            Text(
                vi="Khi đầu trên được điểm tối đa, giá trị cao hơn không bao giờ bị trừ",
                en="Where the upper end has all points, a higher value never costs",
            ),
            value=+1,
        ).where(lambda settings: bool(settings["low"] < settings["high"])),
        never_raises(
            Text(
                vi="Khi đầu dưới được điểm tối đa, giá trị cao hơn không bao giờ có lợi",
                en="Where the lower end has all points, a higher value never pays",
            ),
            value=+1,
        ).where(lambda settings: bool(settings["low"] > settings["high"])),
    )

    def score(self, figures: ScaleFigures, params: ScaleParams) -> Num:
        low, high = params.low, params.high
        if low == high:
            raise setting_error("high", vi="phải khác low.", en="it must differ from low.")
        if low < high:
            return ratio(figures.value - low, high - low, when_empty="error")
        return ratio(low - figures.value, low - high, when_empty="error")


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Scale]
