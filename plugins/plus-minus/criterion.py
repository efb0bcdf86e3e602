"""Points added for what went well and taken for what went wrong, from a start, between limits."""

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
    greatest,
    hookimpl,
    least,
    never_lowers,
    never_raises,
    param,
    setting,
)


class PlusMinusFigures(Figures):
    merits: Num = count(
        vi="Số lần được cộng",
        en="Times to add for",
        high=10_000,
        help_vi="Việc hoàn thành sớm, tốt hơn yêu cầu, có minh chứng.",
        help_en="Tasks done early or better than asked, with their papers.",
    )
    faults: Num = count(
        vi="Số lần bị trừ",
        en="Times to take for",
        high=10_000,
        by="committee",
        help_vi="Việc chậm, sai, bị nhắc nhở bằng văn bản; do nơi giao việc xác nhận.",
        help_en="Tasks late, wrong or reminded of in writing, as confirmed by whoever gave them.",
    )


class PlusMinusParams(Params):
    start: Num = param("0", low="0", high="100000", vi="Điểm khởi đầu", en="Points at the start")
    add: Num = param("1", low="0", high="1000", vi="Điểm cộng mỗi lần", en="Points added each time")
    subtract: Num = param("1", low="0", high="1000", vi="Điểm trừ mỗi lần", en="Points taken each time")
    low: Num = param("0", low="0", high="100000", vi="Điểm thấp nhất", en="Lowest points")
    weight: Fraction = setting(
        Fraction(100), vi="Điểm tối đa (lấy từ tiêu chí)", en="Weight (taken from the criterion)"
    )


class PlusMinus(Criterion[PlusMinusFigures, PlusMinusParams]):
    """start + add × merits − subtract × faults, held between the lowest points and the weight."""

    id = "plus-minus"
    title = Text(vi="Cộng, trừ điểm", en="Plus and minus")
    source = Text(
        vi="Bảng điểm của một cụm thi đua công an cấp tỉnh năm 2025: số lần × điểm cộng "
        "− số lần × điểm trừ, giữ trong khoảng cho phép",
        en="Rubric of a provincial police emulation cluster, 2025: clamp(n × bonus − m × penalty, min, max)",
    )
    gives = "points"
    promises = (
        never_lowers(
            Text(vi="Thêm một lần được cộng không bao giờ bị trừ", en="One more merit never costs"), merits=+1
        ),
        never_raises(Text(vi="Thêm một lần bị trừ không bao giờ có lợi", en="One more fault never pays"), faults=+1),
    )

    def score(self, figures: PlusMinusFigures, params: PlusMinusParams) -> Num:
        points = params.start + params.add * figures.merits - params.subtract * figures.faults
        return least(greatest(points, params.low), params.weight)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [PlusMinus]
