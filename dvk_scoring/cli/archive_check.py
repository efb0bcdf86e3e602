"""``dvk archive check``: whether an archive is whole, and what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import json_option, language_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.seal.archive import Archive

_ABOUT = {
    "vi": "Kiểm tra một kho niêm phong: từng dòng nhật ký, từng bản niêm phong, chuỗi nối giữa các bản. "
    "Liệt kê ai niêm phong gì, ngày nào, theo căn cứ nào.",
    "en": "Check an archive: each line of its log, each seal, and the chain between them. "
    "It lists who sealed what, when and on whose word.",
}
_UNHELD = {
    "vi": "So dấu này với dấu đã ghi ở nơi khác (--head): ai ghi được vào thư mục này cũng viết lại được cả nhật ký.",
    "en": "Hold it to the one that was noted elsewhere (--head): who can write in this folder can write its log anew.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(folder: Path, head: str | None, signer: str | None, *, as_json: bool) -> int:
        return _run(language, folder, head, signer, as_json=as_json)

    vi = language == "vi"
    noted = (
        "Dấu dòng cuối nhật ký đã ghi lại lần trước." if vi else "The fingerprint of the last line, as it was noted."
    )
    signed = "Người ký đã biết: khóa công khai." if vi else "The known signer: a public key."
    params: list[click.Parameter] = [
        click.Argument(["folder"], metavar="FOLDER", type=click.Path(path_type=Path)),
        click.Option(["--head"], metavar="LETTERS", help=noted),
        click.Option(["--signer"], metavar="KEY", help=signed),
        json_option(language),
        language_option(language),
    ]
    return SpokenCommand("check", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(language: Language, folder: Path, head: str | None, signer: str | None, *, as_json: bool) -> int:
    import attrs

    from dvk_scoring.cli.entry import DONE, PROBLEMS
    from dvk_scoring.cli.screen import print_problems, say, say_json
    from dvk_scoring.problem import has_errors
    from dvk_scoring.report.problem_json import problem_value, written
    from dvk_scoring.seal.archive import check_archive
    from dvk_scoring.seal.signature import read_signer

    archive = check_archive(folder, head=head, signer=None if signer is None else read_signer(signer))
    if as_json:
        entries = [attrs.asdict(entry) for entry in archive.entries]
        problems = [problem_value(problem) for problem in archive.problems]
        say_json(written({"head": archive.head, "entries": entries, "problems": problems}))
    else:
        print_archive(archive, language)
        if head is None:
            say(_UNHELD[language])
        print_problems(archive.problems, language)
    return PROBLEMS if has_errors(archive.problems) else DONE


def print_archive(archive: Archive, language: Language) -> None:
    """Print the log, and the fingerprint of its last line to be noted elsewhere."""
    from dvk_scoring.cli.screen import console, say
    from dvk_scoring.report.lists import plain_table
    from dvk_scoring.seal.canonical import short

    vi = language == "vi"
    heads = ("STT", "Bản niêm phong", "Dấu", "Ai", "Ngày", "Căn cứ") if vi else (
        "No.", "Seal", "Fingerprint", "Who", "Day", "On whose word"
    )  # fmt: skip
    table = plain_table(heads)
    for entry in archive.entries:
        table.add_row(str(entry.n), entry.file, short(entry.seal), entry.by, _day(entry.day, language), entry.word)
    console().print(table)
    say(f"{'Dấu dòng cuối nhật ký' if vi else 'Fingerprint of the last line'}: {short(archive.head)}")


def _day(written: str, language: Language) -> str:
    from datetime import date

    from dvk_scoring.formula.show import show_day

    try:
        return show_day(date.fromisoformat(written), language)
    except ValueError:
        return written
