"""Values exchanged in a TOML text: whatever way it is written in, nothing else moves by a blank."""

from __future__ import annotations

import difflib
from datetime import date
from decimal import Decimal

import pytest
import tomli

from dvk_scoring.editing.toml import with_changes, with_entry, with_tables, without_entry
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
        ({("extends",): "x"}, ['+extends = "x"', "+"]),
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


def test_a_value_deep_in_an_inherited_list_is_changed_where_it_stands() -> None:
    any_of = [{"of": "bonuses", "at_least": 1}, {"of": "total", "at_least": "80%"}]
    whole = {"titles": {"flag": {"requires": [{"class_at_least": "best"}, {"any": any_of}]}}}
    path: Path = ("titles", "flag", "requires", 1, "any", 1, "at_least")
    made = with_changes('extends = "x"\n', {path: "85%"}, whole)
    assert tomli.loads(made)["titles"]["flag"]["requires"] == [
        {"class_at_least": "best"},
        {"any": [{"of": "bonuses", "at_least": 1}, {"of": "total", "at_least": "85%"}]},
    ]


LIST = """\
a = [
  1, # one
  # before two
  2,   # two
  3, 4, # three, four
  5, 6 # five, six
  , 7
]
b = [1, 2, 3]
c = [
  1, # one
  2, ]
"""


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (("a", 0), "a = [\n  1, # one\n", "a = [\n"),
        (("a", 1), "  2,   # two\n", ""),
        (("a", 2), "3, 4", "4"),
        (("a", 3), "3, 4", "3"),
        (("a", 4), "5, 6", "6"),
        (("a", 5), "5, 6", "5"),
        (("b", 0), "[1, 2, 3]", "[2, 3]"),
        (("b", 1), "[1, 2, 3]", "[1, 3]"),
        (("b", 2), "[1, 2, 3]", "[1, 2]"),
        (("c", 0), "c = [\n  1, # one\n", "c = [\n"),
        (("c", 1), "# one\n  2, ]", "# one\n   ]"),
    ],
    ids=str,
)
def test_what_goes_takes_its_own_remark_along_and_no_other(path: tuple[str, int], old: str, new: str) -> None:
    whole = tomli.loads(LIST)
    made = without_entry(LIST, path)
    assert made == LIST.replace(old, new)
    del whole[path[0]][path[1]]
    assert tomli.loads(made) == whole


def test_tables_come_and_go_under_headers_and_inline() -> None:
    headed = '# a\n[[rulings]]\nunit = "x" # x\n\n[[rulings]]\nunit = "y"\n'
    assert with_tables(headed, "rulings", [0], [{"unit": "z"}]) == (
        '# a\n\n[[rulings]]\nunit = "y"\n\n[[rulings]]\nunit = "z"\n'
    )
    inline = 'rulings = [\n  { unit = "x" },\n  { unit = "y" }, # y\n]\n'
    assert with_tables(inline, "rulings", [0], [{"unit": "z"}]) == (
        'rulings = [\n  { unit = "y" }, # y\n  { unit = "z" },\n]\n'
    )
    assert with_tables("", "rulings", [], [{"unit": "z"}]) == '[[rulings]]\nunit = "z"\n'


BASIS: Path = ("scheme", "legal_basis")
ENTRIES = """\
# above
[classes]
best = { from = 90 } # b
# of good
good.title = "G"
good.from = 70

[titles] # t
# of flag
[titles.flag]
title = "F"
[titles.flag.quota]
count = 1
# of merit
[titles.merit]
requires = [{ any = [{ of = "a" }, { of = "b" }] }, { of = "c" }]
[ranking]
break = [
  { by = "x" }, # x
  { by = "committee" } # c
]
[[scheme.legal_basis]]
text = "A" # a

[last]
"""


@pytest.mark.parametrize(
    ("path", "after", "added"),
    [
        (("classes", "new"), ("classes", "best"), {3: "new = { by = 1 }"}),
        (("classes", "new"), ("classes", "good"), {6: "new = { by = 1 }"}),
        (("classes", "new"), None, {2: "new = { by = 1 }"}),
        (("titles", "new"), ("titles", "flag"), {13: "", 14: "[titles.new]", 15: "by = 1"}),
        (("titles", "new"), ("titles", "merit"), {16: "", 17: "[titles.new]", 18: "by = 1"}),
        (("titles", "new"), None, {8: "[titles.new]", 9: "by = 1", 10: ""}),
        (("ranking", "break", 1), ("ranking", "break", 0), {19: "  { by = 1 },"}),
        (("ranking", "break", 0), None, {18: "  { by = 1 },"}),
        ((*BASIS, 1), (*BASIS, 0), {23: "", 24: "[[scheme.legal_basis]]", 25: "by = 1"}),
        (("knock_outs", "new"), None, {25: "", 26: "[knock_outs]", 27: "new = { by = 1 }"}),
        (("figures", "x", "rows", 0), None, {25: "", 26: "[figures.x]", 27: "rows = [{ by = 1 }]"}),
        (("last", "new"), None, {25: "new = { by = 1 }"}),
    ],
    ids=str,
)  # fmt: skip
def test_an_entry_is_written_behind_another_and_nothing_else_moves(
    path: Path, after: Path | None, added: dict[int, str]
) -> None:
    made = with_entry(ENTRIES, path, {"by": 1}, after)
    lines = made.splitlines()
    for at in sorted(added):
        assert lines[at] == added[at]
    kept = [one for at, one in enumerate(lines) if at not in added]
    assert kept == ENTRIES.splitlines()
    tomli.loads(made)
    windows = with_entry(ENTRIES.replace("\n", "\r\n"), path, {"by": 1}, after)
    assert windows == made.replace("\n", "\r\n")


def test_entries_come_and_go_within_a_line() -> None:
    inner = ("titles", "merit", "requires")
    more = with_entry(ENTRIES, (*inner, 0, "any", 1), {"of": "z"}, (*inner, 0, "any", 0))
    assert '[{ any = [{ of = "a" }, { of = "z" }, { of = "b" }] }, { of = "c" }]' in more
    last = with_entry(ENTRIES, (*inner, 2), {"of": "z"}, (*inner, 1))
    assert '{ of = "b" }] }, { of = "c" }, { of = "z" }]' in last
    fewer = without_entry(ENTRIES, (*inner, 0))
    assert 'requires = [{ of = "c" }]' in fewer
    none = without_entry(without_entry(fewer, (*inner, 0)), ("classes", "good"))
    assert "requires" not in none
    assert "good." not in none
    again = with_entry(none, (*inner, 0), {"of": "z"}, None)
    assert '[titles.merit]\nrequires = [{ of = "z" }]\n' in again
    step = ("ranking", "break")
    assert '  { by = "committee" }, # c\n  { by = 1 }\n]' in with_entry(ENTRIES, (*step, 2), {"by": 1}, (*step, 1))
    bare = "a = 1\nclasses.x.from = 1\nclasses.x.title = 'x'\n[b]\n"
    assert with_entry(bare, ("classes", "y"), {"from": 0}, ("classes", "x")) == bare.replace(
        "'x'\n", "'x'\nclasses.y = { from = 0 }\n"
    )
