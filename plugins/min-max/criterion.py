"""A value between the lowest and the highest of the units that are compared."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from dvk_scoring.api import (
    NOT_ASSIGNED,
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
    rescale,
    setting,
    setting_error,
    setting_of,
)


class MinMaxFigures(Figures):
    value: Num = decimal(
        vi="Giá trị",
        en="Value",
        places=setting_of("places"),
        low=setting_of("low"),
        high=setting_of("high"),
        by="committee",
    )


class MinMaxParams(Params):
    prefer: Literal["high", "low"] = setting(
        "high", vi="Giá trị nào tốt hơn: high cao, low thấp", en="Which value is better: high or low"
    )
    over: Literal["cluster", "all"] = setting(
        "cluster", vi="So trong cụm (cluster) hay tất cả đơn vị (all)", en="Compared in the cluster, or among all units"
    )
    flat: Literal["all", "none", "not-assigned"] = setting(
        "not-assigned",
        vi="Khi mọi đơn vị bằng nhau: all điểm tối đa, none 0 điểm, not-assigned không phân công",
        en="Where all units are equal: all points, none, or not assigned",
    )
    places: int = setting(2, low=0, high=12, vi="Số chữ số thập phân của giá trị", en="Decimals of the value")
    low: Decimal = setting(Decimal(0), vi="Giá trị thấp nhất có thể có", en="Lowest value there can be")
    high: Decimal = setting(Decimal(1_000_000), vi="Giá trị cao nhất có thể có", en="Highest value there can be")


class MinMax(Criterion[MinMaxFigures, MinMaxParams]):
    """How far the value lies from the worst of the units compared (nothing) towards the best (all points)."""

    id = "min-max"
    title = Text(vi="Giữa thấp nhất và cao nhất", en="Between the lowest and the highest")
    source = Text(
        vi="OECD, JRC: Sổ tay xây dựng chỉ số tổng hợp (2008), phần chuẩn hóa: phương pháp min-max",
        en="OECD and JRC: Handbook on Constructing Composite Indicators (2008), normalisation: min-max",
    )
    promises = (
        never_lowers(
            Text(
                vi="Khi cao là tốt, giá trị cao hơn không bao giờ bị trừ", en="Where high is better, more never costs"
            ),
            value=+1,
        ).where(lambda settings: settings["prefer"] == "high"),
        never_raises(
            Text(vi="Khi thấp là tốt, giá trị cao hơn không bao giờ có lợi", en="Where low is better, more never pays"),
            value=+1,
        ).where(lambda settings: settings["prefer"] == "low"),
    )

    def score(self, figures: MinMaxFigures, params: MinMaxParams) -> Num:
        if params.low >= params.high:
            raise setting_error("high", vi="phải lớn hơn low.", en="it must be above low.")
        flat = NOT_ASSIGNED if params.flat == "not-assigned" else 1 if params.flat == "all" else 0
        return rescale(figures.value, prefer=params.prefer, over=params.over, when_flat=flat)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [MinMax]
