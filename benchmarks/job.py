"""The job every contender does, and nothing of how it does it.

Read one Parquet file (one row a unit: `unit`, `cluster`, and four whole numbers a criterion), give each of the twelve
criteria

    points = weight x (0.6 x done / due + 0.4 x kept / promised), rounded half up to 2 places,

add them up, rank the totals within the cluster (1-2-2-4, the highest first), and write `unit`, the twelve points,
`total` and `rank` to Parquet, in any order of rows.
"""

from typing import Final

import attrs

FIRST_SHARE: Final = 6  # tenths
SECOND_SHARE: Final = 4
PLACES: Final = 2
CLUSTERS: Final = 64


@attrs.frozen
class Weighted:
    """One criterion of the job.

    Attributes:
        id: Its name, and the start of its columns.
        weight: The most points it gives.
        digits: Its figures go up to 10 to this power.
    """

    id: str
    weight: int
    digits: int

    def column(self, figure: str) -> str:
        """The column of one of its figures: done, due, kept, promised."""
        return f"{self.id}.{figure}"


WEIGHTS: Final = (15, 12, 10, 10, 9, 8, 8, 7, 7, 6, 5, 3)
CRITERIA: Final = tuple(
    Weighted(id=f"c{number:02d}", weight=weight, digits=4 + number % 3)
    for number, weight in enumerate(WEIGHTS, start=1)
)
RATIOS: Final = (("done", "due"), ("kept", "promised"))
POINTS: Final = tuple(criterion.id for criterion in CRITERIA)
