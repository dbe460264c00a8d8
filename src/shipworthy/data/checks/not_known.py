"""Is everything kept out that is not known when the decision is taken? Proved by altering it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import numpy as np
import polars as pl

from shipworthy.data.checks.settled import settled
from shipworthy.data.checks.small import given as small
from shipworthy.data.join import joined_name, joined_names
from shipworthy.data.rules import columns_of
from shipworthy.data.words import counted, lasting, quoted
from shipworthy.records.check import Given, Need
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.spec import DataSpec, Join, Source, Target
from shipworthy.records.stage import Stage
from shipworthy.records.table import Table

Alter = Callable[[pl.Series], pl.Series]


class NotKnown:
    """Columns that are not known in time must not reach the features, by any way."""

    name = "not-known"
    stage: Stage = "data"
    says = "nothing that is not known at the decision reaches the features"
    needs: frozenset[Need] = frozenset({"claims", "sources", "table", "rebuild"})

    def run(self, given: Given) -> Sequence[Evidence]:
        """Looks at roles and times, then alters what is not known and compares the features."""
        timed = [source for source in given.spec.sources if source.join and source.join.as_of]
        claims = settled(given, self.name)
        if given.table is None or given.rebuild is None or not (given.spec.not_known or timed or claims):
            return ()
        features = given.table.of("feature")
        findings = _listed(given, features) + [f for source in timed for f in _too_new(given, source)]
        findings += _altered(given, features)
        evidence = Evidence(
            check=self.name,
            says=_in_words(given, timed, features)
            if not findings
            else "what is not known at the decision gets into the features",
            stage=self.stage,
            claims=claims,
            holds=not findings,
            findings=tuple(findings),
        )
        return (evidence,)

    def fires(self) -> Given:
        """A source joined on a column that is not known, so its values carry it into the features."""
        things = pl.DataFrame({"ended": ["late", "early"], "size": [1, 2]})
        return small(_spec("ended"), rows=_ROWS, things=things)

    def quiet(self) -> Given:
        """The same source joined on what is known."""
        return small(_spec("thing"), rows=_ROWS, things=pl.DataFrame({"thing": ["a", "b"], "size": [1, 2]}))


def _listed(given: Given, features: list[str]) -> list[Finding]:
    leaked = [name for name in given.spec.not_known if name in features]
    if not leaked:
        return []
    says = f"{quoted(leaked)} not known at the decision and among the features"
    return [_finding(says, leaked[0], "take them out of the features")]


def _too_new(given: Given, source: Source) -> list[Finding]:
    """Rows whose partner is newer than what was known at `left - lag`."""
    as_of = source.join.as_of if source.join else None
    if as_of is None or given.table is None:
        return []
    told = joined_name(joined_names(given.sources, given.spec), source.name, as_of.right)
    if not told:
        return []
    frame = pl.DataFrame([given.table.frame[as_of.left].alias("asked"), given.table.frame[told].alias("told")])
    late = frame.filter(pl.col("told") > pl.col("asked") - timedelta(seconds=as_of.lag)).height
    if not late:
        return []
    by_then = f"{lasting(as_of.lag)} before `{as_of.left}`"
    says = f"{counted(late, 'row')} met a row of `{source.name}` newer than {by_then}"
    return [_finding(says, source.name, "join as of an earlier moment", late, frame.height)]


def _altered(given: Given, features: list[str]) -> list[Finding]:
    """Features that change when what is not known is altered and the future of sources is cut off."""
    if given.table is None or given.rebuild is None:
        return []
    changed: dict[str, None] = {}
    for cut, alter in ((0.5, _emptied), (1.0, _shuffled)):
        sources, until = _cut(given, cut)
        table = given.rebuild(_without(given, sources, alter))
        for name in features:
            before, after = (
                given.table.frame[name],
                table.frame[name] if name in table.frame.columns else None,
            )
            if after is None or not before.filter(until).equals(after.filter(until), null_equal=True):
                changed[name] = None
    if not changed:
        return []
    says = f"{counted(len(changed), 'feature')} changed when what is not known was altered: {quoted(changed)}"
    return [_finding(says, next(iter(changed)), "join on what is known, or list these columns as not known too")]


def _cut(given: Given, quantile: float) -> tuple[dict[str, Table], pl.Series]:
    """Sources without what was told after a moment, and the rows up to then: they must not notice."""
    frame = given.table.frame if given.table else pl.DataFrame()
    until = pl.repeat(True, frame.height, eager=True)
    sources = dict(given.sources)
    for source in given.spec.sources:
        as_of = source.join.as_of if source.join else None
        asked = frame[as_of.left] if as_of else pl.Series([], dtype=pl.Date)
        if as_of is None or asked.null_count() == asked.len():
            continue
        moments = _moments(asked)
        last = moments.drop_nulls().sort()[int(quantile * (moments.len() - moments.null_count() - 1))]
        until &= (moments <= last).fill_null(True)
        table = sources[source.name]
        known = _moments(table.frame[as_of.right]) <= last - timedelta(seconds=as_of.lag)
        sources[source.name] = _with(table, table.frame.filter(known.fill_null(True)))
    return sources, until


def _moments(times: pl.Series) -> pl.Series:
    if isinstance(times.dtype, pl.Datetime) and times.dtype.time_zone:
        times = times.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return times.cast(pl.Datetime("us"))


def _without(given: Given, sources: Mapping[str, Table], alter: Alter) -> dict[str, Table]:
    """The sources with every column altered that is not known, except those the target is made from."""
    target = given.spec.target
    needed = {target.column, *(columns_of(target.positive) if target.positive else ())}
    altered = dict(sources)
    for name, (source, column) in joined_names(given.sources, given.spec).items():
        if name in given.spec.not_known and name not in needed:
            table = altered[source]
            altered[source] = _with(table, table.frame.with_columns(alter(table.frame[column])))
    return altered


def _emptied(values: pl.Series) -> pl.Series:
    return pl.repeat(None, values.len(), dtype=values.dtype, eager=True).alias(values.name)


def _shuffled(values: pl.Series) -> pl.Series:
    return values.gather(np.random.default_rng(0).permutation(values.len()))


def _with(table: Table, frame: pl.DataFrame) -> Table:
    return Table(name=table.name, frame=frame, columns=table.columns, key=table.key, time=table.time)


def _in_words(given: Given, timed: Sequence[Source], features: list[str]) -> str:
    parts = []
    if given.spec.not_known:
        columns = counted(len(given.spec.not_known), "column")
        parts.append(f"emptied and shuffled {columns} not known at the decision")
    if timed:
        names = quoted(source.name for source in timed)
        parts.append(f"cut off what {names} told later")
    if not parts:
        return "no column was named that is not known at the decision"
    return f"{' and '.join(parts)}: none of {counted(len(features), 'feature')} changed by a single value"


def _finding(says: str, where: str, step: str, count: int | None = None, of: int | None = None) -> Finding:
    return Finding(check="not-known", says=says, severity="blocker", where=where, count=count, of=of, next_step=step)


def _spec(on: str) -> DataSpec:
    joined = Source(name="things", path="things.csv", join=Join(left=(on,), right=(on,)))
    return DataSpec(
        sources=(Source(name="rows", path="rows.csv"), joined),
        target=Target(column="y"),
        not_known=("ended",),
    )


_ROWS = pl.DataFrame({"thing": ["a", "b", "a"], "ended": ["late", "early", "late"], "y": [1, 0, 1]})
