"""The proof of a scheme, in the terminal and as JSON: weights, then range, width and roundings of every criterion."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

import attrs
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from dvk_scoring.analysis.paragraph import rounding_words
from dvk_scoring.formula import tree as t
from dvk_scoring.formula.show import show_exact
from dvk_scoring.formula.walk import walk
from dvk_scoring.report.lists import plain_table
from dvk_scoring.report.problem_json import problem_value
from dvk_scoring.report.rules.teller import Teller
from dvk_scoring.scheme.model import Adjustment, Closing, CriterionUse, Scheme
from dvk_scoring.scoring.plan import PointsProof, ScoringPlan
from dvk_scoring.text import Language, Sayer, Text
from dvk_scoring.written import plain

_NARROW: Final = 63
_SAID: Final[Mapping[str, Text]] = {
    "weights": Text(
        vi="Điểm tối đa, {kind} ({clusters}): {sum} trên {total} ({count} tiêu chí)",
        en="Weights, {kind} ({clusters}): {sum} of {total} (criteria: {count})",
    ),
    "weights_of_all": Text(
        vi="Điểm tối đa: {sum} trên {total} ({count} tiêu chí)",
        en="Weights: {sum} of {total} (criteria: {count})",
    ),
    "id": Text(vi="Mã", en="Id"),
    "title": Text(vi="Tiêu chí", en="Criterion"),
    "weight": Text(vi="Điểm tối đa", en="Weight"),
    "range": Text(vi="Điểm, chứng minh được", en="Points, as proved"),
    "bits": Text(vi="Bit", en="Bits"),
    "divisions": Text(vi="Phép chia", en="Divisions"),
    "rounding": Text(vi="Làm tròn trong công thức", en="Rounded in the formula"),
    "adjustment": Text(vi="Thưởng, trừ", en="Bonus, penalty"),
    "to": Text(vi="Tính vào", en="Counts in"),
    "cap": Text(vi="Nhiều nhất", en="At most"),
    "points": Text(
        vi="Điểm từng tiêu chí, thưởng, trừ: {how}.", en="Points of each criterion, bonus and penalty: {how}."
    ),
    "apart": Text(vi="riêng {names}: {how}", en="{names}: {how}"),
    "exact": Text(vi="không làm tròn, giữ chính xác", en="not rounded, kept exact"),
    "sections": Text(vi="Điểm phần: {how}.", en="Points of sections: {how}."),
    "total": Text(vi="Tổng điểm: {how}.", en="Totals: {how}."),
    "shown": Text(
        vi="Bảng in tổng điểm với {places} chữ số thập phân; xếp hạng theo tổng điểm đầy đủ.",
        en="Decimals of the total that tables print: {places}; ranks are taken from all of it.",
    ),
    "tie_break": Text(vi="tiêu chí phụ", en="tie-break"),
    "guarded": Text(
        vi="{count} phép chia, mỗi phép đều nói rõ nghĩa khi mẫu số bằng 0.",
        en="Divisions: {count}; each says what an empty denominator means.",
    ),
    "width": Text(
        vi="Phép tính rộng nhất cần {bits} bit: chạy trên số nguyên {width} bit, không tràn.",
        en="The widest step needs {bits} bits: whole numbers of {width} bits hold it, nothing overflows.",
    ),
    "too_wide": Text(
        vi="Phép tính rộng nhất cần {bits} bit, quá 128 bit: tự chạy trên máy “exact” (số nguyên không giới hạn).",
        en="The widest step needs {bits} bits, more than 128: it runs on the engine “exact” (unlimited) by itself.",
    ),
    "declared": Text(
        vi="Chứng minh cho mọi số liệu trong khoảng đã khai báo; số liệu ngoài khoảng bị từ chối khi đọc.",
        en="Proved for all figures in their declared ranges; figures outside are refused when they are read.",
    ),
    "good": Text(vi="Bảng điểm dùng được.", en="The scheme can be used."),
}


def print_proof(scheme: Scheme, plan: ScoringPlan, language: Language, console: Console) -> None:
    """Print what is proved of a scheme."""
    page = _Page(scheme, plan, language)
    console.print(Styled(f"{scheme.title.in_(language)} ({scheme.id})", "bold"))
    for kind in scheme.kinds:
        console.print(Styled(page.weights(kind)))
    for table in page.tables():
        console.print(table)
    for line in page.whole():
        console.print(Styled(line))
    console.print(Styled(page.say("good"), "bold green"))


def proof_json(scheme: Scheme, plan: ScoringPlan) -> str:
    """Write what is proved of a scheme as JSON, with its warnings and notes; ``docs/outputs.md`` tells the keys."""
    proofs = {proof.id: proof for proof in plan.proofs}
    added = {adjustment.id: adjustment for adjustment in plan.adjustments}
    whole = {
        "scheme": {"id": scheme.id, "title": attrs.asdict(scheme.title), "sha256": scheme.hash},
        "weights": {kind: _weights_value(scheme, kind) for kind in scheme.kinds},
        "criteria": {key: _criterion_value(criterion, proofs[key]) for key, criterion in scheme.criteria.items()},
        "bonuses": {key: _added_value(bonus, added[key]) for key, bonus in scheme.bonuses.items()},
        "penalties": {key: _added_value(penalty, added[key]) for key, penalty in scheme.penalties.items()},
        "bits": plan.bits,
        "problems": [problem_value(problem) for problem in scheme.problems],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _weights_value(scheme: Scheme, kind: str) -> Mapping[str, object]:
    weights = _weights(scheme, kind)
    return {"sum": plain(sum(weights, Fraction(0))), "of": plain(scheme.total), "criteria": len(weights)}


def _criterion_value(use: CriterionUse, proof: PointsProof) -> Mapping[str, object]:
    weight = {kind: plain(weight) for kind, weight in use.weight.items()}
    return {"weight": weight, "tie_break": use.tie_break, **_proof_value(use, proof)}


def _added_value(added: Adjustment, proof: PointsProof) -> Mapping[str, object]:
    return {"to": added.to, "cap": None if added.cap is None else plain(added.cap), **_proof_value(added, proof)}


def _proof_value(owner: CriterionUse | Adjustment, proof: PointsProof) -> Mapping[str, object]:
    return {
        "low": plain(proof.low),
        "high": plain(proof.high),
        "bits": proof.bits,
        "divisions": _divisions(_trees(owner)),
        "roundings": [{"places": places, "mode": mode} for places, mode in _rounded(owner)],
    }


class _Page:
    """Makes the parts of the proof."""

    def __init__(self, scheme: Scheme, plan: ScoringPlan, language: Language) -> None:
        self.scheme, self.plan, self.language = scheme, plan, language
        self.say = Sayer(_SAID, self.language)
        self.teller = Teller(scheme, language)

    def weights(self, kind: str) -> str:
        """Add up the weights of a kind of unit."""
        weights = _weights(self.scheme, kind)
        total = self._number(self.scheme.total)
        key = "weights_of_all" if len(self.scheme.kinds) == 1 else "weights"
        added = self._number(sum(weights, Fraction(0)))
        clusters = "; ".join(
            cluster.title.in_(self.language) for cluster in self.scheme.clusters.values() if cluster.kind == kind
        )
        named = self.teller.kind(kind)
        return self.say(key, kind=named, clusters=clusters, count=len(weights), sum=added, total=total)

    def tables(self) -> Iterator[Table]:
        """Give the table of criteria, and that of bonuses and penalties if there are any."""
        table = self._table("id", "title", "weight", "range", "bits", "divisions", "rounding")
        for proof in self.plan.proofs:
            use = self.scheme.criteria[proof.id]
            weight = self._weight(use)
            divisions = str(_divisions(_trees(use)))
            table.add_row(
                proof.id,
                _named(use, self.language),
                weight,
                self._range(proof),
                str(proof.bits),
                divisions,
                self._roundings(use),
            )
        yield table
        if self.plan.adjustments:
            yield self._adjustments()

    def _adjustments(self) -> Table:
        table = self._table("id", "adjustment", "to", "cap", "range", "bits", "rounding")
        declared = self.scheme.adjustments
        for proof in self.plan.adjustments:
            adjustment = declared[proof.id]
            cap = "–" if adjustment.cap is None else self._number(adjustment.cap)
            table.add_row(
                proof.id,
                _named(adjustment, self.language),
                self.teller.name(adjustment.to),
                cap,
                self._range(proof),
                str(proof.bits),
                self._roundings(adjustment),
            )
        return table

    def whole(self) -> Iterator[str]:
        """Say what holds for the scheme as a whole."""
        rounding = self.scheme.rounding
        yield self.say("guarded", count=_divisions(tree for owner in self.scheme.uses for tree in _trees(owner)))
        yield self.say("points", how=self._closings())
        if rounding.of_section is not None:
            yield self.say("sections", how=self._closing(rounding.of_section))
        yield self.say("total", how=self._closing(rounding.of_total))
        if rounding.shown is not None:
            yield self.say("shown", places=rounding.shown)
        width = 64 if self.plan.bits <= _NARROW else 128
        yield self.say("width" if self.plan.fits_columns else "too_wide", bits=self.plan.bits, width=width)
        yield self.say("declared")

    def _closings(self) -> str:
        """Say how points are rounded: as most are, then those that say their own."""
        by_closing: dict[Closing | None, list[str]] = {}
        for owner in self.scheme.uses:
            by_closing.setdefault(owner.closing, []).append(owner.id)
        usual = max(by_closing, key=lambda closing: len(by_closing[closing]))
        apart = [
            self.say("apart", names=", ".join(ids), how=self._closing(closing))
            for closing, ids in by_closing.items()
            if closing != usual
        ]
        return "; ".join([self._closing(usual), *apart])

    def _closing(self, closing: Closing | None) -> str:
        if closing is None:
            return self.say("exact")
        return rounding_words(closing.places, closing.mode, self.language)

    def _table(self, *headings: str) -> Table:
        return plain_table(self.say(heading) for heading in headings)

    def _number(self, value: Fraction) -> str:
        return show_exact(value, self.language)

    def _range(self, proof: PointsProof) -> str:
        return f"{self._number(proof.low)} … {self._number(proof.high)}"

    def _weight(self, use: CriterionUse) -> str:
        if use.tie_break:
            return self.say("tie_break")
        weights = {kind: self._number(weight) for kind, weight in use.weight.items()}
        if len(weights) == len(self.scheme.kinds) and len(set(weights.values())) == 1:
            return next(iter(weights.values()))
        return "; ".join(f"{self.teller.kind(kind)}: {weight}" for kind, weight in weights.items())

    def _roundings(self, owner: CriterionUse | Adjustment) -> str:
        """Say where a formula rounds before its points do."""
        return "; ".join(rounding_words(*key, self.language) for key in _rounded(owner)) or "–"


def _trees(owner: CriterionUse | Adjustment) -> tuple[t.Num, ...]:
    """Give its formulas: one for each kind of unit where the weight shapes it."""
    if isinstance(owner, Adjustment):
        return (owner.decided.built.tree,)
    return tuple(dict.fromkeys(decided.built.tree for decided in owner.by_kind.values()))


def _weights(scheme: Scheme, kind: str) -> list[Fraction]:
    return [use.weight[kind] for use in scheme.scored.values() if kind in use.weight]


def _divisions(trees: Iterable[t.Num]) -> int:
    return sum(isinstance(node, t.Ratio) for number in trees for node in walk(number))


def _rounded(owner: CriterionUse | Adjustment) -> list[tuple[int, t.RoundMode]]:
    """Give places and mode of each rounding in its formulas, each once."""
    nodes = [node for tree in _trees(owner) for node in walk(tree) if isinstance(node, t.Round)]
    return list(dict.fromkeys((node.places, node.mode) for node in nodes))


def _named(owner: CriterionUse | Adjustment, language: Language) -> str:
    return f"{owner.no} {owner.title.in_(language)}".strip()
