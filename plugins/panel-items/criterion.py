"""Judges' marks of several items each: the mean of each item over the judges, or of the judges' totals."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, cast

from dvk_scoring.api import (
    AnyCriterion,
    Criterion,
    Figures,
    Num,
    Params,
    Rows,
    Text,
    each,
    hookimpl,
    least,
    mark,
    mean,
    median,
    named,
    never_lowers,
    ratio,
    round_,
    setting,
    setting_error,
    setting_of,
    total,
)

ITEMS: Mapping[str, Text] = {
    "content": Text(vi="Nội dung", en="Content"),
    "delivery": Text(vi="Thể hiện", en="Delivery"),
}
EQUAL: Mapping[str, Fraction] = {}


class ItemFigures(Figures):
    marks: Rows = each(
        "judges",
        each(
            "items",
            mark(
                vi="Giám khảo {judges}: {items}",
                en="Judge {judges}: {items}",
                low=setting_of("low"),
                high=setting_of("high"),
                step=setting_of("step"),
                places=setting_of("places"),
            ),
        ),
    )


class ItemParams(Params):
    judges: int = setting(5, low=1, high=50, vi="Số giám khảo", en="Judges")
    items: tuple[str, ...] | Mapping[str, Text] = setting(
        ITEMS, vi="Các mục chấm: danh sách mã, hoặc bảng mã = nội dung", en="Items: a list of ids, or a table id = text"
    )
    factors: Mapping[str, Fraction] = setting(
        EQUAL, vi="Hệ số của từng mục (không nêu: 1)", en="Factor of an item (unset: 1)"
    )
    first: Literal["items", "judges"] = setting(
        "items",
        vi="Tính trước: items từng mục qua các giám khảo, judges tổng của từng giám khảo",
        en="Taken first: each item over the judges, or each judge's total",
    )
    rule: Literal["mean", "median", "trimmed"] = setting(
        "trimmed",
        vi="Cách tính: mean trung bình, median trung vị, trimmed bỏ điểm cao nhất và thấp nhất",
        en="Rule: mean, median, or trimmed (the highest and lowest left out)",
    )
    drop: int = setting(
        1, low=0, high=24, vi="Với trimmed: bỏ mấy điểm ở mỗi đầu", en="With trimmed: left out at each end"
    )
    fewest: int = setting(3, low=1, high=50, vi="Số giám khảo ít nhất để có điểm", en="Fewest judges that make a score")
    decimals: int | None = setting(
        None,
        low=0,
        high=12,
        vi="Làm tròn kết quả của từng mục (hay của các tổng) đến mấy chữ số thập phân",
        en="Decimals to which each item's result (or that of the totals) is rounded",
    )
    low: Decimal = setting(Decimal(0), low=0, high=1_000_000, vi="Điểm chấm thấp nhất", en="Lowest mark")
    high: Decimal = setting(Decimal(10), low=0, high=1_000_000, vi="Điểm chấm cao nhất", en="Highest mark")
    step: Decimal | None = setting(Decimal("0.25"), low="0.000001", high=1_000_000, vi="Bước điểm", en="Step of marks")
    places: int = setting(2, low=0, high=12, vi="Số chữ số thập phân của điểm chấm", en="Decimals of marks")


class PanelItems(Criterion[ItemFigures, ItemParams]):
    """Items marked by judges: means over the judges, items by their factors, over the highest there could be."""

    id = "panel-items"
    title = Text(vi="Hội đồng chấm theo mục", en="Panel of judges, by items")
    source = Text(
        vi="Liên đoàn Trượt băng Quốc tế (ISU), cách tính điểm thành phần: bỏ điểm cao nhất và thấp nhất của từng "
        "mục, trung bình làm tròn hai chữ số, nhân hệ số",
        en="International Skating Union, program components: of each component the mean without the highest and the "
        "lowest mark, rounded to two decimals, times its factor",
    )
    promises = (
        never_lowers(
            Text(vi="Điểm chấm cao hơn không bao giờ bị trừ", en="A higher mark never costs"),
            **{"marks.1.content": +1},
        ).where(lambda settings: "content" in cast("Collection[str]", settings["items"])),
    )

    def score(self, figures: ItemFigures, params: ItemParams) -> Num:
        items = (
            dict(params.items) if isinstance(params.items, Mapping) else {key: Text.same(key) for key in params.items}
        )
        _refuse(params, list(items))
        factors = [params.factors.get(key, Fraction(1)) for key in items]
        most = Fraction(params.high) * sum(factors)
        if params.first == "judges":
            totals = [_weighed(factors, one) for one in figures.marks]
            return _held(ratio(_taken(totals, params), most, when_empty="error"), most, params)
        columns = [[one[at] for one in figures.marks] for at in range(len(items))]
        means = [named(text, _taken(column, params)) for text, column in zip(items.values(), columns, strict=True)]
        return _held(ratio(_weighed(factors, means), most, when_empty="error"), Fraction(params.high), params)


def _weighed(factors: Sequence[Fraction], parts: Sequence[Num]) -> Num:
    return total(part if factor == 1 else factor * part for factor, part in zip(factors, parts, strict=True))


def _held(score: Num, highest: Fraction, params: ItemParams) -> Num:
    """Hold a score at all points where what is rounded may come out above the highest there can be."""
    rounded_up = params.decimals is not None and highest * 10**params.decimals % 1 != 0
    return least(score, 1) if rounded_up else score


def _taken(marks: Sequence[Num], params: ItemParams) -> Num:
    drop = params.drop if params.rule == "trimmed" else 0
    taken = (
        median(marks, fewest=params.fewest) if params.rule == "median" else mean(marks, drop=drop, fewest=params.fewest)
    )
    return taken if params.decimals is None else round_(taken, params.decimals)


def _refuse(params: ItemParams, items: Sequence[str]) -> None:
    if params.low >= params.high:
        raise setting_error("high", vi="phải lớn hơn low.", en="must be above low.")
    if not items:
        raise setting_error("items", vi="cần ít nhất một mục.", en="one item or more.")
    wrong = [key for key, factor in params.factors.items() if key not in items or factor <= 0]
    if wrong:
        listed = ", ".join(wrong)
        raise setting_error(
            "factors",
            vi=f"không có mục, hoặc hệ số không lớn hơn 0: {listed}.",
            en=f"no such item, or not above 0: {listed}.",
        )
    drop = params.drop if params.rule == "trimmed" else 0
    if not 2 * drop < params.fewest <= params.judges:
        raise setting_error(
            "fewest",
            vi=f"phải lớn hơn {2 * drop} (hai lần drop) và không quá số giám khảo ({params.judges}).",
            en=f"must be above {2 * drop} (twice drop) and at most the number of judges ({params.judges}).",
        )


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [PanelItems]
