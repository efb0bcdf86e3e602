"""Schemes built by hand for the tests of figures: every kind of figure, two kinds of unit, voices when asked for.

And the documentation site, built once for all that look at it.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from importlib.util import find_spec
from itertools import count as count_up
from pathlib import Path
from shutil import which
from typing import Any, Final

import attrs
import pytest
from hypothesis import HealthCheck, settings

from dvk_scoring.criteria.criterion import Criterion, build
from dvk_scoring.criteria.figure_specs import figure_specs
from dvk_scoring.criteria.figures import Figures, Params, choice, count, decimal, each, mark, yes_no
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.figures.read import read_figures
from dvk_scoring.formula.build import ratio
from dvk_scoring.formula.tree import Num
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.scheme.model import Adjustment, Cluster, CriterionUse, Decided, Limits, Ranking, Rounding, Scheme
from dvk_scoring.text import Text

# How long an example takes is the machine's affair: what is slow is told by the benchmarks, not by a test.
settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
# Looks for what is no longer used, as often as Python has them, take a tenth of the tests' time.
gc.set_threshold(20_000, 20, 100)

ROOT = Path(__file__).parents[1]
WHOLE = Fraction(100)


_FOLDERS: Final = count_up()


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a test a folder of its own; pytest looks through those of all tests before to give it a number."""
    path = tmp_path_factory.getbasetemp() / f"test-{next(_FOLDERS)}"
    path.mkdir()
    return path


class Cases(Figures):
    due: Num = count(vi="Đơn đến hạn", en="Cases due")
    in_time: Num = count(vi="Đúng hạn", en="In time", at_most="due", plus=("late",))
    late: Num = count(vi="Quá hạn", en="Late", at_most="due")
    missed: Num = count(vi="Bỏ sót", en="Missed", by="committee", blank=0)
    population: Num = count(vi="Dân số", en="Population", shared=True)


class Service(Figures):
    rate: Num = decimal(vi="Tỷ lệ hài lòng", en="Satisfaction", places=2, high=100, measure="percent")
    area: Num = decimal(vi="Diện tích", en="Area", places=3, high=5000)
    open: Num = yes_no(vi="Mở cửa", en="Open")
    level: Num = choice(
        {"low": Text(vi="Thấp", en="Low"), "mid": Text(vi="Vừa", en="Middle"), "high": Text(vi="Cao", en="High")},
        vi="Mức",
        en="Level",
    )


class Judged(Figures):
    marks: tuple[Num, ...] = each("judges", mark(vi="Điểm {name}", en="Mark {name}", step="0.5"))


class NoParams(Params):
    pass


def specs(figures: type[Figures], **settings: object) -> Any:
    return figure_specs(figures.dvk_declared, settings)


class CasesInTime(Criterion[Cases, NoParams]):
    """A criterion for a scheme's sake: reading figures looks at declarations only."""

    id = "cases"
    title = Text(vi="Giải quyết đơn", en="Cases")
    source = Text.same("hand-made")

    def score(self, figures: Cases, params: NoParams) -> Num:
        return ratio(figures.in_time, figures.due, when_empty=0)


def use(criterion_id: str, figures: Any, kinds: tuple[str, ...]) -> CriterionUse:
    decided = Decided("cases", build(CasesInTime), {})
    return CriterionUse(
        criterion_id,
        Text.same(criterion_id),
        "",
        None,
        dict.fromkeys(kinds, Fraction(10)),
        dict.fromkeys(kinds, decided),
        figures,
        Text.same("hand-made"),
    )


def make(**changes: Any) -> Scheme:
    """Wards and departments; criteria ``cases`` (all), ``service`` (wards), ``panel`` (all); bonus ``extra``."""
    cases, service = specs(Cases), specs(Service)
    judged = tuple(attrs.evolve(spec, optional=True) for spec in specs(Judged, judges=2))  # a judge may be away
    extra = Adjustment(
        "extra",
        Text.same("extra"),
        "",
        "total",
        None,
        Fraction(1),
        None,
        Decided("cases", build(CasesInTime), {}),
        (cases[3],),
    )
    scheme = Scheme(
        id="tested",
        title=Text.same("tested"),
        path="tested.toml",
        hash="",
        entrant=Text(vi="đơn vị", en="unit"),
        valid_from=None,
        valid_to=None,
        as_of=None,
        legal_basis=(),
        total=WHOLE,
        weights="points",
        rounding=Rounding(),
        limits=Limits(),
        not_assigned="leaves-total",
        not_reported="not-ranked",
        unappraised="warn",
        voices=(),
        clusters={
            "wards": Cluster("wards", Text.same("wards"), "ward"),
            "departments": Cluster("departments", Text.same("departments"), "department"),
        },
        figures={
            "population": cases[4],
            "discipline": attrs.evolve(cases[3], name="discipline", by="unit", blank=None),
        },
        figures_apply={},
        sections={},
        criteria={
            "cases": use("cases", cases, ("ward", "department")),
            "service": use("service", service, ("ward",)),
            "panel": use("panel", judged, ("ward", "department")),
        },
        bonuses={"extra": extra},
        penalties={},
        knock_outs={},
        ranking=Ranking(),
        classes={},
        titles={},
    )
    return attrs.evolve(scheme, **changes)


def make_narrow(**changes: Any) -> Scheme:
    """A scheme of one figure of the unit, ``population``, and the criteria and figures given."""
    cases = specs(Cases)
    bare = {"figures": {"population": cases[4]}, "criteria": {}, "bonuses": {}}
    return make(**(bare | changes))


@attrs.frozen
class Reader:
    """Writes files and reads them as figures."""

    folder: Path

    def write(self, content: str | bytes, name: str = "figures.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, scheme: Scheme, *contents: str, **options: Any) -> FigureSet:
        paths = [self.write(one, f"f{at}.csv" if at else "figures.csv") for at, one in enumerate(contents)]
        return read_figures(scheme, paths, **options)

    def problems(self, scheme: Scheme, *contents: str, **options: Any) -> list[Problem]:
        try:
            return list(self.read(scheme, *contents, **options).problems)
        except DvkError as error:
            return list(error.problems)


@pytest.fixture(scope="session")
def make_scheme() -> Callable[..., Scheme]:
    return make


@pytest.fixture(scope="session")
def narrow_scheme() -> Callable[..., Scheme]:
    return make_narrow


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation site, built strictly, for the tests of the group ``site``."""
    folder = tmp_path_factory.mktemp("documentation") / "site"
    command = [sys.executable, str(ROOT / "docs" / "_ext" / "build_site.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    assert done.stdout == f"The site: {folder / 'index.html'}\n"
    return folder


@pytest.fixture(scope="session")
def spark() -> Iterator[None]:
    """One session for all that runs on Spark; without Java or pyspark such a test is skipped, and fails in CI."""
    lacking = [name for name, found in (("java", which("java")), ("pyspark", find_spec("pyspark"))) if found is None]
    if lacking and not os.environ.get("CI"):
        pytest.skip(f"without {' and '.join(lacking)}")
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "localhost",
        # Short runs: compiling well, and compiling queries at all, would take longest.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.codegen.wholeStage": "false",
        "spark.log.level": "OFF",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield
    session.stop()
