"""Templates to HTML: everything that is not a picture of ours is escaped."""

import re
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from shipworthy.show.places import for_owners
from shipworthy.show.words import SYMBOLS

_ENVIRONMENT = Environment(
    loader=PackageLoader("shipworthy.show", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def coded(text: object) -> Markup:
    """What stands between backticks as code, all of it escaped.

    >>> coded("run `a < b`")
    Markup('run <code>a &lt; b</code>')
    """
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def headings(page: str) -> list[tuple[str, Markup]]:
    """Where the sections of a page begin: their ids and titles, in order.

    >>> headings('<h2 id="costs">What it takes</h2><p>…</p><h3>By day</h3>')
    [('costs', Markup('What it takes'))]
    """
    return [(place, Markup(title)) for _, place, title in re.findall(r'<h(\d) id="([^"]+)">(.*?)</h\1>', page)]


_ENVIRONMENT.filters["coded"] = coded
_ENVIRONMENT.filters["headings"] = headings
_ENVIRONMENT.filters["owners"] = for_owners


def render(template: str, **given: Any) -> str:
    """Fills a template of this room."""
    return _ENVIRONMENT.get_template(template).render(symbols=SYMBOLS, **given)


def style(name: str) -> Markup:
    """A style sheet of this room, to stand inside a page."""
    return Markup(files("shipworthy.show").joinpath(name).read_text(encoding="utf-8"))
