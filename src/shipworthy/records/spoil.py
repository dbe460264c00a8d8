"""Something that spoils the inputs of a model."""

from typing import Final, Literal, get_args

from shipworthy.records.record import Record

SpoilKind = Literal[
    "noise", "missing", "gone", "tenfold", "thousandfold", "unit", "typos", "case", "category", "clock", "late"
]
LOSS: Final = "loss."
"""What begins the name of a loss that spoiled inputs bring; the words of how they are spoiled follow."""
GAIN: Final = "gain."
"""What begins the name of a gain over what is done today although inputs are spoiled."""
KINDS: Final[tuple[SpoilKind, ...]] = get_args(SpoilKind)

_SAYS: Final = {
    "noise": "noise of {share} of the spread",
    "missing": "{share} of the values missing",
    "tenfold": "{share} of the values ten times as large",
    "thousandfold": "{share} of the values a thousand times as large",
    "unit": "{share} of the values in another unit",
    "typos": "a typing error in {share} of the words",
    "case": "{share} of the words in other capitals",
    "category": "{share} of the words never seen before",
}
_LENGTHS: Final = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


class Spoil(Record, frozen=True):
    """One way in which inputs may arrive spoiled, with its strength.

    Attributes:
        kind: `noise` (scatter is added to numbers), `missing` (values are empty), `gone` (all of them are), `tenfold`
            and `thousandfold` (numbers in a unit so much smaller), `unit` (another usual unit, told by name and size),
            `typos` (two letters change places), `case` (capitals), `category` (words never seen), `clock` (times are
            off), `late` (a source is known later than agreed).
        strength: of `noise` the standard deviation as a share of the column's own; of `clock` and `late` seconds; else
            the share of the values that it happens to. 1 for `gone`.
        columns: the columns concerned; empty takes all that it can happen to.
        source: the source whose columns are concerned; empty for no source in particular.
    """

    kind: SpoilKind
    strength: float = 1.0
    columns: tuple[str, ...] = ()
    source: str = ""

    @property
    def says(self) -> str:
        """What is wrong, in words that follow "with".

        >>> Spoil(kind="missing", strength=0.05).says, Spoil(kind="gone", source="weather").says
        ('5 % of the values missing', 'nothing from weather')
        >>> Spoil(kind="noise", strength=0.1, columns=("wind", "rain")).says
        'noise of 10 % of the spread in wind, rain'
        """
        where = ", ".join(self.columns) or (f"what comes from {self.source}" if self.source else "")
        if self.kind == "gone":
            return f"nothing from {', '.join(self.columns) or self.source}"
        if self.kind == "late":
            return f"{self.source} known {_length(self.strength)} later"
        if self.kind == "clock":
            told = f"a clock that is {_length(abs(self.strength))} {'ahead' if self.strength > 0 else 'behind'}"
        else:
            told = _SAYS[self.kind].format(share=f"{100 * self.strength:.12g} %")
        return f"{told} in {where}" if where else told


def _length(seconds: float) -> str:
    size, name = next(((size, name) for size, name in _LENGTHS if seconds >= size), _LENGTHS[-1])
    count = f"{seconds / size:.6g}"
    return f"{count} {name}{'' if count == '1' else 's'}"
