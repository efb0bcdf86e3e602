"""What a criterion declares: all that the host asks for, columns, texts in both languages."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator
from typing import Final, Protocol

from dvk_scoring.criteria.criterion import figures_class, params_class
from dvk_scoring.formula.tree import Attribute, Figure, Param, Titled
from dvk_scoring.formula.walk import walk
from dvk_scoring.problem import problem
from dvk_scoring.testing.bench import Bench
from dvk_scoring.testing.checks.check import Check, Found, place_of, told
from dvk_scoring.testing.failure import Failure
from dvk_scoring.text import Text

UNDECLARED: Final = "DVK-C158"
_SAID_BY_COLUMNS: Final = frozenset({UNDECLARED})
_SAID_BY_TWICE: Final = frozenset({"DVK-C164"})
_MARKED: Final = re.compile(r"[\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b]|[đĐ]")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_FEW_WORDS: Final = 2


class _Labelled(Protocol):
    """A figure, param or setting as it was declared."""

    @property
    def label(self) -> Text: ...

    @property
    def help(self) -> Text | None: ...


def _declared(bench: Bench) -> Found:
    return [Failure(fault) for fault in bench.subject.faults if fault.code not in _SAID_BY_COLUMNS | _SAID_BY_TWICE]


def _columns(bench: Bench) -> Found:
    failures = [Failure(fault) for fault in bench.subject.faults if fault.code in _SAID_BY_COLUMNS]
    return failures or [*_undeclared(bench), *_unused(bench)]


def _undeclared(bench: Bench) -> Iterator[Failure]:
    for built in bench.shapes:
        known = {*(spec.name for spec in built.figures), *(spec.name for spec in built.params)}
        for node in walk(built.tree):
            if isinstance(node, Figure | Attribute | Param) and node.name not in known:
                yield Failure(problem(UNDECLARED, place_of(bench), name=node.name))


def _unused(bench: Bench) -> Iterator[Failure]:
    """Tell of figures that are asked for in vain; one that only bounds another is of use."""
    used: set[str] = set()
    declared: dict[str, None] = {}
    for built in bench.shapes:
        declared |= dict.fromkeys(spec.name for spec in built.figures)
        used |= {node.name for node in walk(built.tree) if isinstance(node, Figure | Attribute)}
        for spec in built.figures:
            used |= {spec.at_most or "", *spec.plus} if spec.name in used else set()
    for name in declared:
        if name not in used:
            yield told(bench, "DVK-C411", figure=name)


def _texts(bench: Bench) -> Found:
    return [failure for name, text in _all_texts(bench) for failure in _wrong(bench, name, text)]


def _all_texts(bench: Bench) -> Iterator[tuple[str, Text]]:
    """Give every text as it was declared, members of ``each`` not yet named."""
    criterion = bench.subject.criterion
    yield "title", criterion.title
    yield "source", criterion.source
    params = params_class(criterion)
    declared: dict[str, _Labelled] = {
        **figures_class(criterion).dvk_declared,
        **params.dvk_params,
        **params.dvk_settings,
    }
    for name, item in declared.items():
        yield name, item.label
        if item.help is not None:
            yield f"{name} (help)", item.help
    for built in bench.shapes[:1]:
        for figure in built.figures:
            yield from ((f"{figure.name}.{key}", text) for key, text in figure.choices)
        yield from (("named", node.title) for node in walk(built.tree) if isinstance(node, Titled))
    for at, promise in enumerate(criterion.promises, 1):
        yield f"promises {at}", promise.text


def _wrong(bench: Bench, name: str, text: Text) -> Iterator[Failure]:
    if not text.vi.strip() or not text.en.strip():
        yield told(bench, "DVK-C430", name=name)
        return
    if _placeholders(text.vi) != _placeholders(text.en):
        yield told(bench, "DVK-C432", name=name, vi=text.vi, en=text.en)
    words = _WORD.findall(text.vi)
    if text.vi == text.en and (_is_marked(text.vi) or len(words) > _FEW_WORDS):
        yield told(bench, "DVK-C431", name=name, text=text.vi)
    elif len(words) > _FEW_WORDS and not _is_marked(text.vi):
        yield told(bench, "DVK-C433", name=name, text=text.vi)


def _is_marked(text: str) -> bool:
    """Tell whether a text has a mark of Vietnamese."""
    return _MARKED.search(unicodedata.normalize("NFD", text)) is not None


def _placeholders(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}


DECLARED: Final = Check(
    "declared",
    Text(vi="Tiêu chí khai báo đủ và đúng mọi điều bắt buộc.", en="The criterion declares all that it must, rightly."),
    Text(vi="Sửa khai báo theo từng lời báo.", en="Mend the declaration as each message says."),
    _declared,
)
COLUMNS: Final = Check(
    "columns",
    Text(
        vi="Công thức chỉ đọc số liệu đã khai báo, và dùng mọi số liệu đã khai báo.",
        en="The formula reads declared figures only, and uses every one.",
    ),
    Text(
        vi="Khai báo số liệu còn thiếu; bỏ số liệu không dùng: đơn vị không phải báo cáo vô ích.",
        en="Declare what is missing; drop what is not used, so that nobody reports it in vain.",
    ),
    _columns,
    ("declared",),
)
TEXTS: Final = Check(
    "texts",
    Text(vi="Mọi lời đều có đủ tiếng Việt và tiếng Anh.", en="Every text is whole in Vietnamese and in English."),
    Text(
        vi="Viết lời còn thiếu bằng tiếng Việt đủ dấu và tiếng Anh.",
        en="Write what is missing, in Vietnamese with its marks and in English.",
    ),
    _texts,
    ("declared",),
)
