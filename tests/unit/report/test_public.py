"""The public edition: nothing internal in its bytes, and nothing that tells it."""

from __future__ import annotations

import itertools
import json
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring import load_scheme, read_figures, read_rulings, score
from dvk_scoring.report.public.edition import Edition, hidden_parts, make_edition, told_anyway
from dvk_scoring.report.public.show import tell_left_out
from dvk_scoring.report.public.told import KnownPart, Sums
from dvk_scoring.report.public.write import SUFFIXES, write_edition
from dvk_scoring.scheme.public import left_out
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language
from tests.depth import drawn

LANGUAGES: tuple[Language, ...] = ("vi", "en")
HEAD = """\
[scheme]
id = "made"
title = { vi = "Thi đua", en = "Competition" }
"""


def scored(folder: Path, scheme: str, figures: str, rulings: str = "") -> Result:
    (folder / "scheme.toml").write_text(scheme, encoding="utf-8")
    (folder / "figures.csv").write_text(figures, encoding="utf-8")
    (folder / "rulings.toml").write_text(rulings, encoding="utf-8")
    read = load_scheme(folder / "scheme.toml")
    units = read_figures(read, [folder / "figures.csv"])
    return score(read, units, read_rulings(read, units, folder / "rulings.toml")[0])


def written(edition: Edition, folder: Path) -> dict[str, bytes]:
    """Give all that stands in the files of an edition, those of a workbook unpacked."""
    found = {}
    for language, suffix in itertools.product(LANGUAGES, SUFFIXES):
        path = folder / f"{language}{suffix}"
        write_edition(edition, path, language)
        content = path.read_bytes()
        if suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                content = b"\n".join(book.read(name) for name in book.namelist())
        found[path.name] = content
    return found


def points(figures: Sequence[str], rows: Mapping[str, Sequence[object]]) -> str:
    lines: list[list[object]] = [
        ["unit", *(f"{one}.points" for one in figures)],
        *([unit, *row] for unit, row in rows.items()),
    ]
    return "\n".join(",".join(map(str, line)) for line in lines) + "\n"


INTERNAL = (
    HEAD
    + """\
voices = ["claimed", "final"]
[figures]
discipline = { type = "count", title = "canary-discipline" }
[criteria]
open = { plugin = "direct", weight = 60, title = "Open" }
wide = { plugin = "direct", weight = 30, title = "Wide" }
secret = { plugin = "direct", weight = 10, title = "canary-secret", source = "canary-source" }
[bonuses]
good = { plugin = "per-occurrence", cap = 5, title = "canary-bonus", params = { each = 1 } }
[penalties]
late = { plugin = "per-occurrence", cap = 5, title = "canary-penalty", params = { each = 0.31 } }
[knock_outs.fault]
title = "canary-fault"
when = { of = "figures.discipline", at_least = 1 }
effect = { title = ["flag"] }
reason = "canary-knocked"
[titles.flag]
title = "Flag"
quota = { count = 1 }
[public]
leaves_out = ["criteria.secret"]
"""
)
INTERNAL_FIGURES = """\
unit,figure,value,voice,reason,evidence
a,discipline,7193,final,canary-why,canary-proof
a,open.points,57.43,claimed,,
a,open.points,51.17,final,canary-cut,canary-evidence
a,wide.points,21.19,final,,
a,secret.points,7.57,final,,
a,good.times,2,final,,
a,late.times,3,final,,
b,discipline,0,final,,
b,open.points,40.00,final,,
b,wide.points,25.00,final,,
b,secret.points,3.00,final,,
b,good.times,0,final,,
b,late.times,0,final,,
c,discipline,0,final,,
c,open.points,33.00,final,,
c,wide.points,12.00,final,,
c,secret.points,9.00,final,,
c,good.times,0,final,,
c,late.times,11,final,,
"""
INTERNAL_RULINGS = """\
[[rulings]]
unit = "b"
hold = { effect = ["titles"] }
reason = "canary-hold"
date = 2026-03-04
ref = "canary-ref"
[[rulings]]
unit = "a"
points = { of = "criteria.open", change = -1.03 }
reason = "canary-change"
date = 2026-03-05
ref = "canary-paper"
"""


def test_nothing_internal_stands_in_the_bytes(tmp_path: Path) -> None:
    result = scored(tmp_path, INTERNAL, INTERNAL_FIGURES, INTERNAL_RULINGS)
    a, b = result.unit("a"), result.unit("b")
    assert (a.knock_outs, b.titles["flag"].state) == (("fault",), "held")  # all that is internal is there
    out = tmp_path / "out"
    out.mkdir()
    for name, content in written(make_edition(result), out).items():
        text = content.decode()
        assert "canary" not in text, name
        # a's figures, its claim (57.43) and points before the change (51.17), its secret points and penalty; digests
        # 3 x 0.31 = 0.93 and 11 x 0.31 = 3.41, a's change of 1.03.
        for number in ("7193", "57.43", "57,43", "51.17", "51,17", "7.57", "7,57", "0.93", "0,93", "3.41", "1.03"):
            assert number not in text, (name, number)
        for word in ("held", "on hold", "chưa xét", "2026-03-04", "04/03/2026", "figures.csv", result.scheme.hash[:8]):
            assert word not in text, (name, word)
    assert "public-parts-left-out" in (out / "en.csv").read_text(encoding="utf-8")
    assert "Bản công khai: một số phần của kết quả được bỏ ra." in (out / "vi.html").read_text(encoding="utf-8")


def test_a_unit_on_hold_is_undecided_and_its_class_waits(tmp_path: Path) -> None:
    rulings = INTERNAL_RULINGS.replace('["titles"]', '["class", "titles"]')
    scheme = INTERNAL + "[classes]\nbest = { title = 'Best', from = 50 }\nother = { title = 'Other', from = 0 }\n"
    rows = {one.unit: one for one in make_edition(scored(tmp_path, scheme, INTERNAL_FIGURES, rulings)).rows}
    assert (rows["b"].klass, rows["b"].class_open, rows["b"].titles) == (None, True, {"flag": "undecided"})
    # a: 51.17 - 1.03 + 21.19 + 7.57 + 2 - 0.93 = 79.97
    assert (rows["a"].klass, rows["a"].class_open, rows["a"].total) == ("best", False, Decimal("79.97"))


def test_where_only_a_place_in_reserve_is_undecided_that_is_said(tmp_path: Path) -> None:
    scheme = HEAD + (
        '[criteria]\nopen = { plugin = "direct", weight = 100, title = "Open" }\n'
        '[titles.flag]\ntitle = { vi = "Cờ", en = "Flag" }\nquota = { count = 1, reserve = 1 }\n'
    )
    edition = make_edition(scored(tmp_path, scheme, "unit,open.points\na,9\nb,5\nc,5\n"))
    assert [one.titles["flag"] for one in edition.rows] == ["proposed", "undecided-reserve", "undecided-reserve"]
    out = tmp_path / "out"
    out.mkdir()
    files = written(edition, out)
    assert files["en.html"].decode().count("Flag (reserve undecided)") == 2
    assert files["vi.html"].decode().count("Cờ (dự bị chưa quyết định)") == 2


def test_what_readers_may_conclude_is_said_to_who_publishes(tmp_path: Path) -> None:
    result = scored(tmp_path, INTERNAL, INTERNAL_FIGURES, INTERNAL_RULINGS)
    told = list(tell_left_out(result.scheme, result, "en"))
    assert "  · b: undecided, though it is not tied" in told
    assert not [line for line in told if line.startswith("  · c:")]


def test_what_rests_on_complaints_or_a_knock_out_is_left_out_by_itself(tmp_path: Path) -> None:
    scheme = load_scheme("dan-van-kheo-2020")
    assert left_out(scheme) == {
        "criteria.security-movement": "counts",
        "criteria.complaint-handling": "counts",
        "criteria.community-affairs": "counts",
        "penalties": "penalties",
    }
    told = "\n".join(tell_left_out(scheme, None, "en"))
    assert "the criterion “7. Complaint handling” [criteria.complaint-handling]: it rests on counts of" in told
    assert "[penalties]: penalties are internal" in told
    read = scored(tmp_path, INTERNAL.replace("[public]\n", '[public]\nshows = ["penalties"]\n'), INTERNAL_FIGURES)
    assert left_out(read.scheme) == {"criteria.secret": "declared"}


def test_what_reads_a_figure_that_is_left_out_is_left_out_with_it(tmp_path: Path) -> None:
    scheme = INTERNAL.replace('"criteria.secret"', '"criteria.wide.points", "titles"')
    assert left_out(scored(tmp_path, scheme, INTERNAL_FIGURES).scheme) == {
        "criteria.wide": "reads",
        "penalties": "penalties",
        "titles": "declared",
    }


SECTIONS = (
    HEAD
    + """\
[sections]
one = { title = "One" }
two = { title = "Two" }
[criteria]
a = { section = "one", plugin = "direct", weight = 20, title = "A", params = { places = 0 } }
b = { section = "one", plugin = "direct", weight = 10, title = "B", params = { places = 0 } }
c = { section = "one", plugin = "direct", weight = 20, title = "C", params = { places = 0 } }
d = { section = "two", plugin = "direct", weight = 20, title = "D", params = { places = 0 } }
e = { section = "two", plugin = "direct", weight = 30, title = "E", params = { places = 0 } }
[public]
leaves_out = ["criteria.a"]
"""
)
ROWS = {
    "u1": (9, 4, 15, 12, 20),
    "u2": (12, 9, 11, 15, 25),
    "u3": (15, 1, 8, 18, 12),
    "u4": (3, 6, 19, 9, 28),
    "u5": (18, 7, 5, 14, 16),
}


def test_a_second_part_of_the_sum_goes_with_the_first(tmp_path: Path) -> None:
    # Of section one a is left out, and so b, which weighs least: the sum of both says, with b's 1, 4, 6, 7 or 9 points,
    # that u1's a (9 + 4 = 13) is 12, 9, 7, 6 or 4. The section itself can stay: nothing else adds to it.
    assert hidden_parts(scored(tmp_path, SECTIONS, points("abcde", ROWS))) == {"criteria.a", "criteria.b"}


def test_where_all_parts_tell_the_sum_itself_goes(tmp_path: Path) -> None:
    # u1 has all 50 points of section one, so that the section alone says that its a is 20.
    full = {**ROWS, "u1": (20, 10, 20, 12, 20)}
    hidden = hidden_parts(scored(tmp_path, SECTIONS, points("abcde", full)))
    assert hidden >= {"criteria.a", "criteria.b", "criteria.c", "sections.one"}
    assert hidden & {"sections.two"}  # or else the total would say what section one has


def test_points_that_are_passed_or_failed_are_not_told_by_a_small_partner(tmp_path: Path) -> None:
    # a is 20 or 0; beside b's 0 to 10 the sum would say which, although b leaves it "open" by ten points.
    rows = {key: (20 * (at % 2), *row[1:]) for at, (key, row) in enumerate(ROWS.items())}
    assert hidden_parts(scored(tmp_path, SECTIONS, points("abcde", rows))) > {"criteria.a", "criteria.b"}


def test_a_ruling_on_the_total_is_not_the_difference(tmp_path: Path) -> None:
    scheme = SECTIONS.replace('["criteria.a"]', "[]")
    ruling = """\
[[rulings]]
unit = "u3"
points = { of = "total", change = -7 }
reason = "x"
date = 2026-01-01
ref = "y"
"""
    assert hidden_parts(scored(tmp_path, scheme, points("abcde", ROWS))) == set()
    assert hidden_parts(scored(tmp_path, scheme, points("abcde", ROWS), ruling)) & {"sections.one", "sections.two"}


def test_penalties_are_not_the_difference(tmp_path: Path) -> None:
    scheme = SECTIONS.replace('["criteria.a"]', "[]") + (
        "[penalties]\nlate = { plugin = 'per-occurrence', cap = 5, to = 'sections.two', params = { each = 1 } }\n"
    )
    lines = points("abcde", ROWS).splitlines()
    figures = "\n".join([f"{lines[0]},late.times", *(f"{one},{at}" for at, one in enumerate(lines[1:]))]) + "\n"
    # With d alone u3's 18 - 2 would be told: of the d of all (12, 15, 18, 9, 14) only 18 leaves 0 to 5 to take away.
    assert hidden_parts(scored(tmp_path, scheme, figures)) == {"penalties", "criteria.d", "criteria.e"}


@settings(max_examples=drawn(20, 60))
@given(st.data())
def test_who_knows_all_that_is_shown_finds_two_values_at_least(data: st.DataObject) -> None:
    """Try every combination of the points that others have: a hidden part has two that fit, or all parts are hidden."""
    parts = data.draw(st.integers(2, 4))
    values = data.draw(st.lists(st.lists(st.integers(0, 6), min_size=parts, max_size=parts), min_size=5))
    keys = [f"k{at}" for at in range(parts)]
    units = [
        {key: KnownPart(Fraction(value), Fraction(0), Fraction(6)) for key, value in zip(keys, row, strict=True)}
        for row in values
    ]
    hidden = set(data.draw(st.lists(st.sampled_from(keys), min_size=1, unique=True)))
    sums = Sums(units, {})
    told = sums.told({"k0"}, hidden)
    if "k0" not in hidden:
        assert not told
        return
    rest = [at for at in range(1, parts) if keys[at] in hidden]
    seen = [{row[at] for row in values} for at in rest]
    for place, row in enumerate(values):
        total = row[0] + sum(row[at] for at in rest)
        fits = {total - sum(one) for one in itertools.product(*seen)} & set(range(7))
        if len({row[0] for row in values}) in (2, 3, 4):
            fits &= {row[0] for row in values}
        assert ((place, "k0") in told) == (len(fits) < 2)


COUNTS = (
    HEAD
    + """\
[figures]
people = { type = "count", title = "People" }
[criteria]
visits = { plugin = "ratio", weight = 50, title = "Visits" }
other = { plugin = "direct", weight = 30, title = "Other", params = { places = 0 } }
more = { plugin = "direct", weight = 20, title = "More", params = { places = 0 } }
[public]
shows = ["figures.people", "criteria.visits.over", "criteria.visits.under"]
"""
)
COUNTED = """\
unit,people,visits.over,visits.under,other.points,more.points
a,900,9,12,17,8
b,4,4,40,23,15
c,700,30,60,29,11
d,800,20,KP,12,19
"""


def cells(edition: Edition) -> dict[str, list[Any]]:
    return {
        row.unit: [row.figures[one.of].value or row.figures[one.of].state for one in edition.figures]
        for row in edition.rows
    }


def test_small_counts_are_withheld_with_what_tells_them(tmp_path: Path) -> None:
    edition = make_edition(scored(tmp_path, COUNTS, COUNTED.replace("20,KP", "20,50")))
    assert cells(edition) == {
        "a": [900, 9, 12],
        "b": ["small", "small", "withheld"],
        "c": [700, 30, 60],
        "d": [800, 20, 50],
    }
    # A sum beside a withheld cell would tell it, and so would b's points: 4 of 40 give 5.00 of 50.
    assert set(edition.totals) == {"", "all"}
    assert set(edition.totals["all"].values()) == {None}
    shown = {one.key for one in edition.parts}
    assert "criteria.visits" not in shown
    assert len(shown) < 2  # and a second one, or the total would


def test_without_small_counts_sums_and_points_stand(tmp_path: Path) -> None:
    edition = make_edition(scored(tmp_path, COUNTS, COUNTED.replace("b,4,4,", "b,5,6,").replace("20,KP", "20,50")))
    assert edition.totals["all"] == {
        "figures.people": 900 + 5 + 700 + 800,
        "criteria.visits.over": 9 + 6 + 30 + 20,
        "criteria.visits.under": 12 + 40 + 60 + 50,
    }
    assert {one.key for one in edition.parts} == {"criteria.visits", "criteria.other", "criteria.more"}


def test_a_small_count_stands_in_no_file(tmp_path: Path) -> None:
    scheme = COUNTS.replace("[public]\n", "[public]\nsmall_cells = 20\n")
    figures = COUNTED.replace("b,4,4,", "b,17,1013,").replace("20,KP", "20,50").replace("a,900,9,", "a,900,90,")
    edition = make_edition(scored(tmp_path, scheme, figures))
    out = tmp_path / "out"
    out.mkdir()
    written(edition, out)
    units = {one["unit"]: one for one in json.loads((out / "en.json").read_text(encoding="utf-8"))["units"]}
    assert units["b"]["figures"] == {
        "figures.people": "<20",
        "criteria.visits.over": "1013",
        "criteria.visits.under": "40",
    }
    assert "b,b,all" in (out / "en.csv").read_text(encoding="utf-8")
    assert ",&lt; 20" not in (out / "en.html").read_text(encoding="utf-8")
    assert '<td class="n">&lt; 20</td>' in (out / "en.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_that_parts_are_left_out(language: Language, tmp_path: Path) -> None:
    edition = make_edition(scored(tmp_path, SECTIONS, points("abcde", ROWS)))
    path = tmp_path / "out.html"
    write_edition(edition, path, language)
    text = path.read_text(encoding="utf-8")
    vi, en = "được bỏ ra.", "parts of the result are left out."
    assert (vi if language == "vi" else en) in text
    assert (en if language == "vi" else vi) not in text
    assert "<script" not in text


WEIGHTS = {"a": 6, "b": 4, "c": 5, "d": 3, "e": 5}
SMALL = (
    HEAD
    + """\
total = 23
rounding = { criterion = 0, total = 0 }
[sections]
one = { title = "One" }
two = { title = "Two" }
[criteria]
"""
    + "".join(
        f'{key} = {{ section = "{"one" if key in "abc" else "two"}", plugin = "direct", weight = {weight}, '
        f'title = "{key.upper()}", params = {{ places = 0 }} }}\n'
        for key, weight in WEIGHTS.items()
    )
    + "[public]\nleaves_out = [{left_out}]\n"
)


@settings(max_examples=drawn(15, 40))
@given(st.data())
def test_from_the_edition_alone_nobody_works_out_what_is_left_out(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Try all whole points that fit what is shown: a left-out number has two at least, unless the total tells it."""
    left = data.draw(st.sampled_from(["a", "b", "d"]))
    row = st.tuples(*(st.integers(0, weight) for weight in WEIGHTS.values()))
    rows = {f"u{at}": one for at, one in enumerate(data.draw(st.lists(row, min_size=2, max_size=7)))}
    folder = tmp_path_factory.mktemp("attack")
    edition = make_edition(scored(folder, SMALL.replace("{left_out}", f'"criteria.{left}"'), points("abcde", rows)))
    assert all(f"criteria.{left}" not in one.points for one in edition.rows)
    for one in edition.rows:
        shown = {key.partition(".")[2]: int(value) for key, value in one.points.items() if value is not None}
        tried = [
            range(shown[key], shown[key] + 1) if key in shown else range(most + 1) for key, most in WEIGHTS.items()
        ]
        fitting = [
            found
            for found in itertools.product(*tried)
            if sum(found) == one.total
            and shown.get("one", sum(found[:3])) == sum(found[:3])
            and shown.get("two", sum(found[3:])) == sum(found[3:])
        ]
        at = list(WEIGHTS).index(left)
        least = max(0, int(one.total or 0) - (23 - WEIGHTS[left]))
        most = min(WEIGHTS[left], int(one.total or 0))
        assert len({found[at] for found in fitting}) > 1 or most - least < Fraction(WEIGHTS[left], 10) or least == most


def test_passed_or_failed_is_kept_where_all_passed(tmp_path: Path) -> None:
    scheme = SECTIONS.replace('a = { section = "one", plugin = "direct"', 'a = { section = "one", plugin = "pass-fail"')
    scheme = scheme.replace('title = "A", params = { places = 0 } }', 'title = "A" }')
    lines = ["unit,a.passed,b.points,c.points,d.points,e.points"]
    lines += [f"{unit},yes,{','.join(map(str, row[1:]))}" for unit, row in ROWS.items()]
    # All have 20: with b alone left out the sum of both would say so, since b has no 20 less to give.
    hidden = hidden_parts(scored(tmp_path, scheme, "\n".join(lines) + "\n"))
    assert hidden > {"criteria.a", "criteria.b"}


def test_points_that_shown_figures_tell_keep_nothing_open(tmp_path: Path) -> None:
    # b weighs least of section one; but whoever sees its figure knows its points, and so c goes with a.
    shown = SECTIONS.replace("[public]\n", '[public]\nshows = ["criteria.b.points"]\nsmall_cells = 0\n')
    assert hidden_parts(scored(tmp_path, shown, points("abcde", ROWS))) == {"criteria.a", "criteria.c"}
    all_told = shown.replace('["criteria.b.points"]', '["criteria.b.points", "criteria.c.points"]')
    hidden = hidden_parts(scored(tmp_path, all_told, points("abcde", ROWS)))
    assert hidden >= {"sections.one", "criteria.a"}  # else section one less what b and c tell would be a
    assert hidden & {"sections.two"}


def test_what_the_total_tells_all_the_same_is_said_to_who_publishes(tmp_path: Path) -> None:
    full = {**ROWS, "u1": (20, 10, 20, 20, 30)}
    result = scored(tmp_path, SECTIONS, points("abcde", full))
    assert told_anyway(result) == {"sections.one": 1}  # u1 has 100 of 100, and so 50 of 50 there, and 20 of 20 in a
    told = list(tell_left_out(result.scheme, result, "en"))
    at = told.index("Told by the totals all the same, nearly or exactly, whatever other points are left out")
    assert told[at + 1] == "  · the section “One”: of 1 of the units"
    assert told_anyway(scored(tmp_path, SECTIONS, points("abcde", ROWS))) == {}


TWO = (
    HEAD
    + """\
[criteria]
a = { plugin = "direct", weight = 40, title = "A", params = { places = 0 } }
b = { plugin = "direct", weight = 60, title = "B", params = { places = 0 } }
[public]
leaves_out = ["criteria.a"]
"""
)


def test_where_nothing_keeps_it_all_parts_still_go(tmp_path: Path) -> None:
    # All have 50 in b: who knows that knows a. Left out with it, b at least says no more than what others have.
    rows = {f"u{at}": (10 + at, 50) for at in range(6)}
    result = scored(tmp_path, TWO, points("ab", rows))
    assert hidden_parts(result) == {"criteria.a", "criteria.b"}
    assert told_anyway(result) == {"criteria.a": 6}


def test_a_unit_with_nearly_all_hides_no_more_than_that_helps(tmp_path: Path) -> None:
    rows = {"u0": (40, 60), **{f"u{at}": (7 * at, 60 - 8 * at) for at in range(1, 6)}}
    result = scored(tmp_path, TWO, points("ab", rows))
    assert hidden_parts(result) == {"criteria.a", "criteria.b"}
    assert told_anyway(result)["criteria.a"] >= 1  # u0 has 100 of 100
