"""What a project is worth if it works, how likely that is, what it still costs, and what one gets for it."""

from typing import Final

from shipworthy.records.portfolio import Together
from shipworthy.records.standing import Standing
from shipworthy.show.letter import Part, Table
from shipworthy.show.numbers import amount, between, number, share
from shipworthy.show.numbers import chance as chance_words
from shipworthy.show.portfolio import SOURCES, money, weeks
from shipworthy.show.words import STAGES, sentence

_HEADS: Final = ("stage", "chance", "weeks", "money")


def stake(one: Standing, alone: Together | None) -> Part | None:
    """The return to be expected of a project under way, and how uncertain it is; None for any other.

    Args:
        one: where it stands.
        alone: what it brings by itself; None while something needed for that was not said.
    """
    if one.outcome != "running":
        return None
    says = [*_worth(one), *_odds(one), *_return(one, alone)]
    lines = tuple(sentence(each) for each in (*one.missing, *one.assumed))
    return Part("What it is worth, and what it still costs", tuple(says), lines, _stages(one))


def _worth(one: Standing) -> list[str]:
    if one.low is None or one.worth is None or one.high is None:
        return []
    reach = f", {between(one.low, one.high, one.unit)}" if one.low < one.high else ""
    told = [f"If it works it is worth {amount(one.worth, one.unit)} a year{reach}; {SOURCES[one.worth_from]}."]
    if one.brings is None or one.acts is None or (one.acts == 1 and one.horizon == 1):
        return told
    years = f"over {number(one.horizon)} year{'' if one.horizon == 1 else 's'}"
    acted = f" with {share(one.acts)} outputs acted on" if one.acts < 1 else ""
    return [*told, f"That is {amount(one.brings[1], one.unit)} {years}{acted}."]


def _odds(one: Standing) -> list[str]:
    return [] if one.chance is None else [f"The chance that it gets there is {chance_words(one.chance)}."]


def _return(one: Standing, alone: Together | None) -> list[str]:
    if one.expected is None or one.cost is None or alone is None or one.weeks is None:
        return []
    spend = f"Still to be spent: {money(one.cost, one.unit)}, {weeks(one.weeks)}." if one.cost else ""
    back = f", {number((one.expected + one.cost) / one.cost)} for each {one.unit} spent" if one.cost else ""
    told = f"To be expected: {amount(one.expected, one.unit)} after what is still to be spent{back}."
    ends = f"8 times in 10 it is between {amount(alone.low, one.unit)} and {amount(alone.high, one.unit)}"
    loss = f"the chance that it brings less than is still spent on it is {chance_words(alone.loss)}"
    return [*([spend] if spend else []), told, f"{ends}; {loss}."]


def _stages(one: Standing) -> Table | None:
    rows = tuple(
        (words, chance_words(one.chances.get(stage, 1.0)), _weeks(one, stage), _money(one, stage))
        for stage, words in STAGES.items()
        # what nobody doubts needs no line
        if one.chances.get(stage, 1.0) < 1 or one.stage_weeks.get(stage)
    )
    if not rows:
        return None
    many = len(_HEADS) if any(row[3] for row in rows) else 3 if any(row[2] for row in rows) else 2
    return Table("The stages ahead", _HEADS[:many], tuple(row[:many] for row in rows), tuple(range(2, many)))


def _weeks(one: Standing, stage: str) -> str:
    return number(one.stage_weeks[stage]) if one.stage_weeks.get(stage) else ""


def _money(one: Standing, stage: str) -> str:
    known = one.stage_weeks.get(stage)
    return money(known * one.week_cost, one.unit) if known and one.week_cost is not None else ""
