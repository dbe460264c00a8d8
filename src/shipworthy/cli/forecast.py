"""`shipworthy forecast`."""

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.advice_text import advice_text, scores_text
from shipworthy.show.terminal import forecast_text
from shipworthy.workflow.project import open_project


@verb("forecast --json")
def command(project: ProjectOption = HERE, person: PersonOption = "", as_json: JsonOption = False) -> None:
    """How likely the goal is met in the time left, what to try next, and whether to ship, go on or stop."""
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result = opened.forecast()
        if result.advice is not None:
            here.say(advice_text(result.advice, result.knowing))
        else:
            here.say(
                "It is live or was ended, so that nothing is left to try; `shipworthy watch` tells of what is live."
            )
        if result.scores:
            here.say("", scores_text(result.scores))
        if result.promise is not None:
            here.say("", forecast_text(result.promise))
        here.hand_over(result.to_dict())
