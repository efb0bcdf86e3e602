"""What all papers share: who issues them, what they are, who signs and who gets them; as the page of a Word file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, TypeAlias

from docx.shared import Mm, Pt

from dvk_scoring.report.documents.page import Grid, Page, mark_row
from dvk_scoring.report.documents.tags import Said, Tag, capitals
from dvk_scoring.report.qr import qr_png

Source: TypeAlias = Mapping[str, Any] | Tag
Signatory: TypeAlias = tuple[Sequence[Said], Said, Said]
"""Who signs: titles, what to write, name."""
_MOTTO = {"vi": 55, "en": 72}
"""Width of the motto in mm, for the rule below it."""
_COMMON: Mapping[str, Mapping[int, Sequence[float]]] = {
    "ranking_widths": {3: (32, 100, 28), 4: (32, 60, 28, 40)},
    "title_widths": dict.fromkeys((0, 6), (11, 40, 38, 21, 25, 25)),
}
"""Widths in mm of columns that are fitted to the data, where there are none: by how many there are."""


class Paper(Page):
    """A page that is written from the data of a paper, or from tags where a template is wanted.

    Attributes:
        data: Of the paper; decides what is laid out at all.
        source: What is written: the data, or the tag of the whole of it.
        words: The fixed words by name; what a scheme puts among them comes from the source.
    """

    def __init__(self, data: Mapping[str, Any], source: Source, **options: Any) -> None:
        """Open an empty page.

        Args:
            data: Of the paper: its language and its words, also in a template.
            source: What is written.
            options: Of the page.
        """
        super().__init__(data["language"], note=source["note"], **options)
        self.data, self.source, self.language = data, source, data["language"]
        self.words: Mapping[str, Said] = {**data["words"], "unit": source["words"]["unit"]}

    def each(self, items: Sequence[Any] | Tag, name: str, put: Callable[[str], None] | None = None) -> Iterator[Any]:
        """Give one item after the other; in a template a tag for each of them, between the tags of a loop.

        Args:
            items: What is gone through.
            name: What the template calls one of them.
            put: Adds a tag that stands alone; a paragraph of its own unless said.
        """
        if not isinstance(items, Tag):
            yield from items
            return
        put = put or self.tag
        put(f"for {name} in {items.path}")
        yield Tag(name)
        put("endfor")

    def where(self, value: object, put: Callable[[str], None] | None = None, *, unless: bool = False) -> Iterator[None]:
        """Go once into what is written only where there is a value; a template asks when it is filled.

        Args:
            value: Something or nothing.
            put: Adds a tag that stands alone, as in ``each``.
            unless: Only where there is none.
        """
        if not isinstance(value, Tag):
            if bool(value) is not unless:
                yield
            return
        put = put or self.tag
        put(f"if not {value.path}" if unless else f"if {value.path}")
        yield
        put("endif")

    def tag(self, text: str) -> None:
        """Add a tag that stands alone, such as the begin of a loop; its paragraph vanishes when filled."""
        self.document.add_paragraph("{%p " + text + " %}")

    def tag_in(self, cell: Any) -> Callable[[str], None]:
        """Give what adds such a tag to a cell."""
        return lambda text: self.line(cell, "{%p " + text + " %}")

    def kept(
        self,
        table: Grid,
        rows: Sequence[Any] | Tag,
        put: Callable[[Any, str, bool], None],
        kinds: Sequence[str] = ("",),
    ) -> None:
        """Put the rows of a table, each of which says whether it is kept with what comes after it.

        Args:
            table: Where to.
            rows: Each with ``kept``, and with ``kind`` where they are of several.
            put: Adds a row, told its kind and whether it is kept.
            kinds: The kinds there are, since a template asks for each; an empty one: all are alike.
        """
        for row in self.each(rows, "row", table.tag):
            if not isinstance(row, Tag):
                put(row, row["kind"] if kinds[0] else "", bool(row["kept"]))
                continue
            for kind in kinds:
                for kept in (True, False):
                    asked = "row.kept" if kept else "not row.kept"
                    table.tag(f"if {asked} and row.kind == '{kind}'" if kind else f"if {asked}")
                    put(row, kind, kept)
                    table.tag("endif")

    def widths(self, name: str) -> Sequence[float]:
        """Give the widths of columns in mm: as they fit the data, in a template those that suit most."""
        if isinstance(self.source, Tag) or not self.data[name]:
            return _COMMON[name][len(self.data[name])]
        widths: Sequence[float] = self.data[name]
        return widths

    def opening(self) -> None:
        """Lay out the head of a paper of its own, or of an annex, which repeats nothing of the paper it belongs to."""
        source = self.source
        if not self.data["annex"]:
            self.head()
            self.title(*([source["attached"]] if self.data["attached"] else []))
            return
        self.annex_head(source["annex"], source["title"], source["attached"])

    def annex_head(self, annex: Said, heading: Said, attached: Said) -> None:
        """Lay out the head of an annex: that it is one, what is in it, and what it belongs to."""
        look: dict[str, Any] = {"indent": False, "after": 0, "align": "center", "keep": True}
        self.say(annex, bold=True, size=14, **look)
        self.say(heading, bold=True, size=14, capitals=True, **look)
        self.say(self.source["about"], bold=True, size=14, **look)
        self.say(attached, italic=True, **look)
        self.border(self.document.add_paragraph(), self.width, 40).paragraph_format.keep_with_next = True

    def head(self, *, dated: bool = True, subject: bool = False) -> None:
        """Lay out who issues it and the number, the nation's name and motto, place and day."""
        right, source = 93, self.source
        table = self.bare((self.width - right, right))
        left_cell, right_cell = table.rows[0].cells
        # A body that has none above it leaves no empty line.
        for _ in self.where(source["superior"], self.tag_in(left_cell)):
            self.line(left_cell, source["superior"], size=12, capitals=True)
        self.line(left_cell, source["issuer"], size=12, bold=True, capitals=True)
        self.rule(left_cell, self.width - right, 24)
        self.line(right_cell, self.words["nation"], size=12, bold=True)
        self.line(right_cell, self.words["motto"], size=13, bold=True)
        self.rule(right_cell, right, _MOTTO[self.language])
        below = table.add_row().cells
        self.line(below[0], source["number"], size=13)
        if subject:  # of a letter, which has no title
            self.line(below[0], source["subject"], size=12)
        if dated:
            self.line(below[1], source["place_day"], size=13, italic=True)

    def title(self, *more: Said) -> None:
        """Add the kind of document, what it is about, and a rule."""
        made = self.say(self.source["title"], indent=False, after=0, bold=True, size=14, align="center")
        made.paragraph_format.space_before = Pt(14)
        self.say(self.source["about"], indent=False, after=0, bold=True, size=14, align="center")
        self.border(self.document.add_paragraph(), self.width, 50)
        for text in more:
            self.say(text, indent=False, italic=True, align="center")

    def signatures(self, *signatories: Signatory | None, traced: bool = False) -> None:
        """Add the signatures side by side, and on the left who gets it: one row, which nothing parts.

        Args:
            signatories: Titles, what to write, name; None: nobody signs there.
            traced: What the document was computed from stands below, in the same row.
        """
        table = self.bare([self.width / len(signatories)] * len(signatories))
        mark_row(table.rows[0], "w:cantSplit")
        for at, (cell, signatory) in enumerate(zip(table.rows[0].cells, signatories, strict=True)):
            if signatory is not None:
                titles, hint, name = signatory
                for title in titles:
                    self.line(cell, title, bold=True)
                self.line(cell, hint, italic=True, size=12)
                for _ in range(4):
                    cell.add_paragraph()
                self.line(cell, name, bold=True)
            if at == 0:
                self._recipients(cell)
                if traced:
                    self.trace(cell)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
        self.small(self.document.add_paragraph())

    def council(self) -> tuple[list[Said], Said, Said]:
        """Say who signs for the council."""
        titles = [capitals(self.source["for_council"]), self.words["chairman"]]
        return titles, self.words["signature_seal"], self.source["chair"]

    def _recipients(self, cell: Any) -> None:
        """Add who gets it, when anybody does."""
        names, put = self.source["recipients"], self.tag_in(cell)
        for _ in self.where(names, put):
            self.line(cell, self.words["recipients"], bold=True, italic=True, size=12, align="left")
            for at, one in enumerate(self.each(names, "one", put), start=1):
                end = "{{ '.' if loop.last else ';' }}" if isinstance(names, Tag) else ";."[at == len(names)]
                self.line(cell, f"- {one}{end}", size=11, align="left")

    def trace(self, place: Any = None) -> None:
        """Add what the document was computed from, and the fingerprint where it is sealed; a template has no QR.

        ``place``: the cell in which it stands, else it stands below all that is there.
        """
        cell = place or self.document
        self.line(cell, self.source["trace"], italic=True, size=9, align="left")
        cell.paragraphs[-1].paragraph_format.space_before = Pt(10)
        seal = self.source["seal"]
        for _ in self.where(seal["line"], self.tag_in(cell)):
            self.line(cell, seal["line"], italic=True, size=9, align="left")
            cell.paragraphs[-1].paragraph_format.keep_with_next = True
            if not isinstance(seal, Tag):
                cell.add_paragraph().add_run().add_picture(BytesIO(qr_png(seal["code"])), width=Mm(22))
