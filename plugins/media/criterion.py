"""Media: events the press reported, each once and at its highest outlet, up to a goal."""

from collections.abc import Sequence

from dvk_scoring.api import (
    ERROR,
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
    never_raises,
    param,
    ratio,
)


class Events(Figures):
    central: Num = count(
        vi="Sự việc được báo, đài trung ương đưa tin",
        en="Events reported by central outlets",
        high=1_000,
        help_vi="Mỗi sự việc tính một lần, ở cấp báo cao nhất đã đưa. Đăng lại, dẫn lại, nhiều kỳ không tính thêm.",
        help_en="Each event once, at the highest outlet. Reposts, quotations and sequels add nothing.",
    )
    province: Num = count(
        vi="Sự việc được báo, đài của tỉnh đưa tin",
        en="Events reported by provincial outlets",
        high=1_000,
        help_vi="Không tính sự việc đã tính ở cấp trung ương.",
        help_en="Without those counted at the central level.",
    )
    own: Num = count(
        vi="Sự việc chỉ đưa trên kênh của ngành, của đơn vị",
        en="Events on channels of the force or the unit alone",
        high=10_000,
        help_vi="Cổng thông tin, trang mạng xã hội của ngành, loa truyền thanh xã. Không tính sự việc báo đã đưa.",
        help_en="Portals, pages and loudspeakers of one's own. Without events that the press reported.",
    )
    corrected: Num = count(
        vi="Tin phải gỡ hoặc cải chính vì sai sự thật do đơn vị cung cấp",
        en="Reports withdrawn or corrected since the unit's account was untrue",
        high=1_000,
        by="committee",
        help_vi="Không tính bài phê bình đơn vị: báo chí phê bình không bao giờ làm mất điểm.",
        help_en="Not what criticised the unit: criticism in the press never costs.",
    )


class Worths(Params):
    goal: Num = param(
        "12",
        low="1",
        high="1000",
        vi="Số sự việc (quy về cấp tỉnh) để đạt tối đa",
        en="Events, as provincial ones, that earn all",
    )
    central_worth: Num = param(
        "1.5",
        low="1",
        high="3",
        vi="Một sự việc trên báo trung ương bằng mấy sự việc cấp tỉnh",
        en="Worth of a central one",
    )
    own_worth: Num = param(
        "0.25",
        low="0",
        high="1",
        vi="Một sự việc trên kênh của mình bằng mấy sự việc cấp tỉnh",
        en="Worth of one on own channels",
    )
    own_share: Num = param(
        "0.25",
        low="0",
        high="1",
        vi="Phần của mục tiêu mà kênh của mình được góp nhiều nhất",
        en="Most of the goal from own channels",
    )
    correction_cost: Num = param(
        "3",
        low="0",
        high="10",
        vi="Trừ cho mỗi tin phải cải chính, quy về cấp tỉnh",
        en="Taken for a correction, as provincial events",
    )


class Media(Criterion[Events, Worths]):
    """Distinct events by the reach of their outlet, against a goal, capped."""

    id = "media"
    title = Text(vi="Thông tin trên báo chí, truyền thông", en="Media")
    source = Text(
        vi="Cách làm thường gặp ở các cụm thi đua, mỗi sự việc chỉ tính một lần",
        en="Usual practice of emulation clusters, with events counted once",
    )
    promises = (
        never_lowers(Text(vi="Thêm một sự việc không bao giờ bị trừ", en="One more event never costs"), province=+1),
        never_lowers(
            Text(vi="Lên báo cấp cao hơn không bao giờ bị trừ", en="A higher outlet never costs"),
            province=-1,
            central=+1,
        ),
        never_lowers(
            Text(vi="Được báo tỉnh đưa không kém kênh của mình", en="The press is never worth less than own channels"),
            own=-1,
            province=+1,
        ),
        never_raises(Text(vi="Tin phải cải chính không bao giờ có lợi", en="A correction never pays"), corrected=+1),
    )

    def score(self, figures: Events, params: Worths) -> Num:
        own = least(params.own_worth * figures.own, params.own_share * params.goal)
        counted = params.central_worth * figures.central + figures.province + own
        return clip(ratio(counted - params.correction_cost * figures.corrected, params.goal, when_empty=ERROR), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Media]
