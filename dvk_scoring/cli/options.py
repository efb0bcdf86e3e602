"""Options and arguments that several commands share, each with its help in the run's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import click

from dvk_scoring.cli.complete import complete_files, complete_plugin_ids, complete_schemes, complete_units
from dvk_scoring.cli.language import Language
from dvk_scoring.text import LANGUAGES, Text

STDOUT: Final = Path("-")
"""An output that is printed."""
_OF_FILES: Final = (
    ".csv", ".docx", ".dvk", ".html", ".json", ".md", ".ods", ".parquet", ".pdf", ".py", ".toml", ".txt", ".typ",
    ".xls", ".xlsx", ".zip",
)  # fmt: skip
DecimalMark = Literal["point", "comma"]
DecimalOf: TypeAlias = "tuple[str, DecimalMark]"
Pairs: TypeAlias = "tuple[tuple[str, str], ...]"


class WrongValueError(click.BadParameter):
    """A value that an option or argument does not take; JSON tells why in both languages, whatever that of the run."""

    def __init__(self, reason: Text, ctx: click.Context, param: click.Parameter) -> None:
        """Keep why, and how it is written."""
        super().__init__(reason.en, ctx, param)
        self.reason = reason


def scheme_argument() -> click.Argument:
    """Name the scheme: a file, or the id of one that comes with the package."""
    return click.Argument(["scheme"], metavar="SCHEME", shell_complete=complete_schemes)


def figures_argument() -> click.Argument:
    """Name the files of figures; none: the scheme's own sample."""
    return click.Argument(["figures"], metavar="[FIGURES]...", nargs=-1, shell_complete=complete_files)


def unit_option(language: Language, *, required: bool = True) -> click.Option:
    """Make ``--unit``."""
    told = "Mã của đơn vị." if language == "vi" else "Id of the unit."
    return click.Option(["--unit"], required=required, metavar="ID", help=told, shell_complete=complete_units)


def language_option(language: Language) -> click.Option:
    """Make ``--lang``; it is read before the command is built and only shown here."""
    vi, en = "Ngôn ngữ; mặc định theo DVK_LANG rồi đến hệ thống.", "Language; else DVK_LANG, then the locale."
    told = vi if language == "vi" else en
    return click.Option(["--lang"], type=click.Choice(LANGUAGES), default=language, expose_value=False, help=told)


def plugins_option(language: Language) -> click.Option:
    """Make ``--plugins-dir``."""
    vi, en = "Thư mục plugin của riêng mình; dùng được nhiều lần.", "A folder of your own plugins; repeatable."
    told = vi if language == "vi" else en
    kind = click.Path(path_type=Path)
    return click.Option(["--plugins-dir", "plugins"], type=kind, multiple=True, metavar="DIR", help=told)


def block_option(language: Language) -> click.Option:
    """Make ``--block``."""
    vi, en = "Chặn plugin có tên này; dùng được nhiều lần.", "Block the plugin of this name; repeatable."
    told = vi if language == "vi" else en
    return click.Option(["--block"], multiple=True, metavar="NAME", help=told, shell_complete=complete_plugin_ids)


def json_option(language: Language) -> click.Option:
    """Make ``--json``."""
    vi, en = "In ra dạng JSON, cho chương trình đọc.", "Print JSON, for programs."
    return click.Option(["--json", "as_json"], is_flag=True, help=vi if language == "vi" else en)


def force_option(language: Language) -> click.Option:
    """Make ``--force``."""
    told = "Ghi đè tệp đã có." if language == "vi" else "Overwrite files that are there."
    return click.Option(["--force"], is_flag=True, help=told)


def wants_json(arguments: Sequence[str]) -> bool:
    """Tell from the words of a command line, which may be wrong, whether JSON is asked for."""
    return "--json" in arguments[: arguments.index("--")] if "--" in arguments else "--json" in arguments


def as_of_option(language: Language) -> click.Option:
    """Make ``--as-of``."""
    vi, en = "Ngày tính; mặc định là ngày cuối của bảng điểm.", "The day to score for; else the scheme's last."
    return day_option("--as-of", vi if language == "vi" else en)


def day_option(name: str, told: str) -> click.Option:
    """Make an option that takes a day."""
    wrong = Text(vi="Viết ngày như 2020-12-31.", en="Write a day as 2020-12-31.")

    def read(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
        try:
            return None if value is None else date.fromisoformat(value)
        except ValueError:
            raise WrongValueError(wrong, ctx, param) from None

    return click.Option([name], metavar="YYYY-MM-DD", callback=read, help=told)


def folder_option(told: str, or_file: str = "", **more: Any) -> click.Option:
    """Make ``-o`` that names a folder: with the ending of a file it would be a folder that looks like one.

    Args:
        told: Its help.
        or_file: The one ending that names a file instead.
        more: What else the option is.
    """
    or_vi, or_en = (f", hoặc đổi thành {or_file}", f", or make it {or_file}") if or_file else ("", "")

    def read(ctx: click.Context, param: click.Parameter, value: Path) -> Path:
        suffix = value.suffix.lower()
        if suffix in _OF_FILES and suffix != or_file and not value.is_dir():
            vi = f"Ở đây ghi ra một thư mục: bỏ đuôi {value.suffix} khỏi tên{or_vi}."
            en = f"A folder is made here: leave {value.suffix} out of its name{or_en}."
            raise WrongValueError(Text(vi=vi, en=en), ctx, param)
        return value

    return click.Option(["-o", "--output"], type=click.Path(path_type=Path), callback=read, help=told, **more)


def rulings_option(language: Language) -> click.Option:
    """Make ``--rulings``."""
    told = "Tệp quyết định của hội đồng (TOML)." if language == "vi" else "The committee's rulings (TOML)."
    return click.Option(["--rulings"], type=click.Path(path_type=Path), metavar="FILE", help=told)


def votes_option(language: Language) -> click.Option:
    """Make ``--votes``."""
    told = "Kết quả kiểm phiếu của hội đồng (TOML, CSV)." if language == "vi" else "The council's votes (TOML, CSV)."
    return click.Option(["--votes"], type=click.Path(path_type=Path), metavar="FILE", help=told)


def seal_option(language: Language) -> click.Option:
    """Make ``--seal``."""
    vi, en = (
        "In dấu của bản niêm phong này của chính kết quả.",
        "Print the fingerprint of this seal of the very result.",
    )
    told = vi if language == "vi" else en
    return click.Option(["--seal"], type=click.Path(path_type=Path), metavar="FILE", help=told)


def columns_option(language: Language) -> click.Option:
    """Make ``--columns``."""
    vi, en = (
        "Tên cột của bảng từ nơi khác (TOML, bảng [columns]).",
        "Headings from elsewhere (TOML, a table [columns]).",
    )
    told = vi if language == "vi" else en
    return click.Option(["--columns"], type=click.Path(path_type=Path), metavar="FILE", help=told)


def for_excel_option(language: Language) -> click.Option:
    """Make ``--for-excel``."""
    vi, en = (
        "Ghi .csv để mở bằng Excel: có BOM; dấu chấm phẩy và dấu phẩy thập phân khi --lang vi.",
        "Write .csv for Excel: with a BOM; semicolons and decimal commas with --lang vi.",
    )
    return click.Option(["--for-excel"], is_flag=True, help=vi if language == "vi" else en)


def refuse_idle_excel(outputs: Sequence[Path]) -> None:
    """Refuse ``--for-excel`` where no CSV is written.

    Raises:
        UsageError: There is none.
    """
    from dvk_scoring.cli.lazy import IdleOptionError

    if not any(path.suffix.lower() == ".csv" or path == STDOUT for path in outputs):
        raise IdleOptionError("--for-excel", "-o *.csv", click.get_current_context())


def run_options(language: Language) -> list[click.Parameter]:
    """Make the options of every command that scores."""
    vi = language == "vi"
    rulings = rulings_option(language)
    engine = click.Option(
        ["--engine"],
        type=click.Choice(["polars", "duckdb", "exact", "spark"]),
        help="Máy tính điểm; chữ số như nhau." if vi else "Where it runs; the digits are the same.",
    )
    decimal = decimal_option(language)
    columns = columns_option(language)
    return [
        rulings,
        decimal,
        columns,
        as_of_option(language),
        engine,
        plugins_option(language),
        language_option(language),
    ]


def decimal_option(language: Language) -> click.Option:
    """Make ``--decimal``, for all files or for one by name."""
    vi, en = "Dấu thập phân trong số liệu: cho mọi tệp, hoặc một tệp.", "Decimal mark: of all files, or of one."
    wrong = Text(vi="Viết point, comma, hoặc TỆP=comma.", en="Write point, comma, or FILE=comma.")

    def read(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[DecimalOf, ...]:
        given: list[DecimalOf] = []
        for value in values:
            file, _, mark = value.rpartition("=")
            if mark not in ("point", "comma"):
                raise WrongValueError(wrong, ctx, param)
            given.append((file, "comma" if mark == "comma" else "point"))
        return tuple(given)

    told = vi if language == "vi" else en
    return click.Option(["--decimal"], multiple=True, metavar="[FILE=]point|comma", callback=read, help=told)


def plain_decimal_option(language: Language) -> click.Option:
    """Make ``--decimal`` for all files alike."""
    told = "Dấu thập phân trong các tệp số liệu." if language == "vi" else "Decimal mark of the files of figures."
    kind = click.Choice(["point", "comma"])
    return click.Option(["--decimal"], type=kind, default="point", metavar="point|comma", help=told)


def marks(given: Sequence[DecimalOf], paths: Sequence[str]) -> Mapping[str, DecimalMark]:
    """Give the decimal mark of each file: its own, else the one for all, else the point.

    Raises:
        DvkError: A mark is for a file that is not among them, and would be ignored.
    """
    from dvk_scoring.catalogue import listed
    from dvk_scoring.nearest import nearest
    from dvk_scoring.problem import DvkError, problem

    settings = dict(given)
    unread = [file for file in settings if file and file not in paths]
    if unread:
        known = listed(paths)
        raise DvkError([problem("DVK-O110", file=file, nearest=nearest(file, paths), known=known) for file in unread])
    return {path: settings.get(path, settings.get("", "point")) for path in paths}


def toml_value(text: str) -> object:
    """Read a value as TOML does; what is none is a word."""
    import tomli

    try:
        return tomli.loads(f"value = {text}", parse_float=Decimal)["value"]
    except (tomli.TOMLDecodeError, ValueError, ArithmeticError):
        return text


def split_pairs(
    first: Callable[[str], bool] = bool,
) -> Callable[[click.Context, click.Parameter, Sequence[str]], Pairs]:
    """Make what splits values of the form NAME=VALUE, at the first = in them; at the last where ``first`` says no."""
    wrong = Text(vi="Viết TÊN=GIÁ_TRỊ, ví dụ due=12.", en="Write NAME=VALUE, such as due=12.")

    def split(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> Pairs:
        pairs = [value.partition("=") if first(value) else value.rpartition("=") for value in values]
        if not all(mark and key.strip() for key, mark, _ in pairs):
            raise WrongValueError(wrong, ctx, param)
        return tuple((key.strip(), value) for key, _, value in pairs)

    return split
