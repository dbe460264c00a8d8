"""Inputs as they arrive on a bad day: noise, gaps, units, typing errors, words never seen, clocks that are off."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.data.damage import chances, converted, emptied, misspelt, natural_unit, recased, renamed, scattered
from shipworthy.data.join import join_sources
from shipworthy.data.named import require
from shipworthy.foundation.errors import RequestError
from shipworthy.records.spec import DataSpec, Source
from shipworthy.records.spoil import Spoil, SpoilKind
from shipworthy.records.table import Table

_NUMBERS: Final[tuple[SpoilKind, ...]] = ("noise", "tenfold", "thousandfold")
_WORDS: Final[tuple[SpoilKind, ...]] = ("typos", "case", "category")
_FACTORS: Final = {"tenfold": 10.0, "thousandfold": 1000.0}


def spoil(frame: pl.DataFrame, what: Spoil, ids: NDArray[np.uint64], *, seed: int = 0) -> pl.DataFrame:
    """Rows with their inputs spoiled; columns, types, and all that it cannot happen to, stay as they are.

    What happens to a row hangs on its id and on nothing else, and each column is hit for itself. Whole numbers are
    rounded, and end where their type does.

    Args:
        frame: inputs.
        what: goes wrong; of kind `late` it is for `known_later`. Of a source, its columns have to be named.
        ids: of the rows. # (rows,)
        seed: other rows are hit for another number.

    Raises:
        ColumnError: when a column named is not there.
        RequestError: when it cannot happen to a column named.
    """
    require(what.columns, frame.columns, where="robust.columns")
    for name in what.columns:
        if not spoils(what.kind, frame[name]):
            raise _cannot(what, frame[name])
    if what.strength == 0:
        return frame
    names = what.columns or tuple(name for name in frame.columns if spoils(what.kind, frame[name]))
    return frame.with_columns([_spoilt(frame[name], what, ids, f"{seed} {what.kind} {name}") for name in names])


def spoils(kind: SpoilKind, column: pl.Series) -> bool:
    """Whether it can happen to a column."""
    dtype = column.dtype
    if kind == "unit":
        return natural_unit(column) is not None
    if kind in _NUMBERS:
        return dtype.is_numeric()
    if kind in _WORDS:
        return dtype in (pl.String, pl.Categorical)
    if kind == "clock":
        return dtype in (pl.Datetime, pl.Date)
    return kind in ("missing", "gone")


def known_later(sources: Mapping[str, Table], spec: DataSpec, source: str, seconds: float) -> Table:
    """The joined table, had what a source says become known so much later.

    Args:
        sources: every source, by name.
        spec: how they are joined.
        source: one that is joined as it was known by then.
        seconds: added to its lag.

    Raises:
        RequestError: when the source is not joined as it was known by then.
    """
    timely = dated(spec)
    if source not in timely:
        raise RequestError(
            "this source cannot come late: it is not joined as it was known by then",
            where="robust.late",
            seen=source,
            allowed=timely or "no source of this project",
            next_step="name a source with `as_of` under its join, or say `gone` instead",
        )
    later = tuple(_later(each, seconds) if each.name == source else each for each in spec.sources)
    return join_sources(sources, structs.replace(spec, sources=later))


def dated(spec: DataSpec) -> tuple[str, ...]:
    """Sources that are joined as they were known by then."""
    return tuple(each.name for each in spec.sources if each.join and each.join.as_of)


def _later(source: Source, seconds: float) -> Source:
    if source.join is None or source.join.as_of is None:
        return source
    as_of = structs.replace(source.join.as_of, lag=source.join.as_of.lag + seconds)
    return structs.replace(source, join=structs.replace(source.join, as_of=as_of))


def _spoilt(series: pl.Series, what: Spoil, ids: NDArray[np.uint64], salt: str) -> pl.Series:
    if what.kind == "gone":
        return emptied(series)
    if what.kind == "clock":
        return series.to_frame().select(pl.col(series.name).dt.offset_by(f"{round(what.strength)}s")).to_series()
    if what.kind == "noise":
        return _as(scattered(series, ids, what.strength, salt), series)
    hit = chances(ids, [salt, "hit"]) < what.strength
    return _as(_wrong(series, what.kind, ids, salt), series).zip_with(pl.Series(hit), series)


def _wrong(series: pl.Series, kind: SpoilKind, ids: NDArray[np.uint64], salt: str) -> pl.Series:
    """Every value as it would be, had it been hit."""
    if kind == "missing":
        return emptied(series)
    if kind == "typos":
        return misspelt(series, ids, salt)
    if kind == "case":
        return recased(series)
    if kind == "category":
        return renamed(series)
    factor, offset = (_FACTORS[kind], 0.0) if kind in _FACTORS else natural_unit(series) or (1.0, 0.0)
    return converted(series, factor, offset)


def _as(wrong: pl.Series, sound: pl.Series) -> pl.Series:
    """In the column's own type: whole numbers rounded, and cut off where the type ends."""
    dtype = sound.dtype
    if dtype.is_integer():
        low, high = (float(pl.select(end).item()) for end in (dtype.min(), dtype.max()))  # type: ignore[attr-defined]
        return wrong.round().clip(low, np.nextafter(high, 0.0) if high > 2**53 else high).cast(dtype)
    return wrong.cast(dtype).alias(sound.name)


def _cannot(what: Spoil, column: pl.Series) -> RequestError:
    fits: Sequence[str] = ["numbers"] if what.kind in _NUMBERS else ["words"] if what.kind in _WORDS else ["times"]
    if what.kind == "unit":
        fits = ["numbers whose name tells their unit"]
    return RequestError(
        f"{what.kind} cannot happen to column `{column.name}`",
        where=f"robust.{what.kind}",
        seen=str(column.dtype),
        allowed=fits,
        next_step="name other columns, or none: then all are taken that it can happen to",
    )
