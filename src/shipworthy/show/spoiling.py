"""What spoiled inputs cost, in words, on pages and in the terminal."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from shipworthy.records.measurement import Measurement
from shipworthy.records.spoil import GAIN, LOSS
from shipworthy.show.attempts_text import listing
from shipworthy.show.story import Story
from shipworthy.show.worth import worth

_WORST: Final = 3
_UNMOVED: Final = "nothing changed"
_UNCLEAR: Final = "unclear"


def loss_lines(story: Story, measured: Sequence[Measurement]) -> list[tuple[str, str, str, str]]:
    """How inputs are spoiled, what that costs, its likely range, and whether it is still better than today."""
    return [
        (words, worth(story, loss).text, worth(story, loss).ends if _moved(loss) else _UNMOVED, _still(gain))
        for words, loss, gain in _pairs(measured)
    ]


def worst_losses(story: Story, measured: Sequence[Measurement]) -> tuple[str, ...]:
    """The ways that surely cost most, a sentence each; empty when none costs more than trying so many explains."""
    told = [(loss, words, gain) for words, loss, gain in _pairs(measured) if loss.digest in story.clear]
    surely = [each for each in told if (each[0].value or 0.0) > 0]
    worst = sorted(surely, key=lambda each: -(each[0].low or 0.0))[:_WORST]
    return tuple(_sentence(story, *each) for each in worst)


def losses_text(story: Story, measured: Sequence[Measurement]) -> RenderableType:
    """A line for each way, in the order they were tried."""
    lines = loss_lines(story, measured)
    if not lines:
        return Text("No inputs were spoiled yet.")
    table = listing()
    per = next((worth(story, loss).per for _, loss, _ in _pairs(measured)), "")
    table.add_column("with", overflow="fold", min_width=20)
    # headings take two lines, so that all of them fit into eighty columns beside the widest range
    table.add_column(f"loses\n{per}".rstrip(), justify="right", no_wrap=True)
    table.add_column("very likely", justify="right", no_wrap=True)
    table.add_column("still\nbetter", no_wrap=True)
    for line in lines:
        table.add_row(*map(Text, line))
    return table


def _sentence(story: Story, loss: Measurement, words: str, gain: Measurement | None) -> str:
    told = worth(story, loss)
    left = {"yes": f"it is then still better than {story.than}", "no": f"it is then worse than {story.than}"}
    after = left.get(_still(gain), "")
    return f"With {words} it loses {told.text} {told.per}".rstrip() + f", {told.range}{f'; {after}' if after else ''}."


def _still(gain: Measurement | None) -> str:
    """Whether it is surely better, surely not, or not to be told."""
    if gain is None or gain.low is None or gain.high is None:
        return _UNCLEAR
    return "yes" if gain.low > 0 else "no" if gain.high < 0 else _UNCLEAR


def _moved(loss: Measurement) -> bool:
    """Whether any decision changed; where none did, that is no certainty, and no range is shown."""
    return not (loss.value == 0 and loss.low == loss.high)


def _pairs(measured: Sequence[Measurement]) -> Iterator[tuple[str, Measurement, Measurement | None]]:
    gains = {each.name.removeprefix(GAIN): each for each in measured if each.name.startswith(GAIN)}
    for each in measured:
        if each.name.startswith(LOSS):
            words = each.name.removeprefix(LOSS)
            yield words, each, gains.get(words)
