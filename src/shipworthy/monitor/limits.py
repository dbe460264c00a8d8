"""What live windows must not stay below: the goal, the promise, and how well it went on the rows kept aside."""

from dataclasses import dataclass
from typing import Final, Literal

from shipworthy.monitor.settings import Settings
from shipworthy.monitor.value import RANKING, promised
from shipworthy.records.measurement import Direction, Measurement
from shipworthy.stats.bounds import lower_bound

CONFIDENCE: Final = 0.975
"""One-sided, of what was promised and of what was measured on the rows kept aside."""


@dataclass(frozen=True)
class Limit:
    """A limit for one measurement of a window.

    Attributes:
        kind: what is lost below it.
        name: of the measurement.
        value: in the measurement's unit, for its `per` rows.
        direction: `up` when the measurement should lie above, `down` when below.
    """

    kind: Literal["value", "performance"]
    name: str
    value: float
    direction: Direction = "up"


def limits(settings: Settings) -> tuple[Limit, ...]:
    """The limits there are, that of value first.

    Value has to reach the goal that was signed and the least that was promised, whichever is more; the least is the
    lower end of what a period to come may bring, so that a promise made in all uncertainty binds to little.
    Performance has to reach what it may have been on the rows kept aside, by a metric that does not move with how
    frequent outcomes are.
    """
    found = [limit_of_value(settings), _limit_of_performance(settings)]
    return tuple(each for each in found if each is not None)


def limit_of_value(settings: Settings) -> Limit | None:
    """What the gain has to reach; None when nobody set a goal or promised anything.

    >>> from shipworthy.records.spec import Task
    >>> limit_of_value(Settings(task=Task(kind="regression"), target=20_000.0)).value
    20000.0
    """
    told = promised(settings)
    least = None
    if told is not None and told.value is not None and told.se is not None:
        least = lower_bound(told.value, told.se, told.df, CONFIDENCE)
    known = [each for each in (settings.target, least) if each is not None]
    return Limit("value", "gain", max(known)) if known else None


def usable(number: Measurement | None) -> Measurement | None:
    """The measurement, when it says how sure it is."""
    if number is None or number.value is None or number.se is None or not (number.clusters or number.n):
        return None
    return number


def _limit_of_performance(settings: Settings) -> Limit | None:
    name = next(iter((*RANKING[settings.task.kind], *settings.metrics)), "")
    aside = usable(settings.kept_aside(name))
    if aside is None or aside.value is None or aside.se is None:
        return None
    sign = -1.0 if aside.direction == "down" else 1.0
    worst = sign * lower_bound(sign * aside.value, aside.se, aside.df, CONFIDENCE)
    return Limit("performance", name, worst, aside.direction)
