"""Every piece of advice: a small scheme that provokes it, with its exact words, and the same scheme mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvk_scoring.analysis.lint.probe import added_probes
from dvk_scoring.analysis.lint.rules import RULES, lint, scored_rules
from dvk_scoring.catalogue import catalogue
from dvk_scoring.problem import Problem
from dvk_scoring.run import load_scheme, read_figures, score
from dvk_scoring.scoring.result import Result
from tests.depth import drawn

pytestmark = pytest.mark.xdist_group("lint")  # it is made once, not in each process

BASE = """\
[scheme]
id = "mau"
title = "Thi đua mẫu"
total = 100
rounding = { criterion = 2, total = 2 }
[scheme.voices]
claimed = "Tự chấm"
final = "Hội đồng"

[clusters]
a = { title = "Cụm A", kind = "commune" }
b = { title = "Cụm B", kind = "commune" }

[criteria]
records = { plugin = "direct", weight = 40, title = "Hồ sơ" }
visits = { plugin = "ratio", weight = 30, title = "Thăm hỏi" }
survey = { plugin = "scale", weight = 30, title = "Khảo sát" }

[ranking]
break = [{ by = "criteria.records" }, { by = "committee" }]

[classes]
good = { title = "Tốt", from = 60 }
passed = { title = "Đạt", from = 0 }

[titles]
flag = { title = "Cờ đầu", quota = { count = 1 } }
"""

PLUGIN = """
from collections.abc import Sequence
from dvk_scoring.api import *
class Meetings(Figures):
    held: Num = count(vi="Số buổi họp dân", en="Meetings held", shared=True, high=1000, by="committee")
class Talks(Figures):
    held: Num = count(vi="Số buổi họp dân", en="Meetings held", shared=True, high=1000, by="committee")
    given: Num = count(vi="Số buổi nói chuyện", en="Talks given", high=1000)
class Guests(Figures):
    held: Num = count(vi="Số buổi họp dân", en="Meetings held", shared=True, high=1000, by="committee")
    guests: Num = count(vi="Lượt người dự họp", en="People who came", high=1000)
class Models(Figures):
    alive: Num = count(vi="Mô hình còn hoạt động", en="Models alive", high=1000, by="committee")
class Register(Figures):
    due: Num = count(vi="Đơn đến hạn", en="Cases due", high=1000)
    in_time: Num = count(vi="Đúng hạn", en="In time", at_most="due", high=1000)
class Faults(Figures):
    faults: Num = count(vi="Lỗi tự ghi", en="Faults noted", high=1000)
class Said(Figures):
    over: Num = decimal(vi="Buổi", en="Talks", places=0, high=1000)
    under: Num = decimal(vi="Không dùng", en="Not used", places=0, high=1000, by="committee")
class P(Params):
    pass
class One(Criterion[Meetings, P]):
    "Made for a test."
    id, title, source = "meetings", Text(vi="Họp dân", en="Meetings"), Text.same("none")
    def score(self, figures: Meetings, params: P) -> Num:
        return least(1, ratio(figures.held, 12, when_empty=ERROR))
class Two(Criterion[Talks, P]):
    "Made for a test."
    id, title, source = "talks", Text(vi="Nói chuyện", en="Talks"), Text.same("none")
    def score(self, figures: Talks, params: P) -> Num:
        return least(1, ratio(figures.held + figures.given, 12, when_empty=ERROR))
class Three(Criterion[Guests, P]):
    "Made for a test."
    id, title, source = "per-meeting", Text(vi="Mỗi buổi", en="Per meeting"), Text.same("none")
    def score(self, figures: Guests, params: P) -> Num:
        return least(1, ratio(figures.guests, figures.held, when_empty=NOT_ASSIGNED))
class Four(Criterion[Models, P]):
    "Made for a test."
    id, title, source = "own-models", Text(vi="Mô hình", en="Models"), Text.same("none")
    def score(self, figures: Models, params: P) -> Num:
        return least(1, ratio(figures.alive, 5, when_empty=ERROR))
class Five(Criterion[Models, P]):
    "Made for a test."
    id, title, source = "more-models", Text(vi="Mô hình khác", en="More models"), Text.same("none")
    def score(self, figures: Models, params: P) -> Num:
        return least(1, ratio(figures.alive, 9, when_empty=ERROR))
class Six(Criterion[Register, P]):
    "Made for a test."
    id, title, source = "empty-is-full", Text(vi="Đơn", en="Cases"), Text.same("none")
    def score(self, figures: Register, params: P) -> Num:
        return ratio(figures.in_time, figures.due, when_empty=1)
class Seven(Criterion[Faults, P]):
    "Made for a test."
    id, title, source = "own-faults", Text(vi="Lỗi", en="Faults"), Text.same("none")
    def score(self, figures: Faults, params: P) -> Num:
        return greatest(0, 1 - ratio(figures.faults, 10, when_empty=ERROR))
class Eight(Criterion[Said, P]):
    "Made for a test."
    id, title, source = "most-talks", Text(vi="Nhiều nhất", en="Most"), Text.same("none")
    def score(self, figures: Said, params: P) -> Num:
        best = share_of_best(figures.over, when_empty=0)
        return clip(best + 0 * figures.under, 0, 1)
@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    return [One, Two, Three, Four, Five, Six, Seven, Eight]
"""

FIGURES: Mapping[str, Any] = {
    "records": [31, 25, 36, 18, 29, 22, 33, 27, 15, 38, 20, 30],
    "visits": [40, 22, 31, 45, 18, 36, 25, 48, 33, 20, 42, 28],
    "survey": [55, 80, 47, 62, 91, 38, 70, 84, 52, 66, 43, 77],
    "clusters": "aaaaaabbbbbb",
}
CASES: list[dict[str, Any]] = tomli.loads((Path(__file__).parent / "lint.toml").read_text(encoding="utf-8"))["cases"]


@pytest.fixture(scope="module")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugins")
    (folder / "odd").mkdir()
    (folder / "odd" / "criterion.py").write_text(PLUGIN, encoding="utf-8")
    return folder


def changed(pairs: Sequence[Sequence[str]]) -> str:
    text = BASE
    for old, new in ((one.replace("\\n", "\n"), other.replace("\\n", "\n")) for one, other in pairs):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def table(given: Mapping[str, Any]) -> str:
    values = {**FIGURES, **given}
    rows = ["unit,name,cluster,voice,records.points,visits.over,visits.under,survey.value"]
    columns = (values["clusters"], values["records"], values["visits"], values["survey"])
    for index, (cluster, records, visits, survey) in enumerate(zip(*columns, strict=True), start=1):
        rows.append(f"u{index:02},u{index:02},{cluster},final,{records},{visits},50,{survey}")
    return "\n".join(rows) + "\n"


def scored(folder: Path, text: str, given: Mapping[str, Any], plugins: Path) -> Result:
    (folder / "scheme.toml").write_text(text, encoding="utf-8")
    (folder / "figures.csv").write_text(table(given), encoding="utf-8")
    scheme = load_scheme(folder / "scheme.toml", plugins=[plugins])
    return score(scheme, read_figures(scheme, [folder / "figures.csv"]))


def advice(
    folder: Path, pairs: Sequence[Sequence[str]], given: Mapping[str, Any] | None, plugins: Path
) -> tuple[Problem, ...]:
    text = changed(pairs)
    if given is not None:
        result = scored(folder, text, given, plugins)
        return lint(result.scheme, result)
    (folder / "scheme.toml").write_text(text, encoding="utf-8")
    return lint(load_scheme(folder / "scheme.toml", plugins=[plugins]))


def needs_figures(case: Mapping[str, Any]) -> bool:
    return bool(case["codes"][0] >= "DVK-L121")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['codes'][0]} {case['name']}")
def test_what_is_odd_is_told_in_both_languages(case: dict[str, Any], tmp_path: Path, plugins: Path) -> None:
    given = case.get("figures", {}) if needs_figures(case) else None
    found = advice(tmp_path, case.get("change", []), given, plugins)
    codes = case["codes"]  # what it is about, and what cannot be had without it
    assert sorted(one.code for one in found) == sorted(codes), [one.in_("en") for one in found]
    told = next(one for one in found if one.code == codes[0])
    assert (told.text("vi"), told.text("en")) == (case["vi"], case["en"])
    assert told.severity in ("warning", "note")
    assert told.place.line is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['codes'][0]} {case['name']}")
def test_what_is_mended_is_not_told(case: dict[str, Any], tmp_path: Path, plugins: Path) -> None:
    given = case.get("mended", {}) if needs_figures(case) else None
    assert advice(tmp_path, case.get("mend", []), given, plugins) == ()


def test_every_code_belongs_to_one_rule_and_has_a_case() -> None:
    held = [*(rule.codes for rule in RULES), *(rule.codes for rule in scored_rules())]
    known = [code for codes in held for code in codes]
    assert sorted(known) == [code for code in catalogue() if code.startswith("DVK-L")]
    assert {code for case in CASES for code in case["codes"]} == set(known)


TWO_KINDS = """\
[scheme]
id = "hai-khoi"
title = "Hai khối"
weights = "relative"
[scheme.voices]
claimed = "Tự chấm"
final = "Hội đồng"
[clusters]
p = { title = "Phòng", kind = "department" }
h = { title = "Huyện", kind = "district" }
x = { title = "Xã", kind = "commune" }
[criteria.a]
plugin = "ratio"
weight = { department = 3, district = 2, commune = 1 }
title = "A"
params = { goal = { p = 0.9, h = 0.8, x = 0.7 } }
[criteria.b]
plugin = "scale"
weight = { department = 3, district = 7 }
applies_to = ["department", "district"]
title = "B"
[criteria.c]
plugin = "panel"
weight = 5
title = "C"
params = { judges = 5, fewest = 3 }
[criteria.d]
plugin = "target"
weight = 5
title = "D"
[bonuses]
i = { plugin = "per-occurrence", title = "I", cap = 2, applies_to = ["district"], params = { each = { h = 0.5 } } }
[penalties]
q = { plugin = "per-occurrence", title = "Q", params = { each = 0.5 } }
"""


def test_kinds_of_unit_and_params_by_cluster_are_each_looked_at(tmp_path: Path) -> None:
    (tmp_path / "scheme.toml").write_text(TWO_KINDS, encoding="utf-8")
    (one,) = lint(load_scheme(tmp_path / "scheme.toml"))
    assert one.code == "DVK-L117"
    most = "Penalties at the total can come to 50,000, more than the 100 points there, and nothing holds them."
    assert one.text("en") == most
    held = TWO_KINDS.replace('weights = "relative"', 'weights = "relative"\nlimits = { penalty = 10 }')
    (tmp_path / "scheme.toml").write_text(held, encoding="utf-8")
    assert lint(load_scheme(tmp_path / "scheme.toml")) == ()
    (tmp_path / "scheme.toml").write_text(held.replace("x = 0.7", "x = 0.7 }, floor_rate = { p = 0, h = 0.6, x = 0"))
    assert [(one.code, one.place.key) for one in lint(load_scheme(tmp_path / "scheme.toml"))] == [
        ("DVK-L103", "criteria.a")
    ]


def test_a_bonus_is_looked_at_where_its_criterion_is(tmp_path: Path) -> None:
    """Where a kind of unit lacks the criterion that a bonus goes to, the bonus counts nowhere."""
    (tmp_path / "scheme.toml").write_text(
        '[scheme]\nid = "t"\ntitle = "T"\nweights = "relative"\n[clusters]\n'
        'u = { title = "U", kind = "u" }\nv = { title = "V", kind = "v" }\n[criteria]\n'
        'a = { plugin = "direct", title = "A", weight = 60 }\n'
        'b = { plugin = "direct", title = "B", weight = 40, applies_to = ["u"] }\n'
        '[bonuses]\nx = { plugin = "per-occurrence", title = "X", to = "criteria.b", params = { each = 1 } }\n',
        encoding="utf-8",
    )
    scheme = load_scheme(tmp_path / "scheme.toml")
    assert [probe.cluster for probe in added_probes(scheme, scheme.bonuses["x"])] == ["u"]


@pytest.mark.parametrize(
    ("instead", "codes"),
    [
        # One model or two are half a criterion each, and no cliff: there is nothing in between to be cut off.
        (
            '"bands", params = { places = 0, high = 9, steps = [{ from = 1, score = 0.5 }, { from = 2, score = 1 }] }',
            [],
        ),
        ('"bands", params = { places = 0, high = 99, steps = [{ from = 9, score = 1 }] }', []),
        ('"bands", params = { places = 0, high = 99, steps = [{ from = 10, score = 1 }] }', ["DVK-L103"]),
        # Faults are the other side of a rate: from 40 % of faults on nothing is earned.
        ('"ratio", params = { prefer = "low", floor_rate = 0.6 }', ["DVK-L103"]),
        ('"ratio", params = { floor_rate = 0.49 }', []),  # 49 % of the points, under a half
        ('"per-occurrence", params = { each = 1.5 }', []),  # 20 times earn all 30
        ('"plus-minus", params = { start = 30 }', []),  # faults are the committee's: having none is no gap
    ],
)
def test_where_a_rule_begins_to_speak(instead: str, codes: list[str], tmp_path: Path, plugins: Path) -> None:
    found = advice(tmp_path, [['"ratio", weight = 30', f"{instead}, weight = 30"]], None, plugins)
    assert [one.code for one in found] == codes


def test_an_ignored_code_is_not_told(tmp_path: Path, plugins: Path) -> None:
    (tmp_path / "scheme.toml").write_text(changed([["total = 100\n", 'total = 100\nnot_assigned = "full"\n']]))
    scheme = load_scheme(tmp_path / "scheme.toml", plugins=[plugins])
    assert [one.code for one in lint(scheme)] == ["DVK-L113"]
    assert lint(scheme, ignore={"DVK-L113"}) == ()


def test_the_parts_of_the_differences_are_exact(tmp_path: Path, plugins: Path) -> None:
    from dvk_scoring.analysis.lint.scored import Scored
    from dvk_scoring.analysis.lint.spread import _deviations
    from dvk_scoring.analysis.lint.subject import Subject

    result = scored(tmp_path, BASE, {}, plugins)
    seen = Scored(Subject.of(result.scheme), result)
    totals = _deviations(seen, {unit.unit: Fraction(unit.total) for unit in seen.units})
    whole = sum(value * value for value in totals.values())
    parts = [
        sum(value * totals[unit] for unit, value in _deviations(seen, points).items()) / whole
        for points in seen.points.values()
    ]
    assert sum(parts) == 1


@settings(max_examples=drawn(10, 25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.integers(0, 50), st.integers(0, 100)),
        min_size=1,
        max_size=14,
    )
)
def test_no_figures_crash_it(rows: list[tuple[str, int, int, int]], tmp_path: Path, plugins: Path) -> None:
    names = ("clusters", "records", "visits", "survey")
    given = {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    result = scored(tmp_path, BASE, given, plugins)
    for one in lint(result.scheme, result):
        assert one.text("vi")
        assert one.text("en")


TIE_BREAK = 'first = { plugin = "direct", for = "tie-break", title = "Về nhất" }\n\n[ranking]'


def test_a_criterion_for_tie_breaks_alone_is_not_advised_on_its_weight(tmp_path: Path, plugins: Path) -> None:
    pairs = [["[ranking]", TIE_BREAK], ["criteria.records", "criteria.first"]]
    assert advice(tmp_path, pairs, None, plugins) == ()


def test_where_points_are_faults_nothing_that_takes_them_for_earned_is_told(tmp_path: Path, plugins: Path) -> None:
    """Who has no case has all points: that pays where points are earned, and costs where they are faults."""
    full = [
        'title = "Khảo sát" }',
        'title = "Khảo sát" }\nlate = { plugin = "empty-is-full", weight = 10, title = "Muộn" }',
    ]
    pairs = [["weight = 40", "weight = 30"], full]
    told = {one.code for one in advice(tmp_path, pairs, None, plugins)}
    low = [*pairs, ["[ranking]\n", '[ranking]\nprefer = "low"\n'], ["from = 60", "to = 60"], ["from = 0", "to = 100"]]
    assert told - {one.code for one in advice(tmp_path, low, None, plugins)} == {"DVK-L106"}


def said(folder: Path, text: str, *rows: str) -> dict[str, str]:
    """Give the advice on a small scheme, and on its figures if there are rows, by code."""
    (folder / "s.toml").write_text('[scheme]\nid = "s"\ntitle = "S"\n' + text, encoding="utf-8")
    scheme = load_scheme(folder / "s.toml")
    result = None
    if rows:
        (folder / "f.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        result = score(scheme, read_figures(scheme, [folder / "f.csv"]))
    return {one.code: one.text("en") for one in lint(scheme, result)}


LADDER = (
    'plugin = "bands", weight = {weight}, title = "{key}", '
    "params = {{ below = {below}, steps = [{{ from = 1, score = {top} }}] }}"
)
CLASSES = '[classes]\ngood = {{ title = "Good", from = {start} }}\nrest = {{ title = "Rest", from = 0 }}\n'


def test_points_of_a_section_of_which_nothing_is_assigned_are_lost(tmp_path: Path) -> None:
    parts = "".join(
        f"{key} = {{ {LADDER.format(weight=50, key=key, below=0.9, top=1)}, section = '{key}' }}\n" for key in "ab"
    )
    text = "[sections]\na = { title = 'A' }\nb = { title = 'B' }\n[criteria]\n" + parts + CLASSES.format(start=60)
    rows = ("unit,a.value,b.value", "x,0,KP")
    assert "DVK-L111" in said(tmp_path, text)
    # With nothing of b: 0.9 × 50 = 45.
    assert "DVK-L111" not in said(tmp_path, 'not_assigned = "leaves-section"\n' + text, *rows)


def test_what_can_be_reached_is_rounded_as_points_are(tmp_path: Path) -> None:
    parts = "".join(f"c{at} = {{ {LADDER.format(weight=5, key='C', below=0, top=0.5)} }}\n" for at in range(20))
    text = "[criteria]\n" + parts
    # Half of 5 is 2.5, in whole points 3: 60 in all.
    whole = "rounding = { criterion = 0, total = 2 }\n" + text
    found = said(tmp_path, whole + CLASSES.format(start=60))
    assert "DVK-L110" not in found
    assert found["DVK-L108"] == "“C”: no unit can have more than 3 of 5 points; 2 are never given to anybody."
    assert said(tmp_path, whole + CLASSES.format(start=60.5))["DVK-L110"].endswith("the highest total is 60.")
    # Each section of one criterion, in whole points: 3 of 5, and so on; nothing is said that is not sure.
    sections = "".join(f"s{at} = {{ title = 'S{at}' }}\n" for at in range(20))
    inside = "".join(
        f"c{at} = {{ {LADDER.format(weight=5, key='C', below=0, top=0.5)}, section = 's{at}' }}\n" for at in range(20)
    )
    text = "rounding = { section = 0, total = 2 }\n[sections]\n" + sections + "[criteria]\n" + inside
    assert "DVK-L110" not in said(tmp_path, text + CLASSES.format(start=60))


def test_a_bonus_comes_to_what_is_not_assigned_and_counts_in_full(tmp_path: Path) -> None:
    text = 'not_assigned = "full"\n[criteria]\n' + f"a = {{ {LADDER.format(weight=100, key='A', below=0, top=0.9)} }}\n"
    text += '[bonuses]\nx = { plugin = "per-occurrence", cap = 5, title = "X" }\n'
    assert "DVK-L110" not in said(tmp_path, text + CLASSES.format(start=105))
    assert said(tmp_path, text + CLASSES.format(start=106))["DVK-L110"].endswith("the highest total is 105.")


def test_penalties_are_held_against_what_those_have_whom_they_concern(tmp_path: Path) -> None:
    text = (
        "[clusters]\nc = { title = 'C', kind = 'one' }\nd = { title = 'D', kind = 'two' }\n[criteria]\n"
        'a = { plugin = "ratio", weight = { one = 5, two = 50 }, title = "A" }\n'
        'b = { plugin = "ratio", weight = { one = 95, two = 50 }, title = "B", limits = { points = [0, 200] } }\n'
        "[penalties]\n"
        'p = { plugin = "per-occurrence", to = "criteria.a", cap = 10, title = "P", applies_to = ["two"] }\n'
        'q = { plugin = "per-occurrence", to = "criteria.b", cap = 300, title = "Q" }\n'
        'r = { plugin = "per-occurrence", cap = 1, title = "R" }\n'
    )
    assert "DVK-L117" not in said(tmp_path, text)  # of 5 nothing is taken, and of b no more than there is
    told = said(tmp_path, text.replace(', applies_to = ["two"]', ""))["DVK-L117"]
    assert told == "Penalties at “A” can come to 10, more than the 5 points there, and nothing holds them."


def test_who_is_out_of_competition_or_has_no_class_is_counted_as_such(tmp_path: Path) -> None:
    text = (
        "[clusters]\nc = { title = 'C' }\nguests = { title = 'Guests', ranked = false }\n[criteria]\n"
        "a = { plugin = 'ratio', weight = 100, title = 'A' }\n[classes]\n"
        "good = { title = 'Good', from = 50 }\nrest = { title = 'Rest', from = 40 }\n"
    )
    rows = [f"u{at},c,{60 + at if at < 10 else at},100" for at in range(22)]
    found = said(tmp_path, text, "unit,cluster,a.over,a.under", *rows, "g,guests,50,100")
    assert not {"DVK-L125", "DVK-L127"} & found.keys()  # 10 of 22 have a class; guests have no ranks


def test_a_small_criterion_is_held_against_the_average_where_it_weighs_most(tmp_path: Path) -> None:
    text = "[clusters]\nc = { title = 'C', kind = 'one' }\nd = { title = 'D', kind = 'two' }\n[criteria]\n"
    text += 'small = { plugin = "ratio", weight = { one = 0.4, two = 0.9 }, title = "Small" }\n'
    text += "".join(
        f"o{at} = {{ plugin = 'ratio', weight = {{ one = 4.98 }}, title = 'O' , applies_to = ['one'] }}\n"
        for at in range(20)
    )
    text += "".join(
        f"t{at} = {{ plugin = 'ratio', weight = {{ two = 24.775 }}, title = 'T', applies_to = ['two'] }}\n"
        for at in range(4)
    )
    told = said(tmp_path, text)["DVK-L101"]
    assert told == (
        "“Small” gives at most 0.9 of 100 points (0.9%), less than a tenth of what criteria have on average (2)."
    )
