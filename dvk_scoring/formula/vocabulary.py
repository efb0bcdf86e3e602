"""The words with which formulas are told, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.text import Text

WORDS: Final[Mapping[str, Text]] = {
    "quoted": Text(vi="“{label}”", en="“{label}”"),
    "and": Text(vi=" và ", en=" and "),
    "or": Text(vi=" hoặc ", en=" or "),
    "is_so": Text(vi="{name} đúng", en="{name} holds"),
    "is_not_so": Text(vi="{name} không đúng", en="{name} does not hold"),
    "yes": Text(vi="{label} là “có”", en="{label} is “yes”"),
    "no": Text(vi="{label} là “không”", en="{label} is “no”"),
    "clip": Text(vi="{value}, giữ trong khoảng {low} … {high}", en="{value}, held within {low} … {high}"),
    "at_most": Text(vi="{value}, nhưng không quá {bound}", en="{value}, but at most {bound}"),
    "no_less": Text(vi="{value}, nhưng không dưới {bound}", en="{value}, but at least {bound}"),
    "least": Text(vi="số nhỏ nhất trong: {of}", en="the smallest of: {of}"),
    "greatest": Text(vi="số lớn nhất trong: {of}", en="the largest of: {of}"),
    "case": Text(vi="nếu {when} thì {then}", en="if {when} then {then}"),
    "otherwise": Text(vi="còn lại là {then}", en="otherwise {then}"),
    "bands": Text(vi="theo bậc của {value}: {steps}", en="by bands of {value}: {steps}"),
    "below": Text(vi="dưới {start}", en="under {start}"),
    "between": Text(vi="từ {start} đến dưới {end}", en="from {start} to under {end}"),
    "from": Text(vi="từ {start} trở lên", en="from {start} up"),
    "band": Text(vi="{where} là {then}", en="{where} gives {then}"),
    "root": Text(vi="căn bậc {degree} của {value}", en="the root of degree {degree} of {value}"),
    "square_root": Text(vi="căn bậc hai của {value}", en="the square root of {value}"),
    "power": Text(vi="{value} lũy thừa {exponent}", en="{value} to the power {exponent}"),
    "ln": Text(vi="lôgarit tự nhiên của {value}", en="the natural logarithm of {value}"),
    "log": Text(vi="lôgarit cơ số {base} của {value}", en="the logarithm to the base {base} of {value}"),
    "marks_mean": Text(vi="trung bình của {of}", en="the mean of {of}"),
    "marks_sum": Text(vi="tổng của {of}", en="the sum of {of}"),
    "marks_median": Text(vi="trung vị của {of}", en="the median of {of}"),
    "marks_best": Text(vi="số tốt nhất trong: {of}", en="the best of: {of}"),
    "marks_place": Text(vi="số tốt thứ {place} trong: {of}", en="number {place} from the best of: {of}"),
    "marks_count": Text(vi="số mục được báo cáo trong: {of}", en="how many are reported of: {of}"),
    "drop_both": Text(
        vi=", bỏ {low} điểm thấp nhất và {high} điểm cao nhất",
        en=", without the {low} lowest and the {high} highest",
    ),
    "drop_low": Text(vi=", bỏ {drop} điểm thấp nhất", en=", without the {drop} lowest"),
    "drop_high": Text(vi=", bỏ {drop} điểm cao nhất", en=", without the {drop} highest"),
    "only_best": Text(vi=", chỉ lấy {best} điểm tốt nhất", en=", only the {best} best"),
    "absolute": Text(vi="giá trị tuyệt đối của {value}", en="the absolute value of {value}"),
    "given": Text(vi="có {label}", en="{label} is reported"),
    "not_given": Text(vi="không có {label}", en="{label} is not reported"),
    "count_of": Text(
        vi="số mục đạt từ {at_least} trở lên trong: {of}", en="how many are at least {at_least} among: {of}"
    ),
    "more": Text(vi="… ({count} mục)", en="… ({count} in all)"),
    "cluster": Text(vi="trong cụm", en="in the cluster"),
    "all": Text(vi="trong tất cả đơn vị", en="among all units"),
    "among": Text(vi=", chỉ tính đơn vị có {among}", en=", counting only units with {among}"),
    "highest": Text(vi="mức cao nhất {over} của {value}", en="the highest {over} of {value}"),
    "lowest": Text(vi="mức thấp nhất {over} của {value}", en="the lowest {over} of {value}"),
    "sum": Text(vi="tổng {over} của {value}", en="the sum {over} of {value}"),
    "mean_across": Text(vi="trung bình {over} của {value}", en="the mean {over} of {value}"),
    "count": Text(vi="số đơn vị {over}", en="the number of units {over}"),
    "rank": Text(vi="thứ hạng {over} theo {value}", en="the rank {over} by {value}"),
    "low_first": Text(vi=" (thấp là tốt)", en=" (low is good)"),
    "rescale": Text(
        vi="vị trí {over} của {value} giữa mức kém nhất (0) và mức tốt nhất (1)",
        en="the place {over} of {value} between the worst (0) and the best (1)",
    ),
    "share_high": Text(vi="{value} ÷ mức cao nhất {over}", en="{value} ÷ the highest {over}"),
    "share_low": Text(vi="mức thấp nhất {over} ÷ {value}", en="the lowest {over} ÷ {value}"),
}
ROUNDED: Final[Mapping[RoundMode, Text]] = {
    "half-up": Text(vi="{value} làm tròn đến {places}", en="{value} rounded to {places}"),
    "half-even": Text(
        vi="{value} làm tròn đến {places} (đúng nửa thì về số chẵn)", en="{value} rounded to {places} (halves to even)"
    ),
    "down": Text(vi="{value} cắt bớt còn {places}", en="{value} cut to {places}"),
    "up": Text(vi="{value} làm tròn ra xa số 0 đến {places}", en="{value} rounded away from zero to {places}"),
    "floor": Text(vi="{value} làm tròn xuống đến {places}", en="{value} rounded down to {places}"),
    "ceiling": Text(vi="{value} làm tròn lên đến {places}", en="{value} rounded up to {places}"),
}
PLACES: Final = Text(vi="{places} chữ số thập phân", en="{decimals}")
WHOLE: Final = Text(vi="số nguyên", en="a whole number")

SENTENCES: Final[Mapping[str, Text]] = {
    "let": Text(vi="Đặt {names}.", en="Let {names}."),
    "stands_for": Text(vi="{letter} là điều kiện: {text}", en="{letter} stand for: {text}"),
    "result": Text(vi="Kết quả = {text}.", en="Result = {text}."),
    "result_cases": Text(vi="Kết quả: {text}.", en="Result: {text}."),
    "under": Text(vi="Khi {what}: {means}.", en="When {what}: {means}."),
    "no_unit": Text(
        vi="Khi không có đơn vị nào để lấy {what}: {means}.", en="When no unit is left for {what}: {means}."
    ),
    "outside": Text(
        vi="Khi không có đơn vị nào để lấy {what}, hoặc đơn vị không thuộc diện tính: {means}.",
        en="When no unit is left for {what}, or the unit is not counted: {means}.",
    ),
    "flat": Text(vi="Khi mọi đơn vị bằng nhau về {what}: {means}.", en="When all units are equal in {what}: {means}."),
    "all_equal": Text(vi="mọi đơn vị bằng nhau về {what}", en="all units are equal in {what}"),
    "best_is_zero": Text(vi="mức cao nhất của {what} là 0", en="the highest of {what} is 0"),
    "no_unit_left": Text(vi="không có đơn vị nào để lấy {what}", en="no unit is left for {what}"),
    "too_few": Text(vi="có dưới {place} số", en="there are fewer than {place} {place:number|numbers}"),
    "no_case": Text(vi="không có trường hợp nào đúng", en="none of the cases holds"),
    "wrong_band": Text(vi="{what} ở ngoài các bậc được phép", en="{what} lies in none of the bands allowed"),
    "best_zero": Text(vi="Khi mức cao nhất của {what} là 0: {means}.", en="When the highest of {what} is 0: {means}."),
    "fewest": Text(
        vi="Dưới {fewest} điểm chấm thì chưa báo cáo.",
        en="With fewer than {fewest} {fewest:mark|marks} it is not reported.",
    ),
    "fewer": Text(vi="Khi có dưới {place} số: {means}.", en="With fewer than {place}: {means}."),
    "blank": Text(vi="Ô trống của {label} tính là {value}.", en="A blank {label} counts as {value}."),
    "takes": Text(vi="lấy {value}", en="take {value}"),
    "not-assigned": Text(vi="không phân công (KP)", en="not assigned"),
    "error": Text(vi="báo lỗi số liệu", en="the figures are in error"),
}

LINES: Final[Mapping[str, Text]] = {
    "blank": Text(vi="{label}: chưa báo cáo", en="{label}: not reported"),
    "kp": Text(vi="{label}: không phân công (KP)", en="{label}: not assigned"),
    "few": Text(vi="Có {given} điểm chấm, cần ít nhất {fewest}", en="Marks given: {given}; needed: {fewest} or more"),
    "not_reported": Text(vi="Vì vậy tính là chưa báo cáo", en="So it counts as not reported"),
    "not_assigned": Text(vi="Vì vậy tính là không phân công (KP)", en="So it counts as not assigned"),
    "by_rule": Text(
        vi="Đơn vị không được phân công tiêu chí này (theo quy định hoặc quyết định)",
        en="The unit is not assigned this criterion (by rule or ruling)",
    ),
    "error": Text(
        vi="Không tính được từ số liệu này: cần xem lại",
        en="Nothing can be computed from these figures: look into them",
    ),
    "because": Text(vi="Vì {why}: lấy {value}", en="Because {why}: take {value}"),
    "because_so": Text(vi="Vì {why}: tính như sau", en="Because {why}: compute as follows"),
    "no_case": Text(vi="không có trường hợp nào đúng", en="none of the cases holds"),
    "clip": Text(vi="{value} giữ trong khoảng {low} … {high}", en="{value} held within {low} … {high}"),
    "at_most": Text(vi="{value} nhưng không quá {bound}", en="{value} but at most {bound}"),
    "no_less": Text(vi="{value} nhưng không dưới {bound}", en="{value} but at least {bound}"),
    "least": Text(vi="số nhỏ nhất trong: {of}", en="the smallest of: {of}"),
    "greatest": Text(vi="số lớn nhất trong: {of}", en="the largest of: {of}"),
    "band": Text(vi="{value} thuộc bậc {where}", en="{value} is in the band {where}"),
    "marks_mean": Text(vi="trung bình các điểm ({count})", en="mean of the marks ({count})"),
    "marks_sum": Text(vi="tổng các điểm ({count})", en="sum of the marks ({count})"),
    "dropped": Text(vi=", đã bỏ {dropped}", en=", without {dropped}"),
    "marks_median": Text(vi="trung vị của {count} điểm ({marks})", en="median of {count} {count:mark|marks} ({marks})"),
    "marks_best": Text(vi="số tốt nhất trong {count} số ({marks})", en="the best of {count} ({marks})"),
    "marks_place": Text(
        vi="số tốt thứ {place} trong {count} số ({marks})", en="number {place} from the best of {count} ({marks})"
    ),
    "marks_count": Text(vi="số mục được báo cáo trong {count} mục", en="how many of {count} are reported"),
    "few_marks": Text(
        vi="có {count} số, không có số tốt thứ {place}",
        en="given: {count}, so that there is no number {place}",
    ),
    "count_of": Text(
        vi="số mục đạt từ {at_least} trở lên trong {count} mục ({values})",
        en="how many of {count} are at least {at_least} ({values})",
    ),
    "best": Text(vi="{value} ({best}; so {count} đơn vị)", en="{value} ({best}; among {count} {count:unit|units})"),
    "of_units": Text(vi="{value} (tính trên {count} đơn vị)", en="{value} (among {count} {count:unit|units})"),
    "zero": Text(vi="{what} = 0", en="{what} = 0"),
    "no_unit": Text(vi="không có đơn vị nào để lấy {what}", en="no unit is left for {what}"),
    "not_counted": Text(
        vi="đơn vị không thuộc diện được so về {what}", en="the unit is not among those compared in {what}"
    ),
    "flat": Text(
        vi="mọi đơn vị được so đều bằng nhau hoặc mức tốt nhất là 0",
        en="the units compared are all equal, or the best is 0",
    ),
}
