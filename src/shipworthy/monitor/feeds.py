"""Broken feeds: which column, or which whole source, stopped bringing what it brought, how, since when, and until when.

A natural change (a season, a new destination, a trend) is none: it is drift. See `docs/monitoring.md` for what cannot
be told.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

import numpy as np
import polars as pl

from shipworthy.foundation.errors import RequestError
from shipworthy.monitor.feed_day import Day, Flags, History, day_of, histories, summed, whole_days
from shipworthy.monitor.feed_frozen import frozen
from shipworthy.monitor.feed_late import late
from shipworthy.monitor.feed_missing import missing
from shipworthy.monitor.feed_natural import RECENT, Natural
from shipworthy.monitor.feed_odds import caution
from shipworthy.monitor.feed_outside import outside
from shipworthy.monitor.feed_root import Spell, roots
from shipworthy.monitor.feed_shift import shift
from shipworthy.monitor.feed_unseen import unseen
from shipworthy.monitor.feed_words import Broken, told
from shipworthy.monitor.reference import Reference

__all__ = ["Broken", "Day", "broken", "summarise"]

KINDS: Final = ("late", "missing", "frozen", "outside", "unseen", "shift")
"""Kinds of fault, the one that explains most first."""
_RUNS: Final = 3
_GAP: Final = 2


def summarise(rows: pl.DataFrame, reference: Reference, start: datetime | None = None) -> Day:
    """A day's rows summed up; parts of a day may be summed up apart and added.

    Args:
        rows: with the reference's columns; those it lacks count as missing.
        reference: what they will be held against.
        start: a moment of the day; None takes it from the rows' time.

    Raises:
        RequestError: when there is neither a start nor a row with a time.
    """
    moment = start if start is not None else _moment(rows, reference.time)
    return Day(start=day_of(moment), signature=summed(rows, reference.scales, reference.ages, reference.time))


def broken(
    days: Sequence[Day], reference: Reference, start: datetime, end: datetime, *, false_alarms_per_window: float
) -> tuple[Broken, ...]:
    """The feeds that were broken at some moment of a window.

    Args:
        days: the window's days and those before it; four weeks more than any fault lasts tell the most.
        reference: what is natural.
        start: first moment of the window.
        end: first moment after it; later days are not looked at.
        false_alarms_per_window: expected over all columns together when nothing is wrong.

    Returns:
        By first day, the causes only: what merely follows from another column's fault is left out.

    Raises:
        RequestError: when `false_alarms_per_window` is not above 0.
    """
    if not (false_alarms_per_window > 0):
        raise RequestError(
            "false alarms can be made rare, not impossible",
            where="monitoring.false_alarms",
            seen=false_alarms_per_window,
            allowed="a number above 0",
            next_step="write a rate such as 1/quarter",
        )
    known = _with_recent([day for day in whole_days(days) if day.start < end], reference)
    if not known:
        return ()
    about = {each.name: each for each in reference.naturals}
    window = max(1, (end - start).days)
    careful = caution(false_alarms_per_window, window * len(about) * _RUNS, reference.margin)
    past = histories(known, about)
    spells = [spell for name, each in about.items() for spell in _spells(past[name], each, reference.usual, careful)]
    named = roots(spells, about, reference.links, set(reference.ages.values()))
    found = [told(spell, known, about[spell.column], reference, _bad(spell.column, spells)) for spell in named]
    return tuple(
        sorted(
            (each for each in found if each.since < end and (each.until is None or each.until > start)),
            key=lambda each: (each.since, each.where),
        )
    )


def _moment(rows: pl.DataFrame, when: str) -> datetime:
    times = rows[when].drop_nulls() if when in rows.columns else pl.Series([])
    if not len(times):
        raise RequestError(
            "it cannot be told which day these rows are of",
            seen=f"{rows.height:,} rows without a time",
            allowed="rows with a time, or a start",
            next_step="say the day",
        )
    first = times.min()
    return first if isinstance(first, datetime) else datetime.combine(first, time(), tzinfo=UTC)  # type: ignore[arg-type]


def _with_recent(days: Sequence[Day], reference: Reference) -> list[Day]:
    """The days, after the last ones learned from when these are not long gone.

    Where the rows learned from bear no time, blocks of them stand for the days before.
    """
    if not days:
        return []
    first = days[0].start
    if reference.time:
        return [*(day for day in reference.recent if first - timedelta(days=RECENT) <= day.start < first), *days]
    blocks = reference.recent
    back = [first - timedelta(days=len(blocks) - place) for place in range(len(blocks))]
    return [*(Day(start=at, signature=day.signature) for at, day in zip(back, blocks, strict=True)), *days]


def _spells(past: History, about: Natural, usual: float, careful: float) -> list[Spell]:
    """The stretches of days on which a column was broken, and how."""
    flags = _flags(past, about, usual, careful)
    bad = np.flatnonzero(np.logical_or.reduce(list(flags.values())))
    if not len(bad):
        return []
    found = []
    for days in np.split(bad, np.flatnonzero(np.diff(bad) > _GAP) + 1):
        first, last = int(days[0]), int(days[-1])
        kind = max(flags, key=lambda each: (2 * flags[each][days].sum() >= len(days), -KINDS.index(each)))
        found.append(Spell(about.name, about.source, kind, first, last))
    return found


def _bad(column: str, spells: Sequence[Spell]) -> set[int]:
    """Places of the days on which something was wrong with a column."""
    return {at for spell in spells if spell.column == column for at in range(spell.first, spell.last + 1)}


def _flags(past: History, about: Natural, usual: float, careful: float) -> dict[str, Flags]:
    good = past.rows > 0
    if about.role == "age":
        return {"late": late(past, about, good, careful)}
    flags = {"missing": missing(past, about, good, careful), "frozen": frozen(past, about, good, careful)}
    if about.role == "clock":
        return flags
    good = good & ~flags["missing"] & ~flags["frozen"]
    flags["outside"] = outside(past, about, good, careful)
    flags["unseen"] = unseen(past, about, good, careful)
    good = good & ~flags["outside"] & ~flags["unseen"]
    flags["shift"] = shift(past, about, good, usual, careful)
    return flags
