"""The search for a criterion: each way it may end, the steps that led there, and that scoring ends the same way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.criteria.search import Outcome, Search, search
from dvk_scoring.problem import DvkError
from dvk_scoring.report.search import conclusion, step_words
from tests.wrecks.test_zoo import GOOD

Lay = Callable[[Path], list[Path]]


def put(folder: Path, name: str, source: str = GOOD, *, offers: str = "") -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "criterion.py").write_text(source.replace("NAME", offers or name), encoding="utf-8")
    return folder


def both(source: str = GOOD) -> str:
    """A plugin of two criteria, of which the second is broken."""
    second = source[source.index("class Animal") : source.index("@hookimpl")].replace("Animal", "Other")
    second = second.replace('"NAME"', '"NAME-too"').replace("figures.done, 100", "figures.gone, 100")
    return source.replace("@hookimpl", f"{second}\n@hookimpl").replace("[Animal]", "[Animal, Other]")


CASES: dict[str, tuple[Outcome, str, Lay, str, str]] = {
    "ready": (
        "ready",
        "mine",
        lambda folder: [put(folder, "mine")],
        '“mine” dùng được: trong bảng điểm, viết plugin = "mine" hoặc đặt mã tiêu chí là mine.',
        '“mine” can be used: in a scheme write plugin = "mine", or call the criterion mine.',
    ),
    "bundled": (
        "ready",
        "ratio",
        lambda _: [],
        '“ratio” dùng được: trong bảng điểm, viết plugin = "ratio" hoặc đặt mã tiêu chí là ratio.',
        '“ratio” can be used: in a scheme write plugin = "ratio", or call the criterion ratio.',
    ),
    "healthy beside a broken one": (
        "ready",
        "mine",
        lambda folder: [put(folder, "mine", both())],
        "“mine” dùng được: …",
        "“mine” can be used: …",
    ),
    "offered by another": (
        "offered",
        "mine",
        lambda folder: [put(folder, "pack", offers="mine")],
        '“mine” dùng được, do plugin pack cung cấp: trong bảng điểm, viết plugin = "mine".',
        '“mine” can be used, from the plugin pack: in a scheme write plugin = "mine".',
    ),
    "blocked": (
        "blocked",
        "blocked-one",
        lambda folder: [put(folder, "blocked-one")],
        "“blocked-one” không được dùng vì bị chặn: bỏ tên này khỏi --block.",
        "“blocked-one” is not used, because it is blocked: take the name out of --block.",
    ),
    "two of the name": (
        "twice",
        "mine",
        lambda folder: [put(folder / "a", "mine"), put(folder / "b", "mine")],
        "“mine” bị từ chối vì nhiều plugin cùng tên: đổi tên hoặc bỏ bớt, chỉ để lại một.",
        "“mine” is refused, because more than one plugin has the name: rename or remove all but one.",
    ),
    "two that offer it": (
        "offered-twice",
        "mine",
        lambda folder: [put(folder, "one", offers="mine"), put(folder / "b", "two", offers="mine")],
        "“mine” bị từ chối vì nhiều plugin có tiêu chí cùng mã: đổi mã hoặc bỏ bớt, chỉ để lại một.",
        "“mine” is refused, because more than one plugin offers it: give it another id in all but one.",
    ),
    "a plugin, no criterion": (
        "not-offered",
        "pack",
        lambda folder: [put(folder, "pack", offers="mine")],
        "“pack” là plugin, không phải tiêu chí: trong bảng điểm hãy nêu tiêu chí của plugin này (mine).",
        "“pack” is a plugin and no criterion: in a scheme name what it offers (mine).",
    ),
    "another level": (
        "incompatible",
        "mine",
        lambda folder: [put(folder, "mine", GOOD.replace("level = 2", "level = 9"))],
        "“mine” không được dùng vì viết cho mức API khác: cài bản plugin, hoặc bản dvk-scoring, cho khớp nhau.",
        (
            "“mine” is not used, because it is written for another API level: install a version of the plugin, or of "
            "dvk-scoring, that matches."
        ),
    ),
    "broken": (
        "broken",
        "mine",
        lambda folder: [put(folder, "mine", "import no_such_package")],
        "“mine” không được dùng vì bị hỏng (DVK-C122): Cài gói đó, hoặc sửa tên. …",
        "“mine” is not used, for it is broken (DVK-C122): Install it, or mend the name. …",
    ),
    "broken, of another name": (
        "broken",
        "mine",
        lambda folder: [put(folder, "pack", GOOD.replace("figures.done, 100", "figures.gone, 100"), offers="mine")],
        "“mine” không được dùng vì bị hỏng (DVK-C152): …",
        "“mine” is not used, for it is broken (DVK-C152): …",
    ),
    "nearly known": (
        "unknown",
        "Ratoi",
        lambda _: [],
        (
            "Không có plugin hay tiêu chí “Ratoi”: có thể là “ratio”; plugin của riêng mình thì nêu thư mục bằng "
            "--plugins-dir."
        ),
        (
            "There is no plugin and no criterion “Ratoi”: “ratio” may be meant; for one of your own name its folder "
            "with --plugins-dir."
        ),
    ),
    "unknown": (
        "unknown",
        "zzzz",
        lambda _: [],
        "Không có plugin hay tiêu chí “zzzz”: cài gói có tiêu chí đó, hoặc nêu thư mục bằng --plugins-dir.",
        (
            "There is no plugin and no criterion “zzzz”: install the package that has it, or name its folder with "
            "--plugins-dir."
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_it_comes_to(case: str, tmp_path: Path) -> None:
    outcome, name, lay, vi, en = CASES[case]
    registry = Registry.of(lay(tmp_path), ["blocked-one"] if outcome == "blocked" else [])
    found = search(name, registry)
    assert found.outcome == outcome, steps(found)
    for language, wanted in (("vi", vi), ("en", en)):
        told = conclusion(found, "vi" if language == "vi" else "en")
        assert told == wanted or told.startswith(wanted.removesuffix("…"))
        assert "{" not in told
    assert scored(name, registry) == found.is_used
    if not found.is_used and outcome not in ("unknown", "not-offered"):
        assert any(one.severity == "error" for one in found.problems)


def scored(name: str, registry: Registry) -> bool:
    """Whether a scheme that names it is taken."""
    try:
        registry.criterion(name)
    except DvkError:
        return False
    return True


def steps(found: Search) -> list[str]:
    return [step_words(found, one, "en") for one in found.steps]


def test_every_step_is_told_in_order(tmp_path: Path) -> None:
    mine, other = put(tmp_path / "mine", "plan-kept"), put(tmp_path / "other", "pack", offers="plan-kept")
    empty = tmp_path / "empty"
    empty.mkdir()
    folders = [mine, other, empty]
    found = search("plan-kept", Registry.of(folders), {str(other): "scheme.toml"})
    location = mine / "plan-kept" / "criterion.py"
    told = steps(found)
    assert [one.kind for one in found.steps] == [
        "bundled", "entry-point", "folder", "folder", "folder", "blocked", "first", "looked-at", "offered",
    ]  # fmt: skip
    assert told[0].startswith("Bundled plugins, in ")
    assert told[0].endswith(f": none of the {len(Registry.of().found)} has this name.")
    assert told[2:5] == [
        f"Folder {mine} (--plugins-dir): found, {location}.",
        f"Folder {other} (scheme.toml): none of the 1 has this name.",
        f"Folder {empty} (--plugins-dir): no plugin that can be named.",
    ]
    assert [one.code for one in found.steps[4].problems] == ["DVK-C102"]
    assert told[5:7] == ["It is not blocked (--block, DVK_PLUGINS_BLOCK).", f"One plugin has the name: {location}."]
    assert told[7].startswith("Looked at plan-kept in a process of its own: ready, ")
    assert told[7].endswith(" ms, API level 2. It offers: plan-kept.")
    assert told[8].startswith("A criterion of this id is offered by pack (")
    assert all("{" not in step_words(found, one, "vi") for one in found.steps)


def test_a_folder_that_is_nearly_of_the_name_is_told(tmp_path: Path) -> None:
    put(tmp_path, "Plan_Kept")
    found = search("plan-kept", Registry.of([tmp_path]))
    (step,) = [one for one in found.steps if one.kind == "folder"]
    assert [one.code for one in step.problems] == ["DVK-C106"]


def test_wrecks_that_may_offer_it_are_told(tmp_path: Path) -> None:
    put(tmp_path, "broken", "import no_such_package")
    found = search("mine", Registry.of([tmp_path]))
    (step,) = [one for one in found.steps if one.kind == "offered"]
    assert (found.outcome, [one.code for one in step.problems]) == ("unknown", ["DVK-C122"])


def test_a_blocked_plugin_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "mine", f"open({str(tmp_path / 'ran')!r}, 'w').close()")
    monkeypatch.setenv("DVK_PLUGINS_BLOCK", "mine, nobody")
    registry = Registry.of([tmp_path], ["mine"])
    found = search("mine", registry)
    assert steps(found)[-1] == "It is blocked by DVK_PLUGINS_BLOCK, --block: nothing of it is imported."
    assert step_words(found, found.steps[-1], "vi").startswith("Bị chặn bằng DVK_PLUGINS_BLOCK, --block: ")
    assert not (tmp_path / "ran").exists()
    nobody = search("nobody", registry)
    assert "DVK_PLUGINS_BLOCK blocks the name, but no plugin has it." in steps(nobody)
