"""Models of the movement kept alive: models, places that apply them and groups, counted apart."""

from collections.abc import Sequence

from dvk_scoring.api import (
    NOT_ASSIGNED,
    AnyCriterion,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    clip,
    count,
    each,
    hookimpl,
    never_lowers,
    never_raises,
    param,
    ratio,
    setting,
    total,
    when,
)


class ModelFigures(Figures):
    models_registered: Num = count(
        vi="Mô hình đã công nhận, đủ thời gian để xét",
        en="Models recognised, early enough to be judged",
        high=1_000,
        by="committee",
        help_vi="Công nhận trước cuối kỳ ít nhất bằng mốc tháng dài nhất. Một mô hình nhân ra nhiều nơi vẫn là một. "
        "Mô hình đã ngừng vẫn tính.",
        help_en="At least the longest number of months before the period's end. One copied to many places is one. "
        "Those that stopped stay in.",
    )
    models: Many = each(
        "months",
        count(
            vi="Mô hình duy trì từ {name} tháng trở lên",
            en="Models kept alive for {name} months or more",
            high=1_000,
            at_most="models_registered",
            help_vi="Tính liên tục đến cuối kỳ, mỗi tháng có hoạt động ghi sổ.",
            help_en="Without a break up to the period's end, with an activity on record every month.",
        ),
    )
    places_registered: Num = count(
        vi="Điểm áp dụng đã công nhận, đủ thời gian để xét",
        en="Places recognised, early enough to be judged",
        high=10_000,
        by="committee",
        help_vi="Thôn, tổ dân phố, cơ quan, trường học đang áp dụng một mô hình.",
        help_en="Hamlets, street groups, offices, schools that apply a model.",
    )
    places: Many = each(
        "months",
        count(
            vi="Điểm duy trì từ {name} tháng trở lên",
            en="Places kept alive for {name} months or more",
            high=10_000,
            at_most="places_registered",
        ),
    )
    groups_registered: Num = count(
        vi="Tổ, nhóm đã công nhận, đủ thời gian để xét",
        en="Groups recognised, early enough to be judged",
        high=10_000,
        by="committee",
    )
    groups: Many = each(
        "months",
        count(
            vi="Tổ, nhóm duy trì từ {name} tháng trở lên",
            en="Groups kept alive for {name} months or more",
            high=10_000,
            at_most="groups_registered",
        ),
    )


class Shares(Params):
    models_part: Num = param("5", low="0", high="10", vi="Tỷ trọng mô hình", en="Share of the part for models")
    places_part: Num = param("3", low="0", high="10", vi="Tỷ trọng điểm áp dụng", en="Share of the part for places")
    groups_part: Num = param("2", low="0", high="10", vi="Tỷ trọng tổ, nhóm", en="Share of the part for groups")
    months: tuple[int, ...] = setting(
        (6,),
        vi="Các mốc số tháng duy trì",
        en="Months that must be kept alive",
        help_vi="Mỗi mốc là một cột số liệu; đổi mốc thì đổi cột, nên số liệu cũ không bị dùng nhầm.",
        help_en="Each is a column of its own, so that figures for other months are never taken by mistake.",
    )


class Models(Criterion[ModelFigures, Shares]):
    """Of what was recognised, what is still alive; a part without a base leaves the average."""

    id = "models"
    title = Text(vi="Mô hình “Dân vận khéo”", en="Models of skilful mass mobilisation")
    source = Text(
        vi="Cách đếm của tỉnh Hòa Bình (hoabinh.gov.vn, bài 45477): mô hình, nơi áp dụng và nhóm đếm riêng",
        en="Counting rule of Hòa Bình (hoabinh.gov.vn, article 45477): model, places and groups apart",
    )
    promises = (
        never_raises(
            Text(
                vi="Công nhận thêm mà không duy trì không bao giờ có lợi",
                en="A model recognised and not kept never pays",
            ),
            models_registered=+1,
        ),
        never_raises(
            Text(vi="Nhân điểm cho có không bao giờ có lợi", en="A place added and not kept never pays"),
            places_registered=+1,
        ),
        never_lowers(
            Text(vi="Duy trì thêm một mô hình không bao giờ bị trừ", en="One more model kept alive never costs"),
            **{"models.6": +1},
        ),
    )

    def score(self, figures: ModelFigures, params: Shares) -> Num:
        parts = (
            (params.models_part, figures.models, figures.models_registered),
            (params.places_part, figures.places, figures.places_registered),
            (params.groups_part, figures.groups, figures.groups_registered),
        )
        shares = [when(registered > 0, share, 0) for share, _, registered in parts]
        alive = [ratio(total(kept), len(params.months) * registered, when_empty=0) for _, kept, registered in parts]
        earned = total(share * part for share, part in zip(shares, alive, strict=True))
        return clip(ratio(earned, total(shares), when_empty=NOT_ASSIGNED), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Models]
