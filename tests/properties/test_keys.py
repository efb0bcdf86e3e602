"""The key index agrees with tomli about what keys there are, and with the writer about where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import tomli
from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.scheme.keys import DEEPEST, Path, index_keys

BARE = st.from_regex(r"[A-Za-z0-9_-]{1,5}", fullmatch=True)
ODD = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=4)
KEY = st.one_of(BARE, BARE, BARE, ODD)
SCALAR = st.sampled_from(
    [
        "1", "-2.5e3", "true", "nan", "2020-01-01", "2020-01-01 10:00:00", "07:32:00",
        '"a # b = c [d]"', '"\\"]\\\\"', "'x\\'", '""', "''",
        '"""\n[no]\nkey = 1 # "" \\""""', '"""a"""""', "'''\n[no]\n'' = 1'''", "'''a'''''",
    ]
)  # fmt: skip
GAP = st.sampled_from(["", " ", "\t"])
LINES = st.sampled_from(["", "\n", "# [c]\n", "\n  # x = 1\r\n"])


def quoted(key: str, literal: bool) -> str:
    """Write a key bare when it can be, else in quotes of either kind."""
    if key and all(c.isascii() and (c.isalnum() or c in "_-") for c in key):
        return key
    if literal and "'" not in key:
        return f"'{key}'"
    return json.dumps(key, ensure_ascii=False)


class Writer:
    """Writes TOML and notes on which line each key begins."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.text = ""
        self.lines: dict[Path, int] = {}

    def put(self, text: str) -> None:
        self.text += text

    def note(self, path: Path) -> None:
        self.lines.setdefault(path, self.text.count("\n") + 1)

    def key(self, path: Path) -> None:
        self.put(quoted(str(path[-1]), self.draw(st.booleans())) + self.draw(GAP) + "=" + self.draw(GAP))

    def value(self, path: Path, depth: int) -> None:
        kind = self.draw(st.sampled_from(["scalar", "scalar", "array", "inline"])) if depth else "scalar"
        if kind == "scalar":
            self.put(self.draw(SCALAR))
        elif kind == "array":
            self.array(path, depth)
        else:
            self.inline(path, depth)

    def array(self, path: Path, depth: int) -> None:
        self.put("[")
        for index in range(self.draw(st.integers(0, 3))):
            self.put(self.draw(LINES) + self.draw(GAP))
            self.note((*path, index))
            self.value((*path, index), depth - 1)
            self.put(self.draw(LINES) + "," + self.draw(LINES))
        self.put("]")

    def inline(self, path: Path, depth: int) -> None:
        self.put("{")
        for place, name in enumerate(self.draw(st.lists(KEY, max_size=3, unique=True))):
            self.put("," * bool(place) + self.draw(GAP))
            self.note((*path, name))
            self.key((*path, name))
            self.value((*path, name), depth - 1)
        self.put("}")

    def body(self, path: Path, names: list[str]) -> None:
        for name in names:
            self.put(self.draw(LINES) + self.draw(GAP))
            self.note((*path, name))
            self.key((*path, name))
            self.value((*path, name), 3)
            self.put(self.draw(GAP) + self.draw(st.sampled_from(["\n", "# end = 1\n", "\r\n"])))


@st.composite
def documents(draw: Any) -> Writer:
    writer = Writer(draw)
    names = draw(st.lists(KEY, max_size=6, unique=True))
    cut = draw(st.integers(0, len(names)))
    writer.body((), names[:cut])
    for name in names[cut:]:
        spelt = quoted(name, draw(st.booleans()))
        inside = draw(st.lists(KEY, max_size=3, unique=True))
        match draw(st.sampled_from(["table", "many", "dotted"])):
            case "table":
                writer.put(draw(LINES))
                writer.note((name,))
                writer.put(f"[ {spelt} ]\n")
                writer.body((name,), inside)
            case "many":
                for index in range(draw(st.integers(1, 3))):
                    writer.note((name,))
                    writer.note((name, index))
                    writer.put(f"[[{spelt}]]  # one\n")
                    writer.body((name, index), inside)
                    sub = "sub" if "sub" not in inside else ""
                    if sub:
                        writer.note((name, index, sub))
                        writer.put(f"[{spelt} . sub]\n")
                        writer.body((name, index, sub), ["z"])
            case "dotted":
                writer.note((name,))
                writer.note((name, "p"))
                writer.put(f"[{spelt}.p]\n")
                writer.note((name, "p", "q"))
                writer.note((name, "p", "q", "r"))
                writer.put("q . r=1\n")
                writer.note((name, "p", "q", "s"))
                writer.put('"q".s=2\n')
    return writer


def paths_of(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from paths_of(inner, (*path, key))


@given(documents())
def test_index_names_every_key_on_its_line(writer: Writer) -> None:
    found = index_keys(writer.text)
    assert set(found) == set(paths_of(tomli.loads(writer.text)))
    assert dict(found) == writer.lines


@given(st.text(st.sampled_from("ab.=[]{}\"'#,\\ \n1"), max_size=60))
def test_whatever_tomli_accepts_is_indexed(text: str) -> None:
    try:
        read = tomli.loads(text)
    except (ValueError, RecursionError):
        return
    assert set(index_keys(text)) == {path for path in paths_of(read) if len(path) <= DEEPEST}


def test_deep_nesting_is_walked_and_cut() -> None:
    text = "a = " + "[" * 399 + "1" + "]" * 399 + "\nb = 2\n"
    assert tomli.loads(text)["b"] == 2
    found = index_keys(text)
    assert found["b",] == 2
    assert max(map(len, found)) == DEEPEST


def test_a_table_named_after_its_parts_stands_at_its_own_header() -> None:
    assert index_keys("[a.b]\nc = 1\n[a]\nd = 2\n")["a",] == 3
