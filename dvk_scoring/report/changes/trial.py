"""What would come of a change, in the terminal and as JSON: marked as a trial from the first line on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from rich.console import Console
from rich.text import Text as Styled

from dvk_scoring.analysis.trial import Flips, Trial
from dvk_scoring.report.changes.json import change_values, figure_value, unit_value
from dvk_scoring.report.changes.terminal import print_told, print_units
from dvk_scoring.report.changes.told import tell_changes
from dvk_scoring.report.lists import plain_table
from dvk_scoring.report.one_line import OneLine
from dvk_scoring.report.problem_json import problem_value
from dvk_scoring.scoring.state_words import TITLE, UNIT
from dvk_scoring.text import Language, Sayer, Text
from dvk_scoring.unit_names import called

_SAID: Final[Mapping[str, Text]] = {
    "trial": Text(vi="THỬ – không phải kết quả", en="TRIAL – not a result"),
    "nothing": Text(vi="Không thay đổi gì.", en="Nothing is changed."),
    "figures": Text(vi="Số liệu", en="Figures"),
    "figure": Text(vi="{unit}: {figure} {old} → {new}", en="{unit}: {figure} {old} → {new}"),
    "rulings": Text(vi="Quyết định", en="Rulings"),
    "titles": Text(vi="Danh hiệu", en="Titles"),
    "in": Text(vi="{title}: thêm {units}", en="{title}: now {units}"),
    "out": Text(vi="{title}: không còn {units}", en="{title}: no longer {units}"),
    "gives": Text(
        vi="Mỗi dòng là thay đổi nhỏ nhất của một số liệu, đủ để {unit} được đề nghị “{title}” (nay: {state})",
        en="The smallest change of each figure that has {unit} proposed for “{title}” (now: {state})",
    ),
    "takes": Text(
        vi="Mỗi dòng là thay đổi nhỏ nhất của một số liệu, đủ để {unit} không còn được đề nghị “{title}”",
        en="The smallest change of each figure that keeps {unit} from being proposed for “{title}”",
    ),
    "none": Text(
        vi="Không số liệu nào, dù đổi đến giới hạn, làm đổi điều đó (đã thử {tried} số liệu).",
        en="No figure can do so, however it changes within its bounds ({tried} {tried:was|were} tried).",
    ),
    "tried": Text(vi="Đã thử {tried} số liệu.", en="{tried} {tried:figure was|figures were} tried."),
    "figure_head": Text(vi="Số liệu", en="Figure"),
    "now": Text(vi="Nay", en="Now"),
    "needed": Text(vi="Thành", en="Becomes"),
    "title_head": Text(vi="Danh hiệu", en="Title"),
    "rank": Text(vi="Hạng", en="Rank"),
}


def print_trial(trial: Trial, language: Language, console: Console) -> None:
    """Print what was changed, which titles come and go, and every unit whose result changes."""
    say = Sayer(_SAID, language)
    console.print(Styled(say("trial"), "bold reverse"))
    console.print(Styled(trial.before.scheme.title.in_(language)), soft_wrap=True)
    told = [(change.heading, change.text) for change in tell_changes(trial.difference, language)]
    told += [(say("figures"), line) for line in _figures(trial, language)]
    told += [(say("rulings"), line) for line in _rulings(trial, language)]
    if not told:
        console.print(Styled(say("nothing")))
    told += [(say("titles"), line) for line in _titles(trial, language)]
    print_told(told, console)
    console.print()
    print_units(trial.difference, trial.comparison, language, console, trial)


def trial_json(trial: Trial) -> str:
    """Give the same as JSON, in both languages; ``trial`` is always true."""
    content = {
        "trial": True,
        "scheme": {"id": trial.before.scheme.id, "sha256": trial.before.scheme.hash},
        "changes": change_values(trial.difference),
        "figures": [figure_value(figure, trial.after.figures.columns) for figure in trial.figures],
        "rulings": [{"vi": vi, "en": en} for vi, en in zip(_rulings(trial, "vi"), _rulings(trial, "en"), strict=True)],
        "compared": trial.comparison.units,
        "units": [unit_value(unit) for unit in trial.comparison.changes],
        "problems": [problem_value(problem) for problem in trial.problems],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def print_flips(flips: Flips, language: Language, console: Console) -> None:
    """Print which change of a figure gives the title, or takes it."""
    say = Sayer(_SAID, language)
    console.print(Styled(say("trial"), "bold reverse"))
    title, state = flips.result.scheme.titles[flips.title].title, TITLE[flips.state].in_(language)
    key = "takes" if flips.state == "proposed" else "gives"
    named = {"unit": called(flips.unit, flips.result.names[flips.unit]), "title": title.in_(language)}
    console.print(Styled(say(key, **named, state=state), "bold"), soft_wrap=True)
    if not flips.flips:
        console.print(Styled(say("none", tried=flips.tried)))
        return
    lines, columns = OneLine(flips.result, language), flips.result.figures.columns
    table = plain_table(say(word) for word in ("figure_head", "now", "needed", "title_head", "rank"))
    for flip in flips.flips:
        spec = columns[flip.change.column].spec
        old, new = (lines.cell(value, spec, kp=kp) for value, kp in (flip.change.old, flip.change.new))
        rank = UNIT["not-ranked"].in_(language) if flip.rank is None else str(flip.rank)
        table.add_row(lines.figure(flip.change.column), old, new, TITLE[flip.state].in_(language), rank)
    console.print(table)
    console.print(Styled(say("tried", tried=flips.tried)))


def flips_json(flips: Flips) -> str:
    """Give the same as JSON; ``trial`` is always true."""
    columns = flips.result.figures.columns
    content = {
        "trial": True,
        "unit": flips.unit,
        "title": flips.title,
        "state": flips.state,
        "tried": flips.tried,
        "flips": [
            {**figure_value(flip.change, columns), "state": flip.state, "rank": flip.rank} for flip in flips.flips
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _figures(trial: Trial, language: Language) -> Iterator[str]:
    lines = OneLine(trial.after, language)
    names = trial.after.names if trial.figures else {}
    for change in trial.figures:
        spec = trial.after.figures.columns[change.column].spec
        old, new = (lines.cell(value, spec, kp=kp) for value, kp in (change.old, change.new))
        figure = lines.figure(change.column)
        unit = called(change.unit, names[change.unit])
        yield _SAID["figure"].in_(language).format(unit=unit, figure=figure, old=old, new=new)


def _rulings(trial: Trial, language: Language) -> Iterator[str]:
    lines = OneLine(trial.after, language)
    return (f"{lines.act(ruling)} – {ruling.reason}" for ruling in trial.rulings)


def _titles(trial: Trial, language: Language) -> Iterator[str]:
    """Say of each title who is proposed and was not, and the other way round."""
    changes = trial.comparison.changes
    for key, title in trial.after.scheme.titles.items():
        for word, at in (("in", 1), ("out", 0)):
            units = [called(change.unit, change.name) for change in changes if _is_proposed(change.titles.get(key), at)]
            if units:
                yield _SAID[word].in_(language).format(title=title.title.in_(language), units=", ".join(units))


def _is_proposed(pair: tuple[str | None, str | None] | None, at: int) -> bool:
    return pair is not None and pair[at] == "proposed" != pair[1 - at]
