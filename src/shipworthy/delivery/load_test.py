"""How fast a model server answers when it is asked as often as at the busiest time; and how often it can be asked."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from threading import Barrier, Thread
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.delivery.address import Address, read_address
from shipworthy.delivery.client import Client
from shipworthy.delivery.line import Line, request_bytes
from shipworthy.foundation.errors import RequestError
from shipworthy.records.measurement import Measurement
from shipworthy.stats.bounds import interval
from shipworthy.stats.quantiles import quantile_range
from shipworthy.stats.shares import exact_se

_QUANTILES: Final = (("latency_p50", 0.5), ("latency_p95", 0.95), ("latency_p99", 0.99))
_WARM: Final = 5
_BREATH: Final = 0.01
_MOST_ROWS: Final = 5_000


@dataclass(frozen=True)
class LoadTest:
    """What a load test found.

    Attributes:
        asked_rate: calls a second that were meant to be made; None when as many as possible were.
        rate: calls a second that were answered.
        seconds: from the first call until the last answer.
        connections: kept at the same time.
        calls: that were meant to be made.
        answered: of them, answered with a prediction.
        errors: why others were not -> how many.
        measurements: `latency_p50`, `latency_p95`, `latency_p99`, `latency_max` (seconds), `errors` (share of calls)
            and `throughput` (answered calls a second).
    """

    asked_rate: float | None
    rate: float
    seconds: float
    connections: int
    calls: int
    answered: int
    errors: Mapping[str, int]
    measurements: tuple[Measurement, ...]

    def of(self, name: str) -> Measurement:
        """The measurement of that name."""
        return next(one for one in self.measurements if one.name == name)

    @property
    def says(self) -> str:
        """The same in a sentence or two."""
        p99 = self.of("latency_p99").value
        asked = f"asked {self.asked_rate:g} times a second" if self.asked_rate else "asked as often as it could answer"
        if p99 is None:
            return f"{asked} for {self.seconds:.0f} seconds, the server answered none of {self.calls:,} calls"
        says = (
            f"{asked} for {self.seconds:.0f} seconds, the server answered {self.rate:,.0f} times a second, "
            f"99 of 100 calls within {1000 * p99:,.1f} ms"
        )
        left = self.calls - self.answered
        if not left:
            return says
        reason = max(self.errors, key=lambda each: self.errors[each])
        return f"{says}; {left:,} of {self.calls:,} calls got no answer, mostly: {reason}"


def load_test(
    address: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    rate: float | None = None,
    seconds: float = 10.0,
    connections: int = 8,
    token: str = "",
    timeout: float = 5.0,
) -> LoadTest:
    """Asks a model server about one row a call, over kept connections, and stops by itself.

    With a rate, calls are due at equal distances whether earlier ones were answered or not, and each is timed from
    when it was due: a server that falls behind cannot hide it by being asked less (Tene, "How NOT to measure
    latency", 2013). Without one, each connection asks again as soon as it is answered.

    Args:
        address: of the server.
        rows: JSON values by column; asked about in turn.
        rate: calls a second, all connections together; None is as many as possible.
        seconds: how long to ask.
        connections: kept at the same time.
        token: that the server asks for.
        timeout: seconds after which a call counts as not answered.

    Raises:
        RequestError: when there are no rows, they do not fit, or a number makes no sense.
        ServerError: when the server is not there before the test begins.
    """
    for name, number in (("rate", rate), ("seconds", seconds), ("connections", connections), ("timeout", timeout)):
        if number is not None and not (0 < number < float("inf")):
            raise RequestError("this number makes no sense", where=name, seen=number, allowed="more than 0")
    if not rows:
        raise RequestError("a load test needs rows to ask about", where="rows", next_step="hand in at least one")
    with Client(address, token=token, timeout=timeout) as client:
        client.predict(rows[:1])
    place = read_address(address)
    requests = [request_bytes(place, "/predict", {"rows": [row]}, token) for row in rows[:_MOST_ROWS]]
    run = _Run(place, requests, timeout, rate, seconds)
    return _found(run, run.over(connections), connections)


class _Run:
    """One load test while it runs: what every connection shares."""

    def __init__(
        self, address: Address, requests: Sequence[bytes], timeout: float, rate: float | None, seconds: float
    ) -> None:
        self.rate = rate
        self.results: list[float | str] = []
        """Of each call, seconds until its answer, or why there was none."""
        self._address = address
        self._requests = requests
        self._timeout = timeout
        self._seconds = seconds
        self._numbers = count()
        self._start = 0.0

    def over(self, connections: int) -> float:
        """Makes all calls; gives back how many seconds that took."""
        ready = Barrier(connections, action=self._begin)
        threads = [Thread(target=self._work, args=(ready,), daemon=True) for _ in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.perf_counter() - self._start

    def _begin(self) -> None:
        self._start = time.perf_counter()

    def _work(self, ready: Barrier) -> None:
        line = Line(self._address, self._timeout)
        # the first answers over a connection say how long opening it takes
        for request in self._requests[:_WARM]:
            with suppress(OSError):
                line.ask(request)
        ready.wait()
        for number, due in self._calls():
            self.results.append(self._call(line, self._requests[number % len(self._requests)], due))
        line.close()

    def _calls(self) -> Iterator[tuple[int, float]]:
        """Number and moment of the calls that fall to one connection: whichever is free takes the next."""
        if self.rate is None:
            while (now := time.perf_counter()) < self._start + self._seconds:
                yield next(self._numbers), now
            return
        most = max(1, round(self.rate * self._seconds))
        while (number := next(self._numbers)) < most:
            due = self._start + number / self.rate
            time.sleep(max(0.0, due - time.perf_counter()))
            yield number, due

    def _call(self, line: Line, request: bytes, due: float) -> float | str:
        if time.perf_counter() - due > self._timeout:
            return f"it could not be sent within {self._timeout:g} seconds, as all connections waited for answers"
        try:
            status = line.ask(request)
        except TimeoutError:
            return f"no answer within {self._timeout:g} seconds"
        except OSError as error:
            # a server that is gone refuses at once; there is no use in asking it a thousand times a second
            time.sleep(_BREATH)
            return error.strerror or str(error)
        return time.perf_counter() - due if status == 200 else f"status {status}"


def _found(run: _Run, elapsed: float, connections: int) -> LoadTest:
    latencies = np.array([each for each in run.results if isinstance(each, float)])
    errors = Counter(each for each in run.results if isinstance(each, str))
    calls, answered = len(run.results), len(latencies)
    throughput = Measurement(name="throughput", value=answered / elapsed, n=answered, unit="1/s", direction="up")
    return LoadTest(
        asked_rate=run.rate,
        rate=answered / elapsed,
        seconds=elapsed,
        connections=connections,
        calls=calls,
        answered=answered,
        errors=dict(errors.most_common()),
        measurements=(*_latencies(latencies), _errors(calls - answered, calls), throughput),
    )


def _latencies(seconds: NDArray[np.float64]) -> Iterator[Measurement]:
    """Quantiles with intervals that hold whatever the distribution; the slowest has none."""
    n = len(seconds)
    for name, share in _QUANTILES:
        found = quantile_range(seconds, share)
        yield Measurement(
            name=name,
            value=found.value if found else None,
            low=found.low if found else None,
            high=found.high if found else None,
            n=n,
            unit="s",
            direction="down",
            method="order statistics",
        )
    slowest = float(seconds.max()) if n else None
    yield Measurement(name="latency_max", value=slowest, unit="s", direction="down", n=n)


def _errors(missed: int, calls: int) -> Measurement:
    if not calls:
        return Measurement(name="errors", value=None, unit="share", direction="down")
    share = missed / calls
    low, high = interval(share, exact_se(share, calls, None), None)
    return Measurement(
        name="errors",
        value=share,
        low=max(0.0, low),
        high=min(1.0, high),
        n=calls,
        unit="share",
        direction="down",
        method="binomial",
    )
