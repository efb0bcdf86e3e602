"""Made competitions, explained: whoever adds up what is printed comes to what was found, in both languages."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from dvk_scoring.analysis.explain import explain_units
from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.problem import DvkError
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import Language
from tests.depth import drawn
from tests.truth.competitions import make
from tests.truth.differences import SHOWN, score_made
from tests.unit.analysis.equations import EXACTLY, LAST, falsehoods, fraction, value

LANGUAGES: tuple[Language, ...] = ("vi", "en")
FEW, MANY = range(15), range(1_000, 1_000 + drawn(40, 120))


def explained(folder: Path, seed: int) -> tuple[int, int]:
    """Explain every unit of a competition; give how many units and equations there were."""
    try:
        result = score_made(make(seed), folder, "exact")
    except DvkError:
        return 0, 0  # what is refused is held elsewhere
    units = equations = 0
    for unit, told in explain_units(result, LANGUAGES):
        vi, en = (told[language] for language in LANGUAGES)
        assert [len(one.lines) for one in vi] == [len(one.lines) for one in en]
        for language in LANGUAGES:
            for line in (line for one in told[language] for line in (one.heading, *one.lines)):
                count, wrong = falsehoods(line, language)
                assert not wrong, f"seed {seed}, {unit.unit}: {line}"
                equations += count
        adds_up(result, unit, en)
        units += 1
    return units, equations


def adds_up(result: Result, unit: UnitResult, told: tuple[Paragraph, ...]) -> None:
    """Hold points of criteria, sections and the total, as told in English, against those of the result."""
    for (key, own), one in zip(unit.criteria.items(), told, strict=False):
        if own.state == "ok" and own.points is not None and not result.scheme.criteria[key].tie_break:
            found = re.search(r": (≈ )?(-?[\d.,]+) of [\d.,]+ points?$", one.heading)
            assert found is not None, one.heading
            # Points that nothing rounds have all their digits in the explanation, and so many in the result.
            off = abs(value(found[2], "en") - Fraction(own.points))
            assert off <= (LAST if found[1] else Fraction(1, 2 * 10**SHOWN)), one.heading
    whole = next(one for one in told if one.heading.startswith("Adding up"))
    if unit.state != "ranked":
        return
    assert whole.heading == f"Adding up: {unit.total:,f}"
    for key, section in result.scheme.sections.items():
        lines = [line for line in whole.lines if re.match(rf"{re.escape(section.title.en)}(:| with )", line)]
        last = EXACTLY.sub(r"≈ \1", re.sub(r" \(of [^)]*\)$", "", lines[-1]))
        points, of = unit.sections[key]
        end = re.search(r"(?<=[=≈:→] )-?[\d.,/]*\d$", last)
        if end is None:
            assert of == 0, lines
        else:
            assert abs(fraction(end[0], "en") - Fraction(points)) <= 2 * LAST, lines


def test_every_unit_of_some_made_competitions_is_told_truly(tmp_path: Path) -> None:
    units, equations = map(sum, zip(*(explained(tmp_path, seed) for seed in FEW), strict=True))
    assert units > 50
    assert equations > 1_500


@pytest.mark.slow
def test_every_unit_of_many_made_competitions_is_told_truly(tmp_path: Path) -> None:
    units, equations = map(sum, zip(*(explained(tmp_path, seed) for seed in MANY), strict=True))
    assert units > drawn(160, 500)
    assert equations > drawn(4_500, 14_000)
