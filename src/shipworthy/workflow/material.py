"""What the document and its sources give: made once, and only when somebody asks."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from msgspec import structs

from shipworthy.bundle.valuing import with_function
from shipworthy.data.coarser import TODAY
from shipworthy.data.independent import independent
from shipworthy.data.join import join_sources
from shipworthy.data.named import require
from shipworthy.data.rules import apply_rule
from shipworthy.data.target import Outcomes, outcomes
from shipworthy.foundation.quantities import SECONDS, per_second
from shipworthy.lab.periods import times
from shipworthy.lab.sealing import columns_of, unsealed
from shipworthy.lab.splits import make_folds
from shipworthy.measure.capacity import CALENDAR
from shipworthy.plan.deciding import deciding
from shipworthy.plan.document import Document
from shipworthy.plan.specs import data_spec, split, status_quo
from shipworthy.plan.worth import worth
from shipworthy.records.deciding import Deciding
from shipworthy.records.fold import Fold
from shipworthy.records.seal import Sealed
from shipworthy.records.spec import DataSpec, Split, StatusQuo, Task, Worth
from shipworthy.records.table import Table
from shipworthy.workflow.progress import Progress
from shipworthy.workflow.snapshots import Snapshots
from shipworthy.workflow.stretches import stretches
from shipworthy.workflow.valuing import valued_by

FEW: Final = 12
MOST_SLICES: Final = 5


class Material:
    """Sources, joined table, outcomes and folds of one project.

    Args:
        document: the project document.
        snapshots: where the sources' rows are pinned.
        progress: told while sources are read and joined.
        root: folder of the project, where its own code lies.
        sealed: tells which rows are sealed, so that nothing reads them.
    """

    def __init__(
        self,
        document: Document,
        snapshots: Snapshots,
        progress: Progress,
        root: Path,
        sealed: Callable[[], Sealed] = Sealed,
    ) -> None:
        self.document = document
        self.root = root
        self.snapshots = snapshots
        self._progress = progress
        self._sealed = sealed
        self.split: Split = split(document)
        self.status_quo: StatusQuo = status_quo(document)

    @cached_property
    def spec(self) -> DataSpec:
        """What the document says about data.

        Raises:
            DocumentError: while the project is only a brief and names no data.
        """
        return data_spec(self.document)

    @cached_property
    def sources(self) -> Mapping[str, Table]:
        """Every source as pinned, by name, the base first."""
        read = {}
        for done, source in enumerate(self.spec.sources):
            self._progress(done, len(self.spec.sources) + 1, f"reading {source.name}")
            table = self.snapshots.read(source)
            # nothing behind this line ever sees a sealed row
            read[source.name] = table if source.join else unsealed(table, self.split.time, self.seal)
        return read

    @cached_property
    def seal(self) -> Sealed:
        """Which rows are sealed, and what a share of them is drawn by."""
        found = self._sealed()
        if not found.share or found.columns:
            return found
        base = self.snapshots.read(self.spec.sources[0])
        return structs.replace(found, columns=columns_of(self.split.group, base.key, base, self.spec.target.column))

    def pin(self) -> None:
        """Reads what was never read, so that every source has a snapshot to stand on."""
        if not all(self.snapshots.digest(source) for source in self.spec.sources):
            _ = self.sources

    @cached_property
    def table(self) -> Table:
        """All sources joined to the base, as known when the decision is taken."""
        table = self.join(self.sources)
        self._progress(1, 1, "joined")
        return table

    def join(self, sources: Mapping[str, Table]) -> Table:
        """The joined table of these sources; checks use it to prove what does not matter."""
        return join_sources(sources, self.spec)

    @cached_property
    def outcomes(self) -> Outcomes:
        """What turned out, row by row."""
        return outcomes(self.table, self.spec.target)

    @property
    def task(self) -> Task:
        """What kind of answer is predicted."""
        return self.outcomes.task

    @cached_property
    def worth(self) -> Worth:
        """What one decision is worth."""
        return with_function(worth(self.document, self.task), self.root)

    @cached_property
    def deciding(self) -> Deciding:
        """What holds decisions back: capacity and guardrails."""
        return deciding(self.document, self.task)

    @cached_property
    def folds(self) -> tuple[Fold, ...]:
        """The folds, the rows kept aside last."""
        return make_folds(self.split, self.table, self.outcomes.labels)

    @cached_property
    def groups(self) -> pl.Series | None:
        """What is independent, row by row, as text; None when every row is.

        What nobody named is what rows are kept together by, else stretches of time, where rows have one.
        """
        spec = structs.replace(self.spec, group=self.spec.group or self.split.group)
        found = independent(self.table.frame, spec)
        if found is None and not spec.group:
            return stretches(self.table.frame, self.split.time, self.outcomes, self.folds)
        return None if found is None else found.cast(pl.String)

    @cached_property
    def slices(self) -> tuple[str, ...]:
        """Columns whose groups are looked at: the document's, else up to five features with few values."""
        asked = self.document.evaluation.slices
        guarded = [guard.by for guard in self.document.guardrails if guard.by]
        require(asked, self.table.frame.columns, where="evaluation.slices")
        require(guarded, self.table.frame.columns, where="guardrails")
        if asked or not self.table.columns:
            return tuple(dict.fromkeys([*asked, *guarded]))
        few = [column for column in self.table.columns if column.role == "feature" and 1 < column.distinct <= FEW]
        return tuple(dict.fromkeys([*guarded, *(column.name for column in few[:MOST_SLICES])]))

    @property
    def inputs(self) -> tuple[str, ...]:
        """Columns that travel with the predictions: for groups, and for what decides what a decision is worth."""
        value = self.document.success.value
        earns = bool(value and value.cost and value.cost.earns)
        valued = valued_by(self.worth, self.table, earns=earns)
        return tuple(dict.fromkeys([*self.slices, *valued, *self._counted_by]))

    @property
    def _counted_by(self) -> tuple[str, ...]:
        """The column that names the periods of the capacity; empty where the calendar does, or nothing is limited."""
        capacity = self.deciding.capacity
        named = [capacity.per] if capacity is not None and capacity.per not in CALENDAR else []
        require(named, self.table.frame.columns, where="problem.capacity")
        return tuple(named)

    @property
    def rows_per_month(self) -> float | None:
        """Decisions in a month: the document's volume, else counted over the rows; None when there is no time."""
        if self.document.success.volume:
            return per_second(self.document.success.volume) * SECONDS["month"]
        if not self.split.time:
            return None
        when = times(self.table.frame, self.split.time).drop_nulls()
        if not when.dtype.is_temporal() or when.len() < 2:
            return None
        span = (when.max() - when.min()).total_seconds()  # type: ignore[operator, union-attr]
        return when.len() / span * SECONDS["month"] if span > SECONDS["w"] else None

    @cached_property
    def months_seen(self) -> frozenset[int] | None:
        """Months of the calendar, 1 to 12, of the rows in any fold; None when rows have no time."""
        if not self.split.time:
            return None
        when = times(self.table.frame, self.split.time)
        if not when.dtype.is_temporal():
            return None
        used = np.unique(np.concatenate([rows for fold in self.folds for rows in (fold.train, fold.test)]))
        return frozenset(int(month) for month in when.gather(used).dt.month().drop_nulls().unique())

    def today(self, frame: pl.DataFrame | None = None) -> pl.Series | None:
        """What is decided today, row by row; None when that is no rule and no column.

        Args:
            frame: the rows; None is the joined table.
        """
        rows = self.table.frame if frame is None else frame
        if self.status_quo.kind == "rule":
            if TODAY in rows.columns:
                return rows[TODAY]
            return apply_rule(self.status_quo.rule, rows, where="problem.status_quo.rule")
        if self.status_quo.kind == "column":
            require([self.status_quo.column], rows.columns, where="problem.status_quo.column")
            return rows[self.status_quo.column]
        return None
