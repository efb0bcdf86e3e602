"""The file of a seal: a ZIP in the one form that a seal has, so that its members decide every byte of it.

Members are stored as they are, one after the other, dated 1980-01-01, with nothing between, before or after them. What
reads a seal takes that form alone: two readers cannot see two different things in it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.problem import DvkError, Place, Problem, not_opened, problem

SUFFIX: Final = ".dvk"
LARGEST: Final = 2_000_000_000
MOST_MEMBERS: Final = 10_000
_LOCAL, _ENTRY, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_NEEDED, _UTF8, _STORED, _TIME, _DAY = 20, 0x0800, 0, 0, 0x0021
_MADE_BY_UNIX: Final = 3 << 8 | _NEEDED
_PLAIN_FILE: Final = 0o100644 << 16
_LOCAL_SIZE: Final = 30
_BOMB: Final = 100
"""Times that a member may grow before it is called a bomb rather than compressed."""


@attrs.frozen
class _Local:
    """What stands before a member, and where its content is."""

    name: bytes
    crc: int
    packed: int
    size: int
    method: int
    is_usual: bool
    start: int

    @property
    def shown(self) -> str:
        """Its name as text; what is none has a sign in it that no name may have."""
        return self.name.decode("utf-8", "replace")


def packed(members: Mapping[str, bytes]) -> bytes:
    """Give the file of these members, in their order.

    Raises:
        DvkError: They are too many, or too much.
    """
    if len(members) > MOST_MEMBERS or sum(map(len, members.values())) > LARGEST:
        raise DvkError([too_large()])
    parts: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, content in members.items():
        raw, crc = name.encode(), zlib.crc32(content)
        local = _local_header(raw, crc, len(content))
        directory.append(_entry(raw, crc, len(content), at))
        parts += [local, content]
        at += len(local) + len(content)
    return b"".join([*parts, _directory(directory, at)])


def unpacked(data: bytes, file: str) -> dict[str, bytes]:
    """Give the members of a seal, in their order.

    Raises:
        DvkError: It is no ZIP, or not of the form that a seal has: all that can be told.
    """
    place = Place(file=file)
    if len(data) > LARGEST:
        raise DvkError([too_large(place)])
    if not data.startswith(_LOCAL):
        before = data.find(_LOCAL)
        code = "DVK-V103" if before > 0 and _END in data else "DVK-V102"
        raise DvkError([problem(code, place, count=before)])
    problems: list[Problem] = []
    locals_: list[_Local] = []
    seen: set[str] = set()
    at = 0
    while data.startswith(_LOCAL, at):
        local = _read_local(data, at)
        if local is None or local.start + local.packed > len(data):
            raise DvkError([*problems, problem("DVK-V105", place)])
        if len(locals_) >= MOST_MEMBERS:
            raise DvkError([too_large(place)])
        problems += _check_local(local, data, place, seen)
        seen.add(local.shown)
        locals_.append(local)
        at = local.start + local.packed
    if not problems:
        problems = _check_directory(locals_, data[at:], at, place)
    if problems:
        raise DvkError(problems)
    return {each.name.decode(): data[each.start : each.start + each.size] for each in locals_}


def read_bytes(path: Path, most: int = LARGEST + 1) -> bytes:
    """Read a file, of a longer one the first ``most`` bytes: one more than a seal may have, unless said; -1: all.

    Raises:
        DvkError: The system refuses.
    """
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise DvkError([not_opened(str(path), error)]) from None


def too_large(place: Place | None = None) -> Problem:
    """Tell that a seal would hold too much."""
    return problem("DVK-V122", place, most=LARGEST // 1_000_000, members=MOST_MEMBERS)


def _local_header(name: bytes, crc: int, size: int) -> bytes:
    fields = (_LOCAL, _NEEDED, _UTF8, _STORED, _TIME, _DAY, crc, size, size, len(name), 0)
    return struct.pack("<4s5H3I2H", *fields) + name


def _entry(name: bytes, crc: int, size: int, at: int) -> bytes:
    fields = (_ENTRY, _MADE_BY_UNIX, _NEEDED, _UTF8, _STORED, _TIME, _DAY, crc, size, size, len(name), 0, 0, 0, 0)
    return struct.pack("<4s6H3I5H2I", *fields, _PLAIN_FILE, at) + name


def _directory(entries: list[bytes], at: int) -> bytes:
    listed = b"".join(entries)
    end = struct.pack("<4s4H2IH", _END, 0, 0, len(entries), len(entries), len(listed), at, 0)
    return listed + end


def _read_local(data: bytes, at: int) -> _Local | None:
    if at + _LOCAL_SIZE > len(data):
        return None
    _, needed, flags, method, time, day, crc, size, whole, name_size, extra = struct.unpack_from("<4s5H3I2H", data, at)
    start = at + _LOCAL_SIZE + name_size
    if start + extra > len(data):
        return None
    usual = (needed, flags, time, day, extra) == (_NEEDED, _UTF8, _TIME, _DAY, 0)
    return _Local(data[at + _LOCAL_SIZE : start], crc, size, whole, method, usual, start + extra)


def _check_local(local: _Local, data: bytes, place: Place, before: set[str]) -> list[Problem]:
    """Hold one member to the form; the first thing wrong with it is told."""
    name = local.shown
    if name in before:
        return [problem("DVK-V108", place, name=name)]
    if not is_safe(name) or "\ufffd" in name:
        return [problem("DVK-V109", place, name=name)]
    if local.method != _STORED:
        bomb = local.size > _BOMB * max(local.packed, 1)
        return [problem("DVK-V107" if bomb else "DVK-V106", place, name=name, size=local.size, packed=local.packed)]
    if not local.is_usual or local.size != local.packed:
        return [problem("DVK-V110", place, name=name)]
    if zlib.crc32(data[local.start : local.start + local.size]) != local.crc:
        return [problem("DVK-V111", place, name=name)]
    return []


def is_safe(name: str) -> bool:
    """Tell whether a member's name stays within the folder it is unpacked to, on any system."""
    parts = name.split("/")
    odd = any(character in "\\:" or ord(character) < ord(" ") or character == "\x7f" for character in name)
    return not odd and all(part not in ("", ".", "..") and part == part.rstrip(" .") for part in parts)


def _check_directory(locals_: list[_Local], rest: bytes, at: int, place: Place) -> list[Problem]:
    """Hold what stands behind the members to what must stand there."""
    entries: list[bytes] = []
    begin = 0
    for local in locals_:
        entries.append(_entry(local.name, local.crc, local.size, begin))
        begin = local.start + local.size
    wanted = _directory(entries, at)
    if rest == wanted:
        return []
    if rest.startswith(wanted):
        return [problem("DVK-V104", place, count=len(rest) - len(wanted))]
    if wanted.startswith(rest):
        return [problem("DVK-V105", place)]
    return [problem("DVK-V112", place)]
