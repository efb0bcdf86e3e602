"""The contract: a good criterion passes every check; readers that are wrong are caught; how an author calls it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from python_calamine import CalamineWorkbook

from dvk_scoring.formula.exact import evaluate
from dvk_scoring.formula.state import State
from dvk_scoring.formula.working import Working
from dvk_scoring.problem import DvkError
from dvk_scoring.scoring.plan import ScoringPlan
from dvk_scoring.testing import contract, run_contract, units_of
from dvk_scoring.testing.bench import Bench
from dvk_scoring.testing.checks import CHECKS, result_of
from dvk_scoring.testing.generate import Generated
from dvk_scoring.testing.recalculated import NoOfficeError, Sheets, poisoned
from dvk_scoring.testing.single import Points, Single
from dvk_scoring.testing.subject import Subject, subjects_of
from dvk_scoring.testing.trial import Trial, draw_trials
from dvk_scoring.text import Text
from tests.unit.testing.test_toys import EXAMPLES, QUICK, SCORE, TOYS, checked, pasted_fails, write_toy


def good(folder: Path) -> Path:
    return write_toy(folder, {}, {})


def test_a_good_criterion_passes_every_check(tmp_path: Path) -> None:
    results = checked(good(tmp_path), tuple(CHECKS) if shutil.which("soffice") or os.environ.get("CI") else QUICK)
    assert [one for one in results if one.status != "passed" or one.failures] == []


ERRORS = (
    '"0.25" + "0.5" * least(1, ratio(figures.done, params.goal * figures.due, when_empty="error"))',
    'least(1, "0.5" * share_of_best(figures.done, when_empty="error") + "0.5" * params.goal)',
)


@pytest.mark.parametrize("score", ERRORS)
def test_what_a_formula_calls_an_error_is_no_fault_of_the_readers(score: str, tmp_path: Path) -> None:
    """All readers agree that there is no number, and the sheet is written for the units that have one."""
    plugin = write_toy(tmp_path, {SCORE: score}, None)
    checks = ("order", "subset", "chunks", "engines")
    assert [(one.status, one.failures) for one in checked(plugin, checks)] == [("passed", ())] * len(checks)
    # What is not recalculated differs by its poisoned cells, and by nothing that ends the check before.
    result = result_of(bench_of(plugin, recalculate=copied), "sheet")
    assert [one.problem.code for one in result.failures] == ["DVK-C429"]


def bench_of(plugin: Path, **broken: Any) -> Bench:
    (subject,) = subjects_of(plugin)
    return Bench(subject, EXAMPLES, 1, **broken)


def by_place(one: Single, plan: ScoringPlan, data: Generated) -> list[Points]:
    """A reader that gives the first unit nothing."""
    return [(State.OK, Fraction(0)) if not at else points for at, points in enumerate(one.run("exact", data, plan))]


def by_count(one: Single, plan: ScoringPlan, data: Generated) -> list[Points]:
    """A reader that gives every unit more the more there are."""
    return [(state, (points or 0) + Fraction(len(data.rows))) for state, points in one.run("exact", data, plan)]


def wrong_states(*args: Any, **named: Any) -> Working:
    working = evaluate(*args, **named)
    working.outcomes = tuple(attrs.evolve(one, state=State.OK) for one in working.outcomes)
    return working


def wrong_meaning(*args: Any, **named: Any) -> Working:
    working = evaluate(*args, **named)
    working.columns = {node: [Fraction(0)] * len(working.units) for node in working.columns}
    return working


class Drifting:
    """A reference that gives another answer every time."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, *args: Any, **named: Any) -> Working:
        self.calls += 1
        working = evaluate(*args, **named)
        working.outcomes = tuple(attrs.evolve(one, value=Fraction(self.calls)) for one in working.outcomes)
        return working


READERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "order": ("order", "DVK-C412", {"readers": {"polars": by_place}}),
    "subset": ("subset", "DVK-C413", {"readers": {"polars": by_count}}),
    "chunks": ("chunks", "DVK-C414", {"readers": {"polars": by_count}}),
    "engines": ("engines", "DVK-C428", {"readers": {"polars": by_count}}),
    "states": ("states", "DVK-C415", {"evaluate": wrong_states}),
    "empty": ("empty", "DVK-C418", {"evaluate": wrong_meaning}),
    "twice": ("twice", "DVK-C427", {"evaluate": Drifting()}),
}


@pytest.mark.parametrize("name", READERS)
def test_a_reader_that_is_wrong_is_caught(name: str, tmp_path: Path) -> None:
    """What no criterion can do wrong by itself: a reader of the program could."""
    check, code, broken = READERS[name]
    result = result_of(bench_of(good(tmp_path), **broken), check)
    assert (result.status, [one.problem.code for one in result.failures]) == ("failed", [code])
    pasted_fails(tmp_path / "toy", result.failures[0])


def copied(paths: Sequence[Path], folder: Path) -> list[Sheets]:
    """No recalculation at all: every cached result is wrong."""
    books = [CalamineWorkbook.from_path(poisoned(path)) for path in paths]
    return [
        {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
        for book in books
    ]


def no_office(paths: Sequence[Path], folder: Path) -> list[Sheets]:
    raise NoOfficeError(Text(vi="không tìm thấy LibreOffice", en="LibreOffice not found"))


def test_a_sheet_that_differs_is_caught(tmp_path: Path) -> None:
    result = result_of(bench_of(good(tmp_path), recalculate=copied), "sheet")
    assert (result.status, [one.problem.code for one in result.failures]) == ("failed", ["DVK-C429"])


def test_without_office_the_sheet_is_not_run(tmp_path: Path) -> None:
    result = result_of(bench_of(good(tmp_path), recalculate=no_office), "sheet")
    assert (result.status, result.told("en")) == ("not-run", "LibreOffice not found")
    assert result.ok


def test_a_failure_is_the_smallest_and_always_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plugin = TOYS["above 1"].write(tmp_path)
    first, second = (checked(plugin, ["range"])[0] for _ in range(2))
    assert first.told("vi") == second.told("vi")
    assert "figures = { due = 1, done = 2 }" in first.told("en")
    assert "2 ÷ 1 = 2" in first.told("en").replace("(0.5 × 0 + 1) × ", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["toy"]


def keeps_to_its_declaration(trial: Trial) -> bool:
    for row in trial.data.rows:
        for spec in trial.built.figures:
            cells = [row[name] for name in (spec.name, *spec.plus)]
            numbers = [cell for cell in cells if isinstance(cell, Fraction)]
            most = row[spec.at_most] if spec.at_most else spec.high
            if isinstance(most, Fraction) and len(numbers) == len(cells) and sum(numbers) > most:
                return False
    return True


def test_units_keep_to_what_is_declared() -> None:
    """No unit is drawn that a file of figures would be refused for; gaps, ends and boundaries are drawn."""
    (subject,) = subjects_of("complaint-handling")
    drawn = draw_trials(units_of(subject.criterion), 80, 1)
    assert all(map(keeps_to_its_declaration, drawn))
    cells = [cell for trial in drawn for row in trial.data.rows for cell in row.values()]
    assert {State.NOT_REPORTED, State.NOT_ASSIGNED, Fraction(0), Fraction(1)} <= set(cells)
    assert {len(set(trial.data.clusters)) for trial in drawn} == {1, 2, 3}
    built = drawn[0].built
    assert built.figures[0].high in {row[built.figures[0].name] for trial in drawn for row in trial.data.rows}
    whole = draw_trials(units_of(subject.criterion, gaps=False, most=1), 20, 1)
    assert {len(trial.data.rows) for trial in whole} == {1}
    assert not any(isinstance(cell, State) for trial in whole for cell in trial.data.rows[0].values())


def test_every_param_stands_at_its_ends() -> None:
    bench = Bench(subjects_of("complaint-handling")[0], 10, 1)
    for spec in bench.shapes[0].params:
        assert {spec.default, spec.low, spec.high} <= {trial.params[spec.name] for trial in bench.trials}


def test_a_class_a_path_and_an_id_are_the_same_criterion(tmp_path: Path) -> None:
    plugin = good(tmp_path)
    (plugin / "tests").mkdir()
    (by_folder,), (by_file,), (below,) = (
        subjects_of(path) for path in (plugin, plugin / "criterion.py", plugin / "tests")
    )
    (by_class,) = subjects_of(by_folder.criterion)
    found: list[Subject] = [by_folder, by_file, below, by_class]
    assert {one.id for one in found} == {"toy"}
    assert {one.cases for one in found} == {plugin / "cases.toml"}
    assert subjects_of("toy", [tmp_path])[0].id == "toy"
    assert [one.id for one in subjects_of(tmp_path)] == ["toy"]


def test_two_criteria_of_a_plugin_have_cases_each(tmp_path: Path) -> None:
    plugin = good(tmp_path)
    (plugin / "cases-toy.toml").write_text("", encoding="utf-8")
    assert subjects_of(plugin)[0].cases == plugin / "cases-toy.toml"


@pytest.mark.parametrize("what", [Path("nowhere"), "nowhere"])
def test_what_is_not_there_is_told(what: Path | str) -> None:
    with pytest.raises(DvkError) as refused:
        run_contract(what)
    assert {one.code for one in refused.value.problems} <= {"DVK-C101", "DVK-C107"}


def test_an_unknown_check_is_told() -> None:
    with pytest.raises(DvkError) as refused:
        run_contract("ratio", ["rnage"])
    assert [one.code for one in refused.value.problems] == ["DVK-C402"]
    assert "“range”" in refused.value.problems[0].in_("en")


def test_without_hypothesis_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    for call in (lambda: run_contract("ratio"), lambda: contract("ratio")):
        with pytest.raises(DvkError) as refused:
            call()
        assert [one.code for one in refused.value.problems] == ["DVK-E101"]
        assert 'pip install "dvk-scoring[testing]".' in refused.value.problems[0].in_("vi")


def test_the_page_tells_of_every_check() -> None:
    page = (Path(__file__).parents[3] / "docs" / "contract.md").read_text(encoding="utf-8")
    assert [name for name, one in CHECKS.items() if f"| `{name}` | {one.holds.en} |" not in page] == []


AUTHORS = """
from pathlib import Path
from dvk_scoring.testing import contract
test_contract = contract(Path(__file__).parent)
"""


def run_pytest(plugin: Path) -> str:
    """Run an author's tests in a process of their own, as the author would."""
    command = [sys.executable, "-m", "pytest", "-rA", "--import-mode=importlib", "-p", "no:cacheprovider", "."]
    done = subprocess.run(command, cwd=plugin, capture_output=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("below", ["", "tests"])
def test_an_author_writes_one_line(tmp_path: Path, below: str) -> None:
    plugin = write_toy(tmp_path, {"least(1, ": "("}, {})
    (plugin / below).mkdir(exist_ok=True)
    (plugin / below / "test_criterion.py").write_text(AUTHORS, encoding="utf-8")
    said = run_pytest(plugin)
    assert "1 failed, 11 passed, 5 skipped" in said
    assert "test_criterion.py::test_contract[toy-texts]" in said
    assert "FAILED" in said
    assert "test_contract[toy-range]" in said


def test_a_plugin_that_cannot_be_loaded_fails_as_one_test(tmp_path: Path) -> None:
    plugin = write_toy(tmp_path, {"import sys\n": "import nothing_of_this_name\n"}, {})
    (plugin / "test_criterion.py").write_text(AUTHORS, encoding="utf-8")
    said = run_pytest(plugin)
    assert "1 failed" in said
    assert "test_contract[load]" in said
    assert "DVK-C122" in said
