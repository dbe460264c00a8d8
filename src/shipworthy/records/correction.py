"""What is made of a predicted number before it is acted on."""

from typing import Any

from shipworthy.foundation.figures import figure
from shipworthy.records.record import Record


class Correction(Record, frozen=True):
    """A number is acted on as `scale` times what the model says, plus `shift`.

    Where being too low costs more than being too high, it pays to act on more than what is expected.

    Attributes:
        scale: times the predicted number.
        shift: added to it, in the unit of the target.

    >>> Correction(shift=2.5).of(10.0)
    12.5
    """

    scale: float = 1.0
    shift: float = 0.0

    def of(self, said: Any) -> Any:
        """The number that is acted on, of one number or of many."""
        return self.scale * said + self.shift

    @property
    def says(self) -> str:
        """What it does, as the predicate of a sentence.

        >>> Correction(scale=1.25).says
        'acts on 25 % more than it predicts'
        """
        if self.shift:
            by, more = figure(abs(self.shift)), self.shift > 0
        else:
            by, more = f"{figure(100 * abs(self.scale - 1), 3)} %", self.scale > 1
        return f"acts on {by} {'more' if more else 'less'} than it predicts"
