"""What the document says of rows that stand for several cases, for rooms that know no document."""

from shipworthy.plan.document import Document
from shipworthy.records.spec import OnePer


def one_per(document: Document) -> OnePer | None:
    """One row in place of several; None when every row is a case."""
    asked, today = document.data.one_per, document.problem.status_quo
    if asked is None:
        return None
    return OnePer(
        by=asked.by,
        every=asked.every or "",
        outcome=asked.outcome,
        rule=(today.rule or "") if today else "",
        decided=(today.column or "") if today else "",
    )
