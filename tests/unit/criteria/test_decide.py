"""A scheme's params against what a criterion declares: exact values, every misfit told with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypedDict

import pytest
import tomli

from dvk_scoring.criteria.criterion import AnyCriterion, Criterion, setting_error
from dvk_scoring.criteria.decide import Decided, decide
from dvk_scoring.criteria.figures import Figures, Params, param, setting, yes_no
from dvk_scoring.formula.tree import Num
from dvk_scoring.problem import Place
from dvk_scoring.text import Text
from dvk_scoring.written import plain

Step = TypedDict("Step", {"from": Decimal, "score": Decimal})


class Told(Figures):
    done: Num = yes_no(vi="Đã làm", en="Done")


class Tuned(Params):
    each: Num = param("1", low="0", high="10", vi="Mỗi lần", en="Each")
    judges: int = setting(5, low=1, high=50, vi="Giám khảo", en="Judges")
    rule: Literal["mean", "median"] = setting("mean", vi="Cách", en="Rule")
    trimmed: bool = setting(False, vi="Bỏ hai đầu", en="Trimmed")
    note: str = setting("", vi="Ghi chú", en="Note")
    share: Fraction = setting(Fraction(1, 2), vi="Phần", en="Share")
    names: tuple[str, ...] | Mapping[str, Text] = setting(("a",), vi="Tên", en="Names")
    steps: tuple[Step, ...] = setting((), vi="Bậc", en="Steps")
    most: Decimal | None = setting(None, low=0, vi="Nhiều nhất", en="Most")
    least: Decimal = setting(Decimal(0), high="9.5", vi="Ít nhất", en="Least")
    weight: Fraction = setting(Fraction(100), vi="Điểm tối đa", en="Weight")


class Trial(Criterion[Told, Tuned]):
    """For tests."""

    id = "trial"
    title = Text.same("trial")
    source = Text.same("hand-worked")

    def score(self, figures: Told, params: Tuned) -> Num:
        return figures.done


TRIAL: AnyCriterion = Trial
CLUSTERS = ("c1", "c2")
DAY = date(2025, 6, 1)
NOT_BEGUN = Text(
    vi="Tham số “each” không có giá trị nào đã có hiệu lực. "
    "Giá trị sớm nhất có hiệu lực từ 02/06/2025, ngày tính là 01/06/2025.",
    en="No value of the param “each” has begun. The earliest begins on 2025-06-02, the day counted for is 2025-06-01.",
)


def decided(toml: str, clusters: tuple[str, ...] = CLUSTERS, as_of: date | None = DAY) -> Decided:
    raw = tomli.loads(f"params = {{ {toml} }}", parse_float=Decimal)["params"]
    return decide(TRIAL, raw, lambda key: Place(key=f"params.{key}"), clusters, as_of)


def told(toml: str, **kwargs: object) -> list[tuple[str, str | None]]:
    return [(one.code, one.place.key) for one in decided(toml, **kwargs).problems]  # type: ignore[arg-type] # as decided


def test_nothing_written_means_the_defaults() -> None:
    found = decided("")
    assert found.problems == ()
    assert found.params == {"each": Fraction(1)}
    assert (found.settings["judges"], found.settings["weight"]) == (5, Fraction(100))


@pytest.mark.parametrize(
    ("toml", "name", "value"),
    [
        ("judges = 7", "judges", 7),
        ('rule = "median"', "rule", "median"),
        ("trimmed = true", "trimmed", True),
        ('note = "x"', "note", "x"),
        ("share = 0.1", "share", Fraction(1, 10)),
        ("share = 1", "share", Fraction(1)),
        ('names = ["a", "b"]', "names", ("a", "b")),
        (
            'names = { a = "An", b = { vi = "Bê", en = "Bee" } }',
            "names",
            {"a": Text.same("An"), "b": Text("Bê", "Bee")},
        ),
        ("steps = [{ from = 0.1, score = 1 }]", "steps", ({"from": Decimal("0.1"), "score": Decimal(1)},)),
        ("most = 2.50", "most", Decimal("2.50")),
    ],
)
def test_a_setting_takes_its_type(toml: str, name: str, value: object) -> None:
    found = decided(toml)
    assert found.problems == ()
    assert found.settings[name] == value
    assert type(found.settings[name]) is type(value)


@pytest.mark.parametrize(
    ("toml", "value"),
    [
        ("each = 0.1", Fraction(1, 10)),
        ("each = 10", Fraction(10)),
        ("each = { c1 = 1, c2 = 0.5 }", {"c1": Fraction(1), "c2": Fraction(1, 2)}),
        ("each = [{ from = 2024-01-01, value = 2 }, { from = 2025-06-01, value = 3 }]", Fraction(3)),
        ("each = [{ from = 2025-06-02, value = 3 }, { from = 2024-01-01, value = 2 }]", Fraction(2)),
        ("each = [{ from = 2024-01-01, value = { c1 = 1, c2 = 2 } }]", {"c1": Fraction(1), "c2": Fraction(2)}),
    ],
)
def test_a_param_is_exact_by_cluster_and_by_day(toml: str, value: object) -> None:
    found = decided(toml)
    assert found.problems == ()
    assert found.params["each"] == value


@pytest.mark.parametrize(
    ("toml", "code", "key"),
    [
        ("eech = 1", "DVK-S121", "params.eech"),
        ('each = "1"', "DVK-C302", "params.each"),
        ("each = true", "DVK-C302", "params.each"),
        ("each = nan", "DVK-C302", "params.each"),
        ("each = inf", "DVK-C302", "params.each"),
        ("each = 1e99999999", "DVK-C302", "params.each"),
        ("each = 1e-99999999", "DVK-C302", "params.each"),
        (f"each = {10**40}", "DVK-C302", "params.each"),
        ("each = 10.01", "DVK-C303", "params.each"),
        ("each = -0.5", "DVK-C303", "params.each"),
        ("each = { c1 = 1, c2 = 11 }", "DVK-C303", "params.each.c2"),
        ("each = { c1 = 1, c2 = 2, c3 = 1 }", "DVK-C304", "params.each.c3"),
        ("each = { c1 = 1 }", "DVK-C305", "params.each"),
        ("each = [{ since = 2025-01-01, value = 1 }]", "DVK-C306", "params.each.0"),
        ("each = [3]", "DVK-C306", "params.each.0"),
        ('each = [{ from = "2025-01-01", value = 1 }]', "DVK-C306", "params.each.0"),
        ("each = [{ from = 2025-01-01T00:00:00, value = 1 }]", "DVK-C306", "params.each.0"),
        ("each = [{ from = 2025-06-02, value = 1 }]", "DVK-C307", "params.each"),
        ("each = []", "DVK-C307", "params.each"),
        ("each = [{ from = 2025-01-01, value = 1 }, { from = 2025-01-01, value = 2 }]", "DVK-C308", "params.each.1"),
        # Also what does not hold today is checked.
        (
            "each = [{ from = 2025-01-01, value = 1 }, { from = 2026-01-01, value = 99 }]",
            "DVK-C303",
            "params.each.1.value",
        ),
        ('judges = "7"', "DVK-C309", "params.judges"),
        ("judges = 7.5", "DVK-C309", "params.judges"),
        ("judges = true", "DVK-C309", "params.judges"),
        ("trimmed = 1", "DVK-C309", "params.trimmed"),
        ("note = 1", "DVK-C309", "params.note"),
        ('share = "0.5"', "DVK-C309", "params.share"),
        ('most = "2"', "DVK-C309", "params.most"),
        ("names = 3", "DVK-C309", "params.names"),
        ('names = ["a", 1]', "DVK-C309", "params.names.1"),
        ('names = { a = { vi = "Chỉ tiếng Việt" } }', "DVK-C309", "params.names.a"),
        ("steps = [{ from = 1, score = true }]", "DVK-C309", "params.steps.0.score"),
        ("steps = { from = 1, score = 1 }", "DVK-C309", "params.steps"),
        ('rule = "medain"', "DVK-C310", "params.rule"),
        ("steps = [{ from = 1 }]", "DVK-S123", "params.steps.0"),
        ("steps = [{ from = 1, score = 1, scores = 1 }]", "DVK-S121", "params.steps.0.scores"),
        ("weight = 20", "DVK-C312", "params.weight"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(toml: str, code: str, key: str) -> None:
    assert told(toml) == [(code, key)]


def test_all_of_it_is_told_at_once() -> None:
    assert len(told('eech = 1, judges = "x", each = 11, rule = "no"')) == 4


def test_without_a_day_a_dated_param_has_no_value() -> None:
    assert told("each = [{ from = 2025-01-01, value = 1 }]", as_of=None) == [("DVK-C307", "params.each")]


@pytest.mark.parametrize(
    ("toml", "vi", "en"),
    [
        (
            "eech = 1",
            "Không có khóa “eech” ở đây. Có phải là “each”?",
            "There is no key “eech” here. Did you mean “each”?",
        ),
        (
            "names = 3",
            "Ở đây phải là một danh sách [ … ] hoặc một bảng { … }, không phải 3. Viết giá trị theo kiểu đã nêu.",
            "This must be a list [ … ] or a table { … }, not 3. Write a value of the type named.",
        ),
        (
            'each = "80%"',
            (
                'Tham số “each” phải là một số, không phải "80%". Viết số không có ngoặc kép, không có %, dấu chấm '
                'thập phân: 80% là 0.8; phân số thì "5/6"; hoặc { cụm = số }, hoặc [{ from = ngày, value = số }].'
            ),
            (
                'The param “each” must be a number, not "80%". Write it without quotes and without %, with a decimal '
                'point: 80% is 0.8; a fraction as "5/6"; or { cluster = number }, or [{ from = date, value = number }].'
            ),
        ),
        (
            "each = 10.01",
            (
                "Tham số “each” = 10.01 nằm ngoài khoảng từ 0 đến 10. Chọn một số trong "
                "khoảng; khoảng là do plugin đặt ra, bảng điểm không mở rộng được."
            ),
            (
                "The param “each” = 10.01 is outside 0 to 10. Take a number within the "
                "range; it is the plugin that sets it, and no scheme can widen it."
            ),
        ),
        (
            "judges = 1_000_000_000",
            "Thiết lập “judges” phải từ 1 đến 50, không phải 1000000000. Chọn một giá trị trong khoảng đã nêu.",
            "The setting “judges” must be from 1 to 50, not 1000000000. Take a value within the bounds named.",
        ),
        (
            "most = -0.5",
            "Thiết lập “most” phải từ 0 trở lên, không phải -0.5. Chọn một giá trị trong khoảng đã nêu.",
            "The setting “most” must be 0 or more, not -0.5. Take a value within the bounds named.",
        ),
        (
            "least = 10",
            "Thiết lập “least” phải không quá 9,5, không phải 10. Chọn một giá trị trong khoảng đã nêu.",
            "The setting “least” must be at most 9.5, not 10. Take a value within the bounds named.",
        ),
        (
            "each = [{ from = 2025-06-02, value = 1 }]",
            NOT_BEGUN.vi,
            NOT_BEGUN.en,
        ),
        (
            "each = [3]",
            "3 không phải là một giá trị theo ngày của “each”. Viết [{ from = 2025-01-01, value = 0.5 }, …].",
            "3 is no dated value of “each”. Write [{ from = 2025-01-01, value = 0.5 }, …].",
        ),
    ],
)
def test_messages_say_what_to_do(toml: str, vi: str, en: str) -> None:
    (one,) = decided(toml).problems
    assert f"{one.text('vi')} {one.hint('vi')}" == vi
    assert f"{one.text('en')} {one.hint('en')}" == en


def test_a_wrong_value_leaves_the_default() -> None:
    found = decided('each = 11, judges = "x"')
    assert (found.params["each"], found.settings["judges"]) == (Fraction(1), 5)


def test_a_refused_setting_carries_its_reason() -> None:
    error = setting_error("judges", vi="ít nhất một.", en="one at least.")
    assert (error.code, error.args_["setting"]) == ("DVK-C313", "judges")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.05", "0.05"), ("-0.05", "-0.05"), ("12", "12"), ("1/3", "1/3"), ("-3/2", "-1.5"), ("100", "100")],
)
def test_bounds_are_written_as_decimals(value: str, shown: str) -> None:
    assert plain(Fraction(value)) == shown
