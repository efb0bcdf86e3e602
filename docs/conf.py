"""How Sphinx builds the documentation of one language; docs/_ext/build_site.py hands it the pages."""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from fixed_words import FIXED
from languages import LANGUAGES, twin
from pygments.lexers.special import TextLexer
from searching import SearchOnce, SearchVietnamese
from sphinx.application import Sphinx
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.util.osutil import relative_uri

import dvk_scoring

project = "dvk_scoring"
author = "dvk_scoring"
version = release = dvk_scoring.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
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
# A public name that leads nowhere stops the build. Named without a link are only these:
nitpick_ignore_regex = [
    # Python's own and other libraries': their documentation is on the network, and the site is built without one.
    (r"py:class", r"(fractions\.)?Fraction|(decimal\.)?Decimal|(datetime\.)?date|(pathlib\.)?Path"),
    (r"py:class", r"(collections\.abc\.)?(Callable|Collection|Iterable|Iterator|Mapping|Sequence)"),
    (r"py:class", r"(nw|narwhals\.dataframe)\.DataFrame|SearchStrategy"),
    (r"py:(class|meth)", r"_F|PluginManager(\.register)?"),  # in the docstring of pluggy's marker
    # Handed from one public function to the next; what is in them is no promise.
    (r"py:class", r"(dvk_scoring\.scheme\.model\.)?(Scheme|Ruling)|(dvk_scoring\.figures\.figure_set\.)?FigureSet"),
    (r"py:class", r"(dvk_scoring\.criteria\.registry\.)?Registry"),  # `scheme_schema` takes folders as well
    (r"py:class", r"dvk_scoring\.(scoring\.plan\.(ScoringPlan|Output)|criteria\.criterion\.BuiltCriterion)"),
    (r"py:class", r"dvk_scoring\.scoring\.(votes\.Votes|stamp\.Stamp)"),
    (r"py:class", r"(dvk_scoring\.scoring\.plan\.)?Plans"),
    (r"py:class", r"dvk_scoring\.scheme\.compare\.Change|(dvk_scoring\.analysis\.compare\.)?Difference"),
    (r"py:class", r"dvk_scoring\.testing\.(generate\.Generated|single\.Single)"),
    (r"py:class", r"dvk_scoring\.formula\.(working\.(UnitFigures|Outcome)|state\.State)"),
    # What `setting_of` and `NOT_ASSIGNED` are made of: authors call those.
    (r"py:class", r"dvk_scoring\.(criteria\.figures\.Setting|formula\.tree\.Empty)"),
    # Aliases and type variables: Sphinx knows no page for one.
    (r"py:class", r"DecimalMark|EngineName|Language|Way|What|dvk_scoring\.criteria\.criterion\.[FP]"),
    (r"py:class", r"Both|Cause|Cell|Given|Points|(dvk_scoring\.analysis\.causes\.)?T|TitleWord|UnitState"),
    (r"py:class", r"dvk_scoring\.analysis\.(causes\.Made|standing\.ResultNames)"),
]

html_theme = "furo"
html_title = "dvk_scoring"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_domain_indices = False
html_theme_options = {"navigation_with_keys": True}
templates_path = ["_ext/templates"]
html_static_path = ["_ext/static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_favicon = "_ext/static/icon.svg"

HOME = {"en": "Documentation in English", "vi": "Tài liệu tiếng Việt"}
SAME = {"en": "This page in English", "vi": "Trang này bằng tiếng Việt"}


def finish_page(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Tell the templates where this page is in the other language, else where that language begins; mend the menu."""
    (other,) = (one for one in LANGUAGES if one != app.config.language)
    named = page if page == "search" else twin(page)
    is_same = page == "search" or (Path(app.srcdir).parent / other / f"{named}.md").is_file()
    if not is_same:
        named = twin(str(app.config.root_doc))
    up = "../" * (page.count("/") + 1)
    link = f"{up}{other}/{named}.html"
    text = (SAME if is_same else HOME)[other]
    context["other_language"] = {"link": link, "code": other, "text": text, "same": is_same}
    context["furo_navigation_tree"] = menu_of(app, page, context["furo_navigation_tree"])
    context["fixed_words"] = FIXED if app.config.language == "vi" else ()


def lend_menu(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Hand the theme the same menu for every page, as seen from the search page: it is made once, by the theme too."""
    if "toctree" not in context:
        return
    if not hasattr(app, "menu"):
        options = {"titles_only": True, "maxdepth": -1, "includehidden": True}
        whole = global_toctree_for_doc(app.env, "search", app.builder, tags=app.tags, **options)
        app.menu = app.builder.render_partial(whole)["fragment"]  # type: ignore[attr-defined]
    context["toctree"] = lambda **_options: app.menu  # type: ignore[attr-defined]


@cache
def parsed(menu: str) -> ET.Element:
    """Read the menu that the theme has made."""
    return ET.fromstring(f"<div>{menu}</div>")  # noqa: S314  # the theme wrote it


def menu_of(app: Sphinx, page: str, menu: str) -> str:
    """Lead the links of the menu from a page, and open the menu where the page stands in it."""
    tree = deepcopy(parsed(menu))
    own = app.builder.get_target_uri(page)
    parents = {child: parent for parent in tree.iter() for child in parent}
    for link in tree.iter("a"):
        target = link.attrib["href"]
        link.set("href", relative_uri(own, target) or "#")
        if target != own:
            continue
        parents[link].set("class", f"{parents[link].attrib['class']} current-page")
        around = link
        while around is not tree:
            around.set("class", " ".join(dict.fromkeys(f"{around.get('class', '')} current".split())))
            for box in around.findall("input") if around.tag == "li" else ():
                box.set("checked", "")
            around = parents[around]
    # The theme's headings of the menu say no level, which a screen reader needs.
    for heading in tree.iterfind(".//*[@role='heading']"):
        heading.set("aria-level", "2")
    return "".join(ET.tostring(part, encoding="unicode", method="html") for part in tree)


def setup(app: Sphinx) -> None:
    """Name what Pygments has no lexer for, add search in Vietnamese, lead to the other language."""
    for name in ("csv", "typ"):
        app.add_lexer(name, TextLexer)
    for language in (SearchOnce, SearchVietnamese):
        app.add_search_language(language)
    app.connect("html-page-context", lend_menu, priority=100)  # before the theme makes its menu
    app.connect("html-page-context", finish_page, priority=900)  # after the theme has made its menu
