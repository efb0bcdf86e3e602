"""The mean of the works handed in, without the lowest of them."""

from collections.abc import Sequence

from dvk_scoring.api import (
    AnyCriterion,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    decimal,
    each,
    hookimpl,
    mean,
    ratio,
    setting,
)


class Work(Figures):
    marks: Many = each("works", decimal(vi="Bài {name}", en="Work {name}", high=100, places=1))


class Setup(Params):
    works: int = setting(12, low=1, high=50, vi="Số bài", en="Works")
    drop: int = setting(2, low=0, high=49, vi="Bỏ thấp nhất", en="Lowest left out")


class Drop(Criterion[Work, Setup]):
    """The mean of the works handed in, without the lowest of them."""

    id, level = "drop-lowest", 2
    title = Text(vi="Bỏ bài thấp nhất", en="Lowest left out")
    source = Text(vi="tính tay", en="by hand")

    def score(self, figures: Work, params: Setup) -> Num:
        return ratio(mean(figures.marks, drop_low=params.drop, fewest=params.drop + 1), 100, when_empty=0)


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    return [Drop]
