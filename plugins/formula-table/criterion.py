"""Points by a formula with a table of constants, one row an event: combined events in athletics."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NotRequired, TypedDict

from dvk_scoring.api import (
    AnyCriterion,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    decimal,
    each,
    floor,
    greatest,
    hookimpl,
    least,
    named,
    never_lowers,
    never_raises,
    power,
    setting,
    setting_error,
    setting_of,
    sum_given,
    total,
)


class Event(TypedDict):
    """Constants of an event: A × (B − result)^C where less is better (time), else A × (result − B)^C."""

    a: Fraction
    b: Fraction
    c: Fraction
    better: Literal["less", "more"]
    title: NotRequired[Text]


def _event(constants: str, better: Literal["less", "more"], vi: str, en: str) -> Event:
    a, b, c = map(Fraction, constants.split())
    return {"a": a, "b": b, "c": c, "better": better, "title": Text(vi=vi, en=en)}


DECATHLON: Mapping[str, Event] = {
    "100m": _event("25.4347 18 1.81", "less", "100 m (giây)", "100 m (seconds)"),
    "long-jump": _event("0.14354 220 1.4", "more", "Nhảy xa (cm)", "Long jump (cm)"),
    "shot": _event("51.39 1.5 1.05", "more", "Đẩy tạ (m)", "Shot put (m)"),
    "high-jump": _event("0.8465 75 1.42", "more", "Nhảy cao (cm)", "High jump (cm)"),
    "400m": _event("1.53775 82 1.81", "less", "400 m (giây)", "400 m (seconds)"),
    "110mh": _event("5.74352 28.5 1.92", "less", "110 m rào (giây)", "110 m hurdles (seconds)"),
    "discus": _event("12.91 4 1.1", "more", "Ném đĩa (m)", "Discus (m)"),
    "pole-vault": _event("0.2797 100 1.35", "more", "Nhảy sào (cm)", "Pole vault (cm)"),
    "javelin": _event("10.14 7 1.08", "more", "Ném lao (m)", "Javelin (m)"),
    "1500m": _event("0.03768 480 1.85", "less", "1500 m (giây)", "1500 m (seconds)"),
}


class TableFigures(Figures):
    results: Many = each(
        "events",
        decimal(vi="{name}", en="{name}", places=setting_of("places"), high=setting_of("high"), by="committee"),
    )


class TableParams(Params):
    events: Mapping[str, Event] = setting(
        DECATHLON,
        vi="Các môn: hằng số a, b, c; better = less khi ít là tốt (thời gian), more khi nhiều là tốt",
        en="Events: constants a, b, c; better = less (times) or more",
    )
    missing: Literal["not-reported", "zero"] = setting(
        "not-reported",
        vi="Môn không có kết quả: not-reported chưa báo cáo, zero tính 0 điểm nếu có ít nhất một môn",
        en="An event without a result: not reported, or 0 points where there is one at least",
    )
    places: int = setting(2, low=0, high=6, vi="Số chữ số thập phân của kết quả", en="Decimals of a result")
    high: Decimal = setting(Decimal(10_000), low=1, high=1_000_000, vi="Kết quả lớn nhất", en="Largest result")
    decimals: int = setting(
        0, low=0, high=6, vi="Số chữ số thập phân của điểm một môn", en="Decimals of an event's points"
    )
    weight: Fraction = setting(
        Fraction(10_000), vi="Điểm tối đa (lấy từ tiêu chí)", en="Weight (taken from the criterion)"
    )


class FormulaTable(Criterion[TableFigures, TableParams]):
    """Points of each event by its constants, rounded down, added up; at most the weight."""

    id = "formula-table"
    title = Text(vi="Điểm theo bảng công thức", en="Points by a formula table")
    source = Text(
        vi="World Athletics, bảng điểm thi đấu phối hợp: điểm = A × (B − T)^C hoặc A × (M − B)^C, bỏ phần lẻ",
        en="World Athletics, Scoring Tables for Combined Events: points = A × (B − T)^C or A × (M − B)^C, cut down",
    )
    gives = "points"
    promises = (
        never_raises(
            Text(vi="Chạy 100 m lâu hơn không bao giờ có lợi", en="A longer time over 100 m never pays"),
            **{"results.100m": +1},
        ).where(lambda settings: settings["events"] == DECATHLON),
        never_lowers(
            Text(vi="Nhảy xa hơn không bao giờ bị trừ", en="A longer jump never costs"),
            **{"results.long-jump": +1},
        ).where(lambda settings: settings["events"] == DECATHLON),
    )

    def score(self, figures: TableFigures, params: TableParams) -> Num:
        _refuse(params)
        pairs = zip(params.events.items(), figures.results, strict=True)
        points = [_points(key, event, result, params.decimals) for (key, event), result in pairs]
        whole = sum_given(points) if params.missing == "zero" else total(points)
        return least(whole, params.weight)


def _points(key: str, event: Event, result: Num, decimals: int) -> Num:
    beyond = event["b"] - result if event["better"] == "less" else result - event["b"]
    earned = event["a"] * power(greatest(beyond, 0), event["c"])
    own = event.get("title", Text.same(key))
    return named(Text(vi=f"Điểm {own.vi}", en=f"Points of {own.en}"), floor(earned, decimals))


def _refuse(params: TableParams) -> None:
    if not params.events:
        raise setting_error("events", vi="cần ít nhất một môn.", en="one event or more.")
    for key, event in params.events.items():
        if event["a"] <= 0 or not 0 < event["c"] <= 10 or not 0 <= event["b"] <= 1_000_000:
            raise setting_error(
                "events",
                vi=f"“{key}”: a lớn hơn 0, b từ 0 đến 1000000, c lớn hơn 0 và không quá 10.",
                en=f"“{key}”: a above 0, b from 0 to 1000000, c above 0 and at most 10.",
            )


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [FormulaTable]
