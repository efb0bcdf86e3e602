"""Valid files spoiled a little, in what they are made of: cells, elements of markup, tokens of TOML, bytes."""

from __future__ import annotations

import html
import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

Mutate: TypeAlias = "Callable[[random.Random, bytes], bytes]"

CELLS: Final = (
    "", " ", "0", "-0", "1", "-1", "007", "1.5", "1,5", "1.250,5", "1e5", "1e99999999", "1e-99999999", "9" * 19,
    "9" * 400, "0." + "0" * 300 + "1", "NaN", "inf", "-inf", "85%", "85 %", "%", "KP", "-", "–", "—", "có",
    "co\u0301", "không", "true", "x", "unit", "name", "cluster", "voice", "figure", "value", "reason", "population",
    "cases.due", "service.rate", "panel.marks.1", "claimed", "final", "wards", "departments", "Tổng cộng",
    "Ghi chú: 1", "ho ten", "so cccd", "079123456789", "0912 345 678", "=1+1", "@SUM(A1)", "'1", "\ufeff", "\u202e",
    "\u200b", "\u00a0", "\u2066x", "\x07", "\u0000", "\ud7ff", "\U0001f600", "e\u0301" * 50, "１２", "٣", "²",
    "1 " * 300, " " * 500 + "x", "a" * 33_000, "<b>", "&amp;", "{{ 7 }}", "{0}", "%s", "#figures", "../x", "C:\\x",
    "2020-01-01", "01/02/2020", "#DIV/0!", "1/3", "0x1F", "1_000", "+5", "--5", "5-", ".5", "5.", ",",
)  # fmt: skip
REFERENCES: Final = (
    "A1", "B2", "C3", "XFD1", "A1048576", "XFD1048576", "XFE1", "A1048577", "A0", "ZZZZ9", "a1", "$A$1", "1A", "",
    "A", "1", "A1:B2", "A1:XFD1048576", "B2:A1", "A1:", ":B2", "A99999999999999999999",
)  # fmt: skip
ATTRIBUTES: Final = (
    "0", "1", "-1", "9", "10", "164", "99999999999999999999", "1.5", "", "true", "false", "e", "s", "b", "str", "n",
    "d", "inlineStr", "hidden", "veryHidden", "visible", "rId1", "rId2", "xl/worksheets/sheet1.xml",
    "/xl/workbook.xml", "../x", "0%", "[<1]0%;0", "000", '"x"00', "figures", "dvk-lists", "A&#49;", "\ufffd",
)  # fmt: skip
ELEMENTS: Final = (
    "<v>1</v>", "<v/>", "<f>1</f>", "<f/>", "<is><t>x</t></is>", "<c/>", "<c><v>5</v></c>", '<c r="B2"><v>5</v></c>',
    "<row/>", '<row r="7"/>', '<mergeCell ref="A1:B2"/>', '<col min="1" max="2" hidden="1"/>', "<!-- <c> -->",
    "<?x y?>", '<c t="e"><v>#N/A</v></c>', '<c t="e"><v>#SPILL!</v></c>', '<c t="s"><v>99999</v></c>',
    '<c t="b"><v>2</v></c>', '<c s="1"><v>0.85</v></c>', "<si><t>x</t></si>", '<calcPr fullCalcOnLoad="1"/>',
    '<xf numFmtId="9"/>', "<c><f>1+1</f><v>0</v></c>", '<c t="inlineStr"><is><t>Tổng</t></is></c>',
)  # fmt: skip
BROKEN: Final = (
    "<![CDATA[5]]>", "<!DOCTYPE a>", "&#0;", "&a;", "<a>", "</a>", "<x:c/>", "<", ">", '"',
    '<sheet name="x" sheetId="9" r:id="rId1"/>', "<c", "\ufffd", "<!--", "]]>",
)  # fmt: skip
VALUES: Final = (
    "0", "-1", "1", "100", "1.5", "1e400", "-1e-400", "inf", "nan", "9" * 400, "0x10", "1_000", "true", "false", '""',
    '"x"', "'y'", '"total"', '"criteria.a"', '"figures.x"', '"every section"', '"committee"', '"cluster"', '"all"',
    '"error"', '"zero"', '"50%"', '"1/3"', "2020-01-01", "2020-13-01", "07:30:00", "2020-01-01T00:00:00Z", "[]", "{}",
    "[1, 2]", "[[1], [2]]", "{ a = 1 }", '{ vi = "a", en = "b" }', '"{{ 7*7 }}"', '"\\u202e"', '"' + "x" * 20_000 + '"',
    '"{0}"', '"=1+1"', '"/etc/passwd"', '"../x"', "[" + "1, " * 3_000 + "]", "[" * 90 + "]" * 90,
    "{ a = " * 60 + "1" + " }" * 60, "0.1", "0.333333333333333333", "1000000000000", "18", "12", '"none"', '"-"',
    "[0, 1]",
)  # fmt: skip
PIECES: Final = (
    "[" * 200, "{ a = " * 100, "]", "}", "=", ".", ",", "\n", "\n[a]\n", "\n[[a]]\n", "\n[scheme]\n", "\n[criteria]\n",
    "# c\n", '"""', "'''", "\\", "\t", "\u0000", "\ufeff", "\u202e", "é", "a.b.c", "drop = true", "extends", "plugin",
    "weight", "title", "params", "figures", "unit", "units", "tie", "points", "hold", "not_assigned", "out_of", "date",
    "a" * 5_000, "\r", "\x7f", "any", "after", "in_all", "blank", "rounding", "ranked", "prefer", "absent",
)  # fmt: skip
_DAMAGE: Final = (
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n",
    b'"',
    b",",
    b";",
    b"\t",
    b"<",
    b">",
    b"&",
    b"'",
    b"=",
    b"PK\x03\x04",
)
# Most files are spoiled a little, so that they are read to the end.
_FEW: Final = (1, 1, 1, 1, 2, 3, 6)
_ELEMENT: Final = re.compile(r"<[^<>]+>")
_WHOLE: Final = re.compile(
    r"<(c|row|sheet|mergeCell|col|si|xf|numFmt|Relationship|v|t|is|f)\b(?:[^<>]*/>|[^<>]*>.*?</\1>)", re.DOTALL
)
_TEXT: Final = re.compile(r">([^<]*)<")
_ATTRIBUTE: Final = re.compile(r'([\w:]+)="([^"]*)"')
_VALUE: Final = re.compile(r'"[^"\n]*"|(?<=[=\[,] )-?[0-9][0-9.:-]*|\b(?:true|false)\b')
_KEY: Final = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z_][A-Za-z0-9_-]*+(?= = )")
_TOML: Final = re.compile(r'"[^"\n]*"|[A-Za-z0-9_.+-]+|\n|[^\sA-Za-z0-9_"]|[ \t]+')


def spoil_bytes(chance: random.Random, content: bytes) -> bytes:
    """Change some bytes: flipped, put in, taken out, doubled, moved, or the end cut off."""
    spoiled = bytearray(content)
    for _ in range(chance.choice(_FEW)):
        if not spoiled:
            break
        at = chance.randrange(len(spoiled))
        end = min(len(spoiled), at + chance.choice((1, 1, 2, 8, 64, 512)))
        match chance.randrange(7):
            case 0:
                spoiled[at] = chance.randrange(256)
            case 1:
                spoiled[at:at] = chance.choice(_DAMAGE)
            case 2:
                del spoiled[at:end]
            case 3:
                spoiled[at:at] = spoiled[at:end] * chance.choice((1, 2, 20))
            case 4:
                spoiled[at:at] = chance.choice(CELLS).encode("utf-8", "surrogatepass")
            case 5:
                piece = spoiled[at:end]
                del spoiled[at:end]
                to = chance.randrange(len(spoiled) + 1)
                spoiled[to:to] = piece
            case _:
                del spoiled[at if chance.random() < 0.3 else end :]
    return bytes(spoiled)


def spoil_csv(chance: random.Random, content: bytes) -> bytes:
    """Change some cells, rows and columns of a table, or how it is written."""
    rows = [line.split(",") for line in content.decode().splitlines()]
    for _ in range(chance.choice(_FEW)):
        _spoil_rows(chance, rows)
    plain = chance.random() < 0.7
    delimiter = "," if plain else chance.choice((",", ";", "\t", "|"))
    quote = "" if plain else chance.choice(("", '"', "'"))
    end = "\n" if plain else chance.choice(("\n", "\r\n", "\r", "\n\n"))
    first = "" if plain else chance.choice(("", "\ufeff", f"sep={delimiter}{end}", f"BẢNG SỐ LIỆU{end}", end))
    text = first + end.join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in rows)
    encoding = "utf-8" if plain else chance.choice(("utf-8",) * 6 + ("utf-16", "utf-8-sig", "cp1258"))
    return text.encode(encoding, "replace")


def _spoil_rows(chance: random.Random, rows: list[list[str]]) -> None:
    least = 0 if chance.random() < 0.2 or len(rows) < 2 else 1  # the headings are left alone for the most part
    row, other = chance.randrange(least, len(rows)), chance.randrange(least, len(rows))
    column = chance.randrange(max(1, len(rows[row])))
    match chance.choice((0, 0, 0, 0, 0, 0, 4, 5, 6, 7, 8, 9)):
        case 0:
            rows[row][column : column + 1] = [chance.choice(CELLS)]
        case 4:
            rows.insert(other, list(rows[row]))
        case 5 if len(rows) > 1:
            del rows[row]
        case 6:
            rows[row][column : column + chance.randrange(2)] = [chance.choice(CELLS)] * chance.randrange(3)
        case 7 if not least:
            for one in (one for one in rows if column < len(one)):
                one.insert(chance.randrange(len(one) + 1), one[column])
        case 8:
            rows += [list(rows[row]) for _ in range(chance.choice((1, 5, 400)))]
        case _:
            rows[row], rows[other] = rows[other], rows[row]


def spoil_archive(chance: random.Random, content: bytes) -> bytes:
    """Change the markup of a part of an archive, its parts, or the archive's bytes."""
    if chance.random() < 0.1:
        return spoil_bytes(chance, content)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    told = [one for one in parts if one.startswith(("xl/", "content")) and one.endswith((".xml", ".rels"))]
    for _ in range(chance.randint(1, 2)):
        name = chance.choice([one for one in told if "sheet" in one or chance.random() < 0.4] or told)
        match chance.randrange(12):
            case 0:
                parts.pop(name, None)
            case 1:
                parts[chance.choice(("xl/Worksheets/Sheet1.xml", "xl/x.xml", name.upper()))] = parts.get(name, b"")
            case 2:
                parts[name] = spoil_bytes(chance, parts.get(name, b"x"))
            case _:
                parts[name] = spoil_markup(chance, parts.get(name, b"<a/>"))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", chance.choice((0, 8))) as new:
        warnings.simplefilter("ignore")
        for name, part in parts.items():
            new.writestr(name, part)
            if chance.random() < 0.02:
                new.writestr(name, spoil_markup(chance, part))
    return out.getvalue()


def spoil_markup(chance: random.Random, content: bytes) -> bytes:
    """Change some elements and attributes of XML; for the most part it is well-formed after that."""
    text = content.decode("utf-8", "replace")
    for _ in range(chance.choice(_FEW)):
        whole = chance.random() < 0.8
        places = [one.span() for one in (_WHOLE if whole else _ELEMENT).finditer(text)]
        if not places:
            break
        begin, end = chance.choice(places)
        element = text[begin:end]
        match chance.randrange(8):
            case 0:
                element = ""
            case 1:
                element *= chance.choice((2, 3, 50, 3_000))
            case 2:
                element = chance.choice(ELEMENTS if whole else BROKEN)
            case 3:
                element += chance.choice(ELEMENTS if whole else BROKEN)
            case 4:
                other, to = chance.choice(places)
                text, element = text[:begin] + text[other:to] + text[end:], ""
                begin = end = 0
            case 5 if not whole:
                element = element.replace("<", chance.choice(("<x:", "< ", "<<", "</")))
            case 6:
                said = _escaped(chance.choice(CELLS)) if whole else chance.choice(CELLS)
                first, last = next((one.span(1) for one in _TEXT.finditer(element)), (0, 0))
                element = element[:first] + said + element[last:]
            case _:
                value = chance.choice(REFERENCES if chance.random() < 0.5 else ATTRIBUTES)
                places_of_values = [one.span(2) for one in _ATTRIBUTE.finditer(element)]
                first, last = chance.choice(places_of_values or [(0, 0)])
                element = element[:first] + _escaped(value) + element[last:]
        text = text[:begin] + element + text[end:]
    return text.encode("utf-8", "surrogatepass")


def _escaped(text: str) -> str:
    bare = "".join(one for one in text if one.isprintable() or one in "\t\n")
    return html.escape(bare)


def spoil_toml(chance: random.Random, content: bytes) -> bytes:
    """Change some values, keys or lines of TOML; for the most part it is TOML after that."""
    text = content.decode("utf-8", "replace")
    for _ in range(chance.choice(_FEW)):
        kind = chance.random()
        if kind < 0.85:
            text = _other_value(chance, text) if kind < 0.5 else _other_lines(chance, text, keys=kind < 0.65)
            continue
        tokens = _TOML.findall(text) or [""]
        at, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.randrange(5):
            case 0:
                tokens[at] = chance.choice(VALUES + PIECES)
            case 1:
                del tokens[at : at + chance.choice((1, 5))]
            case 2:
                tokens[at:at] = tokens[at : at + chance.choice((1, 3, 20))] * chance.choice((1, 2, 30))
            case 3:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case _:
                tokens.insert(at, chance.choice(VALUES + PIECES))
        text = "".join(tokens)
    encoded = text.encode("utf-8", "surrogatepass")
    return spoil_bytes(chance, encoded) if chance.random() < 0.03 else encoded


def _other_value(chance: random.Random, text: str) -> str:
    """Put another value in the place of one: of another kind, or one that stands elsewhere in the file."""
    places = [one.span() for one in _VALUE.finditer(text)]
    if not places:
        return text
    begin, end = chance.choice(places)
    first, last = chance.choice(places)
    value = text[first:last] if chance.random() < 0.5 else chance.choice(VALUES)
    return text[:begin] + value + text[end:]


def _other_lines(chance: random.Random, text: str, *, keys: bool) -> str:
    """Double, take out or move a line; ``keys``: put another key in the place of one."""
    if keys:
        places = [one.span() for one in _KEY.finditer(text)]
        if places:
            (begin, end), (first, last) = chance.choice(places), chance.choice(places)
            return text[:begin] + text[first:last] + text[end:]
    lines = text.splitlines(keepends=True)
    at, to = chance.randrange(len(lines) + 1), chance.randrange(len(lines) + 1)
    block = lines[at : at + chance.choice((1, 1, 1, 6))]
    match chance.randrange(3):
        case 0:
            del lines[at : at + len(block)]
        case 1:
            lines[to:to] = block * chance.choice((1, 1, 2, 300))
        case _:
            del lines[at : at + len(block)]
            lines[to:to] = block
    return "".join(lines)


def any_of(mutate: Mutate, seeds: Sequence[bytes]) -> Callable[[random.Random], bytes]:
    """Spoil one of several files."""
    return lambda chance: mutate(chance, chance.choice(seeds))
