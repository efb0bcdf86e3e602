"""What ``dvk minutes``, ``dvk sheet`` and ``dvk summary`` share: options, and the way from a result to files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import IdleOptionError, SpokenCommand
from dvk_scoring.cli.options import figures_argument, force_option, run_options, scheme_argument, seal_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.report.documents.letterhead import Kind

_MOST_TOLD = 8


def document_command(
    kind: Kind,
    language: Language,
    about: Mapping[Language, str],
    more: Sequence[click.Parameter] = (),
    check: Callable[[click.Context], None] | None = None,
) -> click.Command:
    """Make the command of one kind of document.

    Args:
        kind: Which.
        language: Of the run.
        about: What its help says.
        more: Parameters that it alone has.
        check: Refuses what does not go together on the command line.
    """

    def run(**named: Any) -> None:
        if check is not None:
            check(click.get_current_context())
        _run(kind, language, **named)

    params = [
        scheme_argument(),
        figures_argument(),
        *more,
        *paper_options(language),
        seal_option(language),
        *run_options(language),
    ]
    return SpokenCommand(kind, language=language, callback=run, params=params, help=about[language])


def paper_options(language: Language) -> list[click.Parameter]:
    """Make the options of every command that writes papers."""
    vi, path = language == "vi", click.Path(path_type=Path)
    written = (
        "Ghi ra .docx (để sửa) hay .pdf (để ký); dùng được nhiều lần."
        if vi
        else "Write .docx (to edit) or .pdf (to sign); repeatable."
    )
    head = (
        "Tệp tiêu đề (TOML): cơ quan, số, ký hiệu, ngày, hội đồng."
        if vi
        else "Letterhead (TOML): agency, number, symbol, day, council."
    )
    template = (
        "Mẫu riêng: .docx cho .docx, .typ cho .pdf; dùng được nhiều lần."
        if vi
        else "A template of your own: .docx for .docx, .typ for .pdf; repeatable."
    )
    take = (
        "Ghi mẫu đi kèm ra .docx hay .typ để sửa thành mẫu riêng." if vi else "Write the template that ships, to edit."
    )
    return [
        click.Option(["-o", "--output", "outputs"], type=path, multiple=True, metavar="FILE", help=written),
        click.Option(["--letterhead"], type=path, metavar="FILE", help=head),
        click.Option(["--template", "templates"], type=path, multiple=True, metavar="FILE", help=template),
        click.Option(["--write-template", "taken"], type=path, metavar="FILE", help=take),
        force_option(language),
    ]


def forms_option(language: Language) -> click.Option:
    """Make the option of commands that write a file for each unit: which."""
    said = (
        "Dạng tệp trong thư mục; mặc định pdf; lặp lại được."
        if language == "vi"
        else "Form in a folder, else pdf; repeatable."
    )
    return click.Option(["--as", "forms"], type=click.Choice(["docx", "pdf"]), multiple=True, help=said)


def check_forms(ctx: click.Context, needed: str, *, folders: bool = True) -> None:
    """Refuse forms of files in a folder where there is no folder.

    Args:
        ctx: Of the command.
        needed: What the option needs, as one writes it.
        folders: An output may be a folder.

    Raises:
        IdleOptionError: It does nothing.
    """
    from dvk_scoring.report.documents.order import is_folder

    if ctx.params["forms"] and not (folders and any(map(is_folder, ctx.params["outputs"]))):
        raise IdleOptionError("--as", needed, ctx)


def suffixes_in_folder(forms: Sequence[str]) -> tuple[str, ...]:
    """Give the suffixes of files in a folder, by the forms that are asked for."""
    return tuple(f".{form}" for form in forms) or (".pdf",)


def _run(
    kind: Kind,
    language: Language,
    *,
    outputs: tuple[Path, ...],
    letterhead: Path | None,
    templates: tuple[Path, ...],
    taken: Path | None,
    force: bool,
    seal: Path | None,
    unit: str = "",
    everyone: bool = False,
    forms: tuple[str, ...] = (),
    **named: Any,
) -> None:
    from dvk_scoring.cli.inputs import Inputs, scored, stamped
    from dvk_scoring.cli.screen import console, print_problems
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.report.documents.head import disagreements
    from dvk_scoring.report.documents.letterhead import Letterhead, read_letterhead
    from dvk_scoring.report.documents.order import Order
    from dvk_scoring.report.documents.write import document_data, sheet_papers
    from dvk_scoring.text import Text

    order = Order(kind, outputs, templates, taken, force, suffixes_in_folder(forms))
    order.check(folders=everyone)
    head = Letterhead() if letterhead is None else read_letterhead(letterhead)
    with Waiting(console(stderr=True), language) as waiting:
        result = stamped(scored(Inputs(**named), waiting), seal, tells_votes="votes" in named)
        waiting.say(Text(vi="Đang làm văn bản…", en="Making the document…"))
        if everyone:
            units = [each.unit for each in result.units]
            written = order.write(sheet_papers(result, units, language, head), units)
        else:
            written = order.write([document_data(result, kind, language, unit, head)])
    tell_written(written, language)
    print_problems([*head.problems_of(kind), *disagreements(head, result.votes, kind)], language)


def tell_written(paths: Sequence[Path], language: Language) -> None:
    """Tell what was written; of many files in a folder, how many."""
    from dvk_scoring.cli.screen import console, print_written

    vi = language == "vi"
    folders = Counter(path.parent for path in paths)
    for folder, count in folders.items():
        if count > _MOST_TOLD:
            told = f"Đã ghi {count} tệp vào" if vi else f"{count} files written to"
            console().print(f"{told}: {folder}", soft_wrap=True)
            continue
        for path in (file for file in paths if file.parent == folder):
            print_written(path, language)
