"""How something is scored: the formula in words with this scheme's numbers, params by cluster and day, promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.criteria.criterion import params_class
from dvk_scoring.formula.phrases import Phrases
from dvk_scoring.formula.words import tell_parts
from dvk_scoring.report.rules.blocks import Block, Facts, Items, Line
from dvk_scoring.report.rules.teller import PartSayer, Teller
from dvk_scoring.scheme.model import Decided
from dvk_scoring.text import Text

_SAID: Final[Mapping[str, Text]] = {
    "score": Text(vi="Cách tính mức đạt", en="How the score is computed"),
    "points": Text(vi="Cách tính điểm", en="How the points are computed"),
    "score_of": Text(vi="Cách tính mức đạt, {kind}", en="How the score is computed, {kind}"),
    "points_of": Text(vi="Cách tính điểm, {kind}", en="How the points are computed, {kind}"),
    "times": Text(
        vi="Kết quả là mức đạt, {range}; nhân với điểm tối đa thành điểm.",
        en="The result is the score, {range}; it is multiplied by the weight.",
    ),
    "times_factor": Text(
        vi="Kết quả là mức đạt, {range}; nhân với {factor} thành điểm.",
        en="The result is the score, {range}; it is multiplied by {factor}.",
    ),
    "as_it_is": Text(vi="Kết quả là số điểm.", en="The result is the points."),
    "range": Text(vi="từ {low} đến {high}", en="from {low} to {high}"),
    "from": Text(vi="từ {low} trở lên", en="from {low} up"),
    "to": Text(vi="không quá {high}", en="up to {high}"),
    "open": Text(vi="không giới hạn", en="without limit"),
    "by_cluster": Text(vi="theo cụm, khối", en="by cluster"),
    "param": Text(vi="{label}: {value}", en="{label}: {value}"),
    "since": Text(vi="từ ngày {day}: {value}", en="since {day}: {value}"),
    "in_force": Text(vi="từ ngày {day} (đang áp dụng): {value}", en="since {day} (in force): {value}"),
    "params": Text(vi="Tham số", en="Params"),
    "promises": Text(vi="Cam kết chống chạy theo thành tích", en="Promises against gaming"),
}

_BESIDE: Final = 2


def tell_scoring(teller: Teller, by_kind: Mapping[str, Decided], factor: Fraction | None = None) -> Iterator[Block]:
    """Tell how points come from figures.

    Args:
        teller: Of the scheme.
        by_kind: Kind of unit → decided plugin; told once where one formula holds for all.
        factor: What a bonus or penalty multiplies its score with, 1 where scores alone are compared; None: the weight
            of a criterion.
    """
    say = PartSayer(teller, _SAID)
    told = {
        kind: (*_formula(teller, say, decided), _result(teller, say, decided, factor))
        for kind, decided in by_kind.items()
    }
    decided = next(iter(by_kind.values()))
    word = decided.built.criterion.gives
    for lines in dict.fromkeys(told.values()):
        kinds = [kind for kind, sentences in told.items() if sentences == lines]
        heading = say(word) if len(kinds) == len(told) else say(f"{word}_of", kind=teller.kinds(kinds))
        yield from _listed(heading, lines)
    params = tuple(_params(teller, say, decided))
    if params:
        yield Facts(params)
    yield from _tables(teller, decided)


def tell_formula(teller: Teller, decided: Decided) -> str:
    """Tell a formula in one paragraph."""
    return " ".join(_formula(teller, PartSayer(teller, _SAID), decided))


def tell_promises(teller: Teller, decided: Decided) -> Iterator[Block]:
    """Tell what a criterion holds against gaming."""
    promises = decided.built.criterion.promises
    if promises:
        yield Line(f"{PartSayer(teller, _SAID)('promises')}:")
        yield Items(tuple(f"{teller.text(promise.text).rstrip('.')}." for promise in promises))


def _listed(heading: str, lines: tuple[str, ...]) -> Iterator[Block]:
    """Give the lines below their heading; one or two short ones stand beside it."""
    if len(lines) <= _BESIDE:
        yield Facts(((heading, " ".join(lines)),))
    else:
        yield Line(f"{heading}:")
        yield Items(lines)


def _formula(teller: Teller, say: PartSayer, decided: Decided) -> tuple[str, ...]:
    specs = {param.name: param for param in decided.built.params}
    values: dict[str, str] = {}
    for name, value in decided.params.items():
        if isinstance(value, Mapping):
            values[name] = say("by_cluster")
        else:
            specs[name] = attrs.evolve(specs[name], default=value)
    phrases = Phrases(decided.built.figures, teller.language, specs, values=values, whole=True)
    told = tell_parts(phrases, decided.built.tree)
    return (*(f"{definition}." for definition in told.definitions), told.result, *told.notes)


def _result(teller: Teller, say: PartSayer, decided: Decided, factor: Fraction | None) -> str:
    criterion = decided.built.criterion
    if criterion.gives == "points":
        return say("as_it_is")
    low, high = (None if end is None else teller.number(end) for end in (criterion.range.low, criterion.range.high))
    key = "open" if low is high is None else "to" if low is None else "from" if high is None else "range"
    range_ = say(key, low=low, high=high)
    if factor is None:
        return say("times", range=range_)
    return say("times_factor", range=range_, factor=teller.number(factor))


def _params(teller: Teller, say: PartSayer, decided: Decided) -> Iterator[tuple[str, str]]:
    """Tell the params that no single number says, and those that have a help."""
    for spec in decided.built.params:
        value, dated = decided.params[spec.name], decided.dated.get(spec.name, {})
        told = tell_param(teller, value)
        if dated:
            begun = [day for day in dated if teller.scheme.as_of is not None and day <= teller.scheme.as_of]
            told = "; ".join(
                say(
                    "in_force" if begun and day == max(begun) else "since",
                    day=teller.day(day),
                    value=tell_param(teller, v),
                )
                for day, v in dated.items()
            )
        helped = "" if spec.help is None else f". {teller.text(spec.help)}"
        if dated or helped or isinstance(value, Mapping):
            yield teller.text(spec.label), told + helped


def tell_param(teller: Teller, value: Fraction | Mapping[str, Fraction]) -> str:
    """Tell the value of a param: one number, or one for each cluster."""
    if not isinstance(value, Mapping):
        return teller.number(value)
    clusters = teller.scheme.clusters
    return ", ".join(f"{teller.text(clusters[key].title)} {teller.number(number)}" for key, number in value.items())


def _tables(teller: Teller, decided: Decided) -> Iterator[Block]:
    """Tell settings that are texts for people: what is counted by them stands in no formula."""
    used = {figure.many for figure in decided.built.figures}
    for name, spec in params_class(decided.built.criterion).dvk_settings.items():
        value = decided.built.settings[name]
        if name in used or not isinstance(value, Mapping):
            continue
        lines = [teller.text(text) for text in value.values() if isinstance(text, Text)]
        if lines:
            yield Line(f"{teller.text(spec.label)}:")
            yield Items(tuple(f"{line.rstrip('.')}." for line in lines))
