"""``dvk remind``: letters to the units whose forms have not come back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.documents import check_forms, forms_option, paper_options, suffixes_in_folder, tell_written
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import decimal_option, language_option, plugins_option, scheme_argument

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Làm công văn đôn đốc gửi các đơn vị chưa gửi phiếu số liệu.\n\n"
    "FORMS là phiếu đã nhận, như trong dvk collect; bỏ trống là chưa nhận phiếu nào. -o TỆP ghi tất cả vào một tệp, "
    "mỗi đơn vị một trang; -o THƯ-MỤC/ ghi mỗi đơn vị một tệp. Hạn gửi và điện thoại ghi trong tệp tiêu đề.",
    "en": "Make letters to the units whose forms of figures have not come back.\n\n"
    "FORMS are those that have, as for dvk collect; none: no form has. -o FILE writes all letters into one, a page "
    "each; -o FOLDER/ writes a file for each unit. The letterhead has the deadline and the telephone.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        check_forms(click.get_current_context(), "-o FOLDER/")
        _run(language, **named)

    vi = language == "vi"
    kind = click.Path(path_type=Path)
    units = "Danh sách đơn vị phải gửi phiếu." if vi else "The units that should return a form."
    voice = "Phiếu của bước chấm này." if vi else "The forms of this voice."
    params = [
        scheme_argument(),
        click.Argument(["returned"], metavar="[FORMS]...", nargs=-1, type=kind),
        click.Option(["--units"], type=kind, required=True, metavar="FILE", help=units),
        click.Option(["--voice"], default="", metavar="NAME", help=voice),
        forms_option(language),
        *paper_options(language),
        decimal_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("remind", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    *,
    scheme: str,
    plugins: tuple[Path, ...],
    outputs: tuple[Path, ...],
    letterhead: Path | None,
    templates: tuple[Path, ...],
    taken: Path | None,
    force: bool,
    forms: tuple[str, ...],
    returned: tuple[Path, ...],
    **named: Any,
) -> None:
    from dvk_scoring.cli.screen import console, print_problems
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.forms.collect import missing_units
    from dvk_scoring.forms.collected import CollectOrder, MissingUnit
    from dvk_scoring.report.documents.letterhead import Letterhead, read_letterhead
    from dvk_scoring.report.documents.order import Order
    from dvk_scoring.report.documents.reminder import reminder_papers
    from dvk_scoring.run import load_scheme
    from dvk_scoring.text import Text

    order = Order("reminder", outputs, templates, taken, force, suffixes_in_folder(forms))
    order.check(folders=True)
    head = Letterhead() if letterhead is None else read_letterhead(letterhead)
    checked = load_scheme(scheme, plugins=plugins)
    with Waiting(console(stderr=True), language) as waiting:
        waiting.say(Text(vi="Đang đọc phiếu…", en="Reading the forms…"))
        collecting = CollectOrder(checked, returned, **{**named, "decimal": dict(named["decimal"])})
        units, problems = missing_units(collecting)
        if units:
            written = order.write(reminder_papers(checked, units, head, language), [unit.unit for unit in units])
        else:
            # A template can be taken out before anybody is late.
            written = order.take(*reminder_papers(checked, [MissingUnit("", "", "")], head, language))
    print_problems([*problems, *head.problems_of("reminder")], language)
    tell_written(written, language)
    if not outputs:
        return
    none = "Mọi đơn vị đã gửi phiếu; không có công văn nào được ghi."
    said = none if language == "vi" else "Every unit has returned its form; no letter was written."
    letters = f"{len(units)} công văn." if language == "vi" else f"{len(units)} letter{'s' if len(units) != 1 else ''}."
    console().print(letters if units else said, soft_wrap=True)
