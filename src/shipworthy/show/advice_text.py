"""The forecaster's advice for the terminal."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from shipworthy.records.advice import Advice
from shipworthy.records.score import Score
from shipworthy.show.advice import Told, told
from shipworthy.show.attempts_text import listing
from shipworthy.show.numbers import amount
from shipworthy.show.scores import score_lines
from shipworthy.show.terminal import indented
from shipworthy.show.words import joined


def advice_text(advice: Advice, knowing: Mapping[str, float]) -> RenderableType:
    """What to do on top, then the five questions, what could be tried, and what was assumed.

    Args:
        advice: what to do, and why.
        knowing: what nobody has settled yet -> money that knowing it is worth at most.
    """
    shown = told(advice)
    body: list[RenderableType] = [Text(shown.says, style="bold"), Text(), *_questions(shown.questions)]
    if shown.money:
        body += [Text(), Text("Money to expect: " + ", ".join(f"{way.lower()} {worth}" for way, worth in shown.money))]
    if shown.stages:
        each = [f"{name} {chance} ({rests})" for name, chance, rests in shown.stages]
        body += [Text(), Text(f"What has to be passed: {joined(each, most=len(each))}.")]
    if shown.rows:
        body += [Text(), _rows(shown)]
    if knowing:
        worth = [f"{on}: up to {amount(money, advice.currency)}" for on, money in knowing.items()]
        body += [Text(), Text("Worth knowing before going on:"), *(indented(f"- {each}") for each in worth)]
    if shown.assumed:
        body += [Text(), Text("Assumed, as nobody said:"), *(indented(f"- {one}") for one in shown.assumed)]
    return Group(*body)


def scores_text(scores: Sequence[Score]) -> RenderableType:
    """How good predictions turned out to be: of all, by owner, and by kind of attempt."""
    table = listing()
    table.add_column("predictions of")
    table.add_column("n", justify="right")
    table.add_column("Brier score", justify="right")
    table.add_column("what they tell", ratio=1)
    for cells in score_lines(scores):
        table.add_row(*(Text(cell) for cell in cells))
    return Group(Text("How good earlier predictions were (a Brier score of 0 is a perfect seer, 0.25 a coin):"), table)


def _questions(asked: tuple[tuple[str, str, str], ...]) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for question, answer, why in asked:
        lines += [Text.assemble(f"{question} ", (f"{answer}.".capitalize(), "bold")), indented(why)]
    return lines


def _rows(shown: Told) -> RenderableType:
    table = listing()
    table.add_column("to try, most worth first")
    table.add_column("kind")
    table.add_column("brings something", no_wrap=True)
    table.add_column(shown.gain.lower(), justify="right")
    table.add_column("weeks", justify="right")
    for cells in shown.cells:
        table.add_row(*(Text(cell) for cell in cells))
    return table
