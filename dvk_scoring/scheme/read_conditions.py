"""Conditions: what a knock-out, a class or a title asks of a quantity, or of several of which one is enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal

import attrs

from dvk_scoring.catalogue import listed
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.scheme.form.awards import TestKeys
from dvk_scoring.scheme.form.key import keys_of
from dvk_scoring.scheme.model import Limits, Test
from dvk_scoring.scheme.slips import share_meant
from dvk_scoring.scheme.table import Percent, Table, refer
from dvk_scoring.text import Text
from dvk_scoring.written import plain, with_numbers

QUANTITY = Text(vi="đại lượng", en="quantity")
EVERY = ("every section", "every criterion")
CLASS_AT_LEAST: Literal["class_at_least"] = "class_at_least"
FEWEST_OF_ANY = 2
NO_TEST: Final = Test("total")
"""In place of a condition that could not be read, which has been told."""


@attrs.frozen
class Names:
    """What knock-outs, classes, titles and tie-breaks may name.

    Attributes:
        figures: Figures of the unit itself.
        figures_apply: Of these, kinds that have them where not all do.
        criterion_figures: ``criterion.figure`` → the figure.
        weights: ``criteria.ID`` and ``sections.ID`` → points by kind, of criteria those that give points.
        tie_breaks: Criteria that serve tie-breaks alone → kinds that have them.
        kinds: All kinds of unit.
        total: Points that a percentage of the total is taken of.
        limits: Of the whole.
        bonuses, penalties: Whether there are any.
        below: ``criteria.ID`` and ``sections.ID`` whose points may lie below 0 without any penalty.
        loose: Rounding may give more points than a weight has.
        quantities: All that a condition may look at, but for ``every …``.
    """

    figures: Mapping[str, FigureSpec] = attrs.field(hash=False)
    figures_apply: Mapping[str, tuple[str, ...]] = attrs.field(hash=False)
    criterion_figures: Mapping[str, FigureSpec] = attrs.field(hash=False)
    weights: Mapping[str, Mapping[str, Fraction]] = attrs.field(hash=False)
    tie_breaks: Mapping[str, Sequence[str]] = attrs.field(hash=False)
    kinds: tuple[str, ...]
    total: Fraction
    limits: Limits
    bonuses: bool
    penalties: bool
    below: frozenset[str]
    loose: bool
    quantities: Mapping[str, None] = attrs.field(init=False, hash=False, repr=False)

    @quantities.default
    def _all(self) -> Mapping[str, None]:
        figures = (*(f"figures.{key}" for key in self.figures), *(f"criteria.{key}" for key in self.criterion_figures))
        return dict.fromkeys(("total", "bonuses", "penalties", *self.weights, *figures))

    def figure(self, of: str) -> FigureSpec | None:
        """Give the figure that a quantity is, None when it is points."""
        head, _, rest = of.partition(".")
        return self.figures.get(rest) if head == "figures" else self.criterion_figures.get(rest)

    def has_share(self, of: str) -> bool:
        """Tell whether a quantity has a share of what could be had."""
        return of in EVERY or (of.startswith(("criteria.", "sections.")) and self.figure(of) is None)

    def serves_ties(self, of: str) -> bool:
        """Tell whether a quantity is a criterion that gives no points."""
        return of.startswith("criteria.") and of.removeprefix("criteria.") in self.tie_breaks

    def kinds_with(self, of: str) -> Sequence[str]:
        """Give the kinds of unit that have a quantity."""
        head, _, rest = of.partition(".")
        if head == "figures":
            return self.figures_apply.get(rest, self.kinds)
        owner = rest.partition(".")[0]
        if head == "criteria" and owner in self.tie_breaks:
            return self.tie_breaks[owner]
        weights = self.weights.get(f"{head}.{owner}")
        return self.kinds if not weights else [kind for kind, weight in weights.items() if weight]

    def reach(self, of: str, kinds: Sequence[str], *, share: bool) -> tuple[Fraction | None, Fraction | None]:
        """Bound what a unit of these kinds can have of a quantity before rulings; None where nothing bounds it."""
        figure = self.figure(of)
        if figure is not None:
            return figure.low, figure.high
        zero = Fraction(0)
        if (of == "bonuses" and not self.bonuses) or (of == "penalties" and not self.penalties):
            return zero, zero
        if of == "total":
            derived = None if self.bonuses or self.loose else self.total
            return self.limits.low, derived if self.limits.high is None else self.limits.high
        least = None if of in self.below or (of in EVERY and self.below) else zero
        if share:
            return least, None if self.loose else Fraction(1)
        weights = [weight for kind, weight in self.weights.get(of, {}).items() if kind in kinds]
        most = None if self.bonuses or self.loose or not weights else max(weights)
        return (None if self.penalties else least), most

    def is_ruled(self, of: str, *, share: bool) -> bool:
        """Tell whether a ruling on points may take a quantity beyond what figures can give."""
        if of == "total":
            return self.limits.high is None
        return not share and (of == "every section" or of.startswith("sections."))


def read_condition(table: Table, names: Names, kinds: Sequence[str] | None) -> Test:
    """Read one condition, or ``{any = [ … ]}``: several of which one is enough.

    Args:
        table: Where it stands.
        names: What it may look at.
        kinds: Kinds of unit that are asked, None: all.
    """
    if table.raw("any") is None:
        return _read_test(table, names, kinds or names.kinds)
    parts: list[Test] = []
    for inner in TestKeys.any.take(table):
        for key in (one_key for one_key in (CLASS_AT_LEAST, "any") if one_key in inner):
            inner.say("DVK-S178", key, key=key)
            break
        else:
            parts.append(_read_test(inner, names, kinds or names.kinds))
    written = table.values["any"]
    if isinstance(written, list) and len(written) < FEWEST_OF_ANY:
        table.say("DVK-S179", "any")
    for key in (*keys_of(TestKeys), CLASS_AT_LEAST):
        if key != "any" and table.raw(key) is not None:
            table.say("DVK-S177", key, key=key)
    table.close()
    return Test("", any=tuple(parts))


def _read_test(table: Table, names: Names, kinds: Sequence[str]) -> Test:
    """Read ``{of, as, at_least, at_most}``."""
    of = TestKeys.of.take(table)
    good = bool(of)
    if names.serves_ties(of):
        table.say("DVK-S176", "of", criterion=of.removeprefix("criteria."))
        good = False
    elif good:
        good = of in EVERY or refer(table, of, names.quantities, QUANTITY, "of")
    written = TestKeys.as_.take(table)
    if good and written == "share" and not names.has_share(of) and of != "total":
        table.say("DVK-S151", "as", of=of)
        good = False
    bounds = {key.name: key.take(table) for key in (TestKeys.at_least, TestKeys.at_most)}
    if all(key not in table for key in bounds):
        table.say("DVK-S152")
    table.close()
    if not good:
        return NO_TEST
    share = names.has_share(of) and (written == "share" or any(isinstance(bound, Percent) for bound in bounds.values()))
    low, high = (read_bound(table, names, key, of, bounds[key], share=share or written == "share") for key in bounds)
    if low is not None and high is not None and low > high:
        table.say("DVK-S127", low=table.values["at_least"], high=table.values["at_most"])
    made = Test(of, share, low, high)
    check_reach(table, names, made, kinds)
    return made


def check_reach(table: Table, names: Names, test: Test, kinds: Sequence[str]) -> None:
    """Warn of a condition that never holds, that always does, or that never looks at anything."""
    low, high = names.reach(test.of, kinds, share=test.share)
    least, most = test.at_least, test.at_most
    if test.of not in EVERY and not {*names.kinds_with(test.of)} & {*kinds}:
        table.say("DVK-S200", "of", of=test.of, kinds=listed(kinds))
        return
    if least is None and most is None:
        return
    reach = with_numbers(" … ".join("…" if end is None else plain(end) for end in (low, high)))
    if names.is_ruled(test.of, share=test.share):
        reach = Text(vi=f"{reach.vi}, chưa kể quyết định điều chỉnh điểm", en=f"{reach.en}, rulings on points aside")
    if (least is not None and high is not None and least > high) or (
        most is not None and low is not None and most < low
    ):
        table.say("DVK-S199", of=test.of, reach=reach)
    elif (least is None or (low is not None and low >= least)) and (
        most is None or (high is not None and high <= most)
    ):
        table.say("DVK-S214", of=test.of, reach=reach)


def read_bound(
    table: Table, names: Names, key: str, of: str, value: Fraction | Percent | None, *, share: bool
) -> Fraction | None:
    """Make a bound in the units of its quantity."""
    if value is None:
        return None
    part = value.share if isinstance(value, Percent) else value
    if share and part > 1:
        table.say("DVK-S153", key, value=table.values[key], meant=share_meant(table.values[key]))
        return None
    if share and isinstance(value, Fraction):
        return value * names.total if of == "total" else value
    if isinstance(value, Fraction):
        return value
    figure = names.figure(of)
    if figure is not None and figure.measure == "percent":
        return value.share * 100
    if of == "total":
        return value.share * names.total
    if names.has_share(of) or (figure is not None and figure.measure == "ratio"):
        return value.share
    table.say("DVK-S151", key, of=of)
    return None
