"""The units of a folder on the disk of one machine, a batch in memory at a time.

All that stays in memory of all units is what a task's answer needs: of an id eight bytes, of a rank one row a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import polars as pl

from dvk_scoring.aside import folder_aside
from dvk_scoring.engines.folder.parts import ROWS_OF_AN_ID, Repeats, Row, Task, Where
from dvk_scoring.engines.folder.turns import CLUSTER, is_rank, joined_across, ranked_together
from dvk_scoring.engines.write import LEVEL, refusals_of_system

if TYPE_CHECKING:
    from dvk_scoring.engines.folder.turns import Known, Ranked, Rows
    from dvk_scoring.formula.columns import Across

_VALUE: Final = "#value"


@attrs.frozen
class LocalParts:
    """Units on this machine; see ``Parts``.

    Attributes:
        batches: Reads some of their columns from the disk, batch by batch, each time anew.
        schema: The columns that are there.
        room: Folder for what is held.
        taken: Columns that are read, in this order.
        steps: What is done with each batch.
        rows: How many there are; None: nobody counted.
    """

    batches: Callable[[Sequence[str]], Iterator[pl.DataFrame]]
    schema: Mapping[str, pl.DataType]
    room: Path
    taken: Sequence[str]
    steps: Sequence[Rows] = ()
    rows: int | None = None

    @property
    def columns(self) -> Sequence[str]:
        """See ``Parts``."""
        return list(self.schema)

    def count(self) -> int:
        """See ``Parts``."""
        return sum(map(len, self.frames())) if self.rows is None else self.rows

    def only(self, names: Sequence[str]) -> LocalParts:
        """See ``Parts``."""
        schema = {name: self.schema[name] for name in names}
        if self.steps:
            return attrs.evolve(self, schema=schema, steps=(*self.steps, lambda frame: frame.select(names)))
        return attrs.evolve(self, schema=schema, taken=list(names))

    def whole(self) -> LocalParts:
        """See ``Parts``."""

        def together(_: Sequence[str]) -> Iterator[pl.DataFrame]:
            yield pl.concat([self._empty(), *self.frames()])

        return LocalParts(together, self.schema, self.room, self.columns, rows=self.rows)

    def mapped(self, task: Task) -> LocalParts:
        """See ``Parts``; the task is done with no rows for the columns that come of it."""
        schema = task.run(self._empty()).schema
        return attrs.evolve(self, schema=schema, steps=(*self.steps, task.run), rows=None)

    def held(self) -> LocalParts:
        """See ``Parts``: held on the disk."""
        folder = self.room / str(sum(1 for _ in self.room.iterdir()))
        folder.mkdir()
        files: list[Path] = []
        for at, frame in enumerate(self.frames()):
            files.append(folder / f"{at}.ipc")
            with refusals_of_system():
                frame.write_ipc(files[-1], compression="lz4")

        def batches(names: Sequence[str]) -> Iterator[pl.DataFrame]:
            return (pl.read_ipc(file, columns=list(names)) for file in files)

        return LocalParts(batches, self.schema, self.room, self.columns)

    def with_across(self, across: Sequence[Across]) -> tuple[LocalParts, Known]:
        """See ``Parts``. A rank is one count of the units of each value, and the counts added up from the best down."""
        plain = [value for value in across if not is_rank(value)]
        groups = ranked_together(across)
        values: pl.DataFrame | None = None
        counts: dict[Ranked, pl.DataFrame] = {}
        read = self.only(list({CLUSTER, *(name for value in across for name in value.args)}))
        for frame in read.frames():
            if plain:
                wide = ((value, pl.col(value.args[0]).cast(pl.Int128 if value.wide else pl.Int64)) for value in plain)
                told = frame.group_by(CLUSTER).agg(
                    _reduced(value, column).alias(value.column) for value, column in wide
                )
                values = told if values is None else pl.concat([values, told])
            for group in groups:
                told = frame.filter(pl.col(group.among)).group_by(_keys(group)).agg(units=pl.len().cast(pl.Int64))
                before = [counts[group]] if group in counts else []
                counts[group] = pl.concat([*before, told]).group_by(told.columns[:-1]).agg(pl.col("units").sum())
        known: dict[str, tuple[Mapping[str, int], bool]] = {}
        if values is not None:
            by_cluster = values.group_by(CLUSTER).agg(_reduced(value, pl.col(value.column)) for value in plain)
            for each in plain:
                by_group = dict(zip(by_cluster[CLUSTER].to_list(), by_cluster[each.column].to_list(), strict=True))
                known[each.column] = joined_across(each, by_group), each.wide
        steps = [_Ranks(group, groups[group], _places(group, counted)) for group, counted in counts.items()]
        schema = {**self.schema, **{rank.column: pl.Int64() for group in groups.values() for rank in group}}
        return attrs.evolve(self, schema=schema, steps=(*self.steps, *steps)), known

    def findings(self, most: int) -> list[Row]:
        """See ``Parts``."""
        rows = pl.concat([self._empty(), *self.frames()]).sort("file", "line", "detail")
        told = rows.group_by("kind", "name", "header", maintain_order=True).agg(
            pl.col("count").sum(), pl.col("low").min(), pl.col("high").max(), pl.col("blank").any(), pl.col("kp").any(),
            first=pl.col("detail").drop_nulls().head(most),
        )  # fmt: skip
        return list(told.rows(named=True))

    def repeats(self, most: int) -> Repeats:
        """See ``Parts``: a whole number for each id first; the ids themselves of those that are there twice."""
        hashes = pl.concat([frame["lower"].drop_nulls().hash() for frame in self.frames()]).sort()
        several = hashes.filter(hashes == hashes.shift(1)).unique()
        if several.is_empty():
            return Repeats(0, [], 0, [])
        rows = pl.concat(frame.filter(pl.col("lower").hash().is_in(several.implode())) for frame in self.frames())
        counted = rows.group_by("lower").agg(rows=pl.len().cast(pl.Int64), ids=pl.col("unit").n_unique().cast(pl.Int64))
        counted = counted.filter(pl.col("rows") > 1).sort("lower")
        first = counted.filter(pl.col("rows") > pl.col("ids"))["lower"].head(most)
        pairs = counted.filter(pl.col("ids") > 1)["lower"]
        again = rows.filter(pl.col("lower").is_in(first.implode())).sort("unit", "file", "line")
        spelled = rows.filter(pl.col("lower").is_in(pairs.head(most).implode())).group_by("lower")
        return Repeats(
            int((counted["rows"] - counted["ids"]).sum()),
            again.head(ROWS_OF_AN_ID * most).rows(named=True),
            len(pairs),
            spelled.agg(pl.col("unit").unique().sort()).sort("lower")["unit"].to_list(),
        )

    def counted(self, conditions: Sequence[Where]) -> list[int]:
        """See ``Parts``."""
        counts = (_so(condition).sum() if condition else pl.len() for condition in conditions)
        asked = [count.cast(pl.Int64).alias(str(at)) for at, count in enumerate(counts)]
        # Of no columns at all there would be no rows to count.
        read = self.only(list({name for condition in conditions for name in condition}) or self.columns[:1])
        counted = pl.concat(frame.select(asked) for frame in read.frames())
        return [int(column.sum()) for column in counted.iter_columns()]

    def first(self, where: Where, most: int, by: Sequence[str] = ()) -> list[Row]:
        """See ``Parts``."""
        shown = dict.fromkeys(("unit", "name", CLUSTER, *by))
        frames = (frame.filter(_so(where)).select(*shown) for frame in self.only(list({*where, *shown})).frames())
        # Sorted lazily, the first ones are found without ordering the rest.
        firsts = (frame.lazy().sort(*by, "unit").head(most).collect() for frame in frames)
        few = reduce(lambda before, now: pl.concat([before, now]).sort(*by, "unit").head(most), firsts)
        return list(few.rows(named=True))

    def apart(self, where: Where, keys: Sequence[str], name: str) -> LocalParts:
        """See ``Parts``."""
        read = self.only(list({*where, *keys, name}))
        asked = (frame.filter(_so(where)).select(*keys, name).unique() for frame in read.frames())
        seen = reduce(lambda before, now: pl.concat([before, now]).unique(), asked)
        several = seen.group_by(keys).agg(pl.len()).filter(pl.col("len") > 1).select(keys)

        def among(frame: pl.DataFrame) -> pl.DataFrame:
            return frame.filter(_so(where)).join(several, on=list(keys), how="semi")

        return attrs.evolve(self, steps=(*self.steps, among), rows=None)

    def write(self, target: str, *, force: bool) -> None:
        """See ``Parts``: written aside, a file a batch, and moved into place when it is whole."""
        with folder_aside(Path(target), force=force) as folder:
            for at, frame in enumerate(self.frames()):
                with refusals_of_system():
                    frame.write_parquet(folder / f"part-{at:05d}.parquet", compression_level=LEVEL)

    def frames(self) -> Iterator[pl.DataFrame]:
        """Give batch after batch, with all steps done."""
        for frame in self.batches(self.taken):
            yield reduce(lambda made, step: step(made), self.steps, frame)

    def _empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.schema)


@attrs.frozen
class _Ranks:
    """Adds to each unit the ranks of its value."""

    group: Ranked
    across: Sequence[Across]
    places: pl.DataFrame

    def __call__(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add them; 0 for who is not ranked."""
        value = pl.when(pl.col(self.group.among)).then(pl.col(self.group.value)).alias(_VALUE)
        on = [_VALUE, *(name for name in self.places.columns if name == CLUSTER)]
        ranks = (pl.col(across.window.kind).fill_null(0).alias(across.column) for across in self.across)
        placed = frame.with_columns(value).join(self.places, on=on, how="left", maintain_order="left")
        return placed.with_columns(ranks).select(*frame.columns, *(across.column for across in self.across))


def _keys(group: Ranked) -> list[pl.Expr]:
    return [pl.col(group.value).alias(_VALUE), *([pl.col(CLUSTER)] if group.over == CLUSTER else [])]


def _places(group: Ranked, counts: pl.DataFrame) -> pl.DataFrame:
    """Give the place of every different value: how many units, and how many values, stand before it."""
    ahead = pl.col("units").cum_sum()
    last, dense = (ahead, pl.int_range(1, pl.len() + 1)) if group.over != CLUSTER else (
        ahead.over(CLUSTER), pl.int_range(1, pl.len() + 1).over(CLUSTER)
    )  # fmt: skip
    ranks = counts.sort(_VALUE, descending=True).with_columns(rank_max=last, rank_dense=dense)
    units = pl.col("units")
    return ranks.select(pl.exclude("units"), rank_min=pl.col("rank_max") - units + 1, shared=(units > 1).cast(pl.Int64))


def _reduced(across: Across, column: pl.Expr) -> pl.Expr:
    """Take a value of several units together."""
    return {"max": column.max, "min": column.min, "sum": column.sum}[across.window.kind]()


def _so(where: Where) -> pl.Expr:
    return reduce(and_, (pl.col(name) == value for name, value in where.items()), pl.lit(True))  # noqa: FBT003
