"""Grassroots democracy: dialogues, published lists and checks as required, and what the dialogues promised kept."""

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
    round_,
    total,
    when,
)


class Democracy(Figures):
    dialogues_required: Num = count(
        vi="Số cuộc đối thoại phải tổ chức", en="Dialogues required", high=1_000, by="committee"
    )
    dialogues: Num = count(
        vi="Số cuộc đối thoại đã tổ chức",
        en="Dialogues held",
        high=1_000,
        help_vi="Thủ trưởng chủ trì, báo trước cho dân, có thông báo kết luận. Không tính tiếp công dân định kỳ.",
        help_en="Led by the head, announced to residents, with its conclusions published. No regular reception days.",
    )
    conclusions: Num = count(
        vi="Kết luận đối thoại đến hạn thực hiện trong kỳ",
        en="Conclusions of dialogues that fell due in the period",
        high=10_000,
        help_vi="Việc người chủ trì hứa làm, có thời hạn, ghi trong thông báo kết luận.",
        help_en="What the chair promised to do by a date, as published.",
    )
    kept: Num = count(
        vi="Kết luận đã thực hiện đúng hạn", en="Of these carried out in time", high=10_000, at_most="conclusions"
    )
    lists_required: Num = count(
        vi="Số nội dung phải công khai",
        en="Lists that must be published",
        high=1_000,
        by="committee",
        help_vi="Theo danh mục của Luật Thực hiện dân chủ ở cơ sở áp dụng cho đơn vị.",
        help_en="By the list of the Law on Implementing Grassroots Democracy as far as it binds the unit.",
    )
    lists: Num = count(
        vi="Số nội dung đã công khai",
        en="Lists published",
        high=1_000,
        at_most="lists_required",
        help_vi="Còn xem được, đúng nội dung, vào ngày kiểm tra. Không tính bản đã gỡ hoặc đã cũ.",
        help_en="Readable and current on the day of the check. None that was taken down or is out of date.",
    )
    checks_required: Num = count(vi="Số cuộc tự kiểm tra phải làm", en="Checks required", high=1_000, by="committee")
    checks: Num = count(
        vi="Số cuộc tự kiểm tra đã làm",
        en="Checks made",
        high=1_000,
        help_vi="Có kết luận bằng văn bản gửi cơ quan giám sát.",
        help_en="With a written conclusion sent to those who supervise.",
    )


class Shares(Params):
    dialogues_part: Num = param("3", low="0", high="10", vi="Tỷ trọng đối thoại", en="Share of the part for dialogues")
    kept_part: Num = param("3", low="0", high="10", vi="Tỷ trọng giữ lời", en="Share of the part for promises kept")
    lists_part: Num = param("2", low="0", high="10", vi="Tỷ trọng công khai", en="Share of the part for lists")
    checks_part: Num = param("2", low="0", high="10", vi="Tỷ trọng tự kiểm tra", en="Share of the part for checks")
    conclusions_each: Num = param(
        "0.5",
        low="0",
        high="5",
        vi="Số kết luận ít nhất phải có cho mỗi cuộc đối thoại được giao",
        en="Conclusions expected at least for each dialogue required",
    )


class GrassrootsDemocracy(Criterion[Democracy, Shares]):
    """Four parts, each held to what is required; a part without a base leaves the average."""

    id = "grassroots-democracy"
    title = Text(vi="Thực hiện dân chủ ở cơ sở", en="Grassroots democracy")
    source = Text(
        vi="Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15", en="Law on Implementing Grassroots Democracy 10/2022/QH15"
    )
    promises = (
        never_lowers(
            Text(vi="Thêm một cuộc đối thoại không bao giờ bị trừ", en="One more dialogue never costs"), dialogues=+1
        ),
        never_lowers(
            Text(vi="Thêm một lời hứa được giữ không bao giờ bị trừ", en="One more promise made and kept never costs"),
            conclusions=+1,
            kept=+1,
        ),
        never_raises(
            Text(vi="Hứa mà không làm không bao giờ có lợi", en="A promise made and not kept never pays"),
            conclusions=+1,
        ),
        never_lowers(
            Text(vi="Thêm một nội dung công khai không bao giờ bị trừ", en="One more list never costs"), lists=+1
        ),
        never_lowers(
            Text(vi="Thêm một cuộc tự kiểm tra không bao giờ bị trừ", en="One more check never costs"), checks=+1
        ),
    )

    def score(self, figures: Democracy, params: Shares) -> Num:
        promised = greatest(figures.conclusions, params.conclusions_each * figures.dialogues_required)
        parts = (
            (params.dialogues_part, figures.dialogues, figures.dialogues_required),
            (params.kept_part, figures.kept, promised),
            (params.lists_part, figures.lists, figures.lists_required),
            (params.checks_part, figures.checks, figures.checks_required),
        )
        shares = [when(required > 0, share, 0) for share, _, required in parts]
        # Four denominators: nine written decimals keep the sum narrow.
        reached = [round_(least(1, ratio(done, required, when_empty=0)), 9) for _, done, required in parts]
        earned = total(share * part for share, part in zip(shares, reached, strict=True))
        return clip(ratio(earned, total(shares), when_empty=NOT_ASSIGNED), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [GrassrootsDemocracy]
