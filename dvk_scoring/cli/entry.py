"""Start and end of a run: language, output that can be printed, and what each way of ending means to the caller."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

import click

from dvk_scoring.cli.language import OTHER, Language, chosen_language
from dvk_scoring.cli.lazy import LazyGroup
from dvk_scoring.cli.options import wants_json

_GREETING = {
    "vi": """\
dvk chấm điểm thi đua giữa các đơn vị. Ba việc hay làm nhất:

  dvk demo                                    xem một cuộc thi đua mẫu
  dvk scheme new TEN-BANG-DIEM                tạo bảng điểm của mình
  dvk score BANG-DIEM SO-LIEU -o ketqua.xlsx  chấm, xếp hạng, ghi ra Excel

Mọi lệnh: dvk --help""",
    "en": """\
dvk scores units in emulation competitions. The three things one does most:

  dvk demo                                look at a sample competition
  dvk scheme new NAME                     make a scheme of one's own
  dvk score SCHEME FIGURES -o result.xlsx score, rank, write a workbook

All commands: dvk --help""",
}
DONE, CRASH, USAGE, PROBLEMS, INTERRUPTED = 0, 1, 2, 3, 130


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give the exit status."""
    language = chosen_language(arguments, os.environ)
    for stream in (sys.stdout, sys.stderr):
        _make_printable(stream)
    try:
        status = program(language).main(found_files(arguments), prog_name="dvk", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except SystemExit as left:  # what Click makes of a broken pipe
        if not isinstance(left.__context__, BrokenPipeError):
            raise
        return _reader_left()
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except click.UsageError as error:
        from dvk_scoring.cli.usage import tell_usage

        tell_usage(error, language, as_json=wants_json(arguments))
        return USAGE
    except Exception as error:
        from dvk_scoring.problem import DvkError

        if not isinstance(error, DvkError):
            raise
        from dvk_scoring.cli.screen import tell_problems

        tell_problems(error.problems, language, as_json=wants_json(arguments))
        return PROBLEMS
    return status if isinstance(status, int) else DONE


def found_files(arguments: Sequence[str], platform: str = sys.platform) -> list[str]:
    """Give the words of a command line with files by their names on the disk.

    Shells of Windows leave it to a program to find the files that ``*.csv`` stands for; what finds none stays as it is.
    """
    words: list[str] = []
    for argument in arguments:
        many = sorted(map(str, _matching(argument))) if platform == "win32" and not argument.startswith("-") else []
        words += many or [as_on_disk(argument)]
    return words


def _matching(pattern: str) -> Iterator[Path]:
    typed = Path(pattern)
    if not {"*", "?"} & set(typed.name) or os.path.lexists(pattern):
        return
    with contextlib.suppress(OSError, ValueError):
        yield from typed.parent.glob(typed.name)


def as_on_disk(argument: str) -> str:
    """Give a file its name as it stands on the disk, where only the composing of its letters is another.

    A file from macOS has its marks apart from their letters, and nobody sees a difference to what a keyboard types.
    """
    if argument.isascii() or argument.startswith("-") or os.path.lexists(argument):
        return argument
    typed = Path(argument)
    folder = typed.parent if typed.parent == typed else Path(as_on_disk(str(typed.parent)))
    wanted = unicodedata.normalize("NFC", typed.name)
    with contextlib.suppress(OSError):
        same = [path for path in folder.iterdir() if unicodedata.normalize("NFC", path.name) == wanted]
        if len(same) == 1:
            return str(same[0])
    return argument if folder == typed.parent else str(folder / typed.name)


def leave(status: int) -> NoReturn:
    """End the program, also when a plugin left a thread running that never ends: Python would wait for it."""
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread() and not thread.daemon]
    if others:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        os._exit(status)
    sys.exit(status)


def program(language: Language) -> LazyGroup:
    """Make the command ``dvk`` in one language."""
    vi = language == "vi"
    about = (
        "Chấm điểm thi đua giữa các đơn vị: chính xác, có giải thích, kiểm tra trước khi chạy.\n\n"
        "Kết quả là đề nghị để hội đồng xem xét, biểu quyết."
        if vi
        else "Score units in an emulation competition: exact, explained, checked before it runs.\n\n"
        "What it gives are proposals for a council that votes."
    )
    version = click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_print_version,
        help="Hiện phiên bản." if vi else "Show the version.",
    )
    spoken = click.Option(
        ["--lang"],
        type=click.Choice(["vi", "en"]),
        default=language,
        expose_value=False,
        help="Ngôn ngữ." if vi else "Language.",
    )
    named = {"help_option_names": ["-h", "--help"]}  # commands below take it over
    greeting = f"{_GREETING[language]}\n{OTHER[language]}"
    return LazyGroup(
        "dvk", language=language, greeting=greeting, params=[version, spoken], help=about, context_settings=named
    )


def _print_version(ctx: click.Context, _: click.Parameter, value: object) -> None:
    if value:
        from dvk_scoring.package import VERSION

        click.echo(f"dvk {VERSION}")
        ctx.exit()


def _make_printable(stream: TextIO) -> None:
    """Write UTF-8 wherever the console's own encoding cannot hold Vietnamese (Windows, LANG=C)."""
    if isinstance(stream, io.TextIOWrapper) and (stream.encoding or "").lower().replace("-", "") != "utf8":
        stream.reconfigure(encoding="utf-8", errors="replace")


def _reader_left() -> int:
    """End quietly: whoever read the output has seen enough. What is still buffered goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return DONE
