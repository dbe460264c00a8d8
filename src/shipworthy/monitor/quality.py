"""Input quality of a window: how much of each column was missing, or lay outside of what was learned from."""

from collections.abc import Sequence

from shipworthy.monitor.drift_weeks import together
from shipworthy.monitor.feed_day import Day
from shipworthy.records.measurement import Measurement


def quality(days: Sequence[Day]) -> tuple[Measurement, ...]:
    """Shares of rows by column, `missing` and `outside`; columns with none of either are left out.

    Args:
        days: of the window.
    """
    now = together([day.signature for day in days])
    found = []
    for column in now.columns:
        for name, rows in (("missing", column.nulls), ("outside", column.outside)):
            if rows:
                found.append(_share(name, column.name, rows, now.rows))
    return tuple(found)


def _share(name: str, column: str, rows: int, of: int) -> Measurement:
    return Measurement(
        name=name, value=rows / of, n=of, unit="share", direction="down", origin="live", slice={"column": column}
    )
