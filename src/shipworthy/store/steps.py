"""Where the time of entries goes back: somebody's clock did, or two machines disagree.

An entry takes the time that its writer's clock tells. What came first is told by places, never by times, so that a
wrong clock moves nothing; but it is not passed over in silence either.
"""

from datetime import datetime

from sqlalchemy import Connection, select

from shipworthy.records.record import Record
from shipworthy.store.schema import ENTRIES


class StepBack(Record, frozen=True):
    """Two entries that follow each other, the later one with the earlier time.

    Attributes:
        seq: place of the later one.
        before: time of the entry before it, UTC.
        time: its own time, UTC.
    """

    seq: int
    before: datetime
    time: datetime

    @property
    def seconds(self) -> float:
        """How far back."""
        return (self.before - self.time).total_seconds()


def steps_back(connection: Connection) -> tuple[StepBack, ...]:
    """All of them, in the order of places; times that cannot be read are left to `breaks`.

    Args:
        connection: to the ledger, in a transaction.
    """
    earlier, later = ENTRIES.alias(), ENTRIES.alias()
    # times are stored in one zone and one width, so that their text has their order
    query = (
        select(later.c.seq, earlier.c.time.label("before"), later.c.time)
        .join(earlier, later.c.seq == earlier.c.seq + 1)
        .where(later.c.time < earlier.c.time)
        .order_by(later.c.seq)
    )
    found = []
    for row in connection.execute(query):
        try:
            before, time = datetime.fromisoformat(row.before), datetime.fromisoformat(row.time)
        except ValueError:
            continue
        found.append(StepBack(seq=row.seq, before=before, time=time))
    return tuple(found)
