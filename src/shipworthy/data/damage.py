"""What can go wrong with the values of a column, whichever rows it happens to."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special

from shipworthy.data.words import words_of
from shipworthy.foundation.digests import digest


def emptied(series: pl.Series) -> pl.Series:
    """No value at all."""
    return pl.Series(series.name, [None], dtype=series.dtype).new_from_index(0, series.len())


def converted(series: pl.Series, factor: float, offset: float = 0.0) -> pl.Series:
    """Numbers in another unit, as Float64."""
    return series.cast(pl.Float64) * factor + offset


def renamed(series: pl.Series) -> pl.Series:
    """Words that the column does not hold, one for each that it does, as text."""
    words = series.cast(pl.String)
    known, prefix = set(words.drop_nulls().to_list()), "new-"
    while any(f"{prefix}{word}" in known for word in known):
        prefix = f"{prefix}new-"
    return (prefix + words).alias(series.name)


def scattered(series: pl.Series, ids: NDArray[np.uint64], share: float, salt: str) -> pl.Series:
    """Numbers with normal noise added, as Float64.

    Args:
        series: numbers.
        ids: what the noise of a row hangs on, see `chances`. # (rows,)
        share: standard deviation of the noise, as a share of the column's own.
        salt: other noise for another text.
    """
    numbers = series.cast(pl.Float64)
    # sorted, so that the order of the rows changes nothing in the last digit
    spread = float(numbers.fill_nan(None).sort().std() or 0.0)  # type: ignore[arg-type]
    return numbers + pl.Series(special.ndtri(chances(ids, [salt, "noise"])) * share * spread)


def misspelt(series: pl.Series, ids: NDArray[np.uint64], salt: str) -> pl.Series:
    """Words with two neighbouring letters swapped, or with a letter doubled where no two differ; as text."""
    words = series.cast(pl.String)
    where = chances(ids, [salt, "letter"])
    wrong = [None if word is None else _misspelt(word, at) for word, at in zip(words, where, strict=True)]
    return pl.Series(series.name, wrong, dtype=pl.String)


def recased(series: pl.Series) -> pl.Series:
    """Words in capitals; those in capitals already in small letters; as text."""
    words, upper = series.cast(pl.String), series.cast(pl.String).str.to_uppercase()
    return pl.select(pl.when(words == upper).then(words.str.to_lowercase()).otherwise(upper)).to_series()


def natural_unit(series: pl.Series) -> tuple[float, float] | None:
    """Factor and offset of a change of unit that could happen to these numbers, judged by their name and size.

    Values about as large as the pressure of the air in hectopascals become inches of mercury, temperatures in
    Fahrenheit become Celsius, miles kilometres; None for anything else.

    >>> natural_unit(pl.Series("temperature", [20.0, 60.0, 90.0]))[0] == 5 / 9
    True
    """
    if not series.dtype.is_numeric():
        return None
    middle = float(series.cast(pl.Float64).fill_nan(None).median() or 0.0)  # type: ignore[arg-type]
    words = set(words_of(series.name).split())
    if 900 < middle < 1100 and words & {"pressure", "slp", "mslp", "barometer", "hpa", "mbar"}:
        return 0.02953, 0.0
    if words & {"temp", "temperature", "dewp", "dewpoint", "fahrenheit"}:
        return 5 / 9, -160 / 9
    if words & {"distance", "miles", "mile", "mph", "speed", "visib", "visibility", "gust"}:
        return 1.609344, 0.0
    return None


def chances(ids: NDArray[np.uint64], salt: Sequence[object]) -> NDArray[np.float64]:
    """A number between 0 and 1, ends excluded, for each id: the same for the same id and salt, wherever it stands.

    By splitmix64 (Steele, Lea and Flood 2014). What happens to a share of the rows happens to them at any larger share
    too.

    >>> chances(np.array([1, 2, 1], dtype=np.uint64), ["a"]).round(3).tolist()
    [0.32, 0.586, 0.32]
    """
    with np.errstate(over="ignore"):
        mixed = ids * np.uint64(0x9E3779B97F4A7C15) + np.uint64(int(digest(list(salt))[:16], 16))
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
    return np.asarray(((mixed >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53)


def _misspelt(word: str, at: float) -> str:
    places = [place for place in range(len(word) - 1) if word[place] != word[place + 1]]
    if not places:
        return word + word[-1:] if word else "x"
    place = places[int(at * len(places))]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
