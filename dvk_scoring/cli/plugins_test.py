"""``dvk plugins test``: criteria held to the contract, each failure with the smallest units that show it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dvk_scoring.cli.complete import complete_plugins
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import json_option, language_option, plugins_option

if TYPE_CHECKING:
    from rich.console import Console

    from dvk_scoring.cli.language import Language
    from dvk_scoring.testing.failure import CheckResult

_EXAMPLES: Final = 100
_WORDS: Final = {
    "vi": {
        "check": "Phép kiểm tra",
        "state": "Kết quả",
        "holds": "Điều phải đúng",
        "passed": "đạt",
        "failed": "không đạt",
        "not-run": "không chạy",
        "warned": "đạt, có cảnh báo",
        "sum": "{criteria} tiêu chí: {passed} phép đạt, {failed} không đạt, {not_run} không chạy.",
        "advice": "Cách sửa: {advice}",
    },
    "en": {
        "check": "Check",
        "state": "State",
        "holds": "What holds",
        "passed": "passed",
        "failed": "failed",
        "not-run": "not run",
        "warned": "passed, with warnings",
        "sum": "Criteria: {criteria}; checks passed: {passed}, failed: {failed}, not run: {not_run}.",
        "advice": "What to do: {advice}",
    },
}
_STYLES: Final = {"passed": "green", "failed": "bold red", "not-run": "yellow", "warned": "yellow"}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: object) -> int:
        return _run(language, **named)  # type: ignore[arg-type]  # Click hands over what is declared below

    vi = language == "vi"
    about = (
        "Kiểm tra tiêu chí theo bộ điều kiện chung: khoảng điểm, số liệu, cam kết, lời, ca thử, máy tính điểm, bảng "
        "tính. NAME là mã hoặc đường dẫn của plugin. Mỗi chỗ sai kèm ca thử nhỏ nhất để dán vào cases.toml."
        if vi
        else "Hold criteria to the contract: range, figures, promises, texts, cases, engines, workbook. NAME is the id "
        "or the path of a plugin. Each failure comes with the smallest case that shows it, to paste into cases.toml."
    )
    params: list[click.Parameter] = [
        click.Argument(["names"], metavar="NAME...", nargs=-1, required=True, shell_complete=complete_plugins),
        click.Option(
            ["--check", "checks"],
            multiple=True,
            metavar="CHECK",
            help="Chỉ chạy phép kiểm tra này; dùng được nhiều lần." if vi else "Only this check; repeatable.",
        ),
        click.Option(
            ["--examples"],
            type=click.IntRange(min=1),
            default=_EXAMPLES,
            metavar="N",
            help="Số lần thử của mỗi phép; mặc định 100." if vi else "Trials that each check looks at; else 100.",
        ),
        json_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("test", language=language, callback=run, params=params, help=about)


def _run(
    language: Language,
    *,
    names: Sequence[str],
    checks: Sequence[str],
    examples: int,
    as_json: bool,
    plugins: Sequence[Path],
) -> int:
    from dvk_scoring.cli.entry import DONE, PROBLEMS
    from dvk_scoring.cli.screen import console, say_json
    from dvk_scoring.named import is_path
    from dvk_scoring.testing.contract import run_contract

    chosen = checks or None
    results: list[CheckResult] = []
    for name in dict.fromkeys(names):
        results += run_contract(Path(name) if is_path(name) else name, chosen, examples=examples, folders=plugins)
    if as_json:
        say_json(json.dumps([_as_json(result, language) for result in results], ensure_ascii=False, indent=2))
    else:
        _print(results, language, console())
    return DONE if all(result.ok for result in results) else PROBLEMS


def _print(results: Sequence[CheckResult], language: Language, console: Console) -> None:
    from rich.text import Text as Styled

    from dvk_scoring.report.lists import plain_table
    from dvk_scoring.testing.checks import CHECKS

    words = _WORDS[language]
    for criterion in dict.fromkeys(result.criterion for result in results):
        of_criterion = [result for result in results if result.criterion == criterion]
        console.print(Styled(criterion, "bold"))
        table = plain_table(words[key] for key in ("check", "state", "holds"))
        for result in of_criterion:
            state = _state(result)
            said = CHECKS[result.check].holds if result.reason is None else result.reason
            table.add_row(result.check, Styled(words[state], _STYLES[state]), said.in_(language))
        console.print(table)
        for result in (each for each in of_criterion if each.failures):
            console.print(Styled(result.check, "bold"))
            console.print(Styled(result.told(language)), soft_wrap=True)
            console.print(
                Styled(words["advice"].format(advice=CHECKS[result.check].advice.in_(language))), soft_wrap=True
            )
            console.print()
    counts = {state: sum(result.status == state for result in results) for state in ("passed", "failed", "not-run")}
    criteria = len({result.criterion for result in results})
    passed, failed, not_run = counts.values()
    console.print(Styled(words["sum"].format(criteria=criteria, passed=passed, failed=failed, not_run=not_run)))


def _state(result: CheckResult) -> str:
    return "warned" if result.status == "passed" and result.failures else result.status


def _as_json(result: CheckResult, language: Language) -> dict[str, object]:
    return {
        "criterion": result.criterion,
        "check": result.check,
        "status": result.status,
        "reason": None if result.reason is None else result.reason.in_(language),
        "failures": [
            {
                "code": each.problem.code,
                "severity": each.problem.severity,
                "text": each.problem.text(language),
                "expected": None if each.expected is None else each.expected.in_(language),
                "got": None if each.got is None else each.got.in_(language),
                "unit": each.unit or None,
                "file": each.problem.place.file,
                "line": each.problem.place.line,
                "working": [] if each.working is None else each.working.in_(language).splitlines(),
                "case": each.entry or None,
            }
            for each in result.failures
        ],
    }
