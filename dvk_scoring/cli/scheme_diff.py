"""``dvk scheme diff``: what changed between two schemes, and whose result it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from dvk_scoring.cli.complete import complete_files, complete_schemes
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import (
    DecimalOf,
    as_of_option,
    decimal_option,
    language_option,
    marks,
    plugins_option,
    rulings_option,
)

if TYPE_CHECKING:
    from dvk_scoring.analysis.compare import Difference
    from dvk_scoring.cli.language import Language
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.problem import Problem
    from dvk_scoring.scheme.model import Scheme
    from dvk_scoring.scoring.result import Result

S = TypeVar("S")
T = TypeVar("T")
_ABOUT = {
    "vi": "So sánh hai bảng điểm: quy định nào khác; có số liệu thì đơn vị nào đổi điểm, hạng, xếp loại, danh hiệu.\n\n"
    "OLD và NEW là tệp hoặc mã. Mã thoát là 0 dù có khác nhau hay không.",
    "en": "Compare two schemes: which rules differ and, with figures, whose points, rank, class or title change.\n\n"
    "OLD and NEW are files or ids. The exit status is 0 whether or not they differ.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(
        figures: tuple[str, ...],
        rulings: Path | None,
        decimal: tuple[DecimalOf, ...],
        plugins: tuple[Path, ...],
        as_of: date | None,
        *,
        old: str,
        new: str,
        sample: bool,
        as_json: bool,
    ) -> None:
        pair = _Pair(as_of, plugins, figures, rulings, decimal, sample=sample)
        _run(language, pair, old, new, as_json=as_json)

    vi = language == "vi"
    told = "Số liệu để so sánh; dùng được nhiều lần." if vi else "Figures to compare on; repeatable."
    sampled = "So sánh trên số liệu mẫu của OLD." if vi else "Compare on the sample of OLD."
    written = "In JSON." if vi else "Print JSON."
    params: list[click.Parameter] = [
        click.Argument(["old"], metavar="OLD", shell_complete=complete_schemes),
        click.Argument(["new"], metavar="NEW", shell_complete=complete_schemes),
        click.Option(["--figures"], multiple=True, metavar="FILE", help=told, shell_complete=complete_files),
        click.Option(["--sample"], is_flag=True, help=sampled),
        click.Option(["--json", "as_json"], is_flag=True, help=written),
        rulings_option(language),
        decimal_option(language),
        as_of_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("diff", language=language, callback=run, params=params, help=_ABOUT[language])


class _Pair:
    """What both schemes are read and scored with; ``notes``: what only the second result was warned of."""

    def __init__(
        self,
        as_of: date | None,
        plugins: Sequence[Path],
        figures: tuple[str, ...],
        rulings: Path | None,
        decimal: tuple[DecimalOf, ...],
        *,
        sample: bool,
    ) -> None:
        self.as_of, self.plugins, self.sample = as_of, plugins, sample
        self.figures, self.rulings, self.decimal = figures, rulings, decimal
        self.notes: tuple[Problem, ...] = ()

    def difference(self, old: str, new: str, waiting: Waiting) -> Difference:
        """Compare the schemes, and their results where there are figures.

        Raises:
            DvkError: What is wrong with either, at the first step that cannot go on.
        """
        from dvk_scoring.analysis.compare import Difference, compare_results
        from dvk_scoring.problem import told_anew
        from dvk_scoring.scheme.compare import compare_columns, compare_schemes
        from dvk_scoring.text import Text

        self._refuse()
        one, other = both(self._load, old, new)
        diff = Difference(one, other, (*compare_schemes(one, other), *compare_columns(one.columns, other.columns)))
        self.notes = told_anew(one.problems, other.problems)
        if not (self.figures or self.sample):
            return diff
        waiting.say(Text(vi="Đang tính điểm theo cả hai…", en="Scoring with both…"))
        self._take_sample(one)
        before, after = both(lambda scheme: self._scored(scheme, (one, other)), one, other)
        self.notes = told_anew(before.problems, after.problems)
        return Difference(one, other, diff.changes, compare_results(before, after))

    def _refuse(self) -> None:
        from dvk_scoring.problem import DvkError, problem

        if self.sample and self.figures:
            raise DvkError([problem("DVK-O741")])
        if self.rulings is not None and not (self.sample or self.figures):
            raise DvkError([problem("DVK-O742")])

    def _load(self, source: str) -> Scheme:
        from dvk_scoring.run import load_scheme

        return load_scheme(source, as_of=self.as_of, plugins=self.plugins)

    def _take_sample(self, scheme: Scheme) -> None:
        """Name the files of the sample as if they had been given.

        Raises:
            DvkError: The scheme ships none.
        """
        from dvk_scoring.problem import DvkError, Place, problem

        if not self.sample:
            return
        if scheme.sample is None:
            raise DvkError([problem("DVK-E102", Place(file=scheme.path), scheme=scheme.id, path=scheme.path)])
        self.figures = tuple(map(str, scheme.sample_figures))
        self.rulings = self.rulings or scheme.sample_rulings

    def _scored(self, scheme: Scheme, both: tuple[Scheme, Scheme]) -> Result:
        """Score with one of the schemes; columns that only the other asks for may be there."""
        from dvk_scoring.run import read_figures, read_rulings, score

        besides = {name for either in both for name in either.figure_columns}
        decimal = marks(self.decimal, self.figures)
        figures = read_figures(scheme, self.figures, decimal=decimal, besides=besides)
        rulings = () if self.rulings is None else read_rulings(scheme, figures, self.rulings)[0]
        return score(scheme, figures, rulings, as_of=self.as_of, sample=self.sample)


def both(make: Callable[[T], S], one: T, other: T) -> tuple[S, S]:
    """Make both; what is wrong with either is told at once.

    Raises:
        DvkError: All that is wrong.
    """
    from dvk_scoring.problem import DvkError

    made: list[S] = []
    problems: list[Problem] = []
    for source in (one, other):
        try:
            made.append(make(source))
        except DvkError as error:
            problems += error.problems
    if problems:
        raise DvkError(problems)
    return made[0], made[1]


def _run(language: Language, pair: _Pair, old: str, new: str, *, as_json: bool) -> None:
    from dvk_scoring.cli.screen import console, print_problems, say_json
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.report.changes.json import changes_json
    from dvk_scoring.report.changes.terminal import print_changes

    with Waiting(console(stderr=True), language) as waiting:
        diff = pair.difference(old, new, waiting)
    if as_json:
        say_json(changes_json(diff))
    else:
        print_changes(diff, language, console())
    print_problems(pair.notes, language)
