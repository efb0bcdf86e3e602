"""The document of a scheme, and the comparison of two, leave out nothing that counts: one thing changed at a time.

Whatever is changed in a scheme's file shows in the document and in the comparison; what shows in neither changes no
result.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from dvk_scoring.analysis.compare import Difference, compare_results
from dvk_scoring.problem import DvkError
from dvk_scoring.report.changes.json import changes_json
from dvk_scoring.report.changes.told import tell_changes
from dvk_scoring.report.rules.document import tell_rules
from dvk_scoring.report.rules.markdown import to_markdown
from dvk_scoring.run import read_figures, read_rulings, score
from dvk_scoring.scheme.compare import Change, compare_schemes
from dvk_scoring.scheme.merge import read_merged
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language
from tests.depth import some
from tests.docs.test_keys import PAGES, whole
from tests.properties.mutated import Mutated, mutations, scheme_of

ROOT = Path(__file__).parents[2]
OTHER = """\
[scheme]
id = "other"
title = { vi = "Thử", en = "Trial" }
valid = { from = 2026-01-01, to = 2026-12-31 }
total = 10
weights = "relative"
rounding = { section = 1, total = 1, mode = "half-even", guard = 10 }
limits = { penalty = 3 }
not_assigned = "leaves-section"
not_reported = "zero"
[clusters]
a = { title = { vi = "Cụm A", en = "Cluster A" } }
b = { title = { vi = "Cụm B", en = "Cluster B" } }
[sections]
s = { title = { vi = "Nhóm S", en = "Section S" }, weight = 2, limits = { penalty = 1, points = [0, 9] } }
t = { title = { vi = "Nhóm T", en = "Section T" }, weight = 1 }
[criteria]
along = { section = "t", plugin = "scale", weight = 1, title = { vi = "Thang", en = "Along" } }
reach = { section = "t", plugin = "outreach", weight = 1 }
[criteria.ratio]
section = "s"
weight = 1
[criteria.ratio.params]
goal = [{ from = 2026-01-01, value = 0.9 }, { from = 2026-07-01, value = { a = 0.95, b = 1 } }]
floor_rate = 0.2
prefer = "low"
scale = "from-floor"
[criteria.steps]
section = "s"
plugin = "bands"
weight = 2
title = { vi = "Theo bậc", en = "Steps" }
[criteria.steps.params]
steps = [{ from = 1, score = 0.25 }, { from = 5, score = 1 }]
below = 0.1
high = 20
[criteria.list]
section = "t"
plugin = "checklist"
weight = 1
title = { vi = "Danh mục", en = "List" }
[criteria.list.params]
items = { x = { vi = "Mục X", en = "Item X" }, y = { vi = "Mục Y", en = "Item Y" } }
item_weights = { x = 2, y = 1.5 }
"""
LANGUAGES: tuple[Language, ...] = ("vi", "en")
DIGEST = re.compile(r"^(?:Văn bản này do chương trình|This document is made by).*$", re.MULTILINE)


def told(scheme: Scheme, language: Language) -> str:
    """The document without its digest, which any byte changes."""
    return DIGEST.sub("", to_markdown(tell_rules(scheme, language)))


def changes_no_result(one: Mutated, base: Scheme) -> bool:
    """Name what the document leaves out with reason: the id; the mode of what is not rounded; a lone kind."""
    lone = one.where[0] == "clusters" and one.where[-1] == "kind" and len(base.kinds) == 1
    exact = one.where[-2:] == ("mode", "section") and base.rounding.section is None
    return one.where == ("scheme", "id") or lone or exact


def mirrored(changes: tuple[Change, ...]) -> set[str]:
    return {f"{one.path} {one.new!r} {one.old!r}" for one in changes}


def schemes(folder: Path) -> dict[str, tuple[Path, int]]:
    (folder / "other.toml").write_text(OTHER, encoding="utf-8")
    return {
        "every key": (whole(PAGES[1], folder), 1),
        "other words": (folder / "other.toml", 1),
        "stage-contest": (ROOT / "configs" / "stage-contest" / "scheme.toml", 2),
        "dan-van-kheo-2020": (ROOT / "configs" / "dan-van-kheo-2020" / "scheme.toml", 23),
    }


@pytest.mark.parametrize("name", ["every key", "other words", "stage-contest", "dan-van-kheo-2020"])
def test_what_is_changed_is_told(name: str, tmp_path: Path) -> None:
    path, every = schemes(tmp_path)[name]
    base = scheme_of(read_merged(str(path)))
    assert base is not None
    documents = {language: told(base, language) for language in LANGUAGES}
    tried = shown = 0
    for one in mutations(path, every=every):
        tried += 1
        changes = compare_schemes(base, one.scheme)
        asked = some(LANGUAGES, one_in=2, first=tried % 2)
        differ = {language: told(one.scheme, language) != documents[language] for language in asked}
        what = f"{'.'.join(map(str, one.where))}: {one.old!r} -> {one.new!r}"
        if not changes:  # a default written out, a sum that is the same, a percentage that is a share anyway
            assert not any(differ.values()), what
            assert one.new is None or one.where[-1] in ("as", "guard") or is_a_share(one), what
            continue
        shown += 1
        expected = {one.where[-1]} if one.where[-1] in LANGUAGES else {*LANGUAGES}
        assert changes_no_result(one, base) or all(differ[key] for key in asked if key in expected), what
        assert mirrored(changes) == {
            f"{other.path} {other.old!r} {other.new!r}" for other in compare_schemes(one.scheme, base)
        }, what
        in_words(Difference(base, one.scheme, changes), what)
    assert shown >= 5
    assert tried - shown < tried / 3


def is_a_share(one: Mutated) -> bool:
    return one.where[-1] == "weight" and one.scheme.weights == "relative"


def in_words(difference: Difference, what: str) -> None:
    """Every change has its words in both languages, and none shows how the program keeps it."""
    for language in LANGUAGES:
        for change in tell_changes(difference, language):
            line = f"{change.heading}: {change.text}"
            assert not re.search(r"None|Text\(|Fraction\(|ABSENT|\{\w*\}", line), f"{what}\n{line}"
    assert changes_json(difference).startswith("{")


@cache
def sample_result(path: Path) -> tuple[Result, Scheme]:
    scheme = scheme_of(read_merged(str(path)))
    assert scheme is not None
    return scored(scheme, path), scheme


def scored(scheme: Scheme, path: Path) -> Result:
    sample = scheme.sample
    assert sample is not None
    figures = read_figures(scheme, [path.parent / name for name in sample.figures])
    rulings = () if sample.rulings is None else read_rulings(scheme, figures, path.parent / sample.rulings)[0]
    return score(scheme, figures, rulings, scores=False)


def test_what_is_told_by_neither_changes_no_result() -> None:
    """Held against the engine, not against the comparison itself."""
    path = ROOT / "configs" / "stage-contest" / "scheme.toml"
    before, base = sample_result(path)
    silent = [
        one for one in mutations(path, every=2) if told(one.scheme, "vi") == told(base, "vi") and one.where[-1] != "en"
    ]
    assert len(silent) >= 3
    for one in silent:
        assert compare_results(before, scored(one.scheme, path)).changes == (), one.where


def test_what_changes_a_result_is_told() -> None:
    """The other way round: weights, params and policies that give other points are in document and comparison."""
    path = ROOT / "configs" / "stage-contest" / "scheme.toml"
    before, base = sample_result(path)
    altering = 0
    for one in mutations(path, every=3):
        if _same_columns(one.scheme, base) and _alters(one.scheme, before, path):
            altering += 1
            assert compare_schemes(base, one.scheme), one.where
            assert told(one.scheme, "en") != told(base, "en"), one.where
    assert altering >= 5


def _alters(scheme: Scheme, before: Result, path: Path) -> bool:
    """Whether a scheme gives the same figures another result; to refuse them is one."""
    try:
        after = scored(scheme, path)
    except DvkError:
        return True
    return bool(compare_results(before, after).changes)


def _same_columns(one: Scheme, other: Scheme) -> bool:
    def columns(scheme: Scheme) -> set[tuple[str, object]]:
        owners: list[CriterionUse | Adjustment] = [*scheme.criteria.values()]
        owners += [*scheme.bonuses.values(), *scheme.penalties.values()]
        return {(f"{use.id}.{spec.name}", spec) for use in owners for spec in use.figures}

    return columns(one) == columns(other) and [*one.clusters] == [*other.clusters]


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "configs").iterdir() if path.is_dir()))
def test_a_scheme_compared_with_itself_is_the_same(name: str) -> None:
    path = str(ROOT / "configs" / name / "scheme.toml")
    one, other = scheme_of(read_merged(path)), scheme_of(read_merged(path))
    assert one is not None
    assert other is not None
    assert compare_schemes(one, other) == ()
