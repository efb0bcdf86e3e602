"""What people read in workbooks of votes and of letterheads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.editing.words import NUMBER, VALUE, WHAT
from dvk_scoring.text import Text

__all__ = ["NUMBER", "VALUE", "WHAT"]

BOOKS: Final[Mapping[str, Text]] = {
    "votes": Text(vi="Kết quả kiểm phiếu", en="Votes"),
    "letterhead": Text(vi="Tiêu đề văn bản", en="Letterhead"),
}
COUNCIL: Final = Text(vi="Hội đồng", en="Council")
VOTES: Final = Text(vi="Phiếu bầu", en="Votes")
AGENCY: Final = Text(vi="Cơ quan", en="Agency")
PAPERS_SHEET: Final = Text(vi="Văn bản", en="Papers")
PAPER: Final = Text(vi="Văn bản", en="Paper")
MEMBERS: Final = Text(vi="Thành viên hội đồng", en="Members of the council")
GUIDES: Final[Mapping[str, Text]] = {
    "votes": Text(
        vi="Chỉ sửa ô nền vàng. Ghi số thành viên ở đây, phiếu về từng {entrant} ở trang sau.",
        en="Edit yellow cells only. How many members there are goes here, votes on each {entrant} on the next sheet.",
    ),
    "letterhead": Text(
        vi="Chỉ sửa ô nền vàng. Để trống: không ghi, trên giấy là dòng chấm.",
        en="Edit yellow cells only. What is left blank is a dotted line on paper.",
    ),
}
MANY: Final = Text(
    vi="Chỉ sửa ô nền vàng. Thêm: ghi vào các dòng trống bên dưới. Bỏ: xóa trắng mọi ô vàng của dòng.",
    en="Edit yellow cells only. To add one, fill an empty row below. To take one out, empty its yellow cells.",
)
CHANGED: Final = Text(vi="Sửa {count} giá trị", en="Values changed: {count}")
ADDED: Final = Text(vi="Thêm {count} dòng", en="Rows added: {count}")
GONE: Final = Text(vi="Bỏ {count} dòng", en="Rows taken out: {count}")
SAID: Final[Mapping[tuple[str, ...], Text]] = {
    ("members",): Text(vi="Tổng số thành viên hội đồng", en="Members of the council"),
    ("present",): Text(vi="Số thành viên có mặt", en="Members present"),
    ("votes", "title"): Text(vi="Danh hiệu", en="Title"),
    ("votes", "unit"): Text(vi="{Entrant} (mã)", en="{Entrant} (id)"),
    ("votes", "issued"): Text(vi="Phiếu phát ra", en="Issued"),
    ("votes", "returned"): Text(vi="Phiếu thu về", en="Returned"),
    ("votes", "valid"): Text(vi="Phiếu hợp lệ", en="Valid"),
    ("votes", "for"): Text(vi="Phiếu đồng ý", en="For it"),
    ("agency", "superior"): Text(vi="Cơ quan chủ quản", en="Body above the agency"),
    ("agency", "issuer"): Text(vi="Cơ quan ban hành", en="Issuing agency"),
    ("agency", "council"): Text(vi="Chủ tịch ký thay mặt (TM.)", en="The chair signs for"),
    ("agency", "place"): Text(vi="Địa danh", en="Place"),
    ("form", "to"): Text(vi="Phiếu số liệu gửi về", en="Forms are sent to"),
    ("form", "deadline"): Text(vi="Hạn gửi phiếu số liệu", en="Forms are due by"),
    ("form", "contact"): Text(vi="Người giải đáp về phiếu số liệu", en="Who answers questions on forms"),
    ("form", "telephone"): Text(vi="Điện thoại", en="Telephone"),
    ("paper", "number"): Text(vi="Số", en="Number"),
    ("paper", "symbol"): Text(vi="Ký hiệu", en="Symbol"),
    ("paper", "date"): Text(vi="Ngày", en="Date"),
    ("paper", "about"): Text(vi="Trích yếu", en="About"),
    ("paper", "recipients"): Text(vi="Nơi nhận", en="Recipients"),
    ("paper", "opened"): Text(vi="Bắt đầu", en="Opened"),
    ("paper", "closed"): Text(vi="Kết thúc", en="Closed"),
    ("paper", "venue"): Text(vi="Địa điểm", en="Venue"),
    ("paper", "present"): Text(vi="Số có mặt", en="Present"),
    ("paper", "members"): Text(vi="Tổng số thành viên", en="Members"),
    ("paper", "guests"): Text(vi="Khách mời", en="Guests"),
    ("paper", "to"): Text(vi="Kính gửi", en="Submitted to"),
    ("paper", "signer"): Text(vi="Chức vụ người ký", en="Post of who signs"),
    ("paper", "deadline"): Text(vi="Hạn gửi", en="Due by"),
    ("paper", "contact"): Text(vi="Người liên hệ", en="Contact"),
    ("paper", "telephone"): Text(vi="Điện thoại", en="Telephone"),
    ("council", "name"): Text(vi="Họ và tên", en="Name"),
    ("council", "post"): Text(vi="Chức vụ", en="Post"),
    ("council", "role"): Text(vi="Trong hội đồng", en="Role"),
    ("council", "absent"): Text(vi="Lý do vắng", en="Why absent"),
}
"""Key → what stands before or over its cells."""
_LINES: Final = Text(vi="Mỗi nơi, mỗi người một dòng (Alt+Enter).",
                     en="One a line (Alt+Enter).")  # fmt: skip
HELP: Final[Mapping[tuple[str, str], Text]] = {
    ("paper", "recipients"): _LINES,
    ("paper", "guests"): _LINES,
    ("paper", "opened"): Text(vi="Viết bằng lời: 08 giờ 00 ngày 18/12/2026.", en="In words: 8.00 on 18/12/2026."),
    ("votes", "unit"): Text(vi="Mã {entrant} như trong bảng số liệu.", en="The id as in the figures."),
    ("council", "absent"): Text(vi="Để trống là có mặt.", en="Blank: was there."),
    ("council", "role"): Text(vi="Để trống là thành viên.", en="Blank: a member."),
}
PAPERS: Final[Mapping[str, Text]] = {
    "minutes": Text(vi="Biên bản", en="Minutes"),
    "sheet": Text(vi="Phiếu điểm", en="Score sheet"),
    "summary": Text(vi="Bảng tổng hợp", en="Summary"),
    "table": Text(vi="Bảng điểm chi tiết", en="Table of points"),
    "tally": Text(vi="Biên bản kiểm phiếu", en="Minutes of the counting"),
    "submission": Text(vi="Tờ trình", en="Submission"),
    "decision": Text(vi="Quyết định", en="Decision"),
    "reminder": Text(vi="Công văn đôn đốc", en="Reminder"),
    "appeals": Text(vi="Sổ kiến nghị", en="Register of appeals"),
    "answer": Text(vi="Công văn trả lời", en="Letter of answer"),
}
ROLES: Final[Mapping[str, Text]] = {
    "chair": Text(vi="chủ tịch", en="chair"),
    "deputy": Text(vi="phó chủ tịch", en="deputy"),
    "secretary": Text(vi="thư ký", en="secretary"),
    "member": Text(vi="thành viên", en="member"),
}
