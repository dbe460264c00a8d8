"""Whether the document names the data at all: a project may be only a brief in its first weeks."""

from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.brief import Answer, Question


def unnamed(document: Document) -> str:
    """What the document leaves out about its data, in plain words; empty when it names source and target."""
    if not document.data.sources:
        return "nobody has said yet where the data are"
    return "" if document.data.target else "nobody has said yet what is to be predicted"


def _answer(document: Document) -> Answer:
    return (False, unnamed(document)) if unnamed(document) else (True, "the data and what is predicted are named")


NAMED: Final = Question(
    "named",
    "it is known where the data are and what is to be predicted",
    "name under data.sources where the data are (orders: {path: orders.csv}), and under data.target the column that "
    "is to be predicted",
    ("data.sources", "data.target"),
    _answer,
    required=True,
    section="data",
    stage="data",
)
"""The one question about data while none are named."""
