"""`shipworthy propose`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.proposals import proposals_text
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.proposals import tabled
from shipworthy.workflow.propose import Idea, propose

WhatArgument = Annotated[str, typer.Argument(help="What to try; left out, all that was proposed is listed.")]
GainOption = Annotated[
    tuple[float, float] | None,
    typer.Option("--gain", help="What it will hardly fall below and hardly exceed.", metavar="LOW HIGH"),
]
EffortOption = Annotated[str, typer.Option("--effort", help="Days of work, such as 3d.", show_default=False)]
KindOption = Annotated[str, typer.Option("--kind", help="What sort of attempt it is, such as features or data.")]
MeetingOption = Annotated[
    str, typer.Option("--for", help="Day of the meeting it is for.", metavar="DAY", show_default=False)
]


@verb("propose 'the weather of the day before' --gain 0 500 --effort 3d --for 2027-03-31 --as ann")
def command(
    what: WhatArgument = "",
    gain: GainOption = None,
    effort: EffortOption = "",
    kind: KindOption = "",
    meeting: MeetingOption = "",
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Hand in what to try before a meeting, with what it should bring and cost; lists all without words."""
    with (
        desk(as_json=as_json) as here,
        Bench(project, person=person, progress=here.progress) as bench,
    ):
        if not what:
            found = tabled(bench)
            here.say(proposals_text(found))
            here.hand_over({"proposals": [each.to_dict() for each in found]})
            return
        result = propose(bench, Idea(what, gain, effort, kind, meeting))
        here.say(result.says)
        here.hand_over(result.to_dict())
