"""Which columns can teach nothing?"""

from collections.abc import Sequence

import polars as pl

from shipworthy.data.checks.small import base
from shipworthy.data.checks.small import given as small
from shipworthy.data.words import counted
from shipworthy.records.check import Given, Need
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.stage import Stage
from shipworthy.records.table import Column


class Useless:
    """Columns that are empty, constant, of a kind that cannot be learned from, or that number the rows."""

    name = "useless"
    stage: Stage = "data"
    says = "every column can teach something"
    needs: frozenset[Need] = frozenset({"table"})

    def run(self, given: Given) -> Sequence[Evidence]:
        """Informs only: these columns are left out by themselves."""
        if given.table is None:
            return ()
        why = {column.name: _why(column) for column in given.table.columns}
        found = tuple(_finding(column, why[column.name]) for column in given.table.columns if why[column.name])
        left_out = f"{counted(len(found), 'column')} left out: nothing can be learned there"
        says = left_out if found else "every column can teach something"
        return (Evidence(check=self.name, says=says, stage=self.stage, findings=found),)

    def fires(self) -> Given:
        """One value in all rows."""
        return small(base(), rows=pl.DataFrame({"x": [1, 2, 3], "same": ["a", "a", "a"], "y": [0, 1, 0]}))

    def quiet(self) -> Given:
        """Columns that differ."""
        return small(base(), rows=pl.DataFrame({"x": [1, 2, 3], "z": ["a", "b", "a"], "y": [0, 1, 0]}))


def _why(column: Column) -> str:
    if column.role in ("target", "not_known", "personal"):
        return ""
    reasons = {"empty": "has no value at all", "constant": "has the same value in all rows"}
    if column.kind == "other":
        return "holds what cannot be learned from"
    if column.role == "key":
        return "only tells rows apart"
    return reasons.get(column.kind, "")


def _finding(column: Column, why: str) -> Finding:
    return Finding(check="useless", says=f"`{column.name}` {why}", where=f"{column.source}.{column.name}")
