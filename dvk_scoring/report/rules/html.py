"""A document of rules as one HTML file: no script, nothing fetched, to be read, printed and filed."""

from __future__ import annotations

from typing import Final

from dvk_scoring.package import VERSION
from dvk_scoring.report.html.write import asset, environment, policy
from dvk_scoring.report.rules.blocks import Document, Heading
from dvk_scoring.text import Language, Text

_CONTENTS: Final = Text(vi="Nội dung", en="Contents")


def to_html(document: Document, language: Language) -> str:
    """Write the document.

    Raises:
        DvkError: Jinja2 is not installed.
    """
    style = asset("rules.css")
    parts = [(at, block) for at, block in enumerate(document.blocks) if isinstance(block, Heading) and block.level == 1]
    return (
        environment()
        .get_template("rules.html.j2")
        .render(
            document=document,
            forms=[type(block).__name__ for block in document.blocks],
            parts=parts,
            contents=_CONTENTS.in_(language),
            language=language,
            style=style,
            version=VERSION,
            policy=policy([style], []),
        )
    )
