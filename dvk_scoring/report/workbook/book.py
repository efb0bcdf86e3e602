"""The workbook as it grows: its sheets with a row a unit, and the parameters that formulas call by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.headings import parameter_words
from dvk_scoring.report.workbook.nudges import Doubt
from dvk_scoring.report.workbook.words import MARKERS, WORDS, Markers
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scoring.state_words import TITLE
from dvk_scoring.text import Language, Sayer

if TYPE_CHECKING:
    from dvk_scoring.scoring.result import Result, TitleWord, UnitResult

LETTERS: Final = re.compile(r"[^a-z0-9_.]")


@attrs.frozen
class Parameter:
    """A number that formulas call by name.

    Attributes:
        name: Defined name.
        label: What a person reads.
        group: Whose it is.
        value: As decided.
        low, high: What is allowed, None: open.
    """

    name: str
    label: str
    group: str
    value: Fraction
    low: Fraction | None = None
    high: Fraction | None = None


class Book:
    """Everything that is written, before it is painted.

    Attributes:
        sheets: In the order of their tabs, those with a row a unit.
        parameters: By name.
        doubts: Sheet title → steps that are not proved.
    """

    def __init__(self, result: Result, language: Language) -> None:
        """Take a result; the rows are its units."""
        self.result, self.scheme, self.language = result, result.scheme, language
        self.say = Sayer(WORDS, language, **entrant_words(result.scheme.entrant, language))
        self.units: Sequence[UnitResult] = result.units
        self.rows = len(self.units)
        self.markers: Markers = MARKERS[language]
        self.kinds = [self.scheme.clusters[unit.cluster].kind for unit in self.units]
        self.sheets: list[g.Sheet] = []
        self.parameters: dict[str, Parameter] = {}
        self.doubts: list[tuple[str, Doubt]] = []
        self._who: tuple[g.Column, g.Column] | None = None
        self._cluster: g.Column | None = None

    def title_state(self, state: TitleWord) -> str:
        """Say what comes of a title; of one that a unit does not get there is nothing to say."""
        return self.say("no") if state == "no" else TITLE[state].in_(self.language)

    def kind_title(self, kind: str) -> str:
        """Name a kind of unit as a clerk knows it: by its clusters."""
        titles = [cluster.title.in_(self.language) for cluster in self.scheme.clusters.values() if cluster.kind == kind]
        return "; ".join(titles)

    @property
    def cluster(self) -> g.Column:
        """The number of each unit's cluster."""
        assert self._cluster is not None
        return self._cluster

    def sheet(self, name: str, title: str, note: str = "") -> g.Sheet:
        """Start a sheet with a row a unit; the first one holds who the units are, the others read it there."""
        sheet = g.Sheet(name, self.rows, title, note)
        self.sheets.append(sheet)
        sheet.enter(self.say("row"), [Fraction(row + 1) for row in range(self.rows)], look="row")
        if self._who is None:
            clusters = [self.scheme.clusters[unit.cluster].title.in_(self.language) for unit in self.units]
            unit = sheet.enter(self.say("unit"), [each.name for each in self.units], look="name")
            self._who = (unit, sheet.enter(self.say("cluster"), clusters, look="name"))
            order = {key: Fraction(place) for place, key in enumerate(self.scheme.clusters, start=1)}
            sheet.enter(self.say("id"), [each.unit for each in self.units], look="small")
            numbers: list[g.Value] = [order[each.cluster] for each in self.units]
            self._cluster = sheet.enter(self.say("cluster_no"), numbers, look="small")
        else:
            for column in self._who:
                sheet.add(column.title, column.ref, column.values, look="name")
        return sheet

    def written(self, key: str, value: Fraction, kind: str = "") -> g.Expr:
        """Make a parameter of a number that the scheme writes; ``kind``: the kind of unit it is for."""
        name, label, group = parameter_words(self, key)
        if kind:
            name, label = f"{name}.{kind}", self.say("kind", what=label, kind=self.kind_title(kind))
        return self.parameter(name, label, group, value)

    def parameter(
        self,
        name: str,
        label: str,
        group: str,
        value: Fraction,
        allowed: tuple[Fraction | None, Fraction | None] = (None, None),
    ) -> g.Expr:
        """Make a parameter, or find the one of this name again; ``allowed``: lowest and highest value."""
        base = made = self.name_of(name)
        wanted = Parameter(made, label, group, value, *allowed)
        count = 1
        while attrs.evolve(self.parameters.setdefault(made, wanted), name=made) != wanted:
            count += 1
            made = f"{base}_{count}"
            wanted = attrs.evolve(wanted, name=made)
        return f.named(made)

    @staticmethod
    def name_of(name: str) -> str:
        """Make a name that no spreadsheet takes for a cell: there is always a point in it."""
        return LETTERS.sub("_", name.lower())

    def by_row(self, made: Mapping[str, g.Expr], keys: Sequence[str]) -> g.Expr:
        """Read one of several expressions in each row, 0 where there is none."""
        distinct = list(made.values())
        if len(distinct) == 1:
            return distinct[0]
        return g.Expr(lambda row, here: made[keys[row]].write(row, here) if keys[row] in made else "0")

    def sections_of(self, section: str | None) -> list[str]:
        """Give a section and those above it, from the deepest up."""
        sections: list[str] = []
        while section is not None:
            sections.append(section)
            section = self.scheme.sections[section].parent
        return sections
