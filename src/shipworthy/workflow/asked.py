"""Reviews and accesses that take time: by when they have to be asked for, and since when they have been."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.kinds import access
from shipworthy.records.asked import Asked
from shipworthy.records.claim import Claim
from shipworthy.workflow.bench import Bench

AHEAD: Final = timedelta(days=7)
"""How long before the last day for asking somebody is reminded of it."""

ASKED_FOR: Final = ("review", "access")
"""Kinds of claims that somebody outside the project settles when asked."""


@dataclass(frozen=True)
class Asking:
    """How it stands with something that is asked for.

    Attributes:
        asked: day on which it was asked for; None while it was not.
        lead: days from asking to an answer; None when nobody said.
        last_day: last day on which asking is early enough; None when there is no due date or no lead time.
        answer: day on which the answer is expected; None before it was asked for, or without a lead time.
    """

    asked: date | None
    lead: int | None
    last_day: date | None
    answer: date | None


def asking(bench: Bench, claim: Claim, due: date | None) -> Asking:
    """How it stands with a review or an access.

    Args:
        bench: the project.
        claim: the review or access.
        due: day by which its stage needs it; None when nobody said.
    """
    days = asked_days(bench)
    asked = days.get(claim.id)
    lead = None if claim.lead_time is None else math.ceil(claim.lead_time)
    wait = None if lead is None else timedelta(days=lead)
    return Asking(
        asked=asked,
        lead=lead,
        last_day=due - wait if due is not None and wait is not None else None,
        answer=asked + wait if asked is not None and wait is not None else None,
    )


def asked_days(bench: Bench) -> Mapping[str, date]:
    """Claim id -> day on which it was asked for first, as the ledger or the document says."""
    found: dict[str, date] = {}
    for each in bench.book.all(Asked):
        found.setdefault(each.claim, each.at.date())
    return found | _documented(bench.document)


def _documented(document: Document) -> dict[str, date]:
    entries = zip(access.claims(document), document.access.values(), strict=True)
    return {claim.id: date.fromisoformat(entry.asked) for claim, entry in entries if entry.asked}
