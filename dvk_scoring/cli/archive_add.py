"""``dvk archive add``: one more seal into an archive, and a line into its log."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import WrongValueError, day_option, language_option
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Đưa một bản niêm phong vào kho và thêm một dòng vào nhật ký.\n\n"
    "FOLDER là thư mục kho; bản đầu tiên tạo ra kho. Từ bản thứ hai, khi niêm phong phải nêu bản cuối bằng --after.",
    "en": "Add a seal to an archive, and a line to its log.\n\n"
    "FOLDER is the archive; the first seal makes it. All others must have been made with --after the last one.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(folder: Path, seal: Path, **named: Any) -> None:
        _run(language, folder, seal, **named)

    vi, path = language == "vi", click.Path(path_type=Path)
    empty = Text(vi="Nhật ký không sửa được về sau: hãy ghi rõ.", en="The log cannot be mended later: say it.")

    def told(ctx: click.Context, param: click.Parameter, value: str) -> str:
        if not value.strip():
            raise WrongValueError(empty, ctx, param)
        return value.strip()

    params: list[click.Parameter] = [
        click.Argument(["folder"], metavar="FOLDER", type=path),
        click.Argument(["seal"], metavar="SEAL", type=path),
        click.Option(
            ["--by"], required=True, metavar="WHO", callback=told, help="Ai niêm phong." if vi else "Who seals."
        ),
        click.Option(
            ["--word"],
            required=True,
            metavar="TEXT",
            callback=told,
            help="Căn cứ: số, ngày của quyết định hay biên bản."
            if vi
            else "On whose word: a decision, or the minutes.",
        ),
        day_option("--day", "Ngày niêm phong; mặc định hôm nay." if vi else "The day of sealing; else today."),
        language_option(language),
    ]
    return SpokenCommand("add", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(language: Language, folder: Path, seal: Path, *, by: str, word: str, day: date | None) -> None:
    from dvk_scoring.cli.archive_check import print_archive
    from dvk_scoring.cli.screen import print_problems
    from dvk_scoring.seal.archive import add_seal

    when = day or date.today()  # noqa: DTZ011 - the day of whoever seals
    archive = add_seal(folder, seal, by=by, day=when.isoformat(), word=word)
    print_archive(archive, language)
    print_problems(archive.problems, language)
