"""What can be wrong with the sides of a comparison, each with exactly what is told of it, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring import compare, compare_table, load_scheme, read_figures, score, write_result
from dvk_scoring.comparing.found import find_unit
from dvk_scoring.problem import DvkError

SCHEME = '[scheme]\nid = "mau"\ntitle = "Thi đua mẫu"\n[criteria]\nwork = { plugin = "direct", weight = 100 }\n'
Change = Callable[[Any], object]


def results(folder: Path, units: str = "abc") -> tuple[Path, Path]:
    """Write two results of units a, b, c, and of others."""
    (folder / "scheme.toml").write_text(SCHEME, encoding="utf-8")
    scheme = load_scheme(folder / "scheme.toml")
    for name, ids in (("old", "abc"), ("new", units)):
        text = "unit,work.points\n" + "".join(f"{one},{90 - at}\n" for at, one in enumerate(ids))
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        write_result(score(scheme, read_figures(scheme, [folder / f"{name}.csv"])), folder / f"{name}.json", "vi")
    return folder / "old.json", folder / "new.json"


def told(folder: Path, run: Callable[[], object]) -> list[tuple[str, str]]:
    """Give what is told in both languages, with the folder left out."""
    with pytest.raises(DvkError) as refused:
        run()
    return [
        (one.in_("vi").replace(f"{folder}/", ""), one.in_("en").replace(f"{folder}/", ""))
        for one in refused.value.problems
    ]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    old, _ = results(tmp_path)
    (found,) = told(tmp_path, lambda: compare(old, tmp_path / "none.json"))
    assert found[0].startswith("DVK-S101 none.json: Không mở được tệp: ")
    assert found[1].startswith("DVK-S101 none.json: The file cannot be opened: ")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "DVK-O774"),
        (b'{"scheme": {}', "DVK-O774"),
        (b"[]", "DVK-O771"),
        (b"1", "DVK-O771"),
        (b"\xff\xfe{}", "DVK-O771"),
        (b'{"scheme": {}, "scheme": {}}', "DVK-O771"),
        (b'{"units": NaN}', "DVK-O771"),
        (b"[" * 100_000, "DVK-O771"),
        (b'{"units": ' + b"9" * 5_000 + b"}", "DVK-O771"),
        (b'{"scheme": {}, "provenance": {}, "units": {}}', "DVK-O771"),
        (b'{"scheme": {}, "provenance": {}, "units": []}', "DVK-O772"),
    ],
    ids=range(11),
)
def test_no_result_at_all(tmp_path: Path, content: bytes, code: str) -> None:
    old, new = results(tmp_path)
    new.write_bytes(content)
    found = told(tmp_path, lambda: compare(old, new))
    assert {one.split()[0].rstrip(":") for pair in found for one in pair} == {code}


def unit(data: Any) -> Any:
    return data["units"][1]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda data: unit(data).pop("rank"), "units[1].rank"),
        (lambda data: unit(data).update(rank="1"), "units[1].rank"),
        (lambda data: unit(data).update(rank=True), "units[1].rank"),
        (lambda data: unit(data).update(total=89.0), "units[1].total"),
        (lambda data: unit(data).update(total="NaN"), "units[1].total"),
        (lambda data: unit(data).update(total="1e99999999"), "units[1].total"),
        (lambda data: unit(data).update(name="A\u202eB"), "units[1].name"),
        (lambda data: unit(data)["criteria"].update(work=None), "units[1].criteria.work"),
        (lambda data: unit(data).update(titles={"flag": {"state": "won"}}), "units[1].titles.flag.state"),
        (lambda data: data["units"].__setitem__(1, 7), "units[1].criteria"),
        (lambda data: data["provenance"].pop("figures_sha256"), "provenance.figures_sha256"),
        (lambda data: data["scheme"]["criteria"]["work"]["title"].pop("en"), "scheme.criteria.work.title.en"),
    ],
)
def test_a_damaged_result(tmp_path: Path, change: Change, place: str) -> None:
    old, new = results(tmp_path)
    data = json.loads(new.read_text(encoding="utf-8"))
    change(data)
    new.write_text(json.dumps(data), encoding="utf-8")
    assert told(tmp_path, lambda: compare(old, new)) == [
        (
            (
                f"DVK-O772 new.json, khóa {place}: Chỗ này của tệp kết quả bị thiếu hoặc không đúng kiểu.\n"
                "    → Ghi lại kết quả từ bảng điểm và số liệu."
            ),
            (
                f"DVK-O772 new.json, key {place}: This place of the result is missing, or holds something else "
                "than it should.\n"
                "    → Write the result anew from its scheme and figures."
            ),
        )
    ]


def test_a_unit_twice_in_a_result(tmp_path: Path) -> None:
    old, new = results(tmp_path)
    data = json.loads(new.read_text(encoding="utf-8"))
    data["units"].append(data["units"][0])
    new.write_text(json.dumps(data), encoding="utf-8")
    (found,) = told(tmp_path, lambda: compare(old, new))
    assert found[1].startswith("DVK-O773 new.json, key units[3]: Unit “a” stands twice in the result.")


def test_keys_of_a_later_version_are_left_alone(tmp_path: Path) -> None:
    old, new = results(tmp_path)
    data = json.loads(new.read_text(encoding="utf-8"))
    data["provenance"]["dvk"] = "9.0"
    data["seal"] = unit(data)["more"] = {"anything": [1.5]}
    new.write_text(json.dumps(data), encoding="utf-8")
    found = compare(old, new)
    assert (found.same, found.differ) == (True, ("program",))


def test_no_common_unit(tmp_path: Path) -> None:
    old, new = results(tmp_path, "xyz")
    assert told(tmp_path, lambda: compare(old, new)) == [
        (
            (
                "DVK-O776: old.json và new.json không có đơn vị nào chung mã.\n"
                "    → Nếu đơn vị đã đổi mã, viết bảng mã cũ, mã mới rồi dùng --units."
            ),
            (
                "DVK-O776: old.json and new.json have no unit in common.\n"
                "    → If units have other ids, write a table of old and new ids and give it with --units."
            ),
        )
    ]


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("from,to\na,x\n", ["DVK-O777", "DVK-O777 units.csv: The table of units has no column “old”."]),
        ("old,new\na,q\nd,y\n,y\n", ["DVK-O778 units.csv:2", "DVK-O778 units.csv:3", "DVK-O778 units.csv:4"]),
        ("old,new\nb,x\nb,x\n", ["DVK-O779 units.csv:3: “b” to “x” stands in line 2 already."]),
        (
            "old,new\nb,a\n",
            [
                (
                    "DVK-O780 units.csv:2, column new: The id “a” is another unit's now, and the first side has a "
                    "unit of that id too."
                )
            ],
        ),
    ],
)
def test_a_table_of_units_that_is_wrong(tmp_path: Path, table: str, wanted: list[str]) -> None:
    old, new = results(tmp_path, "axy")
    (tmp_path / "units.csv").write_text(table, encoding="utf-8")
    found = [one for _, one in told(tmp_path, lambda: compare(old, new, units=tmp_path / "units.csv"))]
    assert len(found) == len(wanted)
    for one, begin in zip(found, wanted, strict=True):
        assert one.startswith(begin)


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("id,total\na,1\n", "DVK-O781 table.csv: The table has no column unit or name that tells whose a row is;"),
        ("unit,points\na,1\n", "DVK-O782 table.csv: The table has no column to compare; there is: unit, points."),
        ("unit,total\na,1\na,2\n", "DVK-O783 table.csv:3, column unit: Unit “a” stands in line 2 already."),
        ("unit,total\na,1 234\n", "DVK-O784 table.csv:2, column total, unit a: “1 234” is no number."),
        ("unit,total\na,0x1F\n", "DVK-O784 table.csv:2, column total, unit a: “0x1F” is no number."),
    ],
)
def test_a_published_table_that_is_wrong(tmp_path: Path, table: str, wanted: str) -> None:
    old, _ = results(tmp_path)
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    (found,) = told(tmp_path, lambda: compare_table(old, tmp_path / "table.csv"))
    assert found[1].startswith(wanted)


def test_a_name_that_several_units_bear_tells_no_row(tmp_path: Path) -> None:
    old, _ = results(tmp_path)
    made = json.loads(old.read_text(encoding="utf-8"))
    for row, name in zip(made["units"], ("Tổ 1", "TỔ  1", "Tổ 2"), strict=True):
        row["name"] = name
    old.write_text(json.dumps(made), encoding="utf-8")
    (tmp_path / "table.csv").write_text("name,total\ntổ 1,90\nTổ 2,88\n", encoding="utf-8")
    assert told(tmp_path, lambda: compare_table(old, tmp_path / "table.csv")) == [
        (
            (
                "DVK-O786 table.csv:2, cột name: Kết quả có nhiều đơn vị cùng tên “tổ 1”: a, b.\n"
                "    → Thêm cột unit, ghi mã của từng đơn vị."
            ),
            (
                "DVK-O786 table.csv:2, column name: Several units of the result are called “tổ 1”: a, b.\n"
                "    → Add a column unit with the id of each."
            ),
        )
    ]


@pytest.mark.parametrize("number", ["88.0", "1.23,4", "1234.567", "1,2,3"])
def test_a_number_of_another_mark_than_the_declared_one(tmp_path: Path, number: str) -> None:
    old, _ = results(tmp_path)
    (tmp_path / "table.csv").write_text(f"unit;total\na;{number}\n", encoding="utf-8")
    assert told(tmp_path, lambda: compare_table(old, tmp_path / "table.csv", decimal="comma")) == [
        (
            (
                f"DVK-O784 table.csv:2, cột total, đơn vị a: “{number}” không phải là một con số.\n"
                "    → Viết 1234,5; dấu chấm chỉ để tách hàng nghìn, như 1.234,5."
            ),
            (
                f"DVK-O784 table.csv:2, column total, unit a: “{number}” is no number.\n"
                "    → Write 1234,5; a dot stands before groups of three alone, as in 1.234,5."
            ),
        )
    ]


def test_dots_beside_a_decimal_comma_part_thousands(tmp_path: Path) -> None:
    """Units a, b, c have 90, 89 and 88."""
    old, _ = results(tmp_path)
    (tmp_path / "table.csv").write_text("unit;total\na;1.090\nb;89,00\nc;-1.088,5\n", encoding="utf-8")
    found = compare_table(old, tmp_path / "table.csv", decimal="comma")
    assert [(one.unit, one.difference) for one in found.differences] == [("a", 1000), ("c", Fraction(-2353, 2))]


def test_inputs_of_another_result_are_refused(tmp_path: Path) -> None:
    """DVK-O775 is told by the command, which takes both: tests/cli/test_compare.py."""
    from dvk_scoring.comparing.compare import side_of
    from dvk_scoring.report.read_json import read_result_json

    old, new = results(tmp_path, "abx")
    scheme = load_scheme(tmp_path / "scheme.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "new.csv"]))
    (found,) = told(tmp_path, lambda: compare(side_of(result, file=read_result_json(old)), new))
    assert found == (
        (
            "DVK-O775: Kết quả old.json không được tính từ số liệu viết bên cạnh.\n"
            "    → Viết đúng bảng điểm, số liệu, quyết định đã dùng; hoặc chỉ viết tệp kết quả."
        ),
        (
            "DVK-O775: The result old.json was not made of the figures beside it.\n"
            "    → Name the scheme, figures and rulings that were used; or the result alone."
        ),
    )


def test_a_unit_that_is_not_compared_says_why(tmp_path: Path) -> None:
    """a and b became d, c is e now, f came and g left."""
    old, new = results(tmp_path, "def")
    data = json.loads(old.read_text(encoding="utf-8"))
    data["units"].append({**data["units"][0], "unit": "g", "name": "Xã G"})
    old.write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / "units.csv").write_text("old,new\na,d\nb,d\nc,e\n", encoding="utf-8")
    compared = compare(old, new, units=tmp_path / "units.csv")
    assert find_unit(compared, "e").was == "c"
    assert find_unit(compared, "c") == find_unit(compared, "e")
    for unit in "abd":
        ((vi, en),) = told(tmp_path, lambda: find_unit(compared, unit))  # noqa: B023 - called at once
        assert en.startswith(
            f"DVK-O787: Unit {unit} was merged or split, and so is not compared by itself: a, b became d.\n"
        )
        assert vi.startswith(
            f"DVK-O787: Đơn vị {unit} đã sáp nhập hoặc chia tách nên không so sánh riêng được: a, b thành d.\n"
        )
    for unit, named, side, in_vi in (("g", "Xã G (g)", "first", "trước"), ("f", "f", "second", "sau")):
        ((vi, en),) = told(tmp_path, lambda: find_unit(compared, unit))  # noqa: B023 - called at once
        assert en.startswith(f"DVK-O788: Unit {named} is in the {side} result alone: there is nothing to ")
        assert vi.startswith(f"DVK-O788: Đơn vị {named} chỉ có trong kết quả {in_vi}: không có gì để so sánh.\n")
    ((_, en),) = told(tmp_path, lambda: find_unit(compared, "z"))
    assert en.startswith("DVK-O301")
