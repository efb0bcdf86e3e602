"""Lists in the terminal: schemes, plugins, and what a code means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

import attrs
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from dvk_scoring.catalogue import catalogue
from dvk_scoring.criteria.registry import InspectedPlugin
from dvk_scoring.scheme.shipped import ShippedScheme
from dvk_scoring.scoring.state_words import YES_NO
from dvk_scoring.text import Language, Text, agreeing, clipped

_HEADINGS: Final[Mapping[str, Text]] = {
    "id": Text(vi="Mã", en="Id"),
    "plugin": Text(vi="Plugin", en="Plugin"),
    "title": Text(vi="Tên", en="Title"),
    "sample": Text(vi="Số liệu mẫu", en="Sample"),
    "origin": Text(vi="Nguồn", en="Origin"),
    "state": Text(vi="Trạng thái", en="State"),
    "version": Text(vi="Bản", en="Version"),
    "import": Text(vi="Nạp", en="Import"),
    "where": Text(vi="Ở đâu", en="Where"),
    "cause": Text(vi="Nguyên nhân", en="Cause"),
    "example": Text(vi="Ví dụ", en="Example"),
    "mend": Text(vi="Cách sửa", en="What to do"),
}
_WORDS: Final[Mapping[str, Text]] = {
    "bundled": Text(vi="đi kèm", en="bundled"),
    "entry-point": Text(vi="gói cài thêm", en="installed package"),
    "folder": Text(vi="thư mục", en="folder"),
    "ready": Text(vi="dùng được", en="ready"),
    "broken": Text(vi="hỏng", en="broken"),
    "found": Text(vi="chưa kiểm tra", en="found"),
    "blocked": Text(vi="bị chặn", en="blocked"),
    "incompatible": Text(vi="không tương thích", en="incompatible"),
    "error": Text(vi="lỗi", en="error"),
    "warning": Text(vi="cảnh báo", en="warning"),
    "note": Text(vi="ghi chú", en="note"),
}
SEVERITY_STYLES: Final = {"error": "bold red", "warning": "yellow", "note": "cyan"}
_STATES: Final = ("ready", "found", "blocked", "incompatible", "broken")
_HEALTHY: Final = ("ready", "found")
_COUNTED: Final = Text(vi="{count} plugin: {states}.", en="Plugins: {count}; {states}.")
_LONGEST: Final = 24
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")


def plain_table(headings: Iterable[str]) -> Table:
    """Make a table without lines but the one below its head; the first column is never broken."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for at, heading in enumerate(headings):
        table.add_column(heading, no_wrap=not at, overflow="fold")
    return table


def shortened(name: str) -> str:
    """Cut a name that would leave no room for the other columns: only one that is refused is that long."""
    return clipped(name, _LONGEST)


def origin_words(origin: str, language: Language) -> str:
    """Say where a plugin comes from."""
    return _WORDS[origin].in_(language)


def state_words(state: str, language: Language) -> str:
    """Say the state of a plugin."""
    return _WORDS[state].in_(language)


def severity_words(severity: str, language: Language) -> str:
    """Say how grave a problem is."""
    return _WORDS[severity].in_(language)


def schemes_json(schemes: Iterable[ShippedScheme]) -> str:
    """Write the schemes as JSON: ``id``, ``title`` in both languages, ``path``, ``has_sample``."""
    return json.dumps({"schemes": [attrs.asdict(scheme) for scheme in schemes]}, ensure_ascii=False, indent=1)


def print_schemes(schemes: Iterable[ShippedScheme], language: Language, console: Console) -> None:
    """Print id and title of each scheme, and whether figures come with it."""
    table = plain_table(_HEADINGS[key].in_(language) for key in ("id", "title", "sample"))
    for scheme in schemes:
        table.add_row(scheme.id, scheme.title.in_(language), YES_NO[scheme.has_sample].in_(language))
    console.print(table)


def print_plugins(plugins: Iterable[InspectedPlugin], language: Language, console: Console) -> None:
    """Print a line for each criterion of a plugin, and one for a plugin that offers none; trouble comes last.

    What is last stands right above the problems, and the count of each state tells that there are any.
    """
    table = plain_table(_HEADINGS[key].in_(language) for key in ("id", "title", "version", "origin", "state", "import"))
    table.columns[-1].justify = "right"
    for column in (table.columns[2], *table.columns[4:]):
        column.no_wrap = True
    plugins = sorted(plugins, key=lambda each: each.state not in _HEALTHY)
    for plugin in plugins:
        origin = origin_words(plugin.found.origin, language)
        state = Styled(state_words(plugin.state, language), "" if plugin.state in _HEALTHY else "bold red")
        took = "" if plugin.milliseconds is None else f"{plugin.milliseconds} ms"
        titles = {key: offered.title.in_(language) if offered.title else "" for key, offered in plugin.criteria.items()}
        for key, title in (titles or {plugin.found.name: ""}).items():
            table.add_row(shortened(key), title, plugin.found.version or "–", origin, state, took)
    console.print(table)
    print_places(plugins, language, console)
    console.print(Styled(counted_states(plugins, language)))


def counted_states(plugins: Iterable[InspectedPlugin], language: Language) -> str:
    """Say how many plugins there are, and how many in each state."""
    states = [plugin.state for plugin in plugins]
    counts = [f"{state_words(state, language)} {states.count(state)}" for state in _STATES if state in states]
    return _COUNTED.in_(language).format(count=len(states), states=", ".join(counts))


def print_places(plugins: Iterable[InspectedPlugin], language: Language, console: Console) -> None:
    """Print where plugins are that are not bundled, with the distribution that brought them."""
    foreign = [plugin for plugin in plugins if plugin.found.origin != "bundled"]
    table = plain_table(_HEADINGS[key].in_(language) for key in ("plugin", "where"))
    for plugin in foreign:
        package = f" ({plugin.found.distribution} {plugin.found.version})" if plugin.found.distribution else ""
        table.add_row(shortened(plugin.found.name), f"{plugin.found.location}{package}")
    if foreign:
        console.print(table)


def print_code(code: str, language: Language, console: Console) -> None:
    """Print what a code means: cause, example, what to do."""
    entry = catalogue()[code]
    severity = _WORDS[str(entry.get("severity", "error"))].in_(language)
    console.print(Styled(f"{code} ({severity})", "bold"))
    console.print(Styled(_PLACEHOLDER.sub("…", agreeing(entry[language]["text"], {}))))
    for key, text in (
        ("cause", entry[language]["cause"]),
        ("example", entry.get("example")),
        ("mend", entry[language]["mend"]),
    ):
        if text:
            console.print()
            console.print(Styled(_HEADINGS[key].in_(language), "bold"))
            console.print(Padding(Styled(str(text).strip("\n")), (0, 0, 0, 2), expand=False))
