"""Write the reference from the code itself: criteria, codes of problems, commands, schemes, variables, public names."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click
from criterion_page import criterion_page
from environment import environment_page
from markdown import block, plain, table, toctree, write_page
from python_page import python_page

from dvk_scoring.catalogue import catalogue
from dvk_scoring.cli.entry import program
from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.criteria.load import load
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.text import Language, Text

SAID: Mapping[str, Text] = {
    "criteria": Text(vi="Tiêu chí đi kèm", en="Bundled criteria"),
    "codes": Text(vi="Mã thông báo", en="Codes of problems"),
    "commands": Text(vi="Mọi lệnh và tùy chọn", en="Every command and option"),
    "schemes": Text(vi="Bảng điểm đi kèm", en="Shipped schemes"),
    "id": Text(vi="Mã", en="Id"),
    "meaning": Text(vi="Nghĩa", en="Meaning"),
    "cause": Text(vi="Nguyên nhân", en="Cause"),
    "example": Text(vi="Ví dụ", en="Example"),
    "mend": Text(vi="Cách sửa", en="What to do"),
    "option": Text(vi="Tùy chọn", en="Option"),
    "error": Text(vi="lỗi", en="error"),
    "warning": Text(vi="cảnh báo", en="warning"),
    "note": Text(vi="ghi chú", en="note"),
    "how": Text(
        vi="Lệnh `dvk explain-code MÃ` in ra cùng nội dung. Tìm theo mã: gõ mã vào ô tìm kiếm.",
        en="`dvk explain-code CODE` prints the same. To find one, type it into the search.",
    ),
    "readme": Text(vi="bản giới thiệu bằng tiếng Anh", en="README"),
}
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
FAMILIES: Mapping[str, Text] = {
    "S": Text(vi="bảng điểm", en="schemes"),
    "R": Text(vi="quyết định của hội đồng", en="rulings"),
    "F": Text(vi="công thức", en="formulas"),
    "C": Text(vi="tiêu chí, plugin", en="criteria and plugins"),
    "D": Text(vi="số liệu", en="figures"),
    "E": Text(vi="tính toán", en="engines"),
    "O": Text(vi="lệnh và tệp kết quả", en="commands and outputs"),
    "L": Text(vi="rà soát bảng điểm", en="advice on schemes"),
    "V": Text(vi="kiểm chứng kết quả", en="verifying"),
}


def write_reference(folder: Path, language: Language) -> None:
    """Write every page of the reference in one language into a folder."""
    (folder / "criteria").mkdir(parents=True)
    _write_criteria(folder, language)
    _write_codes(folder, language)
    root = program(language)
    commands = "\n\n".join(_command(root, click.Context(root, info_name="dvk", **root.context_settings), language))
    write_page(folder, "commands", language, commands)
    write_page(folder, "schemes", language, _schemes(language))
    write_page(folder, "environment", language, environment_page(language))
    if language == "en":
        write_page(folder, "python", language, python_page())


def shipped_criteria() -> Iterator[tuple[AnyCriterion, Path]]:
    """Give each bundled criterion with the place of its plugin."""
    for plugin in Registry.of().inspect_all():
        if plugin.found.origin == "bundled":
            for criterion in load(plugin.found).criteria.values():
                yield criterion, Path(plugin.found.location)


def _say(key: str, language: Language) -> str:
    return SAID[key].in_(language)


def _write_criteria(folder: Path, language: Language) -> None:
    rows, pages = [], []
    for criterion, home in shipped_criteria():
        text = criterion_page(criterion, home, language)
        if language == "en":
            plugin = home if home.is_dir() else home.parent
            text += "\n\n" + toctree([f"README </plugins/{plugin.name}/README>"], ":hidden:")
        page = "criteria/" + write_page(folder / "criteria", criterion.id, language, text)
        pages.append(page)
        rows.append((f"[`{criterion.id}`]({page}.md)", plain(criterion.title.in_(language))))
    listed = table([_say("id", language), _say("meaning", language)], rows)
    text = "\n\n".join([f"# {_say('criteria', language)}", listed, toctree(pages, ":hidden:")])
    write_page(folder, "criteria", language, text)


def _write_codes(folder: Path, language: Language) -> None:
    letters: dict[str, list[str]] = {}
    for code in catalogue():
        letters.setdefault(code[4], []).append(code)
    pages = [
        write_page(folder, f"codes-{letter.lower()}", language, _family(letter, codes, language))
        for letter, codes in letters.items()
    ]
    text = "\n\n".join([f"# {_say('codes', language)}", _say("how", language), toctree(pages)])
    write_page(folder, "codes", language, text)


def _family(letter: str, codes: Iterable[str], language: Language) -> str:
    parts = [f"# DVK-{letter}: {FAMILIES[letter].in_(language)}"]
    for code in codes:
        entry = catalogue()[code]
        told = entry[language]
        parts += [f"## {code}", f"*{_say(entry.get('severity', 'error'), language)}*: {_said(told['text'])}"]
        parts += [f"**{_say(key, language)}.** {_said(told[key])}" for key in ("cause", "mend")]
        example = entry.get("example") or told.get("example")
        if example:
            parts.append(f"**{_say('example', language)}**\n\n{block('text', example)}")
    return "\n\n".join(parts)


def _said(text: str) -> str:
    """Write a text of the catalogue as `dvk explain-code` does: a dot stands for what only the occasion fills in."""
    return plain(PLACEHOLDER.sub("…", text))


def _command(command: click.Command, ctx: click.Context, language: Language) -> Iterable[str]:
    yield f"# {_say('commands', language)}" if ctx.parent is None else f"## {ctx.command_path}"
    yield block("text", f"{ctx.command_path} {' '.join(command.collect_usage_pieces(ctx))}")
    yield plain(inspect.cleandoc(command.help or ""))
    records = [record for param in command.get_params(ctx) if (record := param.get_help_record(ctx)) is not None]
    if records:
        rows = [(f"`{name}`", plain(told)) for name, told in records]
        yield table([_say("option", language), _say("meaning", language)], rows)
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            if inner is not None:
                yield from _command(inner, click.Context(inner, info_name=name, parent=ctx), language)


def _schemes(language: Language) -> str:
    rows = []
    for one in find_shipped():
        readme = f"configs/{one.id}/README"
        away = f'<a href="../../../en/{readme}.html" hreflang="en">{_say("readme", language)}</a>'
        link = away if language == "vi" else f"[{_say('readme', language)}](/{readme}.md)"
        rows.append((f"`{one.id}`", plain(one.title.in_(language)), link))
    listed = table([_say("id", language), _say("meaning", language), ""], rows)
    pages = toctree((f"/configs/{one.id}/README" for one in find_shipped()), ":hidden:") if language == "en" else ""
    return f"# {_say('schemes', language)}\n\n{listed}\n\n{pages}"
