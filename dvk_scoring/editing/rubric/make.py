"""A folder with a scheme and figures, made of a committee's workbook: checked and scored before it is there."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import attrs

from dvk_scoring.catalogue import listed
from dvk_scoring.criteria.find import ID_PATTERN
from dvk_scoring.editing.cells import told as cell_told
from dvk_scoring.editing.opened import open_edited
from dvk_scoring.editing.rubric import words
from dvk_scoring.editing.rubric.points import Points, read_points
from dvk_scoring.editing.rubric.read import Row, Rubric, most_of, read_rubric, sections
from dvk_scoring.editing.rubric.sides import Side
from dvk_scoring.editing.toml import written
from dvk_scoring.figures.apostrophes import harmless
from dvk_scoring.nearest import nearest_id
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem, sort_problems
from dvk_scoring.run import load_scheme, prove, read_figures, score
from dvk_scoring.scaffold.onto_disk import made_aside, refuse_to_overwrite, write_files
from dvk_scoring.scaffold.scheme.make import FIGURES, SCHEME
from dvk_scoring.scheme.table import LONGEST_ID
from dvk_scoring.text import Language, Text, filled, visible

_LONGEST: Final = 32
_ROLES: Final = ("criteria", "bonuses", "penalties")


@attrs.frozen
class Imported:
    """What came of a workbook.

    Attributes:
        files: What was written.
        rubric, points: What was taken; points None: no sheet of them was found.
        problems: What was not taken, and what was taken by a guess; none of it an error.
    """

    files: tuple[Path, ...]
    rubric: Rubric
    points: Points | None
    problems: tuple[Problem, ...]


def import_scheme(book: Path, folder: Path, language: Language, *, force: bool = False) -> Imported:
    """Take a committee's rubric, and points beside it, as a scheme and figures in a folder.

    Raises:
        DvkError: There is no rubric, or what of it cannot be taken, by cell; nothing is written then.
    """
    file = visible(str(book))
    rubric, others, sheets = _rubric_in(book, file)
    ids = _ids(rubric)
    by_sheet = {cells.name: read_points(file, cells, ids) for cells in sheets if any(map(any, cells.rows))}
    several = [read for read in by_sheet.values() if read is not None]
    points = next((read for read in several if read.columns), next(iter(several), None))
    problems = [*others, *rubric.problems, *(points.problems if points is not None else ())]
    problems += _left_out(file, by_sheet, points)
    if not rubric.leaves("criteria"):
        problems.append(problem("DVK-O821", Place(file=file, sheet=rubric.sheet), sheets=rubric.sheet))
    names = [SCHEME, *([FIGURES] if points is not None and points.units else [])]
    problems += refuse_to_overwrite(folder, names, force=force)
    if has_errors(problems):
        raise DvkError(problems)
    writer = _Writer(file, folder, rubric, ids, points, language)
    with made_aside(folder) as aside:
        write_files({SCHEME: writer.scheme()}, aside)
        if FIGURES in names:
            write_files({FIGURES: writer.figures()}, aside)
        try:
            scheme = load_scheme(aside / SCHEME)
            prove(scheme)
            if FIGURES in names:
                score(scheme, read_figures(scheme, [aside / FIGURES]))
        except DvkError as error:
            raise DvkError(_placed(error.problems, aside, folder, file, points)) from error
    return Imported(tuple(folder / name for name in names), rubric, points, sort_problems(problems))


def _left_out(file: str, sheets: Mapping[str, Points | None], taken: Points | None) -> list[Problem]:
    """Tell of the sheets that are neither the rubric nor the points that were taken."""
    told: list[Problem] = []
    for name, points in sheets.items():
        place = Place(file=file, sheet=name)
        if points is None:
            told.append(problem("DVK-O866", place))
        elif taken is not None and points is not taken:
            told.append(problem("DVK-O868", place, read=taken.sheet))
    return told


def _placed(problems: Sequence[Problem], aside: Path, folder: Path, book: str, points: Points | None) -> list[Problem]:
    """Tell of the workbook's cells, else of the files that were to be: those that were looked at are gone then."""
    told: list[Problem] = []
    for fault in problems:
        made = Path(fault.place.file or "")
        place, header = fault.place, fault.place.header or ""
        cell = points.cell_of(place.line or 0, header) if points is not None and made.name == FIGURES else None
        if points is not None and cell is not None:
            place = attrs.evolve(place, file=book, sheet=points.sheet, cell=cell, line=None, header=None)
            told.append(attrs.evolve(fault, place=place))
            continue
        file = str(folder / made.name) if made.parent == aside else fault.place.file
        told.append(attrs.evolve(fault, place=attrs.evolve(fault.place, file=file)))
    return told


def _rubric_in(book: Path, file: str) -> tuple[Rubric, list[Problem], list[Any]]:
    """Find the rubric: of several sheets that look like one, the first that people see; and give the others."""
    opened = open_edited(book)
    sheets = [opened.read(sheet) for sheet in sorted(opened.sheets, key=lambda sheet: sheet.hidden)]
    rubrics = [(cells, read) for cells in sheets if (read := read_rubric(file, cells)) is not None and read.rows]
    if not rubrics:
        raise DvkError([problem("DVK-O821", Place(file=file), sheets=listed(sheet.name for sheet in opened.sheets))])
    chosen, rubric = rubrics[0]
    place = Place(file=file, sheet=chosen.name)
    others = [cells.name for cells, _ in rubrics[1:]]
    told = [problem("DVK-O833", place, read=chosen.name, others=listed(others))] if others else []
    return rubric, told, [cells for cells in sheets if cells is not chosen and cells.name not in others]


def _ids(rubric: Rubric) -> dict[str, Row]:
    """Give every criterion an id that is made of its title."""
    ids: dict[str, Row] = {}
    for leaf in rubric.leaves():
        ids[_free(_id_of(leaf, "tieu-chi"), ids)] = leaf
    return ids


def _id_of(row: Row, kind: str) -> str:
    made = nearest_id(row.title, LONGEST_ID)
    short = made[:_LONGEST].rpartition("-")[0] if len(made) > _LONGEST else made
    return short if ID_PATTERN.fullmatch(short or "") else nearest_id(f"{kind} {row.no}", _LONGEST) or kind


def _free(name: str, taken: Mapping[str, object]) -> str:
    made, count = name, 1
    while made in taken:
        count += 1
        made = f"{name}-{count}"
    return made


@attrs.frozen
class _Writer:
    file: str
    folder: Path
    rubric: Rubric
    ids: Mapping[str, Row]
    points: Points | None
    language: Language

    def scheme(self) -> str:
        """Write the scheme."""
        name = nearest_id(self.folder.resolve().name, LONGEST_ID) or "rubric"
        remark = words.REMARK.in_(self.language).format(file=Path(self.file).name, sheet=self.rubric.sheet)
        lines = [
            *(f"# {line}" for line in remark.split("\n")),
            "",
            "[scheme]",
            f"id = {written(name)}",
            f"title = {written(self.rubric.title or name)}",
            f"total = {written(_plain(self.rubric.total))}",
            "rounding = { criterion = 2, total = 2 }",
            'not_reported = "not-ranked"',
        ]
        clusters = self.points.clusters if self.points is not None else {}
        lines += self._table("clusters", [(key, {"title": title}) for key, title in clusters.items()])
        keys: dict[int, str] = {}
        entries: list[tuple[str, Mapping[str, object]]] = []
        for section in sections(self.rubric):
            key = _free(_id_of(section, "nhom"), {**self.ids, **dict.fromkeys(keys.values())})
            keys[id(section)] = key
            entries.append((key, self._section(section, keys)))
        lines += self._table("sections", entries)
        for role in _ROLES:
            several = [(key, self._use(row, keys)) for key, row in self.ids.items() if row.side == role]
            lines += self._table(role, several)
        lines += ["", "[ranking]", 'break = [{ by = "committee" }]', ""]
        return "\n".join(lines)

    def _table(self, name: str, entries: Sequence[tuple[str, Mapping[str, object]]]) -> list[str]:
        if not entries:
            return []
        return ["", f"[{name}]", *(f"{key} = {written(values)}" for key, values in entries)]

    def _section(self, row: Row, keys: Mapping[int, str]) -> Mapping[str, object]:
        return {**self._numbered(row, keys), "title": row.title, "weight": _plain(most_of(self.rubric, row))}

    def _numbered(self, row: Row, keys: Mapping[int, str]) -> dict[str, object]:
        made: dict[str, object] = {"no": row.no} if row.no else {}
        if row.side == "criteria" and row.parent is not None and id(row.parent) in keys:
            made["section"] = keys[id(row.parent)]
        return made

    def _use(self, row: Row, keys: Mapping[int, str]) -> Mapping[str, object]:
        weight = {"weight" if row.side == "criteria" else "cap": _plain(row.most or Decimal(0))}
        made = {**self._numbered(row, keys), "plugin": "direct", **weight, "title": row.title}
        if row.how:
            made["figures"] = {"points": {"help": "\n".join(row.how)}}
        return made

    def figures(self) -> str:
        """Write the figures."""
        assert self.points is not None
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\n")
        keys = [*self.points.columns]
        cluster = ["cluster"] if self.points.clusters else []
        table.writerow(["unit", "name", *cluster, *(f"{key}.points" for key in keys)])
        for unit, (name, place, values) in self.points.units.items():
            who = map(harmless, [unit, name, *([place] if cluster else [])])
            table.writerow([*who, *(values[key] for key in keys)])
        return out.getvalue()


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value.normalize()


def _counted(rubric: Rubric, side: Side, language: Language) -> str:
    count = len(rubric.leaves(side))
    return words.COUNTS[side].in_(language).format(count=count) if count else ""


def told(imported: Imported, language: Language) -> list[str]:
    """Tell what was taken, by cell."""
    rubric = imported.rubric
    inner = [*sections(rubric)]
    lines = [
        filled(
            words.TAKEN,
            language,
            sheet=rubric.sheet,
            criteria=len(rubric.leaves("criteria")),
            beside="".join(_counted(rubric, side, language) for side in ("bonuses", "penalties")),
            sections=len(inner),
            total=Text.of(cell_told(rubric.total)).in_(language),
        )
    ]
    for row in rubric.rows:
        kind = words.SECTION if row.depth is not None else words.SIDES[row.side]
        most = filled(words.POINTS, language, most=Text.of(cell_told(most_of(rubric, row))).in_(language))
        lines.append(f"  {row.cell:>5}  {row.no:<6} {row.title} ({kind.in_(language)}, {most})")
    if imported.points is not None and imported.points.units:
        points = imported.points
        said = words.UNITS.in_(language)
        lines.append(said.format(sheet=points.sheet, units=len(points.units), columns=len(points.columns)))
    return lines
