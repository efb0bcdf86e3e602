"""Libraries that the package's extras bring: what each extra is for, and what is said where a library is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from dvk_scoring.problem import DvkError, Problem, problem
from dvk_scoring.text import Text

PURPOSES: Final[Mapping[str, Text]] = {
    "duckdb": Text(vi="để tính bằng DuckDB (--engine duckdb)", en="for scoring with DuckDB (--engine duckdb)"),
    "spark": Text(vi="để tính bằng Spark (--engine spark)", en="for scoring with Spark (--engine spark)"),
    "report": Text(vi="để ghi báo cáo và quy chế dạng HTML", en="for the report and the rules as HTML"),
    "seal": Text(vi="để ký và kiểm tra chữ ký (dvk seal --key)", en="for signatures (dvk seal --key)"),
    "stability": Text(
        vi="để tính chỉ số Sobol (dvk stability --sobol)", en="for Sobol indices (dvk stability --sobol)"
    ),
    "testing": Text(vi="để kiểm tra tiêu chí (dvk plugins test)", en="for testing criteria (dvk plugins test)"),
    "office": Text(
        vi="để ghi bảng tính, phiếu và văn bản (.xlsx, .docx, .pdf)",
        en="for workbooks, forms and documents (.xlsx, .docx, .pdf)",
    ),
}
_POLARS: Final = Text(vi="chạy với --engine polars", en="run with --engine polars")
_INSTEAD: Final[Mapping[str, Text]] = {
    "duckdb": _POLARS,
    "spark": _POLARS,
    "report": Text(vi="ghi ra dạng khác, như .json, .csv", en="write another form, such as .json or .csv"),
    "seal": Text(vi="niêm phong không ký", en="seal without a key"),
    "stability": Text(vi="bỏ --sobol", en="leave --sobol out"),
}
"""What does without the library, where something does."""


def lacking(extra: str, library: str) -> Problem:
    """Tell that a library of an extra is not installed."""
    return problem("DVK-E101", library=library, extra=extra, purpose=PURPOSES[extra], instead=_INSTEAD.get(extra))


@contextmanager
def needs(extra: str, library: str) -> Iterator[None]:
    """Import in the block what an extra brings.

    Raises:
        DvkError: It is not installed.
    """
    try:
        yield
    except ImportError:
        raise DvkError([lacking(extra, library)]) from None
