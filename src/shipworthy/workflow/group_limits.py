"""Promises that no group of cases brings less than today by more than so much, held against the worst groups."""

from collections.abc import Sequence

from shipworthy.measure.search.limit import Within, within
from shipworthy.measure.search.worst import BEHIND
from shipworthy.plan.kinds.own import group_limits
from shipworthy.plan.specs import grade
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.show.failures import conditions
from shipworthy.show.numbers import amount, between
from shipworthy.workflow.checks import FAILURES
from shipworthy.workflow.ground import VALUE_PARTS, Ground, ground, stands, under
from shipworthy.workflow.workbench import Workbench


def limits_settled(bench: Workbench, name: str, tested: Sequence[Measurement] | None) -> tuple[Evidence, ...]:
    """What the worst groups of an attempt say to each limit; nothing is written down.

    Args:
        bench: the project.
        name: of the attempt.
        tested: what was measured of all groups that were put to the test; None when it is not known case by case what
            is done today, or no amounts were agreed.
    """
    return tuple(_settled(bench, name, claim, limit, tested) for claim, limit in group_limits(bench.document).items())


def limits_known(bench: Workbench, name: str, now: Ground) -> bool:
    """Whether each limit was held against the worst groups of an attempt, as they are now."""
    found = bench.book.latest_by_claim()
    told = [found.get(claim) for claim in group_limits(bench.document)]
    return all(each is not None and each.candidate == name and stands(each, now) for each in told)


def _settled(bench: Workbench, name: str, claim: str, limit: float, tested: Sequence[Measurement] | None) -> Evidence:
    behind = [one for one in tested or () if one.name == BEHIND]
    per = behind[0].per if behind else 1.0
    found = Within(None, None) if tested is None else within(behind, limit * per)
    parts = next(each.parts for each in bench.claims if each.id == claim)
    return Evidence(
        check=FAILURES,
        says=_sentence(found, limit, bench.document.success.unit, name, known=tested is not None),
        stage="prototype",
        claims=(claim,),
        holds=found.holds,
        measurements=() if found.worst is None else (found.worst,),
        candidate=name,
        grade=grade(bench.document),
        stands_on=under(ground(bench), (*VALUE_PARTS, *parts), "code", f"candidate:{name}"),
    )


def _sentence(found: Within, limit: float, unit: str, name: str, *, known: bool) -> str:
    asked = f"at most {amount(limit, unit)} was asked for"
    if not known:
        return f"how much less than today a group of cases brings cannot be told case by case; {asked}"
    worst = found.worst
    if worst is None:
        return f"no group of cases stood out in which {name} brings less than what you do today; {asked}"
    if worst.value is None:
        return f"what cases with {conditions(worst.slice)} bring cannot be told; {asked}"
    low, high = (None if end is None else end / worst.per for end in (worst.low, worst.high))
    reach = "" if low is None or high is None else f", {between(low, high, unit)}"
    loss = amount(worst.value / worst.per, unit, None if low is None or high is None else high - low)
    told = f"a case with {conditions(worst.slice)} brings {loss} less than what you do today{reach}"
    if found.holds is None:
        return f"{told}, so that it cannot be told yet; {asked}"
    return f"{told}; {asked}" if not found.holds else f"{told}, and no group that stood out comes nearer; {asked}"
