"""What the public edition leaves out, and why: for who publishes, never for the edition itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dvk_scoring.report.public.edition import hidden_parts, told_anyway
from dvk_scoring.report.public.small import shown_cells
from dvk_scoring.report.public.words import ALWAYS, BESIDE, SMALL, WHY
from dvk_scoring.report.rules.teller import Teller
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.public import is_figure, left_out
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import Language, Sayer, Text
from dvk_scoring.unit_names import called

_SAID: Final[Mapping[str, Text]] = {
    "always": Text(vi="Luôn bỏ ra", en="Always left out"),
    "scheme": Text(vi="Bỏ ra theo bảng điểm (`[public]`)", en="Left out by the scheme (`[public]`)"),
    "beside": Text(vi="Bỏ ra thêm với số liệu này", en="Left out besides, with these figures"),
    "line": Text(vi="{name} [{of}]: {why}", en="{name} [{of}]: {why}"),
    "nothing": Text(vi="không có gì", en="nothing"),
    "shows": Text(vi="Số liệu được hiện", en="Figures that are shown"),
    "small": Text(
        vi="{name} [{of}]; số đếm dưới {least} không hiện", en="{name} [{of}]; counts below {least} are withheld"
    ),
    "anyway": Text(
        vi="Tổng điểm vẫn cho biết, gần đúng hoặc đúng, dù bỏ thêm điểm nào khác",
        en="Told by the totals all the same, nearly or exactly, whatever other points are left out",
    ),
    "anyway_line": Text(vi="{name}: của {count} {entrant}", en="{name}: of {count} of the {entrants}"),
    "added": Text(vi="điểm thưởng, điểm trừ, điều chỉnh", en="bonuses, penalties, changes by rulings"),
    "concluded": Text(
        vi="Người đọc vẫn có thể suy ra là có điều gì đó (không muốn thì bỏ xếp loại hoặc danh hiệu: `leaves_out`)",
        en="Readers may still conclude that there is something (else leave out titles or classes: `leaves_out`)",
    ),
    "passed": Text(
        vi="{unit}: không được đề nghị, trong khi {entrant} hạng dưới được đề nghị",
        en="{unit}: not proposed, while one of a lower rank is",
    ),
    "waits": Text(vi="{unit}: chưa quyết định, dù không đồng hạng", en="{unit}: undecided, though it is not tied"),
    "lowered": Text(
        vi="{unit}: xếp loại thấp hơn tổng điểm cho phép", en="{unit}: in a lower class than its total reaches"
    ),
    "classes": Text(vi="xếp loại", en="classes"),
    "titles": Text(vi="danh hiệu", en="titles"),
}


def tell_left_out(scheme: Scheme, result: Result | None, language: Language) -> Iterator[str]:
    """Tell it line by line.

    Args:
        scheme: The scheme.
        result: What is published; None: only what holds for all figures is told.
        language: Language of the lines.
    """
    teller = _Lines(scheme, language)
    yield teller.say("always")
    yield from (f"  · {text.in_(language).format(**teller.called)}" for text in ALWAYS)
    declared = left_out(scheme)
    yield teller.say("scheme")
    yield from [teller.line(of, WHY[why]) for of, why in declared.items()] or [f"  · {teller.say('nothing')}"]
    if result is not None:
        telling = {f"criteria.{key}" for key in shown_cells(result).telling}
        hidden = hidden_parts(result) - {*declared}
        order = [*(f"sections.{key}" for key in scheme.sections), *(f"criteria.{key}" for key in scheme.criteria)]
        lines = [teller.line(of, SMALL if of in telling else BESIDE) for of in order if of in hidden]
        yield teller.say("beside")
        yield from lines or [f"  · {teller.say('nothing')}"]
        yield from teller.told(told_anyway(result))
        yield from teller.concluded(result)
    if scheme.public.shows:
        figures = [of for of in scheme.public.shows if is_figure(of)]
        yield teller.say("shows")
        yield from [teller.figure(of) for of in figures] or [f"  · {teller.say('nothing')}"]


class _Lines:
    def __init__(self, scheme: Scheme, language: Language) -> None:
        self.scheme, self.language = scheme, language
        self.called = entrant_words(scheme.entrant, language)
        self.say = Sayer(_SAID, language, **self.called)
        self.names = Teller(scheme, language)

    def line(self, of: str, why: Text) -> str:
        name = self.say(of) if of in ("classes", "titles") else self.names.name(of)
        return f"  · {self.say('line', name=name, of=of, why=why.in_(self.language))}"

    def told(self, counts: Mapping[str, int]) -> Iterator[str]:
        """Tell what the totals tell all the same."""
        if counts:
            yield self.say("anyway")
        for of, count in counts.items():
            name = self.say("added") if of == "total" else self.names.name(of)
            yield f"  · {self.say('anyway_line', name=name, count=count)}"

    def concluded(self, result: Result) -> Iterator[str]:
        """Tell of what ranks, classes and titles together give away of knock-outs and holds."""
        marked = [unit for unit in result.units if unit.knock_outs or unit.holds]
        hidden, lines = left_out(self.scheme), []
        for unit in marked:
            named = called(unit.unit, unit.name)
            if "titles" not in hidden and any(_passed(unit, result.units, key) for key in unit.titles):
                lines.append(self.say("passed", unit=named))
            if (
                "titles" not in hidden
                and not unit.tied
                and any(title.state == "held" for title in unit.titles.values())
            ):
                lines.append(self.say("waits", unit=named))
            if "classes" not in hidden and unit.klass != unit.natural_class:
                lines.append(self.say("lowered", unit=named))
        if lines:
            yield self.say("concluded")
            yield from (f"  · {line}" for line in lines)

    def figure(self, of: str) -> str:
        return f"  · {self.say('small', name=self.names.name(of), of=of, least=self.scheme.public.small_cells)}"


def _passed(unit: UnitResult, units: Sequence[UnitResult], title: str) -> bool:
    """Tell whether a unit is not proposed for a title for which one of a lower rank in its cluster is."""
    if unit.rank is None or unit.titles[title].state == "proposed":
        return False
    return any(
        other.rank is not None and other.rank > unit.rank and other.titles[title].state == "proposed"
        for other in units
        if other.cluster == unit.cluster
    )
