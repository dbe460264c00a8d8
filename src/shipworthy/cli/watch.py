"""`shipworthy watch`."""

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, NowOption, PersonOption, ProjectOption
from shipworthy.cli.status import CLAIM_OPEN, DONE
from shipworthy.cli.verb import verb
from shipworthy.show.live_text import incidents_text, windows_text
from shipworthy.show.terminal import gate_text
from shipworthy.workflow.known import know
from shipworthy.workflow.watch import Watcher
from shipworthy.workflow.workbench import Workbench


@verb("watch --project my-project")
def command(
    now: NowOption = None,
    project: ProjectOption = HERE,
    person: PersonOption = "",
    as_json: JsonOption = False,
) -> int:
    """Judge what is live: value delivered, incoming data, system; name causes, and act on them.

    Exit status 1 when something that went wrong lasts, or a promise of the monitoring stage fails or can't be told.
    """
    with (
        desk(as_json=as_json) as here,
        Workbench(project, person=person, progress=here.progress) as bench,
    ):
        result, known = Watcher(bench).watch(now), know(bench)
        here.say(windows_text(known.story, known.live, result.windows))
        here.say(*incidents_text(known.story, known.live, (*result.lasting, *result.incidents)), *result.did)
        here.say(gate_text(result.gate, result.claims))
        here.hand_over(result.to_dict())
    return DONE if result.healthy else CLAIM_OPEN
