"""The verb `init`: a project document from a data set; first what is predictable, then at most three questions."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from msgspec import structs

from shipworthy.data.columns import describe
from shipworthy.data.guess import Guess, guess
from shipworthy.data.join import join_sources
from shipworthy.data.read import read_source
from shipworthy.data.target import outcomes
from shipworthy.foundation.errors import RequestError
from shipworthy.lab.quick import FirstSight, first_sight
from shipworthy.lab.roadmap import default_candidates
from shipworthy.lab.splits import make_folds, periods_of
from shipworthy.lab.study import Study
from shipworthy.plan.writing import write_document
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import DataSpec, Source, Split, Target, Task
from shipworthy.records.table import Table
from shipworthy.workflow.progress import Progress, silent
from shipworthy.workflow.workbench import DOCUMENT, OWN

CERTAIN: Final = 0.999
"""A column that alone predicts this well is left out as a likely leak."""
_DAYS: Final = 30


@dataclass(frozen=True)
class FirstLook:
    """What a data set shows before anybody has said anything.

    Attributes:
        data: the file.
        target: column that is to be predicted.
        table: the rows as read.
        guess: what the columns seem to be for.
        task: what kind of answer is predicted.
        split: which rows are learned from.
        sight: how much is predictable, and from what.
        always: what a constant would say.
        right: how often the constant is right, or how far off it is on average.
    """

    data: Path
    target: str
    table: Table
    guess: Guess
    task: Task
    split: Split
    sight: FirstSight
    always: str
    right: Measurement

    @property
    def leaks(self) -> tuple[str, ...]:
        """Columns that are left out because they alone tell the outcome."""
        return tuple(name for name, score in self.guess.leaks.items() if score >= CERTAIN)


@dataclass(frozen=True)
class Question:
    """Something that only a person knows.

    Attributes:
        key: under which the answer is handed in.
        asks: the question and why it is asked, in plain words.
        example: an answer that would do.
    """

    key: str
    asks: str
    example: str


def look(data: Path, target: str, *, progress: Progress = silent) -> FirstLook:
    """Reads a data set and finds out what is predictable at first sight.

    Args:
        data: CSV, Parquet or Arrow.
        target: column that is to be predicted.
        progress: told while work goes on.

    Raises:
        SourceError: when the file cannot be read.
        ColumnError: when there is no such column.
        TargetError: when it cannot be learned.
    """
    source = Source(name=_slug(data.name.partition(".")[0]), path=str(data.absolute()))
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
    table = join_sources({source.name: raw}, spec)
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
    return FirstLook(data, target, table, guessed, known.task, split, sight, always, right)
