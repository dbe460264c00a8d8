"""All projects side by side: what they bring together, and which of them fit into the weeks there are."""

from shipworthy.records.record import Record
from shipworthy.records.standing import Standing


class SharedRisk(Record, frozen=True):
    """Something that several projects rest on: when it fails, it fails for all of them.

    Attributes:
        on: what it is.
        projects: that rest on it, in their order.
        chance: that it fails for all of them at once, between 0 and 1.
        at_stake: expected value that is lost when it fails.
    """

    on: str
    projects: tuple[str, ...]
    chance: float
    at_stake: float


class Together(Record, frozen=True):
    """What a set of projects brings together.

    Attributes:
        expected: sum of the expected values.
        low: 1 of 10 times they bring less than this together.
        high: 1 of 10 times they bring more.
        any_success: chance that at least one succeeds, between 0 and 1.
        loss: chance that they bring less together than is still spent on them, between 0 and 1.
        largest: project with the largest chance x value; empty when none has any.
        largest_share: its share of the sum of them all, between 0 and 1; None when none has any.
        effective: as many equal bets would be spread as widely; None when none has any.
        shared: what several rest on, most money at stake first.
    """

    expected: float
    low: float
    high: float
    any_success: float
    loss: float
    largest: str
    largest_share: float | None
    effective: float | None
    shared: tuple[SharedRisk, ...]


class Selection(Record, frozen=True):
    """Projects that fit into some weeks and bring the most together.

    Attributes:
        weeks: that there are.
        names: of the projects, in the order given.
        expected: money that they are expected to bring together.
    """

    weeks: float
    names: tuple[str, ...]
    expected: float


class Option(Record, frozen=True):
    """What would be done with more or fewer weeks.

    Attributes:
        weeks: more, or fewer when negative.
        added: projects that would be done as well.
        dropped: projects that would be put off.
        expected: money that it would bring, or cost when negative.
    """

    weeks: float
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    expected: float


class Portfolio(Record, frozen=True):
    """All projects, ranked, and what they bring together.

    Attributes:
        ranked: projects under way and live whose expected value is known, the highest first.
        unranked: those for which something was not said.
        ended: those that a decision ended.
        unit: of all money here; empty when nobody agreed on a value.
        together: what the projects under way bring together; those that are live have succeeded already.
        weeks: of work that there are.
        stated: whether somebody said how many there are; else they are what is left of the timeboxes.
        chosen: the projects under way that fit into these weeks and bring the most.
        price: money that one more week would bring.
        options: what would be done with a person-month more, and with one fewer.
    """

    ranked: tuple[Standing, ...]
    unranked: tuple[Standing, ...]
    ended: tuple[Standing, ...]
    unit: str
    together: Together
    weeks: float
    stated: bool
    chosen: Selection
    price: float
    options: tuple[Option, ...]
