"""``dvk score``: figures in, ranking and proposals out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dvk_scoring.cli.lazy import IdleOptionError, SpokenCommand
from dvk_scoring.cli.options import (
    STDOUT,
    figures_argument,
    for_excel_option,
    force_option,
    json_option,
    refuse_idle_excel,
    run_options,
    scheme_argument,
    seal_option,
    votes_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dvk_scoring.cli.language import Language
    from dvk_scoring.scoring.result import Result

_CHARACTERS: Final = 1 << 20
"""How much is printed at a time."""
_ABOUT = {
    "vi": "Tính điểm, xếp hạng, xếp loại và đề nghị danh hiệu.\n\n"
    "SCHEME là đường dẫn của bảng điểm (TỆP.toml, ./THƯ_MỤC) hoặc mã một bảng điểm có sẵn (dvk scheme list). "
    "FIGURES là tệp số liệu CSV, XLSX, ODS hay Parquet; bỏ trống thì dùng số liệu mẫu đi kèm bảng điểm. Một trang của "
    "sổ tính: TỆP.xlsx#TRANG.",
    "en": "Score, rank, class and propose titles.\n\n"
    "SCHEME is the path of a scheme (FILE.toml, ./FOLDER) or the id of one that comes with it (dvk scheme list). "
    "FIGURES are files of figures: CSV, XLSX, ODS or Parquet; without any, the sample that ships with the scheme is "
    "scored. A sheet of a workbook: FILE.xlsx#SHEET.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(outputs: tuple[Path, ...], *, for_excel: bool, **named: Any) -> None:
        if for_excel:
            refuse_idle_excel(outputs)
        flags = {key: named.pop(key) for key in ("force", "quiet", "as_json")}
        _run(language, outputs, named, **flags, for_excel=for_excel)

    vi = language == "vi"
    told = (
        "Ghi ra .json, .csv, .parquet, .xlsx hay .html; - thì in CSV ra stdout; dùng được nhiều lần."
        if vi
        else "Write .json, .csv, .parquet, .xlsx or .html; - prints CSV on stdout; repeatable."
    )
    kind = click.Path(path_type=Path)
    params = [
        scheme_argument(),
        figures_argument(),
        click.Option(["-o", "--output", "outputs"], type=kind, multiple=True, metavar="FILE", help=told),
        force_option(language),
        click.Option(["--quiet"], is_flag=True, help="Không in bảng ra màn hình." if vi else "Print no table."),
        for_excel_option(language),
        json_option(language),
        votes_option(language),
        seal_option(language),
        *run_options(language),
    ]
    return SpokenCommand("score", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    outputs: tuple[Path, ...],
    named: dict[str, Any],
    *,
    force: bool,
    quiet: bool,
    as_json: bool,
    for_excel: bool,
) -> None:
    from dvk_scoring.cli.inputs import Inputs, scored, stamped
    from dvk_scoring.cli.score_folder import is_folder, run_folder
    from dvk_scoring.cli.screen import console, print_problems, print_written
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.report.terminal import print_result
    from dvk_scoring.report.write import check_outputs, write_result
    from dvk_scoring.text import Text

    files = tuple(path for path in outputs if path != STDOUT)
    seal = named.pop("seal")
    if seal is not None and not any(path.suffix.lower() == ".html" for path in files):
        raise IdleOptionError("--seal", "-o …html", click.get_current_context())
    if is_folder(named, files):
        run_folder(language, Inputs(**named), outputs, force=force, quiet=quiet, as_json=as_json)
        return
    _refuse_files_on_stdout(files)
    check_outputs(files, force=force)
    with Waiting(console(stderr=True), language) as waiting:
        result = stamped(scored(Inputs(**named), waiting), seal, tells_votes=True)
        waiting.say(Text(vi="Đang ghi kết quả…", en="Writing the result…"))
        for path in files:
            write_result(result, path, language, force=force, for_excel=for_excel)
    if as_json:
        _print_as(".json", result, language)
    elif files != outputs:
        _print_as(".csv", result, language, for_excel=for_excel)
        print_problems(result.problems, language)
    elif not quiet:
        print_result(result, language, console())
        for path in files:
            print_written(path, language)


def _refuse_files_on_stdout(files: Sequence[Path]) -> None:
    """Refuse ``-.xlsx`` and its like: no file is called so on purpose.

    Raises:
        DvkError: There are such.
    """
    from dvk_scoring.problem import DvkError, problem

    meant = [path for path in files if path.name.startswith(f"{STDOUT}.")]
    if meant:
        raise DvkError([problem("DVK-O208", name=path.name, suffix=path.suffix) for path in meant])


def _print_as(suffix: str, result: Result, language: Language, *, for_excel: bool = False) -> None:
    """Print what a file of this suffix would hold."""
    from tempfile import TemporaryDirectory

    from dvk_scoring.cli.screen import say, say_json
    from dvk_scoring.report.write import write_result

    say_part = say_json if suffix == ".json" else say
    with TemporaryDirectory() as folder:  # the writers of files are made for millions of units
        path = Path(folder, f"result{suffix}")
        write_result(result, path, language, for_excel=for_excel)
        if for_excel:
            click.echo("\ufeff", nl=False)  # a sign that is meant, and no part of a text
        with path.open(encoding="utf-8-sig", newline="") as file:
            while part := file.read(_CHARACTERS):
                say_part(part, end=False)
