"""The fixed words of the documents, in both languages; the form stays that of Vietnamese administrative papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Final

from dvk_scoring.report.notes import SCALED
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scoring.state_words import CLASS_OPEN, CRITERION, UNIT
from dvk_scoring.text import Language, Sayer, Text

WORDS: Final[Mapping[str, Text]] = {
    "nation": Text(vi="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", en="SOCIALIST REPUBLIC OF VIET NAM"),
    "motto": Text(vi="Độc lập - Tự do - Hạnh phúc", en="Independence - Freedom - Happiness"),
    "illustrative": Text(
        vi="SỐ LIỆU MINH HỌA – không phải của đơn vị có thật", en="ILLUSTRATIVE FIGURES – of no real unit"
    ),
    "sample": Text(vi="Số liệu mẫu đi kèm bảng điểm", en="Sample figures that ship with the scheme"),
    "number": Text(vi="Số: {number}/{symbol}", en="No: {number}/{symbol}"),
    "place_day": Text(vi="{place}, {day}", en="{place}, {day}"),
    "day": Text(vi="ngày {day} tháng {month} năm {year}", en="{day} / {month} / {year}"),
    "recipients": Text(vi="Nơi nhận:", en="Recipients:"),
    "as_above": Text(vi="Như thành phần tham dự", en="Those present"),
    "filed": Text(vi="Lưu: VT", en="File"),
    "unit_itself": Text(vi="{Entrant} có tên trên", en="The {entrant} named above"),
    "signature": Text(vi="(Chữ ký, họ và tên)", en="(Signature, full name)"),
    "signature_seal": Text(vi="(Chữ ký, họ và tên, dấu)", en="(Signature, full name, seal)"),
    "for_council": Text(vi="TM. {council}", en="ON BEHALF OF {council}"),
    "council": Text(vi="HỘI ĐỒNG", en="THE COUNCIL"),
    "chairman": Text(vi="CHỦ TỊCH", en="CHAIR"),
    "presiding": Text(vi="CHỦ TỌA", en="PRESIDING"),
    "secretary": Text(vi="THƯ KÝ", en="SECRETARY"),
    "maker": Text(vi="NGƯỜI LẬP BẢNG", en="DRAWN UP BY"),
    "for_unit": Text(vi="ĐẠI DIỆN {ENTRANT}", en="FOR THE {ENTRANT}"),
    "trace": Text(
        vi="Tính bằng dvk-scoring {version}. Mã SHA-256: bảng điểm {scheme}…; số liệu {figures}…",
        en="Computed by dvk-scoring {version}. SHA-256: scheme {scheme}…; figures {figures}…",
    ),
    "sealed": Text(
        vi="Kết quả đã niêm phong. Dấu niêm phong: {short}", en="This result is sealed. Fingerprint: {short}"
    ),
    # tables
    "no": Text(vi="TT", en="No"),
    "rank": Text(vi="Hạng", en="Rank"),
    "unit": Text(vi="{Entrant}", en="{Entrant}"),
    "cluster": Text(vi="Cụm, khối", en="Cluster"),
    "total": Text(vi="Tổng điểm", en="Total"),
    "class": Text(vi="Xếp loại", en="Class"),
    "titles": Text(vi="Danh hiệu đề nghị", en="Titles proposed"),
    "bonus": Text(vi="Điểm thưởng", en="Bonus"),
    "penalty": Text(vi="Điểm trừ", en="Penalty"),
    "most": Text(vi="Điểm tối đa", en="Most"),
    "votes": Text(vi="Đồng\u00a0ý/ tổng\u00a0số, %", en="For/ total,\u00a0%"),
    "votes_of": Text(vi="……/{base}\n……%", en="……/{base}\n……%"),
    "voted_of": Text(vi="{part}\n{voted}", en="{part}\n{voted}"),
    "state": Text(vi="Kết quả tính", en="Computed"),
    "nothing": Text(vi="–", en="–"),
    "none": Text(vi="Không có.", en="None."),
    "tied": Text(vi="{rank} (đồng hạng)", en="{rank} (tied)"),
    "on_hold": Text(vi="{name} (chưa xét)", en="{name} (on hold)"),
    "class_open": CLASS_OPEN,
    "out": UNIT["out"],
    "of_units": Text(vi="{what} ({units})", en="{what} ({units})"),
    "not_reported": Text(vi="Chưa báo cáo: {all}.", en="Not reported: {all}."),
    "in_state": Text(vi="{title} ({state})", en="{title} ({state})"),
    "more": Text(vi="{names} và {count} nơi khác", en="{names} and {count} more"),
    # minutes
    "minutes": Text(vi="BIÊN BẢN", en="MINUTES"),
    "minutes_about": Text(vi="Họp Hội đồng xét {scheme}", en="Meeting of the council on {scheme}"),
    "opened": Text(vi="Thời gian bắt đầu: {value}", en="Opened: {value}"),
    "when": Text(
        vi="{hour} giờ {minute} phút, ngày {day} tháng {month} năm {year}", en="{hour}:{minute}, {day}/{month}/{year}"
    ),
    "venue": Text(vi="Địa điểm: {value}", en="Venue: {value}"),
    "present": Text(
        vi="Thành phần tham dự: {present}/{members} thành viên Hội đồng; vắng: {absent}",
        en="Present: {present} of {members} {members:member|members} of the council; absent: {absent}",
    ),
    "absent": Text(vi="Vắng mặt: {value}", en="Absent: {value}"),
    "absent_one": Text(vi="{name} (lý do: {why})", en="{name} (reason: {why})"),
    "guests": Text(vi="Khách mời: {value}", en="Guests: {value}"),
    "figures_changed": Text(vi="SỐ LIỆU ĐƯỢC THẨM ĐỊNH SỬA", en="FIGURES CHANGED BY THE APPRAISAL"),
    "figure_changed": Text(vi="Số liệu", en="Figure"),
    "from_value": Text(vi="Đã báo cáo", en="Reported"),
    "to_value": Text(vi="Thẩm định", en="Appraised"),
    "changed_by": Text(vi="Tăng, giảm", en="Change"),
    "who_changed": Text(vi="Bên sửa", en="Changed by"),
    "why_changed": Text(vi="Lý do", en="Reason"),
    "chair_is": Text(vi="Chủ tọa: {value}", en="Presiding: {value}"),
    "secretary_is": Text(vi="Thư ký (người ghi biên bản): {value}", en="Secretary (who keeps the minutes): {value}"),
    "members_are": Text(vi="Các thành viên:", en="Members:"),
    "agenda": Text(vi="NỘI DUNG", en="PROCEEDINGS"),
    "basis": Text(vi="Căn cứ", en="Basis"),
    "scheme": Text(vi="Bảng điểm: {scheme}.", en="Scheme: {scheme}."),
    "legal_basis": Text(vi="Văn bản: {basis}.", en="Texts: {basis}."),
    "counted": Text(
        vi="Hội đồng xem xét kết quả chấm điểm {count} {what}, {clusters} cụm, khối{day}.",
        en="The council considered the points of {count} {what} in {clusters} clusters{day}.",
    ),
    "counted_one": Text(
        vi="Hội đồng xem xét kết quả chấm điểm {count} {what}{day}.",
        en="The council considered the points of {count} {what}{day}.",
    ),
    "until": Text(vi=", tính đến ngày {day}", en=", as of {day}"),
    "ranking": Text(vi="Kết quả chấm điểm, xếp hạng, xếp loại", en="Points, ranks and classes"),
    "titles_proposed": Text(vi="Đề nghị danh hiệu", en="Titles proposed"),
    "proposal": Text(
        vi="Kết quả tính điểm là đề nghị; hội đồng thảo luận và biểu quyết, số phiếu ghi vào bảng.",
        en="What was computed is a proposal; the council debates and votes, and the votes are written into the table.",
    ),
    "waiting": Text(
        vi="Chưa đưa ra biểu quyết được; hội đồng cần quyết định trước:",
        en="Not ready for a vote; the council must first decide:",
    ),
    "waits": Text(
        vi="{name} ({cluster}), {total} điểm{state}: {reason}.",
        en="{name} ({cluster}), {total} {total:point|points}{state}: {reason}.",
    ),
    "as_reserve": Text(vi=", dự bị", en=", in reserve"),
    "matters": Text(vi="Những việc hội đồng cần xem xét", en="What the council must look at"),
    "debate": Text(vi="Ý kiến thảo luận và kết luận", en="Debate and conclusion"),
    "closed": Text(
        vi="Cuộc họp kết thúc vào {value}. Biên bản đã được đọc lại, các thành viên dự họp nhất trí và ký tên./.",
        en="The meeting closed at {value}. The minutes were read out, agreed to and signed.",
    ),
    "members_sign": Text(vi="CÁC THÀNH VIÊN DỰ HỌP", en="MEMBERS PRESENT"),
    "name": Text(vi="Họ và tên", en="Full name"),
    "post": Text(vi="Chức vụ", en="Post"),
    "role": Text(vi="Vai trò", en="Role"),
    "signed": Text(vi="Ký tên", en="Signature"),
    "chair": Text(vi="Chủ tịch", en="Chair"),
    "deputy": Text(vi="Phó Chủ tịch", en="Deputy chair"),
    "secretary_role": Text(vi="Thư ký", en="Secretary"),
    "member": Text(vi="Thành viên", en="Member"),
    # tally
    "tally": Text(vi="BIÊN BẢN KIỂM PHIẾU", en="MINUTES OF THE COUNTING OF VOTES"),
    "tally_about": Text(vi="{scheme}", en="{scheme}"),
    "tally_council": Text(
        vi="Hội đồng có {members} thành viên, có mặt {present}.",
        en="The council has {members} {members:member|members}, of whom {present} {present:was|were} present.",
    ),
    "tally_rule": Text(vi="Đủ phiếu khi được {rule} đồng ý.", en="It takes {rule}."),
    "tally_free": Text(
        vi="Có nơi không đủ phiếu. Dự bị: {units}; có đưa lên hay không do Hội đồng quyết định.",
        en="Not all were voted. In reserve: {units}; whether one moves up the council decides.",
    ),
    "tally_waits": Text(
        vi="Chưa bỏ phiếu được, vì còn chưa xét hoặc chưa quyết định: {units}.",
        en="Not voted on yet, since on hold or undecided: {units}.",
    ),
    "tally_closed": Text(
        vi="Biên bản lập xong, đã đọc lại cho các thành viên dự họp nghe và nhất trí.",
        en="These minutes were read out to the members present and agreed to.",
    ),
    "tellers": Text(vi="TỔ KIỂM PHIẾU", en="TELLERS"),
    "issued": Text(vi="Phát ra", en="Issued"),
    "returned": Text(vi="Thu về", en="Returned"),
    "valid": Text(vi="Hợp lệ", en="Valid"),
    "given": Text(vi="Đồng ý", en="For"),
    "part": Text(vi="Tỷ lệ", en="Part"),
    "outcome": Text(vi="Kết quả", en="Outcome"),
    # annexes, the summary and the table
    "annex": Text(vi="Phụ lục", en="Annex"),
    "table": Text(vi="BẢNG ĐIỂM CHI TIẾT", en="TABLE OF POINTS"),
    "counts": Text(vi="Được tính", en="Counts"),
    "band": Text(vi="{title} (bảng {part}/{parts})", en="{title} (table {part} of {parts})"),
    "table_marks": Text(
        vi="Dấu gạch ngang (–) là chưa báo cáo hoặc chưa xếp hạng; ô trống là không có.",
        en="A dash is not reported or not ranked; an empty cell has nothing.",
    ),
    "voice_sums": Text(
        vi="Nhóm, điểm thưởng, điểm trừ, tổng điểm của mỗi bước chấm tính theo bảng điểm trên số liệu của bước đó; "
        "bước nào chưa có đủ số liệu thì ghi gạch ngang. Điều chỉnh điểm của hội đồng, hạng và xếp loại chỉ theo điểm "
        "được tính.",
        en="Sections, bonuses, penalties and totals of a voice are what the scheme makes of its figures; a dash where "
        "it has not said all of them. The council’s changes of points, ranks and classes are of what counts alone.",
    ),
    "summary": Text(vi="BẢNG TỔNG HỢP ĐIỂM", en="SUMMARY OF POINTS"),
    "attached": Text(
        vi="(Kèm theo Biên bản số {number}/{symbol} {day})", en="(Attached to minutes no {number}/{symbol}, {day})"
    ),
    "columns": Text(vi="Ghi chú cột: {parts}.", en="Columns: {parts}."),
    "marks": Text(
        vi="Dấu gạch ngang (–) là không phân công, chưa báo cáo đủ hoặc chưa xếp hạng.",
        en="A dash is not assigned, not wholly reported or not ranked.",
    ),
    "all_units": Text(vi="Xếp hạng chung", en="Ranked together"),
    "tie_mark": Text(vi="Dấu = sau hạng là đồng hạng.", en="An = after a rank is a tie."),
    "shortened": Text(
        vi="Điểm thành phần ghi đến {places} chữ số thập phân; tổng điểm tính trên số đầy đủ.",
        en="Points of parts are shown with {decimals}; totals are computed from the full numbers.",
    ),
    "changed_beside": Text(
        vi="Hội đồng điều chỉnh ngoài điểm các tiêu chí: {changes}.",
        en="Changed by the council beside the points of criteria: {changes}.",
    ),
    "total_held": Text(vi="Tổng điểm giữ trong khoảng {low} … {high}.", en="The total is held within {low} … {high}."),
    "scaled": SCALED,
    "out_are": Text(vi="Không tham gia xếp hạng: {units}.", en="Out of competition: {units}."),
    "counted_in": Text(vi="tính vào {name}", en="counted in {name}"),
    "counted_nowhere": Text(vi="không tính: {name} không được phân công", en="does not count: {name} is not assigned"),
    # drafts and letters
    "draft": Text(vi="DỰ THẢO", en="DRAFT"),
    "draft_note": Text(vi="DỰ THẢO – chờ hội đồng biểu quyết", en="DRAFT – the council has yet to vote"),
    "draft_note_voted": Text(vi="DỰ THẢO – theo kết quả biểu quyết", en="DRAFT – after the council's vote"),
    "minutes_named": Text(vi="Biên bản số {number}/{symbol} {day}", en="minutes no {number}/{symbol}, {day}"),
    "to": Text(vi="Kính gửi: {name}", en="To: {name}"),
    "rests_on": Text(vi="Căn cứ {text};", en="With regard to {text};"),
    "rests_on_scheme": Text(vi="Căn cứ bảng điểm {scheme};", en="With regard to the scheme {scheme};"),
    "rests_on_minutes": Text(vi="Căn cứ {minutes} họp hội đồng,", en="With regard to the {minutes}, of the council,"),
    "as_sent": Text(vi="Như trên", en="As above"),
    "submission": Text(vi="TỜ TRÌNH", en="SUBMISSION"),
    "submission_about": Text(vi="Về kết quả xét {scheme}", en="On the results of {scheme}"),
    "submits": Text(
        vi="Các {entrant} dưới đây được đề nghị theo kết quả tính điểm. Danh sách trình chính thức gồm các {entrant} "
        "được hội đồng biểu quyết thông qua.",
        en="The {entrants} below are proposed by the points that were computed. The list that is submitted in the end "
        "has those that the council votes for.",
    ),
    "submits_voted": Text(
        vi="Các {entrant} dưới đây được hội đồng biểu quyết thông qua; {entrant} không đủ phiếu không có trong danh "
        "sách.",
        en="The council voted for the {entrants} below; who was not voted for is not in the list.",
    ),
    "submission_ends": Text(vi="Kính trình xem xét, quyết định./.", en="Submitted for consideration and decision."),
    "decision": Text(vi="QUYẾT ĐỊNH", en="DECISION"),
    "decision_about": Text(vi="Về kết quả xét {scheme}", en="On the results of {scheme}"),
    "decides": Text(vi="QUYẾT ĐỊNH:", en="DECIDES:"),
    "article_list": Text(
        vi="Điều 1. Kết quả xét {scheme} đối với các {entrant} được hội đồng biểu quyết thông qua, gồm {count} "
        "{entrant}, ghi tại Danh sách kèm theo.",
        en="Article 1. The results of {scheme} for the {entrants} that the council votes for, {count} in number, "
        "stand in the list attached.",
    ),
    "article_force": Text(
        vi="Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        en="Article 2. This decision is in force from its signing.",
    ),
    "article_who": Text(
        vi="Điều 3. ………… và các {entrant} có tên trong Danh sách chịu trách nhiệm thi hành Quyết định này./.",
        en="Article 3. ………… and the {entrants} in the list carry out this decision.",
    ),
    "as_article": Text(vi="Như Điều 3", en="As in article 3"),
    "decision_list": Text(vi="DANH SÁCH {ENTRANT} ĐƯỢC ĐỀ NGHỊ", en="LIST OF {ENTRANTS} PROPOSED"),
    "list_attached": Text(
        vi="(Kèm theo Quyết định số {number}/{symbol} {day} của {issuer})",
        en="(Attached to decision no {number}/{symbol}, {day}, of {issuer})",
    ),
    "list_waits": Text(
        vi="Danh sách lập theo kết quả tính điểm, chờ hội đồng biểu quyết; {entrant} không được thông qua thì bỏ khỏi "
        "danh sách trước khi ký.",
        en="The list follows the points that were computed and waits for the council's vote; who is not voted for is "
        "taken out before it is signed.",
    ),
    "list_voted": Text(
        vi="Danh sách gồm các {entrant} được hội đồng biểu quyết thông qua.",
        en="The list has the {entrants} that the council voted for.",
    ),
    "reminder": Text(vi="CÔNG VĂN", en="LETTER"),
    "answer": Text(vi="CÔNG VĂN", en="LETTER"),
    "appeals": Text(vi="SỔ THEO DÕI KIẾN NGHỊ", en="REGISTER OF APPEALS"),
    "subject": Text(vi="V/v {about}", en="Re: {about}"),
    "letter_about": Text(vi="gửi phiếu số liệu {scheme}", en="sending the form of figures, {scheme}"),
    "letter_missing": Text(
        vi="Để chấm điểm {scheme}, các {entrant} gửi phiếu số liệu về hội đồng. Đến {day}, hội đồng chưa nhận được "
        "phiếu của {name}.",
        en="Points of {scheme} are given on the figures that {entrants} send to the council. Until {day}, the council "
        "had no form of {name}.",
    ),
    "letter_unusable": Text(
        vi="Để chấm điểm {scheme}, các {entrant} gửi phiếu số liệu về hội đồng. Đến {day}, phiếu của {name} chưa có số "
        "liệu nào dùng được.",
        en="Points of {scheme} are given on the figures that {entrants} send to the council. Until {day}, the form of "
        "{name} had no figure that can be used.",
    ),
    "letter_asks": Text(
        vi="Đề nghị {name} gửi phiếu về hội đồng chậm nhất {day}.",
        en="{name} is asked to send its form to the council by {day}.",
    ),
    "late_zero": Text(
        vi="Theo bảng điểm, nội dung không báo cáo được tính 0 điểm.",
        en="By the scheme, what is not reported counts 0.",
    ),
    "late_not_ranked": Text(
        vi="Theo bảng điểm, {entrant} chưa báo cáo đủ số liệu thì chưa được xếp hạng.",
        en="By the scheme, who has not reported all figures is not ranked.",
    ),
    "late_error": Text(
        vi="Theo bảng điểm, chưa đủ số liệu của mọi {entrant} thì chưa chấm điểm được.",
        en="By the scheme, no points can be given until every {entrant} has reported all its figures.",
    ),
    "letter_contact": Text(vi="Có vướng mắc, xin liên hệ {who}{call}.", en="For questions please turn to {who}{call}."),
    "letter_call": Text(vi=", điện thoại {telephone}", en=", telephone {telephone}"),
    "letter_ends": Text(vi="Trân trọng./.", en="Yours faithfully."),
    # sheet
    "sheet": Text(vi="PHIẾU ĐIỂM", en="SCORE SHEET"),
    "unit_is": Text(vi="{Entrant}: {name}", en="{Entrant}: {name}"),
    "cluster_is": Text(vi="Cụm, khối: {cluster}", en="Cluster: {cluster}"),
    "criterion": Text(vi="Nội dung, tiêu chí", en="Criterion"),
    "points": Text(vi="Điểm", en="Points"),
    "told": Text(vi="Số liệu và cách tính tóm tắt", en="Figures and working in short"),
    "not-assigned": Text(vi="KP", en="n/a"),
    "not-reported": CRITERION["not-reported"],
    "kp_note": Text(vi="KP: không phân công.", en="n/a: not assigned."),
    "before": Text(vi="Trước điều chỉnh", en="Before"),
    "change": Text(vi="Hội đồng điều chỉnh", en="Council’s change"),
    "tie_break": Text(vi="{title} (tiêu chí phụ, không tính điểm)", en="{title} (tie-break, gives no points)"),
    "changes": Text(vi="Hội đồng điều chỉnh", en="Council’s change"),
    "ruled": Text(vi="{reason} ({ref}, ngày {day})", en="{reason} ({ref}, {day})"),
    "bonuses": Text(vi="Điểm thưởng", en="Bonuses"),
    "penalties": Text(vi="Điểm trừ", en="Penalties"),
    "sum": Text(vi="TỔNG ĐIỂM", en="TOTAL"),
    "result": Text(vi="Kết quả", en="Result"),
}
BLANK: Final = "…" * 10
SHORT_BLANK: Final = "…" * 2
LONG_BLANK: Final = "…" * 20
FULL_BLANK: Final = "…" * 34
"""Dots that fill a line."""


class PaperSayer(Sayer):
    """Says the words of documents in one language, and calls those scored as the scheme does."""

    def __init__(self, language: Language, entrant: Text) -> None:
        """Keep the language and what those scored are called, ``ENTRANT`` where all is in capitals."""
        words = entrant_words(entrant, language)
        super().__init__(WORDS, language, **words, ENTRANT=words["entrant"].upper(), ENTRANTS=words["entrants"].upper())

    def all(self) -> dict[str, str]:
        """Give every phrase, for templates; those with blanks to fill are of no use there and left out."""
        return {
            key: self(key) for key, text in WORDS.items() if set(_names(text.in_(self.language))) <= set(self.always)
        }


def _names(phrase: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(phrase) if name)
