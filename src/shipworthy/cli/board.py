"""`shipworthy board`."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from shipworthy.board.app import application
from shipworthy.board.asking import Server
from shipworthy.board.serve import serve, taken
from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption
from shipworthy.cli.verb import verb
from shipworthy.foundation.clock import SystemClock
from shipworthy.foundation.errors import RequestError
from shipworthy.people.oidc import OpenID
from shipworthy.people.provider import provider_of
from shipworthy.store.doors import Doors
from shipworthy.workflow.accounts import Accounts, accounts_url
from shipworthy.workflow.shelf import Shelf
from shipworthy.workflow.single_sign_on import SingleSignOn
from shipworthy.workflow.trial import TrialServers

DirsArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="Folders of projects, or folders that hold some; this folder when left out.", metavar="DIR"),
]
HostOption = Annotated[str, typer.Option("--host", help="Address to serve at.")]
PortOption = Annotated[int, typer.Option("--port", help="Port to serve at; 0 takes a free one.")]
TokenOption = Annotated[
    str,
    typer.Option(
        "--token",
        help="Word that visitors have to know; needed where others can reach the board.",
        envvar="SHIPWORTHY_BOARD_TOKEN",
        show_default=False,
        show_envvar=True,
    ),
]
AccountsOption = Annotated[
    bool,
    typer.Option(
        "--accounts", help="Have people sign in: with the accounts of `shipworthy account`, or with OpenID Connect."
    ),
]
ServerOption = Annotated[str, typer.Option("--server", help="Address of the model server that the form asks.")]
ServerTokenOption = Annotated[
    str,
    typer.Option(
        "--server-token",
        help="Token of the model server.",
        envvar="SHIPWORTHY_TOKEN",
        show_default=False,
        show_envvar=True,
    ),
]


@verb("board late-flights --port 8000")
def command(
    dirs: DirsArgument = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    token: TokenOption = "",
    accounts: AccountsOption = False,
    server: ServerOption = "http://127.0.0.1:8080",
    server_token: ServerTokenOption = "",
    as_json: JsonOption = False,
) -> None:
    """Serve the web pages of your projects, and a form that asks the model."""
    with ExitStack() as stack:
        here = stack.enter_context(desk(as_json=as_json))
        if token and accounts:
            what = "people either know a word or sign in"
            raise RequestError(what, where="--accounts", next_step="leave --token and SHIPWORTHY_BOARD_TOKEN out")
        listening = stack.enter_context(taken(host, port, asks=bool(token) or accounts))
        shelf = stack.enter_context(Shelf(dirs or [HERE]))
        clock = SystemClock()
        doors = stack.enter_context(Doors.open(accounts_url(os.environ), clock)) if accounts else None
        signed = Accounts(doors, clock) if doors else None
        named = provider_of(os.environ) if accounts else None
        provider = SingleSignOn(doors, clock, OpenID(named)) if doors and named else None
        trials, live = stack.enter_context(TrialServers()), Server(server, server_token)
        app = application(shelf, server=live, trials=trials, token=token, accounts=signed, provider=provider)

        def up(address: str) -> None:
            here.say(f"The board is at {address}  (Ctrl-C ends it)")
            here.hand_over({"address": address, "pid": os.getpid()})

        serve(app, listening, up)
