"""The words on a form, in both languages; ``{name}`` takes a value."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.scheme.entrant import about
from dvk_scoring.scheme.form.frame import ENTRANT
from dvk_scoring.text import Language, Text
from dvk_scoring.written import plain

SHEET: Final = Text(vi="Phiếu", en="Form")
INDEX: Final = Text(vi="Danh sách", en="List")
LISTS: Final = "dvk-lists"
FORMS: Final = Text(vi="các phiếu", en="the forms")
TITLES: Final = {
    "unit": Text(vi="PHIẾU BÁO CÁO SỐ LIỆU", en="REPORT OF FIGURES"),
    "committee": Text(vi="PHIẾU SỐ LIỆU CỦA HỘI ĐỒNG", en="THE COMMITTEE'S FIGURES"),
    "all": Text(vi="PHIẾU THẨM ĐỊNH SỐ LIỆU", en="APPRAISAL OF FIGURES"),
}
COLUMNS: Final = {
    "key": Text.same(""),
    "no": Text(vi="TT", en="No"),
    "label": Text(vi="Nội dung", en="Item"),
    "how": Text(vi="Cách ghi", en="Written as"),
    "earlier": Text(vi="Đã báo cáo", en="Reported"),
    "told": Text(vi="Minh chứng của {entrant}", en="The {entrant}'s evidence"),
    "agree": Text(vi="Đồng ý (x)", en="Agreed (x)"),
    "value": Text(vi="Số liệu", en="Figure"),
    "reason": Text(vi="Lý do (nếu khác)", en="Reason (if different)"),
    "evidence": Text(vi="Tài liệu chứng minh (số, ngày)", en="Evidence (number, date)"),
    "check": Text(vi="Kiểm tra", en="Check"),
}
UNIT: Final = Text(vi="{Entrant}", en="{Entrant}")
ABOUT_UNIT: Final = Text(vi="Thông tin chung của {entrant}", en="About the {entrant}")
CLUSTER: Final = Text(vi="Cụm, khối", en="Cluster")
PERIOD: Final = Text(vi="Kỳ", en="Period")
VOICE: Final = Text(vi="Bước", en="Step")
FIELDS: Final = {
    "@unit": Text(vi="Mã {entrant}", en="Id of the {entrant}"),
    "@name": Text(vi="Tên {entrant}", en="Name of the {entrant}"),
    "@cluster": Text(vi="Cụm, khối", en="Cluster"),
}
OWN_EVIDENCE: Final = Text(
    vi="Tài liệu riêng của {entrant} (số, ngày)", en="Evidence for this {entrant} (number, date)"
)
TABLE_HEADS: Final = {
    "no": COLUMNS["no"],
    "unit": FIELDS["@unit"],
    "name": UNIT,
    "cluster": CLUSTER,
    "evidence": OWN_EVIDENCE,
    "check": COLUMNS["check"],
}
"""What the columns of a table of units are called that are of no figure."""
GUIDE: Final = Text(
    vi="Chỉ ghi vào ô nền vàng. Không có thì ghi 0; không được phân công thì ghi KP; để trống là chưa báo cáo. "
    "Bấm vào ô để xem hướng dẫn.",
    en="Fill in the yellow cells only. Write 0 for none and KP where the task is not assigned; blank is not reported. "
    "Click a cell to see its help.",
)
GUIDE_LATER: Final = Text(
    vi="Chỉ ghi vào ô nền vàng. Đồng ý với số đã báo cáo thì chọn x ở cột “Đồng ý”; khác thì ghi số mới và lý do; "
    "không chọn, không ghi thì số cũ giữ nguyên và được liệt kê là chưa thẩm định. Không được phân công thì ghi KP.",
    en="Fill in the yellow cells only. To agree, choose x under “Agreed”; to differ, write a new figure and why; "
    "with neither, the reported one stands and is listed as not appraised. Write KP where the task is not assigned.",
)
TABLE_TITLE: Final = Text(vi="BẢNG SỐ LIỆU CỦA HỘI ĐỒNG", en="THE COMMITTEE'S FIGURES")
TABLE_SHEET: Final = Text(vi="Số liệu của hội đồng", en="The committee's figures")
SHARED_EVIDENCE: Final = Text(vi="Tài liệu chứng minh chung (số, ngày)", en="Evidence for all of them (number, date)")
GUIDE_TABLE: Final = Text(
    vi="Chỉ ghi vào ô nền vàng. Không có thì ghi 0; không được phân công thì ghi KP; để trống là chưa có số liệu. "
    "Ô xám: không hỏi. Văn bản dùng chung ghi một lần ở dòng đầu. Bấm vào ô để xem hướng dẫn.",
    en="Fill in the yellow cells only. Write 0 for none and KP where the task is not assigned; blank is not reported. "
    "Grey: not asked for. Papers that hold for all are written once, in the first row. Click a cell to see its help.",
)
GUIDE_TABLE_LATER: Final = Text(
    vi="Chỉ ghi vào ô nền vàng. Đồng ý với số đã báo cáo thì chọn x ở cột “Đồng ý”; khác thì ghi số mới và lý do; "
    "không được phân công thì ghi KP. Ô xám: không hỏi. Văn bản dùng chung ghi một lần ở dòng đầu.",
    en="Fill in the yellow cells only. To agree, choose x under “Agreed”; to differ, write a new figure and why; write "
    "KP where the task is not assigned. Grey: not asked for. Papers that hold for all are written once, in the first "
    "row.",
)
LEFT: Final = Text(vi="Còn trống:", en="Still blank:")
WRONG: Final = Text(vi="Cần xem lại:", en="To look at again:")
BLANK: Final = Text(vi="còn trống", en="blank")
STANDS: Final = Text(vi="giữ nguyên", en="stands")
FINE: Final = Text(vi="được", en="fine")
BAD: Final = Text(vi="sai cách ghi", en="not as asked")
PERCENT: Final = Text(vi="có phải %?", en="meant as %?")
OVER: Final = Text(vi="lớn hơn", en="more than")
AGREED: Final = "x"
BOTH: Final = Text(vi="đồng ý hay khác?", en="agreed or not?")
NOTHING: Final = Text(vi="chưa có để đồng ý", en="nothing to agree to")
REASON: Final = Text(vi="ghi lý do", en="say why")
GIVEN: Final = Text(vi="đã có", en="known")
YES: Final = Text(vi="Có", en="Yes")
NO: Final = Text(vi="Không", en="No")
KP: Final = "KP"
SENT_TO: Final = Text(vi="Gửi về", en="Send to")
DEADLINE: Final = Text(vi="Hạn gửi", en="By")
CONTACT: Final = Text(vi="Liên hệ", en="Questions")
BY_HAND: Final = Text(vi="(Ký, ghi rõ họ tên)", en="(Signature, full name)")
WITH_SEAL: Final = Text(vi="(Ký tên, đóng dấu)", en="(Signature, seal)")
DAY: Final = Text(vi="Ngày …… tháng …… năm 20……", en="Date: ……………………")
SIGNS: Final = {
    "unit": (Text(vi="NGƯỜI LẬP PHIẾU", en="FILLED IN BY"), Text(vi="ĐẠI DIỆN {ENTRANT}", en="FOR THE {ENTRANT}")),
    "committee": (Text(vi="NGƯỜI LẬP PHIẾU", en="FILLED IN BY"), Text(vi="THAY MẶT HỘI ĐỒNG", en="FOR THE COMMITTEE")),
    "all": (Text(vi="NGƯỜI THẨM ĐỊNH", en="APPRAISED BY"), Text(vi="THAY MẶT HỘI ĐỒNG", en="FOR THE COMMITTEE")),
}
HEAD_OF_UNIT: Final = Text(vi="THỦ TRƯỞNG ĐƠN VỊ", en="HEAD OF THE UNIT")
"""Who signs where those scored are units; a team or a university has somebody else."""
PAGE: Final = Text(vi="Trang", en="Page")
EVIDENCE_HELP: Final = Text(
    vi="Số, ngày, tên văn bản hoặc nơi lưu. Không ghi tên người, số căn cước, số điện thoại.",
    en="Number, date and title of the paper, or where it is kept. No names of people, identity or telephone numbers.",
)
REASON_HELP: Final = Text(
    vi="Vì sao khác số đã báo cáo. Không ghi tên người, số căn cước, số điện thoại.",
    en="Why it differs from what was reported. No names of people, identity or telephone numbers.",
)
AGREE_HELP: Final = Text(
    vi="Chọn x nếu đồng ý với số đã báo cáo; khi đó để trống ô số liệu bên cạnh.",
    en="Choose x to agree with what was reported, and leave the figure beside it blank.",
)
_ENOUGH: Final = 1_000_000


def signs(asked: str, entrant: Text) -> tuple[Text, Text]:
    """Say who signs a form, at the left and at the right."""
    left, right = SIGNS[asked]
    return left, HEAD_OF_UNIT if asked == "unit" and entrant == ENTRANT else about(right, entrant)


def written_number(value: Fraction, language: Language) -> str:
    """Write an exact number for a reader: decimal comma and dots between thousands in Vietnamese."""
    whole, point, decimals = plain(value).partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    if "/" not in digits and len(digits) > 4:
        digits = f"{int(digits):,}".replace(",", "." if language == "vi" else ",")
    return sign + digits + (point and ("," if language == "vi" else ".")) + decimals


def how(spec: FigureSpec, language: Language) -> str:
    """Say in a few words how a figure is written."""
    vi = language == "vi"
    if spec.kind == "yes-no":
        return "Có / Không" if vi else "yes / no"
    if spec.kind == "choice":
        return "chọn" if vi else "choose"
    bounds = "" if spec.high >= _ENOUGH and not spec.low else _bounds(spec, language)
    if spec.measure == "percent":
        return f"% {bounds}".strip()
    if spec.kind == "mark":
        return f"{'điểm' if vi else 'mark'} {_bounds(spec, language)}"
    if spec.kind == "count" or not spec.places:
        return "số nguyên" if vi else "whole number"
    return f"{'số' if vi else 'number'} {bounds}".strip()


def told_type(spec: FigureSpec, language: Language) -> str:
    """Say in a sentence what a cell takes."""
    vi = language == "vi"
    if spec.kind == "yes-no":
        return "Chọn Có, Không hoặc KP." if vi else "Choose Yes, No or KP."
    if spec.kind == "choice":
        return "Chọn một mục trong danh sách." if vi else "Choose one of the list."
    low, high = written_number(spec.low, language), written_number(spec.high, language)
    if spec.places == 0:
        what = "Số nguyên" if vi else "A whole number"
    else:
        what = f"Số có tối đa {spec.places} số lẻ" if vi else f"A number of at most {spec.places} decimals"
    told = f"{what} từ {low} đến {high}" if vi else f"{what} from {low} to {high}"
    if spec.step is not None:
        step = written_number(spec.step, language)
        told += f", bước {step}" if vi else f", in steps of {step}"
    if spec.measure == "percent":
        told += " (phần trăm: 92,5% ghi 92,5)" if vi else " (per cent: write 92.5 for 92.5 %)"
    return f"{told}; hoặc KP." if vi else f"{told}; or KP."


def _bounds(spec: FigureSpec, language: Language) -> str:
    return f"{written_number(spec.low, language)}–{written_number(spec.high, language)}"


def spoken(asked: str, title: Text | None, voice: str) -> Text:
    """Say whose figures a form holds, and in which voice."""
    who = {
        "unit": Text(vi="số liệu của đơn vị", en="units' figures"),
        "committee": Text(vi="số liệu của hội đồng", en="the committee's figures"),
        "all": Text(vi="thẩm định", en="an appraisal"),
    }[asked]
    named = title or Text.same(voice)
    return Text(vi=f"{who.vi}, {named.vi}", en=f"{who.en}, {named.en}") if voice else who
