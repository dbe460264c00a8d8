"""Whether a search of settings goes on: what more trials may bring against what their time costs.

With amounts, this is the rule for search with recall: of draws that cost the same, one more is worth it exactly as long
as its expected rise is worth more than it costs (McCall, 1970; Weitzman, 1979), and what it may bring only falls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Final

from shipworthy.foundation.quantities import seconds_in_words
from shipworthy.show.numbers import amount
from shipworthy.stats.more_trials import FEWEST, gain_of_more

_UNTOLD: Final = 0.1
"""Share of the standard error of a difference below which a rise can never be told from luck."""


@dataclass(frozen=True)
class Price:
    """What a rise is worth, and what time costs.

    Attributes:
        rise: money that a rise by one unit of the score brings in all; None when nobody can say.
        second: money that a second of searching costs; None when nobody said.
        unit: of the money.
        of: what `rise` is made of, in words.
    """

    rise: float | None = None
    second: float | None = None
    unit: str = ""
    of: str = ""

    @property
    def known(self) -> bool:
        """Whether a rise can be held against its cost."""
        return self.rise is not None and self.second is not None


@dataclass(frozen=True)
class Outlook:
    """What is to be expected of more trials.

    Attributes:
        pays: whether they should be made.
        gain: expected rise of the best score; None while too few trials can tell.
        worth: money that this rise is worth; None when nobody can say.
        cost: money that these trials cost; None alike.
        says: why, one sentence.
    """

    pays: bool
    gain: float | None
    worth: float | None
    cost: float | None
    says: str


def outlook(
    scores: Sequence[float], seconds: Sequence[float], more: int, price: Price, *, noise: float, matters: float = 0.0
) -> Outlook:
    """Whether more trials pay.

    Args:
        scores: of the trials so far, more being better. # (trials,)
        seconds: that each of them took. # (trials,)
        more: how many trials there is time for.
        price: of a rise and of time.
        noise: standard error of the difference between two trials on the same cases.
        matters: rises up to this size do not matter, in the unit of scores.
    """
    if more < 1:
        return Outlook(False, 0.0, None, None, "there is no time for another trial")
    each = mean(seconds) if seconds else 0.0
    one, rise = gain_of_more(scores, 1, noise), gain_of_more(scores, more, noise)
    if one is None or rise is None:
        return Outlook(True, None, None, None, f"fewer than {FEWEST} trials cannot tell what more would bring")
    least = max(matters, _UNTOLD * noise)
    took = seconds_in_words(more * each)
    if rise <= least:
        says = f"{more} more trials would hardly bring anything that could be told from luck"
        return Outlook(False, rise, *_money(rise, more * each, price), says)
    if price.rise is None or price.second is None:
        says = f"{more} more trials may still bring something, and nobody said what that is worth beside {took} of time"
        return Outlook(True, rise, None, None, says)
    worth, cost = rise * price.rise, more * each * price.second
    if one * price.rise <= each * price.second:
        next_worth, next_cost = amount(one * price.rise, price.unit), amount(each * price.second, price.unit)
        says = f"one more trial is expected to bring {next_worth} and costs {next_cost}"
        return Outlook(False, rise, worth, cost, says)
    says = (
        f"{more} more trials ({took}) are expected to bring {amount(worth, price.unit)} and cost "
        f"{amount(cost, price.unit)}"
    )
    return Outlook(True, rise, worth, cost, says)


def _money(rise: float, seconds: float, price: Price) -> tuple[float | None, float | None]:
    worth = None if price.rise is None else rise * price.rise
    return worth, None if price.second is None else seconds * price.second
