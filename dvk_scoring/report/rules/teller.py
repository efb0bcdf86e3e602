"""How the parts of a scheme are named in a document of rules: by title and number, never by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.analysis.quantity import QuantityNames
from dvk_scoring.formula.show import show_day, show_fraction
from dvk_scoring.scheme.form.frame import OwnRoundingKeys
from dvk_scoring.scheme.model import Adjustment, Closing, CriterionUse, Limits, Scheme, Section, Test
from dvk_scoring.text import Language, Sayer, Text

_SAID: Final[Mapping[str, Text]] = {
    "points": Text(vi="{number} điểm", en="{number} points"),
    "point": Text(vi="{number} điểm", en="{number} point"),
    "numbered": Text(vi="{no}. {title}", en="{no}. {title}"),
    "quoted": Text(vi="“{name}”", en="“{name}”"),
    "criteria": Text(vi="tiêu chí {name}", en="the criterion {name}"),
    "sections": Text(vi="nhóm {name}", en="the section {name}"),
    "figure_of": Text(vi="số liệu “{figure}” của {owner}", en="the figure “{figure}” of {owner}"),
    "kind": Text(vi="đối tượng {number}", en="kind {number}"),
    "and": Text(vi=" và ", en=" and "),
    "or": Text(vi=" hoặc ", en=" or "),
    "round": Text(vi="làm tròn đến {places} chữ số thập phân ({rest})", en="rounded to {places} decimals ({rest})"),
    "round_one": Text(vi="làm tròn đến 1 chữ số thập phân ({rest})", en="rounded to 1 decimal ({rest})"),
    "round_whole": Text(vi="làm tròn đến số nguyên ({rest})", en="rounded to a whole number ({rest})"),
    "exact": Text(vi="không làm tròn", en="not rounded"),
    "any": Text(vi="ít nhất một trong: {tests}", en="at least one of: {tests}"),
    "bonus": Text(vi="điểm thưởng được tính không quá {most}", en="bonuses count up to {most}"),
    "penalty": Text(vi="điểm trừ bị tính không quá {most}", en="penalties count up to {most}"),
    "low": Text(vi="điểm sau thưởng, trừ không dưới {most}", en="after bonuses and penalties no less than {most}"),
    "taken": Text(
        vi="phần vượt mức cao nhất bớt vào điểm thưởng, phần thiếu so với mức thấp nhất bớt vào điểm trừ",
        en="what lies above is taken off the bonuses, what lies below off the penalties",
    ),
    "high": Text(vi="điểm sau thưởng, trừ không quá {most}", en="after bonuses and penalties no more than {most}"),
}


class Teller(QuantityNames):
    """Names and numbers of one scheme in one language."""

    def __init__(self, scheme: Scheme, language: Language) -> None:
        """Keep the scheme; kinds of unit are numbered in the order in which the clusters name them."""
        super().__init__(scheme, language)
        self.word = Sayer(_SAID, self.language)
        self._places = {kind: place for place, kind in enumerate(scheme.kinds, start=1)}

    def text(self, text: Text) -> str:
        """Give a text of the scheme."""
        return text.in_(self.language)

    def number(self, value: Fraction) -> str:
        """Write a number; one that no decimals hold is followed by its fraction."""
        return show_fraction(value, self.language)

    def points(self, value: Fraction) -> str:
        """Write points with their noun."""
        return self.word("point" if value == 1 else "points", number=self.number(value))

    def day(self, day: date) -> str:
        """Write a day as the language does."""
        return show_day(day, self.language)

    def closing(self, closing: Closing | None) -> str:
        """Say how something is rounded, or that it is not."""
        if closing is None:
            return self.word("exact")
        key = {0: "round_whole", 1: "round_one"}.get(closing.places, "round")
        return self.word(key, places=closing.places, rest=self.rule(OwnRoundingKeys.mode, closing.mode))

    def titled(self, part: CriterionUse | Adjustment | Section) -> str:
        """Give number and title, as a heading has them."""
        title = self.text(part.title)
        return self.word("numbered", no=part.no, title=title) if part.no else title

    def name(self, of: str, *, share: bool = False) -> str:
        """Name a quantity so that no other one is meant: figures of criteria with their criterion."""
        head, _, rest = of.partition(".")
        if head in ("criteria", "sections"):
            key, _, figure = rest.partition(".")
            owner: CriterionUse | Section
            owner = self.scheme.criteria[key] if head == "criteria" else self.scheme.sections[key]
            named = self.word(head, name=self.word("quoted", name=self.titled(owner)))
            if figure:
                return self.word("figure_of", figure=self.text(self.spec(rest).label), owner=named)
            return self.shared_name(named) if share else named
        return super().name(of, share=share)

    def test(self, test: Test) -> str:
        """Say what a test asks."""
        if test.any:
            return self.word("any", tests=self.word("or").join(map(self.test, test.any)))
        return self.asked(test, test.of)

    def kind(self, kind: str) -> str:
        """Name a kind of unit by its number."""
        return self.word("kind", number=self._places.get(kind, kind))

    def kinds(self, kinds: Sequence[str]) -> str:
        """Name several kinds of unit."""
        return ", ".join(self.kind(kind) for kind in kinds)

    def by_kind(self, values: Mapping[str, Fraction]) -> str:
        """Write numbers by kind of unit; one that holds for all stands alone."""
        told = {kind: self.number(value) for kind, value in values.items()}
        if set(told) == set(self.scheme.kinds) and len(set(values.values())) == 1:
            return next(iter(told.values()))
        return "; ".join(f"{self.kind(kind)}: {number}" for kind, number in told.items())

    def limits(self, limits: Limits) -> dict[str, str]:
        """Say each limit that is set, by its key."""
        written = attrs.asdict(limits).items()
        return {key: self.word(key, most=self.points(value)) for key, value in written if value is not None}

    def limits_of_part(self, limits: Limits) -> str:
        """Say the limits of a criterion or a section, and what becomes of points beyond; empty where there are none."""
        told = self.limits(limits)
        taken = [self.word("taken")] if {"low", "high"} & {*told} else []
        return "; ".join([*told.values(), *taken])


class PartSayer(Sayer):
    """Says the phrases of one part of the document."""

    def __init__(self, teller: Teller, said: Mapping[str, Text]) -> None:
        """Keep the teller and the phrases."""
        super().__init__(said, teller.language)
        self.teller = teller
