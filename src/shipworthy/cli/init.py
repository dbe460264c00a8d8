"""`shipworthy init`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.desk import Desk, desk
from shipworthy.cli.options import JsonOption
from shipworthy.cli.verb import verb
from shipworthy.show.terminal import heading_text
from shipworthy.workflow.init import Question, begin, look, questions, refuse_project

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
        here.say(heading_text("At first sight"), *(f"  {line}" for line in seen.says))
        answers = {} if as_json or not sys.stdin.isatty() else _ask(here, questions(seen))
        path = begin(folder, seen, answers)
        here.say(
            heading_text("Next"),
            f"  {path} is yours to read and edit.",
            f"  shipworthy compare --project {folder}",
        )
        here.say(f"  shipworthy check --project {folder}", f"  shipworthy report --project {folder}")
        here.hand_over({"document": str(path), **seen.to_dict()})


def _ask(here: Desk, asked: tuple[Question, ...]) -> dict[str, str]:
    answers: dict[str, str] = {}
    here.say(heading_text("Three questions", "Enter leaves one open."))
    for question in asked:
        here.say("", question.asks)
        answers[question.key] = typer.prompt(f"  for example {question.example}", default="", show_default=False)
    return answers
