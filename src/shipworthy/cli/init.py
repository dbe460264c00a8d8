"""`shipworthy init`."""

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import typer

from shipworthy.cli.desk import Desk, desk
from shipworthy.cli.options import JsonOption
from shipworthy.cli.verb import verb
from shipworthy.foundation.errors import UserError
from shipworthy.show.terminal import heading_text, indented
from shipworthy.workflow.brief import begin_brief, brief_questions
from shipworthy.workflow.first_look import look
from shipworthy.workflow.init import begin, fit_target, refuse_project
from shipworthy.workflow.questions import Question, questions

FolderArgument = Annotated[Path, typer.Argument(help="Folder of the new project.", metavar="DIR")]
DataOption = Annotated[
    Path | None,
    typer.Option("--data", "-d", help="CSV, Parquet or Arrow; left out, a brief to fill in.", metavar="FILE"),
]
TargetOption = Annotated[
    str, typer.Option("--target", "-t", help="The column to predict; needed with --data.", metavar="COLUMN")
]
_WITH_DATA: Final = {
    "compare": "puts models side by side; takes a minute",
    "check": "what stands, and what is still to be said",
    "report": "one page to mail",
}
_AS_BRIEF: Final = {
    "check": "what stands, and what is still to be said",
    "sign goalpost": "once success.criterion is agreed",
    "decide go": "go on, when the gate says so",
}


@verb("init my-project --data orders.csv --target late")
def command(
    folder: FolderArgument, data: DataOption = None, target: TargetOption = "", as_json: JsonOption = False
) -> None:
    """Make a project document from a data set, or a brief to fill in; asks at most three questions.

    A data set shows what is predictable; without --data, a brief is filled in until there is one. Without a terminal
    nothing is asked, and what only a person knows stays open.
    """
    with desk(as_json=as_json) as here:
        refuse_project(folder)
        fit_target(data, target)
        if data is None:
            path = begin_brief(folder, _ask(here, brief_questions(), as_json))
            _next(here, folder, path, _AS_BRIEF)
            here.hand_over({"document": str(path)})
            return
        seen = look(data, target, progress=here.progress)
        here.say(heading_text("At first sight"), *map(indented, seen.says))
        path = begin(folder, seen, _ask(here, questions(seen), as_json))
        _next(here, folder, path, _WITH_DATA)
        here.hand_over({"document": str(path), **seen.to_dict()})


def _next(here: Desk, folder: Path, path: Path, verbs: Mapping[str, str]) -> None:
    here.say(heading_text("Next"), indented(f"{path} is yours to read and edit."))
    for name, does in verbs.items():
        here.say(indented(f"shipworthy {name} --project {shlex.quote(str(folder))}"), indented(does, by=6))


def _ask(here: Desk, asked: tuple[Question, ...], as_json: bool) -> dict[str, str]:
    """What a person at a terminal answers; nothing where there is none."""
    if as_json or not sys.stdin.isatty():
        return {}
    answers: dict[str, str] = {}
    here.say(heading_text("What only you know", f"At most {len(asked)} questions; Enter leaves one open."))
    for place, question in enumerate(asked, 1):
        if question.after and answers.get(question.after, "") in ("", "none"):
            continue
        example = question.example_after(answers)
        here.say("", f"{place}. {question.asks}", *([indented(f"For example: {example}")] if example else []))
        answers[question.key] = _understood(here, question)
    return answers


def _understood(here: Desk, question: Question) -> str:
    """Asks until the answer makes sense."""
    while True:
        said = str(typer.prompt("  >", default="", show_default=False, prompt_suffix=" ")).strip()
        try:
            question.understand(said)
        except UserError as error:
            here.say(indented(str(error)))
        else:
            return said
