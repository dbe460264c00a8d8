"""The verb `watch`: judges what is live by its prediction log, names what goes wrong, and does what it may about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from msgspec import structs

from shipworthy.bundle.contents import CODE
from shipworthy.bundle.described import Described, describe
from shipworthy.bundle.valuing import with_function
from shipworthy.foundation.errors import BundleError
from shipworthy.foundation.quantities import per_second, seconds
from shipworthy.measure.same_answer import NAME as CONSTANT
from shipworthy.measure.same_answer import SameAnswer
from shipworthy.measure.status_quo import NAME as TODAY
from shipworthy.measure.status_quo import is_replayed
from shipworthy.monitor.history import NOTHING, Seen
from shipworthy.monitor.reference import Reference
from shipworthy.monitor.settings import Settings
from shipworthy.monitor.watch import watch as judge_log
from shipworthy.records.bundle import Bundle
from shipworthy.records.claim import Claim
from shipworthy.records.deployment import Deployment
from shipworthy.records.forecast import Forecast
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import Gate
from shipworthy.records.window import Window
from shipworthy.show.periods import day
from shipworthy.store.deployments import bundle_folder, engaged, lifted
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.gates import held_gates
from shipworthy.workflow.live_evidence import CHECK, live_evidence
from shipworthy.workflow.logbook import open_log
from shipworthy.workflow.opening import put
from shipworthy.workflow.running import REFERENCE, incidents_of, live_now, windows_of
from shipworthy.workflow.standing import put_standing
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import metrics_of, per_of

RETRAIN: Final = "retrain"


@dataclass(frozen=True)
class Watched:
    """What is known of what is live.

    Attributes:
        windows: judged just now.
        incidents: that are new or have changed just now.
        lasting: incidents that have not ended.
        gate: of the monitoring stage.
        claims: all promises of the project.
        deployment: what is live.
        did: what was done about it by itself, a sentence each.
    """

    windows: tuple[Window, ...]
    incidents: tuple[Incident, ...]
    lasting: tuple[Incident, ...]
    gate: Gate
    claims: tuple[Claim, ...]
    deployment: Deployment
    did: tuple[str, ...]

    @property
    def healthy(self) -> bool:
        """Whether the gate says go, and nothing that went wrong lasts."""
        return not self.lasting and self.gate.advice == "go"

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "windows": [each.to_dict() for each in self.windows],
            "incidents": [each.to_dict() for each in self.incidents],
            "lasting": [each.to_dict() for each in self.lasting],
            "gate": self.gate.to_dict(),
            "deployment": self.deployment.to_dict(),
            "did": list(self.did),
        }


class Watcher:
    """Looks at what is live, again and again; what was read once is kept.

    Args:
        bench: the project.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._live: tuple[Bundle, Reference] | None = None
        self._seen: dict[int, Seen] = {}
        self._held: Gate | None = None

    def watch(self, now: datetime | None = None) -> Watched:
        """Judges every window that was not judged yet, and engages or lifts the fallback.

        Args:
            now: the moment up to which is judged, UTC; None is now. A replay of the past says its own.

        Raises:
            RequestError: when nothing is live.
            BundleError: when what is live cannot be read.
            LogError: when the prediction log cannot be read.
        """
        bench, live = self._bench, live_now(self._bench)
        bundle, reference = self._read(live)
        known = incidents_of(bench.book)
        with open_log(bench) as log:
            judged = judge_log(
                log,
                reference,
                settings_of(bench, bundle),
                tuple(known.values()),
                windows_of(bench.book),
                now or bench.clock.now(),
                self._seen.get(bundle.version, NOTHING),
            )
        # each model has seen other rows, and holds those against what comes in
        self._seen[bundle.version] = judged.seen
        deployment, did = _act(bench, live, judged.broken_now)
        incidents = _noted(judged.incidents, known, did, now or bench.clock.now())
        changed = tuple(each for each in incidents if known.get(each.id) != each)
        gate = self._gate(bundle, (*judged.new, *changed))
        if judged.new or changed:
            put_standing(bench)
        lasting = tuple(each for each in incidents if each.until is None)
        return Watched(judged.new, changed, lasting, gate, bench.claims, deployment, did)

    def _gate(self, bundle: Bundle, told: Sequence[Window | Incident]) -> Gate:
        """The gate of the monitoring stage; held anew only when there is something new to tell."""
        bench = self._bench
        if self._held is not None and not told:
            return self._held
        bench.book.put_all(told)
        settings = settings_of(bench, bundle)
        bench.book.put_all(live_evidence(bench, bundle.name, settings))
        (self._held,) = held_gates(bench, ["monitoring"], bundle.candidate)
        return self._held

    def _read(self, live: Deployment) -> tuple[Bundle, Reference]:
        if self._live is None or self._live[0].version != live.champion:
            assert live.champion is not None
            described = describe(bundle_folder(self._bench.own, live.champion))
            self._live = described.bundle, _reference(described)
        return self._live


def _reference(described: Described) -> Reference:
    kept = described.extra(REFERENCE, Reference)
    if kept is None:
        raise BundleError(
            "this bundle does not say what is natural, so nothing can be watched by it",
            where=described.bundle.name,
            seen=f"no {REFERENCE}",
            next_step="build it anew with `shipworthy ship` or `shipworthy retrain`",
        )
    return kept


def settings_of(bench: Workbench, bundle: Bundle) -> Settings:
    """What the document and the evidence say that a deployment is watched by."""
    document = bench.document
    monitoring, criterion, outcome = document.monitoring, document.success.criterion, document.success.outcome
    told = {
        "window": seconds(monitoring.window) if monitoring.window else None,
        "false_alarms": per_second(monitoring.false_alarms) if monitoring.false_alarms else None,
        "latency_p99": seconds(document.delivery.latency_p99) if document.delivery.latency_p99 else None,
    }
    same_answer = _same_answer(bundle, criterion.gain_over if criterion else None)
    held_over = TODAY if same_answer is None else CONSTANT
    signed = criterion is not None and not criterion.metric and (criterion.gain_over or TODAY) == held_over
    return Settings(
        task=bundle.task,
        worth=with_function(bundle.worth, bundle_folder(bench.own, bundle.version) / CODE),
        status_quo=bundle.status_quo,
        same_answer=same_answer,
        delay=seconds(outcome.delay) if outcome.delay else 0.0,
        missing=outcome.missing,
        per=per_of(document),
        target=criterion.at_least if criterion and signed else None,
        promise=_promise(bench, bundle),
        aside=_aside(bench, bundle),
        metrics=metrics_of(document, bundle.task),
        unit=document.success.unit if bundle.worth.agreed else "",
        group=bundle.group if bundle.group in ("day", "week", "month") else "",
        inputs=bundle.inputs,
        **{name: value for name, value in told.items() if value is not None},
    )


def _same_answer(bundle: Bundle, gain_over: str | None) -> SameAnswer | None:
    """The constant, where gains are held against it at the gate; None where it is what is done today."""
    today = bundle.status_quo
    told = is_replayed(today, bundle.task) or bool(today.rates and bundle.worth.agreed)
    if gain_over == CONSTANT or not told:
        return SameAnswer(bundle.constant, bundle.constant_score)
    return None


def _promise(bench: Workbench, bundle: Bundle) -> Forecast | None:
    """What was promised of this very bundle when it was retrained, else of the candidate that it was made from."""
    told = {each.candidate: each for each in bench.book.all(Forecast)}
    return told.get(bundle.attempt) or told.get(bundle.candidate)


def _aside(bench: Workbench, bundle: Bundle) -> tuple[Measurement, ...]:
    latest = bench.book.latest_by_check()
    for place in ((RETRAIN, bundle.attempt), (EVALUATE, bundle.candidate)):
        if place in latest:
            return tuple(one for one in latest[place].measurements if one.origin == "holdout")
    return ()


def _act(bench: Workbench, live: Deployment, broken_now: Sequence[str]) -> tuple[Deployment, tuple[str, ...]]:
    """Has what stands in for the model answer while a feed is broken, and the model again when it is mended."""
    now, broken = bench.clock.now(), ", ".join(broken_now)
    if broken and live.mode == "model":
        why = f"{broken} is broken"
        return put(bench, engaged(live, by=CHECK, why=why, now=now)), (f"the fallback answers from now on: {why}",)
    if not broken and live.mode == "fallback" and _engaged_it(bench):
        why = "every feed is whole again"
        return put(bench, lifted(live, by=CHECK, why=why, now=now)), (f"the model answers again: {why}",)
    return live, ()


def _noted(
    incidents: Sequence[Incident], known: Mapping[str, Incident], did: Sequence[str], now: datetime
) -> tuple[Incident, ...]:
    """The incidents, what was done just now written down with those that it was done about."""
    dated = tuple(f"{day(now)}: {each}" for each in did)
    return tuple(
        structs.replace(each, did=(*each.did, *dated)) if dated and _about_feeds(each, known.get(each.id)) else each
        for each in incidents
    )


def _about_feeds(incident: Incident, before: Incident | None) -> bool:
    """Whether it is a broken feed that lasts, or did until now."""
    return incident.cause == "data" and (incident.until is None or before is None or before.until is None)


def _engaged_it(bench: Workbench) -> bool:
    """Whether the fallback that answers was engaged here; what a person engaged, a person lifts."""
    by = ""
    for before, after in pairwise([None, *bench.book.all(Deployment)]):
        if after is not None and after.mode == "fallback" and (before is None or before.mode == "model"):
            by = after.by
    return by == CHECK
