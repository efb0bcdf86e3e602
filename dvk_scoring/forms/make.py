"""Forms onto the disk: a workbook for each unit in a folder, or one workbook with a sheet for each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from dvk_scoring.aside import LONGEST_FILE, LONGEST_SHEET, distinct_names, untakable, written_aside
from dvk_scoring.extras import needs
from dvk_scoring.figures.columns import voices_called
from dvk_scoring.figures.table import DecimalMark
from dvk_scoring.forms import words
from dvk_scoring.forms.heights import column_points, row_height, text_height
from dvk_scoring.forms.held import Lists
from dvk_scoring.forms.known import KnownUnit, read_units
from dvk_scoring.forms.layout import Asked, FormHeader, asked_figures
from dvk_scoring.forms.page import NO_TERMS, FormTerms, SheetForm
from dvk_scoring.forms.styles import FONT, SIZE, Styles
from dvk_scoring.forms.units_table import write_units_table
from dvk_scoring.forms.write import write_sheet
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, problem, system_reason
from dvk_scoring.scheme.entrant import about
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.spreadsheet import close_workbook, new_workbook
from dvk_scoring.text import Language

MOST_SHEETS: Final = 1_000
MOST_ROWS: Final = 5_000


@attrs.frozen
class FormOrder:
    """Which forms are wanted.

    Attributes:
        scheme: What they ask for.
        voice: A later voice, or empty: units report first (or there are no voices).
        committee: Ask for the committee's figures alone.
        units: File of units, None: forms on which each unit writes its own id.
        earlier: Files of figures that earlier voices reported.
        decimal: Decimal mark of text cells in those files.
        language: Of the forms.
        terms: Where the forms go, and by when.
    """

    scheme: Scheme
    voice: str = ""
    committee: bool = False
    units: Path | None = None
    earlier: tuple[Path, ...] = ()
    decimal: DecimalMark = "point"
    language: Language = "vi"
    terms: FormTerms = NO_TERMS

    @property
    def asked(self) -> Asked:
        """Whose figures the forms ask for."""
        if self.committee:
            return "committee"
        return "all" if self.voice and self.voice != self.scheme.voices[0] else "unit"

    @property
    def spoken(self) -> str:
        """The voice that the forms speak in; what the committee sets without one is known to every voice."""
        return self.voice or ("" if self.committee or not self.scheme.voices else self.scheme.voices[0])


@attrs.frozen
class MadeForms:
    """Files that were written, how many forms they hold, and what was odd on the way.

    ``one_table``: The forms are the rows of one table.
    """

    paths: tuple[Path, ...]
    forms: int
    problems: tuple[Problem, ...]
    one_table: bool = False


def make_forms(order: FormOrder, output: Path, *, force: bool = False) -> MadeForms:
    """Write forms: into one workbook when ``output`` ends in .xlsx, else a workbook each into a folder.

    The committee's figures of units that are known are one table there: a row a unit, a column a figure.

    Raises:
        DvkError: XlsxWriter is missing, the files of units are wrong, nothing is asked, or an output is there already.
    """
    check_voice(order.scheme, order.voice)
    forms, problems = _forms(order)
    one_table = order.committee and output.suffix.lower() == ".xlsx" and bool(forms[0].header.unit)
    if output.suffix.lower() == ".xlsx":
        files, most = {output: forms}, MOST_ROWS if one_table else MOST_SHEETS
        if len(forms) > most:
            raise DvkError([problem("DVK-O504", Place(file=str(output)), count=len(forms), most=most)])
    else:
        names = distinct_names([_named(sheet) for sheet in forms], LONGEST_FILE, [words.LISTS])
        files = {output / f"{name}.xlsx": [sheet] for name, sheet in zip(names, forms, strict=True)}
    if faults := list(untakable(files, force=force)):
        raise DvkError(faults)
    _check_writer()
    for path, those in files.items():
        _write_book(path, those, one_table=one_table)
    return MadeForms(tuple(files), len(forms), problems, one_table)


def check_voice(scheme: Scheme, voice: str) -> None:
    """Refuse a voice that the scheme does not have.

    Raises:
        DvkError: It has none of that name.
    """
    if voice and voice not in scheme.voices:
        known = voices_called(scheme)
        raise DvkError([problem("DVK-D501", value=voice, nearest=nearest(voice, scheme.voices), known=known)])


def _forms(order: FormOrder) -> tuple[list[SheetForm], tuple[Problem, ...]]:
    scheme = order.scheme
    units, problems = read_units(scheme, order.units, order.earlier, order.voice, order.decimal)
    blank = FormHeader(scheme.id, scheme.hash, order.asked, order.spoken)
    forms = [
        SheetForm(
            scheme,
            attrs.evolve(blank, unit=unit.unit, name=unit.name, cluster=unit.cluster, kind=_kind(scheme, unit.cluster)),
            unit,
            order.language,
            order.terms,
        )
        for unit in units
    ]
    if not units:
        forms = [
            SheetForm(
                scheme,
                attrs.evolve(blank, kind=kind, cluster=_only_cluster(scheme, kind)),
                KnownUnit("", "", ""),
                order.language,
                order.terms,
            )
            for kind in scheme.kinds
        ]
    asked = [(sheet, asked_figures(scheme, sheet.header.kind, order.asked).keys()) for sheet in forms]
    asking = [sheet for sheet, figures in asked if figures - sheet.known.given]
    if not asking:
        nobody = "DVK-O502" if order.asked == "unit" else "DVK-O505"
        code = "DVK-O506" if any(figures for _, figures in asked) else nobody
        raise DvkError([problem(code, Place(file=scheme.path), scheme=scheme.id)])
    return asking, problems


def _kind(scheme: Scheme, cluster: str) -> str:
    return scheme.clusters[cluster].kind


def _only_cluster(scheme: Scheme, kind: str) -> str:
    """Give the cluster of a kind that has just one, else an empty text: the unit is then asked."""
    those = [cluster.id for cluster in scheme.clusters.values() if cluster.kind == kind]
    return those[0] if len(those) == 1 else ""


def _named(form: SheetForm) -> str:
    """Name a form by its unit, or by the kind of unit it is for when the unit is yet to be written."""
    header = form.header
    if header.unit:
        return header.unit
    word = words.SHEET.in_(form.language)
    return f"{word} {_clusters(form)}" if len(form.scheme.kinds) > 1 else word


def _clusters(form: SheetForm) -> str:
    """Name the clusters that a form may be for: its unit's, else all of its kind."""
    header, clusters = form.header, form.scheme.clusters.values()
    those = [
        cluster
        for cluster in clusters
        if cluster.id == header.cluster or (not header.cluster and cluster.kind == header.kind)
    ]
    return ", ".join(dict.fromkeys(cluster.title.in_(form.language) for cluster in those))


def _check_writer() -> None:
    with needs("office", "XlsxWriter"):
        import xlsxwriter  # noqa: F401 - asked for before any file is begun


def _write_book(path: Path, forms: Sequence[SheetForm], *, one_table: bool) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DvkError([problem("DVK-O203", Place(file=str(path)), reason=system_reason(error))]) from error
    language = forms[0].language
    if one_table:
        names = [words.TABLE_SHEET.in_(language)]
    else:
        names = distinct_names([_named(its) for its in forms], LONGEST_SHEET, [words.LISTS])
    with written_aside(path) as unfinished:
        # Programs measure columns by the digits of a workbook's own font: those of this one are alike in all of them.
        book = new_workbook(unfinished, default_format_properties={"font_name": FONT, "font_size": 11})
        styles = Styles(book)
        book.set_properties({"title": forms[0].scheme.title.in_(language), "comments": forms[0].scheme.hash})
        if len(names) > 1:
            _write_index(book.add_worksheet(words.INDEX.in_(language)), styles, forms, names)
        sheets = [book.add_worksheet(name) for name in names]
        hidden = book.add_worksheet(words.LISTS)
        hidden.very_hidden()
        lists = Lists(hidden)
        if one_table:
            write_units_table(sheets[0], styles, lists, forms)
        else:
            for sheet, form in zip(sheets, forms, strict=True):
                write_sheet(sheet, styles, lists, form)
        close_workbook(book)


def _write_index(sheet: Any, styles: Styles, forms: Sequence[SheetForm], names: Sequence[str]) -> None:
    """List the forms of a workbook, each a way to its sheet."""
    language, scheme = forms[0].language, forms[0].scheme
    sheet.set_column(0, 0, 24 if forms[0].header.unit else 40)
    sheet.set_column(1, 2, 44)
    sheet.hide_gridlines(2)
    sheet.merge_range(0, 0, 0, 2, "", styles["subtitle"])
    sheet.write_string(0, 0, scheme.title.in_(language), styles["subtitle"])
    heads = (words.FIELDS["@unit"], words.FIELDS["@name"], words.CLUSTER)
    for column, head in enumerate(heads):
        sheet.write_string(2, column, about(head, scheme.entrant).in_(language), styles["head"])
    for row, (form, name) in enumerate(zip(forms, names, strict=True), 3):
        header, clusters = form.header, _clusters(form)
        sheet.set_row(row, row_height(text_height(clusters, SIZE, column_points(44)), 2))
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles["index"], header.unit or name)
        sheet.write_string(row, 1, header.name, styles["cell"])
        sheet.write_string(row, 2, clusters, styles["cell"])
    sheet.freeze_panes(3, 0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.protect("", {"select_locked_cells": True})
