"""An archive is told when it is broken, by the program and by the verifier that travels."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from dvk_scoring.problem import DvkError
from dvk_scoring.seal import verify
from dvk_scoring.seal.archive import LOG, add_seal, check_archive
from dvk_scoring.seal.canonical import canonical, digest, parsed, short
from dvk_scoring.seal.sealed import open_seal
from dvk_scoring.seal.signature import public_hex
from tests.seal.made import KEYS, Sealed, seal, write_inputs


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Seals of three years, each after the one before."""
    inputs = write_inputs(tmp_path_factory.mktemp("years"))
    found: list[bytes] = []
    for _ in range(3):
        earlier = open_seal(found[-1], "x.dvk") if found else None
        found.append(seal(inputs, key=KEYS[0], earlier=earlier).data)
    return found


@pytest.fixture
def archive(years: list[bytes], tmp_path: Path) -> Path:
    folder = tmp_path / "kho"
    for year, data in enumerate(years, 2025):
        path = tmp_path / f"{year}.dvk"
        path.write_bytes(data)
        add_seal(folder, path, by="Ban tổ chức", day=f"{year}-12-20", word=f"Biên bản {year}")
    return folder


def codes(folder: Path, **known: str) -> list[str]:
    """What both say is wrong; they say the same. That a signer changed, the program alone says."""
    try:
        here = [one.code for one in check_archive(folder, **known).problems if one.severity == "error"]
    except DvkError as error:
        here = [one.code for one in error.problems]
    said = io.StringIO()
    with redirect_stdout(said):
        status = verify.main([str(folder), *(word for key, value in known.items() for word in (f"--{key}", value))])
    there = [line.split(" ")[0] for line in said.getvalue().splitlines() if line.startswith("DVK-")]
    assert (status == 0) == (not there)
    assert sorted(here) == sorted(there), said.getvalue()
    return sorted(here)


def lines(folder: Path) -> list[bytes]:
    return (folder / LOG).read_bytes().splitlines(keepends=True)


def put(folder: Path, found: list[bytes]) -> None:
    (folder / LOG).write_bytes(b"".join(found))


def edited(folder: Path) -> None:
    first, *rest = lines(folder)
    put(folder, [first.replace(b"2025-12-20", b"2025-12-21"), *rest])


def edited_last(folder: Path) -> None:
    *rest, last = lines(folder)
    put(folder, [*rest, last.replace(b"2027-12-20", b"2027-12-21")])


def reordered(folder: Path) -> None:
    first, second, third = lines(folder)
    put(folder, [first, third, second])


def cut_within(folder: Path) -> None:
    first, _, third = lines(folder)
    put(folder, [first, third])


def cut_at_the_end(folder: Path) -> None:
    put(folder, lines(folder)[:2])


def half_a_line(folder: Path) -> None:
    (folder / LOG).write_bytes((folder / LOG).read_bytes()[:-1])


def not_canonical(folder: Path) -> None:
    first, *rest = lines(folder)
    put(folder, [b" " + first, *rest])


def a_path_in_it(folder: Path) -> None:
    first, *rest = lines(folder)
    put(folder, [first.replace(b"2025.dvk", b"../25.dvk"), *rest])


def seal_gone(folder: Path) -> None:
    (folder / "2026.dvk").unlink()


def seal_spoiled(folder: Path) -> None:
    data = (folder / "2026.dvk").read_bytes()
    (folder / "2026.dvk").write_bytes(data[:3000] + bytes([data[3000] ^ 1]) + data[3001:])


def seals_swapped(folder: Path) -> None:
    one, other = folder / "2025.dvk", folder / "2026.dvk"
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def one_more(folder: Path) -> None:
    (folder / "2028.dvk").write_bytes((folder / "2026.dvk").read_bytes())


def cut_at_the_beginning(folder: Path) -> None:
    """With every hash made anew, as a forger would."""
    before, found = "0" * 64, list[bytes]()
    for count, line in enumerate(lines(folder)[1:], 1):
        found.append(canonical({**parsed(line), "n": count, "before": before}) + b"\n")
        before = digest(found[-1].rstrip(b"\n"))
    put(folder, found)
    (folder / "2025.dvk").unlink()


def a_number_that_is_yes(folder: Path) -> None:
    first, *rest = lines(folder)
    put(folder, [first.replace(b'"n":1', b'"n":true'), *rest])


def one_more_in_capitals(folder: Path) -> None:
    (folder / "2028.DVK").write_bytes((folder / "2026.dvk").read_bytes())


def log_gone(folder: Path) -> None:
    (folder / LOG).unlink()


BROKEN: dict[Callable[[Path], None], list[str]] = {
    edited: ["DVK-V702"],
    edited_last: [],  # nothing follows it: see the test of the noted head
    reordered: ["DVK-V702", "DVK-V702", "DVK-V706", "DVK-V706"],
    cut_within: ["DVK-V702", "DVK-V705", "DVK-V706"],
    cut_at_the_end: ["DVK-V705"],
    half_a_line: ["DVK-V701", "DVK-V705"],
    not_canonical: ["DVK-V701", "DVK-V702", "DVK-V705"],
    a_path_in_it: ["DVK-V701", "DVK-V702", "DVK-V705"],
    seal_gone: ["DVK-V703"],
    seal_spoiled: ["DVK-V704"],
    seals_swapped: ["DVK-V704", "DVK-V704", "DVK-V706", "DVK-V713"],
    cut_at_the_beginning: ["DVK-V713"],
    a_number_that_is_yes: ["DVK-V701", "DVK-V702", "DVK-V705"],
    one_more_in_capitals: ["DVK-V705"],
    one_more: ["DVK-V705"],
    log_gone: ["DVK-V708"],
}


@pytest.mark.parametrize("break_it", BROKEN, ids=lambda one: one.__name__)
def test_broken_archives(break_it: Callable[[Path], None], archive: Path) -> None:
    assert codes(archive) == []
    break_it(archive)
    assert codes(archive) == BROKEN[break_it]


@pytest.mark.parametrize("break_it", [edited_last, cut_at_the_end], ids=lambda one: one.__name__)
def test_the_end_of_the_log_is_held_by_its_noted_fingerprint(break_it: Callable[[Path], None], archive: Path) -> None:
    head = check_archive(archive).head
    assert head == digest(lines(archive)[-1].rstrip(b"\n"))
    assert codes(archive, head=short(head)) == codes(archive, head=head) == []
    break_it(archive)
    (archive / "2027.dvk").unlink()
    assert "DVK-V707" in codes(archive, head=short(head))


def test_the_log_tells_who_what_when_and_on_whose_word(archive: Path, years: list[bytes]) -> None:
    entry = check_archive(archive).entries[1]
    assert (entry.n, entry.file, entry.by, entry.day, entry.word) == (
        2, "2026.dvk", "Ban tổ chức", "2026-12-20", "Biên bản 2026",
    )  # fmt: skip
    assert (entry.sha256, entry.seal) == (digest(years[1]), open_seal(years[1], "x").fingerprint)
    assert entry.before == digest(lines(archive)[0].rstrip(b"\n"))


def test_the_signer_is_held_and_a_new_one_is_told(
    archive: Path, sealed: Sealed, years: list[bytes], tmp_path: Path
) -> None:
    assert codes(archive, signer=public_hex(KEYS[0])) == []
    assert codes(archive, signer=public_hex(KEYS[1])) == ["DVK-V205"] * 3
    inputs = write_inputs(tmp_path)
    later = tmp_path / "2028.dvk"
    later.write_bytes(seal(inputs, key=KEYS[1], earlier=open_seal(years[2], "x.dvk")).data)
    told = add_seal(archive, later, by="Ban tổ chức", day="2028-12-20", word="Biên bản 2028").problems
    assert [(one.code, one.severity) for one in told] == [("DVK-V711", "warning")]


def test_a_seal_that_was_signed_anew_is_not_the_one_of_the_log(archive: Path) -> None:
    from dvk_scoring.seal.container import packed
    from dvk_scoring.seal.sealed import HEAD, SIGNATURE
    from dvk_scoring.seal.signature import signed

    members = dict(open_seal((archive / "2027.dvk").read_bytes(), "x").members)
    head = canonical({**parsed(members[HEAD]), "signer": public_hex(KEYS[1])})
    forged = packed({**members, HEAD: head, SIGNATURE: canonical(signed(KEYS[1], head))})
    (archive / "2027.dvk").write_bytes(forged)
    assert codes(archive) == ["DVK-V704"]


def refused(archive: Path, path: Path) -> set[str]:
    before = {one.name: one.read_bytes() for one in archive.iterdir()}
    with pytest.raises(DvkError) as caught:
        add_seal(archive, path, by="A", day="2028-01-01", word="B")
    assert {one.name: one.read_bytes() for one in archive.iterdir()} == before
    return {one.code for one in caught.value.problems}


def test_what_is_not_added(archive: Path, sealed: Sealed, years: list[bytes], tmp_path: Path) -> None:
    other = tmp_path / "other.dvk"
    other.write_bytes(sealed.first.data)
    assert refused(archive, other) == {"DVK-V706"}
    other.write_bytes(sealed.public.data)
    assert "DVK-V712" in refused(archive, other)
    assert refused(archive, tmp_path / "2026.dvk") == {"DVK-V706", "DVK-V709"}
    other.write_bytes(years[2][:-1])
    assert refused(archive, other) == {"DVK-V105"}
    seal_gone(archive)
    other.write_bytes(years[2])
    assert refused(archive, other) == {"DVK-V703", "DVK-V710"}
