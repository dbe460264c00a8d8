"""`shipworthy rule`."""

from typing import Annotated

import typer
from rich.text import Text

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.propose import COMMENT, remark, rule

ChoiceArgument = Annotated[str, typer.Argument(help="accept, decline or defer, by the lead; comment, by anybody.")]
NameArgument = Annotated[str, typer.Argument(help="Name of the proposal; `shipworthy propose` lists them.")]
WhyOption = Annotated[str, typer.Option("--why", help="Your reason, or what you have to say, in a sentence.")]
ToOption = Annotated[
    str,
    typer.Option("--to", help="With defer: day of the meeting it is put off to.", metavar="DAY", show_default=False),
]
AddOption = Annotated[bool, typer.Option("--add", help="With accept: write it into the roadmap of project.yaml.")]


@verb("rule accept the-weather-of-the-day-before --why 'cheap, and nobody tried it' --add --as ben")
def command(
    choice: ChoiceArgument,
    name: NameArgument,
    why: WhyOption,
    to: ToOption = "",
    add: AddOption = False,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Accept, decline or defer what was proposed, as the lead, or comment on it."""
    with (
        desk(as_json=as_json) as here,
        Bench(project, person=person, progress=here.progress) as bench,
    ):
        if choice == COMMENT:
            result = remark(bench, name, why)
        else:
            result = rule(bench, name, choice, why=why, meeting=to, add=add)
        here.say(result.says)
        if result.lines:
            here.say("It stands in project.yaml now:" if result.added else "For project.yaml, below candidates:")
            here.say(Text(result.lines))
        here.hand_over(result.to_dict())
