"""What windows and incidents say to the promises of the monitoring stage."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from msgspec import structs

from shipworthy.measure.pooled import pooled, pooled_over_groups
from shipworthy.monitor.settings import Settings
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
_GROUPS: Final = {
    "day": (timedelta(days=1), "%Y-%m-%d"),
    "week": (timedelta(days=7), "%G-W%V"),
    "month": (timedelta(days=28), "%Y-%m"),
}
"""Length of what is independent, and what one is called."""
_SEND: Final = (
    "send what turned out, under the id of each answer, to /outcomes; or say under success.outcome.missing what an "
    "outcome means that never comes"
)


def live_evidence(bench: Workbench, bundle: str, settings: Settings) -> tuple[Evidence, ...]:
    """Evidence that differs from what the ledger holds already.

    Args:
        bench: the project.
        bundle: name of what is live.
        settings: what it is watched by; gains over something else than it says are not counted.
    """
    windows = windows_of(bench.book)
    judged = [each for each in windows if each.judged]
    incidents = incidents_of(bench.book).values()
    if judged:
        found = [_about(claim, [each for each in incidents if each.cause == cause]) for claim, cause in _ABOUT.items()]
        found += _value(bench, judged, bundle, settings)
    else:
        found = _waiting(windows, timedelta(seconds=settings.delay))
    known = [structs.replace(each, time=None) for each in bench.book.latest_by_claim().values()]
    return tuple(each for each in found if each not in known and bench.claim(each.claims[0]))


def _waiting(windows: Sequence[Window], delay: timedelta) -> list[Evidence]:
    """When the first window can be judged; nothing before any row came in."""
    if not windows:
        return []
    due = (windows[0].end + delay).strftime("%Y-%m-%d")
    says = f"outcomes of the first window are still to come; it can be judged on {due}"
    step = Finding(check=CHECK, says=says, severity="info", next_step=f"run `shipworthy watch` on {due} or later")
    return [
        Evidence(check=f"{CHECK}-value", says=says, stage="monitoring", claims=(VALUE,), findings=(step,), grade="live")
    ]


def _about(claim: str, incidents: Sequence[Incident]) -> Evidence:
    """Whether something of this cause lasts."""
    lasting = [each for each in incidents if each.until is None]
    over = f"; {len(incidents)} in all, over by now" if incidents else ""
    says = "; ".join(each.says for each in lasting) or f"nothing of the kind lasts{over}"
    return Evidence(check=CHECK, says=says, stage="monitoring", claims=(claim,), holds=not lasting, grade="live")


def _value(bench: Workbench, judged: Sequence[Window], bundle: str, settings: Settings) -> tuple[Evidence, ...]:
    """What was promised, over all windows judged so far; where no number came of it, why, and what is needed."""
    claim = bench.claim(VALUE)
    if claim is None or claim.bar is None:
        return ()
    named = [(each, one) for each in judged if (one := each.of(claim.bar.measure)) is not None]
    of = [(each, one) for each, one in named if one.against in ("", settings.against)]
    told = [one for _, one in of]
    found, cases = _together(of, settings.group), sum(each.rows for each in judged)
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


def _together(told: Sequence[tuple[Window, Measurement]], group: str) -> Measurement | None:
    """One number over all windows; those that are no longer than what is independent scatter from group to group."""
    numbers = [one for _, one in told]
    if group not in _GROUPS or not told or told[0][0].end - told[0][0].start > _GROUPS[group][0]:
        return pooled(numbers)
    return pooled_over_groups(numbers, [each.start.strftime(_GROUPS[group][1]) for each, _ in told])


def _blank(told: Sequence[Measurement], name: str) -> Measurement:
    """The number that could not be measured."""
    return structs.replace(told[-1], n=0) if told else Measurement(name=name, value=None)
