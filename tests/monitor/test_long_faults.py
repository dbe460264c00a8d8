"""A fault that lasts for months stays one incident, and is named though everybody has got used to it."""

from datetime import datetime

import numpy as np
import polars as pl
import pytest

from shipworthy.monitor.reference import Reference
from shipworthy.monitor.watch import Watched, watch
from tests.monitor.samples import DAY, MONDAY, WEEK, ListedLog, known_reference, rows, settings

SOUND = 3
"""Weeks before the fault."""
LASTS = 10
MENDED = SOUND + LASTS
SINCE = MONDAY + SOUND * WEEK


@pytest.fixture(scope="module")
def natural() -> Reference:
    return known_reference(np.random.default_rng(100))


def _broken(kind: str) -> pl.Expr:
    heat = pl.col("inputs").struct.field("heat")
    changed = {"outside": heat * 1.8 + 32, "missing": pl.lit(None, dtype=pl.Float64), "frozen": pl.lit(20.5)}[kind]
    inside = (pl.col("time") >= SINCE) & (pl.col("time") < MONDAY + MENDED * WEEK)
    return pl.col("inputs").struct.with_fields(pl.when(inside).then(changed).otherwise(heat).alias("heat"))


def _after(weeks: int) -> datetime:
    return MONDAY + weeks * WEEK + DAY


@pytest.mark.parametrize("kind", ["outside", "missing", "frozen"])
def test_it_stays_one_incident_with_the_day_on_which_it_began(kind: str, natural: Reference) -> None:
    frame = rows(MONDAY, 7 * (MENDED + 2), np.random.default_rng(5))
    log, by = ListedLog(frame.with_columns(_broken(kind))), settings()
    step = Watched((), (), (), ())
    for week in range(1, MENDED + 3):
        # as a schedule does that keeps nothing from one look to the next but what is on record
        so_far = log.until(_after(week))
        step = watch(so_far, natural, by, step.incidents, step.windows, _after(week))
        if week < SOUND:
            assert step.incidents == ()
            continue
        (incident,) = step.incidents
        assert (incident.named, incident.since) == ("data: weather.heat", SINCE)
        lasts = week < MENDED
        assert (incident.until is None) == lasts
        assert step.broken_now == (("weather.heat",) if lasts else ())
    assert incident.until == MONDAY + MENDED * WEEK
    assert incident.kind == kind
