"""What goes to a terminal: the colours and lines that are set here, and nothing that came with a text."""

from __future__ import annotations

import io
import json
import re

import pytest
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from dvk_scoring.cli.screen import console, print_problems, say, say_json
from dvk_scoring.problem import Place, problem

EVIL = "a\x1b[31mb\x1b]0;c\x07d\x9b2Je\x85f\u202eg\u2066h\ud800i\uffffj"
SHOWN = r"a\u001b[31mb\u001b]0;c\u0007d\u009b2Je\u0085f\u202eg\u2066h\ud800i\uffffj"


def printed(thing: object, monkeypatch: pytest.MonkeyPatch, *, colours: bool) -> str:
    if colours:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
    out = console()
    out.file, out.width = io.StringIO(), 400
    out.print(thing)
    return out.file.getvalue()


def table() -> Table:
    made = Table(title=EVIL)
    made.add_column(EVIL)
    made.add_row(Styled(EVIL, "red"))
    made.add_row(EVIL)
    return made


@pytest.mark.parametrize("colours", [True, False])
@pytest.mark.parametrize(
    "thing", [EVIL, Styled(EVIL, "bold"), Padding(Styled(EVIL), 2), table(), Markdown(f"# {EVIL}\n\n*{EVIL}*")]
)
def test_nothing_of_a_text_is_obeyed(thing: object, colours: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = printed(thing, monkeypatch, colours=colours)
    # What Rich sets by itself: colours and styles, closed again.
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\uffff]", plain), repr(
        plain
    )
    assert "\\u001b[31m" in plain
    assert ("\x1b[" in shown) is (colours and not isinstance(thing, str | Padding))
    shown.encode()


def test_tags_of_rich_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "[bold red]a[/] :smile: [link=http://b.vn]c[/link]"
    assert printed(text, monkeypatch, colours=True) == f"{text}\n"


def test_said_and_problems_are_visible_too(capsys: pytest.CaptureFixture[str]) -> None:
    say(EVIL)
    print_problems([problem("DVK-S101", Place(file=EVIL), reason=EVIL)], "vi")
    said = capsys.readouterr()
    assert said.out == f"{SHOWN}\n"
    assert said.err.count("a[ký tự điều khiển U+001B][31mb[ký tự điều khiển U+001B]]0;c[ký tự điều khiển U+0007]d") == 2
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said.err)


def test_json_keeps_its_texts_and_sends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    text = f"{EVIL}\U000e0041 Xã 😀 {SHOWN}"
    say_json(json.dumps({text: [text]}, ensure_ascii=False, indent=1))
    out = capsys.readouterr().out
    assert json.loads(out) == {text: [text]}
    assert "Xã 😀" in out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0041]", out)
