"""Every error a user can meet.

    ShipworthyError
    ├── UserError                 exit 2: the user must mend something
    │   ├── DocumentError         project.yaml is broken, half-written or says something impossible
    │   ├── SourceError           a data file or a package with data is missing, empty or unreadable
    │   ├── ColumnError           a column that is named somewhere is not in the data
    │   ├── TargetError           the target cannot be learned (one class, no outcome, not a number)
    │   ├── CandidateError        a candidate cannot be built, fitted or asked for predictions
    │   ├── PersonError           nobody of that name, or not allowed to do this
    │   ├── LedgerError           the ledger is locked, corrupt, or cannot be reached
    │   ├── BundleError           a bundle is missing, damaged, or made by another version
    │   ├── LogError              the prediction log holds something else, or is of another version
    │   ├── ServerError           a server cannot be reached, or cannot answer
    │   ├── StorageError          a file cannot be written: full disk, no permission
    │   ├── MissingExtraError     an optional part of the package is not installed
    │   └── RequestError          what was asked for makes no sense here
    └── InternalError             exit 70: a fault of ours

A message says what, where, the value seen, what is allowed and what to do next, in the user's own words.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class ShipworthyError(Exception):
    """Root of all errors of the package; `exit_status` is what the command returns."""

    exit_status = 70


class UserError(ShipworthyError):
    """Something that the user can mend.

    Args:
        what: what is wrong, a sentence without its full stop.
        where: file, line, field, source or column.
        seen: the value seen.
        allowed: what would have been right.
        next_step: what to do now.

    >>> print(SourceError("the file is empty", where="data/a.csv", next_step="export it again"))
    the file is empty
      where: data/a.csv
      next: export it again
    """

    exit_status = 2

    def __init__(
        self, what: str, *, where: str = "", seen: object = None, allowed: object = None, next_step: str = ""
    ) -> None:
        self.what = what
        self.where = where
        self.seen = seen
        self.allowed = allowed
        self.next_step = next_step
        super().__init__(what)

    def __str__(self) -> str:
        parts = [self.what]
        for label, value in (("where", self.where), ("seen", self.seen), ("allowed", self.allowed)):
            if _is_told(value):
                parts.append(f"  {label}: {_in_words(value)}")
        if self.next_step:
            parts.append(f"  next: {self.next_step}")
        return "\n".join(parts)

    def to_dict(self) -> dict[str, str]:
        """The same for `--json`: error, what, where, seen, allowed, next; empty ones left out."""
        fields = {
            "error": type(self).__name__,
            "what": self.what,
            "where": self.where,
            "seen": _in_words(self.seen) if _is_told(self.seen) else "",
            "allowed": _in_words(self.allowed) if _is_told(self.allowed) else "",
            "next": self.next_step,
        }
        return {name: value for name, value in fields.items() if value}


class DocumentError(UserError):
    """`project.yaml` is broken, half-written or says something impossible."""


class SourceError(UserError):
    """A data file, or a package that ships data, is missing, empty or unreadable."""


class ColumnError(UserError):
    """A column that is named somewhere is not in the data, or cannot be used as asked."""


class TargetError(UserError):
    """The target cannot be learned from: one class only, no known outcome, not a number."""


class CandidateError(UserError):
    """A candidate cannot be built, fitted or asked for predictions."""


class PersonError(UserError):
    """Nobody of that name in the document, or not allowed to do this."""


class LedgerError(UserError):
    """The ledger is locked, corrupt or out of reach."""


class BundleError(UserError):
    """A bundle is missing, damaged, or made by a version that this one cannot load."""


class LogError(UserError):
    """The prediction log holds something else under the same id, or was made by another version."""


class ServerError(UserError):
    """A server, of models or of identities, cannot be reached, or cannot answer."""


class StorageError(UserError):
    """A file cannot be written."""


class MissingExtraError(UserError):
    """An optional part of the package is needed and not installed."""


class RequestError(UserError):
    """What was asked for makes no sense here."""


class InternalError(ShipworthyError):
    """A fault of ours; the command writes a report file and says where."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to a misspelt one, or an empty string.

    >>> nearest("targt", ["target", "data"])
    'target'
    >>> nearest("zzz", ["target", "data"])
    ''
    """
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def _is_told(value: object) -> bool:
    return value is not None and value not in ("", [], ())


def _in_words(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        words = [str(item) for item in value]
        shown = ", ".join(words[:12])
        return shown + (f" and {len(words) - 12} more" if len(words) > 12 else "")
    return repr(value)
