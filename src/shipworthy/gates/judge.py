"""Claims held against evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from shipworthy.gates.bars import Held, hold
from shipworthy.gates.grades import as_far_as
from shipworthy.gates.resting import grounded
from shipworthy.gates.signatures import signature
from shipworthy.gates.slices import hold_slices
from shipworthy.gates.stale import changed, in_words
from shipworthy.gates.words import TODAY, subject
from shipworthy.records.claim import Bar, Claim
from shipworthy.records.decision import SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import Verdict
from shipworthy.show.numbers import count

BOUNDED: Final = "bounded"
"""Name of a finding that says what the range of a promise knows nothing of; its verdict says so, too."""


def judge(
    claims: Sequence[Claim],
    evidence: Sequence[Evidence],
    parts: Mapping[str, str],
    sign_offs: Sequence[SignOff],
    rehearsal: bool,
) -> tuple[Verdict, ...]:
    """What each claim is worth today. What cannot be measured never reads as a pass.

    Args:
        claims: to be judged.
        evidence: oldest first; the latest that speaks to a claim counts.
        parts: digests as of now, by the names in `Evidence.stands_on`; names that are not here stale nothing.
        sign_offs: oldest first.
        rehearsal: whether simulated people and simulated data count.

    Returns:
        One verdict a claim, in the order of the claims.

    >>> claim = Claim(id="keys", kind="requirement", says="keys are unique", stage="data", check="keys")
    >>> found = Evidence(check="keys", says="no key twice", stage="data", claims=(claim.id,), holds=True)
    >>> judge([claim], [found], {}, [], rehearsal=False)[0].state
    'holds'
    """
    one = partial(_judged, parts=parts, sign_offs=sign_offs, rehearsal=rehearsal)
    return grounded(claims, [one(claim, _latest(claim, evidence, parts)) for claim in claims])


def _latest(claim: Claim, evidence: Sequence[Evidence], parts: Mapping[str, str]) -> Evidence | None:
    speaking = [each for each in evidence if claim.id in each.claims]
    if claim.settled_by == "check" and claim.check:
        # its own check settles a claim; any other can only refute it
        latest = {each.check: each for each in speaking}
        refuting = [
            each
            for check, each in latest.items()
            if check != claim.check and each.holds is False and not changed(each, parts)
        ]
        # while it has not run, whatever says why it could not
        own = latest.get(claim.check) or next((each for each in reversed(speaking) if each.holds is None), None)
        return refuting[-1] if refuting else own
    return speaking[-1] if speaking else None


def _judged(
    claim: Claim,
    found: Evidence | None,
    parts: Mapping[str, str],
    sign_offs: Sequence[SignOff],
    rehearsal: bool,
) -> Verdict:
    if claim.settled_by == "person":
        return _signed(claim, sign_offs, rehearsal)
    signed = signature(claim, sign_offs, rehearsal)
    if signed.state == "earlier":
        what = "the goalpost was moved: what is asked for now" if claim.kind == "criterion" else "what it says now"
        why = f"{what} is not what {signed.by} signed"
        return _stale(claim, why, "have it signed again, or go back to what was signed", signed.evidence)
    if found is None:
        return Verdict(
            claim=claim.id,
            state="cant_tell",
            why="nothing has been found out about this yet",
            next_step=_ask(claim),
        )
    different = changed(found, parts)
    if different:
        why = f"{in_words(different)} after this was found out"
        return _stale(claim, why, f"run `shipworthy {_verb(claim)}` again", (found.digest,))
    held = _settled(claim, found)
    if not rehearsal and found.authority == "simulated":
        held = as_far_as("simulated", held, _ask(claim))
    elif not rehearsal:
        held = as_far_as(found.grade, held)
    return Verdict(
        claim=claim.id,
        state=held.state,
        why=held.why,
        number=held.number,
        next_step=held.next_step or ("" if held.state == "holds" else _again(claim)),
        evidence=(found.digest,),
    )


def _settled(claim: Claim, found: Evidence) -> Held:
    if claim.settled_by == "measurement" and claim.bar is not None:
        return _measured(claim.bar, found, _ask(claim))
    if found.holds is None:
        return Held("cant_tell", found.says, _mend(found) or _ask(claim))
    return Held("holds", found.says) if found.holds else Held("fails", found.says, _mend(found))


def _measured(bar: Bar, found: Evidence, ask: str) -> Held:
    fitting = [
        each
        for each in found.measurements
        if each.name == bar.measure
        and (not bar.against or each.against == bar.against)
        and set(each.slice) == ({bar.by} if bar.by else set())
    ]
    if not fitting:
        return _not_measured(bar, found, ask)
    weight = max(_weight(each) for each in fitting)
    weighty = [each for each in fitting if _weight(each) == weight]
    if bar.by:
        return hold_slices(bar, weighty)
    return _with_reason(hold(bar, weighty[-1]), weighty[-1], found)


def _not_measured(bar: Bar, found: Evidence, ask: str) -> Held:
    if not found.measurements and found.says:
        return Held("cant_tell", found.says, _mend(found) or ask)
    of = f" by {bar.by}" if bar.by else ""
    others = [each for each in found.measurements if each.name == bar.measure and each.against and not each.slice]
    if bar.against != TODAY or not others:
        return Held("cant_tell", f"{subject(bar)}{of} has not been measured", ask)
    # measuring again cannot help: nobody said, case by case, what is done today
    why = f"{subject(bar)} cannot be told, for it is not known case by case what that is"
    step = "say it as a rule or a column under problem.status_quo, or compare with always giving the same answer"
    return Held("cant_tell", why, f"{step}: gain_over: constant under success.criterion")


def _weight(measured: Measurement) -> tuple[bool, int]:
    """A promise about a period to come goes before the rows at hand, live before kept aside before folds."""
    return measured.kind == "predictive", {"fold": 0, "live": 2}.get(measured.origin, 1)


def _with_reason(held: Held, number: Measurement, found: Evidence) -> Held:
    """Evidence without a number says itself why there is none; with a promise, what its range knows nothing of."""
    if number.value is not None and number.kind == "predictive":
        bounds = [each.says for each in found.findings if each.check == BOUNDED]
        return replace(held, why="; ".join([held.why, *bounds]))
    if number.value is not None or not found.says:
        return held
    return Held(held.state, f"{held.why}: {found.says}", _mend(found) or held.next_step, held.number)


def _signed(claim: Claim, sign_offs: Sequence[SignOff], rehearsal: bool) -> Verdict:
    signed = signature(claim, sign_offs, rehearsal)
    if signed.state == "current":
        return Verdict(claim=claim.id, state="holds", why=f"{signed.by} signed it", evidence=signed.evidence)
    if signed.state == "earlier":
        why = f"{signed.by} signed an earlier text; it has been changed since"
        return _stale(claim, why, f"ask {signed.by} to sign what it says now", signed.evidence)
    who = claim.owner or "whoever answers for it"
    wait = "" if claim.lead_time is None else f"; an answer takes about {count(claim.lead_time)} days"
    why = "nobody has signed it"
    if signed.state == "simulated":
        why = f"only {signed.by} signed it, a simulated person, who can open nothing real"
    if signed.state == "unproven":
        why = f"{signed.by} signed it without signing in, and here only a proven name counts"
    next_step = claim.asks or f"ask {who} to sign it"
    return Verdict(claim=claim.id, state="cant_tell", why=why, next_step=f"{next_step}{wait}", evidence=signed.evidence)


def _stale(claim: Claim, why: str, next_step: str, evidence: tuple[str, ...]) -> Verdict:
    return Verdict(claim=claim.id, state="stale", why=why, next_step=next_step, evidence=evidence)


def _mend(found: Evidence) -> str:
    """The next step of the worst finding that has one."""
    order = ("blocker", "problem", "note", "info")
    steps = [(order.index(each.severity), each.next_step) for each in found.findings if each.next_step]
    return min(steps)[1] if steps else ""


def _ask(claim: Claim) -> str:
    if claim.asks:
        return claim.asks
    return f"run `shipworthy {_verb(claim)}`" if claim.settled_by == "check" else "run `shipworthy evaluate`"


def _again(claim: Claim) -> str:
    """What mends a promise whose evidence does not say it."""
    asked = claim.asks if claim.asks and not claim.asks.startswith("run ") else "mend what was found"
    return f"{asked}; then run `shipworthy {_verb(claim)}` again"


def _verb(claim: Claim) -> str:
    """The verb that gathers evidence for the claim's stage."""
    later = {"transfer": "ship", "monitoring": "watch"}
    return later.get(claim.stage, f"check {claim.stage}")
