"""``dvk publish``: files of the public edition, and what it leaves out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Dvk
from tests.cli.test_commands import own

NOTHING = {
    "vi": "DVK-O229: Chưa nêu tệp để ghi.\n"
    "    → Thêm -o TỆP với một trong các đuôi: .html, .xlsx, .csv, .json; hoặc --show để xem những gì được bỏ ra.\n",
    "en": "DVK-O229: No file is named to write to.\n"
    "    → Add -o FILE with one of these suffixes: .html, .xlsx, .csv, .json; or --show to see what is left out.\n",
}


@pytest.mark.parametrize("language", NOTHING)
def test_nothing_to_do_is_told(language: str, dvk: Dvk) -> None:
    said = dvk("publish", "dan-van-kheo-2020", "--lang", language)
    assert (said.status, said.out, said.err) == (3, "", NOTHING[language])


def test_each_form_is_written_once(dvk: Dvk) -> None:
    scheme, figures = own()
    names = ["out.html", "out.xlsx", "out.csv", "out.json"]
    words = [word for name in names for word in ("-o", name)]
    assert dvk("publish", scheme, figures, *words, "--lang", "en").status == 0
    with Path("out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["unit"], row["rank"], row["total"], row["points.records"]) for row in rows] == [
        ("b", "1", "75.00", "75.00"),
        ("a", "2", "50.00", "50.00"),
    ]
    said = dvk("publish", scheme, figures, "-o", "out.csv", "-o", "out.parquet", "--lang", "en")
    assert said.status == 3
    assert "DVK-O202" in said.err
    assert "DVK-O201" in said.err


def test_what_the_scheme_leaves_out_is_told_without_figures(dvk: Dvk) -> None:
    scheme, _ = own()
    said = dvk("publish", scheme, "--show", "--lang", "en")
    assert said.status == 0
    assert said.out.splitlines()[-2:] == ["Left out by the scheme (`[public]`)", "  · nothing"]
