"""All projects side by side in plain words: what each is worth, how likely, what it still costs, what it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shipworthy.records.portfolio import Option, Portfolio
from shipworthy.records.standing import Standing, WorthFrom
from shipworthy.records.verdict import Advice, State
from shipworthy.show.numbers import amount, between, count, number, share
from shipworthy.show.numbers import chance as chance_words
from shipworthy.show.words import ADVICE, STAGES, joined, sentence

_STATES: Final[dict[Advice, State]] = {"go": "holds", "back": "fails", "stop": "fails", "cant_tell": "cant_tell"}
SOURCES: Final[dict[WorthFrom, str]] = {
    "delivered": "as delivered so far",
    "measured": "as measured",
    "stated": "as somebody said",
    "estimated": "estimated from rates",
    "target": "if it just meets its goal",
    "": "",
}
"""What the worth of a project stands on."""

MONTH: Final = 4.0
"""Weeks of work in a person-month."""

_SHOWN: Final = 5
_FEW: Final = 2.0
_MANY: Final = 5.0


@dataclass(frozen=True)
class Card:
    """One project in a few lines.

    Attributes:
        name: of the project.
        stage: where it stands.
        state: of the last gate, for the mark beside its words.
        verdict: the word of the day.
        owner: who answers for the value.
        expected: what it is expected to bring, what is still to be spent taken off; empty when not known.
        losing: True when it is expected to cost more than it brings.
        worth: what it is worth in a year if it works; empty when nobody can say.
        reach: where that very likely lies; empty without a range.
        source: what that stands on.
        chance: that it gets there, in words; empty when not known.
        cost: what is still to be spent, money and weeks; empty when not known.
        delivered: what it really brings; empty before it is live.
        incidents: how many last.
        waits: what it waits for, the first thing; empty when for nothing.
        more: how many things more it waits for.
        missing: what nobody said and what would rank it, sentences.
        assumed: what nobody said and was taken as is usual, sentences.
        ended: why it was ended; empty while it goes on.
        lesson: what was learned from it.
        elsewhere: True when only the ledger knows of it, so that it has no page.
        rehearsal: True when its people are simulated.
        trouble: why it cannot be shown; empty when it can.
    """

    name: str
    stage: str = ""
    state: State = "cant_tell"
    verdict: str = ""
    owner: str = ""
    expected: str = ""
    losing: bool = False
    worth: str = ""
    reach: str = ""
    source: str = ""
    chance: str = ""
    cost: str = ""
    delivered: str = ""
    incidents: int = 0
    waits: str = ""
    more: int = 0
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    ended: str = ""
    lesson: str = ""
    elsewhere: bool = False
    rehearsal: bool = False
    trouble: str = ""


def card(one: Standing, unit: str = "", *, elsewhere: bool = False) -> Card:
    """A project as the portfolio shows it.

    Args:
        one: where it stands.
        unit: of the money of the others; empty when there are none.
        elsewhere: True when only the ledger knows of it.
    """
    ended = one.outcome == "ended"
    return Card(
        name=one.project,
        stage=_stage(one),
        state=_STATES["stop" if ended else one.advice],
        verdict="Ended" if ended else ADVICE[one.advice],
        owner=one.owner,
        expected="" if ended else money(one.expected, one.unit),
        losing=one.expected is not None and one.expected < 0,
        worth=f"{amount(one.worth, one.unit)} a year" if one.worth is not None else "",
        reach=_reach(one),
        source=SOURCES[one.worth_from],
        chance=chance_words(one.chance) if one.chance is not None and one.outcome == "running" else "",
        cost="" if one.outcome != "running" else cost(one),
        delivered="" if one.delivered is None else f"{amount(one.delivered, one.unit)} a month",
        incidents=one.incidents,
        waits=sentence(one.waits),
        more=one.more,
        missing=() if ended else _missing(one, unit),
        assumed=tuple(sentence(each) for each in one.assumed) if one.outcome == "running" else (),
        ended=sentence(one.why),
        lesson=sentence(one.lesson),
        elsewhere=elsewhere,
        rehearsal=one.rehearsal,
    )


def money(value: float | None, unit: str) -> str:
    """An amount to three digits; empty when it is not known.

    >>> money(12_345, "USD"), money(None, "USD")
    ('12,300 USD', '')
    """
    return "" if value is None else amount(value, unit)


def cost(one: Standing) -> str:
    """What is still to be spent: money and weeks, as far as they are known."""
    told = [money(one.cost, one.unit)] if one.cost is not None else []
    return ", ".join([*told, *([weeks(one.weeks)] if one.weeks is not None else [])])


def weeks(many: float) -> str:
    """Weeks in words.

    >>> weeks(1), weeks(2.5)
    ('1 week', '2.5 weeks')
    """
    return f"{number(round(many, 1))} week{'' if round(many, 1) == 1 else 's'}"


def summary(known: Iterable[Standing]) -> str:
    """All of it in a sentence."""
    shown = list(known)
    if not shown:
        return "There is no project yet."
    live, ended = (sum(one.outcome == outcome for one in shown) for outcome in ("live", "ended"))
    told = f"{count(len(shown))} project{'s' if len(shown) > 1 else ''}"
    parts = [f"{count(live)} live" if live else "", f"{count(ended)} ended" if ended else ""]
    troubled = sum(one.incidents for one in shown)
    parts.append(f"{count(troubled)} incident{'s' if troubled > 1 else ''} open" if troubled else "no incident open")
    return f"{told}: {', '.join(part for part in parts if part)}."


def bets(found: Portfolio) -> tuple[str, ...]:
    """What the projects under way bring together, in sentences; empty when none of them is ranked."""
    under_way = [one for one in found.ranked if one.outcome == "running"]
    whole, unit = found.together, found.unit
    if not under_way:
        return ()
    many = f"The {count(len(under_way))} projects under way are" if len(under_way) > 1 else "The project under way is"
    width = whole.high - whole.low
    lines = [
        f"{many} expected to bring {amount(whole.expected, unit, width or None)}, what is still to be spent taken off; "
        f"8 times in 10 it is between {amount(whole.low, unit, width or None)} and "
        f"{amount(whole.high, unit, width or None)}.",
        f"The chance that at least one succeeds is {chance_words(whole.any_success)}; that they bring less "
        f"than is still spent on them, {chance_words(whole.loss)}.",
    ]
    if len(under_way) > 1 and whole.effective is not None and whole.largest_share is not None:
        lines.append(_spread(whole.largest, whole.largest_share, whole.effective))
    return tuple(lines)


def shared(found: Portfolio) -> tuple[str, ...]:
    """What several projects rest on, a sentence each, most money at stake first; a few of them."""
    told = [
        f"{joined(list(one.projects))} rest on the same thing: {one.on}. The chance that it fails them all at once is "
        f"{chance_words(one.chance)}, and {amount(one.at_stake, found.unit)} would be lost with it."
        for one in found.together.shared[:_SHOWN]
    ]
    more = len(found.together.shared) - _SHOWN
    return (*told, *([f"{count(more)} more things are shared, with less money at stake."] if more > 0 else []))


def time(found: Portfolio) -> tuple[str, ...]:
    """What fits into the weeks there are, what a week is worth, and what more or fewer of them would change."""
    under_way = [one for one in found.ranked if one.outcome == "running"]
    if not under_way:
        return ()
    source = "" if found.stated else ", what is left of the timeboxes"
    there = f"There {'is' if found.weeks == 1 else 'are'} {weeks(found.weeks)} of work to give away{source}."
    lines = [there, *_fits(found, under_way)]
    if found.price > 0:
        lines.append(f"One more week is worth about {amount(found.price, found.unit)}.")
    if any(each.added or each.dropped for each in found.options):
        return (*lines, *(_option(each, found.unit) for each in found.options))
    return (*lines, f"{weeks(MONTH)} more or fewer would change nothing.") if found.options else tuple(lines)


def _fits(found: Portfolio, under_way: list[Standing]) -> list[str]:
    left = [one for one in under_way if one.project not in found.chosen.names]
    off = [one.project for one in left if (one.expected or 0.0) > 0]
    losing = [one.project for one in left if (one.expected or 0.0) <= 0]
    lines = [f"Best done with them: {joined(list(found.chosen.names), most=6)}."] if found.chosen.names else []
    lines += [f"No time is left for: {joined(off, most=6)}."] if off else []
    return [*lines, *([f"Expected to cost more than they bring: {joined(losing, most=6)}."] if losing else [])]


def _option(option: Option, unit: str) -> str:
    change = f"With {weeks(abs(option.weeks))} {'more' if option.weeks > 0 else 'fewer'}"
    if not option.added and not option.dropped:
        return f"{change}: nothing would change."
    parts = [f"also do {joined(list(option.added))}"] if option.added else []
    parts += [f"put off {joined(list(option.dropped))}"] if option.dropped else []
    sign = "+" if option.expected >= 0 else ""
    return f"{change}: {', '.join(parts)}; {sign}{amount(option.expected, unit)} expected."


def _spread(largest: str, part: float, effective: float) -> str:
    few = effective < _FEW
    kind = "a few big bets" if few else "many small bets" if effective > _MANY else "some bets of about one size"
    return (
        f"The money is spread like {number(round(effective, 1))} equal bets ({kind}): "
        f"{share(part)} of it hangs on {largest}."
    )


def _reach(one: Standing) -> str:
    if one.low is None or one.high is None or one.low == one.high:
        return ""
    return between(one.low, one.high, one.unit)


def _missing(one: Standing, unit: str) -> tuple[str, ...]:
    other = [f"its value is in {one.unit}, most others' in {unit}: say it in {unit} to rank it among them"]
    told = [*(other if one.unit and unit and one.unit != unit else []), *one.missing]
    return tuple(sentence(each) for each in told)


def _stage(one: Standing) -> str:
    if one.outcome == "live":
        return f"live, v{one.version}" if one.version is not None else "live"
    return f"ended at {STAGES[one.stage]}" if one.outcome == "ended" else STAGES[one.stage]
