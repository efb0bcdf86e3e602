"""``dvk scheme import``: a committee's rubric in Excel, and points beside it, taken as a scheme and figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dvk_scoring.cli.complete import complete_files
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import folder_option, force_option, language_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Lấy bảng tiêu chí của hội đồng trong Excel thành bảng điểm và số liệu.\n\n"
    "BOOK có một trang tiêu chí (số thứ tự, tiêu chí, điểm tối đa, cách chấm) và, nếu có, một trang điểm của các đơn "
    "vị. Lấy được gì, không lấy được gì, chỗ nào là đoán: nêu theo từng ô.",
    "en": "Take a committee's rubric in Excel as a scheme and figures.\n\n"
    "BOOK has a sheet of criteria (number, criterion, maximum, how it is scored) and maybe one with the points of "
    "units. What was taken, what was not, and what is a guess is told by cell.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(book: Path, output: Path, *, force: bool) -> None:
        _run(language, book, output, force=force)

    vi, path = language == "vi", click.Path(path_type=Path)
    output = "Thư mục ghi bảng điểm; tên thư mục là mã." if vi else "The folder to make; its name is the scheme's id."
    params: list[click.Parameter] = [
        click.Argument(["book"], type=path, metavar="BOOK", shell_complete=complete_files),
        folder_option(output, required=True, metavar="FOLDER"),
        force_option(language),
        language_option(language),
    ]
    return SpokenCommand("import", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(language: Language, book: Path, output: Path, *, force: bool) -> None:
    from dvk_scoring.cli.screen import console, print_problems, print_written
    from dvk_scoring.editing.rubric.make import import_scheme, told

    imported = import_scheme(book, output, language, force=force)
    out = console()
    for line in told(imported, language):
        out.print(line, soft_wrap=True)
    for path in imported.files:
        print_written(path, language)
    print_problems(imported.problems, language)
