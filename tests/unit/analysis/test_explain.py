"""Explanations of everything that ships: complete, in both languages, and every line of arithmetic true."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from dvk_scoring import load_scheme, read_figures, read_rulings, read_sample, score
from dvk_scoring.analysis.explain import explain, explain_units
from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.problem import DvkError
from dvk_scoring.report.odd import find_odd
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import Language

SHIPPED = [one.id for one in find_shipped()]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
DIACRITICS = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


@cache
def scored(scheme_id: str) -> Result:
    scheme = load_scheme(scheme_id)
    figures = read_sample(scheme)
    if scheme.sample is None or scheme.sample.rulings is None:
        return score(scheme, figures, sample=True)
    rulings, _ = read_rulings(scheme, figures, Path(scheme.path).parent / scheme.sample.rulings)
    return score(scheme, figures, rulings, sample=True)


@cache
def told(scheme_id: str) -> dict[tuple[str, Language], tuple[Paragraph, ...]]:
    found = explain_units(scored(scheme_id), LANGUAGES)
    return {(unit.unit, language): own[language] for unit, own in found for language in LANGUAGES}


def lines(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [line for one in paragraphs for line in (one.heading, *one.lines)]


@pytest.mark.parametrize("scheme", SHIPPED)
def test_every_unit_is_told_whole_in_both_languages(scheme: str) -> None:
    result = scored(scheme)
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
    result = scored(scheme)
    for unit in (result.units[0], result.units[-1]):
        for language in LANGUAGES:
            assert explain(result, unit.unit, None, language) == told(scheme)[unit.unit, language]
        key = next(iter(unit.criteria))
        assert explain(result, unit.unit, key, "vi") == told(scheme)[unit.unit, "vi"][:1]


def _number(text: str, language: Language) -> Fraction:
    thousands, mark = (".", ",") if language == "vi" else (",", ".")
    return Fraction(text.replace(thousands, "").replace(mark, ".").replace("−", "-"))


NUMBER = r"-?\d[\d.,]*\d|-?\d"
RULES: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "−": operator.sub,
    "×": operator.mul,
    "÷": operator.truediv,
}
SIMPLE = re.compile(rf"= ({NUMBER}) ([+−×÷]) ({NUMBER}) ([=≈]) ({NUMBER})(?: \((?:đúng:|exactly) ([^)]+)\))?$")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_arithmetic_of_two_numbers_is_true_as_printed(language: Language) -> None:
    """A person with a calculator: the numbers on the line, as printed, lead to the number at its end."""
    checked = 0
    for scheme in SHIPPED:
        for (_, spoken), paragraphs in told(scheme).items():
            if spoken != language:
                continue
            for line in lines(paragraphs):
                found = SIMPLE.search(line)
                if found is None:
                    continue
                left, right, end = (_number(found[at], language) for at in (1, 3, 5))
                value = RULES[found[2]](left, right)
                # What goes in may itself be printed with 6 decimals.
                assert abs(value - end) <= Fraction(1, 10**5) * max(Fraction(1), abs(left)), line
                checked += 1
    assert checked > 1000


@pytest.mark.parametrize("scheme", SHIPPED)
def test_the_points_told_are_the_points_given(scheme: str) -> None:
    for unit in scored(scheme).units:
        for (key, own), paragraph in zip(unit.criteria.items(), told(scheme)[unit.unit, "en"], strict=False):
            if own.points is not None and own.state == "ok":
                # Of a guard's nine decimals the zeros at the end are not told.
                exact = f"{own.points:,f}"
                told_points = exact if scored(scheme).scheme.rounding.criterion is not None else exact.rstrip("0")
                assert told_points.rstrip(".") in paragraph.heading, key


def test_titles_are_told_for_or_against() -> None:
    result = scored("dan-van-kheo-2020")
    for unit in result.units:
        (last,) = told("dan-van-kheo-2020")[unit.unit, "vi"][-1:]
        assert len(last.lines) >= len(unit.titles)
        for title in unit.titles:
            assert any(result.scheme.titles[title].title.vi in line for line in last.lines)


@pytest.mark.parametrize("scheme", SHIPPED)
def test_english_has_no_vietnamese_but_in_what_people_wrote(scheme: str) -> None:
    """Names, rulings and legal papers are quoted as written; nothing else may be Vietnamese."""
    result = scored(scheme)
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


def tampered(result: Result, unit: UnitResult, **changed: Any) -> Result:
    """Give the result with one unit changed, as a defect of an engine would."""
    wrong = evolve(result)
    units = tuple(evolve(one, **changed) if one.unit == unit.unit else one for one in result.units)
    object.__setattr__(wrong, "units", units)
    return wrong


def refused(result: Result, unit: str) -> str:
    with pytest.raises(DvkError) as caught:
        explain(result, unit, None, "en")
    assert {one.code for one in caught.value.problems} == {"DVK-E201"}
    return str(caught.value.problems[0].args["what"])


@pytest.mark.parametrize("scheme", SHIPPED)
def test_a_wrong_engine_is_never_explained_away(scheme: str) -> None:
    """Whatever an engine gets wrong about any unit, the explanation refuses it and says what is wrong."""
    result = scored(scheme)
    classes = list(result.scheme.classes)
    for unit in [one for one in result.units if one.rank is not None][::5]:
        assert unit.rank is not None
        one, points = next((key, own.points) for key, own in unit.criteria.items() if own.points is not None)
        more = evolve(unit.criteria[one], points=points + Decimal("0.0001"))
        assert refused(tampered(result, unit, criteria={**unit.criteria, one: more}), unit.unit)
        assert refused(tampered(result, unit, total=unit.total + Decimal("0.0001")), unit.unit)
        assert refused(tampered(result, unit, rank=unit.rank + 1), unit.unit) == "rank"
        assert refused(tampered(result, unit, tied=not unit.tied), unit.unit) == "tied"
        for klass in [None, *classes]:
            if classes and klass != unit.klass:
                assert refused(tampered(result, unit, klass=klass, natural_class=klass), unit.unit) == "class"


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
