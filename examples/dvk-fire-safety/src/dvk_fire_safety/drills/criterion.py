"""Drills held of those planned; a part of the score goes to drills that residents took part in."""

from dvk_scoring.api import (
    NOT_ASSIGNED,
    Criterion,
    Figures,
    Num,
    Params,
    Text,
    clip,
    count,
    never_lowers,
    param,
    ratio,
)


class Drills(Figures):
    planned: Num = count(
        vi="Số buổi thực tập theo kế hoạch được duyệt",
        en="Drills in the approved plan",
        high=1_000,
        by="committee",
    )
    held: Num = count(vi="Số buổi đã thực tập", en="Drills held", high=1_000, at_most="planned")
    with_residents: Num = count(
        vi="Trong đó có người dân tham gia",
        en="Of these with residents",
        high=1_000,
        at_most="held",
        help_vi="Người dân cùng chữa cháy, thoát nạn; không tính người đứng xem.",
        help_en="Residents fought the fire or escaped it; those who looked on do not count.",
    )


class Parts(Params):
    residents_part: Num = param(
        "0.4",
        low="0",
        high="1",
        vi="Phần điểm dành cho buổi có người dân tham gia",
        en="The part for drills with residents",
    )


class FireDrills(Criterion[Drills, Parts]):
    """Drills held, of those planned, and residents in them."""

    id = "fire-drills"
    title = Text(vi="Thực tập chữa cháy, cứu nạn cùng người dân", en="Fire drills with residents")
    source = Text(vi="Ví dụ minh họa, không theo văn bản nào", en="An illustration that follows no rule")
    promises = (
        never_lowers(Text(vi="Thêm một buổi không bao giờ bị trừ", en="One more drill never costs"), held=+1),
        never_lowers(
            Text(vi="Có người dân tham gia không bao giờ bị trừ", en="Residents taking part never costs"),
            with_residents=+1,
        ),
    )

    def score(self, figures: Drills, params: Parts) -> Num:
        """Each drill earns the first part, one with residents the second as well."""
        done = (1 - params.residents_part) * figures.held + params.residents_part * figures.with_residents
        return clip(ratio(done, figures.planned, when_empty=NOT_ASSIGNED), 0, 1)
