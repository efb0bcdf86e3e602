"""The best of the runs that were made; a setting says which from the best."""

from collections.abc import Sequence

from dvk_scoring.api import (
    NOT_ASSIGNED,
    AnyCriterion,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    best,
    count,
    each,
    hookimpl,
    ratio,
    setting,
)


class Runs(Figures):
    marks: Many = each("runs", count(vi="Lần {name}", en="Run {name}", high=500))


class Setup(Params):
    runs: int = setting(3, low=1, high=50, vi="Số lần", en="Runs")


class Best(Criterion[Runs, Setup]):
    """The best run of those that were made."""

    id, level = "best-of", 2
    title = Text(vi="Lần tốt nhất", en="Best run")
    source = Text(vi="tính tay", en="by hand")

    def score(self, figures: Runs, params: Setup) -> Num:
        return ratio(best(figures.marks, when_fewer=NOT_ASSIGNED), 500, when_empty=0)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    return [Best]
