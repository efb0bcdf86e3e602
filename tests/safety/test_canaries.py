"""Every text of every input in every output: it stands there as it was written, and nothing was made of it."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

import attrs
import openpyxl
import pytest

from dvk_scoring import load_scheme, read_figures
from dvk_scoring.cli.entry import run
from dvk_scoring.scheme import model
from dvk_scoring.text import Text
from tests.depth import DEEP
from tests.office.filled import is_form, role_columns, rows_of
from tests.office.rubrics import book_of
from tests.safety.planted import NAME, Garden, bare, found_in, plant
from tests.safety.readers import read

pytestmark = pytest.mark.xdist_group("canaries")  # it is made once, not in each process

LANGUAGES: Final = ("vi", "en")
_SCORED: Final = "{scheme} {figures} {appraisal} --rulings {rulings}"
# Output → command; a name that ends in .screen is what the command prints.
COMMANDS: Final = {
    "score.screen": "score " + _SCORED,
    "score.files": "score " + _SCORED + " --quiet"
    " -o {out}.result.json -o {out}.result.csv -o {out}.result.parquet -o {out}.result.xlsx -o {out}.result.html",
    "sample.screen": "score {scheme} -o {out}.sample.html",
    "printed.csv": "score " + _SCORED + " -o -",
    "printed.json": "score " + _SCORED + " --json",
    "explain.json": "explain " + _SCORED + " --unit {unit} --json",
    "check.json": "scheme check {scheme} --json",
    "explain.screen": "explain " + _SCORED + " --unit {unit}",
    "minutes": "minutes " + _SCORED + " --letterhead {letterhead} -o {out}.minutes.docx -o {out}.minutes.pdf",
    "summary": "summary " + _SCORED + " --letterhead {letterhead} -o {out}.summary.docx -o {out}.summary.pdf",
    "sheet": "sheet " + _SCORED + " --letterhead {letterhead} --unit {unit} -o {out}.sheet.docx -o {out}.sheet.pdf",
    "table": "table " + _SCORED + " --letterhead {letterhead}"
    " -o {out}.table.docx -o {out}.table.pdf -o {out}.table.xlsx",
    "submission": "submission " + _SCORED + " --letterhead {letterhead} -o {out}.to.docx -o {out}.to.pdf",
    "decision": "decision " + _SCORED + " --letterhead {letterhead} -o {out}.decided.docx -o {out}.decided.pdf",
    "letters": "remind {scheme} --units {units} --letterhead {letterhead} -o {out}.letters.docx -o {out}.letters.pdf",
    "published": "publish "
    + _SCORED
    + " --show -o {out}.public.html -o {out}.public.xlsx -o {out}.public.csv -o {out}.public.json",
    "excel.screen": "score " + _SCORED + " --quiet --for-excel -o {out}.excel.result.csv",
    "tried.screen": "what-if " + _SCORED + " --set {unit}.mark.points=1 --set titles.merit.quota.count=1",
    "tried.json": "what-if " + _SCORED + " --set {unit}.mark.points=1 --without titles.merit --json",
    "near.screen": "what-if " + _SCORED + " --flip flag --unit {unit}",
    "near.json": "what-if " + _SCORED + " --flip flag --unit {unit} --json",
    "compared.screen": "compare " + _SCORED + " --with {scheme} {figures}",
    "compared.json": "compare " + _SCORED + " --json --with {scheme} {figures}",
    "compared": "compare " + _SCORED + " -o {out}.compared.html --with {scheme} {figures}",
    "years.screen": "compare {scheme} {figures} --with {out}.result.json",
    "held.screen": "compare {scheme} {figures} --with {out}.result.csv",
    "sealed.screen": "seal " + _SCORED + " -o {out}.sealed.dvk --public {out}.edition.dvk",
    "verified.screen": "verify {out}.sealed.dvk --trust-plugins",
    "proof.json": "verify {out}.sealed.dvk --unit {unit} --proof",
    "studied.screen": "stability " + _SCORED + " --draws 2 -o {out}.study.html -o {out}.study.json",
    "studied.json": "stability " + _SCORED + " --draws 2 --json",
    "tally": "tally " + _SCORED + " --letterhead {letterhead} -o {out}.tally.docx -o {out}.tally.pdf",
    "appeals.screen": "appeals " + _SCORED + " --appeals {appeals} --on 2026-12-13 --letterhead {letterhead}"
    " -o {out}.appeals.docx -o {out}.appeals.pdf --letters {out}.answers.docx --letters {out}.answers.pdf",
    "template": "minutes " + _SCORED + " --write-template {out}.template.docx",
    "own": "minutes " + _SCORED + " --letterhead {letterhead} --template {out}.template.docx -o {out}.own.docx",
    "docs": "scheme docs {scheme} -o {out}.rules.md -o {out}.rules.html -o {out}.rules.docx",
    "printed.md": "scheme docs {scheme}",
    "diff.screen": "scheme diff {other} {scheme}",
    "diff.json": "scheme diff {other} {scheme} --json",
    "moved.screen": "scheme diff {other} {scheme} --figures {figures} --figures {appraisal}",
    "moved.json": "scheme diff {other} {scheme} --figures {figures} --figures {appraisal} --json",
    "edit": "scheme edit {scheme} -o {out}.edit.xlsx",
    "ruled": "scheme edit {scheme} --rulings {rulings} -o {out}.ruled.xlsx",
    "lettered": "scheme edit {scheme} --letterhead {letterhead} -o {out}.lettered.xlsx",
    "lint.screen": "scheme lint " + _SCORED,
    "lint.json": "scheme lint " + _SCORED + " --json",
    "check.screen": "scheme check {scheme}",
    "cases.screen": "scheme cases {scheme}",
    "cases.json": "scheme cases {scheme} --json",
    "form": "form {scheme} --units {units} -o {out}.form.xlsx",
    "blank": "form {scheme} -o {out}.blank.xlsx",
    "later": "form {scheme} --units {units} --voice final --earlier {figures} -o {out}.later.xlsx",
    "folder": "form {scheme} --units {units} --committee -o {out}.folder",
    "rows": "form {scheme} --units {units} --committee --earlier {figures} -o {out}.rows.xlsx",
    "show.screen": "plugins show canary-songs --plugins-dir {plugins}",
    "show.json": "plugins show canary-songs --plugins-dir {plugins} --json",
    "list.screen": "plugins list --plugins-dir {plugins}",
    "list.json": "plugins list --plugins-dir {plugins} --json",
    "looked.screen": "plugins check canary-songs --plugins-dir {plugins}",
    "looked.json": "plugins check canary-songs --plugins-dir {plugins} --json",
    "test.screen": "plugins test canary-songs --check declared --check texts --check cases --plugins-dir {plugins}",
    "schema.json": "scheme schema {scheme}",
}


@attrs.frozen
class Made:
    """What was made of a garden in one language: name of the output → file."""

    garden: Garden
    files: Mapping[str, Path]


@pytest.fixture(scope="module")
def gardens(tmp_path_factory: pytest.TempPathFactory) -> tuple[Garden, Garden]:
    hostile, harmless = (tmp_path_factory.mktemp(name) for name in ("hostile", "harmless"))
    return plant(hostile, hostile=True), plant(harmless, hostile=False)


@pytest.fixture(scope="module")
def made(gardens: tuple[Garden, Garden]) -> tuple[Made, Made]:
    """Make every output of both gardens: what is printed in both languages, files in Vietnamese (deep: in both)."""
    hostile, harmless = gardens
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "100000")
        for language in LANGUAGES:
            patch.setenv("DVK_LANG", language)
            files = DEEP or language == LANGUAGES[0]
            _make(hostile, harmless, str(hostile.folder / language), files=files)
            _make(harmless, hostile, str(harmless.folder / language), files=files)
    return Made(hostile, _files(hostile)), Made(harmless, _files(harmless))


def _make(garden: Garden, other: Garden, out: str, *, files: bool) -> None:
    words = {
        "out": out,
        "other": other.file("scheme.toml"),
        "scheme": garden.file("scheme.toml"),
        "figures": garden.figures,
        "appraisal": garden.appraisal,
        "rulings": garden.file("rulings.toml"),
        "appeals": garden.file("appeals.toml"),
        "letterhead": garden.file("letterhead.toml"),
        "units": garden.file("units.csv"),
        "plugins": garden.file("plugins"),
        "unit": garden.units[0],
    }
    for name, command in COMMANDS.items():
        if not files and "{out}" in command:
            continue
        _run([part.format(**words) for part in command.split()], Path(f"{out}.{name}"))
    if not files:
        return
    _fill_in(Path(f"{out}.later.xlsx"), garden)
    for name, more in (("collected.csv", ""), ("excel.csv", " --for-excel"), ("collected.xlsx", "")):
        collect = "collect {scheme} {out}.later.xlsx --units {units} -o {out}." + name + more
        _run([part.format(**words) for part in collect.split()], Path(f"{out}.{name}.screen"))


def _files(garden: Garden) -> dict[str, Path]:
    paths = [one for language in LANGUAGES for one in garden.folder.glob(f"{language}.*")]
    paths += [one for language in LANGUAGES for one in garden.folder.glob(f"{language}.folder/*")]
    return {_named(one, garden): one for one in paths if one.is_file() and one.stat().st_size}


def _run(words: Sequence[str], shown: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run(words)
    assert status in ((0, 1) if words[0] == "compare" else (0, 3)), err.getvalue()
    if shown.suffix in (".json", ".md"):
        shown.write_text(out.getvalue(), encoding="utf-8")
        shown = shown.with_suffix(".errors.screen")
        out = io.StringIO()
    if shown.suffix == ".screen":
        shown.write_bytes((out.getvalue() + err.getvalue()).encode())
    elif "DVK-" in err.getvalue():
        shown.with_name(shown.name + ".screen").write_bytes(err.getvalue().encode())


def _named(path: Path, garden: Garden) -> str:
    """Name an output alike in both gardens: files that are named by units by the number of the unit."""
    shown = str(path.relative_to(garden.folder))
    return (
        NAME.sub(lambda found: f"unit {int(found[1]) % 1000}", shown)
        if "qk" not in shown
        else (f"{path.parent.name}/{int(NAME.findall(shown)[0]) % 1000}{path.suffix}")
    )


def _fill_in(path: Path, garden: Garden) -> None:
    """Fill in the forms of the appraisal: what was reported, with a reason and evidence of every unit's own."""
    book = openpyxl.load_workbook(path)
    sheets = [one for one in book.worksheets if is_form(one)]
    for sheet, reason in zip(sheets, garden.reasons, strict=True):
        columns = role_columns(sheet)
        for row in rows_of(sheet).values():
            sheet.cell(row, columns["value"]).value = sheet.cell(row, columns["earlier"]).value
            for role in ("reason", "evidence"):
                cell = sheet.cell(row, columns[role])
                cell.value, cell.data_type = reason, "s"
    _save_texts(book, path)


def _save_texts(book: Any, path: Path) -> None:
    for cell in (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row):
        if isinstance(cell.value, str):  # openpyxl reads this escape and does not write it
            cell.value, cell.data_type = cell.value.replace("_x0041_", "_x005F_x0041_"), "s"
    book.save(path)


def test_every_text_of_a_scheme_is_planted(gardens: tuple[Garden, Garden]) -> None:
    garden, _ = gardens
    scheme = load_scheme(garden.file("scheme.toml"))
    seen: set[tuple[str, str]] = set()
    for owner, name, text in _texts(scheme):
        assert NAME.search(text.vi), (owner, name, text)
        assert NAME.search(text.en), (owner, name, text)
        seen.add((owner, name))
    declared = {
        (kind.__name__, name)
        for kind in vars(model).values()
        if attrs.has(kind) and kind.__module__ == model.__name__
        for name, annotation in get_type_hints(kind).items()
        if Text in (annotation, *get_args(annotation))
    }
    assert seen >= declared
    assert all(NAME.search(one.text) for one in scheme.legal_basis)


def _texts(value: Any, owner: str = "", name: str = "") -> Iterator[tuple[str, str, Text]]:
    """Go through a scheme; the figures of bundled plugins have labels of their own."""
    if isinstance(value, Text):
        yield owner, name, value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one, owner, name)
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one, owner, name)
    elif attrs.has(type(value)) and type(value).__module__ == model.__name__:
        for field in attrs.fields(type(value)):
            if field.name not in ("by_kind", "decided") and not (field.name == "figures" and hasattr(value, "no")):
                yield from _texts(getattr(value, field.name), type(value).__name__, field.name)


def test_texts_stand_as_they_were_planted_and_nothing_is_made_of_them(made: tuple[Made, Made]) -> None:
    hostile, harmless = made
    assert set(hostile.files) == set(harmless.files)
    both = {**hostile.garden.texts, **harmless.garden.texts}
    everywhere: set[int] = set()
    for name, path in sorted(hostile.files.items()):
        shown, expected = read(path), read(harmless.files[name])
        assert shown.shape == expected.shape, name
        found, wanted = ({number % 1000 for number in found_in(one.texts, both)} for one in (shown, expected))
        # A text that is not there was cut away with the end of a longer one.
        assert found >= wanted or "…" in "".join(shown.texts), (name, wanted - found)
        everywhere |= found
    assert everywhere == set(hostile.garden.texts)


def test_reasons_that_were_collected_are_read_as_they_were_written(made: tuple[Made, Made]) -> None:
    garden = made[0].garden
    scheme = load_scheme(garden.file("scheme.toml"))
    figures = read_figures(scheme, [Path(garden.figures), garden.folder / "vi.collected.csv"])
    assert set(figures.gaps["reason"].to_list()) <= set(garden.reasons)


def test_a_template_holds_nothing_of_scheme_or_units(made: tuple[Made, Made]) -> None:
    hostile, harmless = made
    names = [one for one in hostile.files if one.endswith(".template.docx")]
    assert names
    for name in names:
        assert hostile.files[name].read_bytes() == harmless.files[name].read_bytes()
        assert not found_in(read(hostile.files[name]).texts, {})


def _rubric(garden: Garden) -> Path:
    """Write the workbook of a rubric with planted texts: title, sections, criteria, how they are scored, units."""
    (title, work, people), how, names = garden.units[:3], garden.reasons, garden.names
    rows: dict[str, Sequence[Sequence[object]]] = {
        "A": [
            [title],
            ["TT", "Nội dung, tiêu chí", "Điểm tối đa", "Cách chấm"],
            ["I", work, 60, None],
            [1, names[0], 30, how[0]],
            [2, names[1], 30, how[1]],
            ["II", people, 40, None],
            [3, names[2], 40, how[2]],
            [None, "TỔNG CỘNG", 100, None],
        ],
        "B": [
            ["TT", "Mã", "Đơn vị", "Cụm", "1", "2", "3"],
            *([at, f"xa-{at}", name, how[at + 2], 10, 20, 30] for at, name in enumerate(names[3:], 1)),
        ],
    }
    path = book_of(garden.folder / "rubric.xlsx", rows)
    _save_texts(openpyxl.load_workbook(path), path)
    return path


def test_a_rubric_is_taken_as_it_is_written(gardens: tuple[Garden, Garden], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100000")

    def same(read: Sequence[str], planted: Sequence[str]) -> bool:  # several blanks in a row are one
        return [*map(bare, read)] == [*map(bare, planted)]

    both = {**gardens[0].texts, **gardens[1].texts}
    for language in LANGUAGES:
        monkeypatch.setenv("DVK_LANG", language)
        shapes = []
        for garden in gardens:
            book, folder = _rubric(garden), garden.folder / f"{language}-imported"
            screen = garden.folder / f"{language}-imported.screen"
            _run(["scheme", "import", str(book), "-o", str(folder)], screen)
            scheme = load_scheme(folder / "scheme.toml")
            figures = read_figures(scheme, [folder / "figures.csv"])
            titles = [one.title.vi for one in scheme.sections.values()]
            titles += [one.title.vi for one in scheme.criteria.values()]
            assert same([scheme.title.vi, *titles], [*garden.units[:3], *garden.names[:3]])
            helps = [one.spec.help for one in figures.columns.values()]
            assert same([one.vi for one in helps if one is not None], garden.reasons[:3])
            assert same(figures.frame["name"].to_list(), garden.names[3:])
            assert same([one.title.vi for one in scheme.clusters.values()], garden.reasons[3:])
            shown, table = read(screen), read(folder / "figures.csv")  # which holds that no cell is a formula
            told = found_in(shown.texts, both)
            assert {both[number] for number in told} >= {*garden.units[:3], *garden.names[:3]}
            shapes.append((shown.shape, table.shape))
        assert shapes[0] == shapes[1]
