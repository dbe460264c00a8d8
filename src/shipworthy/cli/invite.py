"""`shipworthy invite`."""

from typing import Annotated, Final

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.periods import moment
from shipworthy.show.words import sentence
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.invite import LASTS, TO, invite, open_links, withdraw

_TO: Final = ",".join(TO)

WhomArgument = Annotated[str, typer.Argument(help="Whom to invite, by a name of the document.", metavar="[PERSON]")]
ForOption = Annotated[str, typer.Option("--for", help="How long it can be opened, and how long they stay in.")]
ToOption = Annotated[
    str, typer.Option("--to", help="What it lets them do: read, comment, estimate, sign, decide; commas between.")
]
WithdrawOption = Annotated[
    str, typer.Option("--withdraw", help="Take this invitation back.", metavar="LINK", show_default=False)
]
AtOption = Annotated[
    str, typer.Option("--at", help="Address of the board.", envvar="SHIPWORTHY_BOARD", show_envvar=True)
]


@verb("invite dispatcher --for 7d --as ann")
def command(
    whom: WhomArgument = "",
    lasts: ForOption = LASTS,
    to: ToOption = _TO,
    taken_back: WithdrawOption = "",
    at: AtOption = "http://127.0.0.1:8000",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Make a one-time link that lets one person into this project, in a browser; without a person, list them."""
    with (
        desk(as_json=as_json) as here,
        Bench(project, person=person, progress=here.progress) as bench,
    ):
        if not whom and not taken_back:
            links = open_links(bench)
            here.say(
                *(f"{each.id}  {each.person}, until {moment(each.until)}{', opened' * each.used}" for each in links)
            )
            here.hand_over({"links": [{"link": each.id, "person": each.person, "used": each.used} for each in links]})
            return
        scopes = [each.strip() for each in to.split(",") if each.strip()]
        result = withdraw(bench, taken_back) if taken_back else invite(bench, whom, lasts=lasts, to=scopes)
        address = f"{at.rstrip('/')}{result.path}" if result.path else ""
        here.say(sentence(result.says), *([f"{address}  (called {result.record.link})"] if address else []))
        here.hand_over({**result.to_dict(), "address": address})
