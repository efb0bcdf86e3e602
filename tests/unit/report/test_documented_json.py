"""What trials, comparisons, studies and checks give as JSON: every key stands on the page, and no other does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from dvk_scoring.cli.entry import run
from dvk_scoring.scheme.shipped import find_shipped

DOCS: Final = Path(__file__).parents[3] / "docs"
PAGES: Final = {"outputs.md": "key of ", "outputs.vi.md": "khóa của "}
ELSEWHERE: Final = {"head", "row", "problems"}
"""Keys whose values another table or page tells."""
BY_ID: Final = {"titles", "criteria", "bonuses", "penalties"}
"""Keys of objects whose own keys are ids."""
SCHEME: Final = "stage-contest"
CASES: Final = [
    ["what-if", SCHEME, "--set", "criteria.skit.weight=40", "--set", "doi-1.skit.marks.1=1", "--ruling", "r.toml"],
    ["what-if", SCHEME, "--flip", "second", "--unit", "doi-2"],
    ["compare", SCHEME, "old.csv", "--with", "new.toml", "new.csv", "--rulings", "r.toml"],
    ["compare", "result.json", "published.csv"],
    ["stability", SCHEME, "--draws", "5", "--sobol", "4"],
    ["verify", "s.dvk", "--unit", "doi-1"],
]
EMPTY: Final = {"problems", "differ", "unknown", "regrouped", "row"}
"""What may be empty here: nothing stands below it that the page must name, or it is like ``left``."""
RULING: Final = (
    '[[rulings]]\nunit = "doi-3"\npoints = { of = "total", change = 1 }\nreason = "R"\ndate = 2026-09-01\nref = "1"\n'
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("json")
    (home,) = (Path(one.path).parent for one in find_shipped() if one.id == SCHEME)
    head, *rows = (home / "marks.csv").read_text(encoding="utf-8").splitlines()
    came = "doi-9,Đội 9," + rows[-1].split(",", 2)[2]
    (made / "old.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    other = rows[0].replace("doi-1,Đội 1,8,", "doi-1,Đội 1,9.5,")
    (made / "new.csv").write_text("\n".join([head, other, *rows[1:-1], came]) + "\n", encoding="utf-8")
    (made / "new.toml").write_text(
        f'extends = "{SCHEME}"\n[scheme]\nid = "new"\n[titles.third.quota]\ncount = 3\n', encoding="utf-8"
    )
    (made / "r.toml").write_text(RULING, encoding="utf-8")
    (made / "published.csv").write_text("unit,total,rank,note\ndoi-1,12,3,x\ndoi-99,1,9,y\n", encoding="utf-8")
    assert run(["score", SCHEME, "-o", str(made / "result.json"), "--quiet"]) == 0
    assert run(["seal", SCHEME, "-o", str(made / "s.dvk")]) == 0
    return made


def tables(page: str) -> list[dict[str, str]]:
    """Give the tables of a page in the order of the cases, those of a changed unit first: key → the whole row."""
    found = []
    text = (DOCS / page).read_text(encoding="utf-8")
    for rows in re.findall(rf"\| {PAGES[page]}.+\n\| --- \| --- \|\n((?:\|.*\n)+)", text):
        keys: dict[str, str] = {}
        for line in rows.splitlines():
            keys |= dict.fromkeys(re.findall(r"`([^`]+)`", line.split("|")[1]), line)
        found.append(keys)
    return found


def keys_in(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Give every key with the nearest key above it, but ids and what stands elsewhere."""
    if name in ELSEWHERE:
        return
    if isinstance(value, list):
        for one in value:
            yield from keys_in(one, name)
    elif isinstance(value, dict):
        is_change = {"path", "kind"} <= value.keys()  # what is old and new there is a value of the scheme
        for key, own in value.items():
            if name in BY_ID:
                yield from keys_in(own, "")
                continue
            yield key, name
            if not (is_change and key in {"old", "new"}):
                yield from keys_in(own, key)


@pytest.mark.parametrize("case", range(len(CASES)), ids=lambda case: " ".join(CASES[case][:3]))
@pytest.mark.parametrize("page", PAGES)
def test_every_key_stands_on_the_page(
    page: str, case: int, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    capsys.readouterr()
    run([*CASES[case], "--json", "--lang", "en"])
    content = json.loads(capsys.readouterr().out)
    unit, *own = tables(page)
    assert set(content) == set(own[case]) | ({"row"} & set(content))
    shared = set(unit) | {"figure", "old", "new", "vi", "en"}
    for key, value in content.items():
        nothing_changed = key == "units" and case == 5  # a seal that is right
        assert value not in ([], {}, None) or key in EMPTY or nothing_changed, key  # an empty one would prove nothing
        told = set(re.findall(r"`([^`]+)`", own[case][key] + (own[2]["old"] if key == "result" else "")))
        for inner, above in keys_in(value, key):
            assert inner in told | shared, f"{key}: {inner} below {above}"
    if "units" in content and case in {0, 2}:
        changed = {inner for inner, above in keys_in(content["units"], "units") if above == "units"}
        assert set(unit) <= changed
