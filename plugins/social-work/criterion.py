"""Charity and social work: what was done, per head of staff, each kind capped; never who gave blood or money."""

from collections.abc import Sequence

from dvk_scoring.api import (
    ERROR,
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
    least,
    never_lowers,
    param,
    ratio,
    total,
)


class Deeds(Figures):
    staff: Num = count(vi="Quân số, biên chế", en="Staff", high=50_000, shared=True)
    meals: Num = count(
        vi="Đợt nấu, phát suất ăn miễn phí",
        en="Occasions of free meals",
        high=10_000,
        help_vi="Tính đợt, không tính số suất. Nhiều điểm phát trong một ngày là một đợt.",
        help_en="Occasions, not portions. Several places on one day are one.",
    )
    pupils: Num = count(
        vi="Học sinh được nhận đỡ đầu thường xuyên",
        en="Pupils sponsored",
        high=10_000,
        help_vi="Hỗ trợ hằng tháng, đủ từ sáu tháng trong kỳ. Không tính tặng quà một lần.",
        help_en="Helped every month, for six months of the period or more. No single gifts.",
    )
    gifts: Num = count(
        vi="Đợt tặng quà",
        en="Occasions of gifts",
        high=10_000,
        help_vi="Tính đợt, không tính số suất và số tiền.",
        help_en="Occasions, not parcels and not money.",
    )
    care: Num = count(vi="Đợt khám bệnh, cấp thuốc miễn phí", en="Sessions of free care", high=10_000)
    blood: Num = count(
        vi="Đợt hiến máu tình nguyện đã tổ chức",
        en="Blood-donation events",
        high=1_000,
        help_vi="Chỉ tính đợt. Không thống kê ai hiến, bao nhiêu người hiến, bao nhiêu đơn vị máu.",
        help_en="Events only. Not who gave, how many gave, or how much.",
    )


class Goals(Params):
    kinds_needed: Num = param(
        "3", low="1", high="5", vi="Số loại việc đạt mức đủ để được tối đa", en="Kinds done in full that earn all"
    )
    meals_goal: Num = param(
        "12", low="0.1", high="1000", vi="Mức đủ: đợt suất ăn trên 100 người", en="In full: meals per 100 staff"
    )
    pupils_goal: Num = param(
        "5", low="0.1", high="1000", vi="Mức đủ: học sinh đỡ đầu trên 100 người", en="In full: pupils per 100 staff"
    )
    gifts_goal: Num = param(
        "10", low="0.1", high="1000", vi="Mức đủ: đợt tặng quà trên 100 người", en="In full: gifts per 100 staff"
    )
    care_goal: Num = param(
        "2", low="0.1", high="1000", vi="Mức đủ: đợt khám trên 100 người", en="In full: care per 100 staff"
    )
    blood_goal: Num = param(
        "1",
        low="0.1",
        high="1000",
        vi="Mức đủ: đợt hiến máu trên 100 người",
        en="In full: blood donation per 100 staff",
    )


class SocialWork(Criterion[Deeds, Goals]):
    """Five kinds, each per head and capped; a few of them done in full earn all."""

    id = "social-work"
    title = Text(vi="Hoạt động xã hội, từ thiện", en="Charity and social work")
    source = Text(
        vi="Các loại việc xã hội, từ thiện nêu trong báo cáo phong trào",
        en="Kinds of social work named in the movement's reports",
    )
    promises = (
        never_lowers(
            Text(vi="Thêm một đợt suất ăn không bao giờ bị trừ", en="One more occasion of meals never costs"), meals=+1
        ),
        never_lowers(Text(vi="Đỡ đầu thêm một em không bao giờ bị trừ", en="One more pupil never costs"), pupils=+1),
        never_lowers(
            Text(vi="Thêm một đợt tặng quà không bao giờ bị trừ", en="One more occasion of gifts never costs"), gifts=+1
        ),
        never_lowers(
            Text(vi="Thêm một đợt khám không bao giờ bị trừ", en="One more session of care never costs"), care=+1
        ),
        never_lowers(
            Text(vi="Thêm một đợt hiến máu không bao giờ bị trừ", en="One more donation event never costs"), blood=+1
        ),
    )

    def score(self, figures: Deeds, params: Goals) -> Num:
        kinds = (
            (figures.meals, params.meals_goal),
            (figures.pupils, params.pupils_goal),
            (figures.gifts, params.gifts_goal),
            (figures.care, params.care_goal),
            (figures.blood, params.blood_goal),
        )
        full = (least(1, ratio(100 * done, goal * figures.staff, when_empty=NOT_ASSIGNED)) for done, goal in kinds)
        return clip(ratio(total(full), params.kinds_needed, when_empty=ERROR), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [SocialWork]
