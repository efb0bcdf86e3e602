"""What ``dvk verify`` says: the steps in lines, or all of it as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from dvk_scoring.analysis.compare import Difference
from dvk_scoring.cli.screen import console, print_problems, say, say_json
from dvk_scoring.package import VERSION
from dvk_scoring.problem import Problem, has_errors
from dvk_scoring.report.changes.json import unit_value
from dvk_scoring.report.changes.terminal import print_units
from dvk_scoring.report.problem_json import problem_value, written
from dvk_scoring.seal.canonical import Json, short
from dvk_scoring.text import Sayer, Text

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.seal.check import Checked
    from dvk_scoring.seal.proof import Proof

_SAID: Final[Mapping[str, Text]] = {
    "1": Text(
        vi="1. Tệp và mã băm: đúng ({members} tệp bên trong, {units} đơn vị)",
        en="1. Container and hashes: right ({members} {members:member|members}, {units} {units:unit|units})",
    ),
    "2": Text(vi="2. Chữ ký và chuỗi: {how}", en="2. Signature and chain: {how}"),
    "3": Text(vi="3. Tính lại bằng dvk {version}: {how}", en="3. Computed again by dvk {version}: {how}"),
    "4": Text(vi="4. Kết quả: {how}", en="4. Result: {how}"),
    "right": Text(vi="đúng", en="right"),
    "wrong": Text(vi="SAI", en="WRONG"),
    "not": Text(vi="không thực hiện", en="not done"),
    "equal": Text(vi="giống nhau từng byte", en="equal, byte for byte"),
    "unlike": Text(vi="KHÁC", en="NOT EQUAL"),
    "unsigned": Text(vi="không ký", en="not signed"),
    "signed": Text(vi="ký bằng khóa {key}", en="signed by the key {key}"),
    "first": Text(vi="không nối sau bản nào", en="after no other seal"),
    "follows": Text(vi="nối sau {earlier}", en="after {earlier}"),
    "public": Text(vi="Bản công khai của {full}", en="Public edition of {full}"),
    "print": Text(vi="Dấu niêm phong: {short}", en="Fingerprint: {short}"),
    "compare": Text(
        vi="So dấu này với dấu in trong biên bản đã ký: ai cũng làm được một bản niêm phong đúng của kết quả khác.",
        en="Hold it to the one in the signed minutes: anybody can make a right seal of another result.",
    ),
    "compare-public": Text(
        vi="So dấu bản đầy đủ với dấu in trong biên bản đã ký, dấu này với dấu in trên bản công khai: ai cũng làm được "
        "một bản niêm phong đúng của kết quả khác.",
        en="Hold that of the full seal to the one in the signed minutes, and this one to that on the public edition: "
        "anybody can make a right seal of another result.",
    ),
    "row": Text(vi="Dòng của {unit} có trong bản niêm phong {short}.", en="The row of {unit} is in the seal {short}."),
}


def print_checked(checked: Checked, language: Language, unit: str | None) -> None:
    """Print the steps, then what is wrong, then what is not equal."""
    for line in _lines(checked, language):
        say(line)
    print_problems(checked.problems, language)
    if checked.comparison is not None and checked.result is not None and checked.comparison.changes:
        scheme, comparison = checked.result.scheme, checked.comparison
        print_units(Difference(scheme, scheme, (), comparison), comparison, language, console())
    if unit is not None:
        say(written(_row(checked, unit)))


def _lines(checked: Checked, language: Language) -> Iterator[str]:
    told, seal = Sayer(_SAID, language), checked.seal
    head = seal.head
    yield told("1", members=len(seal.members), units=head["units"]["size"])
    signer, earlier = head["signer"], head["earlier"]
    how = [told("wrong")] if has_errors(checked.known) else []
    how.append(told("unsigned") if signer is None else told("signed", key=short(signer)))
    if seal.kind == "result":
        how.append(told("first") if earlier is None else told("follows", earlier=short(earlier["seal"])))
    yield told("2", how="; ".join(how))
    yield told(
        "3", version=VERSION, how=told(_how(checked.recomputed, "right", "wrong", done=checked.result is not None))
    )
    yield told("4", how=told(_how(checked.equal, "equal", "unlike", done=checked.equal is not None)))
    if seal.kind == "public" and head["full"] is not None:
        yield told("public", full=short(head["full"]))
    yield told("print", short=seal.short)
    if not checked.held:
        yield told("compare" if seal.kind == "result" else "compare-public")


def _how(problems: Sequence[Problem] | None, right: str, wrong: str, *, done: bool) -> str:
    if problems is not None and has_errors(problems):
        return wrong
    return right if done else "not"


def tell_checked(checked: Checked, language: Language, unit: str | None) -> None:  # noqa: ARG001 - JSON speaks both
    """Print all that was found as JSON."""
    seal, comparison = checked.seal, checked.comparison
    steps = {"2": checked.known, "3": checked.recomputed, "4": checked.equal}
    value = {
        "seal": seal.fingerprint,
        "short": seal.short,
        "file": seal.file,
        "head": dict(seal.head),
        "right": checked.is_right,
        "steps": {"1": True, **{key: None if step is None else not has_errors(step) for key, step in steps.items()}},
        "units": [] if comparison is None else [unit_value(change) for change in comparison.changes],
        **({} if unit is None else {"row": _row(checked, unit)}),
        "problems": [problem_value(problem) for problem in checked.problems],
    }
    say_json(written(value))


def _row(checked: Checked, unit: str) -> Json:
    """Give the row of a unit.

    Raises:
        DvkError: There is no such unit.
    """
    from dvk_scoring.seal.proof import find_unit

    return checked.seal.units[find_unit(checked.seal, unit)]


def print_proof(proof: Proof, language: Language) -> None:
    """Say that a proof is right, and print the row that it is of."""
    say(Sayer(_SAID, language)("row", unit=proof.row["unit"], short=short(proof.fingerprint)))
    say(written(dict(proof.row)))


def tell_proof(proof: Proof) -> None:
    """Print a proof that is right as JSON."""
    say_json(written({"right": True, "seal": proof.fingerprint, "row": dict(proof.row)}))
