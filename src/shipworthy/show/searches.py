"""What searches of settings found, a sentence each, beside the attempts that came of them."""

from shipworthy.records.searched import Searched
from shipworthy.show import numbers
from shipworthy.show.story import Story
from shipworthy.show.words import sentence
from shipworthy.show.worth import worth


def searches_told(story: Story) -> tuple[str, ...]:
    """The last search of each attempt: how many settings, what came of them, what made the difference."""
    last = {found.candidate: found for found in story.searches if found.trials}
    return tuple(sentence(_told(story, found)) for found in last.values())


def _told(story: Story, found: Searched) -> str:
    tried = f"{numbers.count(found.trials)} settings of “{found.candidate}” were tried"
    if not found.settings:
        return f"{tried}, and none did better than it does as it stands"
    best = ", ".join(f"{knob} {value}" for knob, value in found.settings.items())
    knob = max(found.importance, key=lambda name: found.importance[name], default="")
    weight = f"; {knob} made {found.importance[knob]:.0%} of the difference" if len(found.importance) > 1 else ""
    wrote = f". It is “{found.wrote}” now" if found.wrote else ""
    return f"{tried}; the best ({best}) {_gained(story, found)}{weight}{wrote}"


def _gained(story: Story, found: Searched) -> str:
    gain = found.gain
    if gain is None or gain.value is None:
        return "looked better, by how much cannot be told"
    told = worth(story, gain)
    luck = ", which may be luck" if gain.low is not None and gain.low <= 0 else ""
    money = " ".join(filter(None, ("brought", told.text, told.per, "more than it does as it stands")))
    metric = f"improved {found.unit.replace('_', ' ')} by {told.text}"
    more = money if story.unit and gain.unit == story.unit else metric
    return f"{more}{f', {told.range}' if told.range else ''}{luck}"
