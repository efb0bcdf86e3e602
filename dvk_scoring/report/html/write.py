"""Writing the report: template, style, script and data become one file under a strict content security policy."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dvk_scoring.extras import needs
from dvk_scoring.problem import DvkError, problem

if TYPE_CHECKING:
    from jinja2 import Environment

    from dvk_scoring.scoring.result import Result
    from dvk_scoring.text import Language

MOST_UNITS: Final = 20_000
"""Units that a browser still opens with ease; beyond, tables are the better form."""
_SCRIPTS: Final = ("numbers.js", "elements.js", "ranking.js", "told.js", "unit.js", "charts.js", "page.js")


def write_html(result: Result, path: Path, language: Language) -> None:
    """Write the report; the same bytes whenever scheme, figures and rulings say the same.

    Args:
        result: What is written.
        path: Where to.
        language: Language it opens in; the reader may switch.

    Raises:
        DvkError: It is a trial, Jinja2 is not installed, there are too many units for a page, or the engine found other
            numbers than the explanation.
        OSError: It cannot be written.
    """
    path.write_text(html(result, language), encoding="utf-8", newline="\n")


def html(result: Result, language: Language) -> str:
    """Give the report as text.

    Raises:
        DvkError: As ``write_html``.
    """
    result.refuse_trial()
    templates = environment()
    if len(result.frame) > MOST_UNITS:
        raise DvkError([problem("DVK-O207", units=len(result.frame), most=MOST_UNITS)])
    from dvk_scoring.report.html.data import page_data
    from dvk_scoring.report.html.page import Page

    style, theme, script = asset("report.css"), asset("theme.js"), _script()
    return templates.get_template("report.html.j2").render(
        page=Page(result, language),
        language=language,
        style=style,
        theme=theme,
        script=script,
        data=page_data(result, language),
        policy=policy([style], [theme, script]),
    )


def environment() -> Environment:
    """Make what fills the templates; whatever is put in is escaped.

    Raises:
        DvkError: Jinja2 is not installed.
    """
    with needs("report", "Jinja2"):
        from jinja2 import Environment, PackageLoader, StrictUndefined
    return Environment(
        loader=PackageLoader("dvk_scoring.report.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _script() -> str:
    """Join the scripts in the order in which they need each other, in a scope of their own."""
    parts = "".join(asset(name) for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def asset(name: str) -> str:
    """Read a style or script."""
    return (resources.files(__package__) / "assets" / name).read_text(encoding="utf-8")


def policy(styles: list[str], scripts: list[str]) -> str:
    """Allow these very styles and scripts, and nothing else: nothing is fetched, nothing is sent."""
    sources = [("style-src", styles), ("script-src", scripts)]
    listed = [" ".join([kind, *(_digest(text) for text in texts)]) for kind, texts in sources]
    return "; ".join(["default-src 'none'", *listed, "base-uri 'none'", "form-action 'none'"])


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
