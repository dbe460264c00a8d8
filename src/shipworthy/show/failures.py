"""Where an attempt does worst, in words and in money."""

from collections.abc import Mapping
from typing import Final

from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import count
from shipworthy.show.story import Story
from shipworthy.show.words import joined
from shipworthy.show.worth import Worth, worth

BEHIND: Final = "behind"
ERROR: Final = "error"
SEARCHED: Final = "searched"
"""Name of the number of regions that were held against the cases kept aside; its `n` is how many cases these are."""
_PER: Final = 1000


def failures_told(story: Story) -> tuple[str, ...]:
    """Sentences for those who pay: where it does worse, and what that costs; how carefully it was looked for."""
    whole = next((one for one in story.failures if one.name == SEARCHED), None)
    if whole is None:
        return ()
    lines = [
        region_told(one, whole.n, worth(story, one, one.n / whole.n if whole.n else 1.0), story.than)
        for one in story.failures
        if one.name != SEARCHED
    ]
    return tuple(f"{line[0].upper()}{line[1:]}." for line in lines)


def looked_for(story: Story) -> str:
    """How many regions were put to the test, and how many of them are named; empty when none was looked for."""
    whole = next((one for one in story.failures if one.name == SEARCHED), None)
    if whole is None:
        return ""
    tried, named = count(whole.value or 0), len(story.failures) - 1
    were, do = "was" if whole.value == 1 else "were", "does" if named == 1 else "do"
    return (
        f"Regions of up to three conditions were searched on out-of-fold rows. {tried} {were} put to the test on "
        f"{count(whole.n)} rows kept aside, by Holm; {count(named)} {do} worse beyond what luck explains."
    )


def failure_rows(story: Story) -> list[tuple[str, str, str, str, str]]:
    """Lines of a table: region, rows, against what, how much worse, its interval."""
    rows = []
    for one in story.failures:
        if one.name != SEARCHED:
            scaled = worth(story, one)
            rows.append((conditions(one.slice), count(one.n), one.against, f"{scaled.text} {scaled.per}", scaled.ends))
    return rows


def region_told(one: Measurement, of: int, scaled: Worth | None = None, than: str = "what is done today") -> str:
    """One region in a sentence.

    Args:
        one: the loss of the region, as the search measured it.
        of: how many cases there are in all.
        scaled: the loss as it is shown; None tells it for a thousand cases.
        than: what is done today, in words.

    >>> found = Measurement(name="behind", value=310, low=120, high=500, n=1240, unit="USD", per=1000,
    ...     slice={"shop": "north", "hour": "18 and more"})
    >>> region_told(found, 20_000).partition(" than")[0]
    'cases with shop north and hour 18 and more, 1,240 of 20,000: they bring 310 USD less per 1,000 cases'
    """
    shown = scaled or _for_a_thousand(one)
    reach = f" ({shown.range})" if shown.range else ""
    return f"cases with {conditions(one.slice)}, {count(one.n)} of {count(of)}: {_how(one, shown, than)}{reach}"


def conditions(slice_: Mapping[str, str]) -> str:
    """The conditions of a region.

    >>> conditions({"shop": "north", "hour": "18 and more"})
    'shop north and hour 18 and more'
    """
    # "and more" reads best at the end
    ordered = sorted(slice_.items(), key=lambda item: (" " in item[1], item[0]))
    return joined([f"{column} {_tidy(value)}" for column, value in ordered])


def _tidy(value: str) -> str:
    """A whole number as people write it: `3.0` is `3`."""
    return value.removesuffix(".0") if value.removesuffix(".0").lstrip("-").isdecimal() else value


def _how(one: Measurement, shown: Worth, than: str) -> str:
    per = f" {shown.per}" if shown.per else ""
    if one.name == BEHIND:
        return f"they bring {shown.text} less{per} than {than}"
    if one.unit == "share":
        return f"{shown.text} more of them are decided wrongly than of the rest"
    if one.name == ERROR:
        return f"they are off by {shown.text} more than the rest"
    return f"they lose {shown.text} more{per} than the rest, held against deciding right each time"


def _for_a_thousand(one: Measurement) -> Worth:
    if one.name == ERROR:
        return Worth(one.value, one.low, one.high, one.unit, "")
    factor = _PER / one.per
    value, low, high = (None if each is None else each * factor for each in (one.value, one.low, one.high))
    return Worth(value, low, high, one.unit, f"per {count(_PER)} cases")
