"""``dvk seal``: a result with all that it was made of, in one file that anybody can check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import figures_argument, force_option, run_options, scheme_argument, votes_option

if TYPE_CHECKING:
    from dvk_scoring.cli.inputs import Inputs
    from dvk_scoring.cli.language import Language
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.scoring.result import Result
    from dvk_scoring.seal.gather import Made

VARIABLE: Final = "DVK_SEAL_PASSPHRASE"
_ABOUT = {
    "vi": "Niêm phong một kết quả: bảng điểm, số liệu, quyết định, phiếu, plugin và kết quả nằm trong một tệp "
    "mà ai cũng kiểm tra được (dvk verify, hay verify.py nằm trong tệp).\n\n"
    "SCHEME và FIGURES như trong dvk score. Cùng những tệp đó thì bản niêm phong giống nhau từng byte.",
    "en": "Seal a result: scheme, figures, rulings, votes, plugins and the result in one file that anybody can check "
    "(with dvk verify, or with verify.py, which lies in it).\n\n"
    "SCHEME and FIGURES are as for dvk score. The same files give the same bytes.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    vi, path = language == "vi", click.Path(path_type=Path)
    output = "Ghi bản niêm phong ra tệp .dvk." if vi else "Write the seal to a .dvk file."
    public = (
        "Niêm phong cả bản công khai, ra một tệp .dvk khác, có ghi dấu của bản đầy đủ."
        if vi
        else "Seal the public edition as well, to another .dvk file, which names the full one."
    )
    key = (
        f"Khóa riêng Ed25519 (PEM) để ký. Mật khẩu được hỏi, hoặc lấy từ {VARIABLE}."
        if vi
        else f"A private key of Ed25519 (PEM) to sign with. Its passphrase is asked for, or taken from {VARIABLE}."
    )
    after = "Bản niêm phong trước đó, như của năm trước." if vi else "The seal before, such as last year's."
    params = [
        scheme_argument(),
        figures_argument(),
        click.Option(["-o", "--output"], type=path, required=True, metavar="FILE", help=output),
        click.Option(["--public"], type=path, metavar="FILE", help=public),
        click.Option(["--key"], type=path, metavar="FILE", help=key),
        click.Option(["--after"], type=path, metavar="FILE", help=after),
        force_option(language),
        votes_option(language),
        *run_options(language),
    ]
    return SpokenCommand("seal", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language,
    *,
    output: Path,
    public: Path | None,
    key: Path | None,
    after: Path | None,
    force: bool,
    **named: Any,
) -> None:
    from dvk_scoring.aside import write_together
    from dvk_scoring.cli.inputs import Inputs
    from dvk_scoring.cli.screen import console, print_written
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.report.write import check_outputs
    from dvk_scoring.seal.canonical import short
    from dvk_scoring.seal.checked import read_whole
    from dvk_scoring.seal.container import SUFFIX
    from dvk_scoring.seal.make import check_earlier, seal_edition, seal_result
    from dvk_scoring.seal.signature import read_key
    from dvk_scoring.text import Text

    outputs = [output, *([public] if public is not None else [])]
    check_outputs(outputs, force=force, known=(SUFFIX,))
    earlier = None if after is None else read_whole(after)
    if earlier is not None:
        check_earlier(earlier)
    signer = None if key is None else read_key(key, lambda: _passphrase(language))
    with Waiting(console(stderr=True), language) as waiting:
        result, made = scored_to_seal(Inputs(**named), waiting)
        waiting.say(Text(vi="Đang niêm phong…", en="Sealing…"))
        seal = seal_result(result, made, key=signer, earlier=earlier)
        files, prints = {output: seal.data}, [seal.fingerprint]
        if public is not None:
            edition = seal_edition(result, seal.fingerprint, key=signer)
            files[public] = edition.data
            prints.append(edition.fingerprint)
        write_together(files)
    vi, out = language == "vi", console()
    for path, fingerprint in zip(outputs, prints, strict=True):
        print_written(path, language)
        out.print(f"{'Dấu niêm phong' if vi else 'Fingerprint'}: {short(fingerprint)}", soft_wrap=True)


def scored_to_seal(inputs: Inputs, waiting: Waiting) -> tuple[Result, Made]:
    """Score with the plugins that the scheme uses and no other at hand, and say what it was made of.

    Raises:
        DvkError: All that is wrong, at the first step that cannot go on.
    """
    import attrs

    from dvk_scoring.cli.inputs import rulings_file, scored
    from dvk_scoring.cli.options import marks
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.run import load_scheme
    from dvk_scoring.scheme.read import scheme_folders
    from dvk_scoring.seal.gather import Made

    whole = attrs.evolve(Registry.of([*inputs.plugins, *scheme_folders(inputs.scheme)]), is_whole=True)
    load_scheme(inputs.scheme, as_of=inputs.as_of, plugins=whole)
    registry = whole.narrowed()
    scheme = load_scheme(inputs.scheme, as_of=inputs.as_of, plugins=registry)
    result = scored(inputs, waiting, scheme)
    figures = inputs.figures or tuple(map(str, scheme.sample_figures))
    papers = {"rulings": rulings_file(inputs, scheme), "votes": inputs.votes, "columns": inputs.columns}
    return result, Made(
        scheme=scheme.path,
        figures=figures,
        registry=registry,
        decimal=marks(inputs.decimal, figures) if inputs.figures else {},
        papers={role: path for role, path in papers.items() if path is not None},
        as_of=inputs.as_of,
        engine=inputs.engine,
        sample=not inputs.figures,
    )


def _passphrase(language: Language) -> str | None:
    """Give the passphrase of a key: from the environment, else from whoever sits at the keyboard, else None."""
    import os
    import sys

    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        return None
    asked: str = click.prompt(
        "Mật khẩu của khóa" if language == "vi" else "Passphrase of the key", hide_input=True, err=True
    )
    return asked
