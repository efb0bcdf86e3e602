"""Done or not done."""

from collections.abc import Sequence

from dvk_scoring.api import AnyCriterion, Criterion, Figures, Num, Params, Text, hookimpl, never_lowers, yes_no


class PassFailFigures(Figures):
    passed: Num = yes_no(
        vi="Đạt yêu cầu",
        en="Requirement met",
        help_vi="1 hoặc có: đạt toàn bộ yêu cầu. Đạt một phần thì ghi 0.",
        help_en="1 or yes: the whole requirement is met. Met in part is 0.",
    )


class PassFail(Criterion[PassFailFigures, Params]):
    """All of the weight, or nothing."""

    id = "pass-fail"
    title = Text(vi="Đạt hoặc không đạt", en="Pass or fail")
    source = Text(
        vi="Bảng điểm của một cụm thi đua công an cấp tỉnh năm 2025: 28,8% số điểm cho theo cách này",
        en="Rubric of a provincial police emulation cluster, 2025: 28.8 % of its points are given so",
    )
    promises = (
        never_lowers(Text(vi="Đạt yêu cầu không bao giờ bị trừ", en="Meeting the requirement never costs"), passed=+1),
    )

    def score(self, figures: PassFailFigures, params: Params) -> Num:  # noqa: ARG002 - it has none
        return figures.passed


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand the criterion to the host."""
    return [PassFail]
