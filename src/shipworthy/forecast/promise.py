"""What a candidate is expected to bring in a period to come."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from msgspec import structs

from shipworthy.foundation.errors import RequestError
from shipworthy.records.measurement import Measurement
from shipworthy.stats.bounds import interval
from shipworthy.stats.predictive import Predictive, evened, predict_period

PERIOD: Final = "period"
"""Name under which a gain's `slice` says which period it is of."""

ENOUGH: Final = 4
"""Periods from which their variation can be told with some trust."""

LEVEL: Final = 0.95


@dataclass(frozen=True)
class Seen:
    """The periods in which a gain was measured.

    Attributes:
        measured: one gain a period, oldest first; periods that could not be measured left out.
        gains: their values, all in the unit and per as many rows as the first. # (periods,)
        distribution: of one period to come; None with fewer than two periods.
    """

    measured: tuple[Measurement, ...]
    gains: tuple[float, ...]
    distribution: Predictive | None

    @property
    def periods(self) -> tuple[str, ...]:
        """Names of the periods; their number where they have none."""
        return tuple(each.slice.get(PERIOD, str(place)) for place, each in enumerate(self.measured, start=1))


def seen(gains: Sequence[Measurement]) -> Seen:
    """What the measured periods tell about one to come.

    Args:
        gains: one a period, oldest first; each says its period in `slice`.

    Raises:
        RequestError: when they are in different units.
    """
    measured = tuple(each for each in gains if each.value is not None and math.isfinite(each.value))
    units = sorted({each.unit for each in measured})
    if len(units) > 1:
        raise RequestError(
            "gains of different units cannot be put together",
            seen=units,
            next_step="measure all periods alike",
        )
    scales = [measured[0].per / each.per for each in measured]
    values = tuple(scale * (each.value or 0.0) for scale, each in zip(scales, measured, strict=True))
    errors = [scale * each.se for scale, each in zip(scales, measured, strict=True) if each.se is not None]
    known = errors if len(errors) == len(values) else []
    return Seen(measured, values, predict_period(values, known))


def promise(gains: Sequence[Measurement], candidate: str) -> Measurement:
    """The gain to expect of one period to come, as a predictive interval.

    The interval adds the variation between periods to that within them (Student t, as many degrees of freedom
    as periods, less one). With one period there is a value and no interval; with none there is no value.

    Args:
        gains: one a period, oldest first; each says its period in `slice`.
        candidate: whose gains they are.

    Raises:
        RequestError: when the gains are in different units.

    >>> months = [Measurement(name="gain", value=value, unit="USD", per=1000) for value in (10.0, 20.0, 30.0)]
    >>> told = promise(months, "linear")
    >>> told.value, round(told.low), round(told.high), told.kind
    (20.0, -30, 70, 'predictive')
    """
    known = seen(gains)
    told = known.distribution
    first = known.measured[0] if known.measured else (gains[0] if gains else Measurement(name="gain", value=None))
    low, high = told.interval(LEVEL) if told else (None, None)
    return Measurement(
        name="gain",
        value=told.mean if told else (known.gains[0] if known.gains else None),
        low=low,
        high=high,
        level=LEVEL,
        se=told.scale if told else None,
        df=float(told.df) if told else None,
        n=sum(each.n for each in known.measured),
        clusters=len(known.gains),
        unit=first.unit,
        per=first.per,
        direction="up",
        kind="predictive",
        candidate=candidate,
        against=first.against,
        method="predictive t interval over periods",
        approximate=len(known.gains) < ENOUGH,
    )


def averaged(promised: Measurement, ahead: int) -> Measurement:
    """What several periods to come bring on average: as much as one, and surer, as their differences even out.

    Args:
        promised: the promise for one of them.
        ahead: periods to come.

    >>> months = [Measurement(name="gain", value=value, unit="USD", per=1000) for value in (10.0, 20.0, 30.0)]
    >>> told = averaged(promise(months, "linear"), 6)
    >>> told.value, round(told.low), round(told.high), told.ahead
    (20.0, -10, 50, 6)
    """
    if ahead == 1 or promised.value is None or promised.se is None or not promised.clusters:
        return promised
    scale = promised.se * evened(promised.clusters, ahead)
    low, high = interval(promised.value, scale, promised.df, promised.level)
    method = f"predictive t interval over the mean of {ahead} periods"
    return structs.replace(promised, low=low, high=high, se=scale, ahead=ahead, method=method)
