"""What has to hold although inputs arrive spoiled."""

from typing import Final

from pydantic import Field, model_validator

from shipworthy.foundation.quantities import seconds
from shipworthy.plan.section import Section, refuse
from shipworthy.plan.words import Duration, Name, Names, Share
from shipworthy.records.spoil import Spoil, SpoilKind

_SHARES: Final[tuple[SpoilKind, ...]] = (
    "noise",
    "missing",
    "tenfold",
    "thousandfold",
    "unit",
    "typos",
    "case",
    "category",
)


class RobustEntry(Section):
    """One way in which inputs may arrive spoiled, and what has to hold all the same.

    Attributes:
        missing: share of the values that are empty.
        gone: source or column of which nothing comes.
        noise: scatter added to numbers, as a share of their own spread.
        tenfold: share of the numbers that come ten times as large.
        thousandfold: share of the numbers that come a thousand times as large.
        unit: share of the numbers that come in another unit, where name and size tell which.
        typos: share of the words with a typing error.
        case: share of the words in other capitals.
        category: share of the words that were never seen before.
        clock: how far times are ahead of what they should be.
        late: how much later than agreed `source` is known.
        source: the source concerned; left out, all of them.
        columns: the columns concerned; left out, all that it can happen to.
        at_most_loss: highest loss against inputs that are sound, for as many cases as the criterion is for.
        at_least_gain: lowest gain over what is done today that is still good enough; 0 is still better than today.
        confidence: one-sided confidence asked for.
        owner: person or role that answers for it.
    """

    missing: Share | None = None
    gone: Name | None = None
    noise: Share | None = None
    tenfold: Share | None = None
    thousandfold: Share | None = None
    unit: Share | None = None
    typos: Share | None = None
    case: Share | None = None
    category: Share | None = None
    clock: Duration | None = None
    late: Duration | None = None
    source: str = ""
    columns: Names = ()
    at_most_loss: float | None = Field(default=None, ge=0)
    at_least_gain: float | None = None
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    owner: str = ""

    @property
    def spoil(self) -> Spoil:
        """What goes wrong; of what is gone, only the document's data tell whether it is a source or a column."""
        if self.gone is not None:
            return Spoil(kind="gone", source=self.gone)
        if self.late is not None:
            return Spoil(kind="late", strength=seconds(self.late), source=self.source)
        if self.clock is not None:
            return Spoil(kind="clock", strength=seconds(self.clock), columns=self.columns, source=self.source)
        kind = next(kind for kind in _SHARES if getattr(self, kind) is not None)
        return Spoil(kind=kind, strength=getattr(self, kind), columns=self.columns, source=self.source)

    @model_validator(mode="after")
    def _one_way_one_limit(self) -> "RobustEntry":
        ways = ("gone", "clock", "late", *_SHARES)
        given = [name for name in ways if getattr(self, name) is not None]
        if len(given) != 1:
            raise refuse("this does not say one way in which inputs are spoiled", f"one of {', '.join(ways)}")
        if (self.at_most_loss is None) == (self.at_least_gain is None):
            allowed = "at_most_loss or at_least_gain, such as at_least_gain: 0 for still better than today"
            raise refuse("this does not say in one way what has to hold all the same", allowed)
        if self.late is not None and not self.source:
            raise refuse("it is not said which source comes late", "source: weather")
        if ((self.gone or self.late) and self.columns) or (self.gone and self.source):
            raise refuse(f"{given[0]} is said of a source, not of columns", "gone: NAME, or late: 6h with source: NAME")
        if self.columns and self.source:
            raise refuse("columns and source are both named", "one of the two")
        return self
