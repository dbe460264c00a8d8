"""`shipworthy tune`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.status import DONE, MEND
from shipworthy.cli.verb import verb
from shipworthy.show.searched import searched_text
from shipworthy.show.words import sentence
from shipworthy.workflow.project import open_project
from shipworthy.workflow.tune import Asked

NameArgument = Annotated[str, typer.Argument(help="The attempt whose settings are searched.", metavar="CANDIDATE")]
ThoroughOption = Annotated[
    bool, typer.Option("--thorough", help="Search for long, if the forecast says that it pays; end when it does not.")
]
TimeOption = Annotated[
    str,
    typer.Option(
        "--time", help="Time to search in, such as 90s or 2h.", metavar="TIME", show_default="60s; thorough 10min"
    ),
]
AnywayOption = Annotated[bool, typer.Option("--anyway", help="Search thoroughly whatever the forecast says.")]


@verb("tune boosted --thorough --time 30min")
def command(
    name: NameArgument,
    thorough: ThoroughOption = False,
    time: TimeOption = "",
    anyway: AnywayOption = False,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> int:
    """Search better settings of an attempt: quickly at first, thoroughly when that pays.

    On the cases learned from only; the best settings become the next attempt of the roadmap.

    Exit status 2 when a thorough search does not pay; nothing was searched thoroughly then.
    """
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result = opened.tune(name, Asked(thorough, time, anyway))
        if result.found is None:
            here.say(sentence(f"a thorough search does not pay: {result.outlook.says}"))
            here.say("Say --anyway to search all the same.")
        else:
            here.say(*searched_text(result.found), *result.notices)
            if not thorough and result.outlook.pays and result.outlook.gain:
                here.say(f"To go on for longer: shipworthy tune {name} --thorough.")
        here.hand_over(result.to_dict())
    return DONE if result.found is not None else MEND
