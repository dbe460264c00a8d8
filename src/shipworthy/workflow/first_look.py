"""What a data set shows before anybody has said anything: the baseline, and what is predictable."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from msgspec import structs

from shipworthy.data.guess import Guess, guess
from shipworthy.data.join import join_sources
from shipworthy.data.read import read_source
from shipworthy.data.target import Outcomes, outcomes
from shipworthy.lab.quick import FirstSight, first_sight
from shipworthy.lab.splits import make_folds, periods_of
from shipworthy.lab.study import Study
from shipworthy.plan.naming import slug
from shipworthy.records.spec import DataSpec, Source, Split, Target, Task
from shipworthy.records.table import Table
from shipworthy.show.numbers import count, number, share
from shipworthy.show.words import joined
from shipworthy.workflow.progress import Progress, silent

CERTAIN: Final = 0.999
"""A column that alone predicts this well is left out as a likely leak."""

_TELLING: Final = 0.05
_MOST_TOLD: Final = 3


@dataclass(frozen=True)
class FirstLook:
    """What a data set shows before anybody has said anything.

    Attributes:
        data: the file.
        target: column that is to be predicted.
        table: the rows as read.
        guess: what the columns seem to be for.
        known: what turned out, and what kind of answer that makes.
        split: which rows are learned from.
        sight: how much is predictable, and from what.
        always: what a constant would say.
        right: share of rows for which the constant is right, or how far off it is on average, in the target's unit.
    """

    data: Path
    target: str
    table: Table
    guess: Guess
    known: Outcomes
    split: Split
    sight: FirstSight
    always: str
    right: float

    @property
    def task(self) -> Task:
        """What kind of answer is predicted."""
        return self.known.task

    @property
    def leaks(self) -> tuple[str, ...]:
        """Columns that are left out because they alone tell the outcome."""
        return tuple(name for name, score in self.guess.leaks.items() if score >= CERTAIN)

    @property
    def dropped(self) -> tuple[str, ...]:
        """Columns that are left out because nothing can be learned from them."""
        taken = {*self.leaks, *self.guess.personal, self.guess.time}
        return tuple(name for name in self.guess.drop if name not in taken)

    @property
    def says(self) -> tuple[str, ...]:
        """What was seen, a sentence each: the baseline and what is predictable first."""
        rows, columns = self.table.frame.height, self.table.frame.width
        found = [f"{count(rows)} rows, {columns} columns. {self._predicted()}", self._baseline(), self._predictable()]
        found += [f"{note[0].upper()}{note[1:]}." for note in self.table.notes]
        if self.known.left_out:
            once = _list(self.known.left_out)
            found.append(f"Left out, because one row is too few to learn from: the outcome {once}.")
        unknown = self.known.labels.null_count() - len(self.known.left_out)
        if unknown:
            found.append(f"The outcome is not known for {count(unknown)} rows; nothing is learned from them.")
        if self.split.time:
            found.append(f"Rows are ordered by {self.split.time}; the latest are kept aside for the test.")
        elif self.split.group:
            found.append(f"Rows of the same {self.split.group} are kept together.")
        if self.leaks:
            tell = "it alone tells" if len(self.leaks) == 1 else "each alone tells"
            found.append(f"Left out, because {tell} the outcome, which is too good to be true: {_list(self.leaks)}.")
        if self.guess.personal:
            found.append(f"Looks personal, and is kept out of models and logs: {_list(self.guess.personal)}.")
        if self.dropped:
            found.append(f"Left out, because nothing can be learned from it: {_list(self.dropped)}.")
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "rows": self.table.frame.height,
            "task": self.task.to_dict(),
            "constant": {
                "says": self.always,
                "right" if self.task.kind != "regression" else "off_by": self.right,
            },
            "explained": dict(self.sight.explained),
            "top": dict(self.sight.top),
            "time": self.split.time,
            "leaks": list(self.leaks),
            "personal": list(self.guess.personal),
            "dropped": list(self.dropped),
            "says": list(self.says),
        }

    def _predicted(self) -> str:
        if self.task.kind == "regression":
            return f"{self.target} is taken as a number."
        if self.task.kind == "binary":
            return f"{self.target} is a yes or no; {self.task.positive!r} counts as the yes."
        told = f"{self.target} is one of {len(self.task.classes)}: {joined(list(self.task.classes))}."
        numbers = self.table.frame[self.target].dtype.is_numeric()
        return f"{told} To predict it as a number, write `kind: regression` under data.target." if numbers else told

    def _baseline(self) -> str:
        if self.task.kind == "regression":
            return f"Always saying {self.always} for {self.target} is off by {number(self.right)} on average."
        return f"Always saying {self.always!r} is right for {share(self.right)} rows."

    def _predictable(self) -> str:
        if not self.sight.best:
            return "At first sight nothing more can be predicted from the other columns."
        told = [f"a {name} model explains {part:.0%}" for name, part in self.sight.explained.items() if part > 0]
        most = [name for name, part in self.sight.top if part >= _TELLING][:_MOST_TOLD]
        source = f", mostly from {joined(most)}" if most else ", from many columns at once"
        return f"Of what that leaves open, {joined(told)} at first sight{source}."


def look(data: Path, target: str, *, progress: Progress = silent) -> FirstLook:
    """Reads a data set and finds out what is predictable at first sight.

    Args:
        data: CSV, Parquet or Arrow.
        target: column that is to be predicted.
        progress: told while work goes on.

    Raises:
        SourceError: when the file cannot be read.
        ColumnError: when there is no such column, or none to learn from.
        TargetError: when it cannot be learned.
        RequestError: when there are too few rows.
    """
    source = Source(name=slug(data.name.partition(".")[0]) or "data", path=str(data.absolute()))
    progress(0, 4, f"reading {data.name}")
    raw = read_source(source, Path())
    progress(1, 4, "looking at columns")
    guessed = guess(raw.frame, target)
    leaks = tuple(name for name, score in guessed.leaks.items() if score >= CERTAIN)
    spec = DataSpec(
        sources=(structs.replace(source, time=guessed.time),),
        target=Target(column=target),
        not_known=leaks,
        drop=guessed.drop,
        time=guessed.time,
    )
    table = structs.replace(join_sources({source.name: raw}, spec), notes=raw.notes)
    known = outcomes(table, spec.target)
    split = Split(time=guessed.time, group="" if guessed.time else guessed.group)
    study = Study(
        table=table,
        labels=known.labels,
        task=known.task,
        folds=make_folds(split, table, known.labels),
        periods=periods_of(split, table),
    )
    sight = first_sight(study, progress=progress)
    always, right = _constant(known.task, known.labels)
    progress(4, 4, "looked")
    return FirstLook(data, target, table, guessed, known, split, sight, always, right)


def _constant(task: Task, labels: pl.Series) -> tuple[str, float]:
    known = labels.drop_nulls()
    if task.kind == "regression":
        median = float(np.median(known.to_numpy()))
        return number(median), float(np.abs(known.to_numpy() - median).mean())
    commonest = known.value_counts(name="rows").sort(["rows", known.name], descending=[True, False])
    return str(commonest[known.name][0]), commonest["rows"][0] / known.len()


def _list(names: Sequence[str] | dict[str, str]) -> str:
    return joined(list(names))
