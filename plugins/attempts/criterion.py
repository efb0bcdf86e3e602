"""Several attempts, runs or races: the best of those that were made, a sum or mean without the worst, a place."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from dvk_scoring.api import (
    NOT_ASSIGNED,
    AnyCriterion,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    best,
    decimal,
    each,
    hookimpl,
    least,
    mean,
    never_lowers,
    scored_range,
    setting,
    setting_error,
    setting_of,
    sum_given,
)


class AttemptFigures(Figures):
    marks: Many = each(
        "attempts",
        decimal(
            vi="Lần {name}",
            en="Attempt {name}",
            places=setting_of("places"),
            low=setting_of("low"),
            high=setting_of("high"),
            by="committee",
            # Of the unit itself: a criterion that only breaks ties reads the columns of the one that gives points.
            shared=True,
            help_vi="Không thực hiện thì để trống; để trống không phải là 0.",
            help_en="Blank where it was not made; a blank is no nought.",
        ),
    )


class AttemptParams(Params):
    attempts: int | tuple[str, ...] = setting(
        3,
        low=1,
        high=100,
        vi="Số lần, hoặc danh sách tên các lần",
        en="How many, or a list of their names",
        help_vi="Hai tiêu chí có cùng tên thì đọc chung cột; loạt khác nhau thì đặt tên khác nhau.",
        help_en="Criteria with the same names read the same columns; series of their own have names of their own.",
    )
    take: Literal["best", "sum", "mean", "place"] = setting(
        "best",
        vi="Lấy gì: best lần tốt nhất, sum tổng, mean trung bình, place lần tốt thứ mấy",
        en="What is taken: best, sum, mean, or place (the second best, …)",
    )
    place: int = setting(2, low=1, high=100, vi="Với place: lần tốt thứ mấy", en="With place: which from the best")
    best: int | None = setting(
        None,
        low=1,
        high=100,
        vi="Với sum, mean: chỉ lấy mấy lần tốt nhất",
        en="With sum, mean: only so many of the best",
    )
    discard: int = setting(
        0, low=0, high=99, vi="Với sum, mean: bỏ mấy lần kém nhất", en="With sum, mean: worst left out"
    )
    prefer: Literal["high", "low"] = setting(
        "high", vi="Số nào tốt hơn: high cao, low thấp", en="Which is better: high or low"
    )
    fewest: int = setting(1, low=1, high=100, vi="Số lần ít nhất phải thực hiện", en="Attempts that must be made")
    low: Decimal = setting(Decimal(0), low=0, high=1_000_000, vi="Kết quả thấp nhất của một lần", en="Lowest result")
    high: Decimal = setting(
        Decimal(1000), low=0, high=1_000_000, vi="Kết quả cao nhất của một lần", en="Highest result"
    )
    places: int = setting(0, low=0, high=12, vi="Số chữ số thập phân của một lần", en="Decimals of a result")
    weight: Fraction | None = setting(None, vi="Điểm tối đa (lấy từ tiêu chí)", en="Weight (taken from the criterion)")


class Attempts(Criterion[AttemptFigures, AttemptParams]):
    """What a series of attempts comes to, of those that were made; not reported where none was."""

    id = "attempts"
    title = Text(vi="Nhiều lần thực hiện", en="Several attempts")
    source = Text(
        vi="Luật đua thuyền buồm của World Sailing, Phụ lục A (tính điểm thấp, bỏ kết quả kém nhất); các cuộc thi "
        "chấm theo lần tốt nhất",
        en="Racing Rules of Sailing (World Sailing), Appendix A: low point system with excluded scores; contests "
        "scored by the best of the attempts made",
    )
    gives = "points"
    range = scored_range(0, None)
    promises = (
        never_lowers(
            Text(
                vi="Một lần có số cao hơn không bao giờ làm kết quả thấp đi",
                en="A higher number in one attempt never lowers what comes of all",
            ),
            **{"marks.1": +1},
        ),
    )

    def score(self, figures: AttemptFigures, params: AttemptParams) -> Num:
        _refuse(params, len(figures.marks))
        found = self._taken(figures, params)
        return found if params.weight is None else least(found, params.weight)

    def _taken(self, figures: AttemptFigures, params: AttemptParams) -> Num:
        if params.take in ("best", "place"):
            place = params.place if params.take == "place" else 1
            return best(figures.marks, place, prefer=params.prefer, fewest=params.fewest, when_fewer=NOT_ASSIGNED)
        take = sum_given if params.take == "sum" else mean
        low, high = (params.discard, 0) if params.prefer == "high" else (0, params.discard)
        return take(
            figures.marks, drop_low=low, drop_high=high, best=params.best, prefer=params.prefer, fewest=params.fewest
        )


def _refuse(params: AttemptParams, attempts: int) -> None:
    if params.low >= params.high:
        raise setting_error("high", vi="phải lớn hơn low.", en="must be above low.")
    if params.take == "place" and params.place > attempts:
        raise setting_error("place", vi=f"chỉ có {attempts} lần.", en=f"there are {attempts} attempts.")
    if params.best is not None and (params.discard or params.best > attempts):
        raise setting_error(
            "best",
            vi=f"không quá {attempts}, và không dùng cùng discard.",
            en=f"at most {attempts}, and not together with discard.",
        )
    dropped = params.discard if params.take in ("sum", "mean") else 0
    if not dropped < params.fewest <= attempts:
        raise setting_error(
            "fewest",
            vi=f"phải lớn hơn số lần bị bỏ ({dropped}) và không quá số lần ({attempts}).",
            en=f"must be above those left out ({dropped}) and at most the attempts ({attempts}).",
        )


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Attempts]
