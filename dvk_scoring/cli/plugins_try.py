"""``dvk plugins try``: a criterion on figures that are written on the command line, with its working."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.complete import complete_plugins
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import (
    DecimalMark,
    WrongValueError,
    json_option,
    language_option,
    plain_decimal_option,
    plugins_option,
    split_pairs,
    toml_value,
)
from dvk_scoring.criteria.setting_types import exact_number
from dvk_scoring.scheme.form.frame import LARGEST_TOTAL
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from fractions import Fraction

    from dvk_scoring.cli.language import Language
    from dvk_scoring.criteria.criterion import AnyCriterion

_ABOUT = {
    "vi": "Tính thử một tiêu chí với số liệu viết ngay trên dòng lệnh, và cho xem cách tính.\n\n"
    "NAME là mã hoặc đường dẫn của plugin. Mỗi số liệu viết FIGURE=VALUE như trong ô của tệp số liệu: due=12, "
    "done=yes, due=KP (không phân công), due= (để trống).",
    "en": "Try a criterion on figures written on the command line, and see the working.\n\n"
    "NAME is the id or the path of a plugin. Each figure is FIGURE=VALUE, as in a cell of a file of figures: due=12, "
    "done=yes, due=KP (not assigned), due= (blank).",
}
_NUMBER = Text(vi="Viết một số lớn hơn 0, ví dụ 15 hoặc 2.5.", en="Write a number above 0, such as 15 or 2.5.")
_WEIGHT = "100"


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    def above_nought(ctx: click.Context, param: click.Parameter, value: str) -> Fraction:
        made = exact_number(toml_value(value), quoted=True)
        if made is None or not 0 < made <= LARGEST_TOTAL:
            raise WrongValueError(_NUMBER, ctx, param)
        return made

    vi = language == "vi"
    params: list[click.Parameter] = [
        click.Argument(["name"], metavar="NAME", shell_complete=complete_plugins),
        click.Argument(["figures"], metavar="[FIGURE=VALUE]...", nargs=-1, callback=split_pairs()),
        click.Option(
            ["--param", "--setting", "params"],
            multiple=True,
            metavar="NAME=VALUE",
            callback=split_pairs(),
            help="Tham số hoặc thiết lập, viết như trong params của bảng điểm; dùng được nhiều lần."
            if vi
            else "A param or setting, written as in params of a scheme; repeatable.",
        ),
        click.Option(
            ["--weight"],
            default=_WEIGHT,
            metavar="POINTS",
            callback=above_nought,
            help="Điểm tối đa; mặc định 100." if vi else "Points at most; else 100.",
        ),
        plain_decimal_option(language),
        json_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("try", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    *,
    name: str,
    figures: Sequence[tuple[str, str]],
    params: Sequence[tuple[str, str]],
    weight: Fraction,
    decimal: DecimalMark,
    plugins: Sequence[Path],
    as_json: bool,
) -> None:
    from dvk_scoring.analysis.explain import explain
    from dvk_scoring.cli.screen import console, print_problems, say_json
    from dvk_scoring.report.explanation import print_paragraph
    from dvk_scoring.report.json import criterion_json
    from dvk_scoring.testing.tried import UNIT, try_criterion

    criterion = _criterion(name, plugins)
    values = {key: toml_value(text) for key, text in params}
    result = try_criterion(criterion, figures, weight=weight, params=values, decimal=decimal)
    paragraphs = explain(result, UNIT, criterion.id, language)
    if as_json:
        say_json(criterion_json(result, UNIT, criterion.id, paragraphs, language))
        return
    for paragraph in paragraphs:
        print_paragraph(paragraph, console())
    print_problems(result.problems, language)


def _criterion(name: str, plugins: Sequence[Path]) -> AnyCriterion:
    """Give the criterion that a name or a path leads to.

    Raises:
        DvkError: There is none, it is not healthy, or there are several.
    """
    from dvk_scoring.named import is_path
    from dvk_scoring.problem import DvkError, has_errors, problem
    from dvk_scoring.testing.subject import subjects_of

    offered = subjects_of(Path(name) if is_path(name) else name, plugins)
    chosen = [subject for subject in offered if subject.id == name] or offered
    if len(chosen) > 1:
        known = ", ".join(subject.id for subject in chosen)
        raise DvkError([problem("DVK-C209", name=name, known=known)])
    (only,) = chosen
    if has_errors(only.faults):
        raise DvkError(only.faults)
    return only.criterion
