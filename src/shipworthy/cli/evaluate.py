"""`shipworthy evaluate`."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

import shipworthy
from shipworthy.cli.desk import Desk, desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.status import DONE, MEND
from shipworthy.cli.verb import verb
from shipworthy.show.attempts_text import attempts_text
from shipworthy.workflow.attempted import Attempted, attempts_of
from shipworthy.workflow.background import begin, cancel, underway
from shipworthy.workflow.unchanged import Unchanged

FailuresOption = Annotated[
    bool, typer.Option("--failures", help="Say where they fail: groups of cases that do clearly worse than the rest.")
]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", min=1, help="How many learn at a time.", show_default="one for each core", metavar="N"),
]
OnOption = Annotated[
    str, typer.Option("--on", help="Where they learn: local, or ray://HOST:PORT of a Ray cluster.", metavar="PLACE")
]
BackgroundOption = Annotated[
    Literal["start", "tell", "cancel"] | None,
    typer.Option(
        "--background",
        help="Go on when the terminal is closed: start it, tell how far it is, or cancel it; what is done is kept.",
        show_default=False,
    ),
]
AnywayOption = Annotated[
    bool,
    typer.Option("--anyway", help="Take more looks at the cases kept aside than were agreed; it is put on record."),
]
NamesArgument = Annotated[list[str] | None, typer.Argument(help="Candidates; the whole roadmap when left out.")]


@verb("evaluate linear boosted")
def command(  # noqa: PLR0913, PLR0917 - the options of the command, one by one
    names: NamesArgument = None,
    failures: FailuresOption = False,
    jobs: JobsOption = None,
    on: OnOption = "local",
    background: BackgroundOption = None,
    anyway: AnywayOption = False,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> int:
    """Measure the candidates of the roadmap, in order.

    The order is that of expected gain for effort; what the others have to beat comes first.

    With --failures it says where the one that is put forward, or each that is named, does clearly worse.

    Exit status 2 when one of them could not be measured; the others are.
    """
    with desk(as_json=as_json) as here:
        if failures:
            return _failures(here, names or [""], project, person)
        if background is not None:
            if background == "start":
                begin(project, names or (), person, jobs=jobs, on=on, anyway=anyway)
            far = cancel(project) if background == "cancel" else underway(project)
            here.say(far.sentence if far else "Nothing was evaluated in the background yet.")
            here.hand_over(far.to_dict() if far else {})
            return DONE
        asked = Unchanged(Attempted, project, json.dumps(["evaluate", anyway, *(names or ())]), person)
        result = asked.recall()
        if result is None:
            with shipworthy.open(project, person=person, progress=here.progress) as opened:
                measure = partial(opened.evaluate, names or (), jobs=jobs, on=on, anyway=anyway)
                look = partial(_measured, opened, measure)
                result = asked.look(opened.ledger, opened.document.model_dump(mode="json"), look, look)
        here.say(attempts_text(result.story), *result.notices)
        here.complain(*result.failures)
        here.hand_over(result.document)
    return MEND if result.failures else DONE


def _measured(opened: Any, measure: Callable[[], Any]) -> Attempted:
    found = measure()
    failed = tuple(f"{name} failed: {failure}" for name, failure in found.failures.items())
    return Attempted(attempts_of(opened.story()), found.notices, failed, found.to_dict())


def _failures(here: Desk, names: Sequence[str], project: Path, person: str) -> int:
    with shipworthy.open(project, person=person, progress=here.progress) as opened:
        found = [opened.failures(name) for name in names]
        here.say(*(line for one in found for line in one.says))
        here.hand_over({"failures": [one.to_dict() for one in found]})
    return DONE
