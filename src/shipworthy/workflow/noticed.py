"""What the pieces of evidence tell besides holding or not: things noticed, and the points of the learning curve."""

from collections.abc import Sequence

from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.workflow.checks import HABITS, MISTAKE


def findings_of(evidence: Sequence[Evidence]) -> tuple[Finding, ...]:
    """What these noticed, each thing once, in the order of the checks; examples of mistakes are told elsewhere."""
    latest = {(each.check, each.says): each for each in evidence if each.check not in HABITS}
    found = dict.fromkeys(finding for each in latest.values() for finding in each.findings)
    return tuple(each for each in found if each.check != MISTAKE)


def curve_of(evidence: Evidence) -> tuple[tuple[int, Measurement], ...]:
    """The points of the learning curve in a piece of evidence: rows learned from -> share explained, ascending."""
    points = [(int(one.slice["rows"]), one) for one in evidence.measurements if "rows" in one.slice]
    return tuple(sorted(points, key=lambda point: point[0]))
