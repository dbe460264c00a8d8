"""The verb `watch`: judges what is live by its prediction log, names what goes wrong, and does what it may about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from msgspec import structs

from shipworthy.bundle.load import Loaded, load
from shipworthy.foundation.errors import BundleError
from shipworthy.foundation.quantities import per_second, seconds
from shipworthy.measure.pooled import pooled
from shipworthy.monitor.feed_day import Day
from shipworthy.monitor.reference import Reference
from shipworthy.monitor.settings import Settings
from shipworthy.monitor.watch import watch as judge_log
from shipworthy.records.bundle import Bundle
from shipworthy.records.claim import Claim
from shipworthy.records.deployment import Deployment
from shipworthy.records.evidence import Evidence
from shipworthy.records.forecast import Forecast
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import Gate
from shipworthy.records.window import Window
from shipworthy.show.periods import day
from shipworthy.store.deployments import bundle_folder, engaged, lifted
from shipworthy.workflow.checks import EVALUATE
from shipworthy.workflow.gates import held_gates
from shipworthy.workflow.logbook import open_log
from shipworthy.workflow.opening import put
from shipworthy.workflow.running import REFERENCE, incidents_of, live_now, windows_of
from shipworthy.workflow.workbench import Workbench
from shipworthy.workflow.yardstick import yardstick

CHECK: Final = "watch"
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
    """Looks at what is live, again and again; what is loaded once is kept.

    Args:
        bench: the project.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._loaded: Loaded | None = None
        self._days: tuple[Day, ...] = ()
        self._recent: tuple[Day, ...] = ()
        self._held: Gate | None = None

    def watch(self, now: datetime | None = None) -> Watched:
        """Judges every window that was not judged yet, and engages or lifts the fallback.

        Args:
            now: the moment up to which is judged, UTC; None is now. A replay of the past says its own.

        Raises:
            RequestError: when nothing is live.
            BundleError: when what is live cannot be loaded.
            LogError: when the prediction log cannot be read.
        """
        bench, live = self._bench, live_now(self._bench)
        loaded = self._load(live)
        known = incidents_of(bench.book)
        with open_log(bench) as log:
            judged = judge_log(
                log,
                self._reference(loaded),
                settings_of(bench, loaded),
                tuple(known.values()),
                windows_of(bench.book),
                now or bench.clock.now(),
                self._days,
                self._recent,
            )
        self._days, self._recent = judged.days, judged.recent
        deployment, did = _act(bench, live, judged.broken_now)
        incidents = _noted(judged.incidents, known, did, now or bench.clock.now())
        changed = tuple(each for each in incidents if known.get(each.id) != each)
        gate = self._gate(loaded, (*judged.new, *changed))
        lasting = tuple(each for each in incidents if each.until is None)
        return Watched(judged.new, changed, lasting, gate, bench.claims, deployment, did)

    def _gate(self, loaded: Loaded, told: Sequence[Window | Incident]) -> Gate:
        """The gate of the monitoring stage; held anew only when there is something new to tell."""
        bench = self._bench
        if self._held is not None and not told:
            return self._held
        bench.book.put_all(told)
        bench.book.put_all(_evidence(bench, loaded))
        (self._held,) = held_gates(bench, ["monitoring"], loaded.bundle.candidate)
        return self._held

    def _load(self, live: Deployment) -> Loaded:
        if self._loaded is None or self._loaded.bundle.version != live.champion:
            assert live.champion is not None
            self._loaded = load(bundle_folder(self._bench.own, live.champion))
            # another model has seen other rows, and holds these against them
            self._days, self._recent = (), ()
        return self._loaded

    def _reference(self, loaded: Loaded) -> Reference:
        kept = loaded.extra(REFERENCE, Reference)
        if kept is None:
            raise BundleError(
                "this bundle does not say what is natural, so nothing can be watched by it",
                where=loaded.bundle.name,
                seen=f"no {REFERENCE}",
                next_step="build it anew with `shipworthy ship` or `shipworthy retrain`",
            )
        return kept


def settings_of(bench: Workbench, loaded: Loaded) -> Settings:
    """What the document and the evidence say that a deployment is watched by."""
    document, bundle, stick = bench.document, loaded.bundle, yardstick(bench)
    monitoring, criterion, outcome = document.monitoring, document.success.criterion, document.success.outcome
    told = {
        "window": seconds(monitoring.window) if monitoring.window else None,
        "false_alarms": per_second(monitoring.false_alarms) if monitoring.false_alarms else None,
        "latency_p99": seconds(document.delivery.latency_p99) if document.delivery.latency_p99 else None,
    }
    return Settings(
        task=bundle.task,
        worth=bundle.worth,
        status_quo=bundle.status_quo,
        delay=seconds(outcome.delay) if outcome.delay else 0.0,
        missing=outcome.missing,
        per=stick.per,
        target=criterion.at_least if criterion else None,
        promise=_promise(bench, bundle),
        aside=_aside(bench, bundle),
        metrics=tuple(stick.metrics),
        unit=document.success.unit if bundle.worth.agreed else "",
        group=bundle.group if bundle.group in ("day", "week", "month") else "",
        inputs=bundle.inputs,
        **{name: value for name, value in told.items() if value is not None},
    )


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


def _evidence(bench: Workbench, loaded: Loaded) -> Sequence[Evidence]:
    """What windows and incidents say to the promises of the monitoring stage, where it is something new."""
    judged = [each for each in windows_of(bench.book) if each.judged]
    if not judged:
        return ()
    incidents = incidents_of(bench.book).values()
    about = {"live.feeds": "data", "live.system": "system"}
    found = [_about(claim, [each for each in incidents if each.cause == cause]) for claim, cause in about.items()]
    found += _value(judged, loaded)
    latest = bench.book.latest_by_claim()
    known = [structs.replace(each, time=None) for each in latest.values()]
    return [each for each in found if each not in known and bench.claim(each.claims[0])]


def _about(claim: str, incidents: Sequence[Incident]) -> Evidence:
    """Whether something of this cause lasts."""
    lasting = [each for each in incidents if each.until is None]
    over = f"; {len(incidents)} in all, over by now" if incidents else ""
    says = "; ".join(each.says for each in lasting) or f"nothing of the kind lasts{over}"
    return Evidence(check=CHECK, says=says, stage="monitoring", claims=(claim,), holds=not lasting, grade="live")


def _value(judged: Sequence[Window], loaded: Loaded) -> tuple[Evidence, ...]:
    """The gain of all windows judged so far."""
    found = pooled([gain for each in judged if (gain := each.of("gain")) is not None])
    if found is None:
        return ()
    return (
        Evidence(
            check=f"{CHECK}-value",
            says=f"{loaded.bundle.name} has been judged over {len(judged)} windows",
            stage="monitoring",
            claims=("live.value",),
            measurements=(structs.replace(found, origin="live"),),
            grade="live",
        ),
    )


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
