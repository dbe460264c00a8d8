"""What attempts were expected to bring, beside what they brought."""

from shipworthy.records.experiment import Tried
from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import chance
from shipworthy.show.story import Story
from shipworthy.show.worth import Worth, worth


def expected_told(story: Story) -> tuple[str, ...]:
    """A sentence for each attempt of which somebody said beforehand what it should bring, and what that was worth."""
    told = [_one(story, each) for each in story.tried]
    score = next((each.says for each in story.scores if each.of == "all"), "")
    return (*told, f"All predictions of the ledger: {score}.") if told and score else tuple(told)


def verdict(tried: Tried) -> str:
    """Whether the gain lies within what was stated; a gain that cannot be told from nothing says so too.

    >>> from shipworthy.records.experiment import Experiment
    >>> stated = Experiment(name="tree", low=0, high=400)
    >>> found = Measurement(name="gain", value=520, low=380, high=660)
    >>> verdict(Tried(stated=stated, over="linear", gain=found))
    'more than was said, though not beyond noise'
    """
    gain, stated = tried.gain, tried.stated
    if gain.value is None:
        return "which cannot be told"
    low = gain.value if gain.low is None else gain.low
    high = gain.value if gain.high is None else gain.high
    nothing = ", and nothing beyond noise" if low <= 0 <= high else ""
    if stated.low <= gain.value <= stated.high:
        return f"within what was said{nothing}"
    clear = high < stated.low or low > stated.high
    word = "less" if gain.value < stated.low else "more"
    return f"{word} than was said{'' if clear else ', though not beyond noise'}"


def _one(story: Story, tried: Tried) -> str:
    stated = tried.stated
    said = _scaled(story, stated.low, stated.high, stated.unit, stated.per)
    came = worth(story, tried.gain)
    likely = "" if stated.chance is None else f", {chance(stated.chance)} that it brings anything"
    ends = f"{said.ends} {'' if said.unit == '1' else said.unit} {said.per}".split()
    reach = f", {came.range}" if came.range else ""
    brought = f"it brought {came.text}{reach}" if came.value is not None else "what it brought"
    joint = ": " if came.value is not None else ", "
    return (
        f"“{stated.name}” was expected to bring {' '.join(ends)} more than “{tried.over}”, the best before "
        f"it{likely}; {brought}{joint}{verdict(tried)}."
    )


def _scaled(story: Story, low: float, high: float, unit: str, per: float) -> Worth:
    return worth(story, Measurement(name="gain", value=(low + high) / 2, low=low, high=high, unit=unit, per=per))
