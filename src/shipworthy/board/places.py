"""Addresses of pages."""

import re
from typing import Final
from urllib.parse import quote, unquote

_DEMO: Final = re.compile(r"demo/[0-9]{4}-[0-9]{2}-[0-9]{2}")


def place_of(project: str) -> str:
    """Where a project's pages begin; written twice over, so that a slash in a name stays in it.

    >>> place_of("late-flights"), place_of("a/b")
    ('/projects/late-flights', '/projects/a%252Fb')
    """
    return f"/projects/{quote(quote(project, safe=''), safe='')}"


def project_at(part: str) -> str:
    """The project of a part of an address, as the server has read it.

    >>> project_at("a%2Fb"), project_at("late-flights")
    ('a/b', 'late-flights')
    """
    return unquote(part)


def own_place(place: str) -> str:
    """A place of this board to go on to; the first page for whatever leads elsewhere.

    >>> own_place("/projects/a"), own_place("//elsewhere.example"), own_place("https://elsewhere.example")
    ('/projects/a', '/', '/')
    """
    inside = place.startswith("/") and not place.startswith("//") and "\\" not in place and place.isprintable()
    return place if inside else "/"


def back_to(here: str, demo: str) -> str:
    """Where a form leads when it is done: to the project's page, or to the demo that it came from.

    Args:
        here: where the project's pages begin.
        demo: what the form says: `demo/DAY`, or nothing.

    >>> back_to("/projects/a", "demo/2027-05-03"), back_to("/projects/a", "//elsewhere"), back_to("/projects/a", "")
    ('/projects/a/demo/2027-05-03', '/projects/a', '/projects/a')
    """
    return f"{here}/{demo}" if _DEMO.fullmatch(demo) else here
