"""What a folder is refused for, and with which words; wrong figures are told as they are of one file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path

import attrs
import polars as pl
import pytest

from dvk_scoring import folders
from dvk_scoring.aside import folder_aside
from dvk_scoring.engines.folder.local import LocalParts
from dvk_scoring.engines.folder.turns import turned
from dvk_scoring.formula.program import Plan, Program
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.report.tables import result_frame
from dvk_scoring.run import load_scheme, read_figures, score
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.scheme.model import Scheme

pytestmark = pytest.mark.xdist_group("spark")
SCHEME = """
[scheme]
id = "tried"
title = "Tried on Spark"
{more}

[clusters]
c1 = {{ title = "One" }}
c2 = {{ title = "Two" }}

[criteria]
records = {{ plugin = "ratio", weight = 50, title = "Records in time" }}
quality = {{ plugin = "direct", weight = 30, title = "Quality", params = {{ places = 1 }} }}
posted = {{ plugin = "pass-fail", weight = 20, title = "Fees posted" }}
"""
GOOD: dict[str, Sequence[object]] = {
    "unit": [f"u{at:02d}" for at in range(30)],
    "cluster": ["c1", "c2"] * 15,
    "records.over": list(range(30)),
    "records.under": [30] * 30,
    "quality.points": [round(20 + at / 10, 1) for at in range(30)],
    "posted.passed": ["yes", "no", "KP"] * 10,
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


Scored = Callable[..., object]


@pytest.fixture(params=["polars", "spark"])
def score_folder(request: pytest.FixtureRequest) -> Scored:
    if request.param == "spark":
        request.getfixturevalue("spark")
    return partial(folders.score_folder, engine_name=request.param)


def made(more: str = "") -> Scheme:
    Path("tried.toml").write_text(SCHEME.format(more=more), encoding="utf-8")
    return load_scheme("tried.toml")


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(one.in_("vi"), one.in_("en")) for one in problems]


def refused(call: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(DvkError) as error:
        call()
    return told(error.value.problems)


def dvk(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "dvk"), *words]
    kept = {name: value for name, value in os.environ.items() if name not in ("JAVA_HOME", "SPARK_HOME")}
    return subprocess.run(command, env=kept | variables, capture_output=True, text=True, encoding="utf-8", check=False)


LACKS_HINT = (
    "    → Nêu từng tệp (so-lieu/*.parquet) và ghi kết quả ra một tệp (-o ket-qua.parquet), hoặc bỏ phần này.",
    "    → Name the files (figures/*.parquet) and write the result to a file (-o result.parquet), or leave this out.",
)
TAKES_NO = (
    "DVK-E301{}: Tính từ thư mục Parquet ra thư mục Parquet không nhận {}.",
    "DVK-E301{}: Scoring from a Parquet folder to a Parquet folder does not take {}.",
)


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        ("-o out", "số liệu mẫu: nêu một thư mục số liệu", "sample figures: name a folder of figures"),
        ("a b -o out", "nhiều tệp hay thư mục số liệu", "several files or folders of figures"),
        ("a --rulings r -o out", "quyết định của hội đồng (--rulings)", "rulings of the council (--rulings)"),
        ("a --votes v -o out", "kết quả kiểm phiếu (--votes)", "votes of the council (--votes)"),
        ("a -o out -o b.json", "kết quả nào khác ngoài một thư mục (-o)", "an output beside one folder (-o)"),
    ],
)
def test_what_a_folder_way_does_not_take(words: str, vi: str, en: str) -> None:
    for place, (language, what) in enumerate((("vi", vi), ("en", en))):
        done = dvk("score", "pci-2013", *words.split(), "--engine", "spark", "--lang", language)
        assert done.returncode == 3
        assert done.stderr == f"{TAKES_NO[place].format('', what)}\n{LACKS_HINT[place]}\n"


def test_voices_and_long_tables_are_refused(score_folder: Scored) -> None:
    scheme = made('voices = ["claimed", "final"]')
    pl.DataFrame({**GOOD, "voice": ["final"] * 30}).write_parquet("voiced.parquet")
    pl.DataFrame({"unit": ["a"], "figure": ["records.over"], "value": ["1"]}).write_parquet("long.parquet")
    for file, vi, en in (
        ("voiced.parquet", "số liệu nhiều bước chấm (cột “voice”)", "figures in several voices (column “voice”)"),
        ("long.parquet", "bảng dọc (cột “figure”)", "a long table (column “figure”)"),
    ):
        assert refused(lambda file=file: score_folder(scheme, file, "out")) == [  # type: ignore[misc]
            tuple(
                f"{text.format(f' {file}', what)}\n{hint}"
                for text, what, hint in zip(TAKES_NO, (vi, en), LACKS_HINT, strict=True)
            )
        ]
    assert not Path("out").exists()


def test_numbers_too_wide_are_refused(tmp_path: Path) -> None:
    program = Program()
    narrow, wide = (program.input(name, 0, 2**bits - 1) for name, bits in (("a", 126), ("b", 127)))
    parts = LocalParts(lambda _: iter(()), {"a": pl.Int64(), "b": pl.Int64(), "cluster": pl.String()}, tmp_path, ())
    turned(parts, Plan(program, {"a": narrow}), frozenset({"a", "b"}), kept=())
    ((vi, en),) = refused(lambda: turned(parts, Plan(program, {"b": wide}), frozenset({"a", "b"}), kept=()))
    assert vi == (
        "DVK-E302: Phép tính cần số nguyên 127 bit; tính từng phần chỉ chuyển tiếp được 126 bit.\n"
        "    → Thu hẹp khoảng giá trị của số liệu, làm tròn (round_) từng phần trong công thức, hoặc ghi kết quả ra "
        "một tệp (-o ket-qua.parquet) bằng --engine polars."
    )
    assert en == (
        "DVK-E302: The computation needs whole numbers of 127 bits; part by part 126 bits are handed on at most.\n"
        "    → Narrow the range of the figures, round parts of the formula (round_), or write the result to a file "
        "(-o result.parquet) with --engine polars."
    )


def test_without_java_it_says_what_is_needed() -> None:
    pytest.importorskip("pyspark")
    pl.DataFrame(GOOD).write_parquet("good.parquet")
    made()
    bare = Path("bin")
    bare.mkdir()
    for name in ("bash", "env", "dirname", "ps"):
        bare.joinpath(name).symlink_to(f"/usr/bin/{name}")
    reason = "[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port number."
    vi = (
        f"DVK-E303: Spark không khởi động được: {reason}\n"
        "    → Spark cần Java 17 trở lên (lệnh “java”, hoặc biến JAVA_HOME); không có thì tính bằng --engine polars.\n"
    )
    en = (
        f"DVK-E303: Spark cannot start: {reason}\n"
        "    → Spark needs Java 17 or later (the command “java”, or JAVA_HOME); without it score with --engine polars."
        "\n"
    )
    for language, text in (("vi", vi), ("en", en)):
        words = ("score", "tried.toml", "good.parquet", "--engine", "spark", "-o", "out", "--lang", language)
        done = dvk(*words, PATH=str(bare.resolve()))
        assert done.returncode == 3
        assert done.stderr.endswith(text)
        assert "Traceback" not in done.stderr


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("dvk_scoring.engines.spark")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    ((vi, en),) = refused(lambda: folders.score_folder(made(), "figures", "out", engine_name="spark"))
    assert vi.endswith('    → Cài thêm: pip install "dvk-scoring[spark]", hoặc chạy với --engine polars.')
    assert en.endswith('    → Install it: pip install "dvk-scoring[spark]", or run with --engine polars.')


@pytest.mark.usefixtures("spark")
def test_what_stops_spark_is_told() -> None:
    pl.DataFrame(GOOD).write_parquet("good.parquet")
    Path("file").write_text("here", encoding="utf-8")
    ((vi, en),) = refused(lambda: folders.score_folder(made(), "good.parquet", "file/out", engine_name="spark"))
    assert vi.startswith("DVK-E304: Spark dừng giữa chừng: ")
    assert vi.endswith("\n    → Xem nhật ký của Spark; nếu thiếu bộ nhớ hay chỗ trên đĩa thì thêm, rồi chạy lại.")
    assert en.startswith("DVK-E304: Spark stopped half-way: ")
    assert en.endswith(
        "\n    → Look at Spark's log; where memory or room on a disk lacks, give it more, then run again."
    )


def test_what_is_no_folder_of_figures(score_folder: Scored) -> None:
    scheme = made()
    Path("text.parquet").write_text("unit,cluster\n", encoding="utf-8")
    Path("empty").mkdir()
    pl.DataFrame(GOOD).head(0).write_parquet("none.parquet")
    pl.DataFrame(GOOD).write_parquet("good.parquet")
    Path("kept").mkdir()
    for source, target, code in (
        ("nowhere", "out", "DVK-S101"),
        ("empty", "out", "DVK-D103"),
        ("none.parquet", "out", "DVK-D103"),
        ("text.parquet", "out", "DVK-D109"),
        ("good.parquet", "kept", "DVK-O202"),
    ):
        with pytest.raises(DvkError) as error:
            score_folder(scheme, source, target)
        assert [one.code for one in error.value.problems] == [code], source


def wrong(columns: Mapping[str, Sequence[object]]) -> pl.DataFrame:
    return pl.DataFrame({**GOOD, **columns}, strict=False)


def changed(name: str, *values: object) -> Sequence[object]:
    return [*values, *GOOD[name][len(values) :]]


WRONG: dict[str, pl.DataFrame] = {
    "ranges, limits, marks, blanks": wrong({
        "records.over": changed("records.over", 31, -1, None),
        "quality.points": changed("quality.points", 30.5, 20.25, float("nan"), 1e300),
        "posted.passed": changed("posted.passed", "perhaps", None),
    }),
    "ids and clusters": wrong({
        "unit": changed("unit", "u29", None, " u02 ", "u\u200b03"), "cluster": changed("cluster", "c3", None, "C1"),
    }),
    "ids alone": wrong({"unit": changed("unit", "u29", "U28")}),
    "clusters alone": wrong({"cluster": changed("cluster", "c3", None, "C1")}),
    "more than are shown": wrong({"records.over": [-1] * 30}),
    "columns": pl.DataFrame(GOOD).rename({"records.over": "records.ovr", "quality.points": "Họ tên"}),
    "types": wrong({"records.over": [b"1"] * 30, "cluster": [[1]] * 30}),
    "no id": pl.DataFrame(GOOD).drop("unit"),
    "ids of a type that is no text": wrong({"unit": [b"1"] * 30}),
}  # fmt: skip
MANY = 10


@pytest.mark.parametrize("which", WRONG)
def test_wrong_figures_are_told_as_of_one_file(
    score_folder: Scored, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = attrs.evolve(made('not_reported = "error"'), problems=())
    WRONG[which].write_parquet("wrong.parquet")
    expected = refused(lambda: read_figures(scheme, ["wrong.parquet"]))
    assert refused(lambda: score_folder(scheme, "wrong.parquet", "out")) == expected
    # Of many units each part is looked at by itself: the same is told, in as many words.
    monkeypatch.setattr(import_module("dvk_scoring.engines.folder.look"), "MOST_BY_HAND", MANY)
    found = refused(lambda: score_folder(scheme, "wrong.parquet", "out"))
    assert {vi.split()[0] for vi, _ in found} == {vi.split()[0] for vi, _ in expected}


def test_too_few_marks_are_told_as_of_one_file(score_folder: Scored) -> None:
    head = '[scheme]\nid = "s"\ntitle = "S"\n[criteria]\n'
    criterion = 'skit = { plugin = "panel", weight = 100, title = { vi = "Tiểu phẩm", en = "Skit" } }\n'
    Path("scheme.toml").write_text(f"{head}{criterion}[defaults.panel]\njudges = 4\n", encoding="utf-8")
    marks = {"1": ["8", "8", "8"], "2": ["", "KP", "9"], "3": ["9", "9", ""], "4": ["KP", "KP", "10"]}
    columns = {f"skit.marks.{judge}": given for judge, given in marks.items()}
    pl.DataFrame({"unit": ["u1", "u2", "u3"], **columns}).write_parquet("marks.parquet")
    scheme = load_scheme("scheme.toml")
    expected = refused(lambda: score(scheme, read_figures(scheme, ["marks.parquet"])))
    assert [en.split()[0] for _, en in expected] == ["DVK-E111"]
    assert refused(lambda: score_folder(scheme, "marks.parquet", "out")) == expected


def test_parts_of_a_folder_are_one_table(score_folder: Scored) -> None:
    """A column that a file lacks is blank there, one in a folder's name is told by it, hidden files are none."""
    scheme = made('not_reported = "not-ranked"')
    whole = pl.DataFrame(GOOD)
    folder = Path("parts")
    for cluster in ("c1", "c2"):
        inside = folder / f"cluster={cluster}"
        inside.mkdir(parents=True)
        part = whole.filter(pl.col("cluster") == cluster).drop("cluster")
        part = part.drop("quality.points") if cluster == "c2" else part
        part.write_parquet(inside / "part.parquet")
    (folder / "_SUCCESS").write_text("", encoding="utf-8")
    (folder / ".left").mkdir()
    (folder / ".left" / "x.parquet").write_text("unfinished", encoding="utf-8")
    blank = pl.when(pl.col("cluster") == "c2").then(None).otherwise(pl.col("quality.points")).alias("quality.points")
    expected = score(scheme, read_figures(scheme, whole.with_columns(blank)), engine_name="polars")
    score_folder(scheme, folder, "out")
    found = pl.read_parquet("out/*.parquet").sort("unit")
    assert found.equals(result_frame(expected).to_native().sort("unit"))
    assert found["state"].value_counts().sort("state").rows() == [("not-ranked", 15), ("ranked", 15)]


def test_files_that_do_not_agree_on_a_column_are_named() -> None:
    folder = Path("parts")
    folder.mkdir()
    whole = pl.DataFrame(GOOD)
    whole.head(10).write_parquet(folder / "a.parquet")
    other = {"records.over": pl.Float64, "posted.passed": pl.Categorical, "records.under": pl.Int16}
    columns = [pl.col(name).cast(other.get(name, kind)) for name, kind in whole.schema.items()]
    whole.tail(10).select(columns).write_parquet(folder / "b.parquet")
    found = refused(lambda: folders.score_folder(made(), folder, "out"))
    assert [en for _, en in found] == [
        f"DVK-E305 parts/b.parquet, column {name}: This column is of type {kind}; in parts/a.parquet the column of "
        f"this name is of type {before}.\n    → Write one of the two files anew, so that the column is of one type in "
        "every file of the folder."
        for name, kind, before in (("posted.passed", "Categorical", "String"), ("records.over", "Float64", "Int64"))
    ]
    assert found[0][0] == (
        "DVK-E305 parts/b.parquet, cột posted.passed: Cột này có kiểu Categorical; trong parts/a.parquet cột cùng tên "
        "có kiểu String.\n    → Ghi lại một trong hai tệp để cột này có cùng một kiểu ở mọi tệp của thư mục."
    )
    (folder / "c.parquet").write_text("unit,cluster", encoding="utf-8")
    (folder / "d.csv").write_text("unit,cluster", encoding="utf-8")
    codes = [en.split(":")[0] for _, en in refused(lambda: folders.score_folder(made(), folder, "out"))]
    assert codes == ["DVK-D109 parts/c.parquet", "DVK-D109 parts/d.csv"]
    assert sorted(one.name for one in Path().iterdir()) == ["parts", "tried.toml"]


def test_ids_that_are_there_twice_in_several_files(score_folder: Scored, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path("parts")
    folder.mkdir()
    whole = pl.DataFrame(GOOD)
    whole.head(20).write_parquet(folder / "a.parquet")
    again = whole.tail(10).with_columns(unit=pl.Series(["u01", "U02", *GOOD["unit"][22:]]))
    again.write_parquet(folder / "b.parquet")
    monkeypatch.setattr(import_module("dvk_scoring.engines.folder.look"), "MOST_BY_HAND", MANY)
    twice, alike = (en for _, en in refused(lambda: score_folder(made(), folder, "out")))
    assert twice == (
        "DVK-D412 parts/b.parquet:1, column unit, unit u01: This unit is already on line parts/a.parquet:2.\n"
        "    → Keep one row a unit (and voice)."
    )
    assert alike == (
        "DVK-D407 unit U02: Ids of units differ in capital letters only: U02, u02.\n"
        "    → If they are one unit, write one id."
    )


def test_nothing_is_left_of_a_folder_that_was_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    scheme = made()
    Path("file").write_text("here", encoding="utf-8")
    pl.DataFrame(GOOD).write_parquet("good.parquet")
    ((_, en),) = refused(lambda: folders.score_folder(scheme, "good.parquet", "file/out"))
    assert en.startswith("DVK-O203 file/out: ")
    Path("kept").mkdir()
    Path("kept/part-00001.parquet").write_text("old", encoding="utf-8")

    def stopped(error: Exception) -> Callable[..., None]:
        def raised(*_: object, **__: object) -> None:
            raise error

        return raised

    told = "No space left on device (os error 28)"  # with no number, as Polars says it of either form
    for step, error in (("write_ipc", OSError(told)), ("write_parquet", pl.exceptions.ComputeError(told))):
        with monkeypatch.context() as broken:
            broken.setattr(pl.DataFrame, step, stopped(error))
            ((_, en),) = refused(lambda: folders.score_folder(scheme, "good.parquet", "kept", force=True))
        assert en.startswith("DVK-O203 kept: The file cannot be written: the disk is full.\n")
    assert sorted(one.name for one in Path().iterdir()) == ["file", "good.parquet", "kept", "tried.toml"]
    assert [one.name for one in Path("kept").iterdir()] == ["part-00001.parquet"]
    folders.score_folder(scheme, "good.parquet", "kept", force=True)
    assert [one.name for one in Path("kept").iterdir()] == ["part-00000.parquet"]


def test_a_result_takes_the_place_of_a_result_alone(score_folder: Scored, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures, files of other work and the folder one works in are never deleted, nor do results lie among figures."""
    scheme = made()
    figures = Path("year/figures")
    figures.mkdir(parents=True)
    pl.DataFrame(GOOD).write_parquet(figures / "part-0.parquet")
    Path("link").symlink_to(figures.absolute())
    for folder in ("other", "empty"):
        Path(folder).mkdir()
    Path("other/bien-ban.docx").write_text("minutes", encoding="utf-8")
    before = sorted(str(one) for one in Path().rglob("*"))
    there = "số liệu nằm ở đó", "the figures are there"
    for source, target, (vi, en) in (
        (figures, "year/figures", there),
        (figures, "link", there),
        (figures / "part-0.parquet", "year/figures", there),
        (figures, "year", there),
        (figures, ".", there),
        (figures, figures / "result", ("nó nằm trong thư mục số liệu", "it lies in the folder of figures")),
        (
            figures,
            "other",
            ("ở đó có bien-ban.docx, không phải của một kết quả", "bien-ban.docx in it is not of a result"),
        ),
    ):
        assert refused(lambda source=source, target=target: score_folder(scheme, source, target, force=True)) == [  # type: ignore[misc]
            (
                (
                    f"DVK-O209 {target}: Kết quả không được ghi vào chỗ của thư mục này: {vi}.\n"
                    "    → Đặt tên một thư mục chưa có, nằm ngoài thư mục số liệu."
                ),
                (
                    f"DVK-O209 {target}: A result is not put in the place of this folder: {en}.\n"
                    "    → Name a folder that is not there yet, outside of the folder of figures."
                ),
            )
        ]
    with monkeypatch.context() as inside:
        inside.chdir("empty")
        ((_, en),) = refused(lambda: score_folder(scheme, "../link", ".", force=True))
    assert en.startswith("DVK-O209 .: A result is not put in the place of this folder: one works in it.\n")
    assert sorted(str(one) for one in Path().rglob("*")) == before
    score_folder(scheme, figures, "empty", force=True)
    score_folder(scheme, figures, "empty", force=True)
    assert len(pl.read_parquet("empty/*.parquet")) == 30


def test_a_run_that_was_slower_or_stopped_takes_nothing_away() -> None:
    Path("kept").mkdir()
    Path("kept/part-0.parquet").write_text("of another run", encoding="utf-8")
    with pytest.raises(DvkError) as error, folder_aside(Path("kept"), force=False) as folder:
        (folder / "part-0.parquet").write_text("mine", encoding="utf-8")
    assert [one.code for one in error.value.problems] == ["DVK-O202"]
    with pytest.raises(DvkError) as error, folder_aside(Path("kept"), force=True) as folder:
        shutil.rmtree(folder)  # so that it cannot be moved into place
    assert [one.code for one in error.value.problems] == ["DVK-O203"]
    assert [(str(one), one.read_text(encoding="utf-8")) for one in Path().rglob("*") if one.is_file()] == [
        ("kept/part-0.parquet", "of another run")
    ]
    assert [one.name for one in Path().iterdir()] == ["kept"]


def test_a_unit_that_several_files_share_is_there_twice(score_folder: Scored, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of other columns make one set where they are named one by one; of a folder each row is a unit."""
    scheme = made('not_reported = "not-ranked"')
    folder = Path("parts")
    folder.mkdir()
    whole = pl.DataFrame(GOOD)
    posted = whole["posted.passed"]
    whole.with_columns(pl.lit(None, posted.dtype).alias(posted.name)).write_parquet(folder / "a.parquet")
    nothing = [pl.lit(None, kind).alias(name) for name, kind in whole.schema.items() if name.startswith(("rec", "qua"))]
    whole.head(2).with_columns(nothing).write_parquet(folder / "b.parquet")
    expected = [
        f"DVK-D412 parts/b.parquet:{row}, column unit, unit u0{row - 1}: This unit is already on line "
        f"parts/a.parquet:{row}.\n    → Keep one row a unit (and voice)."
        for row in (1, 2)
    ]
    read_figures(scheme, sorted(folder.iterdir()))
    assert [en for _, en in refused(lambda: score_folder(scheme, folder, "out"))] == expected
    monkeypatch.setattr(import_module("dvk_scoring.engines.folder.look"), "MOST_BY_HAND", MANY)
    assert [en for _, en in refused(lambda: score_folder(scheme, folder, "out"))] == expected


TOLD_TWICE = (
    (
        "cột cluster: Cả tên thư mục lẫn tệp đều nêu cột này.\n"
        "    → Bỏ cột này trong tệp, hoặc đổi tên thư mục để không còn dấu “=”."
    ),
    (
        "column cluster: Both the folder's name and the file tell this column.\n"
        "    → Leave the column out of the file, or call the folder something without “=”."
    ),
)


def test_no_file_of_a_folder_is_passed_over() -> None:
    """What cannot be read is told; folders that it links to are read, one that leads back up is not read again."""
    scheme = made()
    folder = Path("parts")
    folder.mkdir()
    Path("elsewhere").mkdir()
    whole = pl.DataFrame(GOOD)
    whole.head(10).write_parquet(folder / "a.parquet")
    whole.slice(10).write_parquet("elsewhere/b.parquet")
    (folder / "more").symlink_to(Path("elsewhere").absolute())
    (folder / "back").symlink_to(folder.absolute())
    folders.score_folder(scheme, folder, "out")
    assert len(pl.read_parquet("out/*.parquet")) == 30
    (folder / "gone.parquet").symlink_to("nowhere.parquet")
    ((_, en),) = refused(lambda: folders.score_folder(scheme, folder, "new"))
    assert en.startswith("DVK-S101 parts/gone.parquet: ")
    assert not Path("new").exists()


def test_a_column_is_told_by_the_folder_or_by_the_file(score_folder: Scored) -> None:
    Path("parts/cluster=c2").mkdir(parents=True)
    pl.DataFrame(GOOD).write_parquet("parts/cluster=c2/b.parquet")
    assert refused(lambda: score_folder(made(), "parts", "new")) == [
        tuple(f"DVK-E306 parts/cluster=c2/b.parquet, {text}" for text in TOLD_TWICE)
    ]


@pytest.mark.parametrize("many", [False, True])
def test_places_tell_files_of_the_same_name_apart(
    score_folder: Scored, monkeypatch: pytest.MonkeyPatch, *, many: bool
) -> None:
    scheme = made('not_reported = "not-ranked"')
    whole = pl.DataFrame(GOOD).with_columns(pl.lit(-1).alias("records.over"))
    for at, inside in enumerate(("xã=1 %41", "xã=2")):
        Path("số liệu", inside).mkdir(parents=True)
        whole.slice(at, 1).write_parquet(Path("số liệu", inside, "part-0.parquet"))
    columns = Columns({}, frozenset({"xã"}))
    if many:
        monkeypatch.setattr(import_module("dvk_scoring.engines.folder.look"), "MOST_BY_HAND", 1)
    found = refused(lambda: score_folder(attrs.evolve(scheme, columns=columns), "số liệu", "out"))
    assert [en.split(", ")[0] for _, en in found] == [
        "DVK-D312 số liệu/xã=1 %41/part-0.parquet:1", "DVK-D312 số liệu/xã=2/part-0.parquet:1",
    ]  # fmt: skip


def test_a_mistyped_folder_is_told_and_not_the_output() -> None:
    made()
    Path("empty").mkdir()
    for source, code in (("figuers", "DVK-S101 figuers"), ("empty", "DVK-D103 empty")):
        done = dvk("score", "tried.toml", source, "-o", "out", "--lang", "en")
        assert (done.returncode, done.stderr.split(":")[0]) == (3, code)


def test_the_command_line_takes_a_parquet_folder_and_an_output_without_a_form() -> None:
    made()
    pl.DataFrame(GOOD).write_parquet("good.parquet")
    Path("good.csv").write_text("unit,cluster\n", encoding="utf-8")
    done = dvk("score", "tried.toml", "good.parquet", "-o", "out", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "30 units ranked; 0 not ranked, 0 out of competition.\nWritten: out\n"
    assert pl.read_parquet("out/*.parquet")["rank"].max() == 15
    for words in ("good.parquet -o out", "good.csv -o new", "good.parquet --engine duckdb -o new"):
        done = dvk("score", "tried.toml", *words.split(), "--lang", "en")
        assert done.returncode == 3
        assert "Traceback" not in done.stderr
    assert not Path("new").exists()
