"""A stretch of live traffic, judged as a whole."""

from datetime import datetime

from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record


class Window(Record, frozen=True):
    """What is known of the predictions of one stretch of time.

    Measurements are named `value` (what decisions brought), `gain` (over what is done today), `promised` (what was
    promised for as many cases, predictive), metrics by scikit-learn's names, `latency_p50`, `latency_p99` (seconds),
    `errors`, `fallback` (shares of requests and rows), and with `slice={"column": …}` `missing`, `outside`, `drift`.

    Attributes:
        start: first moment, UTC.
        end: first moment after it, UTC.
        versions: bundles that answered.
        rows: predictions.
        requests: calls of the server.
        known: predictions whose outcome is known.
        judged: True when outcomes had the time to come in, whether they all came or not.
        measurements: what was measured.
        findings: what was noticed, a natural change of the incoming data included.
    """

    start: datetime
    end: datetime
    versions: tuple[int, ...] = ()
    rows: int = 0
    requests: int = 0
    known: int = 0
    judged: bool = False
    measurements: tuple[Measurement, ...] = ()
    findings: tuple[Finding, ...] = ()

    def of(self, name: str) -> Measurement | None:
        """The measurement of that name over all rows, or None."""
        return next((one for one in self.measurements if one.name == name and not one.slice), None)
