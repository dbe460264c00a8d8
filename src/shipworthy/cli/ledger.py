"""`shipworthy ledger`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, ProjectOption
from shipworthy.cli.status import CLAIM_OPEN, DONE
from shipworthy.cli.verb import verb
from shipworthy.workflow.ledger import ACTS, keep
from shipworthy.workflow.listing import Wanted
from shipworthy.workflow.moments import moment

ActArgument = Annotated[str, typer.Argument(help=f"{', '.join(ACTS)}.")]
FileArgument = Annotated[
    Path | None,
    typer.Argument(
        help="With export and import: the file (JSON Lines); with list: a table to write (CSV); with head: where to "
        "note the end; with verify: ends noted before.",
    ),
]
OfOption = Annotated[str, typer.Option("--of", help="With list: only this project, by name.", show_default=False)]
KindOption = Annotated[
    str, typer.Option("--kind", help="With list: only this kind, such as Decision or SignOff.", show_default=False)
]
ByOption = Annotated[str, typer.Option("--by", help="With list: only of this person.", show_default=False)]
SinceOption = Annotated[
    datetime | None,
    typer.Option(
        "--since",
        help="With list: only from this moment on (ISO 8601, UTC without a zone).",
        metavar="MOMENT",
        parser=lambda text: moment(text, "--since"),
        show_default=False,
    ),
]


@verb("ledger export entries.jsonl")
def command(
    act: ActArgument = "verify",
    file: FileArgument = None,
    of: OfOption = "",
    kind: KindOption = "",
    by: ByOption = "",
    since: SinceOption = None,
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> int:
    """Verify, list, export or import the ledger, or tell its end.

    Exit status 1 when an entry was altered, dropped or moved.
    """
    with desk(as_json=as_json) as here:
        result = keep(act, project, file, wanted=Wanted(of, kind, by, since))
        here.list(result.says)
        here.hand_over(result.to_dict())
    return DONE if result.whole else CLAIM_OPEN
