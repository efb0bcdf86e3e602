"""The first part of the rules: who is scored, when, on what basis, in which clusters, in whose words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dvk_scoring.report.rules.blocks import Block, Facts, Grid, Heading, Items, Line, Row
from dvk_scoring.report.rules.teller import PartSayer, Teller
from dvk_scoring.scheme.form.frame import SchemeKeys
from dvk_scoring.scheme.model import Cluster, LegalBasis, Scheme
from dvk_scoring.text import Text, capital

_SAID: Final[Mapping[str, Text]] = {
    "general": Text(vi="Quy định chung", en="In general"),
    "entrant": Text(vi="Chấm điểm cho", en="What is scored"),
    "valid": Text(vi="Thời gian áp dụng", en="Valid"),
    "from_to": Text(vi="từ ngày {first} đến hết ngày {last}", en="from {first} to {last}, both included"),
    "from": Text(vi="từ ngày {first}", en="from {first}"),
    "to": Text(vi="đến hết ngày {last}", en="to {last}, included"),
    "as_of": Text(vi="Tham số lấy theo ngày", en="Params as of"),
    "whole": Text(vi="Tổng điểm tối đa", en="Points in all"),
    "whole_told": Text(vi="{points}, chưa kể điểm thưởng, điểm trừ", en="{points}, before bonuses and penalties"),
    "basis": Text(vi="Căn cứ", en="Legal basis"),
    "in_force": Text(vi="{text} (có hiệu lực {span})", en="{text} (in force {span})"),
    "clusters": Text(vi="Cụm, khối thi đua", en="Clusters"),
    "cluster": Text(vi="Cụm, khối", en="Cluster"),
    "out": Text(vi="{name} (không tham gia xếp hạng)", en="{name} (out of competition)"),
    "kind": Text(vi="Đối tượng", en="Kind"),
    "kinds": Text(
        vi="Điểm tối đa và nội dung áp dụng được quy định riêng cho từng đối tượng dưới đây.",
        en="Weights and what applies are ruled for each kind below.",
    ),
    "voices": Text(vi="Các bước chấm", en="Who speaks"),
    "voices_told": Text(
        vi="Số liệu được ghi theo thứ tự: {voices}. Bước sau thay bước trước; bước sau để trống thì số liệu của "
        "bước trước giữ nguyên.",
        en="Figures are given in this order: {voices}. A later one prevails; what it leaves blank stands as it was.",
    ),
    "then": Text(vi=", rồi đến ", en=", then "),
}


def tell_general(teller: Teller) -> Iterator[Block]:
    """Tell what holds for the scheme as a whole."""
    say = PartSayer(teller, _SAID)
    scheme = teller.scheme
    yield Heading(1, say("general"))
    yield Facts(tuple(_facts(teller, say)))
    if scheme.legal_basis:
        yield Heading(2, say("basis"))
        yield Items(tuple(_basis(basis, teller, say) for basis in scheme.legal_basis))
    yield Heading(2, say("clusters"))
    yield from _clusters(teller, say)
    if scheme.voices:
        yield Heading(2, say("voices"))
        voices = (teller.word("quoted", name=teller.text(scheme.voice_titles[voice])) for voice in scheme.voices)
        yield Line(say("voices_told", voices=say("then").join(voices)))
        yield Line(teller.rule(SchemeKeys.unappraised, scheme.unappraised))


def _facts(teller: Teller, say: PartSayer) -> Iterator[tuple[str, str]]:
    scheme = teller.scheme
    yield say("entrant"), teller.text(scheme.entrant)
    if scheme.valid_from or scheme.valid_to:
        yield say("valid"), _span(LegalBasis("", scheme.valid_from, scheme.valid_to), teller, say)
    if scheme.as_of is not None and _has_dated(scheme):
        yield say("as_of"), teller.day(scheme.as_of)
    yield say("whole"), say("whole_told", points=teller.points(scheme.total))


def _has_dated(scheme: Scheme) -> bool:
    decided = [each for use in scheme.criteria.values() for each in use.by_kind.values()]
    decided += [adjustment.decided for adjustment in scheme.adjustments.values()]
    return any(each.dated for each in decided)


def _span(basis: LegalBasis, teller: Teller, say: PartSayer) -> str:
    first = "" if basis.start is None else teller.day(basis.start)
    last = "" if basis.end is None else teller.day(basis.end)
    return say("from_to" if first and last else "from" if first else "to", first=first, last=last)


def _basis(basis: LegalBasis, teller: Teller, say: PartSayer) -> str:
    if basis.start is None and basis.end is None:
        return basis.text
    return say("in_force", text=basis.text, span=_span(basis, teller, say))


def _clusters(teller: Teller, say: PartSayer) -> Iterator[Block]:
    scheme = teller.scheme
    if len(scheme.kinds) == 1:
        yield Items(tuple(_cluster(teller, say, cluster) for cluster in scheme.clusters.values()))
        return
    yield Line(say("kinds"))
    rows = [
        Row((capital(teller.kind(kind)), "; ".join(_cluster(teller, say, cluster) for cluster in inside)))
        for kind in scheme.kinds
        if (inside := [cluster for cluster in scheme.clusters.values() if cluster.kind == kind])
    ]
    yield Grid((say("kind"), say("cluster")), tuple(rows))


def _cluster(teller: Teller, say: PartSayer, cluster: Cluster) -> str:
    title = teller.text(cluster.title)
    return title if cluster.ranked else say("out", name=title)
