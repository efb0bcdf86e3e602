"""``dvk plugins check``: what was found where, what is proved of it, what is wrong and what to do; nothing is tried."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dvk_scoring.cli.complete import complete_plugins, complete_schemes
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import block_option, json_option, language_option, plugins_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.report.checked_plugins import Checked

_PROVING: Final = "dvk_scoring.testing.proving"
_ABOUT = {
    "vi": "Cho biết plugin được tìm thấy ở đâu, dùng được hay không, chứng minh được gì, sai gì và cần làm gì; không "
    "thử với số liệu. NAME là mã hoặc đường dẫn; nêu mã thì kể cả từng bước tìm. Không nêu tên nào thì xem xét cả bản "
    "cài đặt: mọi plugin tìm thấy, Python, thư viện, phần thêm, biến môi trường, màn hình. Không dùng mạng, không thay "
    "đổi gì.\n\nKết thúc với mã 3 khi có lỗi; cảnh báo và lời khuyên thì không.",
    "en": "Tell where plugins were found, whether they can be used, what is proved of them, what is wrong and what to "
    "do, without trying figures. NAME is an id or a path; of an id each step of the search is told. Without any, the "
    "whole installation is looked at: every plugin found, Python, libraries, extras, variables, screen. It uses "
    "no network, changes nothing.\n\nThe exit status is 3 when there is an error; warnings and advice leave it at 0.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> int:
        return _run(language, **named)

    vi = language == "vi"
    told = "Tìm cả trong các thư mục mà bảng điểm này nêu." if vi else "Search the folders that this scheme names too."
    params: list[click.Parameter] = [
        click.Argument(["names"], metavar="[NAME]...", nargs=-1, shell_complete=complete_plugins),
        click.Option(["--scheme"], metavar="SCHEME", help=told, shell_complete=complete_schemes),
        json_option(language),
        block_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("check", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    *,
    names: Sequence[str],
    scheme: str | None,
    as_json: bool,
    block: Sequence[str],
    plugins: Sequence[Path],
) -> int:
    from dvk_scoring.cli.entry import DONE, PROBLEMS
    from dvk_scoring.cli.screen import console, say_json
    from dvk_scoring.criteria.installation import examine, native_encoding
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.named import is_path
    from dvk_scoring.report.checked_plugins import Checked, print_checked
    from dvk_scoring.report.plugin_json import checked_json
    from dvk_scoring.scheme.read import scheme_folders

    folders = () if scheme is None else scheme_folders(scheme)
    paths = [Path(name) for name in names if is_path(name)]
    registry = Registry.of([*plugins, *folders, *paths], block, worker=_PROVING)
    if names:
        checked = _of_names(names, registry, {str(folder): str(scheme) for folder in folders})
    else:
        examined = examine(registry, encoding=native_encoding(os.environ), environment=os.environ)
        checked = Checked(examined.plugins, examined.problems, installation=examined)
    if as_json:
        say_json(checked_json(checked))
    else:
        print_checked(checked, language, console())
    return DONE if checked.is_well else PROBLEMS


def _of_names(names: Sequence[str], registry: Registry, named_by: dict[str, str]) -> Checked:
    """Look at the plugins of these names and paths, and search for each name as scoring would."""
    from dvk_scoring.cli.plugin_names import looked_up
    from dvk_scoring.criteria.installation import plugin_problems
    from dvk_scoring.criteria.search import search
    from dvk_scoring.named import is_path
    from dvk_scoring.problem import sort_problems
    from dvk_scoring.report.checked_plugins import Checked

    chosen, problems = looked_up(names, registry)
    plugins = registry.inspect(chosen)
    searches = [search(name, registry, named_by) for name in dict.fromkeys(names) if not is_path(name)]
    paths = {str(Path(name)) for name in names if is_path(name)}
    problems += [told for source in registry.sources if source.where in paths for told in source.problems]
    problems += [told for tried in searches for told in tried.problems]
    problems += [told for plugin in plugins for told in plugin_problems(plugin)]
    return Checked(tuple(plugins), sort_problems(problems), tuple(searches))
