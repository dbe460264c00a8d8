"""`shipworthy retrain`."""

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, NowOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.live_text import retrained_text
from shipworthy.show.terminal import gate_text
from shipworthy.workflow.project import open_project
from shipworthy.workflow.retrain import Retrained


@verb("retrain --project my-project")
def command(
    now: NowOption = None,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Learn from what has come in too, and watch in the shadow until a decision lets it answer."""
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result = opened.retrain(now=now)
        here.say(retrained_text(result.evidence), gate_text(result.gate, result.claims), *result.notices, _next(result))
        here.hand_over(result.to_dict())


def _next(result: Retrained) -> str:
    return f"{result.bundle.name} watches in the shadow: `shipworthy decide go --stage transfer --why …` lets it answer"
