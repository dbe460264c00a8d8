"""What a model server writes down: predictions, what turned out, and how its calls went."""

from datetime import datetime
from typing import Any, Final, Literal

from shipworthy.records.record import Record

Route = Literal["model", "today", "fallback", "review"]
Fate = Literal["recorded", "corrected", "repeated", "waiting"]

AS_MEANT: Final = ("model", "today")
"""Routes of rows that went as the bundle means them to: the model decided, or left the row to what is done today."""


class Logged(Record, frozen=True):
    """One prediction as it stands in the log; durable before it is answered.

    Attributes:
        id: unique among the predictions of the same origin and version.
        time: the row's own moment, UTC; when it was asked, where rows have none.
        received: when it was asked, UTC.
        version: of the bundle that answered, or that stood by while something else did.
        origin: `live`, `shadow`, `batch`, `replay`…, see `records.predictions.ORIGINS`.
        route: what answered: the model, what is done today where the model leaves it to that, what stands in for the
            model, or nobody yet (a person has to).
        why: why it was not the model, or why a likely row is not acted on; else empty.
        score: probability of the positive label, a list in class order, or a number; None when the model gave none.
        decision: label or number acted on; None when a person has to decide.
        unit_id: who is decided on; empty when rows do not say.
        group: what is independent, such as a day or a customer; empty when rows do not say.
        inputs: column -> value, personal ones left out.
        seconds: from the call's arrival until it was scored.
    """

    id: str
    time: datetime
    received: datetime
    version: int
    origin: str = "live"
    route: Route = "model"
    why: str = ""
    score: float | list[float] | None = None
    decision: str | float | None = None
    unit_id: str = ""
    group: str = ""
    inputs: dict[str, Any] = {}
    seconds: float = 0.0


class Turned(Record, frozen=True):
    """What turned out for one prediction; a corrected outcome is a new one, the latest counts, all are kept.

    Attributes:
        id: of the prediction; it may come before its prediction.
        outcome: label or number; None takes an outcome back.
        time: when it turned out, UTC; None when nobody said.
        received: when it was posted, UTC.
    """

    id: str
    outcome: str | float | None
    received: datetime
    time: datetime | None = None


class Call(Record, frozen=True):
    """One call of the server; written down after it was answered.

    Attributes:
        time: newest moment among its rows, UTC; when it was received, where rows have none.
        received: UTC.
        seconds: from arrival to the answer.
        status: HTTP status.
        rows: rows asked about.
        fallback: rows that the model did not answer.
        path: of the request.
    """

    time: datetime
    received: datetime
    seconds: float
    status: int
    rows: int = 0
    fallback: int = 0
    path: str = ""
