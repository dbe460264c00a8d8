"""Why the server does not answer, in words that every protocol can pass on."""

from collections.abc import Sequence
from typing import Final

from shipworthy.bundle.fields import FieldError
from shipworthy.foundation.errors import BundleError, LogError, RequestError, ServerError, StorageError, UserError


class BadRows(RequestError):  # noqa: N818 - named by what is refused
    """Rows that cannot be answered for; nothing of the call was answered or logged.

    Args:
        errors: what is wrong, value by value; at least one.
    """

    def __init__(self, errors: Sequence[FieldError]) -> None:
        self.errors = tuple(errors)
        first, rows = self.errors[0], len({each.row for each in errors})
        super().__init__(
            f"{rows} of the rows cannot be answered for" if rows > 1 else "a row cannot be answered for",
            where=f"row {first.row}, {first.field}",
            seen=first.seen,
            allowed=first.allowed,
            next_step=first.next_step or "mend what `errors` names and send the call again; nothing of it was logged",
        )


class Malformed(RequestError):  # noqa: N818 - named by what is refused
    """A body that cannot be read, or has another shape than it should."""


class TooLarge(RequestError):  # noqa: N818 - named by what is refused
    """A body or a number of rows beyond what one call may have."""


class NotFound(RequestError):  # noqa: N818 - named by what is refused
    """There is nothing of that name."""


class NotAllowed(RequestError):  # noqa: N818 - named by what is refused
    """The token is missing or wrong."""


class Foreign(RequestError):  # noqa: N818 - named by what is refused
    """Asked by a web page of somebody else, or by a name that is not this machine's."""


class NotReady(ServerError):  # noqa: N818 - named by what is refused
    """Nothing that answers is loaded yet, or the server is going down."""


_STATUS: Final[tuple[tuple[type[UserError], int], ...]] = (
    (BadRows, 422),
    (NotFound, 404),
    (NotAllowed, 401),
    (Foreign, 403),
    (TooLarge, 413),
    (Malformed, 400),
    (RequestError, 400),
    (LogError, 409),
    (StorageError, 507),
    (ServerError, 503),
    (BundleError, 503),
)


def status_of(error: UserError) -> int:
    """HTTP status of a refusal.

    >>> status_of(NotReady("nothing is live yet"))
    503
    """
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
