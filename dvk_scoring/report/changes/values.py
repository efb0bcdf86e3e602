"""A value of a scheme in words, as it stands in one of the two that are compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from dvk_scoring.formula.tree import Num
from dvk_scoring.report.changes.labels import FREE, WORDS
from dvk_scoring.report.rules.awards import tell_step
from dvk_scoring.report.rules.public import tell_parts
from dvk_scoring.report.rules.quotas import tell_quota, tell_vote
from dvk_scoring.report.rules.scored import tell_formula, tell_param
from dvk_scoring.report.rules.teller import Teller
from dvk_scoring.scheme.compare import ABSENT, Path
from dvk_scoring.scheme.model import Closing, Decided, LegalBasis, Quota, Test, TieBreak
from dvk_scoring.scheme.vote import Vote
from dvk_scoring.scoring.state_words import YES_NO
from dvk_scoring.text import Sayer, Text
from dvk_scoring.written import shown

_SAID: Final[Mapping[str, Text]] = {
    "none": Text(vi="không", en="none"),
    "every": Text(vi="mọi danh hiệu", en="all titles"),
    "quoted": Text(vi="“{text}”", en="“{text}”"),
    "then": Text(vi="; rồi đến: ", en="; then: "),
    "since": Text(vi="từ ngày {day}: {value}", en="since {day}: {value}"),
}


class Values:
    """Tells values of one scheme."""

    def __init__(self, teller: Teller) -> None:
        """Keep the teller of that scheme."""
        self.teller, self.scheme, self.language = teller, teller.scheme, teller.language
        self._say = Sayer(_SAID, self.language)

    def tell(self, path: Path, value: Any) -> str:
        """Tell the value at a path."""
        key = _key(path)
        if key in ("at_most", "plus") and path[2:3] == ("figures",) and value:
            return ", ".join(self._figure(path, name) for name in ([value] if isinstance(value, str) else value))
        if value is ABSENT or value in (None, (), ""):
            return self._say("none")
        if path[0] == "columns":
            return ", ".join(self._say("quoted", text=heading) for heading in value)
        if isinstance(value, bool):
            return YES_NO[value].in_(self.language)
        if isinstance(value, Fraction):
            return self.teller.show(value, share=True) if path[-2:] == ("quota", "share") else self.teller.number(value)
        if isinstance(value, Num):
            return tell_formula(self.teller, self._decided(path))
        if isinstance(value, str):
            return self._word(key, value)
        if isinstance(value, tuple):
            return self._several(key, value)
        if isinstance(value, Mapping) and key in ("params", "dated"):
            return self._param(value)
        return self._rule(path, value)

    def _figure(self, path: Path, name: str) -> str:
        """Tell a figure that lies beside the one at a path."""
        specs = getattr(self.scheme, path[0])[path[1]].figures
        return self._say("quoted", text=next(self.teller.text(spec.label) for spec in specs if spec.name == name))

    def _param(self, value: Mapping[Any, Any]) -> str:
        """Tell what a param has for each day, or for each cluster."""
        if all(isinstance(day, date) for day in value):
            told = ((self.teller.day(day), tell_param(self.teller, param)) for day, param in value.items())
            return "; ".join(self._say("since", day=day, value=text) for day, text in told)
        return tell_param(self.teller, value)

    def _rule(self, path: Path, value: object) -> str:
        """Tell a value that stands for a text, a day or a rule as a whole."""
        match value:
            case Text():
                return self._say("quoted", text=self.teller.text(value))
            case date():
                return self.teller.day(value)
            case Test():
                return self.teller.test(value)
            case Vote():
                return tell_vote(self.teller, value)
            case Closing():
                return self.teller.closing(value)
            case Quota():
                return tell_quota(self.teller, value, title=path[0] == "titles")
        return shown(value)

    def _decided(self, path: Path) -> Decided:
        head, name, kind = path[0], path[1], path[-1]
        if head == "criteria":
            return self.scheme.criteria[name].by_kind[kind]
        return (self.scheme.bonuses if head == "bonuses" else self.scheme.penalties)[name].decided

    def _word(self, key: str, value: str) -> str:
        """Tell a word: a reference by what it leads to, a choice in words, anything else as it is written."""
        if key in ("section", "parent"):
            return self._say("quoted", text=self.teller.titled(self.scheme.sections[value]))
        if key == "to":
            return self.teller.name(value)
        if key in ("class_at_most", "class_at_least", "of_class"):
            return self._say("quoted", text=self.teller.text(self.scheme.classes[value].title))
        if key == "bars_titles":
            return self._say("every")
        word = WORDS.get(value)
        return shown(value) if word is None or key in FREE else word.in_(self.language)

    def _several(self, key: str, value: tuple[Any, ...]) -> str:
        if key in ("leaves_out", "shows"):
            return tell_parts(self.teller, value)
        if key in ("bars_titles", "not_with", "after"):
            return ", ".join(self._say("quoted", text=self.teller.text(self.scheme.titles[id_].title)) for id_ in value)
        if key == "voices":
            return ", ".join(self._say("quoted", text=self.teller.text(self.scheme.voice_titles[id_])) for id_ in value)
        return (self._say("then") if isinstance(value[0], TieBreak) else "; ").join(map(self._shown_value, value))

    def _shown_value(self, value: object) -> str:
        if isinstance(value, TieBreak):
            return tell_step(self.teller, value)
        if isinstance(value, Test):
            return self.teller.test(value)
        if isinstance(value, LegalBasis):
            ends = "–".join("…" if day is None else self.teller.day(day) for day in (value.start, value.end))
            return value.text if value.start is value.end is None else f"{value.text} ({ends})"
        if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], Text):
            return self._say("quoted", text=self.teller.text(value[1]))
        return value if isinstance(value, str) else shown(value)


def _key(path: Path) -> str:
    """Give the key that decides how a value is told."""
    for word in ("params", "dated", "settings"):
        if word in path[2:3]:
            return word
    if path[0] == "figures_apply" or (path[0] == "figures" and len(path) == 3) or path[2:3] == ("figures",):
        return "type" if path[-1] == "kind" else path[-1]
    return path[-1]
