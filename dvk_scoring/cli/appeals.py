"""``dvk appeals``: the register of appeals, letters of answer, and what the rulings that answer them change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dvk_scoring.cli.documents import tell_written
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import day_option, figures_argument, force_option, run_options, scheme_argument

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT: Final = {
    "vi": "Theo dõi kiến nghị của các đơn vị về điểm: kiến nghị nào còn hạn, quá hạn; áp dụng các quyết định trả lời "
    "thì ai đổi điểm, hạng, xếp loại, danh hiệu. Chưa ghi gì vào kết quả.\n\n"
    "Sổ kiến nghị là tệp TOML, CSV, XLSX hay ODS. -o ghi sổ thành văn bản; --letters TỆP ghi công văn trả lời vào một "
    "tệp, --letters THƯ-MỤC/ ghi mỗi đơn vị một tệp DOCX. SCHEME và FIGURES như trong dvk score.",
    "en": "Follow the appeals of units against their points: which are due or late, and whose points, rank, class or "
    "title change once the rulings that answer them are taken. Nothing is written into a result.\n\n"
    "The register is a file of TOML, CSV, XLSX or ODS. -o writes it as a document; --letters FILE writes the letters "
    "of answer into one file, --letters FOLDER/ a DOCX file for each unit. SCHEME and FIGURES are as for dvk score.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    vi, path = language == "vi", click.Path(path_type=Path)
    register = "Sổ kiến nghị (TOML, CSV, XLSX, ODS)." if vi else "The register of appeals (TOML, CSV, XLSX, ODS)."
    written = (
        "Ghi sổ ra .docx hay .pdf; dùng được nhiều lần." if vi else "Write the register as .docx or .pdf; repeatable."
    )
    letters = "Ghi công văn trả lời ra tệp hay thư mục." if vi else "Write the letters of answer to a file or a folder."
    head = (
        "Tệp tiêu đề (TOML): cơ quan, số, ký hiệu, ngày, hội đồng."
        if vi
        else "Letterhead (TOML): agency, number, symbol, day, council."
    )
    on = "Ngày tính hạn; mặc định là hôm nay." if vi else "The day on which deadlines are told; else today."
    params: list[click.Parameter] = [
        scheme_argument(),
        figures_argument(),
        click.Option(["--appeals"], type=path, required=True, metavar="FILE", help=register),
        day_option("--on", on),
        click.Option(["-o", "--output", "outputs"], type=path, multiple=True, metavar="FILE", help=written),
        click.Option(["--letters"], type=path, multiple=True, metavar="FILE", help=letters),
        click.Option(["--letterhead"], type=path, metavar="FILE", help=head),
        force_option(language),
        *run_options(language),
    ]
    return SpokenCommand("appeals", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    *,
    appeals: Path,
    on: date | None,
    outputs: tuple[Path, ...],
    letters: tuple[Path, ...],
    letterhead: Path | None,
    force: bool,
    **named: Any,
) -> None:
    from dvk_scoring.aside import untakable
    from dvk_scoring.cli.inputs import Inputs, gathered
    from dvk_scoring.cli.screen import console, print_problems
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.problem import DvkError
    from dvk_scoring.report.changes.appeals import print_appeals
    from dvk_scoring.report.documents.appeals import answer_papers, register_data
    from dvk_scoring.report.documents.letterhead import Letterhead, read_letterhead
    from dvk_scoring.report.documents.order import Order
    from dvk_scoring.scoring.appeals import answering
    from dvk_scoring.scoring.read_appeals import read_appeals
    from dvk_scoring.text import Text
    from dvk_scoring.trials import what_rulings_do

    register = Order("appeals", outputs, force=force)
    answers = Order("answer", letters, force=force, forms=(".docx",))
    if twice := list(untakable([*outputs, *letters], force=True)):
        raise DvkError(twice)
    for order in (paper for paper in (register, answers) if paper.outputs):
        order.check(folders=order is answers)
    head = Letterhead() if letterhead is None else read_letterhead(letterhead)
    inputs = Inputs(**named)
    with Waiting(console(stderr=True), language) as waiting:
        read = gathered(inputs, waiting)
        listed, told = read_appeals(appeals, read.scheme, read.figures.names, read.rulings)
        waiting.say(Text(vi="Đang tính điểm…", en="Scoring…"))
        tried = answering(listed)
        trial = what_rulings_do(
            read.scheme, read.figures, read.rulings, tried, as_of=inputs.as_of, sample=read.sample, engine=inputs.engine
        )
        day = on or date.today()  # noqa: DTZ011 - deadlines run by the calendar of the office
        papers = answer_papers(trial, listed, head, language) if letters else {}
        data = register_data(trial, listed, day, head, language)
        written = register.write([data]) if outputs else []
        written += answers.write(list(papers.values()), list(papers)) if papers else []
    print_appeals(trial, data, language, console())
    print_problems([*read.problems, *told, *trial.problems, *head.problems], language)
    tell_written(written, language)
    if letters and not papers:
        none = "Chưa có kiến nghị nào được trả lời; không có công văn nào được ghi."
        console().print(
            none if language == "vi" else "No appeal is answered yet; no letter was written.", soft_wrap=True
        )
