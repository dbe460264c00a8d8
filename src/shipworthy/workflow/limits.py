"""What the attempt put forward cannot do: mistakes to come, what its scores mean, and what being off costs."""

from collections.abc import Mapping

import numpy as np
from msgspec import structs

from shipworthy.explain.learn import RANGE, learn
from shipworthy.measure.calibration import calibration
from shipworthy.measure.gain import measure_rows
from shipworthy.measure.limit_names import COVERED
from shipworthy.measure.mistakes import count_mistakes
from shipworthy.measure.recalibrate import worth_of_calibration
from shipworthy.measure.rows import known_outcomes, numbers, scores
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.workflow.candidates import TODAY
from shipworthy.workflow.rows import folds_of, holdout_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick


def limits_of(bench: Workbench, name: str, field: Mapping[str, Predictions]) -> tuple[Measurement, ...]:
    """Everything measured of one candidate on the rows kept aside that tells what it cannot do.

    Args:
        bench: the project.
        name: under which the field knows it.
        field: decided predictions by name.
    """
    mine = field[name]
    aside, folds = holdout_of(mine), folds_of(mine)
    today = holdout_of(field[TODAY]) if TODAY in field and name != TODAY else None
    found = [*count_mistakes(aside, today), *(calibration(aside) if name != TODAY else ())]
    worth, held = bench.material.worth, bench.material.deciding
    by_amounts = worth.agreed and worth.outcomes and not worth.top and not worth.call
    if name != TODAY and by_amounts and held.capacity is None and folds.frame.height:
        found += worth_of_calibration(aside, folds, worth, yardstick(bench).per)
    if mine.task.kind == "regression" and name != TODAY:
        found.append(_covered(aside, folds))
    return tuple(structs.replace(each, origin="holdout") for each in found)


def _covered(aside: Predictions, folds: Predictions) -> Measurement:
    """How often the range that like numbers of the folds give holds for the rows kept aside."""
    ranges = learn(folds).similar.get("", ())
    said, was = scores(aside), numbers(aside.frame["outcome"])
    inside = np.full(len(said), np.nan)
    for place, each in enumerate(ranges):
        if each.low is not None and each.high is not None:
            last = place == len(ranges) - 1
            here = (said >= each.least) & ((said <= each.most) if last else (said < each.most))
            here &= known_outcomes(aside)
            off = was - said
            inside[here] = ((off >= each.low) & (off <= each.high))[here]
    blank = Measurement(
        name=COVERED, value=None, unit="share", slice={"range": f"{RANGE:g}"}, candidate=aside.candidate
    )
    return measure_rows(blank, aside, inside)
