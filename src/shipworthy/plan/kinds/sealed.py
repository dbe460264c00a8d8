"""Rows that are sealed until a person says that the choice is made."""

from collections.abc import Iterator
from typing import Final

from shipworthy.plan.document import Document
from shipworthy.records.claim import Claim

SEALED: Final = "evaluation.sealed"
"""The claim under which a signature opens the sealed rows."""


def claims(document: Document) -> Iterator[Claim]:
    """That the sealed cases may be opened; asked only where some are sealed."""
    split = document.evaluation.split
    if split.sealed_from is None and not split.sealed_share:
        return
    which, part = (
        (f"the cases sealed from {split.sealed_from} on", "sealed_from")
        if split.sealed_from
        else (f"the {split.sealed_share:.0%} of the cases that are sealed", "sealed_share")
    )
    yield Claim(
        id=SEALED,
        kind="requirement",
        says=f"the choice is made, and {which} may be opened",
        stage="prototype",
        owner=document.holder(split.opened_by),
        required=False,
        settled_by="person",
        signers=(split.opened_by,),
        parts=(f"evaluation.split.{part}", "evaluation.split.opened_by"),
        asks="sign this with `shipworthy sign sealed` when nothing is going to be changed any more: they can be opened "
        "once, and what they then say stands beside the promise",
    )
