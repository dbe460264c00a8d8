"""Natural drift: the incoming data has changed, as seasons, markets and networks do; news, and no incident."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from shipworthy.foundation.figures import figure
from shipworthy.monitor.drift_weeks import Weeks, distance, together
from shipworthy.monitor.feed_day import Day
from shipworthy.monitor.feed_natural import Natural, moments
from shipworthy.monitor.reference import Reference
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.signature import ColumnSignature

CHECK: Final = "drift"
_FEWEST_WEEKS: Final = 4
_WEEK: Final = 7


@dataclass(frozen=True)
class Drifted:
    """How far a window's columns lie from the rows learned from.

    Attributes:
        measurements: `drift` of each column, between 0 (alike) and 1; `high` is the farthest that is natural.
        findings: columns that lie farther than that, the farthest first.
    """

    measurements: tuple[Measurement, ...] = ()
    findings: tuple[Finding, ...] = ()


def drift(
    days: Sequence[Day], reference: Reference, *, false_alarms_per_window: float, broken: Collection[str] = ()
) -> Drifted:
    """What has changed by itself.

    A column's distance is held against those that its own weeks have from all others among the rows learned from.
    How far they go at most when nothing is wrong is told by their excesses over the middle one, taken to fall off
    exponentially, at the stated rate shared among all columns (Bonferroni).

    Args:
        days: of the window.
        reference: the rows learned from.
        false_alarms_per_window: expected over all columns together when nothing changes.
        broken: columns that are known to be broken, which is another matter.

    Returns:
        Findings only for windows with about as many rows as half a week, and when four weeks were learned from.
    """
    now = together([day.signature for day in days])
    about = {each.name: each for each in reference.naturals}
    judged = [
        weeks
        for weeks in reference.weeks
        if about[weeks.name].role == "value" and not about[weeks.name].running and weeks.name not in broken
    ]
    single = min(false_alarms_per_window / max(len(judged), 1), 0.5)
    enough = now.rows >= _WEEK * reference.usual / 2
    measured, found = [], []
    for weeks in judged:
        here, there = now.column(weeks.name), reference.signature.column(weeks.name)
        far = distance(here, there) if here and there else None
        if far is None or here is None or there is None:
            continue
        most = natural_most(weeks, single, reference.margin) if enough else None
        measured.append(_measurement(weeks.name, far, most, here, now.rows))
        if most is not None and far > most:
            found.append((far / most, _finding(about[weeks.name], here, there, now.rows)))
    found.sort(key=lambda each: -each[0])
    return Drifted(tuple(measured), tuple(finding for _, finding in found))


def natural_most(weeks: Weeks, chance: float, margin: float = 1.0) -> float | None:
    """The distance that a week of sound rows has no more than with this chance; None with fewer than four weeks.

    >>> natural_most(Weeks(name="x", distances=(0.1, 0.1, 0.1, 0.2)), 0.01) > 0.2
    True
    """
    if len(weeks.distances) < _FEWEST_WEEKS:
        return None
    known = np.asarray(weeks.distances)
    middle = float(np.median(known))
    excess = float((known[known >= middle] - middle).mean())
    # the mean of few excesses is itself uncertain
    unsure = 1 + 1 / math.sqrt(len(known))
    return margin * max(1.1 * float(known.max()), middle + unsure * excess * math.log(0.5 / chance))


def _measurement(name: str, far: float, most: float | None, here: ColumnSignature, rows: int) -> Measurement:
    method = "Wasserstein distance of ranks" if here.counts else "total variation"
    return Measurement(name="drift", value=far, high=most, n=rows - here.nulls, slice={"column": name}, method=method)


def _finding(about: Natural, here: ColumnSignature, there: ColumnSignature, rows: int) -> Finding:
    where = about.place
    says = _moved(here, there) if here.counts else _mixed(here, there)
    return Finding(
        check=CHECK,
        says=f"The incoming data has changed: {where} {says}.",
        severity="info",
        where=where,
        count=rows - here.nulls,
        of=rows,
        next_step="nothing, as long as the value holds; learning anew takes it in",
    )


def _moved(here: ColumnSignature, there: ColumnSignature) -> str:
    (now, spread), (then, usual) = moments(here), moments(there)
    if now is None or then is None:
        return "is spread differently"
    if abs(now - then) >= 0.1 * usual:
        return f"is {figure(now)} on average and was {figure(then)} in the rows learned from"
    return f"varies by {figure(spread, 3)} around its average and by {figure(usual, 3)} in the rows learned from"


def _mixed(here: ColumnSignature, there: ColumnSignature) -> str:
    now, then = (max(sum(each.levels.values()) + each.other, 1) for each in (here, there))
    names = dict.fromkeys([*here.levels, *there.levels])
    change = {name: here.levels.get(name, 0) / now - there.levels.get(name, 0) / then for name in names}
    most = max(change, key=lambda name: abs(change[name]))
    return (
        f"is {most!r} in {here.levels.get(most, 0) / now:.1%} of the rows "
        f"and was in {there.levels.get(most, 0) / then:.1%} of those learned from"
    )
