"""What the rules look at: the scheme with the places of its keys, what is proved of it, and how advice is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from dvk_scoring.formula.show import show_number
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.document import place_of
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.merge import read_merged
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
from dvk_scoring.scoring.plan import Planner, ScoringPlan, declared_columns
from dvk_scoring.text import Text


@attrs.frozen(slots=False)
class Subject:
    """A scheme that is looked at.

    Attributes:
        scheme: The scheme.
        values: What its file says, by key, with what it extends; empty where the file is gone.
        places: Where each key stands.
    """

    scheme: Scheme
    values: Mapping[str, object] = attrs.field(factory=dict, hash=False)
    places: Mapping[Path, Place] = attrs.field(factory=dict, hash=False)

    @classmethod
    def of(cls, scheme: Scheme) -> Subject:
        """Take a scheme; its file is read once more for the places of its keys."""
        try:
            document = read_merged(scheme.path)
        except DvkError:  # a scheme made in memory: advice names keys without lines
            return cls(scheme)
        return cls(scheme, document.values, document.places)

    @cached_property
    def plan(self) -> ScoringPlan:
        """What is proved before any data.

        Raises:
            DvkError: What cannot be proved.
        """
        return Planner(self.scheme, declared_columns(self.scheme)).plan()

    @property
    def more_is_better(self) -> bool:
        """Tell whether points are earned; where the lower total ranks first they are faults."""
        return self.scheme.ranking.high

    @property
    def uses(self) -> Iterator[tuple[str, CriterionUse | Adjustment]]:
        """Every criterion, bonus and penalty with the table it stands in."""
        scheme = self.scheme
        tables: dict[str, Mapping[str, CriterionUse] | Mapping[str, Adjustment]]
        tables = {"criteria": scheme.criteria, "bonuses": scheme.bonuses, "penalties": scheme.penalties}
        for role, table in tables.items():
            for owner in table.values():
                yield role, owner

    def say(self, code: str, path: Path, **args: object) -> Problem:
        """Make a piece of advice at a key; numbers are written as each language writes them."""
        shown = {name: number(value) if isinstance(value, Fraction) else value for name, value in args.items()}
        return problem(code, place_of(self.places, self.scheme.path, path), **shown)

    def written(self, role: str, key: str) -> Mapping[str, object]:
        """Give the params that the file writes for a criterion, bonus or penalty itself."""
        table: object = self.values
        for step in (role, key, "params"):
            table = table.get(step) if isinstance(table, Mapping) else None
        return table if isinstance(table, Mapping) else {}


def number(value: Fraction) -> Text:
    """Write a number in both languages, with at most two decimals unless it needs few."""
    places = None if (value * 1000).denominator == 1 else 2
    return Text(vi=show_number(value, "vi", places), en=show_number(value, "en", places))


def percent(part: Fraction, places: int = 1) -> Text:
    """Write a share as a percentage in both languages: ``7,5%``.

    Example:
        >>> percent(Fraction(3, 40)).vi
        '7,5%'
    """
    exact = None if (part * 100 * 10**places).denominator == 1 else places
    return Text(vi=f"{show_number(part * 100, 'vi', exact)}%", en=f"{show_number(part * 100, 'en', exact)}%")


def weights(use: CriterionUse) -> Text:
    """Write a criterion's weight; where it differs by kind of unit, each of them."""
    shown = [number(value) for value in dict.fromkeys(use.weight.values())]
    return Text(vi=" / ".join(text.vi for text in shown), en=" / ".join(text.en for text in shown))


def listed(things: Sequence[Text], most: int) -> Text:
    """Name the first of several things, and say how many more there are."""
    more = len(things) - most
    vi, en = ", ".join(text.vi for text in things[:most]), ", ".join(text.en for text in things[:most])
    return Text(vi=vi, en=en) if more <= 0 else Text(vi=f"{vi} và {more} nữa", en=f"{en} and {more} more")
