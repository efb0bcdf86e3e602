"""Keys of ``[sections]``, ``[criteria]``, ``[bonuses]`` and ``[penalties]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from dvk_scoring.scheme.form import key
from dvk_scoring.scheme.form.frame import APPLIES_TO, TITLE
from dvk_scoring.scheme.form.key import Key

Role = Literal["criteria", "bonuses", "penalties"]
ADJUSTMENTS: tuple[Role, Role] = ("bonuses", "penalties")
TIE_BREAK: Literal["tie-break"] = "tie-break"
_NO: Final = key.string(told="shared.no")


class SectionKeys:
    title = TITLE
    no = _NO
    section = key.identity(field="parent", told="shared.section")
    weight = key.other()
    limits = key.table()


class UseKeys:
    plugin = key.string()
    title = key.text_or_none()
    no = _NO
    weight = key.other()
    applies_to = APPLIES_TO
    params = key.table()
    figures = key.table()
    source = key.text_or_none()
    rounding = key.table(field="closing")


class CriterionKeys(UseKeys):
    for_: Key[Literal["tie-break"] | None] = key.words(Literal["tie-break"], field="tie_break")
    section = key.identity(told="shared.section")
    limits = key.table()


class AdjustmentKeys(UseKeys):
    weight = key.other()
    to = key.string("total")
    cap = key.number(0)


class BonusKeys(AdjustmentKeys):
    """``bonuses.ID``."""


class PenaltyKeys(AdjustmentKeys):
    """``penalties.ID``."""


FORMS: Final[Mapping[Role, type]] = {"criteria": CriterionKeys, "bonuses": BonusKeys, "penalties": PenaltyKeys}
