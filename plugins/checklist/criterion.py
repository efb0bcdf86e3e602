"""A list of things to be done, each done or not."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from dvk_scoring.api import (
    ERROR,
    AnyCriterion,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    clip,
    each,
    hookimpl,
    ratio,
    setting,
    setting_error,
    total,
    yes_no,
)

ITEMS = {
    "plan": Text(vi="Có kế hoạch", en="There is a plan"),
    "carried-out": Text(vi="Đã thực hiện", en="It was carried out"),
    "reported": Text(vi="Có báo cáo, sơ kết", en="It was reported on"),
}


class ChecklistFigures(Figures):
    items: Many = each("items", yes_no(vi="{name}", en="{name}"))


class ChecklistParams(Params):
    items: tuple[str, ...] | Mapping[str, Text] = setting(
        ITEMS,
        vi="Các mục: danh sách mã, hoặc bảng mã = nội dung",
        en="Items: a list of ids, or a table id = text",
    )
    item_weights: Mapping[str, Decimal] = setting(
        {}, vi="Hệ số của từng mục (không nêu: 1)", en="Weight of an item among the others (unset: 1)"
    )


class Checklist(Criterion[ChecklistFigures, ChecklistParams]):
    """The share of the list that is done, items weighed."""

    id = "checklist"
    title = Text(vi="Danh mục việc phải làm", en="Checklist")
    source = Text(
        vi="Cách làm thường gặp trong phiếu kiểm tra: số mục đạt trên số mục phải có",
        en="Usual practice in inspection forms: items met over items listed",
    )

    def score(self, figures: ChecklistFigures, params: ChecklistParams) -> Num:
        names = list(params.items)
        if not names:
            raise setting_error("items", vi="cần ít nhất một mục.", en="one item or more.")
        unknown = [name for name in params.item_weights if name not in names]
        if unknown:
            listed = ", ".join(unknown)
            raise setting_error("item_weights", vi=f"không có mục: {listed}.", en=f"there is no item: {listed}.")
        weights = [params.item_weights.get(name, Decimal(1)) for name in names]
        if min(weights) < 0 or sum(weights) == 0:
            raise setting_error(
                "item_weights",
                vi="hệ số không được âm và tổng phải lớn hơn 0.",
                en="weights may not be negative, and their sum must be above 0.",
            )
        done = total(weight * item for weight, item in zip(weights, figures.items, strict=True))
        return clip(ratio(done, sum(weights), when_empty=ERROR), 0, 1)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [Checklist]
