"""Claims about the data: what has to be so before anything is learned from it."""

from collections.abc import Iterator

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.brief import asked_for
from shipworthy.plan.named import NAMED
from shipworthy.plan.plain import joined
from shipworthy.records.claim import Claim


def claims(document: Document) -> Iterator[Claim]:
    """What the data checks settle; only what the document gives reason to ask."""
    data = document.data
    if data.target is None or not data.sources:
        yield asked_for(NAMED, document, "requirement")
        return
    target = data.target.column
    yield _claim("outcomes", f"{target} can be learned", ("data.sources", "data.target", "success.outcome"))
    if any(source.join for source in data.sources.values()):
        yield _claim("joins", "every source joins the way the document expects", ("data.sources",))
    if any(source.key for source in data.sources.values()):
        yield _claim("keys", "the keys of the sources tell rows apart", ("data.sources",), required=False)
    yield _claim(
        "not-known",
        "nothing is learned from that is not known when the decision is taken",
        ("data.sources", "data.target", "data.not_known_at_decision", "data.drop"),
    )
    if data.critical:
        says = f"{joined(data.critical)} {'is' if len(data.critical) == 1 else 'are'} never missing"
        yield _claim("critical", says, ("data.sources", "data.critical"))
    yield _claim(
        "personal",
        "nothing personal is learned from",
        ("data.sources", "data.personal", "data.not_personal", "data.drop"),
        required=False,
    )
    yield _claim(
        "enough",
        "the data is enough to go on",
        ("data", "evaluation", "success.outcome"),
        required=False,
    )


def _claim(name: str, says: str, parts: tuple[str, ...], required: bool = True) -> Claim:
    return Claim(
        id=f"data.{name}",
        kind="requirement",
        says=says,
        stage="data",
        required=required,
        check=name,
        parts=parts,
        asks="run `shipworthy check data`",
    )
