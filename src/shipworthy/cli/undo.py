"""`shipworthy undo`."""

from typing import Annotated

import typer

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.undo import undo

SeqArgument = Annotated[int, typer.Argument(help="Number of the entry, as `ledger list` shows it.", metavar="SEQ")]
WhyOption = Annotated[str, typer.Option("--why", help="Your reason, in a sentence.")]


@verb("undo 12 --why 'signed before the amounts were agreed' --as ann")
def command(
    seq: SeqArgument,
    why: WhyOption,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Let a signature or a decision no longer count; nothing is deleted."""
    with (
        desk(as_json=as_json) as here,
        Bench(project, person=person, progress=here.progress) as bench,
    ):
        result = undo(bench, seq, why=why)
        here.say(*result.says)
        here.hand_over(result.to_dict())
