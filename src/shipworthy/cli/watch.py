"""`shipworthy watch`."""

from datetime import datetime
from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.live_text import incidents_text, windows_text
from shipworthy.show.terminal import gate_text
from shipworthy.workflow.moments import moment
from shipworthy.workflow.project import open_project

NowOption = Annotated[
    str, typer.Option("--now", help="Judge up to this moment instead of now (ISO 8601); for replays of the past.")
]


@verb("watch --project my-project")
def command(
    now: NowOption = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> int:
    """Judge what is live: value delivered, incoming data, system; name causes, and act on them.

    Exit status 1 when something that went wrong lasts, or a promise of the monitoring stage fails or can't be told.
    """
    until: datetime | None = moment(now, "--now") if now else None
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result, known = opened.watch(now=until), opened.known()
        here.say(windows_text(known.story, known.live, result.windows))
        here.say(*incidents_text(known.story, known.live, (*result.lasting, *result.incidents)), *result.did)
        here.say(gate_text(result.gate, result.claims))
        here.hand_over(result.to_dict())
    return 0 if result.healthy else 1
