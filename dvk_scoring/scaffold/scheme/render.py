"""The text of a new scheme and of its README, from templates in the language of the run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from string import Template
from typing import Final

import attrs

from dvk_scoring.criteria.criterion import figures_class, params_class
from dvk_scoring.criteria.decide import WEIGHT
from dvk_scoring.scaffold.scheme.plan import PlannedUse
from dvk_scoring.scaffold.scheme.toml_text import write_key, write_text, write_value
from dvk_scoring.scaffold.scheme.wish import SchemeWish
from dvk_scoring.text import Language, Text
from dvk_scoring.written import decimal_text

_WIDEST: Final = 50  # a value that is longer lets its remark follow at once instead of moving those of all others
_LONGEST: Final = 120  # more on one line teaches nobody
_FEW: Final = 2  # figures of a plugin that fits any subject; those of others are called what they are already
_NAME_ALONE: Final = Text.same("{name}")
_SIGNS: Final = {"bonuses": Text(vi="điểm thưởng", en="bonus"), "penalties": Text(vi="điểm trừ", en="penalty")}


@attrs.frozen
class SchemeWriter:
    """Writes a scheme.

    Attributes:
        wish: What it is called and what it holds besides criteria.
        uses: Its criteria.
        target: The folder it is for: plugins of one's own are named as seen from there.
        language: The language of its remarks.
    """

    wish: SchemeWish
    uses: Sequence[PlannedUse]
    target: Path
    language: Language

    def scheme(self) -> str:
        """Write ``scheme.toml``."""
        wish = self.wish
        text = self._fill(
            "scheme",
            id=wish.id,
            title=wish.title.in_(self.language),
            title_toml=write_text(wish.title),
            valid=self._valid(),
            total=_number(wish.total),
            plugins=self._plugins(),
            clusters=self._clusters(),
            criteria=self._uses("criteria"),
            adjustments=self._adjustments(),
            breaks="".join(f"  {step},\n" for step in self._breaks()),
            classes=self._fill("classes" if wish.classes else "no_classes"),
            titles=self._titles(),
        )
        return f"{text}\n"

    def readme(self) -> str:
        """Write ``README.md``."""
        title = self.wish.title.in_(self.language)
        return fill("README", "md", self.language, id=self.wish.id, title=title) + "\n"

    def _fill(self, name: str, **words: str) -> str:
        return fill(name, "toml", self.language, **words)

    def _say(self, vi: str, en: str) -> str:
        return vi if self.language == "vi" else en

    def _valid(self) -> str:
        period = self.wish.period
        remark = self._say("thời gian thi đua", "the period")
        if period is None:
            return f"# valid = {{ from = 2026-01-01, to = 2026-12-31 }}   # {remark}"
        return f"valid = {{ from = {period[0]}, to = {period[1]} }}   # {remark}"

    def _plugins(self) -> str:
        if not self.wish.folders:
            return ""
        remark = self._say(
            "thư mục plugin của mình, tính từ tệp này", "folders of one's own plugins, seen from this file"
        )
        return (
            f"plugins = {write_value([_seen_from(self.target, folder) for folder in self.wish.folders])}   # {remark}\n"
        )

    def _clusters(self) -> str:
        if not self.wish.clusters:
            return self._fill("no_clusters")
        lines = [f"{cluster.id} = {{ title = {write_text(cluster.title)} }}" for cluster in self.wish.clusters]
        return "\n".join([self._fill("clusters"), "[clusters]", *lines])

    def _uses(self, role: str) -> str:
        numbered = enumerate((use for use in self.uses if use.role == role), 1)
        return "\n\n".join("\n".join(self._use(use, number)) for number, use in numbered)

    def _adjustments(self) -> str:
        blocks = [self._uses(role) for role in _SIGNS]
        return "\n\n".join(block for block in blocks if block) or self._fill("no_adjustments")

    def _use(self, use: PlannedUse, number: int) -> Iterator[str]:
        yield f"[{use.role}.{use.id}]"
        if use.role == "criteria":
            yield f'no = "{number}"'
            yield f"title = {write_text(use.klass.title)}"
            yield f"weight = {_number(use.points)}"
        else:
            yield f"title = {write_text(use.klass.title)}"
            yield f"cap = {_number(use.points)}   # {_SIGNS[use.role].in_(self.language)}"
        lines = [*self._params(use), *self._figures(use)]
        wide = max((len(line) for line, _ in lines if len(line) <= _WIDEST), default=0)
        yield from (f"{line.ljust(wide)}   # {told}" if told else line for line, told in lines)

    def _params(self, use: PlannedUse) -> Iterator[tuple[str, str]]:
        """Give a line that does nothing yet, and its remark, for each param and setting that TOML can write."""
        declared = params_class(use.klass)
        for key, param in declared.dvk_params.items():
            value, low, high = (decimal_text(number) for number in (param.default, param.low, param.high))
            if value is not None:
                span = f" ({low} … {high})" if low is not None and high is not None else ""
                yield f"# params.{key} = {value}", _one_line(param.label.in_(self.language)) + span
        for key, setting in declared.dvk_settings.items():
            if key != WEIGHT:  # that is the weight or cap above, which the scheme hands on by itself
                told = _one_line(setting.label.in_(self.language))
                shown = _shown(key, setting.default) or (f"# params.{key}: dvk plugins show {use.id}",)
                if len(shown) > 1:
                    told += self._say(
                        " (bỏ dấu # thì bỏ ở tất cả các dòng này)", " (take the # away from all these lines)"
                    )
                yield from zip(shown, (told, *("" for _ in shown[1:])), strict=True)

    def _figures(self, use: PlannedUse) -> Iterator[tuple[str, str]]:
        """Give a line that does nothing yet for the title of each figure, where there are few: such fit any subject."""
        declared = figures_class(use.klass).dvk_declared
        remark = self._say("tên số liệu trong phiếu", "what forms call this figure")
        titles = {key: figure.label for key, figure in declared.items() if figure.label != _NAME_ALONE}
        for key, title in titles.items() if len(declared) <= _FEW else ():
            yield f"# figures.{key}.title = {write_text(title)}", remark

    def _breaks(self) -> Iterator[str]:
        """Compare the heaviest criterion first, unless it is the total itself; then penalties; then people decide."""
        inside = [use for use in self.uses if use.role == "criteria"]
        if len(inside) > 1:
            heaviest = max(inside, key=lambda use: use.points)
            yield f'{{ by = "criteria.{heaviest.id}", prefer = "high" }}'
        if any(use.role == "penalties" for use in self.uses):
            yield '{ by = "penalties", prefer = "low" }'
        yield '{ by = "committee" }'

    def _titles(self) -> str:
        if not self.wish.flags:
            return self._fill("no_titles")
        requires = 'requires = [{ class_at_least = "excellent" }]\n' if self.wish.classes else ""
        return self._fill("titles", requires=requires, flags=str(self.wish.flags))


def fill(name: str, suffix: str, language: Language, **words: str) -> str:
    """Fill a template; its last line end is left to what follows it."""
    # The suffix keeps tools for TOML from taking a template for the real thing.
    folder = resources.files("dvk_scoring.scaffold") / "templates" / "scheme"
    text = (folder / f"{name}.{language}.{suffix}.tmpl").read_text(encoding="utf-8")
    return Template(text).substitute(words).removesuffix("\n")


def _number(value: object) -> str:
    written = write_value(value)
    assert written is not None  # points and totals have two decimals at most
    return written


def _shown(key: str, value: object) -> tuple[str, ...]:
    """Write a setting on one line, a long table with a line for each entry; nothing when it is too long."""
    written = write_value(value)
    if written is not None and len(written) <= _LONGEST:
        return (f"# params.{key} = {written}",)
    entries = value.items() if isinstance(value, Mapping) else ()
    lines = [(write_key(str(name)), write_value(entry)) for name, entry in entries]
    if any(text is None or len(text) > _LONGEST for _, text in lines):
        return ()
    return tuple(f"# params.{key}.{name} = {text}" for name, text in lines)


def _one_line(label: str) -> str:
    return " ".join(label.split())


def _seen_from(target: Path, folder: Path) -> str:
    """Give the way from one folder to another, with slashes; where there is none (another drive), the whole path."""
    try:
        return Path(os.path.relpath(folder.resolve(), target.resolve())).as_posix()
    except ValueError:
        return folder.resolve().as_posix()
