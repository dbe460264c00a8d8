"""The page of a demo: what was tried, a few real cases with their answers, what is asked, and what was said of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from shipworthy.records.comment import Comment
from shipworthy.records.demo import Demo, Shown
from shipworthy.show import owner
from shipworthy.show.comments import said
from shipworthy.show.days import on_day
from shipworthy.show.forms import Forms, forms_of
from shipworthy.show.illustrations import gains_picture
from shipworthy.show.letter import Part
from shipworthy.show.numbers import amount, count, share
from shipworthy.show.pages import render, style
from shipworthy.show.story import Story
from shipworthy.show.weekly import Weekly, tried
from shipworthy.show.words import sentence

_KEPT: Final = "On the cases kept aside; the table above counts the earlier ones, by which attempts are chosen."


@dataclass(frozen=True)
class Told:
    """A case on the page.

    Attributes:
        title: number of the case, and its moment.
        forms: of the answer.
        known: column and value.
        came: what turned out, and whether that was right; empty for a made-up case.
        state: `holds` when it was right, `fails` when wrong; empty when neither can be said.
        worth: what came of it beside today's way; empty when nobody can say.
    """

    title: str
    forms: Forms
    known: tuple[tuple[str, str], ...]
    came: str
    state: str
    worth: str


def demo_told(demo: Demo, week: Weekly, comments: Sequence[Comment], *, latest: bool) -> dict[str, Any]:
    """What the template of a demo needs.

    Args:
        demo: on record.
        week: what happened in the time it tells of.
        comments: of the project, oldest first.
        latest: whether it is the last one, so that today's numbers and what is asked now go with it.
    """
    story = week.story
    return {
        "demo": demo,
        "title": f"Demo of {_day(demo.day)}",
        "since": f"What there was to see on {_day(demo.day)}, and what was tried since {on_day(demo.since.date())}.",
        "due": f"The next demo is due by {_day(demo.due)}." if demo.due and latest else "",
        "tried": _tried(week),
        "gains": gains_picture(story) if latest else "",
        "gains_says": f"{_KEPT} {owner.gains_caption(story)}" if latest else "",
        "cases": [_case(story, demo, one) for one in demo.cases],
        "cases_says": _cases_says(demo),
        "asks": [sentence(one.says) for one in story.asks] if latest else [],
        "comments": said([one for one in comments if one.about == demo.about], story),
    }


def demo_file(told: dict[str, Any], story: Story) -> str:
    """The page as one self-contained HTML file: no script, no form, nothing loaded from anywhere.

    Args:
        told: as `demo_told` gives it.
        story: of the project.
    """
    css = style("report.css")
    return render("demo.html", css=css, story=story, rehearsal=owner.rehearsal(story), **told)


def _tried(week: Weekly) -> Part:
    part = tried(week)
    if part.table is None:
        return part
    return replace(part, table=replace(part.table, caption="Attempts since then, each against the best before it"))


def _when(told: str) -> str:
    """A moment in words, a day alone where no clock was told; what is no moment as it is."""
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        return told
    return on_day(at.date()) + (f", {at:%H:%M}" if at.hour or at.minute else "")


def _case(story: Story, demo: Demo, one: Shown) -> Told:
    kind = "Made-up case" if demo.made_up else "Case"
    state = "" if one.right is None else "holds" if one.right else "fails"
    return Told(
        title=f"{kind} {one.id}{f', {_when(one.time)}' if one.time else ''}",
        forms=forms_of(one.answered, story.brief),
        known=tuple((name.replace("_", " "), value) for name, value in one.known.items()),
        came=_came(one),
        state=state,
        worth=_worth(one),
    )


def _came(one: Shown) -> str:
    if not one.outcome:
        return ""
    if one.right is None:
        return f"It turned out {one.outcome}."
    return f"It turned out “{one.outcome}”: the answer was {'right' if one.right else 'wrong'}."


def _worth(one: Shown) -> str:
    unit = one.answered.currency
    today = f"what you do today said “{one.today}”" if one.today else ""
    if one.brought is None:
        return sentence(today)
    told = f"Acting on the answer: {amount(one.brought, unit)}"
    if today and one.brought_today is not None:
        return f"{told}; {today}: {amount(one.brought_today, unit)}."
    return f"{told}."


def _cases_says(demo: Demo) -> str:
    if demo.made_up:
        return "Made up, to talk about: no model was asked, and these are no results, only forms an answer may take."
    told = f"Chosen out of {count(demo.aside)} cases kept aside, from which “{demo.candidate}” learned nothing"
    if demo.wrong is None or not demo.aside:
        return f"{told}; spread evenly over what it said."
    wrong = f"in all, {share(demo.wrong / demo.aside)} were answered wrongly"
    return f"{told}: as many right as wrong ones where there are enough, to show both; {wrong}."


def _day(day: str) -> str:
    return on_day(date.fromisoformat(day))
