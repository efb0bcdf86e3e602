"""The votes as a sheet of their own; whether they are enough is a formula of whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dvk_scoring.forms.printed import A4_ACROSS, fit_across
from dvk_scoring.report.workbook.looks import Looks
from dvk_scoring.report.workbook.trial import Trial
from dvk_scoring.scheme.entrant import about
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.state_words import VOTED
from dvk_scoring.text import Language, Text

_HEADS: Final[Mapping[str, Text]] = {
    "title": Text(vi="Danh hiệu", en="Title"),
    "unit": Text(vi="Mã", en="Id"),
    "name": Text(vi="{Entrant}", en="{Entrant}"),
    "issued": Text(vi="Phát ra", en="Issued"),
    "returned": Text(vi="Thu về", en="Returned"),
    "valid": Text(vi="Hợp lệ", en="Valid"),
    "given": Text(vi="Đồng ý", en="For"),
    "base": Text(vi="Tính trên", en="Of"),
    "over": Text(vi="Cần: tử số", en="Needed: over"),
    "under": Text(vi="Cần: mẫu số", en="Needed: under"),
    "outcome": Text(vi="Kết quả", en="Outcome"),
}
_SHEET: Final = Text(vi="Kiểm phiếu", en="Votes")
_FIRST: Final = 2


def write_votes(file: Any, looks: Looks, result: Result, language: Language, trial: Trial) -> Any | None:
    """Add the sheet, where there are votes, and give it.

    Args:
        file: A workbook of XlsxWriter.
        looks: Its formats.
        result: What was voted on.
        language: Of the words.
        trial: Keeps the numbers, and says where they were changed.
    """
    if result.votes is None:
        return None
    sheet = file.add_worksheet(_free_name(_SHEET.in_(language), file))
    sheet.write_string(0, 0, _SHEET.in_(language), looks("title"))
    for column, head in enumerate(_HEADS.values()):
        sheet.write_string(1, column, about(head, result.scheme.entrant).in_(language), looks("head"))
    names = {unit.unit: unit.name for unit in result.units}
    kept: list[tuple[int, ...]] = []
    yes, no = (VOTED[voted].in_(language) for voted in (True, False))
    for row, ballot in enumerate(result.votes.ballots, start=_FIRST):
        texts = (result.scheme.titles[ballot.title].title.in_(language), ballot.unit, names[ballot.unit])
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, looks("name", quoted=True))
        part = ballot.vote.at_least
        numbers = (
            ballot.issued,
            ballot.returned,
            ballot.valid,
            ballot.given,
            ballot.base,
            part.numerator,
            part.denominator,
        )
        kept.append(numbers)
        for column, number in enumerate(numbers, start=3):
            sheet.write_number(row, column, number, looks("figure"))
        at = row + 1
        enough = f'=IF(AND(H{at}>0,G{at}*J{at}>=H{at}*I{at}),"{yes}","{no}")'
        sheet.write_formula(row, len(_HEADS) - 1, enough, looks("state"), yes if ballot.voted else no)
    sheet.write_formula(0, 1, trial.mark(), looks("warning"), trial.standing())
    for column, values in enumerate(zip(*kept, strict=True), start=3):
        trial.keep(sheet.get_name(), _FIRST, column, values)
    sheet.set_column(0, 2, 24)
    sheet.set_column(3, len(_HEADS) - 1, 11)
    sheet.freeze_panes(_FIRST, 3)
    sheet.repeat_rows(0, _FIRST - 1)
    fit_across(sheet, A4_ACROSS)
    return sheet


def _free_name(name: str, file: Any) -> str:
    """Give a name that no other sheet has; those are called as criteria are, as somebody may call a criterion."""
    taken = {str(sheet.get_name()).casefold() for sheet in file.worksheets()}
    made, count = name, 1
    while made.casefold() in taken:
        count += 1
        made = f"{name}~{count}"
    return made
