"""What a scheme keeps out of the public edition: what it says itself, and what is never or not by itself public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal

import attrs

from dvk_scoring.formula.symbols import FigureSpec

if TYPE_CHECKING:
    from dvk_scoring.scheme.model import Adjustment, CriterionUse, KnockOut, Scheme, Section

Why = Literal["declared", "counts", "knock-out", "penalties", "reads", "section"]
"""Why something is left out: the scheme says so; it counts complaints and their like; a knock-out looks at it; it is a
penalty; it reads a figure that is left out; it lies in a section that is left out."""
SUMS: Final = ("bonuses", "penalties")
AWARDS: Final = ("classes", "titles")


@attrs.frozen
class Public:
    """``[public]``.

    Attributes:
        leaves_out: What is left out besides what is by itself: ``criteria.ID``, ``sections.ID``, ``figures.ID``,
            ``criteria.ID.FIGURE``, ``bonuses``, ``penalties``, ``classes``, ``titles``.
        shows: What is shown although it is left out by itself: figures, ``penalties``, ``bonuses``, ``criteria.ID``.
        small_cells: A count below this is withheld; 0: none is.
    """

    leaves_out: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    small_cells: int = 5


def figure_name(owner: str, spec: FigureSpec) -> str:
    """Name a figure as conditions do: ``figures.ID`` when it is the unit's own, else ``criteria.ID.FIGURE``."""
    return f"figures.{spec.name}" if spec.shared else f"criteria.{owner}.{spec.name}"


def never_public(
    public: Public,
    figures: Mapping[str, FigureSpec],
    uses: Iterable[CriterionUse | Adjustment],
    knock_outs: Iterable[KnockOut],
) -> dict[str, Why]:
    """Give the figures that no edition shows, and why.

    Those are what knock-outs look at, what counts complaints, denunciations, information from people, arrests or
    people watched, and what the scheme leaves out.
    """
    reasons: dict[str, Why] = {}
    for knock_out in knock_outs:
        reasons |= {test.of: "knock-out" for test in knock_out.when.single if is_figure(test.of)}
    named = {f"figures.{key}": spec for key, spec in figures.items()}
    named |= {figure_name(use.id, spec): spec for use in uses for spec in use.figures}
    for of, spec in named.items():
        if spec.counts is not None:
            reasons[of] = "counts"
        elif of in public.leaves_out:
            reasons.setdefault(of, "declared")
    return reasons


def left_out(scheme: Scheme) -> dict[str, Why]:
    """Give the points, classes and titles that the edition of a scheme does not show, and why.

    ``criteria.ID``, ``sections.ID``, ``bonuses``, ``penalties``, ``classes``, ``titles``; in the order of the scheme.
    """
    public = scheme.public
    never = never_public(public, scheme.figures, scheme.uses, scheme.knock_outs.values())
    hidden: dict[str, Why] = {}
    for key in scheme.sections:
        if any(f"sections.{outer}" in public.leaves_out for outer in around(key, scheme.sections)):
            hidden[f"sections.{key}"] = "declared" if f"sections.{key}" in public.leaves_out else "section"
    for key, use in scheme.criteria.items():
        why = _why(f"criteria.{key}", public, use, never)
        if use.section is not None and f"sections.{use.section}" in hidden:
            why = why or "section"
        if why:
            hidden[f"criteria.{key}"] = why
    for name, ones in (("bonuses", scheme.bonuses), ("penalties", scheme.penalties)):
        reasons = [why for adjustment in ones.values() if (why := _why(name, public, adjustment, never))]
        if ones and name == "penalties" and name not in public.shows:
            reasons.append("penalties")
        if ones and (reasons or name in public.leaves_out):
            hidden[name] = "declared" if name in public.leaves_out else reasons[0]
    hidden |= {name: "declared" for name in AWARDS if name in public.leaves_out}
    return hidden


def _why(name: str, public: Public, use: CriterionUse | Adjustment, never: Mapping[str, Why]) -> Why | None:
    """Tell why points are left out: the scheme says so, or what they are made of is not public."""
    if name in public.leaves_out:
        return "declared"
    reasons = [never[of] for spec in use.figures if (of := figure_name(use.id, spec)) in never]
    if "declared" in reasons:
        return "reads"  # who leaves a figure out leaves out what tells it
    return reasons[0] if reasons and name not in public.shows else None


def around(section: str | None, sections: Mapping[str, Section]) -> Iterator[str]:
    """Give a section and those around it; None, and one that there is not, which has been told, give nothing."""
    while section is not None and section in sections:
        yield section
        section = sections[section].parent


def is_figure(of: str) -> bool:
    """Tell what is named of a figure, the unit's or a criterion's, from parts of the result."""
    return of.startswith("figures.") or (of.startswith("criteria.") and of.count(".") > 1)
