"""Runs that people logged, beside what was measured of their models here."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.table import Table as Grid

from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import amount


class AdoptedRow(NamedTuple):
    """A run and what is known of it here.

    Attributes:
        run: as its author called it.
        logged: who logged it, when, and what was measured there.
        candidate: its name on the roadmap; empty when it is not there.
        has_model: whether a model came of it.
        here: what was measured of it here.
    """

    run: str
    logged: str
    candidate: str
    has_model: bool
    here: Sequence[Measurement]


def adopted_table(rows: Sequence[AdoptedRow]) -> Grid:
    """A line for each run: what was logged of it, what it is called here, and what was found here."""
    grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for head in ("run", "there", "candidate", "here, on the cases kept aside"):
        grid.add_column(head, overflow="fold")
    for row in rows:
        missing = "not measured yet" if row.candidate else "not asked for" if row.has_model else "it has no model"
        grid.add_row(row.run, row.logged, row.candidate or "-", "\n".join(map(_number, row.here)) or missing)
    return grid


def _number(one: Measurement) -> str:
    if one.value is None:
        return one.name
    if one.low is None or one.high is None:
        return f"{one.name} {amount(one.value, one.unit)}"
    ends = (amount(end, one.unit, one.high - one.low) for end in (one.low, one.high))
    return f"{one.name} {amount(one.value, one.unit, one.high - one.low)}, very likely {' to '.join(ends)}"
