"""`shipworthy decide`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.decide import decide

ChoiceArgument = Annotated[str, typer.Argument(help="go, stay, back or stop.")]
WhyOption = Annotated[str, typer.Option("--why", help="Your reason, in a sentence.")]
LessonOption = Annotated[
    str, typer.Option("--lesson", help="What others should know of how it went.", show_default=False)
]
StageOption = Annotated[str, typer.Option("--stage", help="The stage decided on; the one reached when left out.")]
ToOption = Annotated[str, typer.Option("--to", help="With back: the stage to go back to.", show_default=False)]

OverOption = Annotated[
    int,
    typer.Option(
        "--over", help="Entry of somebody else's decision that you know of.", metavar="SEQ", show_default=False
    ),
]


@verb("decide go --why 'gains enough, and nothing got worse' --as ann")
def command(  # noqa: PLR0913, PLR0917 - the options of the command, one by one
    choice: ChoiceArgument,
    why: WhyOption,
    lesson: LessonOption = "",
    stage: StageOption = "",
    to: ToOption = "",
    over: OverOption = 0,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Put a decision on record: go, stay, back or stop."""
    with (
        desk(as_json=as_json) as here,
        Bench(project, person=person, progress=here.progress) as bench,
    ):
        result = decide(bench, choice, why=why, lesson=lesson, stage=stage, back_to=to, over=over)
        here.say(result.says)
        here.hand_over(result.to_dict())
