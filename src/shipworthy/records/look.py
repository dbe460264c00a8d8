"""That somebody looked at the rows kept aside."""

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record


class Look(Record, frozen=True):
    """One attempt's answers were held against what turned out on the rows kept aside.

    The same answers held against the same rows once more tell nothing new, and are no second look.

    Attributes:
        candidate: the attempt.
        predictions: digest of its answers.
        rows: digest of the rows kept aside.
        n: how many rows these are.
        by: the person at work.
        authority: how sure we are that it was that person.
        answers: digest of what it said and decided alone, whatever else travels with it; empty in older entries.
        beyond: as many looks as were agreed had been taken, and the person said to look all the same.
    """

    candidate: str
    predictions: str
    rows: str
    n: int
    by: str
    authority: Authority
    answers: str = ""
    beyond: bool = False
