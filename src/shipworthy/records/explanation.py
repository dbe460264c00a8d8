"""Why a model said what it said of one row, and how sure it can be."""

from shipworthy.records.record import Record


class Contribution(Record, frozen=True):
    """What one column did to one score.

    Attributes:
        column: as in the data.
        source: where it comes from.
        value: what the row held, as text; empty when it held nothing, or what it held is personal.
        amount: how far it moved the score, in the score's unit.
    """

    column: str
    amount: float
    source: str = ""
    value: str = ""


class Sureness(Record, frozen=True):
    """What became of rows with a similar score that were kept aside.

    Attributes:
        n: such rows.
        share: of a label, the share for which it turned out; None for numbers.
        low: lower end of the 95 % interval of the share; for numbers, of what turned out.
        high: upper end.
        says: one plain sentence.
    """

    n: int
    low: float | None = None
    high: float | None = None
    share: float | None = None
    says: str = ""


class Explanation(Record, frozen=True):
    """One prediction explained.

    Attributes:
        id: of the prediction; empty for a row that was only tried.
        score: what the model said; for several classes, of the class decided on.
        base: what it says on average over the rows it is held against.
        contributions: columns, the weightiest first; they add up to `score - base`.
        sure: how sure it can be; None when no rows were kept aside.
        says: plain sentences, the answer first.
        answer: label or number acted on, as text; empty when a person has to decide.
        unit: of score, base and contributions: `share` for a chance, else that of the target.
    """

    id: str
    score: float
    base: float
    contributions: tuple[Contribution, ...] = ()
    sure: Sureness | None = None
    says: tuple[str, ...] = ()
    answer: str = ""
    unit: str = "1"
