"""What the law tells of ties, and of a low total that wins: the exact words, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvk_scoring.problem import DvkError
from dvk_scoring.run import load_scheme, read_figures, read_rulings, score
from dvk_scoring.text import Language

CASES = Path(__file__).parent / "data" / "cases"
LANGUAGES: tuple[Language, ...] = ("vi", "en")


def told(error: DvkError, folder: Path, language: Language) -> str:
    return "\n".join(one.in_(language).replace(f"{folder}/", "") for one in error.problems)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "vi",
            (
                "DVK-R121 r1.toml:1: Quyết định BB-1 xếp thứ tự U 2 (u2), U 1 (u1) nhưng còn thiếu đơn vị "
                "cùng bằng điểm: U 3 (u3).\n"
                "    → Nêu đủ các đơn vị bằng nhau trong units, đơn vị tốt nhất trước."
            ),
        ),
        (
            "en",
            (
                "DVK-R121 r1.toml:1: Ruling BB-1 orders U 2 (u2), U 1 (u1), but not all that are tied with them: "
                "U 3 (u3) is missing.\n"
                "    → Name all of the tied units in units, the best first."
            ),
        ),
    ],
)
def test_who_is_missing_of_a_tie_is_told(language: Language, text: str) -> None:
    folder = next(CASES.glob("08-*"))
    scheme = load_scheme(folder / "scheme.toml")
    figures = read_figures(scheme, [folder / "figures.csv"])
    rulings, _ = read_rulings(scheme, figures, folder / "r1.toml")
    with pytest.raises(DvkError) as error:
        score(scheme, figures, rulings)
    assert told(error.value, folder, language) == text


@pytest.mark.parametrize(
    ("absent", "language", "text"),
    [
        (
            "below",
            "vi",
            (
                "DVK-E109 s.toml: Có đơn vị bằng điểm bị xếp dưới chỉ vì không có “Penalty time”: T 2 (t2).\n"
                '    → Báo cáo số liệu còn thiếu, hoặc ghi absent = "above" ở bước này nếu quy định khác.'
            ),
        ),
        (
            "below",
            "en",
            (
                "DVK-E109 s.toml: Of units equal in points, some stand below only because they do not have "
                "“Penalty time”: T 2 (t2).\n"
                '    → Report the missing figures, or write absent = "above" in this step where the rules say so.'
            ),
        ),
        (
            "above",
            "vi",
            (
                "DVK-E110 s.toml: Có đơn vị bằng điểm được xếp trên chỉ vì không có “Penalty time”: T 2 (t2).\n"
                '    → Bảng điểm ghi absent = "above" ở bước này.'
            ),
        ),
        (
            "above",
            "en",
            (
                "DVK-E110 s.toml: Of units equal in points, some stand above only because they do not have "
                "“Penalty time”: T 2 (t2).\n"
                '    → The scheme says absent = "above" in this step.'
            ),
        ),
    ],
)
def test_what_absence_decided_is_told(tmp_path: Path, absent: str, language: Language, text: str) -> None:
    folder = next(CASES.glob("18-*"))
    written = (folder / "low.toml").read_text(encoding="utf-8")
    (tmp_path / "s.toml").write_text(written.replace('prefer = "low"', f'prefer = "low", absent = "{absent}"'), "utf-8")
    scheme = load_scheme(tmp_path / "s.toml")
    result = score(scheme, read_figures(scheme, [folder / "f-812-kp.csv"]))
    noted = [one for one in result.problems if one.code in ("DVK-E109", "DVK-E110")]
    assert told(DvkError(noted), tmp_path, language) == text
    assert [one.unit for one in result.units] == (["t1", "t2"] if absent == "below" else ["t2", "t1"])


LACKING = """[scheme]
id = "s"
title = "S"
not_reported = "zero"

[sections]
one = {{ title = "Part one" }}

[criteria]
d = {{ plugin = "direct", weight = 100, title = "Points", section = "one" }}

[bonuses]
b = {{ plugin = "per-occurrence", title = "B", to = "total", cap = 5 }}

[penalties]
p = {{ plugin = "per-occurrence", title = "P", to = "total", cap = 5 }}

[ranking]
break = [ {{ by = "{by}", prefer = "low" }}, {{ by = "committee" }} ]
"""


@pytest.mark.parametrize(
    ("by", "row", "vi", "en"),
    [
        ("bonuses", "0,,0", "điểm thưởng", "the bonuses"),
        ("penalties", "0,0,", "điểm trừ", "the penalties"),
        ("total", "0,,0", "tổng điểm", "the total"),
        ("sections.one", ",0,0", "Part one", "Part one"),
        ("criteria.d", ",0,0", "Points", "Points"),
        ("criteria.d.points", ",0,0", "Điểm chấm", "Points given"),
    ],
)
def test_what_is_lacking_in_a_tie_is_named_whatever_it_is(tmp_path: Path, by: str, row: str, vi: str, en: str) -> None:
    (tmp_path / "s.toml").write_text(LACKING.format(by=by), encoding="utf-8")
    (tmp_path / "f.csv").write_text(f"unit,d.points,b.times,p.times\nu1,0,0,0\nu2,{row}\n", encoding="utf-8")
    scheme = load_scheme(tmp_path / "s.toml")
    (note,) = (
        one for one in score(scheme, read_figures(scheme, [tmp_path / "f.csv"])).problems if one.code == "DVK-E109"
    )
    assert f"chỉ vì không có “{vi}”: u2." in note.in_("vi")
    assert f"only because they do not have “{en}”: u2." in note.in_("en")


LOW = """[scheme]
id = "low"
title = "Low"
{key} = "zero"

[criteria]
d = {{ plugin = "direct", weight = 100, title = "Points" }}

[ranking]
prefer = "low"
"""


@pytest.mark.parametrize("key", ["not_reported", "not_assigned"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_no_best_total(tmp_path: Path, key: str, language: Language) -> None:
    (tmp_path / "s.toml").write_text(LOW.format(key=key), encoding="utf-8")
    with pytest.raises(DvkError) as error:
        load_scheme(tmp_path / "s.toml")
    first = {
        "vi": f"DVK-S202 s.toml:4, khóa scheme.{key}: Tổng điểm thấp là tốt hơn, "
        f'nên với {key} = "zero" thì không có gì (0 điểm) lại thành kết quả tốt nhất.',
        "en": f"DVK-S202 s.toml:4, key scheme.{key}: A low total is better, "
        f'so that with {key} = "zero" nothing at all (0 points) is the best result.',
    }
    assert told(error.value, tmp_path, language).splitlines()[0] == first[language]


def test_a_ruling_may_name_thousands_of_tied_units(tmp_path: Path) -> None:
    names = [f"u{index:05}" for index in range(3_000)]
    (tmp_path / "s.toml").write_text(
        LOW.format(key="not_assigned").replace('"zero"', '"leaves-total"'), encoding="utf-8"
    )
    (tmp_path / "f.csv").write_text("unit,d.points\n" + "".join(f"{one},5\n" for one in names), encoding="utf-8")
    listed = ", ".join(f'"{one}"' for one in reversed(names))
    act = f'[[rulings]]\nunits = [{listed}]\ntie = "ranking"\nreason = "Vote"\ndate = 2026-01-01\nref = "1"\n'
    (tmp_path / "r.toml").write_text(act, encoding="utf-8")
    scheme = load_scheme(tmp_path / "s.toml")
    figures = read_figures(scheme, [tmp_path / "f.csv"])
    result = score(scheme, figures, read_rulings(scheme, figures, tmp_path / "r.toml")[0], engine_name="polars")
    assert [one.unit for one in result.units] == names[::-1]


def test_a_hundred_and_more_knock_outs_and_requirements(tmp_path: Path) -> None:
    knock_outs = "".join(
        f'k{index} = {{ when = {{ of = "total", at_most = {index} }}, '
        f'effect = {{ title = "none" }}, reason = "R{index}" }}\n'
        for index in range(150)
    )
    requires = ", ".join(f'{{ of = "total", at_least = {index} }}' for index in range(1, 121))
    written = (
        LOW.format(key="not_assigned")
        .replace('"zero"', '"leaves-total"')
        .replace("[ranking]\nprefer", "[ranking]\n# prefer")
    )
    written += f'[knock_outs]\n{knock_outs}[titles]\nt = {{ title = "T", requires = [{requires}] }}\n'
    (tmp_path / "s.toml").write_text(written, encoding="utf-8")
    (tmp_path / "f.csv").write_text("unit,d.points\na,100\nb,50\n", encoding="utf-8")
    scheme = load_scheme(tmp_path / "s.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "f.csv"]))
    # 100 is at most 100 … 149, 50 is at most 50 … 149
    assert [len(one.knock_outs) for one in result.units] == [50, 100]
    assert [one.titles["t"].state for one in result.units] == ["no", "no"]
