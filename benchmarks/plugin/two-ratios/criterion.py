"""The criterion of the benchmarks: two shares, six tenths and four tenths."""

from collections.abc import Sequence

from dvk_scoring.api import AnyCriterion, Criterion, Figures, Num, Params, Text, count, hookimpl, param, ratio


class Shares(Figures):
    due: Num = count(vi="Đến hạn", en="Due")
    done: Num = count(vi="Đã xong", en="Done", at_most="due")
    promised: Num = count(vi="Đã hứa", en="Promised")
    kept: Num = count(vi="Đã giữ lời", en="Kept", at_most="promised")


class Part(Params):
    first: Num = param("0.6", low="0", high="1", vi="Phần của tỷ lệ thứ nhất", en="Part of the first share")


class TwoRatios(Criterion[Shares, Part]):
    """Work done of work due, and promises kept of promises made."""

    id = "two-ratios"
    title = Text(vi="Hai tỷ lệ", en="Two shares")
    source = Text(vi="làm riêng để đo tốc độ", en="made for the benchmarks")

    def score(self, figures: Shares, params: Part) -> Num:
        done = ratio(figures.done, figures.due, when_empty=0)
        kept = ratio(figures.kept, figures.promised, when_empty=0)
        return params.first * done + (1 - params.first) * kept


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """The one criterion."""
    return [TwoRatios]
