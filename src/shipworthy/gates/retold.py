"""What was found out, held against the goal before a move and the goal after it."""

from collections.abc import Sequence
from typing import Final

from shipworthy.gates.judge import judge
from shipworthy.records.claim import Bar, Claim
from shipworthy.records.evidence import Evidence
from shipworthy.records.goalpost import Direction, Goal, Retold
from shipworthy.records.placed import Placed
from shipworthy.records.verdict import Verdict

CRITERION: Final = "success.criterion"
_NEVER: Final = "9999-12-31"


def direction_of(before: Goal, after: Goal) -> Direction:
    """How a goal differs from the one before.

    >>> def gain(least, sure=0.95):
    ...     return Goal(says="", bar=Bar(measure="gain", at_least=least, confidence=sure, per=1000))
    >>> direction_of(gain(20_000), gain(15_000)), direction_of(gain(20_000), gain(15_000, sure=0.99))
    ('looser', 'otherwise')
    """
    old, new = before.bar, after.bar
    if before.measured_with != after.measured_with or _counted(old) != _counted(new):
        return "measured otherwise"
    by, by_then = (each.until or _NEVER for each in (before, after))
    harder = (
        _higher(old.at_least, old.per, new.at_least, new.per),
        -_higher(old.at_most, old.per, new.at_most, new.per),
        new.confidence - old.confidence,
        (by_then < by) - (by_then > by),
    )
    stricter, looser = any(each > 0 for each in harder), any(each < 0 for each in harder)
    if stricter == looser:
        return "otherwise"
    return "stricter" if stricter else "looser"


def known_at(evidence: Sequence[Placed[Evidence]], seq: int) -> int:
    """How many attempts had been measured before a place in the ledger."""
    return len({each.record.candidate for each in evidence if each.seq < seq and each.record.measurements})


def retold(
    evidence: Sequence[Placed[Evidence]], seq: int, before: Goal, after: Goal, until: int | None = None
) -> tuple[Retold, ...]:
    """Every past verdict on the goal, and the latest number of attempts that never had one, under both goals.

    Args:
        evidence: about attempts, oldest first.
        seq: place of the move in the ledger.
        before: the goal it was moved from.
        after: the goal it was moved to.
        until: place of the next move; results that came later belong to that one. None takes all.
    """
    about = [each for each in evidence if until is None or each.seq < until]
    speaking = [each for each in about if CRITERION in each.record.claims]
    told = {each.record.candidate for each in speaking}
    latest = {each.record.candidate: each for each in about if each.record.candidate not in told}
    found = [_retold(each, seq, before, after) for each in (*speaking, *latest.values())]
    return tuple(sorted((each for each in found if each.number is not None), key=lambda each: each.seq))


def under(goal: Goal, found: Evidence) -> Verdict | None:
    """The verdict on what was found under a goal; None when it was measured with something else than the goal names."""
    stood = found.stands_on.items()
    if any(goal.measured_with.get(name, digest) != digest for name, digest in stood):
        return None
    claim = Claim(
        id=CRITERION,
        kind="criterion",
        says=goal.says,
        stage="prototype",
        settled_by="measurement",
        bar=goal.bar,
    )
    # it stands for good: what counts is what it said then
    speaks = Evidence.from_dict({**found.to_dict(), "claims": [CRITERION]})
    verdict = judge([claim], [speaks], {}, [], rehearsal=True)[0]
    return verdict if verdict.number is not None else None


def _retold(each: Placed[Evidence], seq: int, before: Goal, after: Goal) -> Retold:
    old, new = under(before, each.record), under(after, each.record)
    told = new or old
    return Retold(
        candidate=each.record.candidate,
        seq=each.seq,
        number=told.number if told else None,
        before=old.state if old else None,
        after=new.state if new else None,
        visible=each.seq < seq,
        flips=old is not None and old.state != "holds" and new is not None and new.state == "holds",
    )


def _counted(bar: Bar) -> tuple[object, ...]:
    return bar.measure, bar.against, bar.unit, bar.by, bar.at_least is None, bar.at_most is None


def _higher(old: float | None, old_per: float, new: float | None, new_per: float) -> float:
    return 0.0 if old is None or new is None else new / new_per - old / old_per
