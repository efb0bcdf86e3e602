"""Advisory work: plans and reports handed in on time and accepted, directives carried out."""

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
    never_lowers,
    never_raises,
    param,
    ratio,
    when,
)


class Papers(Figures):
    due: Num = count(
        vi="Kế hoạch, báo cáo phải gửi trong kỳ",
        en="Plans and reports due in the period",
        high=10_000,
        by="committee",
        help_vi="Theo chương trình công tác và văn bản yêu cầu của cấp trên. Không tính văn bản đơn vị tự đặt ra.",
        help_en="By the work programme and the superior's requests. Nothing that the unit set itself.",
    )
    in_time: Num = count(vi="Gửi đúng hạn", en="Handed in on time", high=10_000, at_most="due")
    late: Num = count(vi="Gửi chậm", en="Handed in late", high=10_000, at_most="due", plus=("in_time",))
    returned: Num = count(
        vi="Bị trả lại vì không đạt yêu cầu",
        en="Sent back as not good enough",
        high=10_000,
        by="committee",
        at_most="due",
        help_vi="Mỗi văn bản tính một lần, dù bị trả lại nhiều lần. Không tính góp ý câu chữ.",
        help_en="Each paper once, however often it went back. Remarks on wording are no return.",
    )
    directives: Num = count(
        vi="Chỉ đạo có thời hạn đến hạn trong kỳ",
        en="Directives with a date that fell in the period",
        high=10_000,
        by="committee",
        help_vi="Chỉ tính chỉ đạo giao việc cụ thể cho đơn vị, có thời hạn.",
        help_en="Only those that gave the unit a task and a date.",
    )
    carried_out: Num = count(vi="Chỉ đạo đã thực hiện", en="Directives carried out", high=10_000, at_most="directives")
    disproved: Num = count(
        vi="Báo đã thực hiện nhưng kiểm tra thấy chưa",
        en="Of these found not to be carried out",
        high=10_000,
        by="committee",
        at_most="carried_out",
    )


class Shares(Params):
    papers_part: Num = param(
        "5", low="0", high="10", vi="Tỷ trọng kế hoạch, báo cáo", en="Share of the part for papers"
    )
    tasks_part: Num = param("5", low="0", high="10", vi="Tỷ trọng chỉ đạo", en="Share of the part for directives")
    late_worth: Num = param(
        "0.5",
        low="0.1",
        high="0.9",
        vi="Giá trị văn bản gửi chậm so với đúng hạn",
        en="Worth of a late paper against one on time",
    )
    return_cost: Num = param(
        "0.5", low="0", high="1", vi="Trừ cho mỗi văn bản bị trả lại", en="Taken for each paper sent back"
    )
    disproved_cost: Num = param(
        "2",
        low="1",
        high="5",
        vi="Trừ cho mỗi việc báo khống, tính bằng số việc",
        en="Taken for each task claimed and not done, in tasks",
    )


class Advisory(Criterion[Papers, Shares]):
    """Papers and directives, half each; a part without a base leaves the average."""

    id = "advisory"
    title = Text(vi="Tham mưu, chỉ đạo", en="Advisory work")
    source = Text(
        vi="Bảng điểm công an cấp xã năm 2025, các nhóm về tham mưu và hồ sơ",
        en="Commune police rubric 2025, groups on advisory work and records",
    )
    promises = (
        never_lowers(
            Text(vi="Thêm một văn bản đúng hạn không bao giờ bị trừ", en="One more paper on time never costs"),
            due=+1,
            in_time=+1,
        ),
        never_lowers(Text(vi="Đã chậm vẫn nên gửi", en="Handing in an overdue paper never costs"), late=+1),
        never_lowers(
            Text(vi="Đúng hạn không kém gửi chậm", en="On time is never worth less than late"), late=-1, in_time=+1
        ),
        never_raises(Text(vi="Bị trả lại không bao giờ có lợi", en="A paper sent back never pays"), returned=+1),
        never_raises(
            Text(
                vi="Báo khống mà bị phát hiện không bao giờ có lợi",
                en="Claiming a task that is found undone never pays",
            ),
            carried_out=+1,
            disproved=+1,
        ),
    )

    def score(self, figures: Papers, params: Shares) -> Num:
        sent = figures.in_time + params.late_worth * figures.late - params.return_cost * figures.returned
        papers = ratio(greatest(0, sent), figures.due, when_empty=0)
        done = figures.carried_out - params.disproved_cost * figures.disproved
        tasks = ratio(greatest(0, done), figures.directives, when_empty=0)
        papers_part = when(figures.due > 0, params.papers_part, 0)
        tasks_part = when(figures.directives > 0, params.tasks_part, 0)
        earned = papers_part * papers + tasks_part * tasks
        return clip(ratio(earned, papers_part + tasks_part, when_empty=NOT_ASSIGNED), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Advisory]
