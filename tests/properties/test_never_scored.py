"""What is never scored: the number of complaints, of information, of people arrested or watched; belief and origin."""

from __future__ import annotations

import pytest

from dvk_scoring.api import NOT_ASSIGNED, Criterion, Figures, Num, Params, Text, clip, count, ratio
from dvk_scoring.criteria.criterion import build
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.testing.bench import CHANGED
from dvk_scoring.testing.checks.laws import raising, speaks_of_belief_or_origin
from dvk_scoring.testing.promises import PromiseTrial

REGISTRY = Registry.of()
BUILT = {one: build(REGISTRY.criterion(one)) for one in sorted(REGISTRY.ids())}
FIGURES = [(key, spec) for key, built in BUILT.items() for spec in built.figures]
UNITS = {key: PromiseTrial(built, CHANGED, 1) for key, built in BUILT.items()}
COUNTED = [(key, spec) for key, spec in FIGURES if spec.counts is not None]

# What each of these figures counts. A figure taken out of the list would no longer be watched by the tests below.
WATCHED = {
    ("community-affairs", "missed", "complaints"),
    ("community-affairs", "raised", "complaints"),
    ("complaint-handling", "due", "complaints"),
    ("complaint-handling", "hot_found", "complaints"),
    ("complaint-handling", "hot_reported", "complaints"),
    ("complaint-handling", "missed", "complaints"),
    ("security-movement", "asked", "watched"),
    ("security-movement", "missed", "information"),
    ("security-movement", "received", "information"),
}


@pytest.mark.parametrize(("criterion_id", "spec"), COUNTED, ids=lambda one: getattr(one, "name", one))
def test_raising_the_number_alone_never_raises_points(criterion_id: str, spec: FigureSpec) -> None:
    for result in raising(UNITS[criterion_id], spec):
        assert result.breaches[:1] == ()
        assert result.compared >= 100, "hardly tried"


def test_the_figures_that_are_watched_are_these() -> None:
    assert {(key, spec.name, spec.counts) for key, spec in COUNTED} == WATCHED


def test_no_figure_counts_belief_or_origin() -> None:
    """Helps may speak of them to say that they are not counted; labels and names may not."""
    assert [(key, spec.name) for key, spec in FIGURES if speaks_of_belief_or_origin(spec.label)] == []


def test_no_figure_of_charity_counts_donors() -> None:
    names = {spec.name for spec in BUILT["social-work"].figures}
    assert names == {"staff", "meals", "pupils", "gifts", "care", "blood"}


def test_the_look_at_labels_sees_one() -> None:
    assert speaks_of_belief_or_origin(Text(vi="Số tín đồ trên địa bàn", en="Followers in the area"))
    assert not speaks_of_belief_or_origin(Text(vi="Chỉ đạo đã thực hiện", en="Directives carried out"))


class Told(Figures):
    told: Num = count(vi="Tin báo", en="Information", high=100, counts="information")
    answered: Num = count(vi="Trả lời", en="Answered", high=100, at_most="told")


class Paid(Criterion[Told, Params]):
    """Pays for the number of pieces of information beside the share answered."""

    id = "paid"
    title = Text.same("paid")
    source = Text.same("hand-made")

    def score(self, figures: Told, params: Params) -> Num:
        share = ratio(figures.answered, figures.told, when_empty=NOT_ASSIGNED)
        return clip(share + ratio(figures.told, 50, when_empty=0), 0, 1)


def test_a_criterion_that_pays_for_the_number_is_found() -> None:
    built = build(Paid)
    assert any(result.breaches for result in raising(PromiseTrial(built, CHANGED, 1), built.figures[0]))
