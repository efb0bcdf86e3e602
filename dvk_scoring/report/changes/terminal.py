"""The comparison of two schemes in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from dvk_scoring.analysis.compare import Comparison, Difference
from dvk_scoring.analysis.standing import ResultNames
from dvk_scoring.analysis.trial import Trial
from dvk_scoring.report.changes.told import tell_changes
from dvk_scoring.report.changes.units import UnitRows
from dvk_scoring.report.lists import plain_table
from dvk_scoring.text import Language, Text

_SAID: Final[Mapping[str, Text]] = {
    "old": Text(vi="Trước: {title} ({file})", en="Before: {title} ({file})"),
    "new": Text(vi="Sau: {title} ({file})", en="After: {title} ({file})"),
    "same": Text(vi="Hai bảng điểm quy định như nhau.", en="Both schemes say the same."),
    "count": Text(vi="Khác nhau: {count}", en="Differences: {count}"),
    "units": Text(vi="Kết quả thay đổi: {count} trên {all} {entrant}", en="Results that change: {count} of {all}"),
    "no_units": Text(
        vi="Không {entrant} nào thay đổi điểm, hạng, xếp loại hay danh hiệu ({all} {entrant}).",
        en="No {entrant} changes points, rank, class or title ({all} compared).",
    ),
    "id": Text(vi="Mã", en="Id"),
    "name": Text(vi="Tên", en="Name"),
    "cluster": Text(vi="Cụm, khối", en="Cluster"),
    "total": Text(vi="Tổng điểm", en="Total"),
    "rank": Text(vi="Hạng", en="Rank"),
    "class": Text(vi="Xếp loại", en="Class"),
    "titles": Text(vi="Danh hiệu", en="Titles"),
    "because": Text(vi="Do", en="Because of"),
}


def print_changes(difference: Difference, language: Language, console: Console) -> None:
    """Print what changed between two schemes, then between their results when there are any."""

    def say(key: str, **values: object) -> str:
        return _SAID[key].in_(language).format(**values)

    changes = difference.changes
    for key, scheme in (("old", difference.old), ("new", difference.new)):
        console.print(Styled(say(key, title=scheme.title.in_(language), file=scheme.path)), soft_wrap=True)
    console.print(Styled(say("count", count=len(changes)) if changes else say("same"), "bold"))
    print_told([(change.heading, change.text) for change in tell_changes(difference, language)], console)
    if difference.results is not None:
        console.print()
        print_units(difference, difference.results, language, console)


def print_told(told: Sequence[tuple[str, str]], console: Console) -> None:
    """Print lines under their headings, each heading once."""
    for heading, lines in gathered(told).items():
        console.print()
        console.print(Styled(heading, "bold"))
        for line in lines:
            console.print(Padding(Styled(f"– {line}"), (0, 0, 0, 2), expand=False))


def gathered(told: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Put lines under their headings, in the order in which these first stand."""
    by_heading: dict[str, list[str]] = {}
    for heading, line in told:
        by_heading.setdefault(heading, []).append(line)
    return by_heading


def print_units(
    difference: Difference, comparison: Comparison, language: Language, console: Console, trial: Trial | None = None
) -> None:
    """Print every unit whose result changes, as a table; ``trial``: what was tried, if anything was."""
    entrant = difference.new.entrant.in_(language)
    key = "units" if comparison.changes else "no_units"
    said = _SAID[key].in_(language).format(count=len(comparison.changes), all=comparison.units, entrant=entrant)
    console.print(Styled(said, "bold"))
    if not comparison.changes:
        return
    rows = UnitRows(ResultNames.of(difference.old), ResultNames.of(difference.new), language, trial)
    words = ("id", "name", "cluster", "total", "rank", "class", "titles", "because")
    table = plain_table(_SAID[word].in_(language) for word in words)
    for change in comparison.changes:
        row = rows.row(change)
        table.add_row(row.unit, row.name, row.cluster, row.total, row.rank, row.klass, row.titles, row.because)
    console.print(table)
