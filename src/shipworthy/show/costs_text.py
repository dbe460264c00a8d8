"""What attempts take, for the terminal; whoever shows nothing else loads nothing else."""

from rich.console import RenderableType
from rich.text import Text

from shipworthy.show.attempts_text import listing
from shipworthy.show.costs import HEADS, cost_lines
from shipworthy.show.story import Story
from shipworthy.show.words import cut

_NAME = 22


def costs_text(story: Story) -> RenderableType:
    """Time, memory and sources of every attempt; those that nobody beats stand out. Empty before it was measured."""
    lines = cost_lines(story)
    if not lines:
        return Text("")
    table = listing()
    for place, head in enumerate(HEADS):
        number = 0 < place < len(HEADS) - 1
        table.add_column(head.lower(), justify="right" if number else "left", no_wrap=number, overflow="fold")
    for line in lines:
        cells = (cut(line.name.replace("_", " "), _NAME), *line.cells[1:])
        table.add_row(*(Text(cell) for cell in cells), style="" if line.front else "dim")
    return table
