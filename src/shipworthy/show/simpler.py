"""What could be done without, in words, on pages and in the terminal."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec import structs
from rich.console import RenderableType
from rich.text import Text

from shipworthy.records.measurement import Measurement
from shipworthy.records.simplified import Simplified, Trial
from shipworthy.show.attempts_text import listing
from shipworthy.show.deliveries import BATCHES, cheapest_told
from shipworthy.show.numbers import amount
from shipworthy.show.story import Story
from shipworthy.show.words import joined
from shipworthy.show.worth import worth

_MONTHS = 12
_QUESTIONS = {
    "source": "without",
    "columns": "without",
    "age": "with",
    "batch": "with",
    "size": "with",
    "rows": "with",
    "retraining": "with",
}
_YES_NO = {True: "yes", False: "no", None: ""}


def trial_rows(story: Story) -> list[tuple[str, str, str, str, str, str]]:
    """What was tried, what it loses, its likely range, whether that surely is little, the criterion, what it takes."""
    record = story.simplified
    return [] if record is None else [_row(story, each) for each in record.trials]


def simplified_text(story: Story, record: Simplified) -> RenderableType:
    """A line for each thing that was tried, in that order."""
    if not record.trials:
        return Text("Nothing was tried.")
    told = worth(story, record.trials[0].loss)
    unit = "" if told.unit in ("", "1", "share") else told.unit
    table = listing()
    table.add_column("tried", overflow="fold", min_width=16)
    # lines of a heading are given, so that none is cut at 80 columns
    table.add_column("\n".join(each for each in ("loses", unit, told.per) if each), justify="right", no_wrap=True)
    table.add_column("very\nlikely", justify="right", no_wrap=True)
    table.add_column("surely\nlittle", no_wrap=True)
    table.add_column("takes", overflow="fold", min_width=12)
    for says, loses, *row in (_row(story, each) for each in record.trials):
        table.add_row(*map(Text, (says, loses.removesuffix(f" {unit}"), row[0], row[1], row[3])))
    return table


def simplified_told(story: Story, record: Simplified) -> tuple[str, ...]:
    """What could be done without, a sentence each, for somebody who has never heard of a model."""
    first = cheapest_told(story, record)
    return (
        *([first] if first else []),
        *_left_out(story, record),
        *_held(story, record),
        *_stale(story, record),
        *_smaller(story, record),
        *_anew(story, record),
    )


def margin_told(story: Story, record: Simplified) -> str:
    """What counts as little, and how sure that has to be."""
    little = worth(story, _like(record, record.margin))
    because = "as the document says" if record.margin_from == "equivalent" else "a tenth of what it gains"
    return (
        f"Little is less than {little.text} {little.per}".rstrip()
        + f", {because}; that is said with {record.confidence:.0%} confidence for all that is left out together."
    )


def _row(story: Story, trial: Trial) -> tuple[str, str, str, str, str, str]:
    says = f"{_QUESTIONS[trial.kind]} {trial.says}"
    if trial.failure:
        return says, "", trial.failure, "", "", ""
    told = worth(story, trial.loss)
    unmoved = trial.loss.value == 0 and trial.loss.low == trial.loss.high
    reach = "nothing changed" if unmoved else told.ends
    return says, told.text, reach, _YES_NO[trial.taken], _YES_NO[trial.meets], _takes(story, trial)


def _takes(story: Story, trial: Trial) -> str:
    if trial.saves and trial.kind in ("source", "batch"):
        return f"{amount(trial.saves / _MONTHS, story.unit)} a month less"
    if trial.seconds is None or trial.bytes is None:
        return ""
    return f"{1000 * trial.seconds:.3g} ms, {trial.bytes / 1e6:.3g} MB"


def _left_out(story: Story, record: Simplified) -> Iterator[str]:
    last = _last_taken(record)
    gone = [*record.sources, *record.columns]
    if last is None or not gone:
        if any(each.kind in ("source", "columns") for each in record.trials):
            yield "There is no source and no column of which one can be sure that it could go at little loss."
        return
    words = [f"all that comes from {joined(list(record.sources), len(record.sources))}"] if record.sources else []
    words += [joined(list(record.columns), len(record.columns))] if record.columns else []
    saved = f": {amount(last.saves / _MONTHS, story.unit)} a month less" if last.saves else ""
    yield f"You could do without {' and without '.join(words)}{saved}; {_loses(story, last.loss)}."


def _held(story: Story, record: Simplified) -> Iterator[str]:
    lost = record.confirmed
    if lost is None or lost.value is None or lost.low is None:
        return
    surely = "; that surely is more than little" if lost.low > record.margin else ""
    yield f"On the cases kept aside, looked at once for this, {_loses(story, lost)}{surely}."


def _stale(story: Story, record: Simplified) -> Iterator[str]:
    batches = [each for each in record.trials if each.kind == "batch" and each.loss.value is not None]
    fine = [each for each in batches if each.taken]
    chosen = record.chosen
    if chosen is not None and chosen.schedule in BATCHES:
        return
    if fine:
        yield f"There is no need to answer at once: with {fine[-1].says} {_loses(story, fine[-1].loss)}."
    elif batches:
        told = _loses(story, batches[0].loss)
        yield f"A batch cannot be said to do in place of answering at once: with {batches[0].says} {told}."


def _smaller(story: Story, record: Simplified) -> Iterator[str]:
    fine = [each for each in record.trials if each.kind == "size" and each.taken and each.bytes is not None]
    if fine:
        least = min(fine, key=lambda each: (each.bytes or 0, each.seconds or 0.0))
        yield f"It may be smaller: with {least.says} {_loses(story, least.loss)}."
    rows = [each for each in record.trials if each.kind == "rows" and each.taken]
    if rows:
        yield f"There is more data than it needs: with {rows[-1].says} {_loses(story, rows[-1].loss)}."


def _anew(story: Story, record: Simplified) -> Iterator[str]:
    ages = [each for each in record.trials if each.kind == "retraining" and each.loss.value is not None]
    fine = list(takewhile(lambda each: each.taken, ages))
    if fine:
        yield f"It need not be learned anew all the time: with {fine[-1].says} {_loses(story, fine[-1].loss)}."
    elif ages:
        told = _loses(story, ages[0].loss)
        yield f"It cannot be said to do without being learned anew every time: with {ages[0].says} {told}."


def _loses(story: Story, loss: Measurement) -> str:
    """Words such as "it loses 40 USD per month (very likely between -80 and 170 USD)"."""
    if loss.value == 0 and loss.low == loss.high:
        return "no decision changes"
    better = loss.value is not None and loss.value < 0
    told = worth(story, _turned(loss) if better else loss)
    says = f"it {'brings' if better else 'loses'} {told.text} {told.per}".rstrip() + (" more" if better else "")
    return says + (f" ({told.range})" if told.range else "")


def _turned(loss: Measurement) -> Measurement:
    """The loss as a gain."""
    value, low, high = (None if end is None else -end for end in (loss.value, loss.high, loss.low))
    return structs.replace(loss, value=value, low=low, high=high)


def _last_taken(record: Simplified) -> Trial | None:
    taken: Sequence[Trial] = [each for each in record.trials if each.kind in ("source", "columns") and each.taken]
    return taken[-1] if taken else None


def _like(record: Simplified, value: float) -> Measurement:
    first = record.trials[0].loss if record.trials else Measurement(name="loss", value=None)
    return structs.replace(first, value=value, low=None, high=None)
