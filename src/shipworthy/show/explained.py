"""One prediction explained, for the terminal; `show.reasons` does the same for a page."""

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from shipworthy.records.bundle import Bundle
from shipworthy.records.explanation import Explanation
from shipworthy.show.reasons import Reason, answer_of
from shipworthy.show.words import cut

_NAME = 24
_VALUE = 28


def explained_text(explanation: Explanation, bundle: Bundle) -> RenderableType:
    """The answer, how sure it is, and what each column did, the weightiest first.

    Args:
        explanation: as made from the bundle.
        bundle: that answered.
    """
    answer = answer_of(explanation, bundle)
    says = [answer.says[0], *([answer.sure] if answer.sure else []), *answer.says[1:]]
    parts: list[RenderableType] = [Text(one) for one in says]
    if answer.reasons:
        parts += [Text(), Text(answer.caption, style="dim"), _table(answer.reasons)]
    return Group(*parts)


def _table(reasons: tuple[Reason, ...]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("column", overflow="fold")
    table.add_column("this case", overflow="fold")
    table.add_column("moves it by", justify="right", no_wrap=True)
    for one in reasons:
        table.add_row(Text(cut(one.column, _NAME)), Text(cut(one.value, _VALUE) or "not known"), Text(one.amount))
    return table
