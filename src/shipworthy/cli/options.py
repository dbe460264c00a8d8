"""Options that every command has."""

from pathlib import Path
from typing import Annotated

import typer

ProjectOption = Annotated[
    Path,
    typer.Option("--project", "-p", help="Folder of the project.", metavar="DIR", show_default="this folder"),
]
PersonOption = Annotated[
    str,
    typer.Option("--as", help="Who you are, by a name of the document.", metavar="PERSON", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, nothing else.")]

HERE = Path()
