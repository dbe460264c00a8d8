"""`shipworthy serve`."""

from pathlib import Path
from typing import Annotated

import typer

import shipworthy.server.one_core  # noqa: F401 - before the libraries that read what it says
from shipworthy.cli.options import HERE, JsonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.server.run import HOST, PORT, run

HostOption = Annotated[
    str, typer.Option("--host", help="Address to listen at; one that others can reach needs a token.")
]
PortOption = Annotated[int, typer.Option("--port", help="Port to listen at; 0 takes a free one.")]
TokenOption = Annotated[
    str,
    typer.Option(
        "--token",
        help="Token that callers have to send.",
        envvar="SHIPWORTHY_TOKEN",
        show_default=False,
        show_envvar=True,
    ),
]
LimitOption = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        help="Seconds that the model may take before something else answers.",
        metavar="SECONDS",
        show_default="50 times delivery.latency_p99, 1 at least",
    ),
]
AnnounceOption = Annotated[
    Path | None,
    typer.Option("--announce", help="File to write address and process id to once it answers.", metavar="FILE"),
]
VerboseOption = Annotated[bool, typer.Option("--verbose", help="Write a line for each call.")]


@verb("serve --port 8080")
def command(
    project: ProjectOption = HERE,
    host: HostOption = HOST,
    port: PortOption = PORT,
    token: TokenOption = "",
    time_limit: LimitOption = None,
    announce: AnnounceOption = None,
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
) -> int:
    """Answer rows over HTTP with what is live; every prediction is logged before it is answered."""
    return run(
        project,
        host=host,
        port=port,
        token=token,
        time_limit=time_limit,
        announce=announce,
        verbose=verbose,
        as_json=as_json,
    )
