"""`shipworthy retrain`."""

from datetime import datetime
from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.live_text import retrained_text
from shipworthy.show.terminal import gate_text
from shipworthy.workflow.moments import moment
from shipworthy.workflow.project import open_project
from shipworthy.workflow.retrain import Retrained

NowOption = Annotated[
    str, typer.Option("--now", help="Learn from what was known by then (ISO 8601); for replays of the past.")
]


@verb("retrain --project my-project")
def command(
    now: NowOption = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Learn from what has come in too, and watch in the shadow until a decision lets it answer."""
    until: datetime | None = moment(now, "--now") if now else None
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result = opened.retrain(now=until)
        here.say(retrained_text(result.evidence), gate_text(result.gate, result.claims), *result.notices, _next(result))
        here.hand_over(result.to_dict())


def _next(result: Retrained) -> str:
    return f"{result.bundle.name} watches in the shadow: `shipworthy decide go --stage transfer --why …` lets it answer"
