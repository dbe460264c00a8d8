"""Today's value where only claimed rates are known: how often each decision is taken for each outcome."""

from collections.abc import Mapping

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.foundation.errors import RequestError
from shipworthy.measure.gain import blank_value, measure_rows
from shipworthy.measure.status_quo import NAME, WHERE
from shipworthy.measure.worth import labels_of, value_of, value_per_row
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth

Rates = Mapping[str, Mapping[str, float]]
"""outcome -> decision -> share, as claimed."""


def claimed_value_per_row(like: Predictions, worth: Worth, rates: Rates) -> NDArray[np.float64]:
    """Expected value of today's decision on each row, given what turned out there.

    Args:
        like: a candidate's predictions of a classification, for their outcomes and amounts.
        worth: amounts.
        rates: outcome -> decision -> share; the shares of one outcome add up to 1.

    Returns:
        NaN where the outcome or an amount is not known. # (rows,)

    Raises:
        RequestError: when an outcome has no rates, or they do not add up to 1 or name another decision.
    """
    decisions = labels_of(like.task, worth)
    values = np.zeros(like.frame.height)
    outcomes = like.frame["outcome"].to_numpy()
    for outcome in sorted(set(like.frame["outcome"].drop_nulls())):
        shares = rates.get(outcome, {})
        if not (set(shares) <= set(decisions) and abs(sum(shares.values()) - 1) < 1e-6):
            raise RequestError(
                f"the claimed rates for {outcome!r} do not say what is done today",
                where=f"{WHERE}.rates",
                seen=dict(shares),
                allowed=f"shares of {', '.join(decisions)} that add up to 1",
                next_step=f"state them for {outcome!r}",
            )
    for place, decision in enumerate(decisions):
        share = np.array([rates.get(outcome, {}).get(decision, 0.0) for outcome in outcomes])
        taken = share > 0
        decided = np.where(taken, place, -1)
        values[taken] += share[taken] * value_of(like, worth, decided)[taken]
    return np.where([outcome is None for outcome in outcomes], np.nan, values)


def measure_gain_over_rates(
    predictions: Predictions, worth: Worth, rates: Rates, per: float = 1.0, level: float = 0.95
) -> Measurement:
    """Gain over what the claimed rates would bring on the same rows.

    How today's single decisions scatter around the rates, and how true the rates are, is not in the
    interval; `method` says so.
    """
    gain = value_per_row(predictions, worth) - claimed_value_per_row(predictions, worth, rates)
    blank = structs.replace(blank_value(predictions, worth, per, level), name="gain", against=NAME)
    filled = measure_rows(blank, predictions, gain)
    return structs.replace(filled, method=f"{filled.method}; today's rates taken as claimed")
