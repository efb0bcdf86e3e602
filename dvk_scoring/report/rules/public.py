"""What the rules say of the public edition: what it leaves out and shows besides what every edition does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dvk_scoring.report.rules.blocks import Block, Facts, Heading, Line
from dvk_scoring.report.rules.teller import PartSayer, Teller
from dvk_scoring.scheme.public import AWARDS, Public
from dvk_scoring.text import Text

_SAID: Final[Mapping[str, Text]] = {
    "public": Text(vi="Bản công khai", en="Public edition"),
    "told": Text(
        vi="Bản công khai không có khiếu nại, kỷ luật, điểm trừ, lý do của quyết định, minh chứng, số liệu, trừ khi "
        "ghi khác dưới đây; phần nào tính ngược được từ tổng thì bỏ ra theo.",
        en="The public edition has no complaints, discipline, penalties, reasons of rulings, evidence or figures "
        "unless it is said otherwise below; what would tell them through the sums is left out with them.",
    ),
    "leaves_out": Text(vi="Bỏ thêm", en="Left out besides"),
    "shows": Text(vi="Hiện thêm", en="Shown besides"),
    "small": Text(vi="Số đếm không hiện", en="Counts withheld"),
    "below": Text(vi="dưới {least}", en="below {least}"),
    "none": Text(vi="không có", en="none"),
    "classes": Text(vi="xếp loại", en="the classes"),
    "titles": Text(vi="danh hiệu", en="the titles"),
}


def tell_public(teller: Teller) -> Iterator[Block]:
    """Tell what a scheme says of its public edition, if it says anything."""
    public, say = teller.scheme.public, PartSayer(teller, _SAID)
    if public == Public():
        return
    yield Heading(1, say("public"))
    yield Line(say("told"))
    lists = (("leaves_out", public.leaves_out), ("shows", public.shows))
    pairs = [(say(key), tell_parts(teller, ones)) for key, ones in lists if ones]
    least = say("below", least=public.small_cells) if public.small_cells else say("none")
    yield Facts((*pairs, (say("small"), least)))


def tell_parts(teller: Teller, ones: Sequence[str]) -> str:
    """Name parts of the result."""
    say = PartSayer(teller, _SAID)
    return "; ".join(say(part) if part in AWARDS else teller.name(part) for part in ones)
