"""What the gate at the end of the trial has against shipping, so that forecast and gate speak with one voice."""

from typing import Final

from msgspec import structs

from shipworthy.records.advice import Advice
from shipworthy.records.stage import Stage
from shipworthy.records.verdict import Gate
from shipworthy.show.owner import advice as said
from shipworthy.show.story import Story
from shipworthy.show.words import STAGES, plain
from shipworthy.store.deployments import read_deployment
from shipworthy.workflow.course import course_of
from shipworthy.workflow.gates import compared_now, hold_gates
from shipworthy.workflow.workbench import Workbench

_TRIAL: Final[Stage] = "prototype"
_BEFORE: Final[tuple[Stage, ...]] = ("ideation", "data", "prototype")


def held_back(bench: Workbench, advice: Advice) -> Advice:
    """The advice; where it is to ship and the gate of the trial is not open, with what the gate has against it.

    Once somebody decided to go on past the trial, its gate was heard and asks nothing any more.
    """
    if advice.does != "ship" or course_of(bench.book, read_deployment(bench.own)).stage not in _BEFORE:
        return advice
    compared = compared_now(bench)
    (gate,) = hold_gates(bench, [_TRIAL], compared.candidate if compared else "")
    return advice if gate.advice == "go" else structs.replace(advice, held_back=_objection(gate))


def _objection(gate: Gate) -> str:
    """What the gate says and its weightiest reason, without a full stop."""
    says = said(Story(title="", gates=(gate,))).lower()
    reason = f": {plain(gate.reasons[0])}" if gate.reasons else ""
    return f"the gate at the end of {STAGES[gate.stage]} says “{says}”{reason}"
