"""A broken feed, in a plain sentence with its numbers."""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

import numpy as np

from shipworthy.monitor.drift_weeks import together
from shipworthy.monitor.feed_day import Day
from shipworthy.monitor.feed_natural import RECENT, Natural, moments
from shipworthy.monitor.feed_root import Spell
from shipworthy.monitor.feed_unit import Relation, Shape, relation
from shipworthy.monitor.reference import Reference
from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record
from shipworthy.records.signature import ColumnSignature, Signature

Kind = Literal["missing", "frozen", "outside", "shift", "unseen", "late"]
Told = tuple[Kind, str, float]
_MOVED: Final = 0.5
_EDGES: Final = 2


class Broken(Record, frozen=True):
    """A feed that was broken for some days.

    Attributes:
        where: `source.column` as the source calls it, or `source` when most of its columns went at once.
        kind: no values (`missing`), values that stand still (`frozen`), from beyond all that was seen or in another
            unit (`outside`), moved as a whole (`shift`), never seen before (`unseen`), or too old (`late`).
        since: first day, UTC, by its midnight; feeds are judged by whole days.
        until: day after the last one, likewise; None while it lasts.
        share: of the rows of these days, those concerned.
        says: one plain sentence.
        measurements: numbers that show it.
        next_step: what a person should do.
    """

    where: str
    kind: Kind
    since: datetime
    until: datetime | None
    share: float
    says: str
    measurements: tuple[Measurement, ...] = ()
    next_step: str = ""


@dataclass(frozen=True)
class _Case:
    """All that a sentence needs: the fault, its column, and its rows beside those from before."""

    where: str
    spell: Spell
    about: Natural
    days: int
    rows: int
    now: ColumnSignature
    then: ColumnSignature
    ever: ColumnSignature
    fits: Relation | None

    @property
    def filled(self) -> int:
        return self.rows - self.now.nulls


def told(spell: Spell, days: Sequence[Day], about: Natural, reference: Reference, bad: Collection[int]) -> Broken:
    """A fault in words and numbers.

    Args:
        spell: the fault.
        days: all days looked at.
        about: what is natural for it.
        reference: the rows learned from.
        bad: places of days on which something was wrong with the column, this fault's among them.
    """
    inside = days[spell.first : spell.last + 1]
    before = [days[at] for at in range(max(0, spell.first - RECENT), spell.first) if at not in bad]
    core = inside[1:-1] if len(inside) > _EDGES else inside[1:] or inside  # the edges hold sound rows too
    now, then = _of(core, spell.column), _of(before, spell.column)
    ever = reference.signature.column(spell.column) or ColumnSignature(name=spell.column)
    where = (spell.source if spell.whole else about.place) or spell.column
    rows = sum(day.signature.rows for day in core)
    fits = None if spell.whole else _unit(core, before or reference.recent, spell.column, reference)
    case = _Case(where, spell, about, len(inside), rows, now, then if _holds(then) else ever, ever, fits)
    kind, says, share = _SAYS[spell.kind](case)
    lasts = spell.last == len(days) - 1
    return Broken(
        where=where,
        kind=kind,
        since=inside[0].start,
        until=None if lasts else inside[-1].start + timedelta(days=1),
        share=share,
        says=says,
        measurements=_measured(case, share),
        next_step=_next_step(case, kind),
    )


def _missing(case: _Case) -> Told:
    share = _share(case.now.nulls, case.rows)
    usual = max(case.about.missing[0], 0.0)
    if case.spell.whole:
        return (
            "missing",
            f"Nothing came from {case.where} for {share:.0%} of the rows; at most {usual:.0%} before.",
            share,
        )
    says = f"{case.where} is empty in {share:.0%} of the rows; on no day before was it in more than {usual:.0%}."
    return "missing", says, share


def _frozen(case: _Case) -> Told:
    values, usual = case.now.values or (), case.about.distinct[0] or 0
    many = f"{len(values)} different value{'s' if len(values) > 1 else ''}"
    says = f"{case.where} stands still: {many} in {_days(case.days)}; a single day had at least {usual} before."
    if case.spell.whole:
        says = f"{case.where} stands still: most of its columns hold the same few values for {_days(case.days)}."
    return "frozen", says, _share(case.filled, case.rows)


def _strange(case: _Case) -> Told:
    """Numbers from beyond, or between, or all moved; and words never seen."""
    if case.spell.whole or not case.now.counts:
        return _unseen(case)
    mean, _ = moments(case.now)
    usual, _ = moments(case.then)
    if mean is None or usual is None:
        return _unseen(case)
    fits = case.fits
    beyond = case.spell.kind == "outside"
    if not (fits or beyond):
        moved = abs(mean - usual) >= _MOVED * case.about.sd
        return _shift(case) if moved or case.spell.kind == "shift" else _unseen(case)
    ends = f"between {_number(case.now.low)} and {_number(case.now.high)}"
    before = f"between {_number(case.ever.low)} and {_number(case.ever.high)}"
    says = (
        f"The values of {case.where} lie {ends}, {_number(mean)} on average; they lay {before}, {_number(usual)} lately"
    )
    says = f"{says}: it looks as if {fits.says}." if fits else f"{says}."
    return "outside", says, _share(case.filled if fits else case.now.outside, case.rows)


def _shift(case: _Case) -> Told:
    mean, _ = moments(case.now)
    usual, _ = moments(case.then)
    says = (
        f"The values of {case.where} moved as a whole: {_number(mean)} on average, {_number(usual)} in the weeks before"
    )
    return "shift", f"{says}; no day moved as far by itself.", _share(case.filled, case.rows)


def _unseen(case: _Case) -> Told:
    share = _share(case.now.unseen, case.rows)
    if case.spell.whole:
        return "unseen", f"Most columns of {case.where} hold values never seen before, {share:.0%} of the rows.", share
    says = f"{case.where} holds values never seen before in {share:.0%} of the rows"
    return "unseen", f"{says}; on no day before in more than {case.about.unseen[0]:.0%}.", share


def _late(case: _Case) -> Told:
    mean, _ = moments(case.now)
    share = _share(case.now.nulls, case.rows)
    if mean is None or share > _MOVED:
        return "late", f"For {share:.0%} of the rows nothing had arrived from {case.where} in time.", share
    usual = f"never older than {_hours(case.about.most)} in the mean of a day before"
    return "late", f"What came from {case.where} was {_hours(mean)} old on average, {usual}.", 1.0


_SAYS: Final[dict[str, Callable[[_Case], Told]]] = {
    "missing": _missing,
    "frozen": _frozen,
    "outside": _strange,
    "unseen": _strange,
    "shift": _strange,
    "late": _late,
}


def _measured(case: _Case, share: float) -> tuple[Measurement, ...]:
    slice_ = {"column": case.spell.column}
    found = [Measurement(name=case.spell.kind, value=share, n=case.rows, unit="share", direction="down", slice=slice_)]
    for name, column in (("mean", case.now), ("mean before", case.then)):
        mean, sd = moments(column)
        if mean is not None:
            n = sum(column.counts)
            found.append(Measurement(name=name, value=mean, se=sd / math.sqrt(n), n=n, slice=slice_))
    return tuple(found)


def _next_step(case: _Case, kind: Kind) -> str:
    source = case.spell.source or "the sender"
    asked = {
        "missing": f"ask who delivers {source} why the values stopped",
        "frozen": f"ask who delivers {source} whether it is still measured",
        "outside": f"ask who delivers {source} which unit is sent since then",
        "shift": f"ask who delivers {source} what was changed on that day",
        "unseen": f"ask who delivers {source} whether the coding was changed",
        "late": f"see why {source} arrives late",
    }
    return f"{asked[kind]}; what stands in for the model should answer until it is mended"


def _unit(now: Sequence[Day], before: Sequence[Day], column: str, reference: Reference) -> Relation | None:
    """The change of unit that explains a column of numbers, if one does."""
    scale = next(each for each in reference.scales if each.name == column)
    if scale.kind != "number":
        return None
    came = _of(now, column).values or ()
    return relation(
        _shape(now, column), _shape(before, column), [each for each in came if isinstance(each, float)], scale.steps
    )


def _shape(days: Sequence[Day], column: str) -> Shape:
    found = [moments(each) for day in days if (each := day.signature.column(column))]
    means = np.array([np.nan if mean is None else mean for mean, _ in found])
    return Shape(means, np.array([sd for _, sd in found]))


def _of(days: Sequence[Day], column: str) -> ColumnSignature:
    """One column of several days together."""
    found = [each for day in days if (each := day.signature.column(column))]
    one = together([Signature(rows=0, columns=(each,)) for each in found])
    return one.columns[0] if one.columns else ColumnSignature(name=column)


def _holds(column: ColumnSignature) -> bool:
    return bool(sum(column.counts) or column.levels or column.other)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _days(days: int) -> str:
    return "one day" if days == 1 else f"{days} days"


def _hours(hours: float) -> str:
    return f"{hours:.1f} hours"


def _number(value: float | None) -> str:
    """Three significant digits, or whole when large."""
    if value is None:
        return "nothing"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
