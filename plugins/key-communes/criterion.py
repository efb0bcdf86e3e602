"""Key communes: the tasks assigned there done, in time or late, and confirmed by the commune."""

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


class Tasks(Figures):
    assigned: Num = count(
        vi="Nhiệm vụ được giao tại xã trọng điểm, đến hạn trong kỳ",
        en="Tasks assigned in key communes, due in the period",
        high=1_000,
        by="committee",
        help_vi="Theo quyết định phân công phụ trách xã trọng điểm. Đơn vị không được phân công: ghi KP hoặc 0.",
        help_en="By the decision that gave the unit a key commune. A unit without one writes KP or 0.",
    )
    in_time: Num = count(
        vi="Hoàn thành đúng hạn",
        en="Done in time",
        high=1_000,
        at_most="assigned",
        help_vi="Có kết quả tại xã. Không tính việc mới họp bàn, mới ban hành kế hoạch.",
        help_en="With a result in the commune. Not what was only discussed or planned.",
    )
    late: Num = count(vi="Hoàn thành chậm", en="Done late", high=1_000, at_most="assigned", plus=("in_time",))
    unconfirmed: Num = count(
        vi="Báo hoàn thành nhưng xã không xác nhận",
        en="Claimed as done and not confirmed by the commune",
        high=1_000,
        by="committee",
        at_most="assigned",
        help_vi="Cấp ủy, chính quyền, Mặt trận xã trả lời khi được hỏi.",
        help_en="Heard from the commune's party committee, administration and Front when asked.",
    )


class Worths(Params):
    late_worth: Num = param(
        "0.5",
        low="0.1",
        high="0.9",
        vi="Giá trị nhiệm vụ hoàn thành chậm so với đúng hạn",
        en="Worth of a late task against one in time",
    )
    unconfirmed_cost: Num = param(
        "1.5",
        low="1",
        high="5",
        vi="Trừ cho mỗi nhiệm vụ xã không xác nhận, tính bằng số nhiệm vụ",
        en="Taken for each task not confirmed, in tasks",
    )


class KeyCommunes(Criterion[Tasks, Worths]):
    """Tasks done of tasks assigned; a unit without a key commune is not assigned."""

    id = "key-communes"
    title = Text(vi="Phụ trách xã trọng điểm", en="Key communes")
    source = Text(
        vi="Phân công đơn vị phụ trách 28 xã trọng điểm của tỉnh (phong trào năm 2020)",
        en="Assignment of units to the province's 28 key communes (movement 2020)",
    )
    promises = (
        never_lowers(
            Text(
                vi="Nhận và làm thêm một nhiệm vụ không bao giờ bị trừ",
                en="One more task taken on and done never costs",
            ),
            assigned=+1,
            in_time=+1,
        ),
        never_lowers(Text(vi="Đã chậm vẫn nên làm", en="Finishing an overdue task never costs"), late=+1),
        never_lowers(
            Text(vi="Đúng hạn không kém chậm", en="In time is never worth less than late"), late=-1, in_time=+1
        ),
        never_raises(
            Text(vi="Báo khống mà xã không xác nhận không bao giờ có lợi", en="A task claimed and denied never pays"),
            in_time=+1,
            unconfirmed=+1,
        ),
    )

    def score(self, figures: Tasks, params: Worths) -> Num:
        done = figures.in_time + params.late_worth * figures.late - params.unconfirmed_cost * figures.unconfirmed
        return clip(ratio(done, figures.assigned, when_empty=NOT_ASSIGNED), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [KeyCommunes]
