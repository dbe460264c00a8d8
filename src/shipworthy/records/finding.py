"""Something a check noticed in the data or the document."""

from typing import Literal

from shipworthy.records.record import Record

Severity = Literal["info", "note", "problem", "blocker"]


class Finding(Record, frozen=True):
    """One thing noticed, in words and in numbers.

    Attributes:
        check: name of the check that noticed it.
        says: one plain sentence with the numbers in it.
        severity: `info` (good to know), `note` (live with it knowingly), `problem` (should be mended),
            `blocker` (nothing that follows can be trusted).
        where: `source` or `source.column`.
        count: rows concerned; None where no rows are counted.
        of: rows looked at.
        examples: a few values, never of personal columns.
        next_step: what to do about it.
    """

    check: str
    says: str
    severity: Severity = "info"
    where: str = ""
    count: int | None = None
    of: int | None = None
    examples: tuple[str, ...] = ()
    next_step: str = ""
