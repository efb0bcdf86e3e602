"""What cannot be proved, or cannot be scored: each refused by the check or the run, with exactly this message."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
import tomli

from dvk_scoring.analysis.explain import explain
from dvk_scoring.engines import EngineName
from dvk_scoring.figures.table import LIMIT
from dvk_scoring.problem import DvkError
from dvk_scoring.run import load_scheme, prove, read_figures, read_sample, score
from dvk_scoring.text import Language

PLUGIN = '''"""A plugin for tests."""
from dvk_scoring.api import *


class Told(Figures):
    a: Num = count(vi="Số a", en="A", high=HIGH)
    b: Num = count(vi="Số b", en="B", high=HIGH)


class Trial(Criterion[Told, Params]):
    """Tried in tests."""

    id = "trial"
    title = Text(vi="Thử", en="Trial")
    level = 2
    source = Text(vi="tự đặt", en="hand-made")
    EXTRA

    def score(self, figures, params):
        return FORMULA


@hookimpl
def dvk_criteria():
    return [Trial]
'''
LANGUAGES: tuple[Language, ...] = ("vi", "en")
SCHEME = """\
[scheme]
id = "trial"
title = "Thử"
plugins = ["trial"]
[clusters.c]
title = "Cụm"
[criteria.t]
plugin = "{criterion}"
weight = 100
{adjustment}
"""


WRECKS: list[dict[str, Any]] = tomli.loads((Path(__file__).parent / "proofs.toml").read_text(encoding="utf-8"))[
    "wrecks"
]


def write(formula: str, *, extra: str = "", high: str = "100", as_penalty: bool = False) -> None:
    """Write scheme and plugin into the current folder."""
    plugin = PLUGIN.replace("FORMULA", formula).replace("EXTRA", extra or "pass").replace("HIGH", high)
    Path("trial").mkdir(exist_ok=True)
    Path("trial/criterion.py").write_text(plugin, encoding="utf-8")
    adjustment = '[penalties.p]\nplugin = "trial"\ncap = 5\nto = "total"' if as_penalty else ""
    scheme = SCHEME.format(criterion="pass-fail" if as_penalty else "trial", adjustment=adjustment)
    Path("scheme.toml").write_text(scheme, encoding="utf-8")


def refused(error: pytest.ExceptionInfo[DvkError]) -> tuple[str, str]:
    vi, en = ("\n".join(one.in_(language) for one in error.value.problems) for language in LANGUAGES)
    return vi, en


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("wreck", WRECKS, ids=[wreck["formula"] for wreck in WRECKS])
def test_what_cannot_be_proved_is_refused(wreck: dict[str, Any]) -> None:
    write(wreck["formula"], extra=wreck.get("extra", ""), as_penalty=wreck.get("as_penalty", False))
    with pytest.raises(DvkError) as error:
        prove(load_scheme("scheme.toml"))
    assert refused(error) == (wreck["vi"], wreck["en"])


def figures(units: int = 1) -> list[Path]:
    rows = "".join(f"u{number},c,0,0\n" for number in range(units))
    Path("figures.csv").write_text(f"unit,cluster,t.a,t.b\n{rows}", encoding="utf-8")
    return [Path("figures.csv")]


ERRORS = {
    "clip(ratio(figures.a, figures.b, when_empty=ERROR), 0, 1)": ("“Số b” = 0", "“B” = 0"),
    "clip(ratio(figures.a, figures.b, when_empty=ERROR) * '0.5' + '0.25', 0, 1)": ("“Số b” = 0", "“B” = 0"),
    "rescale(figures.a, when_flat=ERROR)": (
        "mọi đơn vị bằng nhau về “Số a”",
        "all units are equal in “A”",
    ),
    "share_of_best(figures.a, when_empty=ERROR)": (
        "mức cao nhất của “Số a” là 0",
        "the highest of “A” is 0",
    ),
    "clip(highest(figures.a, among=figures.b > 0, when_empty=ERROR), 0, 1)": (
        "không có đơn vị nào để lấy mức cao nhất trong cụm của “Số a”, chỉ tính đơn vị có “Số b” > 0",
        "no unit is left for the highest in the cluster of “A”, counting only units with “B” > 0",
    ),
    "clip(ratio(figures.a, figures.b, when_empty=ERROR) + rescale(figures.a, when_flat=ERROR), 0, 1)": (
        "“Số b” = 0 hoặc mọi đơn vị bằng nhau về “Số a”",
        "“B” = 0 or all units are equal in “A”",
    ),
}


@pytest.mark.parametrize("formula", ERRORS)
def test_what_a_formula_calls_an_error_is_told_of_the_unit(formula: str) -> None:
    write(formula)
    vi, en = ERRORS[formula]
    scheme = load_scheme("scheme.toml")
    with pytest.raises(DvkError) as error:
        score(scheme, read_figures(scheme, figures()))
    assert refused(error) == (
        (
            f"DVK-E105 scheme.toml, đơn vị u0: Công thức của “Thử” coi là lỗi số liệu khi {vi}, và đơn vị này gặp "
            "trường hợp đó.\n"
            "    → Kiểm tra số liệu của đơn vị này ở mục ấy, hoặc ghi KP nếu không phân công."
        ),
        (
            f"DVK-E105 scheme.toml, unit u0: The formula of “Trial” calls it an error in the figures when {en}; so "
            "it is for this unit.\n"
            "    → Check this unit's figures for it, or write KP when it is not assigned."
        ),
    )


@pytest.mark.parametrize("engine", ["exact", "polars", "duckdb"])
def test_an_error_is_told_of_bonuses_and_penalties_and_of_who_is_not_ranked(engine: EngineName) -> None:
    """u0 has no error but lacks t; u1 lacks t and has an error in m; u2 an error in the bonus; u3 one in p, but KP."""
    write("clip(ratio(figures.a, figures.b, when_empty=ERROR), 0, 1)")
    more = '[criteria.m]\nplugin = "trial"\nweight = 50\n[bonuses.more]\nplugin = "trial"\nweight = 5\n'
    more += '[penalties.less]\nplugin = "trial"\ncap = 5\n'
    scheme_text = Path("scheme.toml").read_text(encoding="utf-8").replace("weight = 100", "weight = 50") + more
    Path("scheme.toml").write_text(
        scheme_text.replace('title = "Thử"', 'title = "Thử"\nnot_reported = "not-ranked"'), encoding="utf-8"
    )
    rows = "u0,,2,1,2,1,2,1,2\nu1,,2,0,0,1,2,1,2\nu2,1,2,1,2,0,0,1,2\nu3,1,2,1,2,1,2,0,0\nu4,1,2,1,2,1,2,KP,0\n"
    figures_text = f"unit,t.a,t.b,m.a,m.b,more.a,more.b,less.a,less.b\n{rows}"
    Path("figures.csv").write_text(figures_text, encoding="utf-8")
    scheme = load_scheme("scheme.toml")
    with pytest.raises(DvkError) as error:
        score(scheme, read_figures(scheme, ["figures.csv"]), engine_name=engine)
    found = [(one.code, one.place.unit, one.place.criterion) for one in error.value.problems]
    assert found == [("DVK-E105", "u1", "m"), ("DVK-E105", "u2", "more"), ("DVK-E105", "u3", "less")]
    assert "“B” = 0" in error.value.problems[-1].in_("en")
    Path("figures.csv").write_text(
        figures_text.replace("u1,,2,0,0", "u1,,2,0,1")
        .replace("2,0,0,1,2\nu3", "2,0,1,1,2\nu3")
        .replace("1,2,0,0\n", "1,2,0,1\n"),
        encoding="utf-8",
    )
    result = score(scheme, read_figures(scheme, ["figures.csv"]), engine_name=engine)
    # 25 + 25; the bonus gives 5 × 0 or 5 × 1/2, the penalty takes 5 × 1/2, 0 or nothing.
    assert {one.unit: str(one.total) for one in result.units if one.rank} == {
        "u2": "47.50",
        "u3": "52.50",
        "u4": "52.50",
    }


def test_too_few_marks_are_refused_where_what_is_not_reported_is_an_error() -> None:
    """Three judges must mark. u1 has two marks and a blank, u2 two and a KP, u3 three, u4 was not assigned."""
    head = '[scheme]\nid = "s"\ntitle = "S"\n[criteria]\n'
    criterion = 'skit = { plugin = "panel", weight = 100, title = { vi = "Tiểu phẩm", en = "Skit" } }\n'
    Path("scheme.toml").write_text(f"{head}{criterion}[defaults.panel]\njudges = 4\n", encoding="utf-8")
    columns = ",".join(f"skit.marks.{judge}" for judge in range(1, 5))
    rows = "u1,8,,9,KP\nu2,8,KP,9,KP\nu3,8,9,,10\nu4,KP,KP,KP,KP\n"
    Path("marks.csv").write_text(f"unit,{columns}\n{rows}", encoding="utf-8")
    scheme = load_scheme("scheme.toml")
    with pytest.raises(DvkError) as error:
        score(scheme, read_figures(scheme, [Path("marks.csv")]))
    assert refused(error) == (
        (
            "DVK-E111 scheme.toml: Chưa báo cáo đủ “Tiểu phẩm”: một phần số liệu được để trống, nhưng "
            "số còn lại chưa đủ để chấm, ở đơn vị: u1, u2.\n"
            "    → Nhập thêm số liệu, hoặc ghi KP ở mọi ô nếu không phân công."
        ),
        (
            "DVK-E111 scheme.toml: “Skit” is not reported: some of its figures may be left out, but "
            "too few are there, of these units: u1, u2.\n"
            "    → Enter more of them, or KP in all where it is not assigned."
        ),
    )


SEVENTH = " * ".join(["figures.a"] * 7)
WIDE = f"clip(ratio({SEVENTH}, {SEVENTH.replace('figures.a', 'figures.b')}, when_empty=0), 0, 1)"


def huge(units: int) -> list[Path]:
    """Write figures so large that their seventh power needs more than 128 bits; each is half of the one before."""
    rows = "".join(f"u{number},c,{10**6 >> min(number, 9)},{10**6}\n" for number in range(units))
    Path("huge.csv").write_text(f"unit,cluster,t.a,t.b\n{rows}", encoding="utf-8")
    return [Path("huge.csv")]


def test_what_128_bits_cannot_hold_goes_to_the_exact_engine_with_a_note() -> None:
    write(WIDE, high="10**6")
    scheme = load_scheme("scheme.toml")
    result = score(scheme, read_figures(scheme, huge(3)))
    assert result.engine == "exact"
    bits = result.plan.bits
    assert bits > 127
    (note,) = result.problems
    assert (note.in_("vi"), note.in_("en"), note.severity) == (
        f"DVK-E104: Phép tính cần số nguyên {bits} bit, vượt 128 bit; đã tự chuyển sang máy “exact”.",
        (
            f"DVK-E104: The computation needs whole numbers of {bits} bits, beyond 128; "
            "it went to the exact engine by itself."
        ),
        "note",
    )
    # 100 × (1/2)^7 = 0.78125, 100 × (1/4)^7 = 0.0061…
    assert [str(unit.total) for unit in result.units] == ["100.00", "0.78", "0.01"]


def test_too_many_units_for_the_exact_engine_are_refused() -> None:
    write(WIDE, high="10**6")
    scheme = load_scheme("scheme.toml")
    read = read_figures(scheme, huge(20_001))
    with pytest.raises(DvkError) as error:
        score(scheme, read)
    (vi, en) = refused(error)
    assert vi.startswith("DVK-E103: Phép tính cần số nguyên ")
    assert vi.endswith(
        " bit, vượt 128 bit; máy “exact” chỉ nhận đến 20000 đơn vị, ở đây có 20001.\n"
        "    → Thu hẹp khoảng giá trị của số liệu, hoặc làm tròn (round_) từng phần trong công thức."
    )
    assert en.startswith("DVK-E103: The computation needs whole numbers of ")
    assert en.endswith(
        " bits, beyond 128; the exact engine takes up to 20000 units, here are 20001.\n"
        "    → Narrow the range of the figures, or round parts of the formula (round_)."
    )


def test_more_units_than_sums_are_proved_for_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dvk_scoring.run.MOST_ROWS", 2)
    write("clip(figures.a, 0, 1)")
    scheme = load_scheme("scheme.toml")
    assert len(score(scheme, read_figures(scheme, figures(2))).units) == 2
    with pytest.raises(DvkError) as error:
        score(scheme, read_figures(scheme, figures(3)))
    assert refused(error) == (
        (
            "DVK-E108: Có 3 đơn vị; phép tính chỉ được chứng minh không tràn đến 2 đơn vị.\n"
            "    → Chia cuộc thi thành nhiều lần tính, mỗi lần một số cụm."
        ),
        (
            "DVK-E108: There are 3 units; it is proved that nothing overflows for up to 2.\n"
            "    → Score the competition in parts, some clusters at a time."
        ),
    )


def test_figures_of_another_scheme_are_refused() -> None:
    write("clip(figures.a, 0, 1)")
    scheme = load_scheme("scheme.toml")
    with pytest.raises(DvkError) as error:
        score(load_scheme("pci-2013"), read_figures(scheme, figures(2)))
    vi, en = refused(error)
    assert vi.startswith("DVK-E112: Số liệu này được đọc cho bảng điểm khác: không có cột ")
    assert vi.endswith("\n    → Đọc lại các tệp số liệu với chính bảng điểm này (read_figures).")
    assert en.startswith("DVK-E112: These figures were read for another scheme: there is no column ")
    assert en.endswith("\n    → Read the files of figures again with this very scheme (read_figures).")


def test_an_engine_of_another_name_is_refused() -> None:
    write("clip(figures.a, 0, 1)")
    scheme = load_scheme("scheme.toml")
    with pytest.raises(DvkError) as error:
        score(scheme, read_figures(scheme, figures(2)), engine_name="numpy")  # type: ignore[arg-type]
    assert refused(error) == (
        (
            "DVK-E113: Không có máy tính nào tên là “numpy”.\n"
            "    → Các máy tính dùng được: polars, duckdb, exact, spark."
        ),
        "DVK-E113: There is no engine called “numpy”.\n    → The engines are: polars, duckdb, exact, spark.",
    )


def test_a_scheme_without_a_sample_asks_for_figures() -> None:
    write("clip(figures.a, 0, 1)")
    with pytest.raises(DvkError) as error:
        read_sample(load_scheme("scheme.toml"))
    assert refused(error) == (
        (
            "DVK-E102 scheme.toml: Bảng điểm “trial” không kèm số liệu mẫu, nên phải nêu tệp số liệu.\n"
            "    → Viết sau bảng điểm: scheme.toml so-lieu.csv"
        ),
        (
            "DVK-E102 scheme.toml: The scheme “trial” ships no sample figures, so a file of figures must be named.\n"
            "    → Write it after the scheme: scheme.toml figures.csv"
        ),
    )


def test_an_engine_whose_library_is_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("dvk_scoring.engines.duckdb")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    write("clip(figures.a, 0, 1)")
    scheme = load_scheme("scheme.toml")
    with pytest.raises(DvkError) as error:
        score(scheme, read_figures(scheme, figures()), engine_name="duckdb")
    assert refused(error) == (
        (
            "DVK-E101: Chưa cài DuckDB: cần thư viện này để tính bằng DuckDB (--engine duckdb).\n"
            '    → Cài thêm: pip install "dvk-scoring[duckdb]", hoặc chạy với --engine polars.'
        ),
        (
            "DVK-E101: DuckDB is not installed: it is needed for scoring with DuckDB (--engine duckdb).\n"
            '    → Install it: pip install "dvk-scoring[duckdb]", or run with --engine polars.'
        ),
    )


def test_an_explanation_refuses_a_number_it_does_not_find_again() -> None:
    write("clip(ratio(figures.a, 10, when_empty=0), 0, 1)")
    Path("figures.csv").write_text("unit,cluster,t.a,t.b\nu0,c,5,0\n", encoding="utf-8")
    scheme = load_scheme("scheme.toml")
    result = score(scheme, read_figures(scheme, ["figures.csv"]), engine_name="polars")
    wrong = attrs.evolve(result, frame=result.frame.with_columns(result.frame["points:t"] + 1))
    with pytest.raises(DvkError) as error:
        explain(wrong, "u0", None, "vi")
    vi, en = refused(error)
    assert vi == (
        "DVK-E201 scheme.toml, đơn vị u0: Máy “polars” cho criteria.t.base = 50,01, tính lại bằng phân số cho 50. "
        "Đừng dùng kết quả này.\n    → Chạy lại với --engine exact và báo lỗi cho người phát triển, kèm bảng "
        "điểm và số liệu."
    )
    assert en == (
        "DVK-E201 scheme.toml, unit u0: The engine “polars” gives criteria.t.base = 50.01; counted again in "
        "fractions it is 50. "
        "Do not use this result.\n"
        "    → Run again with --engine exact and report this to the developers, with the scheme and the figures."
    )


def test_of_many_units_that_a_formula_refuses_the_first_are_told_and_how_many_more_there_are() -> None:
    write(next(iter(ERRORS)))
    scheme = load_scheme("scheme.toml")
    with pytest.raises(DvkError) as error:
        score(scheme, read_figures(scheme, figures(LIMIT + 30)))
    codes = [one.code for one in error.value.problems]
    assert (codes.count("DVK-E105"), codes.count("DVK-D399")) == (LIMIT, 1)
    assert "And 30 more like DVK-E105" in str(error.value)
