"""Small deployments with a known truth: rows, calls, windows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.foundation.quantities import SECONDS
from shipworthy.monitor.reference import Reference, reference
from shipworthy.monitor.settings import Settings
from shipworthy.records.bundle import Input
from shipworthy.records.forecast import Forecast
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import StatusQuo, Task, Worth
from shipworthy.records.window import Window

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
YES_NO = Task(kind="binary", classes=("no", "yes"))
WORTH = Worth(unit="EUR", outcomes={"yes": {"yes": 9.0, "no": -3.0}, "no": {"yes": 0.0, "no": 0.0}})
INPUTS = (
    Input(name="size", kind="number", source="orders"),
    Input(name="shop", kind="category", source="orders"),
    Input(name="heat", kind="number", source="weather"),
)
RATE = 1 / SECONDS["quarter"]


def promise(value: float, scale: float = 1.0, per: float = 100.0) -> Forecast:
    told = Measurement(
        name="gain",
        value=value,
        low=value - 3 * scale,
        high=value + 3 * scale,
        se=scale,
        df=9.0,
        unit="EUR",
        per=per,
        kind="predictive",
        direction="up",
    )
    return Forecast(candidate="m", promise=told)


def settings(**changes: object) -> Settings:
    given: dict[str, object] = {
        "task": YES_NO,
        "worth": WORTH,
        "status_quo": StatusQuo(kind="rule", rule="size > 8"),
        "per": 100.0,
        "unit": "EUR",
        "metrics": ("average_precision",),
        "delay": SECONDS["d"],
        "inputs": INPUTS,
        "latency_p99": 0.02,
    }
    return Settings(**{**given, **changes})  # type: ignore[arg-type]


def rows(start: datetime, days: int, random: np.random.Generator, a_day: int = 60, skill: float = 1.0) -> pl.DataFrame:
    """Predictions as the log gives them; `skill` 0 is a model that knows nothing any more."""
    n = days * a_day
    moments = [start + timedelta(days=i // a_day, minutes=20 * (i % a_day)) for i in range(n)]
    size, heat = random.uniform(0, 10, n), random.normal(20, 3, n)
    bent = (size - 5) * 0.6 + (heat - 20) * 0.2 - 1
    chance = 1 / (1 + np.exp(-bent))
    outcome = np.where(random.uniform(size=n) < chance, "yes", "no")
    seen = bent if skill == 1 else bent * skill + random.permutation(bent) * (1 - skill)
    score = 1 / (1 + np.exp(-seen))
    return pl.DataFrame(
        {
            "id": [f"{start:%Y%m%d}-{i}" for i in range(n)],
            "time": pl.Series(moments, dtype=pl.Datetime("us", "UTC")),
            "unit_id": pl.Series([None] * n, dtype=pl.String),
            "group": [f"{moment:%Y-%m-%d}" for moment in moments],
            "origin": "live",
            "model": "1",
            "version": 1,
            "route": "model",
            "why": "",
            "score": score,
            "decision": np.where(score > 0.25, "yes", "no"),
            "outcome": outcome,
            "outcome_time": pl.Series([moment + DAY for moment in moments], dtype=pl.Datetime("us", "UTC")),
            "inputs": pl.DataFrame({"size": size, "shop": random.choice(["a", "b"], n), "heat": heat}).to_struct(),
            "received": pl.Series(moments, dtype=pl.Datetime("us", "UTC")),
            "seconds": 0.004,
        }
    )


def calls(start: datetime, seconds: NDArray[np.float64], a_day: int = 20, status: int = 200) -> pl.DataFrame:
    n = len(seconds)
    moments = [start + timedelta(days=i // a_day, minutes=60 * (i % a_day)) for i in range(n)]
    times = pl.Series(moments, dtype=pl.Datetime("us", "UTC"))
    return pl.DataFrame(
        {
            "time": times,
            "received": times,
            "seconds": seconds,
            "status": pl.Series([status] * n, dtype=pl.Int64),
            "rows": pl.Series([3] * n, dtype=pl.Int64),
            "fallback": pl.Series([0] * n, dtype=pl.Int64),
            "path": "/predict",
        }
    )


def no_calls() -> pl.DataFrame:
    return calls(MONDAY, np.zeros(1)).clear()


def known_reference(random: np.random.Generator, weeks: int = 12) -> Reference:
    frame = rows(MONDAY - weeks * WEEK, weeks * 7, random)
    table = frame.select("time", "inputs").unnest("inputs").rename({"time": "at"})
    return reference(table, INPUTS, "at")


def gain_window(week: int, days: NDArray[np.float64], rows_a_day: int = 50, **other: Measurement) -> Window:
    """A window whose days brought these gains a row, for 100 rows."""
    n, clusters = rows_a_day * len(days), len(days)
    se = float(days.std(ddof=1)) / np.sqrt(clusters)
    gain = Measurement(
        name="gain",
        value=100 * float(days.mean()),
        se=100 * float(se),
        df=float(clusters - 1),
        n=n,
        clusters=clusters,
        unit="EUR",
        per=100.0,
        direction="up",
    )
    start = MONDAY + week * WEEK
    return Window(
        start=start,
        end=start + WEEK,
        versions=(1,),
        rows=n,
        known=n,
        judged=True,
        measurements=(gain, *other.values()),
    )


@dataclass
class ListedLog:
    """A log in memory that counts how many rows it was asked for."""

    frame: pl.DataFrame
    called: pl.DataFrame = field(default_factory=no_calls)
    read: int = 0

    def until(self, moment: datetime) -> "ListedLog":
        """The log as it was at a moment."""
        return ListedLog(_between(self.frame, None, moment), _between(self.called, None, moment))

    def predictions(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        task: Task,
        inputs: Sequence[Input] | None = None,
    ) -> pl.DataFrame:
        found = _between(self.frame, since, until)
        self.read += found.height
        return found

    def calls(self, since: datetime | None = None, until: datetime | None = None) -> pl.DataFrame:
        return _between(self.called, since, until)

    def daily(self, since: datetime, until: datetime | None = None) -> dict[datetime, int]:
        days = _between(self.frame, since, until)["time"].dt.truncate("1d").value_counts(sort=False).sort("time")
        return dict(days.iter_rows())

    def span(self) -> tuple[datetime, datetime] | None:
        if not self.frame.height:
            return None
        first, last = self.frame["time"].min(), self.frame["time"].max()
        assert isinstance(first, datetime)
        assert isinstance(last, datetime)
        return first, last


def _between(frame: pl.DataFrame, since: datetime | None, until: datetime | None) -> pl.DataFrame:
    if since is not None:
        frame = frame.filter(pl.col("time") >= since)
    return frame if until is None else frame.filter(pl.col("time") < until)
