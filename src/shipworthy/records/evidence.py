"""An immutable record of something found out."""

from datetime import datetime
from typing import Final, Literal, get_args

from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record
from shipworthy.records.stage import Stage

Grade = Literal["live", "historic", "public", "simulated"]
GRADES: Final[tuple[Grade, ...]] = get_args(Grade)
"""Every grade, the nearest to what will be met live first."""
Authority = Literal["machine", "asserted", "invited", "authenticated", "simulated"]


class Evidence(Record, frozen=True):
    """What was found out, by whom or what, and what it stood on.

    Attributes:
        check: name of the check, verb or act that produced it.
        says: one plain sentence.
        stage: stage it belongs to.
        claims: ids of the claims it speaks to; empty when it only informs.
        holds: True or False when it settles its claims by itself, None when the measurements do or nothing does.
        findings: things noticed.
        measurements: numbers found.
        candidate: whose predictions it is about; empty when there are none.
        grade: how near the data are to what will be met live.
        stands_on: name -> digest of everything it depends on (`document:…`, `data`, `code`, `features`, `model`).
        author: person or program.
        authority: how sure we are of the author.
        time: when it was found out, UTC; None until the ledger takes it in.
    """

    check: str
    says: str
    stage: Stage
    claims: tuple[str, ...] = ()
    holds: bool | None = None
    findings: tuple[Finding, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    candidate: str = ""
    grade: Grade = "historic"
    stands_on: dict[str, str] = {}
    author: str = "shipworthy"
    authority: Authority = "machine"
    time: datetime | None = None
