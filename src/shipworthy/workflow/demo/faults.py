"""Faults planted into a replay: in one week something goes wrong, and nothing else is touched."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import msgspec
import polars as pl

from shipworthy.data.damage import converted, emptied, natural_unit, renamed
from shipworthy.data.join import join_sources, joined_names
from shipworthy.data.partners import partners
from shipworthy.records.record import Record
from shipworthy.records.spec import AsOf, DataSpec, Join, Source
from shipworthy.records.table import Table

Kind = Literal["null", "freeze", "unit", "shift", "category", "delay", "slow", "error", "none"]
FEED_KINDS: Final = ("null", "freeze", "unit", "shift", "category", "delay")
SERVER_KINDS: Final = ("slow", "error")
SERVER: Final = "server"

_SAYS: Final = {
    "null": "has no values",
    "freeze": "stands still",
    "unit": "comes in another unit",
    "shift": "is shifted",
    "category": "holds words never seen",
    "delay": "comes late",
    "slow": "is slow",
    "error": "fails",
}
_WEEK: Final = timedelta(weeks=1)
_DEVIATIONS: Final = 3.0
_HOURS: Final = 12.0
_ROW: Final = "row"
_KEYS: Final = "keys"


class Fault(Record, frozen=True):
    """Something that goes wrong for one week.

    Attributes:
        kind: `null` (no values), `freeze` (the last value before is repeated), `unit` (another unit), `shift` (a step),
            `category` (words never seen), `delay` (rows come late), `slow` and `error` (the server), `none`.
        source: whose rows; empty for the server and for none.
        column: whose values; empty when all of the source is concerned, and for the server.
        week: ISO week; 0 for none.
        start: its Monday, midnight UTC; None for none.
        amount: factor of a unit, standard deviations of a shift, hours of a delay, seconds by which every third answer
            is late, share of errors; None lets the data, or who plants it, choose.
    """

    kind: Kind
    source: str = ""
    column: str = ""
    week: int = 0
    start: datetime | None = None
    amount: float | None = None

    @property
    def of_server(self) -> bool:
        """Whether the system is at fault, not the data."""
        return self.kind in SERVER_KINDS

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Its first moment and the first after it; the same one for none."""
        start = self.start or datetime.fromtimestamp(0, UTC)
        return start, start + (_WEEK if self.start else timedelta(0))

    @property
    def says(self) -> str:
        """What is planted, in words."""
        return "nothing" if self.kind == "none" else f"{self.named} {_SAYS[self.kind]} in week {self.week}"

    @property
    def named(self) -> str:
        """The place as incidents name it: `source.column`, `source`, `server`, or nothing."""
        if self.of_server:
            return SERVER
        return self.source if not self.column or self.kind == "delay" else f"{self.source}.{self.column}"


def joined_with(sources: Mapping[str, Table], faults: Sequence[Fault], spec: DataSpec) -> Table:
    """The joined table as it would have been, had the faults happened.

    Args:
        sources: every source, by name, sound.
        faults: of the data; those of the server, and none, change nothing.
        spec: how they are joined.
    """
    planted = plant(sources, faults, spec)
    return plant_joined(join_sources(planted, spec), faults, spec, planted)


def plant(sources: Mapping[str, Table], faults: Sequence[Fault], spec: DataSpec) -> Mapping[str, Table]:
    """Alters the rows of the faults' weeks in sources that have a time.

    Delays, and faults of sources without time, cannot be told in a source's own rows: see `plant_joined`.
    """
    found = dict(sources)
    for fault in faults:
        source = _source(fault, spec)
        if source and source.time and fault.kind != "delay":
            table = found[source.name]
            inside = _inside(table.frame[source.time], fault)
            for column in [fault.column] if fault.column else breakable(source, table, spec):
                frame = table.frame.with_columns(_broken(table.frame, column, inside, fault, source))
                table = msgspec.structs.replace(table, frame=frame)
            found[source.name] = table
    return found


def plant_joined(table: Table, faults: Sequence[Fault], spec: DataSpec, sources: Mapping[str, Table]) -> Table:
    """Alters the joined table's rows of the faults' weeks: delays, and faults of sources without time.

    Args:
        table: the sources joined.
        faults: those that `plant` sees to are passed over.
        spec: how the sources are joined.
        sources: what was joined; an older row that is met instead is taken from them.
    """
    names = joined_names(sources, spec)
    frame = table.frame
    for fault in faults:
        source = _source(fault, spec)
        if not source or (source.time and fault.kind != "delay"):
            continue
        own = {name: column for name, (of, column) in names.items() if of == source.name}
        if fault.kind == "delay" and source.join and source.join.as_of:
            frame = _delayed(frame, sources[source.name].frame, fault, source.join, source.join.as_of, own)
            continue
        inside = _inside(frame[spec.time or table.time], fault)
        wanted = {name: column for name, column in own.items() if fault.kind == "delay" or fault.column in ("", column)}
        frame = frame.with_columns([_broken(frame, name, inside, fault, source) for name in wanted])
    return msgspec.structs.replace(table, frame=frame)


def breakable(source: Source, table: Table, spec: DataSpec) -> list[str]:
    """Columns of a source that can break: not its time, nor what it is joined on or what is never sent."""
    fixed = {source.time, spec.time, spec.target.column, *spec.not_known}
    if source.join:
        fixed |= {*source.join.right, *([source.join.as_of.right] if source.join.as_of else [])}
    return [column for column in table.frame.columns if column not in fixed]


def _source(fault: Fault, spec: DataSpec) -> Source | None:
    return next((each for each in spec.sources if fault.source and each.name == fault.source), None)


def _inside(times: pl.Series, fault: Fault) -> pl.Series:
    """Whether a moment lies in the fault's week; no moment lies in none."""
    known = times.cast(pl.Datetime("us")) if times.dtype == pl.Date else times
    zone = known.dtype.time_zone if isinstance(known.dtype, pl.Datetime) else None
    start, end = (_moment(each, zone) for each in fault.span)
    return ((known >= start) & (known < end)).fill_null(value=False)


def _moment(moment: datetime, zone: str | None) -> pl.Series:
    plain = pl.Series([moment])
    return plain.dt.convert_time_zone(zone) if zone else plain.dt.replace_time_zone(None)


def _broken(frame: pl.DataFrame, column: str, inside: pl.Series, fault: Fault, source: Source) -> pl.Series:
    """A column with its values inside the week altered."""
    series = frame[column]
    if not inside.any():
        return series
    other = {
        "null": _nothing,
        "delay": _nothing,
        "unit": _converted,
        "shift": _shifted,
        "category": _renamed,
    }
    wrong = _frozen(frame, column, inside, source) if fault.kind == "freeze" else other[fault.kind](series, fault)
    both = pl.DataFrame({"wrong": wrong, "sound": series.cast(wrong.dtype), "inside": inside})
    return both.select(pl.when("inside").then("wrong").otherwise("sound").alias(column)).to_series()


def _nothing(series: pl.Series, _: Fault) -> pl.Series:
    return emptied(series)


def _converted(series: pl.Series, fault: Fault) -> pl.Series:
    factor, offset = (fault.amount, 0.0) if fault.amount is not None else conversion(series)
    return converted(series, factor, offset)


def _shifted(series: pl.Series, fault: Fault) -> pl.Series:
    step = float(series.std() or 0.0) * (_DEVIATIONS if fault.amount is None else fault.amount)  # type: ignore[arg-type]
    return series + (round(step) if series.dtype.is_integer() else step)


def _renamed(series: pl.Series, _: Fault) -> pl.Series:
    return renamed(series)


def _frozen(frame: pl.DataFrame, column: str, inside: pl.Series, source: Source) -> pl.Series:
    """For each key that the source is joined on, the last value before the week."""
    keys = list(source.join.right) if source.join else []
    rows = pl.DataFrame([frame[column].alias("value"), frame[source.time].alias("when"), inside.alias("inside")])
    whose = frame.select(pl.struct(keys).alias(_KEYS)) if keys else pl.select(pl.repeat(0, frame.height).alias(_KEYS))
    rows = rows.hstack(whose)
    start = rows.filter("inside")["when"].min()
    before = rows.filter((pl.col("when") < start) & pl.col("value").is_not_null())
    last = before.sort("when", maintain_order=True).group_by(_KEYS, maintain_order=True).last()
    return rows.select(_KEYS).join(last, on=_KEYS, how="left", maintain_order="left", nulls_equal=True)["value"]


def conversion(series: pl.Series) -> tuple[float, float]:
    """Factor and offset of a change of unit that could happen to these numbers, else a hundred times as large.

    >>> conversion(pl.Series("price", [20.0, 60.0, 90.0]))
    (100.0, 0.0)
    """
    return natural_unit(series) or (100.0, 0.0)


def _delayed(
    frame: pl.DataFrame, source: pl.DataFrame, fault: Fault, join: Join, as_of: AsOf, own: Mapping[str, str]
) -> pl.DataFrame:
    """The rows that would have been met, had those of the week come in later by the delay."""
    hours = _HOURS if fault.amount is None else fault.amount
    delay = timedelta(hours=hours).total_seconds()
    late = _inside(source[as_of.right], fault)
    numbered = source.with_row_index(_ROW)
    in_time = _met(frame, numbered.filter(~late), join, as_of)
    within = None if as_of.within is None else as_of.within - delay
    if within is None or within >= 0:
        later = AsOf(left=as_of.left, right=as_of.right, lag=as_of.lag + delay, within=within)
        too_late = _met(frame, numbered.filter(late), join, later)
    else:
        too_late = pl.Series([None], dtype=in_time.dtype).new_from_index(0, frame.height)
    times = source[as_of.right]
    one, other = times.gather(in_time), times.gather(too_late)
    newer = (other > one).fill_null(value=False) | (one.is_null() & other.is_not_null())
    met = too_late.zip_with(newer, in_time)
    return frame.with_columns([source[column].gather(met).alias(name) for name, column in own.items()])


def _met(frame: pl.DataFrame, numbered: pl.DataFrame, join: Join, as_of: AsOf) -> pl.Series:
    """The source's own row numbers of the rows met."""
    place = partners(frame, numbered.drop(_ROW), msgspec.structs.replace(join, as_of=as_of))
    return numbered[_ROW].gather(place)
