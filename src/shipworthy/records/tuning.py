"""Which settings of a candidate are searched, and for how long."""

from shipworthy.records.record import Record

Setting = float | int | str | bool | None
"""A value of one parameter."""


class Knob(Record, frozen=True):
    """One parameter that is searched.

    Attributes:
        name: of the parameter.
        low: lowest value; 0 where there are choices.
        high: highest value; 0 where there are choices.
        log: spread evenly over factors instead of differences.
        whole: whole numbers only.
        choices: values that are tried one by one; empty for a range.
    """

    name: str
    low: float = 0.0
    high: float = 0.0
    log: bool = False
    whole: bool = False
    choices: tuple[Setting, ...] = ()


class Tuning(Record, frozen=True):
    """How a candidate is tuned within the rows that a fold learns from.

    Attributes:
        knobs: what is searched.
        trials: how many settings are tried at most, the candidate's own not counted.
        seconds: of learning after which no further trial begins, in each fold.
    """

    knobs: tuple[Knob, ...]
    trials: int
    seconds: float
