"""How the model server did in one window: how fast it answered, how often it failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final, Literal

import numpy as np
import polars as pl
from msgspec import structs

from shipworthy.measure.fill import fill
from shipworthy.monitor.settings import Settings
from shipworthy.monitor.windows import Stretch
from shipworthy.records.logged import AS_MEANT
from shipworthy.records.measurement import Measurement
from shipworthy.records.window import Window
from shipworthy.show.numbers import amount, share
from shipworthy.stats.linear import linear_mean
from shipworthy.stats.quantiles import chance_of_as_many, quantile_range

TYPICAL: Final = "latency_p90"
"""What nine in ten calls of a day take at most, on the middle one of the days: no burst of slow calls moves it."""

WORSE: Final = 2.0
"""How many times the usual a window has to take before it is called slow."""

FAILED: Final = ("the model failed", "the model gave no number", "the model did not")
"""How the server's reasons begin when it asked the model and got no answer; other fallbacks were meant."""

_TESTS: Final = 2
_FEWEST: Final = 2
_PARTS: Final = 7
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Symptom:
    """Something wrong with the system.

    Attributes:
        kind: `slow` or `errors`.
        since: first moment concerned in this window, UTC.
        says: what was seen, without its full stop.
        next_step: what a person should do.
        measurements: numbers that show it.
    """

    kind: Literal["slow", "errors"]
    since: datetime
    says: str
    next_step: str
    measurements: tuple[Measurement, ...]


@dataclass(frozen=True)
class Health:
    """How the server did in one window.

    Attributes:
        measurements: latencies, errors, failures of the model.
        symptoms: what is wrong.
    """

    measurements: tuple[Measurement, ...]
    symptoms: tuple[Symptom, ...]


def health(
    calls: pl.DataFrame, rows: pl.DataFrame, stretch: Stretch, earlier: Sequence[Window], settings: Settings
) -> Health:
    """Looks at the calls of a window.

    It is slow when the stated limit is surely broken, nine in ten calls being within it on fewer than half of the
    days, and takes more than twice as long as in earlier windows. It fails when calls were refused by a fault of the
    server, or the model gave no answer to them, more often than is put up with and than chance allows.

    Args:
        calls: as the log gives them. Refused calls of a client's own making are no errors.
        rows: predictions of the same stretch, as the log gives them.
        stretch: the window.
        earlier: windows of this deployment that came before.
        settings: limits, and how often to err.
    """
    asked = calls.filter(pl.col("rows") > 0)
    latencies = _latencies(asked, stretch)
    errors, failures = calls.filter(pl.col("status") >= 500), _failed(rows)
    shares = (
        _share("errors", errors.height, calls.height),
        _share("failures", failures.n_unique("received"), rows["received"].n_unique()),
    )
    symptoms = (
        _slow(asked, latencies, stretch, earlier, settings),
        _failing(shares[0], errors, settings, "calls were answered by an error of the server"),
        _failing(shares[1], failures, settings, "calls got no answer from the model, and something else stood in"),
    )
    told = (*latencies.values(), *(each for each in shares if each.n), *_stood_in(rows))
    return Health(told, tuple(each for each in symptoms if each is not None))


def _latencies(asked: pl.DataFrame, stretch: Stretch) -> dict[str, Measurement]:
    seconds = asked["seconds"].to_numpy()
    found: dict[str, Measurement] = {}
    for name, part in (("latency_p50", 0.5), ("latency_p99", 0.99)):
        told = quantile_range(seconds, part)
        if told is not None:
            blank = Measurement(name=name, value=told.value, low=told.low, high=told.high, unit="s", direction="down")
            found[name] = structs.replace(blank, n=len(seconds), method="order statistics")
    days = _days(asked, stretch)
    if days:
        value = median(slowness for _, slowness in days)
        blank = Measurement(name=TYPICAL, value=value, unit="s", direction="down", clusters=len(days))
        found[TYPICAL] = structs.replace(blank, n=len(seconds), method="middle one of the days")
    return found


def _days(asked: pl.DataFrame, stretch: Stretch) -> list[tuple[datetime, float]]:
    """Start of each day with calls, a seventh of a shorter window, and what nine in ten of its calls took at most."""
    length = min(_DAY, (stretch.end - stretch.start) / _PARTS)
    day = (pl.col("time") - stretch.start).dt.total_microseconds() // (length // timedelta(microseconds=1))
    days = asked.group_by(day.alias("day")).agg(pl.col("seconds").quantile(0.9, "higher")).sort("day")
    return [(stretch.start + day * length, seconds) for day, seconds in days.iter_rows()]


def _slow(
    asked: pl.DataFrame,
    latencies: dict[str, Measurement],
    stretch: Stretch,
    earlier: Sequence[Window],
    settings: Settings,
) -> Symptom | None:
    limit, p99, typical = settings.latency_p99, latencies.get("latency_p99"), latencies.get(TYPICAL)
    if limit is None or p99 is None or p99.low is None or typical is None or typical.value is None:
        return None
    usual = _usual(earlier, limit)
    bar = max(limit, WORSE * usual) if usual is not None else limit
    if not (p99.low > limit and typical.value > bar):
        return None
    since = next(day for day, seconds in _days(asked, stretch) if seconds > bar)
    took = f"answers took {_milliseconds(typical.value)} or longer for one call in ten on most days"
    before = f", {_milliseconds(usual)} before" if usual is not None else ""
    return Symptom(
        "slow",
        since,
        f"{took}{before}; 99 in 100 were to be there within {_milliseconds(limit)}",
        "look at the machine that the model server runs on and at what else runs there",
        (p99, typical),
    )


def _usual(earlier: Sequence[Window], limit: float) -> float | None:
    """What windows take that were not slow; of all of them, when all were."""
    known = [number.value for window in earlier if (number := window.of(TYPICAL)) and number.value is not None]
    calm = [value for value in known if value <= limit]
    return median(calm) if calm else None


def _failing(told: Measurement, failed: pl.DataFrame, settings: Settings, words: str) -> Symptom | None:
    hits = failed.height if told.name == "errors" else failed.n_unique("received")
    surprise = chance_of_as_many(hits, told.n, settings.errors) if told.n else 1.0
    if hits < _FEWEST or surprise >= settings.alarms_per_window(_TESTS):
        return None
    moment = failed["time"].min()
    assert isinstance(moment, datetime)
    says = f"{share(told.value or 0.0)} {words}; {share(settings.errors)} are put up with"
    return Symptom("errors", moment, says, "read the server's own log of that time, and mend what it names", (told,))


def _failed(rows: pl.DataFrame) -> pl.DataFrame:
    reasons = [pl.col("why").str.starts_with(words) for words in FAILED]
    return rows.filter(~pl.col("route").is_in(AS_MEANT) & pl.any_horizontal(reasons))


def _stood_in(rows: pl.DataFrame) -> tuple[Measurement, ...]:
    """Shares of rows that something else answered, by reason."""
    reasons = {"the model gave no answer": _failed(rows).height}
    reasons["it was meant to"] = rows.filter(~pl.col("route").is_in(AS_MEANT)).height - sum(reasons.values())
    return tuple(
        structs.replace(_share("fallback", hits, rows.height), slice={"why": why})
        for why, hits in reasons.items()
        if hits
    )


def _share(name: str, hits: int, cases: int) -> Measurement:
    """A share of calls with its interval, no call being taken for none."""
    blank = Measurement(name=name, value=None, unit="share", direction="down")
    values = np.repeat([1.0, 0.0], [hits, cases - hits])
    return fill(blank, linear_mean(values), None, limits=(0.0, 1.0), share=True)


def _milliseconds(seconds: float) -> str:
    return amount(seconds * 1000, "ms")
