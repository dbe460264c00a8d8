"""Other questions near the one that was asked, and how likely each would meet the goal."""

from typing import Any, Literal

from shipworthy.records.evidence import Authority
from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record
from shipworthy.records.verdict import State

VariantKind = Literal[
    "asked",
    "threshold",
    "horizon",
    "lead-time",
    "granularity",
    "group",
    "abstain",
    "simple-part",
    "amount",
    "yes-or-no",
]


class Change(Record, frozen=True):
    """One field of the document that reads otherwise.

    Attributes:
        place: names that lead to it, one by one.
        value: what it says then, JSON-like; None takes it out.
    """

    place: tuple[str, ...]
    value: Any = None


class Other(Record, frozen=True):
    """Another question, and what it would bring.

    Attributes:
        id: words joined by hyphens, unique among those of one record.
        kind: what is different about it.
        says: what is asked then, as the predicate of a sentence.
        changes: what the document says then.
        asks: what its owner has to say anew; empty when amounts and goal mean what they meant.
        candidate: the attempt that answers it best on the rows learned from; empty when none could.
        gain: over what is done today, per as many cases as the goal; None when no amount says what it is worth.
        looked: whether it was held against the cases kept aside; else `gain` is of the rows learned from.
        chance: that a period to come meets the goal, between 0 and 1; None when nobody can tell.
        state: whether the goal is met, all that were held against the cases kept aside counted.
        why: the reason, one plain sentence.
        share: of the cases of the question that was asked, 0 to 1, that are answered by an attempt.
        month: gain of a month; None when nobody knows how many cases come in one.
        explained: share of how outcomes differ that a quick attempt explains, where no amounts tell; None elsewhere.
        rows: digest of the rows kept aside that it was held against; empty when it was not.
        answers: digest of what was answered on them; empty when it was not.
    """

    id: str
    kind: VariantKind
    says: str
    changes: tuple[Change, ...] = ()
    asks: str = ""
    candidate: str = ""
    gain: Measurement | None = None
    looked: bool = False
    chance: float | None = None
    state: State = "cant_tell"
    why: str = ""
    share: float = 1.0
    month: float | None = None
    explained: float | None = None
    rows: str = ""
    answers: str = ""


class Reframing(Record, frozen=True):
    """What other questions would bring, the likeliest to meet the goal first.

    Attributes:
        asked: the question of the document, answered as quickly as the others.
        others: in the order of their rank; their numbers count from 1.
        notices: kinds of other questions that there are none of, why, and what failed.
        tried: how many were tried on the rows learned from.
        looked: how many were held against the cases kept aside, that of the document not counted.
        untried: how many were left when the time was over.
        document: digest of what the document said.
        by: who asked.
        authority: how sure we are that it was that person.
        stands_on: name -> digest of all it stands on.
    """

    asked: Other
    others: tuple[Other, ...]
    notices: tuple[str, ...]
    tried: int
    looked: int
    untried: int
    document: str
    by: str
    authority: Authority
    stands_on: dict[str, str]
