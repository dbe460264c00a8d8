"""Moments as people write them on a command line."""

from datetime import UTC, datetime

from shipworthy.foundation.errors import RequestError


def moment(text: str, where: str) -> datetime:
    """A moment in UTC; one without a zone is read as UTC.

    Raises:
        RequestError: when it is none.

    >>> moment("2024-06-01", "--now").isoformat()
    '2024-06-01T00:00:00+00:00'
    """
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        allowed = "ISO 8601, such as 2024-06-01 or 2024-06-01T12:00"
        step = f"write {where} 2024-06-01, for instance; without a zone it is UTC"
        raise RequestError("this is not a moment", where=where, seen=text, allowed=allowed, next_step=step) from error
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
