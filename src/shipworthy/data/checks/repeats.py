"""Does the same row come twice?"""

from collections.abc import Sequence

import polars as pl

from shipworthy.data.checks.small import base as spec
from shipworthy.data.checks.small import given as small
from shipworthy.data.words import counted, percent
from shipworthy.records.check import Given, Need
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.stage import Stage


class Repeats:
    """Rows that are equal in every column but the one that numbers them."""

    name = "repeats"
    stage: Stage = "data"
    says = "no row comes twice"
    needs: frozenset[Need] = frozenset({"sources", "table"})

    def run(self, given: Given) -> Sequence[Evidence]:
        """Informs only: equal rows may be true, but on both sides of a split they flatter."""
        if given.table is None:
            return ()
        base = given.spec.sources[0].name
        names = [column.name for column in given.table.columns if column.source == base and column.role != "key"]
        rows = given.table.frame[names]
        again = rows.height - rows.hash_rows(seed=0).n_unique() if names else 0
        says = f"{counted(again, 'row')} of `{base}` come again" if again else f"no row of `{base}` comes twice"
        findings = (_finding(base, again, rows.height),) if again else ()
        return (Evidence(check=self.name, says=says, stage=self.stage, findings=findings),)

    def fires(self) -> Given:
        """Two equal rows."""
        return small(spec(), rows=pl.DataFrame({"x": [1, 1, 3], "z": ["a", "a", "c"], "y": [0, 0, 1]}))

    def quiet(self) -> Given:
        """Rows that differ."""
        return small(spec(), rows=pl.DataFrame({"x": [1, 2, 3], "z": ["a", "a", "c"], "y": [0, 0, 1]}))


def _finding(base: str, again: int, rows: int) -> Finding:
    share = percent(again, rows)
    says = f"{counted(again, 'row')} of `{base}` ({share}) equal to an earlier one in every column"
    step = "remove copies, or name a group so that equal rows stay on one side of the split"
    return Finding(check="repeats", says=says, severity="note", where=base, count=again, of=rows, next_step=step)
