"""`shipworthy reframe`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import Desk, desk
from shipworthy.cli.evaluate import JobsOption
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.status import DONE
from shipworthy.cli.verb import verb
from shipworthy.foundation.quantities import seconds
from shipworthy.show.reframing import reframing_text, restated_text
from shipworthy.workflow.project import Project, open_project
from shipworthy.workflow.restate import Restated

NumberOption = Annotated[
    int | None,
    typer.Option("--propose", help="Hand the question of this number in; its owner is asked.", metavar="N"),
]
ApplyOption = Annotated[
    int | None,
    typer.Option("--apply", help="Write the question of this number into project.yaml, comments kept.", metavar="N"),
]
MeetingOption = Annotated[
    str, typer.Option("--for", help="With --propose: day of the meeting it is for.", metavar="DAY", show_default=False)
]
TimeOption = Annotated[
    str, typer.Option("--time", help="Begin no further question after this long, such as 5min.", show_default=False)
]


@verb("reframe --project my-project")
def command(
    propose: NumberOption = None,
    apply: ApplyOption = None,
    meeting: MeetingOption = "",
    time: TimeOption = "",
    jobs: JobsOption = None,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> int:
    """Other questions near the one that was asked, ranked by whether they would meet the goal.

    Other thresholds, horizons and lead times, one answer for many cases, some groups only, the right to abstain, and
    simpler parts: each is answered with the same care as the question of the document, and nothing in project.yaml
    changes until --apply.
    """
    limit = seconds(time) if time else None
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        if propose is not None:
            return _told(here, opened.put_to_owner(propose, meeting=meeting))
        if apply is not None:
            return _told(here, opened.write_into_document(apply))
        return _listed(here, opened, jobs, limit)


def _listed(here: Desk, opened: Project, jobs: int | None, limit: float | None) -> int:
    result = opened.reframe(jobs=jobs, limit=limit)
    here.say(reframing_text(result.reframing))
    here.hand_over(result.to_dict())
    return DONE


def _told(here: Desk, result: Restated) -> int:
    here.say(restated_text(result.says, result.diff))
    here.hand_over(result.to_dict())
    return DONE
