"""`shipworthy init`."""

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.desk import Desk, desk
from shipworthy.cli.options import JsonOption
from shipworthy.cli.verb import verb
from shipworthy.foundation.errors import UserError
from shipworthy.show.terminal import heading_text, indented
from shipworthy.workflow.first_look import look
from shipworthy.workflow.init import begin, refuse_project
from shipworthy.workflow.questions import Question, questions

FolderArgument = Annotated[Path, typer.Argument(help="Folder of the new project.", metavar="DIR")]
DataOption = Annotated[Path, typer.Option("--data", "-d", help="CSV, Parquet or Arrow.", metavar="FILE")]
TargetOption = Annotated[str, typer.Option("--target", "-t", help="The column to predict.", metavar="COLUMN")]


@verb("init my-project --data orders.csv --target late")
def command(folder: FolderArgument, data: DataOption, target: TargetOption, as_json: JsonOption = False) -> None:
    """Make a project document from a data set; shows what is predictable, asks at most three questions.

    Without a terminal nothing is asked, and what only a person knows stays open.
    """
    with desk(as_json=as_json) as here:
        refuse_project(folder)
        seen = look(data, target, progress=here.progress)
        here.say(heading_text("At first sight"), *map(indented, seen.says))
        answers = {} if as_json or not sys.stdin.isatty() else _ask(here, questions(seen))
        path = begin(folder, seen, answers)
        here.say(heading_text("Next"), indented(f"{path} is yours to read and edit."))
        verbs = {
            "compare": "puts models side by side; takes a minute",
            "check": "what stands, and what is still to be said",
            "report": "one page to mail",
        }
        for name, does in verbs.items():
            here.say(indented(f"shipworthy {name} --project {shlex.quote(str(folder))}"), indented(does, by=6))
        here.hand_over({"document": str(path), **seen.to_dict()})


def _ask(here: Desk, asked: tuple[Question, ...]) -> dict[str, str]:
    answers: dict[str, str] = {}
    here.say(heading_text("What only you know", f"At most {len(asked)} questions; Enter leaves one open."))
    for place, question in enumerate(asked, 1):
        if question.after and answers.get(question.after, "") in ("", "none"):
            continue
        here.say("", f"{place}. {question.asks}", indented(f"For example: {question.example}"))
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
