"""The portfolio for the terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from shipworthy.records.portfolio import Portfolio
from shipworthy.records.standing import Standing
from shipworthy.show.attempts_text import listing
from shipworthy.show.portfolio import bets, card, shared, summary, time
from shipworthy.show.terminal import indented
from shipworthy.show.words import joined


def portfolio_text(found: Portfolio, shown: Portfolio) -> RenderableType:
    """All projects, ranked, and what they bring together.

    Args:
        found: all of them.
        shown: the same with only those that were searched for.
    """
    known = (*found.ranked, *found.unranked, *found.ended)
    lines: list[RenderableType] = [Text(summary(known))]
    if shown.ranked:
        lines += [Text(), _ranked(shown.ranked)]
        lines += [Text(each, style="dim") for each in _assumed(shown.ranked)]
    if shown.unranked:
        lines += [Text(), Text("Not ranked, for somebody has to say more:", style="bold"), *_unranked(shown)]
    if shown.ended:
        lines += [Text(), Text("Ended:", style="bold"), *_ended(shown.ended)]
    if not (shown.ranked or shown.unranked or shown.ended) and known:
        lines.append(Text("No project is like that."))
    if shown is found:
        for words in (bets(found), shared(found), time(found)):
            lines += [Text(), *(Text(line) for line in words)] if words else []
    return Group(*lines)


def _ranked(known: Sequence[Standing]) -> Table:
    table = listing()
    table.add_column("project", overflow="fold", min_width=8)
    table.add_column("stage", overflow="fold")
    for head in ("expected", "a year, if it works", "chance", "still to spend"):
        table.add_column(head, justify="right")
    for one in known:
        told = card(one)
        state = told.chance or ("it is live" if one.outcome == "live" else "")
        cells = (told.name, told.stage, told.expected, told.worth.removesuffix(" a year"), state, told.cost)
        table.add_row(*(Text(cell) for cell in cells), style="dim" if told.losing else "")
    return table


def _assumed(known: Sequence[Standing]) -> list[str]:
    """What was taken as is usual, and for which projects."""
    by_words: dict[str, list[str]] = {}
    for one in known:
        for says in card(one).assumed:
            by_words.setdefault(says, []).append(one.project)
    return [f"Assumed of {joined(names)}: {says[0].lower()}{says[1:]}" for says, names in by_words.items()]


def _unranked(shown: Portfolio) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for one in shown.unranked:
        lines += [Text(one.project), *(indented(says) for says in card(one, shown.unit).missing)]
    return lines


def _ended(known: Sequence[Standing]) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for one in known:
        told = card(one)
        lines.append(Text(f"{told.name}, {told.stage}: {told.ended}"))
        lines += [indented(f"Learned: {told.lesson}")] if told.lesson else []
    return lines
