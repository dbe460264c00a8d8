"""A letter about a project: a word on top, and parts that read the same in a terminal, a mail and on the board."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shipworthy.records.verdict import State
from shipworthy.show.pages import render

_SPECIAL: Final = re.compile(r"([\\*_\[\]<>|])")


@dataclass(frozen=True)
class Table:
    """Lines of cells under heads; the first cell of a line names it.

    Attributes:
        caption: what it shows.
        heads: one a column.
        rows: as many cells each as there are heads.
        numbers: columns that hold numbers, counted from 0.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part under a heading.

    Attributes:
        head: the heading.
        says: paragraphs.
        lines: of a list.
        table: below them; None for none.
    """

    head: str
    says: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Letter:
    """A letter.

    Attributes:
        title: name of the project.
        when: the time that it is about.
        word: the word of the day.
        state: for the mark beside it.
        money: the number that matters most; empty when there is none.
        says: what the word and the number mean, a sentence each.
        parts: in their order.
        note: said on top of everything, such as that it is a rehearsal; may be empty.
        foot: said below everything.
    """

    title: str
    when: str
    word: str
    state: State
    money: str
    says: tuple[str, ...]
    parts: tuple[Part, ...]
    note: str = ""
    foot: str = ""


def markdown(letter: Letter) -> str:
    r"""The letter as Markdown.

    >>> part = Part("Tried", table=Table("Attempts", ("attempt", "gain"), (("a|b", "5 USD"),), numbers=(1,)))
    >>> print(markdown(Letter("bread", "4 to 11 May", "Forward", "holds", "", ("It gains.",), (part,))))
    # bread: 4 to 11 May
    <BLANKLINE>
    **Forward.** It gains.
    <BLANKLINE>
    ## Tried
    <BLANKLINE>
    | attempt | gain |
    |---|---:|
    | a\|b | 5 USD |
    <BLANKLINE>
    """
    word = f"{letter.word}: {letter.money}" if letter.money else letter.word
    top = " ".join([f"**{_escaped(word)}.**", *(_escaped(one) for one in letter.says)])
    blocks = [f"# {_escaped(letter.title)}: {letter.when}", *([f"*{letter.note}*"] if letter.note else []), top]
    for part in letter.parts:
        blocks.append(f"## {_escaped(part.head)}")
        blocks += [_escaped(one) for one in part.says]
        blocks += ["\n".join(f"- {_escaped(one)}" for one in part.lines)] if part.lines else []
        blocks += [_table(part.table)] if part.table else []
    return "\n\n".join([*blocks, *([f"*{_escaped(letter.foot)}*"] if letter.foot else [])]) + "\n"


def mail(letter: Letter) -> str:
    """The letter as HTML for a mail: styles stand at each element, no script, nothing loaded from anywhere."""
    return render("letter.html", letter=letter)


def _table(table: Table) -> str:
    ruler = "|".join("---:" if place in table.numbers else "---" for place in range(len(table.heads)))
    return "\n".join([_line(table.heads), f"|{ruler}|", *(_line(row) for row in table.rows)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_escaped(cell) for cell in cells)} |"


def _escaped(text: str) -> str:
    """What Markdown would read as its own, as it stands; what stands between backticks is code already."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.split()))
    return "".join(part if part.startswith("`") and len(part) > 1 else _SPECIAL.sub(r"\\\1", part) for part in parts)
