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
    # who beats whom stands in the sentence below; 80 columns have no room for both
    table.add_column(HEADS[0].lower(), overflow="fold", min_width=10)
    for head in HEADS[1:-1]:
        table.add_column(head.lower(), justify="right", no_wrap=True)
    for line in lines:
        cells = (cut(line.name.replace("_", " "), _NAME), *line.cells[1:-1])
        table.add_row(*(Text(cell) for cell in cells), style="" if line.front else "dim")
    return table
