"""Coordination with the Front and the social organisations: what was planned jointly and the partners confirm."""

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
    greatest,
    hookimpl,
    least,
    never_lowers,
    never_raises,
    param,
    ratio,
    when,
)


class Programmes(Figures):
    planned: Num = count(
        vi="Hoạt động trong các chương trình phối hợp đã ký",
        en="Activities in the joint programmes signed",
        high=1_000,
        by="committee",
        help_vi="Hoạt động có thời hạn trong kỳ. Hoạt động ghi trong nhiều chương trình tính một lần.",
        help_en="Those that fell in the period. One named in several programmes counts once.",
    )
    held: Num = count(
        vi="Hoạt động đã thực hiện",
        en="Activities held",
        high=1_000,
        help_vi="Tổ chức cùng nhau. Không tính việc chỉ gửi công văn, cử người dự, đứng tên chung.",
        help_en="Held together. Not a letter, a delegate sent, or a name lent.",
    )
    unconfirmed: Num = count(
        vi="Trong đó tổ chức phối hợp không xác nhận",
        en="Of these not confirmed by the partner",
        high=1_000,
        by="committee",
        at_most="held",
    )
    partners_planned: Num = count(
        vi="Số tổ chức có chương trình phối hợp đã ký",
        en="Organisations with a signed programme",
        high=100,
        by="committee",
        help_vi="Mặt trận Tổ quốc, Công đoàn, Nông dân, Phụ nữ, Đoàn Thanh niên, Cựu chiến binh, tổ chức xã hội khác.",
        help_en="The Front, trade union, farmers, women, youth, veterans, and other social organisations.",
    )
    partners: Num = count(
        vi="Số tổ chức đã cùng làm ít nhất một hoạt động",
        en="Organisations with at least one activity held",
        high=100,
        by="committee",
        at_most="partners_planned",
    )


class Shares(Params):
    activities_part: Num = param(
        "7", low="0", high="10", vi="Tỷ trọng hoạt động", en="Share of the part for activities"
    )
    partners_part: Num = param("3", low="0", high="10", vi="Tỷ trọng số tổ chức", en="Share of the part for partners")
    unconfirmed_cost: Num = param(
        "1.5",
        low="1",
        high="5",
        vi="Trừ cho mỗi hoạt động không được xác nhận, tính bằng số hoạt động",
        en="Taken for each activity not confirmed, in activities",
    )


class Coordination(Criterion[Programmes, Shares]):
    """Activities confirmed of those planned, and how many partners had a share in them."""

    id = "coordination"
    title = Text(vi="Phối hợp với Mặt trận và đoàn thể", en="Coordination with the Front and social organisations")
    source = Text(
        vi="Chương trình phối hợp giữa công an với Mặt trận và các đoàn thể",
        en="Joint programmes between the police and the Front and social organisations",
    )
    promises = (
        never_lowers(Text(vi="Thêm một hoạt động không bao giờ bị trừ", en="One more activity never costs"), held=+1),
        never_raises(
            Text(
                vi="Khai hoạt động không có thật không bao giờ có lợi",
                en="Claiming an activity the partner denies never pays",
            ),
            held=+1,
            unconfirmed=+1,
        ),
        never_lowers(
            Text(vi="Thêm một tổ chức cùng làm không bao giờ bị trừ", en="One more partner never costs"),
            held=+1,
            partners=+1,
        ),
    )

    def score(self, figures: Programmes, params: Shares) -> Num:
        confirmed = greatest(0, figures.held - params.unconfirmed_cost * figures.unconfirmed)
        activities = least(1, ratio(confirmed, figures.planned, when_empty=0))
        partners = ratio(figures.partners, figures.partners_planned, when_empty=0)
        activities_part = when(figures.planned > 0, params.activities_part, 0)
        partners_part = when(figures.partners_planned > 0, params.partners_part, 0)
        earned = activities_part * activities + partners_part * partners
        return clip(ratio(earned, activities_part + partners_part, when_empty=NOT_ASSIGNED), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Coordination]
