"""`shipworthy portfolio`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption
from shipworthy.cli.verb import verb
from shipworthy.show.portfolio_text import portfolio_text
from shipworthy.workflow.portfolio import document_of, look, only

DirsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Folders of projects, or folders that hold some, to look at anew; all others are as the ledger knows "
        "them.",
        metavar="DIR",
    ),
]
SearchOption = Annotated[
    str,
    typer.Option("--search", help="Show only projects in whose name, stage, reason or lesson all these words are."),
]
SortOption = Annotated[str, typer.Option("--sort", help="expected, worth, chance, cost, stage or name.")]
WeeksOption = Annotated[
    float | None,
    typer.Option(
        "--weeks", help="Weeks of work there are; what is left of the timeboxes when left out.", show_default=False
    ),
]


@verb("portfolio ideas --weeks 20")
def command(
    dirs: DirsArgument = None,
    search: SearchOption = "",
    sort: SortOption = "expected",
    weeks: WeeksOption = None,
    as_json: JsonOption = False,
) -> None:
    """All projects, ranked by what they are expected to bring."""
    with desk(as_json=as_json) as here:
        found = look(dirs or [], HERE, os.environ, weeks=weeks, order=sort)
        shown = only(found, search)
        here.say(portfolio_text(found, shown))
        here.hand_over(document_of(shown))
