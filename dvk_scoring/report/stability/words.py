"""The words of a study of stability, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.text import Text

WORDS: Final[Mapping[str, Text]] = {
    "mark": Text(vi="NGHIÊN CỨU THỬ – không phải kết quả", en="STUDY – not a result"),
    "kind": Text(vi="Kết quả vững đến đâu", en="How sure the result is"),
    "drawn": Text(vi="Đã rút thử những gì", en="What was drawn"),
    "draws": Text(
        vi="{draws} lần rút thử, hạt giống {seed}. Mỗi lần tính điểm đúng đến từng chữ số như dvk score.",
        en="{draws} {draws:draw|draws}, seed {seed}. Each is scored exactly, as dvk score does.",
    ),
    "way_share": Text(
        vi="Điểm tối đa: mỗi tiêu chí tăng giảm đến {share}%, rồi chia lại theo tỷ lệ để tổng không đổi; từng bước "
        "{step} điểm.",
        en="Weights: each up to {share} % more or less, then scaled so that the sum stays; in steps of {step} "
        "{step:point|points}.",
    ),
    "way_dirichlet": Text(
        vi="Điểm tối đa: phân phối Dirichlet quanh điểm tối đa của bảng điểm, tổng tham số {precision}; từng bước "
        "{step} "
        "điểm.",
        en="Weights: Dirichlet around those of the scheme, parameters of sum {precision}; in steps of {step} "
        "{step:point|points}.",
    ),
    "way_uniform": Text(
        vi="Điểm tối đa: mọi cách chia có thể có đều như nhau; từng bước {step} điểm.",
        en="Weights: all that there can be, each as likely; in steps of {step} {step:point|points}.",
    ),
    "way_none": Text(vi="Điểm tối đa giữ nguyên.", en="Weights stay."),
    "params": Text(
        vi="Tham số: tăng giảm đến {share}%, trong giới hạn của từng tham số.",
        en="Params: up to {share} % more or less, within their bounds.",
    ),
    "no_params": Text(
        vi="Tham số giữ nguyên: không có tham số nào xê dịch được {share}%.",
        en="Params stay: there is none that can be {share} % more or less.",
    ),
    "figures": Text(
        vi="Số liệu: tăng giảm đến {share}%, trong giới hạn của từng số liệu.",
        en="Figures: up to {share} % more or less, within their bounds.",
    ),
    "judges": Text(vi="Giám khảo: mỗi lần bỏ {count}.", en="Judges: {count} left out in each draw."),
    "keep": Text(vi="Giữ nguyên điểm tối đa: {criteria}.", en="Weights that stay: {criteria}."),
    "refused": Text(
        vi="{count} lần không tính được vì công thức coi số liệu đã xê dịch là lỗi; các lần đó không được đếm.",
        en="{count} {count:draw|draws} could not be scored, since a formula calls the figures drawn an error; "
        "{count:it is|they are} not counted.",
    ),
    "summary": Text(vi="Tóm tắt", en="In short"),
    "same": Text(
        vi="Danh sách đề nghị mọi danh hiệu giống hệt kết quả trong {share}% số lần ({count} trên {draws}).",
        en="The lists of all titles are those of the result in {share} % of the draws ({count} of {draws}).",
    ),
    "open": Text(
        vi="Trong {share}% số lần có danh hiệu chưa quyết định (đồng hạng ở chỗ cắt, chưa xét); được đếm riêng.",
        en="In {share} % of the draws some title is undecided (ties across a cut, holds); these are counted apart.",
    ),
    "anew": Text(
        vi="Trong {count} lần các {entrant} đồng hạng khác với quyết định của hội đồng về đồng hạng; ở đó quyết định "
        "ấy không được tính.",
        en="In {count} {count:draw|draws} {entrants} tie otherwise than the council's ruling on a tie has them; "
        "there it does not count.",
    ),
    "shift": Text(
        vi="Mỗi {entrant} xê dịch trung bình {shift} hạng.",
        en="{Entrants} move by {shift} ranks on average.",
    ),
    "sure": Text(
        vi="{title}: {names} được đề nghị trong mọi lần rút thử.", en="{title}: {names} proposed in every draw."
    ),
    "hangs": Text(
        vi="“{title}” phụ thuộc nhiều nhất vào điểm tối đa của “{criterion}”{clusters} (nay {weight}): {from_at} thì "
        "{what}.",
        en="“{title}” hangs on the weight of “{criterion}”{clusters} (now {weight}): {from_at} {what}.",
    ),
    "upwards": Text(vi="từ {at} trở lên", en="from {at} on"),
    "downwards": Text(vi="từ {at} trở xuống", en="from {at} down"),
    "goes": Text(vi="chuyển từ {losses} sang {gains}", en="it goes from {losses} to {gains}"),
    "gains": Text(vi="thêm {gains} được đề nghị", en="{gains} proposed as well"),
    "losses": Text(vi="{losses} không còn được đề nghị", en="{losses} not proposed any more"),
    "undecided": Text(vi="{undecided} chưa quyết định được", en="{undecided} undecided"),
    "settled": Text(vi="không còn {entrant} nào chưa quyết định như trước", en="what was undecided is settled"),
    "no_turn": Text(
        vi="“{title}”: không điểm tối đa nào, dù đổi đến hết giới hạn, làm danh hiệu sang {entrant} khác.",
        en="“{title}”: no single weight gives it to another {entrant}, however far it goes.",
    ),
    "units": Text(vi="Hạng của các {entrant}", en="Ranks of the {entrants}"),
    "units_how": Text(
        vi="Vạch: từ hạng ở mức 5% đến hạng ở mức 95% số lần. Chấm: hạng giữa (trung vị). Hình thoi: hạng trong "
        "kết quả.",
        en="Bar: from the 5 % to the 95 % quantile of the rank. Dot: the median. Diamond: the rank in the result.",
    ),
    "titles": Text(vi="Danh hiệu", en="Titles"),
    "titles_how": Text(
        vi="Phần trăm số lần được đề nghị; sau dấu +: phần trăm số lần chưa quyết định.",
        en="Per cent of the draws in which one is proposed; after +: in which it is undecided.",
    ),
    "weights": Text(vi="Điểm tối đa của các tiêu chí", en="Weights of the criteria"),
    "weights_how": Text(
        vi="Xê dịch hạng trung bình khi riêng điểm tối đa này giảm (trái) hay tăng (phải) {share}%, rồi mọi điểm "
        "tối đa chia lại theo tỷ lệ để tổng không đổi.",
        en="Mean shift in rank where this weight alone is {share} % lower (left) or higher (right), and all are "
        "scaled then so that the sum stays.",
    ),
    "turns": Text(vi="Điểm tối đa nào làm đổi danh hiệu", en="Weights at which a title turns"),
    "turns_how": Text(
        vi="Với mỗi tiêu chí, điểm tối đa gần nhất mà từ đó danh hiệu chắc chắn sang {entrant} khác, đúng đến một "
        "bước {step} điểm; các tiêu chí khác giữ tỷ lệ với nhau. Giữa hai chỗ thử nếu đổi đi rồi đổi lại thì có thể "
        "sót.",
        en="For each criterion the nearest weight at which a title surely goes to another {entrant}, to a step of "
        "{step} {step:point|points}; the others keep their proportion. What turns and turns back between two "
        "places tried can be missed.",
    ),
    "more_turns": Text(
        vi="… và {count} chỗ nữa, xa hơn (tệp JSON liệt kê đủ).",
        en="… and {count} more, farther away (JSON has all of them).",
    ),
    "left_out": Text(vi="Bỏ từng tiêu chí", en="Without a criterion"),
    "together": Text(vi="Tương quan giữa các tiêu chí", en="Correlations among criteria"),
    "together_how": Text(
        vi="Theo điểm của các {entrant} có hạng, tính theo tỷ lệ của điểm tối đa. "
        "Gần 1: hai tiêu chí gần như đo một thứ; âm: kéo ngược nhau.",
        en="Of the points of ranked {entrants}, as shares of the weight. "
        "Near 1: the two measure much the same; below 0: they pull apart.",
    ),
    "panels": Text(vi="Giám khảo", en="Judges"),
    "panels_how": Text(
        vi="Độ nghiêm: chênh lệch trung bình so với mức chung (âm là nghiêm). Độ nhất trí: hệ số W của Kendall, từ 0 "
        "đến 1.",
        en="Severity: mean difference from all marks of the same {entrants} (below 0: severe). Agreement: Kendall's W, "
        "0 to 1.",
    ),
    "unit": Text(vi="{Entrant}", en="{Entrant}"),
    "rank": Text(vi="Hạng", en="Rank"),
    "interval": Text(vi="5–95%", en="5–95 %"),
    "median": Text(vi="Giữa", en="Median"),
    "criterion": Text(vi="Tiêu chí", en="Criterion"),
    "weight": Text(vi="Điểm tối đa", en="Weight"),
    "nominal": Text(vi="Phần danh nghĩa (%)", en="Nominal (%)"),
    "effective": Text(vi="Phần thực tế (%)", en="Effective (%)"),
    "with_total": Text(vi="Tương quan với tổng", en="With the total"),
    "lower": Text(vi="Giảm {share}%", en="{share} % lower"),
    "higher": Text(vi="Tăng {share}%", en="{share} % higher"),
    "first": Text(vi="Sobol bậc một", en="Sobol first"),
    "total_index": Text(vi="Sobol toàn phần", en="Sobol total"),
    "title": Text(vi="Danh hiệu", en="Title"),
    "at": Text(vi="Đổi từ", en="Turns at"),
    "what": Text(vi="Điều gì xảy ra", en="What happens"),
    "moves": Text(vi="Xê dịch trung bình", en="Mean shift"),
    "moved": Text(vi="Số {entrant} đổi hạng", en="{Entrants} that move"),
    "changed": Text(vi="{Entrant} đổi danh hiệu", en="Whose titles change"),
    "cannot": Text(vi="không bỏ được ({codes})", en="cannot be left out ({codes})"),
    "judge": Text(vi="Giám khảo", en="Judge"),
    "severity": Text(vi="Độ nghiêm", en="Severity"),
    "marked": Text(vi="Số {entrant} được chấm", en="{Entrants} marked"),
    "agreement": Text(vi="Độ nhất trí", en="Agreement"),
    "none": Text(vi="không", en="none"),
    "unranked": Text(vi="chưa xếp hạng", en="not ranked"),
    "held_fixed": Text(vi="giữ nguyên", en="stays"),
    "sobol_how": Text(
        vi="Chỉ số Sobol của xê dịch hạng trung bình: bậc một là phần do riêng điểm tối đa này, toàn phần gồm cả tác "
        "động "
        "cùng các điểm tối đa khác.",
        en="Sobol indices of the mean shift in rank: first order is what this weight does alone, total with the "
        "others.",
    ),
    "effective_how": Text(
        vi="Phần danh nghĩa là phần của điểm tối đa trong tổng. Phần thực tế là phần chênh lệch tổng điểm giữa các "
        "{entrant} do "
        "tiêu chí đó tạo ra; tiêu chí mà mọi {entrant} điểm như nhau thì không phân loại được ai.",
        en="Nominal is the share of the weight in the total. Effective is the share of the differences of totals that "
        "comes from the criterion: one in which all have the same points sets nobody apart.",
    ),
    "source": Text(
        vi="Phương pháp: Sổ tay chỉ số tổng hợp của OECD và JRC (2008), bước 7; Saisana, Saltelli, Tarantola (2005).",
        en="Method: OECD and JRC, Handbook on constructing composite indicators (2008), step 7; Saisana, Saltelli and "
        "Tarantola (2005).",
    ),
    "sample": Text(
        vi="Số liệu mẫu đi kèm bảng điểm, không phải của đơn vị có thật.",
        en="Sample figures that ship with the scheme, of no real unit.",
    ),
}
