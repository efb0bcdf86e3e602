"""Appeals of units against their points: who lodged what when, by when it must be answered, and what answers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, TypeAlias

import attrs

from dvk_scoring.scheme.model import Adjustment, CriterionUse, Ruling, Scheme

AppealState: TypeAlias = Literal["answered", "answered-late", "due", "late"]


@attrs.frozen
class Appeal:
    """An appeal of a unit; it is the unit that appeals, and no person is named.

    Attributes:
        unit: Its id.
        criterion: Id of the criterion, bonus or penalty whose points it is about.
        about: What is asked, in words; may be empty.
        lodged: The day it came in.
        deadline: The last day for an answer.
        answered: The day of the answer; None: not answered yet.
        answer: What is answered, in words; may be empty.
        ref: Number of the paper with the ruling that answers it; empty: points stay as they are, or nothing is ruled.
        rulings: The acts about this unit that stand in that paper.
    """

    unit: str
    criterion: str
    lodged: date
    deadline: date
    about: str = ""
    answered: date | None = None
    answer: str = ""
    ref: str = ""
    rulings: tuple[Ruling, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether there is something to write to the unit."""
        return self.answered is not None or bool(self.answer or self.ref)

    def state(self, day: date) -> AppealState:
        """Say how it stands on a day; on the last day it is not late yet."""
        if self.answered is not None and self.answered <= day:
            return "answered" if self.answered <= self.deadline else "answered-late"
        return "due" if day <= self.deadline else "late"


def answering(appeals: Sequence[Appeal]) -> tuple[Ruling, ...]:
    """Give the acts that answer appeals, each once."""
    return tuple(dict.fromkeys(ruling for appeal in appeals for ruling in appeal.rulings))


def appealed(scheme: Scheme) -> dict[str, CriterionUse | Adjustment]:
    """Give what has points that may be appealed against, by id."""
    return {**scheme.criteria, **scheme.bonuses, **scheme.penalties}
