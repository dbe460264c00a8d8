"""Options that every command has."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from shipworthy.workflow.moments import moment

ProjectOption = Annotated[
    Path,
    typer.Option("--project", "-p", help="Folder of the project.", metavar="DIR", show_default="this folder"),
]
PersonOption = Annotated[
    str,
    typer.Option("--as", help="Who you are, by a name of the document.", metavar="PERSON", show_default=False),
]
NowOption = Annotated[
    datetime | None,
    typer.Option(
        "--now",
        help="Take this moment for now (ISO 8601, UTC without a zone); for replays of the past.",
        metavar="MOMENT",
        parser=lambda text: moment(text, "--now"),
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, nothing else.")]

HERE = Path()
