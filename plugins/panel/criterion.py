"""Judges' marks."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from dvk_scoring.api import (
    ERROR,
    AnyCriterion,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    each,
    hookimpl,
    least,
    mark,
    mean,
    median,
    ratio,
    round_,
    setting,
    setting_error,
    setting_of,
)


class PanelFigures(Figures):
    marks: Many = each(
        "judges",
        mark(
            vi="Giám khảo {name}",
            en="Judge {name}",
            low=setting_of("low"),
            high=setting_of("high"),
            step=setting_of("step"),
            places=setting_of("places"),
        ),
    )


class PanelParams(Params):
    judges: int = setting(5, low=1, high=50, vi="Số giám khảo", en="Judges")
    rule: Literal["mean", "median", "trimmed"] = setting(
        "trimmed",
        vi="Cách tính: mean trung bình, median trung vị, trimmed bỏ điểm cao nhất và thấp nhất",
        en="Rule: mean, median, or trimmed (the highest and lowest left out)",
    )
    drop: int = setting(
        1, low=0, high=24, vi="Với trimmed: bỏ mấy điểm ở mỗi đầu", en="With trimmed: marks left out at each end"
    )
    fewest: int = setting(3, low=1, high=50, vi="Số phiếu ít nhất để có điểm", en="Fewest marks that make a score")
    decimals: int | None = setting(
        None,
        low=0,
        high=12,
        vi="Làm tròn kết quả đến mấy chữ số thập phân trước khi tính điểm",
        en="Decimals to which the result is rounded before it is scored",
    )
    low: Decimal = setting(Decimal(0), low=0, high=1_000_000, vi="Điểm chấm thấp nhất", en="Lowest mark")
    high: Decimal = setting(Decimal(10), low=0, high=1_000_000, vi="Điểm chấm cao nhất", en="Highest mark")
    step: Decimal | None = setting(Decimal("0.25"), low="0.000001", high=1_000_000, vi="Bước điểm", en="Step of marks")
    places: int = setting(2, low=0, high=17, vi="Số chữ số thập phân của điểm chấm", en="Decimals of marks")


class Panel(Criterion[PanelFigures, PanelParams]):
    """The mean or median of the marks given, over the highest mark."""

    id = "panel"
    title = Text(vi="Hội đồng chấm", en="Panel of judges")
    source = Text(
        vi="Cách làm thường gặp của hội đồng chấm: trung bình sau khi bỏ điểm cao nhất và điểm thấp nhất",
        en="Usual practice of panels: the mean without the highest and the lowest mark",
    )

    def score(self, figures: PanelFigures, params: PanelParams) -> Num:
        drop = params.drop if params.rule == "trimmed" else 0
        self._refuse(params, drop)
        if params.rule == "median":
            taken = median(figures.marks, fewest=params.fewest)
        else:
            taken = mean(figures.marks, drop=drop, fewest=params.fewest)
        if params.decimals is None:
            return ratio(taken, params.high, when_empty=ERROR)
        rounded = ratio(round_(taken, params.decimals), params.high, when_empty=ERROR)
        # 9.5 rounded to a whole number is more than the highest mark, 9.5.
        return rounded if params.high * 10**params.decimals % 1 == 0 else least(rounded, 1)

    def _refuse(self, params: PanelParams, drop: int) -> None:
        if params.low >= params.high:
            raise setting_error("high", vi="phải lớn hơn low.", en="must be above low.")
        if not 2 * drop < params.fewest <= params.judges:
            raise setting_error(
                "fewest",
                vi=f"phải lớn hơn {2 * drop} (hai lần drop) và không quá số giám khảo ({params.judges}).",
                en=f"must be above {2 * drop} (twice drop) and at most the number of judges ({params.judges}).",
            )


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Panel]
