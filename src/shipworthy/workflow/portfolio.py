"""The verb `portfolio`: all projects of a ledger, ranked, and what they bring together."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from msgspec import ValidationError, structs

from shipworthy.forecast.choosing import select, shadow_price
from shipworthy.forecast.portfolio import Bet, bet, together
from shipworthy.foundation.clock import SystemClock
from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.foundation.quantities import SECONDS
from shipworthy.records.portfolio import Option, Portfolio, Selection
from shipworthy.records.stage import STAGES
from shipworthy.records.standing import Standing
from shipworthy.show.portfolio import MONTH
from shipworthy.store.evidence import Book
from shipworthy.store.home import ledger_url
from shipworthy.store.ledger import Ledger
from shipworthy.workflow.course import recorded
from shipworthy.workflow.folder import DOCUMENT
from shipworthy.workflow.owed import owed_now
from shipworthy.workflow.shelf import project_folders
from shipworthy.workflow.standing import put_standing
from shipworthy.workflow.workbench import Workbench

_MOST_WEEKS: Final = 1e6
_LISTS: Final = ("ranked", "unranked", "ended")

ORDERS: Final[Mapping[str, Callable[[Standing], Any]]] = {
    "expected": lambda one: (one.expected is None, -(one.expected or 0.0)),
    "worth": lambda one: (one.brings is None, -(one.brings[1] if one.brings else 0.0)),
    "chance": lambda one: (one.chance is None, -(one.chance or 0.0)),
    "cost": lambda one: (one.cost is None, one.cost or 0.0),
    "stage": lambda one: -STAGES.index(one.stage),
    "name": lambda one: one.project.casefold(),
}
"""What projects can be sorted by; all but name and cost put the most first."""


def document_of(found: Portfolio) -> dict[str, Any]:
    """JSON-like values; each project with what follows from its numbers."""
    lists = {name: [told(each) for each in getattr(found, name)] for name in _LISTS}
    return {**found.to_dict(), **lists}


def told(standing: Standing) -> dict[str, Any]:
    """A project as JSON-like values, with what follows from its numbers."""
    return {**standing.to_dict(), "cost": standing.cost, "expected": standing.expected, "brings": standing.brings}


def standings(ledger: Ledger) -> tuple[Standing, ...]:
    """Where each project of a ledger stands, by name, from its newest records."""
    known = {name: entry.body for name, entry in ledger.newest(Standing.__name__).items()}
    return tuple(_read(ledger, name, known.get(name)) for name in sorted(ledger.heads()))


def portfolio(
    known: Sequence[Standing], now: datetime, *, weeks: float | None = None, order: str = "expected"
) -> Portfolio:
    """All projects, ranked, and what they bring together.

    Args:
        known: where each project stands.
        now: the moment, for what is left of timeboxes.
        weeks: of work that there are; None is what is left of the timeboxes of projects under way.
        order: one of `ORDERS`, within ranked, unranked and ended alike.

    Raises:
        RequestError: for an order that does not exist, or a number of weeks that cannot be.
    """
    _refuse(order, weeks)
    unit = _unit(known)
    in_order = sorted(known, key=lambda one: (ORDERS[order](one), one.project))
    going = [one for one in in_order if one.outcome != "ended"]
    ranked = [one for one in going if one.unit == unit and one.expected is not None]
    names = {one.project for one in ranked}
    there = sum(left(one, now) for one in going) if weeks is None else weeks
    bets = _bets(ranked)
    chosen = select(bets, there)
    return Portfolio(
        ranked=tuple(ranked),
        unranked=tuple(one for one in going if one.project not in names),
        ended=tuple(one for one in in_order if one.outcome == "ended"),
        unit=unit,
        together=together(bets),
        weeks=there,
        stated=weeks is not None,
        chosen=chosen,
        price=shadow_price(bets, there),
        options=tuple(_option(bets, chosen, change) for change in (MONTH, -MONTH) if there + change >= 0),
    )


def look(
    folders: Sequence[Path],
    here: Path,
    environment: Mapping[str, str],
    *,
    weeks: float | None = None,
    order: str = "expected",
) -> Portfolio:
    """The portfolio of a ledger, some of its projects looked at anew; folders with a ledger of their own add theirs.

    Args:
        folders: of projects, or that hold some; what their documents say now is written down first.
        here: folder that says which ledger, when no project was named; looked at anew when it is a project.
        environment: variables such as SHIPWORTHY_HOME.
        weeks: see `portfolio`.
        order: see `portfolio`.

    Raises:
        RequestError: when a folder holds no project, and as `portfolio` does.
        DocumentError: when a document cannot be read.
        LedgerError: when a ledger cannot be read or written.
    """
    _refuse(order, weeks)
    roots = project_folders(list(folders) or ([here] if (here / DOCUMENT).is_file() else []))
    for root in roots:
        with Workbench(root, environment=environment) as bench:
            put_standing(bench, owed_now(bench))
    clock, known = SystemClock(), dict[str, Standing]()
    for url in dict.fromkeys(ledger_url(environment, root) for root in (roots or [here])):
        with Ledger.open(url, clock) as ledger:
            known = {one.project: one for one in standings(ledger)} | known
    return portfolio(tuple(known.values()), clock.now(), weeks=weeks, order=order)


def only(found: Portfolio, words: str) -> Portfolio:
    """The same with only those projects in which all words are found; itself without any words."""
    if not words.strip():
        return found
    kept = {name: tuple(one for one in getattr(found, name) if matches(one, words)) for name in _LISTS}
    return structs.replace(found, **kept)


def ordered(found: Portfolio, order: str) -> Portfolio:
    """The same with ranked, unranked and ended projects each sorted in one of `ORDERS`."""
    key = ORDERS[order]
    lists = {name: sorted(getattr(found, name), key=lambda one: (key(one), one.project)) for name in _LISTS}
    return structs.replace(found, **{name: tuple(some) for name, some in lists.items()})


def week_price(ledger: Ledger, project: str, now: datetime) -> float:
    """Money that a week of the team brings in the best other use: the shadow price of the weeks of all projects.

    Args:
        ledger: of all projects.
        project: whose own use of the weeks does not count.
        now: the moment, for what is left of timeboxes.

    Returns:
        Money a week, less what that week costs there; 0.0 when no other project waits for weeks.
    """
    known = standings(ledger)
    going = [one for one in known if one.outcome == "running"]
    mine = next((one.unit for one in known if one.project == project), _unit(known))
    others = [one for one in going if one.project != project and one.unit == mine]
    return shadow_price(_bets(others), sum(left(one, now) for one in going))


def matches(standing: Standing, words: str) -> bool:
    """Whether every word is found in what is known of a project: its name, stage, owner, reason, lesson or needs."""
    rests = [each.says for each in standing.rests]
    texts = [standing.project, standing.stage, standing.outcome, standing.owner, standing.waits]
    whole = " ".join([*texts, standing.why, standing.lesson, *rests]).casefold()
    return all(word in whole for word in words.casefold().split())


def left(standing: Standing, now: datetime) -> float:
    """Weeks that are left of a project's timebox, in tenths; 0.0 without one, and when it is no longer under way."""
    if standing.budget is None or standing.outcome != "running":
        return 0.0
    spent = 0.0 if standing.began is None else (now - standing.began).total_seconds() / SECONDS["w"]
    return round(max(0.0, standing.budget - max(0.0, spent)), 1)


def _refuse(order: str, weeks: float | None) -> None:
    if order not in ORDERS:
        near = nearest(order, ORDERS)
        step = f"did you mean {near}?" if near else "leave it out to see the highest expected value first"
        raise RequestError(
            "this is nothing to sort by", where="--sort", seen=order, allowed=list(ORDERS), next_step=step
        )
    if weeks is not None and not 0 <= weeks < _MOST_WEEKS:
        raise RequestError("this is no number of weeks", where="--weeks", seen=str(weeks), allowed="0 to 1,000,000")


def _read(ledger: Ledger, name: str, body: dict[str, Any] | None) -> Standing:
    if body is not None:
        with suppress(ValidationError):
            return Standing.from_dict(body)
    return recorded(Book(ledger, name), name)


def _unit(known: Sequence[Standing]) -> str:
    """The unit that most projects have; the first by name of those that are as many."""
    units = [one.unit for one in known if one.unit]
    return min(units, key=lambda unit: (-units.count(unit), unit), default="")


def _bets(ranked: Sequence[Standing]) -> list[Bet]:
    found = [bet(one) for one in ranked if one.outcome == "running"]
    return [each for each in found if each is not None]


def _option(bets: Sequence[Bet], chosen: Selection, change: float) -> Option:
    other = select(bets, chosen.weeks + change)
    return Option(
        weeks=change,
        added=tuple(name for name in other.names if name not in chosen.names),
        dropped=tuple(name for name in chosen.names if name not in other.names),
        expected=other.expected - chosen.expected,
    )
