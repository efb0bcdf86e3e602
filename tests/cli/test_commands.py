"""Every command, on what ships and on files of one's own."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import click
import pytest

from dvk_scoring.catalogue import catalogue
from dvk_scoring.cli.entry import program
from dvk_scoring.cli.lazy import LazyGroup
from dvk_scoring.scheme.shipped import find_shipped
from tests.cli.conftest import Dvk

SHIPPED = [one.id for one in find_shipped()]
PLUGINS = sorted(path.parent.name for path in (Path(__file__).parents[2] / "plugins").glob("*/criterion.py"))
SCHEME = """\
[scheme]
id = "own"
title = { vi = "Thi đua riêng", en = "A competition of our own" }
[clusters.c1]
title = { vi = "Cụm 1", en = "Cluster 1" }
[criteria.records]
plugin = "ratio"
title = { vi = "Hồ sơ", en = "Records" }
weight = 100
"""
FIGURES = "unit,name,cluster,records.over,records.under\na,Công an huyện A,c1,1,2\nb,Công an huyện B,c1,3,4\n"


def own(*, figures: str = FIGURES) -> tuple[str, str]:
    """Write a scheme and its figures into the current folder."""
    Path("own.toml").write_text(SCHEME, encoding="utf-8")
    Path("own.csv").write_text(figures, encoding="utf-8")
    return "own.toml", "own.csv"


def group_of(name: str) -> LazyGroup:
    group = program("en").get_command(click.Context(program("en")), name)
    assert isinstance(group, LazyGroup)
    return group


def read_json(path: str) -> Any:
    return json.loads(Path(path).read_text(encoding="utf-8"))


def test_help_speaks_the_language_that_is_asked_for(dvk: Dvk) -> None:
    said = dvk("--help", "--lang", "vi")
    assert (said.status, said.err) == (0, "")
    assert "Cách dùng: dvk" in said.out
    assert "Tính điểm, xếp hạng, đề nghị danh hiệu." in said.out
    assert "Usage: dvk" in dvk("--help", "--lang=en").out
    assert "Usage" not in said.out


@pytest.mark.parametrize("group", ["plugins", "scheme"])
def test_a_group_alone_shows_its_help(dvk: Dvk, group: str) -> None:
    said = dvk(group, "--lang", "en")
    assert said.status == 0
    assert said.out.startswith(f"Usage: dvk {group}")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "command",
    [
        *program("en").homes,
        *(f"{group} {name}" for group in ("scheme", "plugins") for name in group_of(group).homes),
    ],
)
def test_every_command_has_help_without_a_word_of_the_other_language(dvk: Dvk, command: str, language: str) -> None:
    said = dvk(*command.split(), "--help", "--lang", language)
    assert said.status == 0
    assert dvk(*command.split(), "-h", "--lang", language) == said
    assert re.search(r"^  -h, --help  ", said.out, re.MULTILINE)
    vi = language == "vi"
    assert ("Cách dùng:" in said.out) is vi
    assert ("Usage:" in said.out) is not vi
    assert ("Hiện trợ giúp này." in said.out) is vi
    assert ("Show this help." in said.out) is not vi
    assert "[required]" not in said.out or not vi
    rows = re.split(r"^(?:Tùy chọn|Options):$", said.out, flags=re.MULTILINE)[-1]
    assert not re.search(r"^  [^ -]", rows, re.MULTILINE) or re.search(r"^(?:Lệnh|Commands):$", rows, re.MULTILINE)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("schemes", "scheme list", []),
        ("check", "scheme check", ["stage-contest"]),
        ("cases", "scheme cases", ["stage-contest"]),
    ],
)
def test_old_names_still_work_are_in_no_list_and_name_the_new_one(
    dvk: Dvk, old: str, new: str, words: list[str]
) -> None:
    assert f"\n  {old} " not in dvk("--help", "--lang", "en").out
    for language, told in (
        ("en", f"The command “dvk {old}” is now “dvk {new}”; the old name is taken in this version only."),
        ("vi", f"Lệnh “dvk {old}” nay là “dvk {new}”; tên cũ chỉ còn dùng được ở phiên bản này."),
    ):
        said, asked = (dvk(*one, *words, "--lang", language) for one in ([old], new.split()))
        assert (said.status, said.out, said.err) == (0, asked.out, f"DVK-O109: {told}\n")
        assert asked.err == ""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_demo_ends_with_a_ranking_that_says_it_is_illustrative(dvk: Dvk, language: str) -> None:
    said = dvk("demo", "--lang", language)
    assert said.status == 0
    assert ("SỐ LIỆU MINH HỌA" if language == "vi" else "ILLUSTRATIVE") in said.out
    assert ("Hạng" if language == "vi" else "Rank") in said.out
    assert "dvk explain dan-van-kheo-2020 --unit" in said.out
    assert said.err == ""


@pytest.mark.parametrize("scheme", SHIPPED)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_shipped_scheme_scores_its_sample_and_says_so(dvk: Dvk, scheme: str, language: str) -> None:
    said = dvk("score", scheme, "--lang", language)
    assert said.status == 0
    words = (
        ("SỐ LIỆU MINH HỌA", "Số liệu mẫu") if language == "vi" else ("ILLUSTRATIVE", "These are the sample figures")
    )
    assert any(word in said.out for word in words)
    assert "None" not in said.out
    assert "Text(" not in said.out


def test_pci_2013_gives_the_63_published_ranks(dvk: Dvk) -> None:
    assert dvk("score", "pci-2013", "--quiet", "-o", "pci.json").status == 0
    folder = Path(__file__).parents[2] / "configs" / "pci-2013"
    with (
        (folder / "figures.csv").open(encoding="utf-8") as figures,
        (folder / "published.csv").open(encoding="utf-8") as table,
    ):
        rows = zip(csv.DictReader(figures), csv.DictReader(table), strict=True)
        published = {row["unit"]: int(told["rank_official"]) for row, told in rows}
    assert len(published) == 63
    assert {unit["unit"]: unit["rank"] for unit in read_json("pci.json")["units"]} == published


def test_own_files_are_scored_and_are_no_sample(dvk: Dvk) -> None:
    said = dvk("score", *own(), "-o", "own.json", "-o", "own.csv2.csv", "-o", "own.parquet", "--lang", "en")
    assert said.status == 0, said.err
    assert "sample" not in said.out
    assert "Written: own.json" in said.out
    units = {unit["unit"]: unit for unit in read_json("own.json")["units"]}
    assert {key: (unit["total"], unit["rank"]) for key, unit in units.items()} == {"a": ("50.00", 2), "b": ("75.00", 1)}
    assert units["a"]["criteria"]["records"]["score"] == "1/2"
    assert {path.name for path in Path().iterdir()} == {
        "own.toml", "own.csv", "own.json", "own.csv2.csv", "own.parquet"
    }  # fmt: skip


def test_the_same_bytes_for_rows_in_another_order(dvk: Dvk) -> None:
    head, *rows = FIGURES.splitlines()
    assert dvk("score", *own(), "-o", "one.json").status == 0
    shuffled = "\n".join([head, *reversed(rows)]) + "\n"
    assert dvk("score", *own(figures=shuffled), "-o", "two.json").status == 0
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()


@pytest.mark.parametrize("engine", ["duckdb", "exact"])
def test_engines_differ_in_their_name_alone(dvk: Dvk, engine: str) -> None:
    for name in ("polars", engine):
        assert dvk("score", "stage-contest", "--engine", name, "--quiet", "-o", f"{name}.json").status == 0
    one, other = read_json("polars.json"), read_json(f"{engine}.json")
    assert other["provenance"].pop("engine") == engine
    assert one["provenance"].pop("engine") == "polars"
    assert one == other


def test_quiet_prints_nothing(dvk: Dvk) -> None:
    assert dvk("score", "stage-contest", "--quiet").out == ""


def test_an_existing_file_is_kept_unless_forced(dvk: Dvk) -> None:
    Path("result.json").write_text("kept", encoding="utf-8")
    said = dvk("score", *own(), "-o", "result.json", "--lang", "en")
    assert said.status == 3
    assert "DVK-O202 result.json" in said.err
    assert said.out == ""
    assert Path("result.json").read_text(encoding="utf-8") == "kept"
    assert dvk("score", *own(), "-o", "result.json", "--force", "--quiet").status == 0
    assert len(read_json("result.json")["units"]) == 2


def test_decimal_commas_where_they_are_declared(dvk: Dvk) -> None:
    scheme, figures = own(figures='unit,cluster,records.points\na,c1,"62,5"\nb,c1,70\n')
    Path(scheme).write_text(SCHEME.replace('"ratio"', '"direct"'), encoding="utf-8")
    refused = dvk("score", scheme, figures, "--lang", "en")
    assert (refused.status, refused.out) == (3, "")
    assert "own.csv:2, column records.points, unit a" in refused.err
    for mark in ("comma", "own.csv=comma"):
        assert dvk("score", scheme, figures, "--decimal", mark, "--quiet", "-o", "own.json", "--force").status == 0
        assert {unit["unit"]: unit["total"] for unit in read_json("own.json")["units"]} == {"a": "62.50", "b": "70.00"}


def test_as_of_decides_which_holds_are_in_force(dvk: Dvk) -> None:
    assert dvk("score", "dan-van-kheo-2020", "--quiet", "-o", "end.json").status == 0
    assert dvk("score", "dan-van-kheo-2020", "--as-of", "2020-06-30", "--quiet", "-o", "june.json").status == 0
    held = {
        name: [unit["unit"] for unit in read_json(name)["units"] if unit["holds"]] for name in ("end.json", "june.json")
    }
    assert held["end.json"]
    assert held["june.json"] == []


def test_rulings_of_one_s_own(dvk: Dvk) -> None:
    scheme, figures = own()
    Path("rulings.toml").write_text(
        '[[rulings]]\nunit = "a"\npoints = { of = "criteria.records", change = 5 }\n'
        'reason = "Tính sót"\ndate = 2026-01-05\nref = "BB-01"\n',
        encoding="utf-8",
    )
    said = dvk(
        "score", scheme, figures, "--rulings", "rulings.toml", "--as-of", "2026-12-31", "-o", "own.json", "--lang", "vi"
    )
    assert said.status == 0, said.err
    assert {unit["unit"]: unit["total"] for unit in read_json("own.json")["units"]} == {"a": "55.00", "b": "75.00"}
    assert "BB-01" in said.out


@pytest.mark.parametrize("language", ["vi", "en"])
def test_explain_tells_the_working_of_one_criterion(dvk: Dvk, language: str) -> None:
    said = dvk("explain", *own(), "--unit", "b", "--criterion", "records", "--lang", language)
    assert said.status == 0
    assert "3 ÷ 4" in said.out
    assert ("75,00" if language == "vi" else "75.00") in said.out
    assert ("Công an huyện B (b) · Cụm 1" if language == "vi" else "Công an huyện B (b) · Cluster 1") in said.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["--unit", "c"],
            "DVK-O301: The figures have no unit “c”.\n    → Units: Công an huyện A (a), Công an huyện B (b).",
        ),
        (
            ["--unit", "a", "--criterion", "recods"],
            "DVK-O302: The unit “Công an huyện A (a)” has no criterion “recods”.\n    → Is “records” meant?",
        ),
    ],
)
def test_explain_says_what_there_is(dvk: Dvk, words: list[str], told: str) -> None:
    said = dvk("explain", *own(), *words, "--lang", "en")
    assert (said.status, said.out) == (3, "")
    assert said.err.strip() == told


@pytest.mark.parametrize("scheme", SHIPPED)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_check_proves_every_shipped_scheme(dvk: Dvk, scheme: str, language: str) -> None:
    said = dvk("scheme", "check", scheme, "--lang", language)
    assert (said.status, said.err) == (0, "")
    assert ("Bảng điểm dùng được." if language == "vi" else "The scheme can be used.") in said.out


def test_check_prints_range_width_and_roundings(dvk: Dvk) -> None:
    own()
    said = dvk("scheme", "check", "own.toml", "--lang", "en")
    (line,) = [line for line in said.out.splitlines() if line.strip().startswith("records")]
    assert line.split()[:2] == ["records", "Records"]
    assert "0 … 100" in line
    assert "Weights: 100 of 100 (criteria: 1)" in said.out
    assert "Totals: rounded to 2 decimals." in said.out
    assert "whole numbers of 64 bits hold it" in said.out


def test_check_refuses_with_all_problems_and_places(dvk: Dvk) -> None:
    Path("bad.toml").write_text(SCHEME.replace("weight = 100", 'weight = 90\ncolour = "red"'), encoding="utf-8")
    said = dvk("scheme", "check", "bad.toml", "--lang", "en")
    assert (said.status, said.out) == (3, "")
    assert "bad.toml:" in said.err
    assert said.err.count("DVK-S") >= 2


def test_schemes_lists_what_ships(dvk: Dvk) -> None:
    said = dvk("scheme", "list", "--lang", "en")
    assert [line.split()[0] for line in said.out.splitlines() if line.strip() and line.split()[0] in SHIPPED] == SHIPPED


def test_plugins_list_names_every_bundled_one_as_ready(dvk: Dvk) -> None:
    said = dvk("plugins", "list", "--lang", "en")
    ready = [line.split()[0] for line in said.out.splitlines() if " ready " in line]
    assert ready == [*PLUGINS, "Plugins:"]
    assert said.out.endswith(f"Plugins: {len(PLUGINS)}; ready {len(PLUGINS)}.\n")
    assert said.err == ""


@pytest.mark.parametrize("name", PLUGINS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_plugins_show_tells_a_criterion_whole(dvk: Dvk, name: str, language: str) -> None:
    said = dvk("plugins", "show", name, "--lang", language)
    assert (said.status, said.err) == (0, "")
    assert ("Cách tính" if language == "vi" else "How it is scored") in said.out
    for leak in ("Text(", "Fraction(", "Decimal(", "mappingproxy", "<class"):
        assert leak not in said.out, leak
    if language == "vi":  # figures' names such as `marks.1` begin with a letter; thousands stand in groups of three
        told = said.out.partition("Cách tính")[2]
        assert re.findall(r"(?<![\w.])[0-9]+\.(?![0-9]{3}(?![0-9]))[0-9]+|(?<![\w.,])[0-9]{5,}", told) == []


def test_a_broken_plugin_is_listed_with_its_reason_and_harms_nothing(dvk: Dvk) -> None:
    folder = Path("mine/half-done")
    folder.mkdir(parents=True)
    (folder / "criterion.py").write_text("import nothing_of_this_name\n", encoding="utf-8")
    said = dvk("plugins", "list", "--plugins-dir", "mine", "--lang", "en")
    assert said.status == 0
    line, where = [line for line in said.out.splitlines() if line.split()[:1] == ["half-done"]]
    assert where.split()[1] == str(folder / "criterion.py")
    assert "broken" in line
    assert "nothing_of_this_name" in said.err
    shown = dvk("plugins", "show", "half-done", "--plugins-dir", "mine", "--lang", "en")
    assert shown.status == 3
    assert "nothing_of_this_name" in shown.err
    assert dvk("score", *own(), "--plugins-dir", "mine", "--quiet").status == 0


def test_plugins_show_guesses_the_name(dvk: Dvk) -> None:
    said = dvk("plugins", "show", "outrech", "--lang", "vi")
    assert said.status == 3
    assert said.err == "DVK-O303: Không có plugin “outrech”.\n    → Có phải là “outreach”?\n"


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_every_code_is_explained(dvk: Dvk, code: str) -> None:
    for language, cause, remedy in (("vi", "Nguyên nhân", "Cách sửa"), ("en", "Cause", "What to do")):
        said = dvk("explain-code", code, "--lang", language)
        assert said.status == 0
        assert cause in said.out
        assert remedy in said.out


@pytest.mark.parametrize("code", ["dvk-s101", "S101", " DVK-S101 "])
def test_a_code_may_be_written_as_it_comes(dvk: Dvk, code: str) -> None:
    assert dvk("explain-code", code, "--lang", "en").out.startswith("DVK-S101 (error)")
