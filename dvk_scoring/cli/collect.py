"""``dvk collect``: returned forms in, one table of figures out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import IdleOptionError, SpokenCommand
from dvk_scoring.cli.options import (
    columns_option,
    decimal_option,
    for_excel_option,
    force_option,
    json_option,
    language_option,
    plugins_option,
    refuse_idle_excel,
    scheme_argument,
)

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.forms.collected import Collected

_ABOUT = {
    "vi": "Thu phiếu gửi về thành một bảng số liệu.\n\n"
    "FORMS là các tệp .xlsx, .ods, .csv, hoặc thư mục chứa chúng. Ô nào sai thì nêu rõ tệp, ô, đơn vị và để riêng ra; "
    "các ô khác vẫn được ghi. Có ô sai thì lệnh kết thúc với mã 3.",
    "en": "Collect returned forms into one table of figures.\n\n"
    "FORMS are .xlsx, .ods or .csv files, or folders that hold them. A wrong cell is told by file, cell and unit and "
    "left out; all others are written. When any was wrong, the exit status is 3.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> int:
        return _run(language, **named)

    vi = language == "vi"
    kind = click.Path(path_type=Path)
    output = "Ghi bảng số liệu ra tệp .csv hay .xlsx." if vi else "Write the figures to a .csv or .xlsx file."
    units = "Danh sách đơn vị phải gửi phiếu." if vi else "The units that should return a form."
    voice = "Thu phiếu của bước chấm này." if vi else "Collect the forms of this voice."
    committee = "Thu số liệu của hội đồng." if vi else "Collect the committee's own figures."
    missing = (
        "Ghi danh sách đơn vị chưa gửi phiếu dùng được ra tệp .csv hay .xlsx."
        if vi
        else "Write the units that have returned nothing usable to a .csv or .xlsx file."
    )
    params: list[click.Parameter] = [
        scheme_argument(),
        click.Argument(["forms"], metavar="FORMS...", nargs=-1, required=True, type=kind),
        click.Option(["-o", "--output"], type=kind, required=True, metavar="FILE", help=output),
        click.Option(["--units"], type=kind, metavar="FILE", help=units),
        click.Option(["--voice"], default="", metavar="NAME", help=voice),
        click.Option(["--committee"], is_flag=True, help=committee),
        click.Option(["--missing"], type=kind, metavar="FILE", help=missing),
        for_excel_option(language),
        force_option(language),
        json_option(language),
        decimal_option(language),
        columns_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("collect", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    *,
    scheme: str,
    output: Path,
    plugins: tuple[Path, ...],
    missing: Path | None,
    columns: Path | None,
    for_excel: bool,
    force: bool,
    as_json: bool,
    **named: Any,
) -> int:
    from dvk_scoring.cli.entry import DONE, PROBLEMS
    from dvk_scoring.cli.screen import console, print_problems, say_json
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.forms.collect import collect_forms
    from dvk_scoring.forms.collected import CollectOrder
    from dvk_scoring.forms.long_table import TableOrder, check_orders, write_collected, write_missing
    from dvk_scoring.run import load_scheme, scheme_with_columns
    from dvk_scoring.text import Text

    if missing is not None and named["units"] is None:
        raise IdleOptionError("--missing", "--units", click.get_current_context())
    paths = [output, *([missing] if missing is not None else [])]
    if for_excel:
        refuse_idle_excel(paths)
    orders = [TableOrder(path, language, for_excel, force) for path in paths]
    check_orders(orders)
    checked = scheme_with_columns(load_scheme(scheme, plugins=plugins), columns)
    with Waiting(console(stderr=True), language) as waiting:
        waiting.say(Text(vi="Đang đọc phiếu…", en="Reading the forms…"))
        collected = collect_forms(CollectOrder(checked, **{**named, "decimal": dict(named["decimal"])}))
        for write, order in zip((write_collected, write_missing), orders, strict=False):
            write(collected, order)
    if as_json:
        say_json(_described(collected))
        return DONE if collected.whole else PROBLEMS
    print_problems(collected.problems, language)
    out = console()
    for line in _summary(collected, output, missing, language):
        out.print(line, soft_wrap=True)
    if orders[0].commas:
        vi, en = "Đọc lại bảng này thì thêm", "To read this table again, add"
        out.print(f"{vi if language == 'vi' else en}: --decimal comma", soft_wrap=True)
    return DONE if collected.whole else PROBLEMS


def _described(collected: Collected) -> str:
    """Describe what was collected, every problem included, for programs."""
    from dvk_scoring.report.problem_json import problem_value, written

    missing = [
        {"unit": unit.unit, "name": unit.name, "cluster": unit.cluster, "files": list(unit.files)}
        for unit in collected.missing
    ]
    return written(
        {
            "files": collected.files,
            "units": {"taken": sum(bool(unit.cells) for unit in collected.units), "listed": collected.listed},
            "cells": collected.count,
            "missing": missing,
            "problems": [problem_value(problem) for problem in collected.problems],
        }
    )


def _summary(collected: Collected, output: Path, missing: Path | None, language: Language) -> list[str]:
    vi = language == "vi"
    of = "" if collected.listed is None else f"/{collected.listed}"
    units = sum(bool(unit.cells) for unit in collected.units)
    if vi:
        lines = [f"Tệp: {collected.files}; đơn vị: {units}{of}; ô dùng được: {collected.count}."]
    else:
        lines = [f"Files: {collected.files}; units: {units}{of}; cells taken: {collected.count}."]
    if not collected.whole:
        left = "Có ô hoặc phiếu được để riêng ra: xem các thông báo."
        lines.append(left if vi else "Cells or forms were left out: see the messages.")
    if collected.missing:
        lines.append("Chưa có số liệu nào dùng được:" if vi else "No figure that can be used from:")
        for unit in collected.missing:
            named = unit.unit if unit.name == unit.unit else f"{unit.unit}  {unit.name}"
            came = f" ({', '.join(unit.files)})" if unit.files else ""
            lines.append(f"    {named}{came}")
    written = "Đã ghi" if vi else "Written"
    return [*lines, *(f"{written}: {path}" for path in (output, missing) if path is not None)]
