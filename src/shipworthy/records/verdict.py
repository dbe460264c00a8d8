"""What a claim is worth today, and what a gate makes of all of them."""

from typing import Literal

from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record
from shipworthy.records.stage import Stage

State = Literal["holds", "fails", "cant_tell", "stale"]
Advice = Literal["go", "back", "stop", "cant_tell"]


class Verdict(Record, frozen=True):
    """A claim held against its evidence.

    Attributes:
        claim: id of the claim.
        state: `holds`, `fails`, `cant_tell` or `stale`; what cannot be measured never reads as a pass.
        why: the reason in one plain sentence.
        number: the measurement that decided, with its interval; None when none did.
        next_step: what would settle or mend it.
        evidence: digests of the evidence used.
    """

    claim: str
    state: State
    why: str
    number: Measurement | None = None
    next_step: str = ""
    evidence: tuple[str, ...] = ()


class Gate(Record, frozen=True):
    """The end of a stage: what the verdicts add up to.

    Attributes:
        stage: the stage it closes.
        advice: go, go back, stop, or can't tell yet.
        back_to: the earliest stage that owns a failing claim; empty unless the advice is `back`.
        reasons: sentences a business owner understands, the weightiest first.
        verdicts: of every claim of this stage and those before it.
        rehearsal: True when simulated people signed; such a gate opens nothing real.
    """

    stage: Stage
    advice: Advice
    back_to: str = ""
    reasons: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    rehearsal: bool = False
