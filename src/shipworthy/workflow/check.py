"""The verb `check`: gathers missing or stale evidence, stage by stage, and holds the gates."""

from typing import Final

from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.plan.specs import sources
from shipworthy.plan.weighing import changed_by
from shipworthy.records.bundle import Bundle
from shipworthy.records.decision import Decision
from shipworthy.records.evidence import Evidence
from shipworthy.records.stage import STAGES, Stage
from shipworthy.records.window import Window
from shipworthy.show.goalposts import moved_in_short
from shipworthy.workflow.at_hand import gather_absent, lacking
from shipworthy.workflow.cases import gather_cases
from shipworthy.workflow.checked import Checked
from shipworthy.workflow.checks import FAILURES
from shipworthy.workflow.compare import compare
from shipworthy.workflow.engine import gather_data, gather_ideation
from shipworthy.workflow.failures import gather_failures
from shipworthy.workflow.forecast import advised
from shipworthy.workflow.gates import held_gates
from shipworthy.workflow.goalposts import goal_moves
from shipworthy.workflow.ground import ground, stands
from shipworthy.workflow.habits import gather_habits
from shipworthy.workflow.learn import gather_enough
from shipworthy.workflow.noticed import findings_of
from shipworthy.workflow.owed import owed_now
from shipworthy.workflow.prototype import gather_prototype
from shipworthy.workflow.standing import put_standing
from shipworthy.workflow.story import rows_per_month
from shipworthy.workflow.unsealed import gather_sealed
from shipworthy.workflow.workbench import Workbench

GATHERED: Final[tuple[Stage, ...]] = ("ideation", "data", "prototype")
"""Stages whose evidence is gathered here; `ship` gathers that of transfer, `watch` that of monitoring."""


def check(bench: Workbench, stage: str = "", *, new_data: bool = False) -> Checked:
    """Gathers what is missing or stale for a stage and those before it, and holds its gate.

    Args:
        bench: the project.
        stage: one of the stages; empty for each that the project has reached, in order.
        new_data: takes the sources as they are now as the snapshot that evidence stands on.

    Raises:
        RequestError: for a stage that does not exist.
        UserError: when something has to be mended before anything can be found out.
    """
    named = sources(bench.document)
    if new_data:
        bench.snapshots.renew(named)
    lacks = lacking(bench)
    wanted = _stages(bench, stage, lacks)
    changed = bench.snapshots.changed(named)
    notices = [f"{name} has changed since it was read; `check --new-data` takes it as it is now" for name in changed]
    if lacks and wanted == ("ideation",):
        notices.append(f"{lacks}; `shipworthy check data` says what is needed")
    fresh = [*gather_ideation(bench), *gather_absent(bench)]
    if not lacks and wanted[-1] != "ideation":
        fresh += [*gather_data(bench), *gather_enough(bench)]
    chosen, settled = "", True
    if not lacks and wanted[-1] not in ("ideation", "data"):
        compared = compare(bench)
        fresh += [*compared.evaluated.fresh_evidence, *gather_prototype(bench, compared)]
        fresh += [*gather_failures(bench, compared), *gather_cases(bench, compared)]
        notices += compared.evaluated.told
        chosen, settled = compared.chosen, not compared.evaluated.failures
        fresh += gather_sealed(bench, chosen)
    fresh += gather_habits(bench)
    notices += [weighs] if (weighs := changed_by(bench.claims, bench.weight)) else []
    now = ground(bench)
    month = rows_per_month(bench, now) if chosen else None
    if bench.document.success.criterion is not None:
        advised(bench, month)
    gates = held_gates(bench, wanted, chosen)
    notices += moved_in_short(goal_moves(bench, chosen))
    standing = [each for each in bench.book.all(Evidence) if stands(each, now) and each.stage in wanted]
    standing = [each for each in standing if each.check != FAILURES or each.candidate == chosen]
    found, asks = findings_of(standing), owed_now(bench)
    put_standing(bench, asks, month)
    return Checked(gates, bench.claims, found, tuple(fresh), tuple(notices), chosen, asks, settled)


def _stages(bench: Workbench, stage: str, lacks: str) -> tuple[Stage, ...]:
    if not stage and lacks:
        went_on = any(one.stage == "ideation" and one.choice == "go" for one in bench.book.all(Decision))
        return ("ideation", "data") if bench.document.data.sources or went_on else ("ideation",)
    if not stage:
        built, seen = bench.book.all(Bundle), bench.book.all(Window)
        return (*GATHERED, *(["transfer"] if built else []), *(["monitoring"] if seen else []))  # type: ignore[arg-type]
    if stage not in STAGES:
        near = nearest(stage, STAGES)
        raise RequestError(
            "there is no such stage",
            where="STAGE",
            seen=stage,
            allowed=STAGES,
            next_step=f"did you mean {near}?" if near else "leave the stage out to check all of them",
        )
    return (stage,)
