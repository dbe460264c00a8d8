"""A result as a fragment of HTML, to stand in a notebook's cell beside others."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from shipworthy.show import owner
from shipworthy.show.illustrations import curve_picture, gains_picture, group_pictures
from shipworthy.show.pages import render, style
from shipworthy.show.scientist import attempt_table
from shipworthy.show.story import Story
from shipworthy.show.words import SEVERITIES


def fragment(story: Story) -> str:
    """An evaluation (one candidate) or a comparison (several) for `_repr_html_`.

    Args:
        story: what was found; what is missing is not shown.

    Returns:
        One `<div>` with its own style, which touches nothing outside it; no script, no ids, nothing loaded.
    """
    found = owner.headline(story)
    heads, rows = attempt_table(story)
    number, meaning = found if found else (None, "")
    return render(
        "notebook.html",
        story=story,
        css=style("notebook.css"),
        severities=SEVERITIES,
        headline=number,
        meaning=meaning,
        measure=owner.measure(story),
        no_value=owner.no_value(story),
        reasons=owner.reasons(story),
        gains=gains_picture(story),
        gains_says=owner.gains_caption(story),
        curve=curve_picture(story),
        heads=heads,
        rows=rows,
        numbers=tuple(range(2, len(heads))),
        groups=group_pictures(story),
    )


@dataclass(frozen=True)
class Listing:
    """A table to stand below pictures.

    Attributes:
        caption: what it holds.
        heads: of its columns.
        rows: its cells.
        numbers: positions of the columns that hold numbers.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


def pictured(
    title: str, says: Sequence[str], pictures: Sequence[tuple[Markup, str]], listing: Listing | None = None
) -> str:
    """Sentences, pictures with their captions and a table for `_repr_html_`, as `fragment` gives them."""
    return render(
        "pictured.html", title=title, css=style("notebook.css"), says=says, pictures=pictures, listing=listing
    )
