"""The chosen attempt, group by group."""

from collections.abc import Sequence
from dataclasses import dataclass

from shipworthy.records.measurement import Measurement
from shipworthy.show.pictures import Dot, Scale
from shipworthy.show.story import Story
from shipworthy.show.worth import Worth, worth

_MOST = 8


@dataclass(frozen=True)
class Group:
    """One group of cases.

    Attributes:
        name: the value, or several joined.
        n: cases measured.
        worth: the number of this group, its own part of a month.
        verdict: "better than today", "worse than today" or "no clear difference"; empty when it is no gain.
    """

    name: str
    n: int
    worth: Worth
    verdict: str


def groups(story: Story) -> dict[str, tuple[Group, ...]]:
    """Column -> its groups, the highest number first."""
    whole = _rows(story)
    found: dict[str, list[Group]] = {}
    for one in story.slices:
        if one.slice:
            found.setdefault(" and ".join(one.slice), []).append(_group(story, one, whole))
    return {column: tuple(sorted(rows, key=_height, reverse=True)) for column, rows in found.items()}


def shown(rows: Sequence[Group]) -> tuple[Group, ...]:
    """What a picture has room for: all, or the highest and the lowest ones."""
    known = tuple(row for row in rows if row.worth.value is not None)
    return known if len(known) <= _MOST else known[: _MOST // 2] + known[-_MOST // 2 :]


def group_dots(rows: Sequence[Group], gains: bool) -> tuple[tuple[Dot, ...], Scale]:
    """Groups as a picture needs them."""
    dots = [
        Dot(row.name, row.worth.value, row.worth.low, row.worth.high)
        for row in shown(rows)
        if row.worth.value is not None
    ]
    unit, per = rows[0].worth.unit, rows[0].worth.per
    words = ("" if unit == "1" else unit, per, "more than today" if gains else "")
    return tuple(dots), Scale(unit, " ".join(part for part in words if part), None, zero=gains)


def _group(story: Story, one: Measurement, whole: int | None) -> Group:
    share = one.n / whole if whole else None
    # without the size of the whole a group's part of a month is unknown: then it is told per so many cases
    scaled = worth(story, one, share) if share is not None else worth(_timeless(story), one)
    return Group(" and ".join(one.slice.values()), one.n, scaled, _verdict(one))


def _verdict(one: Measurement) -> str:
    if one.name != "gain" or one.low is None or one.high is None:
        return ""
    if one.low > 0:
        return "better than today"
    return "worse than today" if one.high < 0 else "no clear difference"


def _rows(story: Story) -> int | None:
    whole = story.gain_of(story.chosen)
    return whole.n if whole and whole.n else None


def _timeless(story: Story) -> Story:
    return Story(title=story.title, unit=story.unit, cases=story.cases)


def _height(group: Group) -> float:
    return float("-inf") if group.worth.value is None else group.worth.value
