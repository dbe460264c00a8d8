"""What holds decisions back in a project, and what its thresholds have to say about that."""

import numpy as np
from msgspec import structs

from shipworthy.foundation.figures import figure
from shipworthy.measure.capacity import period_codes
from shipworthy.measure.rolling import CAPACITY, Decided
from shipworthy.measure.worth import value_unit
from shipworthy.records.deciding import Capacity, Deciding
from shipworthy.records.finding import Finding
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.workbench import Workbench

_PER = 1000


def threshold_findings(bench: Workbench, decided: Decided | None) -> tuple[Finding, ...]:
    """What the guardrails did to a threshold: which one stands in the way, or what keeping to them gives up."""
    chosen = decided.chosen if decided else None
    if decided is None or chosen is None:
        return ()
    name = decided.predictions.candidate
    if chosen.unmet:
        limits = "; ".join(limit.says for limit in chosen.unmet)
        says = f"no threshold of {name} keeps to what was asked for: {limits}. The one that comes nearest was taken"
        step = "look for a better attempt, or ask the owner whether the limit may be another"
        return (Finding(check=EVALUATE, says=says, severity="problem", where="guardrails", next_step=step),)
    if not chosen.gives_up:
        return ()
    unit = value_unit(decided.predictions.task, bench.material.worth)
    lost = f"{figure(chosen.gives_up * _PER)} {'right answers' if unit == 'share' else unit}"
    says = f"to keep to the guardrails, the threshold of {name} gives up {lost} in {_PER:,} cases learned from"
    return (Finding(check=EVALUATE, says=says, severity="note", where="guardrails"),)


def over_capacity(today: Predictions, capacity: Capacity | None) -> tuple[Finding, ...]:
    """In how many periods more is done today than the document says can be; it is counted as it is."""
    if capacity is None:
        return ()
    periods = period_codes(today, capacity.per, CAPACITY)
    acted = (today.frame["decision"] == today.task.positive).fill_null(False).to_numpy()
    asked = np.bincount(periods, weights=acted)
    many = int((asked > capacity.most).sum())
    if not many:
        return ()
    says = (
        f"what is done today acts on more than {capacity.says} in {many:,} of {len(np.unique(periods)):,} periods; "
        "it is counted as it is, and every attempt is held to the capacity"
    )
    step = "look whether the capacity is as the document says"
    return (Finding(check=EVALUATE, says=says, severity="note", where=CAPACITY, next_step=step),)


def held_by(bench: Workbench, spec: CandidateSpec) -> Deciding:
    """What holds a candidate's decisions back: guardrails do not move the constant, which is there to be beaten."""
    held = bench.material.deciding
    return structs.replace(held, limits=()) if spec.kind == "constant" else held
