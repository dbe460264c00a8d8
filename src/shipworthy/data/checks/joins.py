"""Do the sources fit each other?"""

from collections.abc import Sequence

import polars as pl

from shipworthy.data.checks.settled import settled, shown
from shipworthy.data.checks.small import given as small
from shipworthy.data.partners import comparable, partners
from shipworthy.data.words import counted, percent, quoted
from shipworthy.records.check import Given, Need
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.spec import DataSpec, Join, Source, Target
from shipworthy.records.stage import Stage


class Joins:
    """Keys that meet nothing, keys that are missing, and rows that meet more than they should."""

    name = "joins"
    stage: Stage = "data"
    says = "every row meets as many rows of each source as it should"
    needs: frozenset[Need] = frozenset({"claims", "sources", "table"})

    def run(self, given: Given) -> Sequence[Evidence]:
        """Orphans are noted; a source that holds several rows where one was expected fails the claim."""
        joined = [source for source in given.spec.sources if source.join]
        claims = settled(given, self.name)
        if given.table is None or not (joined or claims):
            return ()
        findings: list[Finding] = []
        for source in joined:
            findings += _orphans(given, source)
            findings += _fan_out(given, source)
        broken = [finding for finding in findings if finding.severity == "problem"]
        says = f"{counted(len(joined), 'source')} joined to `{given.spec.sources[0].name}`: " + (
            f"{quoted(finding.where for finding in broken)} not as expected"
            if broken
            else "no row is repeated or lost by joining"
        )
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
        """A row whose key is unknown."""
        return small(_SPEC, rows=_rows(["a", "b", "z"]), things=pl.DataFrame({"thing": ["a", "b"], "size": [1, 2]}))

    def quiet(self) -> Given:
        """Every key is there, once."""
        return small(_SPEC, rows=_rows(["a", "b", "a"]), things=pl.DataFrame({"thing": ["a", "b"], "size": [1, 2]}))


def _orphans(given: Given, source: Source) -> list[Finding]:
    join = source.join
    if join is None or given.table is None or not join.left:
        return []
    rows = given.table.frame
    asking, asked = comparable(rows, given.sources[source.name].frame, Join(left=join.left, right=join.right))
    keys = asking.columns
    complete = pl.all_horizontal(pl.col(keys).is_not_null())
    orphans = asking.with_row_index("row").filter(complete).join(asked.unique(), on=keys, how="anti")
    empty = rows.height - asking.select(complete.sum()).item()
    if not orphans.height and not empty:
        return []
    distinct = orphans.select(keys).n_unique()
    says = _in_words(given.spec.sources[0].name, source, (orphans.height, distinct, empty))
    lost = orphans.height + empty
    examples = shown(rows[join.left[0]].gather(orphans["row"]), given.spec) if len(join.left) == 1 else ()
    step = (
        f"no row meets `{source.name}`: are these the right columns to join on?"
        if lost == rows.height
        else f"complete `{source.name}`, or live with empty values for these rows"
    )
    found = Finding(
        check="joins",
        says=says,
        severity="problem" if lost == rows.height else "note",
        where=source.name,
        count=lost,
        of=rows.height,
        examples=examples,
        next_step=step,
    )
    return [found]


def _in_words(base: str, source: Source, numbers: tuple[int, int, int]) -> str:
    orphans, distinct, empty = numbers
    left = quoted(source.join.left) if source.join else ""
    orphaned = f"{counted(distinct, 'value')} of {left} missing from `{source.name}`"
    if not empty:
        return f"{counted(orphans, 'row')} of `{base}` with {orphaned}"
    total = f"{counted(orphans + empty, 'row')} of `{base}` without a row of `{source.name}`, {empty:,} of them"
    rest = f"; the others have {orphaned}" if orphans else ""
    return f"{total} with no {left} at all{rest}"


def _fan_out(given: Given, source: Source) -> list[Finding]:
    """Rows of the base that meet several rows of the source, or share one that they should have alone."""
    join = source.join
    if join is None or given.table is None:
        return []
    rows, right = given.table.frame, given.sources[source.name].frame
    _, asked = comparable(rows, right, join)
    met = partners(rows, right, join)
    several = int(asked.is_duplicated().gather(met).sum() or 0)
    shared = met.null_count() < met.len() and met.drop_nulls().len() - met.drop_nulls().n_unique()
    base = given.spec.sources[0].name
    findings = []
    if several:
        repeated = asked.drop_nulls().height - asked.drop_nulls().unique().height
        says = (
            f"{counted(repeated, 'row')} of `{source.name}` repeat a key; {counted(several, 'row')} of "
            f"`{base}` ({percent(several, rows.height)}) would meet several rows, the first counts"
        )
        findings.append(_repeat(source, says, several, rows.height))
    if shared and join.expect == "one_to_one":
        says = f"{counted(shared, 'row')} of `{base}` share a row of `{source.name}` with another"
        findings.append(_repeat(source, says, shared, rows.height))
    return findings


def _repeat(source: Source, says: str, count: int, of: int) -> Finding:
    allowed = source.join is not None and source.join.expect == "any"
    return Finding(
        check="joins",
        says=says,
        severity="note" if allowed else "problem",
        where=source.name,
        count=count,
        of=of,
        next_step="" if allowed else f"make the key of `{source.name}` unique, or say `expect: any`",
    )


def _rows(things: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"thing": things, "y": [0, 1, 0]})


_SPEC = DataSpec(
    sources=(
        Source(name="rows", path="rows.csv"),
        Source(name="things", path="things.csv", join=Join(left=("thing",), right=("thing",))),
    ),
    target=Target(column="y"),
)
