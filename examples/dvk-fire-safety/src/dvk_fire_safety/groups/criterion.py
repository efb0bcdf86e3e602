"""Residential groups with a fire team that practises; a team on paper costs more than it gives."""

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
    never_raises,
    param,
    ratio,
)


class Teams(Figures):
    areas: Num = count(
        vi="Số tổ dân phố, thôn trên địa bàn",
        en="Residential groups in the area",
        high=1_000,
        by="committee",
    )
    teams: Num = count(
        vi="Số tổ dân phố, thôn có tổ liên gia an toàn phòng cháy, chữa cháy",
        en="Residential groups with an inter-family fire team",
        high=1_000,
        at_most="areas",
        help_vi="Có quyết định thành lập và có phương tiện báo cháy chung. Một tổ dân phố tính một lần.",
        help_en="Founded in writing and with a shared alarm. A residential group counts once.",
    )
    idle: Num = count(
        vi="Trong đó chỉ có trên giấy",
        en="Of these on paper only",
        high=1_000,
        by="committee",
        at_most="teams",
        help_vi="Khi kiểm tra không có người biết việc, hoặc trong kỳ không thực tập lần nào.",
        help_en="Nobody knew of it at a visit, or it did not practise in the period.",
    )


class Costs(Params):
    idle_cost: Num = param(
        "1.5",
        low="1",
        high="3",
        vi="Trừ cho mỗi tổ chỉ có trên giấy, tính bằng số tổ",
        en="Taken for each team on paper, in teams",
    )


class FireGroups(Criterion[Teams, Costs]):
    """Residential groups with a fire team that practises, of all there are."""

    id = "fire-groups"
    title = Text(vi="Tổ liên gia an toàn phòng cháy, chữa cháy", en="Inter-family fire teams")
    source = Text(vi="Ví dụ minh họa, không theo văn bản nào", en="An illustration that follows no rule")
    promises = (
        never_lowers(Text(vi="Thêm một tổ không bao giờ bị trừ", en="One more team never costs"), teams=+1),
        never_raises(
            Text(vi="Lập tổ trên giấy không bao giờ có lợi", en="A team on paper never pays"), teams=+1, idle=+1
        ),
    )

    def score(self, figures: Teams, params: Costs) -> Num:
        """Teams that practise, less what those on paper cost, of the residential groups."""
        ready = figures.teams - params.idle_cost * figures.idle
        return clip(ratio(ready, figures.areas, when_empty=NOT_ASSIGNED), 0, 1)
