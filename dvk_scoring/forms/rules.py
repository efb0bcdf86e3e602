"""What a sheet itself holds a cell to: data validation as it is typed, and the formula of the column “Check”.

Nothing from outside (labels, names) ever stands in a formula: only cell references, numbers and our own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.forms import words
from dvk_scoring.text import Language
from dvk_scoring.written import plain

LONGEST_TITLE: Final = 32
LONGEST_MESSAGE: Final = 255


@attrs.frozen
class Cells:
    """Where the cells of one figure stand, ``F12``; all but ``value`` are empty when the form has none."""

    value: str
    earlier: str = ""
    reason: str = ""
    agree: str = ""

    @property
    def standing(self) -> str:
        """What holds: the value, else the earlier one."""
        return f'IF({self.value}="",{self.earlier},{self.value})' if self.earlier else self.value

    @property
    def said(self) -> str:
        """What whoever fills in the form says: the value, or the earlier one that is agreed to; else empty."""
        return f'IF({self.value}<>"",{self.value},IF({self.agree}<>"",{self.earlier},""))' if self.agree else self.value


def validation(
    spec: FigureSpec, cell: str, language: Language, *, choices: str = "", limit: str = ""
) -> Mapping[str, Any]:
    """Give XlsxWriter's options for the validation of an input cell.

    Args:
        spec: The figure.
        cell: Its cell.
        language: Of the messages.
        choices: Range that lists the answers of a choice.
        limit: The label of the figure it may not exceed.
    """
    told = words.told_type(spec, language)
    if limit:
        more = f"Không lớn hơn “{limit}”." if language == "vi" else f"No more than “{limit}”."
        told = f"{told} {more}"
    helped = "" if spec.help is None else spec.help.in_(language)
    options: dict[str, Any] = {
        "input_title": shortened(spec.label.in_(language), LONGEST_TITLE),
        "input_message": shortened(f"{helped}\n{told}".strip(), LONGEST_MESSAGE),
        "error_title": words.BAD.in_(language).capitalize(),
        "error_message": shortened(told, LONGEST_MESSAGE),
        "ignore_blank": True,
    }
    if spec.kind == "yes-no":
        return {"validate": "list", "source": [words.YES.in_(language), words.NO.in_(language), words.KP], **options}
    if spec.kind == "choice":
        return {"validate": "list", "source": f"={choices}", **options}
    return {"validate": "custom", "value": f"={_fits(spec, cell)}", **options}


def check(
    spec: FigureSpec,
    cells: Cells,
    language: Language,
    *,
    top: Cells | None,
    beside: tuple[Cells, ...],
    whole: Cells | None = None,
) -> tuple[str, str]:
    """Give the formula of the column “Check”, and what it shows on an empty form.

    Args:
        spec: The figure.
        cells: Its cells.
        language: Of what is said.
        top: Those of the figure it may not exceed, with those ``beside`` it.
        beside: Those that count beside it.
        whole: Those of the figure that it is a part of by its plugin: above it the figure is taken, and asked about.
    """
    said = {name: f'"{getattr(words, name).in_(language)}"' for name in ("BLANK", "STANDS", "FINE", "BAD", "PERCENT")}
    value = cells.value
    if whole is not None:
        both = f"ISNUMBER({cells.said}),ISNUMBER({whole.said}),ROUND(N({cells.said})-N({whole.said}),9)>0"
        said["FINE"] = f'IF(AND({both}),"{words.OVER.in_(language)} {whole.value}?",{said["FINE"]})'
    good = said["FINE"]
    if cells.reason:
        asked = f'"{words.REASON.in_(language)}"'
        good = f'IF(AND({cells.earlier}<>"",{value}<>{cells.earlier},TRIM({cells.reason})=""),{asked},{good})'
    if cells.agree:
        both = f'"{words.BOTH.in_(language)}"'
        good = f'IF(AND({cells.agree}<>"",{value}<>{cells.earlier}),{both},{good})'
    filled = f"IF({_fits_any(spec, value)},{good},{said['BAD']})"
    if spec.measure == "percent" and spec.high > 1 and spec.places:
        slip = f"IF(ISNUMBER({value}),AND({value}>0,{value}<1),FALSE)"
        filled = f"IF({slip},{said['PERCENT']},{filled})"
    blank = f'IF({cells.earlier}<>"",{said["STANDS"]},{said["BLANK"]})' if cells.earlier else said["BLANK"]
    if cells.agree:
        nothing = f'"{words.NOTHING.in_(language)}"'
        blank = f'IF({cells.agree}="",{blank},IF({cells.earlier}<>"",{said["FINE"]},{nothing}))'
    told = f'IF({value}="",{blank},{filled})'
    if top is not None:
        total = "+".join(f"N({counted.standing})" for counted in (cells, *beside))
        over = f"AND(ISNUMBER({cells.standing}),ISNUMBER({top.standing}),ROUND({total}-N({top.standing}),9)>0)"
        told = f'IF({over},"{words.OVER.in_(language)} {top.value}",{told})'
    return f"=IFERROR({told},{said['BAD']})", words.BLANK.in_(language)


def shortened(text: str, most: int) -> str:
    """Cut a text where the sheet's limit is, at a blank, and say that it goes on."""
    if len(text) <= most:
        return text
    cut = text[: most - 1].rsplit(" ", 1)[0]
    return f"{cut or text[: most - 1]}…"


def _fits_any(spec: FigureSpec, cell: str) -> str:
    """Tell whether a cell holds an answer; a list has been chosen from, so that any text will do."""
    return f"ISTEXT({cell})" if spec.kind in ("yes-no", "choice") else _fits(spec, cell)


def _fits(spec: FigureSpec, cell: str) -> str:
    low, high = plain(spec.low), plain(spec.high)
    held = [f"{cell}>={low}", f"{cell}<={high}", f"ROUND({cell},{spec.places})={cell}"]
    if spec.step is not None:
        steps = f"({cell}-({low}))/({plain(spec.step)})"
        held.append(f"ABS({steps}-ROUND({steps},0))<0.000001")
    return f'IF(ISNUMBER({cell}),AND({",".join(held)}),UPPER(TRIM({cell}))="{words.KP}")'
