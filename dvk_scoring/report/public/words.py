"""The fixed words of the public edition, and what it is told why something is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.scheme.public import Why
from dvk_scoring.scoring.state_words import CLASS_OPEN, CRITERION, TITLE, UNIT
from dvk_scoring.text import Text

WORDS: Final[Mapping[str, Text]] = {
    "kind": Text(vi="Bản công khai", en="Public edition"),
    "left_out": Text(
        vi="Bản công khai: một số phần của kết quả được bỏ ra.",
        en="Public edition: parts of the result are left out.",
    ),
    "proposals": Text(
        vi="Điểm, hạng, xếp loại và danh hiệu là đề nghị để hội đồng xem xét, quyết định.",
        en="Points, ranks, classes and titles are proposals; the council decides.",
    ),
    "sample": Text(vi="Số liệu mẫu đi kèm bảng điểm.", en="Sample figures that ship with the scheme."),
    "illustrative": Text(
        vi="SỐ LIỆU MINH HỌA, không phải của đơn vị có thật.", en="ILLUSTRATIVE FIGURES, of no real unit."
    ),
    "valid": Text(vi="Thời gian: {first} – {last}", en="Period: {first} – {last}"),
    "as_of": Text(vi="Tính đến ngày {day}", en="As of {day}"),
    "small": Text(
        vi="“< {least}”: số đếm dưới {least}, không hiện; “…”: không hiện, vì sẽ cho biết số khác.",
        en="“< {least}”: a count below {least}, withheld; “…”: withheld, since it would tell another number.",
    ),
    "sealed": Text(vi="Đã niêm phong. Dấu niêm phong: {short}", en="Sealed. Fingerprint: {short}"),
    "columns": Text(vi="Các cột điểm", en="Columns of points"),
    "figures": Text(vi="Số liệu", en="Figures"),
    "all": Text(vi="Xếp hạng chung", en="Ranking"),
    "rank": Text(vi="Hạng", en="Rank"),
    "unit": Text(vi="Mã", en="Id"),
    "name": Text(vi="{Entrant}", en="{Entrant}"),
    "cluster": Text(vi="Cụm, khối", en="Cluster"),
    "bonuses": Text(vi="Thưởng", en="Bonus"),
    "penalties": Text(vi="Trừ", en="Penalty"),
    "total": Text(vi="Tổng điểm", en="Total"),
    "class": Text(vi="Xếp loại (đề nghị)", en="Class (proposed)"),
    "titles": Text(vi="Danh hiệu (đề nghị)", en="Titles (proposed)"),
    "sum": Text(vi="Cộng", en="Sum"),
    "not_assigned": Text(vi="KP", en="N/A"),
    "not_reported": CRITERION["not-reported"],
    "class_open": CLASS_OPEN,
    "reserve": TITLE["reserve"],
    "undecided": TITLE["undecided"],
    "undecided-reserve": TITLE["undecided-reserve"],
    "not-ranked": UNIT["not-ranked"],
    "out": UNIT["out"],
}
WHY: Final[Mapping[Why, Text]] = {
    "declared": Text(vi="bảng điểm ghi trong `leaves_out`", en="the scheme says so in `leaves_out`"),
    "counts": Text(
        vi="dựa trên số khiếu nại, tố cáo, tin báo, người bị bắt hoặc bị theo dõi",
        en="it rests on counts of complaints, denunciations, information from people, arrests or people watched",
    ),
    "knock-out": Text(
        vi="dựa trên số liệu mà điều kiện loại trừ xét", en="it rests on a figure that a knock-out looks at"
    ),
    "penalties": Text(vi="điểm trừ là nội bộ", en="penalties are internal"),
    "reads": Text(vi="dựa trên số liệu ghi trong `leaves_out`", en="it rests on a figure that `leaves_out` names"),
    "section": Text(vi="thuộc một nhóm bị bỏ ra", en="it lies in a section that is left out"),
}
BESIDE: Final = Text(
    vi="để không tính ngược được phần bị bỏ ra từ tổng",
    en="so that what is left out cannot be worked out from the sums",
)
SMALL: Final = Text(vi="điểm cho biết một số đếm không hiện", en="its points would tell a count that is withheld")
ALWAYS: Final[tuple[Text, ...]] = (
    Text(
        vi="lý do, số, ngày của các quyết định; {entrant} nào chưa xét (xếp loại ghi là “chưa xác định”, danh hiệu "
        "“chưa quyết định”)",
        en="reasons, numbers and days of rulings; which {entrants} are on hold (it says “undecided”)",
    ),
    Text(
        vi="điều kiện loại trừ, số liệu mà chúng xét, và lý do không được đề nghị",
        en="knock-outs, the figures that they look at, and why a title is not proposed",
    ),
    Text(
        vi="lý do, minh chứng của số liệu; điểm tự chấm và điểm trước khi hội đồng điều chỉnh",
        en="reasons and evidence of figures; points as claimed and before the council changed them",
    ),
    Text(
        vi="mọi số liệu không ghi trong `shows`; cách tính từng điểm",
        en="all figures that `shows` does not name; the working of points",
    ),
    Text(
        vi="cảnh báo, tên tệp, mã kiểm của số liệu, máy tính điểm",
        en="warnings, names of files, digests of figures, the engine",
    ),
)
