"""The questions of ``dvk scheme new``: Enter takes what stands in brackets, a wrong answer is told and asked again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeVar

import attrs
import click

from dvk_scoring.cli.screen import say
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.scaffold.names import nearest_name
from dvk_scoring.scaffold.onto_disk import refuse_to_overwrite
from dvk_scoring.scaffold.scheme.make import FILES
from dvk_scoring.scaffold.scheme.plan import plan_uses, role_of
from dvk_scoring.scaffold.scheme.shares import LEAST, share_out, usual_cap
from dvk_scoring.scaffold.scheme.wish import (
    MOST_FLAGS,
    Points,
    SchemeWish,
    WantedCluster,
    WantedCriterion,
    name_problems,
    read_flags,
    read_period,
    read_total,
    title_problems,
    whole_year,
    year_in,
)
from dvk_scoring.text import Language, Text
from dvk_scoring.written import decimal_text

T = TypeVar("T")
_HUNDRED: Final = Fraction(100)
_NO_NAME: Final = "new"  # stands in while only the rest is looked at
_YES: Final = {"c", "có", "co", "y", "yes"}
_NO: Final = {"k", "không", "khong", "n", "no"}


@attrs.frozen
class GivenAnswers:
    """What the command line says already; what it does not is None or empty."""

    name: str | None
    criteria: tuple[str, ...]
    title_vi: str | None
    title_en: str | None
    total: Fraction | None
    clusters: tuple[str, ...]
    valid: tuple[date, date] | None
    no_classes: bool
    flags: int | None
    plugins: tuple[Path, ...]


class WrongAnswerError(Exception):
    """An answer that cannot be taken; the message says what was expected."""


def without_asking(given: GivenAnswers) -> SchemeWish:
    """Make a wish of what the command line says, and of the usual for what it does not."""
    name = given.name or ""
    title = given.title_vi if given.title_vi is not None else given.title_en
    usual = Text(vi=f"Bảng điểm {name}", en=f"Scheme {name}") if title is None else Text.same(title)
    return _wish(
        given,
        name,
        Text(
            vi=usual.vi if given.title_vi is None else given.title_vi,
            en=usual.en if given.title_en is None else given.title_en,
        ),
        tuple(WantedCriterion.read(word) for word in given.criteria),
        given.total or _HUNDRED,
    )


def asked(given: GivenAnswers, folder: Path, language: Language, registry: Registry, *, force: bool) -> SchemeWish:
    """Ask for all that the command line does not say.

    Args:
        given: What it does say.
        folder: Where the scheme's folder is to be made.
        language: The language of the questions.
        registry: The plugins that are there.
        force: Files that are there may be written over.

    Raises:
        click.Abort: The person left; it has been said that nothing was made.
    """
    try:
        return _Questions(given, folder, language, registry, force=force).ask()
    except click.Abort:
        say("", err=True)
        say("Đã dừng, chưa tạo gì." if language == "vi" else "Stopped; nothing was made.", err=True)
        raise


def _wish(
    given: GivenAnswers, name: str, title: Text, criteria: tuple[WantedCriterion, ...], total: Fraction
) -> SchemeWish:
    year = year_in(name)
    return SchemeWish(
        id=name,
        title=title,
        criteria=criteria,
        total=total,
        clusters=tuple(WantedCluster.read(word) for word in given.clusters),
        period=given.valid or (None if year is None else whole_year(year)),
        folders=given.plugins,
        classes=not given.no_classes,
        flags=1 if given.flags is None else given.flags,
    )


class _Questions:
    """One run of questions."""

    def __init__(
        self, given: GivenAnswers, folder: Path, language: Language, registry: Registry, *, force: bool
    ) -> None:
        self.given, self.folder, self.language, self.force = given, folder, language, force
        self.registry = registry

    def ask(self) -> SchemeWish:
        """Ask everything, in the order in which the scheme is read."""
        self._check_given()
        self._tell(
            "Tạo bảng điểm mới. Nhấn Enter để lấy giá trị trong [ ]. Muốn thôi thì nhấn Ctrl-C, không tạo gì cả.",
            "A new scheme. Enter takes what stands in [ ]. Ctrl-C leaves, and nothing is made.",
        )
        self._tell("", "")
        title = self._title()
        name = self._name(title)
        period = self._period(name)
        total = self._total()
        criteria = self._criteria(total)
        clusters = self._clusters()
        classes = not self.given.no_classes and self._yes_no(
            "Có đề nghị xếp loại (xuất sắc, tốt, …) không?", "Propose classes (excellent, good, …)?"
        )
        flags = self._flags(clustered=bool(clusters))
        self._tell("", "")
        return SchemeWish(name, title, criteria, total, clusters, period, self.given.plugins, classes, flags)

    def _check_given(self) -> None:
        """Refuse what the command line says before anybody has answered ten questions for nothing.

        Raises:
            DvkError: All that is wrong with it.
        """
        name = self.given.name or _NO_NAME
        wish = without_asking(attrs.evolve(self.given, name=name))
        problems = refuse_to_overwrite(self.folder / name, FILES, force=self.force) if self.given.name else []
        try:
            if wish.criteria:
                plan_uses(wish, self.registry)
            else:
                problems += wish.problems()
        except DvkError as error:
            problems += error.problems
        if problems:
            raise DvkError(problems)

    def _tell(self, vi: str, en: str) -> None:
        say(self._say(vi, en), err=True)

    def _ask(self, vi: str, en: str, usual: str | None, read: Callable[[str], T]) -> T:
        """Ask until an answer can be taken.

        Args:
            vi: The question in Vietnamese.
            en: The question in English.
            usual: What an empty answer stands for; None: there must be one.
            read: Makes the value of an answer, or raises ``WrongAnswerError``.
        """
        question = self._say(vi, en)
        while True:
            shown = bool(usual)
            answer = click.prompt(question, default=usual or "", show_default=shown, err=True)
            answer = " ".join(unicodedata.normalize("NFC", answer).split())
            if not answer and usual is None:
                self._tell("  → Cần một câu trả lời.", "  → An answer is needed.")
                continue
            try:
                return read(answer)
            except WrongAnswerError as wrong:
                say(f"  → {wrong}", err=True)

    def _say(self, vi: str, en: str) -> str:
        return vi if self.language == "vi" else en

    def _refuse(self, problems: Sequence[Problem]) -> None:
        """Tell the first problem as what is wrong with an answer."""
        for problem in problems:
            hint = problem.hint(self.language)
            text = problem.text(self.language)
            raise WrongAnswerError(f"{text} {hint}" if hint else text)

    def _yes_no(self, vi: str, en: str) -> bool:
        def read(answer: str) -> bool:
            word = answer.lower()
            if word not in _YES | _NO:
                raise WrongAnswerError(self._say("Trả lời c (có) hoặc k (không).", "Answer y (yes) or n (no)."))
            return word in _YES

        return self._ask(f"{vi} (c/k)", f"{en} (y/n)", self._say("c", "y"), read)

    def _number(self, value: Fraction) -> str:
        """Write a number as people here do; it can be typed back as it is."""
        return _number(value).replace(".", self._say(",", "."))

    def _title(self) -> Text:
        def read(option: str) -> Callable[[str], str]:
            def checked(answer: str) -> str:
                self._refuse([*title_problems(answer, option)])
                return answer

            return checked

        vi, en = self.given.title_vi, self.given.title_en
        if vi is None:
            vi = self._ask("Tên bảng điểm bằng tiếng Việt", "Title in Vietnamese", None, read("--title-vi"))
        if en is None:
            en = self._ask("Tên bằng tiếng Anh", "Title in English", vi, read("--title-en"))
        return Text(vi=vi, en=en)

    def _name(self, title: Text) -> str:
        def read(answer: str) -> str:
            self._refuse([*name_problems(answer)])
            self._refuse(refuse_to_overwrite(self.folder / answer, FILES, force=self.force))
            return answer

        if self.given.name is not None:
            return self.given.name
        usual = nearest_name(title.vi) or nearest_name(title.en) or None
        return self._ask("Mã, cũng là tên thư mục (chữ thường không dấu)", "Id, and name of the folder", usual, read)

    def _period(self, name: str) -> tuple[date, date] | None:
        def read(answer: str) -> tuple[date, date] | None:
            period = read_period(answer) if answer else None
            if answer and period is None:
                wrong = (
                    "Viết một năm như 2026, hoặc 2026-01-01..2026-06-30.",
                    "Write a year, or 2026-01-01..2026-06-30.",
                )
                raise WrongAnswerError(self._say(*wrong))
            return period

        if self.given.valid is not None:
            return self.given.valid
        year = year_in(name)
        return self._ask(
            "Năm thi đua (Enter: ghi sau)" if year is None else "Năm thi đua",
            "Year (Enter: later)" if year is None else "Year",
            "" if year is None else str(year),
            read,
        )

    def _total(self) -> Fraction:
        def read(answer: str) -> Fraction:
            total = read_total(answer)
            if total is None:
                raise WrongAnswerError(self._say("Viết một số từ 1 đến 1000000.", "Write a number from 1 to 1000000."))
            return total

        return self.given.total or self._ask("Tổng điểm", "Total points", "100", read)

    def _criteria(self, total: Fraction) -> tuple[WantedCriterion, ...]:
        chosen = tuple(WantedCriterion.read(word) for word in self.given.criteria) or self._chosen(total)
        while True:
            pointed = self._pointed(chosen, total)
            if self._yes_no("Điểm như vậy được chưa?", "Are these points right?"):
                return pointed

    def _chosen(self, total: Fraction) -> tuple[WantedCriterion, ...]:
        self._tell("", "")
        listed = [
            (criterion.id, criterion.title)
            for plugin in self.registry.inspect_all()
            if plugin.state == "ready"
            for criterion in plugin.criteria.values()
        ]
        self._tell("Các tiêu chí có thể dùng:", "The criteria there are:")
        for number, (name, title) in enumerate(listed, 1):
            shown = title.in_(self.language) if title is not None else ""
            say(f"  {number:>2}  {name.ljust(max(len(key) for key, _ in listed))}  {shown}", err=True)
        self._tell("Xem kỹ một tiêu chí: dvk plugins show MÃ", "To look at one closely: dvk plugins show ID")
        ids = [name for name, _ in listed]

        def read(answer: str) -> tuple[WantedCriterion, ...]:
            chosen = self._chosen_from(answer, ids)
            try:
                plan_uses(SchemeWish(_NO_NAME, Text.same(_NO_NAME), chosen, total), self.registry)
            except DvkError as error:
                self._refuse(error.problems)
            return chosen

        return self._ask(
            "Chọn những tiêu chí nào (số, cách nhau bằng dấu cách, như 1 4 7-9)",
            "Which ones (numbers with spaces between them, such as 1 4 7-9)",
            None,
            read,
        )

    def _chosen_from(self, answer: str, ids: Sequence[str]) -> tuple[WantedCriterion, ...]:
        names: list[str] = []
        for word in re.split(r"[\s,;]+", answer.strip(" ,;")):
            span = re.fullmatch(r"([0-9]{1,4})(?:[-–]([0-9]{1,4}))?", word)
            if span is not None:
                first, last = int(span[1]), int(span[2] or span[1])
                if not 1 <= first <= last <= len(ids):
                    raise WrongAnswerError(
                        self._say(
                            f"“{word}”: chỉ có số từ 1 đến {len(ids)}.", f"“{word}”: there are numbers 1 to {len(ids)}."
                        )
                    )
                names += ids[first - 1 : last]
            elif word in ids:
                names.append(word)
            else:
                near = nearest(word, ids)
                meant = self._say(f" Có phải là “{near}”?", f" Did you mean “{near}”?") if near else ""
                raise WrongAnswerError(
                    self._say(f"Không có tiêu chí “{word}”.", f"There is no criterion “{word}”.") + meant
                )
        return tuple(WantedCriterion(name) for name in dict.fromkeys(names))

    def _pointed(self, chosen: Sequence[WantedCriterion], total: Fraction) -> tuple[WantedCriterion, ...]:
        """Ask for the points of each; the last criterion inside the total takes what is left."""
        classes = self.registry.require(wanted.id for wanted in chosen)
        inside = [
            wanted.id
            for wanted in chosen
            if wanted.written is None and role_of(wanted, classes[wanted.id]) == "criteria"
        ]
        fixed = sum(
            (wanted.points.value for wanted in chosen if wanted.points is not None and not wanted.points.sign),
            Fraction(0),
        )
        left, pointed = total - fixed, []
        self._tell("", "")
        self._tell(
            f"Điểm tối đa của từng tiêu chí, cộng lại phải bằng {self._number(total)}:",
            f"Most points of each criterion; they must add up to {self._number(total)}:",
        )
        for wanted in chosen:
            title = classes[wanted.id].title.in_(self.language)
            if wanted.written is not None:
                pointed.append(wanted)
            elif wanted.id not in inside:
                pointed.append(WantedCriterion(wanted.id, self._beside(title, total)))
            else:
                points = self._share(title, left, len(inside) - inside.index(wanted.id))
                left -= points
                pointed.append(WantedCriterion(wanted.id, _number(points)))
        return tuple(pointed)

    def _share(self, title: str, left: Fraction, parts: int) -> Fraction:
        if parts == 1:
            self._tell(
                f"  {title}: {self._number(left)} (phần còn lại)", f"  {title}: {self._number(left)} (what is left)"
            )
            return left
        most = left - LEAST * (parts - 1)

        def read(answer: str) -> Fraction:
            points = Points.read(answer)
            if points is None or points.sign or points.value > most:
                raise WrongAnswerError(
                    self._say(
                        f"Viết một số, nhiều nhất {self._number(most)}: còn {parts - 1} tiêu chí nữa.",
                        f"Write a number, {self._number(most)} at most: {parts - 1} more criteria are to come.",
                    )
                )
            return points.value

        return self._ask(f"  {title}", f"  {title}", self._number(share_out(left, parts)[0]), read)

    def _beside(self, title: str, total: Fraction) -> str:
        """Ask for a bonus or penalty: ``+`` and its most points, or ``-`` and them."""

        def sign(answer: str) -> str:
            words = {"t": "+", "thưởng": "+", "b": "+", "bonus": "+", "r": "-", "trừ": "-", "p": "-", "penalty": "-"}
            if answer.lower() not in words:
                raise WrongAnswerError(
                    self._say("Trả lời t (thưởng) hoặc r (trừ).", "Answer b (bonus) or p (penalty).")
                )
            return words[answer.lower()]

        def most(answer: str) -> str:
            points = Points.read(answer)
            if points is None or points.sign:
                raise WrongAnswerError(self._say("Viết một số lớn hơn 0.", "Write a number above 0."))
            return _number(points.value)

        chosen = self._ask(
            f"  {title} (nằm ngoài {self._number(total)} điểm): điểm thưởng hay điểm trừ (t/r)",
            f"  {title} (beside the {self._number(total)} points): bonus or penalty (b/p)",
            self._say("t", "b"),
            sign,
        )
        return chosen + self._ask(
            "    nhiều nhất bao nhiêu điểm", "    how many points at most", self._number(usual_cap(total)), most
        )

    def _clusters(self) -> tuple[WantedCluster, ...]:
        def read(answer: str) -> tuple[WantedCluster, ...]:
            words = [word.strip() for word in re.split(r"[,;]", answer) if word.strip()]
            clusters = tuple(WantedCluster.read(word) for word in words)
            self._refuse([problem for cluster in clusters for problem in title_problems(cluster.title.vi, "--cluster")])
            ids = [cluster.id for cluster in clusters]
            if not all(ids) or len(set(ids)) < len(ids):
                raise WrongAnswerError(
                    self._say(
                        "Mỗi cụm cần một tên có chữ cái, khác nhau: Cụm 1, Cụm 2.",
                        "Each cluster needs a name with letters of its own: Cluster 1, Cluster 2.",
                    )
                )
            return clusters

        if self.given.clusters:
            return tuple(WantedCluster.read(word) for word in self.given.clusters)
        self._tell("", "")
        return self._ask(
            "Các cụm thi đua, cách nhau bằng dấu phẩy (Enter: xếp chung tất cả)",
            "Clusters, with commas between them (Enter: all are ranked together)",
            "",
            read,
        )

    def _flags(self, *, clustered: bool) -> int:
        def read(answer: str) -> int:
            flags = read_flags(answer)
            if flags is None:
                raise WrongAnswerError(
                    self._say(f"Viết một số từ 0 đến {MOST_FLAGS}.", f"Write a number from 0 to {MOST_FLAGS}.")
                )
            return flags

        if self.given.flags is not None:
            return self.given.flags
        return self._ask(
            f"{'Mỗi cụm đề' if clustered else 'Đề'} nghị mấy cờ thi đua (0: không có danh hiệu)",
            f"How many flags are proposed{' in each cluster' if clustered else ''} (0: no titles)",
            "1",
            read,
        )


def _number(value: Fraction) -> str:
    return decimal_text(value) or ""
