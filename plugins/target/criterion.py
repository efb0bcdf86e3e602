"""A result against an assigned target, relative to the leader of the cluster."""

from collections.abc import Sequence
from fractions import Fraction
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
    greatest,
    highest,
    hookimpl,
    never_lowers,
    ratio,
    setting,
    setting_of,
    share_of_best,
)

HALF = Fraction(1, 2)


class TargetFigures(Figures):
    actual: Num = decimal(
        vi="Kết quả",
        en="Result",
        places=setting_of("places"),
        measure=setting_of("measure"),
        help_vi="Cùng đơn vị đo với chỉ tiêu.",
        help_en="In the same measure as the target.",
    )
    target: Num = decimal(
        vi="Chỉ tiêu được giao",
        en="Assigned target",
        places=setting_of("places"),
        by="committee",
        measure=setting_of("measure"),
        help_vi="0: không được giao chỉ tiêu nhưng vẫn chấm kết quả.",
        help_en="0: no target was assigned, the result is scored all the same.",
    )


class TargetParams(Params):
    measure: Literal["count", "percent", "ratio"] = setting(
        "count",
        vi="Đơn vị đo: count số đếm, percent 0-100, ratio tỷ số; nhập nhầm sẽ bị phát hiện",
        en="Measure: count, percent (0-100) or ratio; a mix-up is caught",
    )
    without_target: Literal["share-of-best", "not-assigned"] = setting(
        "share-of-best",
        vi="Đơn vị không có chỉ tiêu: so với kết quả cao nhất của các đơn vị không có chỉ tiêu, hoặc không chấm",
        en="Units without target: measured by the best result among them, or not assigned",
    )
    places: int = setting(2, low=0, high=17, vi="Số chữ số thập phân của hai số liệu", en="Decimals of both figures")


class Target(Criterion[TargetFigures, TargetParams]):
    """Half the weight at the target, all of it for the leader, in between by the excess."""

    id = "target"
    title = Text(vi="So với chỉ tiêu được giao", en="Against a target")
    source = Text(
        vi="Quy tắc của một cụm thi đua công an cấp tỉnh năm 2025, theo bản mô tả đã công bố kèm ví dụ đã tính",
        en="Rule of a provincial police emulation cluster, 2025, as it was published with worked examples",
    )
    promises = (
        never_lowers(
            Text(vi="Kết quả cao hơn không bao giờ bị trừ", en="A better result never costs the unit itself"), actual=+1
        ),
    )

    def score(self, figures: TargetFigures, params: TargetParams) -> Num:
        targeted = figures.target > 0
        if params.without_target == "not-assigned":
            done = ratio(figures.actual, figures.target, when_empty=NOT_ASSIGNED)
            return self._reached(done, highest(done, when_empty=0))
        done = ratio(figures.actual, figures.target, when_empty=0)
        free = share_of_best(figures.actual, among=~targeted, when_empty=0)
        reached = self._reached(done, highest(done, among=targeted, when_empty=0))
        return clip(choose((~targeted, free), otherwise=reached), 0, 1)

    def _reached(self, done: Num, lead: Num) -> Num:
        # A unit that is not ranked may lie before the leader: it is then measured by itself.
        excess = ratio(greatest(0, done - 1), greatest(0, greatest(lead, done) - 1), when_empty=0)
        return clip(choose((done <= 1, HALF * done), otherwise=HALF + HALF * excess), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Target]
