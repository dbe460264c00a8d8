"""What one attempt may take while it is judged."""

from shipworthy.foundation.quantities import seconds, size
from shipworthy.plan.section import Section
from shipworthy.plan.words import Duration, Memory
from shipworthy.records.spec import Limits


class LimitsSection(Section):
    """What one fit, with its answers, may take; more ends it, and the attempt is marked failed.

    Attributes:
        time: how long it may take, such as 2h; left out, a day.
        memory: how much it may hold for itself, such as 4GiB; left out, nine tenths of the machine's.
    """

    time: Duration | None = None
    memory: Memory | None = None


def limits(own: LimitsSection, usual: LimitsSection) -> Limits:
    """The limits of one attempt.

    Args:
        own: what is said of the attempt.
        usual: what is said of all attempts; counts where nothing is said of this one.

    >>> limits(LimitsSection(time="2h"), LimitsSection(time="3h", memory="4GiB"))
    Limits(seconds=7200.0, bytes=4294967296.0)
    """
    time, memory = own.time or usual.time, own.memory or usual.memory
    return Limits(seconds=seconds(time) if time else None, bytes=size(memory) if memory else None)
