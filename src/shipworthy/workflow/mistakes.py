"""The mistakes to come of the attempt that is put forward: how often each kind, as last measured."""

from shipworthy.foundation.errors import RequestError
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.show.mistakes import rates_of
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.checks import COMPARE, EVALUATE, MISTAKE


def mistakes_of(bench: Bench, chosen: str) -> tuple[Measurement, ...]:
    """How often an attempt is wrong, one number a kind of mistake; empty before it was measured."""
    found = bench.book.latest_by_check().get((EVALUATE, chosen))
    return rates_of(found.measurements, chosen) if found else ()


def examples_in(evidence: Evidence | None) -> tuple[Finding, ...]:
    """Examples of each kind of mistake that were put down when the attempt was measured."""
    return tuple(each for each in evidence.findings if each.check == MISTAKE) if evidence else ()


def shown_mistakes(bench: Bench) -> tuple[Measurement, ...]:
    """What a person accepts who signs now.

    Raises:
        RequestError: when no attempt is put forward whose mistakes were counted.
    """
    chosen = next((each.candidate for each in reversed(bench.book.all(Evidence)) if each.check == COMPARE), "")
    found = mistakes_of(bench, chosen)
    if not found:
        raise RequestError(
            "there are no mistakes to accept yet: no attempt is put forward whose mistakes were counted",
            where="brief.mistakes",
            next_step="run `shipworthy check prototype`, look at the mistakes on the report, then sign",
        )
    return found
