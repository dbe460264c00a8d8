"""What the ledger lets one expect: what a candidate promises, and whether anything is left to hope for."""

from typing import Final

from shipworthy.forecast.chance import MONTHS, forecast
from shipworthy.forecast.questions import HOPELESS
from shipworthy.foundation.quantities import seconds
from shipworthy.gates.judge import BOUNDED
from shipworthy.plan.document import Document
from shipworthy.records.advice import Advice
from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.forecast import Forecast
from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import count
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.luck import luck_of, periods_less_luck
from shipworthy.workflow.workbench import Workbench

_THIN: Final = 0.25
"""Share of the rows of a usual period below which the data only touches one."""


def promise_of(bench: Workbench, measured: Evidence, months_seen: frozenset[int] | None) -> Forecast:
    """What a candidate is expected to bring in a period to come, given what was measured of it."""
    criterion = bench.document.success.criterion
    return forecast(
        measured.candidate,
        gains_by_period(measured, luck_of(bench, measured.candidate)),
        target=criterion.at_least if criterion else None,
        months_seen=months_seen,
        outcomes_depend=bench.document.success.outcome.depends_on_decision != "no",
        untested=_untested(bench),
        over=stretch_of(bench.document),
    )


def stretch_of(document: Document) -> float | None:
    """Seconds to come that the criterion is held against, taken together; None where each period has to reach it."""
    criterion = document.success.criterion
    return seconds(criterion.over) if criterion and criterion.over else None


def unseen_seasons(told: Forecast) -> tuple[Finding, ...]:
    """That a promise holds nothing of the rest of a year, where less than one was seen; it goes with its verdict."""
    if told.year_seen is None or told.year_seen >= 1 or told.promise.low is None:
        return ()
    seen = round(MONTHS * told.year_seen)
    were = "was" if seen == 1 else "were"
    says = f"{count(seen)} of the {MONTHS} months of a year {were} seen: that range knows no others"
    return (Finding(check=BOUNDED, says=says, severity="note"),)


def stop_reason(bench: Bench) -> str:
    """Why the forecast says stop; empty while it does not, or when something was measured since. Reads records only.

    Where nobody said what success or a week is worth, it stops only what is as good as hopeless.
    """
    said = bench.book.placed(Advice)
    measured = [each.seq for each in bench.book.placed(Evidence) if each.record.check == EVALUATE]
    if not said or (measured and measured[-1] > said[-1].seq):
        return ""
    told = said[-1].record
    hopeless = told.chance is not None and told.chance < HOPELESS
    return told.says if told.does == "stop" and (told.worth_stop is not None or hopeless) else ""


def gains_by_period(evidence: Evidence, luck: float = 0.0) -> tuple[Measurement, ...]:
    """The gain of each period measured, oldest first; periods that the data only touches are left out.

    Args:
        evidence: what was measured of a candidate.
        luck: what luck adds to its numbers on the cases kept aside, in standard errors; it is taken off.
    """
    found = [one for one in evidence.measurements if one.name == "gain" and set(one.slice) == {"period"}]
    usual = sorted(one.n for one in found)[len(found) // 2] if found else 0
    told = [one for one in found if one.value is not None and one.n >= _THIN * usual]
    told = periods_less_luck(told, evidence.measurements, luck)
    return tuple(sorted(told, key=lambda one: one.slice["period"]))


def _untested(bench: Workbench) -> tuple[Claim, ...]:
    known = bench.book.latest_by_claim()
    return tuple(claim for claim in bench.claims if claim.kind == "assumption" and claim.id not in known)
