"""Every check on data: ours, and those that other packages bring."""

from importlib.metadata import EntryPoint, entry_points
from typing import Final, cast

from shipworthy.data.checks.coverage import Coverage
from shipworthy.data.checks.critical import Critical
from shipworthy.data.checks.joins import Joins
from shipworthy.data.checks.keys import Keys
from shipworthy.data.checks.leaks import Leaks
from shipworthy.data.checks.not_known import NotKnown
from shipworthy.data.checks.outcomes import OutcomesKnown
from shipworthy.data.checks.personal import Personal
from shipworthy.data.checks.reading import Reading
from shipworthy.data.checks.repeats import Repeats
from shipworthy.data.checks.useless import Useless
from shipworthy.foundation.errors import RequestError
from shipworthy.records.check import Check

GROUP: Final = "shipworthy.checks"
"""Entry points of this group name a class without arguments, or a function, that makes a check."""

_OURS: Final[tuple[Check, ...]] = (
    Reading(),
    Joins(),
    Keys(),
    Coverage(),
    OutcomesKnown(),
    Critical(),
    NotKnown(),
    Leaks(),
    Personal(),
    Useless(),
    Repeats(),
)


def data_checks() -> tuple[Check, ...]:
    """Ours first, then the checks of the data stage that installed packages bring, by name.

    Raises:
        RequestError: when a package's check cannot be loaded, or bears the name of another.
    """
    brought = [_loaded(point) for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)]
    checks = (*_OURS, *(check for check in brought if check.stage == "data"))
    names = [check.name for check in checks]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        step = "remove one of the packages, or rename its check"
        raise RequestError("two checks share a name", where=GROUP, seen=twice, next_step=step)
    return checks


def _loaded(point: EntryPoint) -> Check:
    try:
        return cast(Check, point.load()())
    except Exception as error:
        raise RequestError(
            f"the check `{point.name}` of an installed package cannot be loaded",
            where=f"{GROUP}: {point.value}",
            seen=f"{type(error).__name__}: {error}",
            next_step="update or remove that package",
        ) from error
