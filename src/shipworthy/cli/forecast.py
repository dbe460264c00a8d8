"""`shipworthy forecast`."""

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.terminal import forecast_text
from shipworthy.workflow.project import open_project


@verb("forecast --json")
def command(project: ProjectOption = HERE, person: PersonOption = "", as_json: JsonOption = False) -> None:
    """What the chosen candidate promises, and the chance that the criterion holds."""
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result = opened.forecast()
        here.say(forecast_text(result))
        here.hand_over(result.to_dict())
