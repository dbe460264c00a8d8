"""Columns that somebody named must be there."""

from collections import Counter
from collections.abc import Iterable, Sequence

from shipworthy.foundation.errors import ColumnError, nearest


def require(names: Iterable[str], known: Sequence[str], *, where: str) -> None:
    """Refuses a name that no column bears.

    Raises:
        ColumnError: for the first name that is not among the known ones, with the nearest one.

    >>> require(["a"], ["a", "b"], where="data.critical")
    """
    for name in names:
        if name not in known:
            close = nearest(name, known)
            raise ColumnError(
                f"there is no column `{name}`",
                where=where,
                seen=name,
                allowed=list(known),
                next_step=f"did you mean `{close}`?" if close else "name one of the columns that are there",
            )


def check_names(names: Sequence[str], *, where: str) -> None:
    """Refuses names that two columns share, and names that would be read as a pattern.

    Raises:
        ColumnError: for either.

    >>> check_names(["a", "b c", "d.e"], where="data.csv")
    """
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        step = "rename one of them"
        raise ColumnError("two columns share a name", where=where, seen=twice, allowed="each name once", next_step=step)
    patterns = [name for name in names if name == "*" or (name.startswith("^") and name.endswith("$"))]
    if patterns:
        allowed = "names other than *, and that do not begin with ^ and end with $"
        what = "the name of a column would be read as a pattern"
        raise ColumnError(what, where=where, seen=patterns, allowed=allowed, next_step="rename it")
