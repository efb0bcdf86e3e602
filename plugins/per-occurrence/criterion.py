"""So many points each time, up to a cap."""

from collections.abc import Sequence
from fractions import Fraction

from dvk_scoring.api import (
    AnyCriterion,
    Criterion,
    Figures,
    Num,
    Params,
    Text,
    count,
    equal,
    hookimpl,
    least,
    never_lowers,
    param,
    scored_range,
    setting,
    when,
)


class Occurrences(Figures):
    times: Num = count(
        vi="Số lần",
        en="Times",
        high=100_000,
        by="committee",
        help_vi="Mỗi sự việc tính một lần, có văn bản hoặc minh chứng; cùng một sự việc không tính lại ở cấp khác.",
        help_en="Each event once, with its paper; the same event is not counted again at another level.",
    )


class PerOccurrenceParams(Params):
    each: Num = param("1", low="0", high="1000", vi="Điểm mỗi lần", en="Points each time")
    cap: Num = param(
        "0", low="0", high="1000000", vi="Điểm nhiều nhất (0: không giới hạn)", en="Most points (0: no cap)"
    )
    weight: Fraction | None = setting(
        None, vi="Điểm tối đa (lấy từ tiêu chí)", en="Weight (taken from the criterion, where it has one)"
    )


class PerOccurrence(Criterion[Occurrences, PerOccurrenceParams]):
    """Times × points, capped."""

    id = "per-occurrence"
    title = Text(vi="Tính theo số lần", en="Per occurrence")
    source = Text(
        vi="Bảng điểm của một cụm thi đua công an cấp tỉnh năm 2025: số lần × điểm mỗi lần, không quá mức tối đa",
        en="Rubric of a provincial police emulation cluster, 2025: min(n × p, cap)",
    )
    gives = "points"
    range = scored_range(0, None)
    promises = (never_lowers(Text(vi="Thêm một lần không bao giờ bớt điểm", en="One more never takes any"), times=+1),)

    def score(self, figures: Occurrences, params: PerOccurrenceParams) -> Num:
        earned = params.each * figures.times
        held = when(equal(params.cap, 0), earned, least(earned, params.cap))
        return held if params.weight is None else least(held, params.weight)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [PerOccurrence]
