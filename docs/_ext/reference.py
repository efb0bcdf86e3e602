"""Write the reference from the code itself: criteria, codes of problems, commands, schemes, public names."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import click

from dvk_scoring.cli.entry import program
from dvk_scoring.criteria.criterion import AnyCriterion, build, params_class
from dvk_scoring.criteria.decide import WEIGHT
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.formula.show import show_exact
from dvk_scoring.formula.words import tell
from dvk_scoring.problem import catalogue
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.text import Language, Text

LANGUAGES: tuple[Language, ...] = ("en", "vi")
MODULES = ("dvk_scoring", "dvk_scoring.api", "dvk_scoring.testing")
SAID = {
    "reference": Text(vi="Tra cứu", en="Reference"),
    "criteria": Text(vi="Tiêu chí đi kèm", en="Bundled criteria"),
    "codes": Text(vi="Mã thông báo", en="Codes of problems"),
    "commands": Text(vi="Lệnh", en="Commands"),
    "schemes": Text(vi="Bảng điểm đi kèm", en="Shipped schemes"),
    "source": Text(vi="Nguồn", en="Source"),
    "formula": Text(vi="Cách tính", en="How it is scored"),
    "figures": Text(vi="Số liệu", en="Figures"),
    "params": Text(vi="Tham số", en="Params"),
    "settings": Text(vi="Thiết đặt", en="Settings"),
    "promises": Text(vi="Cam kết, có kiểm thử", en="Promises, held by tests"),
    "readme": Text(vi="Giải thích và ví dụ có lời giải", en="Reasons and worked cases"),
    "id": Text(vi="Mã", en="Id"),
    "meaning": Text(vi="Nghĩa", en="Meaning"),
    "by": Text(vi="Ai báo cáo", en="Reported by"),
    "unit": Text(vi="đơn vị", en="unit"),
    "committee": Text(vi="hội đồng", en="committee"),
    "range": Text(vi="Khoảng", en="Range"),
    "default": Text(vi="Mặc định", en="Default"),
    "cause": Text(vi="Nguyên nhân", en="Cause"),
    "example": Text(vi="Ví dụ", en="Example"),
    "mend": Text(vi="Cách sửa", en="What to do"),
    "option": Text(vi="Tùy chọn", en="Option"),
    "error": Text(vi="lỗi", en="error"),
    "warning": Text(vi="cảnh báo", en="warning"),
    "note": Text(vi="ghi chú", en="note"),
}


def write_reference(folder: Path) -> None:
    """Write every page of the reference into a folder."""
    (folder / "criteria").mkdir(parents=True)
    for language in LANGUAGES:
        pages = [_criteria(folder, language), _codes(folder, language), _commands(folder, language)]
        pages.append(_schemes(folder, language))
        pages += [_api(folder)] if language == "en" else []
        _write(folder, "index", language, f"# {_say('reference', language)}\n\n{_toctree(pages)}")


def _say(key: str, language: Language) -> str:
    return SAID[key].in_(language)


def _name(name: str, language: Language) -> str:
    return name if language == "en" else f"{name}.vi"


def _write(folder: Path, name: str, language: Language, text: str) -> str:
    """Write one page and give the name a toctree knows it by."""
    page = _name(name, language)
    (folder / f"{page}.md").write_text(f"{text.rstrip()}\n", encoding="utf-8")
    return page


def _toctree(pages: Iterable[str]) -> str:
    return "\n".join(["```{toctree}", ":maxdepth: 1", "", *pages, "```"])


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_cell(one) for one in row) + " |" for row in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def _plain(text: str) -> str:
    """Keep signs of Markdown in a text from being taken for markup."""
    return re.sub(r"([\\`*_\[\]<>{}$#~|])", r"\\\1", text)


def _criteria(folder: Path, language: Language) -> str:
    pages = []
    for plugin in Registry.of().inspect_all():
        for criterion in plugin.criteria.values():
            text = _criterion(criterion, Path(plugin.found.location), language)
            pages.append("criteria/" + _write(folder / "criteria", criterion.id, language, text))
    return _write(folder, "criteria", language, f"# {_say('criteria', language)}\n\n{_toctree(pages)}")


def _criterion(criterion: AnyCriterion, home: Path, language: Language) -> str:
    declared = params_class(criterion)
    built = build(criterion, {WEIGHT: Fraction(10)} if WEIGHT in declared.dvk_settings else {})
    formula = tell(built.tree, built.figures, language, {one.name: one for one in built.params})
    source = _plain(Text.of(criterion.source).in_(language))
    parts = [f"# {_plain(criterion.title.in_(language))} (`{criterion.id}`)", f"{_say('source', language)}: {source}"]
    parts += [f"## {_say('formula', language)}", _plain(formula)]
    said = {key: _say(key, language) for key in SAID}
    if built.figures:
        rows = [
            (
                f"`{one.name}`",
                _told(one.label, one.help, language),
                said[one.by],
                f"{show_exact(one.low, language)} – {show_exact(one.high, language)}",
            )
            for one in built.figures
        ]
        table = _table([said[key] for key in ("id", "meaning", "by", "range")], rows)
        parts += [f"## {said['figures']}", table]
    if built.params:
        rows = [
            (
                f"`{one.name}`",
                _told(one.label, one.help, language),
                show_exact(one.default, language),
                f"{show_exact(one.low, language)} – {show_exact(one.high, language)}",
            )
            for one in built.params
        ]
        table = _table([said[key] for key in ("id", "meaning", "default", "range")], rows)
        parts += [f"## {said['params']}", table]
    settings = [one for name, one in declared.dvk_settings.items() if name != WEIGHT]
    if settings:
        shown = [(f"`{one.name}`", _told(one.label, one.help, language)) for one in settings]
        parts += [f"## {said['settings']}", _table([said["id"], said["meaning"]], shown)]
    if criterion.promises:
        parts += [
            f"## {said['promises']}",
            "\n".join(f"- {_plain(one.text.in_(language))}" for one in criterion.promises),
        ]
    folder = home if home.is_dir() else home.parent
    if (folder / "README.md").is_file():
        parts.append(f"[{said['readme']}](/plugins/{folder.name}/README.md)")
    return "\n\n".join(parts)


def _told(label: Text, more: Text | None, language: Language) -> str:
    return "\n".join(_plain(one.in_(language)) for one in (label, more) if one is not None)


def _codes(folder: Path, language: Language) -> str:
    letters: dict[str, list[str]] = {}
    for code in catalogue():
        letters.setdefault(code[4], []).append(code)
    pages = [
        _write(folder, f"codes-{letter.lower()}", language, _family(letter, codes, language))
        for letter, codes in letters.items()
    ]
    return _write(folder, "codes", language, f"# {_say('codes', language)}\n\n{_toctree(pages)}")


def _family(letter: str, codes: Iterable[str], language: Language) -> str:
    parts = [f"# DVK-{letter}"]
    for code in codes:
        entry = catalogue()[code]
        told = entry[language]
        parts += [f"## {code}", f"{_say(entry.get('severity', 'error'), language)}: {_plain(told['text'])}"]
        parts += [f"**{_say(key, language)}.** {_plain(told[key])}" for key in ("cause", "mend")]
        example = entry.get("example") or told.get("example")
        if example:
            parts.append(f"**{_say('example', language)}**\n\n~~~text\n{example.strip()}\n~~~")
    return "\n\n".join(parts)


def _commands(folder: Path, language: Language) -> str:
    root = program(language)
    return _write(folder, "commands", language, "\n\n".join(_command(root, click.Context(root, info_name="dvk"))))


def _command(command: click.Command, ctx: click.Context) -> Iterable[str]:
    language: Language = ctx.find_root().command.language  # type: ignore[attr-defined]  # LazyGroup, made above
    yield f"# {_say('commands', language)}" if ctx.parent is None else f"## {ctx.command_path}"
    yield f"~~~text\n{ctx.command_path} {' '.join(command.collect_usage_pieces(ctx))}\n~~~"
    yield _plain(inspect.cleandoc(command.help or ""))
    records = [record for param in command.get_params(ctx) if (record := param.get_help_record(ctx)) is not None]
    if records:
        rows = [(f"`{name}`", _plain(told)) for name, told in records]
        yield _table([_say("option", language), _say("meaning", language)], rows)
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            if inner is not None:
                yield from _command(inner, click.Context(inner, info_name=name, parent=ctx))


def _schemes(folder: Path, language: Language) -> str:
    rows = [(f"[`{one.id}`](/configs/{one.id}/README.md)", _plain(one.title.in_(language))) for one in find_shipped()]
    table = _table([_say("id", language), _say("meaning", language)], rows)
    return _write(folder, "schemes", language, f"# {_say('schemes', language)}\n\n{table}")


def _api(folder: Path) -> str:
    parts = ["# Python"]
    for module in MODULES:
        loaded = import_module(module)
        parts.append(f"## {module}\n\n{_plain((loaded.__doc__ or '').splitlines()[0])}")
        for name in loaded.__all__:
            thing = getattr(loaded, name)
            kind = "class" if inspect.isclass(thing) else "function" if callable(thing) else "data"
            members = "\n:members:" if kind == "class" else ""
            parts.append(
                f"```{{eval-rst}}\n.. auto{kind}:: {module}.{name}{members.replace(chr(10), chr(10) + '   ')}\n```"
            )
    return _write(folder, "python", "en", "\n\n".join(parts))
