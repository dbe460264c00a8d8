"""What windows and incidents say to the promises of the monitoring stage."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import structs

from shipworthy.measure.pooled import pooled
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.incident import Cause, Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.window import Window
from shipworthy.show.numbers import count
from shipworthy.workflow.running import incidents_of, windows_of
from shipworthy.workflow.workbench import Workbench

CHECK: Final = "watch"
VALUE: Final = "live.value"
_ABOUT: Final[Mapping[str, Cause]] = {"live.feeds": "data", "live.system": "system"}
_SEND: Final = (
    "send what turned out, under the id of each answer, to /outcomes; or say under success.outcome.missing what an "
    "outcome means that never comes"
)


def live_evidence(bench: Workbench, bundle: str, against: str) -> tuple[Evidence, ...]:
    """Evidence that differs from what the ledger holds already.

    Args:
        bench: the project.
        bundle: name of what is live.
        against: what gains are held against now; those over something else are not counted.
    """
    judged = [each for each in windows_of(bench.book) if each.judged]
    if not judged:
        return ()
    incidents = incidents_of(bench.book).values()
    found = [_about(claim, [each for each in incidents if each.cause == cause]) for claim, cause in _ABOUT.items()]
    found += _value(bench, judged, bundle, against)
    known = [structs.replace(each, time=None) for each in bench.book.latest_by_claim().values()]
    return tuple(each for each in found if each not in known and bench.claim(each.claims[0]))


def _about(claim: str, incidents: Sequence[Incident]) -> Evidence:
    """Whether something of this cause lasts."""
    lasting = [each for each in incidents if each.until is None]
    over = f"; {len(incidents)} in all, over by now" if incidents else ""
    says = "; ".join(each.says for each in lasting) or f"nothing of the kind lasts{over}"
    return Evidence(check=CHECK, says=says, stage="monitoring", claims=(claim,), holds=not lasting, grade="live")


def _value(bench: Workbench, judged: Sequence[Window], bundle: str, against: str) -> tuple[Evidence, ...]:
    """What was promised, over all windows judged so far; where no number came of it, why, and what is needed."""
    claim = bench.claim(VALUE)
    if claim is None or claim.bar is None:
        return ()
    told = [one for each in judged if (one := each.of(claim.bar.measure)) and one.against in ("", against)]
    found, cases = pooled(told), sum(each.rows for each in judged)
    says, findings = f"{bundle} has been judged over {len(judged)} windows", tuple[Finding, ...]()
    if found is None and cases and not any(each.known for each in judged):
        found = _blank(told, claim.bar.measure)
        says = f"of {count(cases)} cases answered live it is not known of any what turned out"
        findings = (Finding(check=CHECK, says=says, severity="note", count=cases, of=cases, next_step=_SEND),)
    if found is None:
        return ()
    return (
        Evidence(
            check=f"{CHECK}-value",
            says=says,
            stage="monitoring",
            claims=(VALUE,),
            findings=findings,
            measurements=(structs.replace(found, origin="live"),),
            grade="live",
        ),
    )


def _blank(told: Sequence[Measurement], name: str) -> Measurement:
    """The number that could not be measured."""
    return structs.replace(told[-1], n=0) if told else Measurement(name=name, value=None)
