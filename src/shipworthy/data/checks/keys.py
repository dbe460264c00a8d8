"""Are the keys that are said to be unique, unique?"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import polars as pl

from shipworthy.data.checks.settled import settled
from shipworthy.data.checks.small import given as small
from shipworthy.data.words import counted, quoted
from shipworthy.records.check import Given, Need
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding, Severity
from shipworthy.records.spec import DataSpec, Source, Target
from shipworthy.records.stage import Stage
from shipworthy.records.table import Table

_CLOCK_CHANGE: Final = timedelta(hours=1)


class Keys:
    """Declared keys that repeat: copies, contradictions, and hours that come twice when clocks change."""

    name = "keys"
    stage: Stage = "data"
    says = "the declared keys tell rows apart"
    needs: frozenset[Need] = frozenset({"claims", "sources"})

    def run(self, given: Given) -> Sequence[Evidence]:
        """Repeats that a change of clocks explains are noted; any other fails the claim."""
        keyed = [source for source in given.spec.sources if source.key]
        claims = settled(given, self.name)
        if not (keyed or claims):
            return ()
        findings = [finding for source in keyed for finding in _repeats(source, given.sources[source.name])]
        broken = [finding for finding in findings if finding.severity == "problem"]
        says = (
            f"keys repeat in {quoted(finding.where for finding in broken)}"
            if broken
            else f"the keys of {counted(len(keyed), 'source')} tell rows apart"
        )
        if findings and not broken:
            says += ", once the time is taken with them"
        evidence = Evidence(
            check=self.name,
            says=says,
            stage=self.stage,
            claims=claims,
            holds=not broken,
            findings=tuple(findings),
        )
        return (evidence,)

    def fires(self) -> Given:
        """The same key on two rows that disagree."""
        return small(_SPEC, rows=pl.DataFrame({"k": [1, 1, 2], "x": [3, 4, 5], "y": [0, 1, 0]}))

    def quiet(self) -> Given:
        """Each key once."""
        return small(_SPEC, rows=pl.DataFrame({"k": [1, 2, 3], "x": [3, 4, 5], "y": [0, 1, 0]}))


def _repeats(source: Source, table: Table) -> list[Finding]:
    groups = _repeated_keys(source, table.frame)
    if not groups.height:
        return []
    turned, rest = groups.filter(pl.col("by_clock")), groups.filter(~pl.col("by_clock"))
    named = f"of `{source.name}` ({', '.join(source.key)})"
    of = table.frame.height
    found = []
    if turned.height:
        says = (
            f"{counted(turned.height, 'key')} {named} used twice though `{source.time}` differs by an "
            "hour or less, as local time does when clocks are turned back"
        )
        found.append(_finding(source, says, "note", turned, of, f"join on `{source.time}`, or put it into the key"))
    copies, conflicting = rest.filter(pl.col("contents") == 1), rest.filter(pl.col("contents") > 1)
    if copies.height:
        says = f"{counted(copies.height, 'key')} {named} repeated on identical rows"
        found.append(_finding(source, says, "problem", copies, of, "remove the copies"))
    if conflicting.height:
        says = f"{counted(conflicting.height, 'key')} {named} repeated on rows that disagree"
        step = "find out which row is right, or name a key that tells them apart"
        found.append(_finding(source, says, "problem", conflicting, of, step))
    return found


def _repeated_keys(source: Source, frame: pl.DataFrame) -> pl.DataFrame:
    """One row a key that repeats: `rows`, different `contents`, and whether clocks turned back explain it."""
    keyed = pl.DataFrame([frame[name].alias(str(place)) for place, name in enumerate(source.key)])
    repeated = keyed.is_duplicated()
    timed = source.time and source.time not in source.key and frame[source.time].dtype.is_temporal()
    rows = keyed.filter(repeated).with_columns(
        frame.filter(repeated).hash_rows(seed=0).alias("content"),
        (frame[source.time].filter(repeated) if timed else pl.lit(None, pl.Datetime("us"))).alias("when"),
    )
    groups = rows.group_by(keyed.columns, maintain_order=True).agg(
        pl.len().alias("rows"),
        pl.col("content").n_unique().alias("contents"),
        pl.col("when").drop_nulls().n_unique().alias("times"),
        (pl.col("when").max() - pl.col("when").min()).alias("apart"),
    )
    by_clock = (pl.col("times") == pl.col("rows")) & (pl.col("apart") <= _CLOCK_CHANGE)
    return groups.with_columns(by_clock.fill_null(False).alias("by_clock"))


def _finding(source: Source, says: str, severity: Severity, groups: pl.DataFrame, of: int, step: str) -> Finding:
    extra = int(groups["rows"].sum()) - groups.height
    return Finding(check="keys", says=says, severity=severity, where=source.name, count=extra, of=of, next_step=step)


_SPEC = DataSpec(sources=(Source(name="rows", path="rows.csv", key=("k",)),), target=Target(column="y"))
