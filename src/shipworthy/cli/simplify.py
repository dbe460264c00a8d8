"""`shipworthy simplify`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.foundation.quantities import seconds
from shipworthy.show.deliveries import deliveries_text
from shipworthy.show.simpler import margin_told, simplified_text, simplified_told
from shipworthy.show.words import sentence
from shipworthy.workflow.project import open_project
from shipworthy.workflow.simplify import Simpler

CandidateArgument = Annotated[
    str, typer.Argument(help="Candidate; the one that is put forward when left out.", show_default=False)
]
TimeOption = Annotated[
    str,
    typer.Option(
        "--time", help="Try nothing new after this time; a later call goes on.", metavar="DURATION", show_default=False
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", min=1, help="How many learn at a time.", show_default="one for each core", metavar="N"),
]
ApplyOption = Annotated[bool, typer.Option("--apply", help="Write the cheapest that does into the document.")]
ProposeOption = Annotated[
    bool, typer.Option("--propose", help="Hand it in as a proposal, for those who decide, and change nothing.")
]


@verb("simplify --project my-project")
def command(
    candidate: CandidateArgument = "",
    time: TimeOption = "",
    jobs: JobsOption = None,
    apply: ApplyOption = False,
    propose: ProposeOption = False,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """What could go, what each thing would lose, and the cheapest delivery that goes on to meet the goal."""
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        limit = seconds(time) if time else None
        found = opened.simplify(candidate, seconds=limit, jobs=jobs, apply=apply, hand_in=propose)
        story, record = opened.story(), found.record
        ways = deliveries_text(story, record)
        here.say(*((ways, "") if ways else ()), simplified_text(story, record), "", margin_told(story, record))
        here.say(*simplified_told(story, record), *(sentence(each) for each in record.notes))
        here.say(*([found.diff, ""] if found.diff else []), *_next(found))
        here.hand_over(found.to_dict())


def _next(found: Simpler) -> list[str]:
    if not found.record.complete:
        return ["Time was up before all was tried; call it again to go on."]
    if found.applied:
        return ["The document says so now; `shipworthy check` holds the gates anew."]
    if found.proposed:
        ruled = f"`shipworthy rule accept {found.proposed} --why …`"
        return [f"It is proposed as {found.proposed}; {ruled} is for the lead."]
    if not found.changes:
        return []
    would = "; ".join(each.says for each in found.changes)
    return [f"With --apply the document would {would}."]
