"""Who owes what, for the terminal."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from shipworthy.show.story import Ask
from shipworthy.show.terminal import indented
from shipworthy.show.words import sentence


def owed_text(people: Mapping[str, Sequence[tuple[str, Ask]]], *, several: bool) -> RenderableType:
    """For each person what is asked of them, the most urgent first.

    Args:
        people: person -> project and ask.
        several: say of which project each is.
    """
    if not people:
        return Text("Nobody owes anything now.")
    parts: list[RenderableType] = []
    for name, asks in people.items():
        parts += [Text(), Text(name or "anybody", style="bold")]
        for project, ask in asks:
            parts += _ask_text(f"{project}: " if several else "", ask)
    return Group(*parts[1:])


def late_text(asks: Sequence[Ask]) -> tuple[RenderableType, ...]:
    """What is late, a line each; nothing when nothing is."""
    late = [ask for ask in asks if ask.late]
    return tuple(indented(f"Late, {ask.who or 'anybody'}: {sentence(ask.says)} {sentence(ask.by)}", 0) for ask in late)


def _ask_text(before: str, ask: Ask) -> list[RenderableType]:
    aside = " ".join(sentence(one) for one in (ask.by, ask.holds_up) if one)
    mark = "!" if ask.late else "-"
    lines = [indented(f"{mark} {before}{sentence(ask.says)}")]
    return [*lines, *([indented(aside, 4)] if aside else [])]
