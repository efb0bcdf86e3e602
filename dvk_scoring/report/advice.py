"""Advice on a scheme in the terminal and as JSON: what was seen, why it matters, what one could do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Final

from rich.console import Console
from rich.text import Text as Styled

from dvk_scoring.analysis.lint.rules import heading
from dvk_scoring.catalogue import catalogue
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Language, Text, visible

_WHOLE: Final = Text(vi="Cả bảng điểm", en="The scheme as a whole")
_ROLES: Final[Mapping[str, Text]] = {
    "sections": Text(vi="Nhóm", en="Section"),
    "criteria": Text(vi="Tiêu chí", en="Criterion"),
    "bonuses": Text(vi="Điểm thưởng", en="Bonus"),
    "penalties": Text(vi="Điểm trừ", en="Penalty"),
}
_WHY: Final = Text(vi="Vì sao", en="Why")
_MEND: Final = Text(vi="Có thể", en="One could")
_LINE: Final = Text(vi="dòng {line}", en="line {line}")
_CLEAN: Final = Text(vi="Không có gì đáng lưu ý.", en="Nothing to remark.")
_SUM: Final = Text(
    vi="{warnings} điều nên xem lại, {notes} điều nên biết; không điều nào là lỗi.",
    en="Worth reconsidering: {warnings}; worth knowing: {notes}. None of it is an error.",
)
_STYLES: Final = {"warning": "yellow", "note": "cyan"}


def print_advice(scheme: Scheme, advice: Sequence[Problem], language: Language, console: Console) -> None:
    """Print advice by criterion; why and what to do are told with the first of each code."""
    told: set[str] = set()
    for (role, key), group in groupby(advice, heading):
        console.print(Styled(_heading(scheme, role, key, language), "bold"), soft_wrap=True)
        for problem in group:
            line = f" ({_LINE.in_(language).format(line=problem.place.line)})" if problem.place.line else ""
            _print(f"{problem.code}{line} {problem.text(language)}", 2, console, problem)
            if problem.code not in told:
                told.add(problem.code)
                texts = catalogue()[problem.code][language]
                _print(f"{_WHY.in_(language)}: {texts['cause']}", 6, console)
                _print(f"{_MEND.in_(language)}: {texts['mend']}", 6, console)
        console.print()
    console.print(_summary(advice, language), soft_wrap=True)


def _print(text: str, indent: int, console: Console, problem: Problem | None = None) -> None:
    """Print a paragraph, its later lines under its first, and the code in the colour of its severity."""
    first, later = " " * indent, " " * max(indent, 6)
    shown = Styled("\n".join(wrap(text, console.width, initial_indent=first, subsequent_indent=later)))
    if problem is not None:
        shown.stylize(_STYLES[problem.severity], indent, indent + len(problem.code))
    console.print(shown, soft_wrap=True)


def advice_json(scheme: Scheme, advice: Sequence[Problem], *, figures: bool, language: Language) -> str:
    """Write advice as JSON; ``figures`` tells whether the rules that need figures were asked."""
    content = {
        "scheme": {"id": scheme.id, "hash": scheme.hash},
        "figures": figures,
        "advice": [_as_told(scheme, problem, language) for problem in advice],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _as_told(scheme: Scheme, problem: Problem, language: Language) -> dict[str, object]:
    role, key = heading(problem)
    texts = catalogue()[problem.code][language]
    return {
        "code": problem.code,
        "severity": problem.severity,
        "about": f"{role}.{key}" if role else "scheme",
        "title": _title(scheme, role, key).in_(language),
        "file": None if problem.place.file is None else visible(problem.place.file),
        "line": problem.place.line,
        "key": problem.place.key,
        "text": problem.text(language),
        "why": texts["cause"],
        "mend": texts["mend"],
    }


def _heading(scheme: Scheme, role: str, key: str, language: Language) -> str:
    title = _title(scheme, role, key).in_(language)
    return f"{_ROLES[role].in_(language)} “{title}” ({role}.{key})" if role else title


def _title(scheme: Scheme, role: str, key: str) -> Text:
    match role:
        case "sections":
            return scheme.sections[key].title
        case "criteria":
            return scheme.criteria[key].title
        case "bonuses":
            return scheme.bonuses[key].title
        case "penalties":
            return scheme.penalties[key].title
    return _WHOLE


def _summary(advice: Sequence[Problem], language: Language) -> str:
    if not advice:
        return _CLEAN.in_(language)
    held = Counter(problem.severity for problem in advice)
    return _SUM.in_(language).format(warnings=held["warning"], notes=held["note"])
