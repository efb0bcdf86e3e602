"""What fills the register of appeals, and the letters of answer: a letter for each unit that appealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from dvk_scoring.analysis.shown import criterion_points, shown_total
from dvk_scoring.analysis.standing import ResultNames, numbered
from dvk_scoring.analysis.trial import Trial
from dvk_scoring.formula.show import show_day, show_points
from dvk_scoring.report.changes.units import UnitRow, UnitRows
from dvk_scoring.report.documents.figures import Shown
from dvk_scoring.report.documents.head import head_data, long_day
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.lines import held
from dvk_scoring.report.documents.minutes import lower_first
from dvk_scoring.report.documents.words import LONG_BLANK, PaperSayer
from dvk_scoring.report.one_line import OneLine
from dvk_scoring.scoring.appeals import Appeal, appealed
from dvk_scoring.scoring.result import UnitResult
from dvk_scoring.scoring.state_words import TITLE
from dvk_scoring.text import Language, Sayer, Text, capital

SAID: Final[Mapping[str, Text]] = {
    "about": Text(
        vi="Kiến nghị của các {entrant} về điểm {scheme}", en="Appeals of {entrants} against points, {scheme}"
    ),
    "on": Text(
        vi="Đến {day}: {count} kiến nghị; đã trả lời {answered}, trong đó {late_answers} quá hạn; chưa trả lời {open}, "
        "trong đó {late} quá hạn.",
        en="Until {day}: {count} {count:appeal|appeals}; {answered} answered, {late_answers} of them late; "
        "{open} not answered, {late} of them late.",
    ),
    "criterion": Text(vi="Nội dung kiến nghị", en="Appealed against"),
    "lodged": Text(vi="Ngày nhận", en="Lodged"),
    "deadline": Text(vi="Hạn trả lời", en="Deadline"),
    "answered": Text(vi="Ngày trả lời", en="Answered"),
    "outcome": Text(vi="Kết quả", en="Outcome"),
    "standing": Text(vi="Tình trạng", en="State"),
    "state_answered": Text(vi="đã trả lời", en="answered"),
    "state_answered-late": Text(vi="trả lời quá hạn", en="answered late"),
    "state_due": Text(vi="còn {days} ngày", en="{days} {days:day|days} left"),
    "state_due_today": Text(vi="hạn hôm nay", en="due today"),
    "state_late": Text(vi="quá hạn {days} ngày", en="{days} {days:day|days} late"),
    "kept": Text(vi="Giữ nguyên điểm", en="Points stay"),
    "ruled": Text(vi="{deed} ({ref}, ngày {day})", en="{deed} ({ref}, {day})"),
    "changes": Text(vi="Thay đổi kết quả khi áp dụng", en="What they change"),
    "compared": Text(
        vi="So kết quả có các quyết định trả lời kiến nghị với kết quả khi chưa có; áp dụng sau khi hội đồng "
        "thông qua.",
        en="The result with the rulings that answer appeals beside the one without them; they are taken when the "
        "council has agreed.",
    ),
    "rank": Text(vi="Hạng", en="Rank"),
    "class": Text(vi="Xếp loại", en="Class"),
    "titles_changed": Text(vi="Danh hiệu", en="Titles"),
    "because": Text(vi="Do", en="Because of"),
    # the letter
    "letter_about": Text(vi="trả lời kiến nghị về điểm {scheme}", en="answer to an appeal, {scheme}"),
    "received": Text(
        vi="{day}, hội đồng nhận được kiến nghị của {name} về “{criterion}”{asked}.",
        en="On {day} the council received the appeal of {name} against “{criterion}”{asked}.",
    ),
    "asked": Text(vi=": {about}", en=": {about}"),
    "answers": Text(vi="Hội đồng trả lời như sau: {answer}", en="The council answers: {answer}"),
    "ruling": Text(
        vi="Quyết định số {ref}, {day}: {deed}; lý do: {reason}.",
        en="Ruling {ref} of {day}: {deed}; {reason}.",
    ),
    "stays": Text(
        vi="Điểm “{criterion}” của {name} giữ nguyên: {points}.", en="“{criterion}” of {name} stays: {points}."
    ),
    "waits": Text(
        vi="Hội đồng đang xem xét, sẽ trả lời chậm nhất {day}.",
        en="The council is looking into it and answers by {day}.",
    ),
    "now": Text(
        vi="Sau khi áp dụng các quyết định về kiến nghị, kết quả của {name} như sau:",
        en="With the rulings on appeals taken in, the result of {name} is:",
    ),
    "same": Text(
        vi="Các quyết định về kiến nghị không làm thay đổi kết quả của {name}:",
        en="The rulings on appeals change nothing in the result of {name}:",
    ),
    "is": Text(vi="- {what}: {now}{end}", en="- {what}: {now}{end}"),
    "was": Text(vi="- {what}: {now} (trước đó: {before}){end}", en="- {what}: {now} (before: {before}){end}"),
    "title": Text(vi="Danh hiệu “{title}”", en="Title “{title}”"),
    "no_total": Text(vi="chưa có", en="none yet"),
    "no_rank": Text(vi="chưa xếp hạng", en="not ranked"),
    "no_titles": Text(vi="không", en="none"),
}

_TIED: Final = 2
"""Rows at the end that stay with the signatures."""


class _Teller:
    """Tells of appeals; what they change comes from the trial."""

    def __init__(self, trial: Trial, language: Language) -> None:
        self.trial, self.language = trial, language
        self.words = PaperSayer(language, trial.after.scheme.entrant)
        self.say = Sayer(SAID, language, **self.words.always)
        self.shown = Shown(trial.after, self.words)
        self.lines = OneLine(trial.after, language)
        self.parts = appealed(trial.after.scheme)
        self.units = {unit.unit: unit for unit in trial.after.units}
        rows = UnitRows(ResultNames.of(trial.before.scheme), ResultNames.of(trial.after.scheme), language, trial)
        self.changed: Mapping[str, UnitRow] = {change.unit: rows.row(change) for change in trial.comparison.changes}

    def part(self, appeal: Appeal) -> str:
        part = self.parts[appeal.criterion]
        return numbered(part.no, part.title).in_(self.language)

    def ruled(self, appeal: Appeal) -> Iterator[str]:
        for each in appeal.rulings:
            yield self.say("ruled", deed=self.lines.deed(each), ref=each.ref, day=show_day(each.day, self.language))

    def outcome(self, appeal: Appeal) -> str:
        told = list(self.ruled(appeal)) or ([self.say("kept")] if appeal.answered is not None else [])
        return " ".join(f"{each.rstrip('.')}." for each in [*told, *([appeal.answer] if appeal.answer else [])])

    def state(self, appeal: Appeal, day: date) -> str:
        state, days = appeal.state(day), abs((appeal.deadline - day).days)
        return self.say("state_due_today" if state == "due" and not days else f"state_{state}", days=days)

    def row(self, no: int, appeal: Appeal, day: date) -> dict[str, Any]:
        days = {key: getattr(appeal, key) for key in ("lodged", "deadline", "answered")}
        about = f": {appeal.about}" if appeal.about else ""
        return {
            "no": str(no),
            "unit": self.shown.names[appeal.unit],
            "criterion": f"{self.part(appeal)}{about}",
            **{key: "" if value is None else show_day(value, self.language) for key, value in days.items()},
            "outcome": self.outcome(appeal),
            "standing": self.state(appeal, day),
        }


def register_data(
    trial: Trial, appeals: Sequence[Appeal], day: date, letterhead: Letterhead, language: Language
) -> dict[str, Any]:
    """Give what fills the register; ``docs/documents.md`` says what each name means.

    Args:
        trial: The result without the rulings that answer appeals, and with them.
        appeals: In their order.
        day: The day on which it is told what is due and what is late.
        letterhead: What the scheme cannot know.
        language: Of the words.
    """
    teller = _Teller(trial, language)
    say, words, paper = teller.say, teller.words, letterhead.paper("appeals")
    head = head_data(trial.after, letterhead, "appeals", words)
    plain = {key: text.in_(language) for key, text in SAID.items() if "{" not in text.vi}
    scheme = lower_first(trial.after.scheme.title.in_(language))
    return {
        **head,
        "words": {**plain, **head["words"], "criterion": say("criterion"), "changes": say("changes")},
        "about": held(paper.about or say("about", scheme=scheme)),
        "counted": say("on", **_counts(appeals, day), day=long_day(day, words)),
        "appeals": [teller.row(no, appeal, day) for no, appeal in enumerate(appeals, start=1)],
        "changed": [
            {"name": row.name, "cluster": row.cluster, "total": row.total, "rank": row.rank}
            | {"class": row.klass if trial.after.scheme.classes else ""}
            | {"titles": row.titles, "because": row.because, "kept": len(teller.changed) - at <= _TIED}
            for at, row in enumerate(teller.changed.values())
        ],
        "compared": say("compared"),
        "recipients": list(paper.recipients),
    }


def _counts(appeals: Sequence[Appeal], day: date) -> dict[str, int]:
    states = [appeal.state(day) for appeal in appeals]
    late, late_answers = states.count("late"), states.count("answered-late")
    answered = states.count("answered") + late_answers
    counts = {"count": len(states), "answered": answered, "late_answers": late_answers}
    return {**counts, "open": len(states) - answered, "late": late}


def answer_papers(
    trial: Trial, appeals: Sequence[Appeal], letterhead: Letterhead, language: Language
) -> dict[str, dict[str, Any]]:
    """Give what fills the letters: unit → data, for each unit to which there is something to write.

    A unit with several appeals gets one letter; what is not settled yet is named in it with its deadline.
    """
    teller = _Teller(trial, language)
    units = dict.fromkeys(appeal.unit for appeal in appeals if appeal.is_settled)
    head = {**head_data(trial.after, letterhead, "answer", teller.words), "trace": ""}
    return {
        unit: {**head, **_letter(teller, [appeal for appeal in appeals if appeal.unit == unit], letterhead)}
        for unit in units
    }


def _letter(teller: _Teller, appeals: Sequence[Appeal], letterhead: Letterhead) -> dict[str, Any]:
    """Give what one letter says below its head."""
    words, paper, unit = teller.words, letterhead.paper("answer"), teller.units[appeals[0].unit]
    scheme = lower_first(teller.trial.after.scheme.title.in_(teller.language))
    about = held(paper.about or teller.say("letter_about", scheme=scheme))
    lines = [line for appeal in appeals for line in _told(teller, appeal)]
    return {
        "about": about,
        "subject": words("subject", about=about),
        "to": words("to", name=unit.name),
        "unit": {"id": unit.unit, "name": unit.name, "cluster": unit.cluster},
        "lines": [*lines, *_standing(teller, unit.unit)],
        "ends": words("letter_ends"),
        "recipients": list(paper.recipients) or [words("as_sent"), words("filed")],
    }


def _told(teller: _Teller, appeal: Appeal) -> Iterator[str]:
    """Say of an appeal when it came, what is answered, and what becomes of its points."""
    say, words = teller.say, teller.words
    name, part = teller.shown.names[appeal.unit], teller.parts[appeal.criterion].title.in_(teller.language)
    asked = say("asked", about=appeal.about.rstrip(".")) if appeal.about else ""
    yield say("received", day=capital(long_day(appeal.lodged, words)), name=name, criterion=part, asked=asked)
    if not appeal.is_settled:
        yield say("waits", day=long_day(appeal.deadline, words))
        return
    yield say("answers", answer=f"{appeal.answer.rstrip('.')}." if appeal.answer else LONG_BLANK)
    for each in appeal.rulings:
        deed, reason = teller.lines.deed(each), each.reason.rstrip(".")
        yield say("ruling", ref=each.ref, day=long_day(each.day, words), deed=deed, reason=reason)
    if not appeal.rulings:
        points = _points(teller, appeal)
        if points:
            yield say("stays", criterion=part, name=name, points=points)


def _points(teller: _Teller, appeal: Appeal) -> str:
    """Write the points of what is appealed against; empty where there are none."""
    unit, key = teller.units[appeal.unit], appeal.criterion
    if key in unit.criteria:
        points = criterion_points(unit.criteria[key])
        return "" if points is None else teller.shown.points(points, teller.trial.after.scheme.criteria[key])
    given = {**unit.bonuses, **unit.penalties}[key]
    return "" if given.state != "ok" else teller.shown.points(given.points, teller.parts[key])


def _standing(teller: _Teller, unit: str) -> Iterator[str]:
    """Say what the unit has in the end, beside what it had where that is another: of this unit and of no other."""
    name = teller.shown.names[unit]
    rows = list(_result(teller, unit))
    yield teller.say("same" if all(before == now for _, before, now in rows) else "now", name=name)
    for at, (what, before, now) in enumerate(rows, start=1):
        end = "." if at == len(rows) else ";"
        yield teller.say("is" if before == now else "was", what=what, before=before, now=now, end=end)


def _totals(teller: _Teller, both: Sequence[tuple[Shown, UnitResult]]) -> Iterator[str]:
    """Write both totals: with all their decimals where those that are printed do not tell them apart."""
    totals, printed = {unit.total for _, unit in both}, {shown_total(unit) for _, unit in both}
    alike = len(printed) < len(totals)
    for shown, unit in both:
        if not unit.whole:
            yield teller.say("no_total")
        elif alike:
            yield show_points(unit.total, shown.scheme.rounding.total, teller.language)
        else:
            yield shown.total(unit)


def _rank(teller: _Teller, shown: Shown, unit: UnitResult) -> str:
    return teller.say("no_rank") if unit.state == "not-ranked" else shown.rank(unit)


def _result(teller: _Teller, unit: str) -> Iterator[tuple[str, str, str]]:
    """Give what a unit has, before and after: total, rank, class, and each title that it has or had a chance of."""
    scheme, words = teller.trial.after.scheme, teller.words
    before, after = (Shown(result, words) for result in (teller.trial.before, teller.trial.after))
    old, new = before.result.unit(unit), after.result.unit(unit)
    both = (before, old), (after, new)
    total_before, total_after = _totals(teller, both)
    yield words("total"), total_before, total_after
    yield words("rank"), _rank(teller, before, old), _rank(teller, after, new)
    if scheme.classes:
        yield words("class"), before.klass(old), after.klass(new)
    shown = False
    for key, title in scheme.titles.items():
        was, now = old.titles[key].word, new.titles[key].word
        if (was, now) != ("no", "no"):
            shown, name = True, title.title.in_(teller.language)
            yield teller.say("title", title=name), TITLE[was].in_(teller.language), TITLE[now].in_(teller.language)
    if scheme.titles and not shown:
        none = teller.say("no_titles")
        yield words("titles"), none, none
