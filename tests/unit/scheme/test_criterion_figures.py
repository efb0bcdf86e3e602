"""What a scheme calls the figures of its plugins: every figure of every plugin, each column, what criteria share."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from dvk_scoring.criteria.criterion import figures_class
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.figures.read import read_figures
from dvk_scoring.forms.layout import asked_figures
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.problem import DvkError
from dvk_scoring.report.rules.document import tell_rules
from dvk_scoring.report.rules.markdown import to_markdown
from dvk_scoring.scaffold.scheme.plan import has_maximum
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.read import load_scheme
from dvk_scoring.text import Language, Text

HEAD = '[scheme]\nid = "x"\ntitle = "X"\n'
REGISTRY = Registry.of()
PLUGINS = REGISTRY.ids()
LANGUAGES: tuple[Language, ...] = ("vi", "en")


def read(folder: Path, text: str) -> Scheme:
    (folder / "scheme.toml").write_text(HEAD + text, encoding="utf-8")
    return load_scheme(str(folder / "scheme.toml"))[0]


def specs(scheme: Scheme) -> Mapping[str, FigureSpec]:
    return {name: spec for name, (spec, _) in scheme.figure_columns.items()}


def use(plugin: str, figures: str) -> str:
    """Write a scheme of one plugin, as a criterion or, where it has no maximum, as a bonus beside one."""
    klass = REGISTRY.criterion(plugin)
    params = "params = { attempts = 3 }" if plugin == "attempts" else ""
    if has_maximum(klass) and klass.range.low is not None:
        return (
            f"[criteria.it]\nplugin = '{plugin}'\nweight = 100\ntitle = 'T'\n{params}\n[criteria.it.figures]\n{figures}"
        )
    other = "[criteria]\npass-fail = { weight = 100 }\n"
    return f"{other}[bonuses.it]\nplugin = '{plugin}'\ncap = 5\ntitle = 'T'\n{params}\n[bonuses.it.figures]\n{figures}"


@pytest.mark.parametrize("plugin", PLUGINS)
def test_every_figure_of_every_plugin_can_be_named(plugin: str, tmp_path: Path) -> None:
    """The scheme's names stand on every column, and the plugin's own nowhere in the rules document."""
    declared = figures_class(REGISTRY.criterion(plugin)).dvk_declared
    titles = {name: f"{name} {{name}}" if one.each else name for name, one in declared.items()}
    lines = [
        f'{name} = {{ title = {{ vi = "Tên {title}", en = "Title {title}" }}, help = "Ghi {name}" }}'
        for name, title in titles.items()
    ]
    scheme = read(tmp_path, use(plugin, "\n".join(lines)))
    found = {name: spec for name, spec in specs(scheme).items() if name != "pass-fail.passed"}
    assert {spec.many or spec.name for spec in found.values()} == {*declared}
    for spec in found.values():
        figure = spec.many or spec.name
        assert spec.label.vi.startswith(f"Tên {figure}")
        assert spec.label.en.startswith(f"Title {figure}")
        assert spec.help == Text.same(f"Ghi {figure}")
        assert spec.named == {"label", "help"}
    for language in LANGUAGES:
        text = to_markdown(tell_rules(scheme, language))
        for name, one in declared.items():
            assert one.each or f"“{one.label.in_(language)}”" not in text, name


def test_a_title_of_many_columns_has_the_name_of_each(tmp_path: Path) -> None:
    text = use("panel", 'marks.title = { vi = "Điểm của {name}", en = "Mark of {name}" }').replace(
        "weight = 100\n", "weight = 100\nparams = { judges = 3, rule = 'mean' }\n"
    )
    assert [spec.label for spec in specs(read(tmp_path, text)).values()] == [
        Text(vi=f"Điểm của {name}", en=f"Mark of {name}") for name in "123"
    ]


def test_one_column_may_be_called_by_itself(tmp_path: Path) -> None:
    scheme = read(tmp_path, use("checklist", '"items.plan".title = "Kế hoạch đã duyệt"'))
    assert [spec.label.vi for spec in specs(scheme).values()] == [
        "Kế hoạch đã duyệt",
        "Đã thực hiện",
        "Có báo cáo, sơ kết",
    ]


PAIRS = """
from collections.abc import Sequence
from dvk_scoring.api import *
class PairFigures(Figures):
    held: Many = each("terms", count(vi="Đã làm {name}", en="Held {name}"))
    planned: Many = each("terms", count(vi="Phải làm {name}", en="Planned {name}"))
class PairParams(Params):
    terms: int = setting(2, low=1, high=9, vi="Số kỳ", en="Terms")
class Pairs(Criterion[PairFigures, PairParams]):
    "All that was done over all there was to do."
    id = "pairs"
    title = Text(vi="Theo kỳ", en="By term")
    source = Text(vi="không có", en="none")
    def score(self, figures: PairFigures, params: PairParams) -> Num:
        return clip(ratio(total(figures.held), total(figures.planned), when_empty=0), 0, 1)
@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    return [Pairs]
"""


def test_each_column_is_held_to_the_one_of_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "pairs.py").write_text(PAIRS, encoding="utf-8")
    (tmp_path / "scheme.toml").write_text(
        f"{HEAD}[criteria]\npairs = {{ weight = 100, figures.held.at_most = 'planned' }}\n", encoding="utf-8"
    )
    scheme, _ = load_scheme(str(tmp_path / "scheme.toml"), plugins=[tmp_path / "pairs.py"])
    assert [(spec.name, spec.at_most) for spec in specs(scheme).values()] == [
        ("held.1", "planned.1"),
        ("held.2", "planned.2"),
        ("planned.1", None),
        ("planned.2", None),
    ]


def test_a_number_holds_all_columns(tmp_path: Path) -> None:
    scheme = read(tmp_path, use("panel", "marks.at_most = 9.5"))
    assert {(spec.high, spec.at_most) for spec in specs(scheme).values()} == {(Fraction(19, 2), None)}


def test_what_criteria_share_is_named_at_one_of_them(tmp_path: Path) -> None:
    scheme = read(
        tmp_path,
        "[criteria]\nfirst = { plugin = 'outreach', weight = 60, title = 'A' }\n"
        'outreach = { weight = 40, figures = { population = { title = "Nhân khẩu", by = "committee" } } }\n',
    )
    population = specs(scheme)["population"]
    assert (population.label, population.by) == (Text.same("Nhân khẩu"), "committee")
    for one in scheme.criteria.values():
        (shared,) = (spec for spec in one.figures if spec.name == "population")
        assert shared.label == Text.same("Nhân khẩu")
        assert all(decided.built.figures.count(shared) == 1 for decided in one.by_kind.values())


def test_who_reports_a_figure_is_who_is_asked(tmp_path: Path) -> None:
    scheme = read(tmp_path, use("ratio", 'over.by = "committee"\nunder.by = "unit"'))
    assert [*asked_figures(scheme, "unit", "unit")] == ["it.under"]
    assert [*asked_figures(scheme, "unit", "committee")] == ["it.over"]


NAMED = """
over = { title = { vi = "Hộ đã ký cam kết", en = "Households that signed" }, at_most = "under" }
under = { title = { vi = "Số hộ trong xã", en = "Households of the commune" }, at_most = 500 }
"""
CELLS = "unit,it.over,it.under\na,120,119\nb,1,501\nc,500,500\nd,KP,3\ne,,3\n"
OVER: Mapping[Language, tuple[str, str]] = {
    "vi": (
        "“Hộ đã ký cam kết” = 120 vượt quá “Số hộ trong xã” = 119.",
        "501 nằm ngoài khoảng 0 đến 500 (Số hộ trong xã).",
    ),
    "en": (
        "“Households that signed” = 120 exceeds “Households of the commune” = 119.",
        "501 is outside 0 to 500 (Households of the commune).",
    ),
}


def test_a_part_above_its_whole_is_refused_in_its_cell(tmp_path: Path) -> None:
    scheme = read(tmp_path, use("ratio", NAMED))
    path = tmp_path / "figures.csv"
    path.write_text(CELLS, encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        read_figures(scheme, [path])
    for language, (over, outside) in OVER.items():
        told = {(one.code, one.place.line): one.text(language) for one in caught.value.problems}
        assert (told["DVK-D314", 2], told["DVK-D312", 3]) == (over, outside)


def test_a_setting_named_weight_takes_no_part_in_a_title(tmp_path: Path) -> None:
    """A mark goes up to the weight, and there is a build for each kind of unit: all are called alike."""
    scheme = read(
        tmp_path,
        "[clusters]\na = { title = 'A', kind = 'a' }\nb = { title = 'B', kind = 'b' }\n"
        "[criteria]\nmark = { plugin = 'direct', weight = { a = 60, b = 70 }, figures.points.title = 'Điểm' }\n"
        "other = { plugin = 'pass-fail', weight = { a = 40, b = 30 }, title = 'O' }\n",
    )
    mark = scheme.criteria["mark"]
    assert {spec.label.vi for one in mark.by_kind.values() for spec in one.built.figures} == {"Điểm"}
    assert [spec.high for spec in mark.figures] == [70]
    assert {kind: one.built.figures[0].high for kind, one in mark.by_kind.items()} == {"a": 60, "b": 70}


@pytest.mark.parametrize("plugin", PLUGINS)
def test_a_figure_that_is_not_named_is_called_as_the_plugin_says(plugin: str, tmp_path: Path) -> None:
    assert not any(spec.named for spec in specs(read(tmp_path, use(plugin, ""))).values())
