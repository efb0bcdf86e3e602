"""``dvk scheme cases``: the worked cases beside a scheme, scored and held against what they expect."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import as_of_option, json_option, language_option, plugins_option, scheme_argument

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.scheme.model import Scheme

_ABOUT = {
    "vi": "Chạy các ví dụ viết cạnh bảng điểm (cases.toml): từ số liệu đã cho phải ra điểm, loại, danh hiệu nào.\n\n"
    "Ví dụ nào không đạt thì in điều mong đợi, điều nhận được và cách tính.",
    "en": "Run the cases beside a scheme (cases.toml): given figures, the points, class and titles to come out.\n\n"
    "For a case that fails it prints what was expected, what was got, and the working.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> int:
        return _run(language, **named)

    vi = language == "vi"
    file = (
        "Tệp ví dụ; mặc định là cases.toml cạnh bảng điểm." if vi else "The cases; else cases.toml beside the scheme."
    )
    name = "Chỉ chạy ví dụ có tên này, hoặc tên có đoạn chữ này." if vi else "Only cases whose name holds these words."
    params = [
        scheme_argument(),
        click.Option(["--cases", "file"], type=click.Path(path_type=Path), metavar="FILE", help=file),
        click.Option(["--case", "named"], metavar="NAME", help=name),
        json_option(language),
        as_of_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("cases", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language, *, scheme: str, file: Path | None, named: str | None, as_json: bool, **options: Any
) -> int:
    from dvk_scoring.cli.cases_told import cases_json, print_cases
    from dvk_scoring.cli.entry import DONE, PROBLEMS
    from dvk_scoring.cli.screen import console, say_json
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.testing.scheme_cases import find_cases, run_scheme_cases
    from dvk_scoring.text import Text

    checked = _load(scheme, **options)
    path = file or find_cases(checked)
    with Waiting(console(stderr=True), language) as waiting:
        waiting.say(Text(vi="Đang chạy các ví dụ…", en="Running the cases…"))
        results = run_scheme_cases(checked, path, named)
    if as_json:
        say_json(cases_json(checked, path, results, language))
    else:
        print_cases(checked, path, results, language, console())
    return DONE if all(result.ok for result in results) else PROBLEMS


def _load(source: str, *, plugins: Sequence[Path], **options: Any) -> Scheme:
    """Load the scheme; where there is none, but a plugin of that name, say how its cases are run.

    Raises:
        DvkError: There is no such scheme, or something is wrong with it.
    """
    from dvk_scoring.criteria.find import FILE
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.named import is_path
    from dvk_scoring.problem import DvkError, problem
    from dvk_scoring.run import load_scheme

    path = Path(source)
    is_plugin = path.name == FILE or (
        is_path(source) and (path / FILE).is_file() and not (path / "scheme.toml").is_file()
    )
    try:
        if not is_plugin:
            return load_scheme(source, plugins=plugins, **options)
    except DvkError as error:
        unknown = any(fault.code == "DVK-S110" for fault in error.problems)
        if not unknown or source not in Registry.of(plugins).ids():
            raise
    raise DvkError([problem("DVK-C344", name=source)])
