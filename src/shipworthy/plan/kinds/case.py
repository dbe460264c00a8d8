"""Corner cases: each is asked of the attempt that is put forward, and all of them of what is shipped."""

from collections.abc import Iterator
from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.criterion import EVALUATION
from shipworthy.plan.naming import case_names
from shipworthy.records.claim import Claim

CHECK: Final = "cases"
OF_BUNDLE: Final = "bundle-cases"
SHIPPED: Final = "delivery.cases"


def claims(document: Document) -> Iterator[Claim]:
    """One claim a case, and one for all of them together once something is shipped."""
    for name, entry in zip(case_names(document.cases), document.cases, strict=True):
        yield Claim(
            id=f"case.{name}",
            kind="corner-case",
            says=f"the case “{entry.name}” is answered with {entry.expect.says}",
            stage="prototype",
            owner=entry.owner,
            check=CHECK,
            parts=(f"cases.{name}", *EVALUATION),
            asks="run `shipworthy check prototype`",
        )
    if document.cases:
        yield Claim(
            id=SHIPPED,
            kind="delivery",
            says="what is shipped answers every case that is kept as expected",
            stage="transfer",
            check=OF_BUNDLE,
            parts=("cases",),
            asks="run `shipworthy ship`",
        )
