"""How good stated predictions turned out to be."""

from shipworthy.records.record import Record


class Bin(Record, frozen=True):
    """Predictions of about the same chance.

    Attributes:
        told: mean chance told, between 0 and 1.
        came: share that came true.
        low: lower end of the 95 % interval of that share (Clopper & Pearson).
        high: upper end.
        n: predictions.
    """

    told: float
    came: float
    low: float
    high: float
    n: int


class Score(Record, frozen=True):
    """Predictions of one owner, of one kind, or of all, held against what came.

    Attributes:
        of: whose; `all`, `owner NAME` or `kind NAME`.
        n: predictions that stated a chance.
        told: mean chance told; None without predictions.
        came: share that came true; None alike.
        brier: mean squared difference of chance and what came, 0 for a perfect seer; None alike.
        by_share: the same had everybody told the share that came true, known only afterwards; None alike.
        bins: the calibration plot, by rising chance.
        gains: predictions that stated a gain and were measured.
        bias: mean of expected less measured gain, by the gain stated, above 0 for boasting; None without any.
        bias_low: lower end of its 95 % interval; None with fewer than two.
        bias_high: upper end; None alike.
        says: one plain sentence.
    """

    of: str
    n: int
    told: float | None
    came: float | None
    brier: float | None
    by_share: float | None
    bins: tuple[Bin, ...]
    gains: int
    bias: float | None
    bias_low: float | None
    bias_high: float | None
    says: str
