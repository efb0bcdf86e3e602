"""``--json``: one document on stdout and nothing else, whatever comes of it; and ``-o -``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring.catalogue import catalogue
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.text import LANGUAGES
from tests.cli.conftest import Dvk
from tests.cli.test_commands import SHIPPED, own, read_json


def answer(dvk: Dvk, status: int, *words: str) -> Any:
    said = dvk(*words, "--json")
    assert (said.status, said.err) == (status, "")
    return json.loads(said.out)


def test_list_names_what_ships(dvk: Dvk) -> None:
    found = answer(dvk, 0, "scheme", "list")
    assert found == {
        "schemes": [
            {"id": one.id, "title": {"vi": one.title.vi, "en": one.title.en}, "path": one.path, "has_sample": True}
            for one in find_shipped()
        ]
    }
    assert [one["id"] for one in found["schemes"]] == SHIPPED


@pytest.mark.parametrize("scheme", SHIPPED)
def test_check_gives_what_it_proves(dvk: Dvk, scheme: str) -> None:
    found = answer(dvk, 0, "scheme", "check", scheme)
    assert set(found) == {"scheme", "weights", "criteria", "bonuses", "penalties", "bits", "problems"}
    assert found["scheme"]["id"] == scheme
    assert {one["sum"] == one["of"] for one in found["weights"].values()} == {True}
    proof = {"low", "high", "bits", "divisions", "roundings"}
    assert {frozenset(one) for one in found["criteria"].values()} == {frozenset(proof | {"weight", "tie_break"})}
    for one in (*found["bonuses"].values(), *found["penalties"].values()):
        assert set(one) == proof | {"to", "cap"}
    assert max(one["bits"] for one in found["criteria"].values()) <= found["bits"]


def test_check_says_the_same_as_its_table(dvk: Dvk) -> None:
    own()
    found = answer(dvk, 0, "scheme", "check", "own.toml")
    assert found["weights"] == {"unit": {"sum": "100", "of": "100", "criteria": 1}}
    (row,) = [line.split() for line in dvk("scheme", "check", "own.toml").out.splitlines() if " Records " in line]
    record = found["criteria"]["records"]
    assert row == ["records", "Records", "100", record["low"], "…", record["high"], str(record["bits"]), "2", "–"]
    assert (record["divisions"], record["roundings"], record["weight"]) == (2, [], {"unit": "100"})


def test_check_has_warnings_and_notes_within(dvk: Dvk) -> None:
    own()
    text = Path("own.toml").read_text(encoding="utf-8")
    Path("own.toml").write_text(text.replace("weight = 100", "weight = 60") + "[criteria.outreach]\nweight = 40\n")
    told = dvk("scheme", "check", "own.toml", "--lang", "en")
    found = answer(dvk, 0, "scheme", "check", "own.toml")
    assert [one["code"] for one in found["problems"]] == [
        line.split()[0].strip(":") for line in told.err.splitlines() if line.startswith("DVK-")
    ]


def test_score_prints_what_it_would_write(dvk: Dvk) -> None:
    for scheme, words in (("own.toml", own()), ("stage-contest", ("stage-contest",))):
        said = dvk("score", *words, "--json", "-o", f"{scheme}.json", "--lang", "en")
        assert (said.status, said.err) == (0, "")
        assert said.out == Path(f"{scheme}.json").read_text(encoding="utf-8")


def test_score_prints_csv_where_the_output_is_a_dash(dvk: Dvk) -> None:
    said = dvk("score", *own(), "-o", "-", "-o", "own.csv2.csv", "--lang", "vi")
    assert (said.status, said.err) == (0, "")
    assert said.out == Path("own.csv2.csv").read_text(encoding="utf-8")
    assert [row["unit"] for row in csv.DictReader(io.StringIO(said.out))] == ["b", "a"]
    assert not Path("-").exists()
    assert dvk("score", *own(), "-o", "-", "--quiet").out == said.out
    assert json.loads(dvk("score", *own(), "-o", "-", "--json").out)["units"]


def test_what_was_odd_goes_to_stderr_where_csv_is_printed(dvk: Dvk) -> None:
    said, result = dvk("score", "dan-van-kheo-2020", "-o", "-"), answer(dvk, 0, "score", "dan-van-kheo-2020")
    told = [line.split()[0].strip(":") for line in said.err.splitlines() if line.startswith("DVK-")]
    assert told == [*dict.fromkeys(one["code"] for one in result["problems"])] != []  # many of a kind are told once
    assert len(list(csv.DictReader(io.StringIO(said.out)))) == len(result["units"])


@pytest.mark.parametrize("name", ["-.xlsx", "-.parquet", "-.html", "-.csv"])
def test_a_file_for_other_programs_is_not_printed(dvk: Dvk, name: str) -> None:
    messages = {
        "vi": f"DVK-O208: Không in được “{name}” ra stdout: {name[1:]} chỉ ghi được vào tệp.\n"
        "    → Viết -o - để in CSV, --json để in JSON; hoặc nêu tên tệp.\n",
        "en": f"DVK-O208: “{name}” cannot be printed on stdout: {name[1:]} goes into files alone.\n"
        "    → Write -o - for CSV, --json for JSON; or name a file.\n",
    }
    for language, told in messages.items():
        said = dvk("score", *own(), "-o", name, "--lang", language)
        assert (said.status, said.out, said.err) == (3, "", told)


def test_explain_gives_the_unit_of_the_result_and_the_lines(dvk: Dvk) -> None:
    words = (*own(), "--unit", "b", "--criterion", "records", "--lang", "en")
    assert dvk("score", *own(), "-o", "own.json").status == 0
    found = answer(dvk, 0, "explain", *words)
    assert set(found) == {"scheme", "sample", "illustrative", "unit", "explanation", "problems"}
    assert (found["sample"], found["illustrative"]) == (False, False)
    assert [found["unit"]] == [one for one in read_json("own.json")["units"] if one["unit"] == "b"]
    (paragraph,) = found["explanation"]
    printed = [line.strip() for line in dvk("explain", *words).out.splitlines()]
    assert {paragraph["heading"], *(line.strip() for line in paragraph["lines"])} <= set(printed)
    assert "Điểm" in answer(dvk, 0, "explain", *words[:-1], "vi")["explanation"][0]["lines"][-1]


def test_cases_answer_as_before(dvk: Dvk) -> None:
    found = answer(dvk, 0, "scheme", "cases", "stage-contest")
    assert found["passed"] == found["of"] == len(found["cases"])


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (3, "DVK-S110", ["score", "pci-2012"]),
        (3, "DVK-S101", ["scheme", "check", "none.toml"]),
        (3, "DVK-O301", ["explain", "stage-contest", "--unit", "none"]),
        (3, "DVK-C343", ["scheme", "cases", "stage-contest", "--case", "none"]),
        (3, "DVK-O303", ["plugins", "show", "ratoi"]),
        (3, "DVK-C107", ["plugins", "test", "ratoi"]),
        (3, "DVK-S110", ["scheme", "lint", "pci-2012"]),
        (3, "DVK-S110", ["scheme", "diff", "pci-2012", "pci-2013"]),
        (2, "DVK-O101", ["scor"]),
        (2, "DVK-O103", ["score"]),
        (2, "DVK-O102", ["scheme", "list", "--al"]),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else str(one),
)
def test_what_is_wrong_is_a_document_too(dvk: Dvk, status: int, code: str, words: list[str]) -> None:
    found = answer(dvk, status, *words)
    assert set(found) == {"problems"}
    first: Mapping[str, Any] = found["problems"][0]
    assert set(first) == {"code", "severity", "place", "text", "hint"}
    assert (first["code"], first["severity"]) == (code, catalogue()[code]["severity"])
    said = dvk(*words, "--lang", "vi")
    assert said.status == status
    assert first["text"]["vi"] in said.err


def test_a_folder_of_spark_is_no_document(dvk: Dvk) -> None:
    (told,) = answer(dvk, 3, "score", "pci-2013", "a", "-o", "out", "--engine", "spark")["problems"]
    assert told["text"] == {
        "vi": "Tính từ thư mục Parquet ra thư mục Parquet không nhận kết quả in ra dạng JSON (--json).",
        "en": "Scoring from a Parquet folder to a Parquet folder does not take a result printed as JSON (--json).",
    }


def test_all_that_is_wrong_is_in_it(dvk: Dvk) -> None:
    scheme, figures = own(figures="unit,name,cluster,records.over,records.under\na,A,c1,x,2\nb,B,c9,3,4\n")
    problems = answer(dvk, 3, "score", scheme, figures)["problems"]
    assert len(problems) >= 2
    assert {one["place"]["file"] for one in problems} == {figures}


def test_the_words_after_a_double_dash_ask_for_nothing(dvk: Dvk) -> None:
    said = dvk("scheme", "check", "--lang", "en", "--", "--json")
    assert (said.status, said.out) == (3, "")
    assert said.err.startswith("DVK-S110: There is no scheme “--json”.")


@pytest.mark.parametrize(
    "words",
    [
        "score s.toml f.csv --as-of today",
        "score s.toml f.csv --decimal f.csv=point-comma",
        "what-if s.toml --set weight",
        "compare r.json",
        "compare r.json --with",
        "compare r.json --with r.json --with r.json",
        "compare r.json t.csv --tolerance much",
        "stability s.toml --draws many",
        "stability s.toml --params some",
        "stability s.toml --weights often",
        "scheme lint s.toml --ignore S101",
        "plugins try ratio --weight none",
    ],
)
def test_why_a_value_cannot_be_used_is_told_in_both_languages_whatever_that_of_the_run(dvk: Dvk, words: str) -> None:
    told = [answer(dvk, 2, *words.split(), "--lang", language) for language in LANGUAGES]
    (fault,) = told[0]["problems"]
    assert (fault["code"], told[0]) == ("DVK-O104", told[1])
    assert fault["hint"]["vi"] != fault["hint"]["en"]
