"""Templates to HTML: everything that is not a picture of ours is escaped."""

from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from shipworthy.show.words import SYMBOLS

_ENVIRONMENT = Environment(
    loader=PackageLoader("shipworthy.show", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **given: Any) -> str:
    """Fills a template of this room."""
    return _ENVIRONMENT.get_template(template).render(symbols=SYMBOLS, **given)


def style(name: str) -> Markup:
    """A style sheet of this room, to stand inside a page."""
    return Markup(files("shipworthy.show").joinpath(name).read_text(encoding="utf-8"))
