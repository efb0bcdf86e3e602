"""Keys of ``[columns]``."""

from __future__ import annotations

from dvk_scoring.scheme.form import key


class ColumnsKeys:
    headings = key.table()
    ignore = key.names()
