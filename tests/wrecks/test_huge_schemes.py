"""Schemes and rulings of absurd size: read or refused by name, in time that grows with their length and no faster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time
from typing import TypeVar

import pytest

from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.read import load_scheme
from dvk_scoring.scheme.rulings import in_force, load_rulings

T = TypeVar("T")
MANY = 5_000
SECONDS = 12
"""Far more than any takes, and far less than what takes time by pairs."""

HEAD = '[scheme]\nid = "x"\ntitle = "X"\nweights = "relative"\nrounding = { total = 2 }\n'
ONE = '[criteria]\na = { plugin = "direct", weight = 1 }\n'
QUOTED = '"u#"'
PAPER = 'reason = "r"\ndate = 2026-01-01\nref = "BB-1"\n'


def lines(form: str, many: int = MANY) -> str:
    return "".join(form.replace("#", str(at)) + "\n" for at in range(many))


def words(form: str, many: int = MANY) -> str:
    return ", ".join(form.replace("#", str(at)) for at in range(many))


def weighing(weight: str) -> str:
    """Give a scheme whose one criterion has something for a weight."""
    return HEAD + f'[criteria]\na = {{ plugin = "direct", weight = {weight} }}\n'


CHAIN = '[sections]\ns0 = { title = "S" }\n' + "".join(
    f's{at} = {{ title = "S", section = "s{at - 1}" }}\n' for at in range(1, MANY)
)
CIRCLE = CHAIN.replace('s0 = { title = "S" }', f's0 = {{ title = "S", section = "s{MANY - 1}" }}')
SECTION = '[sections.s]\ntitle = "S"\n'
TIE_BREAKS = lines('t# = { plugin = "pass-fail", for = "tie-break" }')
UNKNOWN_CLASSES = lines('k# = { title = "K", from = #, quota = { share = 0.5, of = "zzz and above" } }')
KNOCK_OUT = '{ reason = "K", when = { of = "total", at_least = 5 }, effect = { class = "none" } }'
REQUIRED = words('{ of = "total", at_least = 1 }')
UNKNOWN_OF = words('{ of = "tetal#", at_least = 1 }')
ITEMS = words('i# = { vi = "a", en = "b" }')
CHECKLIST = f'[criteria]\na = {{ plugin = "checklist", weight = 1, params = {{ items = {{ {ITEMS} }} }} }}\n'
FIGURES = "[figures]\n" + lines('tetal-# = { title = "F", type = "count" }')
PLENTY = {
    "criteria": HEAD + "[criteria]\n" + lines('c# = { plugin = "pass-fail", weight = 1 }'),
    "tie-break criteria": HEAD + ONE + TIE_BREAKS + "[ranking]\nbreak = [" + words('{ by = "criteria.t#" }') + "]\n",
    "bonuses": HEAD + ONE + "[bonuses]\n" + lines('c# = { plugin = "per-occurrence", cap = 1 }'),
    "sections": HEAD + ONE + "[sections]\n" + lines('s# = { title = "S" }'),
    "clusters": HEAD + ONE + "[clusters]\n" + lines('s# = { title = "S" }'),
    "figures": HEAD + ONE + "[figures]\n" + lines('f# = { title = "F", type = "count" }'),
    "knock-outs": HEAD + ONE + "[knock_outs]\n" + lines(f"k# = {KNOCK_OUT}"),
    "classes": HEAD + ONE + '[ranking]\nprefer = "low"\n[classes]\n' + lines('k# = { title = "K", to = # }'),
    "titles": HEAD + ONE + "[titles]\n" + lines('t# = { title = "T" }'),
    "requirements": HEAD + ONE + f'[titles]\nt = {{ title = "T", requires = [{REQUIRED}] }}\n',
    "any of many": HEAD + ONE + f'[titles]\nt = {{ title = "T", requires = [{{ any = [{REQUIRED}] }}] }}\n',
    "voices": HEAD + f"voices = [{words(QUOTED)}]\n" + ONE,
}
TOO_MUCH = {
    "a chain of sections": (HEAD + ONE + CHAIN, "DVK-S191"),
    "a circle of sections": (HEAD + ONE + CIRCLE, "DVK-S132"),
    "kinds": (HEAD + ONE + "[clusters]\n" + lines('c# = { title = "C", kind = "k#" }'), "DVK-S205"),
    "titles that exclude one": (
        HEAD
        + ONE
        + "[titles]\n"
        + lines('t# = { title = "T" }')
        + f'z = {{ title = "Z", not_with = [{words(QUOTED.replace("u", "t"))}] }}\n',
        "DVK-S208",
    ),
    "unknown keys": (HEAD + lines("k# = 1") + ONE, "DVK-S204"),
    "unknown sections": (
        HEAD + "[criteria]\n" + lines('c# = { plugin = "direct", weight = 1, section = "x#" }') + SECTION,
        "DVK-S204",
    ),
    "unknown quantities": (
        HEAD + ONE + f'[titles]\nt = {{ title = "T", requires = [{UNKNOWN_OF}] }}\n{FIGURES}',
        "DVK-S204",
    ),
    "unknown classes": (HEAD + ONE + "[classes]\n" + UNKNOWN_CLASSES, "DVK-S204"),
    "unknown plugins": (HEAD + "[criteria]\n" + lines("c# = { weight = 1 }"), "DVK-S204"),
    "params that name one cluster of many": (
        HEAD + "[clusters]\n" + lines('s# = { title = "S" }') + "[criteria]\n"
        + lines('c# = { plugin = "per-occurrence", weight = 1, params = { each = { s1 = 1 } } }'),
        "DVK-S204",
    ),
    "items": (HEAD + CHECKLIST, "DVK-C169"),
    "a key of many parts": (HEAD + ONE + ".".join(["a"] * 100 * MANY) + " = 1\n", "DVK-S106"),
    "a long key": (HEAD + "a" * 100 * MANY + " = 1\n" + ONE, "DVK-S121"),
    "a long text for a number": (weighing('"' + "9" * 100 * MANY + '"'), "DVK-S122"),
    "a list for a number": (weighing(f"[{words('#')}]"), "DVK-S122"),
    "a number of many digits": (weighing("0x" + "f" * 100 * MANY), "DVK-S107"),
    "lists in lists": (HEAD + ONE + "a = " + "[" * 10 * MANY + "]" * 10 * MANY, "DVK-S106"),
    "many tables of one name": (HEAD + ONE + lines("[[scheme.legal_basis]]"), "DVK-S204"),
}  # fmt: skip


def timed(read: Callable[[], T]) -> T:
    before = process_time()
    found = read()
    assert process_time() - before < SECONDS
    return found


@pytest.fixture
def scheme_file(tmp_path: Path) -> Path:
    return tmp_path / "scheme.toml"


@pytest.mark.parametrize("name", PLENTY)
def test_plenty_is_read(name: str, scheme_file: Path) -> None:
    scheme_file.write_text(PLENTY[name], encoding="utf-8")
    scheme, _ = timed(lambda: load_scheme(scheme_file))
    assert scheme.id == "x"


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_refused_by_name(name: str, scheme_file: Path) -> None:
    text, code = TOO_MUCH[name]
    scheme_file.write_text(text, encoding="utf-8")

    def refused() -> None:
        with pytest.raises(DvkError) as caught:
            load_scheme(scheme_file)
        assert code in {one.code for one in caught.value.problems}
        assert len(str(caught.value)) < 1_000_000

    timed(refused)


UNITS = {f"u{at}": "a" for at in range(MANY)}
SCHEME = HEAD + '[clusters]\na = { title = "A" }\nb = { title = "B" }\n' + ONE
HOLD = 'hold = { effect = ["class"] }\n'
EVERYBODY = f"units = [{words(QUOTED)}]\n"
RULED = {
    "a tie of all": f'[[rulings]]\ntie = "ranking"\n{EVERYBODY}{PAPER}',
    "a hold of all": f"[[rulings]]\n{HOLD}{EVERYBODY}{PAPER}",
    "out of competition": f'[[rulings]]\nout_of = "competition"\n{EVERYBODY}{PAPER}',
    "a hold each": lines(f'[[rulings]]\nunit = "u#"\n{HOLD}{PAPER}'),
    "many holds of one": lines(f'[[rulings]]\nunit = "u1"\n{HOLD}{PAPER}'),
    "holds of many": f"[[rulings]]\n{HOLD}units = [{words(QUOTED, 300)}]\n{PAPER}" * 100,
    "points each": lines(f'[[rulings]]\nunit = "u#"\npoints = {{ of = "criteria.a", change = 1 }}\n{PAPER}'),
}  # fmt: skip
REFUSED = {
    "unknown units": lines(f'[[rulings]]\nunit = "x#"\n{HOLD}{PAPER}'),
    "unknown parts": lines(f'[[rulings]]\nunit = "u#"\npoints = {{ of = "criteria.x#", change = 1 }}\n{PAPER}'),
    "ties of the same": lines(f'[[rulings]]\nunits = ["u1", "u2"]\ntie = "ranking"\n{PAPER}'),
    "releases of nobody": lines(f'[[rulings]]\nunit = "u#"\nrelease = "hold"\n{PAPER}'),
}


@pytest.mark.parametrize("name", RULED)
def test_plenty_of_rulings_is_read(name: str, scheme_file: Path, tmp_path: Path) -> None:
    scheme_file.write_text(SCHEME, encoding="utf-8")
    scheme, _ = load_scheme(scheme_file)
    path = tmp_path / "rulings.toml"
    path.write_text(RULED[name], encoding="utf-8")

    def read() -> None:
        rulings, _ = load_rulings(path, scheme, UNITS)
        held = sum(len(one.units) for one in rulings if one.act == "hold")
        standing = in_force(rulings, date(2026, 12, 31))
        assert sum(len(one.units) for one in standing if one.act == "hold") == held

    timed(read)


@pytest.mark.parametrize("name", REFUSED)
def test_rulings_with_too_many_errors_are_refused(name: str, scheme_file: Path, tmp_path: Path) -> None:
    scheme_file.write_text(SCHEME, encoding="utf-8")
    scheme, _ = load_scheme(scheme_file)
    path = tmp_path / "rulings.toml"
    path.write_text(REFUSED[name], encoding="utf-8")

    def refused() -> None:
        with pytest.raises(DvkError) as caught:
            load_rulings(path, scheme, UNITS)
        assert "DVK-S204" in {one.code for one in caught.value.problems}

    timed(refused)


def test_a_chain_of_schemes_has_an_end(tmp_path: Path) -> None:
    for at in range(60):
        extends = f'extends = "s{at + 1}.toml"\n' if at < 59 else ""
        (tmp_path / f"s{at}.toml").write_text(extends + HEAD + ONE, encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        load_scheme(tmp_path / "s0.toml")
    (told,) = caught.value.problems
    place, name = tmp_path / "s49.toml", "scheme" if told.place.key == "scheme.extends" else "extends"
    assert told.in_("en") == (
        f"DVK-S206 {place}:1, key {name}: More than 50 schemes extend one another.\n"
        "    → Write what they come to into a file of its own, and begin from there."
    )
    assert told.in_("vi").startswith(f"DVK-S206 {place}:1, khóa {name}: Hơn 50 bảng điểm nối tiếp nhau qua extends.\n")
    assert load_scheme(tmp_path / "s10.toml")[0].id == "x"


def test_what_is_too_much_in_words(scheme_file: Path) -> None:
    scheme_file.write_text(TOO_MUCH["kinds"][0], encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        load_scheme(scheme_file)
    (told,) = caught.value.problems
    assert told.text("en") == "There are 5000 kinds of unit, more than 100."
    assert told.text("vi") == "Có 5000 loại đơn vị, nhiều hơn 100."
    scheme_file.write_text(TOO_MUCH["unknown keys"][0], encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        load_scheme(scheme_file)
    told = next(one for one in caught.value.problems if one.code == "DVK-S204")
    assert told.text("en") == "There are 500 errors or more; reading stopped here."
    assert told.text("vi") == "Có từ 500 lỗi trở lên; chương trình dừng đọc ở đây."


def test_what_lies_too_deep_is_told_once_a_line(scheme_file: Path) -> None:
    deep = f"[{words('[' * 20 + '1' + ']' * 20)}]"
    scheme_file.write_text(f"{HEAD}{ONE}a1 = {deep}\na2 = {deep}\n", encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        load_scheme(scheme_file)
    assert [(one.code, one.place.line) for one in caught.value.problems] == [("DVK-S106", 8), ("DVK-S106", 9)]
