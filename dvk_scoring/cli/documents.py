"""What ``dvk minutes``, ``dvk sheet`` and ``dvk summary`` share: options, and the way from a result to files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import figures_argument, run_options, scheme_argument

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.report.documents.letterhead import Kind


def document_command(
    kind: Kind, language: Language, about: Mapping[Language, str], more: Sequence[click.Parameter] = ()
) -> click.Command:
    """Make the command of one kind of document."""

    def run(**named: Any) -> None:
        _run(kind, language, **named)

    params = [scheme_argument(), figures_argument(), *more, *_options(language), *run_options(language)]
    return SpokenCommand(kind, language=language, callback=run, params=params, help=about[language])


def _options(language: Language) -> list[click.Parameter]:
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
    own = (
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
        click.Option(["--template", "templates"], type=path, multiple=True, metavar="FILE", help=own),
        click.Option(["--write-template", "taken"], type=path, metavar="FILE", help=take),
        click.Option(["--force"], is_flag=True, help="Ghi đè tệp đã có." if vi else "Overwrite files that are there."),
    ]


def _run(
    kind: Kind,
    language: Language,
    *,
    outputs: tuple[Path, ...],
    letterhead: Path | None,
    templates: tuple[Path, ...],
    taken: Path | None,
    force: bool,
    unit: str = "",
    **named: Any,
) -> None:
    from dvk_scoring.cli.inputs import Inputs, scored
    from dvk_scoring.cli.screen import console
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.report.documents.letterhead import Letterhead, read_letterhead
    from dvk_scoring.report.documents.write import check_documents, match_templates, write_document, write_template
    from dvk_scoring.text import Text

    check_documents(outputs, taken, force=force)
    own = match_templates(templates, outputs)
    head = Letterhead() if letterhead is None else read_letterhead(letterhead)
    with Waiting(console(stderr=True), language) as waiting:
        result = scored(Inputs(**named), waiting)
        waiting.say(Text(vi="Đang làm văn bản…", en="Making the document…"))
        for path in outputs:
            template = own.get(path.suffix.lower())
            write_document(result, kind, path, language, unit=unit, letterhead=head, template=template, force=force)
        if taken is not None:
            write_template(result, kind, taken, language, unit=unit, force=force)
    for path in (*outputs, *([] if taken is None else [taken])):
        console().print(f"{'Đã ghi' if language == 'vi' else 'Written'}: {path}", soft_wrap=True)
