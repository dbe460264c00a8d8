"""What people said about a project."""

from collections.abc import Mapping, Sequence
from datetime import date

from shipworthy.records.comment import Comment
from shipworthy.records.demo import DEMO
from shipworthy.show.days import on_day
from shipworthy.show.periods import day
from shipworthy.show.story import Story
from shipworthy.show.words import AUTHORITIES, plain, sentence


def said(comments: Sequence[Comment], story: Story) -> list[tuple[str, str, str, str]]:
    """Every comment as (who, how sure we are, what it is about, what was said), the newest first."""
    claims = {claim.id: sentence(plain(claim.says)) for claim in story.claims}
    return [
        (one.by, f"{AUTHORITIES[one.authority]}, {day(one.at)}", subject(one.about, claims), one.text)
        for one in reversed(comments)
    ]


def subject(about: str, claims: Mapping[str, str]) -> str:
    """What a comment is about, in words; empty for the project.

    >>> subject("demo:2027-05-03", {}), subject("", {})
    ('The demo of 3 May 2027', '')
    """
    kind, _, of = about.partition(":")
    if kind == DEMO and of:
        return f"The demo of {on_day(date.fromisoformat(of))}"
    return claims.get(about, about)
