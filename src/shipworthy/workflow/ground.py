"""What evidence stands on, as it is now; evidence that stood on something else is stale."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from shipworthy.foundation.digests import digest
from shipworthy.foundation.version import __version__
from shipworthy.lab.code import code_digest
from shipworthy.lab.origin import made_of
from shipworthy.plan.deciding import deciding
from shipworthy.plan.parts import part_digests
from shipworthy.plan.specs import candidate_specs, sources
from shipworthy.records.bundle import Bundle
from shipworthy.records.claim import KINDS, Claim
from shipworthy.records.deciding import FREE
from shipworthy.records.evidence import Evidence
from shipworthy.records.spec import CandidateSpec
from shipworthy.workflow.runbook import runbook_ground
from shipworthy.workflow.valuing import value_ground
from shipworthy.workflow.workbench import Workbench

DATA_PARTS: Final = ("data", "evaluation.group", "evaluation.split", "success.outcome.missing")
"""Parts of the document that say which rows there are."""

VALUE_PARTS: Final = (
    *DATA_PARTS,
    "evaluation",
    "success.value",
    "success.unit",
    "success.criterion",
    "problem.status_quo",
)
"""Parts that say what a decision on a row was worth, and what it is held against."""

Ground = Mapping[str, str]
"""Name of what evidence may stand on -> its digest now."""


def ground(bench: Workbench) -> dict[str, str]:
    """Everything that evidence may stand on, as it is now."""
    named = [*DATA_PARTS, *VALUE_PARTS, *(part for claim in bench.claims for part in claim.parts)]
    parts = part_digests(bench.document, named)
    data = {f"data:{source.name}": bench.snapshots.digest(source) for source in sources(bench.document)}
    # what a check of the data can settle; a review or a guardrail more changes nothing for it
    claims = digest(sorted(claim.id for claim in bench.claims if _for_data(claim)))
    code = digest([__version__, code_digest()])
    candidates = {f"candidate:{spec.name}": _candidate(spec, bench.root) for spec in candidate_specs(bench.document)}
    bundles = {"bundle": built[-1].digest} if (built := bench.book.all(Bundle)) else {}
    documents = {f"document:{part}": name for part, name in parts.items()}
    if (held := deciding(bench.document)) != FREE:
        # decisions stand on capacity and guardrails too
        documents["document:evaluation"] = digest([parts["evaluation"], held.to_dict()])
    program = {"claims": claims, "version": digest(__version__), "code": code}
    documents |= value_ground(bench, parts)
    return {**documents, **data, **candidates, **bundles, **runbook_ground(bench), **program}


def _for_data(claim: Claim) -> bool:
    own = claim.kind == "own" or claim.kind not in KINDS
    return claim.kind in ("requirement", "assumption") or (own and claim.settled_by == "check")


def under(now: Ground, parts: Iterable[str], *others: str) -> dict[str, str]:
    """The ground under a piece of evidence: some parts of the document, all data, and what else is named."""
    data = [name for name in now if name.startswith("data:")]
    names = [*(f"document:{part}" for part in parts), *data, *others]
    return {name: now[name] for name in dict.fromkeys(names)}


def stands(evidence: Evidence, now: Ground) -> bool:
    """Whether everything that the evidence stood on is as it was; what the ground does not name does not count."""
    return all(now.get(name, was) == was for name, was in evidence.stands_on.items())


def _candidate(spec: CandidateSpec, root: Path) -> str:
    """What changes what a candidate says."""
    tuned = [spec.tune.to_dict()] if spec.tune else []
    return digest([spec.kind, spec.target, spec.parameters, spec.features, made_of(spec, root), *tuned])
