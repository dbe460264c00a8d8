"""A statistical summary of rows: small, additive, and enough to tell whether the next rows look alike."""

from typing import Literal

from shipworthy.records.record import Record

ScaleKind = Literal["number", "category", "time", "personal"]


class Scale(Record, frozen=True):
    """What one column is counted on, fixed beforehand so that counts of different rows add up.

    Attributes:
        name: of the column.
        kind: how it is counted; of times and personal columns only missing values are.
        edges: rising inner edges of the bins of a number, in its unit; n edges make n + 1 bins.
        reach_low: smallest number that counts as inside; None when everything does.
        reach_high: largest number that counts as inside; None when everything does.
        grid: a number, and the step by which all others lie from it; empty where they lie on no grid.
        bend: where set, numbers are taken as log(1 + number / bend) before they are held; None takes them as they are.
        levels: values whose rows are counted one by one.
        known: every value ever seen, as text, or empty when there are too many to tell a new one.
        steps: every number ever seen, rising, or empty when there are too many to tell a new one.
    """

    name: str
    kind: ScaleKind
    edges: tuple[float, ...] = ()
    reach_low: float | None = None
    reach_high: float | None = None
    grid: tuple[float, ...] = ()
    bend: float | None = None
    levels: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    steps: tuple[float, ...] = ()


class ColumnSignature(Record, frozen=True):
    """One column of some rows, summed up.

    Attributes:
        name: of the column.
        nulls: rows without a value.
        counts: rows in each bin of the scale; empty when it is no number.
        levels: value -> rows, of the scale's levels that occur.
        other: rows with a value that is none of the scale's levels.
        outside: rows with a number beyond the scale's reach.
        unseen: rows with a value never seen before; of numbers only those off the scale's grid.
        low: smallest number; None without one.
        high: largest number; None without one.
        total: sum of the numbers.
        squares: sum of their squares.
        held: sum of the numbers, each held within twice the reach, so that one wild value does not count for a
            hundred, and bent where the scale says so.
        values: the different values while there are at most `MOST_VALUES`, sorted; None when there are more.
    """

    name: str
    nulls: int = 0
    counts: tuple[int, ...] = ()
    levels: dict[str, int] = {}
    other: int = 0
    outside: int = 0
    unseen: int = 0
    low: float | None = None
    high: float | None = None
    total: float = 0.0
    squares: float = 0.0
    held: float = 0.0
    values: tuple[float | str, ...] | None = ()


class Signature(Record, frozen=True):
    """Some rows, summed up column by column.

    Attributes:
        rows: how many.
        columns: one for each scale, in its order.
    """

    rows: int = 0
    columns: tuple[ColumnSignature, ...] = ()

    def column(self, name: str) -> ColumnSignature | None:
        """The column of that name, or None."""
        return next((each for each in self.columns if each.name == name), None)
