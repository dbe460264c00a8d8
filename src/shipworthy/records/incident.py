"""Something that went wrong live, with its cause."""

from datetime import datetime
from typing import Literal

from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record

Cause = Literal["system", "data", "model"]


class Incident(Record, frozen=True):
    """What went wrong, since when, why, and what it costs.

    Attributes:
        id: stable name, `cause.where.kind.since`, unique in the project; the same incident keeps it while it lasts.
        cause: the system (slow, failing), the data (a broken feed), or the model (the world has changed).
        where: `source.column` of a broken feed as the source calls it, `source` when all of it is; `server` for the
            system; empty otherwise.
        kind: `missing`, `frozen`, `outside`, `shift`, `unseen`, `late`, `slow`, `errors`, `value`, `performance`.
        since: first moment concerned, UTC; of a broken feed the first day, by its midnight.
        until: first moment after it, UTC, likewise; None while it lasts.
        noticed: moment from which it could be known, UTC.
        says: one plain sentence, the cause in it.
        measurements: numbers that show it.
        cost: what it has cost so far, in the unit of success; None when that cannot be told.
        did: what was done about it by itself, a sentence each.
        next_step: what a person should do.
    """

    id: str
    cause: Cause
    kind: str
    since: datetime
    noticed: datetime
    says: str
    where: str = ""
    until: datetime | None = None
    measurements: tuple[Measurement, ...] = ()
    cost: Measurement | None = None
    did: tuple[str, ...] = ()
    next_step: str = ""

    @property
    def named(self) -> str:
        """Cause and place, such as `data: weather.pressure` or `system`."""
        return f"{self.cause}: {self.where}" if self.cause == "data" and self.where else self.cause
