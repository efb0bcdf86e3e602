"""Explanations of everything that ships: complete, in both languages, and every line of arithmetic true."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import narwhals as nw
import pytest
from attrs import evolve

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.analysis.explain import explain, explain_units
from dvk_scoring.analysis.following import Follower
from dvk_scoring.analysis.law import Counted, differences
from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.problem import DvkError
from dvk_scoring.report.odd import find_odd
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import Language
from tests.samples import score_sample
from tests.unit.analysis.equations import falsehoods

SHIPPED = [one.id for one in find_shipped()]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
DIACRITICS = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


@cache
def told(scheme_id: str) -> dict[tuple[str, Language], tuple[Paragraph, ...]]:
    found = explain_units(score_sample(scheme_id), LANGUAGES)
    return {(unit.unit, language): own[language] for unit, own in found for language in LANGUAGES}


def lines(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [line for one in paragraphs for line in (one.heading, *one.lines)]


@pytest.mark.parametrize("scheme", SHIPPED)
def test_every_unit_is_told_whole_in_both_languages(scheme: str) -> None:
    result = score_sample(scheme)
    for unit in result.units:
        vi, en = told(scheme)[unit.unit, "vi"], told(scheme)[unit.unit, "en"]
        assert len(vi) == len(en) >= len(unit.criteria) + 2
        assert [len(one.lines) for one in vi] == [len(one.lines) for one in en]
        for line in lines(vi) + lines(en):
            assert line.strip()
            for leak in ("None", "Fraction(", "Decimal(", "Text(", "{", "}", "  ="):
                assert leak not in line, line


@pytest.mark.parametrize("scheme", SHIPPED)
def test_one_unit_alone_is_told_as_among_all(scheme: str) -> None:
    result = score_sample(scheme)
    for unit in (result.units[0], result.units[-1]):
        for language in LANGUAGES:
            assert explain(result, unit.unit, None, language) == told(scheme)[unit.unit, language]
        key = next(iter(unit.criteria))
        assert explain(result, unit.unit, key, "vi") == told(scheme)[unit.unit, "vi"][:1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_equation_is_true_as_printed(language: Language) -> None:
    """A person with a calculator: the numbers on the line, as printed, lead to the number at its end."""
    checked = 0
    for scheme in SHIPPED:
        for (_, spoken), paragraphs in told(scheme).items():
            for line in lines(paragraphs) if spoken == language else ():
                count, wrong = falsehoods(line, language)
                assert not wrong, line
                checked += count
    assert checked > 10_000


@pytest.mark.parametrize("scheme", SHIPPED)
def test_the_points_told_are_the_points_given(scheme: str) -> None:
    for unit in score_sample(scheme).units:
        for (key, own), paragraph in zip(unit.criteria.items(), told(scheme)[unit.unit, "en"], strict=False):
            if own.points is not None and own.state == "ok":
                closing = score_sample(scheme).scheme.criteria[key].closing  # unrounded points have no zeros at the end
                exact = f"{own.points:,f}"
                assert (exact if closing is not None else exact.rstrip("0").rstrip(".")) in paragraph.heading, key


def test_titles_are_told_for_or_against() -> None:
    result = score_sample("dan-van-kheo-2020")
    for unit in result.units:
        (last,) = told("dan-van-kheo-2020")[unit.unit, "vi"][-1:]
        assert len(last.lines) >= len(unit.titles)
        for title in unit.titles:
            assert any(result.scheme.titles[title].title.vi in line for line in last.lines)


@pytest.mark.parametrize("scheme", SHIPPED)
def test_english_has_no_vietnamese_but_in_what_people_wrote(scheme: str) -> None:
    """Names, rulings and legal papers are quoted as written; nothing else may be Vietnamese."""
    result = score_sample(scheme)
    quoted = (
        [unit.name for unit in result.units]
        + [one.reason for one in result.rulings]
        + [one.ref for one in result.rulings]
    )
    quoted += [reason for reason in result.figures.gaps["reason"].to_list() if reason]
    quoted += ["Đội", "Dân vận khéo", "QĐ-TTg", "QĐ-BNV", "QĐ-BCA", "Hòa Bình", "HĐND", "BCĐ"]
    for unit in result.units:
        for line in lines(told(scheme)[unit.unit, "en"]):
            for one in sorted(quoted, key=len, reverse=True):
                line = line.replace(one, "")  # noqa: PLW2901 - what is quoted is taken out step by step
            assert DIACRITICS.search(line) is None, line


def tampered(result: Result, unit: UnitResult, column: str, value: int | bool) -> Result:
    """Give the result with one cell of one unit changed, as a defect of an engine would."""
    rows = [{**row, column: value} if row["unit"] == unit.unit else row for row in result.frame.rows(named=True)]
    frame = result.frame.with_columns(
        nw.new_series(column, [row[column] for row in rows], backend=result.frame.implementation)
    )
    return evolve(result, frame=frame)


@pytest.mark.parametrize("scheme", SHIPPED)
def test_a_wrong_engine_is_never_explained_away(scheme: str) -> None:
    """Whatever an engine gets wrong about any unit, the explanation refuses it and says what is wrong."""
    result = score_sample(scheme)
    columns = {name: one.definition for name, one in result.plan.outputs.items() if one.definition}
    assert {"total", "rank", "tied", "ranked"} <= set(columns.values())
    ranked = [one for one in result.units if one.rank is not None]
    counted = Counted(result, Follower(result))
    for unit in (ranked[0], ranked[len(ranked) // 2]):
        row = next(one for one in result.frame.rows(named=True) if one["unit"] == unit.unit)
        for column, definition in columns.items():
            wrong = {**row, column: not row[column] if isinstance(row[column], bool) else row[column] + 1}
            found = differences(result, wrong, counted.read(unit.unit))
            assert [one.args["what"] for one in found] == [definition], column
        key = next(one for one, own in unit.criteria.items() if own.state == "ok")
        for column, what in (("total", "total"), (f"score:{key}", f"score of {key}")):
            with pytest.raises(DvkError) as caught:
                explain(tampered(result, unit, column, row[column] + 1), unit.unit, None, "en")
            assert [(one.code, one.args["what"]) for one in caught.value.problems] == [("DVK-E201", what)]


def test_yes_and_no_that_appraisal_changed_are_told_as_yes_and_no(tmp_path: Path) -> None:
    (tmp_path / "scheme.toml").write_text(
        '[scheme]\nid = "held"\ntitle = "Held"\nvoices = ["claimed", "final"]\n'
        '[criteria]\npass-fail = { weight = 100, title = "Posted" }\n',
        encoding="utf-8",
    )
    rows = "unit,voice,pass-fail.passed\na,claimed,yes\nb,claimed,no\na,final,no\nb,final,yes\n"
    (tmp_path / "figures.csv").write_text(rows, encoding="utf-8")
    scheme = load_scheme(tmp_path / "scheme.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "figures.csv"]))
    (gaps,) = [one for one in find_odd(result, "vi") if one.heading == "Thẩm định thay đổi số liệu"]
    assert [line.partition("yêu cầu ")[2] for line in gaps.lines] == ["có → không", "không → có"]
    told_a = lines(explain(result, "a", None, "en"))
    assert any(line.strip() == "Requirement met: no (claimed: yes)" for line in told_a), told_a
