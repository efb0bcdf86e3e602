"""The words of the workbook, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from dvk_scoring.text import Language, Text

KP: Final = "KP"


@attrs.frozen
class Markers:
    """Words that stand in cells in place of numbers."""

    complete: str
    blank: str
    not_assigned: str
    error: str
    compared: str
    """Heading of the values that are compared with each other, with ``{value}``."""


MARKERS: Final[Mapping[Language, Markers]] = {
    "vi": Markers("đủ", "chưa báo cáo", KP, "LỖI", "Đem so: {value}"),
    "en": Markers("complete", "not reported", KP, "ERROR", "Compared: {value}"),
}

WORDS: Final[Mapping[str, Text]] = {
    "guide": Text(vi="Hướng dẫn", en="Guide"),
    "list": Text(vi="Kết quả", en="Result"),
    "figures": Text(vi="Số liệu", en="Figures"),
    "rulings": Text(vi="Quyết định", en="Rulings"),
    "params": Text(vi="Tham số", en="Parameters"),
    "states": Text(vi="Tình trạng", en="States"),
    "summary": Text(vi="Tổng hợp", en="Summary"),
    "ranking": Text(vi="Xếp hạng", en="Ranking"),
    "criterion_sheet": Text(vi="TC{index}", en="C{index}"),
    "section_sheet": Text(vi="Nhóm {index}", en="Section {index}"),
    "rest_sheet": Text(vi="Nhóm khác", en="Others"),
    "bonuses": Text(vi="Điểm thưởng", en="Bonuses"),
    "penalties": Text(vi="Điểm trừ", en="Penalties"),
    "figures_title": Text(vi="Số liệu của các {entrant}", en="Figures of the {entrants}"),
    "rulings_title": Text(
        vi="Quyết định của hội đồng về từng {entrant}", en="The council's rulings on single {entrants}"
    ),
    "params_title": Text(vi="Tham số của bảng điểm", en="Parameters of the scheme"),
    "states_title": Text(vi="Tình trạng số liệu theo tiêu chí", en="State of the figures by criterion"),
    "summary_title": Text(vi="Tổng hợp điểm", en="Points summed up"),
    "ranking_title": Text(vi="Xếp hạng, xếp loại, danh hiệu đề nghị", en="Ranks, classes, titles proposed"),
    "list_title": Text(vi="Kết quả đề nghị", en="Proposed result"),
    "figures_note": Text(
        vi="Ô nền vàng sửa được. Để trống: chưa báo cáo; KP: không phân công. Sửa ở đây, các trang khác tự tính lại.",
        en="Yellow cells may be changed. Blank: not reported; KP: not assigned. All other sheets follow by themselves.",
    ),
    "earlier_note": Text(vi="Cột xám: số liệu của lần trước.", en="Grey columns: what was said before."),
    "rulings_note": Text(
        vi="KP: không phân công; điểm cộng thêm ghi số dương, điểm bớt ghi số âm; chưa xét ghi 1.",
        en="KP: not assigned; points added are positive, points taken negative; on hold is 1.",
    ),
    "step_note": Text(
        vi="Mỗi cột có số (1), (2)… là một bước tính; tiêu đề cột nói bước ấy lấy gì.",
        en="Each column with a number (1), (2)… is a step; its heading says what it is made of.",
    ),
    "states_note": Text(
        vi="“đủ”: đủ số liệu để chấm. {Entrant} có ô “chưa báo cáo” thì chưa được so và chưa xếp hạng.",
        en="“complete”: there is all it takes. {Entrants} with a cell “not reported” are neither compared nor ranked.",
    ),
    "states_note_zero": Text(
        vi="“đủ”: đủ số liệu để chấm. “chưa báo cáo”: tính 0 điểm.",
        en="“complete”: there is all it takes. “not reported”: it counts 0 points.",
    ),
    "list_note": Text(
        vi="Tự xếp lại khi số liệu hoặc tham số thay đổi. Đây là đề nghị để hội đồng xem xét, quyết định.",
        en="Sorts itself when figures or parameters change. These are proposals; the council decides.",
    ),
    "ranking_note": Text(
        vi="Cột trung gian được gấp lại: bỏ bảo vệ trang (không có mật khẩu), rồi bấm dấu + phía trên để xem.",
        en="Columns between are folded away: unprotect the sheet (there is no password) and press + above to see them.",
    ),
    "illustrative": Text(
        vi="SỐ LIỆU MINH HỌA, không phải của đơn vị có thật.", en="ILLUSTRATIVE FIGURES, of no real unit."
    ),
    "trial": Text(vi="THỬ – số liệu đã bị sửa. ", en="TRIAL – figures were changed. "),
    "kept": Text(vi="Bản đã ghi", en="As written"),
    "on_hold": Text(vi="Chưa xét", en="On hold"),
    "on_hold_class": Text(vi="xếp loại", en="class"),
    "on_hold_titles": Text(vi="danh hiệu", en="titles"),
    "row": Text(vi="TT", en="No."),
    "unit": Text(vi="{Entrant}", en="{Entrant}"),
    "id": Text(vi="Mã", en="Id"),
    "cluster": Text(vi="Cụm, khối", en="Cluster"),
    "cluster_no": Text(vi="Số của cụm", en="Cluster no."),
    "earlier": Text(vi="{voice}: {label}", en="{voice}: {label}"),
    "unit_figures": Text(vi="Chung của {entrant}", en="Of the {entrant} itself"),
    "complete": Text(vi="Số liệu", en="Figures"),
    "score": Text(vi="Mức đạt", en="Score"),
    "points": Text(vi="Điểm", en="Points"),
    "points_before": Text(vi="Điểm tính được", en="Points computed"),
    "weight": Text(vi="điểm tối đa", en="weight"),
    "weight_label": Text(vi="Điểm tối đa", en="Weight"),
    "factor_label": Text(vi="Điểm cho mỗi mức", en="Points per score"),
    "factor": Text(vi="điểm cho mỗi mức", en="points per score"),
    "class_from": Text(vi="Tổng điểm từ", en="Total from"),
    "class_to": Text(vi="Tổng điểm đến", en="Total up to"),
    "at_least": Text(vi="{what}: từ", en="{what}: at least"),
    "at_most": Text(vi="{what}: đến", en="{what}: at most"),
    "param": Text(vi="Tên trong công thức", en="Name in formulas"),
    "meaning": Text(vi="Ý nghĩa", en="Meaning"),
    "value": Text(vi="Giá trị", en="Value"),
    "from_to": Text(vi="Cho phép", en="Allowed"),
    "scheme": Text(vi="Bảng điểm", en="Scheme"),
    "knock_figure": Text(vi="Số liệu của điều kiện loại trừ: {what}", en="Figure of a knock-out: {what}"),
    "not_assigned_ruling": Text(vi="Không phân công (ghi KP)", en="Not assigned (KP)"),
    "change_ruling": Text(vi="Điểm điều chỉnh", en="Change of points"),
    "hold_class": Text(vi="Chưa xét loại (ghi 1)", en="Class on hold (1)"),
    "hold_titles": Text(vi="Chưa xét danh hiệu (ghi 1)", en="Titles on hold (1)"),
    "tie_ruling": Text(
        vi="Thứ tự hội đồng quyết khi bằng điểm (số lớn đứng trước)", en="Council's order in a tie (larger first)"
    ),
    "tie_ruling_all": Text(
        vi="Thứ tự hội đồng quyết khi bằng điểm giữa các cụm (số lớn đứng trước)",
        en="Council's order in a tie across clusters (larger first)",
    ),
    "out_ruling": Text(vi="Không tham gia xếp hạng (ghi 1)", en="Out of competition (1)"),
    "bonus_sum": Text(vi="Thưởng", en="Bonus"),
    "penalty_sum": Text(vi="Trừ", en="Penalty"),
    "before_rounding": Text(vi="{what}, chưa làm tròn", en="{what} before rounding"),
    "total": Text(vi="Tổng điểm", en="Total"),
    "tie_break_group": Text(vi="Chỉ để so khi bằng điểm", en="For ties alone"),
    "first_of_tie": Text(vi="Đầu nhóm bằng nhau (1)", en="First of a tie (1)"),
    "rank": Text(vi="Hạng", en="Rank"),
    "class": Text(vi="Xếp loại", en="Class"),
    "counted": Text(vi="Được đếm (1)", en="Counted (1)"),
    "surely": Text(vi="{what}: chắc chắn", en="{what}: surely"),
    "possibly": Text(vi="{what}: có thể", en="{what}: possibly"),
    "either": Text(vi="{what}, dù các {entrant} bằng nhau được xếp thế nào", en="{what}, however ties are ruled"),
    "no": Text(vi="–", en="–"),
    "sort_key": Text(vi="Khóa sắp xếp (chưa xếp hạng: 99999)", en="Sort key (not ranked: 99999)"),
    "print_order": Text(vi="Thứ tự in", en="Printed place"),
    "yes_no": Text(vi="có = 1, không = 0", en="yes = 1, no = 0"),
    "share_of": Text(vi="tỷ lệ đạt của {what}", en="share of {what}"),
    "kind": Text(vi="{what} ({kind})", en="{what} ({kind})"),
    "sheet": Text(vi="Trang", en="Sheet"),
    "about": Text(vi="Nội dung", en="What is on it"),
    "guide_how": Text(
        vi="Ô nền vàng ở các trang Số liệu, Quyết định, Tham số sửa được; mọi ô khác là công thức và tự tính lại. "
        "Đổi một số liệu rồi xem trang Kết quả: từ lúc ấy mọi trang ghi rõ là bản thử. Các trang được bảo vệ để khỏi "
        "sửa nhầm, không có mật khẩu. Không thêm, bớt hàng hay đổi cụm của {entrant}: muốn vậy hãy chạy lại "
        "dvk score.",
        en="Yellow cells on the sheets Figures, Rulings and Parameters may be changed; every other cell is a formula "
        "and follows. Change a figure, then look at the sheet Result: from then on every sheet says that it is a "
        "trial. Sheets are protected against slips, without a password. Do not add or remove rows or move {entrants} "
        "to another cluster: run dvk score again for that.",
    ),
    "guide_exact": Text(
        vi="Phần mềm bảng tính giữ số ở dạng nhị phân, khoảng 15 chữ số. Vì vậy mỗi phép làm tròn cộng thêm một lượng "
        "rất nhỏ (1E-9, 1E-11…) để số nằm đúng ranh giới (0,285) được làm tròn lên như cách tính chính xác của dvk.",
        en="A spreadsheet keeps numbers in binary, to about 15 digits. So each rounding adds a very small amount "
        "(1E-9, 1E-11…), and a number that lies right on the boundary (0.285) is rounded up as dvk's exact arithmetic "
        "does.",
    ),
    "guide_proved": Text(
        vi="Với bảng điểm này, mọi phép làm tròn và so sánh trong các công thức đã được chứng minh cho kết quả đúng "
        "với mọi số liệu trong phạm vi cho phép.",
        en="For this scheme every rounding and comparison in the formulas is proved right for all figures within "
        "their allowed ranges.",
    ),
    "guide_doubts": Text(
        vi="Ở các bước dưới đây, số nguyên cần để tính chính xác có thể vượt 2^53, nên bảng tính không chứng minh được "
        "cho mọi số liệu: giá trị cách ranh giới (làm tròn, so sánh) chưa đến “lượng” ghi bên cạnh được coi là nằm "
        "đúng ranh giới. Cột cuối đếm số {entrant} có giá trị gần như vậy theo số liệu đã ghi; 0 nghĩa là mọi ô khớp "
        "với kết quả chính xác của dvk. Kết quả chính thức sau khi sửa: chạy lại dvk score.",
        en="In the steps below the whole numbers of exact arithmetic may exceed 2^53, so a spreadsheet can prove "
        "nothing for all figures: a value nearer to a boundary (of rounding, of a comparison) than the “amount” beside "
        "it is taken to lie on it. The last column counts the {entrants} whose value is that near with the figures as "
        "written; 0 means that every cell agrees with dvk's exact result. For the official result after a change run "
        "dvk score.",
    ),
    "guide_near": Text(vi="{Entrant} ở gần", en="{Entrants} that near"),
    "guide_step": Text(vi="Bước", en="Step"),
    "guide_margin": Text(vi="Lượng", en="Amount"),
}
