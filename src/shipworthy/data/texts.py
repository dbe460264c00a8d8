"""What a column of text really holds: times, dates, numbers, yes and no. Only when every value agrees."""

import re
from typing import Final

import polars as pl

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?")
_ZONED: Final = re.compile(_TIME.pattern + r"\s?(Z|[+-]\d{2}:?\d{2})")
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_COMMA: Final = re.compile(r"[+-]?\d*,\d+|[+-]?\d+")


def typed(frame: pl.DataFrame, *, decimal_comma: bool = False) -> pl.DataFrame:
    """Gives text columns the type that all their values agree on; any other value leaves the column text.

    ISO 8601 dates and times are recognised (with a zone: UTC), numbers with blanks around them, and with
    `decimal_comma` numbers such as `2,5`. Empty texts become missing.

    >>> typed(pl.DataFrame({"t": ["2013-01-01T10:00:00Z", None]}))["t"].item(0).isoformat()
    '2013-01-01T10:00:00+00:00'
    >>> typed(pl.DataFrame({"t": ["2013-01-01", "soon"]}))["t"].to_list()
    ['2013-01-01', 'soon']
    """
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    return frame.with_columns(_typed(frame[name], decimal_comma) for name in texts)


def _typed(series: pl.Series, decimal_comma: bool) -> pl.Series:
    series = series.replace("", None) if (series == "").any() else series
    first = series.drop_nulls().head(1)
    if not first.len():
        return series
    value = str(first.item()).strip()
    parsed: pl.Series | None = None
    if _ZONED.fullmatch(value):
        parsed = _zoned(series)
    elif _TIME.fullmatch(value):
        parsed = _local(series)
    elif _DATE.fullmatch(value):
        parsed = series.str.strip_chars().str.to_date("%Y-%m-%d", strict=False)
    elif decimal_comma and _COMMA.fullmatch(value):
        parsed = series.str.strip_chars().str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    elif _NUMBER.fullmatch(value):
        parsed = _number(series)
    return parsed if parsed is not None and parsed.null_count() == series.null_count() else series


def _zoned(series: pl.Series) -> pl.Series:
    plain = _moments(series, "%#z")
    if plain.null_count() == series.null_count():
        return plain
    text = series.str.strip_chars().str.replace(" ", "T", literal=True).str.replace(" ", "", literal=True)
    return _moments(text.str.replace(r"T(\d{2}:\d{2})(Z|[+-])", "T$1:00$2"), "%#z")


def _local(series: pl.Series) -> pl.Series:
    plain = _moments(series, "")
    if plain.null_count() == series.null_count():
        return plain
    text = series.str.strip_chars().str.replace(" ", "T", literal=True)
    return _moments(text.str.replace(r"T(\d{2}:\d{2})$", "T$1:00"), "")


def _moments(text: pl.Series, zone: str) -> pl.Series:
    """Times with a T and with seconds; null where the text is another."""
    return text.str.to_datetime(
        f"%Y-%m-%dT%H:%M:%S%.f{zone}", time_unit="us", time_zone="UTC" if zone else None, strict=False
    )


def _number(series: pl.Series) -> pl.Series:
    text = series.str.strip_chars()
    whole = text.cast(pl.Int64, strict=False)
    return whole if whole.null_count() == series.null_count() else text.cast(pl.Float64, strict=False)
