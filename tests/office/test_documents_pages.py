"""The pages on documents name all that a template is given; their commands are run in tests/docs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.write import KINDS, document_data
from dvk_scoring.scoring.result import Result
from tests.samples import with_rules

ROOT = Path(__file__).parents[2]
PAGES = ("documents.md", "documents.vi.md")


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from keys(inner) if key not in ("words", "widths") else ()
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_names_all_that_a_template_is_given(name: str, samples: Callable[[str], Result]) -> None:
    result, page = with_rules(samples("dan-van-kheo-2020")), read(name)
    given: dict[str, Any] = {}
    for kind in KINDS:
        given |= dict.fromkeys(keys(document_data(result, kind, "vi", "huyen-f", Letterhead())))
    told = set(re.findall(r"`([a-z_]+)`", page))
    assert [key for key in given if key not in told] == []
