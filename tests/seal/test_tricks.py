"""Each trick of a forger is found by both verifiers, under the same code, with a message of its own."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring.problem import DvkError
from dvk_scoring.seal.canonical import canonical, digest, parsed
from dvk_scoring.seal.container import packed
from dvk_scoring.seal.sealed import HEAD, MANIFEST, RESULT, SIGNATURE, open_seal
from dvk_scoring.seal.signature import public_hex, signed
from tests.seal.made import KEYS, Sealed, codes, replaced

FIGURES = "figures/1/so-lieu.csv"
EARLIER = {"seal": "0" * 64, "file": "0" * 64}


def members_of(sealed: Sealed) -> dict[str, bytes]:
    return dict(open_seal(sealed.first.data, "x").members)


def with_members(changes: Callable[[dict[str, bytes]], Mapping[str, bytes | None]]) -> Callable[[Sealed], bytes]:
    """Members replaced, in a container of the right form."""
    return lambda sealed: packed(replaced(members_of(sealed), changes(members_of(sealed))))


def swapped(members: dict[str, bytes]) -> Mapping[str, bytes | None]:
    return {FIGURES: members["scheme/scheme.toml"], "scheme/scheme.toml": members[FIGURES]}


def head_with(members: dict[str, bytes], **changes: object) -> bytes:
    return canonical({**parsed(members[HEAD]), **changes})


def zipped(sealed: Sealed, method: int) -> bytes:
    """The same members by another program."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in members_of(sealed).items():
            file.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def bomb(_: Sealed) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(zipfile.ZipInfo("figures/1/x.csv"), b"0" * 50_000_000, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def at(sealed: Sealed, name: str) -> int:
    """Where the header of a member begins."""
    raw = name.encode()
    place = sealed.first.data.index(raw, 0)
    while sealed.first.data[place - 30 : place - 26] != b"PK\3\4":
        place = sealed.first.data.index(raw, place + 1)
    return place - 30


def patched(sealed: Sealed, place: int, content: bytes) -> bytes:
    data = sealed.first.data
    return data[:place] + content + data[place + len(content) :]


def flipped(sealed: Sealed) -> bytes:
    place = sealed.first.data.index("huyen-a,Công".encode()) + 30
    return patched(sealed, place, bytes([sealed.first.data[place] ^ 1]))


def renamed(name: str) -> Callable[[Sealed], bytes]:
    """A member under another name, added as the form of a seal has it."""
    return lambda sealed: packed({**members_of(sealed), name: b"x"})


def twice(sealed: Sealed) -> bytes:
    """The figures once more, changed, behind all others: many a program reads the last of two."""
    other = "zzzzzzz/1/so-lieu.csv"
    data = packed({**members_of(sealed), other: b"unit\n"})
    return data.replace(other.encode(), FIGURES.encode())


def in_other_order(sealed: Sealed) -> bytes:
    members = members_of(sealed)
    return packed({name: members[name] for name in [HEAD, SIGNATURE, MANIFEST, *sorted(members, reverse=True)]})


def directory_of_other(sealed: Sealed) -> bytes:
    """The directory points to one member where the other stands."""
    data = sealed.first.data
    start = data.index(b"PK\1\2")
    first, second = (data.index(one.encode(), start) for one in ("verify.py", "result.json"))
    offsets = [data[place - 4 : place] for place in (first, second)]
    changed = bytearray(data)
    changed[first - 4 : first], changed[second - 4 : second] = reversed(offsets)
    return bytes(changed)


def changed_row(members: dict[str, bytes]) -> bytes:
    said = parsed(members[RESULT])
    said["units"][0]["total"] = "99.99"
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def resealed(
    changes: Callable[[dict[str, bytes]], Mapping[str, bytes | None]],
) -> Callable[[dict[str, bytes]], Mapping[str, bytes | None]]:
    """Members changed, with a manifest that tells of them; the head as it was."""

    def make(members: dict[str, bytes]) -> Mapping[str, bytes | None]:
        made = changes(members)
        files = {name: digest(one) for name, one in replaced(members, made).items() if "/" in name or name in
                 ("result.json", "README.txt", "verify.py")}  # fmt: skip
        return {**made, MANIFEST: canonical({**parsed(members[MANIFEST]), "files": files})}

    return make


def with_head(
    changes: Callable[[dict[str, bytes]], Mapping[str, bytes | None]], **more: object
) -> Callable[[dict[str, bytes]], Mapping[str, bytes | None]]:
    def make(members: dict[str, bytes]) -> Mapping[str, bytes | None]:
        made = resealed(changes)(members)
        manifest = made[MANIFEST] or b""
        return {**made, HEAD: head_with(members, manifest=digest(manifest), **more)}

    return make


def with_rows(members: dict[str, bytes], change: Callable[[list[Any]], list[Any]]) -> bytes:
    said = parsed(members[RESULT])
    return json.dumps({**said, "units": change(said["units"])}, ensure_ascii=False).encode()


def nested(deep: int) -> object:
    found: object = "x"
    for _ in range(deep):
        found = [found]
    return found


def signature_of(message: bytes, key: int) -> bytes:
    return canonical(signed(KEYS[key], message))


def signed_by_nobody(members: dict[str, bytes]) -> dict[str, bytes]:
    """The neutral point as key: its bytes and 0 sign every message, since [S]B = R + [k]A (RFC 8032, 5.1.7)."""
    key = "01" + "00" * 31
    signature = {"algorithm": "Ed25519", "key": key, "signature": key + "00" * 32}
    return {HEAD: head_with(members, signer=key), SIGNATURE: canonical(signature)}


TRICKS: dict[str, tuple[str, Callable[[Sealed], bytes]]] = {
    "nothing at all": ("DVK-V102", lambda _: b""),
    "something else": ("DVK-V102", lambda _: b"unit,name\na,A\n"),
    "an end of a ZIP alone": ("DVK-V102", lambda _: b"PK\5\6" + b"\0" * 18),
    "bytes before": ("DVK-V103", lambda one: b"#!/bin/sh\n" + one.first.data),
    "bytes behind": ("DVK-V104", lambda one: one.first.data + b"\n"),
    "a second archive behind": ("DVK-V104", lambda one: one.first.data + one.second.data),
    "cut in a member": ("DVK-V105", lambda one: one.first.data[:5000]),
    "cut in the directory": ("DVK-V105", lambda one: one.first.data[:-30]),
    "cut by one byte": ("DVK-V105", lambda one: one.first.data[:-1]),
    "a length that is too long": ("DVK-V105", lambda one: patched(one, at(one, FIGURES) + 18, b"\xff\xff\xff\x7f")),
    "packed by another program": ("DVK-V110", lambda one: zipped(one, zipfile.ZIP_STORED)),
    "compressed": ("DVK-V106", lambda one: zipped(one, zipfile.ZIP_DEFLATED)),
    "compressed in another way": ("DVK-V106", lambda one: zipped(one, zipfile.ZIP_LZMA)),
    "a compression bomb": ("DVK-V107", bomb),
    "a name twice": ("DVK-V108", twice),
    "a path that leads out": ("DVK-V109", renamed("../x.csv")),
    "a path that leads out further down": ("DVK-V109", renamed("figures/../../x.csv")),
    "an absolute path": ("DVK-V109", renamed("/etc/x.csv")),
    "a path of another system": ("DVK-V109", renamed("figures\\x.csv")),
    "a drive": ("DVK-V109", renamed("C:x.csv")),
    "a name that ends in a point": ("DVK-V109", renamed("figures/x.")),
    "a name with a line in it": ("DVK-V109", renamed("figures/x\n.csv")),
    "a folder": ("DVK-V109", renamed("figures/2/")),
    "another day": ("DVK-V110", lambda one: patched(one, at(one, FIGURES) + 12, b"\x22\x00")),
    "a flag": ("DVK-V110", lambda one: patched(one, at(one, FIGURES) + 6, b"\x08\x08")),
    "one byte of content": ("DVK-V111", flipped),
    "one byte of a CRC": ("DVK-V111", lambda one: patched(one, at(one, FIGURES) + 14, b"\0\0\0\0")),
    "a directory that points elsewhere": ("DVK-V112", directory_of_other),
    "a comment of the archive": ("DVK-V112", lambda one: one.first.data[:-2] + b"\1\0x"),
    "no head": ("DVK-V113", with_members(lambda _: {HEAD: None})),
    "no manifest": ("DVK-V113", with_members(lambda _: {MANIFEST: None})),
    "a head that is not canonical": ("DVK-V114", with_members(lambda all_: {HEAD: all_[HEAD] + b"\n"})),
    "a head with a key more": ("DVK-V114", with_members(lambda all_: {HEAD: head_with(all_, more=1)})),
    "a kind that is a list": ("DVK-V114", with_members(lambda all_: {HEAD: head_with(all_, kind=["result"])})),
    "a head that is no object": ("DVK-V114", with_members(lambda _: {HEAD: b"[]"})),
    "a size that is yes": (
        "DVK-V114",
        with_members(lambda all_: {HEAD: head_with(all_, units={"root": "0" * 64, "size": True})}),
    ),
    "a manifest that lists numbers": (
        "DVK-V114",
        with_members(
            lambda all_: {
                MANIFEST: canonical({"files": {RESULT: 1}}),
                HEAD: head_with(all_, manifest=digest(canonical({"files": {RESULT: 1}}))),
            }
        ),
    ),
    "a result that is no JSON": ("DVK-V114", with_members(with_head(lambda _: {RESULT: b"{"}))),
    "a result with a key twice": (
        "DVK-V114",
        with_members(with_head(lambda all_: {RESULT: all_[RESULT].replace(b"{", b'{"units": [],', 1)})),
    ),
    "a unit with two rows": (
        "DVK-V114",
        with_members(with_head(lambda all_: {RESULT: with_rows(all_, lambda rows: rows * 2)})),
    ),
    "a unit that is a number": (
        "DVK-V114",
        with_members(with_head(lambda all_: {RESULT: with_rows(all_, lambda rows: [{**rows[0], "unit": 5}])})),
    ),
    "a row that is too deep": (
        "DVK-V114",
        with_members(with_head(lambda all_: {RESULT: with_rows(all_, lambda rows: [{**rows[0], "x": nested(500)}])})),
    ),
    "a number that is too large, beside the rows": (
        "DVK-V114",
        with_members(with_head(lambda all_: {RESULT: all_[RESULT].replace(b"{", b'{"x": 9007199254740992,', 1)})),
    ),
    "half a character beside the rows": (
        "DVK-V114",
        with_members(with_head(lambda all_: {RESULT: all_[RESULT].replace(b"{", b'{"x": "\\ud800",', 1)})),
    ),
    "a result that names a full seal": ("DVK-V114", with_members(lambda all_: {HEAD: head_with(all_, full="0" * 64)})),
    "a public edition of nothing": ("DVK-V114", with_members(lambda all_: {HEAD: head_with(all_, kind="public")})),
    "a signature that is no object": ("DVK-V114", with_members(lambda _: {SIGNATURE: b"[1]"})),
    "a signature that is nothing": (
        "DVK-V114",
        lambda one: packed(
            replaced(
                {HEAD: open_seal(one.unsigned.data, "x").members[HEAD], SIGNATURE: b"null"},
                {name: content for name, content in open_seal(one.unsigned.data, "x").members.items() if name != HEAD},
            )
        ),
    ),
    "a signature that is no JSON": ("DVK-V114", with_members(lambda _: {SIGNATURE: b"x"})),
    "a manifest of one's own": ("DVK-V115", with_members(resealed(lambda _: {FIGURES: b"unit\n"}))),
    "a member that was added": ("DVK-V116", with_members(lambda _: {"zz/x.csv": b"x"})),
    "a member that was taken away": ("DVK-V117", with_members(lambda _: {FIGURES: None})),
    "figures that were edited": ("DVK-V118", with_members(lambda all_: {FIGURES: all_[FIGURES].replace(b"50", b"51")})),
    "a result that was edited": ("DVK-V118", with_members(lambda all_: {RESULT: changed_row(all_)})),
    "a verifier that was edited": ("DVK-V118", with_members(lambda _: {"verify.py": b"print('RIGHT')\n"})),
    "another format": ("DVK-V119", with_members(lambda all_: {HEAD: head_with(all_, format="dvk-seal/2")})),
    "a result that was edited, and the manifest": (
        "DVK-V120",
        with_members(with_head(lambda all_: {RESULT: changed_row(all_)})),
    ),
    "a tree of fewer units": (
        "DVK-V120",
        with_members(lambda all_: {HEAD: head_with(all_, units={**parsed(all_[HEAD])["units"], "size": 2})}),
    ),
    "the order of members": ("DVK-V123", in_other_order),
    "a head that was edited": ("DVK-V202", with_members(lambda all_: {HEAD: head_with(all_, earlier=EARLIER)})),
    "a signature of something else": (
        "DVK-V202",
        with_members(lambda _: {SIGNATURE: signature_of(b"something else", 0)}),
    ),
    "a signature that was taken away": ("DVK-V203", with_members(lambda _: {SIGNATURE: None})),
    "a key that anybody signs for": ("DVK-V211", with_members(signed_by_nobody)),
    "signed by another key": ("DVK-V204", with_members(lambda all_: {SIGNATURE: signature_of(all_[HEAD], 1)})),
}  # fmt: skip


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_is_found(name: str, sealed: Sealed, tmp_path: Path) -> None:
    code, make = TRICKS[name]
    path = tmp_path / "x.dvk"
    path.write_bytes(make(sealed))
    found = codes(path)
    assert set(found) == {code}, found


def test_members_that_changed_places_are_told(sealed: Sealed, tmp_path: Path) -> None:
    path = tmp_path / "x.dvk"
    path.write_bytes(with_members(swapped)(sealed))
    assert codes(path) == ["DVK-V121", "DVK-V121"]


def test_a_seal_that_is_right_is_right(sealed: Sealed, tmp_path: Path) -> None:
    for name, one in (("first", sealed.first), ("second", sealed.second), ("public", sealed.public)):
        path = tmp_path / f"{name}.dvk"
        path.write_bytes(one.data)
        assert codes(path) == []
        assert codes(path, fingerprint=one.fingerprint, signer=public_hex(KEYS[0])) == []
    assert codes(tmp_path / "second.dvk", after=str(tmp_path / "first.dvk")) == []


def test_what_is_known_from_elsewhere_decides(sealed: Sealed, tmp_path: Path) -> None:
    first, second, unsigned = (tmp_path / f"{one}.dvk" for one in ("first", "second", "unsigned"))
    first.write_bytes(sealed.first.data)
    second.write_bytes(sealed.second.data)
    unsigned.write_bytes(sealed.unsigned.data)
    assert codes(first, fingerprint=sealed.second.fingerprint) == ["DVK-V201"]
    assert codes(first, fingerprint="AAAA-BBBB") == ["DVK-V209"]
    assert codes(first, signer=public_hex(KEYS[1])) == ["DVK-V205"]
    assert codes(unsigned, signer=public_hex(KEYS[1])) == ["DVK-V206"]
    assert codes(first, after=str(second)) == ["DVK-V207"]
    assert codes(second, after=str(unsigned)) == ["DVK-V208"]


def test_who_seals_anew_with_a_key_of_their_own_is_found_by_what_is_known(sealed: Sealed, tmp_path: Path) -> None:
    """Whoever makes a whole seal of another result makes a right one: the fingerprint and the signer tell it apart."""
    members = members_of(sealed)
    head = head_with(members, signer=public_hex(KEYS[1]))
    path = tmp_path / "x.dvk"
    path.write_bytes(packed({**members, HEAD: head, SIGNATURE: signature_of(head, 1)}))
    assert codes(path) == []
    assert codes(path, fingerprint=sealed.first.fingerprint) == ["DVK-V201"]
    assert codes(path, signer=public_hex(KEYS[0])) == ["DVK-V205"]


def test_a_smart_change_with_its_crc_is_found_by_its_hash(sealed: Sealed, tmp_path: Path) -> None:
    data = bytearray(flipped(sealed))
    start = at(sealed, FIGURES)
    size = struct.unpack_from("<I", data, start + 18)[0]
    content = bytes(data[start + 30 + len(FIGURES) : start + 30 + len(FIGURES) + size])
    crc = struct.pack("<I", zlib.crc32(content))
    data[start + 14 : start + 18] = crc
    entry = data.index(FIGURES.encode(), data.index(b"PK\1\2"))
    data[entry - 30 : entry - 26] = crc
    path = tmp_path / "x.dvk"
    path.write_bytes(bytes(data))
    assert codes(path) == ["DVK-V118"]


@pytest.mark.parametrize("name", TRICKS)
def test_messages_are_whole(name: str, sealed: Sealed) -> None:
    """A message says in both languages what is wrong, where, and what to do."""
    code, make = TRICKS[name]
    if code.startswith("DVK-V2") or name.startswith("a signature"):
        return
    with pytest.raises(DvkError) as caught:
        open_seal(make(sealed), "x.dvk")
    for one in caught.value.problems:
        for language in ("vi", "en"):
            told = one.in_(language)
            assert told.startswith(f"{code} x.dvk: "), told
            assert "\n    → " in told
            assert "{" not in told
