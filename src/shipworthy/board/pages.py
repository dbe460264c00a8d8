"""From what is known of a project to its pages; what takes long is made once for as long as nothing changes."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shipworthy.board.actions import actions_of, people_of
from shipworthy.board.places import place_of
from shipworthy.board.visitors import ANYBODY, Visitor
from shipworthy.foundation.errors import UserError
from shipworthy.foundation.version import __version__
from shipworthy.records.portfolio import Portfolio
from shipworthy.records.standing import Standing
from shipworthy.show import owner
from shipworthy.show.board import for_incident, for_owner, for_scientist, for_watching
from shipworthy.show.comments import said
from shipworthy.show.demo import demo_told
from shipworthy.show.estimates import lines, tornado
from shipworthy.show.pages import render, style
from shipworthy.show.periods import day
from shipworthy.show.portfolio_page import portfolio_page
from shipworthy.show.stake import stake
from shipworthy.show.weekly import letter
from shipworthy.show.words import AUTHORITIES
from shipworthy.workflow.known import Known
from shipworthy.workflow.portfolio import ORDERS, only, ordered, portfolio
from shipworthy.workflow.shelf import Shelf

STYLE: Final = f"{style('report.css')}\n{style('board.css')}"
STYLE_AT: Final = f"/style-{hashlib.sha256(STYLE.encode()).hexdigest()[:12]}.css"
_PATIENCE: Final = 1.0
TABS: Final = (
    ("For the owner", ""),
    ("The week", "/week"),
    ("Demos", "/demo"),
    ("What is live", "/live"),
    ("For the data scientist", "/science"),
    ("Try it", "/try"),
)


@dataclass(frozen=True)
class Visit:
    """Who asks for a page.

    Attributes:
        csrf: what forms of this session bring along.
        leave: True when one can sign out.
        notice: said on top of the page; empty says nothing.
        visitor: who it is.
        sees: whether they may know of a project.
    """

    csrf: str = ""
    leave: bool = False
    notice: str = ""
    visitor: Visitor = ANYBODY
    sees: Callable[[str], bool] = lambda _: True


class Pages:
    """Pages of the projects of a shelf. May be used from several threads.

    Args:
        shelf: the projects.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._made: dict[tuple[str, str], tuple[Known, dict[str, Any]]] = {}
        self._portfolio: tuple[date, tuple[Standing, ...], Portfolio] | None = None

    def warm(self) -> None:
        """Makes what takes long beforehand, and waits a moment for it: the first visitor then waits for nothing."""
        self.shelf.meanwhile(self._warm, _PATIENCE)

    def portfolio(self, visit: Visit, search: str = "", order: str = "", number: int = 1) -> str:
        """All projects, ranked or in another order, or those that are searched for."""
        known, troubles = self.shelf.standings()
        names = tuple(name for name in self.shelf.names if visit.sees(name))
        found = self._ranked(tuple(one for one in known if visit.sees(one.project)))
        troubles = {name: words for name, words in troubles.items() if visit.sees(name)}
        order = order if order in ORDERS else next(iter(ORDERS))
        hits = ordered(only(found, search), order)
        shown = portfolio_page(found, hits, troubles, names, search, number)
        places = {name: place_of(name) for name in names}
        site, orders = _site("All projects", visit), list(ORDERS)
        return render("board/portfolio.html", site=site, places=places, order=order, orders=orders, **shown)

    def project(self, name: str, visit: Visit, actions: Callable[[Known], Mapping[str, Any]]) -> str:
        """For the business owner."""
        known = self.shelf[name].known()
        view = self._view(name, "owner", known, lambda: for_owner(known.story, known.live))
        told: dict[str, Any] = {"actions": actions(known), "comments": said(known.comments, known.story)}
        told["ranges"] = self._ranges(known, visit)
        told["stake"] = stake(known.standing, known.alone)
        return self._render("project.html", known, visit, "", **told, **view)

    def science(self, name: str, visit: Visit) -> str:
        """For the data scientist."""
        known = self.shelf[name].known()
        make = lambda: for_scientist(known.story, known.live, known.evidence)  # noqa: E731
        view = self._view(name, "science", known, make)
        told = said(known.comments, known.story)
        return self._render("science.html", known, visit, "/science", comments=told, **view)

    def live(self, name: str, visit: Visit) -> str:
        """What is live."""
        known = self.shelf[name].known()
        view = self._view(name, "live", known, lambda: for_watching(known.story, known.live))
        return self._render("live.html", known, visit, "/live", **view)

    def week(self, name: str, visit: Visit, first: str = "") -> str:
        """The last seven days, or the week that began on a day.

        Raises:
            KeyError: when there is no such week.
        """
        volume = self.shelf[name]
        known, weeks = volume.known(), volume.weeks()
        told = letter(volume.week(weeks[first] if first else None))
        return self._render("week.html", known, visit, "/week", letter=told, weeks=list(weeks), first=first)

    def demo(self, name: str, visit: Visit, day: str = "") -> str:
        """The demo of a day, the last one when none is named.

        Raises:
            KeyError: when there was none on that day.
        """
        volume = self.shelf[name]
        known = volume.known()
        days = {one.day: one for one in known.demos}
        last = next(reversed(days), "")
        if not last:
            return self._render("demo.html", known, visit, "/demo", demo=None)
        demo = days[day or last]
        told = demo_told(demo, volume.shown(demo), known.comments, latest=demo.day == last)
        told["people"] = [] if visit.visitor.name else people_of(known)
        told["may_comment"] = visit.visitor.may("comment", known.people)
        # whoever came by a link reads, and asks the model nothing
        told["tryable"] = known.trial is not None and demo.day == last and not visit.visitor.project
        title = told.pop("title")
        return self._render("demo.html", known, visit, "/demo", title=title, days=list(reversed(days)), **told)

    def incident(self, name: str, incident: str, visit: Visit) -> str:
        """One incident.

        Raises:
            KeyError: when there is none of that id.
        """
        known = self.shelf[name].known()
        found = known.live.incident(incident)
        if found is None:
            raise KeyError(incident)
        view = self._view(name, incident, known, lambda: for_incident(known.story, known.live, found))
        return self._render("incident.html", known, visit, "/live", title=view["one"].title, **view)

    def ask(self, name: str, visit: Visit, **given: Any) -> str:
        """The form that asks the model."""
        known = self.shelf[name].known()
        return self._render("try.html", known, visit, "/try", **given)

    def message(self, title: str, says: list[str], visit: Visit, links: list[tuple[str, str]] | None = None) -> str:
        """A page that says one thing."""
        links = [("All projects", "/")] if links is None else links
        return render("board/message.html", site=_site(title, visit), says=says, links=links)

    def door(self, place: str, *, wrong: str = "", signs_in: bool = False, name: str = "", provider: str = "") -> str:
        """The page that asks for the word of the board, or for name and password, or leads to a provider."""
        site = _site("Sign in" if signs_in else "Enter", Visit())
        given = {"next": place, "wrong": wrong, "signs_in": signs_in, "name": name, "provider": provider}
        return render("board/enter.html", site=site, **given)

    def invitation(self, name: str, person: str) -> str:
        """The page that tells where a one-time link leads."""
        return render("board/invited.html", site=_site(name, Visit()), person=person)

    def new_password(self, person: str, *, wrong: str = "") -> str:
        """The page that asks for a new password."""
        return render("board/password.html", site=_site("Choose a password", Visit()), person=person, wrong=wrong)

    def alone(self, title: str, says: Sequence[str], links: Sequence[tuple[str, str]] = ()) -> str:
        """A page that says one thing to those who are not in, and leads nowhere but to `links`."""
        return render("board/message.html", site=_site(title, Visit()), says=says, links=links)

    def _ranges(self, known: Known, visit: Visit) -> dict[str, Any] | None:
        """What people said of amounts, as far as this visitor may see it; None while nobody spoke."""
        if known.elicited is None or not any(each.said for each in known.elicited.amounts):
            return None
        person = visit.visitor.person(known.people)
        seen = known.elicited.seen_by(person.name if person else "")
        spoken = {each.name for each in known.elicited.amounts if each.said}
        return {"lines": [line for line in lines(seen) if line.id in spoken], "picture": tornado(seen)}

    def _ranked(self, known: tuple[Standing, ...]) -> Portfolio:
        now = self.shelf.now()
        kept = self._portfolio
        if kept is None or kept[0] != now.date() or kept[1] != known:
            kept = self._portfolio = now.date(), known, portfolio(known, now)
        return kept[2]

    def _render(self, template: str, known: Known, visit: Visit, tab: str, title: str = "", **given: Any) -> str:
        name = known.story.title
        here = place_of(name)
        site = {
            **_site(title or name, visit),
            "project": name,
            "tab": next(words for words, part in TABS if part == tab),
            "crumbs": [*(() if visit.visitor.project else [("All projects", "/")]), *([(name, here)] if title else [])],
            "you": _you(known, visit),
            "rehearsal": owner.rehearsal(known.story),
            "tabs": [
                (words, here + part, part == tab and not title)
                for words, part in TABS
                # whoever came by a link reads, and asks the model nothing
                if not (visit.visitor.project and part == "/try")
            ],
            "made": day(known.story.made) if known.story.made else "",
        }
        return render(f"board/{template}", site=site, here=here, **{"story": known.story, **given})

    def _view(self, name: str, page: str, known: Known, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        kept = self._made.get((name, page))
        if kept is None or kept[0] is not known:
            kept = self._made[name, page] = (known, make())
        return kept[1]

    def _warm(self) -> None:
        visit = Visit()
        for name in self.shelf.names:
            # a project that cannot be read says so on its own page
            with suppress(UserError):
                known = self.shelf[name].known()
                self.project(name, visit, actions_of)
                self.live(name, visit)
                self.science(name, visit)
                for incident in known.live.incidents:
                    self.incident(name, incident.id, visit)


def _you(known: Known, visit: Visit) -> dict[str, str]:
    """Who the visitor is in a project, and how sure we are; empty where nobody is asked."""
    visitor = visit.visitor
    if not visitor.name:
        return {}
    person = visitor.person(known.people)
    if person is None:
        return {"name": "", "words": f"You signed in as {visitor.name}, and take no part in this project"}
    sure = AUTHORITIES["simulated" if person.authority == "simulated" else visitor.authority]
    return {"name": person.name, "words": f"You are {person.name} ({sure})"}


def _site(title: str, visit: Visit) -> dict[str, Any]:
    return {
        "title": title,
        "style": STYLE_AT,
        "version": __version__,
        "crumbs": [],
        "tabs": [],
        "tab": "",
        "rehearsal": "",
        "project": "",
        "you": {},
        "made": "",
        "csrf": visit.csrf,
        "leave": visit.leave,
        "notice": visit.notice,
    }
