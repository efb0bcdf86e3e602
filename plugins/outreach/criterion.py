"""Outreach: people met face to face, meetings held as planned, in several forms."""

from collections.abc import Mapping, Sequence

from dvk_scoring.api import (
    ERROR,
    NOT_ASSIGNED,
    AnyCriterion,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    any_of,
    clip,
    count,
    count_of,
    each,
    hookimpl,
    least,
    never_lowers,
    param,
    ratio,
    setting,
    when,
)

FORMS = {
    "performance": Text(vi="Văn nghệ", en="Performance"),
    "sketch": Text(vi="Tiểu phẩm", en="Sketch"),
    "banner": Text(vi="Băng rôn", en="Banner"),
    "poster": Text(vi="Pa nô, áp phích", en="Poster"),
    "leaflet": Text(vi="Tờ rơi", en="Leaflet"),
    "loudspeaker": Text(vi="Loa truyền thanh", en="Loudspeaker"),
    "broadcast": Text(vi="Phát thanh, truyền hình", en="Broadcast"),
    "online": Text(vi="Mạng xã hội, trang thông tin điện tử", en="Online"),
}


class OutreachFigures(Figures):
    population: Num = count(
        vi="Dân số địa bàn",
        en="Population of the area",
        high=20_000_000,
        shared=True,
        help_vi="Đơn vị không phụ trách địa bàn ghi 0: phần “tiếp cận” được bỏ ra, các phần khác vẫn tính.",
        help_en="A unit without an area of its own writes 0: the part for reach is left out, the others count.",
    )
    planned: Num = count(
        vi="Số buổi theo kế hoạch được duyệt",
        en="Sessions in the approved plan",
        high=10_000,
        by="committee",
        help_vi="Theo kế hoạch cấp trên phê duyệt đầu kỳ, không theo số đơn vị tự rút xuống.",
        help_en="As the superior approved it at the start, not as the unit reduced it later.",
    )
    sessions: Num = count(
        vi="Số buổi đã tổ chức",
        en="Sessions held",
        high=10_000,
        help_vi="Buổi có mặt người dân, có biên bản hoặc giấy mời. Không tính họp nội bộ, phát loa, bài đăng mạng.",
        help_en="With residents present and minutes or an invitation. No internal meetings, broadcasts or posts.",
    )
    reached: Num = count(
        vi="Lượt người dự các buổi đó",
        en="People present at them",
        high=10_000_000,
        help_vi="Người dự trực tiếp. Không tính lượt xem, lượt theo dõi, số hộ trong tầm loa, số tờ rơi.",
        help_en="Present in person. No views, followers, households within earshot or leaflets printed.",
    )
    forms: Many = each(
        "forms",
        count(
            vi="Số lần dùng hình thức: {name}",
            en="Times used: {name}",
            high=100_000,
            help_vi="Một đợt treo, phát, đăng cùng nội dung tính một lần.",
            help_en="Hanging, sending or posting the same content in one campaign is one time.",
        ),
    )


class OutreachParams(Params):
    reach_part: Num = param("5", low="0", high="10", vi="Tỷ trọng phần tiếp cận", en="Share of the part for reach")
    sessions_part: Num = param("3", low="0", high="10", vi="Tỷ trọng phần số buổi", en="Share of the part for sessions")
    forms_part: Num = param("2", low="0", high="10", vi="Tỷ trọng phần hình thức", en="Share of the part for forms")
    reach_goal: Num = param(
        "0.5",
        low="0.01",
        high="10",
        vi="Lượt người trên dân số để đạt tối đa",
        en="People per inhabitant that earn all",
    )
    crowd: Num = param(
        "300", low="1", high="10000", vi="Số người nhiều nhất được tính mỗi buổi", en="Most people counted per session"
    )
    forms_goal: Num = param("4", low="1", high="20", vi="Số hình thức để đạt tối đa", en="Forms that earn all")
    form_times: Num = param(
        "2", low="1", high="100", vi="Số lần để được tính là có dùng một hình thức", en="Times that make a form used"
    )
    forms: Mapping[str, Text] = setting(FORMS, vi="Các hình thức", en="Forms")


class Outreach(Criterion[OutreachFigures, OutreachParams]):
    """Three capped parts; a part without a base leaves the average."""

    id = "outreach"
    title = Text(vi="Tuyên truyền, vận động quần chúng", en="Outreach")
    source = Text(
        vi="Kế hoạch 242 (năm 2020), các hình thức tuyên truyền nêu trong báo cáo phong trào",
        en="Plan 242 (2020), forms named in the movement's reports",
    )
    promises = (
        never_lowers(Text(vi="Thêm một buổi không bao giờ bị trừ", en="One more session never costs"), sessions=+1),
        never_lowers(
            Text(vi="Thêm một buổi có thêm người dự không bao giờ bị trừ", en="One more session and guest never cost"),
            sessions=+1,
            reached=+1,
        ),
    )

    def score(self, figures: OutreachFigures, params: OutreachParams) -> Num:
        counted = least(figures.reached, params.crowd * figures.sessions)
        reach = least(1, ratio(counted, params.reach_goal * figures.population, when_empty=0))
        held = least(1, ratio(figures.sessions, figures.planned, when_empty=0))
        used = count_of(figures.forms, at_least=params.form_times)
        variety = least(1, ratio(used, params.forms_goal, when_empty=ERROR))

        reach_part = when(figures.population > 0, params.reach_part, 0)
        held_part = when(figures.planned > 0, params.sessions_part, 0)
        # Forms alone are no base: banners cannot stand in for an area and a plan.
        variety_part = when(any_of(figures.population > 0, figures.planned > 0), params.forms_part, 0)
        earned = reach_part * reach + held_part * held + variety_part * variety
        return clip(ratio(earned, reach_part + held_part + variety_part, when_empty=NOT_ASSIGNED), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Outreach]
