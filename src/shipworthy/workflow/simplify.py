"""The verb `simplify`: what the attempt put forward could do without, and the cheapest delivery that does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from msgspec import UNSET, structs

from shipworthy.foundation.errors import CandidateError
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.simplified import Delivery, Simplified, Trial
from shipworthy.workflow.ablation import Ablation
from shipworthy.workflow.aging import aging_trials
from shipworthy.workflow.candidates import CONSTANT, TODAY
from shipworthy.workflow.compare import compare
from shipworthy.workflow.deadline import Deadline
from shipworthy.workflow.deliveries import Deliveries
from shipworthy.workflow.freshness import Freshness
from shipworthy.workflow.ground import ground
from shipworthy.workflow.leaving_out import Leaner, changes_of, idea_of, write_changes
from shipworthy.workflow.looks import put_looks
from shipworthy.workflow.propose import propose
from shipworthy.workflow.rewriting import differences
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.simplified_now import known_of, stands_on_now, yearly_costs
from shipworthy.workflow.smaller import row_trials, size_trials
from shipworthy.workflow.trying_less import Trying
from shipworthy.workflow.ways import notes_on_ways, ways_of
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
        diff: what reads otherwise in the document, or would; empty when nothing was written or handed in.
    """

    record: Simplified
    changes: tuple[Leaner, ...]
    applied: bool = False
    proposed: str = ""
    diff: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        changes = [{"place": ".".join(each.place), "value": each.value, "says": each.says} for each in self.changes]
        done = {"applied": self.applied, "proposed": self.proposed, "diff": self.diff}
        return {**self.record.to_dict(), "changes": changes, **done}


def simplify(
    bench: Workbench, name: str = "", *, seconds: float | None = None, apply: bool = False, hand_in: bool = False
) -> Simpler:
    """Leaves out sources and columns, ages answers and models, and makes the model smaller, each tried on the folds.

    What may go by itself is then combined to ways of delivery, and the cheapest that does is named.

    What was tried once is kept; a second call of an unchanged project tries nothing, and one that was ended early goes
    on. The rows kept aside are looked at once, for the version that is left, and that look is on record.

    Args:
        bench: the project.
        name: of a candidate; empty takes the one that is put forward.
        seconds: time after which nothing new is tried; None tries all.
        apply: writes the cheapest that does into the document.
        hand_in: proposes it instead, in the name of who acts, for those who decide.

    Raises:
        CandidateError: when the candidate learns nothing here, gains nothing, or cannot be measured.
        RequestError: when it cannot be applied, or there is nothing to propose.
        PersonError: when the person may not propose.
        UserError: when sources, target or split do not allow it.
    """
    deadline = Deadline(seconds)
    chosen = name or compare(bench).chosen
    bench.material.pin()
    stands_on = stands_on_now(bench, chosen, ground(bench))
    record = known_of(bench, chosen, stands_on)
    if record is None:
        record = _simplified(bench, chosen, deadline, stands_on)
        bench.book.put(record)
    changes = changes_of(bench, record)
    if apply:
        return Simpler(record, changes, applied=True, diff=write_changes(bench, record, changes))
    if hand_in:
        proposed = propose(bench, idea_of(record, changes)).tabled.proposal.id
        return Simpler(record, changes, proposed=proposed, diff=differences(bench, [each.change for each in changes]))
    return Simpler(record, changes)


def _simplified(bench: Workbench, chosen: str, deadline: Deadline, stands_on: Mapping[str, str]) -> Simplified:
    trying, costs = _trying(bench, chosen, deadline), yearly_costs(bench.document)
    ablation, freshness = Ablation(trying, costs), Freshness(trying)
    trials = list(ablation.trials())
    stale = _saving(bench, list(freshness.trials()))
    for family in (stale, list(size_trials(trying)), list(row_trials(trying)), list(aging_trials(trying))):
        trials += _judged(trying, family)
    deliveries = Deliveries(trying, ablation, freshness, trials, costs)
    compared = deliveries.found()
    cheapest = next((each for each in compared if each.chosen), None)
    lean = _looked_at(bench, trying, deliveries, cheapest)
    return Simplified(
        candidate=chosen,
        trials=tuple(trials),
        margin=trying.margin,
        margin_from=trying.margin_from,
        confidence=trying.confidence,
        tries=ablation.tries,
        sources=ablation.sources,
        columns=ablation.columns,
        meets=trying.meets,
        confirmed=None if lean is None else _confirmed(bench, trying, lean),
        notes=_notes(bench, trying, freshness),
        complete=not trying.out_of_time,
        stands_on=dict(stands_on),
        deliveries=compared,
        still_meets=UNSET if lean is None else trying.reached(holdout_of(lean), 1),
    )


def _notes(bench: Workbench, trying: Trying, freshness: Freshness) -> tuple[str, ...]:
    notes = [*freshness.notes]
    if trying.margin_from == "gain":
        notes.append(
            "nobody said under success.criterion.equivalent what does not matter; a tenth of the gain is taken"
        )
    if trying.meets is False:
        notes.append("the full attempt does not surely meet the criterion on the folds, so that it cannot be kept")
    if not bench.material.split.time:
        notes.append("rows have no time, so that how often to learn anew cannot be told")
    return (*notes, *notes_on_ways(bench.document))


def _trying(bench: Workbench, chosen: str, deadline: Deadline) -> Trying:
    trying = None if chosen in ("", CONSTANT, TODAY) else Trying(bench, chosen, deadline)
    if trying is None or trying.spec.fitted_once:
        raise CandidateError(
            "it learns nothing here, so that nothing can be left out",
            where=f"candidates.{chosen}".rstrip("."),
            seen=chosen or "no attempt is put forward",
            allowed="an attempt that learns: an estimator, a factory or a module",
            next_step="name one: shipworthy simplify CANDIDATE",
        )
    return trying


def _saving(bench: Workbench, trials: list[Trial]) -> list[Trial]:
    """Batches with what they cost less than answers as they are made now, where both are said."""
    now, *others = ways_of(bench.document)
    less = {way.batch: now.cost - way.cost for way in others if now.cost is not None and way.cost is not None}
    return [structs.replace(each, saves=less.get(each.strength)) if each.kind == "batch" else each for each in trials]


def _judged(trying: Trying, trials: list[Trial]) -> list[Trial]:
    """Each question has its own confidence, shared among its answers."""
    return [
        structs.replace(each, taken=trying.does(each.loss, each.meets, each.saves or 0.0, len(trials)))
        for each in trials
    ]


def _looked_at(
    bench: Workbench, trying: Trying, deliveries: Deliveries, cheapest: Delivery | None
) -> Predictions | None:
    """What the cheapest decides, the cases kept aside among them; the look is on record before it is told.

    None where nothing changes, or no look is left.
    """
    if cheapest is None or not deliveries.changes(cheapest) or trying.out_of_time:
        return None
    lean = deliveries.decided(cheapest, trying.candidates.study)
    return lean if put_looks(bench, {SIMPLIFIED.format(trying.spec.name): lean}) else None


def _confirmed(bench: Workbench, trying: Trying, lean: Predictions) -> Measurement:
    """The loss of the version that is left, on the cases kept aside."""
    lost = yardstick(bench).difference(holdout_of(trying.whole), holdout_of(lean)).filled()
    return structs.replace(
        lost, name="loss", origin="holdout", candidate=trying.spec.name, against="", direction="down"
    )
