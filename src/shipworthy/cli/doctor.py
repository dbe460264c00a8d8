"""`shipworthy doctor`."""

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.workflow.doctor import examine

MARKS = {True: "✓", False: "✗", None: "·"}


@verb("doctor")
def command(project: ProjectOption = HERE, as_json: JsonOption = False) -> int:
    """What is installed, reachable and writable, and what to do about what is not."""
    with desk(as_json=as_json) as here:
        found = examine(project)
        for one in found:
            here.say(
                f"{MARKS[one.well]} {one.what}: {one.says}",
                *([f"    next: {one.next_step}"] if one.next_step else []),
            )
        here.hand_over({"examined": [one.to_dict() for one in found]})
    return 2 if any(one.well is False for one in found) else 0
