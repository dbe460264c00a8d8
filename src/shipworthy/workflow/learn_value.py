"""What more rows are worth: the learning curve in success units."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import structs

from shipworthy.foundation.digests import digest
from shipworthy.lab.curve import CurvePoint
from shipworthy.measure.decide import decide
from shipworthy.measure.gain import measure_gain, measure_value
from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import between, count, ends, number
from shipworthy.stats.curves import fit_learning_curve
from shipworthy.workflow.ground import VALUE_PARTS, Ground, under
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

AHEAD: Final = "twice_the_rows"
"""Name of the value that twice the rows would add, by the curve."""
SEEN: Final = "last_doubling"
"""Name of the value that the last doubling of the rows did add, measured on the same cases."""


def value_of_rows(bench: Workbench, now: Ground, points: Callable[[], Sequence[CurvePoint]]) -> tuple[Measurement, ...]:
    """What the last doubling of the rows brought, and what the next one would; kept as long as nothing changed.

    The candidate acts where that has the greater expected value, its scores taken for chances.

    Args:
        bench: the project.
        now: what evidence stands on now.
        points: gives the learning curve; asked only when something has to be measured.

    Returns:
        `SEEN` and `AHEAD`; empty where no amounts were agreed, decisions hang on a rank or a function, or the curve is
        too short.
    """
    key = digest(["value of rows", under(now, VALUE_PARTS, "code")])
    kept = [bench.cache.get(digest([key, name]), Measurement) for name in (SEEN, AHEAD)]
    if all(kept):
        return tuple(each for each in kept if each is not None and each.value is not None)
    found = {each.name: each for each in _measured(bench, points())}
    for name in (SEEN, AHEAD):
        bench.cache.put(digest([key, name]), found.get(name, Measurement(name=name, value=None)))
    return tuple(found.values())


def value_told(found: Sequence[Measurement]) -> tuple[str, ...]:
    """Both in a sentence each; empty where nothing was measured."""
    told = []
    for each in found:
        if each.value is None or each.low is None or each.high is None:
            continue
        amount = f"{number(each.value, each.high - each.low)} {each.unit} per {count(each.per)} cases"
        if each.name == SEEN:
            rows = ends(float(each.slice["from"]), float(each.slice["to"]), joint="to", width=1.0)
            told.append(f"from {rows} rows the value grew by {amount}, {between(each.low, each.high, each.unit)}")
        else:
            told.append(f"twice the rows would add about {amount}, {between(each.low, each.high, each.unit)}")
    return tuple(told)


def _measured(bench: Workbench, points: Sequence[CurvePoint]) -> tuple[Measurement, ...]:
    worth, per = bench.material.worth, yardstick(bench).per
    if not worth.agreed or worth.top or worth.call or len(points) < 2:
        return ()
    decided = [decide(point.predictions, worth) for point in points]
    before, last = points[-2], points[-1]
    seen = measure_gain(decided[-1], decided[-2], worth, per, against=f"{before.rows} rows")
    seen = structs.replace(seen, name=SEEN, slice={"from": str(before.rows), "to": str(last.rows)})
    values = [measure_value(each, worth, per).value for each in decided]
    errors = [measure_gain(decided[-1], each, worth, per).se or 0.0 for each in decided[:-1]]
    usable = [place for place, error in enumerate(errors) if error > 0]
    errors.append(min((errors[place] for place in usable), default=0.0))
    shown = [place for place in [*usable, len(points) - 1] if values[place] is not None]
    curve = fit_learning_curve(
        [points[place].rows for place in shown],
        [values[place] or 0.0 for place in shown],
        [errors[place] for place in shown],
    )
    if curve is None:
        return (seen,)
    ahead = curve.gain(2.0)
    told = structs.replace(
        seen,
        name=AHEAD,
        value=ahead.value,
        low=ahead.low,
        high=ahead.high,
        se=None,
        df=None,
        slice={},
        kind="predictive",
    )
    return seen, structs.replace(told, against=f"{last.rows} rows", method="learning curve")
