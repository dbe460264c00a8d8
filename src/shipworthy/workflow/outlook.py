"""What the ledger lets one expect: what a candidate promises, and whether anything is left to hope for."""

from typing import Final

from shipworthy.forecast.chance import forecast
from shipworthy.forecast.stop import reason_to_stop
from shipworthy.plan.specs import candidate_specs
from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Evidence
from shipworthy.records.forecast import Forecast
from shipworthy.records.measurement import Measurement
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.ground import ground, stands
from shipworthy.workflow.workbench import Workbench

_THIN: Final = 0.25
"""Share of the rows of a usual period below which the data only touches one."""


def promise_of(bench: Workbench, measured: Evidence, months_seen: frozenset[int] | None) -> Forecast:
    """What a candidate is expected to bring in a period to come, given what was measured of it."""
    criterion = bench.document.success.criterion
    return forecast(
        measured.candidate,
        gains_by_period(measured),
        target=criterion.at_least if criterion else None,
        months_seen=months_seen,
        outcomes_depend=bench.document.success.outcome.depends_on_decision != "no",
        untested=_untested(bench),
    )


def stop_reason(bench: Workbench) -> str:
    """Why the project should stop; empty while something is left to try or to hope for. Looks at the ledger only."""
    criterion = bench.document.success.criterion
    if criterion is None or criterion.at_least is None or criterion.metric:
        return ""
    now = ground(bench)
    latest = bench.book.latest_by_check()
    tried = [spec.name for spec in candidate_specs(bench.document) if spec.kind in ("estimator", "factory")]
    measured = {name: latest[EVALUATE, name] for name in tried if (EVALUATE, name) in latest}
    standing = {name: evidence for name, evidence in measured.items() if stands(evidence, now)}
    told = [
        forecast(name, gains_by_period(evidence), target=criterion.at_least, months_seen=None)
        for name, evidence in standing.items()
    ]
    return reason_to_stop(told, untried=len(tried) - len(standing))


def gains_by_period(evidence: Evidence) -> tuple[Measurement, ...]:
    """The gain of each period measured, oldest first; periods that the data only touches are left out."""
    found = [one for one in evidence.measurements if one.name == "gain" and set(one.slice) == {"period"}]
    usual = sorted(one.n for one in found)[len(found) // 2] if found else 0
    told = [one for one in found if one.value is not None and one.n >= _THIN * usual]
    return tuple(sorted(told, key=lambda one: one.slice["period"]))


def _untested(bench: Workbench) -> tuple[Claim, ...]:
    known = bench.book.latest_by_claim()
    return tuple(claim for claim in bench.claims if claim.kind == "assumption" and claim.id not in known)
