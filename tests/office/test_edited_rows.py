"""Rows that people add to a workbook and take out of it, in real workbooks: what the TOML then says, line by line."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import tomli

from dvk_scoring import load_scheme
from dvk_scoring.editing.scheme import read_scheme_book, write_scheme_book
from dvk_scoring.problem import DvkError
from tests.office.conftest import converted
from tests.office.edited import At, edit

TOTAL, FILES = '{ of = "total", at_least = 95 }', '{ of = "criteria.files", at_least = 55 }'
BEST, ANY = '{ class_at_least = "best" }', f"{{ any = [{TOTAL}, {FILES}] }}"
REST = 'rest = { plugin = "per-occurrence", weight = 40, params = { each = '
SCHEME = f"""\
# Kế hoạch 12 (số liệu minh họa)
[scheme]
id = "rows"
title = "Dòng"
valid = {{ from = 2026-01-01, to = 2026-12-31 }}
legal_basis = [
  {{ text = "Kế hoạch 12" }}, # của hội đồng
]

[clusters]
plain = {{ title = "Đồng bằng" }}

[figures]
calm = {{ type = "yes-no", title = "Yên" }}

[criteria]   # hai tiêu chí
files = {{ plugin = "ratio", weight = 60, title = "Hồ sơ", params = {{ floor_rate = 0.2 }} }}
{REST}[{{ from = 2026-01-01, value = 2 }}] }} }} # theo ngày

[ranking]
break = [{{ by = "criteria.files" }}, {{ by = "committee" }}] # hội đồng sau cùng

[classes]
best = {{ title = "Xuất sắc", from = 90 }} # trên 90
done = {{ title = "Hoàn thành", from = 0 }}

# danh hiệu
[titles.flag]
title = "Cờ"
requires = [{BEST}, {ANY}]
quota = {{ count = 1 }}

[titles.merit]
title = "Giấy khen"
quota = {{ count = 2 }}
not_with = ["flag"]
# hết
"""
CONDITIONS = "classes.ID.requires[]"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    write_scheme_book(load_scheme("scheme.toml"), Path("book.xlsx"), "vi")
    return Path("book.xlsx")


def taken(book: Path, cells: Mapping[At, object]) -> list[str]:
    """Give the lines that come and go in the TOML where some cells are edited."""
    edit(book, cells)
    return lines(read_scheme_book(load_scheme("scheme.toml"), book).data)


def lines(data: bytes) -> list[str]:
    diff = difflib.unified_diff(SCHEME.splitlines(), data.decode().splitlines(), n=0, lineterm="")
    return [one for one in diff if one[:2] not in ("--", "++", "@@")]


def test_new_rows_stand_where_they_belong(book: Path) -> None:
    assert taken(
        book,
        {
            ("scheme.legal_basis[]", "+1", "text 0"): "Nghị định 98",
            ("scheme.legal_basis[]", "+1", "from 0"): date(2024, 1, 1),
            ("clusters.ID", "+1", "title 0"): "Miền núi",
            ("clusters.ID", "+1", "shown 1"): "(đứng đầu)",
            ("figures.ID", "+2", "shown 0"): "fault",
            ("figures.ID", "+2", "shown 1"): "số đếm",
            ("figures.ID", "+2", "title 0"): "Vi phạm",
            ("knock_outs.ID", "+1", "title 0"): "Mất yên",
            ("knock_outs.ID", "+1", "reason 0"): "Có vụ việc",
            ("knock_outs.ID", "+1", "when.of 0"): "Số liệu: Yên (calm)",
            ("knock_outs.ID", "+1", "when.at_most 0"): 0,
            ("knock_outs.ID", "+1", "effect.class_at_most 0"): "Hoàn thành (done)",
            ("knock_outs.ID", "+1", "effect.title 0"): "mọi danh hiệu",
            ("classes.ID", "+1", "title 0"): "Khá",
            ("classes.ID", "+1", "from 0"): 60,
            ("classes.ID", "+1", "shown 1"): "Xuất sắc (best)",
            ("ranking.break[]", "+1", "by 0"): "figures.calm",
            ("dated", "+1", "shown 0"): "Tính theo số lần (rest): Điểm mỗi lần",
            ("dated", "+1", "from 0"): date(2026, 7, 1),
            ("dated", "+1", "value 0"): 1.5,
            ("titles.ID", "+3", "title 0"): "Thư khen",
            ("titles.ID", "+3", "quota.share 0"): "10%",
            ("titles.ID", "+3", "shown 1"): "Cờ (flag)",
        },
    ) == [
        '+  { text = "Nghị định 98", from = 2024-01-01 },',
        '+mien-nui = { title = "Miền núi" }',
        '+fault = { type = "count", title = "Vi phạm" }',
        f"-{REST}[{{ from = 2026-01-01, value = 2 }}] }} }} # theo ngày",
        f"+{REST}[{{ from = 2026-01-01, value = 2 }}, {{ from = 2026-07-01, value = 1.5 }}] }} }} # theo ngày",
        '-break = [{ by = "criteria.files" }, { by = "committee" }] # hội đồng sau cùng',
        '+break = [{ by = "criteria.files" }, { by = "figures.calm" }, { by = "committee" }] # hội đồng sau cùng',
        '+kha = { title = "Khá", from = 60 }',
        "+[titles.thu-khen]",
        '+title = "Thư khen"',
        '+quota = { share = "10%" }',
        "+",
        "+",
        "+[knock_outs]",
        ('+mat-yen = { title = "Mất yên", when = { of = "figures.calm", at_most = 0 }, '
         'effect = { class_at_most = "done", title = "none" }, reason = "Có vụ việc" }'),
    ]  # fmt: skip


def test_conditions_come_alone_in_groups_and_to_what_is_new(book: Path) -> None:
    any_row = "titles.flag.requires[2].any"
    made = taken(
        book,
        {
            (CONDITIONS, f"{any_row}[1]", "of 0"): None,
            (CONDITIONS, f"{any_row}[1]", "at_least 0"): None,
            (CONDITIONS, "+1", "shown 0"): "Danh hiệu: Cờ (flag)",
            (CONDITIONS, "+1", "shown 1"): 2,
            (CONDITIONS, "+1", "of 0"): "Điểm thưởng",
            (CONDITIONS, "+1", "at_least 0"): 0,
            (CONDITIONS, "+2", "shown 0"): "Danh hiệu: Giấy khen (merit)",
            (CONDITIONS, "+2", "shown 1"): "a",
            (CONDITIONS, "+2", "of 0"): "Tổng điểm",
            (CONDITIONS, "+2", "at_least 0"): "70%",
            (CONDITIONS, "+3", "shown 0"): "new",
            (CONDITIONS, "+3", "class_at_least 0"): "done",
            (CONDITIONS, "+4", "shown 0"): "titles.merit",
            (CONDITIONS, "+4", "shown 1"): "A",
            (CONDITIONS, "+4", "of 0"): "criteria.files",
            (CONDITIONS, "+4", "at_least 0"): "90%",
            ("titles.ID", "+1", "shown 0"): "new",
            ("titles.ID", "+1", "title 0"): "Bằng khen",
            (CONDITIONS, "+5", "shown 0"): "Danh hiệu: Thư khen",
            (CONDITIONS, "+5", "class_at_least 0"): "best",
            ("titles.ID", "+2", "title 0"): "Thư khen",
        },
    )
    assert made == [
        f"-requires = [{BEST}, {ANY}]",
        f'+requires = [{BEST}, {{ any = [{FILES}, {{ of = "bonuses", at_least = 0 }}] }}]',
        '+requires = [{ any = [{ of = "total", at_least = "70%" }, { of = "criteria.files", at_least = "90%" }] }]',
        "+",
        "+[titles.new]",
        '+title = "Bằng khen"',
        '+requires = [{ class_at_least = "done" }]',
        "+",
        "+[titles.thu-khen]",
        '+title = "Thư khen"',
        '+requires = [{ class_at_least = "best" }]',
    ]  # fmt: skip


def test_rows_that_are_emptied_go_with_what_stood_in_them_alone(book: Path) -> None:
    gone = {("titles.ID", "titles.merit", mark): None for mark in ("title 0", "quota.count 0", "not_with 0")}
    gone |= {("classes.ID", "classes.done", mark): None for mark in ("title 0", "from 0")}
    gone |= {("scheme.legal_basis[]", "scheme.legal_basis[1]", "text 0"): None}
    gone |= {(CONDITIONS, "titles.flag.requires[1]", "class_at_least 0"): None}
    assert taken(book, gone) == [
        "-legal_basis = [", '-  { text = "Kế hoạch 12" }, # của hội đồng', "-]", "+legal_basis = []",
        '-done = { title = "Hoàn thành", from = 0 }',
        f"-requires = [{BEST}, {ANY}]",
        f"+requires = [{ANY}]",
        "-[titles.merit]", '-title = "Giấy khen"', "-quota = { count = 2 }", '-not_with = ["flag"]',
    ]  # fmt: skip


def test_a_param_gets_its_values_by_day_and_both_conditions_of_a_group_go(book: Path) -> None:
    any_row = "titles.flag.requires[2].any"
    cells: dict[At, object] = {
        ("params", "criteria.files.params.floor_rate", "value 0"): None,
        ("dated", "+1", "shown 0"): "criteria.files.params.floor_rate",
        ("dated", "+1", "from 0"): date(2026, 1, 1),
        ("dated", "+1", "value 0"): 0.3,
        **{(CONDITIONS, f"{any_row}[{at}]", mark): None for at in (1, 2) for mark in ("of 0", "at_least 0")},
    }
    assert taken(book, cells) == [
        '-files = { plugin = "ratio", weight = 60, title = "Hồ sơ", params = { floor_rate = 0.2 } }',
        ('+files = { plugin = "ratio", weight = 60, title = "Hồ sơ", '
         "params = { floor_rate = [{ from = 2026-01-01, value = 0.3 }] } }"),
        f"-requires = [{BEST}, {ANY}]",
        '+requires = [{ class_at_least = "best" }]',
    ]  # fmt: skip


def test_rows_survive_libreoffice(book: Path, tmp_path: Path) -> None:
    edit(book, {("titles.ID", "+1", "title 0"): "Thư khen", ("classes.ID", "+1", "title 0"): "Khá",
                ("classes.ID", "+1", "from 0"): 60, ("classes.ID", "+1", "shown 1"): "Xuất sắc (best)"})  # fmt: skip
    scheme = load_scheme("scheme.toml")
    for kind in ("xlsx", "ods"):
        (saved,) = converted([book], tmp_path / kind, kind)
        assert lines(read_scheme_book(scheme, saved).data) == [
            '+kha = { title = "Khá", from = 60 }', "+", "+[titles.thu-khen]", '+title = "Thư khen"',
        ]  # fmt: skip


def test_a_scheme_that_extends_another_drops_and_adds(book: Path) -> None:
    Path("next.toml").write_text('extends = "scheme.toml"\n[scheme]\nid = "next"\n', encoding="utf-8")
    write_scheme_book(load_scheme("next.toml"), book, "vi")
    cells: dict[At, object] = {
        ("titles.ID", "titles.merit", mark): None for mark in ("title 0", "quota.count 0", "not_with 0")
    }
    cells |= {("titles.ID", "+1", "title 0"): "Thư khen", ("ranking.break[]", "+1", "by 0"): "figures.calm"}
    edit(book, cells)
    made = read_scheme_book(load_scheme("next.toml"), book).data.decode()
    assert tomli.loads(made) == {
        "extends": "scheme.toml",
        "scheme": {"id": "next"},
        "titles": {"merit": {"drop": True}, "thu-khen": {"title": "Thư khen"}},
        "ranking": {"break": [{"by": "criteria.files"}, {"by": "figures.calm"}, {"by": "committee"}]},
    }


def test_what_cannot_be_added_is_refused_by_its_cell(book: Path) -> None:
    places = edit(
        book,
        {
            ("classes.ID", "+1", "from 0"): 60,
            ("classes.ID", "+1", "shown 0"): None,
            ("titles.ID", "+1", "shown 0"): "flag",
            (CONDITIONS, "+1", "of 0"): "total",
            (CONDITIONS, "+1", "shown 0"): None,
            (CONDITIONS, "+2", "shown 0"): "không có",
            (CONDITIONS, "+3", "shown 0"): "titles.flag",
            (CONDITIONS, "+3", "shown 1"): "1",
            ("dated", "+1", "shown 0"): "criteria.files.params.floor_rate",
            ("ranking.break[]", "+1", "by 0"): "mây",
            ("ranking.break[]", "+1", "shown 1"): "sau cùng",
            ("titles.ID", "titles.merit", "title 0"): None,
            ("titles.ID", "titles.merit", "quota.count 0"): None,
            ("titles.ID", "titles.merit", "not_with 0"): None,
        },
    )
    with pytest.raises(DvkError) as refused:
        read_scheme_book(load_scheme("scheme.toml"), book)
    found = {(one.code, f"[{one.place.sheet}!{one.place.cell}]") for one in refused.value.problems}
    assert found >= {
        ("DVK-O872", places["classes.ID", "+1", "shown 0"]),
        ("DVK-O877", places["titles.ID", "+1", "shown 0"]),
        ("DVK-O872", places[CONDITIONS, "+1", "shown 0"]),
        ("DVK-O875", places[CONDITIONS, "+2", "shown 0"]),
        ("DVK-O874", places[CONDITIONS, "+3", "shown 1"]),
        ("DVK-O805", places["ranking.break[]", "+1", "shown 1"]),
    }


FLOOR = "criteria.files.params.floor_rate"
BLANK: Mapping[At, object] = {("params", FLOOR, "value 0"): None}


def of_cluster(at: int, cluster: str, value: float, param: str = FLOOR) -> dict[At, object]:
    row = "dated", f"+{at}"
    return {(*row, "shown 0"): param, (*row, "shown 2"): cluster, (*row, "value 0"): value}


def test_a_param_comes_to_differ_by_cluster_also_by_one_that_is_new(book: Path) -> None:
    files = 'files = { plugin = "ratio", weight = 60, title = "Hồ sơ", params = { floor_rate = 0.2 } }'
    assert taken(
        book,
        {
            ("clusters.ID", "+1", "title 0"): "Miền núi",
            ("params", FLOOR, "value 0"): None,
            **of_cluster(1, "Đồng bằng (plain)", 0.1),
            **of_cluster(2, "miền núi", 0.3),
            ("dated", "criteria.rest.params.each[1]", "from 0"): None,
            ("dated", "criteria.rest.params.each[1]", "value 0"): None,
            **of_cluster(3, "plain", 3, "criteria.rest.params.each"),
            **of_cluster(4, "mien-nui", 4, "criteria.rest.params.each"),
        },
    ) == [
        '+mien-nui = { title = "Miền núi" }',
        f"-{files}",
        f"-{REST}[{{ from = 2026-01-01, value = 2 }}] }} }} # theo ngày",
        f"+{files.replace('0.2', '{ plain = 0.1, mien-nui = 0.3 }')}",
        f"+{REST}{{ plain = 3, mien-nui = 4 }} }} }} # theo ngày",
    ]


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (of_cluster(1, "plain", 0.1), {"DVK-O876"}),
        ({**BLANK, **of_cluster(1, "plain", 0.1), **of_cluster(2, "plain", 0.2)}, {"DVK-O884"}),
        (of_cluster(1, "plain", 3, "criteria.rest.params.each"), {"DVK-O883"}),
        ({**BLANK, **of_cluster(1, "không có", 0.1)}, {"DVK-O875"}),
    ],
)
def test_what_a_param_cannot_be_by_cluster_is_told_in_its_row(
    book: Path, cells: Mapping[At, object], codes: set[str]
) -> None:
    edit(book, cells)
    with pytest.raises(DvkError) as told:
        read_scheme_book(load_scheme("scheme.toml"), book)
    assert {one.code for one in told.value.problems} == codes
    assert all(one.place.sheet == "Tham số theo cụm, ngày" for one in told.value.problems)


def test_voices_come_and_go(book: Path) -> None:
    voices = "scheme.voices"
    made = taken(
        book,
        {
            (voices, "+1", "value 0"): "Tự chấm",
            (voices, "+2", "value 0"): "Hội đồng",
            (voices, "+2", "value 1"): "Council",
            (voices, "+2", "shown 0"): "final",
            ("general", "sample.figures", "value 0"): "so-lieu.csv",
        },
    )
    assert made == [
        '+voices = { tu-cham = "Tự chấm", final = { vi = "Hội đồng", en = "Council" } }',
        "+",
        "+[sample]",
        '+figures = ["so-lieu.csv"]',
    ]
    Path("scheme.toml").write_bytes(read_scheme_book(load_scheme("scheme.toml"), book).data)
    write_scheme_book(load_scheme("scheme.toml"), book, "vi")
    edit(book, {(voices, "scheme.voices.tu-cham", "value 0"): None, (voices, "+1", "value 0"): "Cụm trưởng"})
    edit(book, {(voices, "+1", "shown 1"): "(đứng đầu)"})
    after = tomli.loads(read_scheme_book(load_scheme("scheme.toml"), book).data.decode())["scheme"]["voices"]
    assert list(after.items()) == [("cum-truong", "Cụm trưởng"), ("final", {"vi": "Hội đồng", "en": "Council"})]


def test_what_another_scheme_names_and_cannot_be_dropped_is_not_taken_out(book: Path) -> None:
    base = SCHEME.replace('id = "rows"', 'id = "base"\nvoices = { claimed = "Tự chấm", final = "Hội đồng" }')
    Path("base.toml").write_text(base, encoding="utf-8")
    Path("scheme.toml").write_text('extends = "base.toml"\n[scheme]\nid = "rows"\n', encoding="utf-8")
    write_scheme_book(load_scheme("scheme.toml"), book, "vi")
    edit(book, {("scheme.voices", "scheme.voices.claimed", "value 0"): None})
    with pytest.raises(DvkError) as told:
        read_scheme_book(load_scheme("scheme.toml"), book)
    assert [(one.code, one.place.sheet) for one in told.value.problems] == [("DVK-O817", "Bước chấm")]
