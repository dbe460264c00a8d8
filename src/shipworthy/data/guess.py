"""What a data set seems to be about, before anybody has said anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from shipworthy.data.alone import SUSPICIOUS, alone
from shipworthy.data.columns import describe, named_as_number
from shipworthy.data.personal import looks_personal
from shipworthy.data.target import outcomes
from shipworthy.records.spec import DataSpec, Source, Target, TaskKind
from shipworthy.records.table import Column, Table

_MANY: Final = 10


@dataclass(frozen=True)
class Guess:
    """A first idea of a data set; each part is for a person to confirm.

    Attributes:
        kind: of the task.
        classes: labels in order, the negative one first; empty for regression.
        time: column that seems to order the rows; empty when none does.
        key: column that tells rows apart; empty when none does.
        group: column whose rows seem to belong together; empty when none does.
        drop: columns to leave out: they number the rows, or hold one value or none.
        personal: column -> why it looks personal.
        leaks: column -> how well it alone predicts the outcome, where that is too good to be true.
    """

    kind: TaskKind
    classes: tuple[str, ...]
    time: str
    key: str
    group: str
    drop: tuple[str, ...]
    personal: dict[str, str]
    leaks: dict[str, float]


def guess(frame: pl.DataFrame, target: str) -> Guess:
    """Looks at a frame and the column that is to be predicted.

    Raises:
        ColumnError: when there is no such column.
        TargetError: when it cannot be learned.

    >>> frame = pl.DataFrame({"x": [1.5, 2.5, 0.5] * 9, "empty": [None] * 27, "y": ["a", "b", "b"] * 9})
    >>> guess(frame, "y").kind, guess(frame, "y").drop
    ('binary', ('empty',))
    """
    asked = Target(column=target)
    spec = DataSpec(sources=(Source(name="data", path=""),), target=asked)
    columns = describe(frame, spec, {})
    found = outcomes(Table(name="data", frame=frame, columns=columns), asked)
    keys = tuple(column.name for column in columns if column.role == "key")
    features = [column.name for column in columns if column.role == "feature"]
    scores = alone(frame.select(features), found.labels, found.task.kind, found.task.classes)
    return Guess(
        kind=found.task.kind,
        classes=found.task.classes,
        time=_time(columns, frame.height),
        key=keys[0] if keys else "",
        group=_group(columns, frame.height),
        drop=keys + tuple(column.name for column in columns if column.role == "dropped"),
        personal=_personal(columns, frame),
        leaks={score.column: score.score for score in scores if score.copy or score.score > SUSPICIOUS},
    )


def _time(columns: Sequence[Column], rows: int) -> str:
    """The fullest column of times that takes many values; of equals the one with the most, then the first."""
    fitting = [c for c in columns if c.kind == "time" and c.role == "feature" and c.distinct >= _MANY]
    fitting = [c for c in fitting if c.nulls * 20 <= rows]
    best = max(fitting, key=lambda c: (-c.nulls, c.distinct), default=None)
    return best.name if best else ""


def _group(columns: Sequence[Column], rows: int) -> str:
    """A column named like a number of something, each value on several rows."""
    for column in columns:
        repeats = _MANY <= column.distinct <= rows / 2
        if (
            column.role == "feature"
            and column.kind in ("number", "category")
            and repeats
            and named_as_number(column.name)
        ):
            return column.name
    return ""


def _personal(columns: Sequence[Column], frame: pl.DataFrame) -> dict[str, str]:
    found = {column.name: looks_personal(column.name, frame[column.name]) for column in columns}
    return {name: reason for name, reason in found.items() if reason}
