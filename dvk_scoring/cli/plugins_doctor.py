"""``dvk plugins doctor``: looks at the whole installation and says what to do."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import block_option, json_option, language_option, plugins_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Xem xét cả bản cài đặt và nói việc cần làm: Python, thư viện, phần thêm, plugin, biến môi trường, màn hình. "
    "Không dùng mạng, không thay đổi gì.\n\nKết thúc với mã 3 khi có lỗi; cảnh báo và lời khuyên thì không.",
    "en": "Look at the whole installation and say what to do: Python, libraries, extras, plugins, variables, screen. "
    "It uses no network and changes nothing.\n\nThe exit status is 3 when there is an error; advice leaves it at 0.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> int:
        return _run(language, **named)

    params = [json_option(language), block_option(language), plugins_option(language), language_option(language)]
    return SpokenCommand("doctor", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(language: Language, *, as_json: bool, block: Sequence[str], plugins: Sequence[Path]) -> int:
    from dvk_scoring.cli.entry import DONE, PROBLEMS
    from dvk_scoring.cli.screen import console, say_json
    from dvk_scoring.criteria.installation import examine, native_encoding
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.report.doctor import print_installation
    from dvk_scoring.report.plugin_json import installation_json

    found = examine(Registry.of(plugins, block), encoding=native_encoding(os.environ), environment=os.environ)
    if as_json:
        say_json(installation_json(found))
    else:
        print_installation(found, language, console())
    return DONE if found.is_well else PROBLEMS
