"""``dvk score``: figures in, ranking and proposals out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import figures_argument, run_options, scheme_argument

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Tính điểm, xếp hạng, xếp loại và đề nghị danh hiệu.\n\n"
    "SCHEME là đường dẫn của bảng điểm (TỆP.toml, ./THƯ_MỤC) hoặc mã một bảng điểm có sẵn (dvk scheme list). "
    "FIGURES là tệp số liệu CSV, XLSX hay Parquet; bỏ trống thì dùng số liệu mẫu đi kèm bảng điểm. Một trang của sổ "
    "tính: TỆP.xlsx#TRANG.",
    "en": "Score, rank, class and propose titles.\n\n"
    "SCHEME is the path of a scheme (FILE.toml, ./FOLDER) or the id of one that comes with it (dvk scheme list). "
    "FIGURES are files of figures: CSV, XLSX or Parquet; without any, the sample that ships with the scheme is scored. "
    "A sheet of a workbook: FILE.xlsx#SHEET.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(outputs: tuple[Path, ...], *, force: bool, quiet: bool, **named: Any) -> None:
        _run(language, outputs, named, force=force, quiet=quiet)

    vi = language == "vi"
    told = (
        "Ghi ra .json, .csv, .parquet, .xlsx hay .html; dùng được nhiều lần."
        if vi
        else "Write .json, .csv, .parquet, .xlsx or .html; repeatable."
    )
    kind = click.Path(path_type=Path)
    params = [
        scheme_argument(),
        figures_argument(),
        click.Option(["-o", "--output", "outputs"], type=kind, multiple=True, metavar="FILE", help=told),
        click.Option(["--force"], is_flag=True, help="Ghi đè tệp đã có." if vi else "Overwrite files that are there."),
        click.Option(["--quiet"], is_flag=True, help="Không in bảng ra màn hình." if vi else "Print no table."),
        *run_options(language),
    ]
    return SpokenCommand("score", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(language: Language, outputs: tuple[Path, ...], named: dict[str, Any], *, force: bool, quiet: bool) -> None:
    from dvk_scoring.cli.inputs import Inputs, scored
    from dvk_scoring.cli.score_folder import is_folder, run_folder
    from dvk_scoring.cli.screen import console
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.report.terminal import print_result
    from dvk_scoring.report.write import check_outputs, write_result
    from dvk_scoring.text import Text

    if is_folder(named, outputs):
        run_folder(language, Inputs(**named), outputs, force=force, quiet=quiet)
        return
    check_outputs(outputs, force=force)
    with Waiting(console(stderr=True), language) as waiting:
        result = scored(Inputs(**named), waiting)
        waiting.say(Text(vi="Đang ghi kết quả…", en="Writing the result…"))
        for path in outputs:
            write_result(result, path, language, force=force)
    if not quiet:
        out = console()
        print_result(result, language, out)
        for path in outputs:
            out.print(f"{'Đã ghi' if language == 'vi' else 'Written'}: {path}", soft_wrap=True)
