"""A formula told in one paragraph that a committee can read; ``tell_trace`` (the working of one unit) is beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.follow import tell_trace
from dvk_scoring.formula.phrases import SUM, Phrases
from dvk_scoring.formula.shapes import clip_of, factors_of, factors_within, single_of, terms_of
from dvk_scoring.formula.symbols import FigureSpec, ParamSpec
from dvk_scoring.formula.vocabulary import SENTENCES
from dvk_scoring.formula.walk import children, walk
from dvk_scoring.text import Language, filled

__all__ = ["Told", "tell", "tell_errors", "tell_parts", "tell_trace"]

_LETTERS: Final = "ABCDEFGHIKLMNOPQRSTUVXY"
_MOST_SAID: Final = 2
_NAMED: Final = t.Least | t.Greatest | t.Choose | t.Bands | t.Across | t.Rescale | t.ShareOfBest | t.CountOf
_ERROR: Final = t.Absent(t.Empty.ERROR)
_LEAF: Final = t.Number | t.Figure | t.Attribute | t.Param


def tell(
    tree: t.Num, specs: Sequence[FigureSpec], language: Language, params: Mapping[str, ParamSpec] | None = None
) -> str:
    """Tell a formula in one paragraph: its named parts, the result, what empty denominators and sets mean.

    Args:
        tree: The formula.
        specs: Its figures; a figure that is not there is told by its name.
        language: ``vi`` or ``en``.
        params: Its params, told by label and default.
    """
    told = tell_parts(Phrases(specs, language, params), tree)
    let = [_say("let", language, names="; ".join(told.definitions))] if told.definitions else []
    return " ".join([*let, told.result, *told.notes])


@attrs.frozen
class Told:
    """A formula told in parts: ``A = …`` for each part that has a letter, the result, and what holds besides."""

    definitions: tuple[str, ...]
    result: str
    notes: tuple[str, ...]


def tell_parts(phrases: Phrases, tree: t.Num) -> Told:
    """Tell a formula in parts; the letters are left in ``phrases``."""
    language, nodes = phrases.language, walk(tree)
    named = _named_parts(tree)
    letters = {
        node: _letter(index) for index, node in enumerate(part for part in named if not isinstance(part, t.Titled))
    }
    definitions = []
    for node in named:
        letter = phrases.title(node) if isinstance(node, t.Titled) else letters[node]
        if isinstance(node, t.Num):
            definitions.append(f"{letter} = {phrases.unnamed(node)[1]}")
        else:
            definitions.append(_say("stands_for", language, letter=letter, text=phrases.says(node)))
        phrases.names[node] = letter
    cases = isinstance(tree, t.Choose | t.Bands)
    result = _say("result_cases" if cases else "result", language, text=phrases.unnamed(tree)[1])
    return Told(tuple(definitions), result, (*dict.fromkeys(_empties(nodes, phrases)), *_blanks(nodes, phrases)))


def tell_errors(
    tree: t.Num, specs: Sequence[FigureSpec], language: Language, params: Mapping[str, ParamSpec] | None = None
) -> str:
    """Tell when a formula calls the figures an error: what is empty there, or flat, and may not be."""
    phrases = Phrases(specs, language, params, defaults=False)
    errors: dict[str, None] = {}
    for node in walk(tree):
        match node:
            case t.Ratio(_, under, t.Empty.ERROR):
                errors[f"{phrases.say(under, SUM)} = 0"] = None
            case t.Rescale(value=value, when_flat=t.Empty.ERROR):
                errors[_say("all_equal", language, what=phrases.say(value, SUM))] = None
            case t.ShareOfBest(value=value, prefer="high", when_empty=t.Empty.ERROR):
                errors[_say("best_is_zero", language, what=phrases.say(value, SUM))] = None
            case t.Across(when_empty=t.Empty.ERROR):
                errors[_say("no_unit_left", language, what=phrases.say(node))] = None
            case t.Marks(kind="place", best=best, when_fewer=t.Empty.ERROR):
                errors[_say("too_few", language, place=best)] = None
            case t.Choose(cases, otherwise):
                errors |= dict.fromkeys(phrases.holds(case.when) for case in cases if case.then == _ERROR)
                if otherwise == _ERROR:
                    errors[_say("no_case", language)] = None
            case t.Bands(value, steps, below) if _ERROR in (below, *(step.then for step in steps)):
                errors[_say("wrong_band", language, what=phrases.say(value, SUM))] = None
    return phrases.word("or").join(errors)


def _say(key: str, language: Language, **values: object) -> str:
    return filled(SENTENCES[key], language, **values)


def _letter(index: int) -> str:
    turn, place = divmod(index, len(_LETTERS))
    return _LETTERS[place] + (str(turn) if turn else "")


def _named_parts(tree: t.Num) -> list[t.Num | t.Cond]:
    """Choose the parts that get a letter: those used more than once, and those too long to stand inside another.

    A condition gets one only where several are joined in it: a comparison used twice is said twice.
    """
    nodes = _spoken(tree)
    divisors = {node.under for node in nodes if isinstance(node, t.Ratio) and _is_long(node.under)}
    uses = Counter(part for node in nodes for part in _spoken_parts(node))
    return [
        node
        for node in nodes
        if node is not tree
        and (
            uses[node] > 1 and isinstance(node, t.And | t.Or)
            if isinstance(node, t.Cond)
            else isinstance(node, t.Titled)
            or ((uses[node] > 1 or isinstance(node, _NAMED) or node in divisors) and not _is_leaf(node))
        )
    ]


def _is_leaf(node: t.Num) -> bool:
    return isinstance(single_of(node), _LEAF)


def _is_long(node: t.Num) -> bool:
    return isinstance(node, t.Add | t.Subtract) and len(terms_of(node)) > _MOST_SAID


def _spoken(tree: t.Num) -> list[t.Num | t.Cond]:
    """Give every different part that is spoken of, parts before wholes."""
    parts: dict[t.Num | t.Cond, None] = {}
    stack: list[tuple[t.Num | t.Cond, bool]] = [(tree, False)]
    while stack:
        current, ready = stack.pop()
        if current in parts:
            continue
        if ready:
            parts[current] = None
        else:
            stack.append((current, True))
            stack += [(part, False) for part in reversed(_spoken_parts(current))]
    return list(parts)


def _spoken_parts(node: t.Num | t.Cond) -> Sequence[t.Num | t.Cond]:
    """Give the parts as they are spoken: a sum's terms, not the sums within it; what a clip holds."""
    if isinstance(node, t.Titled):
        return _spoken_parts(node.of)
    if isinstance(node, t.Add | t.Subtract):
        return [part for _, part in terms_of(node)]
    if isinstance(node, t.Multiply):
        return factors_of(node)
    return (isinstance(node, t.Num) and clip_of(node)) or children(node)


def _empties(nodes: Sequence[t.Num | t.Cond], phrases: Phrases) -> Iterator[str]:
    """Say what is done where nothing is left to divide by or to compare with."""
    language = phrases.language
    for node in nodes:
        match node:
            case t.Ratio(_, under, meaning) if _can_be_zero(under, phrases):
                yield _say("under", language, what=_zero(under, phrases), means=_meaning(meaning, phrases))
            case t.Across(kind=kind, when_empty=meaning) if kind not in ("sum", "count"):
                key = "outside" if kind == "rank" else "no_unit"
                yield _say(key, language, what=phrases.say(node), means=_meaning(meaning, phrases))
            case t.Rescale(value=value, when_flat=meaning):
                yield _say("flat", language, what=phrases.say(value, SUM), means=_meaning(meaning, phrases))
            case t.ShareOfBest(value=value, prefer="high", when_empty=meaning):
                yield _say("best_zero", language, what=phrases.say(value, SUM), means=_meaning(meaning, phrases))
            case t.Marks(fewest=fewest, best=best, when_fewer=meaning):
                if fewest > 1:
                    yield _say("fewest", language, fewest=fewest)
                if node.kind == "place" and best is not None and best > fewest:
                    yield _say("fewer", language, place=best, means=_meaning(meaning, phrases))


def _can_be_zero(under: t.Num, phrases: Phrases) -> bool:
    if isinstance(under, t.Number):
        return under.value == 0
    if isinstance(under, t.Multiply):
        return any(_can_be_zero(factor, phrases) for factor in factors_within(under))
    declared = phrases.params.get(under.name) if isinstance(under, t.Param) else None
    return declared is None or declared.low <= 0 <= declared.high


def _zero(under: t.Num, phrases: Phrases) -> str:
    """Write when a denominator is 0: a product is when one of those factors is that can be."""
    parts = (
        [under]
        if under in phrases.names
        else [part for part in dict.fromkeys(factors_of(under)) if _can_be_zero(part, phrases)]
    )
    return phrases.word("or").join(f"{phrases.say(part, SUM)} = 0" for part in parts)


def _meaning(meaning: t.Num | t.Empty, phrases: Phrases) -> str:
    if isinstance(meaning, t.Empty):
        return _say(meaning.value, phrases.language)
    return _say("takes", phrases.language, value=phrases.say(meaning, SUM))


def _blanks(nodes: Sequence[t.Num | t.Cond], phrases: Phrases) -> Iterator[str]:
    for node in nodes:
        spec = phrases.specs.get(node.name) if isinstance(node, t.Figure | t.Attribute) else None
        if spec is not None and spec.blank is not None and isinstance(node, t.Figure | t.Attribute):
            value = phrases.number(spec.blank)
            yield _say("blank", phrases.language, label=phrases.symbol(node), value=value)
