"""What the decision curves on record say, for those who read them; nothing is measured here."""

from collections.abc import Sequence
from typing import Final

from shipworthy.foundation.figures import figure
from shipworthy.measure.curve import RATIO, better_between
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.workflow.checks import CURVE
from shipworthy.workflow.ground import ground, stands
from shipworthy.workflow.workbench import Workbench

AMOUNT: Final = "amount"
AT: Final = "at"
RANGE: Final = "plausible"
"""Name of the measurement that says which stretch was looked at, and what is agreed."""

_THAN: Final = {"status_quo": "what you do today", "constant": "always giving the same answer"}


def curve_now(bench: Workbench) -> Evidence | None:
    """The decision curves as they stand on record; None before any were measured, or where they are out of date."""
    now = ground(bench)
    latest = bench.book.latest_by_check()
    return next((one for (check, _), one in reversed(latest.items()) if check == CURVE and stands(one, now)), None)


def curve_told(evidence: Evidence) -> dict[str, str]:
    """Attempt -> over which ratios or amounts it is surely better, a sentence; honest where it is so nowhere."""
    reach = {one.slice.get(AMOUNT, RATIO): one for one in evidence.measurements if one.name == RANGE}
    curves: dict[tuple[str, str], list[Measurement]] = {}
    for one in evidence.measurements:
        if one.name != RANGE:
            curves.setdefault((one.candidate, one.slice.get(AMOUNT, RATIO)), []).append(one)
    lines: dict[str, list[str]] = {}
    for (name, about), curve in curves.items():
        lines.setdefault(name, []).append(_sentence(curve, reach[about]))
    return {name: f"{name} {'; '.join(parts)}" for name, parts in lines.items()}


def _sentence(curve: Sequence[Measurement], reach: Measurement) -> str:
    """What follows the name of an attempt."""
    about = reach.slice.get(AMOUNT, "")
    label = AT if about else RATIO
    than = _THAN.get(curve[0].against, "the baseline")
    stated = reach.value or 0.0
    found = better_between(curve, label, stated)
    low, high = (float(curve[at].slice[label]) for at in (0, -1))
    ends = figure(low, 3), figure(high, 3)
    unit = f"for any {about.replace('_', ' ')}" if about else "as long as a right yes brings"
    times = "" if about else " times what a wrong yes costs"
    where = f"{unit} between {{}} and {{}}{times}"
    agreed = f"{figure(stated, 3)} is agreed"
    if found is None:
        return f"is nowhere surely better than {than}, {where.format(*ends)} ({agreed}; {reach.method})"
    if found == (low, high):
        return f"is better than {than} {where.format(*ends)}: all that was looked at ({agreed}; {reach.method})"
    looked = "looked at from {} to {}".format(*ends)
    return (
        f"is better than {than} {where.format(*(figure(end, 3) for end in found))} ({agreed}; {looked}; {reach.method})"
    )
