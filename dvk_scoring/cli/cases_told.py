"""What came of the cases beside a scheme: in the terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from dvk_scoring.analysis.explain import explain_part
from dvk_scoring.report.explanation import print_paragraph
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.state_words import CLASS_OPEN, CRITERION, TITLE, UNIT
from dvk_scoring.testing.case_file import decimal_of
from dvk_scoring.testing.expectation import NONE, OPEN, Check, Expectation
from dvk_scoring.testing.scheme_cases import SchemeCaseResult, part_of
from dvk_scoring.text import Language, Sayer, Text
from dvk_scoring.unit_names import called

_SAID: Final[Mapping[str, Text]] = {
    "file": Text(vi="Tệp ví dụ: {path}", en="Cases: {path}"),
    "passed": Text(vi="ĐẠT", en="passed"),
    "failed": Text(vi="KHÔNG ĐẠT", en="FAILED"),
    "line": Text(vi="(dòng {line})", en="(line {line})"),
    "article": Text(vi="Căn cứ: {article}", en="Article: {article}"),
    "differs": Text(vi="{what}: mong đợi {expected}, nhận được {got}", en="{what}: expected {expected}, got {got}"),
    "by_hand": Text(vi="Lời giải trong tệp: {working}", en="By hand, as the file tells: {working}"),
    "all": Text(vi="Đạt {passed} trên {count} ví dụ.", en="{passed} of {count} cases passed."),
    "points": Text(vi="điểm tiêu chí {of}", en="points of the criterion {of}"),
    "sections": Text(vi="điểm nhóm {of}", en="points of the section {of}"),
    "bonuses": Text(vi="điểm thưởng {of}", en="bonus {of}"),
    "penalties": Text(vi="điểm trừ {of}", en="penalty {of}"),
    "bonus_counted": Text(vi="điểm thưởng được tính", en="bonus that counts"),
    "penalty_counted": Text(vi="điểm trừ được tính", en="penalty that counts"),
    "total": Text(vi="tổng điểm", en="total"),
    "shown": Text(vi="tổng điểm in ra", en="total as printed"),
    "rank": Text(vi="thứ hạng", en="rank"),
    "class": Text(vi="xếp loại", en="class"),
    "state": Text(vi="trạng thái", en="state"),
    "titles": Text(vi="danh hiệu {of}", en="title {of}"),
    "knock_outs": Text(vi="điều kiện loại trừ", en="knock-outs"),
    "holds": Text(vi="chưa xét", en="on hold"),
    "unappraised": Text(vi="chưa được thẩm định", en="not appraised"),
}
_MEANT: Final[Mapping[str, Text]] = {
    **CRITERION,
    **UNIT,
    **TITLE,
    NONE: Text(vi="không có", en="none"),
}
"""What the words of a file mean, for those who read Vietnamese; the words themselves are English."""

_MARGIN: Final = 4


def print_cases(
    scheme: Scheme, path: Path, results: Sequence[SchemeCaseResult], language: Language, console: Console
) -> None:
    """Print each case with its article; of one that failed also what was expected, what was got, and the working."""
    teller = _Teller(scheme, language, console)
    console.print(Styled(scheme.title.in_(language), "bold"))
    console.print(Styled(teller.say("file", path=path), "dim"), soft_wrap=True)
    for result in results:
        console.print()
        teller.case(result)
    console.print()
    passed = sum(result.ok for result in results)
    all_passed = passed == len(results)
    console.print(
        Styled(teller.say("all", passed=passed, count=len(results)), "bold green" if all_passed else "bold red")
    )


def cases_json(scheme: Scheme, path: Path, results: Sequence[SchemeCaseResult], language: Language) -> str:
    """Write the outcome as JSON; the working in the language of the run."""
    whole = {
        "scheme": scheme.id,
        "file": str(path),
        "passed": sum(result.ok for result in results),
        "of": len(results),
        "cases": [_case_json(result, language) for result in results],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _case_json(outcome: SchemeCaseResult, language: Language) -> Mapping[str, Any]:
    case = outcome.case
    return {
        "name": {"vi": case.name.vi, "en": case.name.en},
        "article": {"vi": case.article.vi, "en": case.article.en},
        "line": case.line,
        "passed": outcome.ok,
        "checks": [_check_json(outcome, check, language) for check in outcome.checks],
    }


def _check_json(outcome: SchemeCaseResult, check: Check, language: Language) -> Mapping[str, Any]:
    wanted = check.expectation
    told = {"unit": wanted.unit, "what": wanted.what, "of": wanted.of or None}
    part = None if check.ok else part_of(outcome.result.scheme, wanted)
    working = None if part is None else explain_part(outcome.result, wanted.unit, part, language)
    lines = [] if working is None else [working.heading, *working.lines]
    return {**told, "expected": wanted.expected, "got": check.got, "passed": check.ok, "working": lines}


class _Teller:
    """Tells cases of one scheme in the terminal."""

    def __init__(self, scheme: Scheme, language: Language, console: Console) -> None:
        self.scheme, self.language, self.console = scheme, language, console
        self.say = Sayer(_SAID, self.language)

    def case(self, outcome: SchemeCaseResult) -> None:
        key, style = ("passed", "green") if outcome.ok else ("failed", "bold red")
        name = outcome.case.name.in_(self.language)
        where = "" if outcome.ok else "  " + self.say("line", line=outcome.case.line)
        self.console.print(Styled.assemble((self.say(key), style), "  ", (name, "bold"), (where, "dim")))
        self._line(self.say("article", article=outcome.case.article.in_(self.language)), "dim")
        if outcome.ok:
            return
        failed = [check for check in outcome.checks if not check.ok]
        for unit in dict.fromkeys(check.expectation.unit for check in failed):
            self._line(called(unit, outcome.result.unit(unit).name))
            self._unit(outcome.result, unit, [check for check in failed if check.expectation.unit == unit])
        if outcome.case.working is not None:
            self._line(self.say("by_hand", working=outcome.case.working.in_(self.language)))

    def _unit(self, result: Result, unit: str, failed: Sequence[Check]) -> None:
        """Tell what differs, and below the working; what one working explains stands together."""
        parts = [part_of(self.scheme, check.expectation) for check in failed]
        for part in dict.fromkeys(parts):
            for check in (check for check, place in zip(failed, parts, strict=True) if place == part):
                self._line(self._differs(check), "red", deeper=2)
            if part is not None:
                print_paragraph(explain_part(result, unit, part, self.language), self.console, _MARGIN + 4)

    def _differs(self, check: Check) -> str:
        wanted = check.expectation
        what = self.say(wanted.what, of=f"“{self._title(wanted)}”" if wanted.of else "")
        return self.say(
            "differs", what=what, expected=self._shown(wanted, wanted.expected), got=self._shown(wanted, check.got)
        )

    def _title(self, wanted: Expectation) -> str:
        titled: Mapping[str, Mapping[str, Any]] = {
            "points": self.scheme.criteria,
            "sections": self.scheme.sections,
            "bonuses": self.scheme.bonuses,
            "penalties": self.scheme.penalties,
            "titles": self.scheme.titles,
        }
        text: Text = titled[wanted.what][wanted.of].title
        return text.in_(self.language)

    def _shown(self, wanted: Expectation, word: str) -> str:
        """Write a number as the language does, and a word of the file with what it means beside it."""
        if decimal_of(word) is not None:
            return word.replace(".", ",") if self.language == "vi" else word
        meaning = _MEANT[word].vi if self.language == "vi" and word in _MEANT else ""
        if wanted.what == "class" and word == OPEN:
            meaning = CLASS_OPEN.vi if self.language == "vi" else ""
        if wanted.what == "class" and word in self.scheme.classes:
            meaning = self.scheme.classes[word].title.in_(self.language)
        return f"{word} ({meaning})" if meaning else word

    def _line(self, text: str, style: str = "", deeper: int = 0) -> None:
        self.console.print(Padding(Styled(text, style), (0, 0, 0, _MARGIN + deeper), expand=False))
