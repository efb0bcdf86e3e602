"""Plugins that were checked, in the terminal: where they were found, what is proved of each, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

import attrs
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text as Styled

from dvk_scoring.analysis.paragraph import rounding_words
from dvk_scoring.criteria.inspection import ProvedCriterion
from dvk_scoring.criteria.installation import Installation
from dvk_scoring.criteria.registry import InspectedPlugin
from dvk_scoring.criteria.search import Search
from dvk_scoring.formula.show import show_exact
from dvk_scoring.problem import Problem, has_errors
from dvk_scoring.report.lists import (
    SEVERITY_STYLES,
    counted_states,
    plain_table,
    print_places,
    severity_words,
    shortened,
    state_words,
)
from dvk_scoring.report.search import print_search
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
    "head": Text.same("dvk-scoring {version}, Python {python}."),
    "variables": Text(vi="Biến đang đặt: {variables}.", en="Variables that are set: {variables}."),
    "weight": Text(
        vi="Điểm được chứng minh với điểm tối đa {weight}, thiết lập và tham số mặc định.",
        en="Points are proved for a weight of {weight}, with default settings and params.",
    ),
    "to_do": Text(vi="Việc cần làm", en="What to do"),
    "notes": Text(vi="Nên biết, không bắt buộc", en="Worth knowing; nothing has to be done"),
    "well": Text(vi="Mọi thứ đều ổn.", en="All is well."),
    "usable": Text(vi="Dùng được; có {warnings} cảnh báo.", en="It works; warnings: {warnings}."),
    "ill": Text(vi="Có {errors} lỗi, {warnings} cảnh báo.", en="Errors: {errors}; warnings: {warnings}."),
}
_NONE: Final = "–"


@attrs.frozen
class Checked:
    """What was looked at.

    Attributes:
        plugins: The plugins, with what is proved of them.
        problems: All that is wrong, the worst first.
        searches: How each name that was asked for was searched for.
        installation: What is around the plugins, where none was asked for.
    """

    plugins: tuple[InspectedPlugin, ...]
    problems: tuple[Problem, ...]
    searches: tuple[Search, ...] = ()
    installation: Installation | None = None

    @property
    def is_well(self) -> bool:
        """Tell whether there is no error."""
        return not has_errors(self.problems)


def print_checked(checked: Checked, language: Language, console: Console) -> None:
    """Print what was searched for, a line for each criterion, what to do, and whether all is well."""
    if checked.installation is not None:
        installation = checked.installation
        console.print(_say("head", language, version=installation.version, python=installation.python))
        if installation.variables:
            told = ", ".join(f"{name}={value}" for name, value in installation.variables.items())
            console.print(_say("variables", language, variables=told))
    for search in checked.searches:
        print_search(search, language, console)
    if checked.plugins:
        _print_plugins(checked.plugins, language, console)
    to_do = [problem for problem in checked.problems if problem.severity != "note"]
    for heading, problems in (
        ("to_do", to_do),
        ("notes", [problem for problem in checked.problems if problem not in to_do]),
    ):
        if problems:
            console.print()
            console.print(Styled(_SAID[heading].in_(language), "bold"))
            console.print(_listed(problems, language))
    console.print()
    errors = sum(problem.severity == "error" for problem in to_do)
    verdict = "ill" if errors else "usable" if to_do else "well"
    style = "bold red" if errors else "bold yellow" if to_do else "bold green"
    console.print(Styled(_say(verdict, language, errors=errors, warnings=len(to_do) - errors).plain, style))


def _print_plugins(plugins: Iterable[InspectedPlugin], language: Language, console: Console) -> None:
    plugins = list(plugins)
    table = plain_table(heading.in_(language) for heading in _HEADINGS)
    for column in table.columns[1:4]:
        column.no_wrap = True
    for plugin in plugins:
        proofs = {proof.id: proof for proof in plugin.proofs}
        for key in plugin.criteria or (plugin.found.name,):
            level = plugin.criteria[key].level if key in plugin.criteria else _NONE
            state = Styled(state_words(plugin.state, language), "" if plugin.state == "ready" else "bold red")
            table.add_row(shortened(key), state, level, *_proved(proofs.get(key), language))
    console.print(table)
    print_places(plugins, language, console)
    weights = {proof.weight for plugin in plugins for proof in plugin.proofs}
    if weights:
        console.print(_say("weight", language, weight=", ".join(sorted(weights))))
    console.print(Styled(counted_states(plugins, language)))


def _proved(proof: ProvedCriterion | None, language: Language) -> tuple[str, str, str, str]:
    if proof is None:
        return _NONE, _NONE, _NONE, _NONE
    low, high = (show_exact(Fraction(end), language) for end in (proof.low, proof.high))
    modes = [rounding_words(places, mode, language) for places, mode in proof.roundings]
    return f"{low} … {high}", str(proof.bits), str(proof.divisions), "; ".join(modes) or _NONE


def _say(key: str, language: Language, **values: object) -> Styled:
    return Styled(_SAID[key].in_(language).format(**values))


def _listed(problems: Iterable[Problem], language: Language) -> Table:
    """Number problems, each with its place on a line of its own and what to do."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, problem in enumerate(problems, 1):
        word = f"{severity_words(problem.severity, language)} {problem.code}"
        head = Styled.assemble((word, SEVERITY_STYLES[problem.severity]), f" {problem.text(language)}")
        place = problem.place.in_(language)
        rest = [Styled(place, "dim")] if place else []
        grid.add_row(f" {number}.", Group(head, *rest, Styled(f"→ {problem.remedy(language)}")))
    return grid
