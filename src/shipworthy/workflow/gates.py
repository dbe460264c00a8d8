"""The gates of an opened project, held on what its ledger holds; nothing is gathered."""

from collections.abc import Sequence
from typing import Final

from shipworthy.gates.accepted import hold_accepted
from shipworthy.gates.gate import gate
from shipworthy.gates.goalposts import hold_back
from shipworthy.gates.judge import judge
from shipworthy.plan.specs import candidate_specs
from shipworthy.records.decision import SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.stage import STAGES, Stage
from shipworthy.records.verdict import Gate
from shipworthy.workflow.checks import ABOUT_CHOSEN, COMPARE, EVALUATE
from shipworthy.workflow.goalposts import goal_moves, note_goal
from shipworthy.workflow.ground import ground
from shipworthy.workflow.habits import habits
from shipworthy.workflow.meanwhile import went_back
from shipworthy.workflow.mistakes import mistakes_of
from shipworthy.workflow.outlook import stop_reason
from shipworthy.workflow.workbench import Workbench

_FORECAST: Final[tuple[Stage, ...]] = ("ideation", "data", "prototype")
"""Stages at whose end the forecast may say stop; what is built is judged by what it brings."""


def held_gates(bench: Workbench, stages: Sequence[Stage], chosen: str) -> tuple[Gate, ...]:
    """The gates of these stages, written down where they say something else than before; see `hold_gates`."""
    note_goal(bench)
    gates = hold_gates(bench, stages, chosen)
    bench.book.put_all([each for each in gates if not _on_record(bench, each)])
    return gates


def hold_gates(bench: Workbench, stages: Sequence[Stage], chosen: str) -> tuple[Gate, ...]:
    """The gates of these stages on what is in the ledger.

    Args:
        bench: the project.
        stages: in order.
        chosen: the candidate that is put forward; evidence about others does not count for it.
    """
    found = (*bench.book.all(Evidence), *habits(bench))
    evidence = [each for each in found if each.check not in ABOUT_CHOSEN or each.candidate == chosen]
    now = ground(bench)
    judged = judge(bench.claims, evidence, now, bench.book.all(SignOff), bench.rehearsal)
    kept = hold_back(judged, goal_moves(bench, chosen))
    verdicts = hold_accepted(kept, bench.book.all(SignOff), mistakes_of(bench, chosen))
    reason = stop_reason(bench)
    stop = dict.fromkeys(_FORECAST, reason)
    return tuple(gate(stage, bench.claims, verdicts, bench.rehearsal, stop.get(stage, "")) for stage in stages)


def gates_now(bench: Workbench, chosen: str) -> tuple[Gate, ...]:
    """The gates of all stages that were held before, on what is in the ledger; see `hold_gates`."""
    known = {each.stage for each in bench.book.all(Gate)}
    return hold_gates(bench, [stage for stage in STAGES if stage in known], chosen)


def compared_now(bench: Workbench) -> Evidence | None:
    """The newest comparison whose choice is on the roadmap and was measured; None when there is none."""
    roadmap = {spec.name for spec in candidate_specs(bench.document)}
    found = bench.book.all(Evidence)
    measured = {each.candidate for each in found if each.check == EVALUATE} & roadmap
    return next((each for each in reversed(found) if each.check == COMPARE and each.candidate in measured), None)


def _on_record(bench: Workbench, gate: Gate) -> bool:
    """Whether the gate said the same when it was held last, and the project did not go back since."""
    last = next((each for each in reversed(bench.book.placed(Gate)) if each.record.stage == gate.stage), None)
    return last is not None and last.record == gate and went_back(bench.book, gate.stage, last.seq) is None
