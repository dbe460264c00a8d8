"""How many rows find a partner in each source?"""

from collections.abc import Sequence

import polars as pl
from scipy.stats import t

from shipworthy.data.checks.small import given as small
from shipworthy.data.independent import independent
from shipworthy.data.partners import partners
from shipworthy.data.words import counted, lasting, percent
from shipworthy.records.check import Given, Need
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import AsOf, DataSpec, Join, Source, Target
from shipworthy.records.stage import Stage


class Coverage:
    """The share of rows for which a source says something, in time."""

    name = "coverage"
    stage: Stage = "data"
    says = "every source knows something about the rows, by the time it is needed"
    needs: frozenset[Need] = frozenset({"claims", "sources", "table"})

    def run(self, given: Given) -> Sequence[Evidence]:
        """One piece of evidence a source; it speaks to claims whose bar measures `coverage.<source>`."""
        if given.table is None:
            return ()
        return tuple(self._covered(given, source, source.join) for source in given.spec.sources if source.join)

    def _covered(self, given: Given, source: Source, join: Join) -> Evidence:
        frame = given.table.frame if given.table else pl.DataFrame()
        right = given.sources[source.name].frame
        found = partners(frame, right, join).is_not_null()
        measured = _share(found, independent(frame, given.spec), f"coverage.{source.name}")
        claims = tuple(claim.id for claim in given.claims if claim.bar and claim.bar.measure == measured.name)
        base = given.spec.sources[0].name
        says = (
            f"{percent(int(found.sum()), found.len())} of {counted(found.len(), 'row')} of `{base}` "
            f"found a row of `{source.name}`"
        )
        # what equal keys do not find is the matter of the check on joins
        findings = _late(given, source, join) if join.as_of else []
        return Evidence(
            check=self.name, says=says, stage=self.stage, claims=claims,
            findings=tuple(findings), measurements=(measured,),
        )  # fmt: skip

    def fires(self) -> Given:
        """A row that asks before anything was known."""
        return small(_SPEC, rows=_rows([1, 5]), news=_news([3]))

    def quiet(self) -> Given:
        """Something is known for every row, at its own time and before."""
        return small(_SPEC, rows=_rows([4, 5]), news=_news([3, 4, 5]))


def _late(given: Given, source: Source, join: Join) -> list[Finding]:
    """What a source lacks at the row's own time, when it was needed, and within the time allowed."""
    if join.as_of is None or given.table is None:
        return []
    as_of = join.as_of
    base = given.spec.sources[0].name
    step = f"{lasting(as_of.lag)} before" if as_of.lag else "at that time"
    asked = [(AsOf(left=as_of.left, right=as_of.right, within=0.0), f"at their own `{as_of.left}`")]
    if as_of.lag:
        asked.append((AsOf(left=as_of.left, right=as_of.right, lag=as_of.lag, within=0.0), f"exactly {step}"))
    within = "at any time" if as_of.within is None else f"within {lasting(as_of.within)}"
    asked.append((as_of, f"{within} up to {step}" if as_of.lag else f"{within} up to then"))
    findings = []
    for moment, words in asked:
        altered = Join(left=join.left, right=join.right, expect=join.expect, as_of=moment)
        found = partners(given.table.frame, given.sources[source.name].frame, altered).is_not_null()
        without = found.len() - int(found.sum())
        if without:
            says = f"{counted(without, 'row')} of `{base}` without a row of `{source.name}` {words}"
            findings.append(_missing(source, says, found))
    return findings


def _missing(source: Source, says: str, found: pl.Series) -> Finding:
    without = found.len() - int(found.sum())
    return Finding(check="coverage", says=says, severity="info", where=source.name, count=without, of=found.len())


def _share(found: pl.Series, groups: pl.Series | None, name: str) -> Measurement:
    """A share with a t interval over independent groups (linearised ratio, Cochran 1977, chapter 2)."""
    rows = found.len()
    if not rows:
        return Measurement(name=name, value=None, unit="share", direction="up")
    share = float(found.sum()) / rows
    by = pl.DataFrame({"group": groups if groups is not None else pl.int_range(rows, eager=True), "found": found})
    sums = by.group_by("group").agg(pl.col("found").sum().cast(pl.Float64), pl.len().alias("rows"))
    clusters = sums.height
    if clusters < 2:
        return Measurement(name=name, value=share, n=rows, clusters=clusters, unit="share", direction="up")
    off = (sums["found"] - share * sums["rows"]).to_numpy()  # (clusters,)
    se = float((clusters / (clusters - 1) * (off**2).sum()) ** 0.5) / rows
    reach = float(t.ppf(0.975, clusters - 1)) * se
    return Measurement(
        name=name,
        value=share,
        low=max(0.0, share - reach),
        high=min(1.0, share + reach),
        se=se,
        df=float(clusters - 1),
        n=rows,
        clusters=clusters,
        unit="share",
        direction="up",
        method="ratio over independent groups" if groups is not None else "ratio over rows",
        approximate=clusters < 10,
    )


def _rows(days: list[int]) -> pl.DataFrame:
    days_of = pl.Series(days).cast(pl.Int32).cast(pl.Date)
    return pl.DataFrame({"asked": days_of, "y": range(len(days))})


def _news(days: list[int]) -> pl.DataFrame:
    return pl.DataFrame({"told": pl.Series(days).cast(pl.Int32).cast(pl.Date), "mood": range(len(days))})


_SPEC = DataSpec(
    sources=(
        Source(name="rows", path="rows.csv"),
        Source(
            name="news",
            path="news.csv",
            join=Join(left=(), right=(), as_of=AsOf(left="asked", right="told", lag=86_400.0)),
        ),
    ),
    target=Target(column="y"),
)
