"""What a seal holds of plugins and of schemes that extend others, and whose code is run when it is checked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dvk_scoring.package import bundled
from dvk_scoring.seal.sealed import open_seal, read_seal
from tests.cli.conftest import Dvk
from tests.seal.made import FIGURES, SCHEME, Sealed, forged, make_seals, write_inputs

OWN = """\
from collections.abc import Sequence
from decimal import Decimal
from dvk_scoring.api import AnyCriterion, Criterion, Figures, Params, Num, Text, count, hookimpl, never_lowers
from .shares import SHARE
class Counts(Figures):
    done: Num = count(vi="Việc đã làm", en="Things done", high=10)
class Own(Criterion[Counts, Params]):
    \"\"\"Things done.\"\"\"
    id = "own"
    title = Text(vi="Việc", en="Things")
    source = Text(vi="Ví dụ", en="An example")
    promises = (never_lowers(Text(vi="Làm thêm không mất điểm", en="One more never costs"), done=+1),)
    def score(self, figures: Counts, params: Params) -> Num:
        return figures.done * SHARE
@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    return [Own]
"""
OWN_SCHEME = '[scheme]\nid = "rieng"\ntitle = "Riêng"\n[criteria]\nown = { weight = 100 }\n'


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return make_seals(tmp_path_factory.mktemp("sealed"))


def test_code_in_a_seal_is_run_by_request_alone(sealed: Sealed, dvk: Dvk) -> None:
    seal = open_seal(sealed.unsigned.data, "x")
    name = "plugins/ratio/criterion.py"
    code = seal.members[name] + b"\nfrom pathlib import Path\nPath('ran').touch()\n"
    Path("x.dvk").write_bytes(forged(seal, {name: code}))
    said = dvk("verify", "x.dvk", "--lang", "en")
    assert (said.status, said.err.partition(",")[0]) == (3, "DVK-V310 x.dvk")
    assert "4. Result: equal, byte for byte" in said.out
    assert not Path("ran").exists()
    trusted = dvk("verify", "x.dvk", "--trust-plugins", "--lang", "en")
    assert Path("ran").exists()
    assert "3. Computed again by dvk 0.1.0: WRONG" in trusted.out  # it says that it is bundled, and is not
    assert (trusted.status, trusted.err.partition(",")[0]) == (3, "DVK-V310 x.dvk")


def test_folders_that_a_sealed_scheme_names_are_not_looked_at(sealed: Sealed, dvk: Dvk) -> None:
    seal = open_seal(sealed.unsigned.data, "x")
    home = Path("evil/ratio")
    home.mkdir(parents=True)
    (home / "criterion.py").write_text("from pathlib import Path\nPath('ran').touch()\n", encoding="utf-8")
    scheme = SCHEME.replace('id = "mau"', f'id = "mau"\nplugins = ["{home.parent.resolve().as_posix()}"]').encode()
    Path("x.dvk").write_bytes(forged(seal, {"scheme/scheme.toml": scheme}))
    for more in ((), ("--trust-plugins",)):
        assert dvk("verify", "x.dvk", *more).status == 3  # another scheme gives another hash of it in the result
    assert not Path("ran").exists()


def test_a_plugin_of_several_files_travels_whole(dvk: Dvk) -> None:
    home = Path("own-plugins/own")
    home.mkdir(parents=True)
    (home / "criterion.py").write_text(OWN, encoding="utf-8")
    (home / "shares.py").write_text("from decimal import Decimal\nSHARE = Decimal('0.1')\n", encoding="utf-8")
    (home / "notes.txt").write_text("not of the plugin", encoding="utf-8")
    (home / "unused.py").write_text("raise RuntimeError\n", encoding="utf-8")
    Path("scheme.toml").write_text(OWN_SCHEME, encoding="utf-8")
    Path("a.csv").write_text("unit,own.done\nhuyen-a,3\nhuyen-b,7\n", encoding="utf-8")
    said = dvk("seal", "scheme.toml", "a.csv", "--plugins-dir", "own-plugins", "-o", "x.dvk")
    assert (said.status, said.err) == (0, "")
    assert list(read_seal("x.dvk").manifest["plugins"]["own"]["files"]) == ["criterion.py", "shares.py"]
    assert dvk("verify", "x.dvk", "--plugins-dir", "own-plugins").status == 0
    lacking = dvk("verify", "x.dvk", "--lang", "en")
    assert lacking.status == 3
    assert "DVK-V303" in lacking.err
    assert "DVK-C107" in lacking.err
    shutil.rmtree("own-plugins")
    trusted = dvk("verify", "x.dvk", "--trust-plugins", "--lang", "vi")
    assert trusted.status == 0
    assert trusted.err == (
        "DVK-V312 x.dvk, plugin own: Bản niêm phong ghi plugin này là “thư mục”; ở đây không có plugin nào tên như vậy "
        "để đối chiếu.\n    → Đọc mã nguồn của nó trong bản niêm phong; muốn đối chiếu thì cài plugin đó.\n"
    )
    seal = read_seal("x.dvk")
    more = {
        "plugins": {**seal.manifest["plugins"], "khac": {**seal.manifest["plugins"]["own"], "files": ["criterion.py"]}}
    }
    Path("idle.dvk").write_bytes(forged(seal, {"plugins/khac/criterion.py": b"raise RuntimeError"}, says=more))
    idle = dvk("verify", "idle.dvk", "--trust-plugins", "--lang", "en")
    assert idle.status == 3
    assert (
        "DVK-V306 idle.dvk: “plugins/khac/criterion.py” is in the seal, and the result was not made of it." in idle.err
    )


def test_schemes_that_extend_others_are_sealed_with_them_and_without_their_folders(dvk: Dvk) -> None:
    made = []
    for name in ("nơi này", "elsewhere"):
        home = Path(name)
        (home / "2027").mkdir(parents=True)
        (home / "chung").mkdir()
        write_inputs(home)
        (home / "chung" / "goc.toml").write_text(SCHEME, encoding="utf-8")
        own = '[scheme]\nextends = "../chung/goc.toml"\nid = "nam-nay"\n[criteria.fees]\nweight = 40\n'
        (home / "2027" / "scheme.toml").write_text(own, encoding="utf-8")
        said = dvk("seal", f"{name}/2027/scheme.toml", f"{name}/so-lieu.csv", "-o", f"{name}.dvk", "--lang", "en")
        assert (said.status, said.err) == (0, ""), said.err
        made.append(Path(f"{name}.dvk").read_bytes())
    assert made[0] == made[1]
    schemes = [name for name in open_seal(made[0], "x").members if name.startswith("scheme/")]
    assert schemes == ["scheme/chung/goc.toml", "scheme/up/scheme.toml"]
    for name in ("nơi này", "elsewhere"):
        shutil.rmtree(name)
    assert dvk("verify", "elsewhere.dvk").status == 0


def test_a_scheme_of_the_package_that_is_extended_is_sealed_as_it_was(dvk: Dvk) -> None:
    """A later version of the package may ship another one: the sealed one is used."""
    Path("own.toml").write_text('[scheme]\nextends = "pci-2013"\nid = "own"\n', encoding="utf-8")
    figures = str(bundled("configs") / "pci-2013" / "figures.csv")
    assert dvk("seal", "own.toml", figures, "-o", "x.dvk").status == 0
    seal = read_seal("x.dvk")
    assert seal.manifest["scheme"] == {
        "file": "scheme/own.toml",
        "shipped": {"pci-2013": "shipped/pci-2013/scheme.toml"},
    }
    assert dvk("verify", "x.dvk").status == 0
    assert json.loads(dvk("verify", "x.dvk", "--json").out)["steps"] == {"1": True, "2": True, "3": True, "4": True}


def test_sheets_and_decimal_marks_are_kept(dvk: Dvk) -> None:
    import openpyxl

    write_inputs(Path())
    book = openpyxl.Workbook()
    for title, text in (("Kỳ này", FIGURES), ("Kỳ trước", FIGURES.replace("50", "1"))):
        sheet = book.create_sheet(title)
        for line in text.splitlines():
            sheet.append(line.split(","))
    book.save("so-lieu.xlsx")
    assert dvk("seal", "scheme.toml", "so-lieu.xlsx#Kỳ này", "--decimal", "comma", "-o", "x.dvk").status == 0
    assert read_seal("x.dvk").manifest["figures"] == [
        {"file": "figures/1/so-lieu.xlsx", "sheet": "Kỳ này", "decimal": "comma"}
    ]
    assert dvk("verify", "x.dvk").status == 0


def test_votes_rulings_and_headings_are_kept_and_the_sample_is_one(dvk: Dvk) -> None:
    said = dvk("seal", "stage-contest", "-o", "x.dvk")
    assert (said.status, said.err) == (0, "")
    manifest = read_seal("x.dvk").manifest
    assert (manifest["sample"], manifest["rulings"]) == (True, "rulings/rulings.toml")
    write_inputs(Path())
    Path("cot.toml").write_text('[columns.headings]\n"Đã giải quyết" = "records.over"\n', encoding="utf-8")
    Path("b.csv").write_text(FIGURES.replace("records.over", "Đã giải quyết"), encoding="utf-8")
    counts = "".join(f"{one} = 5\n" for one in ("issued", "returned", "valid", "for"))
    votes = f"members = 5\npresent = 5\n[[votes]]\ntitle = 'flag'\nunit = 'huyen-b'\n{counts}"
    Path("phieu.toml").write_text(votes, encoding="utf-8")
    scheme = SCHEME.replace(
        "quota = { count = 1 }", 'quota = { count = 1 }\nvote = { of = "present", at_least = "80%" }'
    )
    Path("scheme.toml").write_text(scheme, encoding="utf-8")
    words = ["scheme.toml", "b.csv", "--columns", "cot.toml", "--votes", "phieu.toml"]
    said = dvk("seal", *words, "-o", "y.dvk")
    assert (said.status, said.err) == (0, "")
    manifest = read_seal("y.dvk").manifest
    assert (manifest["votes"], manifest["columns"]) == ("votes/phieu.toml", "columns/cot.toml")
    assert dvk("verify", "y.dvk").status == 0
    assert dvk("score", *words, "--seal", "y.dvk", "-o", "r.html", "--quiet").status == 0
    page = Path("r.html").read_text(encoding="utf-8")
    assert read_seal("y.dvk").short in page
    for command in ("summary", "sheet --unit huyen-b", "minutes --votes phieu.toml"):
        name, *more = command.split()
        plain = [one for one in words if one not in ("--votes", "phieu.toml")]
        assert dvk(name, *plain, *more, "--seal", "y.dvk", "-o", f"{name}.docx").status == 0
    Path("phieu.toml").write_text(votes.replace("for = 5", "for = 4"), encoding="utf-8")
    assert dvk("minutes", *words, "--seal", "y.dvk", "-o", "z.docx").status == 3


@pytest.mark.parametrize(
    "renamed", ['"Hồ sơ đúng hạn"', '"Cờ"', '"Thi đua mẫu"'], ids=["a criterion", "a title", "the scheme"]
)
def test_the_seal_of_an_edition_is_printed_on_no_edition_with_other_words(renamed: str, dvk: Dvk) -> None:
    inputs = ["scheme.toml", "so-lieu.csv"]
    write_inputs(Path())
    assert dvk("seal", *inputs, "-o", "x.dvk", "--public", "p.dvk").status == 0
    assert dvk("publish", *inputs, "--seal", "p.dvk", "-o", "right.html").status == 0
    assert read_seal("p.dvk").short in Path("right.html").read_text(encoding="utf-8")
    assert renamed in SCHEME
    Path("scheme.toml").write_text(SCHEME.replace(renamed, '"Huân chương"'), encoding="utf-8")
    said = dvk("publish", *inputs, "--seal", "p.dvk", "-o", "other.html")
    assert (said.status, said.err.partition(" ")[0]) == (3, "DVK-V610")
    assert not Path("other.html").exists()


@pytest.mark.parametrize("words", [("--by", " ", "--word", "B"), ("--by", "A", "--word", "")])
def test_who_and_on_whose_word_are_said(words: tuple[str, ...], sealed: Sealed, dvk: Dvk) -> None:
    Path("x.dvk").write_bytes(sealed.unsigned.data)
    said = dvk("archive", "add", "kho", "x.dvk", *words, "--lang", "en")
    assert (said.status, said.err.partition(":")[0]) == (2, "DVK-O104")
    assert "The log cannot be mended later: say it." in said.err
    assert not Path("kho").exists()


@pytest.mark.parametrize("odd", ["\udcff", "\x1b[31m", "\u202e"])
def test_what_nobody_sees_does_not_go_into_a_log_that_cannot_be_mended(odd: str, sealed: Sealed, dvk: Dvk) -> None:
    """A byte that is no UTF-8 ended the command in a traceback."""
    Path("x.dvk").write_bytes(sealed.unsigned.data)
    said = dvk("archive", "add", "kho", "x.dvk", "--by", f"A{odd}", "--word", f"B{odd}", "--lang", "en")
    told = [line.partition(":")[0] for line in said.err.splitlines() if line.startswith("DVK-")]
    assert (said.status, told) == (3, ["DVK-S108 key by", "DVK-S108 key word"])
    shown = "undecodable byte FF" if odd == "\udcff" else f"U+{ord(odd[0]):04X}"
    assert said.err.count(f"({shown})") == 2
    Path("x.dvk").rename(f"x{odd}.dvk")
    renamed = dvk("archive", "add", "kho", f"x{odd}.dvk", "--by", "A", "--word", "B", "--lang", "en")
    assert (renamed.status, renamed.err.partition(" ")[0]) == (3, "DVK-V608")
    assert not Path("kho").exists()
