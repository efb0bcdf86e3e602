"""A study of stability onto the disk: the suffix decides the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from dvk_scoring.analysis.stability import Stability
from dvk_scoring.arguments import LANGUAGE, PATH, STUDY, check_arguments
from dvk_scoring.aside import written_aside
from dvk_scoring.report.stability.json import stability_json
from dvk_scoring.report.write import check_outputs
from dvk_scoring.text import Language


def _html(study: Stability, language: Language) -> str:
    from dvk_scoring.report.stability.page import stability_html

    return stability_html(study, language)


def _json(study: Stability, language: Language) -> str:  # noqa: ARG001 - it speaks none
    return stability_json(study) + "\n"


_WRITERS: Final[Mapping[str, Callable[[Stability, Language], str]]] = {".html": _html, ".json": _json}
SUFFIXES: Final = tuple(_WRITERS)


def write_stability(study: Stability, path: str | Path, language: Language = "vi", *, force: bool = False) -> None:
    """Write a study: a page that stands alone, or JSON.

    Args:
        study: What ``stability`` found.
        path: Where to; ``.html`` or ``.json``.
        language: Language of the page.
        force: Overwrite a file that is there.

    Raises:
        DvkError: The suffix is unknown, the file is there, a library is missing, or the system refuses.
    """
    check_arguments(study=(study, STUDY), path=(path, PATH), language=(language, LANGUAGE))
    path = Path(path)
    check_outputs([path], force=force, known=SUFFIXES)
    text = _WRITERS[path.suffix.lower()](study, language)
    with written_aside(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
