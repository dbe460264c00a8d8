"""What is on record of an attempt, as sentences and pictures for a notebook: decision curve and calibration."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from shipworthy.records.measurement import Measurement
from shipworthy.show.decision_curve import curve_lines, curve_pictures
from shipworthy.show.limits import calibration_rows, calibration_told
from shipworthy.show.notebook import Listing, pictured
from shipworthy.show.reliability import reliability_pictures
from shipworthy.workflow.checks import LIMITS
from shipworthy.workflow.compare import compare
from shipworthy.workflow.prototype import gather_prototype
from shipworthy.workflow.story import tell
from shipworthy.workflow.workbench import Workbench

_NO_RATIO = (
    "There is no decision curve: nobody said which amounts are plausible, and no one ratio of two amounts decides.",
)
_NO_SCORES = ("The attempt gives no chances and no numbers that could be held against what turned out.",)


@dataclass(frozen=True)
class Pictured:
    """What was measured; prints as sentences, shows as HTML with pictures.

    Attributes:
        title: what it is about.
        says: a sentence each.
        measurements: every number behind it, with its interval.
        pictures: each with its caption.
        listing: the same as a table; None where the sentences say it all.
    """

    title: str
    says: tuple[str, ...]
    measurements: tuple[Measurement, ...] = ()
    pictures: tuple[tuple[Markup, str], ...] = ()
    listing: Listing | None = None

    def __repr__(self) -> str:
        return "\n".join((self.title, *self.says))

    def _repr_html_(self) -> str:
        return pictured(self.title, self.says, self.pictures, self.listing)

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {"says": list(self.says), "measurements": [one.to_dict() for one in self.measurements]}


def decision_curve(bench: Workbench) -> Pictured:
    """Over which amounts each attempt is better than what is done today; measures what is missing or out of date.

    Raises:
        UserError: when the attempts cannot be compared.
    """
    compare(bench)
    story = tell(bench)
    title = f"{bench.document.project}: if the amounts are not quite as agreed"
    if not story.decisions_over:
        return Pictured(title, _NO_RATIO)
    return Pictured(title, curve_lines(story), story.decisions_over, curve_pictures(story))


def calibration(bench: Workbench) -> Pictured:
    """How far the scores of the attempt put forward can be believed; measures what is missing or out of date.

    Raises:
        UserError: when the attempts cannot be compared.
    """
    gather_prototype(bench, compare(bench), (LIMITS,))
    story = tell(bench)
    title = f"{bench.document.project}: how far the scores of “{story.chosen}” can be believed"
    rows = calibration_rows(story)
    listing = Listing("On the cases kept aside", ("Number", "Of", "Value", "95 % interval"), tuple(rows), (2, 3))
    return Pictured(
        title,
        tuple(calibration_told(story)) or _NO_SCORES,
        story.limits,
        reliability_pictures(story),
        listing if rows else None,
    )
