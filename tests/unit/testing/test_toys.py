"""A criterion that keeps the contract, and one defect after the other put into it, caught by its check alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs
import pytest

from dvk_scoring.testing import read_cases, run_cases, run_contract
from dvk_scoring.testing.checks import CHECKS
from dvk_scoring.testing.failure import CheckResult, Failure
from dvk_scoring.testing.subject import subjects_of

GOOD = '''
import sys

from dvk_scoring.api import (
    NOT_ASSIGNED, Criterion, Figures, Num, Params, Text, clip, count, equal, hookimpl, least, log, never_lowers,
    never_raises, param, power, ratio, round_,
    share_of_best,
)


class ToyFigures(Figures):
    due: Num = count(vi="Việc đến hạn", en="Tasks due", high=100)
    done: Num = count(vi="Việc đã làm", en="Tasks done", high=100, at_most="due")


class ToyParams(Params):
    goal: Num = param("1", low="0.5", high="1", vi="Mức phải đạt", en="Share to reach")


class Toy(Criterion[ToyFigures, ToyParams]):
    """Rewards tasks that are done."""

    id = "toy"
    title = Text(vi="Làm việc được giao", en="Tasks done")
    level = 2
    source = Text(vi="tự đặt", en="hand-made")
    promises = (
        never_lowers(Text(vi="Làm thêm không bao giờ bị trừ", en="One more done never costs"), done=+1),
    )

    def score(self, figures: ToyFigures, params: ToyParams) -> Num:
        return least(1, ratio(figures.done, params.goal * figures.due, when_empty=NOT_ASSIGNED))


@hookimpl
def dvk_criteria():
    return [Toy]
'''
CASES = """
[[cases]]
name = { vi = "Làm được một nửa", en = "Half of it done" }
source = "hand-worked"
weight = 10
units = [
  { unit = "A", figures = { due = 4, done = 2 }, points = "5.00" },
  { unit = "B", figures = { due = "", done = 2 }, points = "not-reported" },
]
working = { vi = "2/4 × 10 = 5", en = "2/4 × 10 = 5" }
"""
SCORE = "least(1, ratio(figures.done, params.goal * figures.due, when_empty=NOT_ASSIGNED))"
DUE = 'due: Num = count(vi="Việc đến hạn", en="Tasks due", high=100)'
DONE = 'done: Num = count(vi="Việc đã làm", en="Tasks done", high=100, at_most="due")'
PROMISE = 'never_lowers(Text(vi="Làm thêm không bao giờ bị trừ", en="One more done never costs"), done=+1)'
TITLE = 'title = Text(vi="Làm việc được giao", en="Tasks done")'
FREE = "ratio(figures.done, figures.due + 0 * params.goal, when_empty=NOT_ASSIGNED)"
PAYING = "least(1, ratio(figures.due + 0 * figures.done * params.goal, 8, when_empty=NOT_ASSIGNED))"
CALLS = "import itertools\n\nCALLS = itertools.count()\n"
BLANK = 'en="Tasks due", high=100'


@attrs.frozen
class Toy:
    """One defect.

    Attributes:
        check: The check that must catch it, and no other.
        code: The code it must give.
        source: Text of ``criterion.py`` → what stands there instead.
        cases: The same for ``cases.toml``; None: there is no such file.
        fails_as_case: The printed entry, pasted into ``cases.toml``, fails too.
        warns: It is only a warning.
    """

    check: str
    code: str
    source: Mapping[str, str] = attrs.field(factory=dict)
    cases: Mapping[str, str] | None = attrs.field(factory=dict)
    fails_as_case: bool = False
    warns: bool = False

    def write(self, folder: Path) -> Path:
        """Write the plugin's folder; give its path."""
        return write_toy(folder, self.source, self.cases)


def write_toy(folder: Path, source: Mapping[str, str], cases: Mapping[str, str] | None) -> Path:
    """Write the good toy with replacements; each must replace something."""
    plugin = folder / "toy"
    plugin.mkdir(parents=True)
    (plugin / "criterion.py").write_text(_replaced(GOOD, source), encoding="utf-8")
    if cases is not None:
        (plugin / "cases.toml").write_text(_replaced(CASES, cases), encoding="utf-8")
    return plugin


def _replaced(text: str, pairs: Mapping[str, str]) -> str:
    for old, new in pairs.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


TOYS: Mapping[str, Toy] = {
    "no docstring": Toy("declared", "DVK-C144", {'    """Rewards tasks that are done."""\n\n': ""}),
    "half a help": Toy("texts", "DVK-C430", {'due", high=100)': 'due", high=100, help_vi="Việc có hạn trong kỳ")'}),
    "not translated": Toy("texts", "DVK-C431", {TITLE: 'title = Text.same("Làm việc được giao")'}),
    "a part's name not translated": Toy(
        "texts",
        "DVK-C431",
        {
            "import sys\n": "import sys\n\nfrom dvk_scoring.api import named\n",
            SCORE: f'named("Phần việc được giao", {SCORE})',
        },
    ),
    "another placeholder": Toy("texts", "DVK-C432", {'en="Tasks due"': 'en="Tasks due {name}"'}),
    "no marks": Toy("texts", "DVK-C433", {'vi="Việc đến hạn"': 'vi="Viec den han"'}, warns=True),
    "undeclared figure": Toy(
        "columns",
        "DVK-C158",
        {"import sys\n": "from dvk_scoring.formula.tree import Figure\n", SCORE: SCORE + ' + 0 * Figure("late")'},
    ),
    "unused figure": Toy(
        "columns",
        "DVK-C411",
        {DONE: DONE + '\n    late: Num = count(vi="Việc trễ", en="Tasks late", high=9)'},
        {"done = 2": "done = 2, late = 0"},
        warns=True,
    ),
    "frame library": Toy("import", "DVK-C437", {"import sys\n": "import narwhals\n"}),
    "import with company": Toy(
        "import", "DVK-C438", {"import sys\n": "import sys\n\nif 'pytest' not in sys.modules:\n    raise OSError\n"}
    ),
    "no cases": Toy("cases", "DVK-C435", cases=None),
    "wrong case": Toy("cases", "DVK-C436", cases={'"5.00"': '"5.01"'}),
    "no working": Toy("cases", "DVK-C202", cases={"2/4 × 10 = 5": ""}),
    "counts its calls": Toy(
        "twice",
        "DVK-C426",
        {"import sys\n": CALLS, SCORE: SCORE + " + 0 * (figures.due + next(CALLS))"},
    ),
    "not rounded": Toy("rounding", "DVK-F201", {SCORE: SCORE + ' + 0 * power(2, "0.5")'}),
    "above 1": Toy("range", "DVK-C410", {', at_most="due"': "", SCORE: FREE}, fails_as_case=True),
    "above 1 at a param's end": Toy("range", "DVK-C410", {SCORE: SCORE[9:-1]}, fails_as_case=True),
    "blank that nobody reports": Toy(
        "states", "DVK-C416", {BLANK: f"{BLANK}, blank=200"}, {"not-reported": "0.10"}
    ),
    "logarithm of 0": Toy(
        "empty", "DVK-C419", {SCORE: SCORE + " * clip(round_(log(figures.due + 0 * figures.done), 2), 1, 1)"}
    ),
    "never empty": Toy(
        "empty",
        "DVK-C420",
        {SCORE: "clip(ratio(figures.done, 2 * params.goal * 0 + 2 * figures.due - 1, when_empty=NOT_ASSIGNED), 0, 1)"},
        {'"5.00"': '"2.86"'},
        warns=True,
    ),
    "broken promise": Toy(
        "promises", "DVK-C421", {PROMISE: PROMISE.replace("done=+1", "due=+1")}, fails_as_case=True
    ),
    "promise broken in company": Toy(
        "promises",
        "DVK-C421",
        {
            PROMISE: PROMISE.replace("never_lowers", "never_raises"),
            SCORE: "share_of_best(figures.done + 0 * params.goal * figures.due, when_empty=1)",
        },
        {'"5.00"': '"10.00"'},
    ),
    "promise that is never tried": Toy("promises", "DVK-C422", {PROMISE: PROMISE.replace("done=+1", "done=+101")}),
    "pays for complaints": Toy(
        "never-scored",
        "DVK-C423",
        {DUE: DUE.replace("high=100", 'high=100, counts="complaints"'), SCORE: PAYING},
        fails_as_case=True,
    ),
    "pays for complaints, undeclared": Toy(
        "never-scored",
        "DVK-C424",
        {'vi="Việc đến hạn", en="Tasks due"': 'vi="Đơn khiếu nại", en="Complaints"', SCORE: PAYING},
        warns=True,
    ),
    "counts believers": Toy("never-scored", "DVK-C425", {'vi="Việc đến hạn"': 'vi="Số tín đồ"'}, warns=True),
}  # fmt: skip


OFFICE = ("sheet",)
QUICK = [name for name in CHECKS if name not in OFFICE]
EXAMPLES = 25


def checked(plugin: Path, checks: Sequence[str] = tuple(QUICK)) -> tuple[CheckResult, ...]:
    return run_contract(plugin, checks, examples=EXAMPLES)


def told(results: Sequence[CheckResult]) -> list[tuple[str, str]]:
    """What failed or was warned of: check and code."""
    return sorted({(one.check, each.problem.code) for one in results for each in one.failures})


@pytest.mark.parametrize("name", TOYS)
def test_each_defect_is_caught_by_its_check_alone(name: str, tmp_path: Path) -> None:
    toy = TOYS[name]
    plugin = toy.write(tmp_path)
    results = checked(plugin)
    assert told(results) == [(toy.check, toy.code)]
    assert [one.check for one in results if not one.ok] == ([] if toy.warns else [toy.check])
    for one in results:
        for language in ("vi", "en"):
            assert bool(one.told(language)) == (one.status == "not-run" or bool(one.failures))
        for failure in one.failures:
            if failure.entry:
                assert pasted_fails(plugin, failure) == toy.fails_as_case


def pasted_fails(plugin: Path, failure: Failure) -> bool:
    """Paste the entry into the cases: it can be read, and whether it fails."""
    (subject,) = subjects_of(plugin)
    path = plugin / "cases.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{failure.entry}", encoding="utf-8")
    case = read_cases(subject.criterion, path)[-1]
    assert len(case.units) <= 2
    results = run_cases(subject.criterion, path)[-len(case.units) :]
    path.write_text(before, encoding="utf-8")
    return not all(one.ok for one in results)
