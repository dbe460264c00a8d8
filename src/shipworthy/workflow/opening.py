"""When a bundle is let in: what was decided, and how much it may do by itself."""

from typing import Final, Literal

from shipworthy.bundle.register import register
from shipworthy.records.bundle import Bundle
from shipworthy.records.decision import Decision
from shipworthy.records.deployment import Deployment, Level
from shipworthy.records.verdict import Gate
from shipworthy.store.deployments import bundle_folder, promoted, read_deployment, shadowed, write_deployment
from shipworthy.workflow.bench import Bench

STAGE: Final = "transfer"
FIRST: Final[Level] = "suggest"
"""What a model may do by itself on its first day, whatever the document hopes for; more is earned live."""


def latest_bundle(bench: Bench) -> Bundle | None:
    """The bundle built last, or None."""
    built = bench.book.all(Bundle)
    return built[-1] if built else None


def open_or_wait(bench: Bench, bundle: Bundle, gate: Gate) -> Deployment | None:
    """Opens the first bundle when that was decided; any later one watches in the shadow of what is live.

    It is open when somebody decided to go on at the transfer stage, or when its gate says go and somebody decided to
    go on at the stage before.

    Returns:
        What is live; None while nothing is.

    Raises:
        StorageError: when the state cannot be written.
    """
    live = read_deployment(bench.own)
    if live is not None and bundle.version in (live.champion, live.shadow):
        return live
    if live is not None and live.champion is not None:
        watching = shadowed(live, bundle.version, by="shipworthy", why=f"{bundle.name} is tried", now=bench.clock.now())
        return put(bench, watching)
    decision = _decision(bench, gate)
    if decision is None:
        return None
    first = Deployment(
        project=bundle.project,
        champion=bundle.version,
        level=FIRST,
        why=decision.why,
        by=decision.by,
        authority=decision.authority,
        since=bench.clock.now(),
    )
    return put(bench, first)


def follow(bench: Bench, decision: Decision) -> Deployment | None:
    """Does what a decision on the transfer stage means: go lets the newest bundle answer, back and stop send it away.

    Returns:
        What is live now; None when the decision changes nothing.
    """
    bundle, live = latest_bundle(bench), read_deployment(bench.own)
    if decision.stage != STAGE or bundle is None or decision.choice == "stay":
        return None
    now = bench.clock.now()
    if decision.choice != "go":
        if live is None or live.shadow != bundle.version:
            return None
        sure = decision.authority
        return put(bench, shadowed(live, None, by=decision.by, why=decision.why, now=now, authority=sure))
    if live is None:
        live = Deployment(project=bundle.project, level=FIRST)
    if live.champion == bundle.version:
        return None
    by, why, sure = decision.by, decision.why, decision.authority
    return put(bench, promoted(live, bundle.version, by=by, why=why, now=now, authority=sure))


def put(bench: Bench, deployment: Deployment) -> Deployment:
    """Writes down what is live: in the ledger, where the model server reads it, and in MLflow's registry."""
    before = read_deployment(bench.own)
    bench.book.put(deployment)
    write_deployment(bench.own, deployment)
    if before is None or before.champion != deployment.champion:
        champion_registered(bench, deployment)
    return deployment


def champion_registered(bench: Bench, deployment: Deployment) -> tuple[str, ...]:
    """Tells MLflow's registry which bundle answers; tells why not, when it could not."""
    built = {each.version: each for each in bench.book.all(Bundle)}
    champion = built.get(deployment.champion or 0)
    return registered(bench, champion, "champion") if champion else ()


def registered(bench: Bench, bundle: Bundle, alias: Literal["champion", "shadow"]) -> tuple[str, ...]:
    """Registers a bundle in MLflow under an alias; tells why not, when it could not."""
    return register(bundle_folder(bench.own, bundle.version), bundle, bench.own, alias)


def _decision(bench: Bench, gate: Gate) -> Decision | None:
    made = [each for each in bench.book.all(Decision) if each.stage in ("prototype", STAGE)]
    if not made or made[-1].choice != "go":
        return None
    return made[-1] if made[-1].stage == STAGE or gate.advice == "go" else None
