"""The verb `simplify`: what the attempt put forward could do without, and the cheapest version that does."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from msgspec import structs

from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.leaner import without
from shipworthy.measure.expendable import surely_less
from shipworthy.records.measurement import Measurement
from shipworthy.records.simplified import Simplified, Trial
from shipworthy.workflow.ablation import Ablation
from shipworthy.workflow.aging import aging_trials
from shipworthy.workflow.candidates import CONSTANT, TODAY
from shipworthy.workflow.compare import compare
from shipworthy.workflow.freshness import Freshness
from shipworthy.workflow.ground import ground
from shipworthy.workflow.leaving_out import Change, changes_of, idea_of, write_changes
from shipworthy.workflow.looks import put_looks
from shipworthy.workflow.propose import propose
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.simplified_now import known_of, stands_on_now, yearly_costs
from shipworthy.workflow.smaller import row_trials, size_trials
from shipworthy.workflow.trying_less import Trying
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

SIMPLIFIED: Final = "{} simplified"
"""Under what name a simplified version is looked at on the cases kept aside."""


@dataclass(frozen=True)
class Simpler:
    """What could be done without.

    Attributes:
        record: what was tried and found.
        changes: what would change in the document.
        applied: True when the document was changed.
        proposed: id of the proposal that was handed in; empty when none was.
    """

    record: Simplified
    changes: tuple[Change, ...]
    applied: bool = False
    proposed: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        changes = [{"place": ".".join(each.place), "value": each.value, "says": each.says} for each in self.changes]
        return {**self.record.to_dict(), "changes": changes, "applied": self.applied, "proposed": self.proposed}


def simplify(
    bench: Workbench, name: str = "", *, seconds: float | None = None, apply: bool = False, hand_in: bool = False
) -> Simpler:
    """Leaves out sources and columns, ages answers and models, and makes the model smaller, each tried on the folds.

    What was tried once is kept; a second call of an unchanged project tries nothing, and one that was ended early goes
    on. The rows kept aside are looked at once, for the version that is left, and that look is on record.

    Args:
        bench: the project.
        name: of a candidate; empty takes the one that is put forward.
        seconds: time after which nothing new is tried; None tries all.
        apply: writes what can go into the document.
        hand_in: proposes it instead, in the name of who acts, for those who decide.

    Raises:
        CandidateError: when the candidate learns nothing here, gains nothing, or cannot be measured.
        RequestError: when it cannot be applied, or there is nothing to propose.
        PersonError: when the person may not propose.
        UserError: when sources, target or split do not allow it.
    """
    until = None if seconds is None else monotonic() + seconds
    chosen = name or compare(bench).chosen
    bench.material.pin()
    stands_on = stands_on_now(bench, chosen, ground(bench))
    record = known_of(bench, chosen, stands_on)
    if record is None:
        record = _simplified(bench, chosen, until, stands_on)
        bench.book.put(record)
    changes = changes_of(bench, record)
    if apply:
        write_changes(bench, record, changes)
    proposed = propose(bench, idea_of(record, changes)).tabled.proposal.id if hand_in else ""
    return Simpler(record, changes, apply, proposed)


def _simplified(bench: Workbench, chosen: str, until: float | None, stands_on: Mapping[str, str]) -> Simplified:
    trying = _trying(bench, chosen, until)
    ablation, freshness = Ablation(trying, yearly_costs(bench.document)), Freshness(trying)
    left_out = list(ablation.trials())
    families = [_judged(trying, list(each)) for each in (freshness.trials(), size_trials(trying), row_trials(trying))]
    aging = _judged(trying, list(aging_trials(trying)))
    notes = [*freshness.notes]
    if trying.margin_from == "gain":
        notes.append(
            "nobody said under success.criterion.equivalent what does not matter; a tenth of the gain is taken"
        )
    if trying.meets is False:
        notes.append("the full attempt does not surely meet the criterion on the folds, so that it cannot be kept")
    if not bench.material.split.time:
        notes.append("rows have no time, so that how often to learn anew cannot be told")
    return Simplified(
        candidate=chosen,
        trials=(*left_out, *(trial for family in families for trial in family), *aging),
        margin=trying.margin,
        margin_from=trying.margin_from,
        confidence=trying.confidence,
        tries=ablation.tries,
        sources=ablation.sources,
        columns=ablation.columns,
        meets=trying.meets,
        confirmed=_confirmed(bench, trying, ablation),
        notes=tuple(notes),
        complete=not trying.out_of_time,
        stands_on=dict(stands_on),
    )


def _trying(bench: Workbench, chosen: str, until: float | None) -> Trying:
    trying = None if chosen in ("", CONSTANT, TODAY) else Trying(bench, chosen, until)
    if trying is None or trying.spec.fitted_once:
        raise CandidateError(
            "it learns nothing here, so that nothing can be left out",
            where=f"candidates.{chosen}".rstrip("."),
            seen=chosen or "no attempt is put forward",
            allowed="an attempt that learns: an estimator, a factory or a module",
            next_step="name one: shipworthy simplify CANDIDATE",
        )
    return trying


def _judged(trying: Trying, trials: list[Trial]) -> list[Trial]:
    """Each question has its own confidence, shared among its answers."""
    return [
        structs.replace(each, taken=surely_less(each.loss, trying.margin, trying.confidence, len(trials)))
        for each in trials
    ]


def _confirmed(bench: Workbench, trying: Trying, ablation: Ablation) -> Measurement | None:
    """The loss of the version that is left, on the cases kept aside; the look is on record before it is taken."""
    table = trying.study.table
    of = {each.name: each.source for each in table.columns}
    gone = {*ablation.columns, *(name for name in table.of("feature") if of[name] in ablation.sources)}
    if not gone or trying.out_of_time:
        return None
    lean = trying.decided(without(trying.candidates.study, gone))
    put_looks(bench, {SIMPLIFIED.format(trying.spec.name): lean})
    lost = yardstick(bench).difference(holdout_of(trying.whole), holdout_of(lean)).filled()
    return structs.replace(
        lost, name="loss", origin="holdout", candidate=trying.spec.name, against="", direction="down"
    )
