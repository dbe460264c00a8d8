"""The verb `ship`: a bundle built, verified, registered, drilled, and opened to traffic when it was decided to."""

from dataclasses import dataclass
from typing import Any

from shipworthy.bundle.load import load
from shipworthy.foundation.errors import BundleError, CandidateError
from shipworthy.lab.reading import shippable
from shipworthy.records.bundle import Bundle
from shipworthy.records.claim import Claim
from shipworthy.records.deployment import Deployment
from shipworthy.records.evidence import Evidence
from shipworthy.records.verdict import Gate
from shipworthy.store.deployments import bundle_folder
from shipworthy.workflow.bundling import Recipe, make_bundle
from shipworthy.workflow.candidates import CONSTANT, TODAY, Candidates
from shipworthy.workflow.check import check
from shipworthy.workflow.gates import held_gates
from shipworthy.workflow.ground import VALUE_PARTS, ground, stands, under
from shipworthy.workflow.opening import latest_bundle, open_or_wait, registered
from shipworthy.workflow.runbook import runbook_path
from shipworthy.workflow.shipped_cases import cases_of_bundle
from shipworthy.workflow.transfer import OF_BUNDLE, gather_transfer
from shipworthy.workflow.workbench import Workbench


@dataclass(frozen=True)
class Shipped:
    """What came of shipping.

    Attributes:
        bundle: what was built, or was there already.
        gate: of the transfer stage.
        claims: all promises of the project.
        evidence: found out about the bundle.
        deployment: what is live now; None while nothing is.
        opened: True when the bundle is open to traffic.
        notices: what the user should know, the next step last.
    """

    bundle: Bundle
    gate: Gate
    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    deployment: Deployment | None
    opened: bool
    notices: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether it is live and the gate says go."""
        return self.opened and self.gate.advice == "go"

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "bundle": self.bundle.to_dict(),
            "gate": self.gate.to_dict(),
            "claims": [each.to_dict() for each in self.claims if each.stage == "transfer"],
            "evidence": [each.to_dict() for each in self.evidence],
            "deployment": self.deployment.to_dict() if self.deployment else None,
            "opened": self.opened,
            "notices": list(self.notices),
        }


def ship(bench: Workbench, candidate: str = "") -> Shipped:
    """Builds the bundle of a candidate, finds out what the transfer gate needs to know, and opens it when decided.

    Args:
        bench: the project.
        candidate: of the roadmap; empty is the one that `compare` puts forward.

    Raises:
        CandidateError: when there is none of that name, it could not be measured, or it is today's rule.
        BundleError: when the bundle cannot be loaded again.
        ServerError: when the model server does not come up for the drills.
        UserError: when something has to be mended before anything can be found out.
    """
    checked = check(bench, "prototype")
    recipe = recipe_of(bench, candidate or checked.chosen)
    bundle, told = _built(bench, recipe)
    found = (*drilled(bench, bundle), *cases_of_bundle(bench, bundle))
    (gate,) = held_gates(bench, ["transfer"], checked.chosen)
    deployment = open_or_wait(bench, bundle, gate)
    opened = deployment is not None and deployment.champion == bundle.version
    notices = (*checked.notices, *told, _next(deployment, bundle), *_runbook(bench))
    return Shipped(bundle, gate, bench.claims, found, deployment, opened, notices)


def recipe_of(bench: Workbench, name: str) -> Recipe:
    """What the bundle of a candidate of the roadmap is made from.

    Raises:
        CandidateError: when there is none of that name, it could not be measured, it is today's rule, or it cannot
            answer for new cases.
    """
    candidates = Candidates(bench)
    if not name or name == TODAY:
        raise CandidateError(
            "there is nothing to ship: what you do today needs no model",
            where="candidates",
            seen=name or "no candidate is put forward",
            allowed=[spec.name for spec in candidates.specs if spec.kind != "status_quo"],
            next_step="run `shipworthy compare`, and name one: shipworthy ship CANDIDATE",
        )
    spec = candidates.named([name])
    study = shippable(candidates.study, next(each for each in spec if each.name == name))
    field = candidates.field([name])
    if name in field.failures:
        raise field.failures[name]
    return Recipe(
        study=study,
        spec=next(each for each in spec if each.name == name),
        predictions=field.predictions[name],
        constant=field.predictions[CONSTANT],
        stands_on=under(ground(bench), VALUE_PARTS, "code", f"candidate:{name}"),
    )


def drilled(bench: Workbench, bundle: Bundle) -> tuple[Evidence, ...]:
    """What is known of a bundle; found out now when nothing is, or when it was found out about another one."""
    latest = bench.book.latest_by_check()
    known = [latest[check, ""] for check in OF_BUNDLE if (check, "") in latest]
    now = {**ground(bench), "bundle": bundle.digest}
    if len(known) == len(OF_BUNDLE) and all(stands(each, now) for each in known):
        return tuple(known)
    found = gather_transfer(bench, bundle)
    bench.book.put_all(found)
    return found


def _built(bench: Workbench, recipe: Recipe) -> tuple[Bundle, tuple[str, ...]]:
    """The bundle of a recipe: the last one when it was made from the same, else a new one, registered."""
    last = latest_bundle(bench)
    if last and last.stands_on == recipe.stands_on and last.candidate == recipe.spec.name and _there(bench, last):
        return last, ()
    bundle = make_bundle(bench, recipe)
    bench.book.put(bundle)
    return bundle, registered(bench, bundle, "shadow")


def _there(bench: Workbench, bundle: Bundle) -> bool:
    try:
        return load(bundle_folder(bench.own, bundle.version)).bundle == bundle
    except BundleError:
        # somebody took it away, or another version made it
        return False


def _runbook(bench: Workbench) -> tuple[str, ...]:
    path = runbook_path(bench)
    return (f"what to do when it fails: {path}",) if path is not None and path.is_file() else ()


def _next(deployment: Deployment | None, bundle: Bundle) -> str:
    if deployment is None:
        return f"{bundle.name} waits for a decision: `shipworthy decide go --stage transfer --why …` opens it"
    if deployment.champion == bundle.version:
        return f"{bundle.name} is open to traffic at the level {deployment.level}: start it with `shipworthy serve`"
    return (
        f"{bundle.name} watches in the shadow of v{deployment.champion}; "
        "`shipworthy decide go --stage transfer --why …` lets it answer"
    )
