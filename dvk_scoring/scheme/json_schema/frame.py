"""The schemas of ``[scheme]``, ``[clusters]``, ``[figures]`` of the unit itself, and ``[sample]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.criteria.json_schema import DAY, Schema, formed, refused
from dvk_scoring.formula.symbols import FigureKind, Measure, Reporter
from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.scheme.json_schema.shapes import (
    ALONE,
    DROP,
    FILLED,
    FLAG,
    FROM_ZERO,
    IDENTITY,
    NAMES,
    NO_ID,
    PAIR,
    SOME_NAMES,
    TEXT,
    entry,
    listed,
    number,
    refused_id,
    said,
    table,
    tables,
    whole,
    words,
)
from dvk_scoring.scheme.model import NotAssigned, NotReported, Rounding, Sample, Unappraised, Weights
from dvk_scoring.scheme.read_frame import (
    FINEST,
    LARGEST_TOTAL,
    LEVELS,
    LONE_CLUSTER,
    MOST_PLACES,
    NO_PLACES,
    SHAPES,
)
from dvk_scoring.scheme.table import HARD, words_of
from dvk_scoring.text import Text

EXTENDS: Final = said(
    FILLED,
    vi="Bảng điểm làm gốc: mã của bảng điểm có sẵn (`dvk schemes`), hoặc tệp .toml nằm cạnh tệp này. "
    "Bảng được gộp theo khóa, danh sách thay danh sách, `drop = true` bỏ hẳn một mục.",
    en="The scheme that this one starts from: the id of one that comes with the program (`dvk schemes`), or a .toml "
    "beside this file. Tables are merged by key, a list replaces the list, `drop = true` takes an entry out.",
)
TITLE: Final = said(
    TEXT,
    vi='Tên gọi in ra: một chuỗi chữ, hoặc { vi = "…", en = "…" }.',
    en='What people read: one text, or { vi = "…", en = "…" }.',
)
APPLIES_TO: Final = said(
    SOME_NAMES,
    vi="Các loại đơn vị được áp dụng (`kind` của cụm). Không ghi: mọi loại.",
    en="Kinds of unit that it is for (`kind` of the clusters). Left out: all.",
)
_NO_RANGE: Final = refused(
    vi="Câu trả lời có/không hoặc chọn một không có khoảng giá trị",
    en="An answer, yes or no or one of several, has no range",
)
_ANSWER: Final[Schema] = dict.fromkeys(("low", "high", "places"), _NO_RANGE)
_NUMBER: Final[Schema] = number(-HARD, HARD)
_FROM_ZERO: Final = number(0, HARD)
_NO_PLACES: Final = whole(0, 0)


def limits(points: str, *, vi: str, en: str) -> Schema:
    """Make ``limits``; ``points`` is the key of the lowest and highest points after bonus and penalty."""
    whole_ones = points == "total"
    keys = {
        "bonus": said(FROM_ZERO, vi="Điểm thưởng nhiều nhất được tính.", en="Most bonus that counts."),
        "penalty": said(FROM_ZERO, vi="Điểm trừ nhiều nhất được tính.", en="Most penalty that counts."),
        points: said(
            PAIR,
            vi="[thấp nhất, cao nhất]: tổng điểm nằm trong khoảng này."
            if whole_ones
            else "[thấp nhất, cao nhất] sau khi cộng trừ; thưởng hoặc trừ bị cắt bớt cho vừa.",
            en="[lowest, highest]: the total is held between them."
            if whole_ones
            else "[lowest, highest] after both; bonus or penalty is cut to fit.",
        ),
    }
    return said(entry(keys) if whole_ones else table(keys), vi=vi, en=en)


def scheme_table() -> Schema:
    """Make ``[scheme]``."""
    keys = {
        "id": said(
            IDENTITY,
            vi="Mã của bảng điểm, có trong mọi kết quả: chữ thường a-z, chữ số, gạch nối.",
            en="Id of the scheme, in every result: lower-case a-z, digits, hyphens.",
        ),
        "title": TITLE,
        "entrant": said(
            TEXT,
            vi="Chấm cái gì: đơn vị, đội thi, mô hình. Mặc định: đơn vị.",
            en="What is scored: unit, team, model. Default: unit.",
        ),
        "valid": _span(),
        "legal_basis": said(
            listed(_basis()),
            vi="Căn cứ pháp lý. Văn bản hết hiệu lực vào ngày chấm sẽ bị nêu.",
            en="What the scheme rests on. Texts out of force on the day of scoring are told.",
        ),
        "total": said(
            number(1, LARGEST_TOTAL),
            vi="Tổng điểm tối đa: các điểm tối đa phải cộng đúng số này.",
            en="What all weights add up to.",
            default=100,
        ),
        "weights": said(
            words(
                {
                    "points": Text(vi="Là điểm: phải cộng đúng.", en="Points: they must add up."),
                    "relative": Text(vi="Là tỷ trọng: được quy đổi.", en="Relative: they are scaled."),
                },
                Weights,
            ),
            vi="Cách hiểu `weight`: `points` là điểm, phải cộng đúng; `relative` là tỷ trọng, được quy đổi.",
            en="What `weight` means: `points` must add up; `relative` ones are scaled.",
            default="points",
        ),
        "rounding": _rounding(),
        "limits": limits(
            "total",
            vi="Giới hạn của toàn bảng: thưởng, trừ và tổng điểm.",
            en="Limits of the whole: bonus, penalty and total.",
        ),
        "not_assigned": _not_assigned(),
        "not_reported": _not_reported(),
        "unappraised": _unappraised(),
        "voices": _voices(),
        "plugins": said(
            NAMES,
            vi="Các thư mục plugin riêng, tính từ chỗ tệp này.",
            en="Folders of plugins of one's own, seen from this file.",
        ),
        "extends": EXTENDS,
    }
    return said(
        table(keys, "id", "title"),
        vi="Bảng điểm là gì: mã, tên, thời hạn, cách làm tròn, cách xử lý khi thiếu số liệu.",
        en="What the scheme is: id, title, period, rounding, what happens to what is missing.",
    )


def clusters() -> Schema:
    """Make ``[clusters]``."""
    keys = {
        "title": TITLE,
        "kind": said(
            IDENTITY,
            vi="Loại đơn vị trong cụm; quyết định điểm tối đa và tiêu chí áp dụng.",
            en="The kind of its units, which decides weights and what applies.",
            default=LONE_CLUSTER.kind,
        ),
        "ranked": said(
            FLAG,
            vi="`false`: các đơn vị của cụm được chấm và được nêu, nhưng không tham gia xếp hạng.",
            en="`false`: its units are out of competition, scored and shown without a rank.",
            default=LONE_CLUSTER.ranked,
        ),
    }
    one = said(entry(keys, "title"), vi="Một cụm thi đua.", en="A cluster: units that are ranked together.")
    return said(
        tables(one),
        vi="Các cụm, khối thi đua, theo mã. Không ghi: mọi đơn vị chung một cụm.",
        en="Where units are ranked, by id. Left out: all in one cluster.",
    )


def figures() -> Schema:
    """Make ``[figures]`` of the unit itself."""
    meanings = {
        "count": Text(vi="Số đếm, số nguyên.", en="A count, a whole number."),
        "percent": Text(vi="Phần trăm.", en="A percentage."),
        "decimal": Text(vi="Số thập phân.", en="A decimal."),
        "yes-no": Text(vi="Có hoặc không.", en="Yes or no."),
    }
    assert list(meanings) == list(SHAPES)
    keys = {
        "type": said(
            words(meanings),
            vi="Kiểu số liệu: `count` số đếm, `percent` phần trăm, `decimal` số thập phân, `yes-no` có/không.",
            en="Its type: `count`, `percent`, `decimal` or `yes-no`.",
        ),
        "title": TITLE,
        **_range(),
        "blank": said({**_NUMBER, "type": ["number", "boolean"]}, **_BLANK),
        "by": said(
            words(
                {
                    "unit": Text(vi="Đơn vị báo cáo.", en="The unit reports it."),
                    "committee": Text(vi="Hội đồng cung cấp.", en="The committee does."),
                },
                Reporter,
            ),
            vi="Ai cung cấp: `unit` đơn vị, `committee` hội đồng.",
            en="Who reports it: the `unit` or the `committee`.",
            default="unit",
        ),
        "applies_to": APPLIES_TO,
    }
    one = {
        **said(entry(keys, "type", "title"), vi="Một số liệu của đơn vị.", en="A figure of the unit."),
        "if": _of_type("yes-no"),
        "then": {"properties": _ANSWER},
        "else": {
            "properties": {"blank": _NUMBER},
            "if": _of_type("count"),
            "then": {"properties": {"low": _FROM_ZERO, "high": _FROM_ZERO, "places": _NO_PLACES}},
        },
    }
    return said(
        tables(one),
        vi="Số liệu của bản thân đơn vị, theo tên cột (không có dấu chấm): dân số, số cán bộ bị kỷ luật.",
        en="Figures of the unit itself, by column (without a dot): population, officers disciplined.",
    )


NARROWED: Final[Mapping[FigureKind, Schema]] = {
    "count": {"$ref": "#/definitions/figure-count"},
    "decimal": {"$ref": "#/definitions/figure-number"},
    "mark": {"$ref": "#/definitions/figure-number"},
    "yes-no": {"$ref": "#/definitions/figure-yes-no"},
    "choice": {"$ref": "#/definitions/figure-choice"},
}
"""What a scheme may write about a figure that a plugin declares, by the figure's kind."""


def narrowed() -> dict[str, Schema]:
    """Make the definitions that ``NARROWED`` refers to."""
    measure = said(
        words(
            {
                "count": Text(vi="Số đếm.", en="A count."),
                "percent": Text(vi="Phần trăm, 0 đến 100.", en="A percentage, 0 to 100."),
                "ratio": Text(vi="Tỷ số, 0 đến 1.", en="A ratio, 0 to 1."),
            },
            Measure,
        ),
        vi="Đơn vị đo: `count` số đếm, `percent` phần trăm, `ratio` tỷ số. Nhập sai đơn vị đo sẽ bị phát hiện.",
        en="Its measure: `count`, `percent` or `ratio`. A value in another one is caught.",
    )
    count = {**_range(_FROM_ZERO), "places": said(_NO_PLACES, **_PLACES)}
    number_or_flag: Schema = {**_NUMBER, "type": ["number", "boolean"]}
    blanks = {
        kind: said(one, **_BLANK) for kind, one in (("", _NUMBER), ("yes-no", number_or_flag), ("choice", FILLED))
    }
    return {
        "figure-count": table({**count, "blank": blanks[""], "measure": measure}),
        "figure-number": table({**_range(), "blank": blanks[""], "measure": measure}),
        "figure-yes-no": table({**_ANSWER, "blank": blanks["yes-no"], "measure": measure}),
        "figure-choice": table({**_ANSWER, "blank": blanks["choice"], "measure": measure}),
    }


def sample() -> Schema:
    """Make ``[sample]``."""
    keys = {
        "figures": said(
            NAMES,
            vi="Các tệp số liệu, nằm cạnh bảng điểm.",
            en="Files of figures, beside the scheme.",
        ),
        "rulings": said(
            FILLED,
            vi="Tệp quyết định của hội đồng, nằm cạnh bảng điểm.",
            en="The committee's rulings, beside the scheme.",
        ),
        "illustrative": said(
            FLAG,
            vi="Số liệu chỉ để minh họa; kết quả nào cũng ghi rõ điều đó.",
            en="The figures are invented; every output says so.",
            default=Sample(()).illustrative,
        ),
        "source": said(
            TEXT,
            vi="Nguồn, nếu là số liệu đã công bố.",
            en="Where published figures come from.",
        ),
    }
    return said(table(keys, "figures"), vi="Số liệu mẫu đi kèm bảng điểm.", en="Figures that come with the scheme.")


_LOW: Final = {"vi": "Giá trị thấp nhất; số nhỏ hơn bị từ chối.", "en": "Lowest value; figures below are refused."}
_HIGH: Final = {"vi": "Giá trị cao nhất; số lớn hơn bị từ chối.", "en": "Highest value; figures above are refused."}
_BLANK: Final = {
    "vi": "Ô trống tính là bao nhiêu; không ghi: ô trống là chưa báo cáo.",
    "en": "What a blank cell counts as; left out: a blank is not reported.",
}
_PLACES: Final = {"vi": "Số chữ số thập phân nhiều nhất; số đếm: 0.", "en": "Most decimals; a count has 0."}


def _range(bound: Schema | None = None) -> dict[str, Schema]:
    wide = bound or number(-HARD, HARD)
    places = said(whole(0, MOST_PLACES), **_PLACES)
    return {"low": said(wide, **_LOW), "high": said(wide, **_HIGH), "places": places}


def _of_type(word: str) -> Schema:
    return {"properties": {"type": {"const": word}}, "required": ["type"]}


def _span() -> Schema:
    keys = {
        "from": said(DAY, vi="Ngày đầu, không dấu nháy: 2026-01-01.", en="First day, without quotes: 2026-01-01."),
        "to": said(
            DAY,
            vi="Ngày cuối; là ngày chấm, trừ khi có `--as-of`.",
            en="Last day; the day of scoring, unless `--as-of` says another.",
        ),
    }
    return said(entry(keys), vi="Thời hạn của bảng điểm, tính cả hai ngày.", en="The period; both days are in it.")


def _basis() -> Schema:
    keys = {
        "text": said(FILLED, vi="Tên và số văn bản.", en="Name and number of the text."),
        "from": said(DAY, vi="Có hiệu lực từ ngày này.", en="In force from this day."),
        "to": said(DAY, vi="Có hiệu lực đến hết ngày này.", en="In force until this day."),
    }
    return said(table(keys, "text"), vi="Một văn bản làm căn cứ.", en="One text that the scheme rests on.")


def own_rounding() -> Schema:
    """Make ``rounding`` of a criterion, a bonus or a penalty."""
    keys = {
        "places": said(
            _PLACES_OR_NONE,
            vi='Số chữ số thập phân của điểm; "none": không làm tròn. Không ghi: như `scheme.rounding.criterion`.',
            en='Places of its points; "none": not rounded. Left out: as `scheme.rounding.criterion`.',
        ),
        "mode": _mode(),
    }
    return said(
        table(keys),
        vi="Cách làm tròn riêng của mục này. Không ghi: như `scheme.rounding`.",
        en="How its points are rounded. Left out: as `scheme.rounding` says.",
    )


def _mode() -> Schema:
    modes = {
        "half-up": Text(vi="Nửa đơn vị làm tròn lên, theo độ lớn.", en="Half away from zero."),
        "half-even": Text(vi="Nửa đơn vị làm tròn về số chẵn.", en="Half to the even digit."),
        "down": Text(vi="Bỏ phần lẻ.", en="Towards zero."),
        "up": Text(vi="Luôn làm tròn lên, theo độ lớn.", en="Away from zero."),
        "floor": Text(vi="Luôn về phía số nhỏ hơn.", en="To the lower number."),
        "ceiling": Text(vi="Luôn về phía số lớn hơn.", en="To the higher number."),
    }
    return said(words(modes, RoundMode), vi="Cách làm tròn.", en="How it is rounded.")


_ONE_MODE: Final = formed(
    f"^(?:{'|'.join(words_of(RoundMode))})$",
    vi=f"Các cách làm tròn: {', '.join(words_of(RoundMode))}",
    en=f"Modes of rounding: {', '.join(words_of(RoundMode))}",
)
_PLACES_OR_NONE: Final[Schema] = {
    "type": ["integer", "string"],
    "minimum": 0,
    "maximum": FINEST,
    **formed(f"^{NO_PLACES}$", vi='Cần một số nguyên, hoặc "none"', en='A whole number, or "none"'),
}


def _rounding() -> Schema:
    unrounded = Rounding(criterion=None)
    keys = {
        "criterion": said(
            _PLACES_OR_NONE,
            vi='Số chữ số thập phân của điểm từng tiêu chí, từng mục thưởng, trừ; "none": không làm tròn.',
            en='Places of each criterion\'s points, and of each bonus and penalty; "none": not rounded.',
        ),
        "section": said(
            _PLACES_OR_NONE,
            vi='Số chữ số thập phân của điểm nhóm; "none": không làm tròn riêng.',
            en='Places of a section\'s points; "none": not rounded by itself.',
        ),
        "total": said(
            whole(0, FINEST),
            vi="Số chữ số thập phân của tổng điểm.",
            en="Places of the total.",
            default=unrounded.total,
        ),
        "mode": said(
            {**table(dict.fromkeys(LEVELS, _mode())), "type": ["string", "object"], **_ONE_MODE},
            vi="Cách làm tròn: một cách cho mọi bậc, hoặc bảng bậc → cách.",
            en="How numbers are rounded: one mode for all levels, or a table level → mode.",
            default=unrounded.mode,
        ),
        "shown": said(
            whole(0, FINEST),
            vi="Số chữ số thập phân của tổng điểm khi in; xếp hạng vẫn theo đủ các chữ số. Không ghi: in đủ.",
            en="Places of the total in print; ranks go by all that it has. Left out: all are printed.",
        ),
        "guard": said(
            whole(9, FINEST),
            vi="Chỉ ảnh hưởng đến tốc độ tính, không ảnh hưởng đến kết quả.",
            en="A matter of speed that no result shows.",
            default=unrounded.guard,
        ),
    }
    return said(
        entry(keys),
        vi="Cách làm tròn. Không có bảng này: tiêu chí và tổng 2 chữ số thập phân; trong bảng, bậc nào không ghi thì "
        "không làm tròn riêng.",
        en="Decimals kept. Without the table criteria and total have 2 places; in it, a level that is left out is not "
        "rounded by itself.",
    )


def _not_assigned() -> Schema:
    meanings = {
        "leaves-total": Text(
            vi="Bỏ ra khỏi cả hai vế: đạt 13 trên 15 điểm được giao là 86,67 trên 100.",
            en="It leaves both sides: 13 of 15 assigned points count as 86.67 of 100.",
        ),
        "leaves-section": Text(
            vi="Phần còn lại của nhóm được quy đổi lên đủ điểm của nhóm.",
            en="The rest of its section is scaled up to the section's weight.",
        ),
        "full": Text(vi="Cho đơn vị đủ điểm.", en="The unit is given the whole weight."),
        "zero": Text(vi="Đơn vị được 0 điểm của tiêu chí.", en="The unit gets 0 of its weight."),
    }
    return said(
        words(meanings, NotAssigned),
        vi="Điểm tối đa của tiêu chí không phân công cho đơn vị (KP) thì xử lý thế nào.",
        en="What happens to the weight of a criterion that is not assigned to a unit (KP).",
        default="leaves-total",
    )


def _not_reported() -> Schema:
    meanings = {
        "error": Text(vi="Chưa chấm; ô nào thiếu đều được nêu.", en="Nothing is scored; each missing cell is told."),
        "zero": Text(vi="Tiêu chí được 0 điểm.", en="The criterion gets 0 points."),
        "not-ranked": Text(vi="Chấm những gì chấm được, chưa xếp hạng.", en="Scored where it can be, not ranked."),
    }
    return said(
        words(meanings, NotReported),
        vi="Đơn vị chưa báo cáo một số liệu cần có thì xử lý thế nào.",
        en="What happens to a unit that did not report a figure which is needed.",
        default="error",
    )


def _unappraised() -> Schema:
    meanings = {
        "warn": Text(vi="Vẫn tính, có cảnh báo.", en="It stands, with a warning."),
        "error": Text(vi="Dừng lại.", en="It stops the run."),
        "not-reported": Text(vi="Coi như chưa báo cáo.", en="It counts as not reported."),
    }
    return said(
        words(meanings, Unappraised),
        vi="Số liệu mới có tiếng nói đầu tiên, chưa ai thẩm định, thì xử lý thế nào.",
        en="What happens to a figure that only the first voice has said.",
        default="warn",
    )


def _voices() -> Schema:
    return said(
        {
            **IDENTITY,
            "type": ["array", "string", "object"],
            "items": IDENTITY,
            "uniqueItems": True,
            "properties": {"drop": DROP},
            "patternProperties": {NO_ID: refused_id()},
            "additionalProperties": TEXT,
            "dependencies": ALONE,
        },
        vi="Các tiếng nói theo thứ tự: danh sách mã, hoặc bảng mã → tên. Tiếng nói sau thay tiếng nói trước.",
        en="Who speaks, in order: a list of ids, or a table id → title. A later voice prevails.",
    )
