"""Ways to deliver, in words and as a table: what each costs and brings in a year, and the cheapest that does."""

from typing import Final

from rich.console import RenderableType
from rich.text import Text

from shipworthy.records.simplified import Delivery, Simplified
from shipworthy.show.attempts_text import listing
from shipworthy.show.numbers import amount, between, count, ends
from shipworthy.show.story import Story
from shipworthy.show.words import joined, sentence

MADE: Final = {
    "on request": "answers at once",
    "1h": "answers once an hour for all",
    "1d": "answers once a day for all",
    "1w": "answers once a week for all",
}
BATCHES: Final = ("1h", "1d", "1w")
_MET: Final = {True: "yes", False: "no", None: "not sure"}


def delivery_rows(story: Story) -> list[tuple[str, str, str, str, str, str]]:
    """For the data scientist: what is delivered, its cost and gain in a year, the interval, the goal, a remark."""
    record = story.simplified
    return [] if record is None else [_row(record, each) for each in _all(record)]


def deliveries_text(story: Story, record: Simplified) -> RenderableType | None:
    """A line for each way to deliver, the cheapest first; None where there is only the one there is now."""
    if len(_all(record)) < 2:
        return None
    table = listing()
    table.add_column("ways to deliver", overflow="fold", min_width=18)
    table.add_column(_head("costs", story.unit, "a year"), justify="right", no_wrap=True)
    table.add_column(_head("gains", *_unit_of(record)), justify="right", no_wrap=True)
    table.add_column("very\nlikely", justify="right", no_wrap=True)
    table.add_column("meets\nthe goal", no_wrap=True)
    table.add_column("", overflow="fold")
    for each in _all(record):
        table.add_row(*map(Text, _row(record, each)), style="bold" if each.chosen else "")
    return table


def cheapest_told(story: Story, record: Simplified) -> str:
    """The cheapest delivery that does, money first; empty where there is none beside the one there is now."""
    each = record.chosen
    if each is None:
        return "No way to deliver surely loses little enough." if len(_all(record)) > 1 else ""
    if not (each.sources or each.columns or each.size or each.saves):
        return (
            "Of all ways to deliver, the one there is now is the cheapest that does." if len(_all(record)) > 1 else ""
        )
    kept = "that goes on to meet the goal" if each.meets else "that surely loses little enough"
    cost = f"The cheapest way to deliver it {kept}: {says(each)}."
    if each.cost is not None and each.saves is not None:
        cost += f" It costs {amount(each.cost, story.unit)} a year, {amount(each.saves, story.unit)} less than now."
    if each.year is not None and each.year.value is not None:
        cost += f" It gains {amount(each.year.value, story.unit, _width(each))} a year over what is done today"
        cost += "." if each.year.low is None or each.year.high is None else f", {_between(story, each)}."
    held = record.still_meets
    if held is True:
        cost += " On the cases kept aside it meets the goal too."
    elif held is False:
        cost += " On the cases kept aside alone it cannot be said surely to meet the goal."
    return cost


def says(each: Delivery) -> str:
    """A way to deliver, in words such as "answers once a day for all, without shoes"."""
    gone = [*(f"all of {name}" for name in each.sources), *each.columns]
    parts = [MADE.get(each.schedule, f"answers made {each.schedule}")]
    parts += [f"without {joined(gone, 3)}"] if gone else []
    parts += [f"with {each.size}"] if each.size else []
    return ", ".join(parts)


def _row(record: Simplified, each: Delivery) -> tuple[str, str, str, str, str, str]:
    words = sentence(says(each)).rstrip(".")
    cost = "" if each.cost is None else amount(each.cost, "")
    if each.failure:
        return words, cost, "", each.failure, "", ""
    told = each.year or each.gain
    value = "" if told.value is None else amount(told.value, "", _width(each))
    reach = "" if told.low is None or told.high is None else ends(told.low, told.high, joint="to")
    return words, cost, value, reach, _MET[each.meets], _remark(record, each)


def _remark(record: Simplified, each: Delivery) -> str:
    if each.chosen:
        return "cheapest that does"
    if not each.does:
        return "may lose too much"
    return "" if each.front else "beaten"


def _head(*words: str) -> str:
    return "\n".join(each for each in words if each)


def _unit_of(record: Simplified) -> tuple[str, str]:
    """Of the gains: their unit, and what they are for."""
    first = next((each for each in _all(record) if not each.failure), None)
    if first is None:
        return "", ""
    unit = first.gain.unit if first.gain.unit not in ("1", "share") else ""
    return unit, "a year" if first.year is not None else f"per {count(first.gain.per)}" if first.gain.per != 1 else ""


def _width(each: Delivery) -> float | None:
    told = each.year or each.gain
    return None if told.low is None or told.high is None else told.high - told.low


def _between(story: Story, each: Delivery) -> str:
    told = each.year or each.gain
    return between(told.low or 0.0, told.high or 0.0, story.unit, told.approximate)


def _all(record: Simplified) -> tuple[Delivery, ...]:
    return record.deliveries or ()
