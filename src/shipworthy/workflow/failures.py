"""Where an attempt does worst: searched on the folds, confirmed on the rows kept aside, put into the ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from msgspec import structs

from shipworthy.foundation.errors import CandidateError
from shipworthy.measure.examples import examples_of
from shipworthy.measure.search.worst import BEHIND, Searched, worst_regions
from shipworthy.plan.kinds.own import group_limits
from shipworthy.plan.specs import grade
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.show.failures import SEARCHED, region_told
from shipworthy.show.words import joined
from shipworthy.workflow.candidates import CONSTANT, TODAY, Candidates
from shipworthy.workflow.checks import FAILURES
from shipworthy.workflow.compare import Compared, compare
from shipworthy.workflow.ground import VALUE_PARTS, ground, stands, under
from shipworthy.workflow.group_limits import limits_known, limits_settled
from shipworthy.workflow.looks import looked_at, refuse_unseen
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

_COUNTED: Final = ("recall", "precision")
"""Kinds of mistakes of which there are several, so that it tells something which of them it is."""
_NOT_LEARNED: Final = (CONSTANT, TODAY)


@dataclass(frozen=True)
class Failures:
    """Where an attempt does worst.

    Attributes:
        candidate: the attempt.
        evidence: what was found.
    """

    candidate: str
    evidence: Evidence

    @property
    def says(self) -> tuple[str, ...]:
        """What was found, a sentence each, how it was looked for first."""
        return (f"{self.evidence.says}.", *(finding.says for finding in self.evidence.findings))

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "candidate": self.candidate,
            "says": self.evidence.says,
            "regions": [one.to_dict() for one in self.evidence.measurements if one.name != SEARCHED],
            "findings": [finding.to_dict() for finding in self.evidence.findings],
        }


def failures(bench: Workbench, name: str = "") -> Failures:
    """Where a candidate does worst; looked for now when it was not, or when something changed since.

    Args:
        bench: the project.
        name: of the candidate; empty is the one that `compare` puts forward.

    Raises:
        CandidateError: when there is none of that name, it could not be measured, or it learns nothing.
        UserError: when sources, target or split do not allow it.
    """
    compared = compare(bench)
    wanted = name or compared.chosen
    Candidates(bench).named([wanted])
    if wanted in compared.evaluated.failures:
        raise compared.evaluated.failures[wanted]
    if wanted in _NOT_LEARNED or not wanted:
        raise CandidateError(
            "there is nothing to search: it learns nothing from the columns",
            where="candidates",
            seen=wanted,
            allowed=[one for one in compared.evaluated.evidence if one not in _NOT_LEARNED],
            next_step="name another candidate",
        )
    known = _known(bench, wanted)
    if known is None:
        refuse_unseen(bench, compared.evaluated.evidence[wanted])
    return Failures(wanted, known or _found(bench, wanted))


def gather_failures(bench: Workbench, compared: Compared) -> tuple[Evidence, ...]:
    """Looks where the chosen candidate does worst, unless that is known; nothing for one that learns nothing."""
    chosen = compared.chosen
    if not chosen or chosen in _NOT_LEARNED or _known(bench, chosen):
        return ()
    if not looked_at(compared.evaluated.evidence[chosen]):
        return ()
    return (_found(bench, chosen),)


def _known(bench: Workbench, name: str) -> Evidence | None:
    found, now = bench.book.latest_by_check().get((FAILURES, name)), ground(bench)
    if found is None or not stands(found, now) or {*found.claims} != {*_plain(bench)}:
        return None
    return found if limits_known(bench, name, now) else None


def _plain(bench: Workbench) -> tuple[str, ...]:
    """Promises that no group does worse than today, whatever that costs."""
    limited = group_limits(bench.document)
    return tuple(claim.id for claim in bench.claims if claim.check == FAILURES and claim.id not in limited)


def _found(bench: Workbench, name: str) -> Evidence:
    candidates = Candidates(bench)
    field = candidates.field([name]).predictions
    mine = field[name]
    table, stick = bench.material.table, yardstick(bench)
    today = field[TODAY] if candidates.baseline == TODAY and stick.worth.agreed else None
    features = table.frame.select(table.of("feature"))[mine.frame["id"].cast(pl.UInt32)]
    bench.progress(0, 1, "looking where it fails")
    searched = worst_regions(mine, features, stick.worth, today, stick.per)
    bench.progress(1, 1, "looked where it fails")
    evidence = _evidence(bench, mine, today, searched)
    tested = None if today is None or not searched.rows else searched.tested
    bench.book.put_all([*limits_settled(bench, mine.candidate, tested), evidence])
    return evidence


def _evidence(bench: Workbench, mine: Predictions, today: Predictions | None, searched: Searched) -> Evidence:
    aside = holdout_of(mine)
    behind = [one for one in searched.found if one.name == BEHIND]
    counted = Measurement(
        name=SEARCHED, value=searched.put_forward, n=aside.frame.height, origin="holdout", candidate=mine.candidate
    )
    return Evidence(
        check=FAILURES,
        says=_sentence(searched, mine.candidate),
        stage="prototype",
        claims=_plain(bench),
        holds=None if not searched.rows else not (searched.found if today is None else behind),
        findings=tuple(_findings(aside, searched)),
        measurements=(counted, *searched.found),
        candidate=mine.candidate,
        grade=grade(bench.document),
        stands_on=under(ground(bench), VALUE_PARTS, "code", f"candidate:{mine.candidate}"),
    )


def _findings(aside: Predictions, searched: Searched) -> Iterator[Finding]:
    for one, ids in zip(searched.found, searched.cases, strict=True):
        inside = structs.replace(aside, frame=aside.frame.filter(pl.col("id").is_in(ids.implode())))
        kinds = sorted(examples_of(inside, FAILURES), key=lambda kind: -(kind.count or 0))
        yield Finding(
            check=FAILURES,
            says=f"{region_told(one, aside.frame.height)}{_mistakes(kinds)}",
            severity="problem" if one.name == BEHIND else "note",
            where=", ".join(one.slice),
            count=one.n,
            of=aside.frame.height,
            examples=tuple(example for kind in kinds[:1] for example in kind.examples),
            next_step="leave these cases to what you do today or to people, or learn more about them"
            if one.name == BEHIND
            else "look at some of these cases: what is not in the data that would tell?",
        )


def _mistakes(kinds: Sequence[Finding]) -> str:
    """What goes wrong there, the most frequent mistake first."""
    told = [f"{kind.says.partition(':')[0].lower()} {kind.count or 0:,}" for kind in kinds if kind.where in _COUNTED]
    return f"; {joined(told)}" if told else ""


def _sentence(searched: Searched, name: str) -> str:
    """What was looked for and found; the chance that luck alone names one is kept at 1 in 20."""
    if not searched.put_forward:
        return f"no group of cases stood out where {name} does worse, among {searched.rows:,} that were searched"
    tried = "1 group of cases that" if searched.put_forward == 1 else f"{searched.put_forward} groups of cases that"
    held = {0: "none of them does so clearly", 1: "one of them clearly does"}.get(
        len(searched.found), f"{len(searched.found)} of them clearly do"
    )
    return f"{tried} seemed to do worse with {name} were held against the cases kept aside: {held}"
