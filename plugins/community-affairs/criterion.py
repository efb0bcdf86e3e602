"""Community affairs: what residents raised and was settled by dialogue with their agreement."""

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


class Requests(Figures):
    raised: Num = count(
        vi="Kiến nghị của người dân đến hạn giải quyết trong kỳ",
        en="Requests of residents whose date fell in the period",
        high=10_000,
        counts="complaints",
        help_vi="Việc chung của khu dân cư cần đơn vị cùng đối thoại. Chỉ đếm việc; không đếm, không ghi "
        "người có đạo, nhóm, buổi sinh hoạt, dân tộc.",
        help_en="Common matters that need a dialogue with the unit. Matters only: no person, group, meeting, faith or "
        "origin is counted or noted.",
    )
    settled: Num = count(
        vi="Giải quyết bằng đối thoại, người kiến nghị đồng ý",
        en="Settled by dialogue with their agreement",
        high=10_000,
        at_most="raised",
        help_vi="Có biên bản người kiến nghị đồng ý. Không tính việc giải quyết bằng xử phạt, cưỡng chế, "
        "thuyết phục rút kiến nghị.",
        help_en="With minutes in which they agree. Nothing settled by a fine, by force, or by talking them out of it.",
    )
    disowned: Num = count(
        vi="Trong đó người kiến nghị cho biết không đồng ý",
        en="Of these disowned by those who raised them",
        high=10_000,
        by="committee",
        at_most="settled",
        help_vi="Qua hỏi lại của Mặt trận hoặc hội đồng, hoặc việc phát sinh trở lại trong kỳ.",
        help_en="Heard when the Front or the committee asked again, or when the matter came back in the period.",
    )
    missed: Num = count(
        vi="Kiến nghị không vào sổ do nơi khác biết",
        en="Requests others know of that the register lacks",
        high=10_000,
        by="committee",
        counts="complaints",
        help_vi="Qua Mặt trận, trưởng thôn, tiếp xúc cử tri. Không đối chiếu thì để trống.",
        help_en="From the Front, village heads, meetings with voters. Where nobody compared, leave it blank.",
    )


class Weights(Params):
    disowned_cost: Num = param(
        "2",
        low="1",
        high="5",
        vi="Trừ cho mỗi việc người dân không đồng ý, tính bằng số việc",
        en="Taken for each matter disowned, in matters",
    )
    missed_counts: Num = param(
        "2",
        low="1",
        high="10",
        vi="Một kiến nghị không vào sổ tính bằng mấy kiến nghị",
        en="One missed request counts as so many",
    )


class CommunityAffairs(Criterion[Requests, Weights]):
    """Matters settled with agreement, of all that are known to have been raised."""

    id = "community-affairs"
    title = Text(vi="Giải quyết việc của cộng đồng dân cư bằng đối thoại", en="Community affairs settled by dialogue")
    source = Text(
        vi="Các lĩnh vực “Dân vận khéo”; Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15",
        en="Fields of “Dân vận khéo”; Law on Implementing Grassroots Democracy 10/2022/QH15",
    )
    promises = (
        never_lowers(
            Text(vi="Thêm một việc giải quyết được không bao giờ bị trừ", en="One more matter settled never costs"),
            raised=+1,
            settled=+1,
        ),
        never_raises(
            Text(vi="Ép đồng ý không bao giờ có lợi", en="An agreement that is disowned never pays"),
            settled=+1,
            disowned=+1,
        ),
        never_raises(
            Text(
                vi="Không vào sổ kiến nghị không bao giờ có lợi",
                en="A request kept off the register and found never pays",
            ),
            raised=-1,
            missed=+1,
        ),
    )

    def score(self, figures: Requests, params: Weights) -> Num:
        known = figures.raised + params.missed_counts * figures.missed
        agreed = figures.settled - params.disowned_cost * figures.disowned
        return clip(ratio(agreed, known, when_empty=NOT_ASSIGNED), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [CommunityAffairs]
