"""A rule of a scheme stands in the law, its words where they are declared: no other module decides or tells by them.

A new word of one of these keys, say a fourth way in which a share becomes a number of places, is then a word of the
model, its texts, and what the law makes of it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from dvk_scoring.formula.tree import Prefer, RoundMode
from dvk_scoring.scheme import model

PACKAGE = Path(__file__).parents[2] / "dvk_scoring"
HOMES = ("formula", "law", "scheme")
"""Where rounding is computed, where the rules are, and where their words are declared."""
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in HOMES)
DECIDED: dict[str, Any] = {
    "round": model.QuotaRounding,
    "tie": model.QuotaTie,
    "held": model.Held,
    "ties": model.Ties,
    "absent": model.Absent,
    "quota.of": model.QuotaOf,
    "ranking.prefer": Prefer,
}
"""Fields that no other module compares with one of their words."""
TOLD = (RoundMode, model.QuotaTie, model.Held, model.Ties, model.Absent, model.NotAssigned, model.NotReported)
"""Kinds of words that no other module has a text for, each."""


def breaches(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            words = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
            fields = {field for one in ast.walk(node) if isinstance(one, ast.Attribute) for field in names(one)}
            yield from (f"{node.lineno}: {one}" for one in fields & {*DECIDED} if words & {*get_args(DECIDED[one])})
        if isinstance(node, ast.Dict) and any(map(is_text, node.values)):
            words = {one.value for one in node.keys if isinstance(one, ast.Constant)}
            yield from (f"{node.lineno}: {kind}" for kind in TOLD if len(words & {*get_args(kind)}) > 1)


def names(field: ast.Attribute) -> tuple[str, str]:
    """Name a field by itself, and with what it is a field of."""
    owner = getattr(field.value, "attr", getattr(field.value, "id", ""))
    return field.attr, f"{owner}.{field.attr}"


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_decides_or_tells_by_the_words_of_a_rule(path: Path) -> None:
    assert list(breaches(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        'x = 1 if quota.round == "up" else 2',
        'x = title.quota.tie != "share"',
        'x = one.quota.of == "ranked"',
        'x = scheme.ranking.ties in ("shared", "dense")',
        'x = scheme.ranking.prefer == "low"',
        'SAID = {"down": Text(vi="xuống", en="down"), "up": Text(vi="lên", en="up")}',
        'SAID = {"leaves-total": Text(vi="", en=""), "full": Text(vi="", en="")}',
    ],
)
def test_a_breach_is_seen(source: str) -> None:
    assert list(breaches(source))


def test_what_is_no_word_of_a_rule_may_be_said() -> None:
    assert not list(
        breaches('x = node.prefer == "high"\nSAID = {"low": Text(vi="", en=""), "high": Text(vi="", en="")}')
    )
