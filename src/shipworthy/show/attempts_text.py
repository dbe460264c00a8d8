"""The table of attempts for the terminal; whoever shows nothing else loads nothing else."""

from collections.abc import Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from shipworthy.show.attempts import Attempt, attempts, metric_names, title_of
from shipworthy.show.story import Story
from shipworthy.show.words import cut

_NAME: Final = 22
_METRIC: Final = 20


def attempts_text(story: Story) -> RenderableType:
    """All attempts: gain over today or value, its range, the main metric, and which one is put forward."""
    found = attempts(story)
    if not found:
        return Text("Nothing was tried yet.")
    gains = any(one.gain for one in found)
    scaled = [one.gain if gains else one.value for one in found]
    per = next((one.per for one in scaled if one), "")
    metric = metric_names(story)[:1]
    table = listing()
    if gains and not story.unit:
        return _by_metric(story, found)
    # names and headings give way, numbers never do
    table.add_column("attempt", overflow="fold", min_width=6)
    if any(scaled):
        table.add_column(f"{'gain' if gains else 'value'} {per}".rstrip(), justify="right", no_wrap=True)
        table.add_column("very likely", justify="right", no_wrap=True)
    for name in metric:
        title = cut(title_of(name), _METRIC)
        table.add_column(title, justify="right", min_width=max(map(len, title.split())))
    table.add_column("", no_wrap=True)
    for one, money in zip(found, scaled, strict=True):
        cells = [money.text if money else "", money.ends if money else ""] if any(scaled) else []
        cells += [one.main] if metric else []
        style = "bold" if one.name == story.chosen else ""
        table.add_row(
            *(Text(cell) for cell in (cut(one.name.replace("_", " "), _NAME), *cells, one.remark)), style=style
        )
    return table


def _by_metric(story: Story, found: Sequence[Attempt]) -> RenderableType:
    """Without agreed amounts: the main metric first, then by how much it beats what it is held against."""
    table = listing()
    table.add_column("attempt", overflow="fold", min_width=6)
    for name in metric_names(story)[:1]:
        table.add_column(cut(title_of(name), _METRIC), justify="right", no_wrap=True)
    table.add_column("better by", justify="right", no_wrap=True)
    table.add_column("very likely", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for one in found:
        ranged = [one.gain.text, one.gain.ends] if one.gain and one.name != story.baseline else ["", ""]
        cells = [cut(one.name.replace("_", " "), _NAME), *([one.main] if metric_names(story) else []), *ranged]
        style = "bold" if one.name == story.chosen else ""
        table.add_row(*(Text(cell) for cell in (*cells, one.remark)), style=style)
    return table


def listing() -> Table:
    """A table as all of them look here."""
    return Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
