"""`shipworthy compare`."""

from shipworthy.cli.desk import desk
from shipworthy.cli.options import HERE, JsonOption, PersonOption, ProjectOption
from shipworthy.cli.verb import verb
from shipworthy.show.attempts_text import attempts_text
from shipworthy.show.costs import costs_document, costs_heard
from shipworthy.show.costs_text import costs_text
from shipworthy.show.decision_curve import curve_heard
from shipworthy.show.expected import expected_told
from shipworthy.show.looks import looks_told
from shipworthy.show.matters import matters_heard
from shipworthy.show.searches import searches_told
from shipworthy.show.terminal import attempts_note, groups_text
from shipworthy.show.words import sentence
from shipworthy.workflow.project import open_project


@verb("compare --project my-project")
def command(project: ProjectOption = HERE, person: PersonOption = "", as_json: JsonOption = False) -> None:
    """Put candidates side by side in success units; names the simplest within noise."""
    with (
        desk(as_json=as_json) as here,
        open_project(project, person=person, progress=here.progress) as opened,
    ):
        result = opened.compare()
        story = opened.story()
        here.say(attempts_text(story), "", f"{sentence(result.says)} {attempts_note(story)}")
        here.say("", *result.told, *expected_told(story), *searches_told(story), "")
        here.say(costs_text(story), *costs_heard(story), *matters_heard(story.matters))
        here.say(*curve_heard(story), "")
        here.say(groups_text(story), *looks_told(story), *map(sentence, result.evaluated.told))
        beside = {"expected": story.tried, "searches": story.searches}
        expected = {name: [each.to_dict() for each in records] for name, records in beside.items()}
        here.hand_over({**result.to_dict(), **expected, **costs_document(story), "amounts": dict(story.decisions_told)})
