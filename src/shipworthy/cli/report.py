"""`shipworthy report`."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.words import sentence
from shipworthy.workflow.report import report
from shipworthy.workflow.workbench import Workbench

OutOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="File to write; report.html of the project when left out.", show_default=False),
]
DemoOption = Annotated[
    bool,
    typer.Option("--demo", help="Make a demo instead: a few cases with their answers, for the page of today."),
]


@verb("report --out page.html")
def command(
    out: OutOption = None,
    demo: DemoOption = False,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Write one HTML page of the project that can be mailed."""
    with (
        desk(as_json=as_json) as here,
        Workbench(project, person=person, progress=here.progress) as bench,
    ):
        written, notices = _demo(bench, out) if demo else (report(bench, out), ())
        for notice in notices:
            here.say(sentence(notice))
        here.say(f"Written: {written}  ({written.stat().st_size / 1024:.0f} KB, one file, nothing to load)")
        here.hand_over({"report": str(written), "bytes": written.stat().st_size})


def _demo(bench: Workbench, out: Path | None) -> tuple[Path, tuple[str, ...]]:
    # what learns takes seconds to load, and a report needs none of it
    from shipworthy.workflow.report_demo import report_demo  # noqa: PLC0415

    return report_demo(bench, out)
