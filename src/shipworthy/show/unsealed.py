"""What the sealed cases said, beside what was promised before anybody had seen them."""

from shipworthy.show.numbers import count
from shipworthy.show.story import Story
from shipworthy.show.worth import worth


def unsealed_told(story: Story) -> str:
    """What the attempt gained on the cases that were sealed until one signature opened them; empty before that."""
    gain = next((one for one in story.unsealed if one.name == "gain" and one.value is not None), None)
    if gain is None:
        return ""
    told = worth(story, gain)
    reach = f", {told.range}" if told.range else ""
    size = f"{told.text} {told.per}".rstrip()
    seen = f"On {count(gain.n)} sealed {story.cases}, opened once and seen by nobody before"
    return f"{seen}, it brought {size} more than {story.than}{reach}.{_beside_the_promise(story, told.value)}"


def _beside_the_promise(story: Story, gained: float | None) -> str:
    promised = story.forecast.promise if story.forecast else None
    if promised is None or promised.low is None or promised.high is None or gained is None:
        return ""
    expected = worth(story, promised)
    assert expected.low is not None
    assert expected.high is not None
    if expected.low <= gained <= expected.high:
        return " That lies within what was promised."
    return f" That is {'less' if gained < expected.low else 'more'} than what was promised."
