"""From a linearised number to a measurement with its interval."""

from typing import Final

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.records.measurement import Measurement
from shipworthy.stats.bounds import interval
from shipworthy.stats.clusters import Estimate, estimate
from shipworthy.stats.linear import Linearised
from shipworthy.stats.shares import exact_se

FEWEST_CLUSTERS = 30
FEWEST_ROWS = 200
"""Below either, an interval is marked as approximate."""
MOST_LOPSIDED = 0.03
"""Above it a few rows or groups decide, and fewer than 93 in 100 intervals cover (simulated for squared errors and
lognormal amounts): marked as approximate. Cochran (1977, section 2.15) asks for 25 times the squared skewness, 0.04."""
MOST_UNSTEADY: Final = 0.1
"""Coefficient of variation of what a number is divided by, above which a few huge outcomes may decide or be missing:
marked as approximate (Cochran 1977, section 6.4)."""


def fill(
    blank: Measurement,
    linearised: Linearised | None,
    clusters: NDArray[np.int64] | None,
    limits: tuple[float, float] | None = None,
    share: bool = False,
) -> Measurement:
    """A measurement with value, standard error and interval put in.

    Args:
        blank: says what is measured; its value is of no account. The number is multiplied by its `per`.
        linearised: the number for one row; None when the data cannot tell.
        clusters: what is independent; None for rows. # (rows,)
        limits: lowest and highest value possible; the interval ends there. With both finite, agreement of
            all rows is not taken for certainty.
        share: True for a plain share of rows, whose interval is at least as wide as the exact binomial one.
    """
    if linearised is None:
        return structs.replace(blank, value=None)
    found = estimate(linearised, clusters)
    certain = found.se == 0
    se = _humble_se(found, linearised, share) if limits and np.isfinite(limits).all() else found.se
    filled = structs.replace(
        blank,
        value=found.value * blank.per,
        n=found.n,
        clusters=found.clusters,
        method="linearised over groups" if clusters is not None else "linearised over rows",
        approximate=_is_approximate(found, share) or certain,
    )
    if se is None:
        return filled
    low, high = interval(found.value, se, found.df, blank.level)
    if limits:
        low, high = max(low, limits[0]), min(high, limits[1])
    return structs.replace(filled, low=low * blank.per, high=high * blank.per, se=se * blank.per, df=found.df)


def _is_approximate(found: Estimate, share: bool) -> bool:
    few = found.scarcest < FEWEST_CLUSTERS or found.n < FEWEST_ROWS or found.unsteady > MOST_UNSTEADY
    # a share's interval is at least as wide as the exact one, however lopsided
    return few or (found.lopsided > MOST_LOPSIDED and not share)


def _humble_se(found: Estimate, linearised: Linearised, share: bool) -> float | None:
    """Never below what as many cases could tell of a share; for averages only at full agreement."""
    plain = share and len(linearised.hangs_on) <= 1
    if found.se is None or not (plain or found.se == 0):
        return found.se
    cases = found.scarcest
    if found.se > 0:
        cases = int(linearised.hangs_on[0].sum()) if linearised.hangs_on else found.n
    return max(found.se, exact_se(min(max(found.value, 0.0), 1.0), cases, found.df))
