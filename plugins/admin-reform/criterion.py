"""Administrative reform: files settled in time, lodged online, kept digitally, and people content with it."""

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
    decimal,
    greatest,
    hookimpl,
    least,
    never_lowers,
    never_raises,
    param,
    ratio,
    when,
)


class Files(Figures):
    due: Num = count(
        vi="Hồ sơ đến hạn trả kết quả trong kỳ",
        en="Files that fell due in the period",
        help_vi="Tính theo giấy hẹn đầu tiên, không theo ngày hẹn lại. Tính cả hồ sơ kỳ trước chuyển sang.",
        help_en="By the first date promised, not by a later one. With files carried over.",
    )
    in_time: Num = count(vi="Trả kết quả đúng hạn", en="Settled in time", at_most="due")
    late: Num = count(vi="Trả kết quả quá hạn", en="Settled late", at_most="due", plus=("in_time",))
    outside: Num = count(
        vi="Hồ sơ nhận ngoài hệ thống do nơi khác phát hiện",
        en="Files taken outside the system, found by others",
        high=100_000,
        by="committee",
        help_vi="Hồ sơ nhận mà không cập nhật lên hệ thống một cửa, không có giấy hẹn. Không kiểm tra thì để trống.",
        help_en="Taken without entry in the one-stop system or without a slip. Where nobody checked, leave it blank.",
    )
    received: Num = count(
        vi="Hồ sơ tiếp nhận của thủ tục có dịch vụ công trực tuyến",
        en="Files received of procedures offered online",
        by="committee",
        help_vi="Lấy từ dữ liệu giao dịch của hệ thống, không theo báo cáo của đơn vị.",
        help_en="From the system's transaction data, not from the unit's report.",
    )
    online: Num = count(
        vi="Trong đó người dân nộp trực tuyến",
        en="Of these lodged online by citizens",
        at_most="received",
        help_vi="Không tính hồ sơ cán bộ nộp thay bằng tài khoản của mình.",
        help_en="Without those that an officer lodged for the citizen from an account of the unit.",
    )
    lodged_for: Num = count(
        vi="Trong đó phát hiện cán bộ nộp thay",
        en="Of these found to be lodged by officers",
        at_most="online",
        by="committee",
        help_vi="Qua đối chiếu tài khoản, địa chỉ máy với hệ thống 766.",
        help_en="Found by comparing accounts and terminals in the transaction data.",
    )
    settled: Num = count(
        vi="Hồ sơ đã trả kết quả trong kỳ",
        en="Files settled in the period",
        by="committee",
        help_vi="Lấy từ dữ liệu giao dịch của hệ thống, không theo báo cáo của đơn vị.",
        help_en="From the system's transaction data, not from the unit's report.",
    )
    digitised: Num = count(
        vi="Trong đó có kết quả bản điện tử dùng lại được",
        en="Of these with a digital result that can be used again",
        at_most="settled",
    )
    satisfaction: Num = decimal(
        vi="Tỷ lệ hài lòng qua khảo sát (%)",
        en="Satisfied people in the survey (%)",
        places=2,
        high=100,
        by="committee",
        measure="percent",
        help_vi="Do cơ quan ngoài đơn vị khảo sát, chọn ngẫu nhiên. Không có khảo sát: ghi 0 và số phiếu 0.",
        help_en="Asked by a body outside the unit, of people drawn at random. No survey: write 0, and 0 sheets.",
    )
    sheets: Num = count(vi="Số phiếu khảo sát hợp lệ", en="Valid survey sheets", high=100_000, by="committee")
    saturdays: Num = count(
        vi="Số “Ngày thứ Bảy vì dân”",
        en="Volunteer Saturdays",
        high=60,
        help_vi="Ngày thứ Bảy làm thủ tục cho dân, có lịch công khai và có hồ sơ tiếp nhận trong ngày.",
        help_en="Saturdays worked for residents, announced beforehand and with files taken that day.",
    )


class Shares(Params):
    time_part: Num = param("4", low="0", high="10", vi="Tỷ trọng đúng hạn", en="Share of the part for time")
    online_part: Num = param("2", low="0", high="10", vi="Tỷ trọng trực tuyến", en="Share of the part for online")
    digital_part: Num = param("2", low="0", high="10", vi="Tỷ trọng số hóa", en="Share of the part for digitisation")
    content_part: Num = param("2", low="0", high="10", vi="Tỷ trọng hài lòng", en="Share of the part for satisfaction")
    late_worth: Num = param(
        "0.4",
        low="0.1",
        high="0.9",
        vi="Giá trị của hồ sơ quá hạn so với đúng hạn",
        en="Worth of a late file against one in time",
    )
    outside_counts: Num = param(
        "3",
        low="1",
        high="10",
        vi="Một hồ sơ ngoài hệ thống tính bằng mấy hồ sơ",
        en="One file outside the system counts as so many",
    )
    lodged_cost: Num = param(
        "1.5",
        low="1",
        high="5",
        vi="Trừ cho mỗi hồ sơ nộp thay, tính bằng số hồ sơ",
        en="Taken for each file lodged by an officer, in files",
    )
    fewest_sheets: Num = param(
        "30",
        low="1",
        high="10000",
        vi="Số phiếu ít nhất để tính hài lòng",
        en="Fewest sheets for satisfaction to count",
    )
    saturday: Num = param("0.005", low="0", high="0.05", vi="Cộng cho mỗi ngày thứ Bảy", en="Added for each Saturday")
    saturdays_most: Num = param(
        "10", low="0", high="52", vi="Số ngày thứ Bảy nhiều nhất được cộng", en="Most Saturdays added"
    )


class AdminReform(Criterion[Files, Shares]):
    """Four shares, a part without a base leaving the average, and a small capped extra for Saturdays."""

    id = "admin-reform"
    title = Text(vi="Cải cách hành chính", en="Administrative reform")
    source = Text(
        vi="Quyết định 766/QĐ-TTg ngày 23/06/2022: tiến độ giải quyết, dịch vụ "
        "công trực tuyến, số hóa, mức độ hài lòng",
        en="Decision 766/QĐ-TTg (23/06/2022): progress, online services, digitisation, satisfaction",
    )
    promises = (
        never_lowers(
            Text(vi="Thêm một hồ sơ đúng hạn không bao giờ bị trừ", en="One more file in time never costs"),
            due=+1,
            in_time=+1,
        ),
        never_lowers(Text(vi="Đã quá hạn vẫn nên trả kết quả", en="Settling an overdue file never costs"), late=+1),
        never_lowers(
            Text(vi="Đúng hạn không kém quá hạn", en="In time is never worth less than late"), late=-1, in_time=+1
        ),
        never_raises(
            Text(
                vi="Nhận hồ sơ ngoài hệ thống mà bị phát hiện không bao giờ có lợi",
                en="A file kept outside and found never pays",
            ),
            due=-1,
            outside=+1,
        ),
        never_raises(
            Text(
                vi="Nộp thay người dân không bao giờ có lợi",
                en="Lodging in a citizen's place and being found never pays",
            ),
            online=+1,
            lodged_for=+1,
        ),
        never_lowers(
            Text(vi="Thêm một ngày thứ Bảy không bao giờ bị trừ", en="One more Saturday never costs"), saturdays=+1
        ),
    )

    def score(self, figures: Files, params: Shares) -> Num:
        known = figures.due + params.outside_counts * figures.outside
        in_time = ratio(figures.in_time + params.late_worth * figures.late, known, when_empty=0)
        own = greatest(0, figures.online - params.lodged_cost * figures.lodged_for)
        online = ratio(own, figures.received, when_empty=0)
        digital = ratio(figures.digitised, figures.settled, when_empty=0)
        content = ratio(figures.satisfaction, 100, when_empty=0)

        time_part = when(known > 0, params.time_part, 0)
        online_part = when(figures.received > 0, params.online_part, 0)
        digital_part = when(figures.settled > 0, params.digital_part, 0)
        content_part = when(figures.sheets >= params.fewest_sheets, params.content_part, 0)
        earned = time_part * in_time + online_part * online + digital_part * digital + content_part * content
        parts = time_part + online_part + digital_part + content_part
        extra = params.saturday * least(figures.saturdays, params.saturdays_most)
        return clip(ratio(earned, parts, when_empty=NOT_ASSIGNED) + extra, 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [AdminReform]
