"""``dvk scheme edit`` as it is typed: out, back, and what is refused before anything is written."""

from __future__ import annotations

import shutil
from pathlib import Path

from dvk_scoring.scheme.shipped import shipped_files
from tests.cli.conftest import Dvk
from tests.office.edited import edit

WEIGHTS = {
    ("criteria.ID", "criteria.advisory", "weight 1"): 13.5,
    ("criteria.ID", "criteria.coordination", "weight 1"): 10.5,
}
RULING = {
    ("rulings", "rulings[3]", "change 0"): -3,
    ("rulings", "rulings[5]", "units 0"): "huyen-b",
    ("rulings", "rulings[5]", "act 0"): "hold",
    ("rulings", "rulings[5]", "effect 0"): "class, titles",
    ("rulings", "rulings[5]", "reason 0"): "A complaint is looked into",
    ("rulings", "rulings[5]", "date 0"): "20/12/2020",
    ("rulings", "rulings[5]", "ref 0"): "BB-05",
}


def own(name: str = "own") -> Path:
    """Copy the shipped scheme into the current folder, with all that lies beside it."""
    shutil.copytree(Path(shipped_files()["dan-van-kheo-2020"]).parent, name)
    return Path(name)


def test_a_scheme_goes_out_and_comes_back(dvk: Dvk) -> None:
    folder = own()
    out = dvk("scheme", "edit", "./own", "-o", "book.xlsx", "--lang", "vi")
    assert (out.status, out.out, out.err) == (0, "Đã ghi: book.xlsx\n", "")
    edit(Path("book.xlsx"), WEIGHTS)
    back = dvk("scheme", "edit", "./own", "--from", "book.xlsx", "-o", "own/new.toml", "--lang", "en")
    assert back.status == 0, back.err
    assert "Differences: 2" in back.out
    assert "14 → 13.5" in back.out
    assert back.out.endswith("Written: own/new.toml\n")
    assert back.err == ""
    lines = [(folder / name).read_text(encoding="utf-8").splitlines() for name in ("scheme.toml", "new.toml")]
    changed = [(one, other) for one, other in zip(*lines, strict=True) if one != other]
    assert [one.replace("= 14,", "= 13.5,").replace("= 10,", "= 10.5,") for one, _ in changed] == [
        other for _, other in changed
    ]
    assert dvk("scheme", "check", "own/new.toml").status == 0


def test_unedited_it_says_that_nothing_changed_and_names_what_lies_beside_the_old_file(dvk: Dvk) -> None:
    dvk("scheme", "edit", "dan-van-kheo-2020", "-o", "book.xlsx")
    back = dvk("scheme", "edit", "dan-van-kheo-2020", "--from", "book.xlsx", "-o", "new.toml", "--lang", "en")
    assert back.status == 0
    assert "Both schemes say the same." in back.out
    assert "DVK-O818 new.toml: The new file names files that lie beside the old one: units.csv" in back.err
    assert Path("new.toml").read_bytes() == Path(shipped_files()["dan-van-kheo-2020"]).read_bytes()


def test_what_is_wrong_leaves_nothing_behind(dvk: Dvk) -> None:
    own()
    dvk("scheme", "edit", "./own", "-o", "book.xlsx", "--lang", "en")
    edit(Path("book.xlsx"), {("criteria.ID", "criteria.media", "weight 1"): "eight"})
    back = dvk("scheme", "edit", "./own", "--from", "book.xlsx", "-o", "new.toml", "--lang", "en")
    assert back.status == 3
    assert back.err.startswith("DVK-O805 book.xlsx [Criteria!J10]: This cell takes a number, not “eight”.")
    assert not Path("new.toml").exists()
    again = dvk("scheme", "edit", "./own", "-o", "book.xlsx", "--lang", "en")
    assert (again.status, again.err.split()[0]) == (3, "DVK-O202")
    other = dvk("scheme", "edit", "./own", "-o", "book.toml", "--lang", "en")
    assert (other.status, other.err.split()[0]) == (3, "DVK-O201")
    gone = dvk("scheme", "edit", "./own", "--from", "none.xlsx", "-o", "new.toml", "--lang", "en")
    assert gone.status == 3
    assert "none.xlsx" in gone.err


def test_rulings_go_out_and_come_back(dvk: Dvk) -> None:
    folder = own()
    line = ("scheme", "edit", "./own", "--rulings", "own/rulings.toml")
    assert dvk(*line, "-o", "book.xlsx", "--lang", "en").status == 0
    edit(Path("book.xlsx"), RULING)
    back = dvk(*line, "--from", "book.xlsx", "-o", "own/rulings.toml", "--force", "--lang", "en")
    assert (back.status, back.err) == (0, "")
    assert back.out == "– Ruling 3 changed (huyen-f)\n– Ruling 5 is new (huyen-b)\nWritten: own/rulings.toml\n"
    assert (folder / "rulings.toml").read_text(encoding="utf-8").endswith(
        '\n[[rulings]]\nunit = "huyen-b"\nhold = { effect = ["class", "titles"] }\n'
        'reason = "A complaint is looked into"\ndate = 2020-12-20\nref = "BB-05"\n'
    )  # fmt: skip
    assert dvk("score", "./own", "--quiet", "-o", "result.json").status == 0


def test_a_letterhead_goes_out_and_comes_back_and_one_file_is_edited_at_a_time(dvk: Dvk) -> None:
    Path("head.toml").write_text('[agency]\nissuer = "Công an huyện A" # tên\n', encoding="utf-8")
    line = ("scheme", "edit", "dan-van-kheo-2020", "--letterhead", "head.toml")
    assert dvk(*line, "-o", "book.xlsx", "--lang", "vi").out == "Đã ghi: book.xlsx\n"
    edit(Path("book.xlsx"), {("agency", "agency.place", "value 0"): "Huyện A"})
    back = dvk(*line, "--from", "book.xlsx", "-o", "head.toml", "--force", "--lang", "vi")
    assert (back.status, back.out, back.err) == (0, "– Sửa 1 giá trị\nĐã ghi: head.toml\n", "")
    assert Path("head.toml").read_text(encoding="utf-8") == (
        '[agency]\nissuer = "Công an huyện A" # tên\nplace = "Huyện A"\n'
    )
    wrong = dvk("scheme", "edit", "dan-van-kheo-2020", "--from", "book.xlsx", "-o", "new.toml", "--lang", "en")
    assert (wrong.status, wrong.err.split()[0]) == (3, "DVK-O846")
    both = dvk(*line, "--votes", "votes.toml", "-o", "other.xlsx", "--lang", "en")
    assert (both.status, both.err.split(":")[0]) == (3, "DVK-O878")
