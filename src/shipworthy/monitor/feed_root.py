"""One root named, not its echoes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from shipworthy.monitor.feed_natural import EMPTY, Natural

_MOST_OF: Final = 2 / 3
_FEWEST: Final = 2
_ALIKE: Final = 1
_CAN_FREEZE: Final = 5


@dataclass(frozen=True)
class Spell:
    """A stretch of days on which something was broken.

    Attributes:
        column: that shows it.
        source: it comes from.
        kind: of fault.
        first: place of the first day.
        last: place of the last day.
        whole: True when all of the source was.
    """

    column: str
    source: str
    kind: str
    first: int
    last: int
    whole: bool = False

    def meets(self, other: "Spell") -> bool:
        """Whether it began while the other lasted, give or take a day."""
        return other.first - _ALIKE <= self.first <= other.last + _ALIKE


def roots(
    spells: Sequence[Spell],
    about: Mapping[str, Natural],
    links: Mapping[str, tuple[str, ...]],
    ages: Collection[str],
) -> list[Spell]:
    """The spells that explain the others.

    A source whose rows are found by a column that is broken itself is not to blame; a source that is late explains
    what is missing or old in its columns; where most of a source's columns broke at once, it is the source.

    Args:
        spells: of all columns.
        about: what is known of each column.
        links: source -> columns by which its rows are found.
        ages: columns that say when what was joined was taken.
    """
    own = [spell for spell in spells if not _explained(spell, spells, links)]
    late = [spell for spell in own if spell.column in ages]
    rest = [spell for spell in own if not any(spell.source == each.source and spell.meets(each) for each in late)]
    found = [replace(each, whole=True) for each in late]
    rest.sort(key=lambda spell: (not _can(about[spell.column], spell.kind), spell.first))
    while rest:
        head = rest[0]
        alike = [
            spell
            for spell in rest
            if (spell.source, spell.kind) == (head.source, head.kind) and abs(spell.first - head.first) <= _ALIKE
        ]
        able = {name for name, each in about.items() if each.source == head.source and _can(each, head.kind)}
        alike = [spell for spell in alike if spell.column in able]
        if len(alike) > _FEWEST and len({spell.column for spell in alike}) >= _MOST_OF * len(able):
            middle = sorted(alike, key=lambda spell: (spell.first, spell.last))[len(alike) // 2]
            found.append(replace(middle, whole=True))
            rest = [spell for spell in rest if spell.source != head.source or not spell.meets(middle)]
        else:
            found.append(head)
            rest.remove(head)
    return found


def _explained(spell: Spell, spells: Sequence[Spell], links: Mapping[str, tuple[str, ...]]) -> bool:
    by = links.get(spell.source, ())
    return any(other.column in by and other.source != spell.source and spell.meets(other) for other in spells)


def _can(about: Natural, kind: str) -> bool:
    """Whether such a fault would show in a column at all."""
    if about.role == "age":
        return False
    if kind == "missing":
        return about.missing[0] < EMPTY
    if kind == "frozen":
        return about.distinct[0] is None or about.distinct[0] >= _CAN_FREEZE
    return about.role == "value"
