"""Frames inside records: written as Arrow IPC, named by their content."""

import base64
import io
from collections.abc import Iterator
from typing import Final

import polars as pl

from shipworthy.foundation.digests import digest_bytes

_AS_TEXT: Final = (
    *(pl.String, pl.Categorical, pl.Enum, pl.Binary, pl.Object, pl.Null),
    *(pl.Decimal, pl.Int128),  # wider than any number of NumPy
)


def encode_frame(frame: pl.DataFrame) -> str:
    """The frame as Arrow IPC in base64 text; exact, types included."""
    buffer = io.BytesIO()
    frame.write_ipc(buffer)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def decode_frame(text: str) -> pl.DataFrame:
    """Reads what `encode_frame` wrote."""
    return pl.read_ipc(io.BytesIO(base64.b64decode(text)))


def digest_frame(frame: pl.DataFrame) -> str:
    """Names a frame by its columns' names, types and values, however it lies in memory.

    >>> a = pl.DataFrame({"x": [1, 2, None]})
    >>> digest_frame(a) == digest_frame(pl.concat([a[:1], a[1:]], rechunk=False))
    True
    >>> digest_frame(a) == digest_frame(a.rename({"x": "y"}))
    False
    """
    return digest_bytes(_chunks(frame))


def _chunks(frame: pl.DataFrame) -> Iterator[bytes]:
    yield str(frame.height).encode()
    for series in frame.iter_columns():
        yield f"\0{series.name}\0{series.dtype}\0".encode()
        yield from _series_bytes(series)


def _series_bytes(series: pl.Series) -> Iterator[bytes]:
    if isinstance(series.dtype, pl.Struct):
        for field in series.struct.fields:
            yield field.encode()
            yield from _series_bytes(series.struct.field(field))
        return
    if isinstance(series.dtype, pl.List | pl.Array):
        lengths = series.list.len() if isinstance(series.dtype, pl.List) else series.arr.len()
        yield from _series_bytes(lengths.cast(pl.Int64))
        yield from _series_bytes(series.explode())
        return
    yield series.is_null().to_numpy().tobytes()
    if series.dtype in _AS_TEXT:
        text = _text(series).fill_null("")
        yield text.str.len_bytes().to_numpy().tobytes()
        yield text.str.join("").item().encode() if text.len() else b""
        return
    physical = series.to_physical()
    filled = physical.fill_null(False if physical.dtype == pl.Boolean else 0)
    yield filled.to_numpy().tobytes()


def _text(series: pl.Series) -> pl.Series:
    if series.dtype == pl.Object:
        return pl.Series([None if item is None else repr(item) for item in series], dtype=pl.String)
    # bytes need not be text
    return series.bin.encode("hex") if series.dtype == pl.Binary else series.cast(pl.String, strict=False)
