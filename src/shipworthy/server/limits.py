"""How long the model may take, and how much one call may bring."""

from shipworthy.records.record import Record


class Limits(Record, frozen=True):
    """What one call may have.

    Attributes:
        time: seconds that the model may take before something else answers.
        patience: seconds that an answer which is not the model's waits for the model's score to be logged with it.
        rows: most rows in a call.
        body: most bytes in a call.
    """

    time: float = 1.0
    patience: float = 0.05
    rows: int = 10_000
    body: int = 32 * 2**20
