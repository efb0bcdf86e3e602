"""``dvk scheme lint``: advice on a scheme that is whole, with or without figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.complete import complete_codes
from dvk_scoring.cli.lazy import IdleOptionError, SpokenCommand
from dvk_scoring.cli.options import WrongValueError, figures_argument, json_option, run_options, scheme_argument
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from dvk_scoring.cli.inputs import Inputs
    from dvk_scoring.cli.language import Language
    from dvk_scoring.scheme.model import Scheme
    from dvk_scoring.scoring.result import Result

_ABOUT = {
    "vi": "Rà soát bảng điểm: điều gì hợp lệ nhưng có thể trái ý người soạn, vì sao, nên làm gì.\n\n"
    "Có FIGURES (hoặc --sample) thì chấm thử và xem thêm số liệu: tiêu chí ai cũng đạt, sức nặng thật, đơn vị sát "
    "ngưỡng. Lời khuyên không phải là lỗi: mã thoát là 0.",
    "en": "Review a scheme: what is allowed and yet may not be meant, why it matters, what one could do.\n\n"
    "With FIGURES (or --sample) they are scored and looked at as well: criteria that everybody meets, real weights, "
    "units close to a cut. Advice is no error: the exit status is 0.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    vi = language == "vi"
    params = [
        scheme_argument(),
        figures_argument(),
        click.Option(
            ["--sample"],
            is_flag=True,
            help="Xem cả số liệu mẫu đi kèm bảng điểm." if vi else "Look at the sample that ships with the scheme.",
        ),
        _ignore_option(language),
        json_option(language),
        *run_options(language),
    ]
    return SpokenCommand("lint", language=language, callback=run, params=params, help=_ABOUT[language])


def _ignore_option(language: Language) -> click.Option:
    vi, en = "Mã không cần nhắc (L103); dùng được nhiều lần.", "A code that is not told (L103); repeatable."

    def read(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
        if not values:
            return frozenset()
        from dvk_scoring.catalogue import catalogue

        codes = set()
        for value in values:
            code = f"DVK-{value.strip().upper().removeprefix('DVK-')}"
            if not code.startswith("DVK-L") or code not in catalogue():
                wrong = Text(vi=f"Không có lời khuyên mang mã {value}.", en=f"There is no advice of the code {value}.")
                raise WrongValueError(wrong, ctx, param)
            codes.add(code)
        return frozenset(codes)

    told = vi if language == "vi" else en
    return click.Option(
        ["--ignore"], multiple=True, metavar="CODE", callback=read, help=told, shell_complete=complete_codes
    )


def _run(language: Language, *, sample: bool, ignore: frozenset[str], as_json: bool, **named: Any) -> None:
    from dvk_scoring.analysis.lint.rules import lint
    from dvk_scoring.cli.inputs import Inputs
    from dvk_scoring.cli.screen import console, say_json
    from dvk_scoring.report.advice import advice_json, print_advice

    inputs = Inputs(**named)
    with_figures = sample or bool(inputs.figures)
    if not with_figures:
        _refuse_options_of_figures(inputs)
    scheme, result = _looked_at(inputs, language, with_figures=with_figures)
    advice = lint(scheme, result, ignore=ignore)
    if as_json:
        say_json(advice_json(scheme, advice, figures=result is not None, language=language))
    else:
        print_advice(scheme, advice, language, console())


def _refuse_options_of_figures(inputs: Inputs) -> None:
    """Say which option would do nothing, rather than take it and do nothing."""
    ctx = click.get_current_context()
    for param in ctx.command.params:
        if param.name in ("rulings", "decimal", "engine") and getattr(inputs, param.name):
            raise IdleOptionError(param.opts[0], "FIGURES, --sample", ctx)


def _looked_at(inputs: Inputs, language: Language, *, with_figures: bool) -> tuple[Scheme, Result | None]:
    """Load the scheme; with figures, score them."""
    if not with_figures:
        from dvk_scoring.run import load_scheme

        return load_scheme(inputs.scheme, as_of=inputs.as_of, plugins=inputs.plugins), None
    from dvk_scoring.cli.inputs import scored
    from dvk_scoring.cli.screen import console
    from dvk_scoring.cli.waiting import Waiting

    with Waiting(console(stderr=True), language) as waiting:
        result = scored(inputs, waiting)
    return result.scheme, result
