"""A trial answers what if; no writer takes it for a result, and its mark stays whatever is done with it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import pytest

import dvk_scoring
from dvk_scoring import DvkError, Result, compare, result_frame, stability, what_if, write_result, write_stability
from dvk_scoring.analysis.stability import Spread
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.report.comparison.html import compared_html
from dvk_scoring.report.comparison.json import compared_json
from dvk_scoring.report.comparison.write import write_compared
from dvk_scoring.report.documents.drafts import decision_data, submission_data
from dvk_scoring.report.documents.head import head_data
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.minutes import minutes_data
from dvk_scoring.report.documents.sheet import sheet_data
from dvk_scoring.report.documents.summary import summary_data
from dvk_scoring.report.documents.table import table_data
from dvk_scoring.report.documents.tally import tally_data
from dvk_scoring.report.documents.words import PaperSayer
from dvk_scoring.report.documents.write import KINDS, suffixes, write_document, write_template
from dvk_scoring.report.html.write import html, write_html
from dvk_scoring.report.json import explanation_json, json_lines, write_json
from dvk_scoring.report.public.edition import make_edition
from dvk_scoring.report.stability.json import stability_json
from dvk_scoring.report.stability.page import stability_html
from dvk_scoring.report.tables import write_result_table
from dvk_scoring.report.workbook.write import write_workbook
from dvk_scoring.report.write import WRITERS
from dvk_scoring.scaffold.scheme.cases import write_cases
from dvk_scoring.seal.gather import Made
from dvk_scoring.seal.make import edition_of, seal_edition, seal_result
from dvk_scoring.seal.recompute import said_of
from dvk_scoring.text import Language
from tests.samples import score_sample

SOURCE = Path(dvk_scoring.__file__).parent
OF_RESULTS = {"Result", "Stability", "ComparedResults"}
TOLD: Mapping[Language, str] = {
    "vi": "DVK-O756 {}: Đây là kết quả THỬ, không phải kết quả; không ghi ra tệp, không niêm phong.\n"
    "    → Sửa thật bảng điểm, số liệu hoặc quyết định, tính điểm lại, rồi ghi kết quả đó.",
    "en": "DVK-O756 {}: This is a TRIAL and not a result; it is not written and not sealed.\n"
    "    → Change the scheme, figures or rulings themselves, score, and write that result.",
}
NEVER_ALONE = {
    "criterion_json": "plugins try: figures of one's own choice, no competition",
    "page_data": "what html puts into its page",
}
"""Functions of these names that nothing but a guarded one calls."""
Write = Callable[[Result, Path], object]
LETTERHEAD = Letterhead()
STILL = Spread(draws=1)


def _made(result: Result) -> Made:
    return Made(result.scheme.path, (), Registry.of(()))


ASKED: Mapping[str, Write] = {
    "write_result": lambda result, path: write_result(result, path / "x.json"),
    "write_json": lambda result, path: write_json(result, path / "x.json", "vi"),
    "json_lines": lambda result, _: list(json_lines(result, "vi")),
    "explanation_json": lambda result, _: explanation_json(result, result.units[0].unit, (), "vi"),
    "write_html": lambda result, path: write_html(result, path / "x.html", "vi"),
    "html": lambda result, _: html(result, "vi"),
    "write_workbook": lambda result, path: write_workbook(result, path / "x.xlsx", "vi"),
    "write_result_table": lambda result, path: write_result_table(result, path / "x.csv", "csv"),
    "write_template": lambda result, path: write_template(result, "minutes", path / "x.docx", "vi"),
    "write_document": lambda result, path: write_document(result, "minutes", path / "x.docx"),
    "head_data": lambda result, _: head_data(result, LETTERHEAD, "minutes", PaperSayer("vi", result.scheme.entrant)),
    "minutes_data": lambda result, _: minutes_data(result, LETTERHEAD, "vi"),
    "tally_data": lambda result, _: tally_data(result, LETTERHEAD, "vi"),
    "sheet_data": lambda result, _: sheet_data(result, result.units[0].unit, LETTERHEAD, "vi"),
    "summary_data": lambda result, _: summary_data(result, LETTERHEAD, "vi"),
    "table_data": lambda result, _: table_data(result, LETTERHEAD, "vi"),
    "submission_data": lambda result, _: submission_data(result, LETTERHEAD, "vi"),
    "decision_data": lambda result, _: decision_data(result, LETTERHEAD, "vi"),
    "make_edition": lambda result, _: make_edition(result),
    "edition_of": lambda result, _: edition_of(result),
    "seal_result": lambda result, _: seal_result(result, _made(result)),
    "seal_edition": lambda result, _: seal_edition(result, "0" * 64),
    "said_of": lambda result, _: said_of(result, "0.1.0"),
    "write_cases": lambda result, _: write_cases(result, {}, "vi"),
    "write_stability": lambda result, path: write_stability(stability(result, STILL), path / "x.json"),
    "stability_json": lambda result, _: stability_json(stability(result, STILL)),
    "stability_html": lambda result, _: stability_html(stability(result, STILL), "vi"),
    "write_compared": lambda result, path: write_compared(_compared(result), path / "x.json", "vi"),
    "compared_json": lambda result, _: compared_json(_compared(result)),
    "compared_html": lambda result, _: compared_html(_compared(result), "vi"),
}


def _compared(result: Result) -> dvk_scoring.ComparedResults:
    return compare(score_sample("stage-contest", sample=False), result)


@pytest.fixture(scope="module")
def trial() -> Result:
    result = score_sample("stage-contest", sample=False)
    key = next(name for name, one in result.figures.columns.items() if one.spec.kind in ("mark", "decimal", "count"))
    return what_if(result, {f"{result.units[0].unit}.{key}": 1}).after


def _writers() -> set[str]:
    """Give the public functions that make of results what can be read without the program."""
    found: set[str] = set()
    for path in [*SOURCE.glob("report/**/*.py"), *SOURCE.glob("seal/*.py"), *SOURCE.glob("scaffold/**/*.py")]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            taken = {one.annotation.id for one in node.args.args if isinstance(one.annotation, ast.Name)}
            name = node.name
            makes = name.startswith(("write_", "seal_")) or name.endswith(("_json", "html", "_data", "_of", "lines"))
            given = ast.unparse(node.returns) if node.returns else ""
            if taken & OF_RESULTS and makes and given in ("None", "str", "bytes", "dict[str, Any]", "Stamped"):
                found.add(name)
    return found


@pytest.mark.parametrize("name", ASKED)
def test_no_writer_takes_a_trial(name: str, trial: Result, tmp_path: Path) -> None:
    with pytest.raises(DvkError) as refused:
        ASKED[name](trial, tmp_path)
    (one,) = refused.value.problems
    for language, told in TOLD.items():
        assert one.in_(language) == told.format(trial.scheme.path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", WRITERS)
def test_no_form_of_a_result_is_written_of_a_trial(suffix: str, trial: Result, tmp_path: Path) -> None:
    with pytest.raises(DvkError, match="DVK-O756"):
        write_result(trial, tmp_path / f"x{suffix}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("kind", "suffix"), [(kind, suffix) for kind in KINDS for suffix in suffixes(kind)])
def test_no_paper_is_made_of_a_trial(kind: str, suffix: str, trial: Result, tmp_path: Path) -> None:
    unit = trial.units[0].unit if kind == "sheet" else ""
    with pytest.raises(DvkError, match="DVK-O756"):
        write_document(trial, kind, tmp_path / f"x{suffix}", unit=unit)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_every_writer_is_asked() -> None:
    """A writer that comes later stands in the list above, or says why nobody calls it with a trial."""
    assert _writers() - set(ASKED) == set(NEVER_ALONE)


def test_the_mark_stays(trial: Result) -> None:
    assert attrs.evolve(trial, problems=()).trial
    assert what_if(trial).after.trial
    assert what_if(what_if(score_sample("stage-contest", sample=False)).before).before.trial is False
    frame = result_frame(trial)
    assert frame["trial"].to_list() == [True] * len(trial.units)
    assert "trial" not in result_frame(score_sample("stage-contest", sample=False)).columns
