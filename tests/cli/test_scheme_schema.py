"""``dvk scheme schema`` as a person meets it, and what taplo, which editors use, makes of its schema."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

import dvk_scoring
from dvk_scoring.scheme.json_schema import schema_text
from dvk_scoring.text import Language
from tests.cli.conftest import ROOT, Dvk

pytestmark = pytest.mark.xdist_group("schema")  # it is made once, not in each process

TAPLO = Path(sys.executable).with_name("taplo")
SCHEME = """\
#:schema ./scheme.schema.json
[scheme]
id = "own"
title = { vi = "Hồ sơ", en = "Records" }
valid = { from = 2026-01-01 }

[criteria]
ratio = { weight = 60, params = { goal = 0.9 } }
visits = { plugin = "panel", weight = 40, params = { judges = 7, fewest = 5 } }

[ranking]
within = "all"
"""
BROKEN = "raise RuntimeError('not today')\n"


@pytest.fixture(scope="module")
def written() -> str:
    """Make the schema once for those tests that only use it."""
    return schema_text((), "en")


def taplo(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the real taplo without a network, and without anybody's settings."""
    env = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    line = [str(TAPLO), "check", "--no-auto-config", "--colors", "never", *map(str, words)]
    return subprocess.run(line, env=env, capture_output=True, text=True, check=False, encoding="utf-8")


def marked(said: str) -> list[tuple[str, str]]:
    """Give each complaint of taplo as line:column and message."""
    found = re.findall(r"^error: (.*?)\n\s*┌─ \S*?:(\d+:\d+)$", said, re.MULTILINE)
    return sorted({(place, message) for message, place in found})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_printed(dvk: Dvk, language: Language) -> None:
    said = dvk("scheme", "schema", "--lang", language)
    assert (said.status, said.err) == (0, "")
    schema = json.loads(said.out)
    Draft7Validator.check_schema(schema)
    assert schema == dvk_scoring.scheme_schema((), language)
    assert schema["title"] == {"vi": "Bảng điểm", "en": "Scheme"}[language]


def test_it_is_written_once_and_kept(dvk: Dvk) -> None:
    line = "scheme", "schema", "-o", "scheme.schema.json", "--lang", "en"
    said = dvk(*line)
    assert (said.status, said.err) == (0, "")
    assert said.out == (
        "Written: scheme.schema.json\nFirst line of a scheme beside it: #:schema ./scheme.schema.json\n"
    )
    again = dvk(*line)
    assert (again.status, again.out) == (0, "Nothing new: scheme.schema.json\n")
    path = Path("scheme.schema.json")
    path.write_text("{}", encoding="utf-8")
    stale = dvk(*line)
    assert (stale.status, stale.out, path.read_text(encoding="utf-8")) == (3, "", "{}")
    assert stale.err.startswith("DVK-O202 scheme.schema.json")
    assert dvk(*line, "--force").status == 0
    assert json.loads(path.read_text(encoding="utf-8"))["type"] == "object"


def test_another_suffix_or_scheme_that_is_not_there_is_refused(dvk: Dvk) -> None:
    assert "DVK-O201" in dvk("scheme", "schema", "-o", "scheme.toml").err
    assert "DVK-S110" in dvk("scheme", "schema", "no-such-scheme").err
    assert "DVK-C101" in dvk("scheme", "schema", "--plugins-dir", "nowhere").err


def test_a_broken_plugin_is_left_out_and_told(dvk: Dvk) -> None:
    folder = Path("own", "broken-one")
    folder.mkdir(parents=True)
    (folder / "criterion.py").write_text(BROKEN, encoding="utf-8")
    said = dvk("scheme", "schema", "--plugins-dir", "own", "--lang", "en")
    assert said.status == 0
    assert said.err == (
        f"DVK-O731 {folder / 'criterion.py'}, plugin broken-one: "
        "The schema leaves out the plugin “broken-one”, which cannot be loaded (DVK-C123).\n"
        "    → dvk plugins list tells why. Make the schema again when it is mended.\n"
    )
    vi = dvk("scheme", "schema", "--plugins-dir", "own", "--lang", "vi")
    assert "Lược đồ không có plugin “broken-one”, vì plugin này không nạp được (DVK-C123)." in vi.err
    # Its criteria may be called anything: no id of a plugin is refused, and params of one that is known still are.
    validator = Draft7Validator(json.loads(said.out))
    values = {"scheme": {"id": "a", "title": "A"}, "criteria": {"mine": {"weight": 1, "params": {"any": [1]}}}}
    assert validator.is_valid(values)
    assert not validator.is_valid(values | {"criteria": {"ratio": {"weight": 1, "params": {"any": [1]}}}})
    # One that the user blocks is none of the plugins, and is not told.
    blocked = dvk("scheme", "schema", "--plugins-dir", "own", "--block", "broken-one", "--lang", "en")
    assert (blocked.status, blocked.err) == (0, "")
    assert not Draft7Validator(json.loads(blocked.out)).is_valid(values)


def test_params_are_offered_under_the_names_of_a_scheme(dvk: Dvk) -> None:
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    said = dvk("scheme", "schema", "scheme.toml", "--lang", "en")
    assert said.status == 0
    schema = json.loads(said.out)
    assert schema["properties"]["criteria"]["properties"]["visits"] == {"$ref": "#/definitions/hint-panel"}
    assert "judges" in schema["definitions"]["hint-panel"]["properties"]["params"]["properties"]
    assert schema == dvk_scoring.scheme_schema(scheme="scheme.toml")
    assert "visits" not in json.loads(dvk("scheme", "schema").out)["properties"]["criteria"]["properties"]
    # Nothing is demanded by the name: the scheme may change its mind.
    values = {"scheme": {"id": "a", "title": "A"}, "criteria": {"visits": {"plugin": "ratio", "weight": 100}}}
    assert Draft7Validator(schema).is_valid(values)


def test_our_own_reader_takes_the_line_of_the_schema_as_a_comment(dvk: Dvk) -> None:
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    said = dvk("scheme", "check", "scheme.toml", "--lang", "en")
    assert said.status == 0, "a schema that is not there is the editor's affair"
    assert "The scheme can be used." in said.out


def test_taplo_finds_the_schema_by_its_line(tmp_path: Path, written: str) -> None:
    (tmp_path / "scheme.schema.json").write_text(written, encoding="utf-8")
    path = tmp_path / "scheme.toml"
    path.write_text(SCHEME, encoding="utf-8")
    good = taplo(path)
    assert (good.returncode, marked(good.stderr)) == (0, [])
    path.write_text(SCHEME.replace("within", "wihtin"), encoding="utf-8")
    bad = taplo(path)
    assert bad.returncode == 1
    assert marked(bad.stderr) == [
        (
            "12:10",
            '{"$comment":"There is no such key here. Known: within, prefer, ties, break"} is not allowed for "all"',
        )
    ]


SLIPS = [
    ("goal = 0.9", "goal = 0", "0 is less than the minimum of 1e-6"),
    ("goal", "gaol", "There is no such key here. Known: goal, floor_rate, prefer, scale, places"),
    ("judges = 7", 'judges = "three"', '"three" is not of type "integer"'),
    ('"panel"', '"panle"', '"panle" is not one of ["admin-reform",'),
    ('"all"', '"everywhere"', '"everywhere" is not one of ["cluster","all"]'),
    ("2026-01-01", '"1/1/2026"', "A date such as 2026-01-31, without quotes"),
    ("visits", "Visits", "An id is made of lower-case a-z, digits and hyphens"),
    (', en = "Records"', "", '"en" is a required property'),
    ("weight = 60, ", "", '"weight" is a required property'),
    ('plugin = "panel", ', "", '"plugin" is a required property'),
]


@pytest.mark.parametrize(("old", "new", "message"), SLIPS)
def test_taplo_says_what_is_wrong_on_its_line(tmp_path: Path, written: str, old: str, new: str, message: str) -> None:
    (tmp_path / "scheme.schema.json").write_text(written, encoding="utf-8")
    assert old in SCHEME
    path = tmp_path / "scheme.toml"
    path.write_text(SCHEME.replace(old, new, 1), encoding="utf-8")
    said = taplo(path)
    line = next(at for at, one in enumerate(SCHEME.splitlines(), start=1) if old in one)
    found = marked(said.stderr)
    assert said.returncode == 1
    assert {place.partition(":")[0] for place, _ in found} == {str(line)}
    assert any(message in one for _, one in found), found


@pytest.mark.parametrize(("page", "language"), [("scheme-schema.md", "en"), ("scheme-schema.vi.md", "vi")])
def test_the_pages_show_what_taplo_prints(tmp_path: Path, page: str, language: Language) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    scheme = re.search(r"^```toml scheme as=scheme.toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    shown = re.search(r"^    \$ taplo check scheme.toml\n(.*?)\n\n", text, re.MULTILINE | re.DOTALL)
    assert scheme
    assert shown
    (tmp_path / "scheme.schema.json").write_text(schema_text((), language), encoding="utf-8")
    path = tmp_path / "scheme.toml"
    path.write_text(scheme[1].replace("goal", "gaol"), encoding="utf-8")
    printed = taplo(path).stderr.replace(str(path), path.name)
    for line in shown[1].splitlines():
        assert line.removeprefix("    ") in printed


def test_taplo_takes_every_shipped_scheme(tmp_path: Path, written: str) -> None:
    (tmp_path / "scheme.schema.json").write_text(written, encoding="utf-8")
    schemes: Sequence[Path] = sorted(ROOT.glob("configs/*/scheme.toml"))
    assert len(schemes) >= 7
    said = taplo("--schema", (tmp_path / "scheme.schema.json").as_uri(), *schemes)
    assert (said.returncode, marked(said.stderr)) == (0, [])
