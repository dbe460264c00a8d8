"""`shipworthy stress`."""

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.spoiling import losses_text
from shipworthy.show.words import sentence
from shipworthy.workflow.project import open_project


@verb("stress --project my-project")
def command(project: ProjectOption = HERE, person: PersonOption = "", as_json: JsonOption = False) -> None:
    """What spoiled inputs cost: noise, gaps, other units, typing errors, new words, sources gone or late."""
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result = opened.stress()
        story = opened.story()
        here.say(losses_text(story, result.evidence.measurements), "", sentence(result.evidence.says))
        here.say(*(sentence(each.says) for each in result.evidence.findings))
        here.hand_over(result.to_dict())
