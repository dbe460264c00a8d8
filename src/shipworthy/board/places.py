"""Addresses of pages."""

from urllib.parse import quote, unquote


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
