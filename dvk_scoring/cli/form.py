"""``dvk form``: sheets to fill in, for units and for the committee."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import (
    folder_option,
    force_option,
    language_option,
    plain_decimal_option,
    plugins_option,
    scheme_argument,
)

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.forms.make import MadeForms
    from dvk_scoring.text import Text

_ABOUT = {
    "vi": "Làm phiếu XLSX để đơn vị ghi số liệu.\n\n"
    "-o THƯ-MỤC ghi mỗi đơn vị một tệp; -o TỆP.xlsx ghi tất cả vào một tệp, mỗi đơn vị một trang. Không có --units thì "
    "phiếu để trống tên đơn vị. --committee -o TỆP.xlsx làm một bảng: mỗi đơn vị một dòng. Phiếu gửi về thì thu bằng "
    "dvk collect.",
    "en": "Make XLSX forms for units to fill in.\n\n"
    "-o FOLDER writes a file for each unit; -o FILE.xlsx writes all into one, a sheet for each. Without --units the "
    "form leaves the unit blank. --committee -o FILE.xlsx makes one table with a row a unit. "
    "What comes back is read by dvk collect.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    vi = language == "vi"
    kind = click.Path(path_type=Path)
    output = "Thư mục, hoặc một tệp .xlsx." if vi else "A folder, or one .xlsx file."
    units = "Danh sách đơn vị: unit, name, cluster." if vi else "The units: unit, name, cluster."
    voice = "Phiếu của một bước chấm sau (thẩm định)." if vi else "Forms of a later voice (an appraisal)."
    earlier = "Số liệu đã báo cáo, in bên cạnh; dùng được nhiều lần." if vi else "Figures reported before; repeatable."
    committee = "Phiếu số liệu của hội đồng." if vi else "Forms for the committee's own figures."
    head = "Tệp tiêu đề (TOML): gửi về đâu, hạn gửi." if vi else "Letterhead (TOML): where forms go, by when."
    params = [
        scheme_argument(),
        folder_option(output, ".xlsx", required=True, metavar="PATH"),
        click.Option(["--units"], type=kind, metavar="FILE", help=units),
        click.Option(["--voice"], default="", metavar="NAME", help=voice),
        click.Option(["--earlier"], type=kind, multiple=True, metavar="FILE", help=earlier),
        click.Option(["--committee"], is_flag=True, help=committee),
        click.Option(["--letterhead"], type=kind, metavar="FILE", help=head),
        force_option(language),
        plain_decimal_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("form", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    *,
    scheme: str,
    output: Path,
    plugins: tuple[Path, ...],
    letterhead: Path | None,
    force: bool,
    **named: Any,
) -> None:
    from dvk_scoring.cli.screen import console, print_problems
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.forms.make import FormOrder, make_forms
    from dvk_scoring.forms.page import NO_TERMS
    from dvk_scoring.report.documents.letterhead import read_letterhead
    from dvk_scoring.run import load_scheme
    from dvk_scoring.text import Text

    terms = NO_TERMS if letterhead is None else read_letterhead(letterhead).form
    checked = load_scheme(scheme, plugins=plugins)
    with Waiting(console(stderr=True), language) as waiting:
        waiting.say(Text(vi="Đang làm phiếu…", en="Making the forms…"))
        made = make_forms(FormOrder(checked, language=language, terms=terms, **named), output, force=force)
    out = console()
    out.print(f"{_counted(made, checked.entrant, language)}: {output}", soft_wrap=True)
    print_problems(made.problems, language)


def _counted(made: MadeForms, entrant: Text, language: Language) -> str:
    """Say how many forms were made, or for how many one table is."""
    from dvk_scoring.scheme.entrant import entrant_words

    count = made.forms
    if made.one_table:
        called = entrant_words(entrant, language)["entrant" if count == 1 else "entrants"]
        return f"1 bảng, {count} {called}" if language == "vi" else f"1 table, {count} {called.lower()}"
    return f"{count} phiếu" if language == "vi" else f"{count} form{'s' if count != 1 else ''}"
