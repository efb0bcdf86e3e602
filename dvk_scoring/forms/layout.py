"""What stands on a form: lines in the order of the scheme, and what a form says about itself in its hidden cells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.columns import column_kinds
from dvk_scoring.forms.words import ABOUT_UNIT
from dvk_scoring.scheme.entrant import about
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme, Section
from dvk_scoring.scheme.print_order import Part, printed_parts
from dvk_scoring.text import Language, Text
from dvk_scoring.written import plain

Asked = Literal["unit", "committee", "all"]
Role = Literal["key", "no", "label", "how", "earlier", "told", "agree", "value", "reason", "evidence", "check"]
SHAPE: Final = 1
TABLE_SHAPE: Final = 2
"""Of a table with a row a unit, which no version that makes forms alone reads as one."""
MARK: Final = "dvk-form"
OF_FIGURE: Final = ("earlier", "agree", "value", "reason")
"""What a table has of each figure for a later voice; for the first, its value alone."""
FIELDS: Final = ("@unit", "@name", "@cluster")
BONUSES: Final = Text(vi="Điểm thưởng", en="Bonuses")
_DIGEST: Final = 8
_LONGEST_CELL: Final = 32_000
PENALTIES: Final = Text(vi="Điểm trừ", en="Penalties")


@attrs.frozen
class Line:
    """A line of a form.

    Attributes:
        kind: A heading of a section, of a criterion, or a figure to fill in.
        depth: How far it is set in, from 0.
        no: Printed number.
        title: What a person reads.
        note: Points that can be had there, None: not told.
        figure: Column of the figures (``advisory.in_time``); empty for headings.
        spec: The figure's declaration, None for headings.
        criterion: Id of the criterion, bonus or penalty that the figure belongs to.
    """

    kind: Literal["section", "criterion", "figure"]
    depth: int
    no: str
    title: Text
    note: Text | None = None
    figure: str = ""
    spec: FigureSpec | None = None
    criterion: str | None = None


@attrs.frozen
class FormHeader:
    """What a form says about itself, hidden, so that what comes back can be told from anything else.

    Attributes:
        scheme: Id of the scheme.
        hash: SHA-256 of the scheme's bytes.
        asked: Whose figures it asks for.
        voice: The voice it speaks in, empty: none.
        unit: Id of the unit, empty: the unit writes it.
        name: Of the unit.
        cluster: Id of its cluster, empty: the unit chooses it.
        kind: Kind of unit that the lines are for.
        language: Of the form, empty: not told.
        asks: Column of the figures → what was asked, as ``questions`` writes it; empty: not told.
        table: It is a table with a row a unit, and says of itself neither unit nor kind.
    """

    scheme: str
    hash: str
    asked: Asked
    voice: str = ""
    unit: str = ""
    name: str = ""
    cluster: str = ""
    kind: str = ""
    language: str = ""
    asks: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    table: bool = False

    def text(self) -> str:
        """Write it as the text of one cell; where it is too long for one, without what was asked."""
        told = {MARK: TABLE_SHAPE if self.table else SHAPE, **attrs.asdict(self)}
        del told["table"]
        text = json.dumps(told, ensure_ascii=False)
        return text if len(text) <= _LONGEST_CELL else json.dumps({**told, "asks": {}}, ensure_ascii=False)


def read_header(text: object) -> FormHeader | None:
    """Read the text of the hidden cell; None when it is no form's.

    Missing:
        A shape of a later version gives None too: it is not ours to read.
    """
    if not isinstance(text, str) or MARK not in text:
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    shape = told.pop(MARK, None) if isinstance(told, dict) else None
    if isinstance(shape, bool) or shape not in (SHAPE, TABLE_SHAPE):
        return None
    names = {field.name for field in attrs.fields(FormHeader)} - {"table"}
    told = {"language": "", "asks": {}, **told}
    asks = told["asks"]
    if not isinstance(asks, dict) or set(told) != names:
        return None
    if not all(isinstance(value, str) for value in (*asks.values(), *(told[name] for name in names - {"asks"}))):
        return None
    return FormHeader(**told, table=shape == TABLE_SHAPE) if told["asked"] in ("unit", "committee", "all") else None


def roles(*, later: bool) -> tuple[Role, ...]:
    """Give the columns of a form, from A; a later voice sees the earlier value and agrees, or says why not."""
    if later:
        return ("key", "no", "label", "how", "earlier", "told", "agree", "value", "reason", "evidence", "check")
    return ("key", "no", "label", "how", "value", "evidence", "check")


def asked_figures(scheme: Scheme, kind: str, asked: Asked) -> Mapping[str, tuple[FigureSpec, str | None]]:
    """Give the figures that a form for units of ``kind`` asks for: column → declaration, criterion."""
    kinds = column_kinds(scheme)
    return {
        name: (spec, owner)
        for name, (spec, owner) in scheme.figure_columns.items()
        if kind in kinds.get(name, (kind,)) and asked in ("all", spec.by)
    }


def questions(scheme: Scheme, language: Language, names: Iterable[str]) -> Mapping[str, str]:
    """Say what the scheme asks with each figure: a digest of its words, and the scale of a mark or decimal.

    Two forms ask the same where these are the same: words are those of the figure and of what it belongs to, with the
    answers to choose from. What the figure is worth, when, and for whom is no part of the question.
    """
    owners: Mapping[str, CriterionUse | Adjustment] = {**scheme.criteria, **scheme.bonuses, **scheme.penalties}
    digests: dict[str, str] = {}
    columns = scheme.figure_columns
    for name in names:
        spec, owner = columns[name]
        words = [spec.label, *([owners[owner].title] if owner is not None else []), *([spec.help] if spec.help else [])]
        told = [spec.kind, spec.measure, [(key, text.in_(language)) for key, text in spec.choices]]
        asked = json.dumps([*told, *(word.in_(language) for word in words)], ensure_ascii=False)
        scale = f" {plain(spec.low)}..{plain(spec.high)}" if spec.kind in ("decimal", "mark") else ""
        digests[name] = hashlib.sha256(asked.encode()).hexdigest()[:_DIGEST] + scale
    return digests


def form_lines(scheme: Scheme, kind: str, asked: Asked, also: Sequence[str] = ()) -> tuple[Line, ...]:
    """Give the lines of a form for units of ``kind``.

    Args:
        scheme: What is asked for.
        kind: Kind of unit.
        asked: Whose figures.
        also: Columns that are shown though others report them (a target that is set already).
    """
    every = asked_figures(scheme, kind, "all")
    some = asked_figures(scheme, kind, asked)
    wanted = {name: figure for name, figure in every.items() if name in some or name in also}
    return _Lines(scheme, kind, wanted, printed_parts(scheme)).all()


def table_lines(scheme: Scheme, names: Iterable[str]) -> tuple[Line, ...]:
    """Give the lines of these figures, whatever the kind of unit, with the headings of what they belong to."""
    columns = scheme.figure_columns
    return _Lines(scheme, "", {name: columns[name] for name in names}, printed_parts(scheme)).all()


@attrs.frozen
class _Lines:
    scheme: Scheme
    kind: str
    wanted: Mapping[str, tuple[FigureSpec, str | None]]
    parts: Mapping[str | None, Sequence[Part]]

    def all(self) -> tuple[Line, ...]:
        common = [self._figure(name, 1) for name, (_, owner) in self.wanted.items() if owner is None]
        every = [Line("section", 0, "", about(ABOUT_UNIT, self.scheme.entrant)), *common] if common else []
        every += self._inside(None, 0)
        for title, those in ((BONUSES, self.scheme.bonuses), (PENALTIES, self.scheme.penalties)):
            lines = [line for adjustment in those.values() for line in self._leaf(adjustment, 1)]
            every += [Line("section", 0, "", title), *lines] if lines else []
        return tuple(every)

    def _inside(self, parent: str | None, depth: int) -> list[Line]:
        """Give what is in a section."""
        lines: list[Line] = []
        for part in self.parts[parent]:
            lines += self._section(part, depth) if isinstance(part, Section) else self._leaf(part, depth)
        return lines

    def _section(self, section: Section, depth: int) -> list[Line]:
        inside = self._inside(section.id, depth + 1)
        weight = section.weight.get(self.kind) if section.weight is not None else None
        note = None if weight is None else points(plain(weight))
        return [Line("section", depth, section.no, section.title, note), *inside] if inside else []

    def _leaf(self, use: CriterionUse | Adjustment, depth: int) -> list[Line]:
        figures = [self._figure(name, depth + 1) for name, (_, owner) in self.wanted.items() if owner == use.id]
        most = use.weight.get(self.kind) if isinstance(use, CriterionUse) else use.cap
        note = None if most is None else points(plain(most))
        return [Line("criterion", depth, use.no, use.title, note), *figures] if figures else []

    def _figure(self, name: str, depth: int) -> Line:
        spec, owner = self.wanted[name]
        return Line("figure", depth, "", spec.label, None, name, spec, owner)


def points(number: str) -> Text:
    """Say how many points can be had."""
    return Text(vi=f"{number.replace('.', ',')} điểm", en=f"{number} points" if number != "1" else "1 point")
