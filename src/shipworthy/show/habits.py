"""How people work together on a project, in plain words: who saw what, who has gone quiet, what was proposed."""

from typing import Any

from shipworthy.show.days import on_day
from shipworthy.show.proposals import proposal_words
from shipworthy.show.story import Story
from shipworthy.show.words import AUTHORITIES, sentence


def habits(story: Story) -> dict[str, Any]:
    """What the page says of it; each part is left out when there is nothing to say."""
    return {
        "policy": story.policy,
        "quiet": quiet(story),
        "skills": skills(story),
        "check_ins": check_ins(story),
        "proposals": [proposal_words(one, story.unit) for one in story.proposals],
    }


def quiet(story: Story) -> list[str]:
    """Who should have been shown something by now."""
    seen = {one.whom: one for one in story.check_ins}
    return [
        f"{name} has been quiet since {on_day(seen[name].at.date())}: somebody should have shown them what there is by "
        f"{on_day(due)}."
        if name in seen
        else f"{name} was never shown anything: somebody should have by {on_day(due)}."
        for name, due in story.quiet.items()
    ]


def skills(story: Story) -> list[str]:
    """What the work needs and nobody knows."""
    verdicts = story.verdicts
    missing = [claim.id for claim in story.claims if claim.kind == "skills"]
    return [sentence(verdicts[name].why) for name in missing if name in verdicts and verdicts[name].state == "fails"]


def check_ins(story: Story) -> list[tuple[str, str, str]]:
    """Who was last shown what and what they said, as (who, how sure we are of the writer, what), the newest first."""
    newest = sorted(story.check_ins, key=lambda one: one.at, reverse=True)
    return [
        (
            one.whom,
            f"written down by {one.by}, {AUTHORITIES[one.authority]}",
            f"Saw {one.shown} on {on_day(one.at.date())}. "
            + (f"Said: {sentence(one.says)}" if one.says else "Said nothing."),
        )
        for one in newest
    ]
