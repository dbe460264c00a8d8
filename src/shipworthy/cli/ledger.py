"""`shipworthy ledger`."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, ProjectOption
from shipworthy.cli.status import CLAIM_OPEN, DONE
from shipworthy.cli.verb import verb
from shipworthy.workflow.ledger import ACTS, keep

ActArgument = Annotated[str, typer.Argument(help=f"{', '.join(ACTS)}.")]
FileArgument = Annotated[Path | None, typer.Argument(help="With export and import: the file (JSON Lines).")]


@verb("ledger export entries.jsonl")
def command(
    act: ActArgument = "verify",
    file: FileArgument = None,
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> int:
    """Verify, list, export or import the ledger.

    Exit status 1 when an entry was altered, dropped or moved.
    """
    with desk(as_json=as_json) as here:
        result = keep(act, project, file)
        here.say(*result.says)
        here.hand_over(result.to_dict())
    return DONE if result.whole else CLAIM_OPEN
