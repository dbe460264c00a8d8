"""That the evaluation itself was put to the test."""

from collections.abc import Iterator
from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.criterion import EVALUATION
from shipworthy.records.claim import Claim

CONTROLS: Final = "evaluation.controls"
"""The claim that the evaluation passes what only a broken one would fail."""


def claims(document: Document) -> Iterator[Claim]:
    """That outcomes dealt at random cannot be learned, that knowing nothing does not pass, that a leak is noticed."""
    del document
    yield Claim(
        id=CONTROLS,
        kind="requirement",
        says="the evaluation passes its own checks",
        stage="prototype",
        check="controls",
        parts=("success.criterion", "problem.status_quo", *EVALUATION),
        asks="run `shipworthy check prototype`: an evaluation that would pass anything says nothing",
    )
