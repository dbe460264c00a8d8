"""When to stop: nothing is left to try, and what was tried will not do."""

from collections.abc import Sequence
from typing import Final

from shipworthy.forecast.promise import ENOUGH
from shipworthy.records.forecast import Forecast
from shipworthy.show import numbers

HOPELESS: Final = 0.05
"""Chance below which another period like those seen is not waited for."""


def reason_to_stop(forecasts: Sequence[Forecast], untried: int) -> str:
    """Why the project should stop; empty while something is left to try or to hope for.

    Too few periods give no reason to stop: they tell too little.

    Args:
        forecasts: one a candidate that was evaluated.
        untried: candidates on the roadmap that were not.

    >>> from shipworthy.records.measurement import Measurement
    >>> gain = Measurement(name="gain", value=1.0)
    >>> hopeless = Forecast(candidate="a", promise=gain, chance=0.01, periods=("1", "2", "3", "4"))
    >>> reason_to_stop([hopeless], untried=1), reason_to_stop([hopeless], untried=0)[:32]
    ('', 'everything on the roadmap was tr')
    """
    chances = [each.chance for each in forecasts if each.chance is not None and len(each.periods) >= ENOUGH]
    if untried > 0 or not forecasts or len(chances) < len(forecasts) or max(chances) >= HOPELESS:
        return ""
    tried = "the one attempt" if len(forecasts) == 1 else f"the best of {numbers.count(len(forecasts))} attempts"
    return (
        f"everything on the roadmap was tried, and the chance that {tried} brings what was asked for in a "
        f"period to come is {numbers.chance(max(chances))}"
    )
