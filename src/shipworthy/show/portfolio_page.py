"""What the page of all projects needs: the ranked ones first, a page of them at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shipworthy.records.portfolio import Portfolio
from shipworthy.records.standing import Standing
from shipworthy.show.portfolio import Card, bets, card, shared, summary, time

AT_ONCE: Final = 50
"""Projects on one page."""

_HEADS: Final = {
    "ranked": "Ranked by what they are expected to bring",
    "unranked": "Not ranked yet: somebody has to say more",
    "ended": "Ended, and what was learned",
    "troubled": "Cannot be read",
}


@dataclass(frozen=True)
class Group:
    """Projects under one heading.

    Attributes:
        name: ranked, unranked, ended or troubled.
        head: the heading.
        cards: place among all of the group, counted from 1, and the project.
    """

    name: str
    head: str
    cards: tuple[tuple[int, Card], ...]


def portfolio_page(
    found: Portfolio, shown: Portfolio, troubles: Mapping[str, str], pages: Collection[str], search: str, number: int
) -> dict[str, Any]:
    """The page of all projects.

    Args:
        found: all of them.
        shown: the same with only those that were searched for.
        troubles: name of a project that cannot be read -> why.
        pages: names of those that have pages.
        search: words that were searched for; empty for none.
        number: of the page, counted from 1; too high a one shows the last.
    """
    rows: list[tuple[str, int, Standing | str]] = []
    for group in ("ranked", "unranked", "ended"):
        rows += [(group, place, one) for place, one in enumerate(getattr(shown, group), start=1)]
    rows += [("troubled", place, name) for place, name in enumerate(troubles, start=1) if not search]
    last = max(1, -(-len(rows) // AT_ONCE))
    at = min(max(1, number), last)
    here = rows[(at - 1) * AT_ONCE : at * AT_ONCE]
    whole = at == 1 and not search
    return {
        "summary": summary((*found.ranked, *found.unranked, *found.ended)),
        "bets": bets(found) if whole else (),
        "shared": shared(found) if whole else (),
        "time": time(found) if whole else (),
        "groups": _groups(here, troubles, pages, found.unit),
        "search": search,
        "hits": len(rows),
        "number": at,
        "last": last,
    }


def _groups(
    rows: list[tuple[str, int, Standing | str]], troubles: Mapping[str, str], pages: Collection[str], unit: str
) -> tuple[Group, ...]:
    by_name: dict[str, list[tuple[int, Card]]] = {}
    for name, place, one in rows:
        if isinstance(one, str):
            told = Card(name=one, trouble=troubles[one])
        else:
            told = card(one, unit, elsewhere=one.project not in pages)
        by_name.setdefault(name, []).append((place, told))
    return tuple(Group(name, _HEADS[name], tuple(cards)) for name, cards in by_name.items())
