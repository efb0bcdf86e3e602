"""The figures that are asked for: who reports each, what it may be, what belongs in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dvk_scoring.formula.show import show_decimals
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.report.rules.blocks import Block, Facts, Grid, Heading, Line, Row
from dvk_scoring.report.rules.teller import PartSayer, Teller
from dvk_scoring.text import Text

_SAID: Final[Mapping[str, Text]] = {
    "own": Text(vi="Số liệu chung", en="Figures of the unit itself"),
    "own_told": Text(
        vi="Các số liệu sau là của {entrant}, không riêng tiêu chí nào.",
        en="These figures are of the {entrant} itself and belong to no criterion alone.",
    ),
    "figure": Text(vi="Số liệu", en="Figure"),
    "by": Text(vi="Bên báo cáo", en="Reported by"),
    "unit": Text(vi="{entrant}", en="{entrant}"),
    "committee": Text(vi="hội đồng", en="committee"),
    "taken": Text(vi="Cách ghi và giới hạn", en="What it takes"),
    "only": Text(vi="{figure} ({by} báo cáo). {taken}", en="{figure} (reported by: {by}). {taken}"),
    "yes-no": Text(vi="Có hoặc Không.", en="Yes or no."),
    "choice": Text(vi="Chọn một trong: {choices}.", en="One of: {choices}."),
    "whole": Text(vi="Số nguyên {range}.", en="A whole number {range}."),
    "decimal": Text(vi="Số có tối đa {places} chữ số thập phân, {range}.", en="Up to {decimals}, {range}."),
    "range": Text(vi="từ {low} đến {high}", en="from {low} to {high}"),
    "step": Text(vi="từ {low} đến {high}, bước {step}", en="from {low} to {high}, in steps of {step}"),
    "percent": Text(vi="Ghi theo phần trăm.", en="In per cent."),
    "counted": Text(vi="Ghi số đếm.", en="As a count."),
    "shared": Text(vi="Dùng chung, đã nêu ở phần số liệu chung.", en="Shared; told among the figures of the unit."),
    "at_most": Text(vi="Không lớn hơn {limit}.", en="No more than {limit}."),
    "with": Text(vi="Cộng với {others} không lớn hơn {limit}.", en="With {others} no more than {limit}."),
    "blank": Text(vi="Ô trống được tính là {value}.", en="A blank counts as {value}."),
    "ratio": Text(vi="Ghi dưới dạng tỷ số (0,9, không phải 90).", en="Written as a ratio (0.9, not 90)."),
    "applies": Text(vi="Chỉ với {kinds}.", en="For {kinds} alone."),
}


def tell_own_figures(teller: Teller) -> Iterator[Block]:
    """Tell the figures of the unit itself, if there are any."""
    say = PartSayer(teller, _SAID)
    figures = tuple(teller.scheme.figures.values())
    if figures:
        yield Heading(1, say("own"))
        yield Line(say("own_told", entrant=teller.text(teller.scheme.entrant)))
        yield _grid(teller, say, figures, own=True)


def tell_figures(teller: Teller, figures: Sequence[FigureSpec]) -> Iterator[Block]:
    """Tell the figures of a criterion: one in a line, several in a table."""
    say = PartSayer(teller, _SAID)
    if len(figures) == 1 and figures[0].help is None:
        name, by, taken = _cells(teller, say, figures[0], figures, own=False)
        yield Facts(((say("figure"), say("only", figure=teller.word("quoted", name=name), by=by, taken=taken)),))
    elif figures:
        yield _grid(teller, say, figures, own=False)


_MEASURES: Final = {"percent": "percent", "ratio": "ratio", "count": "counted"}


def _type(teller: Teller, say: PartSayer, spec: FigureSpec) -> str:
    if spec.kind == "yes-no":
        return say("yes-no")
    if spec.kind == "choice":
        return say("choice", choices="; ".join(teller.text(text) for _, text in spec.choices))
    low, high = teller.number(spec.low), teller.number(spec.high)
    step = None if spec.step is None else teller.number(spec.step)
    range_ = say("range" if step is None else "step", low=low, high=high, step=step)
    return say(
        "decimal" if spec.places else "whole", range=range_, places=spec.places, decimals=show_decimals(spec.places)
    )


def _grid(teller: Teller, say: PartSayer, figures: Sequence[FigureSpec], *, own: bool) -> Grid:
    """Give a row a figure; the members of one ``each`` that take the same share a row."""
    labels: dict[tuple[str, ...], list[str]] = {}
    for figure in figures:
        label, *rest = _cells(teller, say, figure, figures, own=own)
        same = tuple(rest) if figure.many is not None else (*rest, label)
        labels.setdefault(same, []).append(label)
    rows = tuple(Row(("; ".join(own_labels), *cells[:2])) for cells, own_labels in labels.items())
    return Grid((say("figure"), say("by"), say("taken")), rows)


def _cells(
    teller: Teller, say: PartSayer, spec: FigureSpec, beside: Sequence[FigureSpec], *, own: bool
) -> tuple[str, str, str]:
    by = say(spec.by, entrant=teller.text(teller.scheme.entrant))
    if spec.shared and not own:
        return teller.text(spec.label), by, say("shared")
    return teller.text(spec.label), by, " ".join(_taken(teller, say, spec, beside))


def _taken(teller: Teller, say: PartSayer, spec: FigureSpec, beside: Sequence[FigureSpec]) -> Iterator[str]:
    yield _type(teller, say, spec)
    if spec.measure is not None and spec.kind == "decimal":
        yield say(_MEASURES[spec.measure])
    if spec.at_most is not None:
        labels = {spec.name: teller.word("quoted", name=teller.text(spec.label)) for spec in beside}
        others = teller.word("and").join(labels[name] for name in spec.plus)
        yield say("with" if others else "at_most", others=others, limit=labels[spec.at_most])
    if spec.blank is not None:
        yield say("blank", value=teller.number(spec.blank))
    if spec.shared and spec.name in teller.scheme.figures_apply:
        yield say("applies", kinds=teller.kinds(teller.scheme.figures_apply[spec.name]))
    if spec.help is not None:
        yield teller.text(spec.help)
