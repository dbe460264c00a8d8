"""Promises on how people work together: whether stakeholders were shown what there is, and proposals decided on."""

from msgspec import structs

from shipworthy.records.evidence import Evidence
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.checkin import check_in_evidence
from shipworthy.workflow.proposals import proposal_evidence


def habits(bench: Bench) -> tuple[Evidence, ...]:
    """What the ledger tells today of how people work together, where it differs from what was written down last.

    Days pass without anybody writing, so that this is looked at whenever a gate is held.
    """
    found = (*check_in_evidence(bench), *proposal_evidence(bench))
    if not found:
        return ()
    known = {each.check: structs.replace(each, time=None) for each in bench.book.all(Evidence)}
    return tuple(each for each in found if known.get(each.check) != each)


def gather_habits(bench: Bench) -> tuple[Evidence, ...]:
    """The same, written down."""
    fresh = habits(bench)
    bench.book.put_all(fresh)
    return fresh
