"""What people said about a project."""

from collections.abc import Sequence

from shipworthy.records.comment import Comment
from shipworthy.show.periods import day
from shipworthy.show.story import Story
from shipworthy.show.words import AUTHORITIES, plain, sentence


def said(comments: Sequence[Comment], story: Story) -> list[tuple[str, str, str, str]]:
    """Every comment as (who, how sure we are, what it is about, what was said), the newest first."""
    claims = {claim.id: sentence(plain(claim.says)) for claim in story.claims}
    return [
        (one.by, f"{AUTHORITIES[one.authority]}, {day(one.at)}", claims.get(one.about, one.about), one.text)
        for one in reversed(comments)
    ]
