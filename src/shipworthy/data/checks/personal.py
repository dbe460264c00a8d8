"""Which columns are about persons, and are they kept out?"""

from collections.abc import Sequence

import polars as pl

from shipworthy.data.checks.settled import settled
from shipworthy.data.checks.small import base
from shipworthy.data.checks.small import given as small
from shipworthy.data.personal import looks_personal
from shipworthy.data.words import counted, quoted
from shipworthy.records.check import Given, Need
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.stage import Stage
from shipworthy.records.table import Column, Table


class Personal:
    """Columns declared or found to be personal; their values are never shown."""

    name = "personal"
    stage: Stage = "data"
    says = "personal columns are known and kept out"
    needs: frozenset[Need] = frozenset({"claims", "table"})

    def run(self, given: Given) -> Sequence[Evidence]:
        """Holds when no personal column is a feature; what looks personal counts until somebody denies it."""
        if given.table is None:
            return ()
        table, spec = given.table, given.spec
        judged = [column for column in table.columns if column.name not in spec.not_personal]
        reasons = {c.name: _reason(c, table, spec.personal) for c in judged}
        personal = [column for column in judged if reasons[column.name]]
        let_in = [column.name for column in personal if column.role == "feature"]
        evidence = Evidence(
            check=self.name,
            says=_in_words(personal, let_in),
            stage=self.stage,
            claims=settled(given, self.name),
            holds=not let_in,
            findings=tuple(_finding(column, reasons[column.name]) for column in personal),
        )
        return (evidence,)

    def fires(self) -> Given:
        """A column of e-mail addresses."""
        people = [f"p{number}@example.org" for number in range(5)]
        return small(base(), rows=pl.DataFrame({"contact": people, "y": [0, 1, 0, 1, 0]}))

    def quiet(self) -> Given:
        """Numbers, codes, dates and places."""
        frame = pl.DataFrame({"x": [1.5, 2.5], "code": ["A-1", "B-2"], "city": ["Oslo", "Bergen"], "y": [0, 1]})
        return small(base(), rows=frame)


def _in_words(personal: list[Column], let_in: list[str]) -> str:
    if let_in:
        return f"{quoted(let_in)} personal and among the features"
    if not personal:
        return "no column is declared personal or looks like it"
    return f"{counted(len(personal), 'personal column')} kept out of features, logs and reports"


def _reason(column: Column, table: Table, declared: tuple[str, ...]) -> str:
    if column.name in declared:
        return "declared"
    return looks_personal(column.name, table.frame[column.name]) or ""


def _finding(column: Column, reason: str) -> Finding:
    declared = reason == "declared"
    return Finding(
        check="personal",
        says=f"`{column.name}` is declared personal" if declared else f"`{column.name}` looks personal: {reason}",
        severity="info" if declared else "note",
        where=f"{column.source}.{column.name}",
        next_step="" if declared else "declare it personal, or say that it is not",
    )
