"""A mark up to the weight, as the prevailing voice gave it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from dvk_scoring.api import (
    AnyCriterion,
    Criterion,
    Figures,
    Num,
    Params,
    Text,
    hookimpl,
    mark,
    never_lowers,
    setting,
    setting_of,
)


class DirectFigures(Figures):
    points: Num = mark(
        vi="Điểm chấm",
        en="Points given",
        high=setting_of("weight"),
        step=setting_of("step"),
        places=setting_of("places"),
        # Units mark themselves first where a scheme has voices; the committee's mark prevails as a later voice.
        by="unit",
    )


class DirectParams(Params):
    weight: Fraction = setting(
        Fraction(100), vi="Điểm tối đa (lấy từ tiêu chí)", en="Weight (taken from the criterion)"
    )
    places: int = setting(2, low=0, high=17, vi="Số chữ số thập phân của điểm chấm", en="Decimals of the points given")
    step: Decimal | None = setting(
        None,
        low="0.000001",
        high=1_000_000,
        vi="Bước điểm (không nêu: tùy ý)",
        en="Step of the points (unset: free)",
    )


class Direct(Criterion[DirectFigures, DirectParams]):
    """The points given, as they are."""

    id = "direct"
    title = Text(vi="Chấm điểm trực tiếp", en="Direct mark")
    source = Text(
        vi="Bảng điểm của một cụm thi đua công an cấp tỉnh năm 2025: 60,7% số điểm cho theo cách này",
        en="Rubric of a provincial police emulation cluster, 2025: 60.7 % of its points are given so",
    )
    gives = "points"
    promises = (never_lowers(Text(vi="Chấm cao hơn không bao giờ bị trừ", en="A higher mark never costs"), points=+1),)

    def score(self, figures: DirectFigures, params: DirectParams) -> Num:  # noqa: ARG002 - settings bound the figure
        return figures.points


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Direct]
