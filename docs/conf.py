"""How Sphinx builds the documentation; `make docs` runs docs/_ext/build_site.py, which hands it the pages."""

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

import dvk_scoring

project = "dvk_scoring"
author = "dvk_scoring"
version = release = dvk_scoring.__version__
root_doc = "docs/index"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["docs/_ext/**"]
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 6
myst_links_external_new_tab = False
# `…` in a block stands for what is not shown, which no lexer knows.
suppress_warnings = ["misc.highlighting_failure"]

autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_google_docstring = True
napoleon_custom_sections = ["Units", "Range", "Missing", "Source"]
nitpicky = True
# Only the public modules have pages: types of the inside, and those of Python and attrs, are named without a link.
nitpick_ignore_regex = [(r"py:.*", r".*")]

html_theme = "furo"
html_title = "dvk_scoring"
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}


def setup(app: Sphinx) -> None:
    """Name what Pygments has no lexer for."""
    for name in ("csv", "typ"):
        app.add_lexer(name, TextLexer)
