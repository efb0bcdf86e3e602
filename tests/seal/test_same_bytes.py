"""The same inputs give the same seal, in any folder, language, zone and on any day; and it verifies anywhere."""

from __future__ import annotations

import ast
import os
import sys
import unicodedata
from pathlib import Path

from dvk_scoring.cli.inputs import Inputs
from dvk_scoring.package import HOME
from dvk_scoring.seal.check import check_seal
from dvk_scoring.seal.checked import Known
from dvk_scoring.seal.sealed import open_seal
from tests.cli.conftest import start
from tests.seal.made import Sealed, codes, seal, write_inputs

PLACES = (
    {"LANG": "C", "TZ": "UTC", "DVK_LANG": "en"},
    {"LANG": "vi_VN.UTF-8", "TZ": "Asia/Ho_Chi_Minh", "DVK_LANG": "vi", "PYTHONHASHSEED": "7"},
)


def test_folder_language_zone_and_day_change_nothing(tmp_path: Path) -> None:
    made = []
    for at, place in enumerate(PLACES):
        folder = tmp_path / f"thư mục {at}"
        folder.mkdir()
        inputs = write_inputs(folder)
        for name in ("scheme.toml", "so-lieu.csv"):
            os.utime(folder / name, (at * 400_000_000, at * 400_000_000))
        named = (inputs.scheme, *inputs.figures) if at else ("scheme.toml", "so-lieu.csv")
        done = start(["seal", *named, "-o", "x.dvk", "--public", "p.dvk"], folder if not at else tmp_path, **place)
        assert done.returncode == 0, done.stderr.decode()
        home = folder if not at else tmp_path
        made.append([(home / name).read_bytes() for name in ("x.dvk", "p.dvk")])
    assert made[0] == made[1]
    done = start(["verify", "x.dvk"], tmp_path, DVK_LANG="vi", TZ="America/Lima")
    assert done.returncode == 0, done.stderr.decode()
    assert "4. Kết quả: giống nhau từng byte" in done.stdout.decode()


def test_marks_that_a_system_keeps_apart_in_names_change_nothing(tmp_path: Path) -> None:
    made: set[bytes] = set()
    for form in ("NFC", "NFD"):
        home = tmp_path / form
        home.mkdir()
        inputs = write_inputs(home)
        scheme, figures = (home / unicodedata.normalize(form, one) for one in ("bảng điểm.toml", "số liệu.csv"))
        Path(inputs.scheme).rename(scheme)
        Path(inputs.figures[0]).rename(figures)
        made.add(seal(Inputs(str(scheme), (str(figures),))).data)
    (data,) = made
    (tmp_path / "x.dvk").write_bytes(data)
    assert codes(tmp_path / "x.dvk") == []
    assert check_seal(open_seal(data, "x.dvk"), Known()).is_right


def test_nothing_of_a_folder_or_day_is_in_a_seal(sealed: Sealed) -> None:
    """The folder of the inputs was a temporary one."""
    for one in (sealed.first, sealed.public):
        assert b"pytest" not in one.data
        assert b"/tmp" not in one.data
        assert b"202" not in one.data.split(b"PK\3\4")[1]


def test_a_public_seal_holds_nothing_of_the_inputs(sealed: Sealed) -> None:
    from dvk_scoring.seal.sealed import open_seal

    seal = open_seal(sealed.public.data, "x.dvk")
    assert list(seal.members) == [
        "seal.json",
        "signature.json",
        "manifest.json",
        "README.txt",
        "public.json",
        "verify.py",
    ]
    assert seal.head["full"] == sealed.first.fingerprint
    assert b"so-lieu.csv" not in sealed.public.data
    assert b"records.over" not in sealed.public.data


def test_the_verifier_that_travels_is_short_and_imports_nothing_but_python() -> None:
    source = (HOME / "seal" / "verify.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) < 300
    for node in ast.walk(ast.parse(source)):
        named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        named += [node.module or "."] if isinstance(node, ast.ImportFrom) else []
        assert {one.partition(".")[0] for one in named} <= {*sys.stdlib_module_names, "cryptography"}
