"""Vega-Lite specifications to SVG that reads on light and dark, on a phone, and by ear."""

import html
import json
import re
from functools import lru_cache
from typing import Any, Final

import vl_convert
from markupsafe import Markup

WIDTH: Final = 360
"""Width of every picture in its own units: that of a phone, so that text is never shrunk below its size."""

INK: Final = "var(--ink, #1d2329)"
MUTED: Final = "var(--muted, #55606a)"
LINE: Final = "var(--line, #d9d5cc)"
ACCENT: Final = "var(--accent, #0b5f7a)"
SOFT: Final = "var(--soft, #d5e6ec)"
GOAL: Final = "var(--goal, #a3281e)"

_CONFIG: Final[dict[str, Any]] = {
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "labelFontSize": 12,
        "titleColor": MUTED,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelOverlap": False,
    },
    "text": {"fontSize": 13, "color": INK},
}
_ROOT: Final = re.compile(r"<svg [^>]*?viewBox=\"([^\"]*)\"[^>]*>")
_ARIA: Final = re.compile(r" (?:role|aria-[a-z]+|font-family|pointer-events|class)=\"[^\"]*\"")
_LONG: Final = re.compile(r"(\d+\.\d{2})\d+")
_TEXT: Final = re.compile(r"(>[^<]*<)")

Values = list[dict[str, Any]]


def draw(layers: list[dict[str, Any]], height: float, title: str, description: str, left: int = 8) -> Markup:
    """Draws layers over each other.

    Args:
        layers: Vega-Lite layers, each with its own data; colours as CSS variables with a fallback.
        height: of the plotting area; the axis below it takes 40 more.
        title: short name of the picture, for the ear and as its tooltip.
        description: what the picture shows, in a sentence.
        left: room for labels left of the plotting area.

    Returns:
        One `<svg>` without scripts, ids or addresses of files.
    """
    # sizes are given, not measured: what fonts a machine has must not move anything
    spec = {
        "width": WIDTH - left - 16,
        "height": height,
        "padding": {"left": left, "right": 16, "top": 8, "bottom": 40},
        "autosize": {"type": "none"},
        "background": None,
        "config": _CONFIG,
        "layer": layers,
    }
    return _accessible(_drawn(json.dumps(spec, sort_keys=True)), title, description)


@lru_cache(maxsize=256)
def _drawn(spec: str) -> str:
    # most of a page is as it was when one record was added
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def _accessible(svg: str, title: str, description: str) -> Markup:
    found = _ROOT.match(svg)
    assert found, "vl_convert begins its pictures with <svg"
    body = "".join(part if part.startswith(">") else _lean(part) for part in _TEXT.split(svg[found.end() :]))
    name, words = html.escape(title), html.escape(description)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="{found[1]}" role="img" '
        f'aria-label="{name}. {words}"><title>{name}</title><desc>{words}</desc>'
    )
    return Markup(head + body)  # vl_convert escapes what it was given as data


def _lean(tags: str) -> str:
    return _LONG.sub(r"\1", _ARIA.sub("", tags))
