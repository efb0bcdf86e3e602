"""The words of the report's page, in both languages; those of the result itself come from scheme and explanation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.state_words import CLASS_OPEN, ON_HOLD, TITLE, UNIT
from dvk_scoring.text import LANGUAGES, Text

ENGINES: Final[Mapping[str, Text]] = {
    "exact": Text(vi="từng đơn vị, bằng phân số", en="each unit, in fractions"),
    "polars": Text.same("Polars"),
    "duckdb": Text.same("DuckDB"),
    "spark": Text.same("Spark"),
}
"""Engines by name, as readers know them."""

WORDS: Final[Mapping[str, Text]] = {
    "skip": Text(vi="Chuyển đến nội dung", en="Skip to the content"),
    "sections_of_page": Text(vi="Các phần của báo cáo", en="Parts of the report"),
    "language": Text(vi="Ngôn ngữ", en="Language"),
    "dark": Text(vi="Nền tối", en="Dark theme"),
    "print": Text(vi="In", en="Print"),
    "illustrative": Text(vi="Số liệu minh họa", en="Illustrative figures"),
    "illustrative_text": Text(
        vi="Số liệu mẫu đi kèm bảng điểm, không phải của đơn vị có thật.",
        en="Sample figures that ship with the scheme, of no real unit.",
    ),
    "sample": Text(vi="Số liệu mẫu", en="Sample figures"),
    "sample_text": Text(vi="Số liệu đi kèm bảng điểm.", en="These figures ship with the scheme."),
    "source": Text(vi="Nguồn số liệu:", en="Source of the figures:"),
    "proposals": Text(
        vi="Kết quả là đề nghị để hội đồng xem xét, quyết định.", en="These are proposals; the council decides."
    ),
    "no_script": Text(
        vi="Trình duyệt không chạy JavaScript: chỉ xem được bảng xếp hạng và các ghi chú; "
        "không có trang {entrant}, biểu đồ, lọc và sắp xếp.",
        en="This browser runs no JavaScript: the ranking and the notes are here; "
        "pages of {entrants}, charts, filters and sorting are not.",
    ),
    "ranking": Text(vi="Xếp hạng", en="Ranking"),
    "charts": Text(vi="Biểu đồ", en="Charts"),
    "notes": Text(vi="Cần xem xét", en="To look at"),
    "about": Text(vi="Căn cứ và nguồn", en="Sources"),
    "nothing_odd": Text(vi="Không có gì bất thường.", en="Nothing was odd."),
    "rank": Text(vi="Hạng", en="Rank"),
    "unit": Text(vi="{Entrant}", en="{Entrant}"),
    "cluster": Text(vi="Cụm, khối", en="Cluster"),
    "bonus": Text(vi="Thưởng", en="Bonus"),
    "penalty": Text(vi="Trừ", en="Penalty"),
    "total": Text(vi="Tổng điểm", en="Total"),
    "class": Text(vi="Xếp loại", en="Class"),
    "titles": Text(vi="Danh hiệu đề nghị", en="Titles proposed"),
    "columns": Text(vi="Các cột điểm:", en="Columns of points:"),
    "tied": Text(vi="đồng hạng", en="tied"),
    "out": UNIT["out"],
    "not_ranked": UNIT["not-ranked"],
    "class_open": CLASS_OPEN,
    "on_hold": ON_HOLD,
    **TITLE,
    "in_full": Text(vi="xếp hạng theo {total}", en="ranked by {total}"),
    "tie_break": Text(vi="tiêu chí phụ, không tính điểm", en="tie-break, gives no points"),
    "nothing": Text(vi="không có", en="none"),
    "filter": Text(vi="Lọc", en="Filter"),
    "search": Text(vi="Tìm theo tên hoặc mã", en="Find by name or id"),
    "all": Text(vi="Tất cả", en="All"),
    "title": Text(vi="Danh hiệu", en="Title"),
    "shown": Text(vi="Đang xem {shown} trên {all} {entrant}.", en="{shown} of {all} shown."),
    "none_shown": Text(
        vi="Không có {entrant} nào khớp. Hãy bỏ bớt điều kiện lọc.", en="No {entrant} matches. Loosen the filter."
    ),
    "clear": Text(vi="Bỏ lọc", en="Clear the filter"),
    "back": Text(vi="Về bảng xếp hạng", en="Back to the ranking"),
    "previous": Text(vi="Xếp trên", en="Ranked above"),
    "next": Text(vi="Xếp dưới", en="Ranked below"),
    "neighbours": Text(vi="{Entrant} liền kề", en="Neighbouring {entrants}"),
    "of": Text(vi="{value} trên {whole}", en="{value} of {whole}"),
    "why": Text(vi="Vì sao có kết quả này", en="Why this result"),
    "by_criterion": Text(vi="Điểm theo tiêu chí", en="Points by criterion"),
    "by_criterion_text": Text(
        vi="So với điểm cao nhất và trung vị của các {entrant} được xếp hạng trong cụm, khối.",
        en="Beside the best and the median of the ranked {entrants} in the cluster.",
    ),
    "by_criterion_low": Text(
        vi="So với điểm thấp nhất và trung vị của các {entrant} được xếp hạng trong cụm, khối.",
        en="Beside the lowest and the median of the ranked {entrants} in the cluster.",
    ),
    "criterion": Text(vi="Tiêu chí", en="Criterion"),
    "points": Text(vi="Điểm", en="Points"),
    "most": Text(vi="Tối đa", en="Most"),
    "compared": Text(vi="So sánh", en="Compared"),
    "own": Text(vi="{Entrant} này", en="This {entrant}"),
    "median": Text(vi="Trung vị", en="Median"),
    "best": Text(vi="Cao nhất", en="Best"),
    "lowest": Text(vi="Thấp nhất", en="Lowest"),
    "highest": Text(vi="Cao nhất", en="Highest"),
    "quartile_1": Text(vi="Tứ phân vị 1", en="Lower quartile"),
    "quartile_3": Text(vi="Tứ phân vị 3", en="Upper quartile"),
    "middle_half": Text(vi="Một nửa ở giữa", en="Middle half"),
    "one_unit": Text(vi="Từng {entrant}", en="Each {entrant}"),
    "range": Text(vi="Từ thấp nhất đến cao nhất", en="Lowest to highest"),
    "count": Text(vi="Số {entrant}", en="{Entrants}"),
    "not_assigned": Text(vi="KP", en="n/a"),
    "not_reported": Text(vi="chưa báo cáo", en="not reported"),
    "bonuses": Text(vi="Điểm thưởng", en="Bonuses"),
    "penalties": Text(vi="Điểm trừ", en="Penalties"),
    "voices": Text(vi="Điểm theo từng bước chấm", en="Points by voice"),
    "voices_text": Text(
        vi="Mỗi cột là điểm tính theo số liệu sau bước chấm đó; bước chấm sau thay bước chấm trước.",
        en="Each column is what the figures give after that voice; a later voice prevails.",
    ),
    "difference": Text(vi="Chênh lệch", en="Difference"),
    "changes": Text(vi="Điểm hội đồng điều chỉnh", en="Points the council changed"),
    "before": Text(vi="Trước khi điều chỉnh", en="Before"),
    "change": Text(vi="Hội đồng điều chỉnh", en="Council’s change"),
    "counted": Text(vi="Điểm tính", en="What counts"),
    "working": Text(vi="Cách tính từng điểm", en="How each point came about"),
    "open_all": Text(vi="Mở tất cả", en="Open all"),
    "close_all": Text(vi="Đóng tất cả", en="Close all"),
    "loading": Text(vi="Đang mở lời giải thích…", en="Opening the explanation…"),
    "cannot_open": Text(
        vi="Trình duyệt này quá cũ nên không mở được lời giải thích. "
        "Hãy dùng trình duyệt mới hơn hoặc lệnh dvk explain.",
        en="This browser is too old to open the explanation. Use a newer one, or the command dvk explain.",
    ),
    "not_here": Text(
        vi="Báo cáo chỉ kèm lời giải thích của {most} {entrant} đầu. {Entrant} này xem bằng lệnh dvk explain.",
        en="The report explains the first {most} {entrants} only. Use the command dvk explain for this one.",
    ),
    "unknown_unit": Text(vi="Báo cáo không có {entrant} này.", en="The report has no such {entrant}."),
    "chart_total": Text(vi="Điểm các tiêu chí của từng {entrant}", en="Criteria of each {entrant}"),
    "chart_total_text": Text(
        vi="Mỗi ô là một tiêu chí, xếp theo thứ tự bảng điểm; số bên phải là tổng điểm sau quy đổi, thưởng và trừ.",
        en="Each block is a criterion, in the order of the scheme; the number is the total after scaling, "
        "bonuses and penalties.",
    ),
    "chart_spread": Text(vi="Phân bố điểm theo tiêu chí", en="Spread of points by criterion"),
    "chart_spread_text": Text(
        vi="Tính theo phần trăm điểm tối đa của tiêu chí.", en="As a percentage of what the criterion can give."
    ),
    "chart_gap": Text(vi="Khoảng cách giữa các bước chấm", en="Gap between voices"),
    "chart_gap_text": Text(
        vi="Cộng điểm các tiêu chí mà cả hai bước chấm đều có; chưa tính quy đổi, thưởng và trừ.",
        en="The criteria that both voices speak of, added up, before scaling, bonuses and penalties.",
    ),
    "all_criteria": Text(vi="Mọi tiêu chí", en="All criteria"),
    "data_table": Text(vi="Bảng số liệu của biểu đồ", en="The chart as a table"),
    "show_all": Text(vi="Hiện cả {count}", en="Show all {count}"),
    "chart_first": Text(vi="Đang vẽ {shown} {entrant} đầu.", en="The first {shown} {entrants} are drawn."),
    "other": Text(vi="Tiêu chí khác", en="Other criteria"),
    "no_gap": Text(
        vi="Không có tiêu chí nào được hai bước chấm trở lên cho đủ số liệu.",
        en="No criterion has whole figures from two voices.",
    ),
    "scheme": Text(vi="Bảng điểm", en="Scheme"),
    "scheme_id": Text(vi="Mã bảng điểm", en="Id of the scheme"),
    "scheme_hash": Text(vi="SHA-256 của bảng điểm", en="SHA-256 of the scheme"),
    "seal": Text(vi="Dấu niêm phong", en="Fingerprint of the seal"),
    "figures_hash": Text(vi="SHA-256 của số liệu", en="SHA-256 of the figures"),
    "valid": Text(vi="Hiệu lực", en="Valid"),
    "as_of": Text(vi="Tính đến ngày", en="As of"),
    "legal_basis": Text(vi="Căn cứ", en="Legal basis"),
    "files": Text(vi="Tệp số liệu", en="Files of figures"),
    "rows": Text(vi="dòng", en="rows"),
    "engine": Text(vi="Bộ máy tính", en="Engine"),
    "version": Text(vi="Phiên bản", en="Version"),
    "rulings": Text(vi="Quyết định của hội đồng đã áp dụng", en="Rulings applied"),
}


def words_of(scheme: Scheme) -> dict[str, Text]:
    """Give the words with what the scheme scores put in; what the page itself fills in is left as it is."""
    vi, en = (entrant_words(scheme.entrant, language) for language in LANGUAGES)
    return {key: Text(vi=_called(text.vi, vi), en=_called(text.en, en)) for key, text in WORDS.items()}


def _called(told: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        told = told.replace(f"{{{name}}}", word)
    return told
