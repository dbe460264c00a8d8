"""All projects side by side: what each promises, what it brings, and what it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass

from shipworthy.records.verdict import State
from shipworthy.show import owner
from shipworthy.show.incidents import title
from shipworthy.show.live import Live, delivered
from shipworthy.show.story import Story
from shipworthy.show.words import CHOICES, STAGES, sentence

_STATES: dict[str, State] = {"go": "holds", "back": "fails", "stop": "fails", "cant_tell": "cant_tell"}


@dataclass(frozen=True)
class Card:
    """One project in a few lines.

    Attributes:
        name: of the project.
        stage: where it stands.
        state: of the last gate, for the mark beside its words.
        verdict: the word of the day.
        promise: expected in a month to come, in money; empty when nothing was promised.
        reach: where it very likely lies.
        delivered: what it really brings; empty before it is live.
        incidents: how many last.
        waits: what it waits for, the first thing; empty when for nothing.
        more: how many things more it waits for.
        ended: why it was ended; empty while it goes on.
        elsewhere: True when only the ledger knows of it, so that it has no page.
        rehearsal: True when its people are simulated.
        trouble: why it cannot be shown; empty when it can.
    """

    name: str
    stage: str = ""
    state: State = "cant_tell"
    verdict: str = ""
    promise: str = ""
    reach: str = ""
    delivered: str = ""
    incidents: int = 0
    waits: str = ""
    more: int = 0
    ended: str = ""
    elsewhere: bool = False
    rehearsal: bool = False
    trouble: str = ""


def card(story: Story, live: Live, *, elsewhere: bool = False) -> Card:
    """A project as the portfolio shows it.

    Args:
        story: what was found out.
        live: what is live.
        elsewhere: True when only the ledger knows of it.
    """
    found, brought, last = owner.headline(story), delivered(story, live), story.decisions[-1:]
    number = found[0] if found else None
    ended = f"Stopped: {sentence(last[0].why)}" if last and last[0].choice == "stop" else ""
    advice = story.gate.advice if story.gate else "cant_tell"
    lasting = [f"{title(one)}: {one.next_step}" for one in live.open if one.next_step]
    waits = [*lasting, *(ask.says for ask in story.asks)]
    return Card(
        name=story.title,
        stage=_stage(story, live),
        state=_STATES[advice],
        verdict=owner.advice(story),
        promise=f"{number.text} {number.per}".strip() if number else "",
        reach=number.range if number else "",
        delivered=f"{brought.text} {brought.per}".strip() if brought else "",
        incidents=len(live.open),
        waits=sentence(waits[0]) if waits and not ended else "",
        more=max(0, len(waits) - 1),
        ended=ended,
        elsewhere=elsewhere,
        rehearsal=bool(owner.rehearsal(story)),
    )


def summary(cards: Iterable[Card]) -> str:
    """All of it in a sentence."""
    shown = list(cards)
    if not shown:
        return "There is no project yet."
    running, ended = [one for one in shown if one.delivered], [one for one in shown if one.ended]
    told = f"{len(shown)} project{'s' if len(shown) > 1 else ''}"
    parts = [f"{len(running)} live" if running else "", f"{len(ended)} ended" if ended else ""]
    troubled = sum(one.incidents for one in shown)
    parts.append(f"{troubled} incident{'s' if troubled > 1 else ''} open" if troubled else "no incident open")
    return f"{told}: {', '.join(part for part in parts if part)}."


def _stage(story: Story, live: Live) -> str:
    if live.deployment is not None and live.deployment.champion is not None:
        return f"live, v{live.deployment.champion}"
    if not story.gate:
        return "begun"
    last = story.decisions[-1] if story.decisions else None
    decided = f"; decided: {CHOICES[last.choice]}" if last and last.stage == story.gate.stage else ""
    return STAGES[story.gate.stage] + decided
