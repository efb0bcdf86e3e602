"""An archive: seals over the years in one folder, as a chain, with a log that only grows.

``log.jsonl`` has a line a seal: canonical JSON with its number, the SHA-256 of the line before, the seal's file, its
hashes, its signer, and who added it when and on whose word. Whoever notes the fingerprint of the last line can tell
later whether lines were cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.aside import write_together
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem
from dvk_scoring.seal.canonical import (
    Json,
    as_fingerprint,
    canonical,
    digest,
    is_digest,
    is_of,
    parsed_canonical,
    short,
)
from dvk_scoring.seal.checked import Known, check_known
from dvk_scoring.seal.container import SUFFIX, is_safe, read_bytes
from dvk_scoring.seal.sealed import Seal, open_seal
from dvk_scoring.text import odd_character, told_character

LOG: Final = "log.jsonl"
_NOTHING: Final = "0" * 64
_TEXTS: Final = ("before", "file", "sha256", "seal", "by", "day", "word")


@attrs.frozen
class Entry:
    """One line of the log: which seal (file, SHA-256, fingerprint, signer), and who added it when, on whose word."""

    n: int
    before: str
    file: str
    sha256: str
    seal: str
    signer: str | None
    by: str
    day: str
    word: str

    @property
    def named(self) -> Mapping[str, str]:
        """What the seal that comes after it says of it."""
        return {"seal": self.seal, "file": self.sha256}


@attrs.frozen
class Archive:
    """What a folder holds.

    Attributes:
        folder: Where it is.
        entries: Lines of the log that can be read.
        head: SHA-256 of the last line, hex.
        problems: All that is wrong.
    """

    folder: Path
    entries: tuple[Entry, ...]
    head: str
    problems: tuple[Problem, ...]
    log: bytes = attrs.field(default=b"", repr=False)


def check_archive(
    folder: Path, *, head: str | None = None, signer: str | None = None, besides: str | None = None
) -> Archive:
    """Read an archive and find all that is wrong with it.

    Args:
        folder: Where it is.
        head: Fingerprint of the last line of the log as it was noted; None: nobody did.
        signer: Public key (hex) that all of its seals should be signed with; None: any.
        besides: A file that may be there though the log does not know it yet.

    Raises:
        DvkError: It is no archive.
    """
    if not (folder / LOG).is_file():
        raise DvkError([problem("DVK-V708", Place(file=str(folder)))])
    content = read_bytes(folder / LOG, most=-1)  # a log cut short would be another one
    problems: list[Problem] = []
    entries: list[Entry | None] = []
    place, before = Place(file=str(folder / LOG)), _NOTHING
    for count, line in enumerate(_lines(content), 1):
        entry = _entry(line) if line.endswith(b"\n") else None
        if entry is None:
            problems.append(problem("DVK-V701", place, line=count))
        elif (entry.n, entry.before) != (count, before):
            problems.append(problem("DVK-V702", place, line=count))
        entries.append(entry)
        before = digest(line.removesuffix(b"\n"))
    problems += _check_seals(folder, entries, signer)
    known = {listed.file for listed in entries if listed is not None} | {besides}
    there = sorted(path.name for path in folder.iterdir() if path.name.lower().endswith(SUFFIX))
    problems += [problem("DVK-V705", Place(file=str(folder)), name=name) for name in there if name not in known]
    if head is not None and not is_of(as_fingerprint(head) or "", before):
        problems.append(problem("DVK-V707", place, found=short(before), wanted=head))
    return Archive(folder, tuple(listed for listed in entries if listed is not None), before, tuple(problems), content)


def add_seal(folder: Path, path: Path, *, by: str, day: str, word: str) -> Archive:
    """Copy a seal into an archive and add a line to its log; the first one makes the archive.

    Args:
        folder: Where the archive is, or is to be.
        path: The seal.
        by: Who seals.
        day: When, YYYY-MM-DD.
        word: On whose word: the decision, by number and day, or the minutes.

    Raises:
        DvkError: The seal is wrong or does not come after the last one, or the archive is broken.
    """
    data = read_bytes(path)
    seal = open_seal(data, str(path))
    archive = Archive(folder, (), _NOTHING, ())
    if (folder / LOG).exists():
        archive = check_archive(folder, besides=path.name)
    if has_errors(archive.problems):
        raise DvkError([problem("DVK-V710", Place(file=str(folder))), *archive.problems])
    problems = [*check_known(seal, Known()), *_refusals(archive, seal, path), *_odd(by=by, word=word)]
    if has_errors(problems):
        raise DvkError(problems)
    entry = Entry(
        n=len(archive.entries) + 1,
        before=archive.head,
        file=path.name,
        sha256=seal.file,
        seal=seal.fingerprint,
        signer=seal.head["signer"],
        by=by,
        day=day,
        word=word,
    )
    line = canonical(attrs.asdict(entry))
    target = folder / path.name
    copied = {} if target.exists() else {target: data}
    write_together({**copied, folder / LOG: archive.log + line + b"\n"})
    return check_archive(folder)


def _odd(**texts: str) -> Iterator[Problem]:
    """Refuse texts for the log, which cannot be mended later, with characters that nobody sees."""
    for key, text in texts.items():
        if odd := odd_character(text):
            yield problem("DVK-S108", Place(key=key), character=told_character(odd))


def _refusals(archive: Archive, seal: Seal, path: Path) -> Iterator[Problem]:
    place = Place(file=str(archive.folder))
    if seal.kind != "result":
        yield problem("DVK-V712", seal.place)
    target = archive.folder / path.name
    if any(entry.file == path.name for entry in archive.entries) or (
        target.exists() and digest(read_bytes(target)) != seal.file
    ):
        yield problem("DVK-V709", place, name=path.name)
    if not is_safe(path.name) or odd_character(path.name) or not path.name.endswith(SUFFIX):
        yield problem("DVK-V608", seal.place)
    last = archive.entries[-1] if archive.entries else None
    yield from _check_chain(seal, last, place, path.name, is_first=last is None)


def _check_chain(seal: Seal, before: Entry | None, place: Place, name: str, *, is_first: bool) -> Iterator[Problem]:
    """Hold a seal to the line before it; of a line that cannot be read nothing is known."""
    if is_first and seal.head["earlier"] is not None:
        yield problem("DVK-V713", place, name=name)
    if before is not None and seal.head["earlier"] != before.named:
        yield problem("DVK-V706", place, name=name)


def _lines(content: bytes) -> list[bytes]:
    *whole, rest = content.split(b"\n")
    return [line + b"\n" for line in whole] + ([rest] if rest else [])


def _entry(line: bytes) -> Entry | None:
    try:
        value = parsed_canonical(line.removesuffix(b"\n"))
    except ValueError:
        return None
    return Entry(**value) if _is_entry(value) else None


def _is_entry(value: Json) -> bool:
    if not isinstance(value, dict) or set(value) != {"n", "signer", *_TEXTS}:
        return False
    is_text = all(isinstance(value[key], str) for key in _TEXTS) and type(value["n"]) is int
    is_key = value["signer"] is None or is_digest(value["signer"])
    return is_text and is_key and is_safe(value["file"]) and "/" not in value["file"]


def _check_seals(folder: Path, entries: list[Entry | None], signer: str | None) -> Iterator[Problem]:
    """Hold each seal to its line, and to the line before."""
    before: Entry | None = None
    for at, entry in enumerate(entries):
        if entry is not None:
            yield from _check_seal(folder, entry, before, signer, is_first=at == 0)
        before = entry


def _check_seal(
    folder: Path, entry: Entry, before: Entry | None, signer: str | None, *, is_first: bool
) -> Iterator[Problem]:
    place, path = Place(file=str(folder)), folder / entry.file
    if not path.is_file():
        yield problem("DVK-V703", place, name=entry.file)
        return
    try:
        seal = open_seal(read_bytes(path), str(path))
    except DvkError:
        yield problem("DVK-V704", place, name=entry.file)
        return
    yield from check_known(seal, Known(signer=signer))
    if (seal.fingerprint, seal.file, seal.head["signer"]) != (entry.seal, entry.sha256, entry.signer):
        yield problem("DVK-V704", place, name=entry.file)
    yield from _check_chain(seal, before, place, entry.file, is_first=is_first)
    if before is not None and entry.signer != before.signer:
        yield problem("DVK-V711", place, name=entry.file)
