"""What a reviewer is handed: the latest evidence on every promise that the gates ask for."""

from shipworthy.records.evidence import Evidence
from shipworthy.workflow.bench import Bench


def packet_of(bench: Bench) -> tuple[Evidence, ...]:
    """The latest evidence on each promise of the project as it reads now, in the order of the promises."""
    latest = bench.book.latest_by_claim()
    told = [(claim, latest[claim.id]) for claim in bench.claims if claim.id in latest]
    # that nobody has said something yet, and nobody has to, is no evidence
    found = [each for claim, each in told if claim.required or each.holds is not False]
    return tuple({each.digest: each for each in found}.values())
