"""Over which amounts an attempt is better than what is done today: decision curves on the cases kept aside."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.foundation.digests import digest
from shipworthy.measure.curve import Curves, all_alike, ratios_between
from shipworthy.measure.rolling import decide_rolling
from shipworthy.plan.specs import grade
from shipworthy.plan.value import SHORT_NAMES
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task, Worth
from shipworthy.workflow.candidates import CONSTANT, TODAY, Candidates
from shipworthy.workflow.checks import CURVE
from shipworthy.workflow.curves_told import AMOUNT, AT, RANGE, curve_now
from shipworthy.workflow.ground import VALUE_PARTS, ground, under
from shipworthy.workflow.looks import seen
from shipworthy.workflow.measuring import Yardstick
from shipworthy.workflow.plausible import Plausible, plausible_amounts, plausible_ratio
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

ALWAYS: Final = "always yes"
NEVER: Final = "never yes"
_RATIOS: Final = 17
_STEPS: Final = 7
_STANDS_ON: Final = "plausible"


def gather_curve(bench: Workbench, chosen: str) -> Evidence | None:
    """Measures the decision curves where they are missing or stale.

    For yes-or-no decisions every attempt is measured for each ratio of what a right yes brings to what a wrong one
    costs, with the threshold that is best for it on the cases learned from. For others the attempt that is put forward
    is measured over the range of each amount that people find plausible.

    Returns:
        None where nobody said what amounts are plausible and there is no one ratio to look around.
    """
    material = bench.material
    ratio = plausible_ratio(bench, material.worth, material.task)
    ranges = {} if ratio else plausible_amounts(bench)
    if ratio is None and not ranges:
        return None
    asked = digest([chosen, _told(ratio) if ratio else {name: _told(each) for name, each in ranges.items()}])
    known = curve_now(bench)
    if known is not None and known.stands_on.get(_STANDS_ON) == asked:
        return known
    candidates = Candidates(bench)
    field = candidates.field().predictions
    kept = {name: field[name] for name in (CONSTANT, candidates.baseline)} | seen(bench, field)
    if ratio:
        measured = _by_ratio(bench, kept, candidates.baseline, ratio)
    else:
        measured = tuple(_by_amount(bench, kept, candidates.baseline, chosen, ranges))
    names = [f"candidate:{spec.name}" for spec in candidates.specs]
    evidence = Evidence(
        check=CURVE,
        says=f"the attempts were measured over the amounts that are plausible, on {measured[0].n:,} rows kept aside",
        stage="prototype",
        measurements=(*measured, *_ranges(ratio, ranges)),
        candidate=chosen,
        grade=grade(bench.document),
        stands_on={**under(ground(bench), VALUE_PARTS, "code", *names), _STANDS_ON: asked},
    )
    bench.book.put(evidence)
    return evidence


def _by_ratio(
    bench: Workbench, field: Mapping[str, Predictions], baseline: str, ratio: Plausible
) -> tuple[Measurement, ...]:
    """Every attempt, and always and never saying yes, against what is done today."""
    stick, held = yardstick(bench), bench.material.deciding
    ratios = sorted({*ratios_between(ratio.low, ratio.high, _RATIOS), ratio.stated})
    curves = Curves(stick.worth, ratios, stick.per, held)
    like = field[CONSTANT]
    task = like.task
    asked = {name: each for name, each in field.items() if name not in (CONSTANT, baseline)}
    asked[ALWAYS] = all_alike(like, task.classes[1], ALWAYS, held)
    asked[NEVER] = all_alike(like, task.classes[0], NEVER, held)
    today = _today(holdout_of(field[baseline]), stick)
    against = TODAY if stick.rates else baseline
    return tuple(one for each in asked.values() for one in curves.of(each, today, against))


def _today(baseline: Predictions, stick: Yardstick) -> NDArray[np.float64]:
    """How often yes is said today of each case kept aside: 1 or 0, or as claimed, shape (rows,)."""
    if stick.rates:
        share = {outcome: shares.get(baseline.task.positive, 0.0) for outcome, shares in stick.rates.items()}
        return np.array([share.get(outcome, np.nan) for outcome in baseline.frame["outcome"]], dtype=np.float64)
    said = baseline.frame["decision"]
    return (said == baseline.task.positive).fill_null(False).to_numpy().astype(np.float64)


def _by_amount(
    bench: Workbench,
    field: Mapping[str, Predictions],
    baseline: str,
    chosen: str,
    ranges: Mapping[str, Plausible],
) -> Iterator[Measurement]:
    """The attempt that is put forward over the range of each amount, the others as they are agreed."""
    stick, material = yardstick(bench), bench.material
    ours, theirs = field[chosen], holdout_of(field[baseline])
    for name, reach in ranges.items():
        steps = {*np.linspace(reach.low, reach.high, _STEPS).tolist(), reach.stated}
        for at in sorted(steps):
            other = replace(stick, worth=_with(stick.worth, material.task, name, at))
            mine = decide_rolling(ours, other.worth, ordered=stick.ordered, deciding=material.deciding).predictions
            gain = other.over_baseline(holdout_of(mine), theirs)
            yield structs.replace(gain, origin="holdout", slice={AMOUNT: name, AT: f"{at:.6g}"})


def _with(worth: Worth, task: Task, name: str, amount: float) -> Worth:
    """The amounts with another one in one place."""
    if name in ("under", "over"):
        return structs.replace(worth, **{name: amount})
    if worth.points:
        points = (structs.replace(each, costs=amount) if each.name == name else each for each in worth.points)
        return structs.replace(worth, points=tuple(points))
    for decision, row in worth.outcomes.items():
        for outcome in row:
            sides = SHORT_NAMES.get(name)
            short = sides is not None and (decision, outcome) == tuple(task.classes[side] for side in sides)
            if short or name == f"{decision}.{outcome}":
                return structs.replace(worth, outcomes={**worth.outcomes, decision: {**row, outcome: amount}})
    return worth


def _ranges(ratio: Plausible | None, ranges: Mapping[str, Plausible]) -> tuple[Measurement, ...]:
    """What was taken for plausible."""
    whole = {"": ratio} if ratio else ranges
    return tuple(
        Measurement(
            name=RANGE,
            value=each.stated,
            low=each.low,
            high=each.high,
            slice={AMOUNT: name} if name else {},
            method=f"plausible by {each.source}" if each.source else "nobody has said yet what is plausible",
        )
        for name, each in whole.items()
    )


def _told(each: Plausible) -> list[float | str]:
    return [each.low, each.high, each.stated, each.source]
