"""Is it known what turned out, and is there enough of each?"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from shipworthy.data.checks.settled import settled
from shipworthy.data.checks.small import base
from shipworthy.data.checks.small import given as small
from shipworthy.data.periods import periods
from shipworthy.data.target import Outcomes, outcomes
from shipworthy.data.words import counted, percent
from shipworthy.records.check import Given, Need
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.stage import Stage

_FEWEST: Final = 10


class OutcomesKnown:
    """Rows without an outcome, how the classes are balanced, and whether that changes with time."""

    name = "outcomes"
    stage: Stage = "data"
    says = "the outcome is known, and there is enough of each kind to learn from"
    needs: frozenset[Need] = frozenset({"claims", "table"})

    def run(self, given: Given) -> Sequence[Evidence]:
        """Holds with at least 10 rows of each class (30 for a number); with fewer it cannot be told."""
        if given.table is None:
            return ()
        found = outcomes(given.table, given.spec.target)
        times = given.table.frame[given.table.time] if given.table.time else None
        timed = times is not None and times.dtype in (pl.Date, pl.Datetime)
        by_period = periods(times) if times is not None and timed else None
        rows, known = found.labels.len(), found.labels.len() - found.labels.null_count()
        evidence = Evidence(
            check=self.name,
            says=f"the outcome is known for {counted(known, 'row')} of {rows:,}: {_balance(found)}",
            stage=self.stage,
            claims=settled(given, self.name),
            holds=True if _enough(found) else None,
            findings=tuple(_findings(given, found, by_period)),
            measurements=tuple(_measurements(found, by_period)),
        )
        return (evidence,)

    def fires(self) -> Given:
        """A row without an outcome."""
        return small(base(), rows=pl.DataFrame({"x": range(41), "y": [*["a", "b"] * 20, None]}))

    def quiet(self) -> Given:
        """All outcomes known, enough of each."""
        return small(base(), rows=pl.DataFrame({"x": range(40), "y": ["a", "b"] * 20}))


def _findings(given: Given, found: Outcomes, by_period: pl.Series | None) -> list[Finding]:
    column, labels = given.spec.target.column, found.labels
    findings = []
    if labels.null_count():
        says = f"{counted(labels.null_count(), 'row')} without an outcome" + _most_in(labels.is_null(), by_period)
        step = "find out why they are missing: if that hangs together with the outcome, the rest misleads"
        findings.append(
            Finding(
                check="outcomes",
                says=says,
                severity="note",
                where=column,
                count=labels.null_count(),
                of=labels.len(),
                next_step=step,
            )
        )
    if found.left_out:
        says = f"{counted(len(found.left_out), 'class', 'classes')} seen only once: their rows count as unknown"
        step = "group rare classes together"
        count = len(found.left_out)
        findings.append(
            Finding(check="outcomes", says=says, severity="note", where=column, count=count, next_step=step)
        )
    if not _enough(found):
        says = "too few known outcomes to learn from and to test on"
        step = "bring more rows, or predict something that is seen more often"
        findings.append(Finding(check="outcomes", says=says, severity="problem", where=column, next_step=step))
    return findings


def _most_in(missing: pl.Series, by_period: pl.Series | None) -> str:
    """Names the period that lacks most, when it lacks more than twice its part."""
    if by_period is None:
        return ""
    rows = pl.DataFrame({"period": by_period, "missing": missing}).drop_nulls("period")
    sums = rows.group_by("period").agg(pl.col("missing").mean().alias("share"))
    if sums.height < 2:
        return ""
    worst = sums.sort(["share", "period"], descending=[True, False]).row(0, named=True)
    overall = float(missing.sum()) / missing.len()
    if worst["share"] <= 2 * overall:
        return ""
    return f"; most often in {worst['period']} ({100 * worst['share']:.1f} % of its rows)"


def _balance(found: Outcomes) -> str:
    known = found.labels.drop_nulls()
    if found.task.kind == "regression":
        middle, low, high = known.median(), known.min(), known.max()
        return f"from {low!r} to {high!r}, half of them up to {middle!r}"
    if found.task.kind == "binary":
        yes = int((known == found.task.positive).sum())
        return f"{percent(yes, known.len())} of them {found.task.positive!r}"
    return f"{counted(len(found.task.classes), 'class', 'classes')}"


def _enough(found: Outcomes) -> bool:
    known = found.labels.drop_nulls()
    if found.task.kind == "regression":
        return known.len() >= 3 * _FEWEST
    return all(int((known == label).sum()) >= _FEWEST for label in found.task.classes)


def _measurements(found: Outcomes, by_period: pl.Series | None) -> list[Measurement]:
    """Share of rows without outcome, and the rate of the positive label (or the mean), by period too."""
    labels = found.labels
    missing = float(labels.null_count()) / labels.len() if labels.len() else None
    measured = [Measurement(name="outcome.missing", value=missing, n=labels.len(), unit="share", direction="down")]
    if found.task.kind == "multiclass":
        return measured
    binary = found.task.kind == "binary"
    numbers = (labels == found.task.positive).cast(pl.Float64) if binary else labels
    name, unit = ("outcome.rate", "share") if binary else ("outcome.mean", "1")
    known = pl.DataFrame({"number": numbers, "period": by_period if by_period is not None else "all"}).drop_nulls()
    in_all = numbers.mean()
    measured.append(Measurement(name=name, value=_plain(in_all), n=labels.len() - labels.null_count(), unit=unit))
    if by_period is not None:
        rates = known.group_by("period").agg(pl.col("number").mean(), pl.len().alias("rows")).sort("period")
        measured += [
            Measurement(name=name, value=_plain(rate), n=rows, unit=unit, slice={"period": period})
            for period, rate, rows in rates.iter_rows()
        ]
    return measured


def _plain(number: object) -> float | None:
    return float(number) if isinstance(number, float | int) else None
