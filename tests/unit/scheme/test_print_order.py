"""The order of print is that of the file."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.scheme.model import Scheme, Section
from dvk_scoring.scheme.print_order import printed_parts
from dvk_scoring.scheme.read import load_scheme
from dvk_scoring.text import Text

FILE = """\
[scheme]
id = "x"
title = "Bảng điểm"

[sections]
a = { title = "Nhóm A" }
inner = { title = "Nhóm trong", section = "a" }
b = { title = "Nhóm B" }

[criteria]
opening = { plugin = "pass-fail", weight = 10, title = "Mở đầu" }
in-a = { plugin = "pass-fail", weight = 20, section = "a", title = "Việc A" }
deep = { plugin = "pass-fail", weight = 10, section = "inner", title = "Việc sâu" }
after = { plugin = "pass-fail", weight = 10, section = "a", title = "Việc sau" }
between = { plugin = "pass-fail", weight = 20, title = "Ở giữa" }
in-b = { plugin = "pass-fail", weight = 20, section = "b", title = "Việc B" }
closing = { plugin = "pass-fail", weight = 10, title = "Kết thúc" }
"""
EVERY = ["Mở đầu", "Nhóm A", "Việc A", "Nhóm trong", "Việc sâu", "Việc sau", "Ở giữa", "Nhóm B", "Việc B", "Kết thúc"]


@pytest.fixture
def scheme(tmp_path: Path) -> Scheme:
    path = tmp_path / "order.toml"
    path.write_text(FILE, encoding="utf-8")
    return load_scheme(str(path))[0]


def told(scheme: Scheme, section: str | None = None) -> list[str]:
    parts = printed_parts(scheme)
    found: list[str] = []
    for one in parts[section]:
        found += [one.title.vi, *(told(scheme, one.id) if isinstance(one, Section) else [])]
    return found


def test_parts_stand_as_in_the_file(scheme: Scheme) -> None:
    assert told(scheme) == EVERY


@given(sections=st.lists(st.sampled_from([None, 0, 1, 2]), max_size=4), homes=st.lists(st.integers(-1, 3), max_size=9))
def test_every_part_stands_once_and_each_table_keeps_its_order(sections: list[int | None], homes: list[int]) -> None:
    """Whatever lies where: sections among themselves stand as in their table, and so do criteria of one section."""
    made: dict[str, Section] = {}
    for place, parent in enumerate(sections):
        above = None if parent is None or parent >= place else f"s{parent}"
        made[f"s{place}"] = Section(f"s{place}", Text.same(f"s{place}"), parent=above)
    base = _whole()
    use = next(iter(base.criteria.values()))
    uses = {
        f"c{at}": attrs.evolve(use, id=f"c{at}", section=f"s{home}" if f"s{home}" in made else None)
        for at, home in enumerate(homes)
    }
    parts = printed_parts(attrs.evolve(base, sections=made, criteria=uses))
    assert sorted(one.id for inside in parts.values() for one in inside) == sorted([*made, *uses])
    for key, inside in parts.items():
        assert [one.id for one in inside if isinstance(one, Section)] == [
            one.id for one in made.values() if one.parent == key
        ]
        assert [one.id for one in inside if not isinstance(one, Section)] == [
            one.id for one in uses.values() if one.section == key
        ]


def _whole() -> Scheme:
    return load_scheme("the-2016")[0]
