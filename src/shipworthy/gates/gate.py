"""What all verdicts of a stage add up to."""

from collections.abc import Sequence

from shipworthy.records.claim import Claim
from shipworthy.records.stage import STAGES, Stage
from shipworthy.records.verdict import Advice, Gate, State, Verdict
from shipworthy.show.numbers import count

_WEIGHT: dict[State, int] = {"fails": 0, "stale": 1, "cant_tell": 2, "holds": 3}


def gate(stage: Stage, claims: Sequence[Claim], verdicts: Sequence[Verdict], rehearsal: bool, stop: str = "") -> Gate:
    """The gate at the end of a stage: it asks for the claims of this stage and of those before.

    Stop when the forecast says so or a fatal claim is refuted; else any required claim that fails leads back
    to the earliest stage that owns a failing one; else any required claim that is out of date or cannot be
    told keeps the gate from saying anything; else go.

    Args:
        stage: the stage to close.
        claims: of the project; those of later stages do not count.
        verdicts: one a claim; a claim without one cannot be told.
        rehearsal: whether simulated people counted.
        stop: the forecast's reason to stop; empty when it has none.

    >>> claim = Claim(id="a", kind="brief", says="the need is stated", stage="ideation")
    >>> gate("ideation", [claim], [Verdict(claim="a", state="holds", why="it is")], rehearsal=False).advice
    'go'
    """
    reached = STAGES.index(stage)
    asked = [claim for claim in claims if STAGES.index(claim.stage) <= reached]
    known = {verdict.claim: verdict for verdict in verdicts}
    judged = [(claim, known.get(claim.id) or _unjudged(claim)) for claim in asked]
    advice, back_to = _advice(judged, stop)
    return Gate(
        stage=stage,
        advice=advice,
        back_to=back_to,
        reasons=_reasons(stage, judged, stop),
        verdicts=tuple(verdict for _, verdict in judged),
        rehearsal=rehearsal,
    )


_Judged = Sequence[tuple[Claim, Verdict]]


def _unjudged(claim: Claim) -> Verdict:
    return Verdict(claim=claim.id, state="cant_tell", why="nothing has been found out about this yet")


def _advice(judged: _Judged, stop: str) -> tuple[Advice, str]:
    if stop or any(claim.fatal and verdict.state == "fails" for claim, verdict in judged):
        return "stop", ""
    required = [(claim, verdict.state) for claim, verdict in judged if claim.required]
    failing = [claim.stage for claim, state in required if state == "fails"]
    if failing:
        return "back", min(failing, key=STAGES.index)
    return ("go" if all(state == "holds" for _, state in required) else "cant_tell"), ""


def _reasons(stage: Stage, judged: _Judged, stop: str) -> tuple[str, ...]:
    """Whatever speaks against going on, the weightiest first: fatal, required, the rest; then by stage."""
    against = [
        (claim, verdict)
        for claim, verdict in judged
        # what never blocked an earlier gate was said there
        if verdict.state != "holds" and (claim.required or claim.fatal or claim.stage == stage)
    ]
    against.sort(key=lambda pair: _weight(*pair))
    reasons = [stop] if stop else []
    reasons += [_reason(claim, verdict) for claim, verdict in against]
    required = sum(claim.required for claim, _ in judged)
    held = sum(claim.required and verdict.state == "holds" for claim, verdict in judged)
    if required and held == required:
        reasons.append(
            "the one promise that has to hold does" if held == 1 else f"all {count(held)} promises that have to hold do"
        )
    elif held:
        reasons.append(f"{count(held)} of {count(required)} promises that have to hold do")
    return tuple(reasons)


def _weight(claim: Claim, verdict: Verdict) -> tuple[bool, bool, int, int, str]:
    refuted = claim.fatal and verdict.state == "fails"
    return (
        not refuted,
        not (claim.required or refuted),
        _WEIGHT[verdict.state],
        STAGES.index(claim.stage),
        claim.id,
    )


def _reason(claim: Claim, verdict: Verdict) -> str:
    aside = "" if claim.required or (claim.fatal and verdict.state == "fails") else " (does not block)"
    return f"{claim.says.rstrip('.')}: {verdict.why}{aside}"
