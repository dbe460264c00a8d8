"""What a person decided, and what a person signed."""

from typing import Literal

from shipworthy.records.evidence import Authority
from shipworthy.records.goalpost import Goal
from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record
from shipworthy.records.stage import Stage
from shipworthy.records.verdict import Advice

Choice = Literal["go", "stay", "back", "stop"]


class Decision(Record, frozen=True):
    """A decision on record beside its gate, whether it follows the gate or not.

    Attributes:
        stage: the stage decided on.
        choice: go, stay, back or stop.
        why: the person's reason.
        by: the person.
        authority: how sure we are that it was that person.
        advice: what the gate advised at that moment.
        gate: digest of that gate.
        follows: True when the choice is what the gate advised.
        back_to: stage to go back to; empty unless the choice is `back`.
        lesson: what others should know of how it went; empty when the person said nothing.
        chance: that the stage would be passed, as the document stated it then, in [0, 1]; None when nobody said.
    """

    stage: Stage
    choice: Choice
    why: str
    by: str
    authority: Authority
    advice: Advice
    gate: str
    follows: bool
    back_to: str = ""
    lesson: str = ""
    chance: float | None = None


class SignOff(Record, frozen=True):
    """A person's signature under claims; it binds the claims as they read at that moment and nothing else.

    Attributes:
        claims: claim id -> what the signature binds (`Claim.binding`).
        by: the person.
        authority: how sure we are that it was that person.
        says: what the person added.
        goalpost: True when the success criterion is among the claims signed.
        goal: with `goalpost`, what the goal said in full; None under other claims.
        why: reason for another goal than the one signed before; empty for the first.
        seconds: hash of the entry with another person's signature that this one agrees to; empty for one's own.
        evidence: under a review, digests of the evidence that the reviewer was handed; empty under other claims.
        mistakes: under the mistakes to come, how often each kind happened as it was shown; empty under other claims.
    """

    claims: dict[str, str]
    by: str
    authority: Authority
    says: str = ""
    goalpost: bool = False
    goal: Goal | None = None
    why: str = ""
    seconds: str = ""
    evidence: tuple[str, ...] = ()
    mistakes: tuple[Measurement, ...] = ()
