"""A new scheme is green at once, whatever it is made of: checked, scored, its cases passed, nothing to remark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import tomli
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from dvk_scoring.analysis.lint.rules import lint
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.forms.make import FormOrder, make_forms
from dvk_scoring.run import load_scheme, prove, read_sample, score
from dvk_scoring.scaffold.scheme.make import FILES, make_scheme
from dvk_scoring.scaffold.scheme.plan import has_maximum
from dvk_scoring.scaffold.scheme.wish import SchemeWish, WantedCluster, WantedCriterion, whole_year
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.testing.scheme_cases import find_cases, run_scheme_cases
from dvk_scoring.text import Language, Text
from tests.depth import drawn

ALL = Registry.of()
BUNDLED = sorted(one.name for one in ALL.found if one.origin == "bundled")
INSIDE = [name for name in BUNDLED if has_maximum(ALL.criterion(name))]
TITLE = Text(vi="Thi đua", en="Emulation")


def wish_of(*words: str, **changes: object) -> SchemeWish:
    return SchemeWish("new", TITLE, tuple(map(WantedCriterion.read, words)), **changes)  # type: ignore[arg-type]


def made(wish: SchemeWish, folder: Path, language: Language = "vi") -> Scheme:
    """Make a scheme, and hold it to all that is said of a new one."""
    files = make_scheme(wish, folder, language, registry=ALL, force=True)
    assert [path.name for path in files] == [path.name for path in files if path.is_file()] == [*FILES]
    assert sorted(path.name for path in folder.iterdir()) == ["new"]
    scheme = load_scheme(folder / "new")
    assert scheme.problems == ()
    prove(scheme)
    # By the wish of who asked: what weighs more than half, and a bonus of what pays for nothing (the shortest time).
    written = "".join(one.written or "" for one in wish.criteria)
    ignored = {code for code, sign in (("DVK-L102", ""), ("DVK-L106", "+")) if written and sign in written}
    assert [one for one in lint(scheme, None, ignore=frozenset(ignored)) if one.severity != "note"] == []
    # The exact engine stands for all: that they agree is held elsewhere.
    result = score(scheme, read_sample(scheme), engine_name="exact")
    units = result.units
    assert [unit.unit for unit in units if unit.state != "ranked"] == []
    assert max(unit.total for unit in units) > 0
    assert [case.case.name.en for case in run_scheme_cases(scheme, find_cases(scheme)) if not case.ok] == []
    return scheme


@pytest.mark.parametrize("name", BUNDLED)
def test_each_criterion_alone(name: str, tmp_path: Path) -> None:
    """The whole total is its own; what only adds to a total stands beside another one."""
    scheme = made(wish_of(name) if name in INSIDE else wish_of("direct", name), tmp_path)
    assert set(scheme.criteria) | set(scheme.bonuses) == {name} | ({"direct"} if name not in INSIDE else set())
    assert sum(sum(use.weight.values()) for use in scheme.criteria.values()) == 100


@st.composite
def mixes(draw: st.DrawFn) -> tuple[tuple[str, ...], Fraction]:
    """Some criteria, some with points, some as bonus or penalty; and a total that they can make."""
    total = Fraction(draw(st.sampled_from(["50", "100", "62.5", "1000"])))
    names = draw(st.lists(st.sampled_from(INSIDE), min_size=1, max_size=6, unique=True))
    given_ones = draw(st.lists(st.booleans(), min_size=len(names) - 1, max_size=len(names) - 1))
    words = [
        f"{name}={draw(st.integers(1, 16)) / 2:g}" if one else name
        for name, one in zip(names, given_ones, strict=False)
    ]
    beside = draw(
        st.lists(st.sampled_from(BUNDLED), max_size=2, unique=True).map(
            lambda found: [x for x in found if x not in names]
        )
    )
    words += [f"{name}{draw(st.sampled_from(['=+2', '=-3', '=+0.5']))}" for name in beside]
    return (*words, names[-1]), total


@given(
    mix=mixes(),
    clusters=st.sampled_from([(), ("Cụm 1", "Cụm 2")]),
    classes=st.booleans(),
    flags=st.integers(0, 2),
    language=st.sampled_from(["vi", "en"]),
)
@settings(
    max_examples=drawn(3, 6),
    phases=[Phase.explicit, Phase.generate],
)
@example(mix=(tuple(INSIDE), Fraction(100)), clusters=("a", "b"), classes=True, flags=1, language="vi")
def test_any_mix(
    mix: tuple[Sequence[str], Fraction], clusters: Sequence[str], classes: bool, flags: int, language: Language
) -> None:
    words, total = mix
    wish = wish_of(
        *words,
        total=total,
        clusters=tuple(map(WantedCluster.read, clusters)),
        period=whole_year(2026),
        classes=classes,
        flags=flags,
    )
    with TemporaryDirectory() as folder:
        scheme = made(wish, Path(folder), language)
        assert (bool(scheme.classes), len(scheme.titles)) == (classes, min(flags, 1))
        assert scheme.total == total == sum(sum(use.weight.values()) for use in scheme.criteria.values())
        assert len(scheme.criteria) + len(scheme.bonuses) + len(scheme.penalties) == len(words)
        for word in words:
            name, _, written = word.partition("=")
            if written and written[0] not in "+-":
                assert scheme.criteria[name].weight == {"unit": Fraction(written)}
            elif written:
                beside = scheme.bonuses if written[0] == "+" else scheme.penalties
                assert beside[name].cap == Fraction(written[1:])
        if any(spec.by == "unit" for spec, _ in scheme.figure_columns.values()):
            assert make_forms(FormOrder(scheme, language="vi"), Path(folder) / "form.xlsx").forms == 1


WORDS = (*INSIDE[:-1], f"{INSIDE[-1]}", "per-occurrence=-2")
PARAM = re.compile(r"^# (params\.[\w.-]+ = .*)$", re.MULTILINE)


def test_both_languages_say_the_same_but_for_the_remarks(tmp_path: Path) -> None:
    wish = wish_of(*WORDS, clusters=(WantedCluster.read("Cụm 1"),), period=whole_year(2026))
    texts: dict[str, dict[str, str]] = {}
    spoken: tuple[Language, Language] = ("vi", "en")
    for language in spoken:
        files = make_scheme(wish, tmp_path / language, language, registry=ALL)
        texts[language] = {path.name: path.read_text(encoding="utf-8") for path in files}
    for name in ("scheme.toml", "cases.toml"):
        assert tomli.loads(texts["vi"][name]) == tomli.loads(texts["en"][name])
    assert {name for name in FILES if texts["vi"][name] == texts["en"][name]} <= {"figures.csv"}
    assert [len(texts["vi"][name].splitlines()) for name in FILES[:3]] == [
        len(texts["en"][name].splitlines()) for name in FILES[:3]
    ]
    assert texts["vi"]["scheme.toml"].startswith("#:schema ./scheme.schema.json\n")


def test_every_param_that_is_shown_can_be_taken_as_it_is(tmp_path: Path) -> None:
    """With the mark of the remark taken away, each line says what held already."""
    before = made(wish_of(*WORDS), tmp_path)
    file = tmp_path / "new" / "scheme.toml"
    text, count = PARAM.subn(r"\1", file.read_text(encoding="utf-8"))
    assert count > 60
    file.write_text(text, encoding="utf-8")
    after = load_scheme(tmp_path / "new")
    totals = [
        {unit.unit: unit.total for unit in score(one, read_sample(one), engine_name="exact").units}
        for one in (before, after)
    ]
    assert totals[0] == totals[1]


def blocks(text: str) -> Iterator[str]:
    """Give each block of lines that a person may take the mark away from, without those of params."""
    for block in re.findall(r"(?:^# (?:\[|\w[\w.-]* = ).*\n)+", text, re.MULTILINE):
        lines = [line.removeprefix("# ") for line in block.splitlines()]
        if not lines[0].startswith("params."):
            yield "\n".join(lines)


@pytest.mark.parametrize("awards", [True, False])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_example_that_is_shown_can_be_taken_as_it_is(language: Language, awards: bool, tmp_path: Path) -> None:
    made(wish_of("outreach", "ratio", classes=awards, flags=int(awards)), tmp_path, language)
    file = tmp_path / "new" / "scheme.toml"
    text = file.read_text(encoding="utf-8")
    found = list(blocks(text))
    assert len(found) == (9 if awards else 10), found
    for block in found:
        commented = "\n".join(f"# {line}" for line in block.splitlines())
        assert commented in text
        text = text.replace(commented, block)
    # A cluster needs a column; one section is empty, and says so.
    clusters, sections = (
        next(one for one in found if one.startswith(f"[{name}]")) for name in ("clusters", "sections")
    )
    text = text.replace(clusters, "").replace(sections, "")
    file.write_text(text, encoding="utf-8")
    scheme = load_scheme(tmp_path / "new")
    assert scheme.problems == ()
    assert set(scheme.knock_outs) == {"discipline"}
    assert len(scheme.titles) == (2 if awards else 1)
    assert scheme.classes
    prove(scheme)
