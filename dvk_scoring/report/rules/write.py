"""The rules of a scheme onto the disk: the suffix decides the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from dvk_scoring.aside import written_aside
from dvk_scoring.report.rules.blocks import Document
from dvk_scoring.report.rules.document import tell_rules
from dvk_scoring.report.rules.markdown import to_markdown
from dvk_scoring.report.write import check_outputs
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Language


def _markdown(document: Document, language: Language) -> bytes:  # noqa: ARG001 - the document speaks it already
    return to_markdown(document).encode()


def _html(document: Document, language: Language) -> bytes:
    from dvk_scoring.report.rules.html import to_html

    return to_html(document, language).encode()


def _docx(document: Document, language: Language) -> bytes:
    from dvk_scoring.report.rules.word import to_docx

    return to_docx(document, language)


_MAKERS: Final[Mapping[str, Callable[[Document, Language], bytes]]] = {
    ".md": _markdown,
    ".html": _html,
    ".docx": _docx,
}
SUFFIXES: Final = tuple(_MAKERS)


def write_rules(scheme: Scheme, path: str | Path, language: Language = "vi", *, force: bool = False) -> None:
    """Write the rules of a scheme.

    Args:
        scheme: A checked scheme.
        path: Where to; ``.md``, ``.html`` or ``.docx``.
        language: Language of the document.
        force: Overwrite a file that is there.

    Raises:
        DvkError: The suffix is unknown, the file is there, a library is missing, or the system refuses.
    """
    path = Path(path)
    check_outputs([path], force=force, known=SUFFIXES)
    content = _MAKERS[path.suffix.lower()](tell_rules(scheme, language), language)
    with written_aside(path) as unfinished:
        unfinished.write_bytes(content)
