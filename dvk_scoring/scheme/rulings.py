"""What the committee decided about single units: one act each, with reason, date and the paper's number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias

import attrs

from dvk_scoring.formula.names import RULED_PLACES
from dvk_scoring.nearest import near
from dvk_scoring.problem import DvkError, Problem, has_errors, sort_problems
from dvk_scoring.scheme.document import BACK_INTO_TOML, document_of, read_document
from dvk_scoring.scheme.form.frame import LARGEST_TOTAL
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scheme.table import DAY, WORDS, Reading, Table, refer
from dvk_scoring.text import Text, joined
from dvk_scoring.unit_names import Units
from dvk_scoring.written import plain

CRITERION = Text(vi="tiêu chí", en="criterion")
TARGET = Text(vi="nơi thay đổi điểm", en="place for the points")
Act: TypeAlias = Literal["hold", "release", "tie", "not-assigned", "points", "out"]
Effect: TypeAlias = Literal["class", "titles"]
EFFECTS: tuple[Effect, ...] = ("class", "titles")
THE_HOLD: Literal["hold"] = "hold"
THE_RANKING: Literal["ranking"] = "ranking"
THE_COMPETITION: Literal["competition"] = "competition"
ReadRuling: TypeAlias = "tuple[Table, Ruling]"
ACTS: Mapping[str, Act] = {
    "hold": "hold",
    "release": "release",
    "tie": "tie",
    "not_assigned": "not-assigned",
    "points": "points",
    "out_of": "out",
}
"""Key in the file → act."""


def load_rulings(
    source: str | Path | Sequence[Mapping[str, object]],
    scheme: Scheme,
    units: Mapping[str, str],
    data: bytes | None = None,
    besides: Sequence[Ruling] = (),
) -> tuple[tuple[Ruling, ...], tuple[Problem, ...]]:
    """Read and check rulings; give them in their order, with warnings.

    Args:
        source: A TOML file of ``[[rulings]]``, or what would stand in one: the keys and values of each act.
        scheme: The scheme they speak of.
        units: Unit → cluster.
        data: What is to stand in the file, in place of what does.
        besides: Acts that stand already: a hold among them can be released here.

    Raises:
        DvkError: All that is wrong with them, at once.
    """
    if isinstance(source, str | Path):
        reading = Reading(read_document(str(source), data, instead=BACK_INTO_TOML))
    else:
        reading = Reading(document_of({"rulings": list(source)}, "rulings"))
    rulings = read_rulings(reading.root, scheme, units, besides)
    problems = sort_problems(reading.problems)
    if has_errors(problems):
        raise DvkError(problems)
    return rulings, problems


def read_rulings(
    table: Table, scheme: Scheme, units: Mapping[str, str], besides: Sequence[Ruling] = ()
) -> tuple[Ruling, ...]:
    """Read the list ``rulings`` of a table and close the table; what is wrong is told to its reading.

    Args:
        table: The whole file, or the part of another file that holds rulings.
        scheme: The scheme they speak of.
        units: Unit → cluster.
        besides: Acts that stand already.
    """
    read = [(item, _read_ruling(item, scheme, units)) for item in table.items("rulings")]
    table.close()
    _check_holds(read, besides)
    _check_ties(read, besides)
    _check_days(read, scheme.as_of)
    return tuple(ruling for _, ruling in read)


def fitting(rulings: Sequence[Ruling], scheme: Scheme) -> tuple[Ruling, ...]:
    """Give the acts that are on what a scheme has: a unit, its total, a section or a criterion that is there."""
    parts = {None, "total", *(f"criteria.{key}" for key in scheme.criteria)}
    parts |= {f"sections.{key}" for key in scheme.sections}
    return tuple(ruling for ruling in rulings if ruling.of in parts)


def in_force(rulings: Sequence[Ruling], as_of: date | None) -> tuple[Ruling, ...]:
    """Give the acts that count on a day (None: all days): holds not released by then, and all other acts but releases.

    Ties, changes of points and what is not assigned are about the whole period, and count whenever they were ruled.
    """
    held: dict[int, set[str]] = {}
    for unit, positions in _standing(rulings, as_of).items():
        for position in positions:
            held.setdefault(position, set()).add(unit)
    acts: list[Ruling] = []
    for position, ruling in enumerate(rulings):
        if ruling.act == "hold" and position in held:
            acts.append(attrs.evolve(ruling, units=tuple(unit for unit in ruling.units if unit in held[position])))
        elif ruling.act not in ("hold", "release"):
            acts.append(ruling)
    return tuple(acts)


def _standing(rulings: Sequence[Ruling], as_of: date | None) -> dict[str, list[int]]:
    """Give the places of the holds of each unit that stand on a day; on one day the order of the file counts."""
    held: dict[str, list[int]] = {}
    for position in sorted(range(len(rulings)), key=lambda at: rulings[at].day):
        ruling = rulings[position]
        if as_of is not None and ruling.day > as_of:
            break
        for unit in ruling.units if ruling.act in ("hold", "release") else ():
            if ruling.act == "hold":
                held.setdefault(unit, []).append(position)
            else:
                held.pop(unit, None)
    return held


def _read_ruling(table: Table, scheme: Scheme, units: Mapping[str, str]) -> Ruling:
    """Read one ruling; what is wrong is told, and the ruling is of no use then."""
    named = _read_units(table, units)
    acts = [key for key in ACTS if table.raw(key) is not None]
    if not acts:
        table.say("DVK-R102", known=", ".join(ACTS))
    elif len(acts) > 1:
        table.say("DVK-R103", acts=", ".join(acts))
    for key, expected in (("reason", WORDS), ("date", DAY), ("ref", WORDS)):
        if key not in table:
            table.say("DVK-S123", key=key, expected=expected)
    place = table.reading.place(table.path)
    made = Ruling(
        units=named,
        act=ACTS[acts[0]] if acts else "hold",
        reason=table.words("reason"),
        day=table.day("date") or date.max,
        ref=table.words("ref"),
        file=place.file,
        line=place.line,
    )
    for key in acts:
        made = _read_act(key, table, made, scheme, units)
    table.close()
    return made


def _read_act(key: str, table: Table, made: Ruling, scheme: Scheme, units: Mapping[str, str]) -> Ruling:
    """Read what stands under the key of an act."""
    match key:
        case "hold":
            return attrs.evolve(made, effect=_read_effect(table))
        case "tie":
            table.choice(key, (THE_RANKING,))
            _check_tied(table, made.units, scheme, units)
        case "not_assigned":
            return attrs.evolve(made, of=_read_not_assigned(table, made.units, scheme, units))
        case "points":
            of, change = _read_change(table, scheme)
            return attrs.evolve(made, of=of, change=change)
        case _:
            table.choice(key, (THE_HOLD if key == "release" else THE_COMPETITION,))
    return made


def _read_units(table: Table, units: Mapping[str, str]) -> tuple[str, ...]:
    if ("unit" in table) == ("units" in table):
        table.say("DVK-R107")
    single, several = table.words("unit"), table.names("units") or ()
    named: list[tuple[str, tuple[str | int, ...]]] = [(name, ("units", index)) for index, name in enumerate(several)]
    if single:
        named = [(single, ("unit",))]
    for unit, key in named:
        if unit not in units:
            table.say("DVK-R101", *key, unit=unit, nearest=Units.of(near(unit, units, 1)))
    return tuple(unit for unit, _ in named)


def _read_effect(table: Table) -> tuple[Effect, ...]:
    hold = table.table("hold")
    if hold is None:
        return ()
    named = hold.names("effect")
    if named is None and "effect" not in hold:
        hold.say("DVK-S123", key="effect", expected=Text.same('["class", "titles"]'))
    elif named == ():
        hold.say("DVK-S124", "effect")
    effects = [hold.one_of(effect, EFFECTS, "effect", index) for index, effect in enumerate(named or ())]
    hold.close()
    return tuple(effect for effect in effects if effect is not None)


def _check_tied(table: Table, named: Sequence[str], scheme: Scheme, units: Mapping[str, str]) -> None:
    clusters = dict.fromkeys(units[unit] for unit in named if unit in units)
    if len(named) < 2:
        table.say("DVK-R105")
    elif len(clusters) > 1 and not _compares_clusters(scheme):
        titles = (scheme.clusters[cluster].title for cluster in clusters if cluster in scheme.clusters)
        table.say("DVK-R106", clusters=joined(titles, "; "))


def _compares_clusters(scheme: Scheme) -> bool:
    """Tell whether units of several clusters can tie: in rank, or for the places that they have together."""
    quotas = [*(title.quota for title in scheme.titles.values()), *(class_.quota for class_ in scheme.classes.values())]
    together = (quota is not None and (quota.per == "all" or quota.in_all is not None) for quota in quotas)
    return scheme.ranking.within == "all" or any(together)


def _read_not_assigned(table: Table, named: Sequence[str], scheme: Scheme, units: Mapping[str, str]) -> str:
    of = table.words("not_assigned")
    known = dict.fromkeys(f"criteria.{key}" for key in scheme.criteria)
    if of and refer(table, of, known, CRITERION, "not_assigned"):
        use = scheme.criteria[of.removeprefix("criteria.")]
        for unit in named:
            cluster = scheme.clusters.get(units.get(unit, ""))
            if cluster is not None and cluster.kind not in use.weight:
                table.say("DVK-R108", "not_assigned", unit=unit)
    return of


def _read_change(table: Table, scheme: Scheme) -> tuple[str, Fraction]:
    points = table.table("points")
    if points is None:
        return "", Fraction(0)
    of = points.words("of", None)
    use = scheme.criteria.get(of.removeprefix("criteria.")) if of.startswith("criteria.") else None
    if use is not None and use.tie_break:
        points.say("DVK-S176", "of", criterion=use.id)
    elif of and use is None and of != "total":
        places = (f"{place}.{key}" for place in ("criteria", "sections") for key in getattr(scheme, place))
        refer(points, of, dict.fromkeys((*places, "total")), TARGET, "of")
    change = points.number("change", -LARGEST_TOTAL, LARGEST_TOTAL)
    closing = scheme.rounding.usual if use is None else use.closing
    kept = RULED_PLACES if closing is None else closing.places
    if "change" not in points:
        points.say("DVK-S123", key="change", expected=Text.same("-2"))
    elif change == 0:
        points.say("DVK-R109", "change")
    elif change is not None and (change * 10**kept).denominator != 1:
        points.say("DVK-S162", "change", value=plain(change), places=kept)
    points.close()
    return of, Fraction(0) if change is None else change


def _check_holds(read: Sequence[ReadRuling], besides: Sequence[Ruling]) -> None:
    """Refuse a release of what is not on hold."""
    held: set[str] = set()
    acts = [*((None, ruling) for ruling in besides), *read]
    for table, ruling in sorted(acts, key=lambda pair: pair[1].day):
        for unit in ruling.units:
            if ruling.act == "hold":
                held.add(unit)
            elif ruling.act == "release":
                if unit not in held and table is not None:
                    table.say("DVK-R104", "release", unit=unit, day=ruling.day)
                held.discard(unit)


def _check_ties(read: Sequence[ReadRuling], besides: Sequence[Ruling]) -> None:
    """Refuse a second ruling on a tie of one unit."""
    first = {unit: ruling for ruling in besides if ruling.act == "tie" for unit in ruling.units}
    for table, ruling in read:
        for unit in ruling.units if ruling.act == "tie" else ():
            if unit in first:
                line, ref = first[unit].line, first[unit].ref
                where = f"quyết định {ref}", f"ruling {ref}"
                where = where if line is None else (f"dòng {line}", f"line {line}")
                table.say("DVK-R111", "tie", unit=unit, line=line, where=Text(vi=where[0], en=where[1]))
            first.setdefault(unit, ruling)


def _check_days(read: Sequence[ReadRuling], as_of: date | None) -> None:
    """Warn of holds and releases that are not yet in force."""
    for table, ruling in read:
        if as_of is not None and ruling.act in ("hold", "release") and as_of < ruling.day < date.max:
            table.say("DVK-R112", "date", day=ruling.day, as_of=as_of)
