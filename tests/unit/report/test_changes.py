"""Words for changes between two schemes: every key and every word of a scheme has its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import attrs
import pytest

from dvk_scoring.analysis.compare import Difference
from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.formula.symbols import Counted, FigureKind, Measure, Reporter
from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.report.changes.labels import FIGURE_KEYS, KEYS, THINGS, WORDS
from dvk_scoring.report.changes.told import tell_changes
from dvk_scoring.run import load_scheme
from dvk_scoring.scheme import model
from dvk_scoring.scheme.compare import Path as Where
from dvk_scoring.scheme.compare import compare_columns, compare_schemes
from dvk_scoring.scheme.form.key import keys_of
from dvk_scoring.scheme.form.tables import TABLES
from dvk_scoring.scheme.form.texts import label
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.public import Public
from dvk_scoring.text import Language

TOLD_OTHERWISE = {
    "path",
    "hash",
    "as_of",
    "sample",
    "problems",
    "clusters",
    "rounding",
    "limits",
    "ranking",
    "public",
    "columns",
}
NAMED = (model.Cluster, model.Section, model.KnockOut, model.Class, model.Title, model.CriterionUse, model.Adjustment)
SCHEME = """\
[scheme]
id = "own"
title = "Riêng"
{more}
[criteria]
a = {{ plugin = "{plugin}", weight = {a}, title = "A" }}
b = {{ plugin = "direct", weight = {b}, title = "B" }}
"""

USUAL = {"more": "", "plugin": "ratio", "a": "60", "b": "40"}
Told = Callable[[dict[str, str], dict[str, str], Language], list[tuple[Where, str]]]


def names(of: type) -> set[str]:
    return {field.name for field in attrs.fields(of)}


def test_every_key_has_a_label() -> None:
    assert names(Scheme) - TOLD_OTHERWISE - set(THINGS) <= set(KEYS)
    assert set(THINGS) <= names(Scheme)
    for of, prefix in (
        (model.Rounding, "rounding"),
        (model.Limits, "limits"),
        (model.Ranking, "ranking"),
        (Public, "public"),
    ):
        assert {f"{prefix}.{name}" for name in names(of) - {"guard"}} <= set(KEYS)
    assert {f"quota.{name}" for name in names(model.Quota)} <= set(KEYS)
    for named in NAMED:
        assert names(named) - {"id", "limits", "by_kind", "figures", "decided"} <= set(KEYS), named
    assert names(FigureSpec) - {"named"} <= set(FIGURE_KEYS)


def test_every_word_is_told_in_words() -> None:
    told = [one for form in TABLES for one in keys_of(form).values() if label(one) and one.field == one.name]
    assert sum(bool(one.words) for one in told) > 10
    for one in told:
        assert set(one.words) <= set(WORDS), one.told
    for literal in (RoundMode, Reporter, FigureKind, Measure, Counted):
        assert set(get_args(literal)) <= set(WORDS)
    assert all(text.vi != text.en or text.vi[0].isdigit() for text in WORDS.values())


@pytest.fixture
def told(tmp_path: Path) -> Told:
    def tell(before: dict[str, str], after: dict[str, str], language: Language) -> list[tuple[Where, str]]:
        schemes = []
        for name, own in (("old.toml", before), ("new.toml", after)):
            (tmp_path / name).write_text(SCHEME.format(**{**USUAL, **own}), encoding="utf-8")
            schemes.append(load_scheme(tmp_path / name))
        old, new = schemes
        found = Difference(old, new, (*compare_schemes(old, new), *compare_columns(old.columns, new.columns)))
        return [(one.change.path, f"{one.heading}: {one.text}") for one in tell_changes(found, language)]

    return tell


def test_another_plugin_is_told_by_its_figures_and_its_formula_not_by_each_param(told: Told) -> None:
    lines = dict(told({}, {"plugin": "pass-fail"}, "en"))
    assert {path[2] for path in lines} == {"figures", "plugin", "formula"}
    assert lines["criteria", "a", "plugin"] == 'Criterion “A” (a): plugin: "ratio" → "pass-fail"'
    assert lines["criteria", "a", "figures", "over"] == "Criterion “A” (a): the figure “Numerator”: removed"
    assert lines["criteria", "a", "figures", "passed"].endswith(": added")
    assert "before: A = “Numerator” ÷ “Denominator”." in lines["criteria", "a", "formula", "unit"]


def test_what_the_weight_does_inside_a_plugin_is_told_once(told: Told) -> None:
    # `direct` takes marks up to its weight: its figure follows, and only the weights are told.
    lines = told({}, {"a": "50", "b": "50"}, "vi")
    assert [text for _, text in lines] == [
        "Tiêu chí “A” (a): điểm tối đa: 60 → 50",
        "Tiêu chí “B” (b): điểm tối đa: 40 → 50",
    ]


@pytest.mark.parametrize(("language", "line"), [
    ("vi", "Quy định chung: khi chưa báo cáo: chưa chấm → 0 điểm"),
    ("en", "In general: where not reported: nothing is scored → 0 points"),
])  # fmt: skip
def test_a_policy_is_told_in_words(told: Told, language: Language, line: str) -> None:
    assert told({}, {"more": 'not_reported = "zero"'}, language) == [(("not_reported",), line)]


DATED = 'ratio", params = { goal = [{ from = 2026-01-01, value = 0.8 }, { from = 2026-07-01, value = 0.9 }] }, no = "1'
VALID = "valid = { from = 2026-01-01, to = 2026-12-31 }\n"


@pytest.mark.parametrize(("language", "line"), [
    ("vi", "tham số theo ngày “Tỷ lệ đạt điểm tối đa”: không → từ ngày 01/01/2026: 0,8; từ ngày 01/07/2026: 0,9"),
    ("en", "dated param “Rate that earns all”: none → since 2026-01-01: 0.8; since 2026-07-01: 0.9"),
])  # fmt: skip
def test_dates_that_a_param_gets_or_loses_are_told(told: Told, language: Language, line: str) -> None:
    path = ("criteria", "a", "dated", "goal")
    plain, dated = {"more": VALID}, {"more": VALID, "plugin": DATED}
    assert dict(told(plain, dated, language))[path].endswith(line)
    before, after = line.split(": ", 1)[1].split(" → ")
    assert dict(told(dated, plain, language))[path].endswith(f": {after} → {before}")


def test_dates_of_each_cluster_are_told(told: Told) -> None:
    more = VALID + '[clusters]\nlow = { title = "Đồng bằng" }\nup = { title = "Miền núi" }\n'
    dated = DATED.replace("value = 0.9", "value = { low = 0.9, up = 0.7 }")
    lines = dict(told({"more": more}, {"more": more, "plugin": dated}, "en"))
    assert lines["criteria", "a", "dated", "goal"].endswith("since 2026-07-01: Đồng bằng 0.9, Miền núi 0.7")


def test_a_thing_may_be_called_order(told: Told) -> None:
    more = '[bonuses]\norder = { plugin = "pass-fail", cap = 1, title = "Trật tự" }\n'
    assert told({}, {"more": more}, "vi") == [(("bonuses", "order"), "Điểm thưởng “Trật tự” (order): thêm mới")]
    assert told({"more": more}, {}, "en") == [(("bonuses", "order"), "Bonus “Trật tự” (order): removed")]


@pytest.mark.parametrize(("language", "line"), [
    ("vi", "làm tròn đến 1 chữ số thập phân (phần lẻ bỏ đi)"),
    ("en", "rounded to 1 decimal (the rest is cut off)"),
])  # fmt: skip
def test_a_rounding_of_its_own_is_told(told: Told, language: Language, line: str) -> None:
    own = {"plugin": 'ratio", rounding = { places = 1, mode = "down" }, no = "1'}
    found = dict(told({"plugin": 'ratio", no = "1'}, own, language))
    assert [*found] == [("criteria", "a", "closing")]
    # What the scheme says of all criteria is told once, and not of each that goes by it.
    general = told({}, {"more": "rounding = { criterion = 1 }"}, language)
    assert [path for path, _ in general] == [("rounding", "criterion")]
    assert found["criteria", "a", "closing"].endswith(f" {line}")


HEADINGS = """
[columns]
ignore = [{ignore}]
[columns.headings]
{headings}
"""


@pytest.mark.parametrize(("language", "lines"), [
    ("vi", [
        "tên cột của bảng từ nơi khác, đọc là “order”: “Thứ tự” → “STT”",
        "tên cột của bảng từ nơi khác, đọc là “a.over”: “Trong hạn” → không",
        "tên cột của bảng từ nơi khác, đọc là “b.points”: không → “Điểm B”, “Điểm”",
        "các cột không đọc: “Ghi Chú” → “Ngày”, “Trong hạn”",
    ]),
    ("en", [
        "headings of tables from elsewhere read as “order”: “Thứ tự” → “STT”",
        "headings of tables from elsewhere read as “a.over”: “Trong hạn” → none",
        "headings of tables from elsewhere read as “b.points”: none → “Điểm B”, “Điểm”",
        "columns that are not read: “Ghi Chú” → “Ngày”, “Trong hạn”",
    ]),
])  # fmt: skip
def test_headings_of_tables_are_told_as_they_are_written(told: Told, language: Language, lines: list[str]) -> None:
    before = '"Mã xã" = "unit"\n"Thứ tự" = "order"\n"Trong hạn" = "a.over"'
    # "Mã xã" stays: blanks and capital letters make no other heading.
    after = '"Điểm B" = "b.points"\n"MÃ  XÃ" = "unit"\n"STT" = "order"\n"Điểm" = "b.points"'
    old = {"more": HEADINGS.format(ignore='"Ghi Chú"', headings=before)}
    new = {"more": HEADINGS.format(ignore='"Trong hạn", "Ngày"', headings=after)}
    general = "Quy định chung" if language == "vi" else "In general"
    assert [text for _, text in told(old, new, language)] == [f"{general}: {line}" for line in lines]
    back = [line.rpartition(": ")[::2] for line in lines]
    turned = {f"{label}: " + " → ".join(reversed(value.split(" → "))) for label, value in back}
    assert {text.removeprefix(f"{general}: ") for _, text in told(new, old, language)} == turned
    assert told(old, old, language) == []


def test_headings_alone_change_no_rule(tmp_path: Path) -> None:
    schemes = []
    for name, heading in (("old.toml", "Mã"), ("new.toml", "Mã xã")):
        more = HEADINGS.format(ignore="", headings=f'"{heading}" = "unit"')
        (tmp_path / name).write_text(SCHEME.format(**{**USUAL, "more": more}), encoding="utf-8")
        schemes.append(load_scheme(tmp_path / name))
    assert compare_schemes(*schemes) == ()
