"""The top of a form: its hidden cells, what it is, whose it is, how to fill it in, and what is still to be done."""

from __future__ import annotations

import attrs

from dvk_scoring.figures.sheet import column_letters
from dvk_scoring.forms import words
from dvk_scoring.forms.layout import questions
from dvk_scoring.forms.page import FIRST, FormTerms, Page, SheetForm
from dvk_scoring.formula.show import show_day
from dvk_scoring.text import Language
from dvk_scoring.unit_names import called


def write_head(page: Page) -> None:
    """Write all that stands above the first line of a form."""
    _hide_cells(page)
    header = page.form.header
    page.across(2, page.say(words.TITLES[header.asked]), "title", 24)
    page.across(3, page.say(page.form.scheme.title), "subtitle", 20)
    whose = _whose(page)
    page.across(4, whose, "who", 20 if whose else 4)
    page.across(5, when_line(page.form), "when", 18)
    page.across(6, page.say(words.GUIDE_LATER if page.form.later else words.GUIDE), "guide", 34)
    _write_counters(page, 7)
    terms = terms_line(page.form.terms, page.form.language)
    if terms:
        page.across(8, terms, "when", 20)
    else:
        page.set_height(8, 6)
    page.set_height(FIRST, 34)
    for role, column in page.at.items():
        if role != "key":
            page.sheet.write_string(FIRST, column, page.word(words.COLUMNS[role]), page.styles["head"])
    for row, field in enumerate(page.fields, FIRST + 1):
        _write_field(page, row, field)


def _hide_cells(page: Page) -> None:
    form = page.form
    asked = [name for name in page.asked if name not in form.known.given]
    asks = questions(form.scheme, form.language, asked)
    page.sheet.write_string(0, 0, attrs.evolve(form.header, language=form.language, asks=asks).text())
    for role, column in page.at.items():
        page.sheet.write_string(1, column, role)
    for row in (0, 1):
        page.sheet.set_row(row, None, None, {"hidden": True})
    page.sheet.set_column(0, 0, None, None, {"hidden": True})


def _whose(page: Page) -> str:
    header = page.form.header
    parts = []
    if header.unit:
        parts.append(f"{page.word(words.UNIT)}: {called(header.unit, header.name)}")
    if header.cluster:
        parts.append(f"{page.say(words.CLUSTER)}: {page.say(page.form.scheme.clusters[header.cluster].title)}")
    return "     ".join(parts)


def when_line(form: SheetForm) -> str:
    """Say of which time a form is, and in which voice it speaks."""
    scheme, voice, language = form.scheme, form.header.voice, form.language
    parts = []
    if scheme.valid_from is not None and scheme.valid_to is not None:
        both = (scheme.valid_from, scheme.valid_to)
        days = [show_day(day, language) for day in both]
        parts.append(f"{words.PERIOD.in_(language)}: {' – '.join(days)}")
    if voice:
        title = scheme.voice_titles.get(voice)
        parts.append(f"{words.VOICE.in_(language)}: {title.in_(language) if title else voice}")
    return "     ".join(parts)


def terms_line(terms: FormTerms, language: Language) -> str:
    """Say where the form goes, by when, and who answers questions, as far as the letterhead tells."""
    parts = [f"{words.SENT_TO.in_(language)}: {terms.to}"] if terms.to else []
    if terms.deadline is not None:
        parts.append(f"{words.DEADLINE.in_(language)}: {show_day(terms.deadline, language)}")
    asked = ", ".join(filter(None, (terms.contact, terms.telephone)))
    if asked:
        parts.append(f"{words.CONTACT.in_(language)}: {asked}")
    return "     ".join(parts)


def _write_counters(page: Page, row: int) -> None:
    """Count, above the table, what is still blank and what is to be looked at again."""
    column = column_letters(page.at["check"])
    area = f"${column}${min(page.rows.values()) + 1}:${column}${max(page.rows.values()) + 1}"
    left = f'COUNTIF({area},"{page.say(words.BLANK)}")'
    quiet = (words.BLANK, words.FINE, words.STANDS, words.GIVEN)
    told = "+".join(f'COUNTIF({area},"{page.say(text)}")' for text in quiet)
    known = page.form.known
    shown = {*known.given, *(known.earlier if page.form.later else ())}
    blank = sum(name in page.asked and name not in shown for name in page.rows)
    left_word, wrong_word = f"{page.say(words.LEFT)} ", f"     {page.say(words.WRONG)} "
    formula = f'="{left_word}"&{left}&"{wrong_word}"&(COUNTA({area})-({told}))'
    page.sheet.write_formula(row, 1, formula, page.styles["counter"], f"{left_word}{blank}{wrong_word}0")


def _write_field(page: Page, row: int, field: str) -> None:
    """Ask who the unit is, on a form that is for no unit in particular."""
    first = page.at["value"]
    page.set_height(row, 20)
    page.sheet.write_string(row, 0, field)
    for column in range(1, first):
        page.sheet.write_blank(row, column, None, page.styles["figure"])
    page.sheet.write_string(row, page.at["label"], page.word(words.FIELDS[field]), page.styles["figure"])
    page.sheet.merge_range(row, first, row, page.last, "", page.styles["field"])
    if field == "@cluster":
        clusters = page.form.scheme.clusters.values()
        titles = tuple(page.say(cluster.title) for cluster in clusters if cluster.kind == page.form.header.kind)
        source = f"={page.held.lists.range_of(titles)}"
        page.sheet.data_validation(row, first, row, first, {"validate": "list", "source": source})
