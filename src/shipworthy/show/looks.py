"""How often the cases kept aside were looked at, and what that does to how sure one can be."""

from collections.abc import Sequence
from typing import Final

from shipworthy.show.story import Story
from shipworthy.show.words import joined

STEP: Final = (
    "agree on more under timebox.looks, keep other cases aside, or say `shipworthy evaluate --anyway`, which is put on "
    "record"
)
"""What to do when no look is left."""
_SURE = 0.95


def looks_told(story: Story) -> tuple[str, ...]:
    """Sentences on the looks taken so far; empty before the first."""
    count = len(story.looks)
    if not count:
        return ()
    budget = "" if story.looks_agreed is None else f", of {story.looks_agreed} agreed"
    taken = "1 look" if count == 1 else f"{count} looks"
    lines = [f"{taken} at the cases kept aside so far{budget}, each on record.", *_beyond(story), *_bound(count)]
    told = over_budget(count, story.looks_agreed)
    return (*lines, told) if told else tuple(lines)


def over_budget(count: int, agreed: int | None) -> str:
    """That more looks were taken than agreed; empty otherwise.

    >>> over_budget(21, 20)
    'The cases kept aside were looked at 21 times, and 20 were agreed: keep other cases aside, or agree on more.'
    >>> over_budget(20, 20), over_budget(500, None)
    ('', '')
    """
    if agreed is None or count <= agreed:
        return ""
    times = "once" if count == 1 else f"{count} times"
    what = "keep other cases aside, or agree on more"
    return f"The cases kept aside were looked at {times}, and {agreed} were agreed: {what}."


def on_folds_only(names: Sequence[str], count: int) -> str:
    """That no look was left for these attempts; empty when there are none.

    Args:
        names: of the attempts.
        count: looks taken.

    >>> on_folds_only(["tree"], 3).partition(":")[0]
    'tree was measured on the cases that attempts are chosen by, and not on those kept aside'
    >>> on_folds_only([], 3)
    ''
    """
    if not names:
        return ""
    verb = "was" if len(names) == 1 else "were"
    what = f"{joined([*names])} {verb} measured on the cases that attempts are chosen by"
    times = "once" if count == 1 else f"{count} times"
    why = f"these were looked at {times}, as often as was agreed"
    return f"{what}, and not on those kept aside: {why}; {STEP}"


def all_together(count: int, confidence: float = _SURE) -> float:
    """Confidence that each of several looks needs so that all of them together have the one given (Bonferroni).

    >>> round(all_together(10), 4)
    0.995
    """
    return 1 - (1 - confidence) / count


def _beyond(story: Story) -> list[str]:
    """Who took more looks than were agreed, knowing it."""
    taken = [each.record for each in story.looks if each.record.beyond]
    if not taken:
        return []
    many = "1 of them was" if len(taken) == 1 else f"{len(taken)} of them were"
    return [f"{many} taken by {joined(sorted({each.by for each in taken}))} although no more were agreed."]


def _bound(count: int) -> list[str]:
    if count < 2:
        return []
    luck = min(1.0, count * (1 - _SURE))
    at_most = (
        "luck alone may have made one of them look good"
        if luck >= 1
        else (f"the chance that luck alone made one of them look good is at most {100 * luck:.0f} %")
    )
    return [
        f"With {count} looks at 95 % confidence, {at_most}; to keep it at 5 % for all of them together, each would "
        f"need {100 * all_together(count):.4g} %. This takes for granted that no attempt was made to fit an earlier "
        "look, which is why attempts are chosen by other cases."
    ]
