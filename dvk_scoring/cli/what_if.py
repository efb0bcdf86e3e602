"""``dvk what-if``: what would come of a change, told and never written as a result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.complete import complete_files
from dvk_scoring.cli.lazy import IdleOptionError, SpokenCommand
from dvk_scoring.cli.options import (
    WrongValueError,
    figures_argument,
    json_option,
    run_options,
    scheme_argument,
    split_pairs,
    toml_value,
    unit_option,
)
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Thử xem nếu đổi một quy định, số liệu hay quyết định thì ai đổi điểm, hạng, xếp loại, danh hiệu. Chỉ in "
    "ra, không ghi thành kết quả.\n\n"
    "--set nhận khóa của bảng điểm (criteria.outreach.weight=15), hoặc đơn vị và cột số liệu "
    "(huyen-a.outreach.sessions=70). --flip cùng --unit tìm thay đổi nhỏ nhất của từng số liệu làm đơn vị được, hay "
    "mất, một danh hiệu. SCHEME và FIGURES như trong dvk score.",
    "en": "Try what would come of another rule, figure or ruling: whose points, rank, class or title change. It is "
    "printed, and never written as a result.\n\n"
    "--set takes a key of the scheme (criteria.outreach.weight=15), or a unit and a column of its figures "
    "(huyen-a.outreach.sessions=70). --flip with --unit finds the smallest change of each figure that gives a unit a "
    "title, or takes it. SCHEME and FIGURES are as for dvk score.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        check(click.get_current_context())
        _run(language, **named)

    vi = language == "vi"
    put = "Thay đổi thử; dùng được nhiều lần." if vi else "What is changed; repeatable."
    left_out = (
        "Bỏ một mục của bảng điểm, ví dụ criteria.media; dùng được nhiều lần."
        if vi
        else "Leave a thing of the scheme out, such as criteria.media; repeatable."
    )
    flipped = "Danh hiệu mà đơn vị --unit sẽ được hay mất." if vi else "A title that --unit is to get or lose."
    unit = unit_option(language, required=False)

    def check(ctx: click.Context) -> None:
        given = ctx.params
        for option, other in (("flip", "unit"), ("unit", "flip")):
            if given[option] is not None and given[other] is None:
                raise IdleOptionError(f"--{option}", f"--{other}", ctx)
        if given["flip"] is not None and (given["changes"] or given["without"] or given["ruling"]):
            beside = Text(
                vi="không dùng cùng --set, --without, --ruling", en="stands without --set, --without, --ruling"
            )
            raise WrongValueError(beside, ctx, flip)

    flip = click.Option(["--flip"], metavar="TITLE", help=flipped)
    ruled = "Tệp quyết định thử thêm (TOML)." if vi else "A file of rulings to try besides (TOML)."
    params: list[click.Parameter] = [
        scheme_argument(),
        figures_argument(),
        click.Option(
            ["--set", "changes"],
            multiple=True,
            metavar="KEY=VALUE",
            callback=split_pairs(_is_of_scheme),
            help=put,
        ),
        click.Option(["--without"], multiple=True, metavar="KEY", help=left_out),
        click.Option(
            ["--ruling"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=ruled,
            shell_complete=complete_files,
        ),
        flip,
        unit,
        json_option(language),
        *run_options(language),
    ]
    return SpokenCommand("what-if", language=language, callback=run, params=params, help=_ABOUT[language])


def _is_of_scheme(pair: str) -> bool:
    """Tell where to split it: ids of units may have = in them, values of figures may not."""
    from dvk_scoring.trials import is_scheme_key

    return is_scheme_key(pair)


def _run(
    language: Language,
    *,
    changes: Sequence[tuple[str, str]],
    without: Sequence[str],
    ruling: Path | None,
    flip: str | None,
    unit: str | None,
    as_json: bool,
    **named: Any,
) -> None:
    from dvk_scoring.cli.inputs import Inputs, scored
    from dvk_scoring.cli.screen import console, print_problems, say_json
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.flips import find_flips
    from dvk_scoring.problem import DvkError, problem
    from dvk_scoring.report.changes.trial import flips_json, print_flips, print_trial, trial_json
    from dvk_scoring.trials import is_scheme_key, what_if

    twice = [key for at, (key, _) in enumerate(changes) if key in [earlier for earlier, _ in changes[:at]]]
    if twice:
        raise DvkError([problem("DVK-O752", key=key) for key in dict.fromkeys(twice)])
    values = {key: toml_value(text) if is_scheme_key(key) else text for key, text in changes}
    inputs = Inputs(**named)
    mark = dict(inputs.decimal).get("", "point")
    with Waiting(console(stderr=True), language) as waiting:
        result = scored(inputs, waiting)
        waiting.say(Text(vi="Đang tính thử…", en="Trying…"))
        flips = None if flip is None else find_flips(result, flip, unit or "")
        trial = what_if(result, values, without=without, rulings=ruling or (), plugins=inputs.plugins, decimal=mark)
    if flips is not None:
        if as_json:
            say_json(flips_json(flips))
        else:
            print_flips(flips, language, console())
        return
    if as_json:
        say_json(trial_json(trial))
        return
    print_trial(trial, language, console())
    print_problems(trial.problems, language)
