"""``dvk scheme edit``: a scheme or its rulings out to a workbook, and what was edited there back into TOML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import force_option, language_option, plugins_option, scheme_argument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dvk_scoring.cli.language import Language
    from dvk_scoring.scheme.model import Scheme

_ABOUT = {
    "vi": "Sửa bảng điểm bằng Excel hay LibreOffice: ghi ra sổ tính, sửa các ô nền vàng, rồi lấy về tệp TOML.\n\n"
    "Không có --from thì ghi sổ tính ra -o. Có --from thì lấy chỗ đã sửa trong sổ tính, ghi tệp TOML mới ra -o: ghi "
    "chú, thứ tự và cách viết của tệp cũ giữ nguyên.",
    "en": "Edit a scheme in Excel or LibreOffice: write a workbook, edit its yellow cells, take them back into "
    "TOML.\n\nWithout --from the workbook is written to -o. With --from what was edited in that workbook is written to "
    "-o as a new TOML file: remarks, order and style of the old one stay.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(
        scheme: str,
        output: Path,
        edited: Path | None,
        *,
        rulings: Path | None,
        votes: Path | None,
        letterhead: Path | None,
        plugins: tuple[Path, ...],
        force: bool,
    ) -> None:
        beside = {"rulings": rulings, "votes": votes, "letterhead": letterhead}
        named = {what: file for what, file in beside.items() if file is not None}
        _run(language, scheme, output, edited=edited, beside=named, plugins=plugins, force=force)

    vi, path = language == "vi", click.Path(path_type=Path)
    output = "Sổ tính (.xlsx), hoặc tệp .toml nếu có --from." if vi else "The workbook; with --from the .toml file."
    edited = "Sổ tính đã sửa." if vi else "The edited workbook."
    rulings = "Sửa tệp quyết định này thay cho bảng điểm." if vi else "Edit these rulings in place of the scheme."
    votes = (
        "Sửa tệp phiếu bầu (TOML) này thay cho bảng điểm." if vi else "Edit these votes (TOML) in place of the scheme."
    )
    letterhead = "Sửa tệp tiêu đề này thay cho bảng điểm." if vi else "Edit this letterhead in place of the scheme."
    params: list[click.Parameter] = [
        scheme_argument(),
        click.Option(["-o", "--output"], type=path, required=True, metavar="FILE", help=output),
        click.Option(["--from", "edited"], type=path, metavar="FILE", help=edited),
        click.Option(["--rulings"], type=path, metavar="FILE", help=rulings),
        click.Option(["--votes"], type=path, metavar="FILE", help=votes),
        click.Option(["--letterhead"], type=path, metavar="FILE", help=letterhead),
        force_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("edit", language=language, edits=True, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    source: str,
    output: Path,
    *,
    edited: Path | None,
    beside: Mapping[str, Path],
    plugins: tuple[Path, ...],
    force: bool,
) -> None:
    from dvk_scoring.catalogue import listed
    from dvk_scoring.problem import DvkError, problem
    from dvk_scoring.report.write import check_outputs
    from dvk_scoring.run import load_scheme

    check_outputs([output], force=force, known=(".xlsx",) if edited is None else (".toml",))
    scheme = load_scheme(source, plugins=plugins)
    if len(beside) > 1:
        raise DvkError([problem("DVK-O878", options=listed(f"--{what}" for what in beside))])
    if beside:
        ((what, file),) = beside.items()
        _edit_file(language, scheme, what, file, output=output, edited=edited)
    elif edited is None:
        from dvk_scoring.editing.scheme import write_scheme_book

        write_scheme_book(scheme, output, language)
        _say_written(output, language)
    else:
        _take_back(language, scheme, output, edited, plugins)


def _take_back(language: Language, scheme: Scheme, output: Path, edited: Path, plugins: tuple[Path, ...]) -> None:
    import attrs

    from dvk_scoring.analysis.compare import Difference
    from dvk_scoring.aside import write_together
    from dvk_scoring.cli.screen import console, print_problems
    from dvk_scoring.editing.scheme import files_beside, read_scheme_book
    from dvk_scoring.report.changes.terminal import print_changes
    from dvk_scoring.scheme.compare import compare_schemes

    taken = read_scheme_book(scheme, edited, plugins)
    write_together({output: taken.data})
    new = attrs.evolve(taken.new, path=str(output))
    print_changes(Difference(scheme, new, compare_schemes(scheme, new)), language, console())
    _say_written(output, language)
    print_problems([*taken.problems, *files_beside(taken, output)], language)


def _edit_file(language: Language, scheme: Scheme, what: str, file: Path, *, output: Path, edited: Path | None) -> None:
    from dvk_scoring.aside import write_together
    from dvk_scoring.cli.screen import console, print_problems
    from dvk_scoring.editing.files import LETTERHEAD, VOTES, read_file_book, write_file_book
    from dvk_scoring.editing.rulings import read_rulings_book, write_rulings_book

    form = {"votes": VOTES, "letterhead": LETTERHEAD}.get(what)
    if edited is None:
        if form is None:
            write_rulings_book(scheme, file, output, language)
        else:
            write_file_book(form, scheme, file, output, language)
        _say_written(output, language)
        return
    taken = read_rulings_book(scheme, file, edited) if form is None else read_file_book(form, scheme, file, edited)
    write_together({output: taken.data})
    out = console()
    for line in taken.told:
        out.print(f"– {line.in_(language)}", soft_wrap=True)
    _say_written(output, language)
    print_problems(taken.problems, language)


def _say_written(path: Path, language: Language) -> None:
    from dvk_scoring.cli.screen import print_written

    print_written(path, language)
