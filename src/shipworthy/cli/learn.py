"""`shipworthy learn`."""

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.terminal import curve_text
from shipworthy.show.words import sentence
from shipworthy.workflow.learn_value import value_told
from shipworthy.workflow.project import open_project


@verb("learn --project my-project")
def command(project: ProjectOption = HERE, person: PersonOption = "", as_json: JsonOption = False) -> None:
    """The learning curve: how much data is enough, and what more would buy."""
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result = opened.learn()
        here.say(curve_text(result.curve), result.says, *(sentence(each) for each in value_told(result.value)))
        here.hand_over(result.to_dict())
