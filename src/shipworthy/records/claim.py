"""A promise the project lives on."""

from typing import Final, Literal

from shipworthy.records.record import Record
from shipworthy.records.stage import Stage

ClaimKind = str
"""Words joined by hyphens: one of `KINDS`, or a name that a company gives its own."""

KINDS: Final = (
    "brief",
    "criterion",
    "guardrail",
    "corner-case",
    "robust",
    "assumption",
    "requirement",
    "review",
    "access",
    "production",
    "lead-time",
    "running-cost",
    "delivery",
    "live",
    "process",
    "skills",
    "own",
)
"""Kinds that every project knows; `own` is what a project promises in words of its own."""

SettledBy = Literal["check", "measurement", "person"]


class Bar(Record, frozen=True):
    """What a measurement has to reach for its claim to hold.

    Attributes:
        measure: name of the measurement that is held against the bar.
        at_least: lowest value that is good enough, in `unit`; None when there is no lower limit.
        at_most: highest value that is good enough, in `unit`; None when there is no upper limit.
        confidence: one-sided confidence asked for, between 0.5 and 1.
        by: column whose slices must each pass; empty for all rows together.
        min_n: slices with fewer rows are pooled as "too few" and do not block.
        per: rows the value is for.
        against: baseline of a gain; empty when the measurement is no difference.
        unit: of the limits.
        group: what is independent: day, week, month or a column; empty when nobody said.
    """

    measure: str
    at_least: float | None = None
    at_most: float | None = None
    confidence: float = 0.95
    by: str = ""
    min_n: int = 0
    per: float = 1.0
    against: str = ""
    unit: str = "1"
    group: str = ""


class Claim(Record, frozen=True):
    """One promise, and how it will be settled.

    Attributes:
        id: stable name, `kind.words`, unique in the project.
        kind: what sort of promise it is: one of `KINDS`, or a company's own.
        says: the promise in one plain sentence.
        stage: whose gate asks for it.
        owner: person or role that answers for it; empty when nobody was named.
        required: the gate cannot be passed without it.
        fatal: when it is refuted the project should stop.
        settled_by: a check, a measurement held against `bar`, or a person's answer.
        check: name of the check that settles it; empty unless `settled_by` is `check`.
        bar: the limits; None unless `settled_by` is `measurement`.
        parts: dotted paths of the document it depends on; when one changes, its evidence is stale.
        prior: chance that it holds as believed beforehand, between 0 and 1; None when nobody said.
        lead_time: days from asking to an answer; None when nobody said.
        asks: what is needed and why, in words for the person who is asked.
        rests_on: ids of claims that it takes for granted; when one of them is refuted, it cannot hold.
        because: why it is asked, or why it does not block, where a policy says so; empty where none does.
        signers: roles of which a signature needs one; empty when anybody of the project may sign.
        proven: only the signature of somebody who signed in counts.
        meaning: digest of what the document says in `parts`; empty when it is made from no document.
    """

    id: str
    kind: ClaimKind
    says: str
    stage: Stage
    owner: str = ""
    required: bool = True
    fatal: bool = False
    settled_by: SettledBy = "check"
    check: str = ""
    bar: Bar | None = None
    parts: tuple[str, ...] = ()
    prior: float | None = None
    lead_time: float | None = None
    asks: str = ""
    rests_on: tuple[str, ...] = ()
    because: str = ""
    signers: tuple[str, ...] = ()
    proven: bool = False
    meaning: str = ""

    @property
    def binding(self) -> str:
        """What a signature under the claim binds: what the document says, not how this version words it."""
        return self.meaning or self.digest
