"""Promises that rest on others: what is refuted takes the ground from what rests on it."""

from collections.abc import Mapping, Sequence

from msgspec import structs

from shipworthy.records.claim import Claim
from shipworthy.records.verdict import Verdict
from shipworthy.show.words import joined


def grounded(claims: Sequence[Claim], verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts, where what rests on something refuted no longer holds.

    What was found out about a promise by itself is not forgotten: it says so, and that it no longer counts. What
    is refuted by itself stays so.

    Args:
        claims: those that rest on others name them; names that are not here do not count.
        verdicts: one a claim, in the same order.
    """
    states = {verdict.claim: verdict.state for verdict in verdicts}
    says = {claim.id: claim.says for claim in claims}
    rests_on = {claim.id: claim.rests_on for claim in claims}
    return tuple(_judged(verdict, _fallen(verdict.claim, rests_on, states), says) for verdict in verdicts)


def _judged(verdict: Verdict, fallen: Sequence[str], says: Mapping[str, str]) -> Verdict:
    if not fallen or verdict.state == "fails":
        return verdict
    names = joined([f"“{says[name]}”" for name in fallen])
    why = f"it rests on {names}, which {'is' if len(fallen) == 1 else 'are'} refuted"
    own = f"; by itself: {verdict.why}" if verdict.state == "holds" else ""
    step = "say what it rests on instead, or give it up"
    return structs.replace(verdict, state="cant_tell", why=f"{why}{own}", next_step=step)


def _fallen(name: str, rests_on: Mapping[str, Sequence[str]], states: Mapping[str, str]) -> list[str]:
    """What is refuted of all that a promise rests on, directly or through others."""
    found: list[str] = []
    ahead, seen = list(rests_on.get(name, ())), {name}
    while ahead:
        other = ahead.pop(0)
        if other in seen or other not in states:
            continue
        seen.add(other)
        if states[other] == "fails":
            found.append(other)
        ahead += rests_on.get(other, ())
    return found
