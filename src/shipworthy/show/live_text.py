"""What is shipped and what is live, for the terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from shipworthy.records.bundle import Bundle
from shipworthy.records.evidence import Evidence
from shipworthy.records.incident import Incident
from shipworthy.records.measurement import Measurement
from shipworthy.records.window import Window
from shipworthy.show import incidents as told_of
from shipworthy.show.attempts_text import listing
from shipworthy.show.live import Live, hour, known, standing, window_word
from shipworthy.show.numbers import amount, between, count, number
from shipworthy.show.periods import day
from shipworthy.show.story import Story
from shipworthy.show.terminal import indented
from shipworthy.show.weeks import touching, verdict_of
from shipworthy.show.words import sentence
from shipworthy.show.worth import worth


def shipped_text(bundle: Bundle, evidence: Sequence[Evidence]) -> RenderableType:
    """What a bundle is, and what was found out about it."""
    until = f", up to {day(bundle.until)}" if bundle.until else ""
    first = (
        f"{bundle.name}, made from the attempt “{bundle.candidate}”, learned from {count(bundle.rows)} cases{until}."
    )
    return Group(Text(first), *(Text(sentence(each.says)) for each in evidence))


def standing_text(live: Live) -> RenderableType:
    """What is live now, a line each."""
    lines = [Text.assemble((f"{label}: ", "bold"), sentence(words)) for label, words in standing(live)]
    return Group(*lines) if lines else Text("Nothing is live yet.")


def windows_text(story: Story, live: Live, windows: Sequence[Window]) -> RenderableType:
    """Stretches of live traffic, oldest first: what they brought, what was promised, and what went wrong in them."""
    if not windows:
        return Text("Nothing new to judge: a window is judged once what turned out had the time to come in.")
    gains = {each.start: worth(story, gain) for each in windows if known(gain := each.of("gain")) and gain}
    scale = next(iter(gains.values()), None)
    width = max((gain.high - gain.low for gain in gains.values() if gain.high and gain.low), default=None)
    grid = listing()
    years = {each.start.year for each in windows}
    year = f", {years.pop()}" if len(years) == 1 else ""
    grid.add_column(f"{window_word(live)} from{year}", no_wrap=True)
    grid.add_column("cases", justify="right", no_wrap=True)
    unit = " ".join(part for part in (scale.unit, scale.per) if part) if scale else ""
    grid.add_column(f"brought more, {unit}" if unit else "brought more", justify="right", min_width=13)
    grid.add_column("as promised?", no_wrap=True)
    grid.add_column("went wrong", overflow="fold")
    for window in windows:
        wrong = "; ".join(dict.fromkeys(each.named for each in touching(live, window)))
        money = gains.get(window.start)
        brought = number(money.value, width) if money and money.value is not None else ""
        start = day(window.start)
        cells = (
            ", ".join(part for part in (start.rpartition(" ")[0] if year else start, hour(window)) if part),
            count(window.rows),
            brought,
            verdict_of(window).removesuffix(" than promised"),
            wrong,
        )
        grid.add_row(*(Text(cell, style="yellow" if wrong else "") for cell in cells))
    return grid


def incidents_text(story: Story, live: Live, incidents: Sequence[Incident]) -> tuple[RenderableType, ...]:
    """What went wrong, the cause first, each once."""
    parts: list[RenderableType] = []
    for incident in {each.id: each for each in incidents}.values():
        one = told_of.told(story, live, incident)
        lines = [one.says, *([one.cause] if incident.cause == "model" else []), one.when, one.cost, *one.did]
        lines += [f"Next: {one.next_step}"] if one.open and one.next_step else []
        parts += [Text(), Text(f"{incident.named} — {one.title}", style="yellow" if one.open else "")]
        parts += [indented(line) for line in lines if line]
    return tuple(parts)


def retrained_text(evidence: Evidence) -> RenderableType:
    """What a candidate that learned anew learned from, and what it would have brought more than what is live."""
    lines = [sentence(evidence.says)]
    gain = next((one for one in evidence.measurements if one.origin == "live" and one.name == "gain"), None)
    if gain is not None and gain.value is not None:
        cases = f"the newest {count(gain.n)} cases, before it had seen them"
        lines.append(f"On {cases}, it would have brought {_more(gain)} than what is live{_range(gain)}.")
    return Group(*(Text(line) for line in lines))


def paid_says(gain: Measurement, live: Live) -> tuple[str, ...]:
    """Whether a change of model paid, in a sentence; empty when that is not known."""
    now = live.deployment
    if gain.value is None or now is None:
        return ()
    sure = gain.low is not None and gain.high is not None and (gain.low > 0 or gain.high < 0)
    end = "" if sure else " So far the two cannot be told apart."
    both = f"On {count(gain.n)} live cases that both were asked about"
    return (f"{both}, v{now.champion} brought {_more(gain)} than v{now.previous}{_range(gain)}.{end}",)


def _more(gain: Measurement) -> str:
    width = None if gain.low is None or gain.high is None else gain.high - gain.low
    per = "" if gain.per == 1 else f" per {count(gain.per)} cases"
    return f"{amount(abs(gain.value or 0.0), gain.unit, width)}{per} {'more' if (gain.value or 0.0) >= 0 else 'less'}"


def _range(gain: Measurement) -> str:
    return "" if gain.low is None or gain.high is None else f" ({between(gain.low, gain.high, gain.unit)})"
