"""Broken schemes, each with exactly what its administrator is told, in both languages; absurd ones never crash."""

from __future__ import annotations

import json
import tempfile
import unicodedata
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring.catalogue import catalogue
from dvk_scoring.problem import DvkError, Problem, has_errors
from dvk_scoring.scheme.read import load_scheme
from dvk_scoring.text import Language
from tests.depth import drawn

LANGUAGES: tuple[Language, ...] = ("vi", "en")

# Line numbers in the expected texts count in this scheme; each wreck changes or adds a piece of it.
BASE = """\
[scheme]
id = "mau"
title = "Thi đua mẫu"
valid = { from = 2026-01-01, to = 2026-12-31 }
rounding = { criterion = 2, total = 2 }
limits = { bonus = 5, penalty = 5, total = [0, 105] }

[clusters]
c05 = { title = "Cụm 5", kind = "commune" }
pv = { title = "Khối phòng", kind = "department" }

[sections]
work = { title = "Công tác", weight = 60 }

[criteria]
records = { section = "work", plugin = "direct", weight = 40, title = "Hồ sơ" }
visits = { section = "work", plugin = "pass-fail", weight = 20, title = "Thăm hỏi" }
others = { plugin = "direct", weight = 40, title = "Việc khác" }

[ranking]
within = "cluster"
break = [{ by = "criteria.records", prefer = "high" }, { by = "committee" }]

[classes]
good = { title = "Tốt", from = "80%" }
passed = { title = "Đạt", from = 0 }

[titles]
flag = { title = "Cờ", requires = [{ class_at_least = "good" }], quota = { count = 1 } }
"""

FAILING = """
from collections.abc import Sequence
from dvk_scoring.api import *
class Empty(Figures):
    done: Num = yes_no(vi="Đạt", en="Done")
class Switch(Params):
    broken: bool = setting(False, vi="Hỏng", en="Broken")
class Failing(Criterion[Empty, Switch]):
    "Fails when it is told to."
    id = "failing"
    title = Text(vi="Hỏng", en="Failing")
    level = 2
    source = Text(vi="không có", en="none")
    def score(self, figures: Empty, params: Switch) -> Num:
        if params.broken:
            raise ValueError("no such table")
        return figures.done
@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    return [Failing]
"""


WRECKS: list[dict[str, Any]] = tomli.loads((Path(__file__).parent / "schemes.toml").read_text(encoding="utf-8"))[
    "wrecks"
]


def written(wreck: dict[str, Any]) -> str:
    """Give the scheme that a wreck describes."""
    if "scheme" in wreck:
        return str(wreck["scheme"])
    if "old" not in wreck:
        return f"{BASE}{wreck['new']}\n"
    assert BASE.count(wreck["old"]) == 1, f"{wreck['old']} must stand once in the base"
    return BASE.replace(str(wreck["old"]), str(wreck["new"]))


def told(source: str, as_of: date | None = None) -> tuple[Problem, ...]:
    """Give what is told of a scheme, whether it stops the run or not."""
    try:
        return load_scheme(source, as_of=as_of, plugins=[Path("failing.py")])[1]
    except DvkError as error:
        return error.problems


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "failing.py").write_text(FAILING, encoding="utf-8")
    return tmp_path


def test_the_base_is_whole(folder: Path) -> None:
    (folder / "scheme.toml").write_text(BASE, encoding="utf-8")
    assert told("scheme.toml") == ()


@pytest.mark.parametrize("wreck", WRECKS, ids=[wreck["name"] for wreck in WRECKS])
def test_wreck(wreck: dict[str, Any], folder: Path) -> None:
    (folder / "scheme.toml").write_text(written(wreck), encoding="utf-8")
    for name, text in wreck.get("files", {}).items():
        (folder / name).write_text(BASE if text == "BASE" else text, encoding="utf-8")
    problems = told("scheme.toml", wreck.get("as_of"))
    assert "\n".join(one.in_("vi") for one in problems) == wreck["vi"]
    assert "\n".join(one.in_("en") for one in problems) == wreck["en"]


def one_problem(source: str) -> Problem:
    """Give the only problem of a scheme that cannot be read."""
    with pytest.raises(DvkError) as caught:
        load_scheme(source)
    (only,) = caught.value.problems
    return only


def test_unknown_id_names_the_nearest_shipped_scheme() -> None:
    only = one_problem("dan-van-kheo-2021")
    assert only.in_("vi") == "DVK-S110: Không có bảng điểm “dan-van-kheo-2021”.\n    → Có phải là “dan-van-kheo-2020”?"
    assert (
        only.in_("en") == "DVK-S110: There is no scheme “dan-van-kheo-2021”.\n    → Did you mean “dan-van-kheo-2020”?"
    )


def test_unknown_id_without_a_near_one_lists_them_all() -> None:
    assert "pci-2013" in str(one_problem("zzz").hint("vi"))


@pytest.mark.parametrize("source", ["nowhere/scheme.toml", "mau.toml", "nowhere/mau"])
def test_missing_file(source: str, folder: Path) -> None:
    only = one_problem(source)
    assert only.code == "DVK-S101"
    assert only.place.file == source


def test_too_large(folder: Path) -> None:
    (folder / "scheme.toml").write_bytes(b"# " + b"x" * 4_000_000)
    assert one_problem("scheme.toml").in_("en") == (
        "DVK-S102 scheme.toml: The file is larger than 4 MB.\n"
        "    → This is hardly a scheme: one of 176 criteria takes about 0.04 MB."
    )


def test_another_encoding_names_the_line(folder: Path) -> None:
    (folder / "scheme.toml").write_bytes('[scheme]\nid = "mau"\ntitle = "Điểm"'.encode()[:-2] + b'\xff"')
    assert one_problem("scheme.toml").in_("vi") == (
        "DVK-S103 scheme.toml:3: Tệp không phải UTF-8.\n"
        "    → Mở tệp bằng trình soạn thảo rồi lưu lại với bảng mã UTF-8."
    )


def test_a_workbook_in_place_of_toml_is_called_what_it_is(folder: Path) -> None:
    with zipfile.ZipFile(folder / "scheme.toml", "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    assert one_problem("scheme.toml").in_("vi") == (
        "DVK-S215 scheme.toml: Ở đây cần một tệp chữ, nhưng tệp này là sổ tính hoặc tệp nén.\n"
        "    → Sổ tính đã sửa thì đưa về TOML bằng dvk scheme edit … --from TỆP -o TỆP.toml; bảng tiêu chí của riêng "
        "mình thì dùng dvk scheme import."
    )
    assert one_problem("scheme.toml").in_("en") == (
        "DVK-S215 scheme.toml: This takes a text file, but the file is a workbook or an archive.\n"
        "    → Take an edited workbook back into TOML with dvk scheme edit … --from FILE -o FILE.toml; a rubric of "
        "your own with dvk scheme import."
    )


def test_byte_order_mark_and_windows_line_ends_are_taken(folder: Path) -> None:
    (folder / "scheme.toml").write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    assert told("scheme.toml") == ()


def test_decomposed_letters_are_composed(folder: Path) -> None:
    (folder / "scheme.toml").write_text(unicodedata.normalize("NFD", BASE), encoding="utf-8")
    assert load_scheme("scheme.toml")[0].title.vi == "Thi đua mẫu"


BESIDE = ("proofs.toml", "test_huge_schemes.py")
ALL_PROVOKED_ABOVE = ("DVK-S101", "DVK-S102", "DVK-S103", "DVK-S110", "DVK-S215")


def test_every_code_is_provoked() -> None:
    beside = [(Path(__file__).parent / name).read_text(encoding="utf-8") for name in BESIDE]
    seen = "\n".join([*beside, *(wreck["vi"] for wreck in WRECKS)])
    codes = [code for code in catalogue() if code.startswith("DVK-S") and code not in ALL_PROVOKED_ABOVE]
    assert [code for code in codes if code not in seen] == []


HEAD = "[scheme]\nid = 'x'\ntitle = 'x'\n"
ABSURD = [
    "a = " + "9" * 5000,
    "a = 0x" + "f" * 5000,
    "a = " + "[" * 3000,
    "a = " + "[" * 399 + "]" * 399,
    "a = " + "{b=" * 300 + "1" + "}" * 300,
    ".".join(["a"] * 3000) + " = 1",
    "[" + ".".join(["scheme"] * 900) + "]\nid = 1",
    "a = 1e99999999999999999999",
    "a = -inf",
    "a = 0." + "1" * 5000,
    "a = 1e-99999999",
    'a = "' + "\\u0000" * 3 + '"',
    "a = 9999-99-99",
    "\x00" * 100,
    "[[scheme]]\n" * 2000,
    "[scheme]\nid = 1\ntitle = 2\nvalid = 3\nrounding = 4\nlimits = 5\nvoices = 6\nlegal_basis = 7\nplugins = 8\n",
    "scheme = 1\nclusters = 2\nsections = 3\ncriteria = 4\nranking = 5\nclasses = 6\ntitles = 7\nsample = 8\n",
    HEAD + "[criteria]\na = 1\nb = []\nc = {}\nd = { weight = {}, params = 1, figures = 2 }\n",
    HEAD + "[criteria]\na = { plugin = 'panel', weight = 100, params = { judges = 0 } }\n",
    HEAD + "[criteria]\na = { plugin = 'direct', weight = 1e-30, params = { places = -1 } }\n",
    HEAD + "[criteria]\na = { plugin = 'direct', weight = 100, applies_to = [] }\n",
    HEAD + "extends = 5\n",
    HEAD + "extends = '.'\n",
    HEAD + "plugins = ['nowhere', '/dev/null']\n[criteria]\na = { plugin = 'direct', weight = 100 }\n",
]


@pytest.mark.parametrize("text", ABSURD, ids=range(len(ABSURD)))
def test_absurd_schemes_are_told_not_crashed_on(text: str, folder: Path) -> None:
    (folder / "scheme.toml").write_text(text, encoding="utf-8")
    problems = told("scheme.toml")
    assert has_errors(problems)
    for language in LANGUAGES:
        assert all(len(one.in_(language)) < 3000 for one in problems)


KEYS = st.sampled_from(
    [
        "id",
        "title",
        "weight",
        "plugin",
        "section",
        "to",
        "cap",
        "params",
        "figures",
        "of",
        "by",
        "requires",
        "quota",
        "from",
        "kind",
        "total",
    ]
)
LEAVES = st.one_of(
    st.integers(),
    st.booleans(),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.dates(),
    st.text(max_size=5),
    st.sampled_from(["work", "direct", "total", "criteria.a", "90%", "committee", "none", "pass-fail"]),
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)), max_leaves=6
)
PARTS = st.sampled_from(
    [
        "scheme",
        "clusters",
        "figures",
        "sections",
        "criteria",
        "bonuses",
        "penalties",
        "knock_outs",
        "ranking",
        "classes",
        "titles",
        "defaults",
        "sample",
    ]
)


def toml(value: object) -> str:
    """Write a value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, Decimal):
        return (
            str(value).lower().replace("infinity", "inf").replace("snan", "nan")
            if not value.is_finite()
            else f"{value:E}"
        )
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=True)
    return str(value)


@settings(max_examples=drawn(50, 150))
@given(st.dictionaries(PARTS, st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=3), max_size=5))
def test_any_values_anywhere_are_told_not_crashed_on(parts: dict[str, dict[str, object]]) -> None:
    text = "\n".join(
        f"{name} = {toml(value)}" for name, value in {"scheme": {"id": "x", "title": "x"}, **parts}.items()
    )
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "scheme.toml"
        path.write_text(text, encoding="utf-8")
        for one in told(str(path)):
            assert one.in_("vi")
            assert one.in_("en")


@settings(max_examples=drawn(50, 150))
@given(st.binary(max_size=60), st.integers(0, len(BASE)))
def test_any_bytes_anywhere_are_told_not_crashed_on(data: bytes, at: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "scheme.toml"
        path.write_bytes(BASE.encode()[:at] + data + BASE.encode()[at:])
        for one in told(str(path)):
            assert one.in_("vi")
            assert one.in_("en")
