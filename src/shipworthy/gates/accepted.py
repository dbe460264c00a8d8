"""Mistakes that a person accepted, held against those measured now: more of them than were shown is another matter."""

from collections.abc import Sequence
from typing import Final

from msgspec import structs

from shipworthy.plan.kinds.requested import MISTAKES
from shipworthy.records.decision import SignOff
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import Verdict
from shipworthy.show.mistakes import rate_in_words

_ROUNDED: Final = 0.005
"""Of a rate without an interval: what rounding to so many in a hundred hides."""


def hold_accepted(
    verdicts: Sequence[Verdict], sign_offs: Sequence[SignOff], now: Sequence[Measurement]
) -> tuple[Verdict, ...]:
    """The verdicts, that on accepted mistakes out of date where more are made now than were accepted.

    Args:
        verdicts: as the signatures alone have them.
        sign_offs: of the project.
        now: rates of the attempt that is put forward, a kind of mistake each.
    """
    known = {each.digest: each for each in sign_offs}
    return tuple(
        _held(each, known[each.evidence[0]], now)
        if each.claim == MISTAKES and each.state == "holds" and each.evidence
        else each
        for each in verdicts
    )


def worse(signed: Measurement, now: Measurement) -> bool:
    """Whether a rate is clearly worse than the one accepted: beyond the interval that was shown with it.

    >>> shown = Measurement(name="recall", value=0.52, low=0.48, high=0.56, unit="share", direction="up")
    >>> [worse(shown, structs.replace(shown, value=value)) for value in (0.7, 0.49, 0.4)]
    [False, False, True]
    """
    if signed.value is None or now.value is None:
        return signed.value != now.value
    less_is_better = signed.direction == "down"
    end = signed.high if less_is_better else signed.low
    if end is None:
        end = signed.value + (_ROUNDED if less_is_better else -_ROUNDED)
    return now.value > end if less_is_better else now.value < end


def _held(verdict: Verdict, signed: SignOff, now: Sequence[Measurement]) -> Verdict:
    shown = {one.name: one for one in signed.mistakes}
    more = [
        f"{rate_in_words(one)} now, {rate_in_words(shown[one.name]).rpartition(': ')[2]} when it was signed"
        if one.name in shown
        else f"{rate_in_words(one)} now, and it was not told when it was signed"
        for one in now
        if one.name not in shown or worse(shown[one.name], one)
    ]
    if not more:
        return verdict
    return structs.replace(
        verdict,
        state="stale",
        why=f"{signed.by} accepted fewer mistakes: {'; '.join(more)}",
        next_step="show them what it gets wrong now, and have it signed again with `shipworthy sign mistakes`, "
        "or put forward another attempt",
    )
