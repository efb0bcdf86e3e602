"""``dvk scheme new``: a scheme to start from, asked for word by word or named on one line, whole and green at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.complete import complete_plugin_ids
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import folder_option, force_option, language_option, plugins_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.cli.scheme_asked import GivenAnswers

_ABOUT = {
    "vi": "Tạo một bảng điểm mới, dùng được ngay, để sửa thành của mình.\n\n"
    "NAME là mã của bảng điểm và tên thư mục sẽ tạo. Mỗi CRITERION là mã tiêu chí (dvk plugins "
    "list), có thể kèm điểm tối đa: outreach=40; tiêu chí không ghi điểm thì được chia phần còn lại. Ghi =+3 là điểm "
    "thưởng, =-3 là điểm trừ, nhiều nhất 3 điểm. Không nêu tiêu chí thì chương trình hỏi từng bước.",
    "en": "Make a new scheme that works at once, to be changed into your own.\n\n"
    "NAME is the scheme's id and the folder that is made. Each CRITERION is an id (dvk plugins list), maybe with "
    "its most points: outreach=40; those without share what is left. =+3 makes a bonus of it and =-3 a penalty, of 3 "
    "points at most. Without any criterion you are asked step by step.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    vi = language == "vi"

    def say(told_vi: str, told_en: str) -> str:
        return told_vi if vi else told_en

    period = say("Thời gian: một năm, hoặc 2026-01-01..2026-06-30.", "The period: a year, or 2026-01-01..2026-06-30.")
    cluster = say("Một cụm thi đua; dùng được nhiều lần.", "A cluster; repeatable.")
    flags = say("Số cờ đề nghị mỗi cụm; 0: không có danh hiệu.", "Flags proposed in each cluster; 0: no titles.")
    params: list[click.Parameter] = [
        click.Argument(["name"], metavar="NAME", required=False),
        click.Argument(["criteria"], metavar="CRITERION[=POINTS]...", nargs=-1, shell_complete=complete_plugin_ids),
        folder_option(
            say("Tạo trong thư mục này; mặc định là thư mục hiện tại.", "Make it in there; else right here."),
            default=Path(),
            metavar="FOLDER",
        ),
        click.Option(["--title-vi"], metavar="TEXT", help=say("Tên bằng tiếng Việt.", "The title in Vietnamese.")),
        click.Option(["--title-en"], metavar="TEXT", help=say("Tên bằng tiếng Anh.", "The title in English.")),
        click.Option(
            ["--total"],
            metavar="N",
            help=say("Tổng điểm; mặc định 100.", "What the criteria add up to; 100 unless said."),
        ),
        click.Option(["--cluster", "clusters"], multiple=True, metavar="ID=TITLE", help=cluster),
        click.Option(
            ["--valid"],
            metavar="YEAR",
            help=period,
        ),
        click.Option(["--no-classes"], is_flag=True, help=say("Không đề nghị xếp loại.", "Propose no classes.")),
        click.Option(
            ["--flags"],
            metavar="N",
            help=flags,
        ),
        click.Option(["--ask"], is_flag=True, help=say("Hỏi từng bước.", "Ask step by step.")),
        force_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("new", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    *,
    name: str | None,
    criteria: tuple[str, ...],
    output: Path,
    ask: bool,
    force: bool,
    **named: Any,
) -> None:
    import attrs

    from dvk_scoring.cli.scheme_asked import GivenAnswers, asked, without_asking
    from dvk_scoring.cli.screen import console
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.problem import DvkError
    from dvk_scoring.scaffold.scheme.make import make_scheme
    from dvk_scoring.scaffold.scheme.wish import READERS, read_options

    read, unread = read_options({key: named[key] for key in READERS})
    given = GivenAnswers(name=name, criteria=criteria, **{**named, **read})
    registry = Registry.of(given.plugins)
    if ask or (not criteria and sys.stdin.isatty()):
        if unread:
            raise DvkError(unread)
        wish = asked(given, output, language, registry, force=force)
    else:
        _refuse_too_little(given, language)
        wish = attrs.evolve(without_asking(given), unread=unread)
    files = make_scheme(wish, output, language, force=force, registry=registry)
    out = console()
    for line in _told(files, output / wish.id, language):
        out.print(line, soft_wrap=True)


def _refuse_too_little(given: GivenAnswers, language: Language) -> None:
    """Tell what to give where nobody can be asked."""
    missing = "name" if given.name is None else "criteria" if not given.criteria else None
    if missing is None:
        return
    ctx = click.get_current_context()
    line = f"dvk scheme new {given.name or 'thi-dua-2026'} outreach=40 media"
    vi = f"Ví dụ: {line} (các tiêu chí: dvk plugins list). Thêm --ask để được hỏi từng bước."
    en = f"For example: {line} (the criteria: dvk plugins list). Add --ask to be asked step by step."
    param = next(param for param in ctx.command.params if param.name == missing)
    raise click.MissingParameter(vi if language == "vi" else en, ctx, param=param)


def _told(files: Sequence[Path], folder: Path, language: Language) -> Iterator[str]:
    from dvk_scoring.named import as_typed

    vi = language == "vi"
    yield f"Đã tạo: {folder}" if vi else f"Made: {folder}"
    yield from (f"  {path.relative_to(folder).as_posix()}" for path in files)
    yield ""
    yield "Ba lệnh tiếp theo:" if vi else "The next three commands:"
    yield from (f"  dvk {word} {as_typed(folder)}" for word in ("scheme check", "score", "scheme cases"))
    yield ""
    scheme = files[0]
    yield f"Sau đó sửa {scheme} thành của mình." if vi else f"Then make {scheme} your own."
