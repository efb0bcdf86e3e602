"""Complaints and denunciations answered in time, standing up at the second level, and none kept off the register."""

from collections.abc import Mapping, Sequence

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
    setting,
)

# Calendar days from acceptance. Nothing is computed with them: `in_time` and `late` are counted against them.
LIMITS = {
    "complaint-first-from-2012-07-01": Text(
        vi="Khiếu nại lần đầu (Điều 28): 30 ngày; phức tạp 45; vùng sâu, vùng xa 45, phức tạp 60",
        en="Complaint, first level (art. 28): 30 days; complex 45; remote area 45, complex there 60",
    ),
    "complaint-second-from-2012-07-01": Text(
        vi="Khiếu nại lần hai (Điều 37): 45 ngày; phức tạp 60; vùng sâu, vùng xa 60, phức tạp 70",
        en="Complaint, second level (art. 37): 45 days; complex 60; remote area 60, complex there 70",
    ),
    "complaint-discipline-from-2012-07-01": Text(
        vi="Khiếu nại quyết định kỷ luật (Điều 50): 30 ngày; phức tạp 45",
        en="Complaint against a disciplinary decision (art. 50): 30 days; complex 45",
    ),
    "denunciation-from-2019-01-01": Text(
        vi="Tố cáo (Điều 30): 30 ngày; phức tạp gia hạn một lần 30 ngày; đặc biệt phức tạp gia hạn hai lần",
        en="Denunciation (art. 30): 30 days; complex extended once by 30; especially complex twice",
    ),
}


class Register(Figures):
    due: Num = count(
        vi="Vụ việc thuộc thẩm quyền đến hạn giải quyết trong kỳ",
        en="Cases within competence whose limit fell in the period",
        high=100_000,
        counts="complaints",
        help_vi="Tính cả vụ việc kỳ trước chuyển sang. Không tính đơn đã chuyển đúng nơi có thẩm quyền, đơn trùng, "
        "vụ việc đang tạm đình chỉ, vụ việc mà tất cả người khiếu nại đã rút đơn.",
        help_en="With cases carried over. Without petitions rightly passed on, duplicates, suspended cases, "
        "and cases that all complainants withdrew.",
    )
    in_time: Num = count(
        vi="Giải quyết đúng hạn",
        en="Settled in time",
        high=100_000,
        at_most="due",
        help_vi="Đã ban hành quyết định trong thời hạn của luật có hiệu lực ngày thụ lý (xem bảng thời hạn). "
        "Vụ việc phải mở lại thì không còn tính là đã giải quyết.",
        help_en="Decided within the limit of the law in force on the day of acceptance (see the table of limits). "
        "A case that had to be reopened is no longer settled.",
    )
    late: Num = count(vi="Giải quyết quá hạn", en="Settled late", high=100_000, at_most="due", plus=("in_time",))
    missed: Num = count(
        vi="Vụ việc không vào sổ do nơi khác phát hiện",
        en="Cases others know of that the register lacks",
        high=10_000,
        by="committee",
        counts="complaints",
        help_vi="Thanh tra, ban tiếp công dân, hộp thư, đường dây nóng biết mà sổ của đơn vị không có. "
        "Không đối chiếu thì để trống, không ghi 0.",
        help_en="Known to the inspectorate, the reception office, a mailbox or hotline, and absent from the register. "
        "Where nobody compared, leave it blank; do not write 0.",
    )
    reversed: Num = count(
        vi="Quyết định bị sửa, hủy ở lần hai hoặc tại tòa",
        en="Decisions changed or annulled at the second level or in court",
        high=10_000,
        by="committee",
        help_vi="Chỉ tính quyết định có hiệu lực của cấp trên trong kỳ. Không tính việc người dân khiếu nại tiếp.",
        help_en="Only what the higher level decided with effect in the period. That somebody appealed is not counted.",
    )
    hot_found: Num = count(
        vi="Điểm nóng do nơi khác phát hiện",
        en="Hot spots found by others",
        high=1_000,
        by="committee",
        counts="complaints",
        help_vi="Vụ việc đông người, phức tạp mà đơn vị không báo cáo trước.",
        help_en="Tense matters of many people which the unit had not reported before.",
    )
    hot_reported: Num = count(
        vi="Điểm nóng đơn vị báo cáo sớm",
        en="Hot spots reported early by the unit",
        high=1_000,
        by="committee",
        counts="complaints",
        help_vi="Cấp trên xác nhận đã nhận báo cáo trước khi vụ việc bùng phát.",
        help_en="The superior confirms that the report came before the matter broke out.",
    )


class Weights(Params):
    late_worth: Num = param(
        "0.5",
        low="0.1",
        high="0.9",
        vi="Giá trị của một vụ quá hạn so với đúng hạn",
        en="Worth of a late case against one in time",
    )
    missed_counts: Num = param(
        "2", low="1", high="10", vi="Một vụ không vào sổ tính bằng mấy vụ", en="One missed case counts as so many"
    )
    reversal: Num = param("0.5", low="0", high="1", vi="Trừ cho tỷ lệ bị sửa, hủy", en="Taken for the share reversed")
    hot_spot: Num = param("0.1", low="0", high="1", vi="Trừ cho mỗi điểm nóng", en="Taken for each hot spot")
    hot_early: Num = param(
        "0.4",
        low="0",
        high="1",
        vi="Điểm nóng báo cáo sớm chịu mấy phần mức trừ",
        en="Part of it that one reported early bears",
    )
    limits: Mapping[str, Text] = setting(
        LIMITS,
        vi="Bảng thời hạn luật định (để đối chiếu, không vào công thức)",
        en="Statutory limits (for reference; not in the formula)",
        help_vi="Số ngày dùng để đếm vụ đúng hạn và quá hạn. Luật thay đổi thì sửa bảng; điểm chỉ đổi khi số liệu đổi.",
        help_en="Days against which cases in time and late are counted. They change with the law, points with figures.",
    )


class ComplaintHandling(Criterion[Register, Weights]):
    """What was settled of all that is known, less what did not stand up and what boiled over."""

    id = "complaint-handling"
    title = Text(vi="Giải quyết khiếu nại, tố cáo", en="Complaint handling")
    source = Text(
        vi="Luật Khiếu nại 2011, các Điều 28, 37, 50; Luật Tố cáo 2018, Điều 30",
        en="Law on Complaints 2011, arts. 28, 37, 50; Law on Denunciations 2018, art. 30",
    )
    promises = (
        never_lowers(
            Text(
                vi="Thêm một vụ giải quyết đúng hạn không bao giờ bị trừ",
                en="One more case settled in time never costs",
            ),
            due=+1,
            in_time=+1,
        ),
        never_lowers(
            Text(vi="Đã quá hạn vẫn nên giải quyết", en="Settling an overdue case never costs"),
            late=+1,
        ),
        never_lowers(
            Text(vi="Đúng hạn không kém quá hạn", en="In time is never worth less than late"), late=-1, in_time=+1
        ),
        never_raises(
            Text(
                vi="Giấu một vụ mà bị phát hiện không bao giờ có lợi",
                en="A case kept off the register and found never pays",
            ),
            due=-1,
            missed=+1,
        ),
        never_raises(Text(vi="Bị sửa, hủy thêm không bao giờ có lợi", en="One more reversal never pays"), reversed=+1),
        never_lowers(
            Text(
                vi="Báo cáo sớm điểm nóng không thiệt hơn để nơi khác phát hiện",
                en="Reporting a hot spot early never costs more than being found",
            ),
            hot_found=-1,
            hot_reported=+1,
        ),
    )

    def score(self, figures: Register, params: Weights) -> Num:
        known = figures.due + params.missed_counts * figures.missed
        # Reversals and hot spots are judged even where the register is empty.
        base = greatest(known, figures.reversed + figures.hot_found)
        settled = figures.in_time + params.late_worth * figures.late - params.reversal * figures.reversed
        hot = params.hot_spot * (figures.hot_found + params.hot_early * figures.hot_reported)
        return clip(ratio(settled, base, when_empty=NOT_ASSIGNED) - hot, 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [ComplaintHandling]
