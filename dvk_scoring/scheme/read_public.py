"""``[public]``: what the public edition leaves out, and what it shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dvk_scoring.scheme.form.frame import FileKeys
from dvk_scoring.scheme.form.public import PublicKeys
from dvk_scoring.scheme.model import Adjustment, CriterionUse, KnockOut, Section
from dvk_scoring.scheme.public import AWARDS, SUMS, Public, around, figure_name, never_public
from dvk_scoring.scheme.read_conditions import Names
from dvk_scoring.scheme.table import Table, refer
from dvk_scoring.text import Text

_PART = Text(vi="phần của kết quả", en="part of the result")
_WHY = {
    "counts": Text(
        vi="số liệu này đếm khiếu nại, tố cáo, tin báo, người bị bắt hoặc bị theo dõi",
        en="it counts complaints, denunciations, information from people, arrests or people watched",
    ),
    "knock-out": Text(vi="điều kiện loại trừ xét số liệu này", en="a knock-out looks at it"),
}


def read_public(
    root: Table,
    names: Names,
    uses: Sequence[CriterionUse | Adjustment],
    knock_outs: Mapping[str, KnockOut],
    sections: Mapping[str, Section],
) -> Public:
    """Read ``[public]``; without it the edition leaves out what is internal by itself.

    Args:
        root: The file.
        names: What may be named.
        uses: Criteria, bonuses and penalties.
        knock_outs: By id.
        sections: By id.
    """
    table = FileKeys.public.take(root)
    if table is None:
        return Public()
    figures = {f"figures.{key}": spec for key, spec in names.figures.items()}
    figures |= {f"criteria.{key}": spec for key, spec in names.criterion_figures.items()}
    criteria = [use for use in uses if isinstance(use, CriterionUse)]
    ids = [f"criteria.{use.id}" for use in criteria]
    parts = [f"sections.{key}" for key in sections]
    made = Public(
        leaves_out=_named(table, "leaves_out", [*SUMS, *AWARDS, *parts, *ids, *figures]),
        shows=_named(table, "shows", [*SUMS, *ids, *figures]),
        small_cells=PublicKeys.small_cells.take(table),
    )
    table.close()
    never = never_public(made, names.figures, uses, knock_outs.values())
    for index, part in enumerate(made.shows):
        if part in made.leaves_out:
            table.say("DVK-S232", "shows", index, value=part)
        elif part in never:
            table.say("DVK-S231", "shows", index, value=part, why=_WHY[never[part]])
    _check_told(table, made, criteria, never, sections)
    return made


def _named(table: Table, key: str, known: Collection[str]) -> tuple[str, ...]:
    """Read a list of parts of the result."""
    taken = (PublicKeys.leaves_out if key == "leaves_out" else PublicKeys.shows).take(table) or ()
    for index, part in enumerate(taken):
        refer(table, part, known, _PART, key, index)
    return taken


def _check_told(
    table: Table,
    made: Public,
    criteria: Sequence[CriterionUse],
    never: Mapping[str, str],
    sections: Mapping[str, Section],
) -> None:
    """Refuse figures that would tell the points of a criterion which is left out."""
    for use in criteria:
        internal = any(figure_name(use.id, spec) in never for spec in use.figures)
        key = f"criteria.{use.id}"
        inside = any(f"sections.{outer}" in made.leaves_out for outer in around(use.section, sections))
        if not inside and key not in made.leaves_out and (not internal or key in made.shows):
            continue
        whole = all(figure_name(use.id, spec) in made.shows for spec in use.figures)
        for spec in use.figures:
            of = figure_name(use.id, spec)
            if (whole or not spec.shared) and of in made.shows and of not in never:
                table.say("DVK-S233", "shows", made.shows.index(of), value=of, criterion=use.id)
