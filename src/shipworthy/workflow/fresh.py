"""What has come in live beside what was learned from before: one study of both, the newest rows kept aside."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl
from msgspec import structs

from shipworthy.bundle.load import Loaded
from shipworthy.data.independent import independent
from shipworthy.foundation.errors import RequestError
from shipworthy.lab.periods import times
from shipworthy.lab.splits import make_folds, periods_of
from shipworthy.lab.study import Study
from shipworthy.measure.decide import decide
from shipworthy.measure.rolling import held_to
from shipworthy.records.deciding import Deciding
from shipworthy.records.fold import Fold
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Split
from shipworthy.records.table import Table
from shipworthy.workflow.aim import aim
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.logbook import open_log
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.running import incidents_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.workplace import workplace

LATEST: Final = 3
"""Periods before the rows kept aside that a retrained candidate is asked about too."""
ASIDE: Final = timedelta(weeks=4)
"""The newest stretch of known outcomes that is kept aside, or a fifth of what came in where that is less."""
FEWEST: Final = 200
_BESIDE: Final = timedelta(days=1)


class Fresh:
    """Rows known before and rows that came in, as one study.

    Args:
        bench: the project.
        loaded: what is live.
        now: the moment up to which outcomes count, UTC.

    Attributes:
        came: live predictions whose outcome was known by then, but for those that came while a feed was broken.
        left_out: how many those were.
        study: rows of both, the newest kept aside.

    Raises:
        RequestError: when too little has come in.
        LogError: when the prediction log cannot be read.
    """

    def __init__(self, bench: Workbench, loaded: Loaded, now: datetime) -> None:
        self._bench, self._loaded = bench, loaded
        known = _known(bench, loaded, now)
        whole = _whole(bench, known)
        self.left_out = known.height - whole.height
        if whole.height < FEWEST:
            raise _too_little(whole.height, self.left_out)
        # what the rows brought along is in the study from here on, and is much
        self.came: pl.DataFrame = whole.drop("inputs")
        self.study: Study = self._study(whole["inputs"].struct.unnest())

    def _study(self, brought: pl.DataFrame) -> Study:
        """Rows of both, the newest kept aside."""
        material, bundle = self._bench.material, self._loaded.bundle
        used = np.unique(np.concatenate([part for fold in material.folds for part in (fold.train, fold.test)]))
        names = [each.name for each in bundle.inputs]
        before = material.table.frame.select(names)[used]
        frame = pl.concat([before, brought.select(names).cast(before.schema, strict=False)])
        table = Table(
            name=material.table.name,
            frame=frame,
            columns=tuple(each for each in material.table.columns if each.name in names),
            time=material.table.time if material.table.time in names else "",
        )
        outcomes = material.outcomes.labels
        labels = pl.concat([outcomes.gather(used), self.came["outcome"].cast(outcomes.dtype).alias(outcomes.name)])
        split = self._split(table)
        return Study(
            table=table,
            labels=labels,
            task=bundle.task,
            folds=self._folds(split, table, labels),
            periods=periods_of(split, table),
            groups=None if (found := independent(frame, material.spec)) is None else found.cast(pl.String),
            inputs=material.inputs,
            place=workplace(self._bench, split.seed),
            split=split,
            aim=aim(self._bench),
        )

    @cached_property
    def field(self) -> Mapping[str, Predictions]:
        """The candidate that is live, learned anew, beside the baselines, on the rows of the study."""
        name = self._loaded.bundle.candidate
        found = Candidates(self._bench, self.study).field([name])
        if name in found.failures:
            raise found.failures[name]
        return found.predictions

    @property
    def live(self) -> Predictions:
        """What the model that is live said of the rows kept aside, decided as it decides."""
        bundle = self._loaded.bundle
        aside = holdout_of(self.field[bundle.candidate])
        first = self.study.table.frame.height - self.came.height
        place = aside.frame["id"].cast(pl.Int64) - first
        said = self.came["score"].gather(place)
        frame = aside.frame.with_columns(said.alias("score"), pl.lit(str(bundle.version)).alias("model"))
        acted = bundle.correction or None
        asked = structs.replace(aside, candidate=bundle.name, frame=frame.drop("decision"), correction=acted)
        return held_to(decide(asked, bundle.worth, bundle.threshold), Deciding(capacity=bundle.capacity or None))

    @property
    def months_seen(self) -> frozenset[int] | None:
        """Months of the calendar, 1 to 12, of all rows; None when rows have no time."""
        name = self._bench.material.split.time
        if not name:
            return None
        when = times(self.study.table.frame, name)
        return frozenset(when.dt.month().drop_nulls().to_list()) if when.dtype.is_temporal() else None

    def _folds(self, split: Split, table: Table, labels: pl.Series) -> tuple[Fold, ...]:
        """The newest live rows kept aside, and what is asked about before them."""
        first = table.frame.height - self.came.height
        if split.time:
            *earlier, aside = make_folds(split, table, labels)
            # what was known before may lie after the first live row, and what is live never saw it as new
            return (*earlier[-LATEST:], structs.replace(aside, test=aside.test[aside.test >= first]))
        start = table.frame.height - max(1, self.came.height // 5)
        rest = structs.replace(table, frame=table.frame[:start])
        *drawn, last = make_folds(split, rest, labels[:start])
        learned = np.flatnonzero(labels[:start].is_not_null().to_numpy())
        aside = Fold(name=last.name, origin="holdout", train=learned, test=np.arange(start, table.frame.height))
        return (*drawn, structs.replace(last, name=str(len(drawn) + 1), origin="fold"), aside)

    def _split(self, table: Table) -> Split:
        """The document's way to split, the newest live rows kept aside."""
        asked = structs.replace(self._bench.material.split, holdout_from="", holdout_until="")
        if not asked.time:
            return asked
        when = times(table.frame, asked.time)
        came = when.tail(self.came.height)
        span = came.max() - came.min()  # type: ignore[operator]
        start = came.max() - min(ASIDE, span / 5) if came.dtype.is_temporal() else came.quantile(0.8)  # type: ignore[operator]
        return structs.replace(asked, holdout_from=str(start))


def _known(bench: Workbench, loaded: Loaded, now: datetime) -> pl.DataFrame:
    """Live predictions whose outcome was known by then."""
    with open_log(bench) as log:
        rows = log.predictions(until=now, task=loaded.bundle.task, inputs=loaded.bundle.inputs)
    by_then = pl.col("outcome_time").is_null() | (pl.col("outcome_time") <= now)
    return rows.filter(pl.col("outcome").is_not_null() & by_then & pl.col("score").is_not_null())


def _too_little(height: int, left_out: int) -> RequestError:
    wait = "post outcomes to /outcomes as they turn out, and wait for more"
    mend = "mend the feed that is broken, and wait for more: `shipworthy watch` names it"
    return RequestError(
        "too little has come in to learn from",
        where="the prediction log",
        seen=f"{height:,} cases whose outcome is known"
        + (f", besides {left_out:,} that came while a feed was broken" if left_out else ""),
        allowed=f"at least {FEWEST:,}",
        next_step=mend if left_out else wait,
    )


def _whole(bench: Workbench, known: pl.DataFrame) -> pl.DataFrame:
    """Without the rows that came while a feed was broken: they would teach what is not so.

    A broken feed is dated by the day, so that the days beside it may hold some hours of it.
    """
    kept = known
    for each in incidents_of(bench.book).values():
        if each.cause == "data":
            during = pl.col("time") >= each.since - _BESIDE
            kept = kept.filter(~(during if each.until is None else during & (pl.col("time") < each.until + _BESIDE)))
    return kept
