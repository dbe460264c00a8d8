"""Are the columns there that must not be missing?"""

from collections.abc import Sequence

import polars as pl

from shipworthy.data.checks.settled import settled
from shipworthy.data.checks.small import base
from shipworthy.data.checks.small import given as small
from shipworthy.data.periods import periods
from shipworthy.data.words import counted, percent, quoted
from shipworthy.records.check import Given, Need
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.stage import Stage
from shipworthy.records.table import Table


class Critical:
    """Missing values of columns that were declared critical, and when they are missing."""

    name = "critical"
    stage: Stage = "data"
    says = "no value of a critical column is missing"
    needs: frozenset[Need] = frozenset({"claims", "table"})

    def run(self, given: Given) -> Sequence[Evidence]:
        """Any missing value fails the claim."""
        claims = settled(given, self.name)
        if given.table is None or not (given.spec.critical or claims):
            return ()
        table = given.table
        findings = tuple(_missing(table, name) for name in given.spec.critical if table.frame[name].null_count())
        says = (
            f"values are missing in {quoted(finding.where.split('.', 1)[-1] for finding in findings)}"
            if findings
            else f"no value is missing in {counted(len(given.spec.critical), 'critical column')}"
        )
        evidence = Evidence(
            check=self.name, says=says, stage=self.stage, claims=claims, holds=not findings, findings=findings
        )
        return (evidence,)

    def fires(self) -> Given:
        """A critical value is missing."""
        return small(base(critical=("x",)), rows=pl.DataFrame({"x": [1, None, 3], "y": [0, 1, 0]}))

    def quiet(self) -> Given:
        """None is missing; that another column lacks one does not matter."""
        return small(base(critical=("x",)), rows=pl.DataFrame({"x": [1, 2, 3], "z": [1, None, 2], "y": [0, 1, 0]}))


def _missing(table: Table, name: str) -> Finding:
    values = table.frame[name]
    count = values.null_count()
    source = table.column(name).source
    share = percent(count, values.len())
    says = f"{counted(count, 'row')} ({share}) without a value of `{name}` from `{source}`"
    says += _when(values.is_null(), table.frame[table.time]) if table.time else ""
    return Finding(
        check="critical",
        says=says,
        severity="problem",
        where=f"{source}.{name}",
        count=count,
        of=values.len(),
        next_step="complete the source, or take the column off the list if the project can live without it",
    )


def _when(missing: pl.Series, times: pl.Series) -> str:
    if times.dtype not in (pl.Date, pl.Datetime):
        return ""
    found = periods(times).filter(missing).drop_nulls()
    if not found.len():
        return ""
    first, last = str(found.min()), str(found.max())
    return f", all in {first}" if first == last else f", between {first} and {last}"
