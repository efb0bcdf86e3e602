"""Keys of a scheme's file, of ``[scheme]``, ``[clusters]``, ``[figures]`` of the unit itself, and ``[sample]``."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal

from dvk_scoring.formula.symbols import Measure, Reporter
from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.scheme.form import key
from dvk_scoring.scheme.form.key import Key
from dvk_scoring.scheme.model import NotAssigned, NotReported, Unappraised, Weights
from dvk_scoring.scheme.table import Table
from dvk_scoring.text import Text

FigureType = Literal["count", "percent", "decimal", "yes-no"]
ENTRANT = Text(vi="đơn vị", en="unit")
LARGEST_TOTAL = 1_000_000
FINEST = 12
"""Most decimals that anything is rounded to."""

MOST_PLACES = 6
"""Most decimals of a figure."""

NO_PLACES = "none"
TITLE: Final = key.text(told="shared.title")
APPLIES_TO: Final = key.names("some-names", told="shared.applies_to")
_EXTENDS: Final = key.string(told="shared.extends")
_BONUS: Final = key.number(0, told="shared.bonus")
_PENALTY: Final = key.number(0, told="shared.penalty")


def _places(table: Table, name: str) -> int | None:
    """Take the decimals of a level; ``"none"`` undoes what an extended scheme says."""
    if table.values.get(name) == NO_PLACES:
        table.raw(name)
        return None
    return table.whole(name, 0, FINEST)


class FileKeys:
    extends = _EXTENDS
    scheme = key.table(needed=True)
    clusters = key.named()
    figures = key.named()
    sections = key.named()
    defaults = key.named()
    criteria = key.named(needed=True)
    bonuses = key.named()
    penalties = key.named()
    knock_outs = key.named()
    ranking = key.table()
    classes = key.named()
    titles = key.named()
    public = key.table()
    columns = key.table()
    sample = key.table()


class SchemeKeys:
    id = Key("identity", Table.identity, needed=True)
    title = TITLE
    entrant = key.text(ENTRANT)
    valid = key.table()
    legal_basis = key.items()
    total = key.number(1, LARGEST_TOTAL, Fraction(100))
    weights: Key[Weights] = key.words(Weights, "points")
    rounding = key.table()
    limits = key.table()
    not_assigned: Key[NotAssigned] = key.words(NotAssigned, "leaves-total")
    not_reported: Key[NotReported] = key.words(NotReported, "error")
    unappraised: Key[Unappraised] = key.words(Unappraised, "warn")
    voices = key.other()
    plugins = key.names()
    extends = _EXTENDS


class ValidKeys:
    from_ = key.day(field="valid_from")
    to = key.day(field="valid_to")


class BasisKeys:
    text = key.string(None)
    from_ = key.day()
    to = key.day()


class RoundingKeys:
    criterion = Key("places", _places)
    section = Key("places", _places)
    total = key.whole(0, FINEST, 2)
    mode = key.other(default="half-up")
    shown = key.whole(0, FINEST)
    guard = key.whole(9, FINEST, 9)


class LevelKeys:
    criterion: Key[RoundMode | None] = key.words(RoundMode, told="ownrounding.mode")
    section: Key[RoundMode | None] = key.words(RoundMode, told="ownrounding.mode")
    total: Key[RoundMode | None] = key.words(RoundMode, told="ownrounding.mode")


class OwnRoundingKeys:
    places = Key("places", _places)
    mode: Key[RoundMode | None] = key.words(RoundMode)


class LimitsKeys:
    bonus = _BONUS
    penalty = _PENALTY
    total = key.pair()


class InnerLimitsKeys:
    bonus = _BONUS
    penalty = _PENALTY
    points = key.pair()


class ClusterKeys:
    title = TITLE
    kind = key.identity("unit")
    ranked = key.flag(default=True)


class FigureKeys:
    type: Key[FigureType | None] = key.words(FigureType, needed=True)
    title = TITLE
    low = key.number()
    high = key.number()
    places = key.whole(0, MOST_PLACES)
    blank = key.other()
    by: Key[Reporter] = key.words(Reporter, "unit")
    help = key.text_or_none()
    applies_to = APPLIES_TO


class NarrowedKeys:
    title = key.text_or_none()
    help = FigureKeys.help
    by: Key[Reporter | None] = key.words(Reporter, told="figure.by")
    low = FigureKeys.low
    high = FigureKeys.high
    places = FigureKeys.places
    blank = FigureKeys.blank
    measure: Key[Measure | None] = key.words(Measure)
    at_most = Key("name-or-number", Table.name_or_number)


class SampleKeys:
    figures = key.names(needed=True)
    rulings = key.string()
    illustrative = key.flag(default=True)
    source = key.text_or_none()
