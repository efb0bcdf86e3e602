"""What the linter says of the schemes that ship, with their samples: any change here is to be looked at by a person."""

from __future__ import annotations

import random
from typing import Any

import attrs
import pytest

from dvk_scoring.analysis.lint.rules import lint
from dvk_scoring.catalogue import catalogue
from dvk_scoring.problem import DvkError
from dvk_scoring.run import load_scheme, read_sample, score
from dvk_scoring.scheme.merge import read_merged
from dvk_scoring.scheme.read import read_scheme
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scheme.table import Reading
from tests.depth import drawn
from tests.samples import sample_rulings

# Scheme → code and key, from the scheme alone.
ADVICE = {
    "commune-police": [],
    "dan-van-kheo-2020": [],
    "key-communes-2020": [("L109", "scheme.limits.bonus")],
    "low-point-series": [],
    "pci-2013": [],
    "public-service-766": [],
    "stage-contest": [("L109", "scheme.limits.bonus")],
    "the-2016": [],
}
WITH_SAMPLE = {"commune-police": [("L128", "classes.excellent.from")]}
SHIPPED = {one.id: one.path for one in find_shipped()}


def said(found: Any) -> list[tuple[str, str | None]]:
    return [(one.code.removeprefix("DVK-"), one.place.key) for one in found]


def test_every_shipped_scheme_is_listed() -> None:
    assert set(ADVICE) == set(SHIPPED)


@pytest.mark.parametrize("name", sorted(ADVICE))
def test_a_shipped_scheme_is_told_what_it_was_told_before(name: str) -> None:
    scheme = load_scheme(name)
    assert said(lint(scheme)) == ADVICE[name]
    figures = read_sample(scheme)
    result = score(scheme, figures, sample_rulings(scheme, figures), sample=True)
    assert sorted(said(lint(scheme, result))) == sorted([*ADVICE[name], *WITH_SAMPLE.get(name, [])])


def test_only_who_is_within_a_thousandth_of_the_total_is_near_a_cut() -> None:
    # commune-police: 1 of 1,000 points; 900.85 is told, and no other unit of the sample is.
    scheme = load_scheme("commune-police")
    result = score(scheme, read_sample(scheme), sample=True)
    (one,) = (advice for advice in lint(scheme, result) if advice.code == "DVK-L128")
    near = [unit for unit in result.units if any(abs(unit.total - cut) < 1 for cut in (900, 800, 500))]
    assert [unit.name for unit in near] == ["Công an xã 01"]
    assert str(near[0].total) in one.text("en")


@pytest.mark.parametrize("name", ["commune-police", "dan-van-kheo-2020", "stage-contest", "public-service-766"])
def test_a_scheme_changed_at_random_never_crashes_it(name: str) -> None:
    document = read_merged(SHIPPED[name])
    draw = random.Random(name)
    linted = 0
    for _ in range(drawn(5, 12)):
        values = _changed(document.values, draw)
        reading = Reading(attrs.evolve(document, values=values))
        scheme = read_scheme(reading, None, ())
        if scheme is None:
            continue
        try:
            found = lint(scheme)
        except DvkError:  # what cannot be proved is refused, by name
            continue
        linted += 1
        assert {one.code for one in found} <= set(catalogue())
        assert all(one.text(language) for one in found for language in ("vi", "en"))
    assert linted >= 3


def _changed(values: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """Change settings that leave weights adding up: policies, limits, caps, params, cuts, steps of the tie-break."""
    changed = {key: dict(value) if isinstance(value, dict) else value for key, value in values.items()}
    head = changed["scheme"]
    head["weights"] = "relative"
    head["not_assigned"] = draw.choice(["leaves-total", "full", "zero"])
    head["not_reported"] = draw.choice(["error", "zero", "not-ranked"])
    head["limits"] = {"bonus": draw.randint(0, 9), "penalty": draw.randint(0, 9)}
    for place in ("bonuses", "penalties"):
        for key, one in changed.get(place, {}).items():
            changed[place][key] = {**one, "cap": draw.randint(1, 9)}
    criteria = changed["criteria"]
    for key in draw.sample(sorted(criteria), min(4, len(criteria))):
        own = {part: value for part, value in criteria[key].items() if part != "params"}
        criteria[key] = {**own, "weight": draw.choice([1, 3, 40, 200])}
    changed["sections"] = {
        key: {part: value for part, value in one.items() if part != "weight"}
        for key, one in changed.get("sections", {}).items()
    }
    return changed
