"""The mass movement for security: models alive, information answered, hand-in campaigns held, people helped back."""

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
    least,
    never_lowers,
    never_raises,
    param,
    ratio,
    round_,
    total,
    when,
)


class Movement(Figures):
    models_registered: Num = count(
        vi="Mô hình tự quản đã công nhận",
        en="Self-managed models recognised",
        high=10_000,
        by="committee",
        help_vi="Có đầu kỳ cộng với công nhận mới trong kỳ. Mô hình ngừng hoạt động vẫn tính đến hết kỳ.",
        help_en="Those at the start and those recognised since. One that stopped stays in until the period ends.",
    )
    models_alive: Num = count(
        vi="Mô hình còn hoạt động",
        en="Models alive",
        high=10_000,
        at_most="models_registered",
        help_vi="Có sinh hoạt hoặc hoạt động ghi sổ trong sáu tháng cuối kỳ.",
        help_en="With a meeting or an activity on record in the last six months of the period.",
    )
    received: Num = count(
        vi="Tin báo của người dân đến hạn trả lời",
        en="Information from people whose answer fell due",
        high=100_000,
        counts="information",
        help_vi="Số lượng tin không bao giờ được điểm. Chỉ đếm tin, không ghi ai báo, báo về ai.",
        help_en="The number never earns anything. Only counted: neither who told nor about whom.",
    )
    answered: Num = count(
        vi="Đã xử lý và trả lời đúng hạn", en="Handled and answered in time", high=100_000, at_most="received"
    )
    missed: Num = count(
        vi="Tin báo người dân đã gửi mà sổ không có",
        en="Information people gave that the register lacks",
        high=10_000,
        by="committee",
        counts="information",
        help_vi="Biết qua hộp thư, đường dây nóng, tiếp xúc cử tri. Không đối chiếu thì để trống.",
        help_en="Known from mailboxes, hotlines, meetings with voters. Where nobody compared, leave it blank.",
    )
    campaigns_planned: Num = count(
        vi="Đợt vận động giao nộp vũ khí, vật liệu nổ, pháo theo kế hoạch",
        en="Hand-in campaigns for weapons, explosives and fireworks planned",
        high=1_000,
        by="committee",
    )
    campaigns: Num = count(vi="Đợt vận động đã tổ chức", en="Campaigns held", high=1_000)
    items: Num = count(
        vi="Số vũ khí, vật liệu nổ, pháo tiếp nhận đúng thủ tục",
        en="Items properly received",
        high=100_000,
        help_vi="Người dân tự giao nộp, có biên bản, biên nhận. Không tính tang vật thu giữ, không mua lại, "
        "không giao chỉ tiêu.",
        help_en="Handed in freely, with record and receipt. Nothing seized, nothing bought, and no target is set.",
    )
    asked: Num = count(
        vi="Người chấp hành xong án phạt tù đề nghị giúp đỡ",
        en="People back from prison who asked for help",
        high=10_000,
        by="committee",
        counts="watched",
        help_vi="Chỉ tính người tự đề nghị giúp về giấy tờ, việc làm, vay vốn, theo sổ của xã. "
        "Không tính người đang bị quản lý, theo dõi.",
        help_en="Who asked of their own will for papers, work or a loan, as the commune noted. Nobody merely watched.",
    )
    helped: Num = count(vi="Trong đó đã được giúp", en="Of these helped", high=10_000, at_most="asked")


class Shares(Params):
    models_part: Num = param("3", low="0", high="10", vi="Tỷ trọng mô hình", en="Share of the part for models")
    answers_part: Num = param(
        "3", low="0", high="10", vi="Tỷ trọng trả lời tin báo", en="Share of the part for answers"
    )
    campaigns_part: Num = param("2", low="0", high="10", vi="Tỷ trọng vận động", en="Share of the part for campaigns")
    help_part: Num = param(
        "2", low="0", high="10", vi="Tỷ trọng giúp tái hòa nhập", en="Share of the part for reintegration"
    )
    missed_counts: Num = param(
        "2",
        low="1",
        high="10",
        vi="Một tin không vào sổ tính bằng mấy tin",
        en="One missed piece of information counts as so many",
    )
    item: Num = param("0.001", low="0", high="0.01", vi="Cộng cho mỗi vật tiếp nhận", en="Added for each item")
    items_most: Num = param("20", low="0", high="100", vi="Số vật nhiều nhất được cộng", en="Most items added")


class SecurityMovement(Criterion[Movement, Shares]):
    """Four shares and a small capped extra; a part without a base leaves the average."""

    id = "security-movement"
    title = Text(vi="Phong trào toàn dân bảo vệ an ninh Tổ quốc", en="Mass movement for security")
    source = Text(
        vi="Quyết định 510/QĐ-BCA-V05 ngày 20/01/2022 và Hướng dẫn 22/HD-BCA-V05 ngày "
        "18/11/2022, theo dẫn chiếu trong văn bản các tỉnh",
        en="Decision 510/QĐ-BCA-V05 (20/01/2022) and Guidance 22/HD-BCA-V05 (18/11/2022), as cited by provinces",
    )
    promises = (
        never_lowers(
            Text(
                vi="Thêm một tin được trả lời không bao giờ bị trừ",
                en="One more piece of information answered never costs",
            ),
            received=+1,
            answered=+1,
        ),
        never_raises(
            Text(vi="Số lượng tin báo không bao giờ được điểm", en="The number of pieces of information never earns"),
            received=+1,
        ),
        never_raises(
            Text(
                vi="Không vào sổ tin báo không bao giờ có lợi",
                en="Information kept off the register and found never pays",
            ),
            received=-1,
            missed=+1,
        ),
        never_lowers(
            Text(vi="Giúp thêm một người đã đề nghị không bao giờ bị trừ", en="Helping one more who asked never costs"),
            asked=+1,
            helped=+1,
        ),
        never_lowers(
            Text(vi="Thêm một đợt vận động không bao giờ bị trừ", en="One more campaign never costs"), campaigns=+1
        ),
    )

    def score(self, figures: Movement, params: Shares) -> Num:
        parts = (
            (params.models_part, figures.models_alive, figures.models_registered),
            (params.answers_part, figures.answered, figures.received + params.missed_counts * figures.missed),
            (params.campaigns_part, figures.campaigns, figures.campaigns_planned),
            (params.help_part, figures.helped, figures.asked),
        )
        shares = [when(base > 0, share, 0) for share, _, base in parts]
        # Four denominators: nine written decimals keep the sum narrow.
        reached = [round_(least(1, ratio(done, base, when_empty=0)), 9) for _, done, base in parts]
        earned = total(share * part for share, part in zip(shares, reached, strict=True))
        extra = params.item * least(figures.items, params.items_most)
        return clip(ratio(earned, total(shares), when_empty=NOT_ASSIGNED) + extra, 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [SecurityMovement]
