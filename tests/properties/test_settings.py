"""Settings and keys that become bounds or shapes: whatever a scheme writes, it is refused by name or can be scored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dvk_scoring.criteria.criterion import params_class
from dvk_scoring.criteria.decide import WEIGHT
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.problem import DvkError
from dvk_scoring.report.json import json_lines
from dvk_scoring.run import load_scheme, prove, read_figures, score
from tests.depth import some

WRITTEN = (
    "-1000000000", "-1", "-0.5", "0", "0.0000000001", "0.25", "1", "17", "18", "25", "51", "501", "1000000000",
    "1e17", "1e29", "1e99999999", "nan", "inf", "true", '"x"', '""', "[]", '[""]', '["a", "a"]', '["a\\nb"]', "{}",
    '{ a = "A" }', "[1, 1]", "[-1]", "[{}]", "2025-01-01",
)  # fmt: skip
ODD = ("-1", "0", "0.0000000001", "51", "1000000000", "1e29", "nan", '"x"', "{}")
"""Some of them, for what takes longer."""
SETTINGS = [
    (criterion, name)
    for criterion in sorted(Registry.of().ids())
    for name in params_class(Registry.of().criterion(criterion)).dvk_settings
    if name != WEIGHT
]
REFUSED = ("DVK-C1", "DVK-C3", "DVK-F", "DVK-S1")


@pytest.mark.parametrize(("criterion", "name"), SETTINGS)
def test_a_setting_is_refused_by_name_or_can_be_scored(criterion: str, name: str, tmp_path: Path) -> None:
    turn = SETTINGS.index((criterion, name)) % 3
    for written in some(WRITTEN, one_in=3, first=turn):
        path = tmp_path / "scheme.toml"
        path.write_text(
            f'[scheme]\nid = "s"\ntitle = "S"\n[criteria.t]\nplugin = "{criterion}"\nweight = 100\n'
            f'title = "T"\nparams = {{ {name} = {written} }}\n',
            encoding="utf-8",
        )
        try:
            prove(load_scheme(path))
        except DvkError as error:
            told = error.problems
            assert all(one.code.startswith(REFUSED) and one.code != "DVK-S149" for one in told), (written, told)


def test_every_number_of_a_shipped_plugin_has_bounds() -> None:
    """A count or a number of decimals without an end is a column too many, or a shape without end."""
    for criterion, name in SETTINGS:
        spec = params_class(Registry.of().criterion(criterion)).dvk_settings[name]
        if spec.annotation is int or name == "step":
            assert None not in (spec.low, spec.high), (criterion, name)


KEYS = {
    "total": "100", "places of criteria": "2", "places of sections": "1", "places of the total": "2", "shown": "1",
    "guard": "9", "most bonus": "3", "most penalty": "5", "lowest total": "0", "highest total": "110",
    "lowest figure": "0", "highest figure": "10", "places of a figure": "1", "blank of a figure": "1",
    "weight of a section": "60", "most bonus of a section": "2", "lowest of a section": "0",
    "highest of a section": "70",
    "weight": "40", "places of a criterion": "1", "lowest of a criterion": "0", "highest of a criterion": "45",
    "lowest over": "0", "highest over": "50", "places of over": "0", "blank of under": "3", "cap": "2", "worth": "4",
    "each": "0.5", "from": "60", "share of a class": '"50%"', "never fewer": "1", "at least": "1", "at most": "9",
    "count": "2", "reserve": "1", "in all": "2", "reached": '"50%"',
}  # fmt: skip
WHOLE = """
[scheme]
id = "s"
title = "S"
total = <total>
not_reported = "zero"
limits = { bonus = <most bonus>, penalty = <most penalty>, total = [<lowest total>, <highest total>] }
[scheme.rounding]
criterion = <places of criteria>
section = <places of sections>
total = <places of the total>
shown = <shown>
guard = <guard>
[figures.f]
type = "decimal"
title = "F"
low = <lowest figure>
high = <highest figure>
places = <places of a figure>
blank = <blank of a figure>
[sections.p]
title = "P"
weight = <weight of a section>
limits = { bonus = <most bonus of a section>, points = [<lowest of a section>, <highest of a section>] }
[criteria.a]
plugin = "ratio"
title = "A"
weight = <weight>
rounding = { places = <places of a criterion> }
limits = { points = [<lowest of a criterion>, <highest of a criterion>] }
figures.over = { low = <lowest over>, high = <highest over>, places = <places of over> }
figures.under = { blank = <blank of under> }
[criteria.b]
plugin = "pass-fail"
title = "B"
weight = 60
section = "p"
[bonuses.c]
plugin = "pass-fail"
title = "C"
cap = <cap>
weight = <worth>
[penalties.d]
plugin = "per-occurrence"
title = "D"
to = "sections.p"
params = { each = <each> }
[classes.e]
title = "E"
from = <from>
requires = [{ of = "figures.f", at_least = <at least>, at_most = <at most> }]
quota = { share = <share of a class>, at_least = <never fewer> }
[titles.g]
title = "G"
requires = [{ of = "criteria.a", at_least = <reached> }]
quota = { count = <count>, reserve = <reserve>, in_all = <in all> }
"""
UNITS = """unit,f,a.over,a.under,b.passed,c.passed,d.times
u1,2,3,4,1,1,0
u2,,1,2,0,,3
u3,5,KP,,1,0,
"""
"""One of three lacks most: there is something to round, to hold between limits, to cut at a quota, to count as 0."""


def written(**changed: str) -> str:
    return re.sub("<([^>]*)>", lambda found: {**KEYS, **changed}[found[1]], WHOLE)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_refused_by_name_or_can_be_scored(key: str, tmp_path: Path) -> None:
    scored = 0
    (tmp_path / "figures.csv").write_text(UNITS, encoding="utf-8")
    for value in (KEYS[key], *some(ODD, one_in=2, first=list(KEYS).index(key) % 2)):
        (tmp_path / "scheme.toml").write_text(written(**{key: value}), encoding="utf-8")
        try:
            scheme = load_scheme(tmp_path / "scheme.toml")
            result = score(scheme, read_figures(scheme, [tmp_path / "figures.csv"]))
        except DvkError as error:
            told = [one for one in error.problems if one.severity == "error"]
            assert told, value
            assert all(one.code.startswith((*REFUSED, "DVK-S2", "DVK-D3")) for one in told), (value, told)
            continue
        scored += 1
        assert "".join(json_lines(result, "en"))
    assert scored, "the scheme that all are made from can be scored"


NESTED = {
    "goalposts": 'indicators = { x = { low = <>, high = 5 }, y = { low = 0, high = 9, dimension = "z" } }',
    "goalposts, high": 'indicators = { x = { low = 1, high = <>, scale = "log" } }',
    "goalposts, weight": "indicators = { x = { low = 1, high = 5 } }, weights = { x = <> }",
    "formula-table, a": 'events = { x = { a = <>, b = 18, c = 1.5, better = "less" } }',
    "formula-table, b": 'events = { x = { a = 1, b = <>, c = 2, better = "more" } }',
    "formula-table, c": 'events = { x = { a = 1, b = 18, c = <>, better = "less" } }',
    "bands, from": "steps = [{ from = 1, score = 0.5 }, { from = <>, score = 1 }]",
    "bands, score": "steps = [{ from = 1, score = 0.5 }, { from = 2, score = <> }]",
    "bands, to": "down = [{ to = 1, score = 1 }, { to = <>, score = 0.5 }]",
    "checklist": 'items = ["x", "y"], item_weights = { x = <> }',
    "panel-items": 'items = ["x", "y"], factors = { x = <> }',
    "models": "months = [3, <>]",
    "panel": "judges = 3, low = <>, step = 0.5, places = 1",
    "panel, step": "judges = 3, step = <>, places = 1, high = 9.5, decimals = 0",
    "panel, places": "judges = 3, step = 0.25, places = <>",
    "attempts": 'attempts = 4, take = "sum", discard = <>, fewest = 3',
    "attempts, best": 'attempts = 60, take = "mean", best = <>, prefer = "low"',
}


@pytest.mark.parametrize("name", NESTED)
def test_what_stands_inside_a_setting_is_refused_by_name_or_can_be_proved(name: str, tmp_path: Path) -> None:
    path, proved = tmp_path / "scheme.toml", 0
    for value in ODD:
        path.write_text(
            f'[scheme]\nid = "s"\ntitle = "S"\n[criteria.t]\nplugin = "{name.partition(",")[0]}"\nweight = 100\n'
            f'title = "T"\nparams = {{ {NESTED[name].replace("<>", value)} }}\n',
            encoding="utf-8",
        )
        try:
            prove(load_scheme(path))
        except DvkError as error:
            told = error.problems
            assert all(one.code.startswith(REFUSED) and one.code != "DVK-S149" for one in told), (value, told)
        else:
            proved += 1
    assert proved, "some value can be proved"
