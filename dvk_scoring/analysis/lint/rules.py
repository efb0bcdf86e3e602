"""The rules by name, and the one function that runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from dvk_scoring.analysis.lint.nothing import full_for_nothing, missing_pays
from dvk_scoring.analysis.lint.order import coarse_total, idle_tie_breaks
from dvk_scoring.analysis.lint.params import without_effect
from dvk_scoring.analysis.lint.reach import classes_for_all_or_none, heavy_penalties, idle_limits, out_of_reach
from dvk_scoring.analysis.lint.sources import only_the_unit, without_base
from dvk_scoring.analysis.lint.steps import jumps
from dvk_scoring.analysis.lint.subject import Subject
from dvk_scoring.analysis.lint.twice import same_figure
from dvk_scoring.analysis.lint.weights import decides_alone, too_small
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import Scheme

if TYPE_CHECKING:
    from dvk_scoring.analysis.lint.scored import Scored
    from dvk_scoring.scoring.result import Result

SchemeCheck: TypeAlias = "Callable[[Subject], Iterator[Problem]]"
ScoredCheck: TypeAlias = "Callable[[Scored], Iterator[Problem]]"


@attrs.frozen
class Rule:
    """A rule that looks at the scheme alone, and the codes it may give."""

    codes: frozenset[str]
    check: SchemeCheck


@attrs.frozen
class ScoredRule:
    """A rule that looks at a scored competition, and the codes it may give."""

    codes: frozenset[str]
    check: ScoredCheck


RULES: Final = (
    Rule(frozenset({"DVK-L101"}), too_small),
    Rule(frozenset({"DVK-L102"}), decides_alone),
    Rule(frozenset({"DVK-L103"}), jumps),
    Rule(frozenset({"DVK-L104"}), same_figure),
    Rule(frozenset({"DVK-L106"}), full_for_nothing),
    Rule(frozenset({"DVK-L107"}), without_effect),
    Rule(frozenset({"DVK-L108", "DVK-L116"}), out_of_reach),
    Rule(frozenset({"DVK-L109"}), idle_limits),
    Rule(frozenset({"DVK-L110", "DVK-L111"}), classes_for_all_or_none),
    Rule(frozenset({"DVK-L112"}), coarse_total),
    Rule(frozenset({"DVK-L113", "DVK-L118", "DVK-L120"}), missing_pays),
    Rule(frozenset({"DVK-L114"}), only_the_unit),
    Rule(frozenset({"DVK-L115"}), without_base),
    Rule(frozenset({"DVK-L117"}), heavy_penalties),
    Rule(frozenset({"DVK-L119"}), idle_tie_breaks),
)


def scored_rules() -> tuple[ScoredRule, ...]:
    """Give the rules that need figures; what they need is imported here and not before."""
    from dvk_scoring.analysis.lint.alike import ranked_alike
    from dvk_scoring.analysis.lint.close import equal_totals, near_cuts, one_class, small_clusters
    from dvk_scoring.analysis.lint.outlier import sets_the_measure
    from dvk_scoring.analysis.lint.spread import all_or_none, effective_weights

    return (
        ScoredRule(frozenset({"DVK-L121", "DVK-L122"}), all_or_none),
        ScoredRule(frozenset({"DVK-L123", "DVK-L129"}), effective_weights),
        ScoredRule(frozenset({"DVK-L124"}), ranked_alike),
        ScoredRule(frozenset({"DVK-L125"}), one_class),
        ScoredRule(frozenset({"DVK-L126"}), sets_the_measure),
        ScoredRule(frozenset({"DVK-L127"}), small_clusters),
        ScoredRule(frozenset({"DVK-L128"}), near_cuts),
        ScoredRule(frozenset({"DVK-L130"}), equal_totals),
    )


def lint(
    scheme: Scheme, result: Result | None = None, *, ignore: AbstractSet[str] = frozenset()
) -> tuple[Problem, ...]:
    """Look for what is allowed and works, and yet may not be what its author wants.

    Args:
        scheme: A checked scheme.
        result: A competition scored with it, for the rules that need figures.
        ignore: Codes that are not told.

    Returns:
        Warnings and notes, in the order of the scheme's keys.

    Raises:
        DvkError: A formula's range cannot be proved: there is no advice on a scheme that cannot be used.
    """
    subject = Subject.of(scheme)
    subject.plan  # noqa: B018 - refused at once, by whatever rule comes first
    advice = [problem for rule in RULES if not rule.codes <= ignore for problem in rule.check(subject)]
    if result is not None:
        from dvk_scoring.analysis.lint.scored import Scored

        scored = Scored(subject, result)
        advice += [problem for rule in scored_rules() if not rule.codes <= ignore for problem in rule.check(scored)]
    kept = [problem for problem in advice if problem.code not in ignore]
    return tuple(sorted(kept, key=lambda problem: _place(scheme, problem)))


def heading(problem: Problem) -> tuple[str, str]:
    """Give the table and id that a piece of advice is about; both empty: the scheme as a whole."""
    role, _, rest = (problem.place.key or "").partition(".")
    key = rest.partition(".")[0]
    return (role, key) if role in ("sections", "criteria", "bonuses", "penalties") else ("", "")


def _place(scheme: Scheme, problem: Problem) -> tuple[int, int, str]:
    """Order by what it is about as the scheme prints it, then by code."""
    tables = {
        "": [""],
        "sections": [*scheme.sections],
        "criteria": [*scheme.criteria],
        "bonuses": [*scheme.bonuses],
        "penalties": [*scheme.penalties],
    }
    role, key = heading(problem)
    return list(tables).index(role), tables[role].index(key), problem.code
