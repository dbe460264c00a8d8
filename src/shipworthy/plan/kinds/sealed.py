"""The last rows of all, sealed until a person says that the choice is made."""

from collections.abc import Iterator
from typing import Final

from shipworthy.plan.document import Document
from shipworthy.records.claim import Claim

SEALED: Final = "evaluation.sealed"
"""The claim under which a signature opens the sealed rows."""


def claims(document: Document) -> Iterator[Claim]:
    """That the sealed cases may be opened; asked only where some are sealed."""
    split = document.evaluation.split
    if split.sealed_from is None:
        return
    yield Claim(
        id=SEALED,
        kind="requirement",
        says=f"the choice is made, and the cases sealed from {split.sealed_from} on may be opened",
        stage="prototype",
        owner=document.holder(split.opened_by),
        required=False,
        settled_by="person",
        signers=(split.opened_by,),
        parts=("evaluation.split.sealed_from", "evaluation.split.opened_by"),
        asks="sign this with `shipworthy sign sealed` when nothing is going to be changed any more: they can be opened "
        "once, and what they then say stands beside the promise",
    )
