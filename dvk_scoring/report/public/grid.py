"""The public edition as tables that people read: one a cluster, or one for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from dvk_scoring.analysis.shown import show_figure
from dvk_scoring.formula.show import show_day, show_number, show_points
from dvk_scoring.report.places import needed_places
from dvk_scoring.report.public.edition import Edition, Row, ShownPart
from dvk_scoring.report.public.small import Cell, Shown
from dvk_scoring.report.public.words import WORDS
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.text import Language, Sayer


@attrs.frozen
class Said:
    """A cell: what is printed, and the number that it is where it is one."""

    text: str
    number: Decimal | None = None
    places: int = 0


@attrs.frozen
class Head:
    """A heading; ``numeric``: numbers stand below it."""

    text: str
    numeric: bool = False


@attrs.frozen
class Board:
    """One table; ``sums``: the sums of the counts, empty where none is shown."""

    title: str
    rows: tuple[tuple[Said, ...], ...]
    sums: tuple[Said, ...]


class Grids:
    """Makes the tables of an edition in one language."""

    def __init__(self, edition: Edition, language: Language) -> None:
        """Keep both; points have as many decimals as the longest needs."""
        self.edition, self.language = edition, language
        self._say = Sayer(WORDS, language, **entrant_words(edition.entrant, language))
        points = [point for row in edition.rows for point in row.points.values()]
        self.places = max(needed_places(points), min(edition.places, 2))

    def word(self, key: str, **values: object) -> str:
        """Say one of the fixed words."""
        return self._say(key, **values)

    @property
    def title(self) -> str:
        """The title of the scheme."""
        return self.edition.title.in_(self.language)

    def notes(self) -> list[str]:
        """Say what must be known to read the edition: that parts are left out, and that all are proposals."""
        edition = self.edition
        notes = [self.word("left_out"), self.word("proposals"), *(note.in_(self.language) for note in edition.notes)]
        if edition.sample:
            notes.insert(0, self.word("illustrative" if edition.illustrative else "sample"))
        days = [edition.valid_from, edition.valid_to]
        if any(days):
            first, last = ("…" if day is None else show_day(day, self.language) for day in days)
            notes.append(self.word("valid", first=first, last=last))
        if edition.as_of is not None:
            notes.append(self.word("as_of", day=show_day(edition.as_of, self.language)))
        if edition.figures and edition.small_cells:
            notes.append(self.word("small", least=edition.small_cells))
        return notes

    def seal(self) -> list[str]:
        """Say with which fingerprint it is sealed; nothing where it is not."""
        stamp = self.edition.stamp
        return [] if stamp is None else [self.word("sealed", short=stamp.short)]

    def legend(self) -> list[tuple[str, str]]:
        """Give the marks of the columns of points and figures, and what they are."""
        legend = [(mark, part.title.in_(self.language)) for mark, part in self._marked()]
        return [*legend, *((mark, figure.title.in_(self.language)) for mark, figure in self._figures())]

    def heads(self) -> list[Head]:
        """Give the headings."""
        edition, word = self.edition, self.word
        heads = [Head(word("rank"), numeric=True), Head(word("unit")), Head(word("name"))]
        if edition.together and len(edition.clusters) > 1:
            heads.append(Head(word("cluster")))
        heads += [Head(mark, numeric=True) for mark, _ in self._marked()]
        heads += [Head(word(part.key), numeric=True) for part in edition.parts if "." not in part.key]
        heads.append(Head(word("total"), numeric=True))
        if edition.classes:
            heads.append(Head(word("class")))
        if edition.titles:
            heads.append(Head(word("titles")))
        return [*heads, *(Head(mark, numeric=True) for mark, _ in self._figures())]

    def boards(self) -> list[Board]:
        """Give a table for each cluster, or one where all are ranked together."""
        edition = self.edition
        if edition.together:
            rows = tuple(tuple(self._row(row)) for row in edition.rows)
            return [Board(self.word("all"), rows, tuple(self._sums("")))]
        return [
            Board(title.in_(self.language), rows, tuple(self._sums(key)))
            for key, title in edition.clusters.items()
            if (rows := tuple(tuple(self._row(row)) for row in edition.rows if row.cluster == key))
        ]

    def _marked(self) -> Iterator[tuple[str, ShownPart]]:
        parts = [part for part in self.edition.parts if "." in part.key]
        numbered = all(part.no for part in parts)
        return ((part.no if numbered else str(at), part) for at, part in enumerate(parts, start=1))

    def _figures(self) -> Iterator[tuple[str, Shown]]:
        return ((f"S{at}" if self.language == "vi" else f"F{at}", figure)
                for at, figure in enumerate(self.edition.figures, start=1))  # fmt: skip

    def _row(self, row: Row) -> Iterator[Said]:
        edition = self.edition
        yield Said(self._rank(row))
        yield from (Said(row.unit), Said(row.name))
        if edition.together and len(edition.clusters) > 1:
            yield Said(edition.clusters[row.cluster].in_(self.language))
        for part in edition.parts:
            yield self._points(row.points[part.key], row.states[part.key], self.places)
        yield self._points(row.total, "ok", edition.places)
        if edition.classes:
            yield Said(self._class(row))
        if edition.titles:
            yield Said("; ".join(self._titles(row)))
        yield from (self._figure(figure, row.figures[figure.of]) for figure in edition.figures)

    def _rank(self, row: Row) -> str:
        if row.rank is None:
            return self.word(row.state)
        return f"{row.rank}{'=' if row.tied else ''}"

    def _points(self, points: Decimal | None, state: str, places: int) -> Said:
        if points is None:
            return Said("–" if state == "ok" else self.word(state.replace("-", "_")))
        return Said(show_points(points, places, self.language), points, places)

    def _class(self, row: Row) -> str:
        if row.class_open:
            return self.word("class_open")
        classes = self.edition.classes or {}
        return "" if row.klass is None else classes[row.klass].in_(self.language)

    def _titles(self, row: Row) -> Iterator[str]:
        for key, said in row.titles.items():
            title = (self.edition.titles or {})[key].in_(self.language)
            if said != "no":
                yield title if said == "proposed" else f"{title} ({self.word(said)})"

    def _figure(self, figure: Shown, cell: Cell) -> Said:
        if cell.state == "small":
            return Said(f"< {self.edition.small_cells}")
        if cell.value is None:
            return Said("…" if cell.state == "withheld" else self.word(cell.state.replace("-", "_")))
        text = show_figure(figure.spec, cell.value, self.language)
        plain = figure.spec.kind in ("yes-no", "choice")
        return Said(text) if plain else Said(text, _decimal(cell.value, figure.spec.places), figure.spec.places)

    def _sums(self, cluster: str) -> Sequence[Said]:
        totals = self.edition.totals.get(cluster)
        if totals is None:
            return ()
        empty = [Said("")] * (len(self.heads()) - len(self.edition.figures))
        return [
            *empty[:2],
            Said(self.word("sum")),
            *empty[3:],
            *(self._sum(totals, figure) for figure in self.edition.figures),
        ]

    def _sum(self, totals: dict[str, Fraction | None] | object, figure: Shown) -> Said:
        assert isinstance(totals, dict)
        if figure.of not in totals:
            return Said("")
        value = totals[figure.of]
        return (
            Said("…")
            if value is None
            else Said(show_number(value, self.language), _decimal(value, figure.spec.places), figure.spec.places)
        )


def _decimal(value: Fraction, places: int) -> Decimal:
    return Decimal(int(value * 10**places)).scaleb(-places)
