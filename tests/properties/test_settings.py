"""Settings that become bounds or shapes: whatever a scheme writes, it is refused by name or can be scored."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvk_scoring.criteria.criterion import params_class
from dvk_scoring.criteria.decide import WEIGHT
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.problem import DvkError
from dvk_scoring.run import load_scheme, prove

WRITTEN = (
    "-1000000000", "-1", "-0.5", "0", "0.0000000001", "0.25", "1", "17", "18", "25", "51", "501", "1000000000",
    "1e17", "1e29", "1e99999999", "nan", "inf", "true", '"x"', '""', "[]", '[""]', '["a", "a"]', '["a\\nb"]', "{}",
    '{ a = "A" }', "[1, 1]", "[-1]", "[{}]", "2025-01-01",
)  # fmt: skip
SETTINGS = [
    (criterion, name)
    for criterion in sorted(Registry.of().ids())
    for name in params_class(Registry.of().criterion(criterion)).dvk_settings
    if name != WEIGHT
]
REFUSED = ("DVK-C1", "DVK-C3", "DVK-F", "DVK-S1")


@pytest.mark.parametrize(("criterion", "name"), SETTINGS)
def test_a_setting_is_refused_by_name_or_can_be_scored(criterion: str, name: str, tmp_path: Path) -> None:
    for written in WRITTEN:
        path = tmp_path / "scheme.toml"
        path.write_text(
            f'[scheme]\nid = "s"\ntitle = "S"\n[criteria.t]\nplugin = "{criterion}"\nweight = 100\n'
            f'title = "T"\nparams = {{ {name} = {written} }}\n',
            encoding="utf-8",
        )
        try:
            prove(load_scheme(path))
        except DvkError as error:
            told = error.problems
            assert all(one.code.startswith(REFUSED) and one.code != "DVK-S149" for one in told), (written, told)


def test_every_number_of_a_shipped_plugin_has_bounds() -> None:
    """A count or a number of decimals without an end is a column too many, or a shape without end."""
    for criterion, name in SETTINGS:
        spec = params_class(Registry.of().criterion(criterion)).dvk_settings[name]
        if spec.annotation is int:
            assert None not in (spec.low, spec.high), (criterion, name)
