"""How a unit stands among those who compete for the places of a title or of a class with a quota, and how to say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal

import attrs

from dvk_scoring.analysis.law import Counted
from dvk_scoring.analysis.quantity import ExplainedQuantities
from dvk_scoring.formula.tree import Cond, Over
from dvk_scoring.law.classes import quota_number
from dvk_scoring.law.nodes import ALWAYS, NEVER, Holds
from dvk_scoring.law.ranking import EVERYWHERE, WITHIN
from dvk_scoring.law.sheet import possibly
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.form.awards import QuotaKeys
from dvk_scoring.scheme.model import Quota, Title
from dvk_scoring.text import Sayer, Text

_SAID: Final[Mapping[str, Text]] = {
    "place": Text(
        vi="đứng thứ {place} trong {count} {entrant} đủ điều kiện{where}", en="place {place} of {count} eligible{where}"
    ),
    "in_cluster": Text(vi=" của cụm", en=" in the cluster"),
    "in_all": Text(vi=" của tất cả các cụm", en=" over all clusters"),
    "to": Text(vi="{low} đến {high}", en="{low} to {high}"),
    "titles": Text(vi="được đề nghị {places}", en="{places} may be proposed"),
    "titles_only": Text(vi="chỉ được đề nghị {places}", en="only {places} may be proposed"),
    "titles_none": Text(vi="không còn suất nào", en="no place is left"),
    "classes": Text(vi="hạn mức {places}", en="{places} may have it"),
    "classes_only": Text(vi="hạn mức chỉ {places}", en="only {places} may have it"),
    "classes_none": Text(vi="hạn mức không còn suất nào", en="no place is left"),
    "reserve": Text(vi=", dự bị {reserve}", en=", {reserve} in reserve"),
    "tie": Text(
        vi="bằng nhau với {others} ở mọi tiêu chí phụ, cùng đứng thứ {place}; {may} nên hội đồng phải quyết định",
        en="tied with {others} in every tie-break at place {place}; {may}, so the committee must rule",
    ),
    "tied": Text(
        vi="bằng nhau với {others} ở mọi tiêu chí phụ mà hội đồng chưa quyết định",
        en="tied with {others} in every tie-break, and the committee has not ruled",
    ),
    "shared": Text(
        vi="bằng nhau với {others}, bằng nhau thì cùng được đề nghị",
        en="tied with {others}: those who tie at the last place are all proposed",
    ),
    "cut": Text(
        vi="hạn mức cắt ngang các {entrant} bằng nhau: {others}", en="the quota cuts through a tie, with {others}"
    ),
    "held": Text(vi="đang chưa xét mà vẫn giữ suất: {others}", en="on hold, with their places kept: {others}"),
    "open": Text(vi="chưa rõ có đủ điều kiện không: {others}", en="not decided whether eligible: {others}"),
    "after": Text(
        vi="chưa rõ {titles} dùng quá bao nhiêu suất",
        en="not decided how many places {titles} {count:uses beyond its|use beyond their} own",
    ),
    "share": Text(
        vi="{share} của {count} {entrant} {of}, {rounded} → {places}",
        en="{share} of {count} {of}, {rounded} → {places}",
    ),
    "used_up": Text(
        vi="trong {own} suất, {titles} đã dùng mất {gone}, còn {left}",
        en="{titles} used up {gone} of the {own} {own:place|places}: {left} left",
    ),
    "quoted": Text(vi="“{title}”", en="“{title}”"),
}
Words = Literal["titles", "classes"]


@attrs.frozen
class Race:
    """A unit among those who compete for places.

    Attributes:
        words: What the places are of.
        best, worst: The best and the worst place that it may have, however what is open comes out.
        least, most: The fewest and the most places that there may be.
        count: How many may compete.
        over: Among whom.
        tied: Other units that may compete and are equal to it.
        held: Units on hold, whose place is kept, that may take a place from it.
        unclear: Other units that may, of which it is open whether they compete.
        reserve: Places in reserve.
        shares: Those who tie across the cut all have it.
    """

    words: Words
    best: int
    worst: int
    least: int
    most: int
    count: int
    over: Over
    tied: Sequence[str]
    held: Sequence[str]
    unclear: Sequence[str]
    reserve: int
    shares: bool


class Races:
    """Finds how units stand, and says it."""

    def __init__(self, quantities: ExplainedQuantities, counted: Counted) -> None:
        """Keep what names units and reads the law."""
        self.quantities, self.counted = quantities, counted
        self.scheme, self.language = quantities.scheme, quantities.language
        self._say = Sayer(_SAID, self.language, **entrant_words(self.scheme.entrant, self.language))
        acts = quantities.result.rulings
        self.on_hold = {unit for act in acts if act.act == "hold" for unit in act.units}

    # how it stands

    def title(self, unit: str, title: Title) -> Race:
        """Give how a unit stands for a title: over all clusters, where it comes so far and that is a second round."""
        part, quota = f"titles.{title.id}", title.quota
        if quota.in_all is not None and self.counted.may(unit, f"{part}.within"):
            places = (Fraction(quota.in_all),) * 2
            return self._race(unit, f"{part}.within", "all", ("place.all", "last.all"), places, quota)
        return self._race(unit, f"{part}.competes", quota.per, ("place", "last"), self._places(unit, part), quota)

    def klass(self, unit: str, klass: str, quota: Quota) -> Race:
        """Give how a unit stands for a class with a quota; those who are equal to it are counted before it."""
        part = f"classes.{klass}"
        return self._race(
            unit, f"{part}.member", quota.per, (possibly("last"), "last"), self._places(unit, part), quota
        )

    def _places(self, unit: str, part: str) -> tuple[Fraction, Fraction]:
        least = f"{part}.quota"
        return self._number(unit, least), self._number(unit, self.counted.sheet.possibly(least))

    def _race(  # noqa: PLR0917 - what a race is read from
        self,
        unit: str,
        members: str,
        over: Over,
        names: tuple[str, str],
        places: tuple[Fraction, Fraction],
        quota: Quota,
    ) -> Race:
        part, words = members.rpartition(".")[0], _words(members)
        order = EVERYWHERE if over == "all" and EVERYWHERE in self.counted.sheet else WITHIN
        among, shares = self._condition(self.counted.sheet.possibly(members)), quota.shares
        _, equal = self.counted.beside(unit, among, over, order)
        least, most = places
        best, worst = (self._number(unit, f"{part}.{name}", f"{part}.{other}") for name, other in (names, names[::-1]))
        is_open, unclear = self._condition(f"{members}.open"), list[str]()
        if is_open != NEVER:
            ahead, level = self.counted.beside(unit, is_open, over, order)
            unclear = [*ahead, *(() if shares else level)]
            if least != most:
                unclear = [member for member in self.counted.members(unit, is_open, over) if member != unit]
        held = [member for member in unclear if member in self.on_hold and words == "titles"]
        return Race(
            words,
            best=int(best),
            worst=int(worst),
            least=int(least),
            most=int(most),
            count=len(self.counted.members(unit, among, over)),
            over=over,
            tied=[member for member in equal if member not in set(unclear)] if unclear else equal,
            held=held,
            unclear=[member for member in unclear if member not in held],
            reserve=quota.reserve if quota.in_all is None or over == "all" else 0,
            shares=shares,
        )

    def _condition(self, name: str) -> Cond:
        formula = self.counted.sheet[name].formula
        return formula if isinstance(formula, Cond) and formula in (ALWAYS, NEVER) else Holds(name)

    def _number(self, unit: str, *names: str) -> Fraction:
        return self.counted.number(unit, next(name for name in names if name in self.counted.sheet))

    # in words

    def place(self, race: Race) -> str:
        """Say which place it has, of how many; those who share it leave nothing open of the place itself."""
        where = "in_cluster" if race.over == "cluster" else "in_all" if len(self.scheme.clusters) > 1 else None
        alone = race.worst - (0 if race.shares else len(race.tied)) == race.best
        return self._say(
            "place",
            place=race.best if alone else self._range(race.best, race.worst),
            count=race.count,
            where="" if where is None else self._say(where),
        )

    def places(self, race: Race, *, only: bool = False, reserve: bool = True) -> str:
        """Say how many may have it, and how many are named in reserve."""
        how = "_none" if not race.most else "_only" if only else ""
        told = self._say(f"{race.words}{how}", places=self._range(race.least, race.most))
        return told + (self._say("reserve", reserve=race.reserve) if race.reserve and reserve else "")

    def shared(self, race: Race) -> str:
        """Say with whom a unit shares its place."""
        return self._say("shared", others=self.names(race.tied))

    def open(self, race: Race, title: Title, *, reserve: bool) -> str:
        """Say why it is open whether a unit is within the places, or those in reserve."""
        places = self.places(race, reserve=reserve)
        if race.tied and race.least == race.most and not (race.shares or race.held or race.unclear):
            return self._say("tie", others=self.names(race.tied), place=race.best, may=places)
        told = [self.place(race), places, *self.causes(race)]
        if title.after and race.least != race.most:
            told.append(self._say("after", titles=self._titles(title.after), count=len(title.after)))
        return "; ".join(told)

    def causes(self, race: Race) -> list[str]:
        """Say which units leave open how a unit stands."""
        told = {"held": race.held, "open": race.unclear}
        if race.words == "titles" and not race.shares:
            told["tied"] = race.tied
        return [self._say(key, others=self.names(units)) for key, units in told.items() if units]

    def cut(self, race: Race) -> str:
        """Say that the quota of a class cuts through a tie, where it does."""
        through = race.worst - len(race.tied) <= race.least < race.worst
        return self._say("cut", others=self.names(race.tied)) if through else ""

    def share(self, unit: str, part: str, quota: Quota) -> str:
        """Say how many places a share gives, before earlier titles take any away."""
        least, most = (int(self.counted.value(unit, number)) for number in self.counted.law.counts[part])
        names = self.quantities
        return self._say(
            "share",
            share=names.show(quota.share, share=True),
            count=self._range(least, most),
            of=names.basis(quota),
            rounded=", ".join([names.rule(QuotaKeys.round, quota.round), *names.at_least(quota)]),
            places=self._range(*self.quota_ends(unit, part, quota)),
        )

    def quota_ends(self, unit: str, part: str, quota: Quota) -> tuple[int, int]:
        """Give the fewest and the most places that a quota gives, before earlier titles take any away."""
        least, most = (
            int(self.counted.value(unit, quota_number(quota, number, part))) for number in self.counted.law.counts[part]
        )
        return least, most

    def used_up(self, unit: str, title: Title) -> str:
        """Say how many places earlier titles used beyond their own; nothing where they used none."""
        part = f"titles.{title.id}"
        quota, left = self.quota_ends(unit, part, title.quota), tuple(map(int, self._places(unit, part)))
        if quota == left:
            return ""
        gone = self._range(quota[1] - left[1], quota[0] - left[0])
        return self._say(
            "used_up", titles=self._titles(title.after), own=self._range(*quota), gone=gone, left=self._range(*left)
        )

    def names(self, units: Sequence[str]) -> str:
        """Name units, not too many of them."""
        return self.quantities.units(units)

    def _titles(self, titles: Sequence[str]) -> str:
        return ", ".join(
            self._say("quoted", title=self.scheme.titles[title].title.in_(self.language)) for title in titles
        )

    def _range(self, low: int, high: int) -> str:
        low, high = sorted((low, high))  # a unit that may stand further behind may have more places before it
        return str(low) if low == high else self._say("to", low=low, high=high)


def _words(name: str) -> Words:
    return "titles" if name.startswith("titles") else "classes"
