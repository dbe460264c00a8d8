"""One number with what is needed to believe it."""

from typing import Final, Literal

from shipworthy.records.record import Record

Direction = Literal["up", "down", "none"]
IntervalKind = Literal["interval", "predictive"]

TOO_FEW: Final = "too few"
"""Name of the slice of all rows whose own slice would hold too few."""


class Measurement(Record, frozen=True):
    """A number with its interval.

    Attributes:
        name: what was measured: a metric by scikit-learn's name, `value`, `gain`, `rows`, `share`…
        value: the number in `unit`; None when the data cannot tell.
        low: lower end of the two-sided interval at `level`, in `unit`.
        high: upper end, in `unit`.
        level: confidence of the interval, between 0 and 1.
        se: standard error, in `unit`; with `df` it gives a bound at any other confidence.
        df: degrees of freedom of the t distribution behind the interval; None for the normal one.
        n: rows counted.
        clusters: independent groups of rows (days, customers) or periods that were resampled.
        unit: `USD`, `share`, `1`…; with `per`, the number is for that many rows.
        per: how many rows the number is for; 1 is the mean of a row.
        direction: whether more is better (`up`), less is better (`down`), or neither.
        kind: `interval` speaks of the rows measured, `predictive` of a period to come.
        ahead: periods to come that a predictive number is the mean of.
        origin: where the rows come from: `fold`, `holdout`, `live`…; empty when that does not matter.
        slice: the rows measured, as column -> value; empty is all of them.
        candidate: whose predictions; empty when there are none.
        against: what it is the paired difference to; empty when it is no difference.
        method: how the interval was made.
        approximate: True when there are too few clusters, or few of them decide, for the interval to be exact.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    se: float | None = None
    df: float | None = None
    n: int = 0
    clusters: int | None = None
    unit: str = "1"
    per: float = 1.0
    direction: Direction = "none"
    kind: IntervalKind = "interval"
    ahead: int = 1
    origin: str = ""
    slice: dict[str, str] = {}
    candidate: str = ""
    against: str = ""
    method: str = ""
    approximate: bool = False

    def within(self, limit: float) -> bool:
        """Whether the whole interval lies closer to 0 than this; False without an interval.

        For a difference: that it surely is too small to matter (two one-sided tests; Schuirmann 1987).

        >>> Measurement(name="gain", value=1.0, low=-2.0, high=4.0).within(5.0)
        True
        """
        return self.low is not None and self.high is not None and -limit < self.low and self.high < limit
