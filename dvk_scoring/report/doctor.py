"""The installation as a whole, in the terminal: what there is in a line or two, and what to do, the worst first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text as Styled

from dvk_scoring.criteria.installation import Installation
from dvk_scoring.problem import Problem
from dvk_scoring.report.lists import SEVERITY_STYLES, severity_words, state_words
from dvk_scoring.text import Language, Text

_SAID: Final[Mapping[str, Text]] = {
    "head": Text(vi="dvk-scoring {version}, Python {python}.", en="dvk-scoring {version}, Python {python}."),
    "plugins": Text(vi="{count} plugin: {states}.", en="Plugins: {count}; {states}."),
    "variables": Text(vi="Biến đang đặt: {variables}.", en="Variables that are set: {variables}."),
    "to_do": Text(vi="Việc cần làm", en="What to do"),
    "notes": Text(vi="Nên biết, không bắt buộc", en="Worth knowing; nothing has to be done"),
    "well": Text(vi="Mọi thứ đều ổn.", en="All is well."),
    "usable": Text(vi="Dùng được; có {warnings} cảnh báo.", en="It works; warnings: {warnings}."),
    "ill": Text(vi="Có {errors} lỗi, {warnings} cảnh báo.", en="Errors: {errors}; warnings: {warnings}."),
}
_STATES: Final = ("ready", "blocked", "incompatible", "broken")


def print_installation(found: Installation, language: Language, console: Console) -> None:
    """Print what there is, what to do, what is worth knowing, and whether all is well."""
    console.print(_say("head", language, version=found.version, python=found.python))
    states = [one.state for one in found.plugins]
    counted = [f"{state_words(state, language)} {states.count(state)}" for state in _STATES if state in states]
    console.print(_say("plugins", language, count=len(states), states=", ".join(counted)))
    if found.variables:
        told = ", ".join(f"{name}={value}" for name, value in found.variables.items())
        console.print(_say("variables", language, variables=told))
    to_do = [one for one in found.problems if one.severity != "note"]
    for heading, problems in (("to_do", to_do), ("notes", [one for one in found.problems if one.severity == "note"])):
        if problems:
            console.print()
            console.print(Styled(_SAID[heading].in_(language), "bold"))
            console.print(_listed(problems, language))
    console.print()
    errors = sum(one.severity == "error" for one in to_do)
    verdict = "ill" if errors else "usable" if to_do else "well"
    style = "bold red" if errors else "bold yellow" if to_do else "bold green"
    console.print(Styled(_say(verdict, language, errors=errors, warnings=len(to_do) - errors).plain, style))


def _say(key: str, language: Language, **values: object) -> Styled:
    return Styled(_SAID[key].in_(language).format(**values))


def _listed(problems: Iterable[Problem], language: Language) -> Table:
    """Number problems, each with its place on a line of its own and what to do."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, one in enumerate(problems, 1):
        word = f"{severity_words(one.severity, language)} {one.code}"
        head = Styled.assemble((word, SEVERITY_STYLES[one.severity]), f" {one.text(language)}")
        place = one.place.in_(language)
        rest = [Styled(place, "dim")] if place else []
        grid.add_row(f" {number}.", Group(head, *rest, Styled(f"→ {one.remedy(language)}")))
    return grid
