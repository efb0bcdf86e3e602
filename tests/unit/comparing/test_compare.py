"""Two years worked by hand, and each cause alone; what cannot be replayed is said to be unknown."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dvk_scoring import Result, compare, load_scheme, read_figures, read_rulings, score, write_result
from dvk_scoring.analysis.causes import ComparedResults
from dvk_scoring.comparing.compare import side_of
from dvk_scoring.report.comparison.told import ComparedTeller
from dvk_scoring.report.read_json import read_result_json

LAST = """
[scheme]
id = "records-2025"
title = { vi = "Hồ sơ năm 2025", en = "Records 2025" }
[criteria]
records = { plugin = "ratio", weight = 60, title = { vi = "Hồ sơ đúng hạn", en = "Records in time" } }
fees = { plugin = "pass-fail", weight = 40, title = { vi = "Niêm yết phí", en = "Fees posted" } }
[titles.flag]
title = { vi = "Cờ", en = "Flag" }
quota = { count = 1 }
"""
THIS = (
    LAST.replace("2025", "2026")
    .replace("weight = 60", "weight = 50")
    .replace("fees = ", "visits = ")
    .replace("weight = 40", "weight = 50")
    .replace("Niêm yết phí", "Thăm hộ dân")
    .replace("Fees posted", "Visits")
)
# Scheme of 2025: records x 60 + 40 for fees.   a 54+40 = 94, b 48+40 = 88, c 42, d 36+40 = 76, e1 = e2 = 30+40 = 70
FIGURES_LAST = """unit,name,records.over,records.under,fees.passed
a,Công an huyện A,9,10,yes
b,Công an huyện B,8,10,yes
c,Công an huyện C,7,10,no
d,Công an huyện D,6,10,yes
e1,Công an xã E1,5,10,yes
e2,Công an xã E2,5,10,yes
"""
# Scheme of 2026: records x 50 + 50 for visits.   a 40, b 45+50 = 95, c 35+50 = 85, e 30+50 = 80, g 50+50-3 = 97
FIGURES_THIS = """unit,name,records.over,records.under,visits.passed
a,Công an huyện A,8,10,no
b2,Công an huyện B,9,10,yes
c,Công an huyện C,7,10,yes
e,Công an xã E,6,10,yes
g,Công an huyện G,10,10,yes
"""
RULED = """
[[rulings]]
unit = "g"
points = { of = "criteria.records", change = -3 }
reason = "Nộp muộn"
date = 2026-12-20
ref = "BB-01"
"""
# d, e1 and e2 leave:    a 94, b 88, c 42
# the scheme of 2026, with its visits and the records of 2025:   a 45, b 40+50 = 90, c 35+50 = 85
# e and g come:          e 80, g 100
# figures of 2026:       a 40, b 45+50 = 95, c 85
# the ruling:            g 97
TOTALS = {"a": (94, 94, 45, 45, 40, 40), "b2": (88, 88, 90, 90, 95, 95), "c": (42, 42, 85, 85, 85, 85)}
RANKS = {"a": (1, 1, 3, 5, 5, 5), "b2": (2, 2, 1, 2, 2, 2), "c": (6, 3, 2, 3, 3, 3)}


def made(folder: Path, scheme: str, figures: str, rulings: str = "", plugins: tuple[Path, ...] = ()) -> Result:
    folder.mkdir(exist_ok=True)
    for name, text in (("scheme.toml", scheme), ("figures.csv", figures), ("rulings.toml", rulings)):
        (folder / name).write_text(text, encoding="utf-8")
    loaded = load_scheme(folder / "scheme.toml", plugins=plugins)
    read = read_figures(loaded, [folder / "figures.csv"])
    return score(loaded, read, read_rulings(loaded, read, folder / "rulings.toml")[0] if rulings else ())


@pytest.fixture
def years(tmp_path: Path) -> ComparedResults:
    units = tmp_path / "units.csv"
    units.write_text("old,new\nb,b2\ne1,e\ne2,e\n", encoding="utf-8")
    old = made(tmp_path / "last", LAST, FIGURES_LAST)
    return compare(old, made(tmp_path / "this", THIS, FIGURES_THIS, RULED), units=units)


def points(*numbers: int) -> tuple[Decimal | None, ...]:
    return tuple(map(Decimal, numbers))


def test_two_years_by_hand(years: ComparedResults) -> None:
    assert [one.causes for one in years.steps] == [("left",), ("scheme",), ("came",), ("figures",), ("rulings",)]
    assert {one.change.unit: one.values(lambda at: at.total) for one in years.units} == {
        unit: points(*totals) for unit, totals in TOTALS.items()
    }
    assert {one.change.unit: one.values(lambda at: at.rank) for one in years.units} == RANKS
    assert ([one.unit for one in years.left], [one.unit for one in years.came]) == (["d"], ["g"])
    (merged,) = years.regrouped
    assert ([one.unit for one in merged.old], [one.unit for one in merged.new]) == (["e1", "e2"], ["e"])
    assert years.steps[2].standings["g"].total == 100
    assert years.steps[4].standings["g"].total == 97
    flags = {one.change.unit: [at.titles["flag"] for at in one.path] for one in years.units}
    assert flags["b2"] == ["no", "no", "proposed", "no", "no", "no"]
    assert [(one.column, one.old, one.new) for one in years.units[0].figures] == [
        ("records.over", (8, False), (9, False))
    ]


def test_a_paragraph_a_unit(years: ComparedResults) -> None:
    b = next(one for one in years.units if one.change.unit == "b2")
    assert ComparedTeller(years, "vi").paragraph(b).lines == (
        "Trước đây mang mã b.",
        "Tổng điểm 88,00 → 95,00 (+7,00): bảng điểm +2,00; số liệu +5,00.",
        "Vẫn hạng 2 (bảng điểm: 2 → 1; đơn vị mới tham gia: 1 → 2).",
        (
            "“Cờ” vẫn là: không đề nghị (bảng điểm: không đề nghị → đề nghị; "
            "đơn vị mới tham gia: đề nghị → không đề nghị)."
        ),
        "“Hồ sơ đúng hạn”: 48,00 → 45,00: bảng điểm −8,00; số liệu +5,00.",
        "“Niêm yết phí”: 40,00 → – (bảng điểm).",
        "“Thăm hộ dân”: – → 50,00 (bảng điểm).",
        "Số liệu Hồ sơ đúng hạn: Tử số 8 → 9.",
    )
    c = next(one for one in years.units if one.change.unit == "c")
    assert ComparedTeller(years, "en").paragraph(c).lines == (
        "Total 42.00 → 85.00: scheme +43.00.",
        "Rank 6 → 3 (units that left: 6 → 3; scheme: 3 → 2; units that came: 2 → 3).",
        "“Records in time”: 42.00 → 35.00: scheme −7.00.",
        "“Fees posted”: 0.00 → – (scheme).",
        "“Visits”: – → 50.00 (scheme).",
    )


def test_an_appeal_is_figures_then_rulings(tmp_path: Path) -> None:
    """One record more for c: 8/10 of 60 are 48, +6; the council adds 1 for what it heard."""
    heard = RULED.replace('"g"', '"c"').replace("-3", "1")
    old = made(tmp_path / "old", LAST, FIGURES_LAST)
    found = compare(old, made(tmp_path / "new", LAST, FIGURES_LAST.replace("7,10", "8,10"), heard))
    assert [one.causes for one in found.steps] == [("figures",), ("rulings",)]
    (c,) = found.changed
    assert c.values(lambda at: at.total) == points(42, 48, 49)
    assert found.rulings is not None
    assert [len(one) for one in found.rulings] == [0, 1]


def test_a_class_on_hold_is_a_difference(tmp_path: Path) -> None:
    """The class of b waits, its points and rank stand; of c, which has no class, nothing waits."""
    scheme = LAST + '[classes]\ngood = { title = { vi = "Tốt", en = "Good" }, from = 60 }\n'
    act = '[[rulings]]\nunit = "{unit}"\nhold = {{ effect = ["class"] }}\nreason = "r"\ndate = 2026-01-05\nref = "1"\n'
    held = "".join(act.format(unit=unit) for unit in "bc")
    old, new = made(tmp_path / "old", scheme, FIGURES_LAST), made(tmp_path / "new", scheme, FIGURES_LAST, held)
    files = []
    for name, result in (("old", old), ("new", new)):
        files.append(tmp_path / f"{name}.json")
        write_result(result, files[-1], "vi")
    for found in (compare(old, new), compare(*files)):
        assert [one.change.unit for one in found.changed] == ["b"]
        (change,) = (one.change for one in found.changed)
        assert (change.klass, change.class_held) == (("good", "good"), (False, True))
        assert not found.same
        assert ComparedTeller(found, "vi").rows.row(change).klass == "Tốt → Tốt (chưa xét)"


def test_a_ruling_on_a_unit_that_has_another_id_is_the_same(tmp_path: Path) -> None:
    old = made(tmp_path / "old", LAST, FIGURES_LAST, RULED.replace('"g"', '"b"'))
    renamed = FIGURES_LAST.replace("b,", "b2,")
    units = tmp_path / "units.csv"
    units.write_text("old,new\nb,b2\n", encoding="utf-8")
    found = compare(old, made(tmp_path / "new", LAST, renamed, RULED.replace('"g"', '"b2"')), units=units)
    assert (found.same, found.steps, found.rulings) == (True, (), ((), ()))
    other = made(tmp_path / "other", LAST, renamed, RULED.replace('"g"', '"b2"').replace("-3", "-2"))
    assert [[one.units for one in acts] for acts in compare(old, other, units=units).rulings or ()] == [
        [("b",)],
        [("b2",)],
    ]


def test_a_cause_that_cannot_stand_alone_is_one_step_with_the_next(tmp_path: Path) -> None:
    """At most 8 may be reported in 2026, a has 9 of 2025: between the two there is no competition."""
    narrow = LAST.replace("weight = 60,", "weight = 60, figures = { over = { high = 8 } },")
    old, new = made(tmp_path / "old", LAST, FIGURES_LAST), FIGURES_LAST.replace("9,10", "8,10")
    found = compare(old, made(tmp_path / "new", narrow, new))
    (step,) = found.steps
    assert step.causes == ("scheme", "figures")
    assert [one.code for one in step.problems] == ["DVK-D312"]
    a = next(one for one in found.changed if one.change.unit == "a")
    assert a.values(lambda at: at.total) == points(94, 88)
    told = ComparedTeller(found, "en").basis()
    assert told[1].startswith("Not told apart: scheme, figures.")


PLUGIN = '''from decimal import Decimal
from dvk_scoring.api import *

class Told(Figures):
    due: Num = count(vi="Đến hạn", en="Due", high=100)
    done: Num = count(vi="Đã làm", en="Done", at_most="due")

class Own(Criterion[Told, Params]):
    """Part done."""
    id = "part-done"
    level = 2
    title = Text(vi="Phần đã làm", en="Part done")
    source = Text(vi="tính tay", en="hand-worked")

    def score(self, figures, params):
        return ratio(figures.done, figures.due, when_empty=0)FACTOR

@hookimpl
def dvk_criteria():
    return [Own]
'''


def plugins_in(folder: Path, factor: str) -> Path:
    (folder / "part-done").mkdir(parents=True)
    (folder / "part-done" / "criterion.py").write_text(PLUGIN.replace("FACTOR", factor), encoding="utf-8")
    return folder


def test_another_plugin_is_a_cause_of_its_own(tmp_path: Path) -> None:
    """Done 8 of 10: 80 points; the newer plugin gives half of it; and 9 of 10 are then 45."""
    scheme = '[scheme]\nid = "own"\ntitle = "Own"\n[criteria]\npart-done = { weight = 100 }\n'
    figures = "unit,part-done.due,part-done.done\na,10,8\nb,10,5\n"
    first, second = plugins_in(tmp_path / "p1", ""), plugins_in(tmp_path / "p2", ' * Decimal("0.5")')
    old = made(tmp_path / "old", scheme, figures, plugins=(first,))
    new = made(tmp_path / "new", scheme, figures.replace("10,8", "10,9"), plugins=(second,))
    found = compare(old, new, plugins=((first,), (second,)))
    assert [one.causes for one in found.steps] == [("plugins",), ("figures",)]
    assert {one.change.unit: one.values(lambda at: at.total) for one in found.units} == {
        "a": points(80, 40, 45),
        "b": points(50, 25, 25),
    }
    # Named in the scheme, the folders say the same.
    named = scheme.replace("[criteria]", 'plugins = ["../p1"]\n[criteria]')
    old = made(tmp_path / "old", named, figures)
    new = made(tmp_path / "new", named.replace("p1", "p2"), figures)
    assert [one.causes for one in compare(old, new).steps] == [("plugins",)]


def as_file(result: Result, path: Path) -> Path:
    write_result(result, path, "vi", force=True)
    return path


def test_files_of_results_alone_replay_nothing(tmp_path: Path) -> None:
    old = made(tmp_path / "old", LAST, FIGURES_LAST)
    new = made(tmp_path / "new", LAST, FIGURES_LAST.replace("7,10", "8,10"))
    first, second = as_file(old, tmp_path / "old.json"), as_file(new, tmp_path / "new.json")
    for found in (compare(first, second), compare(old, second), compare(first, new)):
        assert (found.replayed, found.differ, found.unknown) == (False, ("figures",), ("plugins",))
        (c,) = found.changed
        assert c.change.total == points(42, 48)
        assert ComparedTeller(found, "en").paragraph(c).lines[0] == "Total 42.00 → 48.00 (+6.00)."
    assert [one.change for one in compare(first, second).changed] == [one.change for one in compare(old, new).changed]
    assert compare(first, old).same


def test_another_version_of_the_program_is_a_cause(tmp_path: Path) -> None:
    """The file says 40 for c, of version 0.0.9; scored now it is 42, and with the corrected figure 48."""
    old = made(tmp_path / "old", LAST, FIGURES_LAST)
    path = as_file(old, tmp_path / "old.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["provenance"]["dvk"] = "0.0.9"
    next(one for one in data["units"] if one["unit"] == "c")["total"] = "40.00"
    path.write_text(json.dumps(data), encoding="utf-8")
    side = side_of(old, file=read_result_json(path))
    new = made(tmp_path / "new", LAST, FIGURES_LAST.replace("7,10", "8,10"))
    found = compare(side, new)
    assert [one.causes for one in found.steps] == [("program",), ("figures",)]
    assert found.changed[0].values(lambda at: at.total) == points(40, 42, 48)
    back = compare(new, side)
    assert [one.causes for one in back.steps] == [("figures",), ("program",)]
    assert back.changed[0].values(lambda at: at.total) == points(48, 42, 40)


def test_another_day_is_told_by_what_it_changes(tmp_path: Path) -> None:
    """On 1 July a is held; on 1 December it is not: a ruling is no more in force, and the scheme is the same."""
    held = (
        '[[rulings]]\nunit = "a"\nhold = { effect = ["titles"] }\nreason = "r"\ndate = 2025-06-01\nref = "1"\n'
        '[[rulings]]\nunit = "a"\nrelease = "hold"\nreason = "r"\ndate = 2025-09-01\nref = "2"\n'
    )
    result = made(tmp_path / "held", LAST, FIGURES_LAST)
    acts = read_rulings(result.scheme, result.figures, write(tmp_path / "rulings.toml", held))[0]
    days = (date(2025, 7, 1), date(2025, 12, 1))
    old, new = (score(result.scheme, result.figures, acts, as_of=day) for day in days)
    found = compare(old, new)
    assert [one.causes for one in found.steps] == [("rulings",)]
    (a,) = (one for one in found.changed if one.change.unit == "a")
    assert a.change.titles == {"flag": ("held", "proposed")}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_unit_in_another_cluster(tmp_path: Path) -> None:
    clusters = '[clusters.c1]\ntitle = "C1"\n[clusters.c2]\ntitle = "C2"\n'
    scheme = LAST.replace("[criteria]", f"{clusters}[criteria]")
    figures = FIGURES_LAST.replace("name,", "name,cluster,")
    for one in "ABCD":
        figures = figures.replace(f"huyện {one},", f"huyện {one},c1,")
    figures = figures.replace("E1,", "E1,c1,").replace("E2,", "E2,c2,")
    old = made(tmp_path / "old", scheme, figures)
    found = compare(old, made(tmp_path / "new", scheme, figures.replace("huyện A,c1", "huyện A,c2")))
    assert [one.causes for one in found.steps] == [("figures",)]
    a = next(one for one in found.units if one.change.unit == "a")
    assert a.cluster == ("c1", "c2")
    assert a.change.total == points(94, 94)
    assert a.was == "a"
