"""Few types, one meaning each: what every other room may rely on."""

import polars as pl


def tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """The same values in the types that the rooms above know.

    NaN becomes missing, decimals and 128-bit integers become floats (models know no others), columns without
    any type become text, times are kept to the microsecond, and times with a zone are told in UTC.

    >>> tidy(pl.DataFrame({"x": [1.0, float("nan")]}))["x"].to_list()
    [1.0, None]
    """
    return pl.DataFrame([_tidied(series) for series in frame.iter_columns()])


def _tidied(series: pl.Series) -> pl.Series:
    dtype = series.dtype
    if dtype.is_float():
        return series.fill_nan(None)
    if dtype.is_decimal() or dtype in (pl.Int128, pl.UInt128):
        return series.cast(pl.Float64)
    if dtype == pl.Null:
        return series.cast(pl.String)
    if isinstance(dtype, pl.Datetime):
        told = series.dt.convert_time_zone("UTC") if dtype.time_zone else series
        return told.cast(pl.Datetime("us", "UTC" if dtype.time_zone else None))
    return series
