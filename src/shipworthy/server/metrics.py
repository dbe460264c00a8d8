"""What a Prometheus server may scrape: calls, rows, what did not go to the model, the log, and what is live."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shipworthy.server.answers import Answer, Status

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_CALL_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LOG_SECONDS: Final = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1.0)
_MOST_REASONS: Final = 30
_OTHER: Final = "other"


class Metrics:
    """Counts in a registry of its own, so that several servers in one process do not meet.

    Called from the event loop and from threads alike. A call costs a few microseconds: the series of known labels are
    kept, and what the server knows anyway is only asked for when somebody scrapes.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._calls = self._counter("requests", "Calls answered, by path and HTTP status.", "path", "status")
        self._seconds = Histogram(
            "shipworthy_request_seconds",
            "Seconds from a call's arrival to the end of its answer.",
            ["path"],
            registry=self._registry,
            buckets=_CALL_SECONDS,
        )
        self._flying = Gauge("shipworthy_requests_in_flight", "Calls being answered.", registry=self._registry)
        self._rows = self._counter("rows", "Rows answered, by what answered them.", "route")
        self._reasons = self._counter("rows_not_by_model", "Rows that the model did not answer, by reason.", "reason")
        self._writes = Histogram(
            "shipworthy_log_write_seconds",
            "Seconds to make a batch of the prediction log durable.",
            registry=self._registry,
            buckets=_LOG_SECONDS,
        )
        self._failures = self._counter("log_failures", "Batches that could not be written to the prediction log.")
        self._known_calls: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self._known_routes: dict[str, Counter] = {}
        self._known_reasons: dict[str, Counter] = {}

    def watch(self, status: Callable[[], Status]) -> None:
        """Lets each scrape ask how the server is."""
        self._registry.register(_State(status))

    def called(self, path: str, status: int, seconds: float) -> None:
        """Counts a call.

        Args:
            path: template of its route, never what a client made up.
            status: HTTP status.
            seconds: from arrival to the end of the answer.
        """
        key = (path, status)
        known = self._known_calls.get(key)
        if known is None:
            known = self._known_calls[key] = (self._calls.labels(path, str(status)), self._seconds.labels(path))
        known[0].inc()
        known[1].observe(seconds)

    def answered(self, answers: Sequence[Answer]) -> None:
        """Counts rows by what answered them; after 30 different reasons, further ones count as `other`."""
        for each in answers:
            route = self._known_routes.get(each.route)
            if route is None:
                route = self._known_routes[each.route] = self._rows.labels(each.route)
            route.inc()
            if each.why and each.route != "model":
                self._reason(each.why).inc()

    def written(self, seconds: float) -> None:
        """Counts a batch of the prediction log that was made durable."""
        self._writes.observe(seconds)

    def write_failed(self) -> None:
        """Counts a batch of the prediction log that could not be written."""
        self._failures.inc()

    def text(self) -> bytes:
        """All series in Prometheus' text format."""
        return generate_latest(self._registry)

    def around(self, app: ASGIApp, path_of: Callable[[Scope], str]) -> ASGIApp:
        """The application with its calls counted.

        Args:
            app: that answers.
            path_of: template of the route that a scope was answered by; asked after the answer.
        """

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            start, status = time.perf_counter(), 500

            async def noted(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                await send(message)

            self._flying.inc()
            try:
                await app(scope, receive, noted)
            finally:
                self._flying.dec()
                self.called(path_of(scope), status, time.perf_counter() - start)

        return counted

    def _reason(self, why: str) -> Counter:
        known = self._known_reasons.get(why)
        if known is None:
            label = why if len(self._known_reasons) < _MOST_REASONS else _OTHER
            known = self._reasons.labels(label)
            if label is why:
                self._known_reasons[why] = known
        return known

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"shipworthy_{name}", says, labels, registry=self._registry)


class _State(Collector):
    """What the server says of itself, asked for at every scrape."""

    def __init__(self, status: Callable[[], Status]) -> None:
        self._status = status

    def describe(self) -> Iterable[Metric]:
        """Nothing, so that registering does not ask a server that has not started."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """The state as gauges; a version that is not there has no series."""
        now = self._status()
        yield _gauge("ready", "1 when rows are answered.", float(now.ready))
        versions = GaugeMetricFamily("shipworthy_version", "Bundle versions by what they do.", labels=["role"])
        for role, version in (("champion", now.champion), ("previous", now.previous), ("shadow", now.shadow)):
            if version is not None:
                versions.add_metric([role], version)
        yield versions
        yield _gauge("fallback", "1 while what stands in for the model answers.", float(now.mode == "fallback"))
        yield _gauge("model_calls_hung", "Calls of the model that have not come back yet.", now.hung)
        yield _gauge("model_resting", "1 while the model is not asked because it hung too often.", float(now.resting))
        yield _gauge("log_ok", "1 when the prediction log can be written.", float(now.log == "ok"))
        yield _gauge("troubles", "Things that are wrong now.", len(now.troubles))


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(f"shipworthy_{name}", says, value=value)
