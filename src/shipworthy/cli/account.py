"""`shipworthy account`."""

import os
from typing import Annotated, Literal

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import JsonOption
from shipworthy.cli.verb import verb
from shipworthy.foundation.clock import SystemClock
from shipworthy.foundation.errors import RequestError
from shipworthy.store.doors import Doors
from shipworthy.workflow.accounts import Accounts, accounts_url

WhatArgument = Annotated[Literal["add", "reset", "remove", "list"], typer.Argument(help="What to do.")]
NameArgument = Annotated[str, typer.Argument(help="Name to sign in with.", metavar="[NAME]")]
EmailOption = Annotated[str, typer.Option("--email", help="By which documents know them.", show_default=False)]
EverywhereOption = Annotated[bool, typer.Option("--everywhere", help="May read projects that do not name them.")]
PasswordOption = Annotated[
    bool, typer.Option("--password", help="Type a password here instead of handing on a link that sets one.")
]
AtOption = Annotated[
    str, typer.Option("--at", help="Address of the board.", envvar="SHIPWORTHY_BOARD", show_envvar=True)
]


@verb("account add ann --email ann@example.org")
def command(
    what: WhatArgument,
    name: NameArgument = "",
    email: EmailOption = "",
    everywhere: EverywhereOption = False,
    types: PasswordOption = False,
    at: AtOption = "http://127.0.0.1:8000",
    as_json: JsonOption = False,
) -> None:
    """Give people accounts of the board: add, reset (a lost password), remove or list."""
    clock = SystemClock()
    with desk(as_json=as_json) as here, Doors.open(accounts_url(os.environ), clock) as doors:
        accounts = Accounts(doors, clock)
        if what == "list":
            known = doors.accounts()
            here.say(*(f"{one.name}{f' <{one.email}>' if one.email else ''}" for one in known))
            here.hand_over({"accounts": [{"name": one.name, "email": one.email} for one in known]})
            return
        if not name:
            raise RequestError("whose account?", where="NAME", next_step=f"shipworthy account {what} NAME")
        if what == "remove":
            accounts.remove(name)
            path, says = "", f"{name} has no account any more, and was signed out."
        elif what == "reset":
            path, says = accounts.reset(name), f"By this link {name} can set a new password, once, within three days:"
        else:
            password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True) if types else ""
            path = accounts.add(name, email=email, everywhere=everywhere, password=password)
            says = f"{name} has an account."
            says += " By this link they set their password, once, within three days:" if path else ""
        address = f"{at.rstrip('/')}{path}" if path else ""
        here.say(says, *([address] if address else []))
        here.hand_over({"account": name, "address": address})
