"""``dvk verify``: a seal or a proof checked step by step, and a unit's own row with its proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import IdleOptionError, SpokenCommand
from dvk_scoring.cli.options import force_option, json_option, language_option, plugins_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.seal.checked import Known
    from dvk_scoring.seal.sealed import Seal

_ABOUT = {
    "vi": "Kiểm tra một bản niêm phong theo bốn bước: tệp và mã băm; chữ ký và chuỗi; tính lại bằng chương trình này; "
    "kết quả giống nhau từng byte. Khác chỗ nào thì nêu ra.\n\n"
    "FILE cũng có thể là bản chứng minh của một đơn vị (do --unit … --proof làm ra).",
    "en": "Check a seal in four steps: container and hashes; signature and chain; computed again by this program; "
    "equal byte for byte. What is not equal is shown.\n\n"
    "FILE may be a unit's proof as well (as --unit … --proof makes it).",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> int:
        return _run(language, **named)

    vi, path = language == "vi", click.Path(path_type=Path)
    told = {
        "fingerprint": "Dấu niêm phong đã biết, như in trong biên bản."
        if vi
        else "The fingerprint, as in the minutes.",
        "signer": "Người ký đã biết: khóa công khai (PEM, hoặc 64 chữ số)."
        if vi
        else "The known signer: a public key (PEM, or 64 digits).",
        "after": "Bản niêm phong phải đứng trước." if vi else "The seal that must stand before.",
        "full": "Bản đầy đủ, khi kiểm tra bản công khai." if vi else "The full seal, of a public edition.",
        "trust": "Chạy plugin nằm trong bản niêm phong; chỉ khi tin nơi làm ra nó."
        if vi
        else "Run the plugins in the seal; only if you trust where it is from.",
        "unit": "Mã của đơn vị." if vi else "Id of the unit.",
        "proof": "In bản chứng minh của đơn vị (JSON)." if vi else "Print the unit's proof (JSON).",
        "output": "Ghi bản chứng minh ra tệp .json." if vi else "Write the proof to a .json file.",
    }
    params: list[click.Parameter] = [
        click.Argument(["file"], metavar="FILE", type=path),
        click.Option(["--fingerprint"], metavar="LETTERS", help=told["fingerprint"]),
        click.Option(["--signer"], metavar="KEY", help=told["signer"]),
        click.Option(["--after"], type=path, metavar="FILE", help=told["after"]),
        click.Option(["--full"], type=path, metavar="FILE", help=told["full"]),
        click.Option(["--trust-plugins", "trust"], is_flag=True, help=told["trust"]),
        click.Option(["--unit"], metavar="ID", help=told["unit"]),
        click.Option(["--proof"], is_flag=True, help=told["proof"]),
        click.Option(["-o", "--output"], type=path, metavar="FILE", help=told["output"]),
        force_option(language),
        json_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("verify", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    *,
    file: Path,
    fingerprint: str | None,
    signer: str | None,
    after: Path | None,
    full: Path | None,
    trust: bool,
    unit: str | None,
    proof: bool,
    output: Path | None,
    force: bool,
    as_json: bool,
    plugins: tuple[Path, ...],
) -> int:
    from dvk_scoring.cli.entry import DONE, PROBLEMS
    from dvk_scoring.cli.screen import console
    from dvk_scoring.cli.verified import print_checked, tell_checked
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.problem import DvkError
    from dvk_scoring.seal.check import check_seal
    from dvk_scoring.seal.checked import Known, check_form
    from dvk_scoring.seal.container import read_bytes
    from dvk_scoring.seal.sealed import open_seal, read_seal
    from dvk_scoring.seal.signature import read_signer
    from dvk_scoring.text import Text

    _check_options(unit, output, is_proof=proof)
    if wrong := list(check_form(fingerprint, str(file))):
        raise DvkError(wrong)
    earlier = None if after is None else read_seal(after)
    known = Known(fingerprint, None if signer is None else read_signer(signer), earlier)
    data = read_bytes(file)
    if data.startswith(b"{"):
        return _check_proof(data, file, known, language, as_json=as_json)
    seal = open_seal(data, str(file))
    if unit is not None and proof:
        _give_proof(seal, unit, known, output, language, force=force)
        return DONE
    source = None if full is None else read_seal(full)
    with Waiting(console(stderr=True), language) as waiting:
        waiting.say(Text(vi="Đang tính lại…", en="Computing again…"))
        checked = check_seal(seal, known, trust=trust, folders=plugins, full=source)
    (tell_checked if as_json else print_checked)(checked, language, unit)
    return DONE if checked.is_right else PROBLEMS


def _check_options(unit: str | None, output: Path | None, *, is_proof: bool) -> None:
    ctx = click.get_current_context()
    if is_proof and unit is None:
        raise IdleOptionError("--proof", "--unit", ctx)
    if output is not None and not is_proof:
        raise IdleOptionError("-o", "--proof", ctx)


def _give_proof(seal: Seal, unit: str, known: Known, output: Path | None, language: Language, *, force: bool) -> None:
    """Print the proof of a unit, or write it; a seal whose signature or chain is wrong gives none.

    Raises:
        DvkError: There is no such unit, something is wrong with the seal, or the file cannot be written.
    """
    from dvk_scoring.aside import write_together
    from dvk_scoring.cli.screen import console, print_written, say_json
    from dvk_scoring.problem import DvkError
    from dvk_scoring.report.write import check_outputs
    from dvk_scoring.seal.checked import check_known
    from dvk_scoring.seal.proof import prove_unit

    problems = check_known(seal, known)
    if problems:
        raise DvkError(problems)
    proof = prove_unit(seal, unit)
    if output is None:
        say_json(proof.decode(), end=False)
        return
    check_outputs([output], force=force, known=(".json",))
    write_together({output: proof})
    vi, out = language == "vi", console()
    print_written(output, language)
    out.print(f"{'Dấu niêm phong' if vi else 'Fingerprint'}: {seal.short}", soft_wrap=True)


def _check_proof(data: bytes, file: Path, known: Known, language: Language, *, as_json: bool) -> int:
    from dvk_scoring.cli.entry import DONE
    from dvk_scoring.cli.verified import print_proof, tell_proof
    from dvk_scoring.problem import DvkError
    from dvk_scoring.seal.proof import check_proof, open_proof

    proof = open_proof(data, str(file))
    problems = check_proof(proof, known)
    if problems:
        raise DvkError(problems)
    if as_json:
        tell_proof(proof)
    else:
        print_proof(proof, language)
    return DONE
