"""Relative weights, through real files: only their proportions count; full marks have the total, rounded or not."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.document import read_document
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.read import read_scheme
from dvk_scoring.scheme.table import Reading
from tests.depth import drawn

REGISTRY = Registry.of()
WEIGHTS = st.lists(st.integers(1, 999).map(lambda n: Fraction(n, 8)), min_size=6, max_size=6)


def read(text: str) -> Scheme:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scheme.toml"
        path.write_text(f'[scheme]\nid = "relative"\ntitle = "R"\nweights = "relative"\n{text}', encoding="utf-8")
        reading = Reading(read_document(str(path)))
        scheme = read_scheme(reading, None, REGISTRY)
        if scheme is None:
            raise DvkError(reading.problems)
        return attrs.evolve(scheme, problems=tuple(reading.problems))


def weighed(weights: list[Fraction], rounding: str) -> dict[str, Fraction]:
    """Give the weights of two criteria in a section, one on its own, and two in a section of the section."""
    a, b, c, d, section, inner = (f"{float(one):.3f}" for one in weights)
    scheme = read(f"""
total = 1000
rounding = {{ {rounding} }}
[sections]
s = {{ title = "S", weight = {section} }}
t = {{ title = "T", weight = {inner}, section = "s" }}
[criteria]
a = {{ plugin = "ratio", weight = {a}, section = "s" }}
b = {{ plugin = "ratio", weight = {b} }}
c = {{ plugin = "ratio", weight = {c}, section = "t" }}
d = {{ plugin = "ratio", weight = {d}, section = "t" }}
""")
    return {key: use.weight["unit"] for key, use in scheme.criteria.items()}


@settings(max_examples=drawn(10, 25))
@given(WEIGHTS, st.sampled_from([2, 3, 7, 10, 100]), st.sampled_from(["total = 2", "criterion = 2", "section = 0"]))
def test_scaling_all_relative_weights_changes_nothing(weights: list[Fraction], times: int, rounding: str) -> None:
    assert weighed(weights, rounding) == weighed([one * times for one in weights], rounding)


@settings(max_examples=drawn(10, 25))
@given(WEIGHTS)
def test_what_is_not_rounded_has_its_share_exactly(weights: list[Fraction]) -> None:
    """By hand: the top parts share 1,000, the parts of a section share its points; the sum is exact, not nearly so."""
    a, b, c, d, section, inner = weights
    found = weighed(weights, "total = 2")
    of_s = 1000 * section / (section + b)
    of_t = of_s * inner / (inner + a)
    assert found == {"a": of_s - of_t, "b": 1000 - of_s, "c": of_t * c / (c + d), "d": of_t * d / (c + d)}
    assert sum(found.values()) == 1000


# Case 17 of those made for this purpose: three equal parts of 100 at two places. 100 ÷ 3 = 33.33…: 33.33 each, and one
# hundredth is left; all remainders are equal, so that it goes to the first.
THIRDS = (
    'a = { plugin = "ratio", weight = 1 }\nb = { plugin = "ratio", weight = 1 }\nc = { plugin = "ratio", weight = 1 }\n'
)


@pytest.mark.parametrize(
    ("rounding", "weights"),
    [
        ("criterion = 2", ["33.34", "33.33", "33.33"]),
        ('criterion = 0, mode = "down"', ["34", "33", "33"]),
        ("total = 2", ["100/3", "100/3", "100/3"]),
    ],
)
def test_thirds_of_a_hundred(rounding: str, weights: list[str]) -> None:
    scheme = read(f"rounding = {{ {rounding} }}\n[criteria]\n{THIRDS}")
    assert [use.weight["unit"] for use in scheme.criteria.values()] == [Fraction(one) for one in weights]
    told = [one for one in scheme.problems if one.code == "DVK-S192"]
    assert len(told) == (0 if weights[0] == "100/3" else 1)


def test_the_largest_remainders_are_rounded_up() -> None:
    """10 points in whole ones by 5 : 4 : 7 of 16: 3.125, 2.5 and 4.375; one is left, and the remainder 0.5 has it."""
    criteria = "\n".join(f'{key} = {{ plugin = "ratio", weight = {n} }}' for key, n in {"a": 5, "b": 4, "c": 7}.items())
    scheme = read(f"total = 10\nrounding = {{ criterion = 0 }}\n[criteria]\n{criteria}\n")
    assert {key: use.weight["unit"] for key, use in scheme.criteria.items()} == {"a": 3, "b": 3, "c": 4}


def test_the_coarsest_rounding_of_a_section_is_that_of_its_points() -> None:
    """A section with a criterion in whole points and one at two places has 5 ÷ 7 of 10, 7.14: in whole points 7.

    Beside it 3 are left for the part at two places. Inside 7 × 1 ÷ 5 = 1.4 is 1, and 7 × 4 ÷ 5 = 5.6 is 6.
    """
    scheme = read("""
total = 10
[sections]
s = { title = "S", weight = 5 }
[criteria]
whole = { plugin = "ratio", section = "s", weight = 1, rounding = { places = 0 } }
fine = { plugin = "ratio", section = "s", weight = 4 }
beside = { plugin = "ratio", weight = 2 }
""")
    assert {key: use.weight["unit"] for key, use in scheme.criteria.items()} == {"whole": 1, "fine": 6, "beside": 3}


def test_parts_that_are_not_rounded_share_what_is_left() -> None:
    """100 by 1 : 1 : 1 : 4: of 14.2857… at one place 14.3; 85.7 are left for 1 : 1 : 4."""
    scheme = read("""
rounding = { criterion = "none", total = 2 }
[criteria]
a = { plugin = "ratio", weight = 1 }
b = { plugin = "ratio", weight = 1, rounding = { places = 1 } }
c = { plugin = "ratio", weight = 1 }
d = { plugin = "ratio", weight = 4 }
""")
    left = Fraction("85.7")
    assert [use.weight["unit"] for use in scheme.criteria.values()] == [
        left / 6,
        Fraction("14.3"),
        left / 6,
        left * 2 / 3,
    ]


@attrs.frozen
class Drawn:
    """A criterion: its section, its weight by kind, its rounding."""

    section: str | None
    weights: tuple[int, int]
    places: str


SECTIONS = {"s": None, "t": "s", "u": "t", "v": None}
CRITERIA = st.lists(
    st.builds(
        Drawn,
        st.sampled_from([None, *SECTIONS]),
        st.tuples(st.integers(0, 60), st.integers(0, 60)).filter(any),
        st.sampled_from(["", "places = 0", "places = 1", "places = 3", 'places = "none"', 'mode = "up"']),
    ),
    min_size=1,
    max_size=9,
)
ROUNDINGS = st.sampled_from(["criterion = 2", "criterion = 1, section = 0", "section = 1", "total = 1", "section = 3"])


@settings(max_examples=drawn(50, 150))
@given(CRITERIA, ROUNDINGS, st.integers(1, 40).map(lambda n: 25 * n))
def test_full_marks_have_the_total_for_every_kind(criteria: list[Drawn], rounding: str, total: int) -> None:
    lines = [f"total = {total}\nrounding = {{ {rounding} }}", "[clusters]"]
    lines += [f'{kind} = {{ title = "{kind}", kind = "{kind}" }}' for kind in ("k1", "k2")]
    lines += ["[sections]", *(f"{key} = {{ {_said(title=key, section=up)} }}" for key, up in SECTIONS.items())]
    lines.append("[criteria]")
    for at, one in enumerate(criteria):
        weights = {kind: weight for kind, weight in zip(("k1", "k2"), one.weights, strict=True) if weight}
        said = _said(plugin="ratio", section=one.section)
        by_kind = ", ".join(f"{kind} = {weight}" for kind, weight in weights.items())
        rounded = f", rounding = {{ {one.places} }}" if one.places and "criterion" in rounding else ""
        lines.append(f"c{at} = {{ {said}, weight = {{ {by_kind} }}, applies_to = {[*weights]}{rounded} }}")
    try:
        scheme = read("\n".join(lines))
    except DvkError as error:
        codes = {one.code for one in error.problems if one.severity == "error"}
        assume(not codes <= {"DVK-S139", "DVK-S194"})  # a kind or a part without points
        raise
    for kind in scheme.kinds:
        shares = {key: use.weight[kind] for key, use in scheme.criteria.items() if kind in use.weight}
        assert sum(shares.values()) == total
        for key, share in shares.items():
            closing = scheme.criteria[key].closing
            assert closing is None or share == round_fraction(share, closing.places, closing.mode)
        for key, section in scheme.sections.items():
            inside = [shares[one] for one, use in scheme.criteria.items() if one in shares and use.section == key]
            inside += [
                (one.weight or {}).get(kind, Fraction(0)) for one in scheme.sections.values() if one.parent == key
            ]
            assert section.weight is not None
            points, places = section.weight.get(kind, Fraction(0)), scheme.rounding.section
            assert sum(inside, Fraction(0)) == points
            assert places is None or points == round_fraction(points, places, "half-up")


def _said(**words: str | None) -> str:
    return ", ".join(f'{key} = "{word}"' for key, word in words.items() if word is not None)
