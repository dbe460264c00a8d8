"""`shipworthy week`."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from msgspec import to_builtins

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, NowOption, PersonOption, ProjectOption
from shipworthy.cli.streams import tell
from shipworthy.cli.verb import verb
from shipworthy.foundation.files import write_text
from shipworthy.show.letter import mail, markdown
from shipworthy.show.weekly import letter
from shipworthy.workflow.moments import moment
from shipworthy.workflow.week import week
from shipworthy.workflow.workbench import Workbench

SinceOption = Annotated[
    datetime | None,
    typer.Option(
        "--since",
        help="First moment told of (ISO 8601); one step of the timebox ago when left out, else a week.",
        metavar="MOMENT",
        parser=lambda text: moment(text, "--since"),
        show_default=False,
    ),
]
HtmlOption = Annotated[
    Path | None,
    typer.Option("--html", help="Write it as HTML that can be mailed, too.", metavar="FILE", show_default=False),
]


@verb("week --html week.html")
def command(
    since: SinceOption = None,
    html: HtmlOption = None,
    now: NowOption = None,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """The weekly update: what was tried, what moved beyond noise, what is asked of whom."""
    with (
        desk(as_json=as_json) as here,
        Workbench(project, person=person, progress=here.progress) as bench,
    ):
        told = letter(week(bench, since, now))
        if html is not None:
            write_text(html, mail(told))
        if not as_json:
            # a table of Markdown would be broken by lines that wrap
            tell(sys.stdout, markdown(told))
        here.hand_over({"markdown": markdown(told), **to_builtins(told)})
