"""What lies beside a criterion and what its file does: worked cases, and an import that brings no frame library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.criteria.imports import LIBRARIES
from dvk_scoring.problem import DvkError, problem
from dvk_scoring.testing.bench import Bench
from dvk_scoring.testing.cases import CaseResult, run_cases
from dvk_scoring.testing.checks.check import Check, Found, place_of, told
from dvk_scoring.testing.failure import Failure
from dvk_scoring.text import Text

_LONGEST: Final = 120
_IMPORT: Final = """
import importlib, json, sys
from pathlib import Path
from dvk_scoring.criteria.find import FoundPlugin
from dvk_scoring.criteria.load import load
name, file, frames = json.loads(sys.argv[1])
reason = ""
try:
    if name.startswith("dvk_plugin_"):
        reason = "; ".join(one.text("en") for one in load(FoundPlugin("under-trial", "folder", file)).problems)
    else:
        importlib.import_module(name)
except Exception as error:
    reason = f"{type(error).__name__}: {error}"
print("\\n" + json.dumps([reason, [one for one in frames if one in sys.modules]]))
"""


def _cases(bench: Bench) -> Found:
    path = bench.subject.cases
    if path is None or not path.is_file():
        return [told(bench, "DVK-C435", file="cases.toml")]
    try:
        results = run_cases(bench.subject.criterion, _as_given(bench, path))
    except DvkError as error:
        return [Failure(fault) for fault in error.problems]
    if not results:
        return [told(bench, "DVK-C435", file=path.name)]
    return [_differing(bench, result) for result in results if not result.ok]


def _as_given(bench: Bench, path: Path) -> Path:
    """Give the path of the cases as the user named the plugin beside which they lie."""
    given = place_of(bench).file
    beside = path if given is None else Path(given).with_name(path.name)
    return beside if beside.absolute() == path.absolute() else path


def _differing(bench: Bench, result: CaseResult) -> Failure:
    place = attrs.evolve(place_of(bench), file=result.place.file, line=result.place.line)
    told_problem = problem("DVK-C436", place, case=result.case, unit=result.unit)
    return Failure(told_problem, Text.same(result.expected), Text.same(result.got), result.unit, result.working)


def _import(bench: Bench) -> Found:
    criterion = bench.subject.criterion
    asked = json.dumps([criterion.__module__, str(bench.subject.file), sorted(LIBRARIES)])
    search = os.pathsep.join(folder or str(Path.cwd()) for folder in sys.path)
    done = subprocess.run(  # noqa: S603 - this interpreter, the author's own file
        [sys.executable, "-c", _IMPORT, asked],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": search, "PYTHONIOENCODING": "utf-8"},
        check=False,
        timeout=_LONGEST,
    )
    if done.returncode:
        return [told(bench, "DVK-C438", reason=done.stderr.strip().splitlines()[-1])]
    reason, loaded = json.loads(done.stdout.splitlines()[-1])
    if reason:
        return [told(bench, "DVK-C438", reason=reason)]
    return [told(bench, "DVK-C437", modules=", ".join(loaded))] if loaded else []


CASES: Final = Check(
    "cases",
    Text(
        vi="Có ca thử tính tay trong cases.toml, và mọi ca cho đúng điểm.",
        en="There are cases worked by hand in cases.toml, and every one comes out.",
    ),
    Text(
        vi="Viết ca thử, mỗi ca có cách tính; ca nào sai thì sửa công thức hoặc sửa ca.",
        en="Write cases, each with its working; where one fails, mend the formula or the case.",
    ),
    _cases,
    ("declared", "columns"),
)
IMPORT: Final = Check(
    "import",
    Text(
        vi="Nạp tiêu chí không nạp theo thư viện bảng số liệu.",
        en="Importing the criterion brings no frame library with it.",
    ),
    Text(
        vi="Chỉ import dvk_scoring.api và thư viện chuẩn; công thức không cần gì khác.",
        en="Import dvk_scoring.api and the standard library; a formula needs nothing else.",
    ),
    _import,
)
