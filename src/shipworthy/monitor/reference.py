"""What is natural: how the columns of the rows learned from look, and how much they change from day to day."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.data.signature import LARGEST, held, numbers, scales
from shipworthy.monitor.drift_weeks import Weeks, natural_weeks, together
from shipworthy.monitor.feed_day import Day, Floats, History, day_of, histories, split_days, summed, utc, with_ages
from shipworthy.monitor.feed_natural import RECENT, Natural, is_clock, moments, natural, runs_on, unseen_elsewhere
from shipworthy.monitor.feed_outside import reach
from shipworthy.records.bundle import Input
from shipworthy.records.record import Record
from shipworthy.records.signature import ColumnSignature, Scale, Signature
from shipworthy.records.spec import DataSpec
from shipworthy.records.table import Column

_BLOCKS: Final = 56
_STRETCHES: Final = 6
_FEWEST_IN_BLOCK: Final = 25
_SHORT: Final = 56
_SKEWED: Final = 3.0


class Reference(Record, frozen=True):
    """What incoming rows are held against.

    Attributes:
        time: column of a row's moment; empty when the rows learned from bear none.
        rows: learned from.
        days: of rows, or blocks of rows where they bear no time.
        usual: rows of a day that is quieter than nine in ten.
        until: first moment after the rows; None without time.
        scales: what columns are counted on.
        naturals: what each column does by itself.
        weeks: how far each column's weeks lie from all the others.
        signature: all rows, summed up.
        recent: the last days, or blocks.
        links: source -> columns by which its rows are found.
        ages: source -> column that says when what was joined of it was taken.
        margin: factor by which margins are wider because little is known; 1 when enough is.
        says: what had to be assumed, a sentence each.
    """

    time: str
    rows: int
    days: int
    usual: float
    until: datetime | None
    scales: tuple[Scale, ...]
    naturals: tuple[Natural, ...]
    weeks: tuple[Weeks, ...]
    signature: Signature
    recent: tuple[Day, ...] = ()
    links: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 - msgspec gives each record a copy of its own
    ages: dict[str, str] = {}  # noqa: RUF012
    margin: float = 1.0
    says: tuple[str, ...] = ()


def ages(spec: DataSpec, columns: Sequence[Column]) -> dict[str, str]:
    """Source joined as of a moment -> the joined table's column that says when its row was taken.

    Rows have to bring these columns along, as context, for a late source to be told from one that stands still.
    """
    joined = {source.name: source.join.as_of for source in spec.sources if source.join and source.join.as_of}
    return {
        column.source: column.name
        for column in columns
        if column.role == "time" and (as_of := joined.get(column.source)) and column.name.startswith(as_of.right)
    }


def links(spec: DataSpec) -> dict[str, tuple[str, ...]]:
    """Source -> the joined table's columns by which its rows are found."""
    return {source.name: source.join.left for source in spec.sources if source.join}


def reference(
    frame: pl.DataFrame,
    inputs: Sequence[Input],
    time: str = "",
    *,
    links: Mapping[str, tuple[str, ...]] | None = None,
    ages: Mapping[str, str] | None = None,
) -> Reference:
    """Learns what is natural from sound rows.

    Args:
        frame: the rows learned from, as joined.
        inputs: the columns that rows bring along.
        time: column of a row's moment; empty when there is none.
        links: source -> columns by which its rows are found, see `links`.
        ages: source -> column that says when what was joined was taken, see `ages`.

    Returns:
        JSON-able. With fewer than eight weeks, or without time, margins are wider, and it says so.
    """
    timed = time in frame.columns and frame[time].dtype in (pl.Date, pl.Datetime)
    when = time if timed and frame[time].null_count() < frame.height else ""
    known = {source: column for source, column in (ages or {}).items() if when and column in frame.columns}
    blocks = max(1, min(_BLOCKS, frame.height // _FEWEST_IN_BLOCK))
    aged = with_ages(frame, known, when)
    on = _scales(aged, inputs, known.values(), _numbered(frame, when, blocks))
    pieces = _days(frame, when) if when else _blocks(frame, blocks)
    days = tuple(Day(start=start, signature=summed(rows, on, known, when)) for start, rows in pieces)
    whole = together([summed(frame.clear(), on, known, when), *(day.signature for day in days)])
    given = {each.name: each for each in inputs}
    learning = _Learning(frame, when, known, histories(days, [scale.name for scale in on]))
    margin, says = _margin(len(days), timed=bool(when))
    return Reference(
        time=when,
        rows=frame.height,
        days=len(days),
        usual=float(np.quantile([day.signature.rows for day in days], 0.1)) if days else 0.0,
        until=days[-1].start + timedelta(days=1) if when else None,
        scales=on,
        naturals=tuple(
            learning.of(scale, given[scale.name], column) for scale, column in zip(on, whole.columns, strict=True)
        ),
        weeks=natural_weeks(days, on),
        signature=whole,
        recent=days[-RECENT:],
        links=dict(links or {}),
        ages=known,
        margin=margin,
        says=says,
    )


def _days(frame: pl.DataFrame, when: str) -> Iterator[tuple[datetime, pl.DataFrame]]:
    """Days in order."""
    for day, rows in split_days(frame, when):
        yield datetime(day.year, day.month, day.day, tzinfo=UTC), rows


def _blocks(frame: pl.DataFrame, blocks: int) -> Iterator[tuple[datetime, pl.DataFrame]]:
    """Blocks of equally many rows with made-up dates; none where there is no row."""
    first = day_of(datetime(1970, 1, 1, tzinfo=UTC))
    for at in range(blocks if frame.height else 0):
        start, end = (frame.height * block // blocks for block in (at, at + 1))
        yield first + timedelta(days=at), frame[start:end]


def _numbered(frame: pl.DataFrame, when: str, blocks: int) -> NDArray[np.int64]:
    """The number of the piece that each row lies in; rows without a time lie in the first."""
    if when:
        day = utc(frame[when]).dt.date().to_physical()
        return (day.rank("dense").fill_null(1) - 1).to_numpy().astype(np.int64)
    return np.arange(frame.height) * blocks // max(frame.height, 1)


def _scales(
    frame: pl.DataFrame, inputs: Sequence[Input], ages: Collection[str], piece: NDArray[np.int64]
) -> tuple[Scale, ...]:
    """The scales, with the reach that numbers have by themselves."""
    counted = [
        Input(name=each.name, kind="number" if each.name in ages else each.kind, personal=each.personal)
        for each in inputs
    ]
    pieces = int(piece.max()) + 1 if len(piece) else 1
    stretch = piece // max(7, -(-pieces // _STRETCHES))
    return tuple(
        _with_reach(scale, frame[scale.name], piece, stretch) if _reaches(scale, ages) else scale
        for scale in scales(frame, counted)
    )


def _reaches(scale: Scale, ages: Collection[str]) -> bool:
    """Whether numbers of it can lie outside; an age is judged by how old it is."""
    return scale.kind == "number" and scale.name not in ages


def _with_reach(scale: Scale, series: pl.Series, piece: NDArray[np.int64], stretch: NDArray[np.int64]) -> Scale:
    told = series.cast(pl.Float64, strict=False).to_numpy()
    # an infinity lies beyond every reach, and would make it infinite
    values = np.where(np.isfinite(told), np.clip(told, -LARGEST, LARGEST), np.nan)
    ends = reach(values, stretch, running=runs_on(_means(values, piece)))
    if ends is None:
        return scale
    found = {"reach_low": ends[0], "reach_high": ends[1], "bend": _bend(values[np.isfinite(values)])}
    return Scale.from_dict({**scale.to_dict(), **found})


def _bend(values: Floats) -> float | None:
    """The middle of amounts that are never negative and reach far up; their changes are told in times, not in sums."""
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    return float(middle) if values.min() >= 0 and high - middle > _SKEWED * (middle - low) > 0 else None


def _means(values: Floats, piece: NDArray[np.int64]) -> Floats:
    known = np.isfinite(values)
    rows = np.bincount(piece[known])
    return np.bincount(piece[known], weights=values[known])[rows > 0] / rows[rows > 0]


class _Learning:
    """What the days tell about one column after the other."""

    def __init__(self, frame: pl.DataFrame, when: str, known: Mapping[str, str], past: Mapping[str, History]) -> None:
        self.frame = frame
        self.aged = with_ages(frame, known, when)
        self.ages = set(known.values())
        self.moments = [utc(frame[column]) for column in (when, *known.values()) if column]
        self.day = utc(frame[when]).dt.date() if when else None
        self.past = past

    def of(self, scale: Scale, given: Input, whole: ColumnSignature) -> Natural:
        series, past = self.frame[scale.name], self.past[scale.name]
        clock = scale.kind == "number" and any(is_clock(series, moment) for moment in self.moments)
        mean, _ = moments(whole)
        about = Natural(
            name=scale.name,
            source=given.source,
            origin=given.origin,
            role="age" if scale.name in self.ages else "clock" if clock else "value",
            running=runs_on(past.mean[~np.isnan(past.mean)]),
            unseen=self._unseen(series, scale),
            mean=mean,
            sd=_spread(numbers(self.aged[scale.name]), scale) if scale.kind == "number" else 0.0,
        )
        return natural(past, about)

    def _unseen(self, series: pl.Series, scale: Scale) -> tuple[float, ...]:
        if self.day is None or not scale.known:
            return (0.0, 0.0, 0.0)
        return unseen_elsewhere(series, self.day)


def _spread(values: Floats, scale: Scale) -> float:
    """Standard deviation of numbers, held and bent as their scale says."""
    if not len(values):
        return 0.0
    return float(held(values, scale).std())


def _margin(days: int, *, timed: bool) -> tuple[float, tuple[str, ...]]:
    if not timed:
        return 2.0, (
            "The rows learned from bear no time: what changes from day to day is not known, margins are double.",
        )
    if days < _SHORT:
        factor = min(2.0, float(np.sqrt(_SHORT / max(days, 1))))
        return factor, (
            f"Only {days} days were learned from, fewer than eight weeks: margins are {factor:.1f} times as wide.",
        )
    return 1.0, ()
