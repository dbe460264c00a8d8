"""The verb `retrain`: learns from what has come in, passes the same gate, and watches in the shadow until decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec import structs

from shipworthy.bundle.load import load
from shipworthy.foundation.digests import digest
from shipworthy.records.bundle import Bundle, attempt
from shipworthy.records.claim import Claim
from shipworthy.records.deployment import Deployment
from shipworthy.records.evidence import Evidence
from shipworthy.records.verdict import Gate
from shipworthy.store.deployments import bundle_folder, next_version
from shipworthy.workflow.bundling import Recipe, make_bundle
from shipworthy.workflow.candidates import CONSTANT, Candidates
from shipworthy.workflow.fresh import Fresh
from shipworthy.workflow.gates import held_gates
from shipworthy.workflow.ground import VALUE_PARTS, ground, under
from shipworthy.workflow.measuring import measure
from shipworthy.workflow.opening import open_or_wait, registered
from shipworthy.workflow.outlook import promise_of
from shipworthy.workflow.prototype import Case, settle
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.running import live_now
from shipworthy.workflow.ship import drilled
from shipworthy.workflow.shipped_cases import cases_of_bundle
from shipworthy.workflow.watch import RETRAIN
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick


@dataclass(frozen=True)
class Retrained:
    """What came of retraining.

    Attributes:
        bundle: the new one.
        gate: of the transfer stage, held on the new one.
        claims: all promises of the project.
        evidence: what was measured of it, the gain over what is live with it.
        deployment: what is live now; the new one watches in its shadow.
        notices: what the user should know.
    """

    bundle: Bundle
    gate: Gate
    claims: tuple[Claim, ...]
    evidence: Evidence
    deployment: Deployment | None
    notices: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "bundle": self.bundle.to_dict(),
            "gate": self.gate.to_dict(),
            "evidence": self.evidence.to_dict(),
            "deployment": self.deployment.to_dict() if self.deployment else None,
            "notices": list(self.notices),
        }


def retrain(bench: Workbench, *, now: datetime | None = None) -> Retrained:
    """Has the candidate that is live learn from what has come in too, and holds the same gate on it.

    Before it learns from everything it is asked about the newest weeks of known outcomes, which it has not seen by
    then, beside what is live. Rows that came while a feed was broken are not learned from. The new bundle watches in
    the shadow until `shipworthy decide` on the transfer stage lets it answer, or sends it away.

    Args:
        bench: the project.
        now: the moment up to which outcomes count, UTC; None is now.

    Raises:
        RequestError: when nothing is live, or too little has come in.
        CandidateError: when the candidate cannot be fitted.
        BundleError: when what is live cannot be loaded.
        LogError: when the prediction log cannot be read.
    """
    live = live_now(bench)
    assert live.champion is not None
    loaded = load(bundle_folder(bench.own, live.champion))
    fresh = Fresh(bench, loaded, now or bench.clock.now())
    candidate = loaded.bundle.candidate
    name = attempt(candidate, next_version(bench.own))
    measured = _measured(bench, fresh, candidate, name)
    bench.book.put(measured)
    bench.book.put(promise_of(bench, measured, fresh.months_seen))
    case = Case(measured, fresh.months_seen, lambda: fresh.field, candidate, lambda: fresh.study)
    bench.book.put_all(settle(bench, case))
    bundle = make_bundle(bench, _recipe(bench, fresh, candidate, measured))
    bench.book.put(bundle)
    notices = registered(bench, bundle, "shadow")
    drilled(bench, bundle)
    cases_of_bundle(bench, bundle)
    (gate,) = held_gates(bench, ["transfer"], name)
    deployment = open_or_wait(bench, bundle, gate)
    return Retrained(bundle, gate, bench.claims, measured, deployment, notices)


def _measured(bench: Workbench, fresh: Fresh, candidate: str, name: str) -> Evidence:
    """What was measured of the candidate learned anew, the gain over what is live with it."""
    stick, field = yardstick(bench), fresh.field
    mine = structs.replace(field[candidate], candidate=name)
    gain = structs.replace(stick.gain(holdout_of(mine), fresh.live), origin="live")
    numbers = measure(mine, field[Candidates(bench).baseline], stick)
    live = digest([fresh.came["id"].to_list(), fresh.came["outcome"].to_list()])
    aside = f", but not from {fresh.left_out:,} that came while a feed was broken" if fresh.left_out else ""
    return Evidence(
        check=RETRAIN,
        says=f"{name} learned from {fresh.came.height:,} cases that came in live, beside those known before{aside}",
        stage="prototype",
        measurements=(*numbers, gain),
        candidate=name,
        grade="live",
        stands_on={**under(ground(bench), VALUE_PARTS, "code", f"candidate:{candidate}"), "log": live},
    )


def _recipe(bench: Workbench, fresh: Fresh, candidate: str, measured: Evidence) -> Recipe:
    return Recipe(
        study=fresh.study,
        spec=next(each for each in Candidates(bench).specs if each.name == candidate),
        predictions=fresh.field[candidate],
        constant=fresh.field[CONSTANT],
        stands_on=measured.stands_on,
    )
