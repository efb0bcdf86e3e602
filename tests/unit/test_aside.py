"""Outputs that are links: what they lead to is written, whole or not at all, and they stay links."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dvk_scoring.aside import folder_aside, move_into, write_together, written_aside
from dvk_scoring.cli.entry import run
from dvk_scoring.problem import DvkError
from dvk_scoring.scaffold.onto_disk import made_aside


def _written(path: Path, content: bytes) -> None:
    with written_aside(path) as unfinished:
        unfinished.write_bytes(content)


def _together(path: Path, content: bytes) -> None:
    write_together({path: content})


def _moved(path: Path, content: bytes) -> None:
    made = path.parent / "made"
    made.write_bytes(content)
    move_into(made, path)


def _in_a_folder(path: Path, content: bytes) -> None:
    with made_aside(path.parent) as aside:
        (aside / path.name).write_bytes(content)


WRITE: dict[str, Callable[[Path, bytes], None]] = {
    "written_aside": _written, "write_together": _together, "move_into": _moved, "made_aside": _in_a_folder,
}  # fmt: skip


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Two folders: links lie in one, what they lead to in the other."""
    (tmp_path / "links").mkdir()
    (tmp_path / "kept").mkdir()
    try:
        (tmp_path / "links/try").symlink_to("nowhere")
    except OSError:
        pytest.skip("this system lets nobody make links")
    (tmp_path / "links/try").unlink()
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def link(here: Path, name: str, to: str) -> Path:
    path = here / "links" / name
    path.symlink_to(to)
    return path


@pytest.mark.parametrize("write", WRITE.values(), ids=WRITE)
@pytest.mark.parametrize("there", [True, False], ids=["over a file", "to none yet"])
def test_what_a_link_leads_to_is_written_and_the_link_stays(
    write: Callable[[Path, bytes], None],
    there: bool,
    here: Path,
) -> None:
    kept = here / "kept/a.txt"
    if there:
        kept.write_bytes(b"before")
    second = link(here, "second", "../kept/a.txt")
    first = link(here, "first", str(second))
    write(first, b"after")
    assert kept.read_bytes() == b"after"
    assert (first.is_symlink(), second.is_symlink(), kept.is_symlink()) == (True, True, False)
    assert str(second.readlink()) == "../kept/a.txt"
    assert names(here / "kept") == ["a.txt"]
    assert names(here / "links") == ["first", "second"]


@pytest.mark.skipif(os.name == "nt", reason="rights are kept otherwise there")
@pytest.mark.parametrize("write", WRITE.values(), ids=WRITE)
def test_what_is_written_over_keeps_its_rights(write: Callable[[Path, bytes], None], here: Path) -> None:
    """Who closed a file of results to others does not find it open after it was written anew."""
    kept = here / "kept/a.txt"
    kept.write_bytes(b"before")
    kept.chmod(0o640)
    for path in (kept, link(here, "first", "../kept/a.txt")):
        write(path, b"after")
        assert (kept.read_bytes(), oct(kept.stat().st_mode & 0o777)) == (b"after", "0o640")


@pytest.mark.parametrize("to", ["b", "../none/a.txt"], ids=["a circle", "no such folder"])
def test_a_link_that_leads_to_nothing_that_can_be_written_is_refused(here: Path, to: str) -> None:
    first = link(here, "a", to)
    link(here, "b", "a")
    for write in (_written, _together):
        with pytest.raises(DvkError) as caught:
            write(first, b"after")
        (one,) = caught.value.problems
        assert (one.code, one.place.file) == ("DVK-O203", str(first))
        told = "links lead in a circle" if to == "b" else "there is no such file or folder"
        assert told in one.in_("en")
    assert names(here / "links") == ["a", "b"]
    assert all((here / "links" / one).is_symlink() for one in "ab")


def test_what_goes_wrong_leaves_what_the_link_leads_to(here: Path) -> None:
    kept = here / "kept/a.txt"
    kept.write_bytes(b"before")
    first = link(here, "a", "../kept/a.txt")

    def fail() -> None:
        with written_aside(first) as unfinished:
            unfinished.write_bytes(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with pytest.raises(DvkError):
        write_together({first: b"after", here / "kept/a.txt/b": b""})
    assert (kept.read_bytes(), first.is_symlink()) == (b"before", True)
    assert names(here / "kept") == ["a.txt"]


@pytest.mark.parametrize("force", [True, False])
def test_a_link_to_a_folder_stays_too(here: Path, force: bool) -> None:
    if force:
        (here / "kept/f").mkdir(mode=0o750)
        (here / "kept/f/old").write_bytes(b"")
    first = link(here, "f", "../kept/f")
    with folder_aside(first, force=force) as folder:
        (folder / "part").write_bytes(b"1")
    assert (first.is_symlink(), names(here / "kept/f")) == (True, ["part"])
    assert (names(here / "kept"), names(here / "links")) == (["f"], ["f"])
    assert not force or os.name == "nt" or (here / "kept/f").stat().st_mode & 0o777 == 0o750
    with made_aside(first) as aside:
        (aside / "more").write_bytes(b"2")
    assert (first.is_symlink(), names(here / "kept/f")) == (True, ["more", "part"])


def test_the_command_keeps_a_link_and_knows_one_file_under_two_names(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, first = here / "kept/r.json", link(here, "r.json", "../kept/r.json")
    words = ["--lang", "en", "score", "stage-contest", "--quiet"]
    assert run([*words, "-o", str(first)]) == 0
    whole = kept.read_bytes()
    kept.write_bytes(b"{}")
    assert run([*words, "-o", str(first)]) == 3
    assert "DVK-O202" in capsys.readouterr().err
    assert run([*words, "-o", str(first), "-o", str(kept), "--force"]) == 3
    assert "DVK-O204" in capsys.readouterr().err
    assert kept.read_bytes() == b"{}"
    assert run([*words, "-o", str(first), "--force"]) == 0
    assert (kept.read_bytes(), first.is_symlink()) == (whole, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of POSIX")
@pytest.mark.parametrize("linked", [True, False])
def test_what_is_no_file_stays_what_it_is(here: Path, linked: bool, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = here / "kept/pipe.json"
    os.mkfifo(pipe)
    named = link(here, "p.json", "../kept/pipe.json") if linked else pipe
    assert run(["--lang", "en", "score", "stage-contest", "--quiet", "-o", str(named), "--force"]) == 3
    told = capsys.readouterr().err
    assert told.startswith(f"DVK-O203 {named}: The file cannot be written: a device or a pipe is there, no file.")
    with pytest.raises(DvkError), written_aside(named) as unfinished:
        unfinished.write_bytes(b"lost")
    with pytest.raises(DvkError):
        write_together({named: b"lost"})
    assert pipe.is_fifo()
    assert named.is_symlink() == linked
    assert names(here / "kept") == ["pipe.json"]


READ = {
    "score s.toml f.csv -o f.csv --force": "f.csv",
    "score s.toml f.csv -o link.csv --force": "link.csv",
    "score s.toml f.csv -o r.json -o ./f.csv --force": "f.csv",
    "publish s.toml f.csv -o link.csv": "link.csv",
    "compare r.json r.json -o r.json --force": "r.json",
    "compare s.toml f.csv --with r.json -o r.json --force": "r.json",
    "collect s.toml f.csv -o other.csv --units u.csv --missing u.csv --force": "u.csv",
    "minutes s.toml f.csv --template m.docx -o m.docx --force": "m.docx",
    "tally s.toml f.csv --write-template m.docx --template m.docx -o t.docx --force": "m.docx",
}


@pytest.mark.parametrize("line", READ)
def test_what_is_read_is_not_written_over(
    line: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(here / "kept")
    for name in ("s.toml", "f.csv", "r.json", "u.csv", "m.docx"):
        Path(name).write_text(name, encoding="utf-8")
    Path("link.csv").symlink_to("f.csv")
    assert run(["--lang", "en", *line.split()]) == 3
    told = capsys.readouterr().err
    assert told == (
        f"DVK-O210 {READ[line]}: This file is read, and is not written over.\n    → Give the output another name.\n"
    )
    assert {path.name: path.read_text(encoding="utf-8") for path in Path().iterdir()} == {
        **{name: name for name in ("s.toml", "f.csv", "r.json", "u.csv", "m.docx")}, "link.csv": "f.csv",
    }  # fmt: skip


@pytest.mark.parametrize("line", ["score . -o", "publish s.toml -o", "table . -o"])
def test_the_sample_that_is_read_is_not_written_over(
    line: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(here / "kept")
    sample = "f.xlsx"
    scheme = f"""
scheme = {{ id = "one", title = "One" }}
criteria = {{ ratio = {{ weight = 100 }} }}
sample = {{ figures = ["{sample}"], illustrative = true }}
"""
    for name in ("s.toml", "scheme.toml"):
        Path(name).write_text(scheme, encoding="utf-8")
    Path(sample).write_text("kept", encoding="utf-8")
    assert run(["--lang", "en", *line.split(), sample, "--force"]) == 3
    told = capsys.readouterr().err
    assert told == (
        f"DVK-O210 {sample}: This file is read, and is not written over.\n    → Give the output another name.\n"
    )
    assert Path(sample).read_text(encoding="utf-8") == "kept"


def test_two_outputs_of_a_folder_that_are_one_file_are_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, one = here / "kept", here / "one"
    made = ["--lang", "en", "sheet", "stage-contest", "--all", "--as", "docx", "-o", f"{folder}/"]
    assert run(made) == 0, capsys.readouterr().err
    first, *others = sorted(folder.iterdir())
    one.write_bytes(b"before")
    for path in (first, others[0]):
        path.unlink()
        path.symlink_to(one)
    capsys.readouterr()
    assert run([*made, "--force"]) == 3
    assert capsys.readouterr().err.startswith("DVK-O204 ")
    assert one.read_bytes() == b"before"
