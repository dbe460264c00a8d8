"""A guardrail held against every group of rows."""

from collections.abc import Sequence

from shipworthy.gates.bars import Held, hold
from shipworthy.gates.bounds import Bounds, bounds_of
from shipworthy.gates.settling import what_would_settle_groups
from shipworthy.gates.words import amounts, asked, subject
from shipworthy.records.claim import Bar
from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import count
from shipworthy.show.words import joined
from shipworthy.stats.bounds import chance_of_less
from shipworthy.stats.holm import holm


def hold_slices(bar: Bar, measured: Sequence[Measurement]) -> Held:
    """Holds the same measurement of many groups against one bar.

    It fails when a group misses the limit beyond what looking at so many groups explains (Holm 1979). It
    holds when each group by itself reaches the limit: to say that all do needs no correction
    (intersection-union, Berger 1982). Groups with fewer rows than `min_n` are not judged and do not block,
    but are said.

    Args:
        bar: with `by`.
        measured: one measurement a group.
    """
    large = [each for each in measured if each.n >= bar.min_n]
    few = _too_few(bar, [each for each in measured if each.n < bar.min_n])
    if not large:
        why = f"no group of {bar.by} has enough cases to judge {subject(bar)}{few}"
        return Held("cant_tell", why, "gather more cases of each group, or lower the least number of cases")
    missing = _missing_the_limit(bar, large)
    if missing:
        return _fails(bar, missing, few)
    judged = [(each, hold(bar, each)) for each in large]
    open_ones = [(each, held) for each, held in judged if held.state != "holds"]
    if open_ones:
        return _open(bar, open_ones, len(large), few)
    worst = min(large, key=lambda each: _room(bar, bounds_of(bar, each)))
    one = f"{_name(bar, worst)} comes nearest to the limit: {hold(bar, worst).why}"
    return Held("holds", f"each of {count(len(large))} groups of {bar.by} is good enough; {one}{few}", "", worst)


def _missing_the_limit(bar: Bar, large: Sequence[Measurement]) -> list[Measurement]:
    """The groups that surely miss a limit, the worst first."""
    chances = []
    for each in large:
        bounds = bounds_of(bar, each)
        if bounds is None:
            continue
        if bar.at_least is not None:
            chances.append((chance_of_less(bounds.value, bounds.above, each.df, bar.at_least), each))
        if bar.at_most is not None:
            chances.append((chance_of_less(-bounds.value, bounds.below, each.df, -bar.at_most), each))
    adjusted = holm([chance for chance, _ in chances])
    wrong = [each for (_, each), chance in zip(chances, adjusted, strict=True) if chance < 1 - bar.confidence]
    return sorted(wrong, key=lambda each: (_room(bar, bounds_of(bar, each)), _name(bar, each)))


def _fails(bar: Bar, missing: Sequence[Measurement], few: str) -> Held:
    worst = missing[0]
    names = joined([_name(bar, each) for each in missing])
    bounds = bounds_of(bar, worst)
    told = f"; {_misses(bar, bounds)}" if bounds else ""
    where = "" if len(missing) == 1 else f" (worst: {_name(bar, worst)})"
    why = f"{subject(bar)} is not good enough for {names}{where}{told}{few}"
    return Held("fails", why, f"look at what goes wrong for {names}, or leave those cases to people", worst)


def _misses(bar: Bar, bounds: Bounds) -> str:
    limits = [limit for limit in (bar.at_least, bar.at_most) if limit is not None]
    value, *told = amounts([bounds.value, *limits], bar)
    return f"it is {value}, and {asked(told, bar)}"


def _open(bar: Bar, open_ones: Sequence[tuple[Measurement, Held]], judged: int, few: str) -> Held:
    nearest, held = min(open_ones, key=lambda pair: _room(bar, bounds_of(bar, pair[0])))
    names = joined([_name(bar, each) for each, _ in open_ones])
    of = f"{count(len(open_ones))} of {count(judged)} groups of {bar.by}"
    why = f"it cannot be told yet for {names} ({of}); {_name(bar, nearest)}: {held.why}{few}"
    step = what_would_settle_groups(bar, [each for each, _ in open_ones], judged)
    return Held("cant_tell", why, step or held.next_step, nearest)


def _room(bar: Bar, bounds: Bounds | None) -> float:
    """How far the nearer bound lies on the good side of the limits; least when nothing was measured."""
    if bounds is None:
        return float("-inf")
    room = []
    if bar.at_least is not None:
        room.append(bounds.low - bar.at_least)
    if bar.at_most is not None:
        room.append(bar.at_most - bounds.high)
    return min(room, default=0.0)


def _too_few(bar: Bar, small: Sequence[Measurement]) -> str:
    if not small:
        return ""
    rows = sum(each.n for each in small)
    groups = "one group" if len(small) == 1 else f"{count(len(small))} groups"
    fewer = f"fewer than {count(bar.min_n)} cases"
    return f"; {groups} with {fewer} ({count(rows)} in all) could not be judged"


def _name(bar: Bar, measured: Measurement) -> str:
    return measured.slice[bar.by]
