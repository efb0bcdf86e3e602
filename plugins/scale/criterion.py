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
        low=setting_of("low"),
        high=setting_of("high"),
        by="committee",
    )


class ScaleParams(Params):
    low: Decimal = setting(Decimal(0), vi="Đầu dưới của thang: 0 điểm", en="Lower end of the scale: no points")
    high: Decimal = setting(Decimal(100), vi="Đầu trên của thang: điểm tối đa", en="Upper end of the scale: all points")
    places: int = setting(2, low=0, high=17, vi="Số chữ số thập phân của giá trị", en="Decimals of the value")


class Scale(Criterion[ScaleFigures, ScaleParams]):
    """How far along its scale the value lies."""

    id = "scale"
    level = 2
    title = Text(vi="Giá trị trên thang đo", en="Value on a scale")
    source = Text(
        vi="Chỉ số năng lực cạnh tranh cấp tỉnh (PCI) năm 2013 (VCCI): các chỉ số "
        "thành phần từ 0 đến 10, nhân trọng số rồi cộng lại",
        en="Provincial Competitiveness Index 2013 (VCCI): sub-indices of 0 to 10, weighted and added up",
    )
    promises = (
        never_lowers(Text(vi="Giá trị cao hơn không bao giờ bị trừ", en="A higher value never costs"), value=+1),
    )

    def score(self, figures: ScaleFigures, params: ScaleParams) -> Num:
        if params.low >= params.high:
            raise setting_error("high", vi="phải lớn hơn low.", en="it must be above low.")
        return ratio(figures.value - params.low, params.high - params.low, when_empty="error")


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Scale]
