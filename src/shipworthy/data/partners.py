"""Which row of a source each base row meets."""

from datetime import timedelta
from typing import Final

import polars as pl

from shipworthy.foundation.errors import ColumnError
from shipworthy.records.spec import AsOf, Join

_ROW: Final = "row"
_WHEN: Final = "when"


def partners(left: pl.DataFrame, right: pl.DataFrame, join: Join) -> pl.Series:
    """The position in `right` of the row that each row of `left` meets; null where it meets none.

    Equal keys, and with `as_of` the newest row whose time is not after `left - lag` and not older than
    `within` before that. A missing key or time meets nothing. Where several rows would do, the first in the
    order of `right` counts.

    Args:
        left: base rows.
        right: rows of the source.
        join: the columns on both sides.

    Returns:
        Positions, UInt32. # (rows of left,)

    Raises:
        ColumnError: when the columns of both sides cannot be compared.

    >>> join = Join(left=("a",), right=("b",))
    >>> partners(pl.DataFrame({"a": [2, 1, None]}), pl.DataFrame({"b": [1, 2, 2]}), join).to_list()
    [1, 0, None]
    """
    asking, asked = comparable(left, right, join)
    if join.as_of is None:
        return _equal(asking, asked)
    return _as_of(asking, asked, join.as_of)


def comparable(left: pl.DataFrame, right: pl.DataFrame, join: Join) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The columns that are compared, of one type on both sides, named `0`, `1`… and `when`.

    Raises:
        ColumnError: when the columns of both sides cannot be compared.
    """
    asking, asked = [], []
    pairs = list(zip(join.left, join.right, strict=True))
    named = [(str(place), *pair) for place, pair in enumerate(pairs)]
    if join.as_of:
        named.append((_WHEN, join.as_of.left, join.as_of.right))
    for name, a, b in named:
        one, other = _alike(left[a], right[b], timed=name == _WHEN)
        asking.append(one.alias(name))
        asked.append(other.alias(name))
    return pl.DataFrame(asking), pl.DataFrame(asked)


def _equal(asking: pl.DataFrame, asked: pl.DataFrame) -> pl.Series:
    keys = asking.columns
    first = asked.with_row_index(_ROW).unique(subset=keys, keep="first", maintain_order=True)
    return asking.join(first, on=keys, how="left", maintain_order="left").get_column(_ROW)


def _as_of(asking: pl.DataFrame, asked: pl.DataFrame, as_of: AsOf) -> pl.Series:
    keys = [name for name in asking.columns if name != _WHEN]
    known = asked.with_row_index(_ROW).drop_nulls().unique(subset=[*keys, _WHEN], keep="first", maintain_order=True)
    by_then = asking.with_row_index("asking").with_columns(pl.col(_WHEN) - timedelta(seconds=as_of.lag))
    met = by_then.sort(_WHEN, maintain_order=True).join_asof(
        known.sort(_WHEN, maintain_order=True),
        on=_WHEN,
        by=keys or None,
        strategy="backward",
        tolerance=None if as_of.within is None else timedelta(seconds=as_of.within),
        # polars cannot check it within groups and would warn; both sides have just been sorted
        check_sortedness=False,
    )
    return met.sort("asking").get_column(_ROW)


def _alike(one: pl.Series, other: pl.Series, *, timed: bool) -> tuple[pl.Series, pl.Series]:
    if timed:
        return _times(one, other)
    if one.dtype == other.dtype:
        return one, other
    kinds = {_kind(one), _kind(other)}
    if kinds == {"time"}:
        return _times(one, other)
    if kinds == {"number"}:
        both_whole = one.dtype.is_integer() and other.dtype.is_integer()
        dtype = pl.Int64 if both_whole else pl.Float64
        return one.cast(dtype), other.cast(dtype)
    if kinds <= {"text", "number"}:
        return _as_text(one), _as_text(other)
    raise _differ(one, other, "columns of the same kind on both sides")


def _times(one: pl.Series, other: pl.Series) -> tuple[pl.Series, pl.Series]:
    for series, partner in ((one, other), (other, one)):
        if series.dtype not in (pl.Date, pl.Datetime):
            raise _differ(series, partner, "a date or a time on both sides")
    zones = [series.dtype.time_zone for series in (one, other) if isinstance(series.dtype, pl.Datetime)]
    if len(zones) == 2 and (zones[0] is None) != (zones[1] is None):
        raise _differ(one, other, "a time zone on both sides, or on neither")
    zone = "UTC" if any(zones) else None
    return _moment(one, zone), _moment(other, zone)


def _moment(series: pl.Series, zone: str | None) -> pl.Series:
    if isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone:
        return series.dt.convert_time_zone("UTC").cast(pl.Datetime("us", "UTC"))
    plain = series.cast(pl.Datetime("us"))
    return plain.dt.replace_time_zone(zone) if zone else plain


def _as_text(series: pl.Series) -> pl.Series:
    if series.dtype.is_float():
        whole = series.cast(pl.Int64, strict=False)
        series = whole if (whole.cast(pl.Float64) == series).all() else series
    return series.cast(pl.String)


def _kind(series: pl.Series) -> str:
    if series.dtype.is_numeric():
        return "number"
    if series.dtype in (pl.Date, pl.Datetime):
        return "time"
    return "text" if series.dtype in (pl.String, pl.Categorical, pl.Enum) else str(series.dtype)


def _differ(one: pl.Series, other: pl.Series, allowed: str) -> ColumnError:
    return ColumnError(
        f"`{one.name}` and `{other.name}` cannot be compared",
        where="a join",
        seen=f"{one.dtype} and {other.dtype}",
        allowed=allowed,
        next_step="write both columns the same way in their files",
    )
