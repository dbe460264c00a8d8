"""How many answers a month another question asks for, where the document says how many there are now."""

from shipworthy.foundation.quantities import SECONDS, per_second
from shipworthy.plan.document import Document
from shipworthy.records.reframing import Change


def fewer_answers(document: Document, share: float) -> tuple[Change, ...]:
    """The change of `success.volume` when only a share of the answers are asked for; none where nobody said it.

    Args:
        document: as it stands.
        share: answers there are then for each one now.
    """
    volume = document.success.volume
    if volume is None:
        return ()
    monthly = per_second(volume) * SECONDS["month"] * share
    return (Change(place=("success", "volume"), value=f"{monthly:.4f}".rstrip("0").rstrip(".") + "/month"),)
