"""``dvk plugins new``: a plugin to start from, which is whole and green before a line of it is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import folder_option, force_option, language_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Tạo một plugin tiêu chí mới, dùng được ngay, để sửa thành của mình.\n\n"
    "NAME là mã của tiêu chí và tên thư mục sẽ tạo: chữ thường không dấu, chữ số, gạch nối. Mặc định là một thư mục "
    "nhỏ, không đóng gói; --package là một gói để người khác cài bằng pip.",
    "en": "Make a new plugin of a criterion that works at once, to be changed into your own.\n\n"
    "NAME is the criterion's id and the folder that is made: lower-case letters, digits, hyphens. Unless asked "
    "otherwise it is a small folder without packaging; --package makes a distribution that others install with pip.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    vi = language == "vi"
    kinds = "Một gói cài được / một thư mục (mặc định)." if vi else "A distribution / a folder (unless said)."
    output = "Tạo trong thư mục này; mặc định là thư mục hiện tại." if vi else "Make it in there; else right here."
    title_vi = "Tên tiêu chí bằng tiếng Việt." if vi else "The criterion's title in Vietnamese."
    title_en = "Tên tiêu chí bằng tiếng Anh." if vi else "The criterion's title in English."
    params: list[click.Parameter] = [
        click.Argument(["name"], metavar="NAME"),
        click.Option(["--package/--here"], default=False, help=kinds),
        folder_option(output, default=Path(), metavar="FOLDER"),
        click.Option(["--title-vi"], metavar="TEXT", help=title_vi),
        click.Option(["--title-en"], metavar="TEXT", help=title_en),
        force_option(language),
        language_option(language),
    ]
    return SpokenCommand("new", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    *,
    name: str,
    package: bool,
    output: Path,
    title_vi: str | None,
    title_en: str | None,
    force: bool,
) -> None:
    from dvk_scoring.cli.screen import console
    from dvk_scoring.scaffold.names import PluginNames
    from dvk_scoring.scaffold.write import make_plugin

    files = make_plugin(PluginNames.of(name, vi=title_vi, en=title_en), output, package=package, force=force)
    out = console()
    for line in _told(files, output / name, language, package=package):
        out.print(line, soft_wrap=True)


def _told(files: Sequence[Path], folder: Path, language: Language, *, package: bool) -> Iterator[str]:
    vi = language == "vi"
    yield f"Đã tạo: {folder}" if vi else f"Made: {folder}"
    yield from (f"  {path.relative_to(folder).as_posix()}" for path in files)
    yield ""
    yield "Ba lệnh tiếp theo:" if vi else "The next three commands:"
    yield from (f"  {line}" for line in _next(folder, package=package))
    yield ""
    criterion = next(path for path in files if path.name == "criterion.py")
    yield f"Sau đó sửa {criterion} thành của mình." if vi else f"Then make {criterion} your own."


def _next(folder: Path, *, package: bool) -> tuple[str, str, str]:
    from dvk_scoring.named import as_typed

    scheme, figures = as_typed(folder / "example" / "scheme.toml"), as_typed(folder / "example" / "figures.csv")
    score = f"dvk score {scheme} {figures}"
    if package:
        return f"python -m pip install --editable {as_typed(folder)}", f"python -m pytest {as_typed(folder)}", score
    return f"dvk plugins test {as_typed(folder)}", f"dvk scheme check {scheme}", score
