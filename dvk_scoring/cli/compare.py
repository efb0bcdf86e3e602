"""``dvk compare``: two results side by side, by cause; or a result and a published table."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dvk_scoring.cli.complete import complete_schemes
from dvk_scoring.cli.lazy import IdleOptionError, SpokenCommand
from dvk_scoring.cli.options import WrongValueError, force_option, json_option, run_options, unit_option
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dvk_scoring.analysis.causes import Side
    from dvk_scoring.cli.language import Language
    from dvk_scoring.cli.waiting import Waiting

WITH: Final = "--with"
_SECOND: Final = "dvk_scoring.compare.second"
_DIFFERENT: Final = 1
_TABLES: Final = (".csv", ".xlsx", ".ods", ".parquet")
_ABOUT = {
    "vi": "So sánh hai kết quả: hai năm, hai lần chấm, trước và sau kiến nghị. Đơn vị nào đổi điểm, hạng, xếp loại, "
    "danh hiệu, và mỗi thay đổi do nguyên nhân nào: số liệu, quyết định, bảng điểm, plugin hay chương trình.\n\n"
    "Mỗi bên là một kết quả (.json do dvk score ghi), một bản niêm phong (.dvk), hoặc SCHEME FIGURES... "
    "cùng các tùy chọn như trong dvk score. Hai kết quả thì viết liền nhau; còn lại thì viết --with trước bên "
    "thứ hai. Chỉ khi cả hai bên đều có bảng điểm và số liệu mới tính lại được từng nguyên nhân.\n\n"
    "Bên thứ hai là một bảng (.csv, .xlsx, .ods, .parquet) thì so kết quả với bảng đã công bố, theo từng dòng; mã "
    "thoát là 0 khi khớp, 1 khi khác.",
    "en": "Compare two results: two years, two runs, before and after an appeal. Whose points, rank, class or title "
    "change, and each change by which cause: figures, rulings, scheme, plugins or program.\n\n"
    "A side is a result (.json, as dvk score writes it), a seal (.dvk), or SCHEME FIGURES... with the options of "
    "dvk score. Two results stand side by side; else --with stands before the second side. Causes are told "
    "apart only where both sides have scheme and figures.\n\n"
    "Where the second side is a table (.csv, .xlsx, .ods, .parquet), the result is held against that published table, "
    "row by row; the exit status is 0 when they agree, 1 when they differ.",
}


class ComparingCommand(SpokenCommand):
    """A command of two sides, each with its own words and options; ``--with`` stands before the second."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read both sides; a shell that completes asks about the last."""
        before = args[: args.index("--")] if "--" in args else args
        if WITH not in before:
            return super().parse_args(ctx, args)
        at = before.index(WITH)
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args[at + 1 :])
        if WITH in args[at + 1 :]:
            once = Text(vi="Chỉ viết một lần.", en="Write it once.")
            raise WrongValueError(once, ctx, next(param for param in self.params if WITH in param.opts))
        second = click.Context(self, info_name=ctx.info_name, parent=ctx.parent)
        super().parse_args(second, args[at + 1 :])
        ctx.meta[_SECOND] = second.params
        return super().parse_args(ctx, args[:at])

    def given(self, ctx: click.Context) -> Sequence[Mapping[str, Any]]:
        """Give the parameters of both sides."""
        return [*super().given(ctx), ctx.meta.get(_SECOND, {})]


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    vi = language == "vi"

    def run(**first: Any) -> int:
        ctx = click.get_current_context()
        return _run(language, ctx, first, ctx.meta.get(_SECOND))

    def read(ctx: click.Context, param: click.Parameter, value: str | None) -> Fraction | None:
        if value is None:
            return None
        number = _fraction(value)
        if number is None:
            wrong = Text(vi="Viết như 0.001, 1e-6 hay 1/3.", en="Write 0.001, 1e-6 or 1/3.")
            raise WrongValueError(wrong, ctx, param)
        return number

    kind = click.Path(path_type=Path)
    told = {
        "with": "Viết trước bên thứ hai." if vi else "Stands before the second side.",
        "output": "Ghi ra .html hay .json; dùng được nhiều lần." if vi else "Write .html or .json; repeatable.",
        "units": "Bảng đơn vị đổi mã, sáp nhập, chia tách (cột old, new)."
        if vi
        else "A table of units renamed, merged or split (columns old, new).",
        "tolerance": "Tổng điểm và điểm trong bảng được lệch tối đa; mặc định 0."
        if vi
        else "How far totals and points of a table may differ; 0 unless said.",
    }
    params: list[click.Parameter] = [
        click.Argument(["words"], metavar="[SIDE]...", nargs=-1, shell_complete=complete_schemes),
        click.Option([WITH, "is_second"], is_flag=True, help=told["with"]),
        click.Option(["-o", "--output", "outputs"], type=kind, multiple=True, metavar="FILE", help=told["output"]),
        force_option(language),
        click.Option(["--units"], type=kind, metavar="FILE", help=told["units"]),
        unit_option(language, required=False),
        click.Option(["--tolerance"], metavar="NUMBER", callback=read, help=told["tolerance"]),
        json_option(language),
        *run_options(language),
    ]
    return ComparingCommand("compare", language=language, callback=run, params=params, help=_ABOUT[language])


def _fraction(text: str) -> Fraction | None:
    """Read a tolerance exactly; None: it is none."""
    import re

    if not re.fullmatch(r"\d{1,50}(\.\d{1,50})?([eE]-?\d{1,3})?|\d{1,50}/[1-9]\d{0,49}", text):
        return None
    return Fraction(text)


_SHARED: Final = ("outputs", "force", "units", "unit", "tolerance", "as_json")
"""Options that belong to no side: they may stand at either."""


def _run(language: Language, ctx: click.Context, first: dict[str, Any], second: dict[str, Any] | None) -> int:
    shared = {key: first[key] or (second or first)[key] for key in _SHARED}
    if second is not None:
        shared["tolerance"] = first["tolerance"] if second["tolerance"] is None else second["tolerance"]
    sides = _sides(ctx, first, second)
    if _is_table(sides[1]["words"]):
        return _hold(language, ctx, sides, shared)
    if shared["tolerance"] is not None:
        raise IdleOptionError("--tolerance", "published.csv", ctx)
    return _compare(language, sides, shared)


def _sides(
    ctx: click.Context, first: dict[str, Any], second: dict[str, Any] | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the words and options of each side; two words alone are a side each.

    Raises:
        WrongValueError: There are not two sides.
    """
    if second is None:
        if len(first["words"]) != 2:
            wrong = Text(
                vi="Cần hai bên: hai kết quả viết liền nhau, hoặc viết --with trước bên thứ hai.",
                en="There must be two sides: two results side by side, or --with before the second.",
            )
            raise WrongValueError(wrong, ctx, ctx.command.params[0])
        second = {**first, "words": first["words"][1:]}
        first = {**first, "words": first["words"][:1]}
        if _is_table(second["words"]):  # what names headings then speaks of the table
            first = {**first, "columns": None}
    for side in (first, second):
        if not side["words"]:
            empty = Text(vi="Một bên chưa có gì.", en="One side is empty.")
            raise WrongValueError(empty, ctx, ctx.command.params[0])
    return first, second


def _is_table(words: Sequence[str]) -> bool:
    return len(words) == 1 and Path(words[0].partition("#")[0]).suffix.lower() in _TABLES


def _open(side: dict[str, Any], waiting: Waiting) -> Side:
    """Open a side: a result, a scheme with its figures, a result with what it was made of, or a seal of both."""
    from dvk_scoring.cli.inputs import Inputs, scored
    from dvk_scoring.comparing.compare import is_result_file, open_side, side_of
    from dvk_scoring.seal.container import SUFFIX

    words: Sequence[str] = side["words"]
    if len(words) == 1 and Path(words[0]).suffix.lower() == SUFFIX:
        from dvk_scoring.seal.difference import side_of_seal

        return side_of_seal(words[0], folders=side["plugins"])
    file = open_side(words[0]) if is_result_file(words[0]) else None
    words = words[1:] if file else words
    if not words:
        assert file is not None
        return file
    named = {key: side[key] for key in ("rulings", "decimal", "columns", "as_of", "engine", "plugins")}
    return side_of(scored(Inputs(scheme=words[0], figures=tuple(words[1:]), **named), waiting), words[0], file)


def _compare(language: Language, sides: Sequence[dict[str, Any]], shared: dict[str, Any]) -> int:
    from dvk_scoring.cli.screen import console, print_written, say_json
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.comparing.compare import compare
    from dvk_scoring.comparing.found import find_unit
    from dvk_scoring.report.comparison.json import compared_json
    from dvk_scoring.report.comparison.terminal import print_compared, print_paragraph
    from dvk_scoring.report.comparison.write import SUFFIXES, write_compared
    from dvk_scoring.report.write import check_outputs

    outputs: Sequence[Path] = shared["outputs"]
    check_outputs(outputs, force=shared["force"], known=SUFFIXES)
    with Waiting(console(stderr=True), language) as waiting:
        old, new = _both_open(sides, waiting)
        waiting.say(Text(vi="Đang so sánh…", en="Comparing…"))
        compared = compare(old, new, units=shared["units"], plugins=(sides[0]["plugins"], sides[1]["plugins"]))
        unit = None if shared["unit"] is None else find_unit(compared, shared["unit"])
        for path in outputs:
            write_compared(compared, path, language)
    if shared["as_json"]:
        say_json(compared_json(compared))
        return 0
    out = console()
    if unit is not None:
        print_paragraph(compared, unit, language, out)
    else:
        print_compared(compared, language, out)
    for path in outputs:
        print_written(path, language)
    return 0


def _both_open(sides: Sequence[dict[str, Any]], waiting: Waiting) -> tuple[Side, Side]:
    """Open both; what is wrong with either is told at once.

    Raises:
        DvkError: All that is wrong.
    """
    from dvk_scoring.cli.scheme_diff import both

    return both(lambda side: _open(side, waiting), sides[0], sides[1])


def _hold(language: Language, ctx: click.Context, sides: Sequence[dict[str, Any]], shared: dict[str, Any]) -> int:
    """Hold a result against a table."""
    from dvk_scoring.cli.options import marks
    from dvk_scoring.cli.screen import console, say_json
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.comparing.table import compare_table
    from dvk_scoring.report.comparison.json import table_json
    from dvk_scoring.report.comparison.terminal import print_table

    for option in ("outputs", "unit"):
        if shared[option]:
            raise IdleOptionError("--output" if option == "outputs" else "--unit", "RESULT RESULT", ctx)
    path = sides[1]["words"][0]
    with Waiting(console(stderr=True), language) as waiting:
        side = _open(sides[0], waiting)
        table = compare_table(
            side,
            path,
            tolerance=shared["tolerance"] or Fraction(0),
            columns=sides[1]["columns"],
            units=shared["units"],
            decimal=marks(sides[1]["decimal"], [path])[path],
        )
    if shared["as_json"]:
        say_json(table_json(table))
    else:
        print_table(table, language, console())
    return 0 if table.same else _DIFFERENT
