"""The chosen attempt, group by group."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shipworthy.records.measurement import Direction, Measurement
from shipworthy.show.pictures import Dot, Scale
from shipworthy.show.story import Story
from shipworthy.show.worth import Worth, worth

_MOST = 8
_DECIMAL: Final = re.compile(r"-?\d{1,4}\.\d+")
_WHOLE: Final = re.compile(r"(-?\d+)\.0+")


@dataclass(frozen=True)
class Group:
    """One group of cases.

    Attributes:
        name: the value, or several joined.
        n: cases measured.
        worth: the number of this group, its own part of a month.
        verdict: "better than today", "worse than today" or "no clear difference"; empty when it is no gain.
        direction: whether more or less is better.
    """

    name: str
    n: int
    worth: Worth
    verdict: str
    direction: Direction = "up"


def groups(story: Story) -> dict[str, tuple[Group, ...]]:
    """Column -> its groups, the highest number first.

    A group is called better or worse only beyond what looking at so many groups explains (Holm 1979); groups of one
    column are one family.
    """
    whole = _rows(story)
    families: dict[str, list[Measurement]] = {}
    for one in story.slices:
        if one.slice:
            families.setdefault(" and ".join(one.slice), []).append(one)
    found = {
        column: [_group(story, one, whole, _verdict(one, one.digest in story.clear, story.than)) for one in family]
        for column, family in families.items()
    }
    return {column: tuple(sorted(rows, key=_height, reverse=True)) for column, rows in found.items()}


def shown(rows: Sequence[Group]) -> tuple[Group, ...]:
    """What a picture has room for: all, or the highest and the lowest ones."""
    known = tuple(row for row in rows if row.worth.value is not None)
    return known if len(known) <= _MOST else known[: _MOST // 2] + known[-_MOST // 2 :]


def group_dots(rows: Sequence[Group], gains: bool, than: str = "today") -> tuple[tuple[Dot, ...], Scale]:
    """Groups as a picture needs them."""
    dots = [
        Dot(row.name, row.worth.value, row.worth.low, row.worth.high)
        for row in shown(rows)
        if row.worth.value is not None
    ]
    unit, per = rows[0].worth.unit, rows[0].worth.per
    words = ("" if unit == "1" else unit, per, f"more than {than}" if gains else "")
    return tuple(dots), Scale(unit, " ".join(part for part in words if part), None, zero=gains)


def _group(story: Story, one: Measurement, whole: int | None, verdict: str) -> Group:
    share = one.n / whole if whole else None
    # without the size of the whole a group's part of a month is unknown: then it is told per so many cases
    scaled = worth(story, one, share) if share is not None else worth(_timeless(story), one)
    name = " and ".join(_tidy(value) for value in one.slice.values())
    return Group(name, one.n, scaled, verdict, one.direction)


def _tidy(value: str) -> str:
    """A number as people write it: `0.0` is `0`, and nobody reads seventeen digits."""
    if whole := _WHOLE.fullmatch(value):
        return whole[1]
    return f"{float(value):.4g}" if _DECIMAL.fullmatch(value) else value


def _verdict(one: Measurement, clear: bool, than: str) -> str:
    if one.name != "gain" or one.low is None or one.value is None:
        return ""
    if not clear:
        return "no clear difference"
    return f"better than {than}" if one.value > 0 else f"worse than {than}"


def _rows(story: Story) -> int | None:
    whole = story.gain_of(story.chosen)
    return whole.n if whole and whole.n else None


def _timeless(story: Story) -> Story:
    return Story(title=story.title, unit=story.unit, cases=story.cases)


def _height(group: Group) -> float:
    return float("-inf") if group.worth.value is None else group.worth.value
