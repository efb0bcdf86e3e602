"""``[columns]`` of a scheme, or of a file of its own."""

from __future__ import annotations

from pathlib import Path

from dvk_scoring.problem import DvkError, has_errors
from dvk_scoring.scheme.columns import Columns, plainly
from dvk_scoring.scheme.document import read_document
from dvk_scoring.scheme.form.columns import ColumnsKeys
from dvk_scoring.scheme.form.frame import FileKeys
from dvk_scoring.scheme.table import Reading, Table


def read_columns(root: Table) -> Columns:
    """Read ``[columns]``."""
    table = FileKeys.columns.take(root)
    if table is None:
        return Columns()
    headings: dict[str, str] = {}
    named = ColumnsKeys.headings.take(table)
    if named is not None:
        for heading in named.values:
            if plainly(heading) in set(map(plainly, headings)):
                named.say("DVK-S129", heading, value=heading)
            headings[heading] = named.words(heading).strip()
        named.close()
    ignored = ColumnsKeys.ignore.take(table) or ()
    for index, word in enumerate(ignored):
        if plainly(word) in set(map(plainly, headings)):
            table.say("DVK-S129", "ignore", index, value=word)
    table.close()
    spelled = {heading: heading for heading in (*headings, *ignored)}
    return Columns({heading: name for heading, name in headings.items() if name}, ignored, spelled)


def load_columns(path: str | Path) -> Columns:
    """Read ``[columns]`` of a file that holds nothing else.

    Raises:
        DvkError: All that is wrong with it, at once.
    """
    reading = Reading(read_document(str(path)))
    root = reading.root
    columns = read_columns(root)
    root.close()
    if has_errors(reading.problems):
        raise DvkError(reading.problems)
    return columns
