"""Plugins that were checked, in the terminal: state, and what is proved of each criterion by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from rich.console import Console
from rich.text import Text as Styled

from dvk_scoring.analysis.paragraph import rounding_words
from dvk_scoring.criteria.inspection import ProvedCriterion
from dvk_scoring.criteria.registry import InspectedPlugin
from dvk_scoring.formula.show import show_exact
from dvk_scoring.problem import Problem, has_errors
from dvk_scoring.report.lists import plain_table, shortened, state_words
from dvk_scoring.text import Language, Text

_HEADINGS: Final = (
    Text(vi="Mã", en="Id"),
    Text(vi="Trạng thái", en="State"),
    Text(vi="Mức API", en="Level"),
    Text(vi="Điểm", en="Points"),
    Text(vi="Bit", en="Bits"),
    Text(vi="Phép chia", en="Divisions"),
    Text(vi="Làm tròn", en="Rounded"),
)
_SAID: Final[Mapping[str, Text]] = {
    "weight": Text(
        vi="Điểm được chứng minh với điểm tối đa {weight}, thiết lập và tham số mặc định.",
        en="Points are proved for a weight of {weight}, with default settings and params.",
    ),
    "count": Text(vi="{count} plugin", en="Plugins: {count}"),
    "well": Text(vi="không có lỗi", en="no errors"),
    "wrong": Text(vi="{number} có lỗi", en="with errors: {number}"),
    "warned": Text(vi="{number} có cảnh báo", en="with warnings: {number}"),
}
_JOINED: Final[Mapping[Language, str]] = {"vi": ", ", "en": "; "}
_NONE: Final = "–"


def print_checked(
    plugins: Sequence[InspectedPlugin], problems: Iterable[Problem], language: Language, console: Console
) -> None:
    """Print a line for each criterion, what the proof supposes, and how many plugins have errors or warnings."""
    table = plain_table(one.in_(language) for one in _HEADINGS)
    for column in table.columns[1:4]:
        column.no_wrap = True
    for one in plugins:
        proofs = {proof.id: proof for proof in one.proofs}
        for key in one.criteria or (one.found.name,):
            level = one.criteria[key].level if key in one.criteria else _NONE
            state = Styled(state_words(one.state, language), "" if one.state == "ready" else "bold red")
            table.add_row(shortened(key), state, level, *_proved(proofs.get(key), language))
    console.print(table)
    weights = {proof.weight for one in plugins for proof in one.proofs}
    if weights:
        console.print(Styled(_SAID["weight"].in_(language).format(weight=", ".join(sorted(weights)))))
    console.print(_verdict(plugins, list(problems), language))


def _proved(proof: ProvedCriterion | None, language: Language) -> tuple[str, str, str, str]:
    if proof is None:
        return _NONE, _NONE, _NONE, _NONE
    low, high = (show_exact(Fraction(end), language) for end in (proof.low, proof.high))
    modes = [rounding_words(places, mode, language) for places, mode in proof.roundings]
    return f"{low} … {high}", str(proof.bits), str(proof.divisions), "; ".join(modes) or _NONE


def _verdict(plugins: Sequence[InspectedPlugin], problems: Sequence[Problem], language: Language) -> Styled:
    wrong = sum(has_errors(one.problems) for one in plugins)
    warned = sum(any(told.severity == "warning" for told in one.problems) for one in plugins)
    ill = bool(wrong) or has_errors(problems)
    parts = [_SAID["count"].in_(language).format(count=len(plugins))]
    parts += [_SAID["wrong"].in_(language).format(number=wrong)] if wrong else []
    parts += [] if ill else [_SAID["well"].in_(language)]
    parts += [_SAID["warned"].in_(language).format(number=warned)] if warned else []
    return Styled(f"{_JOINED[language].join(parts)}.", "bold red" if ill else "bold green")
