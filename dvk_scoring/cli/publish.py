"""``dvk publish``: the public edition of a result, without what is internal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import (
    figures_argument,
    for_excel_option,
    force_option,
    refuse_idle_excel,
    run_options,
    scheme_argument,
    seal_option,
)

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Làm bản công khai của kết quả: hạng, tổng điểm, xếp loại, danh hiệu được đề nghị, điểm được phép hiện. "
    "Khiếu nại, kỷ luật, điểm trừ, quyết định của hội đồng, minh chứng và số liệu được bỏ ra; bảng điểm ghi trong "
    "[public] bỏ thêm gì, hiện thêm gì.",
    "en": "Make the public edition of a result: ranks, totals, classes, titles proposed, and the points that may be "
    "shown. Complaints, discipline, penalties, rulings, evidence and figures are left out; [public] in the scheme says "
    "what else is, and what is shown.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    vi, path = language == "vi", click.Path(path_type=Path)
    told = (
        "Ghi ra .html, .xlsx, .csv hay .json; dùng được nhiều lần."
        if vi
        else "Write .html, .xlsx, .csv or .json; repeatable."
    )
    show = "Nói những gì được bỏ ra, và vì sao." if vi else "Say what is left out, and why."
    params = [
        scheme_argument(),
        figures_argument(),
        click.Option(["-o", "--output", "outputs"], type=path, multiple=True, metavar="FILE", help=told),
        for_excel_option(language),
        seal_option(language),
        click.Option(["--show"], is_flag=True, help=show),
        force_option(language),
        *run_options(language),
    ]
    return SpokenCommand("publish", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    *,
    outputs: tuple[Path, ...],
    seal: Path | None,
    show: bool,
    force: bool,
    for_excel: bool,
    **named: Any,
) -> None:
    from dvk_scoring.cli.inputs import Inputs, scored, stamped
    from dvk_scoring.cli.screen import console, print_written, say
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.problem import DvkError, problem
    from dvk_scoring.report.public.edition import make_edition
    from dvk_scoring.report.public.show import tell_left_out
    from dvk_scoring.report.public.write import SUFFIXES, write_edition
    from dvk_scoring.report.write import check_outputs
    from dvk_scoring.run import load_scheme
    from dvk_scoring.text import Text

    if not outputs and not show:
        instead = Text(vi="--show để xem những gì được bỏ ra", en="--show to see what is left out")
        raise DvkError([problem("DVK-O229", known=", ".join(SUFFIXES), instead=instead)])
    if for_excel:
        refuse_idle_excel(outputs)
    check_outputs(outputs, force=force, known=SUFFIXES)
    result = None
    if outputs or named["figures"]:
        with Waiting(console(stderr=True), language) as waiting:
            result = stamped(scored(Inputs(**named), waiting), seal, is_public=True)
            edition = make_edition(result)
            for path in outputs:
                write_edition(edition, path, language, force=force, for_excel=for_excel)
    if show:
        scheme = load_scheme(named["scheme"], as_of=named["as_of"], plugins=named["plugins"])
        for line in tell_left_out(scheme if result is None else result.scheme, result, language):
            say(line)
    for path in outputs:
        print_written(path, language)
