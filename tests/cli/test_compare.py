"""``dvk compare``: two sides on one line, told in both languages, as JSON and as a page; published tables."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Dvk
from tests.cli.test_what_if import FIGURES, files

CONFIG = Path(__file__).parents[2] / "configs" / "pci-2013"


def sides(dvk: Dvk) -> tuple[str, str, str]:
    """Write a scheme, figures, and those in which b has 4 of 4 in place of 3 of 4; and both results."""
    scheme, figures = files()
    Path("new.csv").write_text(FIGURES.replace("c1,3,4", "c1,4,4"), encoding="utf-8")
    assert dvk("score", scheme, figures, "-o", "old.json", "--quiet").status == 0
    assert dvk("score", scheme, "new.csv", "-o", "new.json", "--quiet").status == 0
    return scheme, figures, "new.csv"


def test_two_sides_with_their_inputs(dvk: Dvk) -> None:
    scheme, old, new = sides(dvk)
    said = dvk("compare", scheme, old, "--with", scheme, new, "--lang", "en")
    assert (said.status, said.err) == (0, "")
    lines = [" ".join(line.split()) for line in said.out.splitlines() if line.strip()]
    assert lines[2:4] == [
        "Causes, replaced one after the other in this order and scored each time: figures.",
        "Changed: 2 of 3 in both",
    ]
    assert lines[6].startswith("b Công an huyện B 75.00 → 100.00 +25.00 (2 → 1) 2 → 1")
    spoken = dvk("compare", scheme, old, "--with", scheme, new, "--unit", "b", "--lang", "vi")
    assert [line.strip() for line in spoken.out.splitlines()][:3] == [
        "Công an huyện B (b)",
        "Tổng điểm 75,00 → 100,00: số liệu +25,00.",
        "Hạng 2 → 1 (số liệu).",
    ]


def test_two_results(dvk: Dvk) -> None:
    sides(dvk)
    found = json.loads(dvk("compare", "old.json", "new.json", "--json").out)
    assert (found["replayed"], found["differ"], found["unknown"]) == (False, ["figures"], ["plugins"])
    assert {one["unit"]: one["total"] for one in found["units"]} == {
        "b": ["75.00", "100.00"],
        "c.d": ["90.00", "90.00"],
    }
    same = dvk("compare", "old.json", "old.json", "--lang", "vi")
    assert "Hai kết quả như nhau về điểm, hạng, xếp loại và đề xuất." in same.out
    assert same.status == 0
    Path("later.json").write_text(Path("old.json").read_text(encoding="utf-8"), encoding="utf-8")
    written = json.loads(Path("later.json").read_text(encoding="utf-8"))
    written["provenance"]["as_of"] = "2026-06-30"
    Path("later.json").write_text(json.dumps(written), encoding="utf-8")
    for language, said in (("vi", "Khác nhau: ngày tính."), ("en", "What differs: day of scoring.")):
        assert said in dvk("compare", "old.json", "later.json", "--lang", language).out


def test_a_result_beside_its_inputs(dvk: Dvk) -> None:
    scheme, old, new = sides(dvk)
    found = json.loads(dvk("compare", "old.json", scheme, old, "--json", "--with", "new.json", scheme, new).out)
    assert [one["causes"] for one in found["steps"]] == [["figures"]]
    assert found["units"][0]["path"]["total"] == ["75.00", "100.00"]
    assert found["units"][0]["parts"]["total"] == ["25.00"]
    wrong = dvk("compare", "old.json", scheme, new, "--with", "new.json", "--lang", "en")
    assert (wrong.status, wrong.out) == (3, "")
    assert wrong.err.startswith("DVK-O775: The result old.json was not made of the figures beside it.")


def test_page_and_json_are_written_once(dvk: Dvk) -> None:
    scheme, old, new = sides(dvk)
    words = ["compare", scheme, old, "-o", "c.html", "--with", scheme, new, "-o", "c.json"]
    assert dvk("compare", scheme, old, "-o", "c.html", "-o", "c.json", "--with", scheme, new).status == 0
    page = Path("c.html").read_text(encoding="utf-8")
    assert page.count("<svg ") == 1
    assert json.loads(Path("c.json").read_text(encoding="utf-8"))["compared"] == 3
    again = dvk(*words)
    assert (again.status, again.out) == (3, "")
    assert "DVK-O202" in again.err
    assert Path("c.html").read_text(encoding="utf-8") == page


def test_a_published_table(dvk: Dvk) -> None:
    with (CONFIG / "figures.csv").open(encoding="utf-8") as figures:
        ids = [row["unit"] for row in csv.DictReader(figures)]
    with (CONFIG / "published.csv").open(encoding="utf-8") as table:
        names = [row["province"] for row in csv.DictReader(table)]
    with Path("names.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("old", "new"), *zip(ids, names, strict=True)])
    Path("pci.toml").write_text(
        '[columns]\nheadings = { province = "unit", pci_official = "total", rank_official = "rank", '
        'tier_official = "class" }\n',
        encoding="utf-8",
    )
    words = ["compare", "pci-2013", str(CONFIG / "published.csv"), "--columns", "pci.toml", "--units", "names.csv"]
    # Published with five decimals; the six of the result are up to 0.000007 away.
    said = dvk(*words, "--tolerance", "1e-5", "--json")
    assert (said.status, said.err) == (0, "")
    found = json.loads(said.out)
    assert [(one["column"], one["rows"], one["equal"]) for one in found["columns"]] == [
        ("total", 63, 63),
        ("rank", 63, 63),
        ("class", 63, 63),
    ]
    closer = dvk(*words, "--tolerance", "1e-6", "--json")
    assert closer.status == 1
    cells = json.loads(closer.out)["differences"]
    assert {one["column"] for one in cells} == {"total"}
    assert cells[0] == {
        "unit": "tt-hue",
        "column": "total",
        "result": "65.561823",
        "table": "65.56182",
        "difference": "-0.000003",
        "line": 3,
    }


@pytest.mark.parametrize("scheme", ["dan-van-kheo-2020", "stage-contest", "commune-police"])
def test_the_table_of_a_result_says_what_the_result_says(dvk: Dvk, scheme: str) -> None:
    assert dvk("score", scheme, "-o", "r.json", "-o", "r.csv", "-o", "r.parquet", "--quiet").status == 0
    for table in ("r.csv", "r.parquet"):
        said = dvk("compare", "r.json", table, "--json")
        assert (said.status, said.err) == (0, "")
        found = json.loads(said.out)
        assert len([one for one in found["columns"] if one["column"].startswith("points.")]) > 2
        assert all(one["rows"] == one["equal"] > 0 for one in found["columns"])
        assert dvk("compare", scheme, table).status == 0


@pytest.mark.parametrize(
    ("table", "tolerance", "status", "told"),
    [
        ("unit,total,rank\na,50,3\nb,75,2\nc.d,90,1\n", "0", 0, []),
        ("unit,total\na,50.1\nb,75\nc.d,89.9\n", "0.1", 0, []),
        ("unit,total\na,50.1\nb,75\nc.d,90\n", "1/11", 1, ["a total 50.00 50.1 +0.1 2"]),
        ("unit,rank\na,3\nb,1\nc.d,1\n", "5", 1, ["b rank 2 1 −1 3"]),
        ("unit,title.flag\na,\nb,đề nghị\nc.d,proposed\n", "0", 1, ["b title.flag – đề nghị 3"]),
        ("unit,title.flag\na,Không\nb,\nc.d,X\n", "0", 0, []),
        ("name,total\nCông an huyện A,50\ncông an  huyện b,\n", "0", 1, ["b total 75.00 – 3"]),
        ("unit,total\na,50\nb,75\nx,1\n", "0", 1, ["Not in the table: c.d", "In the table alone: x"]),
    ],
)
def test_tables_by_row(dvk: Dvk, table: str, tolerance: str, status: int, told: list[str]) -> None:
    scheme, figures, _ = sides(dvk)
    Path("table.csv").write_text(table, encoding="utf-8")
    for words in (["old.json", "table.csv"], [scheme, figures, "--with", "table.csv"]):
        said = dvk("compare", *words, "--tolerance", tolerance, "--lang", "en")
        assert (said.status, said.err) == (status, "")
        lines = [" ".join(line.split()) for line in said.out.splitlines()]
        assert [one for one in told if one not in lines] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["old.json"], "DVK-O104"),
        (["old.json", "own.toml", "own.csv"], "DVK-O104"),
        (["old.json", "--with"], "DVK-O104"),
        (["--with", "old.json"], "DVK-O104"),
        (["old.json", "--with", "new.json", "--with", "old.json"], "DVK-O104"),
        (["old.json", "new.json", "--tolerance", "1"], "DVK-O108"),
        (["old.json", "table.csv", "--tolerance", "-1"], "DVK-O104"),
        (["old.json", "table.csv", "--tolerance", "1e9999"], "DVK-O104"),
        (["old.json", "table.csv", "-o", "x.html"], "DVK-O108"),
        (["old.json", "table.csv", "--unit", "a"], "DVK-O108"),
    ],
)
def test_usage(dvk: Dvk, words: list[str], code: str) -> None:
    sides(dvk)
    for language in ("vi", "en"):
        said = dvk("compare", *words, "--lang", language)
        assert (said.status, said.out) == (2, "")
        assert said.err.startswith(code)


def test_seals_are_sides_with_all_that_they_were_made_of(dvk: Dvk) -> None:
    scheme, old, new = sides(dvk)
    for figures, name in ((old, "old"), (new, "new")):
        assert dvk("seal", scheme, figures, "-o", f"{name}.dvk").status == 0
    Path(scheme).unlink()
    found = json.loads(dvk("compare", "old.dvk", "new.dvk", "--json").out)
    assert (found["replayed"], [one["causes"] for one in found["steps"]]) == (True, [["figures"]])
    assert {one["unit"]: one["total"] for one in found["units"]}["b"] == ["75.00", "100.00"]
    beside = json.loads(dvk("compare", "old.dvk", "new.json", "--json").out)
    assert (beside["replayed"], beside["differ"]) == (False, ["figures"])


def test_a_seal_of_a_public_edition_is_no_side(dvk: Dvk) -> None:
    scheme, old, _ = sides(dvk)
    assert dvk("seal", scheme, old, "-o", "full.dvk", "--public", "public.dvk").status == 0
    said = dvk("compare", "full.dvk", "public.dvk", "--lang", "vi")
    assert (said.status, said.out) == (3, "")
    assert said.err.splitlines() == [
        "DVK-O785 public.dvk: Bản niêm phong này là của bản công khai, không có điểm và số liệu để so sánh.",
        "    → Dùng bản niêm phong đầy đủ.",
    ]
    said = dvk("compare", "full.dvk", "public.dvk", "--lang", "en")
    assert said.err.splitlines() == [
        "DVK-O785 public.dvk: This seals a public edition, which has no points and figures to compare.",
        "    → Take the full seal.",
    ]
