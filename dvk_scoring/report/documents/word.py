"""A document as DOCX: written from its data, or a template of one's own filled. The same input gives the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from dvk_scoring.extras import needs
from dvk_scoring.problem import DvkError, Place, not_opened, problem
from dvk_scoring.report.documents.letterhead import Kind
from dvk_scoring.report.documents.tags import Tag
from dvk_scoring.text import clipped, visible

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_LONGEST_TITLE: Final = 255
_BRACES: Final = {ord(sign): f"&#{ord(sign)};" for sign in "{}"}


def make_docx(kind: Kind, papers: Sequence[Mapping[str, Any]], template: Path | None) -> bytes:
    """Write papers of one kind, one after the other, or fill a template of somebody's own with one.

    Raises:
        DvkError: A library is missing, the template cannot be used, or is to hold several papers.
    """
    if template is None:
        return saved(_laid_out(kind, papers, papers), papers[0]["title"])
    if len(papers) > 1:
        options = "--all -o" if kind == "sheet" else "-o"
        raise DvkError([problem("DVK-O230", Place(file=str(template)), options=options)])
    return saved(_filled(template, papers[0]), papers[0]["title"])


def make_template(kind: Kind, data: Mapping[str, Any]) -> bytes:
    """Write the document with tags where its data go, laid out for the scheme at hand.

    Raises:
        DvkError: python-docx is missing.
    """
    return saved(_laid_out(kind, [data], [Tag()]), data["title"])


def _laid_out(kind: Kind, papers: Sequence[Mapping[str, Any]], sources: Sequence[Mapping[str, Any] | Tag]) -> Any:
    with needs("office", "python-docx"):
        from dvk_scoring.report.documents.layout import lay_out
    return lay_out(kind, papers, sources)


def _filled(template: Path, data: Mapping[str, Any]) -> Any:
    """Fill a template; what is put in is text, whatever signs it holds.

    Raises:
        DvkError: docxtpl is missing, or the template cannot be used.
    """
    with needs("office", "docxtpl"):
        from docxtpl import DocxTemplate
        from jinja2 import StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment
        from markupsafe import Markup, escape
    source = _own_template(template)

    def as_text(value: object) -> object:
        """Write braces as references: docxtpl makes tags of some of them after the template was filled."""
        return Markup(visible(escape(value)).translate(_BRACES))  # noqa: S704 - it is escaped

    try:
        filled = DocxTemplate(BytesIO(source))
        environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=as_text)
        filled.render(dict(data), environment, autoescape=True)
    except Exception as error:
        # A template is a program of its author's: whatever it raises is told by what it says.
        place = Place(file=str(template), line=getattr(error, "lineno", None))
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DvkError([problem("DVK-O224", place, reason=reason)]) from error
    return filled


def _own_template(template: Path) -> bytes:
    place = Place(file=str(template))
    try:
        content = template.read_bytes()
    except OSError as error:
        raise DvkError([not_opened(str(template), error)]) from error
    if not zipfile.is_zipfile(BytesIO(content)):
        raise DvkError([problem("DVK-O228", place)])
    return content


def saved(document: Any, title: str) -> bytes:
    """Save without a trace of when and by whom, so that nothing but the content decides the bytes."""
    properties = getattr(document, "docx", document).core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title, properties.revision = clipped(visible(title), _LONGEST_TITLE), 1
    properties.created = properties.modified = datetime(*_EPOCH)  # noqa: DTZ001 - a fixed moment of no zone
    saved, settled = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
