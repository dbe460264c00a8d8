"""One page that can be mailed: first for the business owner, then for the data scientist."""

from typing import Any

from shipworthy.show import owner
from shipworthy.show.acts import way
from shipworthy.show.advice import told
from shipworthy.show.costs import complexity_told
from shipworthy.show.decision_curve import curve_pictures, curve_says
from shipworthy.show.failures import failures_told
from shipworthy.show.goalposts import goals_told
from shipworthy.show.habits import habits
from shipworthy.show.illustrations import gains_picture, group_pictures, periods_picture
from shipworthy.show.limits import limits_told
from shipworthy.show.matters import matters_heard
from shipworthy.show.pages import render, style
from shipworthy.show.periods import day
from shipworthy.show.reframing import questions_told
from shipworthy.show.scientist import second_part
from shipworthy.show.simpler import simplified_told
from shipworthy.show.story import Story
from shipworthy.show.unsealed import unsealed_told
from shipworthy.show.words import AUTHORITIES


def report(story: Story) -> str:
    """The report as one self-contained HTML page: no script, nothing loaded from anywhere.

    Args:
        story: the records to tell; what is missing is left out of the page.

    Returns:
        The page as text, to be written as UTF-8.
    """
    return render(
        "report.html",
        story=story,
        css=style("report.css"),
        made=day(story.made) if story.made else "",
        rehearsal=owner.rehearsal(story),
        simulated=AUTHORITIES["simulated"],
        owner=first_part(story),
        habits=habits(story),
        science=second_part(story),
    )


def first_part(story: Story) -> dict[str, Any]:
    """What the template of the first part needs."""
    found = owner.headline(story)
    number, meaning = found if found else (None, "")
    return {
        "advice": owner.advice(story),
        "headline": number,
        "meaning": meaning,
        "year": owner.year(story, number) if number else "",
        "goal": owner.goal(story),
        "no_value": owner.no_value(story),
        "measure": owner.measure(story),
        "unsealed": unsealed_told(story),
        "old": owner.old(story),
        "reasons": owner.reasons(story),
        "odds": owner.odds(story),
        "leaves_out": owner.leaves_out(story),
        "periods": periods_picture(story),
        "periods_says": owner.periods_caption(story),
        "choice": owner.choice(story),
        "complexity": complexity_told(story),
        "matters": matters_heard(story.matters),
        "today": owner.today(story),
        "gains": gains_picture(story),
        "gains_says": owner.gains_caption(story),
        "groups": group_pictures(story),
        "amounts": curve_pictures(story),
        "amounts_says": curve_says(story),
        "mistakes": owner.mistakes(story),
        "wrong_cases": owner.wrong_cases(story),
        "cannot": owner.cannot(story),
        "limits": limits_told(story),
        "without": simplified_told(story, story.simplified) if story.simplified else (),
        "failures": failures_told(story),
        "questions": questions_told(story.reframing),
        "promises": owner.promises(story),
        "settled": owner.settled(story),
        "people": list(owner.people(story)),
        "next": told(story.advice) if story.advice else None,
        "goals": goals_told(story.goals),
        "way": way(story.acts),
    }
