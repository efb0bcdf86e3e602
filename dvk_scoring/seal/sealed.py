"""A seal that was opened, and the first step of its check: the container, the hashes, the tree over its units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Final, Literal

import attrs

from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.seal.canonical import Json, canonical, digest, is_digest, parsed, parsed_canonical, short
from dvk_scoring.seal.container import read_bytes, unpacked
from dvk_scoring.seal.tree import leaf_hash, root_hash

FORMAT: Final = "dvk-seal/1"
HEAD, SIGNATURE, MANIFEST = "seal.json", "signature.json", "manifest.json"
RESULT, PUBLIC = "result.json", "public.json"
Kind = Literal["result", "public"]
SAYING: Final[Mapping[str, str]] = {"result": RESULT, "public": PUBLIC}
"""Kind of a seal → the member that says what was found."""
ENCLOSED: Final[Mapping[str, str]] = {"README.txt": "enclosed.txt", "verify.py": "verify.py"}
"""Member → file of this folder that lies in every seal."""
_HEAD_KEYS: Final = {"format", "kind", "manifest", "units", "earlier", "full", "signer"}


@attrs.frozen
class Seal:
    """A seal whose container and hashes are right.

    Attributes:
        path: As it was given.
        members: Name → bytes, in the order of the file.
        file: SHA-256 of the whole file, hex.
    """

    path: str
    members: Mapping[str, bytes] = attrs.field(hash=False, repr=False)
    file: str

    @cached_property
    def head(self) -> Mapping[str, Json]:
        """What is fingerprinted and signed."""
        head: Mapping[str, Json] = parsed(self.members[HEAD])
        return head

    @cached_property
    def manifest(self) -> Mapping[str, Json]:
        """What there is, with hashes, and how it is read."""
        manifest: Mapping[str, Json] = parsed(self.members[MANIFEST])
        return manifest

    @property
    def kind(self) -> Kind:
        """Which edition is sealed."""
        kind: Kind = self.head["kind"]
        return kind

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the head, hex: it stands for the whole."""
        return digest(self.members[HEAD])

    @property
    def short(self) -> str:
        """The fingerprint as people write it."""
        return short(self.fingerprint)

    @cached_property
    def said(self) -> bytes:
        """The result, or the public edition, to the byte."""
        return self.members[SAYING[self.kind]]

    @cached_property
    def value(self) -> Mapping[str, Json]:
        """What ``said`` says."""
        value: Mapping[str, Json] = parsed(self.said)
        return value

    @property
    def units(self) -> Sequence[Mapping[str, Json]]:
        """Rows of the units, in the order of the result."""
        units: Sequence[Mapping[str, Json]] = self.value["units"]
        return units

    @property
    def named(self) -> Mapping[str, str]:
        """What a seal that comes after it says of it."""
        return {"seal": self.fingerprint, "file": self.file}

    @property
    def place(self) -> Place:
        """Where problems of it are told."""
        return Place(file=self.path)


@cache
def enclosed() -> Mapping[str, bytes]:
    """Give what lies in every seal: what it is, and a second program that checks it."""
    home = resources.files("dvk_scoring.seal")
    return {member: (home / file).read_bytes() for member, file in ENCLOSED.items()}


def read_seal(path: str | Path) -> Seal:
    """Read a seal.

    Raises:
        DvkError: All that is wrong with its container, its hashes or its tree.
    """
    return open_seal(read_bytes(Path(path)), str(path))


def open_seal(data: bytes, path: str) -> Seal:
    """Open the bytes of a seal.

    Raises:
        DvkError: As ``read_seal``.
    """
    place = Place(file=path)
    members = unpacked(data, path)
    head = _head(members, place)
    problems = list(_check_files(members, head, place)) or list(_check_units(members, head, place))
    if problems:
        raise DvkError(problems)
    return Seal(path, members, digest(data))


def leaves(rows: Sequence[Json]) -> list[bytes]:
    """Hash the rows of units.

    Raises:
        ValueError: A row has no canonical form.
    """
    return [leaf_hash(canonical(row)) for row in rows]


def _head(members: Mapping[str, bytes], place: Place) -> Mapping[str, Json]:
    missing = [name for name in (HEAD, MANIFEST) if name not in members]
    if missing:
        raise DvkError([problem("DVK-V113", place, name=missing[0])])
    try:
        head = parsed_canonical(members[HEAD])
    except ValueError:
        raise DvkError([problem("DVK-V114", place, name=HEAD)]) from None
    if isinstance(head, dict) and head.get("format", FORMAT) != FORMAT:
        raise DvkError([problem("DVK-V119", place, format=head["format"], known=FORMAT)])
    if not is_head(head):
        raise DvkError([problem("DVK-V114", place, name=HEAD)])
    wanted = [HEAD, *([SIGNATURE] if SIGNATURE in members else []), MANIFEST]
    names = list(members)
    if names != [*wanted, *sorted(set(names) - set(wanted))]:
        raise DvkError([problem("DVK-V123", place)])
    return dict(head)


def is_head(head: Json) -> bool:
    """Tell whether it has the form of the head of a seal."""
    if not isinstance(head, dict) or set(head) != _HEAD_KEYS:
        return False
    units, earlier = head["units"], head["earlier"]
    size = units.get("size") if isinstance(units, dict) else None
    return (
        head["format"] == FORMAT
        and head["kind"] in list(SAYING)  # in a list, since it may be anything, also what no mapping can look for
        and is_digest(head["manifest"])
        and isinstance(units, dict)
        and set(units) == {"root", "size"}
        and is_digest(units["root"])
        and isinstance(size, int)
        and not isinstance(size, bool)
        and size >= 0
        and (earlier is None or _is_earlier(earlier))
        and (head["full"] is None if head["kind"] == "result" else is_digest(head["full"]))
        and (head["signer"] is None or is_digest(head["signer"]))
    )


def _is_earlier(value: Json) -> bool:
    return isinstance(value, dict) and set(value) == {"seal", "file"} and all(map(is_digest, value.values()))


def _check_files(members: Mapping[str, bytes], head: Mapping[str, Json], place: Place) -> Iterator[Problem]:
    """Hold the manifest to the head, and every member to the manifest."""
    if digest(members[MANIFEST]) != head["manifest"]:
        yield problem("DVK-V115", place)
        return
    listed = _listed(members[MANIFEST])
    if listed is None or SAYING[head["kind"]] not in listed:
        yield problem("DVK-V114", place, name=MANIFEST)
        return
    there = {name: digest(content) for name, content in members.items() if name not in (HEAD, SIGNATURE, MANIFEST)}
    yield from (problem("DVK-V116", place, name=name) for name in there if name not in listed)
    yield from (problem("DVK-V117", place, name=name) for name in listed if name not in there)
    owners = {value: name for name, value in listed.items()}
    for name, value in there.items():
        if name in listed and listed[name] != value:
            other = owners.get(value)
            swapped = other is not None and there.get(other) != value
            yield problem("DVK-V121" if swapped else "DVK-V118", place, name=name, other=other or "")


def _check_units(members: Mapping[str, bytes], head: Mapping[str, Json], place: Place) -> Iterator[Problem]:
    """Hold the tree to the rows of the result."""
    name = SAYING[head["kind"]]
    hashes = _hashed_rows(members[name])
    if hashes is None:
        yield problem("DVK-V114", place, name=name)
        return
    if root_hash(hashes).hex() != head["units"]["root"] or len(hashes) != head["units"]["size"]:
        yield problem("DVK-V120", place)


def _listed(manifest: bytes) -> Mapping[str, str] | None:
    """Give the hashes of a manifest, None where it has not the form of one."""
    try:
        listed = parsed_canonical(manifest)["files"]
    except (ValueError, KeyError, TypeError):
        return None
    return listed if isinstance(listed, dict) and all(map(is_digest, listed.values())) else None


def _hashed_rows(said: bytes) -> list[bytes] | None:
    """Hash the rows of a result, None where it has not the form of one, such as a unit with two rows."""
    try:
        value = parsed(said)
        rows = value["units"]
        canonical({**value, "units": None})  # of the rows it is seen below
        is_list = isinstance(rows, list) and all(isinstance(row, dict) and isinstance(row["unit"], str) for row in rows)
        is_once = is_list and len({row["unit"] for row in rows}) == len(rows)
        return leaves(rows) if is_once else None
    except (ValueError, KeyError, TypeError):
        return None
