"""``dvk sheet``: the score sheet of one unit, or of all."""

from __future__ import annotations

import click

from dvk_scoring.cli.documents import check_forms, document_command, forms_option
from dvk_scoring.cli.language import Language
from dvk_scoring.cli.options import WrongValueError, unit_option
from dvk_scoring.text import Text

_ABOUT: dict[Language, str] = {
    "vi": "Làm phiếu điểm của một đơn vị, hay của mọi đơn vị: điểm và cách tính tóm tắt từng tiêu chí, hạng, xếp loại, "
    "danh hiệu.\n\n"
    "Với --all, -o THƯ-MỤC/ ghi mỗi đơn vị một tệp mang mã của đơn vị; -o TỆP ghi tất cả vào một tệp, mỗi phiếu bắt "
    "đầu ở một trang riêng. Có đơn vị nào không làm được phiếu thì nêu tất cả và không ghi gì.\n\n"
    "SCHEME và FIGURES như trong dvk score.",
    "en": "Make the score sheet of one unit, or of all: points by criterion, working in short, rank, class, titles and "
    "why.\n\n"
    "With --all, -o FOLDER/ writes a file for each unit, named by its id; -o FILE writes all into one, each sheet from "
    "a page of its own on. Where a sheet cannot be made, all such are told and nothing is written.\n\n"
    "SCHEME and FIGURES are as for dvk score.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    vi = language == "vi"
    unit = unit_option(language, required=False)
    either = "Thêm --unit MÃ, hoặc --all cho mọi đơn vị." if vi else "Add --unit ID, or --all for all units."
    both = Text(vi="không dùng cùng --all", en="cannot stand beside --all")

    def check(ctx: click.Context) -> None:
        given = ctx.params
        if given["everyone"] and given["unit"] is not None:
            raise WrongValueError(both, ctx, unit)
        if not given["everyone"] and given["unit"] is None:
            raise click.MissingParameter(either, ctx, unit)
        check_forms(ctx, "--all -o FOLDER/", folders=given["everyone"])

    everyone = "Phiếu của mọi đơn vị." if vi else "The sheets of all units."
    more = [
        unit,
        click.Option(["--all", "everyone"], is_flag=True, help=everyone),
        forms_option(language),
    ]
    return document_command("sheet", language, _ABOUT, more, check)
