"""Whether the metric matters: how gains in success units went along with the metric, over attempts and live."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import structs

from shipworthy.measure.beside import Beside, beside
from shipworthy.measure.effort_names import EXPLAINED, METRIC, METRIC_OF, NEEDED, RISES, SLOPE, SURE, VALUE_OF
from shipworthy.measure.metrics.registry import metric_for
from shipworthy.measure.worth import value_unit
from shipworthy.plan.specs import grade
from shipworthy.records.evidence import Evidence
from shipworthy.records.frames import digest_frame
from shipworthy.records.measurement import Direction, Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.window import Window
from shipworthy.show.matters import matters_told
from shipworthy.stats.errors_in_variables import Level, Slope, apart, levels, needed, slope
from shipworthy.workflow.candidates import CONSTANT, TODAY, Candidates
from shipworthy.workflow.checks import MATTERS
from shipworthy.workflow.ground import VALUE_PARTS, ground, stands, under
from shipworthy.workflow.measuring import Yardstick
from shipworthy.workflow.rows import folds_of
from shipworthy.workflow.running import windows_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

FEWEST: Final = 4
"""Attempts that answer differently, below which nothing is said."""
_MOST: Final = 12
_STANDS_ON: Final = "compared"
_METHOD: Final = "errors in both numbers, going together as the cases say"


def gather_matters(bench: Workbench, compared: Evidence) -> Evidence | None:
    """Puts down how value went along with the metric, where that is missing or out of date.

    Attempts that learned nothing, the constant and what is done today, are left out: that anything is better than
    nothing says little on whether a little more of the metric brings more.

    Args:
        bench: the project.
        compared: the comparison that it goes with.

    Returns:
        None when no value was agreed.
    """
    stick = yardstick(bench)
    if not stick.worth.agreed:
        return None
    live = [each for each in windows_of(bench.book) if each.judged]
    # windows of live traffic join when attempts are compared anew: each of them alone moves the line too little
    asked = structs.replace(compared, time=None).digest
    known = bench.book.latest_by_check().get((MATTERS, ""))
    if known is not None and known.stands_on.get(_STANDS_ON) == asked and stands(known, ground(bench)):
        return known
    candidates = Candidates(bench)
    measurements = tuple(_measured(bench, candidates, stick, live))
    names = [f"candidate:{spec.name}" for spec in candidates.specs]
    evidence = Evidence(
        check=MATTERS,
        says=matters_told(measurements),
        stage="prototype",
        measurements=measurements,
        grade=grade(bench.document),
        stands_on={**under(ground(bench), VALUE_PARTS, "code", *names), _STANDS_ON: asked},
    )
    bench.book.put(evidence)
    return evidence


def _measured(
    bench: Workbench, candidates: Candidates, stick: Yardstick, live: Sequence[Window]
) -> Iterator[Measurement]:
    field, metric = candidates.field().predictions, stick.metrics[0]
    attempts = _different({name: folds_of(each) for name, each in field.items() if name not in (CONSTANT, TODAY)})
    first = next(iter(field.values()))
    sign = 1.0 if metric_for(metric, first.task).direction == "up" else -1.0
    told = beside(attempts, folds_of(field[candidates.baseline]), metric, stick.worth, stick.per) if attempts else None
    blank = Measurement(
        name=SLOPE,
        value=None,
        n=len(attempts),
        clusters=len(told.periods) if told else 0,
        unit=value_unit(first.task, stick.worth),
        per=stick.per,
        direction="up",
        slice={METRIC: metric},
        method=_METHOD,
    )
    line = None
    if told is not None and len(attempts) >= FEWEST:
        line = slope([*levels(told.metric, told.gain, told.errors), *_live(live, metric, sign, stick)])
    if told is None or line is None:
        yield blank
    else:
        yield from _of_line(blank, line)
        yield from _needed(bench, blank, line, told, sign, stick)
    if told is not None:
        yield from _of_attempts(blank, told, sign)


def _of_line(blank: Measurement, line: Slope) -> Iterator[Measurement]:
    yield structs.replace(blank, value=line.value, low=line.low, high=line.high)
    plain = structs.replace(blank, unit="1", per=1.0)
    yield structs.replace(plain, name=RISES, value=line.positive)
    ends = {"low": line.explained_low, "high": line.explained_high}
    yield structs.replace(plain, name=EXPLAINED, value=line.explained, **ends)


def _needed(
    bench: Workbench, blank: Measurement, line: Slope, told: Beside, sign: float, stick: Yardstick
) -> Iterator[Measurement]:
    """The metric at which the gain asked for is expected, where more of it surely brings more."""
    criterion = bench.document.success.criterion
    asked = criterion.at_least if criterion is not None and not criterion.metric else None
    if asked is None or stick.rates or line.positive < SURE:
        return
    periods, width = told.metric.shape
    mean = np.kron(np.eye(2), np.full((1, width), 1 / width))
    errors = mean @ told.errors.sum(axis=0) @ mean.T / periods**2
    middle, low, high = needed(line, float(told.metric.mean()), float(told.gain.mean()), errors, float(asked))
    low, high = sorted((sign * low, sign * high))
    yield structs.replace(blank, name=NEEDED, unit="1", per=1.0, value=sign * middle, low=low, high=high)


def _of_attempts(blank: Measurement, told: Beside, sign: float) -> Iterator[Measurement]:
    """Where each attempt stands, the mean over periods, with its interval."""
    periods, width = told.metric.shape
    se = np.sqrt(np.einsum("pii->i", told.errors)) / periods
    for place, name in enumerate(told.names):
        for kind, unit, per, value, error in (
            (METRIC_OF, "1", 1.0, sign * told.metric[:, place].mean(), se[place]),
            (VALUE_OF, blank.unit, blank.per, told.gain[:, place].mean(), se[width + place]),
        ):
            reach = {"low": float(value - 1.96 * error), "high": float(value + 1.96 * error), "se": float(error)}
            better: Direction = "down" if kind == METRIC_OF and sign < 0 else "up"
            one = structs.replace(blank, name=kind, candidate=name, unit=unit, per=per, direction=better)
            yield structs.replace(one, value=float(value), origin="fold", n=0, **reach)


def _live(windows: Sequence[Window], metric: str, sign: float, stick: Yardstick) -> Iterator[Level]:
    """Stretches of live traffic with a level of their own; the errors of the two numbers are taken to go separately."""
    pairs = [(each.of(metric), each.of("gain")) for each in windows]
    known = [(one, gain) for one, gain in pairs if one and gain and one.value is not None and gain.value is not None]
    sure = [(one, gain) for one, gain in known if one.se is not None and gain.se is not None]
    if len(sure) < FEWEST:
        return
    x = np.array([sign * (one.value or 0.0) for one, _ in sure])
    y = np.array([stick.per * (gain.value or 0.0) / gain.per for _, gain in sure])
    errors = [one.se or 0.0 for one, _ in sure] + [stick.per * (gain.se or 0.0) / gain.per for _, gain in sure]
    yield apart(x, y, np.diag(np.square(errors)))


def _different(attempts: Mapping[str, Predictions]) -> dict[str, Predictions]:
    """Attempts that do not answer alike, the first of those that do; no more of them than can be looked at together."""
    found: dict[str, Predictions] = {}
    seen = set()
    for name, each in attempts.items():
        answers = digest_frame(each.frame.select("id", "score", "decision"))
        if answers not in seen:
            seen.add(answers)
            found[name] = each
    return dict(list(found.items())[:_MOST])
