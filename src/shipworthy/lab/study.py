"""What is asked of every candidate: the same rows, the same folds, the same outcomes."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

import polars as pl
from joblib import cpu_count

from shipworthy.foundation.errors import ColumnError
from shipworthy.records.aim import Aim
from shipworthy.records.fold import Fold
from shipworthy.records.frames import digest_frame
from shipworthy.records.record import Record
from shipworthy.records.spec import Split, Task
from shipworthy.records.table import Table

R = TypeVar("R", bound=Record)


class Cache(Protocol):
    """Keeps records by key; `store.cache.Cache` is one."""

    def get(self, key: str, kind: type[R]) -> R | None:
        """The record kept under a key, or None."""
        ...

    def put(self, key: str, record: Record) -> None:
        """Keeps a record."""
        ...


@dataclass(frozen=True)
class Workplace:
    """Where and with what candidates learn.

    Attributes:
        folder: the project's, where factories are looked for; None when there is none.
        seed: of everything drawn at random.
        workers: cores; so many candidates learn at the same time, each on one. Results do not depend on it.
        shelf: where what is made of the columns is kept for others; None keeps nothing.
        keeps: whether what is fitted for the rows kept aside is put away on the shelf.
        on: where candidates learn: `local`, or the address of a Ray cluster. Results do not depend on it.
    """

    folder: Path | None = None
    seed: int = 0
    workers: int = field(default_factory=cpu_count)
    shelf: Path | None = None
    on: str = "local"
    keeps: bool = False


@dataclass(frozen=True, eq=False)
class Study:
    """Rows, outcomes and folds.

    Attributes:
        table: the joined table; columns with the role `feature` are learned from.
        labels: what turned out, null where unknown; text for classes, numbers for regression. # (rows,)
        task: what is predicted.
        folds: as `make_folds` gives them.
        periods: as `periods_of` gives them. # (rows,)
        groups: what is independent, row by row; None when every row is. # (rows,)
        inputs: columns that go with the predictions, for slices and value; personal ones are left out.
        place: folder, seed and workers.
        split: the rules that made the folds; folds within them are made by the same.
        aim: what settings are searched for; None for what is usual for the task.
    """

    table: Table
    labels: pl.Series
    task: Task
    folds: tuple[Fold, ...]
    periods: pl.Series
    groups: pl.Series | None = None
    inputs: tuple[str, ...] = ()
    place: Workplace = field(default_factory=Workplace)
    split: Split = field(default_factory=Split)
    aim: Aim | None = None

    @property
    def frame(self) -> pl.DataFrame:
        """The columns that are learned from.

        Raises:
            ColumnError: when there is none.
        """
        features = self.table.of("feature")
        if not features:
            roles = ", ".join(f"{column.name} ({column.role.replace('_', ' ')})" for column in self.table.columns)
            raise ColumnError(
                "no column is left to learn from",
                where=self.table.name,
                seen=roles,
                allowed="at least one column that varies and is known when the decision is taken",
                next_step="add such columns to the table, or join another source",
            )
        return self.table.frame.select(features)

    @cached_property
    def frame_digest(self) -> str:
        """Names the columns that are learned from."""
        return digest_frame(self.frame)

    @property
    def trend(self) -> bool:
        """Whether rows asked about lie among the rows learned from in time: folds were drawn at random."""
        return self.periods.null_count() == len(self.periods)
