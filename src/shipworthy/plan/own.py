"""What a project promises in words of its own, settled by a measurement, by a check or by a person."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from shipworthy.plan.section import Section, refuse
from shipworthy.plan.words import Name
from shipworthy.records.claim import KINDS, SettledBy
from shipworthy.records.stage import Stage

WHERE_IT_FAILS: Final = "where-it-fails"
"""The check that searches for the worst groups of cases; of its promises alone a limit may be said."""


def _kind(text: str) -> str:
    words = text.split("-")
    if not all(word.isalnum() and word == word.lower() for word in words):
        raise refuse("this is no kind of promise", "small letters joined by hyphens, such as sustainability")
    if text in KINDS and text != "own":
        raise refuse(f"{text} is a kind that the program makes itself", "a word of your own, such as sustainability")
    return text


class OwnClaimEntry(Section):
    """A promise in the project's own words.

    Attributes:
        says: the promise in one sentence.
        kind: what sort of promise it is, in a word of your own.
        stage: whose gate asks for it.
        settled_by: person, measurement or check; left out, it follows from what else is said.
        owner: person or role that answers for it, and signs it where a person settles it.
        asks: what is needed and why, for the person who is asked.
        required: the gate cannot be passed without it.
        fatal: the project should stop when it is refuted.
        check: name of the check that settles it, of an installed package.
        measure: metric that is measured on the cases kept aside.
        at_least: lowest value that is good enough.
        at_most: highest value that is good enough; of `where-it-fails`, how much less than today a case of any group
            may bring, in the unit of success.
        by: column whose groups must each pass.
        min_n: groups with fewer rows are pooled and do not block.
        confidence: one-sided confidence asked for.
    """

    says: Name
    kind: Annotated[str, AfterValidator(_kind)] = "own"
    stage: Stage = "prototype"
    settled_by: SettledBy | None = None
    owner: str = ""
    asks: str = ""
    required: bool = True
    fatal: bool = False
    check: str = ""
    measure: str = ""
    at_least: float | None = None
    at_most: float | None = None
    by: str = ""
    min_n: int = Field(default=0, ge=0)
    confidence: float = Field(default=0.95, gt=0.5, lt=1)

    @property
    def settler(self) -> SettledBy:
        """What settles it."""
        return self.settled_by or ("measurement" if self.measure else "check" if self.check else "person")

    @model_validator(mode="after")
    def _one_settler(self) -> "OwnClaimEntry":
        limits = [name for name in ("at_least", "at_most", "by", "min_n") if name in self.model_fields_set]
        if self.settler == "measurement":
            if not self.measure or self.check or (self.at_least is None and self.at_most is None):
                raise refuse("a measurement needs what is measured, and its limit", "measure, and at_least or at_most")
            if self.stage != "prototype":
                raise refuse(
                    f"nothing is measured for the gate of {self.stage} here",
                    "stage: prototype, or no stage: metrics are measured on the cases kept aside",
                )
        elif self.check == WHERE_IT_FAILS and limits == ["at_most"] and (self.at_most or 0) >= 0:
            pass
        elif self.measure or limits:
            raise refuse(
                f"what is settled by a {self.settler} has no limits", "says, stage, owner, asks, required, fatal"
            )
        elif (self.settler == "check") != bool(self.check):
            raise refuse("only a check settles what a check settles", "check: its name, and no other settled_by")
        return self
