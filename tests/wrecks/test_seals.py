"""What ``dvk seal``, ``dvk verify`` and ``dvk archive`` say of what is wrong, word by word, in both languages."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from dvk_scoring.cli.entry import run
from dvk_scoring.package import bundled
from dvk_scoring.seal.canonical import digest, parsed
from dvk_scoring.seal.sealed import RESULT, open_seal, read_seal
from tests.seal.made import FIGURES, KEYS, SCHEME, Sealed, forged, make_seals
from tests.seal.test_tricks import TRICKS

TOLD: dict[str, dict[str, str]] = tomli.loads((Path(__file__).parent / "seals.toml").read_text(encoding="utf-8"))
FINGERPRINT = re.compile("(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}")
FORMAT = serialization.PrivateFormat.PKCS8
# Name → command line in the folder that ``home`` makes.
COMMANDS = {
    "no file": "verify none.dvk",
    "another fingerprint": "verify first.dvk --fingerprint AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-2222-3333",
    "no fingerprint at all": "verify first.dvk --fingerprint abc",
    "another signer": "verify first.dvk --signer " + "ab" * 32,
    "nobody signed": "verify unsigned.dvk --signer pub.pem",
    "no chain": "verify first.dvk --after second.dvk",
    "another chain": "verify second.dvk --after unsigned.dvk",
    "inputs that are none": "verify no-inputs.dvk",
    "another plugin": "verify folder.dvk --plugins-dir own",
    "a scheme that is broken": "verify scheme.dvk",
    "an older version": "verify older.dvk",
    "a result that is wrong": "verify wrong.dvk",
    "a reason that is wrong": "verify reason.dvk",
    "a row that no unit has": "verify odd.dvk",
    "another verifier in it": "verify verifier.dvk",
    "a verifier of another version": "verify older-verifier.dvk",
    "two versions": "verify versions.dvk",
    "a plugin of another version": "verify claims.dvk",
    "a plugin that is not in it": "verify entry.dvk --trust-plugins",
    "a plugin that is not what it is called": "verify plugin.dvk --trust-plugins",
    "a file that nothing was made of": "verify stray.dvk",
    "a public edition with a file more": "verify stray-public.dvk",
    "a scheme that leads out": "verify outside.dvk",
    "a public edition alone": "verify public.dvk",
    "a public edition of another seal": "verify public.dvk --full second.dvk",
    "a public edition that was edited": "verify edited.dvk --full first.dvk",
    "a unit that is not there": "verify first.dvk --unit huyen-d --proof",
    "a proof without a fingerprint": "verify proof.json",
    "a proof of another row": "verify forged.json --fingerprint {first}",
    "no proof": "verify none.json --fingerprint {first}",
    "no key": "seal scheme.toml so-lieu.csv -o x.dvk --key none.pem",
    "a key of another kind": "seal scheme.toml so-lieu.csv -o x.dvk --key rsa.pem",
    "a public key": "seal scheme.toml so-lieu.csv -o x.dvk --key pub.pem",
    "nobody to ask": "seal scheme.toml so-lieu.csv -o x.dvk --key locked.pem",
    "a signer that is no key": "verify first.dvk --signer so-lieu.csv",
    "a name that cannot be sealed": "seal scheme.toml ./so:lieu.csv -o x.dvk",
    "minutes of another result": "minutes scheme.toml other.csv -o x.docx --seal first.dvk",
    "minutes with a public seal": "minutes scheme.toml so-lieu.csv -o x.docx --seal public.dvk",
    "a decision without the votes": "decision voted.toml so-lieu.csv -o x.docx --seal voted.dvk",
    "a report without the votes": "score voted.toml so-lieu.csv -o x.html --seal voted.dvk",
    "another suffix": "seal scheme.toml so-lieu.csv -o x.zip",
    "no archive": "archive check none",
    "a public edition in an archive": "archive add kho public.dvk --by A --word B",
    "the seal before as output": "seal scheme.toml so-lieu.csv -o first.dvk --after first.dvk --force",
    "after a public edition": "seal scheme.toml so-lieu.csv -o x.dvk --after public.dvk",
    "a chain that begins elsewhere": "archive add kho second.dvk --by A --word B",
}
UNHARMED = (
    "an older version",
    "another verifier in it",
    "a verifier of another version",
    "a plugin of another version",
    "a public edition alone",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seals, keys, inputs, and seals that a forger made whole."""
    folder = tmp_path_factory.mktemp("home")
    sealed = make_seals(folder)
    for name in ("first", "second", "public", "unsigned"):
        (folder / f"{name}.dvk").write_bytes(getattr(sealed, name).data)
    write_keys(folder)
    write_forged(folder, sealed)
    (folder / "other.csv").write_text(FIGURES.replace("50,50", "51,50"), encoding="utf-8")
    (folder / "so:lieu.csv").write_text(FIGURES, encoding="utf-8")
    write_voted(folder)
    write_own(folder)
    (folder / "base.toml").write_text(SCHEME, encoding="utf-8")
    own = f'[scheme]\nextends = "{(folder / "base.toml").as_posix()}"\nid = "khac"\n'
    (folder / "absolute.toml").write_text(own, encoding="utf-8")
    return folder


def write_voted(folder: Path) -> None:
    """A seal with votes that were not enough."""
    rule = 'quota = { count = 1 }\nvote = { of = "present", at_least = "80%" }'
    (folder / "voted.toml").write_text(SCHEME.replace("quota = { count = 1 }", rule), encoding="utf-8")
    counts = "issued = 5\nreturned = 5\nvalid = 5\nfor = 1\n"
    votes = f"members = 5\npresent = 5\n[[votes]]\ntitle = 'flag'\nunit = 'huyen-b'\n{counts}"
    (folder / "votes.toml").write_text(votes, encoding="utf-8")
    names = {one: str(folder / one) for one in ("voted.toml", "so-lieu.csv", "votes.toml", "voted.dvk")}
    words = [
        "seal",
        names["voted.toml"],
        names["so-lieu.csv"],
        "--votes",
        names["votes.toml"],
        "-o",
        names["voted.dvk"],
    ]
    assert run(words) == 0


def write_own(folder: Path) -> None:
    """A seal of a plugin that lies in a folder, and was another when it was sealed."""
    (folder / "own" / "own").mkdir(parents=True)
    ours = (bundled("plugins") / "pass-fail" / "criterion.py").read_text(encoding="utf-8")
    (folder / "own" / "own" / "criterion.py").write_text(ours.replace('"pass-fail"', '"own"'), encoding="utf-8")
    scheme = '[scheme]\nid = "rieng"\ntitle = "Riêng"\n[criteria]\nown = { weight = 100, title = "Việc" }\n'
    (folder / "own.toml").write_text(scheme, encoding="utf-8")
    (folder / "own.csv").write_text("unit,own.passed\nhuyen-a,yes\nhuyen-b,no\n", encoding="utf-8")
    names = {one: str(folder / one) for one in ("own.toml", "own.csv", "own", "folder.dvk")}
    assert (
        run(["seal", names["own.toml"], names["own.csv"], "--plugins-dir", names["own"], "-o", names["folder.dvk"]])
        == 0
    )
    seal = read_seal(names["folder.dvk"])
    (name,) = (one for one in seal.members if one.startswith("plugins/"))
    (folder / "folder.dvk").write_bytes(forged(seal, {name: seal.members[name] + b"# changed\n"}))


def write_keys(folder: Path) -> None:
    pem = serialization.Encoding.PEM
    key = KEYS[0]
    locked = serialization.BestAvailableEncryption(b"mat khau")
    plain = serialization.NoEncryption()
    other = rsa.generate_private_key(65537, 2048)
    public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    (folder / "locked.pem").write_bytes(key.private_bytes(pem, FORMAT, locked))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, FORMAT, plain))
    (folder / "rsa.pem").write_bytes(other.private_bytes(pem, FORMAT, plain))
    (folder / "pub.pem").write_bytes(public)
    assert isinstance(key, ed25519.Ed25519PrivateKey)


def write_forged(folder: Path, sealed: Sealed) -> None:
    from dvk_scoring.seal.proof import prove_unit

    first, public = open_seal(sealed.unsigned.data, "x"), open_seal(sealed.public.data, "x")
    said = first.said.decode()
    assert said.count('"total": "60.00"') == 1
    plugin = "plugins/ratio/criterion.py"
    out = "../" * 30 + (folder / "base.toml").as_posix().lstrip("/")
    older = {RESULT: said.replace('"dvk": "0.1.0"', '"dvk": "0.0.9"').encode()}
    plugins, entry = first.manifest["plugins"], {"origin": "entry-point", "entry": "json:tool", "file": None}
    made: dict[str, bytes] = {
        "no-inputs.dvk": forged(first, {}, without="figures"),
        "plugin.dvk": forged(first, {plugin: first.members[plugin] + b"# changed\n"}),
        "scheme.dvk": forged(first, {"scheme/scheme.toml": SCHEME.replace("weight = 60", "weight = 50").encode()}),
        "stray.dvk": forged(first, {"votes/votes.toml": b"members = 9\n"}),
        "outside.dvk": forged(first, {"scheme/scheme.toml": f'extends = "{out}"\n'.encode()}),
        "verifier.dvk": forged(first, {"verify.py": b"print('RIGHT')"}),
        "older.dvk": forged(first, older, version="0.0.9"),
        "older-verifier.dvk": forged(first, {**older, "verify.py": b"print('RIGHT')"}, version="0.0.9"),
        "versions.dvk": forged(first, older),
        "claims.dvk": forged(
            first, {}, says={"plugins": {**plugins, "ratio": {**plugins["ratio"], "version": "0.0.9"}}}
        ),
        "entry.dvk": forged(first, {}, says={"plugins": {**plugins, "ratio": {**plugins["ratio"], **entry}}}),
        "wrong.dvk": forged(first, {RESULT: said.replace('"total": "60.00"', '"total": "99.00"').encode()}),
        "reason.dvk": forged(first, {RESULT: said.replace("đứng thứ 1", "được lòng").encode()}),
        "odd.dvk": forged(first, {RESULT: said.replace('"total": "60.00"', '"total": "rất cao"').encode()}),
    }
    edition = public.said.decode()
    assert edition.count('"total": "60.00"') == 1
    wrong = {"public.json": edition.replace('"total": "60.00"', '"total": "99.00"').encode()}
    made["edited.dvk"] = forged(public, wrong, full=sealed.first.fingerprint)
    made["stray-public.dvk"] = forged(public, {"figures/1/so-lieu.csv": b"x"}, full=sealed.first.fingerprint)
    proof = prove_unit(open_seal(sealed.first.data, "x"), "huyen-a")
    made |= {"proof.json": proof, "none.json": b"{}", "forged.json": proof.replace(b'"60.00"', b'"99.00"')}
    for name, content in made.items():
        (folder / name).write_bytes(content)


def said(words: list[str], capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = run(words)
    out = capfd.readouterr()
    return status, out.out, out.err


def told(err: str) -> str:
    """What is told of problems; fingerprints change with every word of a plugin."""
    return FINGERPRINT.sub("DẤU", err).strip()


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_commands(
    name: str, language: str, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    first = open_seal((home / "first.dvk").read_bytes(), "x").fingerprint
    words = COMMANDS[name].format(first=first).split()
    before = sorted(home.iterdir())
    status, _, err = said([*words, "--lang", language], capfd)
    assert told(err) == TOLD[name][language].strip()
    assert status == (0 if name in UNHARMED else 3)
    assert sorted(home.iterdir()) == before


@pytest.mark.parametrize("name", [one for one in TRICKS if one in TOLD])
def test_tricks(
    name: str, sealed_here: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.dvk").write_bytes(TRICKS[name][1](sealed_here))
    for language in ("vi", "en"):
        status, _, err = said(["verify", "x.dvk", "--lang", language], capfd)
        assert (status, told(err)) == (3, TOLD[name][language].strip())


@pytest.fixture(scope="module")
def sealed_here(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return make_seals(tmp_path_factory.mktemp("sealed"))


def test_a_scheme_that_extends_an_absolute_path(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    status, _, err = said(["seal", "absolute.toml", "so-lieu.csv", "-o", "x.dvk", "--lang", "en"], capfd)
    wanted = (
        f"DVK-V607 absolute.toml, key extends: The scheme extends “{(home / 'base.toml').as_posix()}”, which cannot go"
    )
    assert (status, err.startswith(wanted)) == (3, True)
    assert not Path("x.dvk").exists()


def test_a_passphrase_that_is_wrong(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    words = ["seal", "scheme.toml", "so-lieu.csv", "-o", "x.dvk", "--key", "locked.pem", "--lang", "en"]
    monkeypatch.setenv("DVK_SEAL_PASSPHRASE", "khac")
    assert said(words, capfd) == (
        3,
        "",
        "DVK-V604 locked.pem: The passphrase of the key is wrong.\n    → Type the passphrase again.\n",
    )
    monkeypatch.setenv("DVK_SEAL_PASSPHRASE", "mat khau")
    status, out, _ = said(words, capfd)
    assert (status, out.splitlines()[0]) == (0, "Written: x.dvk")
    Path("x.dvk").unlink()


def without_cryptography(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.partition(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)


def test_without_the_library_a_seal_is_made_and_a_signature_is_not_taken_for_right(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    without_cryptography(monkeypatch)
    inputs = ["seal", "scheme.toml", "so-lieu.csv", "-o", "x.dvk", "--lang", "en"]
    assert said([*inputs], capfd)[0] == 0
    assert said(["verify", "x.dvk", "--lang", "en"], capfd)[0] == 0
    Path("x.dvk").unlink()
    status, _, err = said([*inputs, "--key", "key.pem"], capfd)
    assert (status, err.partition(":")[0]) == (3, "DVK-E101")
    status, _, err = said(["verify", "first.dvk", "--lang", "en"], capfd)
    wanted = "DVK-V210 first.dvk: The signature could not be checked: the library cryptography is missing.\n"
    assert (status, err) == (3, f'{wanted}    → Install it: pip install "dvk-scoring[seal]"\n')
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    from dvk_scoring.seal import verify

    assert verify.main(["first.dvk"]) == 3
    assert "DVK-V210" in capfd.readouterr().out


def test_what_is_too_large(home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """The limit is set low: what is told does not depend on it."""
    monkeypatch.chdir(home)
    monkeypatch.setattr("dvk_scoring.seal.container.LARGEST", 1000)
    status, _, err = said(["verify", "first.dvk", "--lang", "en"], capfd)
    assert (status, err.partition("\n")[0]) == (
        3,
        "DVK-V122 first.dvk: Too large for a seal: at most 0 MB and 10000 members.",
    )


def test_a_plugin_that_answers_otherwise_the_second_time_is_not_sealed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    answers: Callable[[Any, str], bytes] = __import__("dvk_scoring.seal.make", fromlist=["said_of"]).said_of
    count = iter(range(9))
    monkeypatch.setattr("dvk_scoring.seal.make.said_of", lambda *args: answers(*args) + b" " * next(count))
    status, _, err = said(["seal", "scheme.toml", "so-lieu.csv", "-o", "x.dvk", "--lang", "en"], capfd)
    assert (status, err.partition(":")[0]) == (3, "DVK-V609 scheme.toml")
    assert not Path("x.dvk").exists()


def test_the_forged_seals_are_right_in_steps_1_and_2(home: Path) -> None:
    from tests.seal.made import codes

    for name in ("wrong.dvk", "plugin.dvk", "no-inputs.dvk", "edited.dvk"):
        assert codes(home / name) == []
        assert digest((home / name).read_bytes()) != digest((home / "unsigned.dvk").read_bytes())
    assert parsed(open_seal((home / "wrong.dvk").read_bytes(), "x").said)["units"]
