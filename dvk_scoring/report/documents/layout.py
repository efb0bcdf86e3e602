"""The Word templates that ship with the package: fixed words in the language of the run, tags where data goes.

They are laid out for the scheme at hand, since the number of columns is the scheme's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from dvk_scoring.report.documents.letterhead import Kind
from dvk_scoring.report.documents.page import Page, set_widths

Data = Mapping[str, Any]
_MOTTO: Final = {"vi": 55, "en": 72}
"""Width of the motto in mm, for the rule below it."""


def make_layout(kind: Kind, data: Data) -> Any:
    """Lay out the template of a kind of document; the result is a python-docx document."""
    return _LAYOUTS[kind](data).document


def _page(data: Data, *, dated: bool = True, **options: Any) -> Page:
    page = Page(data["language"], **options)
    page.head(dated=dated, motto_width=_MOTTO[data["language"]], words=data["words"])
    return page


def _minutes(data: Data) -> Page:
    words = data["words"]
    page = _page(data, dated=False)
    page.title()
    for name in ("opened", "venue", "present", "chair_is", "secretary_is"):
        page.say("{{ " + name + " }}", align="left")
    page.say(words["agenda"], indent=False, bold=True, align="center", keep=True)
    page.heading(f"1. {words['basis']}")
    _each(page, "one in basis", "{{ one }}")
    page.heading(f"2. {words['ranking']}")
    page.say("{{ counted }}")
    _ranking(page, data)
    after = 3
    if data["titles"]:
        page.heading(f"3. {words['titles_proposed']}")
        page.say(words["proposal"])
        _titles(page, words)
        after = 4
    page.heading(f"{after}. {words['matters']}")
    page.tag("if not matters")
    page.say(words["none"])
    page.tag("endif")
    page.tag("for matter in matters")
    page.say("{{ matter.heading }}:", italic=True, keep=True)
    _each(page, "line in matter.lines", "- {{ line }}")
    page.tag("endfor")
    page.heading(f"{after + 1}. {words['debate']}")
    page.tag("for line in lines")
    page.say("{{ line }}", indent=False, align="left")
    page.tag("endfor")
    _close_minutes(page, words)
    return page


def _each(page: Page, loop: str, text: str) -> None:
    page.tag(f"for {loop}")
    page.say(text)
    page.tag("endfor")


def _ranking(page: Page, data: Data) -> None:
    words, width = data["words"], page.width
    page.tag("for cluster in clusters")
    page.say("{{ cluster.title }}", indent=False, bold=True, italic=True, keep=True, align="left")
    names = [words["rank"], words["unit"], words["total"]]
    cells = ["{{ row.rank }}", "{{ row.name }}", "{{ row.total }}"]
    widths = [32.0, width - 60.0, 28.0]
    if data["has_class"]:
        names, cells, widths = [*names, words["class"]], [*cells, "{{ row.class }}"], [32, width - 100, 28, 40]
    page.grid(widths, names, "row in cluster.rows", cells, size=12, left=(1,))
    page.say("", after=0)
    page.tag("endfor")


def _titles(page: Page, words: Mapping[str, str]) -> None:
    page.tag("for title in titles")
    page.say("{{ title.title }}", indent=False, bold=True, italic=True, keep=True, align="left")
    page.tag("if title.rows")
    names = [words[one] for one in ("no", "unit", "cluster", "total", "state", "votes")]
    cells = [f"{{{{ row.{one} }}}}" for one in ("no", "name", "cluster", "total", "state")]
    widths = (11, page.width - 124, 44, 21, 25, 23)
    page.grid(widths, names, "row in title.rows", [*cells, ""], size=12, left=(1, 2))
    page.tag("else")
    page.say(words["none"])
    page.tag("endif")
    page.say("", after=0)
    page.tag("endfor")


def _close_minutes(page: Page, words: Mapping[str, str]) -> None:
    page.say("{{ closed }}", keep=True)
    page.say(words["members_sign"], indent=False, bold=True, align="center", keep=True)
    names = [words[one] for one in ("no", "name", "post", "role", "signed")]
    cells = [f"{{{{ one.{key} }}}}" for key in ("no", "name", "post", "role")]
    table = page.grid((11, page.width - 113, 46, 26, 30), names, "one in members", [*cells, ""], size=12, left=(1, 2))
    for row in table.rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    page.say("", keep=True, after=0)
    page.signatures(
        ([words["secretary"]], words["signature"], "{{ secretary }}"),
        ([words["presiding"]], words["signature_seal"], "{{ chair }}"),
    )
    page.recipients(words["recipients"])
    page.trace()


def _summary(data: Data) -> Page:
    words, parts = data["words"], data["parts"]
    page = _page(data, wide=True, size=12)
    page.title("{{ attached }}")
    page.say("{{ counted }}")
    widths, size = data["widths"], data["letters"]
    columns = [("no", words["no"], widths["no"]), ("name", words["unit"], widths["name"])]
    columns += [(f"parts[{at}]", f"{{{{ parts[{at}].mark }}}}", widths["part"]) for at in range(len(parts))]
    rest = [one for one in ("bonus", "penalty", "total", "rank", "class", "titles") if widths[one]]
    columns += [(one, words[one], widths[one]) for one in rest]
    page.tag("for cluster in clusters")
    page.say("{{ cluster.title }}", indent=False, bold=True, keep=True, align="left")
    _summary_table(page, columns, words, size)
    page.say("", after=0)
    page.tag("endfor")
    if data["columns"]:
        page.say("{{ columns }}", indent=False, size=10.5, keep=True)
    page.say("{{ notes | join(' ') }}", indent=False, size=10.5, keep=True)
    page.signatures(
        ([words["maker"]], words["signature"], ""),
        (["{{ for_council | upper }}", words["chairman"]], words["signature_seal"], "{{ chair }}"),
    )
    page.recipients(words["recipients"])
    page.trace()
    return page


def _summary_table(page: Page, columns: list[tuple[str, str, float]], words: Mapping[str, str], size: float) -> None:
    """Add the table of one cluster: its head, what each part can give, the units."""
    widths = [width for _, _, width in columns]
    table = page.document.add_table(rows=1, cols=len(columns))
    keys, names = [key for key, _, _ in columns], [name for _, name, _ in columns]
    page.dress(table, names, size=size)
    most = {"name": words["most"], "total": "{{ cluster.most_total }}"}
    page.tag_row(table, "if cluster.most")
    cells = [most.get(key, f"{{{{ cluster.most[{key[6:-1]}] }}}}" if key.startswith("parts") else "") for key in keys]
    page.row(table.add_row(), cells, size=size, italic=True)
    page.tag_row(table, "endif")
    cells = [f"{{{{ row.{key} }}}}" for key in keys]
    page.loop(table, "row in cluster.rows", cells, size=size, left=(1,), strong=(keys.index("total"),))
    set_widths(table, widths)


def _sheet(data: Data) -> Page:
    words, claimed = data["words"], bool(data["claimed"])
    page = _page(data, right=15)
    page.title()
    page.say("{{ unit_is }}", indent=False, bold=True, align="left")
    page.say("{{ cluster_is }}", indent=False, align="left")
    _sheet_table(page, words, claimed=claimed)
    page.say("", after=0)
    page.say(words["result"], indent=False, bold=True, capitals=True, keep=True, align="left")
    page.tag("for one in told")
    page.say("{{ one.heading }}", indent=False, bold=True, keep=True, align="left", after=3)
    page.tag("for line in one.lines")
    page.say("- {{ line }}", indent=False, size=11.5, align="left", after=3)
    page.tag("endfor")
    page.tag("endfor")
    page.say("{{ notes | join(' ') }}", indent=False, size=10.5, keep=True, align="left")
    page.signatures(
        ([words["for_unit"]], words["signature_seal"], ""),
        (["{{ for_council | upper }}", words["chairman"]], words["signature_seal"], "{{ chair }}"),
    )
    page.recipients(words["recipients"])
    page.trace()
    return page


def _sheet_table(page: Page, words: Mapping[str, str], *, claimed: bool) -> None:
    keys = ["no", "title", "most", *(["claimed"] if claimed else []), "points"]
    widths = [14.0, 37.0, 13.0, *([16.0] if claimed else []), 20.0]
    widths.append(page.width - sum(widths))
    names = [words["no"], words["criterion"], words["most"], *(["{{ claimed }}"] if claimed else []), words["points"]]
    table = page.document.add_table(rows=1, cols=len(widths))
    page.dress(table, [*names, words["told"]], size=11)
    left = (1, len(keys))
    cells = [f"{{{{ row.{key} }}}}" for key in keys]
    page.tag_row(table, "for row in rows")
    page.tag_row(table, "if row.kind == 'section'")
    page.row(table.add_row(), [*cells, ""], size=11, bold=True, left=left, keep=True)
    page.tag_row(table, "else")
    page.row(table.add_row(), [*cells, "{{ row.told | join('\\n') }}"], size=11, left=left, last=9.5)
    page.tag_row(table, "endif")
    page.tag_row(table, "endfor")
    sums = ["", words["sum"], "{{ whole }}", *([""] if claimed else []), "{{ total }}", ""]
    page.row(table.add_row(), sums, size=11, bold=True)
    set_widths(table, widths)


_LAYOUTS: Final[Mapping[Kind, Callable[[Data], Page]]] = {"minutes": _minutes, "summary": _summary, "sheet": _sheet}
