"""Sections and totals as each voice has them, worked out by hand; what a voice does not say is neither 0 nor summed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from dvk_scoring.analysis.voices import VoiceSums, voice_sums
from dvk_scoring.run import load_scheme, read_figures, score
from tests.unit.analysis.small import small

SECTIONS = """
[sections]
x = { title = "X" }
y = { title = "Y", limits = { points = [0, 41] } }
[criteria]
a = { plugin = "direct", weight = 60, title = "A", section = "x" }
b = { plugin = "direct", weight = 40, title = "B", section = "y" }
[bonuses]
more = { plugin = "per-occurrence", to = "sections.y", title = "More" }
"""
VOICES = 'voices = ["claimed", "office", "final"]\nnot_reported = "{policy}"'
FULL = "unit,voice,a.points,b.points,more.times\n"


def sums(folder: Path, rows: str, rulings: str = "", policy: str = "not-ranked") -> dict[str, VoiceSums]:
    found = small(folder, SECTIONS, FULL + rows, rulings, VOICES.replace("{policy}", policy))
    return {voice: own["u1"] for voice, own in voice_sums(found.result).items()}


def of(x: str | None, y: str | None, bonus: str | None, total: str | None) -> VoiceSums:
    x_, y_, bonus_, total_ = (None if one is None else Decimal(one) for one in (x, y, bonus, total))
    return VoiceSums({"x": x_, "y": y_}, bonus_, Decimal(0), total_)


def test_a_ruling_on_points_changes_no_voice_and_limits_hold_for_each(tmp_path: Path) -> None:
    """Claimed 50 + 40, and 3 more, of which y has room for 1: 91. The office 45 + 30 + 3; the end 45 + 35 + 3."""
    rows = "u1,claimed,50,40,3\nu1,office,45,30,3\nu1,final,45,35,3\n"
    acts = 'unit = "u1"; points = { of = "criteria.a", change = -5 }\n'
    acts += 'unit = "u1"; points = { of = "total", change = -1 }\n'
    assert sums(tmp_path, rows, acts) == {
        "claimed": of("50.00", "41.00", "1.00", "91.00"),
        "office": of("45.00", "33.00", "3.00", "78.00"),
        "final": of("45.00", "38.00", "3.00", "83.00"),
    }


@pytest.mark.parametrize("policy", ["zero", "not-ranked"])
def test_what_a_voice_has_not_said_has_no_sum_above_it_whatever_blanks_count(policy: str, tmp_path: Path) -> None:
    """The unit says nothing of b, and the limit of y makes its bonus hang on b; the office says 30: 50 + 30 + 1."""
    rows = "u1,claimed,50,,1\nu1,office,,30,\nu1,final,45,,\n"
    assert sums(tmp_path, rows, policy=policy) == {
        "claimed": of("50.00", None, None, None),
        "office": of("50.00", "31.00", "1.00", "81.00"),
        "final": of("45.00", "31.00", "1.00", "76.00"),
    }


def test_what_the_last_voice_leaves_blank_counts_as_the_scheme_says(tmp_path: Path) -> None:
    """b is said by nobody: under ``zero`` the total is 50 + 0 + 1 at the end, and there is none before."""
    found = sums(tmp_path, "u1,claimed,50,,1\nu1,office,50,,\nu1,final,50,,\n", policy="zero")
    assert (found["claimed"].total, found["office"].total) == (None, None)
    assert found["final"] == of("50.00", "1.00", "1.00", "51.00")


def test_a_penalty_not_said_yet_leaves_a_section_whole_that_it_does_not_count_in(tmp_path: Path) -> None:
    scheme = (
        SECTIONS.replace(", limits = { points = [0, 41] }", "") + '[penalties]\nlate = { plugin = "per-occurrence", '
    )
    scheme += 'to = "sections.x", title = "Late" }\n'
    rows = "unit,voice,a.points,b.points,more.times,late.times\nu1,claimed,50,40,3,\nu1,final,50,40,3,2\n"
    found = small(tmp_path, scheme, rows, "", 'voices = ["claimed", "final"]\nnot_reported = "zero"')
    claimed, final = (own["u1"] for own in voice_sums(found.result).values())
    assert claimed == VoiceSums({"x": None, "y": Decimal("43.00")}, Decimal("3.00"), None, None)
    assert (final.sections["x"], final.penalty, final.total) == (Decimal("48.00"), Decimal("2.00"), Decimal("91.00"))


def test_what_a_voice_leaves_blank_is_no_point_of_it_where_blanks_count_zero(tmp_path: Path) -> None:
    rows = {"30": "u1,claimed,50,,\nu1,office,,30,\nu1,final,,,\n", "": "u1,claimed,50,,\nu1,office,,,\nu1,final,,,\n"}
    said = {
        office: small(tmp_path, SECTIONS, FULL + own, "", VOICES.replace("{policy}", "zero"))
        .result.units[0]
        .criteria["b"]
        for office, own in rows.items()
    }
    assert said["30"].points_by_voice == {"claimed": None, "office": Decimal("30.00"), "final": Decimal("30.00")}
    assert said[""].points_by_voice == {"claimed": None, "office": None, "final": Decimal("0.00")}


def test_one_voice_alone_has_no_sums_beside_those_that_count(tmp_path: Path) -> None:
    assert sums(tmp_path, "u1,claimed,50,40,3\n") == {}


@pytest.mark.parametrize("policy", ["error", "not-ranked", "zero"])
def test_what_others_have_yet_to_say_takes_no_unit_out_of_what_is_measured_by_all(policy: str, tmp_path: Path) -> None:
    """Units claim 10, 20, 30 and the council marks b: by what they claim (20 - 10) / (30 - 10) of 60 are 30.

    The end says 18 of u2: 8/20 of 60 are 24, and 24 + 30 = 54.
    """
    scheme = '[criteria]\na = { plugin = "min-max", weight = 60, title = "A" }\n'
    scheme += 'b = { plugin = "direct", weight = 40, title = "B" }\n'
    rows = "unit,voice,a.value,b.points\nu1,claimed,10,\nu2,claimed,20,\nu3,claimed,30,\n"
    rows += "u1,final,,20\nu2,final,18,30\nu3,final,,40\n"
    found = small(tmp_path, scheme, rows, "", f'voices = ["claimed", "final"]\nnot_reported = "{policy}"').result
    said = {one.unit: one.criteria["a"] for one in found.units}
    assert {unit: str(one.points_by_voice["claimed"]) for unit, one in said.items()} == {
        "u1": "0.00",
        "u2": "30.00",
        "u3": "60.00",
    }
    assert {one.states_by_voice["claimed"] for one in said.values()} == {"ok"}
    claimed, final = (own["u2"] for own in voice_sums(found).values())
    assert (claimed.total, str(final.total)) == (None, "54.00")


PLUGIN = '''
from dvk_scoring.api import ERROR, Criterion, Figures, Num, Params, Text, clip, count, hookimpl, ratio


class Register(Figures):
    over: Num = count(vi="Tử", en="Over")
    under: Num = count(vi="Mẫu", en="Under")


class Share(Criterion[Register, Params]):
    """A share."""

    id = "share"
    title = Text(vi="Phần", en="Share")
    source = Text(vi="Nguồn", en="Source")

    def score(self, figures: Register, params: Params) -> Num:
        return clip(ratio(figures.over, figures.under, when_empty=ERROR), 0, 1)


@hookimpl
def dvk_criteria():
    return [Share]
'''


@pytest.mark.parametrize("engine", ["exact", "polars"])
def test_figures_that_are_an_error_to_the_formula_are_no_points_of_a_voice(engine: str, tmp_path: Path) -> None:
    """u1 claims 2 of 0, which is no number; u2 also leaves the other criterion blank. The end says 3 of 4, and 40."""
    plugin = tmp_path / "plugins" / "share" / "criterion.py"
    plugin.parent.mkdir(parents=True)
    plugin.write_text(PLUGIN, encoding="utf-8")
    (tmp_path / "s.toml").write_text(
        '[scheme]\nid = "s"\ntitle = "S"\nvoices = ["claimed", "final"]\nnot_reported = "not-ranked"\n[criteria]\n'
        'share = { weight = 60, title = "A" }\ndirect = { weight = 40, title = "B" }\n',
        encoding="utf-8",
    )
    rows = "u1,claimed,2,0,40\nu2,claimed,2,0,\nu1,final,3,4,40\nu2,final,3,4,40\n"
    (tmp_path / "f.csv").write_text("unit,voice,share.over,share.under,direct.points\n" + rows, encoding="utf-8")
    scheme = load_scheme(tmp_path / "s.toml", plugins=[tmp_path / "plugins"])
    result = score(scheme, read_figures(scheme, tmp_path / "f.csv"), engine_name=engine)  # type: ignore[arg-type]
    for unit in result.units:
        said = unit.criteria["share"].points_by_voice
        assert said == {"claimed": None, "final": Decimal("45.00")}
        assert [own[unit.unit].total for own in voice_sums(result).values()] == [None, Decimal("85.00")]
