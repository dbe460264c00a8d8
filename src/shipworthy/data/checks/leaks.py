"""Does a single column know the outcome?"""

from collections.abc import Sequence

import polars as pl

from shipworthy.data.alone import SUSPICIOUS, Alone, alone
from shipworthy.data.checks.small import base
from shipworthy.data.checks.small import given as small
from shipworthy.data.target import Outcomes, outcomes
from shipworthy.data.words import counted, quoted
from shipworthy.records.check import Given, Need
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.stage import Stage
from shipworthy.records.table import Table


class Leaks:
    """Features that are the outcome in other words, or predict it alone almost without error."""

    name = "leaks"
    stage: Stage = "data"
    says = "no single column gives the outcome away"
    needs: frozenset[Need] = frozenset({"claims", "table"})

    def run(self, given: Given) -> Sequence[Evidence]:
        """A copy of the outcome refutes `data.not-known`; a suspicion informs only: some things are easy."""
        if given.table is None:
            return ()
        features = given.table.frame[given.table.of("feature")]
        found = outcomes(given.table, given.spec.target)
        scores = alone(features, found.labels, found.task.kind, found.task.classes)
        copies = {score.column for score in scores if score.copy} | _equal(given.table, features)
        suspects = [score for score in scores if score.score > SUSPICIOUS and score.column not in copies]
        findings = [_copy(given.table, name) for name in features.columns if name in copies]
        findings += [_suspect(given.table, score, found) for score in suspects]
        evidence = Evidence(
            check=self.name,
            says=_in_words(sorted(copies), suspects, len(scores)),
            stage=self.stage,
            claims=tuple(claim.id for claim in given.claims if claim.id == "data.not-known") if copies else (),
            holds=False if copies else None,
            findings=tuple(findings),
        )
        return (evidence,)

    def fires(self) -> Given:
        """A column that says the outcome in other words."""
        frame = pl.DataFrame({"said": ["late", "fine"] * 30, "x": list(range(20)) * 3, "y": [1, 0] * 30})
        return small(base(), rows=frame)

    def quiet(self) -> Given:
        """A column that has nothing to do with the outcome."""
        return small(base(), rows=pl.DataFrame({"x": [1, 2, 3, 1, 3, 2] * 10, "y": [1, 0] * 30}))


def _equal(table: Table, features: pl.DataFrame) -> set[str]:
    """Features with the very values of the target's column, whatever counts as a yes."""
    targets = table.of("target")
    if not targets or table.frame[targets[0]].n_unique() < 2:
        return set()
    target = table.frame[targets[0]]
    numbers = target.dtype.is_numeric()
    same = set()
    for series in features.iter_columns():
        alike = series.dtype == target.dtype or (numbers and series.dtype.is_numeric())
        if alike and series.cast(target.dtype, strict=False).equals(target, null_equal=True):
            same.add(series.name)
    return same


def _copy(table: Table, name: str) -> Finding:
    return Finding(
        check="leaks",
        says=f"`{name}` is the outcome in other words",
        severity="blocker",
        where=f"{table.column(name).source}.{name}",
        next_step="list it as not known at the decision, or drop it",
    )


def _suspect(table: Table, score: Alone, found: Outcomes) -> Finding:
    name, measure = (
        score.column,
        {
            "binary": "area under the curve",
            "multiclass": "share of errors avoided",
            "regression": "share of the variance explained",
        }[found.task.kind],
    )
    return Finding(
        check="leaks",
        says=f"`{name}` alone predicts the outcome almost without error ({measure} {score.score:.3f})",
        severity="problem",
        where=f"{table.column(name).source}.{name}",
        next_step="ask whether it is known when the decision is taken; if not, list it as not known",
    )


def _in_words(copies: list[str], suspects: list[Alone], scored: int) -> str:
    if copies:
        return f"{quoted(copies)} the outcome in other words"
    if suspects:
        return f"{quoted(score.column for score in suspects)} almost too good to be true"
    if not scored:
        return "too few known outcomes, or no feature, to suspect any column"
    return f"none of {counted(scored, 'feature')} gives the outcome away"
