"""Indicators between fixed goalposts, joined to one index: a development index of one or two levels."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import mul
from typing import Literal, NotRequired, TypedDict

from dvk_scoring.api import (
    AnyCriterion,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    clip,
    decimal,
    each,
    hookimpl,
    log,
    named,
    never_lowers,
    power,
    ratio,
    round_,
    setting,
    setting_error,
    setting_of,
    total,
)


class Indicator(TypedDict):
    """An indicator: goalposts, and what else is said of it."""

    low: Fraction
    high: Fraction
    title: NotRequired[Text]
    scale: NotRequired[Literal["linear", "log"]]
    dimension: NotRequired[str]


USUAL: Mapping[str, Indicator] = {
    "value": {"low": Fraction(0), "high": Fraction(100), "title": Text(vi="Giá trị", en="Value")}
}
EQUAL: Mapping[str, Fraction] = {}


class GoalpostFigures(Figures):
    values: Many = each(
        "indicators",
        decimal(
            vi="{name}",
            en="{name}",
            places=setting_of("places"),
            low=setting_of("least"),
            high=setting_of("most"),
            by="committee",
        ),
    )


class GoalpostParams(Params):
    indicators: Mapping[str, Indicator] = setting(
        USUAL,
        vi="Các chỉ tiêu: low được 0, high được 1 (low lớn hơn high khi ít là tốt); scale = log; dimension: nhóm",
        en="Indicators: low gives 0, high gives 1 (low above high where less is better); scale = log; dimension",
    )
    mean: Literal["arithmetic", "geometric"] = setting(
        "arithmetic",
        vi="Gộp các nhóm: arithmetic trung bình cộng, geometric trung bình nhân",
        en="How dimensions are joined: arithmetic or geometric mean",
    )
    weights: Mapping[str, Fraction] = setting(
        EQUAL, vi="Hệ số của các nhóm (không nêu: 1)", en="Weight of a dimension among the others (unset: 1)"
    )
    decimals: int = setting(
        6,
        low=1,
        high=12,
        vi="Số chữ số thập phân của lôgarit và trung bình nhân",
        en="Decimals of logarithms and roots",
    )
    places: int = setting(3, low=0, high=12, vi="Số chữ số thập phân của chỉ tiêu", en="Decimals of indicators")
    least: Decimal = setting(Decimal(0), vi="Giá trị thấp nhất có thể có", en="Lowest value there can be")
    most: Decimal = setting(Decimal(1_000_000), vi="Giá trị cao nhất có thể có", en="Highest value there can be")


class Goalposts(Criterion[GoalpostFigures, GoalpostParams]):
    """Where each indicator lies between its goalposts, the mean of each dimension, and the mean of these."""

    id = "goalposts"
    title = Text(vi="Chỉ số theo mốc cố định", en="Index between goalposts")
    source = Text(
        vi="UNDP, Ghi chú kỹ thuật của Báo cáo Phát triển con người: (giá trị − thấp nhất) ÷ (cao nhất − thấp nhất), "
        "thu nhập theo lôgarit, các chiều gộp bằng trung bình nhân",
        en="UNDP, technical notes of the Human Development Report: (value − minimum) ÷ (maximum − minimum), income by "
        "its logarithm, dimensions joined by their geometric mean",
    )
    promises = (
        never_lowers(
            Text(
                vi="Chỉ tiêu càng cao càng tốt thì giá trị cao hơn không bao giờ bị trừ",
                en="Where more is better, a higher value never costs",
            ),
            **{"values.value": +1},
        ).where(lambda settings: settings["indicators"] == USUAL),
    )

    def score(self, figures: GoalpostFigures, params: GoalpostParams) -> Num:
        _refuse(params)
        dimensions: dict[str, list[Num]] = {}
        for (key, one), value in zip(params.indicators.items(), figures.values, strict=True):
            dimensions.setdefault(one.get("dimension", key), []).append(_index(key, one, value, params.decimals))
        weights = [params.weights.get(key, Fraction(1)) for key in dimensions]
        parts = [_dimension(key, inside) for key, inside in dimensions.items()]
        if params.mean == "arithmetic":
            weighted = total(weight * part for weight, part in zip(weights, parts, strict=True))
            return clip(ratio(weighted, sum(weights), when_empty="error"), 0, 1)
        raised = [power(part, weight / sum(weights)) for weight, part in zip(weights, parts, strict=True) if weight]
        return clip(round_(reduce(mul, raised), params.decimals), 0, 1)


def _dimension(key: str, indices: list[Num]) -> Num:
    if len(indices) == 1:
        return indices[0]
    title = Text(vi=f"Nhóm {key}", en=f"Dimension {key}")
    return named(title, ratio(total(indices), len(indices), when_empty="error"))


def _index(key: str, one: Indicator, value: Num, decimals: int) -> Num:
    """Place a value between its goalposts; beyond them it counts as the nearer one."""
    low, high = one["low"], one["high"]
    first, last = min(low, high), max(low, high)
    held = clip(value, first, last)
    own = one.get("title", Text.same(key))
    title = Text(vi=f"Chỉ số {own.vi}", en=f"Index of {own.en}")
    if one.get("scale") != "log":
        part = ratio(held - low, high - low, when_empty="error")
        return named(title, part if low < high else ratio(low - held, low - high, when_empty="error"))
    part = round_(log(ratio(held, first, when_empty="error"), last / first), decimals)
    return named(title, part if low < high else 1 - part)


def _refuse(params: GoalpostParams) -> None:
    if not params.indicators:
        raise setting_error("indicators", vi="cần ít nhất một chỉ tiêu.", en="one indicator or more.")
    if params.least >= params.most:
        raise setting_error("most", vi="phải lớn hơn least.", en="must be above least.")
    for key, one in params.indicators.items():
        if one["low"] == one["high"]:
            raise setting_error(
                "indicators", vi=f"“{key}”: low phải khác high.", en=f"“{key}”: low must differ from high."
            )
        if one.get("scale") == "log" and min(one["low"], one["high"]) <= 0:
            raise setting_error(
                "indicators",
                vi=f"“{key}”: lôgarit cần low và high lớn hơn 0.",
                en=f"“{key}”: a logarithm needs low and high above 0.",
            )
    known = {one.get("dimension", key) for key, one in params.indicators.items()}
    wrong = [key for key, weight in params.weights.items() if key not in known or weight < 0]
    if wrong:
        listed = ", ".join(wrong)
        raise setting_error(
            "weights",
            vi=f"không có nhóm, hoặc hệ số âm: {listed}.",
            en=f"no such dimension, or below 0: {listed}.",
        )
    if not any(params.weights.get(key, 1) for key in known):
        raise setting_error("weights", vi="tổng phải lớn hơn 0.", en="their sum must be above 0.")


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Goalposts]
