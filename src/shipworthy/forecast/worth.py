"""What success is worth in a year, as a range: from what was measured, or from what is thought to be reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from shipworthy.records.forecast import Forecast
from shipworthy.show.periods import kind_of
from shipworthy.stats.predictive import evened
from shipworthy.stats.spread import spread

MONTHS: Final = 12.0
_IN_A_YEAR: Final = {"day": 365.2425, "week": 52.1775, "month": 12.0, "quarter": 4.0}
_DRAWS: Final = 4000


@dataclass(frozen=True)
class Range:
    """Money in a year.

    Attributes:
        low: 1 of 20 values lies below.
        middle: mean of all values.
        high: 1 of 20 values lies above.
    """

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Between:
    """A share that nobody knows exactly.

    Attributes:
        low: 1 of 20 values lies below; between 0 and 1.
        high: 1 of 20 values lies above; between 0 and 1.
    """

    low: float
    high: float


@dataclass(frozen=True)
class Answers:
    """What answers to a yes-or-no question reach.

    Attributes:
        caught: share of the cases in which it happens that are caught.
        false_alarms: share of the other cases in which there is an alarm.
    """

    caught: Between
    false_alarms: Between


def from_forecast(told: Forecast, cases_per_month: float) -> Range | None:
    """The gain of a year to come, by what was promised of a period; None before two periods were measured.

    The mean of the periods seen is as uncertain as it was; how much periods differ evens out over a year of them
    (predictive t for the mean of m more periods after K: scale s * sqrt(1/K + 1/m)).

    Args:
        told: the promise for a period to come, with its scale (`se`) and degrees of freedom.
        cases_per_month: decisions in a month.
    """
    promised = told.promise
    if promised.value is None or promised.se is None or promised.df is None:
        return None
    scale = cases_per_month * MONTHS / promised.per
    middle = promised.value * scale
    ahead = _IN_A_YEAR.get(kind_of(told.periods), MONTHS)
    half = float(special.stdtrit(promised.df, 0.95)) * promised.se * evened(len(told.gains), ahead) * scale
    return Range(middle - half, middle, middle + half)


def from_rates(
    amounts: Mapping[str, float], happens: Between, answers: Answers, today: Answers, cases_per_month: float
) -> Range:
    """The gain of a year over what is done today, by what each answer is worth and how often it is thought right.

    The shares are drawn (Monte Carlo) as normal, their ranges holding 9 of 10 values, and kept between 0 and 1.

    Args:
        amounts: value of a `true_positive`, `false_positive`, `false_negative` and `true_negative`.
        happens: share of cases in which it happens.
        answers: what the answers to come are thought to reach.
        today: what is reached today; nothing done today catches nothing and alarms nobody.
        cases_per_month: decisions in a month.

    >>> worth = {"true_positive": 10, "false_positive": -1, "false_negative": 0, "true_negative": 0}
    >>> sure, none = Between(0.5, 0.5), Between(0.0, 0.0)
    >>> from_rates(worth, Between(0.2, 0.2), Answers(sure, none), Answers(none, none), 100).middle
    1200.0
    """
    random = np.random.default_rng(0)
    share = _drawn(happens, random)
    new = _value(amounts, share, _drawn(answers.caught, random), _drawn(answers.false_alarms, random))
    old = _value(amounts, share, _drawn(today.caught, random), _drawn(today.false_alarms, random))
    year = (new - old) * cases_per_month * MONTHS  # (draws,)
    low, high = np.quantile(year, (0.05, 0.95))
    return Range(float(low), float(year.mean()), float(high))


def _drawn(between: Between, random: np.random.Generator) -> NDArray[np.float64]:
    middle, width = (between.low + between.high) / 2, spread(between.low, between.high)
    return np.clip(middle + width * random.standard_normal(_DRAWS), 0.0, 1.0)  # (draws,)


def _value(
    amounts: Mapping[str, float],
    happens: NDArray[np.float64],
    caught: NDArray[np.float64],
    alarms: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Value of one decision. # (draws,)."""
    when = caught * amounts["true_positive"] + (1 - caught) * amounts["false_negative"]
    otherwise = alarms * amounts["false_positive"] + (1 - alarms) * amounts["true_negative"]
    return happens * when + (1 - happens) * otherwise
