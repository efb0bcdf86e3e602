"""The foot of a form: who it is for, whatever the name begins with or holds."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

import pytest

from dvk_scoring import load_scheme
from dvk_scoring.forms.make import FormOrder, make_forms


@pytest.mark.parametrize("unit", ["12 xã", "&R&20 xã", "xã &A && &P", "1"])
def test_a_name_is_no_code_of_the_foot(unit: str, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    units = tmp_path / "units.csv"
    units.write_text(f"unit,name,cluster\n{unit},{unit} &B&D,teams\n", encoding="utf-8")
    folder = tmp_path / "forms"
    make_forms(FormOrder(load_scheme("stage-contest"), units=units, committee=True), folder)
    (path,) = folder.iterdir()
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(one).decode() for one in archive.namelist() if one.startswith("xl/worksheets/sheet")]
    (foot,) = (found[1] for sheet in sheets if (found := re.search("<oddFooter>(.*)</oddFooter>", sheet)))
    # ECMA-376, 18.3.1.46: && is an &, & and digits a size, & and a letter a code; sizes take all digits they find.
    parts = re.findall(r"&&|&\d+|&[^&]|[^&]+", html.unescape(foot))
    assert [one for one in parts if re.fullmatch(r"&[^&]+", one)] == ["&L", "&8", "&C", "&8", "&P", "&N", "&R", "&8"]
    shown = "".join("&" if one == "&&" else one for one in parts[2 : parts.index("&C")])
    assert shown == f" {unit} {unit} &B&D"
