"""From columns as people have them to the few kinds that can be learned from: numbers, times and text."""

from typing import Literal

import polars as pl

from shipworthy.foundation.errors import ColumnError, nearest
from shipworthy.records.record import Record

Kind = Literal["number", "time", "text", "none"]


class Treatment(Record, frozen=True):
    """What one column becomes.

    Attributes:
        name: as in the data.
        alias: plain name that no library stumbles over.
        kind: number (Float32), time (without zone, local), text, or none (not learned from).
        detail: time zone whose clock a time shows, type of what is not learned from; else empty.
    """

    name: str
    alias: str
    kind: Kind
    detail: str = ""


class Columns(Record, frozen=True):
    """What all columns of a frame become; read from the training rows, applied to any later ones.

    Attributes:
        treatments: one for each column.
    """

    treatments: tuple[Treatment, ...]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "Columns":
        """Decides by the columns' types.

        >>> Columns.of(pl.DataFrame({"a.b": [1], "tags": [["x"]]})).notes
        ('tags is left out: nothing is learned from List(String)',)
        """
        return cls(treatments=tuple(_treat(series, f"c{place}") for place, series in enumerate(frame.iter_columns())))

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence for each column that is left out."""
        return tuple(
            f"{item.name} is left out: nothing is learned from {item.detail}"
            for item in self.treatments
            if item.kind == "none"
        )

    @property
    def names(self) -> dict[str, str]:
        """Alias -> name as in the data, of the columns that are learned from."""
        return {item.alias: item.name for item in self.treatments if item.kind != "none"}

    def require(self, frame: pl.DataFrame) -> None:
        """Refuses a frame that lacks a column.

        Raises:
            ColumnError: for the first column that is not there.
        """
        known = set(frame.columns)
        for item in self.treatments:
            if item.name not in known and item.kind != "none":
                raise _missing(item.name, frame.columns)

    def clean(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns in their few kinds, by alias; what does not fit its kind is empty.

        Raises:
            ColumnError: when a column is not there.
        """
        self.require(frame)
        return pl.DataFrame(
            [cleaned(frame.get_column(item.name), item) for item in self.treatments if item.kind != "none"],
        )


def _treat(series: pl.Series, alias: str) -> Treatment:
    dtype = series.dtype
    if isinstance(dtype, pl.Datetime):
        return Treatment(name=series.name, alias=alias, kind="time", detail=dtype.time_zone or "")
    kind: Kind
    if dtype == pl.Date:
        kind = "time"
    elif dtype.is_numeric() or dtype in (pl.Boolean, pl.Duration, pl.Time):
        kind = "number"
    elif dtype in (pl.String, pl.Categorical, pl.Enum):
        kind = "text"
    else:
        return Treatment(name=series.name, alias=alias, kind="none", detail=str(dtype))
    return Treatment(name=series.name, alias=alias, kind=kind)


def cleaned(series: pl.Series, item: Treatment) -> pl.Series:
    """One column in its kind, by alias; what does not fit it is empty."""
    if item.kind == "number":
        number = as_number(series)
        return number.set(~number.is_finite().fill_null(value=True), None).alias(item.alias)
    if item.kind == "time":
        return _time(series, item.detail).alias(item.alias)
    return series.cast(pl.String, strict=False).alias(item.alias)


def as_number(series: pl.Series) -> pl.Series:
    """Float32; durations in seconds, times of day in seconds since midnight, what is no number empty."""
    if series.dtype == pl.Duration:
        series = series.dt.total_microseconds() / 1e6
    elif series.dtype == pl.Time:
        series = series.cast(pl.Int64) / 1e9
    return series.cast(pl.Float32, strict=False)


def _time(series: pl.Series, zone: str) -> pl.Series:
    if series.dtype == pl.String:
        series = series.str.to_datetime("%+", strict=False, time_zone="UTC")
    if not isinstance(series.dtype, pl.Datetime):
        return series.cast(pl.Datetime("us"), strict=False)
    if zone and series.dtype.time_zone:
        series = series.dt.convert_time_zone(zone)
    return series.dt.replace_time_zone(None).dt.cast_time_unit("us")


def _missing(name: str, seen: list[str]) -> ColumnError:
    close = nearest(name, seen)
    return ColumnError(
        f"the column {name} is needed and not there",
        seen=seen,
        allowed="every column that was learned from",
        next_step=f"rename {close} to {name}" if close else f"add {name}; it may be empty",
    )
