"""Values exchanged in a TOML text: whatever way it is written in, nothing else moves by a blank."""

from __future__ import annotations

import difflib
from datetime import date
from decimal import Decimal

import pytest
import tomli

from dvk_scoring.editing.toml import with_changes, with_tables
from dvk_scoring.scheme.keys import Path

ROUNDING = "-rounding = { criterion = 2,   total = 2 }"
FIRST, SECOND = '-  { text = "A" },  # one', '-  { text = "B", from = 2026-01-01 }, # two'
TEXT = """\
# head
[scheme] # a
id = "x"

title = "T"   # t
rounding = { criterion = 2,   total = 2 }
basis = [
  { text = "A" },  # one
  { text = "B", from = 2026-01-01 }, # two
]
[criteria]
a.weight = 5 # five
a.figures.over = { title = "O" }
b = { weight.u = 1, no = "1" }
[titles.flag]
title = "F"
[titles.flag.quota]
count = 1 # one
[[ranking.break]]
by = "committee"
# end
"""


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({("scheme", "title"): "Tên “mới”"}, ['-title = "T"   # t', '+title = "Tên “mới”"   # t']),
        ({("scheme", "total"): 100}, ["+total = 100"]),
        ({("scheme", "rounding", "total"): 3}, [ROUNDING, "+rounding = { criterion = 2,   total = 3 }"]),
        ({("scheme", "rounding", "total"): None}, [ROUNDING, "+rounding = { criterion = 2 }"]),
        ({("scheme", "rounding", "criterion"): None}, [ROUNDING, "+rounding = { total = 2 }"]),
        ({("scheme", "basis", 0, "to"): date(2027, 2, 1)}, [FIRST, '+  { text = "A", to = 2027-02-01 },  # one']),
        ({("scheme", "basis", 1, "text"): "C"}, [SECOND, '+  { text = "C", from = 2026-01-01 }, # two']),
        ({("criteria", "a", "weight"): Decimal("7.5")}, ["-a.weight = 5 # five", "+a.weight = 7.5 # five"]),
        ({("criteria", "a", "weight"): None}, ["-a.weight = 5 # five"]),
        ({("criteria", "a", "no"): "7"}, ['+a.no = "7"']),
        ({("criteria", "a", "figures", "under", "help"): "h"}, ['+a.figures.under = { help = "h" }']),
        ({("criteria", "b", "weight", "u"): None}, ['-b = { weight.u = 1, no = "1" }', '+b = { no = "1" }']),
        ({("criteria", "b", "weight"): None}, ['-b = { weight.u = 1, no = "1" }', '+b = { no = "1" }']),
        ({("criteria", "c", "weight"): 3}, ["+c = { weight = 3 }"]),
        ({("titles", "flag", "quota", "share"): "20%"}, ['+share = "20%"']),
        ({("titles", "flag", "quota", "count"): None}, ["-[titles.flag.quota]", "-count = 1 # one"]),
        ({("titles", "flag", "vote", "of"): "present"}, ['+vote = { of = "present" }']),
        ({("ranking", "break", 0, "prefer"): "low"}, ['+prefer = "low"']),
        ({("ranking", "within"): "all"}, ["+", "+[ranking]", '+within = "all"']),
    ],
    ids=str,
)  # fmt: skip
def test_only_what_changes_changes(changes: dict[Path, object], lines: list[str]) -> None:
    made = with_changes(TEXT, changes, {})
    diff = difflib.unified_diff(TEXT.splitlines(), made.splitlines(), n=0, lineterm="")
    assert sorted(one for one in diff if one[:3] not in ("---", "+++") and one[0] in "+-") == sorted(lines)
    tomli.loads(made)
    windows = with_changes(TEXT.replace("\n", "\r\n"), changes, {})
    assert windows == made.replace("\n", "\r\n")
    unended = with_changes(TEXT.removesuffix("# end\n").removesuffix("\n"), changes, {})
    assert tomli.loads(unended) == tomli.loads(made)


def test_an_inherited_list_is_written_whole() -> None:
    whole = {"ranking": {"break": [{"by": "total"}, {"by": "committee"}]}}
    made = with_changes('extends = "x"\n', {("ranking", "break", 1, "by"): "penalties"}, whole)
    assert tomli.loads(made)["ranking"] == {"break": [{"by": "total"}, {"by": "penalties"}]}


def test_tables_come_and_go_under_headers_and_inline() -> None:
    headed = '# a\n[[rulings]]\nunit = "x" # x\n\n[[rulings]]\nunit = "y"\n'
    assert with_tables(headed, "rulings", [0], [{"unit": "z"}]) == (
        '# a\n\n[[rulings]]\nunit = "y"\n\n[[rulings]]\nunit = "z"\n'
    )
    inline = 'rulings = [\n  { unit = "x" },\n  { unit = "y" }, # y\n]\n'
    assert with_tables(inline, "rulings", [0], [{"unit": "z"}]) == (
        'rulings = [\n  { unit = "y" }, { unit = "z" }, # y\n]\n'
    )
    assert with_tables("", "rulings", [], [{"unit": "z"}]) == '[[rulings]]\nunit = "z"\n'
