"""``dvk stability``: how far ranks and titles hang on weights, params, figures and judges."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dvk_scoring.cli.complete import complete_files
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import (
    WrongValueError,
    figures_argument,
    force_option,
    json_option,
    run_options,
    scheme_argument,
)
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from dvk_scoring.analysis.stability import Way
    from dvk_scoring.cli.language import Language

_WHOLE: Final = re.compile(r"-?[0-9]{1,12}")
_MOST_DIGITS: Final = 20
"""Digits before or after the point of a share that is worth reading."""
_ABOUT = {
    "vi": "Xem kết quả vững đến đâu: rút thử nhiều lần điểm tối đa, tham số, số liệu, giám khảo quanh những gì đã "
    "có, mỗi "
    "lần tính điểm như dvk score; rồi cho biết khoảng hạng của từng đơn vị, danh hiệu giữ được bao nhiêu lần, điểm tối "
    "đa nào làm đổi danh hiệu. Đây là nghiên cứu, không phải kết quả.\n\n"
    "Cùng hạt giống (--seed) thì ra cùng con số. SCHEME và FIGURES như trong dvk score.",
    "en": "See how sure a result is: draw weights, params, figures and judges many times around what they are, score "
    "each "
    "draw as dvk score does, and tell the interval of each unit's rank, how often it holds a title, and which weight "
    "turns a title. It is a study, and never a result.\n\n"
    "The same --seed gives the same numbers. SCHEME and FIGURES are as for dvk score.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    vi = language == "vi"
    weights = (
        "Cách rút điểm tối đa: một tỷ lệ (20%), dirichlet[:N], uniform, none."
        if vi
        else "How weights are drawn: a share (20%), dirichlet[:N], uniform, none."
    )
    kept = (
        "Tiêu chí giữ nguyên điểm tối đa; dùng được nhiều lần." if vi else "A criterion whose weight stays; repeatable."
    )
    sobol = (
        "Chỉ số Sobol theo mẫu cỡ N (lũy thừa của 2); cần phần mở rộng stability."
        if vi
        else "Sobol indices by a sample of N (a power of 2); needs the extra stability."
    )
    written = "Ghi ra .html hay .json; dùng được nhiều lần." if vi else "Write .html or .json; repeatable."
    params: list[click.Parameter] = [
        scheme_argument(),
        figures_argument(),
        click.Option(
            ["--draws"], default="1000", metavar="N", callback=_whole, help="Số lần rút thử." if vi else "Draws."
        ),
        click.Option(
            ["--seed"], default="1", metavar="N", callback=_whole, help="Hạt giống." if vi else "Seed of the draws."
        ),
        click.Option(["--weights"], default="20%", metavar="HOW", callback=_way, help=weights),
        click.Option(
            ["--params"],
            default="0%",
            metavar="SHARE",
            callback=_share,
            help="Tham số xê dịch đến tỷ lệ này." if vi else "Params vary by this share.",
        ),
        click.Option(
            ["--uncertainty"],
            default="0%",
            metavar="SHARE",
            callback=_share,
            help="Số liệu xê dịch đến tỷ lệ này." if vi else "Figures vary by this share.",
        ),
        click.Option(
            ["--judges"],
            default="0",
            metavar="N",
            callback=_whole,
            help="Mỗi lần bỏ N giám khảo." if vi else "Leave N judges out of each draw.",
        ),
        click.Option(["--keep"], multiple=True, metavar="ID", help=kept),
        click.Option(["--sobol"], default="0", metavar="N", callback=_whole, help=sobol),
        click.Option(
            ["-o", "--output", "outputs"],
            type=click.Path(path_type=Path),
            multiple=True,
            metavar="FILE",
            help=written,
            shell_complete=complete_files,
        ),
        force_option(language),
        json_option(language),
        *run_options(language),
    ]
    return SpokenCommand("stability", language=language, callback=run, params=params, help=_ABOUT[language])


def _whole(ctx: click.Context, param: click.Parameter, value: str) -> int:
    if not _WHOLE.fullmatch(value.strip()):
        wrong = Text(vi="Viết một số nguyên, như 100.", en="Write a whole number, such as 100.")
        raise WrongValueError(wrong, ctx, param)
    return int(value)


def _share(ctx: click.Context, param: click.Parameter, value: str) -> Fraction:
    share = _fraction(value)
    if share is None:
        wrong = Text(vi="Viết tỷ lệ như 5% hay 0.05.", en="Write a share such as 5% or 0.05.")
        raise WrongValueError(wrong, ctx, param)
    return share


def _fraction(text: str) -> Fraction | None:
    """Read a share: ``5%``, ``0.05``, ``0,05``."""
    percent = text.strip().endswith("%")
    try:
        number = Decimal(text.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return None
    return Fraction(number) / (100 if percent else 1)


def _way(ctx: click.Context, param: click.Parameter, value: str) -> tuple[Way | None, dict[str, Any]]:
    head, colon, precision = value.strip().partition(":")
    if head in ("uniform", "none") and not colon:
        return ("uniform" if head == "uniform" else None), {}
    if head == "dirichlet" and (not colon or _WHOLE.fullmatch(precision)):
        return "dirichlet", {"precision": int(precision)} if colon else {}
    share = _fraction(value)
    if share is None:
        wrong = Text(
            vi="Viết một tỷ lệ như 20%, hoặc dirichlet, dirichlet:200, uniform, none.",
            en="Write a share such as 20%, or dirichlet, dirichlet:200, uniform, none.",
        )
        raise WrongValueError(wrong, ctx, param)
    return "share", {"share": share}


def _run(
    language: Language,
    *,
    draws: int,
    seed: int,
    weights: tuple[Way | None, dict[str, Any]],
    params: Fraction,
    uncertainty: Fraction,
    judges: int,
    keep: tuple[str, ...],
    sobol: int,
    outputs: tuple[Path, ...],
    force: bool,
    as_json: bool,
    **named: Any,
) -> None:
    from dvk_scoring.analysis.stability import Spread
    from dvk_scoring.cli.inputs import Inputs, scored
    from dvk_scoring.cli.screen import console, print_problems, print_written, say_json
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.report.stability.json import stability_json
    from dvk_scoring.report.stability.terminal import print_stability
    from dvk_scoring.report.stability.write import SUFFIXES, write_stability
    from dvk_scoring.report.write import check_outputs
    from dvk_scoring.studies.stability import stability

    way, more = weights
    spread = Spread(
        draws=draws, seed=seed, way=way, params=params, figures=uncertainty, judges=judges, keep=keep, **more
    )
    check_outputs(outputs, force=force, known=SUFFIXES)
    inputs = Inputs(**named)
    with Waiting(console(stderr=True), language) as waiting:
        result = scored(inputs, waiting)
        waiting.say(Text(vi="Đang rút thử…", en="Drawing…"))
        study = stability(result, spread, sobol=sobol, engine_name=inputs.engine, plugins=inputs.plugins)
        for path in outputs:
            write_stability(study, path, language, force=force)
    if as_json:
        say_json(stability_json(study))
        return
    print_stability(study, language, console())
    print_problems(study.problems, language)
    for path in outputs:
        print_written(path, language)
