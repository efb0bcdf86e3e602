"""``dvk plugins why``: each step of the search for a criterion, which shows why it is used, or is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import block_option, json_option, language_option, plugins_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Cho biết vì sao một tiêu chí hoặc plugin được tìm thấy và dùng, hay không: từng bước tìm theo thứ tự, rồi "
    "kết luận và việc cần làm.\n\nKết thúc với mã 0 khi bảng điểm nêu tên này dùng được, 3 khi không.",
    "en": "Tell why a criterion or plugin is found and used, or is not: each step of the search in order, then what it "
    "comes to and what to do.\n\nThe exit status is 0 when a scheme that names it can use it, 3 when not.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> int:
        return _run(language, **named)

    vi = language == "vi"
    told = "Tìm cả trong các thư mục mà bảng điểm này nêu." if vi else "Search the folders that this scheme names too."
    params: list[click.Parameter] = [
        click.Argument(["name"], metavar="NAME"),
        click.Option(["--scheme"], metavar="SCHEME", help=told),
        json_option(language),
        block_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("why", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language, *, name: str, scheme: str | None, as_json: bool, block: Sequence[str], plugins: Sequence[Path]
) -> int:
    from dvk_scoring.cli.entry import DONE, PROBLEMS
    from dvk_scoring.cli.screen import console, say_json
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.criteria.search import search
    from dvk_scoring.report.plugin_json import search_json
    from dvk_scoring.report.search import print_search
    from dvk_scoring.scheme.read import scheme_folders

    folders = () if scheme is None else scheme_folders(scheme)
    found = search(name, Registry.of([*plugins, *folders], block), {str(one): str(scheme) for one in folders})
    if as_json:
        say_json(search_json(found))
    else:
        print_search(found, language, console())
    return DONE if found.is_used else PROBLEMS
