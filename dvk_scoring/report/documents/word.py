"""A document as DOCX: a Word template filled by docxtpl. The same data and template give the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from dvk_scoring.problem import DvkError, Place, problem
from dvk_scoring.report.documents.letterhead import Kind

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def make_docx(kind: Kind, data: Mapping[str, Any], template: Path | None) -> bytes:
    """Fill a document.

    Raises:
        DvkError: docxtpl is missing, or the template cannot be used.
    """
    source = make_template(kind, data) if template is None else _own(template)
    try:
        filled = fill(BytesIO(source), data)
    except Exception as error:
        # A template is a program of its author's: whatever it raises is told by what it says.
        if template is None or isinstance(error, DvkError):
            raise
        place = Place(file=str(template), line=getattr(error, "lineno", None))
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DvkError([problem("DVK-O224", place, reason=reason)]) from error
    return saved(filled, data["title"])


def fill(template: BytesIO, data: Mapping[str, Any]) -> Any:
    """Fill the tags of a Word template; what is put in is escaped.

    Raises:
        DvkError: docxtpl is missing.
        Exception: Whatever the template raises.
    """
    try:
        from docxtpl import DocxTemplate
        from jinja2 import StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment
    except ImportError:
        raise DvkError([problem("DVK-O221", library="docxtpl")]) from None
    filled = DocxTemplate(template)
    filled.render(dict(data), SandboxedEnvironment(autoescape=True, undefined=StrictUndefined), autoescape=True)
    return filled


def make_template(kind: Kind, data: Mapping[str, Any]) -> bytes:
    """Make the Word template that ships with the package, laid out for the scheme at hand.

    Raises:
        DvkError: python-docx is missing.
    """
    try:
        from dvk_scoring.report.documents.layout import make_layout
    except ImportError:
        raise DvkError([problem("DVK-O221", library="python-docx")]) from None
    return saved(make_layout(kind, data), data["title"])


def _own(template: Path) -> bytes:
    place = Place(file=str(template))
    try:
        content = template.read_bytes()
    except OSError as error:
        raise DvkError([problem("DVK-O225", place, reason=error.strerror or str(error))]) from error
    if not zipfile.is_zipfile(BytesIO(content)):
        raise DvkError([problem("DVK-O228", place)])
    return content


def saved(document: Any, title: str) -> bytes:
    """Save without a trace of when and by whom, so that nothing but the content decides the bytes."""
    properties = getattr(document, "docx", document).core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title, properties.revision = title, 1
    properties.created = properties.modified = datetime(*_EPOCH)  # noqa: DTZ001 - a fixed moment of no zone
    saved, settled = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
