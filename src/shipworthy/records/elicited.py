"""Ranges that several people gave for the amounts of a project, and what hangs on them."""

from shipworthy.records.record import Record

ENOUGH = 2
"""How many have to say something before those are told what was said whom nobody knows."""


class Said(Record, frozen=True):
    """What one person said of an amount.

    Attributes:
        by: the person.
        low: 1 of 20 values lies below, in the unit of the amount.
        high: 1 of 20 values lies above, in the same unit.
    """

    by: str
    low: float
    high: float

    @property
    def middle(self) -> float:
        """Half-way between both."""
        return self.low + (self.high - self.low) / 2


class Pool(Record, frozen=True):
    """What several people say together.

    Attributes:
        low: 1 of 20 values lies below, in the unit of the amount.
        middle: mean, in the same unit.
        high: 1 of 20 values lies above, in the same unit.
        gap: how far the two ranges are apart that are farthest, in the same unit; 0 when all of them overlap.
        between: the two who are; empty when all overlap.
    """

    low: float
    middle: float
    high: float
    gap: float = 0.0
    between: tuple[str, ...] = ()


class Swing(Record, frozen=True):
    """What one amount does to the return while all others stand in their middle.

    Attributes:
        name: of the amount.
        low: lowest return over its range, in money a month.
        high: highest return over its range, in money a month.
        breaks_even: the amount at which the return is nothing, in its own unit; None when nothing hangs on it.
        decides: whether that lies within the range, so that it pays or not by this amount alone.
        at_least: True when the amount has to be at least that for it to pay, False when at most.
    """

    name: str
    low: float
    high: float
    breaks_even: float | None
    decides: bool
    at_least: bool


class Amount(Record, frozen=True):
    """One amount of the document, and what people said of it.

    Attributes:
        name: such as `value.true_positive` or `running_cost`, which is for a month.
        stated: as the document has it, in the unit of success; None when it stands in a column or is not said.
        said: the last range of each person, in the order in which they first spoke.
        pool: together; None while nobody spoke.
        apart: what the gap between two people is worth, in money a month; None when all overlap or none is known.
    """

    name: str
    stated: float | None
    said: tuple[Said, ...] = ()
    pool: Pool | None = None
    apart: float | None = None

    def open_to(self, person: str) -> bool:
        """Whether somebody may see what was said: once they spoke; whoever is not known, once several did."""
        speakers = {each.by for each in self.said}
        return not speakers or (person in speakers if person else len(speakers) >= ENOUGH)


class Elicited(Record, frozen=True):
    """What people said of all amounts, and what hangs on it.

    Attributes:
        unit: of the money.
        amounts: of the document.
        middle: the return over what is done today, in money a month, when every amount stands in its middle; None
            before it was measured.
        swings: what the return hangs on, the widest first; empty before it was measured.
        hidden: names of amounts of which something was said that is not shown.
    """

    unit: str
    amounts: tuple[Amount, ...]
    middle: float | None = None
    swings: tuple[Swing, ...] = ()
    hidden: tuple[str, ...] = ()

    def seen_by(self, person: str) -> "Elicited":
        """What somebody may see: nothing that others said of an amount on which they have not spoken.

        Args:
            person: by name; empty is somebody whom nobody knows.
        """
        hidden = tuple(each.name for each in self.amounts if not each.open_to(person))
        shown = tuple(Amount(name=each.name, stated=None) if each.name in hidden else each for each in self.amounts)
        if not hidden:
            return self
        # each swing stands on the middles of all others: one that is hidden hides them all
        return Elicited(unit=self.unit, amounts=shown, hidden=hidden)
