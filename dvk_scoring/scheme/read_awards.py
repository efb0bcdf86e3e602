"""What is made of the totals: knock-outs, ranking, classes and titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

import attrs

from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import Prefer
from dvk_scoring.scheme.model import (
    Absent,
    Class,
    KnockOut,
    MeasuredAs,
    Quota,
    Ranking,
    Test,
    TieBreak,
    Ties,
    Title,
    Within,
)
from dvk_scoring.scheme.read_frame import read_kinds
from dvk_scoring.scheme.read_quotas import COMMITTEE, SHARE, read_class_quota, read_title_quota
from dvk_scoring.scheme.table import TABLE, Percent, Table, refer, words_of
from dvk_scoring.text import Text

QUANTITY = Text(vi="đại lượng", en="quantity")
CLASS = Text(vi="loại", en="class")
TITLE = Text(vi="danh hiệu", en="title")
EARLIER_TITLE = Text(vi="danh hiệu đứng trước", en="earlier title")
EVERY = ("every section", "every criterion")
CLASS_AT_LEAST: Literal["class_at_least"] = "class_at_least"
FEWEST_OF_ANY = 2
OF_TEST = ("of", "as", "at_least", "at_most")


@attrs.frozen
class Names:
    """What the parts below may name.

    Attributes:
        figures: Figures of the unit itself.
        criterion_figures: ``criterion.figure`` → the figure.
        criteria, sections, kinds: Ids; of criteria those that give points.
        tie_breaks: Criteria that serve tie-breaks alone.
        total: Points that a percentage of the total is taken of.
    """

    figures: Mapping[str, FigureSpec] = attrs.field(hash=False)
    criterion_figures: Mapping[str, FigureSpec] = attrs.field(hash=False)
    criteria: tuple[str, ...]
    tie_breaks: tuple[str, ...]
    sections: tuple[str, ...]
    kinds: tuple[str, ...]
    total: Fraction

    def quantities(self) -> list[str]:
        """Give all that a test may look at; a tie-break may look at ``tie_breaks`` besides."""
        return [
            "total",
            "bonuses",
            "penalties",
            *(f"sections.{key}" for key in self.sections),
            *(f"criteria.{key}" for key in self.criteria),
            *(f"figures.{key}" for key in self.figures),
            *(f"criteria.{key}" for key in self.criterion_figures),
        ]

    def figure(self, of: str) -> FigureSpec | None:
        """Give the figure that a quantity is, None when it is points."""
        head, _, rest = of.partition(".")
        return self.figures.get(rest) if head == "figures" else self.criterion_figures.get(rest)

    def has_share(self, of: str) -> bool:
        """Tell whether a quantity has a share of what could be had."""
        return of in EVERY or (of.startswith(("criteria.", "sections.")) and self.figure(of) is None)

    def serves_ties(self, of: str) -> bool:
        """Tell whether a quantity is a criterion that gives no points."""
        return of.removeprefix("criteria.") in self.tie_breaks and of.startswith("criteria.")


def read_knock_outs(root: Table, names: Names, classes: Sequence[str], titles: Sequence[str]) -> dict[str, KnockOut]:
    """Read ``[knock_outs]``."""
    found: dict[str, KnockOut] = {}
    for table in root.named("knock_outs"):
        when = table.table("when")
        if when is None and "when" not in table:
            table.say("DVK-S123", key="when", expected=TABLE)
        reason = table.text("reason")
        found[table.name] = attrs.evolve(
            _read_effect(table, classes, titles),
            title=table.text("title", reason),
            when=_read_condition(when, names) if when else _NO_TEST,
            reason=reason,
            applies_to=read_kinds(table, names.kinds),
        )
        table.close()
    return found


_NO_TEST = Test("total")


def _read_effect(table: Table, classes: Sequence[str], titles: Sequence[str]) -> KnockOut:
    """Read ``effect``; the other parts of the knock-out are not filled in yet."""
    bare = KnockOut(table.name, Text.same(""), _NO_TEST, Text.same(""))
    effect = table.table("effect")
    if effect is None:
        if "effect" not in table:
            table.say("DVK-S123", key="effect", expected=TABLE)
        return bare
    highest = effect.words("class_at_most") or None
    if highest is not None:
        refer(effect, highest, classes, CLASS, "class_at_most")
    none: Literal["none"] = "none"
    barred: tuple[str, ...] | Literal["all"] = ()
    named = effect.names("title")
    if named == (none,):
        barred = "all"
    elif named:
        barred = tuple(one for one in named if refer(effect, one, [none, *titles], TITLE, "title"))
    made = attrs.evolve(
        bare, class_at_most=highest, bars_class=effect.choice("class", (none,)) == none, bars_titles=barred
    )
    if not effect.values:
        effect.say("DVK-S154")
    effect.close()
    return made


def _read_condition(table: Table, names: Names) -> Test:
    """Read one condition, or ``{any = [ … ]}``: several of which one is enough."""
    if table.raw("any") is None:
        return _read_test(table, names)
    parts: list[Test] = []
    for one in table.items("any"):
        for key in (one_key for one_key in (CLASS_AT_LEAST, "any") if one_key in one):
            one.say("DVK-S178", key, key=key)
            break
        else:
            parts.append(_read_test(one, names))
    listed = table.values["any"]
    if isinstance(listed, list) and len(listed) < FEWEST_OF_ANY:
        table.say("DVK-S179", "any")
    for key in (*OF_TEST, CLASS_AT_LEAST):
        if table.raw(key) is not None:
            table.say("DVK-S177", key, key=key)
    table.close()
    return Test("", any=tuple(parts))


def _read_test(table: Table, names: Names) -> Test:
    """Read ``{of, as, at_least, at_most}``."""
    of = table.words("of", None)
    quantities = [*names.quantities(), *EVERY]
    good = bool(of)
    if names.serves_ties(of):
        table.say("DVK-S176", "of", criterion=of.removeprefix("criteria."))
        good = False
    elif good:
        good = refer(table, of, quantities, QUANTITY, "of")
    written: MeasuredAs = table.choice("as", words_of(MeasuredAs), "points")
    if good and written == "share" and not names.has_share(of) and of != "total":
        table.say("DVK-S151", "as", of=of)
        good = False
    bounds = {key: table.amount(key) for key in ("at_least", "at_most")}
    if all(key not in table for key in bounds):
        table.say("DVK-S152")
    table.close()
    if not good:
        return _NO_TEST
    share = names.has_share(of) and (written == "share" or any(isinstance(one, Percent) for one in bounds.values()))
    low, high = (_bound(table, names, key, of, bounds[key], share=share or written == "share") for key in bounds)
    if low is not None and high is not None and low > high:
        table.say("DVK-S127", low=table.values["at_least"], high=table.values["at_most"])
    return Test(of, share, low, high)


def _bound(
    table: Table, names: Names, key: str, of: str, value: Fraction | Percent | None, *, share: bool
) -> Fraction | None:
    """Make a bound in the units of its quantity."""
    if value is None:
        return None
    if share and isinstance(value, Fraction):
        if value > 1:
            table.say("DVK-S153", key, value=table.values[key])
        return value * names.total if of == "total" else value
    if isinstance(value, Fraction):
        return value
    figure = names.figure(of)
    if figure is not None and figure.measure == "percent":
        return value.share * 100
    if of == "total":
        return value.share * names.total
    if names.has_share(of) or (figure is not None and figure.measure == "ratio"):
        return value.share
    table.say("DVK-S151", key, of=of)
    return None


def read_ranking(root: Table, names: Names) -> Ranking:
    """Read ``[ranking]``; a chain that does not end with the committee gets it as its last step."""
    table = root.table("ranking")
    if table is None:
        return Ranking()
    chain: list[TieBreak] = []
    for step in table.items("break"):
        if chain and chain[-1].by == COMMITTEE:
            step.say("DVK-S155")
        chain.append(_read_step(step, names))
    if all(step.by != COMMITTEE for step in chain):
        if "break" in table:
            table.say("DVK-S156", "break")
        chain.append(TieBreak(COMMITTEE))
    made = Ranking(
        within=table.choice("within", words_of(Within), "cluster"),
        prefer=table.choice("prefer", words_of(Prefer), "high"),
        ties=table.choice("ties", words_of(Ties), "shared"),
        tie_break=tuple(chain),
    )
    table.close()
    return made


def _read_step(table: Table, names: Names) -> TieBreak:
    by = table.words("by", None)
    tie_breaks = (f"criteria.{key}" for key in names.tie_breaks)
    good = bool(by) and refer(table, by, [COMMITTEE, *names.quantities(), *tie_breaks], QUANTITY, "by")
    prefer: Prefer = table.choice("prefer", words_of(Prefer), "high")
    bound = table.amount("at_least")
    absent: Absent = table.choice("absent", words_of(Absent), "below")
    if by == COMMITTEE and len(table.values) > 1:
        table.say("DVK-S157")
    elif "prefer" in table and "at_least" in table:
        table.say("DVK-S158")
    elif good and isinstance(bound, Percent) and names.has_share(by):
        # A tie-break looks at points: a share would need to say of which kind's weight.
        table.say("DVK-S151", "at_least", of=by)
    table.close()
    if not good:
        return TieBreak("total")
    if names.has_share(by) and isinstance(bound, Percent):
        bound = None
    return TieBreak(by, prefer, _bound(table, names, "at_least", by, bound, share=False), absent)


def read_classes(root: Table, names: Names, prefer: Prefer) -> dict[str, Class]:
    """Read ``[classes]``, best first; where a low total is better each says ``to`` in place of ``from``."""
    key, other = ("from", "to") if prefer == "high" else ("to", "from")
    tables = list(root.named("classes"))
    known = [table.name for table in tables]
    found: dict[str, Class] = {}
    before: Class | None = None
    for table in tables:
        start = table.amount(key)
        if table.raw(other) is not None:
            table.say("DVK-S180" if prefer == "high" else "DVK-S181", other, ranking=prefer)
        elif key not in table:
            table.say("DVK-S123", key=key, expected=Text.same('"90%", 90'))
        points = start.share * names.total if isinstance(start, Percent) else start
        requires, at_least = _read_requires(table, names, [])
        assert at_least is None
        quota = table.table("quota")
        found[table.name] = Class(
            id=table.name,
            title=table.text("title"),
            start=Fraction(0) if points is None else points,
            requires=requires,
            quota=None if quota is None else read_class_quota(quota, known),
        )
        table.close()
        if before is not None and points is not None and key in table:
            if prefer == "high" and points >= before.start:
                table.say("DVK-S159", key, before=before.id)
            elif prefer == "low" and points <= before.start:
                table.say("DVK-S182", key, before=before.id)
        before = before if points is None else found[table.name]
    return found


def read_titles(root: Table, names: Names, classes: Sequence[str]) -> dict[str, Title]:
    """Read ``[titles]``, in the order they are given."""
    found: dict[str, Title] = {}
    for table in root.named("titles"):
        requires, at_least = _read_requires(table, names, classes)
        quota = table.table("quota")
        excluded, after = (_read_earlier(table, key, found) for key in ("not_with", "after"))
        found[table.name] = Title(
            id=table.name,
            title=table.text("title"),
            class_at_least=at_least,
            requires=requires,
            quota=Quota(share=Fraction(1)) if quota is None else read_title_quota(quota, classes),
            not_with=excluded,
            applies_to=read_kinds(table, names.kinds),
            after=after,
        )
        table.close()
        _check_after(table, found[table.name], found)
    return found


def _read_earlier(table: Table, key: str, found: Mapping[str, Title]) -> tuple[str, ...]:
    """Read ids of titles that stand before this one."""
    named = table.names(key) or ()
    return tuple(one for index, one in enumerate(named) if refer(table, one, found, EARLIER_TITLE, key, index))


def _check_after(table: Table, title: Title, found: Mapping[str, Title]) -> None:
    """Hold ``after`` against the quotas of the titles that it names: counted alike, and their places may be shared."""
    if not title.after:
        return
    for index, one in enumerate(title.after):
        if found[one].quota.per != title.quota.per:
            table.say("DVK-S183", "after", index, title=one, per=found[one].quota.per, own=title.quota.per)
    if all(found[one].quota.tie != SHARE for one in title.after):
        table.say("DVK-S184", "after")


def _read_requires(table: Table, names: Names, classes: Sequence[str]) -> tuple[tuple[Test, ...], str | None]:
    """Read ``requires``: tests, and for titles a lowest class."""
    tests: list[Test] = []
    lowest: str | None = None
    for one in table.items("requires"):
        if CLASS_AT_LEAST not in one:
            tests.append(_read_condition(one, names))
            continue
        named = one.words(CLASS_AT_LEAST)
        if refer(one, named, classes, CLASS, CLASS_AT_LEAST):
            if lowest is not None:
                one.say("DVK-S129", CLASS_AT_LEAST, value=CLASS_AT_LEAST)
            lowest = named
        one.close()
    return tuple(tests), lowest
