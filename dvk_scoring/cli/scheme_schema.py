"""``dvk scheme schema``: the JSON Schema that editors and independent checkers read schemes with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dvk_scoring.cli.complete import complete_schemes
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import block_option, language_option, plugins_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "In lược đồ JSON (draft-07) của tệp bảng điểm, gồm cả tham số của các plugin đang có, để trình soạn thảo gợi "
    "ý và báo lỗi ngay khi gõ.\n\nNêu SCHEME thì tìm cả plugin trong các thư mục mà bảng điểm đó nêu, và gợi ý tham "
    "số cho cả những tiêu chí mà bảng điểm đặt tên riêng.",
    "en": "Print the JSON Schema (draft-07) of scheme files, with the params of all plugins at hand, so that an editor "
    "completes and checks while you type.\n\nWith SCHEME, the plugin folders that this scheme names are found too, and "
    "params are offered under the names that it gives its criteria.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(
        scheme: str | None, output: Path | None, plugins: Sequence[Path], block: Sequence[str], *, force: bool
    ) -> None:
        _run(language, scheme, output, plugins, block, force=force)

    vi = language == "vi"
    told = "Ghi ra tệp .json thay vì in." if vi else "Write a .json file instead of printing."
    overwrite = "Ghi đè tệp đã có." if vi else "Overwrite a file that is there."
    params: list[click.Parameter] = [
        click.Argument(["scheme"], metavar="[SCHEME]", required=False, shell_complete=complete_schemes),
        click.Option(["-o", "--output"], type=click.Path(path_type=Path), metavar="FILE", help=told),
        click.Option(["--force"], is_flag=True, help=overwrite),
        plugins_option(language),
        block_option(language),
        language_option(language),
    ]
    return SpokenCommand("schema", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    scheme: str | None,
    output: Path | None,
    plugins: Sequence[Path],
    block: Sequence[str],
    *,
    force: bool,
) -> None:
    from dvk_scoring.cli.screen import print_problems, say_json
    from dvk_scoring.criteria.registry import CLASH, Registry
    from dvk_scoring.problem import DvkError, has_errors
    from dvk_scoring.report.write import check_outputs
    from dvk_scoring.scheme.json_schema import left_out, schema_text
    from dvk_scoring.scheme.read import scheme_folders

    if output is not None:
        check_outputs([output], force=True, known=(".json",))
    folders = scheme_folders(scheme) if scheme else ()
    registry = Registry.of([*plugins, *folders], block)
    problems = [problem for problem in registry.problems if problem.code != CLASH]
    if has_errors(problems):
        raise DvkError(problems)
    text = schema_text(registry, language, scheme=scheme)
    if output is None:
        say_json(text, end=False)
    else:
        _write(text, output, language, force=force)
    print_problems([*problems, *left_out(registry)], language)


def _write(text: str, path: Path, language: Language, *, force: bool) -> None:
    """Write the file, unless it says just this already."""
    from dvk_scoring.aside import written_aside
    from dvk_scoring.cli.screen import console, print_written
    from dvk_scoring.report.write import check_outputs

    vi, out = language == "vi", console()
    if _holds(path, text):
        out.print(f"Không có gì mới: {path}" if vi else f"Nothing new: {path}", soft_wrap=True)
        return
    check_outputs([path], force=force, known=(".json",))
    with written_aside(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
    print_written(path, language)
    line = f"#:schema ./{path.name}"
    out.print(
        f"Dòng đầu của bảng điểm trong cùng thư mục: {line}" if vi else f"First line of a scheme beside it: {line}",
        soft_wrap=True,
    )


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") == text
    except (OSError, ValueError):
        return False
