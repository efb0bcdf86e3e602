"""New rural development: communes that keep the security criterion, and none that kept it by hiding what happened."""

from collections.abc import Sequence

from dvk_scoring.api import (
    NOT_ASSIGNED,
    AnyCriterion,
    Criterion,
    Figures,
    Num,
    Params,
    Text,
    clip,
    count,
    hookimpl,
    never_lowers,
    never_raises,
    param,
    ratio,
)


class Communes(Figures):
    having: Num = count(
        vi="Xã đã đạt tiêu chí an ninh đầu kỳ",
        en="Communes that had the security criterion at the start",
        high=1_000,
        by="committee",
        help_vi="Xã thuộc phạm vi đơn vị phụ trách, có quyết định công nhận còn hiệu lực. Không tính phường.",
        help_en="In the unit's area, with a recognition in force. No wards.",
    )
    kept: Num = count(
        vi="Trong đó vẫn giữ đạt cuối kỳ",
        en="Of these that kept it to the end",
        high=1_000,
        by="committee",
        at_most="having",
        help_vi="Theo thẩm định của cấp trên, không theo xã tự đánh giá.",
        help_en="As the superior found, not as the commune says.",
    )
    concealed: Num = count(
        vi="Xã không giữ được mà giấu vụ việc",
        en="Communes that lost it and hid why",
        high=1_000,
        by="committee",
        at_most="having",
        plus=("kept",),
        help_vi="Vụ việc lẽ ra làm mất tiêu chí không được báo cáo, do nơi khác phát hiện.",
        help_en="Where what would have cost the criterion was not reported and others found it.",
    )


class Costs(Params):
    concealed_cost: Num = param(
        "1",
        low="0.5",
        high="5",
        vi="Trừ thêm cho mỗi xã giấu vụ việc, tính bằng số xã",
        en="Taken further for each that hid it, in communes",
    )


class NewRural(Criterion[Communes, Costs]):
    """Communes that kept the criterion, less those found to have hidden its loss, of those that had it."""

    id = "new-rural"
    title = Text(
        vi="Giữ vững tiêu chí an ninh trong xây dựng nông thôn mới", en="Security criterion of new rural development"
    )
    source = Text(
        vi="Bộ tiêu chí quốc gia về xã nông thôn mới, tiêu chí 19 (quốc phòng và an ninh)",
        en="National criteria for new rural communes, criterion 19 (defence and security)",
    )
    promises = (
        never_lowers(
            Text(vi="Giữ thêm một xã không bao giờ bị trừ", en="One more commune that has and keeps it never costs"),
            having=+1,
            kept=+1,
        ),
        never_raises(
            Text(vi="Giấu vụ việc để giữ tiêu chí không bao giờ có lợi", en="Hiding a loss that is found never pays"),
            concealed=+1,
        ),
        never_raises(
            Text(vi="Mất tiêu chí rồi giấu không bao giờ có lợi", en="Losing it and hiding it never pays"),
            kept=-1,
            concealed=+1,
        ),
    )

    def score(self, figures: Communes, params: Costs) -> Num:
        kept = figures.kept - params.concealed_cost * figures.concealed
        return clip(ratio(kept, figures.having, when_empty=NOT_ASSIGNED), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [NewRural]
