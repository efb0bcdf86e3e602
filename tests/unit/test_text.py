"""What a text may hold: one rule for whatever is read, and one sign for what is shown all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.catalogue import fill
from dvk_scoring.text import LANGUAGES, Sayer, Text, agreeing, odd_character, spelled, visible

ODD = [
    ("\x00", "U+0000"),
    ("\x07", "U+0007"),
    ("\r", "U+000D"),
    ("\x1b", "U+001B"),
    ("\x7f", "U+007F"),
    ("\x85", "U+0085"),
    ("\x9b", "U+009B"),
    ("\u00ad", "U+00AD"),  # soft hyphen
    ("\u061c", "U+061C"),
    ("\u200b", "U+200B"),
    ("\u2028", "U+2028"),
    ("\u2029", "U+2029"),
    ("\u202a", "U+202A"),
    ("\u202e", "U+202E"),
    ("\u2066", "U+2066"),
    ("\u2069", "U+2069"),
    ("\ud800", "U+D800"),
    ("\udfff", "U+DFFF"),
    ("\ue000", "U+E000"),  # private use: every font shows something else
    ("\ufdd0", "U+FDD0"),
    ("\ufeff", "U+FEFF"),
    ("\ufffe", "U+FFFE"),
    ("\uffff", "U+FFFF"),
    ("\U0001ffff", "U+1FFFF"),
    ("\U000e0041", "U+E0041"),  # a tag: text that nobody sees
    ("\U0010ffff", "U+10FFFF"),
]
FINE = "Xã Đắk Lắk – “Dân vận khéo” 1\u00a0000 ½ 𠀀 😀 \u0e01 \u1780 {{ }} <b> = + - @ \u0378"  # U+0378 is unassigned


@pytest.mark.parametrize(("character", "named"), ODD)
def test_what_no_text_may_hold_is_named_and_shown_as_a_sign(character: str, named: str) -> None:
    assert odd_character(f"a{character}b") == named
    assert odd_character(f"a{character}b", lines=True) == named
    digits = named.removeprefix("U+").lower()
    shown = f"a\\u{digits}b" if len(digits) == 4 else f"a\\U{digits.rjust(8, '0')}b"
    assert visible(f"a{character}b") == shown
    assert spelled(f"a{character}b", "en").endswith(f" {named}]b")
    assert odd_character(shown) == ""


def test_a_byte_of_a_files_name_that_is_no_utf8_is_called_a_byte() -> None:
    """Python has a character of its own for each (PEP 383), of which nobody who looks at a disk knows."""
    name = b"f\xff\xfe\xfe.csv".decode(errors="surrogateescape")
    assert visible(name) == r"f\xff\xfe\xfe.csv"
    assert spelled(name, "vi") == "f[byte không đọc được FF][byte không đọc được FE ×2].csv"
    assert spelled(name, "en") == "f[undecodable byte FF][undecodable byte FE ×2].csv"
    assert (visible("\ud800"), visible("\udc7f")) == (r"\ud800", r"\udc7f")  # no byte is meant
    assert spelled("\ud800", "en") == "[unprintable character U+D800]"


def test_other_texts_stay_as_they_are() -> None:
    assert odd_character(FINE) == ""
    assert visible(FINE) == FINE


def test_lines_are_fine_where_a_text_may_have_several() -> None:
    assert odd_character("a\n\tb") == "U+000A"
    assert odd_character("a\n\tb", lines=True) == ""
    assert visible("a\n\tb") == "a\n\tb"
    assert spelled("a\n\u00a0b", "vi") == "a[dấu xuống dòng U+000A][dấu cách không ngắt U+00A0]b"


def test_what_does_not_show_is_named_once_for_a_row_of_it() -> None:
    text = "a\u200b\u200bb\u2003c\x07d\ue000e\U000e0041f\U00100000"
    assert spelled(text, "en") == (
        "a[zero-width space U+200B ×2]b[unusual space U+2003]c[control character U+0007]d[private-use character U+E000]"
        "e[hidden character U+E0041]f[private-use character U+100000]"
    )
    assert spelled("a\u202eb\u0378", "vi") == "a[dấu đổi chiều chữ U+202E]b[ký tự không in được U+0378]"


@given(st.text())
def test_what_is_shown_is_never_odd(text: str) -> None:
    assert odd_character(visible(text), lines=True) == ""
    assert all(spelled(text, language).isprintable() for language in LANGUAGES)
    assert odd_character(Text.same(text).vi, lines=True) == odd_character(text, lines=True)


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "1 point is"), ("1", "1 point is"), ("+1", "+1 point is"), ("−1", "−1 point is"), (0, "0 points are"),
     (21, "21 points are"), ("1.00", "1.00 points are"), ("0 to 1", "0 to 1 points are")],
)  # fmt: skip
def test_one_is_told_as_one(number: object, told: str) -> None:
    template = "{of} {of:point is|points are}"
    assert Sayer({"key": Text.same(template)}, "en")("key", of=number) == told
    assert fill(template, {"of": number}, "en") == told


def test_what_is_filled_in_chooses_no_words() -> None:
    assert agreeing("{name} | {x}", {"name": "{count:a|b}"}) == "{name} | {x}"
    assert Sayer({"key": Text.same("{name}: {count} {count:day|days}")}, "en")("key", name="{count:a|b}", count=1) == (
        "{count:a|b}: 1 day"
    )
